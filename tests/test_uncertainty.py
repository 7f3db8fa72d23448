"""Intervals, the test and the visible change, against scipy, statsmodels and the examples printed in the papers."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.rates import confint_poisson_2indep

from dashboard.indicators import uncertainty as u
from dashboard.indicators.counts import Floats, Interval, reasons

NAN = np.nan
seeded = settings(max_examples=200, deadline=None, derandomize=True)
LEVELS = (0.8, 0.95, 0.998)
# Everything that is no share, with the reason that goes with it.
BAD_X = np.array([5.0, 0.0, 3.0, -1.0, 1.0, NAN, 1.0, NAN])
BAD_N = np.array([4.0, 0.0, 0.0, 4.0, -4.0, 4.0, NAN, NAN])


def shares(seed: int, size: int = 300) -> tuple[Floats, Floats]:
    """Random counts of all sizes with the ends 0 and n among them."""
    random = np.random.default_rng(seed)
    n = np.floor(10 ** random.uniform(0, 6, size))
    x = np.floor(random.beta(0.5, 2, size) * (n + 1))
    x[:10], x[10:20] = 0, n[10:20]
    return x, n


people = st.integers(1, 2_000_000)
share = st.floats(0, 1)
level = st.floats(0.5, 0.998)


# Wilson


@pytest.mark.parametrize("at", LEVELS)
def test_wilson_is_that_of_statsmodels(at: float) -> None:
    x, n = shares(1)
    low, high = proportion_confint(x, n, alpha=1 - at, method="wilson")
    ours = u.wilson(x, n, at)
    np.testing.assert_allclose(ours.low, low, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.high, high, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_examples_of_newcombe(x: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998 (Two-sided confidence intervals for the single proportion), table I, method 3."""
    np.testing.assert_allclose(np.array(u.wilson(x, n)), [low, high], atol=5e-5)


def test_wilson_ends_are_exact() -> None:
    n = np.array([1.0, 7.0, 1e6])
    assert (u.wilson(0, n).low == 0).all()
    assert (u.wilson(n, n).high == 1).all()
    assert (u.wilson(0, n).high < 1).all()
    assert (u.wilson(n, n).low > 0).all()


@seeded
@given(n=people, p=share, at=level)
def test_wilson_holds_the_share_and_widens_with_the_level(n: int, p: float, at: float) -> None:
    x = round(p * n)
    low, high = u.wilson(x, n, at)
    assert 0 <= low <= x / n <= high <= 1
    wider = u.wilson(x, n, at + 0.001)
    assert wider.low <= low
    assert high <= wider.high


@seeded
@given(n=st.integers(1, 100_000), p=share, times=st.integers(2, 10))
def test_wilson_shrinks_with_the_number_of_people(n: int, p: float, times: int) -> None:
    x = round(p * n)
    few, many = u.wilson(x, n), u.wilson(x * times, n * times)
    assert many.high - many.low < few.high - few.low


@seeded
@given(n=people, p=share)
def test_wilson_of_the_complement_is_the_mirror_image(n: int, p: float) -> None:
    x = round(p * n)
    one, other = u.wilson(x, n), u.wilson(n - x, n)
    np.testing.assert_allclose([one.low, one.high], [1 - other.high, 1 - other.low], atol=1e-12)


# Poisson


@pytest.mark.parametrize("at", LEVELS)
def test_exact_limits_are_quantiles_of_chi_squared(at: float) -> None:
    x = np.concatenate([np.arange(50.0), np.random.default_rng(2).uniform(0, 1e5, 250)])
    ours = u.poisson_exact(x, at)
    low = stats.chi2.ppf((1 - at) / 2, 2 * x[1:]) / 2
    np.testing.assert_allclose(ours.low, [0, *low], rtol=1e-8)
    np.testing.assert_allclose(ours.high, stats.chi2.isf((1 - at) / 2, 2 * x + 2) / 2, rtol=1e-8)


def test_exact_limits_leave_half_the_tail_on_either_side() -> None:
    x = np.arange(1.0, 300.0)
    low, high = u.poisson_exact(x)
    np.testing.assert_allclose(stats.poisson.sf(x - 1, low), 0.025, rtol=1e-8)
    np.testing.assert_allclose(stats.poisson.cdf(x, high), 0.025, rtol=1e-8)


def test_exact_limits_are_those_of_the_printed_table() -> None:
    """The exact 95 % limits that handbooks print (Breslow & Day 1987, ch. 2) for a count of 0, 1, 10 and 100."""
    ours = u.poisson_exact([0, 1, 10, 100])
    np.testing.assert_allclose(ours.low, [0, 0.0253, 4.80, 81.4], rtol=2e-3)
    np.testing.assert_allclose(ours.high, [3.69, 5.57, 18.39, 121.6], rtol=2e-3)


def test_byar_by_hand_and_near_the_exact_limits() -> None:
    # 10 (1 - 1/90 - 1.959964 / (3 sqrt 10))^3 and 11 (1 - 1/99 + 1.959964 / (3 sqrt 11))^3
    np.testing.assert_allclose(np.array(u.byar(10)), [4.7874, 18.3915], atol=1e-4)
    x = np.arange(5.0, 500.0)
    for at in (0.9, 0.95, 0.99):
        exact, ours = u.poisson_exact(x, at), u.byar(x, at)
        np.testing.assert_allclose(ours.low, exact.low, rtol=0.03)
        np.testing.assert_allclose(ours.high, exact.high, rtol=0.005)


def test_byar_never_goes_below_zero() -> None:
    assert u.byar(0).low == 0
    assert u.byar(0, 0.998).high > 0
    np.testing.assert_array_equal(u.byar([0.01, 1], 0.998).low, [0, 0])


@pytest.mark.parametrize("interval", [u.poisson_exact, u.byar])
@seeded
@given(x=st.floats(0, 1e7), at=level)
def test_limits_of_a_count_hold_it_and_widen(interval: Callable[..., Interval], x: float, at: float) -> None:
    low, high = interval(x, at)
    assert 0 <= low <= x < high
    wider = interval(x, at + 0.001)
    assert wider.low <= low
    assert high < wider.high


# Differences


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((6, 7, 2, 7), 0.0582, 0.8062),
    ],
)
def test_newcombe_gives_the_examples_of_the_paper(counts: tuple[int, ...], low: float, high: float) -> None:
    """Newcombe 1998 (Interval estimation for the difference), table II, method 10."""
    np.testing.assert_allclose(np.array(u.newcombe(*counts)), [low, high], atol=5e-5)


@pytest.mark.parametrize("at", LEVELS)
def test_newcombe_is_that_of_statsmodels(at: float) -> None:
    (x1, n1), (x2, n2) = shares(3), shares(4)
    ours = u.newcombe(x1, n1, x2[::-1], n2[::-1], at)
    theirs = [
        confint_proportions_2indep(*each, compare="diff", method="newcomb", alpha=1 - at)
        for each in zip(x1, n1, x2[::-1], n2[::-1], strict=True)
    ]
    np.testing.assert_allclose(np.transpose(ours), theirs, rtol=1e-8, atol=1e-10)


@seeded
@given(n1=people, p1=share, n2=people, p2=share, at=level)
def test_newcombe_holds_the_difference(n1: int, p1: float, n2: int, p2: float, at: float) -> None:
    x1, x2 = round(p1 * n1), round(p2 * n2)
    low, high = u.newcombe(x1, n1, x2, n2, at)
    assert -1 - 1e-12 <= low <= x1 / n1 - x2 / n2 <= high <= 1 + 1e-12
    turned = u.newcombe(x2, n2, x1, n1, at)
    np.testing.assert_allclose([turned.low, turned.high], [-high, -low], atol=1e-12)
    wider = u.newcombe(x1, n1, x2, n2, at + 0.001)
    assert wider.high - wider.low >= high - low


@pytest.mark.parametrize("at", LEVELS)
def test_difference_of_counts_is_that_of_statsmodels(at: float) -> None:
    random = np.random.default_rng(5)
    x1, x2 = (np.floor(10 ** random.uniform(0, 5, 250)) for _ in range(2))
    ours = u.difference_of_counts(x1, x2, at)
    theirs = [
        confint_poisson_2indep(a, 1, b, 1, method="mover", method_mover="exact-c", compare="diff", alpha=1 - at)
        for a, b in zip(x1, x2, strict=True)
    ]
    np.testing.assert_allclose(np.transpose(ours), theirs, rtol=1e-8, atol=1e-7)


def test_difference_of_counts_without_any_is_as_wide_as_one_alone() -> None:
    low, high = u.difference_of_counts(0, 0)
    np.testing.assert_allclose([low, high], [np.log(0.025), -np.log(0.025)])


@pytest.mark.parametrize(("a", "b"), [(3, 8), (40, 25), (500, 450)])
def test_difference_of_counts_covers_what_it_promises(a: int, b: int) -> None:
    random = np.random.default_rng(a)
    low, high = u.difference_of_counts(random.poisson(a, 20_000), random.poisson(b, 20_000))
    covered = np.mean((low <= a - b) & (a - b <= high))
    assert 0.945 < covered < 0.99


# The test and the rest of the country


def test_score_test_is_that_of_statsmodels() -> None:
    (x1, n1), (x2, n2) = shares(6), shares(7)
    ours = u.score_test(x1, n1, x2[::-1], n2[::-1])
    for mine, *counts in zip(ours, x1, n1, x2[::-1], n2[::-1], strict=True):
        if 0 < counts[0] + counts[2] < counts[1] + counts[3]:
            _, theirs = proportions_ztest([counts[0], counts[2]], [counts[1], counts[3]])
            assert mine == pytest.approx(theirs, rel=1e-6, abs=1e-300)
        else:
            assert mine == 1


def test_score_test_squared_is_chi_squared_of_the_table() -> None:
    table = np.array([[56, 14], [48, 32]])
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert u.score_test(56, 70, 48, 80) == pytest.approx(expected, rel=1e-12)


def test_score_test_of_equal_ends_is_one() -> None:
    np.testing.assert_array_equal(u.score_test([0, 10], [10, 10], [0, 25], [5, 25]), [1, 1])


@seeded
@given(n=people, p=share, times=st.integers(1, 9))
def test_score_test_of_equal_shares_is_one(n: int, p: float, times: int) -> None:
    x = round(p * n)
    assert u.score_test(x, n, x * times, n * times) == pytest.approx(1)


def test_rest_and_region_are_the_whole() -> None:
    x, n = shares(8)
    rest = u.rest_of(x, n, x.sum(), n.sum())
    np.testing.assert_array_equal(rest.x + x, np.full_like(x, x.sum()))
    np.testing.assert_array_equal(rest.n + n, np.full_like(n, n.sum()))


@pytest.mark.parametrize(
    "counts",
    [(5, 50, 4, 100), (5, 50, 10, 40), (5, 50, None, 100), (5, 50, 10, None), (None, 50, 10, 100), (5, 4, 10, 100)],
)
def test_rest_of_what_does_not_fit_is_missing(counts: tuple[float | None, ...]) -> None:
    rest = u.rest_of(*counts)
    assert reasons(*rest) == "missing"


def test_rest_of_the_whole_country_has_no_population() -> None:
    rest = u.rest_of(10, 100, 10, 100)
    assert reasons(*rest) == "no_population"
    assert np.isnan(u.score_test(10, 100, *rest))


# What change can be seen


def test_detectable_change_is_two_point_eight_standard_errors() -> None:
    p, n = 0.02, 10_000
    assert u.detectable_change(p * n, n) == pytest.approx(2.8016 * np.sqrt(2 * p * (1 - p) / n), rel=1e-4)
    assert u.detectable_change(p * n, n, phi=4) == pytest.approx(2 * u.detectable_change(p * n, n))


@pytest.mark.parametrize(("at", "power"), [(0.95, 0.8), (0.998, 0.9), (0.9, 0.6)])
def test_detectable_change_has_the_power_it_promises(at: float, power: float) -> None:
    x, n = (each[20:] for each in shares(9))
    inside = (x > 0) & (x < n)
    x, n = x[inside], n[inside]
    ours = u.detectable_change(x, n, level=at, power=power)
    effect = ours / np.sqrt(x / n * (1 - x / n))
    for size, each in zip(effect[:40], n[:40], strict=True):
        reached = NormalIndPower().power(size, each, 1 - at, ratio=1, alternative="larger")
        both = stats.norm.sf(stats.norm.isf((1 - at) / 2) - size * np.sqrt(each / 2))
        assert both == pytest.approx(power, rel=1e-9)
        assert reached > power


def test_detectable_change_of_counts_is_the_limit_of_that_of_shares() -> None:
    x = np.array([1.0, 30.0, 900.0])
    of_shares = u.detectable_change(x, 1e12) * 1e12
    np.testing.assert_allclose(u.detectable_change_of_counts(x), of_shares, rtol=1e-6)
    np.testing.assert_allclose(u.detectable_change_of_counts(50), 28.016, rtol=1e-4)


def test_detectable_change_without_variation_says_why() -> None:
    x, n = np.array([0, 5, 3, NAN, 6, 0]), np.array([5, 5, 5, 5, 5, 0])
    np.testing.assert_array_equal(np.isnan(u.detectable_change(x, n)), [True, True, False, True, True, True])
    expected = ["no_variation", "no_variation", "", "missing", "impossible", "no_population"]
    assert u.change_reasons(x, n).tolist() == expected
    assert u.change_reasons([0, 5, -1]).tolist() == ["no_variation", "", "negative"]
    np.testing.assert_array_equal(np.isnan(u.detectable_change_of_counts([0, 5, -1])), [True, False, True])


def test_detectable_change_needs_a_known_overdispersion() -> None:
    assert np.isnan(u.detectable_change(5, 50, phi=NAN))
    assert np.isnan(u.detectable_change_of_counts(5, phi=-1))


@seeded
@given(n=st.integers(2, 100_000), p=share, power=st.floats(0.5, 0.98))
def test_detectable_change_grows_with_power_and_shrinks_with_people(n: int, p: float, power: float) -> None:
    x = min(max(round(p * n), 1), n - 1)
    change = u.detectable_change(x, n, power=power)
    assert change < u.detectable_change(x, n, power=power + 0.01)
    assert u.detectable_change(4 * x, 4 * n, power=power) == pytest.approx(change / 2)


# What all share


def all_of(x: object, n: object) -> list[Floats]:
    """Every result of the family for the same counts."""
    return [
        *u.wilson(x, n),
        *u.newcombe(x, n, 1, 4),
        *u.newcombe(1, 4, x, n),
        u.score_test(x, n, 1, 4),
        u.score_test(1, 4, x, n),
        u.detectable_change(x, n),
        *u.rest_of(x, n, 100, 1000),
        *u.rest_of(0, 1, x, n),
    ]


def all_of_counts(x: object) -> list[Floats]:
    return [
        *u.poisson_exact(x),
        *u.byar(x),
        *u.difference_of_counts(x, 5),
        *u.difference_of_counts(5, x),
        u.detectable_change_of_counts(x),
    ]


def test_what_cannot_be_had_is_nan_and_never_zero() -> None:
    for result in all_of(BAD_X, BAD_N):
        assert np.isnan(result).all()
    for result in all_of_counts([-1, NAN, None, np.inf]):
        assert np.isnan(result).all()
    assert (reasons(BAD_X, BAD_N) != "").all()


@pytest.mark.parametrize(("x", "n"), [(None, 5), (2, None), (np.inf, np.inf), (2, np.inf)])
def test_one_missing_number_is_enough(x: float | None, n: float | None) -> None:
    assert all(np.isnan(result) for result in all_of(x, n))


def test_one_bad_cell_leaves_the_others_alone() -> None:
    x, n = np.array([2.0, NAN, 3.0]), np.array([8.0, 8.0, 9.0])
    for mixed, first, last in zip(all_of(x, n), all_of(2, 8), all_of(3, 9), strict=True):
        np.testing.assert_array_equal(mixed, [first, NAN, last])


def test_shapes_broadcast_and_stay_arrays() -> None:
    for result in all_of(np.ones((3, 1)), np.full(4, 9.0)):
        assert result.shape == (3, 4)
    for result in (*all_of([], []), *all_of_counts([])):
        assert result.shape == (0,)
    for result in (*all_of(2, 8), *all_of_counts(3)):
        assert isinstance(result, np.ndarray)
        assert result.shape == ()
    for result in all_of([2], [8]):
        assert result.shape == (1,)


@pytest.mark.parametrize("call", [u.wilson, u.score_test, u.newcombe, u.rest_of, u.detectable_change])
def test_shapes_that_do_not_fit_are_refused(call: Callable[..., object]) -> None:
    others = ([1], [9]) if call in (u.score_test, u.newcombe, u.rest_of) else ()
    with pytest.raises(ValueError, match=r"Counts of shapes \(3,\), \(2,\).* do not fit together"):
        call([1, 2, 3], [9, 9], *others)


@pytest.mark.parametrize("wrong", [0, 1, -0.5, 95, NAN])
def test_a_level_or_power_outside_its_range_is_refused(wrong: float) -> None:
    calls: list[Callable[[], object]] = [
        lambda: u.wilson(1, 2, wrong),
        lambda: u.poisson_exact(1, wrong),
        lambda: u.byar(1, wrong),
        lambda: u.newcombe(1, 2, 1, 2, wrong),
        lambda: u.difference_of_counts(1, 2, wrong),
        lambda: u.detectable_change(1, 2, level=wrong),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"The level is .*; give a number between 0 and 1"):
            call()
    with pytest.raises(ValueError, match="The power is"):
        u.detectable_change(1, 2, power=wrong)


def test_every_method_names_its_source() -> None:
    assert all(name == method.id and method.source for name, method in u.METHODS.items())
    assert {"detectable_change", "detectable_change_of_counts"} < set(u.METHODS)
    used = u.with_parameters(u.METHODS["wilson"], level=0.998)
    assert (used.id, used.parameters, used.source) == ("wilson", {"level": 0.998}, u.METHODS["wilson"].source)
    assert u.METHODS["wilson"].parameters == {"level": 0.95}


def test_all_small_shares_have_a_wilson_interval_close_to_its_promise() -> None:
    """Mean coverage over all p of every n up to 30 lies near 95 %, as Newcombe found."""
    grid = np.linspace(0.001, 0.999, 999)
    for n in itertools.chain(range(5, 31, 5)):
        x = np.arange(n + 1.0)
        low, high = u.wilson(x, n)
        inside = (low[:, None] <= grid) & (grid <= high[:, None])
        coverage = (stats.binom.pmf(x[:, None], n, grid) * inside).sum(axis=0).mean()
        assert coverage == pytest.approx(0.953, abs=0.006)
