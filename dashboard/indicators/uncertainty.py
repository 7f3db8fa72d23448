"""How much a count, a share, or a difference of two varies by chance: intervals, a test, what change can be seen."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .counts import FINE, Floats, Interval, Method, Texts, floats, reasons, usable

# No case at all, or nobody who is not one: the counts say nothing of how much the next year may differ.
NO_VARIATION = "no_variation"

METHODS = {
    method.id: method
    for method in (
        Method("wilson", {"level": 0.95}, "Wilson 1927, doi:10.1080/01621459.1927.10502953"),
        Method("poisson_exact", {"level": 0.95}, "Garwood 1936, doi:10.1093/biomet/28.3-4.437"),
        Method("byar", {"level": 0.95}, "Breslow & Day 1987, Statistical methods in cancer research, vol. II, ch. 2"),
        Method(
            "newcombe",
            {"level": 0.95},
            "Newcombe 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
        ),
        Method("difference_of_counts", {"level": 0.95}, "Zou & Donner 2008, doi:10.1002/sim.3095; Garwood 1936"),
        Method("score_test", {}, "Pooled two-proportion score test; Newcombe 1998"),
        Method(
            "detectable_change",
            {"level": 0.95, "power": 0.8, "phi": 1.0},
            "Normal approximation for two independent years; Armitage, Berry & Matthews 2002, ch. 4",
        ),
        Method(
            "detectable_change_of_counts",
            {"level": 0.95, "power": 0.8, "phi": 1.0},
            "Normal approximation for two independent Poisson counts; Armitage, Berry & Matthews 2002, ch. 4",
        ),
    )
}


class Rest(NamedTuple):
    """Cases and people of a whole without one of its parts."""

    x: Floats
    n: Floats


def with_parameters(method: Method, **parameters: float | int | str) -> Method:
    """The method with the parameters that were really used."""
    return replace(method, parameters={**method.parameters, **parameters})


def critical_value(level: float) -> float:
    """The z of a two-sided interval: 1.96 for 0.95; raises ValueError when the level is not between 0 and 1."""
    _check_probability("level", level)
    return float(special.ndtri(0.5 + level / 2))


def aligned(*counts: ArrayLike) -> list[Floats]:
    """Counts as arrays of floats of one shape; raises ValueError when their shapes do not fit together."""
    arrays = [floats(each) for each in counts]
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = ", ".join(str(each.shape) for each in arrays)
        raise ValueError(f"Counts of shapes {shapes} do not fit together; give arrays of the same shape.") from None


def clean_counts(x: ArrayLike) -> Floats:
    """Counts with NaN wherever no statistic can be made of them."""
    cases = floats(x)
    return floats(np.where(usable(cases) & np.isfinite(cases), cases, np.nan))


def clean_shares(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Cases and people of one shape, both NaN wherever no statistic can be made of the two."""
    cases, people = aligned(x, n)
    fine = usable(cases, people) & np.isfinite(people)
    return floats(np.where(fine, cases, np.nan)), floats(np.where(fine, people, np.nan))


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """The score interval of the share x / n, as fractions (Wilson 1927).

    Any shapes that broadcast. The lower limit of no cases is exactly 0, the upper limit of nothing but cases exactly 1.
    NaN where `counts.reasons(x, n)` says why.
    """
    z = critical_value(level)
    cases, people = clean_shares(x, n)
    centre = cases + z**2 / 2
    half = z * np.sqrt(cases * (people - cases) / people + z**2 / 4)
    low = np.clip((centre - half) / (people + z**2), 0, 1)
    high = np.clip((centre + half) / (people + z**2), 0, 1)
    return Interval(floats(np.where(cases == 0, 0, low)), floats(np.where(cases == people, 1, high)))


def poisson_exact(x: ArrayLike, level: float = 0.95) -> Interval:
    """The exact interval of the mean of a Poisson count (Garwood 1936); a count need not be whole.

    Half the chi-squared quantiles with 2x and 2x + 2 degrees of freedom, as quantiles of the gamma distribution.
    """
    _check_probability("level", level)
    tail = (1 - level) / 2
    cases = clean_counts(x)
    # Below a thousandth of a case the lower limit is smaller than any float, and scipy gives up.
    low = np.where(cases < 1e-3, 0, special.gammaincinv(cases, tail))
    return Interval(floats(low), floats(special.gammainccinv(cases + 1, tail)))


def byar(x: ArrayLike, level: float = 0.95) -> Interval:
    """Byar's approximation of the exact interval of a Poisson count (Breslow & Day 1987); 0 has lower limit 0."""
    z = critical_value(level)
    cases = clean_counts(x)
    # Of one or two cases a wide interval would reach below 0, where a cube has no meaning; under a ninth always.
    positive = np.maximum(cases, 0.1)
    low = cases * np.maximum(1 - 1 / (9 * positive) - z / (3 * np.sqrt(positive)), 0) ** 3
    more = cases + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(floats(low), floats(high))


def newcombe(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> Interval:
    """The interval of the difference of two independent shares p1 - p2, as fractions (Newcombe 1998, method 10).

    The two Wilson intervals are combined; all four arguments broadcast. NaN where either share cannot be had.
    """
    aligned(x1, n1, x2, n2)
    first, second = clean_shares(x1, n1), clean_shares(x2, n2)
    return _combined(first[0] / first[1], wilson(*first, level), second[0] / second[1], wilson(*second, level))


def difference_of_counts(x1: ArrayLike, x2: ArrayLike, level: float = 0.95) -> Interval:
    """The interval of the difference x1 - x2 of two independent Poisson counts, in people (Zou & Donner 2008).

    Exact limits of each count are combined as Newcombe does for shares (MOVER). They are taken rather than Byar's
    because the difference then never claims more than the intervals shown beside it.
    """
    first, second = aligned(clean_counts(x1), clean_counts(x2))
    return _combined(first, poisson_exact(first, level), second, poisson_exact(second, level))


def _combined(first: Floats, around_first: Interval, second: Floats, around_second: Interval) -> Interval:
    """The interval of a difference from the intervals of both terms (method of variance estimates recovery)."""
    difference = first - second
    below = np.hypot(first - around_first.low, around_second.high - second)
    above = np.hypot(around_first.high - first, second - around_second.low)
    return Interval(floats(difference - below), floats(difference + above))


def score_z(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """How many standard errors two independent shares differ, by their pooled share; 0 when both are 0 or both are 1.

    NaN where either cannot be had.
    """
    aligned(x1, n1, x2, n2)
    (cases, people), (others, other_people) = clean_shares(x1, n1), clean_shares(x2, n2)
    pooled = (cases + others) / (people + other_people)
    variance = pooled * (1 - pooled) * (1 / people + 1 / other_people)
    return floats((cases / people - others / other_people) / np.sqrt(np.where(variance > 0, variance, 1.0)))


def score_test(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """The two-sided p-value that two independent shares are equal: the pooled score (z) test.

    1.0 when both shares are 0 or both are 1; NaN where either cannot be had.
    """
    return floats(2 * special.ndtr(-np.abs(score_z(x1, n1, x2, n2))))


def rest_of(x: ArrayLike, n: ArrayLike, total_x: ArrayLike, total_n: ArrayLike) -> Rest:
    """What is left of the country without one region, to test the region against.

    NaN where either is missing or impossible and where the region is larger than the whole. A region that is the
    whole country leaves 0 of 0, which `counts.reasons` calls no_population.
    """
    aligned(x, n, total_x, total_n)
    (cases, people), (all_cases, everyone) = clean_shares(x, n), clean_shares(total_x, total_n)
    other_cases, other_people = all_cases - cases, everyone - people
    fits = (other_cases >= 0) & (other_people >= 0)
    return Rest(floats(np.where(fits, other_cases, np.nan)), floats(np.where(fits, other_people, np.nan)))


def detectable_change(
    x: ArrayLike, n: ArrayLike, phi: ArrayLike = 1.0, level: float = 0.95, power: float = 0.8
) -> Floats:
    """The smallest difference between two years, as a fraction, that a test at `level` sees with chance `power`.

    (z_level + z_power) * sqrt(2 p (1 - p) / n) * sqrt(phi), about 2.8 * sqrt(2 p (1 - p) / n) by default; both years
    are taken to be of the size of this one. `phi` is the overdispersion to allow for (`funnel.inflation`); where it is
    NaN or negative there is no answer. Nor is there one for shares of exactly 0 or 1: `change_reasons` says so.
    """
    factor = _power_factor(level, power)
    aligned(x, n, phi)
    cases, people = clean_shares(x, n)
    share = cases / people
    return _change(factor, 2 * share * (1 - share) / people, phi)


def detectable_change_of_counts(x: ArrayLike, phi: ArrayLike = 1.0, level: float = 0.95, power: float = 0.8) -> Floats:
    """The smallest difference between the counts of two years, in people, that a test at `level` sees.

    As `detectable_change` for a Poisson count: (z_level + z_power) * sqrt(2 x) * sqrt(phi); no answer for 0.
    """
    factor = _power_factor(level, power)
    aligned(x, phi)
    return _change(factor, 2 * clean_counts(x), phi)


def change_reasons(x: ArrayLike, n: ArrayLike | None = None) -> Texts:
    """Per cell why no detectable change can be given; the empty text where it can."""
    why = reasons(x, n)
    cases, people = aligned(x, np.inf if n is None else n)
    still = (why == FINE) & ((cases == 0) | (cases == people))
    return np.where(still, NO_VARIATION, why)


def _power_factor(level: float, power: float) -> float:
    _check_probability("power", power)
    return critical_value(level) + float(special.ndtri(power))


def _change(factor: float, variance: Floats, phi: ArrayLike) -> Floats:
    inflation = floats(phi)
    allowed = np.where(inflation >= 0, inflation, np.nan)
    return floats(factor * np.sqrt(np.where(variance > 0, variance, np.nan) * allowed))


def _check_probability(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"The {name} is {value}; give a number between 0 and 1, such as 0.95.")
