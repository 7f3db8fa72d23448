"""Gaps taken apart and expected numbers: parts add up, sums fit the country, and reasons are told."""

from pathlib import Path

import numpy as np
import pytest

from dashboard.indicators import QueryError, Selection, values
from dashboard.indicators.catalogue import catalogue
from dashboard.indicators.plan import plan
from dashboard.indicators.reading import values_of
from dashboard.indicators.studies.cells import Question
from dashboard.indicators.studies.field import Field
from dashboard.indicators.studies.gap import Gaps, gap, gaps
from dashboard.indicators.studies.standardised import COLUMNS, expected_values, standardised_columns

from .support import tiny_release

INDICATORS = ("vsv_duo_lt23", "neet_leeftijd", "duurzaam_werk_12u")
# Two regions of equal size: in MC01 more men than in MC02, and rates that double.
GIVEN = """
region | period | sex    | measure            | value  | status
NL01   | 2023   | totaal | nieuwe_vsvers_duo  | 700    | P
NL01   | 2023   | totaal | startpopulatie_duo | 20000  | P
NL01   | 2023   | man    | nieuwe_vsvers_duo  | 500    | P
NL01   | 2023   | man    | startpopulatie_duo | 10000  | P
NL01   | 2023   | vrouw  | nieuwe_vsvers_duo  | 200    | P
NL01   | 2023   | vrouw  | startpopulatie_duo | 10000  | P
MC01   | 2023   | totaal | nieuwe_vsvers_duo  | 520    | P
MC01   | 2023   | totaal | startpopulatie_duo | 10000  | P
MC01   | 2023   | man    | nieuwe_vsvers_duo  | 420    | P
MC01   | 2023   | man    | startpopulatie_duo | 6000   | P
MC01   | 2023   | vrouw  | nieuwe_vsvers_duo  | 100    | P
MC01   | 2023   | vrouw  | startpopulatie_duo | 4000   | P
MC02   | 2023   | totaal | nieuwe_vsvers_duo  | 180    | P
MC02   | 2023   | totaal | startpopulatie_duo | 10000  | P
MC02   | 2023   | man    | nieuwe_vsvers_duo  | 80     | P
MC02   | 2023   | man    | startpopulatie_duo | 4000   | P
MC02   | 2023   | vrouw  | nieuwe_vsvers_duo  | 100    | P
MC02   | 2023   | vrouw  | startpopulatie_duo | 6000   | P
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    tiny_release(tmp_path, GIVEN)
    return tmp_path


def adds_up(found: Gaps) -> None:
    fine = found.reasons == ""
    total = sum(found.composition) + found.rate
    assert total[fine] == pytest.approx(found.gap[fine], abs=1e-10)
    assert np.isnan(total[~fine]).all()
    for f in range(len(found.factors)):
        assert found.composition_of[f][fine].sum(axis=1) == pytest.approx(found.composition[f][fine], abs=1e-10)
        assert found.rate_of[f][fine].sum(axis=1) == pytest.approx(found.rate[fine], abs=1e-10)
        assert found.shares_of[f][fine].sum(axis=1) == pytest.approx(100)
        assert found.benchmark_of[f][fine].sum(axis=1) == pytest.approx(100)


def test_by_hand(tiny: Path) -> None:
    found = gap("vsv_duo_lt23", "MC01", "MC02")
    # Kitagawa: men 60 % against 40 % at 7 and 2 %, women 40 % against 60 % at 2.5 and 1.667 %.
    by_rate = 0.5 * (7 - 2) + 0.5 * (2.5 - 5 / 3)
    by_composition = 0.2 * (7 + 2) / 2 - 0.2 * (2.5 + 5 / 3) / 2
    assert (found.share, found.benchmark, found.points, found.people) == pytest.approx((5.2, 1.8, 3.4, 340))
    assert (found.rate_points, found.rate_people) == pytest.approx((by_rate, by_rate * 100))
    [part] = found.parts
    assert (part.factor, part.points, part.people) == pytest.approx(("sex", by_composition, by_composition * 100))
    man, woman = part.categories
    assert (man.code, man.share, man.benchmark_share) == ("man", pytest.approx(60), pytest.approx(40))
    # From the average of both shares, 3.5 %: men are above it, women below.
    assert (man.points, woman.points) == pytest.approx((0.2 * (4.5 - 3.5), -0.2 * (12.5 / 6 - 3.5)))
    assert (man.rate_points, man.rate_people) == pytest.approx((0.5 * 5, 250))
    assert (found.pooled, found.estimated, found.reason) == (0, False, "")
    assert [method.id for method in found.methods] == ["kitagawa", "pooling"]


def test_expected_by_hand(tiny: Path) -> None:
    found = expected_values("vsv_duo_lt23")
    assert found.regions[:2] == ("MC01", "MC02")
    assert found.expected[:2] == pytest.approx([6000 * 0.05 + 4000 * 0.02, 4000 * 0.05 + 6000 * 0.02])
    assert found.compared.ratio[:2] == pytest.approx([520 / 380, 180 / 320])
    assert found.reasons[:3].tolist() == ["", "", "missing"] and found.national == pytest.approx(1)
    assert (found.model.id, found.model.cohort, found.model.factors) == ("intern", "2023", ("sex",))
    assert found.phi > 10 and found.methods[0].parameters["phi"] == found.phi


def test_one_region_says_nothing_of_overdispersion(tiny: Path) -> None:
    tiny_release(tiny, "\n".join(line for line in GIVEN.strip().splitlines() if not line.startswith("MC02")))
    found = expected_values("vsv_duo_lt23")
    assert (
        found.reasons[:2].tolist() == ["few_regions", "missing"]
        and np.isnan(found.phi)
        and found.compared.outcome[0] == ""
    )
    with pytest.raises(QueryError, match="no expected numbers of the CBS model"):
        expected_values("vsv_duo_lt23", model="cbs")


def test_nothing_expected(tiny: Path) -> None:
    cases = {" 700 ": " 0   ", " 500 ": " 0   ", " 200 ": " 0   "}
    given = GIVEN
    for number, none in cases.items():
        given = given.replace(number, none)
    tiny_release(tiny, given)
    found = expected_values("vsv_duo_lt23")
    assert found.expected[:2].tolist() == [0, 0] and found.reasons[:2].tolist() == ["nothing_expected"] * 2
    assert np.isnan(found.national)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("indicator", INDICATORS)
def test_expected_adds_to_the_country(indicator: str) -> None:
    found = expected_values(indicator)
    country = values(indicator, (), {"period": found.period}).rows[0].numerator
    assert found.expected.sum() == pytest.approx(country, rel=0.005)
    assert found.national == pytest.approx(1, abs=0.005)
    assert (found.reasons == "").all() and len(found.regions) == 40
    assert (found.pooled < 0.05).all() and found.phi >= 1
    assert found.compared.difference == pytest.approx(found.observed - found.expected)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("against", ["NL01", "MC21", ("MC21", "MC29", "MC21"), "eerder"])
def test_parts_add_to_the_gap(indicator: str, against: str | tuple[str, ...]) -> None:
    found = gaps(indicator, against)
    adds_up(found)
    assert np.count_nonzero(found.reasons == "") >= 30
    assert set(found.reasons) <= {"", "too_much_hidden", "itself"}
    shown = {row.key[0]: row for row in values(indicator, ("region",), {"period": found.period}).rows}
    for at, region in enumerate(found.regions):
        row = shown[region]
        assert found.share[at] == pytest.approx(100 * row.numerator / row.denominator)
    assert (found.earlier == found.period - 1) is (against == "eerder")


@pytest.mark.usefixtures("sample")
def test_benchmarks() -> None:
    peers = gaps("vsv_duo_lt23", ["MC21", "MC29"])
    rows = values("vsv_duo_lt23", ("region",), {"region": ["MC21", "MC29"]}).rows
    share = 100 * sum(row.numerator or 0 for row in rows) / sum(row.denominator or 0 for row in rows)
    assert peers.benchmark == pytest.approx(np.full(41, share))
    one = gaps("vsv_duo_lt23", "MC21")
    at = one.regions.index("MC21")
    assert one.reasons[at] == "itself" and np.isnan(one.gap[at])
    past = gap("neet_leeftijd", "NL01", "eerder", period=2020, earlier=2018)
    assert (past.earlier, past.reason, past.pooled) == (2018, "", 0)
    assert sum(part.people for part in past.parts) + past.rate_people == pytest.approx(past.people)


@pytest.mark.usefixtures("sample")
def test_hidden_parts_are_told() -> None:
    found = gaps("vsv_duo_lt23")
    hidden = found.reasons == "too_much_hidden"
    assert hidden.any() and (found.pooled[hidden] > 0.5).all() and (found.pooled[found.reasons == ""] <= 0.5).all()
    region = found.regions[int(np.flatnonzero(hidden)[0])]
    assert found.of(region).estimated and not np.isnan(found.of(region).points)
    small = gaps("vsv_duo_lt23", region)
    assert set(small.reasons) == {"too_much_hidden", "itself"}
    assert gaps("vsv_duo_lt23", factors=["sex"]).pooled.max() == 0


@pytest.mark.usefixtures("sample")
def test_a_region_that_did_not_exist_yet() -> None:
    past = gap("neet_leeftijd", "MC40", "eerder", period=2021, earlier=2015)
    assert past.reason == "missing" and np.isnan(past.points)
    with pytest.raises(QueryError, match="Unknown region 'MC40'"):
        gap("neet_leeftijd", "MC40", period=2015)


@pytest.mark.usefixtures("sample")
def test_no_comparison_across_a_break() -> None:
    found = gaps("vsv_duo_lt23", "eerder", period=2019)
    assert set(found.reasons) == {"break"} and np.isnan(found.gap).all() and not np.isnan(found.share).all()


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("indicator", "reason", "has_gap"),
    [
        ("neet_register", "no_strata", True),
        ("neet_enquete", "published_only", False),
        ("neet_leeftijd_aantal", "no_strata", False),
    ],
)
def test_figures_without_groups(indicator: str, reason: str, has_gap: bool) -> None:
    found = gaps(indicator)
    assert set(found.reasons) == {reason} and found.factors == () and found.of("MC05").parts == ()
    assert bool(np.isfinite(found.gap).any()) is has_gap
    expected = expected_values(indicator)
    assert set(expected.reasons) == {reason} and np.isnan(expected.compared.ratio).all()


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"region": "MC99"}, "Unknown region 'MC99'"),
        ({"region": "MC05", "against": "MC99"}, "Unknown region 'MC99'"),
        ({"region": "MC05", "against": []}, "is empty"),
        ({"region": "MC05", "factors": ["hours"]}, "no groups by 'hours'"),
        ({"region": "MC05", "period": 1990}, "no period '1990'"),
        ({"region": "MC05", "earlier": 2020}, "only goes with the region's own past"),
        ({"region": "MC05", "against": "eerder", "earlier": 2024}, "no earlier period"),
        ({"region": "MC05", "against": "eerder", "period": 2012}, "no period before 2012"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        gap("vsv_duo_lt23", **asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
def test_the_model_of_the_cbs() -> None:
    found = expected_values("vsv_duo_lt23", model="cbs")
    rows = values(
        "vsv_verwacht_aantal", ("region",), {"region": ["NL01", "doorstroompunt"], "period": found.period}
    ).rows
    theirs = {row.key[0]: row.numerator for row in rows}
    assert found.expected.tolist() == [theirs[region] for region in found.regions]
    assert found.model.id == "cbs" and "2024/36" in found.model.version and found.model.cohort == str(found.period)
    number = expected_values("vsv_duo_lt23_aantal", period=2022, model="cbs")
    assert (number.reasons == "").all() and number.period == 2022
    assert set(expected_values("vsv_duo_lt23", period=2019, model="cbs").reasons) == {"missing"}
    other = expected_values("vsv_2026_lt27", model="cbs")
    assert set(other.reasons) == {"definition"} and np.isnan(other.national) and np.isnan(other.expected).all()


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"model": "cbd"}, "did you mean 'cbs'"),
        ({"model": "cbs", "factors": ["sex"]}, "has its own strata"),
        ({"model": "cbs", "where": {"sex": "man"}}, "has its own strata"),
        ({"model": "cbs", "period": "vorig"}, "Unknown period 'vorig'"),
    ],
)
def test_wrong_questions_to_a_model_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        expected_values("vsv_duo_lt23", **asked)  # type: ignore[arg-type]


def question(selection: Selection) -> Question:
    known = catalogue()
    field = Field(known, plan(known, selection).indicator, values_of([selection])[0])
    return Question(catalogue=known, asked=field, field=field, years=field, against="NL01", level=0.95)


@pytest.mark.usefixtures("sample")
def test_columns_beside_figures() -> None:
    regions = ["NL01", "MC05", "MC21", "GM0363"]
    asked = question(Selection("vsv_duo_lt23", ("region", "period"), {"region": regions, "period": [2023, 2024]}))
    found = standardised_columns(asked)
    keys = [row.key for row in asked.asked.values.rows]
    direct = expected_values("vsv_duo_lt23", 2023)
    at, there = keys.index(("MC21", 2023)), direct.regions.index("MC21")
    assert found.columns["expected"][at] == pytest.approx(direct.expected[there], abs=0.06)
    assert found.columns["expected_ratio_low"][at] == pytest.approx(direct.compared.ratio_limits.low[there], abs=1e-4)
    assert found.columns["expected_outcome"][at] == direct.compared.outcome[there]
    assert found.columns["expected_reason"][at] == ""
    assert found.columns["expected"][keys.index(("NL01", 2023))] is None
    assert found.columns["expected_reason"][keys.index(("NL01", 2023))] == "itself"
    assert set(found.columns) == {*COLUMNS, "expected_outcome", "expected_reason"}
    assert [method.id for method in found.methods] == ["standardised", "overdispersion", "pooling"]


@pytest.mark.usefixtures("sample")
def test_columns_of_a_group_and_of_numbers() -> None:
    where = {"region": ["MC05", "MC21"], "period": 2024}
    split = standardised_columns(question(Selection("vsv_duo_lt23", ("region", "sex"), where)))
    men = expected_values("vsv_duo_lt23", 2024, where={"sex": "man"})
    assert split.columns["expected"][1] == pytest.approx(men.expected[men.regions.index("MC05")], abs=0.06)
    numbers = standardised_columns(question(Selection("vsv_duo_lt23_aantal", ("region",), where)))
    assert numbers.columns["expected_reason"] == ["no_strata", "no_strata"] and numbers.methods == ()
    work = standardised_columns(question(Selection("duurzaam_werk_12u", ("region",), {**where, "period": 2022})))
    assert work.columns["expected_reason"] == ["", ""]
