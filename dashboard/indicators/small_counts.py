"""Exact tests of two small counts, where the approximations of larger ones fail; pure arithmetic, any shapes.

A table of two shares is small when one of its four expected counts is below FEWEST (Cochran 1954); two counts of
people are when the half of their sum is.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .counts import Bools, Floats, Method, floats

FEWEST = 5
# Tables that are equally likely but for the last digits count as equally likely, as scipy and R have it.
TIE = 1 + 1e-7
MOST_CELLS = 1_000_000  # of one block of chances, so that memory is bounded

FISHER = Method("fisher_exact", {"fewest": FEWEST}, "Fisher 1935; Cochran 1954, doi:10.2307/3001616")
BINOMIAL = Method("binomial_exact", {"fewest": FEWEST}, "Przyborowski & Wilenski 1940, doi:10.1093/biomet/31.3-4.313")


def small_shares(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> Bools:
    """Whether an expected count of the two-by-two table lies below FEWEST; False where a count is missing."""
    people, cases = n1 + n2, x1 + x2
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.minimum(cases, people - cases) * np.minimum(n1, n2) / people
    return np.asarray(least < FEWEST)


def small_sum(x1: Floats, x2: Floats) -> Bools:
    """Whether half of the sum of two counts lies below FEWEST; False where a count is missing."""
    return np.asarray((x1 + x2) / 2 < FEWEST)


def fisher(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """The two-sided p-value of Fisher's exact test that two shares are equal; counts are taken as whole numbers.

    The sum of the chances of all tables with these margins that are no likelier than this one.
    """
    cases, people, others, other_people = (np.rint(floats(each)).ravel() for each in (x1, n1, x2, n2))
    whole = people + other_people
    # The smaller of either margin is counted, so that the possible counts begin at 0 and are few.
    few_cases = cases + others <= whole / 2
    row = np.where(few_cases, cases, people - cases)
    other_row = np.where(few_cases, others, other_people - others)
    first = people <= other_people
    here, group = np.where(first, row, other_row), np.where(first, people, other_people)
    chosen = row + other_row
    p_value = np.full(here.shape, np.nan)
    widths = np.minimum(chosen, group) + 1
    order = np.argsort(widths, kind="stable")
    start = 0
    while start < order.size:
        stop = start + 1
        while stop < order.size and (stop + 1 - start) * widths[order[stop]] <= MOST_CELLS:
            stop += 1
        part = order[start:stop]
        p_value[part] = _sums_of_chances(here[part], group[part], chosen[part], whole[part], int(widths[part].max()))
        start = stop
    return p_value.reshape(np.shape(x1))


def binomial(x1: ArrayLike, x2: ArrayLike) -> Floats:
    """The two-sided p-value that two Poisson counts have one mean: of their sum, the first is a fair coin's count."""
    first, second = np.rint(floats(x1)), np.rint(floats(x2))
    least, together = np.minimum(first, second), first + second
    return floats(np.minimum(1, 2 * special.bdtr(least, together.astype(np.int64), 0.5)))


def _sums_of_chances(here: Floats, group: Floats, chosen: Floats, whole: Floats, width: int) -> Floats:
    counts = np.arange(width, dtype=np.float64)
    group_, chosen_, whole_ = (each[:, None] for each in (group, chosen, whole))
    possible = (counts <= chosen_) & (counts <= group_)
    k = np.where(possible, counts, 0)
    logs = _choices(chosen_, k) + _choices(whole_ - chosen_, group_ - k) - _choices(whole_, group_)
    chances = np.where(possible, np.exp(logs), 0)
    own = np.take_along_axis(chances, here.astype(np.int64)[:, None], axis=1)
    return floats(np.minimum(1, np.where(chances <= own * TIE, chances, 0).sum(axis=1)))


def _choices(of: Floats, some: Floats) -> Floats:
    """The logarithm of the number of ways to choose some of a number."""
    return floats(special.gammaln(of + 1) - special.gammaln(some + 1) - special.gammaln(of - some + 1))
