"""Ranks against scipy, their intervals against binomial chances worked out by hand, and moves that add up exactly."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.indicators import ranks as module
from dashboard.indicators.ranks import Ranks, rank_intervals, ranks, why_moved

NAN = math.nan
COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80)), min_size=0, max_size=12)


def test_ranks_by_hand() -> None:
    assert ranks([3, 1, 3, 2], "low").tolist() == [3, 1, 3, 2]
    assert ranks([3, 1, 3, 2], "high").tolist() == [1, 4, 1, 3]
    np.testing.assert_array_equal(ranks([NAN, 5, None, 4], "low"), [NAN, 2, NAN, 1])
    assert ranks([], "low").tolist() == []
    assert ranks([7], "high").tolist() == [1]
    np.testing.assert_array_equal(ranks([NAN], "high"), [NAN])


@pytest.mark.parametrize("seed", range(200))
def test_ranks_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 15, random.integers(1, 40)).astype(float)
    values[random.random(len(values)) < 0.2] = NAN
    np.testing.assert_array_equal(ranks(values, "low"), stats.rankdata(values, "min", nan_policy="omit"))
    np.testing.assert_array_equal(ranks(values, "high"), stats.rankdata(-values, "min", nan_policy="omit"))


def test_equal_fractions_share_a_rank() -> None:
    found = rank_intervals([1, 2, 3, 1], [3, 6, 9, 2])
    assert found.rank.tolist() == [1, 1, 1, 4]


def by_counting(x: np.ndarray, n: np.ndarray | None, level: float) -> tuple[np.ndarray, np.ndarray]:
    """The same interval with scipy's distributions, ranks and quantiles, from other draws and many more."""
    random = np.random.default_rng(99)
    size = (20_000, len(x))
    if n is None:
        drawn = stats.gamma.rvs(x + 0.5, size=size, random_state=random)
    else:
        drawn = stats.beta.rvs(x + 0.5, n - x + 0.5, size=size, random_state=random)
    places = stats.rankdata(drawn, axis=1)
    return tuple(np.quantile(places, q, axis=0, method="inverted_cdf") for q in ((1 - level) / 2, (1 + level) / 2))  # type: ignore[return-value]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("share", [True, False])
def test_interval_is_that_of_an_independent_simulation(seed: int, share: bool) -> None:
    random = np.random.default_rng(seed)
    n = random.integers(500, 30_000, 25)
    x = random.binomial(n, random.uniform(0.01, 0.04, 25))
    found = rank_intervals(x, n if share else None, first="low")
    low, high = by_counting(x, n if share else None, 0.95)
    # Two simulations differ by a place where a chance lies at the limit.
    assert np.abs(found.low - np.minimum(low, found.rank)).max() <= 1
    assert np.abs(found.high - np.maximum(high, found.rank)).max() <= 1
    assert (found.low == np.minimum(low, found.rank)).mean() > 0.8


def test_two_regions_change_places_as_often_as_the_beta_distribution_says() -> None:
    # P(a above b) for a ~ beta(10.5, 90.5) and b ~ beta(16.5, 84.5) is integrated and not drawn.
    a, b = stats.beta(10.5, 90.5), stats.beta(16.5, 84.5)
    grid = np.linspace(0, 1, 20_001)
    chance = float(np.trapezoid(a.sf(grid) * b.pdf(grid), grid))
    assert 0.05 < chance < 0.2
    below, above = 1 - 2 * (chance + 0.03), 1 - 2 * (chance - 0.03)
    assert rank_intervals([10, 16], [100, 100], below).high.tolist() == [1, 2]
    assert rank_intervals([10, 16], [100, 100], above).high.tolist() == [2, 2]
    assert rank_intervals([10, 16], [100, 100], above).low.tolist() == [1, 1]


def test_regions_far_apart_keep_their_rank() -> None:
    found = rank_intervals([100, 5000, 9000], [10_000] * 3, first="high")
    assert found.rank.tolist() == found.low.tolist() == found.high.tolist() == [3, 2, 1]


def test_ends_of_the_scale() -> None:
    found = rank_intervals([0, 50, 0, 50], [50, 50, 5000, 5000])
    assert found.rank.tolist() == [1, 4, 1, 3]
    assert np.isfinite(found.low).all() and np.isfinite(found.high).all()
    assert (found.low <= found.rank).all() and (found.rank <= found.high).all()


def test_regions_that_cannot_be_ranked_say_why() -> None:
    found = rank_intervals([5, NAN, -1, 3, 9, 8], [50, 50, 50, 0, 8, 40])
    assert found.reason.tolist() == ["", "missing", "negative", "no_population", "impossible", ""]
    np.testing.assert_array_equal(found.rank, [1, NAN, NAN, NAN, NAN, 2])
    np.testing.assert_array_equal(np.isnan(found.low), np.isnan(found.rank))
    np.testing.assert_array_equal(np.isnan(found.high), np.isnan(found.rank))
    without_people = rank_intervals([5, None, -1, 3], None)
    assert without_people.reason.tolist() == ["", "missing", "negative", ""]
    np.testing.assert_array_equal(without_people.rank, [2, NAN, NAN, 1])


def test_one_region_is_first_of_one_and_says_so() -> None:
    found = rank_intervals([5, NAN], [50, 50])
    np.testing.assert_array_equal(found, Ranks(*[np.array([1, NAN])] * 3, np.array(["few_regions", "missing"])))  # type: ignore[arg-type]


def test_nobody_is_ranked() -> None:
    assert rank_intervals([], []).rank.tolist() == []
    found = rank_intervals([NAN, NAN], [1, 1])
    assert np.isnan(found.rank).all() and found.reason.tolist() == ["missing", "missing"]


def test_same_seed_same_interval() -> None:
    x, n = [10, 12, 14, 15, 16], [100] * 5
    one, again = rank_intervals(x, n), rank_intervals(x, n)
    assert all((a == b).all() for a, b in zip(one, again, strict=True))


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match=r"level is 95; it lies between 0 and 1"):
        rank_intervals([1], [2], 95)
    with pytest.raises(ValueError, match="draws is 0"):
        rank_intervals([1], [2], draws=0)
    with pytest.raises(ValueError, match="first is 'best'; it is 'low' or 'high'"):
        ranks([1, 2], "best")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="got 2 dimensions"):
        ranks([[1, 2]], "low")
    with pytest.raises(ValueError, match="2 counts and 3 numbers of people"):
        rank_intervals([1, 2], [3, 4, 5])
    with pytest.raises(ValueError, match="differ in length"):
        why_moved([1, 2], [3, 4], [1, 2, 3], [3, 4, 5])


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 15), st.integers(0, 40), st.integers(40, 400), st.sampled_from(["low", "high"]))
def test_equal_regions_overlap(size: int, x: int, n: int, first: str) -> None:
    found = rank_intervals([x] * size, [n] * size, draws=500, first=first)  # type: ignore[arg-type]
    assert found.low.max() <= found.high.min()
    assert (found.rank == 1).all()


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.sampled_from(["low", "high"]))
def test_interval_holds_the_rank_and_widens_with_the_level(counts: list[tuple[int, int]], first: str) -> None:
    x, n = [a for a, _ in counts], [b for _, b in counts]
    narrow = rank_intervals(x, n, 0.8, 300, first=first)  # type: ignore[arg-type]
    wide = rank_intervals(x, n, 0.99, 300, first=first)  # type: ignore[arg-type]
    there = ~np.isnan(narrow.rank)
    size = there.sum()
    for low, high, found in ((narrow.low, narrow.high, narrow), (wide.low, wide.high, wide)):
        ranked = np.stack([np.ones(size), low[there], found.rank[there], high[there], np.full(size, size)])
        assert (np.diff(ranked, axis=0) >= 0).all()
    assert (wide.low[there] <= narrow.low[there]).all() and (wide.high[there] >= narrow.high[there]).all()


def test_move_by_hand() -> None:
    """Shares in per cent: 1, 2, 3 become 2.5, 2, 1.

    The first region alone makes 2.5, 2, 3, where it is second; the others alone make 1, 2, 1, where it is still first.
    Its own part is the mean of 2 - 1 and 3 - 1, that of the others the mean of 1 - 1 and 3 - 2.
    The third region alone makes 1, 2, 1 and shares the first place; the others alone leave it third.
    """
    found = why_moved([10, 20, 30], [1000] * 3, [25, 20, 10], [1000] * 3)
    assert found.before.tolist() == [1, 2, 3] and found.after.tolist() == [3, 2, 1]
    assert found.moved.tolist() == [2, 0, -2]
    assert found.own.tolist() == [1.5, 0, -2]
    assert found.others.tolist() == [0.5, 0, 0]
    assert found.revision.tolist() == [0, 0, 0]


def test_move_by_revision_only() -> None:
    then, now = [10, 20, 30], [30, 20, 10]
    found = why_moved(then, [1000] * 3, now, [1000] * 3, now, [1000] * 3)
    assert found.revision.tolist() == found.moved.tolist() == [2, 0, -2]
    assert found.own.tolist() == found.others.tolist() == [0, 0, 0]
    only_cases = why_moved(then, [1000] * 3, now, [1000] * 3, now)
    assert only_cases.revision.tolist() == [2, 0, -2]


def test_move_of_one_that_changed_alone() -> None:
    found = why_moved([10, 20, 30], None, [35, 20, 30], None, first="high")
    assert found.moved.tolist() == [-2, 1, 1]
    assert found.own.tolist() == [-2, 0, 0]
    assert found.others.tolist() == [0, 1, 1]


def test_region_that_comes_or_goes_moves_nobody() -> None:
    found = why_moved([10, NAN, 30, 5], [100, 100, 100, 0], [12, 1, 30, 2], [100] * 4)
    np.testing.assert_array_equal(found.moved, [0, NAN, 0, NAN])
    assert found.reason.tolist() == ["", "missing", "", "no_population"]
    alone = why_moved([10, NAN], [100, 100], [12, 1], [100, 100])
    assert alone.reason.tolist() == ["few_regions", "missing"]
    np.testing.assert_array_equal(alone.moved, [0, NAN])
    revised_away = why_moved([1, 2], [9, 9], [1, 2], [9, 9], [1, 9], [9, 8])
    assert revised_away.reason.tolist() == ["few_regions", "impossible"]
    assert why_moved([], [], [], []).moved.tolist() == []


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 15).flatmap(
        lambda size: st.lists(
            st.lists(st.tuples(st.integers(0, 12), st.integers(0, 14)), min_size=size, max_size=size),
            min_size=3,
            max_size=3,
        )
    ),
    st.sampled_from(["low", "high"]),
)
def test_parts_of_a_move_add_up(figures: list[list[tuple[int, int]]], first: str) -> None:
    (bx, bn), (rx, rn), (ax, an) = (tuple(zip(*each, strict=True)) for each in figures)
    found = why_moved(bx, bn, ax, an, rx, rn, first=first)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found.moved, found.own + found.others + found.revision)
    there = found.reason == ""
    if there.any():
        np.testing.assert_array_equal(found.before[there], ranks(np.divide(bx, np.maximum(bn, 1))[there], first))  # type: ignore[arg-type]
        np.testing.assert_array_equal(found.after[there], ranks(np.divide(ax, np.maximum(an, 1))[there], first))  # type: ignore[arg-type]


def test_methods_name_their_source() -> None:
    made = module.method(0.95, module.DRAWS, module.SEED, "low")
    assert made.parameters == {"level": 0.95, "draws": 4000, "seed": 20260101, "first": "low"}
    assert "Goldstein" in made.source and module.MOVE.source
