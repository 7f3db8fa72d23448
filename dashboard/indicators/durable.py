"""How much a ranking depends on the definition that was chosen, durable work above all; pure arithmetic on shares."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, MISSING, Floats, Method, Texts, floats
from .ranks import FEW_REGIONS, First, ranks

CONSTANT = "constant"  # every region has the same share, so a definition ranks nobody

KENDALL = Method("kendall_tau_b", {}, "Kendall 1945, The treatment of ties in ranking problems, Biometrika 33(3)")
RANGES = Method("rank_ranges", {}, "Competition ranking per definition; lowest and highest over the definitions")


class Agreement(NamedTuple):
    """For each pair of definitions Kendall's tau-b (1: same order, -1: reversed), and why there is none."""

    tau: Floats
    reason: Texts


class Ranges(NamedTuple):
    """Per region its lowest and highest rank number over the definitions, and why there is none."""

    low: Floats
    high: Floats
    reason: Texts


def kendall(matrix: ArrayLike) -> Agreement:
    """Kendall's tau-b between the columns of shares [regions, definitions], as two arrays [definitions, definitions].

    A region without a share under one of two definitions is left out of that pair of definitions only.
    """
    shares = _table(matrix)
    one, other = np.triu_indices(len(shares), k=1)
    difference = np.sign(shares[one] - shares[other])
    both = ~np.isnan(difference)
    sign = np.where(both, difference, 0.0)
    concordance = sign.T @ sign
    # Pairs of regions that differ under one definition and have a share under the other.
    differ = np.abs(sign).T @ both.astype(float)
    below = np.sqrt(differ * differ.T)
    tau = np.divide(concordance, below, out=np.full(below.shape, np.nan), where=below > 0)
    there = (~np.isnan(shares)).astype(float)
    common = there.T @ there
    reason = np.select([common == 0, common == 1, below == 0], [MISSING, FEW_REGIONS, CONSTANT], FINE)
    return Agreement(np.clip(tau, -1, 1), reason)


def rank_ranges(matrix: ArrayLike, first: First = "high") -> Ranges:
    """The lowest and highest rank number of each region over the definitions, from shares [regions, definitions].

    Each definition ranks the regions that have a share under it; `first` says whether the highest or the lowest
    share is number 1.
    """
    shares = _table(matrix)
    places = np.array([ranks(column, first) for column in shares.T]).reshape(shares.shape[1], len(shares))
    none = np.isnan(places).all(axis=0)
    low = np.min(places, axis=0, initial=np.inf, where=~np.isnan(places))
    high = np.max(places, axis=0, initial=-np.inf, where=~np.isnan(places))
    few = (~none).sum() == 1
    reason = np.where(none, MISSING, FEW_REGIONS if few else FINE)
    return Ranges(np.where(none, np.nan, low), np.where(none, np.nan, high), reason)


def _table(matrix: ArrayLike) -> Floats:
    shares = floats(matrix)
    if shares.ndim != 2:
        raise ValueError(
            f"durable: got {shares.ndim} dimensions; it takes a table of shares, one row per region and one column "
            "per definition. Give two dimensions."
        )
    return shares
