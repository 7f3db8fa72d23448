"""Exact tests of small counts, held against scipy, table by table; and what they decide."""

import numpy as np
import pytest
from scipy import stats

from dashboard.indicators.benchmark import compare, compare_counts
from dashboard.indicators.small_counts import FEWEST, binomial, fisher, small_shares


def test_every_small_table_has_the_chance_that_scipy_gives() -> None:
    tables = [(x, n, y, m) for n in (1, 2, 5, 9) for m in (1, 3, 8, 20) for x in range(n + 1) for y in range(m + 1)]
    expected = [stats.fisher_exact([[x, n - x], [y, m - y]]).pvalue for x, n, y, m in tables]
    np.testing.assert_allclose(fisher(*np.array(tables, dtype=float).T), expected, rtol=1e-9)


def test_a_small_group_beside_a_large_one_has_the_chance_that_scipy_gives() -> None:
    random = np.random.default_rng(11)
    n, m = random.integers(1, 400, 300), random.integers(5_000, 900_000, 300)
    x, y = random.binomial(n, random.uniform(0, 0.05, 300)), random.binomial(m, random.uniform(0, 0.05, 300))
    small = small_shares(*(each.astype(float) for each in (x, n, y, m)))
    assert 100 < small.sum() < 300
    expected = [stats.fisher_exact([[a, b - a], [c, d - c]]).pvalue for a, b, c, d in zip(x, n, y, m, strict=True)]
    np.testing.assert_allclose(fisher(x, n, y, m)[small], np.array(expected)[small], rtol=1e-6)


def test_two_counts_of_few_people_have_the_chance_of_a_fair_coin() -> None:
    pairs = np.array([(a, b) for a in range(10) for b in range(10) if a + b])
    expected = [stats.binomtest(int(a), int(a + b)).pvalue for a, b in pairs]
    np.testing.assert_allclose(binomial(*pairs.T.astype(float)), expected, rtol=1e-9)


def test_one_of_one_beside_few_of_many() -> None:
    """Newcombe and the score test make next to impossible (2.6e-12) what happens by chance in one of fifty cases."""
    outcome = compare(1, 1, 199, 9_999)
    assert outcome.p_value == pytest.approx(stats.fisher_exact([[1, 0], [199, 9_800]]).pvalue)
    assert outcome.p_value == pytest.approx(0.02, abs=0.0005)
    strict = compare(1, 1, 199, 9_999, 0.998)
    assert strict.outcome == "not_distinguishable" and strict.low <= 0


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_the_interval_never_contradicts_the_outcome(level: float) -> None:
    random = np.random.default_rng(12)
    n, m = random.integers(1, 60, 2_000), random.integers(1, 5_000, 2_000)
    x, y = random.binomial(n, random.uniform(0, 1, 2_000)), random.binomial(m, random.uniform(0, 0.2, 2_000))
    shares, counts = compare(x, n, y, m, level), compare_counts(x, random.permutation(x), level)
    for comparison in (shares, counts):
        assert (comparison.high[comparison.outcome == "lower"] <= 0).all()
        assert (comparison.low[comparison.outcome == "higher"] >= 0).all()
        same = comparison.outcome == "not_distinguishable"
        assert ((comparison.low[same] <= 0) & (comparison.high[same] >= 0)).all()


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_small_groups_that_do_not_differ_are_seldom_told_apart(level: float) -> None:
    """What the exact test is for: of equal shares no more are called different than the level says."""
    random = np.random.default_rng(13)
    n, share = random.integers(2, 40, 20_000), random.uniform(0.005, 0.1, 20_000)
    m = n * 250
    x, y = random.binomial(n, share), random.binomial(m, share)
    small = small_shares(*(each.astype(float) for each in (x, n, y, m)))
    wrong = np.isin(compare(x, n, y, m, level).outcome, ("lower", "higher"))[small]
    assert small.sum() > 10_000 and wrong.mean() <= 1.2 * (1 - level)


def test_the_rule_is_the_least_expected_count() -> None:
    assert small_shares(*np.array([[1.0], [100.0], [4.0], [100.0]])).tolist() == [True]
    assert small_shares(*np.array([[FEWEST], [100.0], [FEWEST], [100.0]], dtype=float)).tolist() == [False]
