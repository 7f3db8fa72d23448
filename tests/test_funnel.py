"""Control limits and overdispersion, against scipy.stats, statsmodels and arithmetic by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from dashboard.indicators import funnel
from dashboard.indicators.counts import Floats, Interval

NAN = np.nan
seeded = settings(max_examples=200, deadline=None, derandomize=True)
LEVELS = (0.8, 0.95, 0.998)

target = st.floats(0.0005, 0.9995)
people = st.integers(1, 200_000)
level = st.floats(0.5, 0.998)


# Exact limits


@pytest.mark.parametrize("at", LEVELS)
def test_binomial_limits_interpolate_the_distribution_of_scipy(at: float) -> None:
    """The paper's formula is the straight line through the cumulative distribution at whole counts."""
    random = np.random.default_rng(1)
    n = np.floor(10 ** random.uniform(0, 4.5, 250))
    p = np.concatenate([random.beta(0.5, 8, 200), random.uniform(0, 1, 50)])
    ours = funnel.binomial_limits(p, n, at)
    for side, tail in zip(ours, ((1 - at) / 2, (1 + at) / 2), strict=True):
        for found, share, size in zip(side, p, n, strict=True):
            k = np.arange(-1, size + 1)
            reached = stats.binom.cdf(k, size, share)
            expected = max(0, np.interp(tail, *_rising(reached, k)))
            assert found * size == pytest.approx(expected, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("at", LEVELS)
def test_poisson_limits_interpolate_the_distribution_of_scipy(at: float) -> None:
    expected = 10 ** np.random.default_rng(2).uniform(-2, 4, 250)
    ours = funnel.poisson_limits(expected, at)
    for side, tail in zip(ours, ((1 - at) / 2, (1 + at) / 2), strict=True):
        for found, mean in zip(side, expected, strict=True):
            k = np.arange(-1, mean + 12 * np.sqrt(mean) + 30)
            cut = max(0, np.interp(tail, *_rising(stats.poisson.cdf(k, mean), k)))
            assert found * mean == pytest.approx(cut, rel=1e-7, abs=1e-7)


def _rising(reached: Floats, k: Floats) -> tuple[Floats, Floats]:
    """A cumulative distribution without the stretches that are flat in floating point, as np.interp needs."""
    keep = np.concatenate([[True], np.diff(reached) > 0])
    return reached[keep], k[keep]


@pytest.mark.parametrize("at", LEVELS)
def test_limits_lie_within_one_count_below_the_quantile_of_scipy(at: float) -> None:
    random = np.random.default_rng(3)
    n, p = random.integers(1, 50_000, 400), random.beta(0.5, 5, 400)
    mean = 10 ** random.uniform(-1, 5, 400)
    shares, ratios = funnel.binomial_limits(p, n, at), funnel.poisson_limits(mean, at)
    for side, tail in enumerate(((1 - at) / 2, (1 + at) / 2)):
        for counts, quantile in (
            (shares[side] * n, stats.binom.ppf(tail, n, p)),
            (ratios[side] * mean, stats.poisson.ppf(tail, mean)),
        ):
            assert (counts <= quantile + 1e-6).all()
            assert (counts >= np.maximum(quantile - 1, 0) - 1e-6).all()


def test_binomial_limits_by_hand() -> None:
    """Ten people, target 0.2: F(0) = 0.107374, F(3) = 0.879126, F(4) = 0.967207, F(5) = 0.993631."""
    low, high = funnel.binomial_limits(0.2, 10)
    assert low == 0  # 0 - (0.107374 - 0.025) / 0.107374 lies below 0
    assert high == pytest.approx((5 - (0.993631 - 0.975) / (0.993631 - 0.967207)) / 10, abs=1e-5)
    low, high = funnel.binomial_limits(0.2, 10, 0.8)
    assert high == pytest.approx((4 - (0.967207 - 0.9) / (0.967207 - 0.879126)) / 10, abs=1e-5)


def test_poisson_limits_by_hand() -> None:
    """Four expected: F(0) = 0.018316, F(1) = 0.091578, F(7) = 0.948866, F(8) = 0.978637."""
    low, high = funnel.poisson_limits(4)
    assert low == pytest.approx((1 - (0.091578 - 0.025) / (0.091578 - 0.018316)) / 4, abs=1e-5)
    assert high == pytest.approx((8 - (0.978637 - 0.975) / (0.978637 - 0.948866)) / 4, abs=1e-5)


def test_few_regions_lie_outside_by_chance_alone() -> None:
    random = np.random.default_rng(4)
    n, p = random.integers(500, 20_000, 2_000), 0.02
    share = random.binomial(n, p, (200, 2_000)) / n
    low, high = funnel.binomial_limits(p, n, 0.95)
    assert 0.045 < np.mean((share < low) | (share > high)) < 0.062


def test_limits_approach_the_normal_ones_in_large_groups() -> None:
    n = 4e6
    low, high = funnel.binomial_limits(0.3, n)
    normal = funnel.widened_limits(0.3, funnel.share_errors(0.3, n))
    np.testing.assert_allclose([low, high], [normal.low, normal.high], atol=5e-7)
    ratio = funnel.poisson_limits(1e6)
    np.testing.assert_allclose([ratio.low, ratio.high], [1 - 1.96e-3, 1 + 1.96e-3], atol=3e-6)


def test_a_target_without_chance_is_its_own_limit() -> None:
    low, high = funnel.binomial_limits([0, 1], [[3], [800]])
    np.testing.assert_array_equal(low, [[0, 1], [0, 1]])
    np.testing.assert_array_equal(high, low)


def test_a_count_that_is_not_whole_has_limits_too() -> None:
    whole = np.array(funnel.binomial_limits(0.1, [100, 101]))
    between = np.array(funnel.binomial_limits(0.1, 100.5))
    assert ((whole.min(axis=1) <= between + 1e-3) & (between <= whole.max(axis=1) + 1e-3)).all()


@seeded
@given(p=target, n=people, at=level)
def test_binomial_limits_are_shares_in_order_that_widen(p: float, n: int, at: float) -> None:
    low, high = funnel.binomial_limits(p, n, at)
    assert 0 <= low <= high <= 1
    wider = funnel.binomial_limits(p, n, at + 0.001)
    assert wider.low <= low
    assert high <= wider.high
    if p * n > 10 and (1 - p) * n > 10:
        assert low < p < high


@seeded
@given(mean=st.floats(5, 1e6), at=st.floats(0.8, 0.998))
def test_poisson_limits_hold_one_and_narrow(mean: float, at: float) -> None:
    low, high = funnel.poisson_limits(mean, at)
    assert 0 <= low < 1 < high
    more = funnel.poisson_limits(mean * 4, at)
    assert more.high - more.low < high - low


# Widened limits


def test_widened_limits_by_hand() -> None:
    np.testing.assert_allclose(np.array(funnel.widened_limits(0.5, 0.1)), [0.304004, 0.695996], atol=1e-6)
    np.testing.assert_allclose(np.array(funnel.widened_limits(0.5, 0.1, phi=4)), [0.108007, 0.891993], atol=1e-6)
    # A standard deviation of 0.2 between regions beside one of 0.1 by chance: sqrt(0.05) = 0.223607.
    np.testing.assert_allclose(np.array(funnel.widened_limits(0.5, 0.1, tau2=0.04)), [0.061739, 0.938261], atol=1e-6)


def test_only_the_additive_limits_leave_room_to_a_very_large_region() -> None:
    error = funnel.share_errors(0.02, 1e12)
    narrow, roomy = funnel.widened_limits(0.02, error, phi=9), funnel.widened_limits(0.02, error, tau2=1e-4)
    assert narrow.high - narrow.low < 1e-5
    assert roomy.high - roomy.low == pytest.approx(2 * 1.959964 * 0.01, rel=1e-4)


@seeded
@given(centre=st.floats(0, 2), error=st.floats(0.001, 1), phi=st.floats(0, 50), tau2=st.floats(0, 1), at=level)
def test_widened_limits_are_normal_quantiles(centre: float, error: float, phi: float, tau2: float, at: float) -> None:
    low, high = funnel.widened_limits(centre, error, at, phi, tau2)
    spread = np.sqrt(phi * error**2 + tau2)
    expected = stats.norm.interval(at) * np.array(spread) + centre
    np.testing.assert_allclose([low, high], expected, atol=1e-9)


# z-scores


def test_z_scores_are_those_of_a_proportion() -> None:
    random = np.random.default_rng(5)
    n = random.integers(1, 10_000, 300)
    x = random.binomial(n, 0.1)
    for p in (0.05, 0.1, 0.6):
        expected = (x - stats.binom.mean(n, p)) / stats.binom.std(n, p)
        np.testing.assert_allclose(funnel.z_scores(x, n, p), expected, rtol=1e-9, atol=1e-12)
    assert funnel.z_scores(30, 100, 0.2) == pytest.approx(2.5)


@pytest.mark.parametrize("share", [0, 0.1, 0.25, 0.45])
def test_winsorised_is_that_of_scipy_where_quantiles_are_values(share: float) -> None:
    """With 21 scores the 10 % quantile of the usual definition is a score itself, and scipy pulls in as many."""
    random = np.random.default_rng(6)
    for _ in range(200):
        z = random.standard_t(2, 21)
        pulled = share * 20 / 21 + 1e-9
        theirs = stats.mstats.winsorize(z, limits=(pulled, pulled)).data
        np.testing.assert_allclose(funnel.winsorised(z, share), theirs)


def test_winsorised_by_hand_keeps_missing_scores_and_order() -> None:
    z = np.array([9.0, 0, 1, NAN, 2, 3, 4, 5, 6, 7, -20, 8])
    # 11 scores: the 10 % quantile is the second lowest (0), the 90 % quantile the second highest (8).
    expected = [8.0, 0, 1, NAN, 2, 3, 4, 5, 6, 7, 0, 8]
    np.testing.assert_array_equal(funnel.winsorised(z), expected)
    np.testing.assert_array_equal(funnel.winsorised([NAN, None]), [NAN, NAN])
    np.testing.assert_array_equal(funnel.winsorised([1, 2, np.inf], 0), [1, 2, NAN])
    assert funnel.winsorised([]).shape == (0,)


@seeded
@given(z=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=60), share=st.floats(0, 0.49))
def test_winsorised_stays_between_the_scores(z: list[float], share: float) -> None:
    pulled = funnel.winsorised(z, share)
    assert min(z) <= pulled.min()
    assert pulled.max() <= max(z)
    assert (np.diff(pulled[np.argsort(z)]) >= 0).all()
    assert (np.abs(pulled - np.median(z)) <= np.abs(np.array(z) - np.median(z)) + 1e-9).all()


# Overdispersion


def test_overdispersion_by_hand() -> None:
    # Winsorised: 0 0 1 2 3 4 5 6 7 8 8, squares add up to 268.
    assert funnel.overdispersion([9, 0, 1, 2, 3, 4, 5, 6, 7, -20, 8]) == pytest.approx(268 / 11)
    assert funnel.overdispersion([1, -1, NAN, 3], share=0) == pytest.approx(11 / 3)


def test_overdispersion_without_winsorising_is_pearsons_statistic() -> None:
    random = np.random.default_rng(7)
    n = random.integers(100, 5_000, 40)
    x = random.binomial(n, 0.03)
    p = x.sum() / n.sum()
    table = stats.chi2_contingency(np.array([x, n - x]), correction=False)
    assert funnel.overdispersion(funnel.z_scores(x, n, p), share=0) * 40 == pytest.approx(table.statistic)


def test_overdispersion_finds_the_factor_by_which_regions_vary_more() -> None:
    z = np.random.default_rng(8).normal(0, 2, 100_000)
    assert funnel.overdispersion(z, share=0) == pytest.approx(4, rel=0.02)
    winsorised_normal = stats.norm.expect(lambda v: np.clip(v, -stats.norm.isf(0.1), stats.norm.isf(0.1)) ** 2)
    assert funnel.overdispersion(z) == pytest.approx(4 * winsorised_normal, rel=0.02)


@pytest.mark.parametrize("z", [[], [2.0], [NAN, 1.0], [None, None]])
def test_one_region_or_none_says_nothing_of_overdispersion(z: list[float]) -> None:
    assert np.isnan(funnel.overdispersion(z))
    assert funnel.dispersion_reason(z) == "few_regions"
    assert np.isnan(funnel.inflation(funnel.overdispersion(z), 40))
    limits = funnel.widened_limits(0.5, 0.1, phi=funnel.overdispersion(z))
    assert np.isnan(limits.low)
    assert np.isnan(limits.high)


def test_two_regions_are_enough() -> None:
    assert funnel.dispersion_reason([1.0, NAN, 2.0]) == ""
    assert funnel.overdispersion([1.0, NAN, 2.0], share=0) == pytest.approx(2.5)


@pytest.mark.parametrize("regions", [2, 12, 40, 342])
def test_inflation_needs_more_than_chance(regions: int) -> None:
    edge = stats.chi2.ppf(0.95, regions) / regions
    assert funnel.inflation(edge * 0.999, regions) == 1
    assert funnel.inflation(edge * 1.001, regions) == edge * 1.001
    assert funnel.inflation(0.4, regions) == 1


def test_inflation_of_one_region_is_unknown() -> None:
    assert np.isnan(funnel.inflation(3.0, 1))


def test_between_variance_by_hand() -> None:
    # y = 1, 3, 5 with se 1: phi = (4 + 0 + 4) / 3, tau2 = (8 - 2) / (3 - 3 / 3) = 3.
    assert funnel.between_variance([1, 3, 5], [1, 1, 1], share=0) == pytest.approx(3)
    # The same around a given target of 2: squares 1 + 1 + 9, tau2 = (11 - 2) / 2.
    assert funnel.between_variance([1, 3, 5], [1, 1, 1], share=0, target=2) == pytest.approx(4.5)


def test_between_variance_is_that_of_dersimonian_and_laird() -> None:
    random = np.random.default_rng(9)
    found = []
    for _ in range(200):
        error = random.uniform(0.5, 3, random.integers(2, 40))
        y = random.normal(0, np.sqrt(error**2 + random.uniform(0, 4)))
        with np.errstate(invalid="ignore"):  # statsmodels leaves a negative variance as it is
            expected = max(0, combine_effects(y, error**2, method_re="dl").tau2)
        found.append(funnel.between_variance(y, error, share=0))
        assert found[-1] == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert min(found) == 0 < max(found)


def test_between_variance_is_none_when_regions_vary_less_than_by_chance() -> None:
    assert funnel.between_variance([1, 1.01, 0.99], [1, 1, 1]) == 0


def test_between_variance_leaves_out_what_is_missing() -> None:
    assert funnel.between_variance([1, 3, 5, NAN, 7, 9, 2], [1, 1, 1, 1, NAN, 0, -1], share=0) == pytest.approx(3)
    assert np.isnan(funnel.between_variance([1, NAN], [1, 1]))
    assert np.isnan(funnel.between_variance([], []))


def test_between_variance_is_found_again() -> None:
    random = np.random.default_rng(10)
    error = random.uniform(0.5, 2, 50_000)
    y = random.normal(0.1, np.sqrt(error**2 + 9))
    assert funnel.between_variance(y, error, share=0) == pytest.approx(9, rel=0.03)


# What all share


def test_what_cannot_be_had_is_nan() -> None:
    bad = [-0.1, 1.5, NAN, None]
    results: list[Interval | tuple[Floats, ...]] = [
        funnel.binomial_limits(bad, 10),
        funnel.binomial_limits(0.1, [0, -1, NAN, np.inf]),
        funnel.poisson_limits([0, -1, NAN, np.inf]),
        funnel.widened_limits([0.1, 0.1, 0.1, NAN], [-1, NAN, np.inf, 1]),
        funnel.widened_limits(0.1, 0.1, phi=[-1, NAN, np.inf, None]),
        funnel.widened_limits(0.1, 0.1, tau2=[-1, NAN, np.inf, None]),
        (funnel.z_scores([1, 1, 6, NAN], [0, -1, 5, 5], 0.1),),
        (funnel.z_scores(1, 10, [0, 1, NAN, 2]),),
        (funnel.share_errors(bad, 10),),
    ]
    for result in results:
        for each in result:
            assert each.shape == (4,)
            assert np.isnan(each).all()


def test_one_bad_cell_leaves_the_others_alone() -> None:
    alone = funnel.binomial_limits(0.1, 400)
    mixed = funnel.binomial_limits(0.1, [400, 0, 400])
    np.testing.assert_array_equal(mixed.low, [alone.low, NAN, alone.low])
    ratio = funnel.poisson_limits(30)
    np.testing.assert_array_equal(funnel.poisson_limits([30, None, 1e6]).high[:2], [ratio.high, NAN])


def test_shapes_broadcast_and_empty_stays_empty() -> None:
    assert funnel.binomial_limits(np.full((3, 1), 0.1), np.full(4, 9)).low.shape == (3, 4)
    assert funnel.binomial_limits(0.1, 9).high.shape == ()
    assert funnel.binomial_limits([], []).low.shape == (0,)
    assert funnel.poisson_limits([]).low.shape == (0,)
    assert funnel.z_scores([], [], 0.1).shape == (0,)


@pytest.mark.parametrize(
    "call",
    [
        lambda: funnel.binomial_limits([0.1, 0.2], [1, 2, 3]),
        lambda: funnel.z_scores([1, 2], [1, 2, 3], 0.1),
        lambda: funnel.widened_limits([1, 2], [1, 2, 3]),
        lambda: funnel.between_variance([1, 2], [1, 2, 3]),
    ],
)
def test_shapes_that_do_not_fit_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="do not fit together"):
        call()


@pytest.mark.parametrize("wrong", [0, 1, 95])
def test_a_level_outside_its_range_is_refused(wrong: float) -> None:
    calls: list[Callable[[], object]] = [
        lambda: funnel.binomial_limits(0.1, 10, wrong),
        lambda: funnel.poisson_limits(10, wrong),
        lambda: funnel.widened_limits(0.1, 0.1, wrong),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="The level is"):
            call()


@pytest.mark.parametrize("wrong", [-0.1, 0.5, NAN])
def test_a_share_to_pull_in_outside_its_range_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="The share to pull in"):
        funnel.winsorised([1, 2], wrong)


def test_every_method_names_its_source() -> None:
    assert all(name == method.id and "10.1002/sim.1970" in method.source for name, method in funnel.METHODS.items())
