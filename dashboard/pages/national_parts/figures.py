"""What the national page reads: six columns of all regions with their tests, and what changed since the last release.

Each answer is kept per release and level, so a next reader, sorting or another own region costs no query for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from ...indicators import Catalogue, Choice, Indicator, Row, Selection, Values, values, values_of
from ...indicators.benchmark import expected_by_chance, verdict
from ...indicators.subjects import DEFINITIONS, FOCUS, KIND, NEET, WORK_12, WORK_20, definition, periods_of
from ...state import COUNTRY, View

STRICT, USUAL, ADJUSTED = "998", "95", "bh"
TESTS = (STRICT, USUAL, ADJUSTED)
LEVELS = {STRICT: 0.998, USUAL: 0.95, ADJUSTED: 0.998}
FALSE_SHARE = 0.05  # of the differences that Benjamini-Hochberg keeps, at most this share is expected to be chance
COURSE = {"rising": "higher", "falling": "lower"}
FAVOURABLE, UNFAVOURABLE = "favourable", "unfavourable"


@dataclass(frozen=True)
class Subject:
    """One column: its word in the address, its indicator and group, and whether it shows observed less expected."""

    name: str
    indicator: str
    where: Mapping[str, Choice] = field(default_factory=dict)
    expected: bool = False


@dataclass(frozen=True)
class Seen:
    """One cell: the figure, what is sorted by, the tested difference and direction with what they mean, and a reason.

    `verdict` and `course` are favourable, unfavourable, neutral or empty; `outcome` and `trend` are those of the tests.
    """

    row: Row | None
    value: float | None
    difference: float | None
    outcome: str
    verdict: str
    trend: str
    course: str
    reason: str


@dataclass(frozen=True)
class Tested:
    """One column: its cells by region, the region codes in display order, and the figure of the country."""

    subject: Subject
    indicator: Indicator
    period: int
    values: Values
    cells: Mapping[str, Seen]
    country: Row | None = None

    @property
    def tests(self) -> int:
        """How many regions were tested."""
        return sum(cell.outcome != "" for cell in self.cells.values())

    @property
    def found(self) -> int:
        """How many regions differ."""
        return sum(cell.outcome in ("lower", "higher") for cell in self.cells.values())

    def count(self, aspect: str, *wanted: str) -> int:
        """How many regions have one of these words for an aspect of their cell."""
        return sum(getattr(cell, aspect) in wanted for cell in self.cells.values())


def subjects(known: Catalogue) -> tuple[Subject, ...]:
    """The columns that the release has figures for; new vsv'ers by the definition that holds for the newest ones."""
    held = definition(known)
    all_ = (
        Subject("vsv", held),
        Subject("verwacht", held, expected=True),
        Subject("neet", NEET),
        Subject("neet23", NEET, FOCUS),
        Subject("werk12", WORK_12),
        Subject("werk20", WORK_20),
    )
    return tuple(s for s in all_ if periods_of(known, s.indicator, KIND))


def test(view: View) -> str:
    """How strict a difference is tested, as the address says it."""
    return view.choice("toets", TESTS, STRICT)


def tested(view: View) -> list[Tested]:
    """All columns with their cells."""
    known, how = view.catalogue, test(view)
    return [column(known, subject, how) for subject in subjects(known)]


def column(known: Catalogue, subject: Subject, how: str) -> Tested:
    """One column: figures and tests of all regions of today."""
    indicator = known.indicators[subject.indicator]
    period = known.latest(subject.indicator, None, KIND)
    found = statistics(known, subject.indicator, tuple(subject.where.items()), period, LEVELS[how])
    outcomes = found.extra["expected_outcome" if subject.expected else "outcome"]
    if how == ADJUSTED and not subject.expected:
        outcomes = adjusted(found)
    # An expected number is no norm, so a difference with it has a direction and nothing more.
    sides = verdict(np.array(outcomes, dtype=np.str_), "none" if subject.expected else indicator.better).tolist()
    trends = [COURSE.get(trend, "") for trend in found.extra["trend"]]
    courses = verdict(np.array(trends, dtype=np.str_), indicator.better).tolist()
    differences = found.extra["expected_difference" if subject.expected else "difference"]
    reasons = found.extra["expected_reason" if subject.expected else "benchmark_reason"]
    cells = {}
    for at, row in enumerate(found.rows):
        difference = differences[at]
        cells[str(row.key[0])] = Seen(
            row=row,
            value=difference if subject.expected else row.value,
            difference=difference,
            outcome=outcomes[at],
            verdict=sides[at],
            trend="" if subject.expected else found.extra["trend"][at],
            course="" if subject.expected else courses[at],
            reason=reasons[at],
        )
    country = cells.pop(COUNTRY, None)
    return Tested(subject, indicator, period, found, cells, None if country is None else country.row)


def adjusted(found: Values) -> list[str]:
    """The outcomes of a column when all its regions are tested at once (Benjamini-Hochberg)."""
    p_values = [np.nan if p is None else p for p in found.extra["p_adjusted"]]
    outcomes = []
    for p, difference in zip(p_values, found.extra["difference"], strict=True):
        if difference is None or np.isnan(p):
            outcomes.append("")
        elif p > FALSE_SHARE or difference == 0:
            outcomes.append("not_distinguishable")
        else:
            outcomes.append("lower" if difference < 0 else "higher")
    return outcomes


def by_chance(how: str, tests: int, found: int) -> float:
    """How many regions chance alone would colour; by Benjamini-Hochberg, how many of the coloured ones at most."""
    if how == ADJUSTED:
        return expected_by_chance(found, 1 - FALSE_SHARE)
    return expected_by_chance(tests, LEVELS[how])


@lru_cache(maxsize=64)
def statistics(
    known: Catalogue, indicator: str, where: tuple[tuple[str, Choice], ...], period: int, level: float
) -> Values:
    """The figures of all regions in one period with their tests; only new vsv'ers are set beside an expected number."""
    # The catalogue is one object per release and folder, so it keeps releases apart.
    families = ("benchmark", "trend", "expected") if indicator in DEFINITIONS else ("benchmark", "trend")
    chosen = {**dict(where), "region": (KIND, COUNTRY), "period": period}
    return values(indicator, ("region",), chosen, known.release.id, with_=families, level=level)


def selection(one: Tested) -> Selection:
    """The question behind a column, as the API asks it."""
    return Selection(
        one.indicator.id, ("region",), {**one.subject.where, "region": [KIND, COUNTRY], "period": one.period}
    )


@lru_cache(maxsize=16)
def before(known: Catalogue, release: str) -> tuple[Values, ...]:
    """The regional figures of the newest periods as an earlier release had them, one per column; raises as values."""
    asked = []
    for subject in subjects(known):
        if not subject.expected:
            where = {**subject.where, "region": KIND, "period": known.latest(subject.indicator, None, KIND)}
            asked.append(Selection(subject.indicator, ("region",), where))
    return tuple(values_of(asked, release))


def codes(view: View, columns: Sequence[Tested]) -> list[str]:
    """The regions of the matrix in display order: those of today, and any other with a figure."""
    year = view.catalogue.release.data_date.year
    today = [region.code for region in view.catalogue.regions_of(KIND, year)]
    return list(dict.fromkeys([*today, *(code for one in columns for code in one.cells)]))
