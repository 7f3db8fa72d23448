"""Ranks of regions with the interval that chance leaves them, and why a rank moved; pure arithmetic on counts."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, Bools, Floats, Method, Texts, floats, reasons

First = Literal["low", "high"]
FEW_REGIONS = "few_regions"  # one region has nothing to be ranked against
DRAWS = 4000
SEED = 20260101  # a seed is any number, as long as it stays the same


class Ranks(NamedTuple):
    """Per region its rank (1 is first), the lowest and highest rank that chance allows, and why there is none."""

    rank: Floats
    low: Floats
    high: Floats
    reason: Texts


class Moves(NamedTuple):
    """Per region its rank then and now, the move, and its three parts; a positive move is towards the last place."""

    before: Floats
    after: Floats
    moved: Floats
    own: Floats
    others: Floats
    revision: Floats
    reason: Texts


def method(level: float, draws: int, seed: int, first: First) -> Method:
    """How rank intervals are made."""
    return Method(
        "rank_simulation",
        {"level": level, "draws": draws, "seed": seed, "first": first},
        "Goldstein & Spiegelhalter 1996, Journal of the Royal Statistical Society A 159(3), 385-443",
    )


MOVE = Method("rank_move", {}, "Shapley 1953, A value for n-person games, Contributions to the Theory of Games II")


def ranks(values: ArrayLike, first: First) -> Floats:
    """The rank of each value of a list; `first` says whether the lowest or the highest value is number 1.

    Equal values share the lowest of their ranks (1, 2, 2, 4). NaN has no rank and takes no place.
    """
    sizes = _list_of(values) * _sign(first)
    order = np.sort(sizes[~np.isnan(sizes)])
    return np.where(np.isnan(sizes), np.nan, np.searchsorted(order, sizes) + 1.0)


def rank_intervals(
    x: ArrayLike,
    n: ArrayLike | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
    first: First = "low",
) -> Ranks:
    """The rank of each region by x / n (by x alone without `n`), and between which ranks chance would move it.

    `x` and `n` are lists of counts, one per region. The shares are drawn anew from their Jeffreys posterior,
    beta(x + 1/2, n - x + 1/2), or gamma(x + 1/2) for counts without people; the interval holds the middle `level` of
    the ranks drawn, and always the rank itself, because equal regions share a rank that few draws give. The draws
    follow the seed, so the same counts in the same order give the same interval.
    """
    if not 0 < level < 1:
        raise ValueError(f"ranks.rank_intervals: level is {level}; it lies between 0 and 1, as 0.95. Correct it.")
    if draws < 1:
        raise ValueError(f"ranks.rank_intervals: draws is {draws}; it takes 1 or more, as 4000. Correct it.")
    cases, people = _lists(x, n)
    why = reasons(cases, people).astype("<U16")
    there = why == FINE
    rank = ranks(_shares(cases, people, there), first)
    low, high = rank.copy(), rank.copy()
    if there.sum() == 1:
        why[there] = FEW_REGIONS
    elif there.any():
        bottom, top = _drawn(cases[there], None if people is None else people[there], level, draws, seed, first)
        low[there] = np.minimum(bottom, rank[there])
        high[there] = np.maximum(top, rank[there])
    return Ranks(rank, low, high, why)


def _drawn(
    cases: Floats, people: Floats | None, level: float, draws: int, seed: int, first: First
) -> tuple[Floats, Floats]:
    """The lowest and highest rank of each region in the middle `level` of the draws."""
    size = (draws, len(cases))
    # Single precision halves the time, and ranks need no more.
    random = np.random.default_rng(seed)
    drawn = random.standard_gamma((cases + 0.5).astype(np.float32), size, dtype=np.float32)
    if people is not None:
        rest = random.standard_gamma((people - cases + 0.5).astype(np.float32), size, dtype=np.float32)
        drawn /= drawn + rest
    if first == "high":
        np.negative(drawn, out=drawn)
    # Row by row the regions from first to last; how often a region stands in each place is all the interval needs.
    order = np.argsort(drawn, axis=1)
    places = np.arange(len(cases))
    times = np.bincount((order * len(cases) + places).ravel(), minlength=len(cases) ** 2)
    reached = np.cumsum(times.reshape(len(cases), len(cases)), axis=1)
    outside = (1 - level) / 2 * draws
    low = np.argmax(reached > outside, axis=1) + 1.0
    high = np.argmax(reached >= draws - outside, axis=1) + 1.0
    return low, high


def why_moved(
    before_x: ArrayLike,
    before_n: ArrayLike | None,
    after_x: ArrayLike,
    after_n: ArrayLike | None,
    revised_before_x: ArrayLike | None = None,
    revised_before_n: ArrayLike | None = None,
    first: First = "low",
) -> Moves:
    """Splits the move of each region's rank into its own change, that of the others, and revised figures.

    `before` is as it was published then, `revised_before` the same period as it is known now (left out: the same).
    From before to revised the period does not change, so that part of the move is revision. From revised to after
    two things change, the region itself and all others. Each is let go with the other held still, once first and once
    last, and the two outcomes are averaged (the Shapley value of two players), so half places occur and
    moved = own + others + revision exactly. Only regions with all their figures are ranked, so a region that comes
    or goes moves nobody.
    """
    figures = [_lists(before_x, before_n), _lists(after_x, after_n)]
    if revised_before_x is not None:
        figures.insert(1, _lists(revised_before_x, before_n if revised_before_n is None else revised_before_n))
    if len({len(cases) for cases, _ in figures}) > 1:
        raise ValueError(
            "ranks.why_moved: the figures before and after differ in length; each is a list of the same regions in "
            "the same order. Give lists of equal length."
        )
    every = [reasons(*figure) for figure in figures]
    why = np.select([each != FINE for each in every], every, FINE).astype("<U16")
    there = why == FINE
    sizes = [_shares(*figure, there) * _sign(first) for figure in figures]
    then, revised, now = sizes[0], sizes[-2], sizes[-1]
    before, start, after = (ranks(each, "low") for each in (then, revised, now))
    own = ((_among(now, revised, there) - start) + (after - _among(revised, now, there))) / 2
    others = ((_among(revised, now, there) - start) + (after - _among(now, revised, there))) / 2
    if there.sum() == 1:
        why[there] = FEW_REGIONS
    return Moves(before, after, after - before, own, others, start - before, why)


def _among(mine: Floats, theirs: Floats, there: Bools) -> Floats:
    """The rank of each region's own value among the other regions' values."""
    better = theirs[None, :] < mine[:, None]
    np.fill_diagonal(better, False)
    return np.where(there, better.sum(axis=1) + 1.0, np.nan)


def _shares(x: Floats, n: Floats | None, there: Bools) -> Floats:
    """x / n, or the count itself without people, for the regions that are there; NaN elsewhere."""
    return np.divide(x, 1.0 if n is None else n, out=np.full(x.shape, np.nan), where=there)


def _lists(x: ArrayLike, n: ArrayLike | None) -> tuple[Floats, Floats | None]:
    """Counts and people as two lists of the same regions."""
    cases, people = _list_of(x), None if n is None else _list_of(n)
    if people is not None and len(people) != len(cases):
        raise ValueError(
            f"ranks: {len(cases)} counts and {len(people)} numbers of people; each region has one of both. "
            "Give lists of equal length."
        )
    return cases, people


def _list_of(values: ArrayLike) -> Floats:
    found = floats(values)
    if found.ndim != 1:
        raise ValueError(f"ranks: got {found.ndim} dimensions; ranks are given to one list of regions. Give a list.")
    return found


def _sign(first: First) -> int:
    if first not in ("low", "high"):
        raise ValueError(f"ranks: first is '{first}'; it is 'low' or 'high'. Choose which value is number 1.")
    return 1 if first == "low" else -1
