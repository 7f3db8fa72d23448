"""Whether a series rises or falls more than chance explains, over its last comparable points and no further.

A jump and then nothing also gives a slope, and among millions of people every slope is more than chance. So what the
points depart from a line counts as well: the more they do, the wider chance is taken.
"""

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
SOURCE = (
    "Cochran 1954, doi:10.2307/3001616; Armitage 1955, doi:10.2307/3001775; McCullagh & Nelder 1989, Generalized "
    "Linear Models, 2nd ed., section 4.5 (phi)"
)
# Of the methods: 1 took no account of points beside the line.
VERSION = "2"

METHODS = {
    name: Method(name, {"version": VERSION, "points": 5, "level": 0.998}, SOURCE)
    for name in ("trend_of_shares", "trend_of_counts")
}


class TrendTest(NamedTuple):
    """A chi-squared with one degree of freedom, its p-value, and 1, -1 or 0 for up, down or level; NaN if undefined.

    `departure` is the chi-squared of the points around the line, `phi` what it is per degree of freedom and at least 1;
    `statistic` is divided by it.
    """

    statistic: Floats
    p_value: Floats
    slope: Floats
    departure: Floats
    phi: Floats

    @property
    def along(self) -> Floats:
        """The chi-squared for trend before it is divided by phi."""
        return self.statistic * self.phi


class Trends(NamedTuple):
    """Per region the outcome, its p-value and dispersion (NaN with too few points), and how many comparable points."""

    outcome: Texts
    p_value: Floats
    points: Floats
    phi: Floats


def chi_squared_trend(x: ArrayLike, n: ArrayLike | None, when: ArrayLike) -> TrendTest:
    """The chi-squared test for trend in shares x / n (Cochran 1954, Armitage 1955), or in counts when `n` is None.

    `x` and `n` are [..., T], `when` holds T different times; the result is [...]. Shares: the score test of the slope
    in a binomial model. Counts: the same in a Poisson model with equal exposure. What is left of the chi-squared of all
    points (T - 1 degrees of freedom) is their departure from the line (T - 2); phi = max(1, departure / (T - 2))
    divides the chi-squared for trend (quasi-likelihood, McCullagh & Nelder 1989). Two points have no departure. With
    few points phi is itself uncertain: around a line that wobbles much, more than 1 - level are told to have a trend.
    Cells that are not usable do not take part; with fewer than two left, NaN. Series that are 0 or 1 throughout have
    statistic 0 and p-value 1. Raises ValueError when the times do not fit.
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
    found = np.count_nonzero(known, axis=-1)
    defined = found >= 2
    statistic = np.where(variance > 0, score**2, 0) / np.where(variance > 0, variance, 1)
    away = (total[..., None] * events - all_events[..., None] * weights) ** 2 / np.where(known, weights, 1)
    heterogeneity = away.sum(axis=-1) / np.where(variance > 0, all_events * others, 1)
    freedom = found - 2
    # Two points lie on their line; rounding must not say otherwise.
    departure = np.where((variance > 0) & (freedom > 0), np.maximum(heterogeneity - statistic, 0), 0)
    phi = np.maximum(departure / np.maximum(freedom, 1), 1)
    made, slope, departure, phi = (
        floats(np.where(defined, each, np.nan)) for each in (statistic / phi, np.sign(score), departure, phi)
    )
    return TrendTest(made, floats(special.chdtrc(1.0, made)), slope, departure, phi)


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
    p_value, phi = (floats(np.where(enough, each, np.nan)) for each in (tested.p_value, tested.phi))
    return Trends(outcome, p_value, floats(found), phi)


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
