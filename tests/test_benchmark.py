"""Comparison with a benchmark against statsmodels and scipy, and a worked example of Newcombe's paper."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_test  # a name that pytest does not collect

from dashboard.indicators import benchmark
from dashboard.indicators.benchmark import benjamini_hochberg, compare, compare_counts, expected_by_chance, verdict
from dashboard.indicators.small_counts import FEWEST

NAN = math.nan
FIGURES = ("difference", "low", "high", "p_value")
P_VALUES = arrays.arrays(
    np.float64, st.integers(0, 20), elements=st.one_of(st.floats(0, 1), st.just(NAN), st.sampled_from([0.0, 0.01, 1.0]))
)


def test_example_of_the_paper() -> None:
    """Newcombe 1998, table II, contrasts (a), (b) and (g) by method 10: 56/70 - 48/80, 9/10 - 3/10, 0/10 - 0/10."""
    found = compare([56, 9, 0], [70, 10, 10], [48, 3, 0], [80, 10, 10])
    np.testing.assert_allclose(found.difference, [0.2, 0.6, 0], atol=1e-12)
    np.testing.assert_allclose(found.low, [0.0524, 0.1705, -0.2775], atol=5e-5)
    np.testing.assert_allclose(found.high, [0.3339, 0.8090, 0.2775], atol=5e-5)
    assert found.outcome.tolist() == ["higher", "higher", "not_distinguishable"]
    assert found.reason.tolist() == ["", "", ""] and found.against == "benchmark"


def one(x: int, n: int, x_b: int, n_b: int, level: float) -> tuple[float, float, float]:
    low, high = confint_proportions_2indep(x, n, x_b, n_b, method="newcomb", compare="diff", alpha=1 - level)
    table = [[x, n - x], [x_b, n_b - x_b]]
    p_value = stats.chi2_contingency(table, correction=False).pvalue if 0 < x + x_b < n + n_b else 1.0
    if min(x + x_b, n + n_b - x - x_b) * min(n, n_b) / (n + n_b) < FEWEST:
        p_value = stats.fisher_exact(table).pvalue
        # The exact test decides: a limit that says otherwise is drawn to 0.
        if (p_value <= 1 - level) != (high < 0 or low > 0):
            low, high = (0.0, high) if x / n > x_b / n_b else (low, 0.0)
    return low, high, p_value


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("inside", [False, True])
def test_shares_are_those_of_statsmodels(level: float, inside: bool) -> None:
    random = np.random.default_rng(7)
    n, rest = random.integers(1, 3000, 250), random.integers(1, 90_000, 250)
    x, rest_x = random.binomial(n, random.uniform(0, 0.1, 250)), random.binomial(rest, random.uniform(0, 0.1, 250))
    found = compare(x, n, rest_x + x if inside else rest_x, rest + n if inside else rest, level, inside)
    expected = np.array([one(*cell, level) for cell in zip(x, n, rest_x, rest, strict=True)])
    np.testing.assert_allclose(np.column_stack([found.low, found.high]), expected[:, :2], atol=1e-9)
    np.testing.assert_allclose(found.p_value, expected[:, 2], rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(found.difference, x / n - rest_x / rest, atol=1e-12)
    outcomes = np.where(expected[:, 1] < 0, "lower", np.where(expected[:, 0] > 0, "higher", "not_distinguishable"))
    exact = (expected[:, :2] == 0).any(axis=1) & (expected[:, 2] <= 1 - level)
    outcomes[exact] = np.where(found.difference[exact] < 0, "lower", "higher")
    assert found.outcome.tolist() == outcomes.tolist()
    assert set(outcomes) == {"lower", "higher", "not_distinguishable"}
    assert found.against == ("rest" if inside else "benchmark")


def test_cells_that_cannot_be_compared_say_why() -> None:
    found = compare([1, NAN, -1, 1, 9, 1], [5, 5, 5, 0, 5, 5], [1, 1, 1, 1, 1, 1], [9, 9, 9, 9, 9, 0])
    assert found.reason.tolist() == ["", "missing", "negative", "no_population", "impossible", "no_population"]
    assert found.outcome.tolist() == ["not_distinguishable", "", "", "", "", ""]
    for name in FIGURES:
        np.testing.assert_array_equal(np.isnan(getattr(found, name)), found.reason != "")


def test_region_inside_its_benchmark() -> None:
    # The region is the whole; more cases than the whole; more people than the whole; the rest has no cases.
    found = compare([5, 9, 1, 5], [50, 50, 90, 50], [5, 8, 3, 5], [50, 90, 80, 500], inside=True)
    assert found.reason.tolist() == ["itself", "impossible", "impossible", ""]
    assert found.outcome.tolist() == ["", "", "", "higher"]
    assert found.difference[3] == pytest.approx(0.1)
    # The rest would have more cases than people.
    assert compare([1], [50], [20], [60], inside=True).reason.tolist() == ["impossible"]
    assert compare([NAN], [50], [20], [60], inside=True).reason.tolist() == ["missing"]


def test_shapes_of_comparisons() -> None:
    assert compare([[1, 2], [3, 4]], 50, [5], 100).outcome.shape == (2, 2)
    assert compare(3, 10, 4, 20).difference.shape == ()
    assert compare([], [], [], []).outcome.tolist() == []
    assert compare_counts([], []).outcome.tolist() == []
    with pytest.raises(ValueError, match="do not fit together"):
        compare([1, 2], [3, 4], [1, 2, 3], [4, 5, 6])
    with pytest.raises(ValueError, match="level"):
        compare([1], [3], [1], [4], level=95)


def test_counts_are_those_of_statsmodels() -> None:
    random = np.random.default_rng(8)
    x, x_b = (random.poisson(random.uniform(0, 17, 250) ** 2) + 1 for _ in range(2))
    found = compare_counts(x, x_b)
    few = x + x_b < 2 * FEWEST
    expected = [
        stats.binomtest(int(min(a, b)), int(a + b)).pvalue
        if a + b < 2 * FEWEST
        else poisson_test(a, 1, b, 1, method="score", compare="diff").pvalue
        for a, b in zip(x, x_b, strict=True)
    ]
    assert few.any() and not few.all()
    np.testing.assert_allclose(found.p_value, expected, rtol=1e-9)
    # Limits of each count from the chi-squared distribution, combined by hand.
    low, high = stats.chi2.ppf(0.025, 2 * x) / 2, stats.chi2.ppf(0.975, 2 * x + 2) / 2
    low_b, high_b = stats.chi2.ppf(0.025, 2 * x_b) / 2, stats.chi2.ppf(0.975, 2 * x_b + 2) / 2
    low, low_b = np.nan_to_num(low), np.nan_to_num(low_b)
    np.testing.assert_allclose(found.low, x - x_b - np.hypot(x - low, high_b - x_b), atol=1e-6)
    np.testing.assert_allclose(found.high, x - x_b + np.hypot(high - x, x_b - low_b), atol=1e-6)
    np.testing.assert_array_equal(found.difference, x - x_b)
    assert set(found.outcome) == {"lower", "higher", "not_distinguishable"}


def test_counts_of_two_regions_are_not_comparable() -> None:
    found = compare_counts([10, NAN, 3], [500, 4, 3], same_region=False)
    assert found.reason.tolist() == ["counts", "missing", "counts"]
    assert found.outcome.tolist() == ["", "", ""]
    assert all(np.isnan(getattr(found, name)).all() for name in FIGURES)


def test_counts_at_the_edge() -> None:
    found = compare_counts([0, -1, NAN, 50], [0, 3, 3, 0])
    assert found.reason.tolist() == ["", "negative", "missing", ""]
    assert found.outcome.tolist() == ["not_distinguishable", "", "", "higher"]
    assert found.p_value[0] == 1


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_swapping_sides_swaps_the_outcome(x: int, n: int, x_b: int, n_b: int) -> None:
    here, there = compare(x, n, x_b, n_b), compare(x_b, n_b, x, n)
    turned = {"lower": "higher", "higher": "lower", "not_distinguishable": "not_distinguishable", "": ""}
    assert turned[str(here.outcome)] == str(there.outcome)
    if not here.reason:
        assert (here.low, here.high) == pytest.approx((-there.high, -there.low))
        assert here.low <= here.difference <= here.high
        assert here.p_value == pytest.approx(there.p_value)


def test_verdict_follows_what_is_better() -> None:
    outcomes = ["lower", "not_distinguishable", "higher", ""]
    assert verdict(outcomes, "lower").tolist() == ["favourable", "neutral", "unfavourable", ""]
    assert verdict(outcomes, "higher").tolist() == ["unfavourable", "neutral", "favourable", ""]
    assert verdict(outcomes, "none").tolist() == ["neutral", "neutral", "neutral", ""]
    assert verdict([], "lower").tolist() == []
    with pytest.raises(ValueError, match="better is 'more'; it is lower, higher or none"):
        verdict(outcomes, "more")


def test_adjusted_is_that_of_statsmodels_and_scipy() -> None:
    random = np.random.default_rng(9)
    for _ in range(200):
        p = np.round(random.uniform(0, 1, random.integers(1, 60)) ** random.integers(1, 5), random.integers(2, 9))
        found = benjamini_hochberg(p, 0.1)
        rejected, adjusted, *_ = multipletests(p, 0.1, method="fdr_bh")
        np.testing.assert_allclose(found.adjusted, adjusted, rtol=1e-12)
        np.testing.assert_allclose(found.adjusted, stats.false_discovery_control(p), rtol=1e-12)
        np.testing.assert_array_equal(found.rejected, rejected)


def test_example_of_benjamini_and_hochberg() -> None:
    """Their section 3.2: of fifteen p-values four are rejected at q = 0.05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    assert benjamini_hochberg(p).rejected.tolist() == [True] * 4 + [False] * 11


def test_missing_p_values_do_not_count() -> None:
    found = benjamini_hochberg([0.01, NAN, 0.04, -1, 2, None])
    np.testing.assert_allclose(found.adjusted, [0.02, NAN, 0.04, NAN, NAN, NAN])
    assert found.rejected.tolist() == [True, False, True, False, False, False]
    assert benjamini_hochberg([]).adjusted.tolist() == []
    assert benjamini_hochberg([NAN]).rejected.tolist() == [False]
    assert benjamini_hochberg([[0.01, 0.5], [0.02, NAN]]).adjusted.shape == (2, 2)
    with pytest.raises(ValueError, match="q is 5; it lies between 0 and 1"):
        benjamini_hochberg([0.1], 5)


@settings(max_examples=200, deadline=None)
@given(P_VALUES)
def test_adjusted_keeps_the_order(p: np.ndarray) -> None:
    found = benjamini_hochberg(p).adjusted
    there = ~np.isnan(p)
    assert (found[there] >= p[there]).all() and (found[there] <= 1).all()
    order = np.argsort(p[there], kind="stable")
    assert (np.diff(found[there][order]) >= 0).all()
    turned = np.random.default_rng(1).permutation(len(p))
    np.testing.assert_array_equal(benjamini_hochberg(p[turned]).adjusted, found[turned])


def test_expected_by_chance() -> None:
    assert expected_by_chance(40, 0.95) == pytest.approx(2)
    assert expected_by_chance(0, 0.998) == 0
    for tests, level in ((-1, 0.95), (40, 95)):
        with pytest.raises(ValueError, match=f"tests is {tests} and level {level}"):
            expected_by_chance(tests, level)


def test_chance_gives_as_many_as_expected() -> None:
    random = np.random.default_rng(10)
    n = random.integers(5_000, 50_000, 4_000)
    found = compare(random.binomial(n, 0.03), n, random.binomial(900_000, 0.03, 4_000), 900_000)
    coloured = int((found.outcome != "not_distinguishable").sum())
    # Three standard deviations of a binomial count around what is expected.
    assert abs(coloured - expected_by_chance(4_000, 0.95)) < 3 * math.sqrt(4_000 * 0.05 * 0.95)


def test_methods_name_their_source() -> None:
    shares, counts = benchmark.method(0.998, "rest"), benchmark.method(0.95, share=False)
    assert shares.parameters == {"level": 0.998, "against": "rest"} and "Newcombe" in shares.source
    assert counts.parameters == {"level": 0.95, "against": "benchmark"} and "Zou" in counts.source
    assert "Benjamini" in benchmark.BENJAMINI_HOCHBERG.source
