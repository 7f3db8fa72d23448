"""Refuses sums that would count people twice, add up printed rates, or add up moments in time; adds nothing itself."""

from collections.abc import Mapping, Sequence

from .catalogue import Catalogue
from .declared import Code, Indicator
from .result import Choice, QueryError

FIXED = ("period", "moment", "indeling")  # never added up over their codes


def refuse_sums(
    catalogue: Catalogue,
    indicator: Indicator,
    by: Sequence[str],
    codes: Mapping[str, tuple[Choice, ...] | None],
) -> None:
    """Refuses to add up what would count people twice, what was printed as a rate, or moments in time."""
    for dimension, chosen in codes.items():
        if dimension in by or chosen is None or len(chosen) < 2:
            continue
        shown = ", ".join(str(code) for code in chosen)
        if indicator.kind == "published":
            raise QueryError(
                f"Indicator '{indicator.id}' was only published as such and cannot be combined over {dimension} "
                f"{shown}; each has its own figure. Split by '{dimension}', or choose one code, and ask again."
            )
        if dimension in FIXED:
            raise QueryError(
                f"Indicator '{indicator.id}' cannot be added up over {dimension} {shown}; they are not parts of "
                f"one whole. Split by '{dimension}', or choose one code, and ask again."
            )
        pair = overlap(catalogue, dimension, [str(code) for code in chosen])
        if pair:
            raise QueryError(
                f"The {dimension} codes '{pair[0]}' and '{pair[1]}' overlap, so a sum would count people twice; "
                f"use codes that share nobody, or split by '{dimension}'. Change the choice and ask again."
            )


def overlap(catalogue: Catalogue, dimension: str, codes: Sequence[str]) -> tuple[str, str] | None:
    """The first two codes that may share people."""
    for place, one in enumerate(codes):
        for other in codes[place + 1 :]:
            if dimension == "region":
                apart = catalogue.regions[one].kind == catalogue.regions[other].kind and not _follows(
                    catalogue, one, other
                )
            else:
                known = catalogue.codes[dimension]
                apart = _apart(known, catalogue.dimensions[dimension].total, one, other)
            if not apart:
                return one, other
    return None


def _follows(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether one region came out of the other."""
    return one in catalogue.regions[other].successors.split() or other in catalogue.regions[one].successors.split()


def _apart(known: Mapping[str, Code], total: str, one: str, other: str) -> bool:
    """Whether two codes of a dimension share nobody."""
    if total in (one, other) or one in _above(known, other) or other in _above(known, one):
        return False
    a, b = known[one], known[other]
    if a.age_from is None or a.age_below is None or b.age_from is None or b.age_below is None:
        return True
    return a.age_below <= b.age_from or b.age_below <= a.age_from


def _above(known: Mapping[str, Code], code: str) -> set[str]:
    """All codes that a code is a part of."""
    found: set[str] = set()
    parent = known[code].parent
    while parent and parent not in found:
        found.add(parent)
        parent = known[parent].parent if parent in known else None
    return found
