"""Judges targets of regions against their series: baseline, paces, class, difference with an interval; reads nothing.

The baseline is derived, because no list of targets gives it: the last period whose figures were out in the year the
target was set. Figures of a period come out two calendar years after it starts (a school year is counted the October
after and published by March; the positions of 1 October follow within two years). The value is today's, revised one.
No pace is given across a break between baseline and figure; what is needed from now on still is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import NamedTuple

import numpy as np

from .. import targets
from ..catalogue import Catalogue
from ..counts import Floats, Method
from ..declared import Indicator, Target
from ..result import Values
from ..uncertainty import poisson_exact

PUBLISHED_AFTER = 2  # years from the start of a period to its figures
NO_TARGET = "no_target"
SUPERSEDED = "superseded"
BREAK = "break"
BASELINE = Method("target_baseline", {"published_after_years": PUBLISHED_AFTER}, "The last figures out when it was set")


class Point(NamedTuple):
    """One figure of a series; `value` is None when `status` says why."""

    period: int
    value: float | int | None
    status: str
    derived: bool
    margin: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one definition for one region, oldest first."""

    indicator: str
    region: str
    points: tuple[Point, ...]

    def at(self, period: int) -> Point | None:
        """The figure of a period, or None when the series has no such period."""
        return next((point for point in self.points if point.period == period), None)

    def last(self, until: int) -> Point | None:
        """The last known figure up to and including a period."""
        known = (point for point in self.points if point.value is not None and point.period <= until)
        return max(known, key=lambda point: point.period, default=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """One target of one region against its series; paces are fractions a year, or points when `points`.

    `due` is the target year that is judged, `now` the figure of that year or, before it, the latest. `difference` is
    `now` less the target, with limits that say how much the figure varies by chance. `fewer_per_year` counts people,
    so a percentage has none; a target that is met needs no pace from now. `reason` says why the state is special or
    unknown, `pace_reason` why no pace is required.
    """

    region: str
    target: Target | None
    due: int
    baseline: Point | None
    now: Point | None
    points: bool
    actual: float | None = None
    required: float | None = None
    from_now: float | None = None
    fewer_per_year: float | None = None
    ratio: float | None = None
    state: str = targets.UNKNOWN
    reason: str = NO_TARGET
    pace_reason: str = NO_TARGET
    difference: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def overdue(self) -> bool:
        return self.state == targets.OVERDUE

    @property
    def waits(self) -> bool:
        """Whether the target year has no figure yet."""
        return self.now is None or self.now.period < self.due

    def path(self) -> tuple[tuple[int, float], ...]:
        """The required value per period from the baseline on; empty without a comparable baseline."""
        return () if self.pace_reason else self._to_target(self.baseline)

    def path_from_now(self) -> tuple[tuple[int, float], ...]:
        """The required value per period from the latest figure on; empty when that is there or meets the target."""
        return () if self.from_now is None else self._to_target(self.now)

    def _to_target(self, start: Point | None) -> tuple[tuple[int, float], ...]:
        assert self.target is not None and start is not None and start.value is not None
        made = targets.path(start.period, start.value, self.due, self.target.value, points=self.points)
        return tuple((int(p), float(v)) for p, v in zip(made.periods, made.values, strict=True))


def due_next(found: Iterable[Judged]) -> Judged | None:
    """The target whose year is to come first, else the last one; of those that stand, in the order given."""
    standing = [each for each in found if each.target is not None and not each.target.superseded_by]
    ahead = [each for each in standing if each.waits]
    return next(iter(ahead or standing[-1:]), None)


def series_of(values: Values) -> dict[str, Series]:
    """The series per region of figures that are split by region and period."""
    found: dict[str, list[Point]] = {}
    for row in values.rows:
        region, period = row.key
        found.setdefault(str(region), []).append(Point(int(period), row.value, row.status, row.derived, row.margin))
    return {region: Series(values.indicator, region, tuple(points)) for region, points in found.items()}


def judge(
    known: Catalogue,
    counted: Indicator,
    asks: Sequence[tuple[str, Target | None, int]],
    series: Mapping[str, Series],
    level: float,
) -> tuple[Judged, ...]:
    """Each target of a region at a target year against the series of that region, all at once."""
    points = counted.unit == "%"
    bare = [_ends(series.get(region), region, target, due, points) for region, target, due in asks]
    cut = [bool(b.baseline and b.now and known.breaks(counted.id, b.baseline.period, b.now.period)) for b in bare]
    base, base_period = _numbers(None if gap else b.baseline for b, gap in zip(bare, cut, strict=True))
    now, now_period = _numbers(b.now for b in bare)
    due = np.array([b.due for b in bare], dtype=np.float64)
    aim = np.array([np.nan if b.target is None else b.target.value for b in bare])
    higher = counted.better == "higher"
    made = targets.progress(base_period, base, now_period, now, due, aim, higher=higher, points=points)
    trouble = targets.pace_reasons(base, aim, due - base_period, points=points)
    # A printed figure is not a count, so nothing is known of its chance.
    limits = poisson_exact(now if counted.kind == "count" else np.full_like(now, np.nan), level)
    filled = []
    for place, each in enumerate(bare):
        state, reason, pace_reason = _words(
            each, cut[place], str(made.state[place]), str(made.reason[place]), str(trouble[place])
        )
        needed = state != targets.MET
        filled.append(
            replace(
                each,
                actual=_known(made.actual[place]),
                required=_known(made.required[place]),
                from_now=_known(made.from_now[place]) if needed else None,
                fewer_per_year=_known(made.fewer_per_year[place]) if needed and not points else None,
                ratio=_known(made.ratio[place]),
                state=state,
                reason=reason,
                pace_reason=pace_reason,
                difference=_known(now[place] - aim[place]),
                low=_known(limits.low[place] - aim[place]),
                high=_known(limits.high[place] - aim[place]),
            )
        )
    return tuple(filled)


def _ends(series: Series | None, region: str, target: Target | None, due: int, points: bool) -> Judged:
    """A target with its baseline and the figure to judge, and nothing judged yet."""
    if series is None or not series.points:
        return Judged(region, target, due, None, None, points)
    now = series.last(until=series.points[-1].period)
    if now is not None and now.period >= due:
        now = series.at(due)
    baseline = None if target is None else series.last(until=target.set_in - PUBLISHED_AFTER)
    return Judged(region, target, due, baseline, now, points)


def _words(each: Judged, cut: bool, state: str, reason: str, trouble: str) -> tuple[str, str, str]:
    """State, reason and pace reason, once it is known why a baseline or a target is missing."""
    if each.target is None:
        return targets.UNKNOWN, NO_TARGET, NO_TARGET
    without = BREAK if cut else targets.NO_BASELINE
    no_pace = without if cut or each.baseline is None else trouble
    if each.target.superseded_by:
        return targets.UNKNOWN, SUPERSEDED, no_pace
    return state, without if reason == targets.NO_BASELINE else reason, no_pace


def _numbers(points: Iterable[Point | None]) -> tuple[Floats, Floats]:
    """Values and periods of figures; NaN for one that is missing."""
    pairs = [(np.nan, np.nan) if p is None else (np.nan if p.value is None else p.value, p.period) for p in points]
    values, periods = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return values, periods


def _known(number: float) -> float | None:
    return None if isnan(number) else float(number)
