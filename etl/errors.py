"""The errors a user can mend, each one sentence: where, what, nearest right, what to do."""

import difflib
from collections.abc import Iterable, Sequence


class MonitorError(Exception):
    """Anything a user can mend; the message is the one sentence that says how."""


class ExtractError(MonitorError):
    """A file in the extracts folder is absent, unreadable, or not as its source declares."""


class LayoutError(ExtractError):
    """A whole StatLine table in which a column, title or unit is new; the other sources can do without it."""


class CatalogueError(MonitorError):
    """A declaration in etl/sources, etl/indicators or etl/codes is wrong."""


class CheckError(MonitorError):
    """Rules of etl/checks found offending rows; `findings` holds them for who wants to print more than one."""

    def __init__(self, message: str, findings: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class ReleaseError(MonitorError):
    """A release is absent, broken, or may not be touched."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that most resembles the word, or None when nothing does."""
    by_lower = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.55)
    return by_lower[found[0]] if found else None


def hint(word: str, choices: Iterable[str]) -> str:
    """The third part of a sentence: "did you mean 'x'?", or the choices when few, else their number."""
    known = sorted(set(choices))
    likely = nearest(word, known)
    if likely is not None:
        return f"did you mean '{likely}'?"
    if len(known) > 15:
        return f"none of the {len(known)} known ones resembles it."
    return f"choose from {', '.join(known)}." if known else "there are none to choose from."
