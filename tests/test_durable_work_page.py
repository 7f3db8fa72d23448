"""The page on durable work: every definition renders, figures are those of the study, and none is called official."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from dashboard import i18n, shell
from dashboard.components import controls
from dashboard.components.panel import Panel
from dashboard.indicators import catalogue, values
from dashboard.indicators.studies.work_definitions import WorkDefinitions, work_definitions
from dashboard.pages import durable_work as page
from dashboard.pages import view_of
from dashboard.pages.durable_work_parts import asked as a
from dashboard.pages.durable_work_parts import ranking
from dashboard.state import View

from .support import tiny_release
from .test_pages import rendered, walk, words

pytestmark = pytest.mark.usefixtures("shown")

ADDRESS = {"nl": "/nl/duurzaam-werk", "en": "/en/durable-work"}
HOURS = ("12_tot_20", "20_tot_35", "35_plus")
MOMENTS = ("direct", "1_jaar", "2_jaar", "3_jaar", "5_jaar")


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(ADDRESS[lang], search)


def drawn_by(panel: Panel) -> dict[str, Any]:
    assert panel.figure is not None
    return panel.figure


def panels(search: str = "", lang: str = "nl") -> dict[str, Panel]:
    return page.read(view(search, lang)).panels


def agreement(search: str = "", lang: str = "nl") -> Any:
    return page.read(view(search, lang)).slots["agreement"]


def name(code: str) -> str:
    return catalogue().regions[code].name


def plain(text: str) -> str:
    return text.replace("-<br>", "-").replace("<br>", " ").removeprefix("<b>").removesuffix("</b>")


def test_every_contract_renders_at_every_moment() -> None:
    for at, (contract, moment) in enumerate(product(a.CONTRACTS, MOMENTS[::2])):
        lang = i18n.LANGUAGES[at % 2]
        rendered(ADDRESS[lang], f"?regio=MC12&uren={HOURS[at % 3]}&werksoort={contract}&moment={moment}")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_region_renders(lang: str) -> None:
    for region in catalogue().regions_of("doorstroompunt")[i18n.LANGUAGES.index(lang) :: 2]:
        found = panels(f"?regio={region.code}&uren=35_plus&werksoort=niet_flexibel", lang)
        assert (region.name in found["shares"].headline) is (region.valid_to is None)
    for code in ("MC14", "GM0344", "PV26", "NL01"):
        rendered(ADDRESS[lang], f"?regio={code}")


def test_shares_are_those_of_the_study_with_limits_and_country() -> None:
    found = work_definitions("20_tot_35", "permanent", "1_jaar")
    panel = panels("?regio=MC12&uren=20_tot_35&werksoort=vast")["shares"]
    dots = drawn_by(panel)["data"][-1]
    drawn = {plain(place): value for place, value in zip(dots["y"], dots["x"], strict=True)}
    assert drawn == {name(row.region): row.value for row in found.rows if row.value is not None}
    limits = {x for x in drawn_by(panel)["data"][0]["x"] if x is not None}
    assert limits == {limit for row in found.rows for limit in (row.low, row.high) if limit is not None}
    country = values(
        "duurzaam_werk_12u", ("region",), {"region": "NL01", "hours": ["20_tot_35", "35_plus"], "contract": "vast"}
    ).rows[0]
    assert country.value is not None
    written = i18n.quantity(country.value, "%", 1, "nl")
    assert drawn_by(panel)["layout"]["annotations"][0]["text"] == f"Nederland: {written}"
    own = next(row for row in found.rows if row.region == "MC12")
    assert own.value is not None
    told = f"{i18n.quantity(own.value, '%', 1, 'nl')} in Twente, {written} in Nederland"
    assert panel.headline == f"Werk van 20 uur of meer, alleen een vast contract, 1 jaar na verlaten: {told}"


def test_hidden_shares_are_words_at_the_end_of_the_table() -> None:
    found = work_definitions("12_tot_20", "not_flexible", "1_jaar")
    hidden = [row for row in found.rows if row.value is None]
    assert hidden
    rows = panels("?werksoort=niet_flexibel")["shares"].table["props"]["rows"]
    assert [row[1] for row in rows[-len(hidden) :]] == ["te klein om te tonen"] * len(hidden)
    assert "Zonder cijfer" in panels("?werksoort=niet_flexibel")["shares"].description


def test_what_holds_for_every_figure_is_told_once() -> None:
    content = page.read(view("?regio=MC12"))
    told = words(content.slots["everywhere"])
    caveat = " ".join(catalogue().indicators["duurzaam_werk_12u"].caveats_nl.split())
    assert caveat in told
    assert all(caveat not in words(panel.notes) for panel in content.panels.values())
    assert page.said_once({"a": content.panels["shares"]})[1] == list(content.panels["shares"].notes)


def test_both_charts_of_all_regions_have_the_same_rows() -> None:
    for search in ("", "?volgorde=laag", "?volgorde=naam", "?uren=35_plus&werksoort=niet_flexibel"):
        found = panels(search)
        shown = [drawn_by(found[name])["layout"]["yaxis"]["categoryarray"] for name in ("shares", "places")]
        assert shown[0] == shown[1]
        assert drawn_by(found["shares"])["layout"]["height"] == drawn_by(found["places"])["layout"]["height"]


def test_regions_stand_in_the_order_that_was_asked() -> None:
    def column(search: str) -> list[str]:
        return [row[0] for row in panels(search)["shares"].table["props"]["rows"]][1:]

    found = work_definitions()
    by_share = [name(r.region) for r in sorted(found.rows, key=lambda row: row.value or 0, reverse=True)]
    assert column("")[:3] == by_share[:3] and column("?volgorde=laag")[:3] == by_share[::-1][:3]
    assert column("?volgorde=naam") == sorted(by_share)


def test_the_self_employed_are_always_there() -> None:
    for region in ("MC12", "MC02", "MC28"):
        panel = panels(f"?regio={region}")["types"]
        assert [trace["name"] for trace in drawn_by(panel)["data"]][2:] == ["Zelfstandige", "Werknemer en zelfstandige"]
        assert "zelfstandige" in panel.headline.lower() and "zelfstandige" in panel.description
        assert "Zelfstandige" in panel.table["props"]["head"]
    found = work_definitions()
    own = next(row for row in found.rows if row.region == "MC02")
    part = next(part for part in own.parts if part.contract == "zelfstandige")
    assert part.value is None and part.status == "Q"
    assert "te klein om te tonen in " + name("MC02") in panels("?regio=MC02")["types"].headline
    assert re.fullmatch(
        r"Van de schoolverlaters werkt als zelfstandige: \d,\d% in Nederland", panels("")["types"].headline
    )


def test_types_are_those_of_the_study_also_of_regions_beside() -> None:
    found = {row.region: row for row in work_definitions("20_tot_35").rows}
    panel = panels("?regio=MC12&uren=20_tot_35&naast=MC28,GM0344")["types"]
    for trace in drawn_by(panel)["data"]:
        assert trace["y"][0] == "Twente" and plain(trace["y"][-1]) == name("MC28")
        for code, value in ((("MC12"), trace["x"][0]), ("MC28", trace["x"][-1])):
            (part,) = [
                p for p in found[code].parts if catalogue().codes["contract"][p.contract].name_nl == trace["name"]
            ]
            assert value == (None if part.value is None else pytest.approx(part.value, abs=0.051))


@pytest.mark.parametrize("search", ["", "?uren=35_plus&moment=5_jaar", "?werksoort=niet_zelfstandig&moment=direct"])
def test_ranges_and_places_are_those_of_the_study(search: str) -> None:
    found = a.asked(view(search)).found
    panel = panels(f"{search or '?'}&regio=MC12")["places"]
    rows = {row[0]: row[1:] for row in panel.table["props"]["rows"]}
    for row in found.rows:
        if row.rank is not None:
            assert rows[name(row.region)] == [str(row.rank), str(row.rank_low), str(row.rank_high)]
    own = next(row for row in found.rows if row.region == "MC12")
    assert f"op plaats {own.rank_low} tot en met {own.rank_high}" in panel.headline
    assert f"{sum(found.ranged)} definities" in panel.headline
    first, last = drawn_by(panel)["layout"]["xaxis"]["range"]
    assert first < 1 and last > 39


def test_for_the_country_the_region_that_moves_most_is_told() -> None:
    found = work_definitions()
    most = max((row.rank_high or 0) - (row.rank_low or 0) for row in found.rows)
    text = panels("")["places"].headline
    (row,) = [row for row in found.rows if text.startswith(name(row.region) + " staat")]
    assert (row.rank_high or 0) - (row.rank_low or 0) == most


def test_how_alike_orders_are_is_told_of_every_definition_that_ranks_enough_regions() -> None:
    found = work_definitions()
    tables = [e["props"] for e in walk(agreement()) if e["type"] == "Table"]
    cells = {
        (contract, hours): tables[0]["rows"][i][1 + j]
        for i, contract in enumerate(contracts(found))
        for j, hours in enumerate(HOURS)
    }
    for at, choice in enumerate(found.choices):
        if choice.moment != "1_jaar":
            continue
        cell = cells[choice.contract, choice.hours]
        if at == found.picked:
            assert cell == "uw keuze"
        elif not found.ranged[at]:
            assert cell == "te weinig regio's"
        else:
            assert cell.endswith(f"({i18n.number(found.tau[found.picked, at], 2, 'nl')})")
    counted = [found.tau[found.picked, at] for at, enough in enumerate(found.ranged) if enough and at != found.picked]
    assert f" {len(counted)} andere definities" in words(agreement()) and max(counted) < 0.8
    assert [row[0] for row in tables[1]["rows"]] == ["Direct na verlaten", "1 jaar na verlaten"]


def contracts(found: WorkDefinitions) -> list[str]:
    return list(dict.fromkeys(choice.contract for choice in found.choices))


@pytest.mark.parametrize(
    ("tau", "level"),
    [(1, "same"), (0.79, "much"), (0.2, "little"), (0, "other"), (-0.21, "reversed"), (-1, "reversed")],
)
def test_levels_of_likeness(tau: float, level: str) -> None:
    assert ranking.level(tau) == level
    for lang in i18n.LANGUAGES:
        assert i18n.text(f"dur_alike_{level}", lang)


def test_moments_not_reached_yet_are_told_and_the_newest_complete_cohort_is_followed() -> None:
    notes = words(panels("")["places"].notes)
    assert "2 jaar na verlaten, 3 jaar na verlaten en 5 jaar na verlaten" in notes
    panel = panels("?regio=MC12")["moments"]
    assert "2018/'19" in panel.headline and drawn_by(panel)["data"][0]["x"] == [0, 1, 2, 3, 5]
    assert "nog niet zo ver" not in words(panels("?periode=2016")["places"].notes)
    assert "2016/'17" in panels("?periode=2016")["moments"].headline


def test_lines_are_the_figures_of_the_region_and_the_country() -> None:
    rows = values("duurzaam_werk_12u", ("period",), {"region": "MC12", "period": "all"}).rows
    panel = panels("?regio=MC12")["cohorts"]
    own, country = drawn_by(panel)["data"]
    assert own["y"] == [row.value for row in rows if row.value is not None]
    assert (own["name"], country["name"]) == ("Twente", "Nederland")
    first, last = (i18n.quantity(own["y"][at], "%", 1, "nl") for at in (0, -1))
    assert f"in Twente van {first} (verlaten in 2014/'15) naar {last} (verlaten in 2022/'23)" in panel.headline
    assert len(drawn_by(panels("")["cohorts"])["data"]) == 1


def test_no_definition_is_called_official() -> None:
    assert "Er is geen officiële definitie" in words(rendered(ADDRESS["nl"], ""))
    assert "There is no official definition" in words(rendered(ADDRESS["en"], ""))


def test_the_address_holds_every_choice() -> None:
    asked = a.asked(view("?regio=MC28&uren=35_plus&werksoort=niet_flexibel&moment=3_jaar&periode=2017&volgorde=naam"))
    assert (asked.region.code, asked.hours, asked.contract) == ("MC28", "35_plus", "not_flexible")
    assert (asked.moment, asked.period, asked.order) == ("3_jaar", 2017, "naam")
    usual = a.asked(view("?uren=x&werksoort=x&moment=x&periode=1066&volgorde=x"))
    assert (usual.hours, usual.contract, usual.moment, usual.order) == ("12_tot_20", "all", "1_jaar", "hoog")
    assert usual.period == 2022
    # The cohort of another moment is not one of this moment.
    assert a.asked(view("?moment=5_jaar&periode=2022")).period == 2018


def test_filters_have_their_usual_choice_as_default() -> None:
    filters = {e["props"]["id"]["name"]: e["props"] for e in walk(rendered(ADDRESS["nl"], "")) if is_filter(e)}
    assert set(filters) == {"regio", "uren", "werksoort", "moment", "volgorde", "periode", "naast"}
    assert all(props["value"] == props["id"]["default"] for key, props in filters.items() if key != "naast")


def is_filter(element: dict[str, Any]) -> bool:
    identity = element["props"].get("id")
    return isinstance(identity, dict) and identity["type"] == "filter"


def test_cohorts_follow_from_the_moment() -> None:
    assert controls.CONTROLS in shell.changes({"now": "?moment=5_jaar", "before": ""}, ADDRESS["nl"])[0]
    assert controls.CONTROLS not in shell.changes({"now": "?uren=35_plus", "before": ""}, ADDRESS["nl"])[0]


def test_files_hold_the_choices_and_answer() -> None:
    from app import server

    client = server.test_client()
    for search in ("", "?regio=MC12&uren=20_tot_35&werksoort=niet_flexibel&moment=direct"):
        for panel in panels(search).values():
            ((_, csv),) = panel.csv
            assert f"release={view().release}" in csv and csv.endswith("f=csv")
            assert client.get(csv).status_code == 200, csv
    made = panels("?uren=20_tot_35&werksoort=vast&moment=direct")
    chosen = "uren=20_tot_35,35_plus&werksoort=vast&periode=2023&moment=direct"
    shares = made["shares"].csv[0][1]
    assert chosen in shares and "regio=doorstroompunt,NL01&met=interval" in shares
    places = made["places"].csv[0][1]
    assert places.startswith("/api/v1/duurzaam-werk?uren=20_tot_35&werksoort=vast&moment=direct&periode=2023")


def test_every_figure_has_unit_period_status_and_the_mark_of_example_data() -> None:
    for key, panel in panels("?regio=MC12").items():
        assert "voorbeelddata" in panel.subtitle and "definitief" in panel.subtitle, key
        assert re.search(r"20\d\d/'\d\d|per jaar van verlaten", panel.subtitle), key
        assert key == "places" or "percentage" in panel.subtitle
    assert "voorlopig" in panels("?moment=direct")["shares"].subtitle


def test_one_query_and_then_none_for_the_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    panels("?regio=MC12")
    from dashboard.indicators import reading as door

    asked: list[str] = []
    real = door.records

    def count(sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return real(sql, *rest)

    monkeypatch.setattr(door, "records", count)
    panels("?regio=MC28")
    assert len(asked) == 1


def test_english_pages_hold_no_dutch() -> None:
    text = words(rendered(ADDRESS["en"], "?regio=MC12"))
    assert not re.search(r"\b(jongeren|uur|werk|verlaten|plaats|volgorde|zelfstandige)\b", text)


def test_a_place_without_figures_is_told() -> None:
    assert "U ziet Nederland" in words(page.read(view("?regio=MC14")).slots["place"])
    assert "hoort bij" in words(page.read(view("?regio=GM0344")).slots["place"])
    assert page.read(view("?regio=MC12")).slots["place"] == []


def test_a_release_with_few_figures_says_what_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue().indicators["duurzaam_werk_12u"]
    given = f"""
    measure             | region | period | moment | hours     | contract | value
    {known.numerator}   | MC12   | 2022   | 1_jaar | 12_tot_20 | totaal   | 30
    {known.numerator}   | MC12   | 2022   | 1_jaar | 20_tot_35 | totaal   | 30
    {known.numerator}   | MC12   | 2022   | 1_jaar | 35_plus   | totaal   | 30
    {known.denominator} | MC12   | 2022   | 1_jaar | totaal    | totaal   | 100
    """
    tiny_release(tmp_path, given)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    for lang in i18n.LANGUAGES:
        for search in ("?regio=MC12", "", "?regio=MC13"):
            rendered(ADDRESS[lang], search)
    assert "90,0% in Twente" in panels("?regio=MC12")["shares"].headline


def test_a_release_without_figures_is_a_clear_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path, "measure | region | period | value")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    said = words(rendered(ADDRESS["nl"], ""))
    assert i18n.text("durable_work_title", "nl") in said
    assert i18n.text("absent", "nl", what=i18n.text("absent_work", "nl")) in said
