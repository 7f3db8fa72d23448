"""Indirect standardisation: sums fit the country, limits are near exact, no result without a reason."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.indicators.expected import Model, chance_share, expected, method, national_rates, standardised

NAN = np.nan


def test_rates_of_the_country() -> None:
    assert national_rates([5, 0], [50, 10]).tolist() == [0.1, 0]
    assert np.isnan(national_rates([0, NAN, 1], [0, 10, NAN])).all()
    assert national_rates([], []).shape == (0,)


def test_expected_by_hand() -> None:
    # 100 x 0.1 + 50 x 0.4 and 10 x 0.1.
    assert expected([[100, 50], [10, 0]], [0.1, 0.4]).tolist() == [30, 1]
    assert expected([[10, 0]], [0.1, NAN]).tolist() == [1]  # nobody there: no rate needed
    assert np.isnan(expected([[10, 1], [NAN, 1]], [0.1, NAN])).all()
    assert expected(np.empty((0, 2)), [0.1, 0.4]).shape == (0,)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 60))
def test_complete_tables_expect_as_many_as_there_are(seed: int, regions: int, strata: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 100_000, (regions, strata))
    x = rng.binomial(n, rng.random(strata))
    mean = expected(n, national_rates(x.sum(axis=0), n.sum(axis=0)))
    assert mean.sum() == pytest.approx(x.sum(), rel=1e-9)
    slow = [sum(n[r, s] * (x[:, s].sum() / n[:, s].sum()) for s in range(strata) if n[r, s]) for r in range(regions)]
    assert mean == pytest.approx(slow, rel=1e-9, abs=1e-9)


def test_chance_share_is_the_binomial_variance() -> None:
    rng = np.random.default_rng(1)
    n, p = rng.integers(1, 1000, (200, 5)), rng.random(5)
    assert chance_share(n, p) * expected(n, p) == pytest.approx(stats.binom.var(n, p).sum(axis=1))
    assert np.isnan(chance_share([[0, 0], [5, 5]], [0.0, 0.0])).all()
    assert chance_share([[10]], [1.0]).tolist() == [0]


def test_limits_are_nearly_exact_poisson() -> None:
    rng = np.random.default_rng(2)
    observed = np.concatenate([[1, 2, 5], rng.integers(5, 3000, 200)])
    mean = observed * rng.uniform(0.6, 1.6, len(observed))
    for level in (0.95, 0.998):
        found = standardised(observed, mean, level)
        low = stats.chi2.ppf((1 - level) / 2, 2 * observed) / 2
        high = stats.chi2.ppf((1 + level) / 2, 2 * observed + 2) / 2
        assert found.ratio_limits.low == pytest.approx(low / mean, rel=0.02, abs=0.05)
        assert found.ratio_limits.high == pytest.approx(high / mean, rel=0.02)
        assert found.difference_limits.low == pytest.approx(found.ratio_limits.low * mean - mean, abs=1e-9)
        assert found.difference_limits.high == pytest.approx(found.ratio_limits.high * mean - mean, abs=1e-9)
        clear = np.minimum(np.abs(low - mean), np.abs(high - mean)) > 0.05 * observed
        exact = np.select([high < mean, low > mean], ["lower", "higher"], "not_distinguishable")
        assert found.outcome[clear].tolist() == exact[clear].tolist()
        assert set(found.outcome) == {"lower", "higher", "not_distinguishable"}


def test_by_hand() -> None:
    found = standardised([50, 0], [40, 3])
    assert found.ratio.tolist() == [1.25, 0] and found.difference.tolist() == [10, -3]
    assert found.z == pytest.approx([10 / sqrt(40), -3 / sqrt(3)])
    # Breslow & Day's formula for 50: 37.11 and 65.92.
    assert found.difference_limits.low[0] == pytest.approx(37.11 - 40, abs=0.01)
    assert found.difference_limits.high[0] == pytest.approx(65.92 - 40, abs=0.01)
    assert found.ratio_limits.low[1] == 0 and found.outcome.tolist() == ["not_distinguishable", "not_distinguishable"]


def test_phi_widens_around_the_count() -> None:
    plain, wide, narrow = (standardised([64, 5], [40, 20], phi=phi) for phi in (1, 4, 0.25))
    assert plain.outcome.tolist() == ["higher", "lower"] and wide.outcome[0] == "not_distinguishable"
    assert wide.z == pytest.approx(plain.z / 2)
    for side, limit in enumerate(plain.difference_limits):
        distance = limit - plain.difference
        assert wide.difference_limits[side][0] == pytest.approx((plain.difference + 2 * distance)[0])
        assert narrow.difference_limits[side] == pytest.approx(plain.difference + distance / 2)
    assert wide.ratio_limits.low[1] == 0  # never fewer than nobody
    certain = standardised([64], [40], phi=0)
    assert np.isnan(certain.z).all() and certain.outcome.tolist() == ["higher"]


@pytest.mark.parametrize(
    ("observed", "mean", "phi", "reason"),
    [
        (None, 4, 1, "missing"),
        (NAN, 4, 1, "missing"),
        (4, NAN, 1, "missing"),
        (4, 4, NAN, "missing"),
        (-1, 4, 1, "negative"),
        (4, -1, 1, "negative"),
        (4, 4, -1, "negative"),
        (4, 0, 1, "nothing_expected"),
    ],
)
def test_no_result_says_why(observed: float | None, mean: float, phi: float, reason: str) -> None:
    found = standardised([observed, 5], [mean, 5], phi=[phi, 1])
    assert found.reasons.tolist() == [reason, ""] and found.outcome.tolist() == ["", "not_distinguishable"]
    for column in (found.ratio, *found.ratio_limits, found.difference, *found.difference_limits, found.z):
        assert np.isnan(column).tolist() == [True, False]


def test_empty_and_wrong_arguments() -> None:
    assert standardised([], []).outcome.shape == (0,)
    with pytest.raises(ValueError, match="level"):
        standardised([1], [1], level=1.5)
    with pytest.raises(ValueError, match=r"expected\.expected"):
        expected([1, 2], [1, 2])
    with pytest.raises(ValueError, match=r"expected\.chance_share"):
        chance_share([[1, 2]], [1, 2, 3])


def test_who_made_it() -> None:
    assert Model("intern", "1", "2024", ("sex",), "x").factors == ("sex",)
    assert method(0.95, 2.0, "intern").parameters == {"level": 0.95, "phi": 2.0, "model": "intern"}
