"""The number to expect at national rates, and how far from it what was counted lies; indirect standardisation.

E_r = sum over strata s of people n_rs x the national rate in s (Breslow & Day 1987, vol. II, ch. 2). It answers one
question: what would the country's rates give with these young people? It is no norm. Strata are traits that young
people bring along (age, sex, education, origin). What a programme should change, such as absence or contact with the
Doorstroompunt, is never a stratum: that would explain its own effect away.

The country holds the region, so a large region lies a little closer to its expected number than it would to the rest.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, MISSING, NEGATIVE, Floats, Interval, Method, Texts, floats
from .uncertainty import byar

NOTHING_EXPECTED = "nothing_expected"  # a ratio to 0 has no meaning
LOWER, NOT_DISTINGUISHABLE, HIGHER = "lower", "not_distinguishable", "higher"


@dataclass(frozen=True, slots=True)
class Model:
    """What made an expected number: which model, its version, for which cohort or period, by which factors."""

    id: str
    version: str
    cohort: str
    factors: tuple[str, ...]
    source: str


class Standardised(NamedTuple):
    """Observed against expected; NaN and "" where `reasons` says why.

    `ratio` is O / E, `difference` O - E in young people, both with limits; `z` is (O - E) / sqrt(phi x E).
    """

    ratio: Floats
    ratio_limits: Interval
    difference: Floats
    difference_limits: Interval
    z: Floats
    outcome: Texts
    reasons: Texts


def method(level: float, phi: float, model: str) -> Method:
    """How observed and expected were compared."""
    return Method(
        "standardised",
        {"level": level, "phi": phi, "model": model},
        "Breslow & Day 1987, Statistical methods in cancer research, vol. II, ch. 2 (Byar's limits); "
        "Spiegelhalter 2005, doi:10.1002/sim.1970 (phi)",
    )


def national_rates(x: ArrayLike, n: ArrayLike) -> Floats:
    """Cases per person in each stratum of the country; NaN where it has nobody or is hidden."""
    cases, people = np.broadcast_arrays(floats(x), floats(n))
    return np.divide(cases, people, out=np.full(people.shape, np.nan), where=people > 0)


def expected(n: ArrayLike, rates: ArrayLike) -> Floats:
    """The expected number per region: people [R, S] x rates [S]; NaN when a stratum with people has no rate.

    Raises ValueError on shapes that do not fit.
    """
    return _weighed("expected", floats(n), floats(rates))


def chance_share(n: ArrayLike, rates: ArrayLike) -> Floats:
    """The variance by chance as a part of the expected number: sum n p (1 - p) / sum n p, between 0 and 1.

    A count out of n people varies less than Poisson does, the more so the higher the share: by 1 - p. Given to
    `standardised` as a factor of phi it makes limits fit shares of any size. NaN where nothing is expected.
    """
    rate = floats(rates)
    mean = _weighed("chance_share", floats(n), rate)
    variance = _weighed("chance_share", floats(n), rate * (1 - rate))
    return np.divide(variance, mean, out=np.full(mean.shape, np.nan), where=mean > 0)


def standardised(observed: ArrayLike, expected: ArrayLike, level: float = 0.95, phi: ArrayLike = 1.0) -> Standardised:
    """Compares cases with the number expected, by Byar's limits, widened or narrowed by sqrt(phi) around the count.

    `phi` is the variance as a multiple of Poisson's: overdispersion between regions, times `chance_share` for shares.
    """
    cases, mean, factor = np.broadcast_arrays(floats(observed), floats(expected), floats(phi))
    conditions = [
        np.isnan(cases) | np.isnan(mean) | np.isnan(factor),
        (cases < 0) | (mean < 0) | (factor < 0),
        mean == 0,
    ]
    why = np.select(conditions, [MISSING, NEGATIVE, NOTHING_EXPECTED], FINE)
    fine = why == FINE
    cases, mean, factor = (np.where(fine, c, np.nan) for c in (cases, mean, factor))
    limits = byar(cases, level)
    low = np.maximum(cases - (cases - limits.low) * np.sqrt(factor), 0)
    high = cases + (limits.high - cases) * np.sqrt(factor)
    spread = np.sqrt(factor * mean)
    z = np.divide(cases - mean, spread, out=np.full(mean.shape, np.nan), where=spread > 0)
    return Standardised(
        cases / mean,
        Interval(low / mean, high / mean),
        cases - mean,
        Interval(low - mean, high - mean),
        z,
        np.select([~fine, high < mean, low > mean], ["", LOWER, HIGHER], NOT_DISTINGUISHABLE),
        why,
    )


def _weighed(where: str, people: Floats, rate: Floats) -> Floats:
    if people.ndim != 2 or rate.shape != people.shape[1:]:
        raise ValueError(
            f"expected.{where}: people {people.shape} must be regions by strata and the rates {rate.shape} one per "
            "stratum; reshape them."
        )
    # A stratum without people expects nobody, whatever its rate.
    return np.asarray(np.where(people == 0, 0.0, people * rate).sum(axis=1))
