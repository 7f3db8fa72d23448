"""Why two shares differ: a part by who the young people are (composition), a part by their rates; the parts add up.

Kitagawa 1955 for one list of strata. Das Gupta 1993 for up to three crossed factors: the share of a cell among all
people is written as a product of one symmetric number per factor, so that each factor gets its own part.

Conventions for cells without people, so that nothing is undefined and the sum stays exact: on a side without people in
a cell its rate is that of the other side (no difference of rates, all of it composition), and all its factors are 0.
Shares and effects are fractions; the same in young people is the effect x the people of the region.

The effect of a category is measured from the average of the two shares: more people in a group add to the gap only when
the group's rate is above that average. Measured from 0, as printed (`centred=False`), every larger group adds to the
gap, and the effects do not turn around when one counts the others instead. Totals per factor are the same both ways.
"""

from itertools import combinations, permutations
from math import comb, factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, IMPOSSIBLE, MISSING, NEGATIVE, NO_POPULATION, Bools, Floats, Method, Texts, floats

KITAGAWA = Method("kitagawa", {}, "Kitagawa 1955, doi:10.2307/2281213")
DAS_GUPTA = Method(
    "das_gupta",
    {},
    "Das Gupta 1993, Standardization and decomposition of rates, US Census Bureau P23-186, eq. 5.36; "
    "categories: Chevan & Sutherland 2009, doi:10.1353/dem.0.0060",
)
MOST_FACTORS = 3


class TwoParts(NamedTuple):
    """The gap [R] in a composition and a rate part, in total and per stratum [R, S]; NaN where there is a reason."""

    gap: Floats
    composition: Floats
    rate: Floats
    composition_of: Floats
    rate_of: Floats
    reasons: Texts


class Parts(NamedTuple):
    """The gap [R] in a part per factor and a rate part, in total [R] and per category of each factor [R, K].

    sum(composition) + rate = gap; each row of composition_of[f] adds to composition[f], of rate_of[f] to rate.
    """

    gap: Floats
    composition: tuple[Floats, ...]
    rate: Floats
    composition_of: tuple[Floats, ...]
    rate_of: tuple[Floats, ...]
    reasons: Texts


class _Sides(NamedTuple):
    """Both sides of a comparison, ready to be taken apart: rates and people as fractions of all people."""

    rate_r: Floats
    rate_b: Floats
    share_r: Floats
    share_b: Floats
    gap: Floats
    middle: Floats
    reasons: Texts


def kitagawa(n_r: ArrayLike, x_r: ArrayLike, n_b: ArrayLike, x_b: ArrayLike, *, centred: bool = True) -> TwoParts:
    """Takes p_r - p_b apart over strata: people `n` and cases `x` [R, S] against [S] or [R, S].

    Per stratum s, with m the share of people and p the rate: (m_r + m_b) / 2 x (p_r - p_b) by rate and
    (p_r + p_b) / 2 x (m_r - m_b) by composition. Raises ValueError on shapes that do not fit.
    """
    sides = _sides("kitagawa", n_r, x_r, n_b, x_b, factors=1)
    rate_of = (sides.share_r + sides.share_b) / 2 * (sides.rate_r - sides.rate_b)
    level = sides.middle[:, None] if centred else 0.0
    composition_of = ((sides.rate_r + sides.rate_b) / 2 - level) * (sides.share_r - sides.share_b)
    return TwoParts(sides.gap, composition_of.sum(axis=1), rate_of.sum(axis=1), composition_of, rate_of, sides.reasons)


def das_gupta(n_r: ArrayLike, x_r: ArrayLike, n_b: ArrayLike, x_b: ArrayLike, *, centred: bool = True) -> Parts:
    """Takes p_r - p_b apart over one to three crossed factors: people `n` and cases `x` [R, I, J, K] against the same
    or [I, J, K]. Raises ValueError on shapes that do not fit.
    """
    factors = np.ndim(n_r) - 1
    sides = _sides("das_gupta", n_r, x_r, n_b, x_b, factors)
    rate_of = (sides.share_r + sides.share_b) / 2 * (sides.rate_r - sides.rate_b)
    middle = (sides.rate_r + sides.rate_b) / 2
    ours, theirs = structure(sides.share_r), structure(sides.share_b)
    composition, composition_of = [], []
    for factor in range(factors):
        moved = _others(ours, theirs, factor) * (ours[factor] - theirs[factor])
        effect = _per_category(middle * moved, factor)
        composition.append(effect.sum(axis=1))
        if centred:
            people = _per_category(moved, factor)
            # A factor alone may move a few people more in than out; they are shared out like all people.
            usual = _per_category((sides.share_r + sides.share_b) / 2, factor)
            effect = effect - sides.middle[:, None] * (people - usual * people.sum(axis=1, keepdims=True))
        composition_of.append(effect)
    return Parts(
        sides.gap,
        tuple(composition),
        _per_category(rate_of, 0).sum(axis=1),
        tuple(composition_of),
        tuple(_per_category(rate_of, factor) for factor in range(factors)),
        sides.reasons,
    )


def structure(shares: Floats) -> tuple[Floats, ...]:
    """Per factor its symmetric number in every cell of `shares` [R, I, J, K]; their product is the share of the cell.

    For P factors, factor 1 is the product over all subsets S of the other factors of
    (N of the cell on 1 and S / N on S) ** (1 / (P x C(P - 1, |S|))). A cell without people has 0 everywhere.
    """
    axes = range(1, shares.ndim)
    count = len(axes)
    filled = shares > 0
    # One logarithm per margin: the powers become weights of a sum.
    logs = {
        kept: np.log(np.where(filled, shares.sum(axis=tuple(a for a in axes if a not in kept), keepdims=True), 1.0))
        for size in range(count + 1)
        for kept in combinations(axes, size)
    }
    found = []
    for axis in axes:
        others = [a for a in axes if a != axis]
        power = sum(
            (logs[tuple(sorted((axis, *kept)))] - logs[kept]) / (count * comb(count - 1, size))
            for size in range(count)
            for kept in combinations(others, size)
        )
        found.append(np.where(filled, np.exp(power), 0.0))
    return tuple(found)


def _others(ours: tuple[Floats, ...], theirs: tuple[Floats, ...], factor: int) -> Floats:
    """What the difference in one factor is multiplied by: the product of the others, averaged over all orders."""
    rest = [f for f in range(len(ours)) if f != factor]
    total = np.zeros_like(ours[0])
    for order in permutations(range(len(ours))):
        before = order[: order.index(factor)]
        product = np.ones_like(total)
        for f in rest:
            product = product * (ours[f] if f in before else theirs[f])
        total += product
    return total / factorial(len(ours))


def _per_category(cells: Floats, factor: int) -> Floats:
    """The sums over all axes but the regions and one factor."""
    return cells.sum(axis=tuple(a for a in range(1, cells.ndim) if a != factor + 1))


def _sides(where: str, n_r: ArrayLike, x_r: ArrayLike, n_b: ArrayLike, x_b: ArrayLike, factors: int) -> _Sides:
    people, cases = floats(n_r), floats(x_r)
    if not 1 <= factors <= MOST_FACTORS or people.ndim != factors + 1 or people.shape != cases.shape:
        raise ValueError(
            f"decomposition.{where}: n {people.shape} and x {cases.shape} must be alike, regions first and then "
            f"{'one axis of strata' if where == 'kitagawa' else f'one to {MOST_FACTORS} factors'}; reshape them."
        )
    try:
        other, other_cases = (np.broadcast_to(floats(c), people.shape) for c in (n_b, x_b))
    except ValueError:
        raise ValueError(
            f"decomposition.{where}: the benchmark {np.shape(n_b)} and {np.shape(x_b)} does not fit the regions "
            f"{people.shape}; give it the same strata."
        ) from None
    why = _reasons(people, cases)
    why = np.where(why == FINE, _reasons(other, other_cases), why)
    fine = (why == FINE).reshape(-1, *[1] * factors)
    people, cases, other, other_cases = (np.where(fine, c, np.nan) for c in (people, cases, other, other_cases))
    whole = tuple(range(1, factors + 1))
    total, total_other = people.sum(axis=whole), other.sum(axis=whole)
    share, share_other = (cases.sum(axis=whole) / total, other_cases.sum(axis=whole) / total_other)
    rate = np.divide(cases, people, out=np.where(fine, 0.0, people), where=people > 0)
    rate_other = np.divide(other_cases, other, out=np.where(fine, 0.0, other), where=other > 0)
    rate, rate_other = np.where(people == 0, rate_other, rate), np.where(other == 0, rate, rate_other)
    return _Sides(
        rate,
        rate_other,
        people / total.reshape(fine.shape),
        other / total_other.reshape(fine.shape),
        share - share_other,
        (share + share_other) / 2,
        why,
    )


def _reasons(people: Floats, cases: Floats) -> Texts:
    """Per region why its strata cannot be used; a stratum may have no people, not the whole region."""
    whole = tuple(range(1, people.ndim))

    def anywhere(cells: Bools) -> Bools:
        return np.asarray(cells.any(axis=whole))

    conditions = [
        anywhere(np.isnan(people) | np.isnan(cases)),
        anywhere((people < 0) | (cases < 0)),
        ~anywhere(people > 0),
        anywhere((people == 0) & (cases > 0)),
    ]
    return np.select(conditions, [MISSING, NEGATIVE, NO_POPULATION, IMPOSSIBLE], FINE)
