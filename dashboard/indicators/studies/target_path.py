"""Is a region, or the country, on its way to its targets: baseline, path, pace, class, difference with an interval.

A target belongs to one definition, so each answer is about one indicator, and a share is answered with the number it
is made of: targets for a percentage are set in young people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import targets
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, Method
from ..declared import Break, Indicator, Target
from ..reading import values_of
from ..result import Choice, QueryError, Selection
from ..subjects import VSV_NEW_COUNT, VSV_OLD_COUNT
from ..uncertainty import METHODS, with_parameters
from .field import COUNTRY
from .judged import BASELINE, NO_TARGET, Judged, Series, judge, series_of

OLD, NEW = VSV_OLD_COUNT, VSV_NEW_COUNT


@dataclass(frozen=True, slots=True)
class TargetPath:
    """All targets of one definition for one region, in the order of their years, and the series they are about.

    A target for several years is judged once for each year that has come, and for the first still to come. `asked` is
    the indicator of the question; `reason` says `no_target` when the region has none.
    """

    indicator: str
    asked: str
    series: Series
    judged: tuple[Judged, ...]
    breaks: tuple[Break, ...]
    reason: str
    release: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The target of one year per region, the country first."""

    indicator: str
    asked: str
    period: int
    rows: tuple[Judged, ...]
    release: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """The periods with figures under both definitions of a new vsv'er: two series that never share a line."""

    old: Series
    new: Series
    release: str


def target_path(indicator: str, region: str = COUNTRY, release: str | None = None, level: float = 0.95) -> TargetPath:
    """The targets of an indicator's definition for a region, replaced ones included; raises QueryError."""
    _check_level(level)
    known = catalogue(release)
    counted = with_targets(known, indicator)
    _check_region(known, region)
    asked = Selection(counted.id, ("region", "period"), {"region": region, "period": "all"})
    series = series_of(values_of([asked], known.release.id)[0]).get(region, Series(counted.id, region, ()))
    own = [target for target in known.targets if (target.indicator, target.region) == (counted.id, region)]
    asks = [(region, target, year) for target in own for year in _years(target, series)]
    return TargetPath(
        indicator=counted.id,
        asked=indicator,
        series=series,
        judged=judge(known, counted, asks, {region: series}, level),
        breaks=counted.breaks,
        reason=FINE if own else NO_TARGET,
        release=known.release.id,
        methods=_methods(counted, level),
    )


def overview(indicator: str, period: int | None = None, release: str | None = None, level: float = 0.95) -> Overview:
    """The target of one year, the figure and how they compare for the country and every region; raises QueryError.

    Without `period` it is the first target year without a figure, else the last one with.
    """
    _check_level(level)
    known = catalogue(release)
    counted = with_targets(known, indicator)
    standing = [target for target in known.targets if target.indicator == counted.id and not target.superseded_by]
    year = target_year(known, counted, standing, period)
    regions = [COUNTRY, *(r.code for r in known.regions_of("doorstroompunt", year, counted.period_kind))]
    asked = Selection(counted.id, ("region", "period"), {"region": regions, "period": "all"})
    series = series_of(values_of([asked], known.release.id)[0])
    # Of two targets for one year the one set last stands, and the catalogue gives them in that order.
    own = {target.region: target for target in standing if target.period_from <= year <= target.period_to}
    asks = [(region, own.get(region), year) for region in regions]
    rows = judge(known, counted, asks, series, level)
    return Overview(counted.id, indicator, year, rows, known.release.id, _methods(counted, level))


def overlap(region: str = COUNTRY, release: str | None = None) -> Overlap:
    """The figures of a region in the years counted under both definitions; raises QueryError."""
    known = catalogue(release)
    _check_region(known, region)
    where: dict[str, Choice] = {"region": region, "period": "all"}
    read = values_of([Selection(name, ("region", "period"), where) for name in (OLD, NEW)], known.release.id)
    old, new = (series_of(values).get(region, Series(values.indicator, region, ())) for values in read)
    both = {point.period for point in old.points if point.value is not None}
    both &= {point.period for point in new.points if point.value is not None}
    old, new = (
        Series(each.indicator, region, tuple(point for point in each.points if point.period in both))
        for each in (old, new)
    )
    return Overlap(old, new, known.release.id)


def with_targets(known: Catalogue, name: str) -> Indicator:
    """The indicator that holds the targets of this definition: itself, or the count of its numerator."""
    chosen = known.indicator(name)
    held = {target.indicator for target in known.targets}
    if chosen.id in held:
        return chosen
    same = (chosen.numerator, chosen.numerator_where, chosen.defaults)
    for other in sorted(held & known.indicators.keys()):
        found = known.indicators[other]
        if found.kind == "count" and (found.numerator, found.numerator_where, found.defaults) == same:
            return found
    raise QueryError(
        f"Indicator '{name}' has no targets by its definition; {did_you_mean(name, held)} "
        "Choose one of these and ask again."
    )


def target_year(known: Catalogue, counted: Indicator, standing: Sequence[Target], period: int | None) -> int:
    """The year asked for, else the first target year without a figure, else the last; raises QueryError."""
    years = sorted({year for target in standing for year in range(target.period_from, target.period_to + 1)})
    if period is None and years:
        done = max(known.periods(counted.id), default=0)
        return next((year for year in years if year > done), years[-1])
    if period not in years:
        shown = ", ".join(str(year) for year in years) or "none"
        raise QueryError(
            f"Indicator '{counted.id}' has no target for period '{period}'; its target years are {shown}. "
            "Choose one of these and ask again."
        )
    return period


def _years(target: Target, series: Series) -> range:
    """The target years to judge: those with a figure, each by itself, and the first without."""
    now = series.last(until=target.period_to)
    last = target.period_from if now is None else min(target.period_to, max(target.period_from, now.period + 1))
    return range(target.period_from, last + 1)


def _methods(counted: Indicator, level: float) -> tuple[Method, ...]:
    pace = targets.LINEAR if counted.unit == "%" else targets.COMPOUND
    interval = with_parameters(METHODS["poisson_exact"], level=level)
    return (BASELINE, pace, interval) if counted.kind == "count" else (BASELINE, pace)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise QueryError(
            f"Unknown level '{level}'; an interval has a level between 0 and 1, as 0.95. Choose one and ask again."
        )


def _check_region(known: Catalogue, region: str) -> None:
    if region not in known.regions:
        near = known.region(region)
        right = f"did you mean '{near.code}'?" if near else did_you_mean(region, known.regions)
        raise QueryError(f"Unknown region '{region}'; {right} Choose one and ask again.")
