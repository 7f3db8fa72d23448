"""The test for trend and what it may look at, against statsmodels, scipy and series made by hand."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table

from dashboard.indicators import trend as t

NAN = np.nan
seeded = settings(max_examples=200, deadline=None, derandomize=True)
YEARS = list(range(2016, 2026))


def series(seed: int, rows: int = 250, points: int = 5) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    n = random.integers(50, 20_000, (rows, points))
    p = np.clip(
        random.uniform(0.01, 0.9, (rows, 1)) * (1 + random.normal(0, 0.03, (rows, 1)) * np.arange(points)), 0, 1
    )
    return random.binomial(n, p), n


# The test


def test_trend_of_shares_is_the_ordinal_association_of_statsmodels() -> None:
    """Theirs divides by N - 1 where Cochran and Armitage divide by N; nothing else differs."""
    x, n = series(1)
    when = np.array([2019, 2020, 2021, 2022, 2024])
    ours = t.chi_squared_trend(x, n, when)
    for row in range(len(x)):
        theirs = Table(np.array([n[row] - x[row], x[row]]), shift_zeros=False).test_ordinal_association(
            row_scores=np.array([0, 1]), col_scores=(when - 2019).astype(float)
        )
        people = n[row].sum()
        assert ours.statistic[row] == pytest.approx(theirs.zscore**2 * people / (people - 1), rel=1e-8)
        assert ours.slope[row] == np.sign(theirs.zscore)


def test_trend_of_shares_is_the_score_test_of_a_binomial_model() -> None:
    x, n = series(2, rows=25)
    ours = t.chi_squared_trend(x, n, YEARS[:5])
    for row in range(len(x)):
        model = sm.GLM(np.column_stack([x[row], n[row] - x[row]]), np.ones(5), family=sm.families.Binomial())
        statistic, p_value = model.fit().score_test(exog_extra=np.arange(5.0)[:, None])
        assert ours.statistic[row] == pytest.approx(statistic, rel=1e-6)
        assert ours.p_value[row] == pytest.approx(p_value, rel=1e-6, abs=1e-300)


def test_trend_of_counts_is_the_score_test_of_a_poisson_model() -> None:
    random = np.random.default_rng(3)
    x = random.poisson(random.uniform(1, 900, (200, 1)), (200, 6))
    ours = t.chi_squared_trend(x, None, YEARS[:6])
    for row in range(len(x)):
        model = sm.GLM(x[row], np.ones(6), family=sm.families.Poisson())
        statistic, p_value = model.fit().score_test(exog_extra=np.arange(6.0)[:, None])
        assert ours.statistic[row] == pytest.approx(statistic, rel=1e-6, abs=1e-9)
        assert ours.p_value[row] == pytest.approx(p_value, rel=1e-6, abs=1e-9)


def test_trend_of_two_points_is_the_chi_squared_test_of_the_table() -> None:
    found = t.chi_squared_trend([56, 48], [70, 80], [2023, 2024])
    theirs = stats.chi2_contingency([[56, 48], [14, 32]], correction=False)
    assert found.statistic == pytest.approx(theirs.statistic)
    assert found.p_value == pytest.approx(theirs.pvalue)
    assert found.slope == -1


def test_trend_by_hand() -> None:
    # Counts 10 20 30 at 0 1 2: S = 80 - 60 = 20, variance 20 * 2 = 40, chi-squared 10.
    found = t.chi_squared_trend([10, 20, 30], None, [0, 1, 2])
    assert found.statistic == pytest.approx(10)
    # Of 100 each: p = 0.2, variance 300 * 0.2 * 0.8 * 2 / 3 = 32, chi-squared 400 / 32.
    assert t.chi_squared_trend([10, 20, 30], [100] * 3, [0, 1, 2]).statistic == pytest.approx(12.5)


def test_trend_finds_one_in_twenty_by_chance() -> None:
    random = np.random.default_rng(4)
    n = random.integers(500, 5_000, (20_000, 5))
    found = t.chi_squared_trend(random.binomial(n, 0.03), n, YEARS[:5])
    assert np.mean(found.p_value < 0.05) == pytest.approx(0.05, abs=0.006)


@pytest.mark.parametrize("x", [[0, 0, 0], [10, 30, 20], [1, 3, 2]])
def test_level_series_have_no_trend_at_all(x: list[int]) -> None:
    n = [10, 30, 20]
    found = t.chi_squared_trend(x, n, [1, 2, 3])
    assert (found.statistic, found.p_value, found.slope) == (0, 1, 0)


@seeded
@given(
    x=st.lists(st.integers(0, 5_000), min_size=2, max_size=8),
    extra=st.lists(st.integers(0, 1_000_000), min_size=8, max_size=8),
    start=st.integers(1990, 2030),
)
def test_trend_turns_with_time_and_with_the_complement(x: list[int], extra: list[int], start: int) -> None:
    n = [cases + more + 1 for cases, more in zip(x, extra, strict=False)]
    when = list(range(start, start + len(x)))
    forward, backward = t.chi_squared_trend(x, n, when), t.chi_squared_trend(x[::-1], n[::-1], when)
    others = t.chi_squared_trend(np.subtract(n, x), n, when)
    assert 0 <= forward.p_value <= 1
    for turned in (backward, others):
        assert turned.statistic == pytest.approx(forward.statistic, rel=1e-9, abs=1e-12)
        assert turned.slope == -forward.slope
    later = t.chi_squared_trend(x, n, np.multiply(when, 2))
    assert later.statistic == pytest.approx(forward.statistic, rel=1e-9)


def test_cells_that_cannot_be_used_do_not_take_part() -> None:
    x, n = [5, NAN, 9, 30, 4, 8], [50, 60, 0, 20, 40, 30]
    found = t.chi_squared_trend(x, n, range(6))
    assert found == t.chi_squared_trend([5, 4, 8], [50, 40, 30], [0, 4, 5])
    counts = t.chi_squared_trend([5, NAN, 9, -1], None, range(4))
    assert counts == t.chi_squared_trend([5, 9], None, [0, 2])


def test_one_point_or_none_has_no_trend() -> None:
    for x, n in (([5, NAN], [9, 9]), ([NAN, 3], None), ([None, None], [9, 9])):
        assert np.isnan(np.array(t.chi_squared_trend(x, n, [1, 2]))).all()
    assert np.isnan(np.array(t.chi_squared_trend([], [], []))).all()
    assert t.chi_squared_trend(np.ones((0, 3)), np.ones((0, 3)), [1, 2, 3]).p_value.shape == (0,)


def test_many_series_at_once() -> None:
    x, n = series(5, rows=24)
    stacked = t.chi_squared_trend(x.reshape(4, 6, 5), n.reshape(4, 6, 5), YEARS[:5])
    assert stacked.p_value.shape == (4, 6)
    np.testing.assert_array_equal(stacked.p_value.ravel(), t.chi_squared_trend(x, n, YEARS[:5]).p_value)


@pytest.mark.parametrize("when", [[1, 2, 2], [1, NAN, 3], [1, None, 3]])
def test_times_must_be_known_and_different(when: list[float]) -> None:
    with pytest.raises(ValueError, match="give each point its own time"):
        t.chi_squared_trend([1, 2, 3], None, when)


@pytest.mark.parametrize("x", [[1, 2], 3, [[1, 2, 3, 4]]])
def test_series_must_fit_the_times(x: object) -> None:
    with pytest.raises(ValueError, match="does not fit 3 periods"):
        t.chi_squared_trend(x, None, [1, 2, 3])
    with pytest.raises(ValueError, match="does not fit 3 periods"):
        t.trend(x, 100, [1, 2, 3])
    with pytest.raises(ValueError, match="do not fit together"):
        t.chi_squared_trend([1, 2, 3], [5, 5], [1, 2, 3])


def test_times_are_one_list() -> None:
    with pytest.raises(ValueError, match="give each point its own time"):
        t.chi_squared_trend([1, 2, 3, 4], None, [[1, 2], [3, 4]])


# Comparable points


@pytest.mark.parametrize(
    ("periods", "breaks", "last", "expected"),
    [
        (range(2015, 2025), (), 5, [5, 6, 7, 8, 9]),
        (range(2015, 2025), (), 20, list(range(10))),
        (range(2015, 2025), (2022,), 5, [7, 8, 9]),  # 2022 starts afresh, 2021 is on the other side
        (range(2015, 2025), (2020,), 5, [5, 6, 7, 8, 9]),  # exactly the five after the break
        (range(2015, 2025), (2024,), 5, [9]),
        (range(2015, 2025), (2025,), 5, [5, 6, 7, 8, 9]),  # a break that is still to come
        (range(2015, 2025), (2016, 2023, 2018), 5, [8, 9]),  # the latest break counts
        ([2017, 2018, 2020, 2021], (), 5, [2, 3]),  # 2019 has no figures
        ([2017, 2018, 2020, 2021], (2019,), 5, [2, 3]),
        ([2021, 2019, 2020], (), 2, [2, 0]),  # any order in, oldest first out
        ([2020], (), 5, [0]),
        ([], (), 5, []),
    ],
)
def test_comparable_points(periods: list[int], breaks: tuple[int, ...], last: int, expected: list[int]) -> None:
    assert t.comparable_points(periods, breaks, last) == expected


def test_comparable_points_refuse_a_double_period() -> None:
    with pytest.raises(ValueError, match="give each period once"):
        t.comparable_points([2020, 2020])


@seeded
@given(
    periods=st.sets(st.integers(2000, 2025), max_size=20),
    breaks=st.sets(st.integers(2000, 2026), max_size=4),
    last=st.integers(1, 9),
)
def test_comparable_points_never_cross_anything(periods: set[int], breaks: set[int], last: int) -> None:
    given_periods = sorted(periods)
    run = [given_periods[place] for place in t.comparable_points(given_periods, breaks, last)]
    assert len(run) <= last
    if periods:
        assert run[-1] == max(periods)
        assert run == list(range(run[0], run[-1] + 1))
        assert not breaks & set(run[1:])
        could_grow = len(run) < last and run[0] not in breaks and run[0] - 1 in periods
        assert not could_grow


# Direction


def steady(change: int) -> list[int]:
    return [3_000 + change * year for year in range(10)]


def test_direction_of_many_regions_at_once() -> None:
    x = np.array([steady(100), steady(-100), steady(0), steady(100)], dtype=float)
    x[3, 7] = NAN
    found = t.trend(x, np.full(10, 100_000), YEARS)
    assert found.outcome.tolist() == ["rising", "falling", "no_signal", "too_few_points"]
    assert found.points.tolist() == [5, 5, 5, 2]
    assert np.isnan(found.p_value).tolist() == [False, False, False, True]
    alone = t.chi_squared_trend(x[:3, 5:], np.full(5, 100_000), YEARS[5:])
    np.testing.assert_array_equal(found.p_value[:3], alone.p_value)


def test_direction_of_counts() -> None:
    found = t.trend([steady(100), steady(-100), steady(1)], None, YEARS)
    assert found.outcome.tolist() == ["rising", "falling", "no_signal"]


def test_direction_of_one_series() -> None:
    found = t.trend(steady(100), [100_000] * 10, YEARS)
    assert (found.outcome.shape, str(found.outcome), float(found.points)) == ((), "rising", 5)


def test_direction_looks_at_the_last_points_only() -> None:
    x = [9_000, 8_000, 7_000, 6_000, 5_000, 3_000, 3_000, 3_000, 3_000, 3_000]
    assert t.trend(x, [100_000] * 10, YEARS).outcome == "no_signal"
    assert t.trend(x, [100_000] * 10, YEARS, points=10).outcome == "falling"


def test_direction_never_crosses_a_break() -> None:
    x = [*steady(0)[:6], *([9_000] * 4)]
    assert t.trend(x, [100_000] * 10, YEARS).outcome == "rising"
    found = t.trend(x, [100_000] * 10, YEARS, breaks=[2022])
    assert (str(found.outcome), float(found.points)) == ("too_few_points", 4)
    assert np.isnan(found.p_value)
    assert t.trend(x, [100_000] * 10, YEARS, breaks=[2022], points=4).outcome == "no_signal"


def test_direction_never_crosses_a_year_without_figures() -> None:
    years = [*YEARS[:7], 2024, 2025, 2026]
    assert t.trend(steady(100), [100_000] * 10, years).outcome == "too_few_points"


def test_direction_of_periods_in_any_order() -> None:
    turned = t.trend(steady(100)[::-1], [100_000] * 10, YEARS[::-1])
    assert turned.outcome == "rising"


def test_a_region_without_its_latest_figure_has_no_direction() -> None:
    x = np.array(steady(100), dtype=float)
    x[-1] = NAN
    found = t.trend(x, [100_000] * 10, YEARS)
    assert (str(found.outcome), float(found.points)) == ("too_few_points", 0)
    x[-1] = 200_000
    assert t.trend(x, [100_000] * 10, YEARS).outcome == "too_few_points"


def test_direction_depends_on_the_level() -> None:
    x, n = [100, 104, 108, 113, 125], [10_000] * 5
    p_value = float(t.trend(x, n, YEARS[:5]).p_value)
    assert 0.002 < p_value < 0.2
    assert t.trend(x, n, YEARS[:5]).outcome == "no_signal"
    assert t.trend(x, n, YEARS[:5], level=1 - p_value - 0.001).outcome == "rising"


def test_direction_without_periods_or_regions() -> None:
    assert t.trend([], [], []).outcome == "too_few_points"
    assert t.trend(np.ones((3, 0)), np.ones((3, 0)), []).outcome.tolist() == ["too_few_points"] * 3
    assert t.trend(np.ones((0, 10)), np.ones((0, 10)), YEARS).outcome.shape == (0,)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="The level is"):
        t.trend([1, 2], None, [1, 2], level=99.8)
    with pytest.raises(ValueError, match="at least 2 points"):
        t.trend([1, 2], None, [1, 2], points=1)


def test_every_method_names_its_source() -> None:
    assert all(name == method.id and method.source for name, method in t.METHODS.items())
