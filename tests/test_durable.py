"""Agreement of rankings against scipy's tau-b, and rank ranges against scipy's ranks."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from dashboard.indicators import durable
from dashboard.indicators.durable import kendall, rank_ranges

NAN = math.nan
TABLES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(0, 8), st.integers(0, 5)),
    elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, NAN]),
)


def by_scipy(one: np.ndarray, other: np.ndarray) -> float:
    both = ~np.isnan(one) & ~np.isnan(other)
    return float(stats.kendalltau(one[both], other[both]).statistic) if both.sum() > 1 else NAN


@pytest.mark.parametrize("seed", range(200))
def test_tau_is_that_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    regions, definitions = random.integers(2, 41), random.integers(1, 7)
    # Few different values, so that there are many ties.
    shares = random.integers(0, random.integers(2, 30), (regions, definitions)) / 30
    shares[random.random(shares.shape) < 0.15] = NAN
    expected = np.array([[by_scipy(one, other) for other in shares.T] for one in shares.T])
    found = kendall(shares)
    np.testing.assert_allclose(found.tau, expected, atol=1e-12, equal_nan=True)
    np.testing.assert_array_equal(found.reason == "", ~np.isnan(expected))


def test_tau_by_hand() -> None:
    # Of the six pairs of regions five agree and one does not: (5 - 1) / 6.
    found = kendall([[0.1, 0.2], [0.2, 0.1], [0.3, 0.3], [0.4, 0.4]])
    np.testing.assert_allclose(found.tau, [[1, 4 / 6], [4 / 6, 1]])
    assert found.reason.tolist() == [["", ""], ["", ""]]


def test_tau_that_cannot_be_had_says_why() -> None:
    found = kendall([[0.1, 0.5, NAN, 0.3], [0.2, 0.5, NAN, NAN], [0.3, 0.5, NAN, NAN]])
    assert found.reason.tolist() == [
        ["", "constant", "missing", "few_regions"],
        ["constant", "constant", "missing", "few_regions"],
        ["missing", "missing", "missing", "missing"],
        ["few_regions", "few_regions", "missing", "few_regions"],
    ]
    np.testing.assert_array_equal(np.isnan(found.tau), found.reason != "")


def test_shapes() -> None:
    assert kendall(np.empty((0, 3))).tau.shape == (3, 3)
    assert kendall(np.empty((4, 0))).tau.shape == (0, 0)
    assert rank_ranges(np.empty((0, 3))).low.shape == (0,)
    assert rank_ranges(np.empty((4, 0))).reason.tolist() == ["missing"] * 4
    for family in (kendall, rank_ranges):
        with pytest.raises(ValueError, match="got 1 dimensions; it takes a table of shares"):
            family([0.1, 0.2])


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_tau_is_symmetric_and_turns_with_the_order(shares: np.ndarray) -> None:
    found = kendall(shares)
    np.testing.assert_array_equal(found.tau, found.tau.T)
    assert (np.abs(found.tau[~np.isnan(found.tau)]) <= 1).all()
    own = np.diag(found.tau)
    assert (own[~np.isnan(own)] == 1).all()
    np.testing.assert_array_equal(kendall(1 - shares).tau, found.tau)
    if shares.shape[1] > 1:
        reversed_first = np.column_stack([1 - shares[:, 0], shares[:, 1:]])
        np.testing.assert_array_equal(kendall(reversed_first).tau[0, 1:], -found.tau[0, 1:])


def test_ranges_by_hand() -> None:
    found = rank_ranges([[0.5, 0.9], [0.4, 0.1], [0.3, NAN], [NAN, NAN]])
    np.testing.assert_array_equal(found.low, [1, 2, 3, NAN])
    np.testing.assert_array_equal(found.high, [1, 2, 3, NAN])
    assert found.reason.tolist() == ["", "", "", "missing"]
    assert rank_ranges([[0.5, 0.1], [0.4, 0.2]]).high.tolist() == [2, 2]
    assert rank_ranges([[0.5, 0.6], [0.4, 0.2]], first="low").low.tolist() == [2, 1]
    alone = rank_ranges([[0.5, 0.6], [NAN, NAN]])
    assert alone.reason.tolist() == ["few_regions", "missing"] and alone.low[0] == alone.high[0] == 1


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.parametrize("first", ["low", "high"])
def test_ranges_are_those_of_scipy(seed: int, first: str) -> None:
    random = np.random.default_rng(seed)
    shares = random.integers(0, 20, (random.integers(2, 30), random.integers(1, 6))) / 20
    shares[random.random(shares.shape) < 0.1] = NAN
    places = stats.rankdata(shares if first == "low" else -shares, "min", axis=0, nan_policy="omit")
    masked = np.ma.masked_invalid(places.astype(float))
    found = rank_ranges(shares, first)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found.low, masked.min(axis=1).filled(NAN))
    np.testing.assert_array_equal(found.high, masked.max(axis=1).filled(NAN))


def test_methods_name_their_source() -> None:
    assert "Kendall" in durable.KENDALL.source and durable.RANGES.source
