"""The compare page: four views of the same regions, true sentences, choices that come back from the address."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from scipy.stats import false_discovery_control, norm

from dashboard import i18n, shell
from dashboard.components.panel import Panel
from dashboard.indicators import catalogue, values
from dashboard.indicators.studies.funnel_plot import funnel_plot
from dashboard.indicators.studies.peer_set import peers_of
from dashboard.pages import regions, view_of
from dashboard.pages.regions_parts import asked as a
from dashboard.state import View

from . import axe
from .browsing import opened, watched
from .support import tiny_release
from .test_pages import rendered, walk, words

pytestmark = pytest.mark.usefixtures("shown")

PATHS = {"nl": "/nl/vergelijken", "en": "/en/compare"}
REGIONS = ["doorstroompunt", "NL01"]


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(PATHS[lang], search)


def panel(search: str = "", lang: str = "nl") -> Panel:
    (found,) = regions.read(view(search, lang)).panels.values()
    return found


def outcomes(indicator: str = "vsv_duo_lt23", **more: Any) -> dict[str, str]:
    found = values(indicator, ("region",), {"region": REGIONS, "period": "latest"}, with_=("benchmark",), **more)
    return {str(r.key[0]): o for r, o in zip(found.rows, found.extra["outcome"], strict=True) if r.key[0] != "NL01"}


def plain(name: str) -> str:
    return name.replace("-<br>", "-").replace("<br>", " ").removeprefix("<b>").removesuffix("</b>")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_every_view_renders_for_every_indicator(lang: str, shown_as: str) -> None:
    for name in a.comparable(view()):
        for against in ("NL01", "soortgelijk", "eerder", "MC28"):
            rendered(PATHS[lang], f"?indicator={name}&regio=MC12&beeld={shown_as}&vergelijk={against}")


@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_every_view_renders_for_every_region(shown_as: str) -> None:
    for region in [*catalogue().kinds["doorstroompunt"], "NL01", "GM0344", "PV26"]:
        for lang in i18n.LANGUAGES:
            rendered(PATHS[lang], f"?regio={region}&beeld={shown_as}")


def test_the_first_and_every_other_period_render() -> None:
    for period in catalogue().periods("vsv_duo_lt23"):
        for shown_as in a.VIEWS:
            rendered(PATHS["nl"], f"?periode={period}&beeld={shown_as}&vergelijk=eerder&regio=MC14")


def test_the_address_brings_every_choice_back() -> None:
    search = (
        "?indicator=neet_leeftijd&regio=MC28&periode=2022&leeftijd=23_tot_27&beeld=tabel&vergelijk=MC12"
        "&zekerheid=998&correctie=bh&volgorde=naam"
    )
    chosen = {
        e["props"]["id"]["name"]: e["props"]["value"]
        for e in walk(rendered(PATHS["nl"], search))
        if isinstance(e["props"].get("id"), dict) and e["props"]["id"]["type"] == "filter"
    }
    asked = dict(pair.split("=") for pair in search[1:].split("&"))
    assert {name: chosen[name] for name in asked} == asked
    found = a.asked(view(search))
    assert (found.view, found.against, found.sure, found.corrected) == ("tabel", "MC12", "998", True)


@pytest.mark.parametrize(
    "search", ["?beeld=x", "?vergelijk=GM0344", "?vergelijk=x", "?zekerheid=50", "?correctie=x", "?volgorde=x"]
)
def test_nonsense_gives_the_default(search: str) -> None:
    found, usual = a.asked(view(search)), a.asked(view())
    assert (found.view, found.against, found.sure, found.corrected) == ("kaart", "NL01", "95", False)
    assert found.rows == usual.rows


def test_map_chart_and_table_say_the_same() -> None:
    shown_ = panel("?regio=MC12")
    assert shown_.figure is not None and shown_.drawing is not None
    table = {row[0]: row for row in shown_.table["props"]["rows"]}
    drawn = {
        plain(name): (value, t["name"])
        for t in shown_.figure["data"]
        for name, value in zip(t["y"], t["x"], strict=True)
    }
    labels = [region["label"] for region in shown_.drawing["props"]["regions"]]
    assert len(drawn) == len(labels) == 40
    for name, (value, kind) in drawn.items():
        written = i18n.quantity(value, "%", 2, "nl")
        assert table[name][1] == written
        side = {"Hoger": "hoger dan", "Lager": "lager dan", "Niet te onderscheiden": "niet te onderscheiden van"}[kind]
        assert f"{name}: {written}, {side} de rest van Nederland" in labels
        assert kind.lower() in table[name][3].replace("\xa0", " ").lower()


@pytest.mark.parametrize("level", [("95", 0.95), ("998", 0.998)])
@pytest.mark.parametrize("against", ["NL01", "soortgelijk", "eerder", "MC28"])
def test_colours_are_the_tested_outcomes(against: str, level: tuple[str, float]) -> None:
    search = f"?vergelijk={against}&zekerheid={level[0]}"
    tested = outcomes(against=against, level=level[1])
    found = a.asked(view(search))
    assert {code: kind for code, kind in found.kinds.items() if kind != "untested"} == {
        code: outcome for code, outcome in tested.items() if outcome
    }
    coloured = sum(outcome in ("higher", "lower") for outcome in tested.values())
    told = {0: "is er geen gekleurd", 1: "is er 1 gekleurd"}.get(coloured, f"zijn er {coloured} gekleurd")
    assert told in panel(search).description


def test_the_number_by_chance_is_that_of_the_level() -> None:
    assert "toeval alleen zou er ongeveer 2 kleuren" in panel().description  # 40 x 5%
    assert "bijna nooit" in panel("?zekerheid=998").description  # 40 x 0.2%


def test_the_correction_is_that_of_benjamini_and_hochberg() -> None:
    found = values("vsv_duo_lt23", ("region",), {"region": REGIONS, "period": "latest"}, with_=("benchmark",))
    rows = [at for at, row in enumerate(found.rows) if row.key[0] != "NL01"]
    rare = false_discovery_control([found.extra["p_value"][at] for at in rows])
    kept = {
        str(found.rows[at].key[0])
        for at, p in zip(rows, rare, strict=True)
        if p <= 0.05 and found.extra["outcome"][at] in ("higher", "lower")
    }
    corrected = a.asked(view("?correctie=bh"))
    assert {code for code, kind in corrected.kinds.items() if kind in ("higher", "lower")} == kept
    assert 0 < len(kept) < a.asked(view()).coloured
    assert f"{len(kept)} gekleurd, na correctie" in panel("?correctie=bh").description


@pytest.mark.parametrize("search", ["?beeld=kaart", "?beeld=grafiek", "?beeld=tabel"])
def test_the_headline_is_the_tested_difference_of_the_own_region(search: str) -> None:
    said = {"lower": "lager", "higher": "hoger", "not_distinguishable": "toeval"}
    for code, outcome in outcomes().items():
        headline = panel(f"{search}&regio={code}").headline
        assert said[outcome] in headline and catalogue().regions[code].name in headline
        assert bool(re.search("lager|hoger", headline)) == (outcome in ("lower", "higher"))


def test_without_a_region_or_a_test_the_headline_is_neutral() -> None:
    for search in ("", "?regio=MC12&indicator=vsv_duo_lt23_aantal", "?regio=MC12&indicator=vsv_duo_gepubliceerd"):
        assert not re.search("lager|hoger|toeval", panel(search).headline), search
    # A region is not set against itself.
    assert not re.search("lager|hoger|toeval", panel("?regio=MC12&vergelijk=MC12").headline)


def test_regions_that_cannot_be_compared_say_why_and_have_no_colour() -> None:
    shown_ = panel("?indicator=vsv_duo_lt23_aantal")
    assert any("niet met elkaar vergeleken" in str(note) for note in shown_.notes)
    assert shown_.drawing is not None
    assert {r["kind"] for r in shown_.drawing["props"]["regions"]} == {"untested"}
    assert shown_.methods == []


def test_intervals_are_those_of_the_chosen_level() -> None:
    for sure in ("95", "998"):
        found = values("vsv_duo_lt23", ("region",), {"region": REGIONS, "period": "latest"}, with_=("interval",))
        table = {row[0]: row for row in panel(f"?beeld=tabel&zekerheid={sure}").table["props"]["rows"]}
        for at, row in enumerate(found.rows):
            ends = [i18n.number(found.extra[f"{side}_{sure}"][at], 2, "nl") for side in ("low", "high")]
            assert table[view().name_of("region", str(row.key[0]))][4] == f"{ends[0]} tot {ends[1]}"


def test_a_place_never_stands_alone() -> None:
    found = panel("?beeld=tabel&regio=MC12")
    places = [row[6] for row in found.table["props"]["rows"]]
    assert found.table["props"]["head"][6] == "Plaats van de 40 (1 is het laagst)"
    assert places[0] == "" and all(re.fullmatch(r"\d+\stot\sen\smet\s\d+|alleen \d+", p) for p in places[1:])
    assert "Twente staat op plaats" in found.description


def test_the_funnel_names_the_regions_outside_its_strict_limits() -> None:
    curve = funnel_plot("vsv_duo_lt23")
    assert curve.factor is not None and curve.factor > 1 and curve.target is not None
    target = curve.target / 100
    outside = set()
    for row in curve.points.rows:
        if row.key[0] == "NL01" or not row.denominator or row.numerator is None:
            continue
        error = np.sqrt(curve.factor * target * (1 - target) / row.denominator)
        if abs(row.numerator / row.denominator - target) > norm.ppf(0.999) * error:
            outside.add(catalogue().regions[str(row.key[0])].name)
    shown_ = panel("?beeld=trechter&regio=MC19")
    assert shown_.figure is not None
    labels = {plain(note["text"]) for note in shown_.figure["layout"]["annotations"]}
    assert outside and labels == outside | {"Utrecht"}
    assert all(name in shown_.description for name in outside)
    assert f"spreiding is {i18n.number(curve.factor, 1, 'nl')} keer zo groot" in words(shown_.notes)
    assert "binnen de grenzen" in shown_.headline


def test_the_funnel_headline_says_on_which_side_the_region_lies() -> None:
    for code in catalogue().kinds["doorstroompunt"]:
        found = a.asked(view(f"?beeld=trechter&regio={code}"))
        mine = found.mine
        if mine is None or mine.value is None:
            continue
        cells = found.cells[code]
        high, low = mine.value > cells["funnel_high_998"], mine.value < cells["funnel_low_998"]
        side = "verder boven Nederland" if high else "verder onder Nederland" if low else "binnen de grenzen"
        assert side in panel(f"?beeld=trechter&regio={code}").headline


def test_a_subject_without_a_funnel_says_why() -> None:
    shown_ = panel("?beeld=trechter&indicator=vsv_duo_lt23_aantal")
    assert "geen trechter" in shown_.description and shown_.figure is not None
    assert shown_.figure["layout"]["annotations"][0]["text"] == shown_.description


def test_peers_come_with_what_they_share() -> None:
    made = peers_of("MC12")
    (table,) = [e for e in walk(regions.read(view("?regio=MC12")).slots["peers"]) if e["type"] == "Table"]
    rows = table["props"]["rows"]
    assert [row[0] for row in rows] == [catalogue().regions[peer.code].name for peer in made.peers]
    for row, peer in zip(rows, made.peers, strict=True):
        order = sorted(peer.contributions, key=lambda driver: peer.contributions[driver])
        like, unlike = (row[2].split(" en "), row[3])
        assert i18n.text(f"compare_driver_{order[0]}", "nl") in row[2] and len(like) >= 2
        assert i18n.text(f"compare_driver_{order[-1]}", "nl") in unlike


@pytest.mark.parametrize(("region", "told"), [("NL01", "Kies bovenaan uw regio"), ("MC14", "tot en met 2020")])
def test_without_peers_the_page_says_why(region: str, told: str) -> None:
    assert told in words(regions.read(view(f"?regio={region}")).slots["peers"])


def test_another_region_sends_only_what_changes() -> None:
    filled, figures, spoken = shell.changes({"now": "?regio=MC12", "before": "?regio=MC28"}, PATHS["nl"])
    assert not {"view", "kaart-foot", "kaart-subtitle", "controls"} & set(filled)
    assert {"kaart-headline", "kaart-drawing", "kaart-table", "peers"} <= set(filled)
    assert list(figures) == ["kaart"] and "Twente" in spoken


def test_another_view_sends_its_frame() -> None:
    filled, figures, _ = shell.changes({"now": "?beeld=tabel", "before": ""}, PATHS["nl"])
    assert "view" in filled and figures == {}
    assert [e["type"] for e in walk(filled["view"])].count("Graph") == 0


HIDDEN = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2023 | | Q
    nieuwe_vsvers_duo | MC02 | 2023 | | Q
    startpopulatie_duo | MC01 | 2023 | 400 | A
    startpopulatie_duo | MC02 | 2023 | 500 | A
    nieuwe_vsvers_duo | MC03 | 2023 | 12 | A
    startpopulatie_duo | MC03 | 2023 | 600 | A
"""
ONE = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2023 | 10 | A
    startpopulatie_duo | MC01 | 2023 | 400 | A
    nieuwe_vsvers_duo | NL01 | 2023 | 10 | A
    startpopulatie_duo | NL01 | 2023 | 400 | A
"""


@pytest.mark.parametrize("given", [HIDDEN, ONE])
@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_a_release_with_hardly_anything_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, shown_as: str
) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    tiny_release(tmp_path, given)
    for lang in i18n.LANGUAGES:
        text = words(rendered(PATHS[lang], f"?regio=MC01&beeld={shown_as}"))
        if given == HIDDEN:
            assert i18n.status_word("Q", lang) in text


def test_english_holds_no_dutch_words() -> None:
    dutch = {text for key, text in i18n.words("nl").items() if key.startswith("compare_") and len(text) > 8}
    for shown_as in a.VIEWS:
        contents = rendered(PATHS["en"], f"?regio=MC12&beeld={shown_as}")
        assert not {words(e).strip() for e in walk(contents)} & dutch


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as found:
        yield found


@pytest.mark.browser
def test_the_view_switch_changes_frame_and_address_and_back_undoes_it(page: Page, address: str) -> None:
    opened(page, f"{address}{PATHS['nl']}?regio=MC12")
    assert page.locator(".map svg[role=list] a").count() == 40
    page.get_by_text("Trechter", exact=True).first.click()
    page.wait_for_url(re.compile("beeld=trechter"))
    expect(page.locator(".panel-headline")).to_contain_text("bij een groep van deze grootte")
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    page.get_by_text("Tabel", exact=True).last.click()
    page.wait_for_url(re.compile("beeld=tabel"))
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    expect(page.locator(".panel tr.own th")).to_have_text("Twente")
    page.go_back()
    page.wait_for_url(re.compile("beeld=trechter"))
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


@pytest.mark.browser
def test_another_region_keeps_the_chart_and_an_open_table(page: Page, address: str) -> None:
    opened(page, f"{address}{PATHS['nl']}?regio=MC12")
    page.locator(".panel-table > summary").click()
    page.evaluate("document.querySelector('.js-plotly-plot').marked = true")
    page.locator("[id*='\"regio\"']").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Utrecht")
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("regio=MC19"))
    expect(page.locator(".panel-headline")).to_contain_text("Utrecht")
    assert page.evaluate("document.querySelector('.js-plotly-plot').marked") is True
    assert page.locator(".panel-table").get_attribute("open") is not None


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_no_barriers_on_a_desktop_or_a_phone(browser: Browser, address: str, shown_as: str, scheme: str) -> None:
    lang = "nl" if scheme == "light" else "en"
    for width in (1280, 320):
        size = {"width": width, "height": 800}
        with watched(browser, address, color_scheme=scheme, viewport=size, bypass_csp=True) as found:
            opened(found, f"{address}{PATHS[lang]}?regio=MC06&beeld={shown_as}")
            across = found.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert across[0] <= across[1]
            assert axe.violations(found) == []


@pytest.mark.browser
def test_names_of_rows_take_two_lines_only_where_a_chart_is_narrow(page: Page, address: str) -> None:
    broken = "() => document.querySelectorAll('.ytick tspan.line').length"
    opened(page, f"{address}{PATHS['nl']}?regio=MC12&beeld=grafiek")
    assert page.locator(".ytick").count() == 40 and page.evaluate(broken) == 0
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function(f"{broken} > 0")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"{broken} === 0")
    assert page.locator(".ytick", has_text="Friesland-Oost ('de Friese Wouden')").count() == 1
