"""Whether a series rises or falls more than chance explains, over its last comparable points and no further."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .counts import Floats, Method, Texts, floats
from .uncertainty import aligned, clean_counts, clean_shares, critical_value

RISING = "rising"
FALLING = "falling"
NO_SIGNAL = "no_signal"
TOO_FEW_POINTS = "too_few_points"
ARMITAGE = "Armitage 1955, doi:10.2307/3001775"

METHODS = {
    method.id: method
    for method in (
        Method("trend_of_shares", {"points": 5, "level": 0.998}, f"Cochran 1954, doi:10.2307/3001616; {ARMITAGE}"),
        Method("trend_of_counts", {"points": 5, "level": 0.998}, ARMITAGE),
    )
}


class TrendTest(NamedTuple):
    """A chi-squared with one degree of freedom, its p-value, and 1, -1 or 0 for up, down or level; NaN if undefined."""

    statistic: Floats
    p_value: Floats
    slope: Floats


class Trends(NamedTuple):
    """Per region the outcome, its p-value (NaN with too few points), and how many comparable points there were."""

    outcome: Texts
    p_value: Floats
    points: Floats


def chi_squared_trend(x: ArrayLike, n: ArrayLike | None, when: ArrayLike) -> TrendTest:
    """The chi-squared test for trend in shares x / n (Cochran 1954, Armitage 1955), or in counts when `n` is None.

    `x` and `n` are [..., T], `when` holds T different times; the result is [...]. Shares: the score test of the slope
    in a binomial model. Counts: the same in a Poisson model with equal exposure. Cells that are not usable do not take
    part; with fewer than two left, NaN. Series that are 0 or 1 throughout have statistic 0 and p-value 1. Raises
    ValueError when the times do not fit.
    """
    times = floats(when)
    cases, people = _series(x, n, times.size)
    if times.ndim != 1 or not np.isfinite(times).all() or np.unique(times).size != times.size:
        raise ValueError("The times of a trend hold a missing or double time; give each point its own time.")
    known = ~np.isnan(cases)
    events, weights = np.where(known, cases, 0), np.where(known, people, 0)
    times = times - times.min(initial=np.inf)
    total, all_events = weights.sum(axis=-1), events.sum(axis=-1)
    first, second = (weights * times).sum(axis=-1), (weights * times**2).sum(axis=-1)
    # Everything times the total: with whole counts a level series then gives exactly 0, not a rounding error.
    score = (events * times).sum(axis=-1) * total - all_events * first
    spread = second * total - first**2
    others = total if n is None else total - all_events
    variance = spread * all_events * others / np.where(total > 0, total, 1)
    defined = np.count_nonzero(known, axis=-1) >= 2
    statistic = np.where(variance > 0, score**2, 0) / np.where(variance > 0, variance, 1)
    made = np.where(defined, statistic, np.nan)
    return TrendTest(floats(made), floats(special.chdtrc(1.0, made)), floats(np.where(defined, np.sign(score), np.nan)))


def comparable_points(periods: Sequence[int], breaks: Iterable[int] = (), last: int = 5) -> list[int]:
    """The places in `periods` of the latest run of comparable points, oldest first, at most `last` of them.

    A run crosses no break (from the period of a break on, figures cannot be compared with those before) and no year
    without figures. A changed definition is another indicator, so it never reaches this function. Raises ValueError
    when a period is given twice.
    """
    if len(set(periods)) != len(periods):
        raise ValueError("The periods of a series hold a period twice; give each period once.")
    broken = set(breaks)
    order = sorted(range(len(periods)), key=lambda place: periods[place], reverse=True)
    run: list[int] = []
    for place in order[:last]:
        later = periods[run[-1]] if run else None
        if later is not None and (later in broken or periods[place] != later - 1):
            break
        run.append(place)
    return run[::-1]


def trend(
    x: ArrayLike,
    n: ArrayLike | None,
    periods: Sequence[int],
    breaks: Iterable[int] = (),
    points: int = 5,
    level: float = 0.998,
) -> Trends:
    """The direction over the last `points` comparable points, for regions [R, T] at once (`n` None: counts).

    `rising` or `falling` when the test for trend rejects at `level`, `no_signal` when it does not, `too_few_points`
    when the run is shorter than `points`. All regions are judged on the same years: the run ends at the latest period
    given, and a missing cell shortens it for that region, to nothing when the latest itself is missing.
    """
    critical_value(level)
    if points < 2:
        raise ValueError(f"A trend over {points} points has no direction; give at least 2 points, usually 5.")
    run = comparable_points(periods, breaks, points)
    cases, people = (series[..., run] for series in _series(x, n, len(periods)))
    unbroken = np.logical_and.accumulate(~np.isnan(cases[..., ::-1]), axis=-1)
    found = np.count_nonzero(unbroken, axis=-1)
    enough = found >= points
    tested = chi_squared_trend(cases, None if n is None else people, [periods[place] for place in run])
    signal = tested.p_value < 1 - level
    outcome = np.select(
        [~enough, signal & (tested.slope > 0), signal], [TOO_FEW_POINTS, RISING, FALLING], default=NO_SIGNAL
    )
    return Trends(outcome, floats(np.where(enough, tested.p_value, np.nan)), floats(found))


def _series(x: ArrayLike, n: ArrayLike | None, length: int) -> tuple[Floats, Floats]:
    """Usable cases and people [..., T], NaN elsewhere; without people each point weighs 1."""
    cases, people = aligned(x, 1.0 if n is None else n)
    if cases.ndim == 0 or cases.shape[-1] != length:
        raise ValueError(
            f"A series of shape {cases.shape} does not fit {length} periods; the last axis must hold one cell a period."
        )
    if n is None:
        return clean_counts(cases), people
    return clean_shares(cases, people)
