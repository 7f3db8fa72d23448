"""Targets: the pace a series has, the pace it needs, and a total shared out in whole people.

A pace is a fraction a year, -0.214 is 21.4 % fewer each year; for percentages and figures near zero the `_points`
functions give the change a year in the figure's own unit. Periods are start years, so a school year counts as one year.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .counts import FINE, IMPOSSIBLE, MISSING, NEGATIVE, NO_POPULATION, Bools, Floats, Method, Texts, floats, reasons

# Where a series stands; the words are in the locale.
ON_TRACK = "on_track"
MODERATE = "moderate"
INSUFFICIENT = "insufficient"
AWAY = "away"
MET = "met"
OVERDUE = "overdue"  # the target year has its figure, and that does not meet the target
UNKNOWN = "unknown"

# Why there is no pace or no class, besides what `counts` names.
NO_BASELINE = "no_baseline"
NO_YEARS = "no_years"  # nothing lies between the two periods
BACKWARDS = "backwards"  # the end lies before the start, as with a baseline after the target year
ONE_POINT = "one_point"  # the latest figure is the baseline itself
ZERO_START = "zero_start"  # no percentage leads away from 0
ZERO_TARGET = "zero_target"  # no percentage leads to 0
MET_AT_BASELINE = "met_at_baseline"  # the baseline met the target and the latest figure does not
INCOMPLETE = "incomplete"  # another weight is missing, so no quota is known

ENOUGH, HALFWAY = 0.95, 0.60
EUROSTAT = "Eurostat, Sustainable development in the European Union: monitoring report on progress towards the SDGs"
COMPOUND = Method("target_pace_compound", {"enough": ENOUGH, "halfway": HALFWAY}, EUROSTAT)
LINEAR = Method("target_pace_points", {"enough": ENOUGH, "halfway": HALFWAY}, EUROSTAT)
LARGEST_REMAINDER = Method("largest_remainder", {}, "Balinski & Young 2001, Fair Representation, ch. 3 (Hamilton)")


class Progress(NamedTuple):
    """Per cell the paces, the people fewer a year, actual / required, the class, and why a class is special or absent.

    `reason` is empty for an ordinary class. `ratio` is NaN unless the class follows from it.
    """

    actual: Floats
    required: Floats
    from_now: Floats
    fewer_per_year: Floats
    ratio: Floats
    state: Texts
    reason: Texts


class Path(NamedTuple):
    """The periods from baseline to target year, and the required value in each along the last axis."""

    periods: NDArray[np.int64]
    values: Floats


class Shares(NamedTuple):
    """Whole numbers per weight (NaN with a reason where there is none), the exact quotas, and what nobody here gets.

    `left` is the part of the total that belongs to missing weights, NaN when not even that is known.
    """

    parts: Floats
    quotas: Floats
    reasons: Texts
    left: float

    @property
    def complete(self) -> bool:
        """Whether the parts add up to the total."""
        return self.left == 0 and not (self.reasons != FINE).any()


def pace_reasons(start: ArrayLike, end: ArrayLike, years: ArrayLike, *, points: bool = False) -> Texts:
    """Per cell why there is no pace from `start` to `end`; the empty text where there is one."""
    a, b, t = np.broadcast_arrays(floats(start), floats(end), floats(years))
    conditions = [np.isnan(a) | np.isnan(b) | np.isnan(t), (a < 0) | (b < 0), t == 0, t < 0]
    codes = [MISSING, NEGATIVE, NO_YEARS, BACKWARDS]
    if not points:
        conditions, codes = [*conditions, a == 0, b == 0], [*codes, ZERO_START, ZERO_TARGET]
    return np.select(conditions, codes, FINE)


def actual_pace(base: ArrayLike, now: ArrayLike, years: ArrayLike) -> Floats:
    """(now / base) ** (1 / years) - 1: the change a year so far; NaN from 0, for missing figures and without years."""
    return _compound(base, now, years, (FINE, ZERO_TARGET))


def required_pace(base: ArrayLike, target: ArrayLike, years: ArrayLike) -> Floats:
    """(target / base) ** (1 / years) - 1: the change a year that meets the target; NaN to and from 0 as well."""
    return _compound(base, target, years, (FINE,))


def pace_from_now(now: ArrayLike, target: ArrayLike, years_left: ArrayLike) -> Floats:
    """The change a year that is still needed from the latest figure; NaN once the target year is there."""
    return required_pace(now, target, years_left)


def actual_pace_points(base: ArrayLike, now: ArrayLike, years: ArrayLike) -> Floats:
    """(now - base) / years: the change a year so far in the figure's own unit."""
    return _linear(base, now, years)


def required_pace_points(base: ArrayLike, target: ArrayLike, years: ArrayLike) -> Floats:
    """(target - base) / years: the change a year that meets the target, in the figure's own unit."""
    return _linear(base, target, years)


def pace_from_now_points(now: ArrayLike, target: ArrayLike, years_left: ArrayLike) -> Floats:
    """The change a year that is still needed from the latest figure, in the figure's own unit."""
    return _linear(now, target, years_left)


def persons_per_year(now: ArrayLike, target: ArrayLike, years_left: ArrayLike) -> Floats:
    """How many young people fewer each year are needed from now on; negative: how many more there may be."""
    return _linear(target, now, years_left)


def progress(
    base_period: ArrayLike,
    base: ArrayLike,
    now_period: ArrayLike,
    now: ArrayLike,
    target_period: ArrayLike,
    target: ArrayLike,
    *,
    higher: bool = False,
    points: bool = False,
) -> Progress:
    """Where series stand on their way from a baseline to a target; all arguments broadcast, NaN is missing.

    `higher`: the target is "at least", else "at most". `points`: compare changes in the figure's own unit. A latest
    figure that meets the target is `met` whatever came before. When the target year has come and its figure does not,
    it is `overdue`. A baseline that met the target makes the ratio flip its sign, so such a series is `away` with the
    reason `met_at_baseline`. All else follows Eurostat: actual / required of 0.95 and over is `on_track`, 0.60 and
    over `moderate`, 0 and over `insufficient`, below 0 `away`.
    """
    cells = (base_period, base, now_period, now, target_period, target)
    t0, x0, t1, x1, t2, x2 = np.broadcast_arrays(*(floats(each) for each in cells))
    actual = (actual_pace_points if points else actual_pace)(x0, x1, t1 - t0)
    required = (required_pace_points if points else required_pace)(x0, x2, t2 - t0)
    from_now = (pace_from_now_points if points else pace_from_now)(x1, x2, t2 - t1)
    good = (lambda x: x >= x2) if higher else (lambda x: x <= x2)
    known = ~(np.isnan(x1) | np.isnan(x2) | np.isnan(t1) | np.isnan(t2))
    conditions = [
        ~known,
        (x1 < 0) | (x2 < 0),
        good(x1) | (t1 >= t2),  # met or overdue: neither needs a baseline
        np.isnan(x0) | np.isnan(t0),
        x0 < 0,
        t1 == t0,
        t1 < t0,
        good(x0),
        (x0 == 0) & (not points),
        (x2 == 0) & (not points),
    ]
    codes = [MISSING, NEGATIVE, FINE, NO_BASELINE, NEGATIVE, ONE_POINT, BACKWARDS, MET_AT_BASELINE]
    reason = np.select(conditions, [*codes, ZERO_START, ZERO_TARGET], FINE)
    fine = reason == FINE
    compared = fine & ~good(x1) & (t1 < t2)
    ratio = np.divide(actual, required, out=np.full(actual.shape, np.nan), where=compared)
    choices = [fine & good(x1), fine & (t1 >= t2), reason == MET_AT_BASELINE, *_classes(ratio)]
    state = np.select(choices, [MET, OVERDUE, AWAY, ON_TRACK, MODERATE, INSUFFICIENT, AWAY], UNKNOWN)
    return Progress(actual, required, from_now, persons_per_year(x1, x2, t2 - t1), ratio, state, reason)


def path(base_period: int, base: ArrayLike, target_period: int, target: ArrayLike, *, points: bool = False) -> Path:
    """The required value per period between a baseline and a target, both ends included.

    Of `base` and `target` with shape s the values have shape (*s, periods). Compound unless `points`; NaN where that
    cannot be (a compound path from or to 0). A target year before the baseline gives no periods at all.
    """
    periods = np.arange(base_period, target_period + 1, dtype=np.int64)
    start, end = (each[..., None] for each in np.broadcast_arrays(floats(base), floats(target)))
    part = (periods - base_period) / max(target_period - base_period, 1)
    if points:
        values = start + (end - start) * part
    else:
        usable = (start > 0) & (end > 0)
        factor = np.divide(end, start, out=np.full(start.shape, np.nan), where=usable)
        values = np.where(usable, start, np.nan) * factor**part
    values[..., part == 1] = np.where(np.isnan(values[..., part == 1]), np.nan, end)
    return Path(periods, values)


def share_out(total: float, weights: ArrayLike, whole: float | None = None) -> Shares:
    """A whole number shared out by weight in whole parts that add up to it exactly, by largest remainder.

    Of equal remainders the first in order goes first. A missing weight gets no part and its part goes to nobody: with
    `whole`, the sum of all weights with the missing ones, it stays `left`; without it no part at all is known.
    Raises ValueError for a total that is no whole number of 0 or more, and for weights in more than one dimension.
    """
    given = floats(weights)
    if not (np.isfinite(total) and total >= 0 and total == int(total)) or given.ndim != 1:
        raise ValueError(
            f"share_out: the total is {total} and the weights have {given.ndim} dimensions; a whole number of 0 or "
            "more is shared out over one row of weights. Round the total, or share out row by row."
        )
    why = np.where(np.isinf(given), MISSING, reasons(given))
    shown = [Fraction(weight) for weight in given[why == FINE]]
    hidden = len(shown) < given.size
    unknown = hidden and (whole is None or not np.isfinite(whole))
    everything = Fraction(whole) if hidden and not unknown and whole is not None else sum(shown, Fraction())
    rest = everything - sum(shown, Fraction())
    trouble = INCOMPLETE if unknown else IMPOSSIBLE if rest < 0 else NO_POPULATION if everything == 0 else FINE
    exact, parts = np.full(given.size, np.nan), np.full(given.size, np.nan)
    if trouble:
        return Shares(parts, exact, np.where(why == FINE, trouble, why), float("nan"))
    quotas = [int(total) * weight / everything for weight in [*shown, rest]]
    *whole_parts, left = _largest_remainder(quotas, int(total))
    parts[why == FINE], exact[why == FINE] = whole_parts, [float(quota) for quota in quotas[:-1]]
    return Shares(parts, exact, why, float(left))


def _largest_remainder(quotas: list[Fraction], total: int) -> list[int]:
    """Whole numbers next to exact quotas that add up to their total."""
    parts = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda place: parts[place] - quotas[place])
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _classes(ratio: Floats) -> list[Bools]:
    return [ratio >= ENOUGH, ratio >= HALFWAY, ratio >= 0, ratio < 0]


def _compound(start: ArrayLike, end: ArrayLike, years: ArrayLike, allowed: tuple[str, ...]) -> Floats:
    a, b, t = np.broadcast_arrays(floats(start), floats(end), floats(years))
    usable = np.isin(pace_reasons(a, b, t), allowed)
    factor = np.divide(b, a, out=np.full(a.shape, np.nan), where=usable)
    exponent = np.divide(1.0, t, out=np.full(a.shape, np.nan), where=usable)
    return np.asarray(factor**exponent - 1)


def _linear(start: ArrayLike, end: ArrayLike, years: ArrayLike) -> Floats:
    a, b, t = np.broadcast_arrays(floats(start), floats(end), floats(years))
    usable = pace_reasons(a, b, t, points=True) == FINE
    return np.divide(b - a, t, out=np.full(a.shape, np.nan), where=usable)
