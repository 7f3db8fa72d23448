"""Laws of the numbers: what is never counted twice, never averaged, never shown as nothing."""

import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import indicators, warehouse
from dashboard.indicators import QueryError, Selection, comparable, rates, reading, values, values_of
from dashboard.indicators.plan import plan
from dashboard.indicators.query import build
from dashboard.indicators.sums import overlap
from etl.catalogue import load_indicators

from .support import insert_rows, tiny_release

GIVEN = """
region | period | age_group | sex    | moment | hours     | measure                  | value   | status
NL01   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 30000   | P
NL01   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 1300000 | P
NL01   | 2022   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 29700   | A
NL01   | 2022   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 1310000 | A
NL01   | 2019   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 22785   | A
NL01   | 2019   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 1320000 | A
NL01   | 2023   | totaal    | man    | totaal | totaal    | nieuwe_vsvers_duo        | 18000   | P
NL01   | 2023   | totaal    | man    | totaal | totaal    | startpopulatie_duo       | 660000  | P
NL01   | 2023   | totaal    | vrouw  | totaal | totaal    | nieuwe_vsvers_duo        | 12000   | P
NL01   | 2023   | totaal    | vrouw  | totaal | totaal    | startpopulatie_duo       | 640000  | P
MC01   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 102     | A
MC01   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 6800    | A
MC01   | 2023   | tot_18    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 20      | A
MC01   | 2023   | tot_18    | totaal | totaal | totaal    | startpopulatie_duo       | 4000    | A
MC01   | 2023   | 18_tot_20 | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 42      | E
MC01   | 2023   | 18_tot_20 | totaal | totaal | totaal    | startpopulatie_duo       | 1700    | A
MC01   | 2023   | 20_tot_23 | totaal | totaal | totaal    | nieuwe_vsvers_duo        |         | Q
MC01   | 2023   | 20_tot_23 | totaal | totaal | totaal    | startpopulatie_duo       | 1100    | A
MC02   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 0       | A
MC02   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 0       | A
MC03   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 50      | A
MC03   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       |         | O
MC04   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        |         | L
MC04   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       |         | Q
MC05   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 77      | A
MC14   | 2019   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 950     | A
MC14   | 2019   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 50000   | A
MC40   | 2023   | totaal    | totaal | totaal | totaal    | nieuwe_vsvers_duo        | 400     | A
MC40   | 2023   | totaal    | totaal | totaal | totaal    | startpopulatie_duo       | 20000   | A
NL01   | 2016   | totaal    | totaal | totaal | totaal    | vsv_duo_pct_gepubliceerd | 1.75    | A
MC01   | 2016   | totaal    | totaal | totaal | totaal    | vsv_duo_pct_gepubliceerd | 2.02    | A
MC02   | 2016   | totaal    | totaal | totaal | totaal    | vsv_duo_pct_gepubliceerd | 1.62    | A
NL01   | 2022   | totaal    | totaal | 1_jaar | totaal    | uitstromers_arbeidsmarkt | 60000   | A
NL01   | 2023   | totaal    | totaal | direct | totaal    | uitstromers_arbeidsmarkt | 70000   | P
NL01   | 2022   | totaal    | totaal | 1_jaar | 12_tot_20 | uitstromers_werk         | 5000    | A
NL01   | 2022   | totaal    | totaal | 1_jaar | 20_tot_35 | uitstromers_werk         | 15000   | A
NL01   | 2022   | totaal    | totaal | 1_jaar | 35_plus   | uitstromers_werk         | 22000   | A
NL01   | 2023   | totaal    | totaal | direct | 12_tot_20 | uitstromers_werk         | 7000    | P
NL01   | 2023   | totaal    | totaal | direct | 20_tot_35 | uitstromers_werk         | 14000   | P
NL01   | 2023   | totaal    | totaal | direct | 35_plus   | uitstromers_werk         | 21000   | P
"""
ADDED_UP = """
region | period | indeling | measure            | value | parts | derived
MC01   | 2023   | 2026     | nieuwe_vsvers_duo  | 110   | 3     | true
MC01   | 2023   | 2026     | startpopulatie_duo | 7000  | 3     | true
"""
SPLITS = ["age_group", "sex", "education", "leerweg", "origin", "diploma", "moment", "position", "contract", "hours"]
OTHERS = """
region | period | education | measure                  | value
GM0047 | 2021   | totaal    | nieuwe_vsvers_duo        | 60
GM0047 | 2021   | totaal    | startpopulatie_duo       | 2500
NL01   | 2018   | mbo       | vsv_duo_pct_gepubliceerd | 6.35
"""
REPLACED = f"""
measure | region | period | indeling | value | status | published | {" | ".join(SPLITS)}
nieuwe_vsvers_duo | NL01 | 2022 | periode | 29163 | P | 2024-03-01 | {" | ".join(["totaal"] * len(SPLITS))}
nieuwe_vsvers_duo | NL01 | 2022 | periode | 9163 | P | 2024-03-01 | tot_18 | {" | ".join(["totaal"] * 9)}
"""


@pytest.fixture(scope="module", autouse=True)
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("values")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(folder))
        name = tiny_release(folder, GIVEN, tables={"observation": ADDED_UP, "superseded": REPLACED}, activate=False)
        with duckdb.connect(str(folder / f"{name}.duckdb")) as con:
            insert_rows(con, "observation", OTHERS)
        (folder / "current").write_text(name, encoding="utf-8")
        yield name
        warehouse.close()


def only(indicator: str, by: tuple[str, ...] = (), **where: Any) -> indicators.Row:
    """The single row of an answer."""
    (row,) = values(indicator, by, where).rows
    return row


# What is read


def test_nothing_chosen_is_the_country_now_at_its_totals() -> None:
    row = only("vsv_duo_lt23")
    assert (row.value, row.numerator, row.denominator, row.status) == (2.31, 30000, 1300000, "P")


def test_where_says_in_full_what_was_read() -> None:
    found = values("vsv_duo_lt23", ("region",), {"region": "MC01"})
    assert found.where["period"] == (2023,)
    assert found.where["region"] == ("MC01",)
    assert found.where["age_group"] == ("totaal",)
    assert found.release == indicators.release_id()


@pytest.mark.parametrize("dimension", ["region", "age_group", "sex", "education", "leerweg", "origin"])
def test_a_split_has_the_same_answer_at_its_total(dimension: str) -> None:
    total = "NL01" if dimension == "region" else "totaal"
    (row,) = values("vsv_duo_lt23", (dimension,), {dimension: total}).rows
    assert row._replace(key=()) == only("vsv_duo_lt23")


def test_all_periods_are_a_series_with_its_breaks() -> None:
    rows = values("vsv_duo_lt23", ("period",)).rows
    assert [row.key for row in rows] == [(2019,), (2022,), (2023,)]
    known = indicators.catalogue()
    assert [b.period for b in known.breaks("vsv_duo_lt23", 2015, 2023)] == [2016, 2019]
    assert known.breaks("vsv_duo_lt23", 2019, 2023) == ()


def test_a_default_is_used_until_another_code_is_chosen() -> None:
    assert only("duurzaam_werk_12u").value == 70.0
    assert only("duurzaam_werk_12u", moment="direct").value == 60.0


def test_the_latest_period_is_that_of_the_moment() -> None:
    known = indicators.catalogue()
    assert known.latest("duurzaam_werk_12u") == 2022
    assert known.latest("duurzaam_werk_12u", "direct") == 2023
    assert values("duurzaam_werk_12u", ("moment",)).where["period"] == (2023,)
    with pytest.raises(QueryError, match=r"has no figures .* at moment '5_jaar'; it has figures at direct, 1_jaar"):
        known.latest("duurzaam_werk_12u", "5_jaar")


def test_the_latest_period_is_that_of_the_regions_and_of_the_whole() -> None:
    known = indicators.catalogue()
    assert known.periods("vsv_duo_lt23", kind="gemeente") == (2021,)
    assert known.latest("vsv_duo_lt23", kind="gemeente") == 2021
    assert known.latest("vsv_duo_lt23", kind="provincie") == 2023
    assert values("vsv_duo_lt23", where={"region": "gemeente"}).where["period"] == (2021,)
    # 2018 has mbo alone, so the last year that says something of everyone is 2016.
    assert known.periods("vsv_duo_gepubliceerd") == (2016,)
    assert only("vsv_duo_gepubliceerd", education="mbo", period=2018).value == 6.35


def test_a_part_of_the_numerator_leaves_the_denominator_whole() -> None:
    parts = values("duurzaam_werk_12u", ("hours",)).rows
    assert [row.key[0] for row in parts] == ["12_tot_20", "20_tot_35", "35_plus"]
    assert {row.denominator for row in parts} == {60000}
    assert sum(row.numerator or 0 for row in parts) == only("duurzaam_werk_12u").numerator
    assert only("duurzaam_werk_12u", hours=["20_tot_35", "35_plus"]).numerator == 37000


def test_regions_of_2026_are_read_on_request() -> None:
    row = only("vsv_duo_lt23", ("region",), region="MC01", indeling="2026")
    assert (row.numerator, row.derived, row.parts) == (110, True, 3)


def test_several_questions_are_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = warehouse.records

    def counting(sql: str, *rest: Any) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return real(sql, *rest)

    indicators.catalogue()
    monkeypatch.setattr(reading, "records", counting)
    selections = [
        Selection("vsv_duo_lt23", ("region", "period"), {"region": ["NL01", "MC01"]}),
        Selection("vsv_duo_lt23_aantal", (), None),
        Selection("duurzaam_werk_12u", ("hours",)),
        Selection("vsv_duo_gepubliceerd", ("region", "period")),
        Selection("vsv_duo_lt23", ("sex", "region", "age_group"), {"region": "NL01"}),
    ]
    together = values_of(selections)
    assert len(asked) == 1
    assert together == [values(s.indicator, s.by, s.where) for s in selections]
    assert values_of([]) == []


# Regions


def test_a_kind_of_region_is_all_that_existed_then() -> None:
    now = [row.key[0] for row in values("vsv_duo_lt23", where={"region": "doorstroompunt"}).rows]
    assert "MC14" not in now and {"MC40", "MC41"} <= set(now) and len(now) == 40
    then = [row.key[0] for row in values("vsv_duo_lt23", where={"region": "doorstroompunt", "period": 2019}).rows]
    assert "MC14" in then and "MC40" not in then and len(then) == 39


def test_a_region_that_no_longer_exists_keeps_its_history() -> None:
    rows = values("vsv_duo_lt23", ("region", "period"), {"region": ["MC14", "MC40"]}).rows
    assert [(row.key, row.value) for row in rows] == [(("MC14", 2019), 1.9), (("MC40", 2023), 2.0)]
    gone = only("vsv_duo_lt23", ("region",), region="MC14", period=2023)
    assert (gone.value, gone.status) == (None, "M")


def test_a_kind_and_a_code_may_go_together_and_order_does_not_matter() -> None:
    one = values("vsv_duo_lt23", where={"region": ["NL01", "doorstroompunt"]}).rows
    other = values("vsv_duo_lt23", where={"region": ["doorstroompunt", "NL01", "MC01"]}).rows
    assert one == other
    assert one[0].key == ("NL01",)


def test_shuffled_codes_give_the_same_rows() -> None:
    codes = [f"MC{n:02d}" for n in range(1, 42)]
    expected = values("vsv_duo_lt23", where={"region": codes}).rows
    random.Random(1).shuffle(codes)
    assert values("vsv_duo_lt23", where={"region": codes}).rows == expected


def test_neighbouring_codes_are_asked_for_by_their_bounds() -> None:
    known = indicators.catalogue()
    sql, params = build([plan(known, Selection("vsv_duo_lt23", where={"region": "doorstroompunt"}))])
    assert "o.region between ? and ?" in sql
    assert {"MC01", "MC41"} < set(params) and len(params) < 20
    codes = [f"MC{n:02d}" for n in range(1, 42) if n != 14]
    sql, _ = build([plan(known, Selection("vsv_duo_lt23", where={"region": codes}))])
    assert "between" not in sql


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("28", "MC28"),
        ("04", "MC04"),
        ("mc28", "MC28"),
        ("haaglanden", "MC28"),
        ("FRYSLAN", "PV21"),
        ("Fryslân", "PV21"),
        ("utrecht", "MC19"),
        ("nederland", "NL01"),
        ("Groningen (PV)", "PV20"),
        ("GM0047", "GM0047"),
    ],
)
def test_regions_are_found_however_they_are_written(text: str, code: str) -> None:
    found = indicators.catalogue().region(text)
    assert found is not None and found.code == code


def test_a_text_that_is_no_region_finds_none() -> None:
    assert indicators.catalogue().region("atlantis") is None


def test_regions_of_2026_do_not_come_and_go() -> None:
    rows = values("vsv_duo_lt23", where={"region": "doorstroompunt", "period": 2019, "indeling": "2026"}).rows
    assert "MC14" not in [row.key[0] for row in rows]
    assert len(rows) == 40


def test_the_regions_of_a_kind_are_those_of_the_period() -> None:
    known = indicators.catalogue()
    assert len(known.regions_of("doorstroompunt")) == 41
    # The school year 2019/'20 is counted in October 2020, when number 14 still existed.
    assert "MC14" in [region.code for region in known.regions_of("doorstroompunt", 2019, "schoolyear")]
    assert "MC14" not in [region.code for region in known.regions_of("doorstroompunt", 2020, "schoolyear")]
    assert "MC14" in [region.code for region in known.regions_of("doorstroompunt", 2020)]


def test_every_municipality_belongs_to_one_region_in_a_year() -> None:
    assert indicators.municipalities("doorstroompunt", 2026)["GM0202"] == "MC41"
    assert indicators.municipalities("doorstroompunt", 2020)["GM0202"] == "MC14"
    assert set(indicators.municipalities("arbeidsmarkt", 2026)) == set(indicators.municipalities("provincie", 2026))


# What is shown as it is


def test_a_replaced_figure_stands_beside_what_replaced_it() -> None:
    (found,) = indicators.superseded("nieuwe_vsvers_duo")
    assert (found.region, found.period, found.value, found.now) == ("NL01", 2022, 29163, 29700)
    assert indicators.superseded("startpopulatie_duo") == ()


# Missing figures


@pytest.mark.parametrize(
    ("region", "status", "numerator", "denominator"),
    [
        ("MC02", "M", 0, 0),  # nobody there
        ("MC03", "O", 50, None),  # denominator unknown
        ("MC04", "Q", None, None),  # suppressed goes before not delivered
        ("MC05", "L", 77, None),  # no denominator at all
        ("MC06", "L", None, None),  # nothing at all
    ],
)
def test_a_missing_figure_says_why(region: str, status: str, numerator: int | None, denominator: int | None) -> None:
    row = only("vsv_duo_lt23", ("region",), region=region)
    assert row.value is None and row.margin is None
    assert (row.status, row.numerator, row.denominator) == (status, numerator, denominator)


def test_what_is_suppressed_stays_suppressed_in_a_sum() -> None:
    row = only("vsv_duo_lt23", region="MC01", age_group=["18_tot_20", "20_tot_23"])
    assert (row.value, row.numerator, row.denominator, row.status) == (None, None, 2800, "Q")


def test_a_sum_of_different_certainty_is_as_uncertain_as_its_worst_part() -> None:
    row = only("vsv_duo_lt23", region="MC01", age_group=["tot_18", "18_tot_20"])
    assert (row.value, row.status, row.derived, row.parts) == (1.09, "E", True, 2)


def test_levels_of_one_school_may_be_added_up() -> None:
    assert only("vsv_duo_lt23", education=["mbo_2", "mbo_3"]).status == "L"
    assert only("vsv_duo_lt23", education=["vo", "mbo_2"]).status == "L"


def test_a_count_that_is_not_there_is_not_delivered() -> None:
    rows = values("vsv_duo_lt23_aantal", where={"region": ["MC05", "MC06"]}).rows
    assert [(row.value, row.status) for row in rows] == [(77, "A"), (None, "L")]


def test_a_sum_that_lacks_a_cell_is_not_given() -> None:
    row = only("vsv_duo_lt23_aantal", region=["MC01", "MC06"])
    assert (row.value, row.status) == (None, "L")


def test_a_cell_asked_for_by_name_comes_back_and_others_do_not() -> None:
    named = values("vsv_duo_lt23", ("sex",), {"region": "MC01", "sex": ["man", "totaal"]}).rows
    assert [(row.key, row.status) for row in named] == [(("totaal",), "A"), (("man",), "L")]
    assert [row.key for row in values("vsv_duo_lt23", ("sex",), {"region": "MC01"}).rows] == [("totaal",)]


# What is refused


@pytest.mark.parametrize(
    ("indicator", "by", "where", "sentence"),
    [
        ("vsv_duo_lt2", (), {}, "Unknown indicator 'vsv_duo_lt2'; did you mean 'vsv_duo_lt23'"),
        ("vsv_duo_lt23", ("kleur",), {}, "cannot be split by 'kleur'; there are age_group"),
        ("vsv_duo_lt23", ("sexe",), {}, "did you mean 'sex'"),
        ("vsv_duo_lt23", ("sex", "sex"), {}, "split by 'sex' twice"),
        ("vsv_duo_lt23", (), {"sexe": "man"}, "Unknown dimension 'sexe' in the filter; did you mean 'sex'"),
        ("vsv_duo_lt23", (), {"sex": "men"}, "Unknown sex code 'men'; did you mean 'man'"),
        ("vsv_duo_lt23", (), {"moment": "direct"}, "has no figures by 'moment'"),
        ("vsv_duo_lt23", (), {"region": "28"}, "Unknown region '28'; did you mean 'MC28'"),
        ("vsv_duo_lt23", (), {"region": "MC99"}, "Unknown region 'MC99'; did you mean"),
        ("vsv_duo_lt23", (), {"region": "doorstroompunt"}, "the country as a whole is region 'NL01'"),
        ("vsv_duo_lt23", (), {"period": "soon"}, "Unknown period 'soon'; a period is its start year"),
        ("vsv_duo_lt23", (), {"period": "all"}, "periods are never added up"),
        ("vsv_duo_lt23", (), {"period": [2022, 2023]}, "cannot be added up over period 2022, 2023"),
        ("duurzaam_werk_12u", (), {"moment": ["direct", "1_jaar"]}, "cannot be added up over moment"),
        ("duurzaam_werk_12u", (), {"hours": "tot_12"}, "does not count hours 'tot_12'; its definition has 12_tot_20"),
        ("vsv_duo_lt23", (), {"indeling": ["periode", "2026"]}, "cannot be added up over indeling"),
        ("vsv_duo_lt23", (), {"sex": ["totaal", "man"]}, "'totaal' and 'man' overlap"),
        ("vsv_duo_lt23", (), {"education": ["mbo", "mbo_2"]}, "'mbo' and 'mbo_2' overlap"),
        ("vsv_duo_lt23", (), {"age_group": ["tot_18", "12_tot_23"]}, "overlap, so a sum would count people twice"),
        ("neet_leeftijd", (), {"age_group": ["15_tot_20", "18_tot_23"]}, "'15_tot_20' and '18_tot_23' overlap"),
        ("vsv_duo_lt23", (), {"region": ["MC01", "NL01"]}, "overlap"),
        ("vsv_duo_lt23", (), {"region": ["MC14", "MC40"]}, "overlap"),
        ("vsv_duo_gepubliceerd", (), {"region": ["MC01", "MC02"]}, "was only published as such and cannot be combined"),
        ("vsv_duo_gepubliceerd", ("sex",), {}, "cannot be split by 'sex'"),
        ("neet_eurostat", (), {}, "has no figures in release"),
    ],
)
def test_a_question_without_an_answer_is_refused_in_a_helpful_sentence(
    indicator: str, by: tuple[str, ...], where: dict[str, Any], sentence: str
) -> None:
    if "neet_leeftijd" in indicator:
        where = {**where, "period": 2023}
    with pytest.raises(QueryError, match=sentence) as caught:
        values(indicator, by, where)
    assert "\n" not in str(caught.value)


def test_where_there_is_nothing_to_choose_from_it_says_so() -> None:
    assert indicators.did_you_mean("x", []) == "there is nothing to choose from."


def test_a_published_rate_comes_back_as_it_was_printed() -> None:
    rows = values("vsv_duo_gepubliceerd", where={"region": ["MC02", "MC01"]}).rows
    assert [(row.value, row.denominator, row.margin) for row in rows] == [(2.02, None, None), (1.62, None, None)]


def test_two_definitions_never_share_an_axis() -> None:
    assert comparable(["vsv_duo_lt23"]) is None
    assert comparable(["vsv_duo_lt23", "vsv_duo_gepubliceerd"]) is None
    assert comparable(["vsv_duo_lt23", "vsv_2026_lt27"]) == "definition"
    assert comparable(["vsv_duo_lt23", "vsv_cbs"]) == "definition"
    assert comparable(["vsv_duo_lt23", "vsv_duo_lt23_aantal"]) == "unit"
    assert comparable(["vsv_duo_lt23", "neet_register"]) == "period"
    with pytest.raises(QueryError):
        comparable(["vsv_duo_lt23", "nothing"])


def test_declared_sums_share_nobody() -> None:
    known = indicators.catalogue()
    for indicator in load_indicators().values():
        for dimension, codes in indicator.numerator_where.items():
            assert overlap(known, dimension, codes) is None, indicator.id


# Arithmetic


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_percentages_are_rounded_half_up_as_decimals_are(numerator: int, denominator: int, decimals: int) -> None:
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    if len(exact.as_tuple().digits) < 28:  # a fraction that decimals hold exactly
        expected = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        assert rates.percentage(float(numerator), float(denominator), decimals) == float(expected)
    else:
        found = Decimal(str(rates.percentage(float(numerator), float(denominator), decimals)))
        assert abs(found - exact) <= Decimal("0.5").scaleb(-decimals) + Decimal("1e-15")


@given(st.decimals(0, 10**6, places=3), st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_printed_values_are_rounded_half_up_as_they_were_printed(printed: Decimal, decimals: int) -> None:
    expected = printed.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rates.rounded(float(printed), decimals) == float(expected)


def test_rounding_is_that_of_the_law_and_not_of_the_machine() -> None:
    assert rates.rounded(1.005, 2) == 1.01
    assert rates.rounded(2.5, 0) == 3
    assert isinstance(rates.rounded(2.5, 0), int)
    assert rates.percentage(201, 20000, 2) == 1.01
    assert rates.percentage(0.1 + 0.2, 100, 1) == 0.3
    assert rates.percentage(1, 3, 0) == 33


@pytest.mark.parametrize(("rounded_to", "parts"), [(100, 1), (100, 12), (10, 6)])
def test_the_error_of_a_rounded_sum_is_that_of_a_simulation(rounded_to: int, parts: int) -> None:
    random_numbers = np.random.default_rng(20261122)
    true = random_numbers.uniform(1000, 9000, size=(20_000, parts))
    shown = np.round(true / rounded_to) * rounded_to
    simulated = float(np.std((shown - true).sum(axis=1)))
    assert rates.error_of_sum(rounded_to, parts) == pytest.approx(simulated, rel=0.03)


def test_the_error_of_a_percentage_is_that_of_a_simulation() -> None:
    random_numbers = np.random.default_rng(20261122)
    above = random_numbers.uniform(300, 500, size=(20_000, 4))
    below = random_numbers.uniform(4000, 5000, size=(20_000, 4))
    shown = (np.round(above / 100) * 100).sum(axis=1) / (np.round(below / 100) * 100).sum(axis=1)
    simulated = float(np.std(100 * (shown - above.sum(axis=1) / below.sum(axis=1))))
    error = rates.error_of_sum(100, 4)
    found = rates.error_of_percentage(above.sum() / 20_000, below.sum() / 20_000, error, error)
    assert found == pytest.approx(simulated, rel=0.03)


def test_a_margin_is_shown_where_it_matters() -> None:
    assert rates.error_of_sum(1, 50) == 0
    assert rates.shown_margin(0.0, 1, 12) is None
    assert rates.shown_margin(0.02, 1, 1) is None
    assert rates.shown_margin(0.02, 1, 2) == 0.02
    assert rates.shown_margin(0.2, 1, 1) == 0.2


# What we add up ourselves and may not tell

FEW = """
region | period | age_group | measure           | value | status
MC28   | 2024   | 15_tot_18 | neet_maatwerk     | 3     | A
MC28   | 2024   | 18_tot_23 | neet_maatwerk     | 4     | A
MC28   | 2024   | 23_tot_27 | neet_maatwerk     | 60    | A
MC28   | 2024   | 15_tot_18 | jongeren_maatwerk | 300   | A
MC28   | 2024   | 18_tot_23 | jongeren_maatwerk | 400   | A
MC28   | 2024   | 23_tot_27 | jongeren_maatwerk | 66    | A
"""


def test_a_sum_of_ours_is_hidden_when_it_tells_of_too_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path, FEW)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))

    def sum_of(*ages: str, indicator: str = "neet_leeftijd") -> tuple[Any, ...]:
        row = only(indicator, region="MC28", period=2024, age_group=list(ages))
        return row.value, row.numerator, row.denominator, row.status

    # Seven of seven hundred: each part was printed, the sum is ours.
    assert sum_of("15_tot_18", "18_tot_23") == (None, None, 700, "Q")
    assert sum_of("15_tot_18", "18_tot_23", indicator="neet_leeftijd_aantal") == (None, None, None, "Q")
    # What the publisher printed stands, however small it is, or however few are left.
    assert sum_of("15_tot_18") == (1.0, 3, 300, "A")
    assert sum_of("23_tot_27") == (90.9, 60, 66, "A")
    assert sum_of("18_tot_23", "23_tot_27") == (13.7, 64, 466, "A")
