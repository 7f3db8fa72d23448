"""Finds what lies in the extracts folder: the files of each source, and those that no source takes."""

import difflib
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from . import readers
from .catalogue import Source
from .declaration import shown
from .errors import ExtractError

SAMPLE = "voorbeeld_"
# Published facts that come with the code; every installation has them, so they do not tell that real files came in.
FACTS = frozenset({"bevolking_gemeenten.csv", "gepubliceerde_cijfers.csv", "landelijke_doelen.csv"})
# Below this a name resembles no pattern.
NEAR = 0.6


@dataclass(frozen=True)
class Delivery:
    """The files found for one source; `kind` is published or sample."""

    source: Source
    kind: str
    files: tuple[Path, ...]


def deliveries(sources: Mapping[str, Source], extracts: Path, *, sample: bool = True) -> list[Delivery]:
    """What lies in the extracts folder, per source that has anything; published files put sample files aside.

    Raises ExtractError for what is no file and no folder, for opening that could wait for ever.
    """
    entries = _entries(extracts)
    found = [_delivery(source, entries) for source in sources.values()]
    for path in sorted({path for delivery in found for path in delivery.files}):
        _refuse_special(path)
    return [delivery for delivery in found if delivery.files and (sample or delivery.kind != "sample")]


def has_real_files(sources: Mapping[str, Source], extracts: Path) -> bool:
    """Whether somebody brought files here: more than the facts that come with the code and the sample."""
    return any(
        path.name not in FACTS for delivery in deliveries(sources, extracts, sample=False) for path in delivery.files
    )


def not_taken(sources: Mapping[str, Source], extracts: Path) -> list[str]:
    """One sentence for each file or folder that no source takes; raises ExtractError when one is about persons."""
    sentences = []
    for path in _entries(extracts):
        if any(_matches(path, kind, source) for source in sources.values() for kind in ("", SAMPLE)):
            continue
        if _kind(path) in ("file", "folder"):
            for inside in [path] if path.is_file() else sorted(path.rglob("*")):
                readers.refuse_persons(inside)
        sentences.append(_sentence(path, sources.values()))
    return sentences


def sample_of(source: Source, extracts: Path) -> Delivery | None:
    """The sample of a source, if there is one."""
    files = tuple(path for path in _entries(extracts) if _matches(path, SAMPLE, source))
    return Delivery(source, "sample", files) if files else None


def _entries(extracts: Path) -> list[Path]:
    """Everything in the folder that is not hidden."""
    try:
        return sorted(path for path in extracts.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ExtractError(
            f"{shown(extracts)}: cannot be opened ({error.strerror}); the extracts lie in a folder that this account "
            "may read. Correct its name or permissions and build again."
        ) from error


def _delivery(source: Source, entries: Iterable[Path]) -> Delivery:
    for kind, prefix in (("published", ""), ("sample", SAMPLE)):
        files = tuple(path for path in entries if _matches(path, prefix, source))
        if files:
            return Delivery(source, kind, files)
    return Delivery(source, "published", ())


def _matches(path: Path, prefix: str, source: Source) -> bool:
    """Whether a source takes a file of this name, in capitals or not."""
    return any(fnmatchcase(path.name.lower(), f"{prefix}{pattern}".lower()) for pattern in source.files)


def _kind(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError:
        return "link to nothing"
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFIFO: "named pipe", stat.S_IFSOCK: "socket"}
    return kinds.get(stat.S_IFMT(mode), "device")


def _place(path: Path) -> str:
    """The path as users know it, of a link the link itself."""
    return f"{shown(path.parent / '-').removesuffix('-')}{path.name}"


def _refuse_special(path: Path) -> None:
    kind = _kind(path)
    if kind not in ("file", "folder"):
        raise ExtractError(
            f"{_place(path)}: is a {kind}; an extract is a file, or a folder for a StatLine table. "
            "Put the file itself there and build again."
        )


def _sentence(path: Path, sources: Iterable[Source]) -> str:
    name = path.name.lower().removeprefix(SAMPLE)
    scores = [
        (max(_likeness(name, pattern), _likeness(name[: len(start)], start)), pattern, source.id)
        for source in sources
        for pattern in source.files
        if (start := pattern.lower().partition("*")[0])
    ]
    score, pattern, source_id = max(scores, default=(0.0, "", ""))
    near = (
        f"the nearest is {pattern} ({source_id}); rename it if it belongs there"
        if score >= NEAR
        else "and none is near; move it elsewhere, or declare a source for it"
    )
    return f"{_place(path)} was not taken: no source has a pattern for that name, {near}"


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other.lower()).ratio()
