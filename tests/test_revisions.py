"""Revisions and their band, against scipy and pairs of figures made by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.indicators import revisions as r

NAN = np.nan
seeded = settings(max_examples=200, deadline=None, derandomize=True)


def table(seed: int, regions: int = 40, periods: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).normal(-0.01, 0.02, (regions, periods))


# Relative revisions


def test_ratios_by_hand() -> None:
    found = r.ratios([1000, 200, 50, 50], [970, 200, 0, 55])
    np.testing.assert_allclose(found, [-0.03, 0, -1, 0.1], atol=1e-15)


def test_ratios_of_what_cannot_be_used_are_missing() -> None:
    found = r.ratios([0, NAN, 10, -5, 10, None, np.inf], [5, 5, NAN, 5, -5, 5, 5])
    assert np.isnan(found).all()
    assert r.ratios([], []).shape == (0,)
    assert r.ratios(100, [[90], [110]]).shape == (2, 1)
    with pytest.raises(ValueError, match="do not fit together"):
        r.ratios([1, 2], [1, 2, 3])


@seeded
@given(before=st.integers(1, 10**6), after=st.integers(0, 10**6))
def test_a_ratio_leads_from_one_figure_to_the_other(before: int, after: int) -> None:
    assert before * (1 + r.ratios(before, after)) == pytest.approx(after)


# The band


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9])
def test_a_region_without_versions_gets_the_quantiles_of_the_pool(level: float) -> None:
    for seed in range(70):
        pool = table(seed)
        tails = [(1 - level) / 2, (1 + level) / 2]
        expected = stats.mstats.mquantiles(pool.ravel(), tails, alphap=1, betap=1)
        found = r.band(np.full((1, 6), NAN), pool, level)
        np.testing.assert_allclose([found.low[0], found.high[0]], expected)


def test_own_and_pooled_quantiles_are_weighed_by_the_versions() -> None:
    pool = table(1)
    pool[3, :2] = NAN
    found = r.band(pool)
    known = pool[~np.isnan(pool)]
    for region, own in enumerate(pool):
        own = own[~np.isnan(own)]
        weight = len(own) / (len(own) + 20)
        for side, tail in ((found.low, 0.05), (found.high, 0.95)):
            mine = stats.mstats.mquantiles(own, tail, alphap=1, betap=1)[0]
            everyone = stats.mstats.mquantiles(known, tail, alphap=1, betap=1)[0]
            assert side[region] == pytest.approx(weight * mine + (1 - weight) * everyone)


def test_band_by_hand() -> None:
    # Two regions, five periods. Middle half: the pool 1..10 % has quartiles 3.25 and 7.75 %, region 1 has 2 and 4 %,
    # region 2 has 7 and 9 %; five versions weigh 5 / (5 + 2 / 0.5) = 5 / 9.
    found = r.band([[0.01, 0.02, 0.03, 0.04, 0.05], [0.06, 0.07, 0.08, 0.09, 0.10]], level=0.5)
    np.testing.assert_allclose(found.low, [(5 * 0.02 + 4 * 0.0325) / 9, (5 * 0.07 + 4 * 0.0325) / 9])
    np.testing.assert_allclose(found.high, [(5 * 0.04 + 4 * 0.0775) / 9, (5 * 0.09 + 4 * 0.0775) / 9])
    assert (found.versions, found.reason) == (5, "")


def test_a_region_with_more_versions_follows_the_pool_less() -> None:
    quiet = np.zeros((1, 200))
    found = r.band(quiet[:, :6], table(2, periods=6))
    many = r.band(quiet, table(2, periods=200))
    assert (many.high - many.low)[0] < (found.high - found.low)[0] / 2


def test_four_versions_are_too_few_however_many_regions() -> None:
    found = r.band(table(3, regions=300, periods=4))
    assert (found.versions, found.reason) == (4, "few_versions")
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()
    assert found.low.shape == (300,)
    assert r.band(table(3, periods=5)).reason == ""


def test_versions_are_periods_that_any_region_revised() -> None:
    revised = np.full((3, 7), NAN)
    revised[0, 0] = revised[1, 0] = revised[2, 4] = 0.1
    revised[1, 6] = 0.0
    assert r.versions(revised) == 3
    assert r.versions(np.full((3, 7), NAN)) == 0
    assert r.versions(np.ones((0, 7))) == 0


def test_the_pool_decides_whether_there_is_a_band() -> None:
    own = table(4, regions=2, periods=6)
    assert r.band(own, own[:, :4]).reason == "few_versions"
    few = np.full((1, 6), NAN)
    few[0, 0] = 0.01
    assert r.band(few, own).reason == ""


def test_without_any_revision_there_is_no_band() -> None:
    for empty in (np.full((2, 6), NAN), np.ones((0, 6)), np.ones((2, 0)), [[None] * 6]):
        found = r.band(empty)
        assert (found.versions, found.reason, len(found.low)) == (0, "few_versions", len(empty))


def test_a_definitive_figure_of_infinity_is_no_version() -> None:
    assert r.versions([[np.inf, 0.1]]) == 1


@seeded
@given(
    pool=st.lists(st.lists(st.floats(-0.9, 2), min_size=6, max_size=6), min_size=1, max_size=8),
    level=st.floats(0.1, 0.95),
)
def test_the_band_is_ordered_widens_and_stays_within_what_happened(pool: list[list[float]], level: float) -> None:
    found, wider = r.band(pool, level=level), r.band(np.zeros((1, 6)), pool, level)
    assert (found.low <= found.high + 1e-12).all()
    assert (found.low >= np.min(pool) - 1e-12).all()
    assert (found.high <= np.max(pool) + 1e-12).all()
    most = r.band(np.full((1, 6), NAN), pool, min(level + 0.04, 0.99))
    least = r.band(np.full((1, 6), NAN), pool, level)
    assert most.low[0] <= least.low[0] + 1e-12
    assert least.high[0] <= most.high[0] + 1e-12
    assert wider.versions == found.versions == 6


def test_the_band_holds_nine_in_ten_of_new_revisions() -> None:
    random = np.random.default_rng(5)
    inside = []
    for _ in range(200):
        drawn = random.normal(-0.02, 0.03, (40, 7))
        found = r.band(drawn[:, :6])
        inside.append(np.mean((found.low <= drawn[:, 6]) & (drawn[:, 6] <= found.high)))
    assert np.mean(inside) == pytest.approx(0.88, abs=0.03)


# The band on a figure


def test_apply_band_by_hand() -> None:
    made = r.Band(np.array([-0.10, 0.02]), np.array([0.05, 0.04]), 6, "")
    low, high = r.apply_band([200, 1000], made)
    np.testing.assert_allclose(low, [180, 1020])
    np.testing.assert_allclose(high, [210, 1040])


def test_apply_band_keeps_what_is_missing_missing() -> None:
    made = r.band(table(6, regions=4))
    low, high = r.apply_band([NAN, None, -5, 100], made)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, True, False]
    none = r.apply_band([1, 2, 3], r.band(table(6, regions=3, periods=2)))
    assert np.isnan(np.array(none)).all()


def test_apply_band_takes_several_figures_per_region() -> None:
    made = r.band(table(7, regions=4))
    assert r.apply_band(np.ones((3, 4)), made).low.shape == (3, 4)
    assert r.apply_band(100, made).high.shape == (4,)
    with pytest.raises(ValueError, match="do not fit together"):
        r.apply_band([1, 2, 3], made)


# In one line


def test_summary_by_hand() -> None:
    found = r.summarise([[0.01, -0.06, NAN], [0.02, 0.03, NAN]])
    assert found == (2, 4, pytest.approx(0.025), -0.06)


def test_summary_of_nothing_is_missing() -> None:
    found = r.summarise(np.full((2, 3), NAN))
    assert found[:2] == (0, 0)
    assert np.isnan(found[2:]).all()


def test_summary_against_scipy() -> None:
    for seed in range(200):
        revised = table(seed, regions=7)
        found = r.summarise(revised)
        assert found.median_size == pytest.approx(stats.scoreatpercentile(np.abs(revised).ravel(), 50))
        assert abs(found.largest) == stats.describe(np.abs(revised).ravel()).minmax[1]


# What all share


@pytest.mark.parametrize("wrong", [[0.1, 0.2], 0.1, np.ones((2, 2, 2))])
def test_another_shape_than_a_table_is_refused(wrong: object) -> None:
    for call in (r.band, r.versions, r.summarise):
        with pytest.raises(ValueError, match="give one row a region, one column a period"):
            call(wrong)
    with pytest.raises(ValueError, match="give one row a region"):
        r.band(table(1), wrong)


def test_a_level_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="The level is"):
        r.band(table(1), level=90)


def test_every_method_names_its_source() -> None:
    assert all(name == method.id and method.source for name, method in r.METHODS.items())
