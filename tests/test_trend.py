"""The test for trend and what it may look at, against statsmodels, scipy and series made by hand."""

from fractions import Fraction

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


def series(seed: int, rows: int = 250, points: int = 5, wobble: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Cases and people per row; `wobble` is how far a year lies beside the line of its row, as a part of it."""
    random = np.random.default_rng(seed)
    n = random.integers(50, 20_000, (rows, points))
    line = random.uniform(0.01, 0.9, (rows, 1)) * (1 + random.normal(0, 0.03, (rows, 1)) * np.arange(points))
    p = np.clip(line * (1 + random.normal(0, wobble, (rows, points)) if wobble else line / line), 0, 1)
    return random.binomial(n, p), n


def slowly(x: list[int], n: list[int] | None, when: list[int]) -> tuple[float, float, float]:
    """Chi-squared for trend, departure from the line and phi, in fractions and one point at a time."""
    people = [Fraction(each) for each in (n or [1] * len(x))]
    share = sum(x) / sum(people)
    variance = share if n is None else share * (1 - share)
    middle = sum(w * t for w, t in zip(people, when, strict=True)) / sum(people)
    along = sum((Fraction(c) - w * share) * (t - middle) for c, w, t in zip(x, people, when, strict=True))
    spread = sum(w * (t - middle) ** 2 for w, t in zip(people, when, strict=True))
    slope = along / spread
    # The part around the line is made from the points themselves, not as a difference of two sums.
    around = sum(
        w * (c / w - share - slope * (t - middle)) ** 2 for c, w, t in zip(map(Fraction, x), people, when, strict=True)
    )
    departure = around / variance
    return float(along**2 / spread / variance), float(departure), max(1.0, float(departure / max(len(x) - 2, 1)))


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
        trend = theirs.zscore**2 * people / (people - 1)
        assert ours.statistic[row] * ours.phi[row] == pytest.approx(trend, rel=1e-8)
        assert ours.slope[row] == np.sign(theirs.zscore)


def test_trend_of_shares_is_the_score_test_of_a_binomial_model() -> None:
    x, n = series(2, rows=25)
    ours = t.chi_squared_trend(x, n, YEARS[:5])
    for row in range(len(x)):
        model = sm.GLM(np.column_stack([x[row], n[row] - x[row]]), np.ones(5), family=sm.families.Binomial())
        statistic, p_value = model.fit().score_test(exog_extra=np.arange(5.0)[:, None])
        assert ours.statistic[row] * ours.phi[row] == pytest.approx(statistic, rel=1e-6)
        chance = p_value if ours.phi[row] == 1 else stats.chi2.sf(statistic / ours.phi[row], 1)
        assert ours.p_value[row] == pytest.approx(chance, rel=1e-5, abs=1e-300)
    assert 5 < np.count_nonzero(ours.phi == 1) < 25


def test_trend_of_counts_is_the_score_test_of_a_poisson_model() -> None:
    random = np.random.default_rng(3)
    x = random.poisson(random.uniform(1, 900, (200, 1)), (200, 6))
    ours = t.chi_squared_trend(x, None, YEARS[:6])
    for row in range(len(x)):
        model = sm.GLM(x[row], np.ones(6), family=sm.families.Poisson())
        statistic, p_value = model.fit().score_test(exog_extra=np.arange(6.0)[:, None])
        assert ours.statistic[row] * ours.phi[row] == pytest.approx(statistic, rel=1e-6, abs=1e-9)
        chance = p_value if ours.phi[row] == 1 else stats.chi2.sf(statistic / ours.phi[row], 1)
        assert ours.p_value[row] == pytest.approx(chance, rel=1e-6, abs=1e-9)
    assert 20 < np.count_nonzero(ours.phi == 1) < 200


@pytest.mark.parametrize(("wobble", "fewest", "most"), [(0, 1, 1.5), (0.05, 2, 200), (0.3, 50, 5000)])
def test_departure_is_what_scipy_and_statsmodels_leave_of_all_points(wobble: float, fewest: float, most: float) -> None:
    x, n = series(6, rows=250, wobble=wobble)
    fits = (x.sum(axis=1) > 0) & (x.sum(axis=1) < n.sum(axis=1))
    x, n = x[fits], n[fits]
    ours = t.chi_squared_trend(x, n, YEARS[:5])
    assert len(x) > 200 and fewest <= np.median(ours.phi) < most
    for row in range(len(x)):
        counts = np.array([n[row] - x[row], x[row]])
        whole = stats.chi2_contingency(counts, correction=False).statistic
        theirs = Table(counts, shift_zeros=False).test_ordinal_association(
            row_scores=np.array([0, 1]), col_scores=np.arange(5.0)
        )
        trend = theirs.zscore**2 * n[row].sum() / (n[row].sum() - 1)
        assert ours.departure[row] == pytest.approx(whole - trend, rel=1e-7, abs=1e-7 * whole)
        assert ours.phi[row] == pytest.approx(max(1, (whole - trend) / 3), rel=1e-7, abs=1e-7 * whole)
        assert ours.statistic[row] == pytest.approx(trend / max(1, (whole - trend) / 3), rel=1e-6, abs=1e-7 * whole)


def test_departure_of_counts_is_what_scipy_and_statsmodels_leave() -> None:
    random = np.random.default_rng(7)
    means = random.uniform(5, 900, (250, 1)) * (1 + random.normal(0, 0.1, (250, 5))).clip(0.1)
    x = random.poisson(means) + 1
    ours = t.chi_squared_trend(x, None, YEARS[:5])
    for row in range(len(x)):
        model = sm.GLM(x[row], np.ones(5), family=sm.families.Poisson())
        trend, _ = model.fit().score_test(exog_extra=np.arange(5.0)[:, None])
        left = stats.chisquare(x[row]).statistic - trend
        assert ours.departure[row] == pytest.approx(left, rel=1e-6, abs=1e-6)
        assert ours.phi[row] == pytest.approx(max(1, left / 3), rel=1e-6)
    assert 20 < np.count_nonzero(ours.phi == 1) < 230


@seeded
@given(
    x=st.lists(st.integers(0, 3_000), min_size=2, max_size=7),
    extra=st.lists(st.integers(1, 1_000_000), min_size=7, max_size=7),
    gaps=st.lists(st.integers(1, 3), min_size=7, max_size=7),
    counted=st.booleans(),
)
def test_the_parts_are_those_of_slow_fractions(x: list[int], extra: list[int], gaps: list[int], counted: bool) -> None:
    n = None if counted else [cases + more for cases, more in zip(x, extra, strict=False)]
    when = np.cumsum(gaps[: len(x)]).tolist()
    found = t.chi_squared_trend(x, n, when)
    if sum(x) == 0:
        assert found == (0, 1, 0, 0, 1)
        return
    trend, departure, phi = slowly(x, n, when)
    assert found.departure == pytest.approx(departure if len(x) > 2 else 0, rel=1e-6, abs=1e-6 * (1 + trend))
    assert found.phi == pytest.approx(phi if len(x) > 2 else 1, rel=1e-6, abs=1e-6 * (1 + trend))
    assert found.phi >= 1 and found.departure >= 0
    assert found.statistic == pytest.approx(trend / float(found.phi), rel=1e-6, abs=1e-9)


@seeded
@given(
    start=st.integers(100, 10_000), step=st.integers(-20, 20), points=st.integers(2, 8), people=st.integers(1, 1_000)
)
def test_on_a_straight_line_the_test_is_that_of_cochran_and_armitage(
    start: int, step: int, points: int, people: int
) -> None:
    x = [start + step * year for year in range(points)]
    for n in (None, [11_000 + people] * points):
        found = t.chi_squared_trend(x, n, list(range(points)))
        trend, departure, _ = slowly(x, n, list(range(points)))
        assert departure == 0 and found.phi == 1
        assert found.departure == pytest.approx(0, abs=1e-9 * (1 + trend))
        assert found.statistic == pytest.approx(trend, rel=1e-12)
        assert found.p_value == pytest.approx(stats.chi2.sf(trend, 1), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    "x",
    [
        [24480, 30242, 29697, 29163, 28514],  # a jump, and down ever since: young people who left school early
        [30242, 24480, 24900, 25300, 25700],
        [20000, 24000, 28000, 24000, 21000],
        [20000, 20000, 20000, 20000, 26000],
    ],
)
def test_what_goes_up_and_down_has_no_direction(x: list[int]) -> None:
    n = [1306948, 1301236, 1292417, 1286174, 1281039]
    for people in (n, None):
        found = t.trend(x, people, YEARS[:5])
        assert found.outcome == "no_signal" and found.phi > 50
        # Without phi every one of these would have had one.
        assert stats.chi2.sf(float(t.chi_squared_trend(x, people, YEARS[:5]).statistic * found.phi), 1) < 0.002
    (ups,) = np.nonzero(np.diff(x) > 0)
    assert 0 < len(ups) < 4 or x[0] == x[1]


def test_two_points_lie_on_their_line() -> None:
    for x in ([56, 48], [1, 9_999], [0, 3]):
        for n in (None, [12_345, 10_007]):
            found = t.chi_squared_trend(x, n, [2023, 2024])
            assert (found.departure, found.phi) == (0, 1)
    left = t.chi_squared_trend([56, NAN, 48], [70, 75, 80], [2022, 2023, 2024])
    assert (left.departure, left.phi) == (0, 1)


def test_phi_by_hand() -> None:
    # Counts 10 40 10 at 0 1 2: no slope; mean 20, departure (100 + 400 + 100) / 20 = 30 with 1 degree of freedom.
    found = t.chi_squared_trend([10, 40, 10], None, [0, 1, 2])
    assert (found.statistic, found.departure, found.phi) == (0, 30, 30)
    # Counts 10 40 40: slope 30, variance 30 * 2 = 60, trend 15; all points (400 + 100 + 100) / 30 = 20, so 5 is left.
    found = t.chi_squared_trend([10, 40, 40], None, [0, 1, 2])
    assert found.statistic * found.phi == pytest.approx(15)
    assert (found.departure, found.phi) == pytest.approx((5, 5))
    assert found.statistic == pytest.approx(3)


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
    limit = stats.chi2.isf(0.05, 1)
    assert np.mean(found.statistic * found.phi > limit) == pytest.approx(0.05, abs=0.006)
    # Where points lie beside the line by chance, phi is sometimes above 1 and never below: fewer than one in twenty.
    left = stats.chi2(3).expect(lambda each: stats.chi2.sf(limit * np.maximum(each / 3, 1), 1))
    assert left < 0.04
    assert np.mean(found.p_value < 0.05) == pytest.approx(left, abs=0.006)


def test_phi_of_five_years_is_itself_uncertain() -> None:
    """Where years differ far more than by chance phi rests on three degrees of freedom: Student's t, not the normal."""
    random = np.random.default_rng(8)
    n = np.full((20_000, 5), 1_000_000)
    found = t.trend(random.binomial(n, random.normal(0.2, 0.01, n.shape)), n, YEARS[:5])
    alarms = np.mean(found.outcome != "no_signal")
    assert alarms == pytest.approx(2 * stats.t.sf(np.sqrt(stats.chi2.isf(0.002, 1)), 3), abs=0.006)


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
        assert turned.statistic == pytest.approx(forward.statistic, rel=1e-6, abs=1e-9)
        assert turned.phi == pytest.approx(forward.phi, rel=1e-6)
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
    for ours, alone in zip(stacked, t.chi_squared_trend(x, n, YEARS[:5]), strict=True):
        np.testing.assert_array_equal(ours.ravel(), alone)


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
    np.testing.assert_array_equal(found.phi[:3], alone.phi)
    assert np.isnan(found.phi[3])


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
    x = [*steady(0)[:5], 7_500, 9_000, 9_010, 8_990, 9_000]
    assert t.trend([*x[:5], *range(5_000, 10_000, 1_000)], [100_000] * 10, YEARS).outcome == "rising"
    found = t.trend(x, [100_000] * 10, YEARS, breaks=[2022])
    assert (str(found.outcome), float(found.points)) == ("too_few_points", 4)
    assert np.isnan(found.p_value) and np.isnan(found.phi)
    # Nothing lies beside the line after the break; one year further back would.
    after = t.trend(x, [100_000] * 10, YEARS, breaks=[2022], points=4)
    assert (after.outcome, after.phi) == ("no_signal", 1)
    assert t.trend(x, [100_000] * 10, YEARS).phi > 30


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
