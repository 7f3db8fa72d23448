"""Is a figure different from its benchmark, by more than chance? Pure arithmetic on counts; it colours nothing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from . import small_counts
from .counts import FINE, IMPOSSIBLE, Bools, Floats, Method, Texts, floats, reasons
from .uncertainty import aligned, clean_counts, clean_shares, difference_of_counts, newcombe, rest_of, score_test

LOWER, SAME, HIGHER, UNDEFINED = "lower", "not_distinguishable", "higher", ""
FAVOURABLE, UNFAVOURABLE, NEUTRAL = "favourable", "unfavourable", "neutral"
BENCHMARK, REST = "benchmark", "rest"

COUNTS = "counts"  # numbers of people in areas of different size say nothing of each other
ITSELF = "itself"  # the region is the whole benchmark, so nothing is left to compare it with

BENJAMINI_HOCHBERG = Method(
    "benjamini_hochberg", {"q": 0.05}, "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x"
)


class Comparison(NamedTuple):
    """Per cell the difference with its interval, the chance of it, the outcome, and why there is none.

    `against` says what all of these are against: the `benchmark` as given, or the `rest` of it.
    """

    difference: Floats
    low: Floats
    high: Floats
    p_value: Floats
    outcome: Texts
    reason: Texts
    against: str


class Adjusted(NamedTuple):
    """p-values adjusted for how many were looked at, and which of them still count as different."""

    adjusted: Floats
    rejected: Bools


def method(level: float, against: str = BENCHMARK, share: bool = True) -> Method:
    """How a comparison is made: of shares, or of numbers of people."""
    parameters: dict[str, float | int | str] = {"level": level, "against": against}
    if share:
        return Method(
            "compare_shares",
            parameters,
            "Newcombe 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; "
            "p-value: pooled two-proportion score test; Fisher's exact test decides where an expected count is below 5",
        )
    return Method(
        "compare_counts",
        parameters,
        "Zou & Donner 2008, doi:10.1002/sim.3095; p-value: score test of two Poisson counts, exact when few",
    )


def compare(
    x: ArrayLike, n: ArrayLike, x_b: ArrayLike, n_b: ArrayLike, level: float = 0.95, inside: bool = False
) -> Comparison:
    """The share x / n minus the share of the benchmark, as a fraction; counts of shapes that broadcast.

    The interval is Newcombe's, and the outcome follows from it: `lower` or `higher` when it leaves out 0. The p-value
    is of the score test, so close to the limit it can fall on the other side of 1 - level. Where an expected count is
    below 5 neither holds: there Fisher's exact test decides, and a limit that says otherwise is drawn to 0.
    With `inside` the benchmark holds the region (a country), and then two shares are not independent: difference,
    interval, p-value and outcome are all against the rest of the benchmark, and `against` says so.
    """
    x, n, x_b, n_b = aligned(x, n, x_b, n_b)
    why = _first(reasons(x, n), reasons(x_b, n_b))
    if inside:
        whole = (x_b, n_b)
        x_b, n_b = rest_of(x, n, *whole)
        left = np.select([n_b == 0, reasons(x_b, n_b) != FINE], [ITSELF, IMPOSSIBLE], FINE)
        why = _first(why, left)
    (cases, people), (others, other_people) = clean_shares(x, n), clean_shares(x_b, n_b)
    difference = cases / people - others / other_people
    low, high = newcombe(cases, people, others, other_people, level)
    p_value = score_test(cases, people, others, other_people)
    small = small_counts.small_shares(cases, people, others, other_people)
    if small.any():
        p_value[small] = small_counts.fisher(*(each[small] for each in (cases, people, others, other_people)))
    tested = _Tested(difference, low, high, p_value, small, level)
    return _comparison(tested, why, REST if inside else BENCHMARK)


def compare_counts(x: ArrayLike, x_b: ArrayLike, level: float = 0.95, same_region: bool = True) -> Comparison:
    """The number of people minus that of the same region earlier; any other comparison has the reason `counts`.

    The interval is that of two Poisson counts; the p-value is of their score test, z = (x - x_b) / sqrt(x + x_b).
    Of fewer than ten people together the exact binomial test decides, as Fisher's does for shares.
    """
    x, x_b = aligned(x, x_b)
    why = _first(reasons(x), reasons(x_b))
    if not same_region:
        why = np.where(why == FINE, COUNTS, why)
    one, other = clean_counts(x), clean_counts(x_b)
    low, high = difference_of_counts(one, other, level)
    together = one + other
    z = (one - other) / np.sqrt(np.where(together > 0, together, 1.0))
    p_value = np.where(np.isnan(together), np.nan, 2 * special.ndtr(-np.abs(z)))
    small = small_counts.small_sum(one, other)
    if small.any():
        p_value[small] = small_counts.binomial(one[small], other[small])
    return _comparison(_Tested(one - other, low, high, p_value, small, level), why, BENCHMARK)


def verdict(outcome: ArrayLike, better: str) -> Texts:
    """Whether each outcome is favourable by the indicator's `better` (lower, higher, none).

    A difference that chance can make, and any difference of an indicator without a better side, is neutral.
    """
    if better not in ("lower", "higher", "none"):
        raise ValueError(
            f"benchmark.verdict: better is '{better}'; it is lower, higher or none. Give the indicator's own."
        )
    found = np.asarray(outcome, dtype=np.str_)
    worse = {"lower": HIGHER, "higher": LOWER, "none": None}[better]
    if worse is None:
        return np.where(found == UNDEFINED, UNDEFINED, NEUTRAL)
    return np.select(
        [found == UNDEFINED, found == SAME, found == worse], [UNDEFINED, NEUTRAL, UNFAVOURABLE], FAVOURABLE
    )


def benjamini_hochberg(p: ArrayLike, q: float = 0.05) -> Adjusted:
    """Adjusted p-values, and which differences to believe so that a share `q` of those is expected to be chance.

    All p-values count as one family, whatever their shape; those missing or outside 0..1 are left out and stay NaN.
    """
    if not 0 < q < 1:
        raise ValueError(f"benchmark.benjamini_hochberg: q is {q}; it lies between 0 and 1, as 0.05. Correct it.")
    values = floats(p)
    adjusted = np.full(values.shape, np.nan)
    there = (values >= 0) & (values <= 1)
    found = values[there]
    order = np.argsort(found, kind="stable")
    scaled = found[order] * (found.size / np.arange(1, found.size + 1))
    lowest_from_here = np.minimum.accumulate(scaled[::-1])[::-1]
    back = np.empty_like(found)
    back[order] = np.minimum(lowest_from_here, 1)
    adjusted[there] = back
    return Adjusted(adjusted, adjusted <= q)


def expected_by_chance(tests: int, level: float) -> float:
    """How many of a number of tests chance alone calls different at a level, when nothing is."""
    if tests < 0 or not 0 < level < 1:
        raise ValueError(
            f"benchmark.expected_by_chance: tests is {tests} and level {level}; tests is 0 or more, and level lies "
            "between 0 and 1, as 0.95. Correct them."
        )
    return tests * (1 - level)


class _Tested(NamedTuple):
    """A difference with its interval and chance; where counts are `small` the chance is exact, and decides."""

    difference: Floats
    low: Floats
    high: Floats
    p_value: Floats
    small: Bools
    level: float


def _comparison(tested: _Tested, why: Texts, against: str) -> Comparison:
    fine = why == FINE
    difference, low, high, p_value, small, level = tested
    beyond = (high < 0) | (low > 0)
    different = np.where(small, p_value <= 1 - level, beyond)
    outcome = np.select(
        [~fine, different & (difference < 0), different & (difference > 0)], [UNDEFINED, LOWER, HIGHER], SAME
    )
    contrary = different != beyond
    low = np.where(contrary & (difference > 0), 0, low)
    high = np.where(contrary & (difference < 0), 0, high)
    difference, low, high, p_value = (np.where(fine, each, np.nan) for each in (difference, low, high, p_value))
    return Comparison(difference, low, high, p_value, outcome, why, against)


def _first(why: Texts, then: Texts) -> Texts:
    """The first reason of two."""
    return np.where(why == FINE, then, why)
