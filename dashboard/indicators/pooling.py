"""Completes a table with hidden cells from its visible total: hidden strata are pooled, so that none can be worked out.

Per region, the strata of which the people or the cases are hidden form one pool:
1. pool = total - visible strata, for people and for cases;
2. while the pool has fewer than two strata, or its cases or the people who are not a case are fewer than `threshold`,
   the smallest visible stratum joins it;
3. inside the pool strata keep their people where these are visible; the rest is spread by the benchmark's people;
4. the pool's cases are spread by people x the benchmark's rate (without one: by people), so that every stratum of the
   pool has the same ratio to the benchmark and the pool as a whole its own rate;
5. what rounding at the source leaves between the strata and the total is in the pool; without a pool, or where it would
   make people negative, all strata are scaled by the same factor. So the totals stay exact.
A hidden stratum that rounding leaves no people counts none and is marked as estimated.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, Bools, Floats, Method, Texts, floats, reasons

NO_STRATA = "no_strata"  # the figure is not split this way
TOO_MUCH_HIDDEN = "too_much_hidden"  # the pool has more of the people than `limit`
INCOMPLETE = "counts"  # the visible strata do not add up to the total
THRESHOLD = 10
# Up to half of the people pooled, the strata built up here put at most 1 in 28 cases of a region in another category
# than the visible totals of its categories do (sample release, vsv and NEET by age, sex and education).
LIMIT = 0.5
SOURCE = "Hundepool et al. 2024, Handbook on Statistical Disclosure Control, 2nd ed."


class Pooled(NamedTuple):
    """Complete tables: `n` and `x` [R, S] add up to the totals; NaN in a region with a reason.

    `pooled` and `estimated` [R, S]: the stratum is in the pool, and its people are an estimate. `people` and `cases`
    [R]: the pool's share of the region, as a fraction.
    """

    n: Floats
    x: Floats
    pooled: Bools
    estimated: Bools
    people: Floats
    cases: Floats
    reasons: Texts


def method(threshold: float = THRESHOLD, limit: float = LIMIT) -> Method:
    """How hidden strata were pooled."""
    return Method("pooling", {"threshold": threshold, "limit": limit}, SOURCE)


def pool(
    n: ArrayLike,
    x: ArrayLike,
    total_n: ArrayLike,
    total_x: ArrayLike,
    *,
    threshold: float = THRESHOLD,
    limit: float = LIMIT,
    smallest: float = 0,
    slack: float = 0,
    benchmark_n: ArrayLike | None = None,
    benchmark_x: ArrayLike | None = None,
) -> Pooled:
    """Completes people `n` and cases `x` [R, S] from their totals [R]; NaN is hidden, a stratum nobody can be in is 0.

    `smallest`: visible strata with fewer cases than this are pooled too. `slack`: the most that rounding at the source
    can move a sum of strata from its total. `benchmark_n` and `benchmark_x` [S] guide how a pool is spread.
    Raises ValueError on shapes that do not fit or a limit outside 0..1.
    """
    people, cases = floats(n), floats(x)
    whole_n, whole_x = floats(total_n), floats(total_x)
    if people.ndim != 2 or people.shape != cases.shape or not people.shape[:1] == whole_n.shape == whole_x.shape:
        raise ValueError(
            f"pooling.pool: n {people.shape} and x {cases.shape} must be alike, regions by strata, and the totals "
            f"{whole_n.shape} and {whole_x.shape} one per region; reshape them."
        )
    if not 0 <= limit <= 1:
        raise ValueError(f"pooling.pool: limit is {limit}; it is a fraction of the people, so give 0 to 1.")
    composition, rate = _guide(people.shape[1], benchmark_n, benchmark_x)
    why = reasons(whole_x, whole_n)
    hidden = np.isnan(people) | np.isnan(cases)
    why = np.where((why == FINE) & _empty(people), NO_STRATA, why)
    why = np.where((why == FINE) & _off(people, cases, hidden, whole_n, whole_x, slack), INCOMPLETE, why)

    members = hidden | ((cases < smallest) & (people > 0))
    members = _grown(people, cases, members, whole_n, whole_x, threshold)
    estimated = members & np.isnan(people)
    full_n = _spread_people(people, members, whole_n, composition)
    full_x = _spread_cases(cases, members, full_n, whole_x, rate)
    # A pool of everybody may add up to a hair more than the whole.
    share_n = np.minimum(_share(np.where(members, full_n, 0).sum(axis=1), whole_n), 1)
    share_x = np.minimum(_share(np.where(members, full_x, 0).sum(axis=1), whole_x), 1)
    why = np.where((why == FINE) & (share_n > limit), TOO_MUCH_HIDDEN, why)
    bad = (why != FINE)[:, None]
    return Pooled(
        np.where(bad, np.nan, full_n), np.where(bad, np.nan, full_x), members, estimated, share_n, share_x, why
    )


def _guide(strata: int, benchmark_n: ArrayLike | None, benchmark_x: ArrayLike | None) -> tuple[Floats, Floats]:
    """The benchmark's people per stratum and its rates; all equal where it has none."""
    composition = np.ones(strata) if benchmark_n is None else np.nan_to_num(floats(benchmark_n))
    if benchmark_n is None or benchmark_x is None:
        return composition, np.ones(strata)
    cases = np.nan_to_num(floats(benchmark_x))
    return composition, np.divide(cases, composition, out=np.zeros(strata), where=composition > 0)


def _empty(people: Floats) -> Bools:
    """Regions without any stratum that is known to have people."""
    none: Bools = np.logical_not((people > 0).any(axis=1))
    return none


def _off(people: Floats, cases: Floats, hidden: Bools, whole_n: Floats, whole_x: Floats, slack: float) -> Bools:
    """Regions whose visible strata are more than the total, or less while nothing is hidden."""
    room = slack + 1e-6
    rest_n = whole_n - np.nansum(people, axis=1)
    rest_x = whole_x - np.nansum(cases, axis=1)
    complete = ~hidden.any(axis=1)
    above: Bools = (rest_n < -room) | (rest_x < -room)
    below: Bools = (rest_n > room) | (rest_x > room)
    return above | (complete & below)


def _grown(people: Floats, cases: Floats, members: Bools, whole_n: Floats, whole_x: Floats, threshold: float) -> Bools:
    """The pool with so many of the smallest visible strata that no stratum of it can be told apart."""
    joinable = ~members & (people > 0)
    order = np.argsort(np.where(joinable, people, np.inf), axis=1, kind="stable")
    outside = np.where(members, 0, 1)
    rest_x = whole_x - (np.nan_to_num(cases) * outside).sum(axis=1)
    rest_n = whole_n - (np.nan_to_num(people) * outside).sum(axis=1)

    def running(start: Floats, values: Floats) -> Floats:
        steps = np.take_along_axis(np.where(joinable, values, 0), order, axis=1)
        return start[:, None] + np.concatenate([np.zeros((len(start), 1)), np.cumsum(steps, axis=1)], axis=1)

    pool_x = running(rest_x, cases)
    pool_n = running(rest_n, people)
    count = running(members.sum(axis=1).astype(np.float64), np.ones_like(people))
    enough = (pool_x >= threshold) & (pool_n - pool_x >= threshold) & (count >= 2)
    # The first step that is enough; when none is, all strata together.
    steps = np.where(enough.any(axis=1), enough.argmax(axis=1), people.shape[1])
    steps = np.where(members.any(axis=1), steps, 0)
    place = np.argsort(order, axis=1, kind="stable")
    return members | (joinable & (place < steps[:, None]))


def _spread_people(people: Floats, members: Bools, whole: Floats, composition: Floats) -> Floats:
    """People per stratum, hidden ones by the benchmark's composition, adding up to the total."""
    unknown = np.isnan(people)
    seen = np.where(unknown, 0, people)
    rest = np.clip(whole - seen.sum(axis=1), 0, None)
    weight = np.where(unknown, composition, 0)
    # Where the benchmark has nobody either, all hidden strata weigh the same.
    weight = np.where(unknown & (weight.sum(axis=1) == 0)[:, None], 1.0, weight)
    full = seen + weight * _share(rest, weight.sum(axis=1))[:, None]
    return _fitted(full, members, whole)


def _spread_cases(cases: Floats, members: Bools, people: Floats, whole: Floats, rate: Floats) -> Floats:
    """Cases per stratum, those of the pool in proportion to people x the benchmark's rate."""
    weight = np.where(members, people * rate, 0)
    weight = np.where(members & (weight.sum(axis=1) == 0)[:, None], people, weight)
    outside = np.where(members, 0, np.nan_to_num(cases))
    rest = whole - outside.sum(axis=1)
    full = outside + weight * _share(rest, weight.sum(axis=1))[:, None]
    return _fitted(full, members, whole)


def _fitted(full: Floats, members: Bools, whole: Floats) -> Floats:
    """The strata scaled to their total: those of the pool if that can be, else all of them."""
    outside = np.where(members, 0, full).sum(axis=1)
    inside = np.where(members, full, 0).sum(axis=1)
    of_pool = _share(whole - outside, inside)
    of_all = _share(whole, outside + inside)
    in_pool = members.any(axis=1) & (inside > 0) & (whole - outside >= 0)
    factor = np.where(in_pool[:, None], np.where(members, of_pool[:, None], 1.0), of_all[:, None])
    return full * factor


def _share(part: Floats, whole: Floats) -> Floats:
    """part / whole; 0 where the whole is 0 or unknown."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
