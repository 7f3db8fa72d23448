"""Control limits of a funnel plot, and how much more regions vary than by chance alone (Spiegelhalter 2005).

Exact limits are for regions that differ by chance only. When `overdispersion` says that they differ more, exact limits
would call nearly everyone exceptional; then `widened_limits` takes their place, with phi or with tau2, never both.
"""

from collections.abc import Callable
from math import ceil, isnan, log2, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .counts import FINE, Floats, Interval, Method, floats
from .uncertainty import aligned, clean_counts, clean_shares, critical_value

FEW_REGIONS = "few_regions"  # overdispersion needs at least two regions
SPIEGELHALTER = "Spiegelhalter 2005, doi:10.1002/sim.1970"

METHODS = {
    method.id: method
    for method in (
        Method("binomial_limits", {"level": 0.95}, f"{SPIEGELHALTER}, appendix"),
        Method("poisson_limits", {"level": 0.95}, f"{SPIEGELHALTER}, appendix"),
        Method("widened_limits", {"level": 0.95, "phi": 1.0, "tau2": 0.0}, SPIEGELHALTER),
        Method("overdispersion", {"winsorised_share": 0.1}, SPIEGELHALTER),
        Method(
            "between_variance",
            {"winsorised_share": 0.1},
            f"{SPIEGELHALTER}; DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2",
        ),
    )
}


def binomial_limits(target: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """The exact control limits of a share around `target`, as fractions, for groups of `n` people; both broadcast.

    With F the cumulative binomial distribution and r the smallest count with F(r) >= p, the limit of tail p lies at
    (r - (F(r) - p) / (F(r) - F(r - 1))) / n: straight lines between whole counts, so that the limits do not jump
    with n. They lie less than one count inside the exact quantiles, and in very small groups the target itself may lie
    beyond them. A target of 0 or 1 leaves no room for chance: both limits are the target. NaN where
    `counts.reasons(target, 1)` or `counts.reasons(0, n)` says why.
    """
    critical_value(level)
    aligned(target, n)
    share, _ = clean_shares(target, 1.0)
    _, people = clean_shares(0.0, n)
    share, people = aligned(share, people)
    known = ~np.isnan(share) & ~np.isnan(people)
    p = np.where(known, share, 0.5)
    size = np.where(known, people, 1.0)

    def cumulative(k: Floats) -> Floats:
        inside = (k >= 0) & (k < size)
        value = special.betaincc(np.where(inside, k + 1, 1.0), np.where(inside, size - k, 1.0), p)
        return floats(np.where(inside, value, k >= size))

    certain = (p == 0) | (p == 1)
    limits = [
        np.where(certain, p, _interpolated(cumulative, tail, np.ceil(size)) / size)
        for tail in ((1 - level) / 2, (1 + level) / 2)
    ]
    return Interval(*(floats(np.where(known, limit, np.nan)) for limit in limits))


def poisson_limits(expected: ArrayLike, level: float = 0.95) -> Interval:
    """The exact control limits of the ratio observed / expected around 1, for each expected count.

    Interpolated as in `binomial_limits`. NaN where nothing is expected (0) or the expected count is missing.
    """
    critical_value(level)
    mean = clean_counts(expected)
    known = mean > 0
    size = np.where(known, mean, 1.0)

    def cumulative(k: Floats) -> Floats:
        inside = k >= 0
        return floats(np.where(inside, special.gammaincc(np.where(inside, k + 1, 1.0), size), 0.0))

    limits = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        # Cantelli: no quantile lies further above the mean than this many standard deviations.
        top = np.ceil(size + sqrt(tail / (1 - tail)) * np.sqrt(size))
        limits.append(floats(np.where(known, _interpolated(cumulative, tail, top) / size, np.nan)))
    return Interval(*limits)


def _interpolated(cumulative: Callable[[Floats], Floats], tail: float, top: Floats) -> Floats:
    """The count at which the interpolated cumulative distribution reaches `tail`; 0 when it does so below 0."""
    below, at = np.full(top.shape, -1.0), floats(top)
    for _ in range(ceil(log2(np.max(top, initial=1.0) + 1))):
        middle = np.floor((below + at) / 2)
        reached = cumulative(middle) >= tail
        below, at = floats(np.where(reached, below, middle)), floats(np.where(reached, middle, at))
    upper, lower = cumulative(at), cumulative(at - 1)
    return floats(np.maximum(at - (upper - tail) / (upper - lower), 0))


def widened_limits(
    target: ArrayLike,
    standard_error: ArrayLike,
    level: float = 0.95,
    phi: ArrayLike = 1.0,
    tau2: ArrayLike = 0.0,
) -> Interval:
    """Control limits around `target` that allow for more than chance: target +- z * sqrt(phi * se**2 + tau2).

    A normal approximation, on the scale of target and standard error and not cut off at its ends. Multiplicative
    (`phi`, from `inflation`): every region varies the same factor more; the funnel keeps its shape. Additive (`tau2`,
    from `between_variance`): regions truly differ, so even a very large one has room. Give one of the two. NaN where
    anything is missing or negative: phi is NaN with fewer than two regions.
    """
    z = critical_value(level)
    centre, error, factor, extra = aligned(target, standard_error, phi, tau2)
    error, factor, extra = (np.where(np.isfinite(each) & (each >= 0), each, np.nan) for each in (error, factor, extra))
    half = z * np.sqrt(factor * error**2 + extra)
    return Interval(floats(centre - half), floats(centre + half))


def share_errors(target: ArrayLike, n: ArrayLike) -> Floats:
    """The standard error of a share of `n` people when the true share is `target`: sqrt(target (1 - target) / n)."""
    aligned(target, n)
    share, _ = clean_shares(target, 1.0)
    _, people = clean_shares(0.0, n)
    return floats(np.sqrt(share * (1 - share) / people))


def z_scores(x: ArrayLike, n: ArrayLike, target: ArrayLike) -> Floats:
    """How many standard errors each share x / n lies from the target; NaN where the target is 0 or 1."""
    aligned(x, n, target)
    cases, people = clean_shares(x, n)
    error = share_errors(target, people)
    return floats((cases / people - floats(target)) / np.where(error > 0, error, np.nan))


def winsorised(z: ArrayLike, share: float = 0.1) -> Floats:
    """The z-scores with the most extreme share at either end pulled in to the quantile there; NaN stays NaN."""
    if not 0 <= share < 0.5:
        raise ValueError(f"The share to pull in at either end is {share}; give a number from 0 to below 0.5.")
    scores = floats(z)
    scores = floats(np.where(np.isfinite(scores), scores, np.nan))
    known = scores[~np.isnan(scores)]
    if not known.size:
        return scores
    low, high = np.quantile(known, [share, 1 - share])
    return floats(np.clip(scores, low, high))


def overdispersion(z: ArrayLike, share: float = 0.1) -> float:
    """Phi: the mean of the squared winsorised z-scores, about 1 when regions differ by chance only.

    Below 1 it is given as it is. Pulling in a tenth at either end keeps a few odd regions from setting phi for all, at
    the price of a phi that is too low: 0.68 on average when there is nothing but chance. NaN with fewer than two
    z-scores; `dispersion_reason` says so.
    """
    scores = winsorised(z, share)
    known = scores[~np.isnan(scores)]
    return float(np.mean(known**2)) if known.size >= 2 else float("nan")


def dispersion_reason(z: ArrayLike) -> str:
    """Why no overdispersion can be estimated from z-scores: `few_regions`, or the empty text."""
    return FINE if np.count_nonzero(~np.isnan(floats(z))) >= 2 else FEW_REGIONS


def inflation(phi: float, regions: int) -> float:
    """The factor to widen variances by: phi when it is clearly above 1, else 1.

    Clearly: the sum of squares regions * phi exceeds the 95 % point of chi-squared with `regions` degrees of freedom,
    the target being taken as given. Winsorised scores pass it by chance far less often than one in twenty. Limits are
    never narrowed. NaN when phi is, or for fewer than two regions: nothing is known of overdispersion then, and it is
    for the caller to say so rather than to draw limits.
    """
    if isnan(phi) or regions < 2:
        return float("nan")
    return phi if regions * phi > special.chdtri(regions, 0.05) else 1.0


def between_variance(y: ArrayLike, standard_error: ArrayLike, share: float = 0.1, target: float | None = None) -> float:
    """Tau squared: the variance between regions over and above chance, on the scale of `y` squared.

    (N phi - (N - 1)) / (sum w - sum w**2 / sum w) with w = 1 / se**2 and phi from the winsorised z-scores about the
    target, which is the mean weighted by w unless given; 0 when phi < (N - 1) / N. With nothing winsorised and no
    target given this is the estimate of DerSimonian & Laird (1986). Regions without a value or with a standard error
    that is not above 0 do not take part; NaN with fewer than two.
    """
    values, errors = aligned(y, standard_error)
    fine = np.isfinite(values) & np.isfinite(errors) & (errors > 0)
    values, errors = values[fine], errors[fine]
    if values.size < 2:
        return float("nan")
    weights = 1 / errors**2
    centre = np.average(values, weights=weights) if target is None else target
    excess = values.size * overdispersion((values - centre) / errors, share) - (values.size - 1)
    return max(0.0, float(excess / (weights.sum() - (weights**2).sum() / weights.sum())))
