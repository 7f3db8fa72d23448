"""Part (a) of the yearly effect report of a region: target figures, results, and what can be said of a difference.

Regions owe the report by 30 April (article 5.1 of the Regeling regionaal programma en Doorstroompuntfunctie 2026-2029),
on new vsv'ers per study year and on young people without education and work per calendar year. Both are known by the
start year: 2026 is study year 2026/'27 and calendar year 2026, whose figures are out before the same 30 April. New
vsv'ers by the old and by the new definition are two indicators, so no target, pace or difference goes from one to the
other. Nothing here is a verdict: an interval says what chance can do, an expected number what the country's rates give.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from .. import benchmark, uncertainty
from ..catalogue import Catalogue, catalogue, did_you_mean, map_year
from ..counts import FINE, MISSING, floats
from ..declared import Indicator, Target
from ..reading import comparable, values_of
from ..result import Choice, QueryError, Row, Selection
from ..subjects import NEET, VSV_NEW, VSV_OLD
from .cells import COUNTRY
from .effect_lines import LEVEL, Awaited, Compared, Duty, Explained, Line, figures
from .field import divided
from .gap import gap
from .judged import Point, Series, judge, series_of
from .sharing_out import EXPECTED
from .standardised import DEFINITION, expected_values
from .target_path import with_targets

KIND = "doorstroompunt"
# Article 5.1: by 30 April of the year after the one in which the study year ends, so two years after it starts.
DUE_AFTER, DUE_MONTH, DUE_DAY = 2, 4, 30
NOT_YET = "not_yet"  # the figure of this year is not out
NO_MODEL = "no_model"  # the release has no expected numbers of the CBS


# Article 2.3 of the Regeling: the definition of each count, and the start years it holds for.
DUTIES = (
    Duty("vsv", "2.3 a", VSV_OLD, 0, 2025),
    Duty("vsv", "2.3 b", VSV_NEW, 2026, 9999),
    Duty("neet", "2.3 c", NEET, 0, 9999),
)


@dataclass(frozen=True, slots=True)
class EffectReport:
    """Part (a) of the effect report of one region over one year."""

    region: str
    period: int
    lines: tuple[Line, ...]
    release: str

    @property
    def deadline(self) -> datetime.date:
        """The day by which the report must be there."""
        return deadline(self.period)

    def rows(self) -> list[dict[str, Any]]:
        """Every figure as one flat row with a stable id, for exports."""
        return [{"region": self.region, **row} for line in self.lines for row in figures(line)]

    def unknown(self) -> list[tuple[str, str]]:
        """What is not known: the id of each figure that is not there, and the reason."""
        return [(row["id"], row["reason"]) for row in self.rows() if row["reason"]]


def deadline(period: int) -> datetime.date:
    """The day by which the report over a year must be there: 30 April of the year after the study year ends."""
    return datetime.date(period + DUE_AFTER, DUE_MONTH, DUE_DAY)


def next_over(today: datetime.date) -> int:
    """The year that the next report is about: the first one whose deadline is not past."""
    year = today.year - DUE_AFTER
    return year + past(year, today)


def past(period: int, today: datetime.date) -> bool:
    """Whether the deadline of the report over a year lies before a day; on the day itself there is still time."""
    return deadline(period) < today


def effect_report(region: str, period: Choice | None = None, release: str | None = None) -> EffectReport:
    """The report of a Doorstroompunt region over a year, the last one with a figure by default; raises QueryError."""
    known = catalogue(release)
    when = _period(known, period)
    _check_region(known, region, when)
    duties = [duty for duty in DUTIES if duty.holds(when)]
    asks: list[Selection] = []
    chosen: list[tuple[Duty, Indicator, Indicator, list[Indicator]]] = []
    for duty in duties:
        share = known.indicator(duty.share)
        counted, beside = _counted(known, share), _beside(known, share)
        chosen.append((duty, share, counted, beside))
        asks.append(Selection(counted.id, ("region", "period"), {"region": region, "period": "all"}))
        here: dict[str, Any] = {"region": [region, COUNTRY], "period": when}
        asks += [Selection(each.id, ("region",), here) for each in (share, *beside)]
    read = iter(values_of(asks, known.release.id))
    lines = []
    for duty, share, counted, beside in chosen:
        series = series_of(next(read)).get(region, Series(counted.id, region, ()))
        rows = {str(row.key[0]): row for row in next(read).rows}
        narrower = {each.id: _point(next(read).rows, region, when) for each in beside}
        lines.append(_line(known, duty, share, series, rows, narrower, when))
    return EffectReport(region, when, tuple(lines), known.release.id)


def _line(
    known: Catalogue,
    duty: Duty,
    share: Indicator,
    series: Series,
    rows: Mapping[str, Row],
    beside: Mapping[str, Point],
    when: int,
) -> Line:
    """What is known of one legal indicator; `rows` has the share of the region and of the country."""
    region, counted = series.region, known.indicator(series.indicator)
    exists = known.regions[region].exists(map_year(when, counted.period_kind))
    realised = series.at(when) if exists else None
    why = FINE
    if realised is None or realised.value is None:
        why = NOT_YET if when > max(known.periods(counted.id), default=when) else MISSING
    # A report over an earlier year does not look ahead.
    until = replace(series, points=tuple(point for point in series.points if point.period <= when))
    own, later, due = _aims(known, counted, region, when)
    target, following = judge(known, counted, [(region, own, when), (region, later, due)], {region: until}, LEVEL)
    if why:
        # What is known is of an earlier year, and its difference is not that of this one.
        target = replace(target, difference=None, low=None, high=None)
    compared = _compared(rows[region], rows[COUNTRY], why)
    lacking = FINE if compared.value is not None else compared.reason
    return Line(
        duty=duty,
        indicator=counted,
        period=when,
        realised=realised,
        target=target,
        next=following,
        share=compared,
        beside=beside,
        expected=(
            _awaited(known, share, region, when, "intern", lacking),
            _awaited(known, share, region, when, "cbs", lacking or _no_model(known, counted, when)),
        ),
        explained=_explained(known, share, region, when, compared),
        reason=why,
        sources={
            "figures": known.source_of(counted.id).id,
            "cbs": known.source_of(EXPECTED).id if EXPECTED in known.indicators else "",
        },
    )


def _compared(mine: Row, country: Row, why: str) -> Compared:
    """The share of a region beside that of the rest of the country."""
    cells = [floats([None if row.value is None or why else row.numerator]) for row in (mine, country)]
    people = [floats([None if row.value is None or why else row.denominator]) for row in (mine, country)]
    limits = uncertainty.wilson(cells[0], people[0], LEVEL)
    made = benchmark.compare(cells[0], people[0], cells[1], people[1], LEVEL, inside=True)
    rest = uncertainty.rest_of(cells[0], people[0], cells[1], people[1])
    shares = (divided(cells[0], people[0]), *limits, divided(*rest), made.difference, made.low, made.high)
    value, low, high, other, difference, below, above = (_number(100 * column[0]) for column in shares)
    reason = why or str(made.reason[0])
    return Compared(value, low, high, other, difference, below, above, str(made.outcome[0]), reason)


def _awaited(
    known: Catalogue, share: Indicator, region: str, when: int, model: Literal["intern", "cbs"], why: str
) -> Awaited:
    """The number that a model expects, beside the number that was counted."""
    if why:
        return Awaited(model, "", (), None, None, None, None, "", None, why, ())
    found = expected_values(share.id, when, model=model, level=LEVEL, release=known.release.id)
    at, made = found.regions.index(region), found.compared
    return Awaited(
        model=model,
        version=found.model.version,
        factors=found.model.factors,
        expected=_number(found.expected[at]),
        difference=_number(made.difference[at]),
        low=_number(made.difference_limits.low[at]),
        high=_number(made.difference_limits.high[at]),
        outcome=str(made.outcome[at]),
        pooled=_number(100 * found.pooled[at]),
        reason=str(found.reasons[at]),
        methods=found.methods,
    )


def _explained(known: Catalogue, share: Indicator, region: str, when: int, compared: Compared) -> Explained:
    """What composition explains, when there is something to explain."""
    why = compared.reason or (benchmark.SAME if compared.outcome == benchmark.SAME else FINE)
    if why:
        return Explained(None, None, None, "", None, None, why, ())
    found = gap(share.id, region, period=when, release=known.release.id)
    pooled = _number(100 * found.pooled)
    if found.reason:
        return Explained(None, None, None, "", None, pooled, found.reason, found.methods)
    most = max(found.parts, key=lambda part: abs(part.points))
    points = sum(part.points for part in found.parts)
    people = sum(part.people for part in found.parts)
    return Explained(found.points, points, people, most.factor, most.points, pooled, FINE, found.methods)


def _no_model(known: Catalogue, counted: Indicator, when: int) -> str:
    """Why the risk model of the CBS does not go with an indicator in a year; the empty text when it does."""
    if EXPECTED not in known.indicators or not known.periods(EXPECTED):
        return NO_MODEL
    if comparable([counted.id, EXPECTED], known.release.id) is not None:
        return DEFINITION
    return FINE if when in known.periods(EXPECTED) else MISSING


def _aims(known: Catalogue, counted: Indicator, region: str, when: int) -> tuple[Target | None, Target | None, int]:
    """The region's target figure of a year, the first one after it, and the year that one is due."""
    standing = [t for t in known.targets if (t.indicator, t.region) == (counted.id, region) and not t.superseded_by]
    own = [target for target in standing if target.period_from <= when <= target.period_to]
    later = [(max(target.period_from, when + 1), target) for target in standing if target.period_to > when]
    # Of two for one year the one set last stands, and the catalogue gives them in that order.
    due = min((year for year, _ in later), default=when + 1)
    following = [target for year, target in later if year == due]
    return own[-1] if own else None, following[-1] if following else None, due


def _counted(known: Catalogue, share: Indicator) -> Indicator:
    """The count that holds the targets of a share's definition; without any target its numerator all the same."""
    try:
        return with_targets(known, share.id)
    except QueryError:
        same = (share.numerator, share.numerator_where, share.defaults)
        for other in known.indicators.values():
            if other.kind == "count" and (other.numerator, other.numerator_where, other.defaults) == same:
                return other
        raise


def _beside(known: Catalogue, share: Indicator) -> list[Indicator]:
    """Shares of the same young people that may stand beside this one, as that without entree graduates."""
    others = (known.indicators[name] for name in share.comparable if name in known.indicators)
    return [other for other in others if other.denominator == share.denominator]


def _point(rows: Iterable[Row], region: str, when: int) -> Point:
    (row,) = (row for row in rows if row.key == (region,))
    return Point(when, None if row.value is None else row.numerator, row.status, row.derived, None)


def _period(known: Catalogue, asked: Choice | None) -> int:
    """The year asked for, else the last one with a figure; the years there are end with the last target."""
    held = [duty for duty in DUTIES if duty.share in known.indicators]
    found = [year for duty in held for year in known.periods(duty.share, kind=KIND) if duty.holds(year)]
    if not found:
        raise QueryError(
            f"Release '{known.release.id}' has no figures of Doorstroompunt regions that an effect report is about. "
            "Choose another release and ask again."
        )
    if asked in (None, "latest"):
        return max(found)
    counts = {_counted(known, known.indicator(duty.share)).id for duty in held}
    last = max([max(found) + 1, *(target.period_to for target in known.targets if target.indicator in counts)])
    if str(asked).isdecimal() and min(found) <= int(asked or 0) <= last:
        return int(asked or 0)
    raise QueryError(
        f"There is no effect report over period '{asked}'; the years are {min(found)} to {last}, each the start "
        "year of a study year. Choose one and ask again."
    )


def _check_region(known: Catalogue, region: str, when: int) -> None:
    codes = [each.code for each in known.regions_of(KIND, when, "schoolyear")]
    if region not in codes:
        near = known.region(region)
        right = f"did you mean '{near.code}'?" if near and near.code in codes else did_you_mean(region, codes)
        raise QueryError(
            f"Region '{region}' makes no effect report over {when}; {right} Choose a Doorstroompunt region of "
            "that year and ask again."
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
