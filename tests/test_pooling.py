"""Pooling of hidden strata: totals stay exact, the pool is large enough, and every region without a result says why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.indicators.counts import floats
from dashboard.indicators.pooling import LIMIT, THRESHOLD, Pooled, method, pool

NAN = np.nan


def one(n: list[float], x: list[float], total_n: float | None, total_x: float | None, **options: object) -> Pooled:
    """One region."""
    return pool([n], [x], floats([total_n]), floats([total_x]), **options)  # type: ignore[arg-type]


def test_nothing_hidden_nothing_pooled() -> None:
    found = one([100, 200], [10, 5], 300, 15)
    assert found.n.tolist() == [[100, 200]] and found.x.tolist() == [[10, 5]]
    assert not found.pooled.any() and not found.estimated.any()
    assert (found.people[0], found.cases[0], found.reasons[0]) == (0, 0, "")


def test_hidden_strata_share_the_rate_of_the_pool() -> None:
    found = one([1000, 100, 300], [100, NAN, NAN], 1400, 112)
    assert found.pooled.tolist() == [[False, True, True]]
    assert found.x[0] == pytest.approx([100, 3, 9])
    assert found.people[0] == pytest.approx(400 / 1400) and found.cases[0] == pytest.approx(12 / 112)


def test_with_a_benchmark_they_share_the_ratio_to_its_rates() -> None:
    found = one([1000, 100, 300], [100, NAN, NAN], 1400, 112, benchmark_n=[10, 100, 100], benchmark_x=[1, 9, 1])
    # People x rate is 9 and 3; the pool has 12 cases.
    assert found.x[0] == pytest.approx([100, 9, 3])


def test_a_benchmark_without_cases_in_the_pool_leaves_the_people() -> None:
    found = one([1000, 100, 300], [100, NAN, NAN], 1400, 112, benchmark_n=[10, 0, 0], benchmark_x=[1, 0, 0])
    assert found.x[0] == pytest.approx([100, 3, 9])


def test_hidden_people_follow_the_benchmark() -> None:
    found = one([1000, NAN, NAN], [100, NAN, NAN], 1400, 120, benchmark_n=[7, 30, 10])
    assert found.n[0] == pytest.approx([1000, 300, 100])
    assert found.estimated.tolist() == [[False, True, True]]
    nobody = one([1000, NAN, NAN], [100, NAN, NAN], 1400, 120, benchmark_n=[7, 0, 0])
    assert nobody.n[0] == pytest.approx([1000, 200, 200])


def test_a_lone_hidden_stratum_takes_the_smallest_visible_one() -> None:
    found = one([1000, 50, 300, 200], [100, NAN, 40, 30], 1550, 190)
    assert found.pooled.tolist() == [[False, True, False, True]]
    # 20 hidden and 30 visible cases over 250 people: the hidden one cannot be read off.
    assert found.x[0] == pytest.approx([100, 10, 40, 40])


def test_a_pool_grows_until_its_cases_reach_the_threshold() -> None:
    n, x = [1000, 50, 60, 100, 200], [100, NAN, NAN, 3, 8]
    assert one(n, x, 1410, 114).pooled.tolist() == [[False, True, True, True, True]]  # 3 + 3 + 8
    assert one(n, x, 1410, 118).pooled.tolist() == [[False, True, True, True, False]]  # 7 + 3
    assert one(n, x, 1410, 121).pooled.tolist() == [[False, True, True, False, False]]  # 10
    assert one(n, x, 1410, 114, threshold=3).pooled.sum() == 2


def test_the_others_in_the_pool_reach_the_threshold_too() -> None:
    assert one([1000, 50, 60, 100], [100, NAN, NAN, 60], 1210, 265).pooled.tolist() == [[False, True, True, True]]


def test_small_visible_strata_are_pooled_when_asked() -> None:
    n, x = [1000, 200, 300, 0], [100, 4, 9, 0]
    assert not one(n, x, 1500, 113).pooled.any()
    found = one(n, x, 1500, 113, smallest=10)
    assert found.pooled.tolist() == [[False, True, True, False]]
    assert found.x[0] == pytest.approx([100, 13 * 2 / 5, 13 * 3 / 5, 0])


def test_rounding_is_spread_and_totals_stay_exact() -> None:
    found = one([100, 200, 300], [10, 20, 30], 610, 50, slack=20)
    assert found.reasons[0] == "" and found.n[0].sum() == pytest.approx(610) and found.x[0].sum() == pytest.approx(50)
    # Rounding left one person fewer than the visible strata: the hidden ones get nobody, and it is marked.
    found = one([400, 200, NAN, NAN], [40, 20, NAN, NAN], 590, 70, slack=20, limit=1)
    assert found.reasons[0] == "" and found.n[0, 2:].tolist() == [0, 0] and found.estimated[0, 2:].all()
    assert found.n[0].sum() == pytest.approx(590) and found.x[0].sum() == pytest.approx(70)


@pytest.mark.parametrize(
    ("n", "x", "total_n", "total_x", "reason"),
    [
        ([100, 200], [10, 5], None, 15, "missing"),
        ([100, 200], [10, 5], 300, None, "missing"),
        ([100, 200], [10, 5], 0, 0, "no_population"),
        ([100, 200], [10, 5], 300, -1, "negative"),
        ([100, 200], [10, 5], 300, 301, "impossible"),
        ([0, 0], [0, 0], 300, 15, "no_strata"),
        ([NAN, NAN], [NAN, NAN], 300, 15, "no_strata"),
        ([], [], 300, 15, "no_strata"),
        ([100, 200], [10, 5], 310, 15, "counts"),
        ([100, 200], [10, 5], 290, 15, "counts"),
        ([100, 200], [10, 5], 300, 14, "counts"),
        ([100, 200, NAN], [10, 5, NAN], 290, 15, "counts"),
        ([100, 200, 250], [40, NAN, NAN], 550, 100, "too_much_hidden"),
        ([100, 200, 250], [4, NAN, NAN], 550, 8, "too_much_hidden"),
    ],
)
def test_no_result_says_why(
    n: list[float], x: list[float], total_n: float | None, total_x: float | None, reason: str
) -> None:
    found = one(n, x, total_n, total_x)
    assert found.reasons.tolist() == [reason]
    assert np.isnan(found.n).all() and np.isnan(found.x).all()


def test_a_pool_may_have_nobody() -> None:
    found = one([0, 0, 500, 600], [NAN, NAN, 50, 60], 1100, 110, limit=1)
    assert found.reasons[0] == "" and found.x[0].tolist() == [0, 0, 50, 60]


def test_a_pool_of_everybody_stays_within_a_limit_of_all() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(100, 3000, (300, 7)).astype(float)
    hidden = np.where(np.arange(7) < 3, n, NAN)
    found = pool(hidden, np.full(n.shape, NAN), n.sum(axis=1), n.sum(axis=1) // 3, limit=1)
    assert (found.reasons == "").all() and (found.people <= 1).all() and (found.cases <= 1).all()


def test_regions_do_not_mix_and_none_is_fine() -> None:
    n, x = floats([[100, 50, 60, 300], [10, 20, 30, 400]]), floats([[50, NAN, NAN, 20], [1, 2, 3, 40]])
    both = pool(n, x, floats([510, 460]), floats([90, 46]))
    for at in range(2):
        alone = pool(n[at : at + 1], x[at : at + 1], both.n[at : at + 1].sum(axis=1), both.x[at : at + 1].sum(axis=1))
        assert alone.x == pytest.approx(both.x[at : at + 1])
    assert pool(np.empty((0, 3)), np.empty((0, 3)), [], []).n.shape == (0, 3)


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="regions by strata"):
        pool([1, 2], [1, 2], [3], [3])
    with pytest.raises(ValueError, match="one per region"):
        pool([[1, 2]], [[1, 2]], [3, 3], [3])
    with pytest.raises(ValueError, match=r"limit is 1\.5"):
        one([1], [1], 1, 1, limit=1.5)


def test_method_names_its_parameters() -> None:
    assert method().parameters == {"threshold": THRESHOLD, "limit": LIMIT} and "Handbook" in method().source


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(2, 20), st.floats(0, 0.6))
def test_any_table_adds_to_its_totals_and_its_pool_is_safe(seed: int, strata: int, hidden: float) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 2000, (6, strata)).astype(float)
    x = rng.binomial(n.astype(int), rng.uniform(0.01, 0.6, strata)).astype(float)
    seen_x = np.where(rng.random(x.shape) < hidden, NAN, x)
    seen_n = np.where(np.isnan(seen_x) & (rng.random(x.shape) < 0.3), NAN, n)
    guide_n = rng.integers(0, 3000, strata)
    found = pool(
        seen_n, seen_x, n.sum(1), x.sum(1), limit=1, benchmark_n=guide_n, benchmark_x=guide_n * rng.random(strata)
    )
    fine = found.reasons == ""
    assert (fine | (found.reasons == "no_strata")).all()
    assert found.n[fine].sum(1) == pytest.approx(n.sum(1)[fine], rel=1e-12)
    assert found.x[fine].sum(1) == pytest.approx(x.sum(1)[fine], rel=1e-12, abs=1e-9)
    outside = ~found.pooled & fine[:, None]
    assert found.n[outside] == pytest.approx(n[outside]) and found.x[outside] == pytest.approx(x[outside])
    assert (found.pooled | ~np.isnan(seen_x)).all()
    assert (found.n[fine] >= 0).all() and (found.x[fine] >= 0).all()
    for region in np.flatnonzero(fine & found.pooled.any(axis=1)):
        members = found.pooled[region]
        cases, people = found.x[region, members].sum(), found.n[region, members].sum()
        enough = cases >= THRESHOLD - 1e-9 and people - cases >= THRESHOLD - 1e-9 and members.sum() >= 2
        assert enough or members.all()
