"""What the reader of the page about ages asks, and the figures and statistics that answer it; draws nothing.

All regions are asked for at once and kept per release, so the next region costs no query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...components import told
from ...indicators import Catalogue, Choice, Indicator, Region, Row, Selection, Values, subjects, values, values_of
from ...indicators.studies import positions as study
from ...indicators.studies.positions import NEET, Positions
from ...indicators.subjects import Subject
from ...narrative import Benchmark
from ...narrative.words import benchmark_words
from ...state import COUNTRY, PARAMETER, Absent, View
from ..region_parts import figures
from ..region_parts.figures import Seen

FOCUS = str(subjects.FOCUS["age_group"])
SPLITS = ("sex", "education", "origin")
STATISTICS = ("interval", "benchmark")
# The same subject as on the page of a region, so its statistics are worked out once.
SUBJECT = Subject("neet", NEET, {"age_group": FOCUS}, subjects.NEET_COUNT, NEET)


@dataclass(frozen=True)
class Compared:
    """The figures of one region split by one dimension, each with its statistics; `values` has its rows only."""

    dimension: str
    values: Values
    cells: Mapping[str, told.Cells]

    @property
    def rows(self) -> dict[str, Row]:
        """The figures by code."""
        return {str(row.key[1]): row for row in self.values.rows}


@dataclass(frozen=True)
class Asked:
    """One state of the address with its answer; `positions` is None when the release does not have them all."""

    region: Region
    period: int
    against: str
    neet: Indicator
    focus: Seen
    ages: Compared
    groups: Compared
    positions: Positions | None

    @property
    def split(self) -> str:
        """The dimension by which the focus group is split."""
        return self.groups.dimension


def asked(view: View) -> Asked:
    """What the address asks, answered."""
    known, region, against = view.catalogue, figures.place(view), figures.against(view)
    if not subjects.periods_of(known, NEET):
        raise Absent("neet_age")
    neet = known.indicators[NEET]
    period = period_of(view, neet, region)
    around = figures.around(region)
    years, made = _plain(known, around, period)
    line = [row for row in years.rows if row.key[0] == region.code]
    ages = _compared(known, around, period, against, "age_group", ages_of(known), ())
    apart = split(view)
    groups = _compared(known, around, period, against, apart, parts_of(known, apart), (("age_group", FOCUS),))
    return Asked(
        region=region,
        period=period,
        against=against,
        neet=neet,
        focus=focus(view, region, period, against, line),
        ages=of_region(known, ages, region.code),
        groups=of_region(known, groups, region.code),
        positions=made,
    )


def period_of(view: View, indicator: Indicator, region: Region) -> int:
    """The chosen period; for a region that was no more by then, its last."""
    chosen = view.period(indicator)
    there = figures.periods(view.catalogue, indicator.id, region)
    return chosen if chosen in there or not there else there[-1]


def focus(view: View, region: Region, period: int, against: str, line: Sequence[Row]) -> Seen:
    """The group of 23 to 27 as the tiles of a region have it, without expected number and target."""
    known = view.catalogue
    indicator = known.indicators[NEET]
    found = figures.statistics(known, SUBJECT, figures.around(region), period, against)
    row, cells = told.row_of(found, region.code)
    facts = [f for f in told.facts(view, found, region.code, against) if f.kind in ("figure", "comparison", "trend")]
    since = max((b.period for b in known.breaks(NEET) if b.period <= period), default=0)
    points = {int(r.key[1]): r for r in line if since <= int(r.key[1]) <= period}
    return Seen(SUBJECT, indicator, period, found, row, cells, points, None, None, facts)


def split(view: View) -> str:
    """The dimension by which the focus group is split."""
    words = {PARAMETER[d]: d for d in SPLITS}
    return words[view.choice("uitsplitsing", words, PARAMETER[SPLITS[0]])]


def ages_of(known: Catalogue) -> tuple[str, ...]:
    """The age groups the source has, single years too when it has them, and then all of them together."""
    total = str(known.dimensions["age_group"].total)
    codes = [str(code) for code in known.codes_of(NEET, "age_group") if code != total]
    return (*codes, total)


def parts_of(known: Catalogue, dimension: str) -> tuple[str, ...]:
    """The codes of a dimension without its total."""
    total = known.dimensions[dimension].total
    return tuple(str(code) for code in known.codes_of(NEET, dimension) if code != total)


def benchmark(view: View, found: Asked) -> Benchmark | None:
    """The benchmark as sentences name it; None for the country itself, which is held against nothing but its past."""
    if found.region.kind == "land" and found.against in (COUNTRY, figures.PEERS):
        return None
    return told.benchmark(view, found.ages.values, found.against)


def benchmark_name(view: View, found: Asked) -> str:
    """The benchmark in words within a sentence; empty when there is none."""
    held = benchmark(view, found)
    return "" if held is None else benchmark_words(held, view.lang)


def selection(found: Asked, compared: Compared) -> Selection:
    """The question behind the figures of a comparison; whom the region is compared with is in its statistics."""
    codes: Sequence[Choice] = [str(row.key[1]) for row in compared.values.rows]
    where: dict[str, Choice | Sequence[Choice]] = {"period": found.period, compared.dimension: codes}
    if compared.dimension != "age_group":
        where["age_group"] = FOCUS
    return Selection(
        NEET,
        ("region", compared.dimension),
        {**where, "region": found.region.code},
    )


def of_region(known: Catalogue, compared: Values, region: str) -> Compared:
    """The rows of one region with their statistics, the total after its parts."""
    dimension = compared.by[1]
    total, order = known.dimensions[dimension].total, known.order[dimension]
    mine = [at for at, row in enumerate(compared.rows) if row.key[0] == region]
    codes = {at: str(compared.rows[at].key[1]) for at in mine}
    mine.sort(key=lambda at: (codes[at] == total, order[codes[at]]))
    rows = [compared.rows[at] for at in mine]
    cells = {codes[at]: {name: column[at] for name, column in compared.extra.items()} for at in mine}
    where = {**compared.where, "region": (region,)}
    return Compared(dimension, Values(compared.indicator, compared.by, rows, compared.release, where), cells)


@lru_cache(maxsize=64)
def _plain(known: Catalogue, regions: tuple[str, ...], period: int) -> tuple[Values, Positions | None]:
    """The years of the focus group, and the positions of one period, by one query."""
    # The catalogue is one object per release and folder, so it keeps releases apart.
    line = Selection(NEET, ("region", "period"), {**SUBJECT.where, "region": list(regions), "period": "all"})
    years, *read = values_of([line, *study.selections(known, regions, period)], known.release.id)
    return years, study.assembled(known, read)


@lru_cache(maxsize=128)
def _compared(
    known: Catalogue,
    regions: tuple[str, ...],
    period: int,
    against: str,
    dimension: str,
    codes: tuple[str, ...],
    more: tuple[tuple[str, Choice], ...],
) -> Values:
    where = {**dict(more), "region": regions, "period": period, dimension: list(codes)}
    return values(NEET, ("region", dimension), where, known.release.id, with_=STATISTICS, against=against)
