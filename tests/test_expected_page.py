"""The page on expected against observed: true sentences, every choice in the address, and never a verdict."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard import i18n, shell
from dashboard.components import controls
from dashboard.components.panel import Panel
from dashboard.indicators import COUNTRY, catalogue, values
from dashboard.indicators.studies.gap import gap
from dashboard.indicators.studies.peer_set import peer_codes
from dashboard.indicators.studies.standardised import expected_values
from dashboard.pages import expected as page
from dashboard.pages import view_of
from dashboard.pages.expected_parts import asked as a
from dashboard.pages.expected_parts.written import percent, signed
from dashboard.state import View

from .support import tiny_release
from .test_pages import rendered, walk, words

ADDRESS = {"nl": "/nl/verwacht", "en": "/en/expected"}
VSV = "vsv_duo_lt23"
JUDGING = re.compile(
    r"\b(beter|slechter|gunstig\w*|ongunstig\w*|better|worse|favourable|unfavourable)\b", re.IGNORECASE
)

pytestmark = pytest.mark.usefixtures("shown")


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(ADDRESS[lang], search)


def drawn_by(panel: Panel) -> dict[str, Any]:
    assert panel.figure is not None
    return panel.figure


def panels(search: str = "", lang: str = "nl") -> dict[str, Panel]:
    return page.read(view(search, lang)).panels


def regions() -> list[str]:
    return [region.code for region in catalogue().regions_of("doorstroompunt")]


def offered() -> list[str]:
    return [indicator.id for indicator in a.offered(view())]


def told(name: str, search: str) -> str:
    return words(page.read(view(search)).slots[name])


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_subject_renders_for_both_models(lang: str) -> None:
    for name in offered():
        for model in ("intern", "cbs"):
            contents = rendered(ADDRESS[lang], f"?indicator={name}&regio=MC12&model={model}")
            assert sum(e["type"] == "Graph" for e in walk(contents)) == 2


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_region_renders_and_names_itself(lang: str) -> None:
    for code in regions()[i18n.LANGUAGES.index(lang) :: 2]:
        found = panels(f"?regio={code}", lang)
        exists = catalogue().regions[code].valid_to is None
        assert (catalogue().regions[code].name in found["expected"].headline) is exists
    for code in ("MC14", "GM0344", "PV26", "NL01"):
        rendered(ADDRESS[lang], f"?regio={code}")


@pytest.mark.parametrize("against", a.BENCHMARKS)
def test_every_benchmark_renders_for_every_region_and_judges_nothing(against: str) -> None:
    for code in regions():
        found = panels(f"?regio={code}&vergelijk={against}&indicator=neet_leeftijd")
        assert not JUDGING.search(words([found["apart"].headline, found["apart"].description, found["apart"].notes]))
        assert not JUDGING.search(words([found["expected"].headline, found["expected"].description]))


def test_the_sentence_is_true_of_the_study() -> None:
    study = expected_values(VSV)
    for at, code in enumerate(study.regions):
        text = panels(f"?regio={code}")["expected"].headline
        outcome, difference = study.compared.outcome[at], study.compared.difference[at]
        assert ("kan het verschil" in text) is (outcome == "not_distinguishable")
        if outcome != "not_distinguishable" and abs(difference) >= 10:
            assert f"{i18n.number(round(abs(difference)), 0, 'nl')} jongeren" in text
            assert ("minder" if difference < 0 else "meer") in text


def test_the_country_counts_the_regions_that_differ() -> None:
    for name in (VSV, "neet_leeftijd", "onderwijs_leeftijd"):
        study = expected_values(name)
        count = int(np.isin(study.compared.outcome, ["lower", "higher"]).sum())
        text = panels(f"?indicator={name}")["expected"].headline
        assert f"in {count} van de {len(study.regions)} regio's" in text


def test_the_chart_draws_the_differences_from_the_average_with_their_limits() -> None:
    study = expected_values(VSV)
    figure = drawn_by(panels("?regio=MC12")["expected"])
    found: dict[str, Any] = {}
    for trace in figure["data"]:
        if "customdata" in trace:
            found |= {plain(name): (value, trace["name"]) for name, value in zip(trace["y"], trace["x"], strict=True)}
    keys = {"higher": "Meer jongeren", "lower": "Minder jongeren", "not_distinguishable": "Verschil kan toeval zijn"}
    for at, code in enumerate(study.regions):
        value, key = found[catalogue().regions[code].name]
        assert value == pytest.approx(study.compared.difference[at])
        assert key == keys[study.compared.outcome[at]]
    limits = [x for x in figure["data"][0]["x"] if x is not None]
    assert sorted(limits) == pytest.approx(
        sorted([*study.compared.difference_limits.low, *study.compared.difference_limits.high])
    )
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["rect", "line"]
    ratio = drawn_by(panels("?regio=MC12&weergave=verhouding")["expected"])
    values_ = [x for trace in ratio["data"] if "customdata" in trace for x in trace["x"]]
    assert sorted(values_) == pytest.approx(sorted(study.compared.ratio))


def plain(name: str) -> str:
    return name.replace("-<br>", "-").replace("<br>", " ").removeprefix("<b>").removesuffix("</b>")


def test_regions_stand_in_the_order_that_was_asked() -> None:
    rows = panels("?regio=MC12")["expected"].table["props"]["rows"]
    study = expected_values(VSV)
    order = np.argsort(-study.compared.difference)
    assert [row[0] for row in rows] == [catalogue().regions[study.regions[at]].name for at in order]
    names = [row[0] for row in panels("?volgorde=naam")["expected"].table["props"]["rows"]]
    assert names == sorted(names)


def test_the_table_says_the_same_as_the_study() -> None:
    study = expected_values(VSV)
    rows = {row[0]: row for row in panels("?regio=MC12")["expected"].table["props"]["rows"]}
    for at, code in enumerate(study.regions):
        row = rows[catalogue().regions[code].name]
        assert row[1] == i18n.number(study.observed[at], 0, "nl")
        assert row[2] == i18n.number(study.expected[at], 0, "nl")
        assert row[4].startswith(i18n.number(study.compared.ratio[at], 2, "nl"))
        assert row[6] == "voorlopig"


def test_the_own_model_is_named_with_all_it_used() -> None:
    study = expected_values(VSV)
    text = told("model", "?regio=MC12")
    assert "indirecte standaardisatie" in text and "leeftijd, geslacht en opleiding" in text
    assert i18n.number(study.phi, 2, "nl") in text and "2024/'25" in text
    assert (
        f"Hoogstens {i18n.quantity(100 * float(np.nanmax(study.pooled)), '%', 1, 'nl')} van de jongeren in een regio"
        in text
    )
    assert "hoogste diploma" in told("model", "?indicator=neet_leeftijd")


def test_the_cbs_model_shows_where_it_fits_and_says_why_where_not() -> None:
    fits = panels("?regio=MC12&model=cbs")["expected"]
    assert "CBS-model" in fits.headline and "Maatwerk 2024/36" in fits.headline
    text = told("model", "?regio=MC12&model=cbs")
    assert "Maatwerk 2024/36" in text and "CBS-maatwerk: risicoscores" in text
    other = "?regio=MC12&model=cbs&indicator=vsv_2026_lt27"
    assert "de definitie is anders" in panels(other)["expected"].headline
    assert "andere definitie" in told("model", other)
    assert drawn_by(panels(other)["expected"])["data"] == []
    age = "?model=cbs&leeftijd=tot_18&regio=MC12"
    assert "geen verwacht aantal" in panels(age)["expected"].headline
    assert "alle leeftijden samen" in told("model", age)
    early = "?model=cbs&periode=2009"
    assert rendered(ADDRESS["nl"], early)


def test_a_subject_without_groups_says_so() -> None:
    found = panels("?regio=MC12&indicator=neet_register")
    assert "geen cijfers per groep" in found["expected"].headline
    assert "niet per groep" in told("model", "?regio=MC12&indicator=neet_register")
    assert "niet in delen te splitsen" in found["apart"].headline
    assert "niet mogelijk (geen cijfers per groep)" in panels("?indicator=neet_register")["expected"].headline


def test_what_a_model_expects_is_not_offered() -> None:
    assert "vsv_verwacht" not in offered() and "neet_enquete" not in offered()
    assert VSV in panels("?indicator=vsv_verwacht")["expected"].csv[0][1]


@pytest.mark.parametrize("code", ["MC12", "MC27", "MC26"])
@pytest.mark.parametrize("name", [VSV, "neet_leeftijd"])
def test_the_steps_are_those_of_the_study_and_only_of_a_tested_difference(name: str, code: str) -> None:
    study = gap(name, code)
    found = values(name, ("region",), {"region": "doorstroompunt"}, with_=["benchmark"])
    at = next(at for at, row in enumerate(found.rows) if row.key[0] == code)
    panel = panels(f"?regio={code}&indicator={name}")["apart"]
    if found.extra["outcome"][at] == "not_distinguishable":
        assert drawn_by(panel)["data"] == [] and "toeval" in panel.headline
        assert panel.table["props"]["children"]["props"]["rows"] == []
        return
    if study.reason:
        assert "niet in delen te splitsen" in panel.headline
        return
    (bars,) = drawn_by(panel)["data"]
    parts = [*(part.points for part in study.parts), study.rate_points]
    assert bars["x"] == pytest.approx([*parts, study.points])
    assert bars["base"] == pytest.approx([0, *np.cumsum(parts)[:-1], 0])
    assert sum(parts) == pytest.approx(study.points)
    tables = [e["props"] for e in walk(panel.table) if e["type"] == "Table"]
    assert len(tables) == 1 + len(study.parts)
    assert tables[0]["rows"][-1][1:] == [signed(view(), study.points, 2), signed(view(), study.people)]


def test_peers_and_the_own_past_are_benchmarks_too() -> None:
    peers = peer_codes()["MC12"]
    study = gap(VSV, "MC12", peers)
    panel = panels("?regio=MC12&vergelijk=soortgelijk")["apart"]
    assert drawn_by(panel)["data"][0]["x"][-1] == pytest.approx(study.points)
    assert "soortgelijke regio's" in panel.headline
    assert re.search(r"/verschil\?.*regio=MC12&vergelijk=soortgelijk", panel.csv[0][1])
    assert "2023/'24" in panels("?regio=MC12&vergelijk=eerder")["apart"].headline
    first = catalogue().periods(VSV, kind="doorstroompunt")[0]
    assert drawn_by(panels(f"?regio=MC12&vergelijk=eerder&periode={first}")["apart"])["data"] == []


def test_what_was_estimated_is_told() -> None:
    study = gap(VSV, "MC12")
    assert study.estimated
    notes = words(panels("?regio=MC12")["apart"].notes)
    assert i18n.quantity(100 * study.pooled, "%", 1, "nl") in notes
    assert percent(view(), 0.0001) == "minder dan 0,1%" and percent(view(), 0) == "0,0%"


def test_the_address_holds_every_choice() -> None:
    asked = a.asked(
        view(
            "?regio=MC28&indicator=neet_leeftijd&leeftijd=23_tot_27&model=cbs&vergelijk=eerder&volgorde=naam&weergave=verhouding&periode=2022"
        )
    )
    assert (asked.indicator.id, asked.region.code, asked.period) == ("neet_leeftijd", "MC28", 2022)
    assert (asked.model, asked.against, asked.order, asked.scale) == ("cbs", "eerder", "naam", "verhouding")
    assert asked.filters == {"age_group": "23_tot_27"}
    usual = a.asked(view("?model=x&vergelijk=x&volgorde=x&weergave=x&periode=1066&leeftijd=x"))
    assert (usual.model, usual.against, usual.order, usual.scale) == ("intern", COUNTRY, "verschil", "verschil")
    assert usual.period == 2024 and usual.filters == {}


def test_filters_have_their_usual_choice_as_default() -> None:
    contents = rendered(ADDRESS["nl"], "")
    filters = {e["props"]["id"]["name"]: e["props"] for e in walk(contents) if is_filter(e)}
    assert set(filters) == {"indicator", "regio", "model", "weergave", "periode", "volgorde", "leeftijd", "vergelijk"}
    assert all(props["value"] == props["id"]["default"] for props in filters.values())


def is_filter(element: dict[str, Any]) -> bool:
    identity = element["props"].get("id")
    return isinstance(identity, dict) and identity["type"] == "filter"


def test_an_age_group_changes_the_groups() -> None:
    search = "?regio=MC12&indicator=neet_leeftijd&leeftijd=23_tot_27"
    study = expected_values("neet_leeftijd", where={"age_group": "23_tot_27"})
    assert i18n.number(study.expected[study.regions.index("MC12")], 0, "nl") in panels(search)["expected"].description
    assert "geslacht, opleiding en herkomst" in told("model", search)
    assert all("leeftijd=23_tot_27" in panel.csv[0][1] for panel in panels(search).values())


def test_a_place_that_cannot_be_compared_is_told() -> None:
    assert "hoort bij de Doorstroompuntregio Utrecht" in told("place", "?regio=GM0344")
    assert "alleen voor Doorstroompuntregio's" in told("place", "?regio=PV26")
    assert "geen Doorstroompuntregio" in told("place", "?regio=MC14")
    assert told("place", "?regio=MC12") == told("place", "") == ""
    assert "Kies een Doorstroompuntregio" in panels("?regio=PV26")["apart"].headline


def test_files_hold_the_choices_and_answer() -> None:
    from app import server

    client = server.test_client()
    for search in (
        "?regio=MC12",
        "?regio=MC12&model=cbs&vergelijk=eerder",
        "?regio=MC12&vergelijk=soortgelijk",
        "?regio=MC14",
        "?regio=MC14&vergelijk=soortgelijk",
        "?vergelijk=soortgelijk",
        "",
        "?model=cbs&leeftijd=tot_18",
    ):
        for panel in panels(search).values():
            ((_, csv),) = panel.csv
            assert f"release={view().release}" in csv and csv.endswith("f=csv")
            assert client.get(csv).status_code == 200, csv
    found = panels("?regio=MC12&model=cbs&vergelijk=eerder")
    assert re.search(r"/verwacht\?.*model=cbs", found["expected"].csv[0][1])
    assert re.search(r"/verschil\?.*regio=MC12&vergelijk=eerder", found["apart"].csv[0][1])


def test_what_all_regions_share_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    panels("?regio=MC12")
    from dashboard.indicators import reading as door

    monkeypatch.setattr(door, "records", lambda *_: pytest.fail("asked again"))
    panels("?regio=MC28")


def test_only_what_depends_on_the_subject_is_replaced() -> None:
    assert controls.CONTROLS not in shell.changes({"now": "?regio=MC12", "before": ""}, ADDRESS["nl"])[0]
    assert controls.CONTROLS in shell.changes({"now": "?indicator=vsv_cbs", "before": ""}, ADDRESS["nl"])[0]


def test_english_pages_hold_no_dutch() -> None:
    text = words(rendered(ADDRESS["en"], "?regio=MC12&indicator=neet_leeftijd"))
    assert not re.search(r"\b(jongeren|verschil|samenstelling|landelijk|toeval)\b", text)


def test_a_release_with_one_region_says_what_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = """
    measure            | region | period | value
    nieuwe_vsvers_duo  | MC12   | 2024   | 30
    startpopulatie_duo | MC12   | 2024   | 1000
    nieuwe_vsvers_duo  | NL01   | 2024   | 300
    startpopulatie_duo | NL01   | 2024   | 20000
    """
    tiny_release(tmp_path, given)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    for lang in i18n.LANGUAGES:
        for search in ("?regio=MC12", "", "?regio=MC13", "?regio=MC12&vergelijk=soortgelijk", "?regio=MC12&model=cbs"):
            rendered(ADDRESS[lang], search)
    assert "niet mogelijk" in panels("?regio=MC12")["expected"].headline


def test_a_release_without_figures_is_a_clear_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path, "measure | region | period | value")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    said = words(rendered(ADDRESS["nl"], ""))
    assert i18n.text("absent", "nl", what=i18n.text("absent_per_region", "nl")) in said


@pytest.mark.parametrize(("value", "decimals", "written"), [(3.2, 0, "+3"), (-0.4, 0, "0"), (-0.06, 1, "−0,1")])
def test_differences_have_a_sign_unless_they_show_as_zero(value: float, decimals: int, written: str) -> None:
    assert signed(view(), value, decimals) == written
