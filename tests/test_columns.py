"""Statistics beside figures: each column against scipy, statsmodels or plain Python, and a reason wherever it is empty.

The counts come from the figures themselves; that those are right is for test_by_hand.py to say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import hypot, isnan, nan, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from dashboard import indicators, warehouse
from dashboard.indicators import STATISTICS, QueryError, Values, values
from dashboard.indicators.studies.peer_set import peer_codes
from dashboard.indicators.studies.standardised import expected_values

from .support import tiny_release

pytestmark = pytest.mark.usefixtures("shown")

ALL = "doorstroompunt"
Where = Mapping[str, Any]
Counts = dict[str, tuple[float, float]]  # region -> cases, people; NaN is unknown

VSV: tuple[str, Where] = ("vsv_duo_lt23", {})
SHARES: list[tuple[str, Where]] = [
    VSV,
    ("neet_leeftijd", {"age_group": "23_tot_27"}),
    ("duurzaam_werk_12u", {}),
    ("vsv_duo_lt23", {"age_group": "tot_18", "origin": "europa"}),  # regions here differ by chance only
]
COUNT: tuple[str, Where] = ("vsv_duo_lt23_aantal", {})
EVERY = [*SHARES, COUNT]


def table(found: Values) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Per key the columns of statistics."""
    assert all(len(column) == len(found.rows) for column in found.extra.values())
    return {row.key: {name: column[at] for name, column in found.extra.items()} for at, row in enumerate(found.rows)}


def columns(indicator: str, where: Where, *families: str, regions: Any = ALL, **more: Any) -> dict[str, dict[str, Any]]:
    """Per region the columns of some families; all of them when none is named."""
    found = values(indicator, ("region",), {**where, "region": regions}, with_=families or STATISTICS, **more)
    return {key[0]: cells for key, cells in table(found).items()}


def counts(indicator: str, where: Where, period: int | None = None) -> Counts:
    """The counts of all regions and the country; a number of people is a share of nobody known."""
    asked = {**where, "region": [ALL, "NL01"]} | ({} if period is None else {"period": period})
    rows = values(indicator, ("region",), asked).rows
    share = indicators.catalogue().indicators[indicator].denominator is not None
    return {
        str(row.key[0]): (nan, nan)
        if row.value is None or row.numerator is None
        else (row.numerator, float(row.denominator or nan) if share else nan)
        for row in rows
    }


def latest(indicator: str) -> int:
    return indicators.catalogue().latest(indicator, kind=ALL)


def unit(indicator: str) -> tuple[float, int]:
    """What a column is multiplied by for a reader, and its decimals."""
    chosen = indicators.catalogue().indicators[indicator]
    return (1 if chosen.denominator is None else 100), chosen.decimals + 2


def same(found: float | None, expected: float, decimals: int) -> None:
    """Equal to the shown decimals; no number where there is none."""
    if isnan(expected):
        assert found is None
    else:
        assert found is not None
        assert abs(found - expected) <= 0.5 * 10.0**-decimals + 1e-9 * max(1, abs(expected)), (found, expected)


def same_chance(found: float | None, expected: float) -> None:
    """Equal in three significant digits, however small; never 0."""
    if isnan(expected):
        assert found is None
    else:
        assert found is not None and found > 0
        assert found == pytest.approx(expected, rel=0.0051, abs=1e-300), (found, expected)


def garwood(x: float, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    return (float(stats.chi2.ppf(tail, 2 * x)) / 2 if x else 0.0, float(stats.chi2.isf(tail, 2 * x + 2)) / 2)


# Every column against other tools


@pytest.mark.parametrize(("indicator", "where"), EVERY)
def test_limits_are_those_of_statsmodels_and_scipy(indicator: str, where: Where) -> None:
    times, decimals = unit(indicator)
    given = counts(indicator, where)
    found = columns(indicator, where, "interval")
    assert len(found) == 40
    for region, cells in found.items():
        x, n = given[region]
        assert cells["interval_reason"] == ("missing" if isnan(x) else "")
        for level, name in ((0.95, "95"), (0.998, "998")):
            low, high = (
                (nan, nan)
                if isnan(x)
                else garwood(x, level)
                if isnan(n)
                else proportion_confint(x, n, 1 - level, method="wilson")
            )
            same(cells[f"low_{name}"], times * low, decimals)
            same(cells[f"high_{name}"], times * high, decimals)


def rest(given: Counts, _: str) -> Counts:
    x, n = given["NL01"]
    return {region: (x - own[0], n - own[1]) for region, own in given.items()}


def twente(given: Counts, _: str) -> Counts:
    return {region: (nan, nan) if region == "MC12" else given["MC12"] for region in given}


def peers(given: Counts, _: str) -> Counts:
    return {
        region: (sum(given[peer][0] for peer in nearest), sum(given[peer][1] for peer in nearest))
        for region, nearest in peer_codes().items()
    }


def before(given: Counts, indicator: str) -> Counts:
    return counts(indicator, {"age_group": "23_tot_27"} if "neet" in indicator else {}, latest(indicator) - 1)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(
    ("against", "benchmark"), [("NL01", rest), ("Twente", twente), ("soortgelijk", peers), ("eerder", before)]
)
@pytest.mark.parametrize(("indicator", "where"), SHARES[:3])
def test_a_difference_of_shares_is_that_of_statsmodels(
    indicator: str, where: Where, against: str, benchmark: Callable[[Counts, str], Counts], level: float
) -> None:
    better = indicators.catalogue().indicators[indicator].better
    given = counts(indicator, where)
    others = benchmark(given, indicator)
    found = columns(indicator, where, "benchmark", against=against, level=level)
    decimals = unit(indicator)[1]
    chances = {}
    for region, cells in found.items():
        (x, n), (x_b, n_b) = given[region], others[region]
        if isnan(x) or isnan(x_b):
            assert cells["benchmark_reason"] == ("itself" if region == "MC12" and against == "Twente" else "missing")
            rest = {value for name, value in cells.items() if name != "unrounded"}
            assert rest == {None, "", cells["benchmark_reason"]}
            continue
        assert cells["benchmark_reason"] == ""
        low, high = confint_proportions_2indep(x, n, x_b, n_b, method="newcomb", compare="diff", alpha=1 - level)
        outcome = "lower" if high < 0 else "higher" if low > 0 else "not_distinguishable"
        same(cells["benchmark_value"], 100 * x_b / n_b, decimals)
        same(cells["difference"], 100 * (x / n - x_b / n_b), decimals)
        same(cells["difference_low"], 100 * low, decimals)
        same(cells["difference_high"], 100 * high, decimals)
        same(cells["difference_people"], x - n * x_b / n_b, 1)
        assert cells["outcome"] == outcome
        assert cells["verdict"] == (
            "neutral" if outcome == "not_distinguishable" else "favourable" if outcome == better else "unfavourable"
        )
        chances[region] = proportions_ztest([x, x_b], [n, n_b])[1]
        same_chance(cells["p_value"], chances[region])
    assert len(chances) >= 39
    for region, adjusted in zip(chances, multipletests(list(chances.values()), method="fdr_bh")[1], strict=True):
        same_chance(found[region]["p_adjusted"], adjusted)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_a_number_of_people_is_set_against_its_own_past_only(level: float) -> None:
    now, then = counts(*COUNT), counts(*COUNT, latest(COUNT[0]) - 1)
    found = columns(*COUNT, "benchmark", against="eerder", level=level)
    chances = {}
    for region, cells in found.items():
        x, x_b = now[region][0], then[region][0]
        (low, high), (low_b, high_b) = garwood(x, level), garwood(x_b, level)
        limits = (x - x_b - hypot(x - low, high_b - x_b), x - x_b + hypot(high - x, x_b - low_b))
        assert (cells["benchmark_value"], cells["difference"]) == (x_b, x - x_b)
        same(cells["difference_low"], limits[0], 2)
        same(cells["difference_high"], limits[1], 2)
        assert cells["outcome"] == ("lower" if limits[1] < 0 else "higher" if limits[0] > 0 else "not_distinguishable")
        chances[region] = 2 * stats.norm.sf(abs(x - x_b) / sqrt(x + x_b))
        same_chance(cells["p_value"], chances[region])
    for region, adjusted in zip(chances, multipletests(list(chances.values()), method="fdr_bh")[1], strict=True):
        same_chance(found[region]["p_adjusted"], adjusted)
    for against in ("NL01", "MC12", "soortgelijk"):
        reasons = {cells["benchmark_reason"] for cells in columns(*COUNT, "benchmark", against=against).values()}
        assert reasons == ({"counts", "itself"} if against == "MC12" else {"counts"})


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("indicator", "where"), EVERY)
def test_places_are_those_of_scipy_and_other_draws(indicator: str, where: Where, level: float) -> None:
    given = counts(indicator, where)
    found = columns(indicator, where, "rank", level=level)
    there = [region for region in found if not isnan(given[region][0])]
    x, n = (np.array([given[region][side] for region in there]) for side in (0, 1))
    sign = -1 if indicators.catalogue().indicators[indicator].better == "higher" else 1
    draws = np.random.default_rng(7)
    shown, drawn = x, draws.gamma(x + 0.5, size=(20000, len(x)))
    if not np.isnan(n).all():
        shown, drawn = x / n, draws.beta(x + 0.5, n - x + 0.5, size=(20000, len(x)))
    places = stats.rankdata(sign * shown, method="min")
    tail = 100 * (1 - level) / 2
    ends = np.percentile(stats.rankdata(sign * drawn, axis=1), [tail, 100 - tail], axis=0)
    for at, region in enumerate(there):
        cells = found[region]
        assert (cells["rank"], cells["ranked"], cells["rank_reason"]) == (places[at], len(there), "")
        assert cells["rank_low"] <= cells["rank"] <= cells["rank_high"]
        # The far ends of a rank hang on a few draws; the middle 95 % does not.
        room = 1 if level == 0.95 else 3
        assert abs(cells["rank_low"] - min(ends[0][at], places[at])) <= room
        assert abs(cells["rank_high"] - max(ends[1][at], places[at])) <= room
    for region in set(found) - set(there):
        assert set(found[region].values()) == {None, "missing"}


def interpolated(tail: float, n: float, p: float) -> float:
    """The exact limit with straight lines between whole counts."""
    at = stats.binom.ppf(tail, n, p)
    return float(at - (stats.binom.cdf(at, n, p) - tail) / stats.binom.pmf(at, n, p)) / n


@pytest.mark.parametrize(("indicator", "where"), SHARES)
def test_a_funnel_is_binomial_or_as_wide_as_regions_differ(indicator: str, where: Where) -> None:
    given = counts(indicator, where)
    target = given["NL01"][0] / given["NL01"][1]
    answer = values(indicator, ("region",), {**where, "region": ALL}, with_=["funnel"])
    found = {key[0]: cells for key, cells in table(answer).items()}
    z = {
        region: (x / n - target) / sqrt(target * (1 - target) / n)
        for region, (x, n) in given.items()
        if region != "NL01" and not isnan(x)
    }
    scores = np.array(list(z.values()))
    phi = float(np.mean(np.clip(scores, *np.quantile(scores, [0.1, 0.9])) ** 2))
    factor = phi if len(scores) * phi > stats.chi2.isf(0.05, len(scores)) else 1
    told = answer.methods[-1].parameters
    assert told["phi"] == pytest.approx(phi) and told["factor"] == pytest.approx(factor)
    assert (factor == 1) == ("origin" in where)
    assert told["regions"] == len(scores)
    decimals = unit(indicator)[1]
    for region, cells in found.items():
        if region not in z:
            assert set(cells.values()) == {None, "missing"}
            continue
        assert cells["funnel_reason"] == ""
        same(cells["funnel_target"], 100 * target, decimals)
        same(cells["z"], z[region] / sqrt(factor), 3)
        n = given[region][1]
        for level, name in ((0.95, "95"), (0.998, "998")):
            for tail, side in (((1 - level) / 2, "low"), ((1 + level) / 2, "high")):
                limit = (
                    max(interpolated(tail, n, target), 0)
                    if factor == 1
                    else target + stats.norm.ppf(tail) * sqrt(factor * target * (1 - target) / n)
                )
                same(cells[f"funnel_{side}_{name}"], 100 * min(max(limit, 0), 1), decimals)


@pytest.mark.parametrize(("indicator", "where"), EVERY)
def test_a_direction_is_that_of_cochran_and_armitage(indicator: str, where: Where) -> None:
    last = latest(indicator)
    years = [counts(indicator, where, period) for period in range(last - 4, last + 1)]
    found = columns(indicator, where, "trend")
    (_, change) = values(indicator, ("region",), {**where}, with_=["trend"]).methods
    assert change.parameters["phi"] == "trend_phi"
    directions = wide = 0
    for region, cells in found.items():
        series = [year.get(region, (nan, nan)) for year in years]
        x, n = (np.array([cell[side] for cell in series]) for side in (0, 1))
        run = next((at for at, cell in enumerate(x[::-1]) if isnan(cell)), 5)
        if isnan(x[-1]):
            assert cells["trend_reason"] == "missing"
        assert cells["trend_points"] == run
        if run < 5:
            assert (cells["trend"], cells["trend_p"], cells["trend_phi"]) == ("too_few_points", None, None)
            continue
        t, weight = np.arange(5.0), np.ones(5) if np.isnan(n).all() else n
        middle = (weight * t).sum() / weight.sum()
        share = x.sum() / weight.sum()
        spread = (weight * (t - middle) ** 2).sum()
        variance = share * spread if np.isnan(n).all() else share * (1 - share) * spread
        statistic = (x * (t - middle)).sum() ** 2 / variance
        whole = ((x - weight * share) ** 2 / weight).sum() * spread / variance
        phi = max(1, (whole - statistic) / 3)
        chance = stats.chi2.sf(statistic / phi, 1)
        same_chance(cells["trend_p"], chance)
        same(cells["trend_phi"], phi, 3)
        rising = (x * (t - middle)).sum() > 0
        assert cells["trend"] == ("no_signal" if chance >= 0.002 else "rising" if rising else "falling")
        directions += chance < 0.002
        wide += phi > 1
    # On the sample all that counts numbers wobbles too much for a direction.
    assert wide > 0 and (directions > 0 or indicator not in ("vsv_duo_lt23", "duurzaam_werk_12u") or "origin" in where)


@pytest.mark.parametrize(("indicator", "where"), EVERY)
def test_what_change_can_be_seen_follows_from_size_and_what_years_differ(indicator: str, where: Where) -> None:
    times, decimals = unit(indicator)
    given = counts(indicator, where)
    answer = values(indicator, ("region",), {**where, "region": ALL}, with_=["trend"])
    usual = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    factors = set()
    for (region,), cells in table(answer).items():
        x, n = given[region]
        variance = 2 * x if indicator == COUNT[0] else 2 * x / n * (1 - x / n) / n
        phi = 1.0 if cells["trend_phi"] is None else cells["trend_phi"]
        factors.add(phi)
        change = times * usual * sqrt(variance * phi)
        assert (cells["detectable_change"] is None) == isnan(change)
        if not isnan(change):
            # The column holds phi at three decimals.
            assert cells["detectable_change"] == pytest.approx(change, rel=3e-4, abs=10**-decimals)
        assert cells["trend_reason"] == ("missing" if isnan(x) else "")
    assert min(factors) == 1 and len(factors) > 5


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("indicator", "where"), SHARES)
def test_expected_numbers_are_those_of_the_study(indicator: str, where: Where, level: float) -> None:
    study = expected_values(indicator, None, None, "intern", level, None, where or None)
    compared = study.compared
    found = columns(indicator, where, "expected", level=level)
    for at, region in enumerate(study.regions):
        cells = found[region]
        assert cells["expected_reason"] == study.reasons[at]
        assert cells["expected_outcome"] == compared.outcome[at]
        same(cells["expected"], study.expected[at], 1)
        for name, column, decimals in (
            ("ratio", compared.ratio, 4),
            ("ratio_low", compared.ratio_limits.low, 4),
            ("ratio_high", compared.ratio_limits.high, 4),
            ("difference", compared.difference, 1),
            ("difference_low", compared.difference_limits.low, 1),
            ("difference_high", compared.difference_limits.high, 1),
        ):
            same(cells[f"expected_{name}"], float(column[at]), decimals)
    assert {cells["expected_reason"] for cells in columns(*COUNT, "expected").values()} == {"no_strata"}


def test_methods_name_what_was_used() -> None:
    answer = values(*VSV[:1], ("region",), {"region": "MC12"}, with_=[*STATISTICS, "interval"], level=0.998)
    used = [method.id for method in answer.methods]
    assert used[:3] == ["wilson", "compare_shares", "benjamini_hochberg"] and used.count("wilson") == 1
    told = {method.id: method.parameters for method in answer.methods}
    assert told["wilson"]["level"] == told["binomial_limits"]["level"] == "0.95, 0.998"
    assert told["compare_shares"] == {"level": 0.998, "against": "rest_of_country"}
    assert told["rank_simulation"]["level"] == told["standardised"]["level"] == 0.998
    assert told["detectable_change"]["phi"] == "trend_phi" and told["trend_of_shares"]["version"] == "2"
    (count,) = values(COUNT[0], ("region",), {"region": "MC12"}, with_=["interval"]).methods
    assert count.id == "poisson_exact"


# The same question asked in other ways


@pytest.mark.parametrize("against", ["NL01", "MC12", "soortgelijk", "eerder", "GM0153"])
@pytest.mark.parametrize("indicator", ["vsv_duo_lt23", "vsv_duo_lt23_aantal", "vsv_verwacht_aantal", "neet_register"])
def test_one_region_gets_the_row_it_has_among_all(indicator: str, against: str) -> None:
    every = columns(indicator, {}, against=against)
    for region in ("MC01", "MC12", "MC29"):
        assert columns(indicator, {}, regions=region, against=against) == {region: every[region]}
        unsplit = values(indicator, (), {"region": region}, with_=STATISTICS, against=against)
        assert table(unsplit) == {(): every[region]}
    with_country = columns(indicator, {}, regions=[ALL, "NL01"], against=against)
    assert with_country == {**every, **columns(indicator, {}, regions="NL01", against=against)}


@pytest.mark.parametrize("against", ["NL01", "MC12", "soortgelijk", "eerder"])
@pytest.mark.parametrize(("indicator", "split"), [("vsv_duo_lt23", "period"), ("neet_leeftijd", "age_group")])
def test_one_region_over_a_dimension_gets_its_rows_of_the_crossing(indicator: str, split: str, against: str) -> None:
    crossing = table(values(indicator, ("region", split), {"region": ALL}, with_=STATISTICS, against=against))
    turned = table(values(indicator, (split, "region"), {"region": ALL}, with_=STATISTICS, against=against))
    assert turned == {key[::-1]: cells for key, cells in crossing.items()}
    for region in ("MC01", "MC12"):
        alone = table(values(indicator, (split,), {"region": region}, with_=STATISTICS, against=against))
        assert alone == {(code,): cells for (own, code), cells in crossing.items() if own == region}
        assert len(alone) > 3
    last = max(code for _, code in crossing) if split == "period" else "totaal"
    where = {split: last, "region": ALL}
    alone = table(values(indicator, ("region",), where, with_=STATISTICS, against=against))
    assert alone == {(own,): cells for (own, code), cells in crossing.items() if code == last}


def test_the_country_alone_has_no_place_among_regions() -> None:
    cells = columns(*VSV, regions="NL01")["NL01"]
    assert cells["interval_reason"] == cells["trend_reason"] == "" and cells["trend_points"] == 5
    assert [cells[f"{name}_reason"] for name in ("benchmark", "rank", "funnel")] == ["itself"] * 3
    assert cells["expected_reason"] == "itself"
    # A region is part of the country, so the country is not set against it either, alone or among regions.
    assert columns(*VSV, "benchmark", regions="NL01", against="MC12")["NL01"]["benchmark_reason"] == "itself"
    assert columns(*VSV, "benchmark", regions="NL01", against="soortgelijk")["NL01"]["benchmark_reason"] == "no_peers"
    past = columns(*VSV, "benchmark", regions="NL01", against="eerder")["NL01"]
    assert past["benchmark_reason"] == "" and past["p_adjusted"] == past["p_value"]


@pytest.mark.parametrize("indicator", ["vsv_duo_lt23", "vsv_duo_lt23_aantal"])
def test_regions_added_up_have_limits_and_a_past_but_no_place(indicator: str) -> None:
    given, then = (counts(indicator, {}, latest(indicator) - back) for back in (0, 1))
    (cells,) = table(values(indicator, (), {"region": ["MC12", "MC13"]}, with_=STATISTICS)).values()
    assert [cells[f"{name}_reason"] for name in ("benchmark", "rank", "funnel")] == ["sum_of_regions"] * 3
    assert (cells["outcome"], cells["rank"], cells["z"], cells["expected"]) == ("", None, None, None)
    x, n = (given["MC12"][side] + given["MC13"][side] for side in (0, 1))
    low, _ = garwood(x, 0.95) if isnan(n) else proportion_confint(x, n, 0.05, method="wilson")
    times, decimals = unit(indicator)
    same(cells["low_95"], times * low, decimals)
    (past,) = table(
        values(indicator, (), {"region": ["MC12", "MC13"]}, with_=["benchmark", "trend"], against="eerder")
    ).values()
    earlier = then["MC12"][0] + then["MC13"][0]
    people = 1 if isnan(n) else then["MC12"][1] + then["MC13"][1]
    same(past["benchmark_value"], times * earlier / people, decimals)
    assert past["p_adjusted"] == past["p_value"] and past["trend_points"] == 5


def test_municipalities_are_ranked_among_municipalities_only() -> None:
    found = columns(*VSV, regions=[ALL, "gemeente"])
    assert {key: cells for key, cells in found.items() if key.startswith("MC")} == columns(*VSV)
    own = {key: cells for key, cells in found.items() if key.startswith("GM") and cells["rank"] is not None}
    assert {cells["ranked"] for cells in own.values()} == {len(own)} and len(own) > 200
    assert {cells["expected_reason"] for key, cells in found.items() if key.startswith("GM")} == {"no_strata"}
    held = columns(*VSV, "benchmark", regions="gemeente", against="soortgelijk")
    assert {cells["benchmark_reason"] for cells in held.values()} == {"no_peers"}


def test_a_region_of_another_kind_can_be_the_benchmark() -> None:
    found = columns(*VSV, "benchmark", against="GM0153")
    share = values("vsv_duo_lt23", ("region",), {"region": "GM0153"}).rows[0]
    assert share.numerator and share.denominator
    for cells in found.values():
        same(cells["benchmark_value"], 100 * share.numerator / share.denominator, 4)
        assert cells["outcome"] and not cells["benchmark_reason"]


# A reason wherever there is no number, and only there

WHY = {
    "interval_reason": ("low_95", "high_95", "low_998", "high_998"),
    "benchmark_reason": (
        *("benchmark_value", "difference", "difference_low", "difference_high", "difference_people"),
        *("p_value", "p_adjusted"),
        *("outcome", "verdict"),
    ),
    "rank_reason": ("rank", "rank_low", "rank_high", "ranked"),
    "funnel_reason": (*("funnel_target", "z", "funnel_low_95", "funnel_high_95", "funnel_low_998", "funnel_high_998"),),
    "trend_reason": ("detectable_change",),
    "expected_reason": (
        *("expected_ratio", "expected_ratio_low", "expected_ratio_high", "expected_outcome"),
        *("expected_difference", "expected_difference_low", "expected_difference_high"),
    ),
}
# Explained by themselves: the direction says so when points are too few, and what is expected of people is known also
# where their own cases are hidden, which is then the reason that it is compared with nothing. The unrounded value is
# there when the figure is, whose status is its reason.
APART = {"unrounded", "trend", "trend_p", "trend_phi", "trend_points", "expected"}


def lawful(cells: Mapping[str, Any]) -> None:
    """Nothing without a number lacks a reason, and nothing with one has any."""
    assert {name for why, names in WHY.items() if why in cells for name in (why, *names)} == set(cells) - APART
    for why, names in WHY.items():
        for name in names if why in cells else ():
            assert (cells[name] in (None, "")) == (cells[why] != ""), (name, cells)
            assert not isinstance(cells[name], float) or not isnan(cells[name])
    if "trend" in cells:
        assert (
            (cells["trend_p"] is None)
            == (cells["trend_phi"] is None)
            == (cells["trend"] == "too_few_points")
            == (cells["trend_points"] < 5)
        )
    if "expected" in cells:
        assert cells["expected"] is not None or cells["expected_reason"]


def asked(known: indicators.Catalogue) -> Iterator[tuple[str, Sequence[str], dict[str, str]]]:
    """Each indicator by each of its dimensions, for the country and for all regions."""
    for indicator in known.indicators.values():
        for dimension in indicator.by:
            if dimension != "region":
                yield indicator.id, (dimension,), {"region": "NL01"}
            yield indicator.id, ("region",) if dimension == "region" else ("region", dimension), {"region": ALL}


@pytest.mark.parametrize("against", ["NL01", "eerder"])
def test_every_empty_cell_of_the_sample_has_a_reason(against: str) -> None:
    seen: set[str] = set()
    for indicator, by, where in asked(indicators.catalogue()):
        # Places take thousands of draws per group, and the reason for none is that of the other dimensions.
        families = [f for f in STATISTICS if f != "rank" or not {"sex", "education", "leerweg", "origin"} & {*by}]
        families = families if against == "NL01" else ["benchmark"]
        found = values(indicator, by, where, with_=families, against=against)
        for cells in table(found).values():
            lawful(cells)
            seen |= {str(cells[why]) for why in WHY if why in cells}
    assert {"", "missing", "published_only", "modelled"} <= seen
    if against == "eerder":
        assert "break" in seen


# Where nothing can be said

GIVEN = """
region | period | age_group | measure                  | value | status
NL01   | 2023   | totaal    | nieuwe_vsvers_duo        | 900   | A
NL01   | 2023   | totaal    | startpopulatie_duo       | 30000 | A
NL01   | 2018   | totaal    | nieuwe_vsvers_duo        | 800   | A
NL01   | 2018   | totaal    | startpopulatie_duo       | 30000 | A
NL01   | 2019   | totaal    | nieuwe_vsvers_duo        | 850   | A
NL01   | 2019   | totaal    | startpopulatie_duo       | 30000 | A
MC01   | 2018   | totaal    | nieuwe_vsvers_duo        | 60    | A
MC01   | 2018   | totaal    | startpopulatie_duo       | 2000  | A
MC01   | 2019   | totaal    | nieuwe_vsvers_duo        | 50    | A
MC01   | 2019   | totaal    | startpopulatie_duo       | 2000  | A
MC01   | 2023   | totaal    | nieuwe_vsvers_duo        | 66    | A
MC01   | 2023   | totaal    | startpopulatie_duo       | 2000  | A
MC02   | 2023   | totaal    | nieuwe_vsvers_duo        |       | Q
MC02   | 2023   | totaal    | startpopulatie_duo       | 1000  | A
MC03   | 2023   | totaal    | nieuwe_vsvers_duo        | 0     | A
MC03   | 2023   | totaal    | startpopulatie_duo       | 0     | A
MC04   | 2023   | totaal    | nieuwe_vsvers_duo        | 0     | A
MC04   | 2023   | totaal    | startpopulatie_duo       | 800   | A
MC05   | 2023   | totaal    | nieuwe_vsvers_duo        | 30    | A
MC05   | 2023   | totaal    | startpopulatie_duo       | 20    | A
NL01   | 2023   | tot_18    | nieuwe_vsvers_duo        | 0     | A
NL01   | 2023   | tot_18    | startpopulatie_duo       | 9000  | A
MC01   | 2023   | tot_18    | nieuwe_vsvers_duo        | 0     | A
MC01   | 2023   | tot_18    | startpopulatie_duo       | 700   | A
MC04   | 2023   | tot_18    | nieuwe_vsvers_duo        | 0     | A
MC04   | 2023   | tot_18    | startpopulatie_duo       | 300   | A
MC01   | 2023   | 18_tot_20 | nieuwe_vsvers_duo        | 9     | A
MC01   | 2023   | 18_tot_20 | startpopulatie_duo       | 90    | A
NL01   | 2023   | 20_tot_23 | nieuwe_vsvers_duo        | 300   | A
NL01   | 2023   | 20_tot_23 | startpopulatie_duo       | 4000  | A
MC01   | 2023   | 20_tot_23 | nieuwe_vsvers_duo        |       | Q
MC01   | 2023   | 20_tot_23 | startpopulatie_duo       | 100   | A
MC04   | 2023   | 20_tot_23 | nieuwe_vsvers_duo        |       | Q
MC04   | 2023   | 20_tot_23 | startpopulatie_duo       | 100   | A
GM0153 | 2023   | totaal    | nieuwe_vsvers_duo        | 10    | A
GM0153 | 2023   | totaal    | startpopulatie_duo       | 500   | A
NL01   | 2016   | totaal    | vsv_duo_pct_gepubliceerd | 1.75  | A
MC01   | 2016   | totaal    | vsv_duo_pct_gepubliceerd | 2.02  | A
MC01   | 2023   | totaal    | vsv_verwacht             | 40    | A
MC01   | 2023   | totaal    | jongeren_risico          | 2000  | A
MC04   | 2023   | totaal    | vsv_verwacht             | 12.4  | A
MC04   | 2023   | totaal    | jongeren_risico          | 800   | A
"""
ONE = """
region | period | measure            | value | status
NL01   | 2023   | nieuwe_vsvers_duo  | 900   | A
NL01   | 2023   | startpopulatie_duo | 30000 | A
MC01   | 2023   | nieuwe_vsvers_duo  | 66    | A
MC01   | 2023   | startpopulatie_duo | 2000  | A
"""
RANKED = ("interval", "rank", "funnel", "trend")


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny_release(folder, GIVEN)
    return folder


@pytest.fixture
def tiny(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tiny_folder))
    warehouse.close()


def why(indicator: str, region: str, *families: str, against: str = "NL01", **where: Any) -> list[str]:
    """The reasons of one region, per family."""
    usual = {"period": 2023} if "gepubliceerd" not in indicator else {}
    (cells,) = columns(indicator, {**usual, **where}, *families, regions=region, against=against).values()
    lawful(cells)
    return [cells[f"{family}_reason"] for family in families or STATISTICS]


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("region", "reasons"),
    [
        ("MC01", ["", "", "", ""]),
        ("MC02", ["missing"] * 4),
        ("MC03", ["no_population"] * 4),
        ("MC04", ["", "", "", "no_variation"]),
        ("MC05", ["impossible"] * 4),
        ("MC06", ["missing"] * 4),
        ("MC14", ["missing"] * 4),
    ],
)
def test_each_kind_of_nothing_has_its_own_reason(region: str, reasons: list[str]) -> None:
    assert why("vsv_duo_lt23", region, *RANKED) == reasons
    assert why("vsv_duo_lt23", region, "benchmark") == ["" if region == "MC04" else reasons[0]]


@pytest.mark.usefixtures("tiny")
def test_an_empty_group_is_not_zero() -> None:
    found = columns("vsv_duo_lt23", {"period": 2023}, *RANKED)
    assert [found["MC03"][name] for name in ("low_95", "rank", "z", "detectable_change")] == [None] * 4
    assert found["MC04"]["low_95"] == 0 and found["MC04"]["rank"] == 1  # nobody of 800 is a figure
    assert found["MC01"]["ranked"] == found["MC04"]["ranked"] == 2


@pytest.mark.usefixtures("tiny")
def test_a_country_without_cases_or_without_figures_makes_no_funnel() -> None:
    families = ("benchmark", "rank", "funnel")
    assert why("vsv_duo_lt23", "MC01", *families, age_group="tot_18") == ["", "", "no_variation"]
    assert why("vsv_duo_lt23", "MC01", *families, age_group="18_tot_20") == ["missing", "few_regions", "missing"]
    every = columns("vsv_duo_lt23", {"age_group": "20_tot_23", "period": 2023}, *RANKED, "benchmark")
    assert {cells[name] for cells in every.values() for name in WHY if name in cells} == {"missing"}


@pytest.mark.usefixtures("tiny")
def test_no_comparison_crosses_a_break() -> None:
    assert why("vsv_duo_lt23", "MC01", "benchmark", against="eerder", period=2019) == ["break"]
    assert why("vsv_duo_lt23", "MC01", "benchmark", against="eerder", period=2018) == ["missing"]
    assert why("vsv_duo_lt23_aantal", "MC01", "benchmark", against="eerder", period=2019) == ["break"]


@pytest.mark.usefixtures("tiny")
def test_printed_and_modelled_figures_and_numbers_are_no_counts_to_compare() -> None:
    assert set(why("vsv_duo_gepubliceerd", "MC01", *RANKED, "benchmark")) == {"published_only"}
    # 40 is a whole number, and still the outcome of a model.
    for region in ("MC01", "MC04"):
        assert set(why("vsv_verwacht_aantal", region, *RANKED, "benchmark")) == {"modelled"}
        assert set(why("vsv_verwacht", region, *RANKED, "benchmark", against="eerder")) == {"modelled"}
    assert why("vsv_duo_lt23_aantal", "MC01") == ["", "counts", "", "counts", "", "no_strata"]


@pytest.mark.usefixtures("tiny")
def test_a_region_without_peers_says_so() -> None:
    assert why("vsv_duo_lt23", "GM0153", "benchmark", against="soortgelijk") == ["no_peers"]
    # This release has none of the properties that regions resemble each other by.
    assert why("vsv_duo_lt23", "MC01", "benchmark", against="soortgelijk") == ["no_peers"]


@pytest.mark.usefixtures("tiny")
def test_a_period_without_figures_has_reasons_or_no_rows() -> None:
    assert why("vsv_duo_lt23", "MC01", *RANKED, "benchmark", period=2022) == ["missing"] * 5
    for with_, against in ((STATISTICS, "NL01"), (("benchmark",), "eerder"), (("benchmark",), "soortgelijk")):
        found = values("vsv_2026_lt27", ("region",), {"period": 2022}, with_=with_, against=against)
        assert found.rows == [] and not any(found.extra.values())


@pytest.mark.usefixtures("tiny")
def test_municipalities_have_no_expected_number_here() -> None:
    assert why("vsv_duo_lt23", "GM0153") == ["", "", "few_regions", "few_regions", "", "no_strata"]


def test_one_region_has_nobody_to_stand_among(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    tiny_release(tmp_path, ONE)
    assert why("vsv_duo_lt23", "MC01") == ["", "", "few_regions", "few_regions", "", "no_strata"]
    assert why("vsv_duo_lt23", "NL01", "rank", "funnel") == ["itself", "itself"]


# What cannot be asked


@pytest.mark.parametrize(
    ("asked_for", "sentence"),
    [
        ({"with_": ["intervall"]}, r"Unknown statistic 'intervall'; did you mean 'interval'\? Choose one and ask"),
        ({"with_": ["rank"], "level": 0.9}, r"Unknown level '0.9'; statistics are given at 0.95 and 0.998\. Choose"),
        ({"with_": ["benchmark"], "against": "Atlantis"}, r"Unknown benchmark 'Atlantis'; .*as in 'NL01'\. Choose one"),
        ({"with_": ["benchmark"], "against": "soortgelijk-1"}, r"Unknown set of peers 'soortgelijk-1'; .* Choose one"),
    ],
)
def test_a_wrong_question_gets_one_helpful_sentence(asked_for: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        values("vsv_duo_lt23", **asked_for)


def test_figures_stay_the_same_with_statistics_beside_them() -> None:
    bare = values("vsv_duo_lt23", ("region",), {"region": ALL})
    assert values("vsv_duo_lt23", ("region",), {"region": ALL}, with_=STATISTICS).rows == bare.rows
    assert bare.extra == {} and bare.methods == ()
