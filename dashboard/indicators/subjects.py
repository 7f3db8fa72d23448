"""The indicators that pages name, in order of preference, and whether a release holds them; the one place with ids.

A release may lack any of them: a reader of this list asks `tiles`, `first_of` or `periods_of`, and never assumes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .catalogue import Catalogue
from .result import Choice

KIND = "doorstroompunt"
VSV_OLD, VSV_NEW, VSV_CBS = "vsv_duo_lt23", "vsv_2026_lt27", "vsv_cbs"
VSV_OLD_COUNT, VSV_NEW_COUNT = "vsv_duo_lt23_aantal", "vsv_2026_lt27_aantal"
VSV_EXPECTED, VSV_EXPECTED_COUNT = "vsv_verwacht", "vsv_verwacht_aantal"
NEET, NEET_COUNT, NEET_REGISTER = "neet_leeftijd", "neet_leeftijd_aantal", "neet_register"
NEET_WITHOUT_BENEFIT = "neet_zonder_uitkering_leeftijd"
IN_SCHOOL, EMPLOYED, SELF_EMPLOYED = "onderwijs_leeftijd", "werknemer_leeftijd", "zelfstandige_leeftijd"
WORK_12, WORK_20 = "duurzaam_werk_12u", "duurzaam_werk_20u"
# The two definitions of a new vsv'er, which never share a line -> the end of the key of their words.
DEFINITIONS = {VSV_OLD: "old", VSV_NEW: "new"}
COUNTED_DEFINITIONS = {VSV_OLD_COUNT: "old", VSV_NEW_COUNT: "new"}
FOCUS: Mapping[str, Choice] = {"age_group": "23_tot_27"}
# What a page shows when nothing is chosen, as far as the release has it; then whatever there is.
USUAL = (VSV_OLD, VSV_NEW, NEET, VSV_CBS, NEET_REGISTER, WORK_12)


@dataclass(frozen=True)
class Subject:
    """One tile: its share, the group it is about, the count with its targets, and a figure to stand beside it.

    `usual` is false when the share stands in for one that the release does not have.
    """

    name: str
    share: str
    where: Mapping[str, Choice] = field(default_factory=dict)
    target: str = ""
    beside: str = ""
    usual: bool = True


def tiles(known: Catalogue) -> tuple[Subject, ...]:
    """The three subjects of the first page, each by the first of its indicators that the release has figures of."""
    first, other = _definitions(known)
    counts = {VSV_OLD: VSV_OLD_COUNT, VSV_NEW: VSV_NEW_COUNT}
    wanted = (
        Subject("vsv", first, target=counts[first], beside=other),
        Subject("vsv", other, target=counts[other]),
        Subject("vsv", VSV_CBS, usual=False),
        Subject("neet", NEET, FOCUS, NEET_COUNT, NEET),
        Subject("neet", NEET_REGISTER, usual=False),
        Subject("work", WORK_12),
        Subject("work", WORK_20, usual=False),
    )
    found: dict[str, Subject] = {}
    for subject in wanted:
        if periods_of(known, subject.share):
            found.setdefault(subject.name, subject)
    return tuple(found.values())


def definition(known: Catalogue) -> str:
    """The definition of a new vsv'er that holds for the newest figures, as far as the release has figures by it."""
    first, other = _definitions(known)
    return first if periods_of(known, first) or not periods_of(known, other) else other


def first_of(known: Catalogue, wanted: Iterable[str], able: Iterable[str] | None = None) -> str | None:
    """The first of these indicators that the release holds, else the first of those that are able; None without any."""
    there = list(known.indicators if able is None else able)
    with_figures = [name for name in there if periods_of(known, name)] or there
    return next((name for name in wanted if name in with_figures), next(iter(with_figures), None))


def periods_of(known: Catalogue, indicator: str, kind: str | None = None) -> tuple[int, ...]:
    """The periods with figures of an indicator; none when the release does not hold it."""
    return known.periods(indicator, None, kind) if indicator in known.indicators else ()


def has_targets(known: Catalogue, indicator: str) -> bool:
    """Whether the release holds the indicator, and targets for it."""
    return indicator in known.indicators and any(target.indicator == indicator for target in known.targets)


def _definitions(known: Catalogue) -> tuple[str, str]:
    starts = [target.period_from for target in known.targets if target.indicator == VSV_NEW_COUNT]
    newest = max(periods_of(known, VSV_NEW), default=0)
    return (VSV_NEW, VSV_OLD) if starts and newest >= min(starts) else (VSV_OLD, VSV_NEW)
