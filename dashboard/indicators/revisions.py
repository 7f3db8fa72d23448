"""How much provisional figures moved before they were definitive, and the band that gives around a provisional one.

A version is a period whose figures were published as provisional and later replaced. Versions are counted nationally,
as the number of different periods with at least one region that has both figures: forty regions revised in the same
year are one version, because one revision round moves them together. A figure that was replaced by the same number
counts, with a revision of 0.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, Floats, Interval, Method, floats
from .uncertainty import aligned, clean_counts, critical_value

FEW_VERSIONS = "few_versions"
MINIMUM_VERSIONS = 5

METHODS = {
    "revision_band": Method(
        "revision_band",
        {"level": 0.9, "minimum_versions": MINIMUM_VERSIONS},
        "Empirical quantiles of past revisions, shrunk to the pool; Croushore 2011, doi:10.1257/jel.49.1.72",
    )
}


class Band(NamedTuple):
    """Per region the relative revisions to expect, as fractions; NaN, and a reason, with too few versions."""

    low: Floats
    high: Floats
    versions: int
    reason: str


class Summary(NamedTuple):
    """The revisions of a pool: versions, pairs of figures, median size, and the largest with its sign; NaN if none."""

    versions: int
    pairs: int
    median_size: float
    largest: float


def ratios(provisional: ArrayLike, definitive: ArrayLike) -> Floats:
    """The relative revision definitive / provisional - 1; NaN where either is not usable or the first was 0."""
    before, after = aligned(clean_counts(provisional), clean_counts(definitive))
    return floats(after / np.where(before > 0, before, np.nan) - 1)


def versions(revisions: ArrayLike) -> int:
    """How many different periods were revised: columns of [regions, periods] with at least one revision."""
    return int(np.count_nonzero((~np.isnan(_table(revisions))).any(axis=0)))


def band(revisions: ArrayLike, pooled: ArrayLike | None = None, level: float = 0.9) -> Band:
    """The middle `level` of past revisions per region, from relative revisions [regions, periods] with NaN for none.

    `pooled` [any regions, periods] is what to borrow strength from; without it, all regions together. Both limits are
    weighted means of the region's own quantile and that of the pool; k own versions weigh k / (k + K) with
    K = 2 / (1 - level), the number of versions of which one is expected beyond each limit: 20 for 0.9, so six
    own versions weigh 0.23, and a region without any gets the band of the pool. With fewer than five versions in the
    pool there is no band. A band need not contain 0: when figures always moved down, the next is expected to. Regions
    revised in one round move together, so after few versions a next round may leave the band more often than `level`
    says.
    """
    critical_value(level)
    own = _table(revisions)
    pool = own if pooled is None else _table(pooled)
    count = versions(pool)
    if count < MINIMUM_VERSIONS:
        none = np.full(own.shape[0], np.nan)
        return Band(none, none.copy(), count, FEW_VERSIONS)
    tails = [(1 - level) / 2, (1 + level) / 2]
    common = np.quantile(pool[~np.isnan(pool)], tails)
    k = np.count_nonzero(~np.isnan(own), axis=1)
    weight = k / (k + 2 / (1 - level))
    quantiles = np.repeat(common[:, np.newaxis], own.shape[0], axis=1)
    quantiles[:, k > 0] = np.nanquantile(own[k > 0], tails, axis=1)
    low, high = weight * quantiles + (1 - weight) * common[:, np.newaxis]
    return Band(low, high, count, FINE)


def apply_band(value: ArrayLike, revised: Band) -> Interval:
    """The band on provisional figures, in their own unit; `value` [..., regions] in the order of the band."""
    figures, low, high = aligned(clean_counts(value), revised.low, revised.high)
    return Interval(floats(figures * (1 + low)), floats(figures * (1 + high)))


def summarise(revisions: ArrayLike) -> Summary:
    """What is known of the revisions [regions, periods] of a pool; sizes are relative, as fractions."""
    table = _table(revisions)
    known = table[~np.isnan(table)]
    if not known.size:
        return Summary(0, 0, float("nan"), float("nan"))
    sizes = np.abs(known)
    return Summary(versions(table), int(known.size), float(np.median(sizes)), float(known[np.argmax(sizes)]))


def _table(revisions: ArrayLike) -> Floats:
    """Relative revisions as [regions, periods]; raises ValueError for another shape, infinite ones become NaN."""
    table = floats(revisions)
    if table.ndim != 2:
        raise ValueError(f"Revisions of shape {table.shape} are no table; give one row a region, one column a period.")
    return floats(np.where(np.isfinite(table), table, np.nan))
