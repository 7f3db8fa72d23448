"""The page with development: lines cut at breaks, tested sentences, ways to targets, every region as a small chart."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from scipy.stats import chi2, norm

from dashboard import i18n, shell
from dashboard.components.panel import Panel
from dashboard.indicators import Row, catalogue, values
from dashboard.pages import trends, view_of
from dashboard.pages.trends_parts import asked as a
from dashboard.pages.trends_parts import path, small
from dashboard.state import View

from . import axe
from .browsing import opened, watched
from .support import tiny_release
from .test_pages import rendered, walk, words

pytestmark = pytest.mark.usefixtures("shown")

PATHS = {"nl": "/nl/ontwikkeling", "en": "/en/trends"}
SOME = ("MC01", "MC06", "MC12", "MC28", "MC29", "MC41")
COUNT = "vsv_duo_lt23_aantal"


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(PATHS[lang], search)


def panel(search: str = "", lang: str = "nl") -> Panel:
    (found,) = trends.read(view(search, lang)).panels.values()
    return found


def figure(search: str = "") -> dict[str, Any]:
    found = panel(search).figure
    assert found is not None
    return found


def counts(region: str, indicator: str = "vsv_duo_lt23") -> dict[int, Row]:
    """Cases and people per period."""
    rows = values(indicator, ("period",), {"region": region, "period": "all"}).rows
    return {int(row.key[0]): row for row in rows}


def armitage(rows: list[Row]) -> tuple[float, float]:
    """The p-value and slope of the test for trend in proportions, as a weighted regression on the years.

    What is left around the line, per degree of freedom, is the variance when it is more than that of chance.
    """
    x, n = (np.array([float(getattr(row, name) or 0) for row in rows]) for name in ("numerator", "denominator"))
    t, p = np.arange(len(rows), dtype=float), x.sum() / n.sum()
    middle = (n * t).sum() / n.sum()
    slope = (x * (t - middle)).sum() / (n * (t - middle) ** 2).sum()
    variance = p * (1 - p) / (n * (t - middle) ** 2).sum()
    left = (n * (x / n - p - slope * (t - middle)) ** 2).sum() / (p * (1 - p)) / (len(rows) - 2)
    return float(chi2.sf(slope**2 / variance / max(1, left), 1)), float(slope)


@pytest.mark.parametrize("code", SOME)
def test_the_headline_is_the_tested_direction_over_five_years(code: str) -> None:
    chance, slope = armitage([row for period, row in counts(code).items() if period >= 2020])
    said = "gestegen" if slope > 0 else "gedaald"
    headline = panel(f"?regio={code}").headline
    assert (said in headline) == (chance < 0.002)
    assert ("geen duidelijke richting" in headline) == (chance >= 0.002)
    assert "tussen 2020/'21 en 2024/'25" in headline and catalogue().regions[code].name in headline


@pytest.mark.parametrize("code", SOME)
def test_the_second_sentence_is_the_tested_difference_with_the_rest_of_the_country(code: str) -> None:
    own, land = counts(code)[2024], counts("NL01")[2024]
    assert own.numerator is not None and own.denominator is not None
    assert land.numerator is not None and land.denominator is not None
    x, n = (
        np.array([own.numerator, land.numerator - own.numerator]),
        np.array([own.denominator, land.denominator - own.denominator]),
    )
    p = x.sum() / n.sum()
    z = (x[0] / n[0] - x[1] / n[1]) / np.sqrt(p * (1 - p) * (1 / n[0] + 1 / n[1]))
    told = panel(f"?regio={code}").description.split(". ")[0]
    if abs(z) < norm.ppf(0.975):
        assert "kan het verschil met de rest van Nederland toeval zijn" in told
    else:
        size = i18n.number(abs(100 * (x[0] / n[0] - x[1] / n[1])), 2, "nl")
        assert f"{size} procentpunt {'hoger' if z > 0 else 'lager'}" in told


def test_highest_and_lowest_are_told_of_the_years_since_the_last_break() -> None:
    rows = {period: row.value for period, row in counts("MC12").items() if row.value is not None}
    comparable = {period: value for period, value in rows.items() if period >= 2019}
    assert max(rows.values()) != max(comparable.values()) or min(rows.values()) != min(comparable.values())
    high, low = (i18n.number(end(comparable.values()), 2, "nl") for end in (max, min))
    told = panel("?regio=MC12").aloud
    assert f"Twente sinds 2019/'20: hoogste {high}%" in told and f"laagste {low}%" in told


def test_without_a_signal_the_smallest_visible_change_is_said_and_none_is_claimed() -> None:
    found = panel("?regio=MC12")
    assert "geen duidelijke richting" in found.headline
    assert re.search(r"Een verandering die kleiner is dan 0,\d\d procentpunt kan hier toeval zijn\.", found.description)
    assert not re.search("gestegen|gedaald", found.headline + found.description)


@pytest.mark.parametrize("code", ["MC12", "NL01"])
def test_the_band_is_the_interval_of_wilson_and_only_around_the_own_line(code: str) -> None:
    found = figure(f"?regio={code}&naast=MC28")
    bands = [trace for trace in found["data"] if trace.get("fill") == "toself"]
    drawn = {
        (at, round(limit, 3)) for trace in bands for at, limit in zip(trace["x"], trace["y"], strict=True) if limit
    }
    z = norm.ppf(0.975)
    for period, row in counts(code).items():
        x, n = float(row.numerator or 0), float(row.denominator or 0)
        middle, half = x + z**2 / 2, z * np.sqrt(x * (1 - x / n) + z**2 / 4)
        for limit in ((middle - half) / (n + z**2), (middle + half) / (n + z**2)):
            assert any(at == period and abs(value - 100 * limit) < 0.002 for at, value in drawn), (period, limit)
    assert len({at for at, _ in drawn}) == len(counts(code))


def test_neither_line_nor_band_joins_figures_across_a_break() -> None:
    found = figure("?regio=MC12&naast=MC28,MC29")
    breaks = {b.period for b in catalogue().breaks("vsv_duo_lt23")}
    for trace in found["data"]:
        stretches: list[list[float]] = [[]]
        for at, value in zip(trace["x"], trace["y"], strict=True):
            if value is None:
                stretches.append([])
            else:
                stretches[-1].append(at)
        for stretch in stretches:
            assert not any(min(stretch) < cut <= max(stretch) for cut in breaks if stretch), trace["name"]
    loose = [trace for trace in found["data"] if trace.get("fill") == "toself"][1]
    assert {at for at in loose["x"] if at is not None} == {2023, 2024}


def test_every_line_is_named_at_its_end_and_no_two_names_meet() -> None:
    found = figure("?regio=MC12&naast=MC28,MC29,MC31")["layout"]
    assert found["showlegend"] is False
    names = [note for note in found["annotations"] if note["showarrow"]]
    texts = [note["text"].replace("/<br>", "/").replace("<br>", " ") for note in names]
    assert {"<b>Twente 1,90%</b>", "Nederland 2,23%", "Haaglanden/Westland 2,24%"} <= set(texts)
    low, high = found["yaxis"]["range"]
    places = sorted(
        (336 * (note["y"] - low) / (high - low) - note["ay"], 8 * (1 + note["text"].count("<br>"))) for note in names
    )
    for (one, half), (other, more) in pairwise(places):
        assert other - one >= half + more


def test_a_number_of_young_people_stands_without_the_country_and_says_so() -> None:
    found = panel(f"?indicator={COUNT}&regio=MC14")
    assert found.table["props"]["head"][1] == "Arnhem/Nijmegen" and "Nederland" not in found.table["props"]["head"]
    assert any("Bij aantallen staat Nederland er niet bij" in str(note) for note in found.notes)
    assert "vergelijking" not in found.description
    cases = counts("MC12", COUNT)
    band = figure(f"?indicator={COUNT}&regio=MC12&naast=MC28")["data"][0]
    x = float(cases[2012].value or 0)
    exact = chi2.ppf(0.025, 2 * x) / 2, chi2.ppf(0.975, 2 * x + 2) / 2
    drawn = [limit for at, limit in zip(band["x"], band["y"], strict=True) if at == 2012]
    assert sorted(drawn) == pytest.approx(sorted(exact), abs=0.5), "within half a pixel"


@pytest.mark.parametrize(("indicator", "region"), [(COUNT, "MC12"), (COUNT, "NL01"), ("vsv_2026_lt27_aantal", "MC28")])
def test_a_number_with_a_target_shows_the_way_to_it(indicator: str, region: str) -> None:
    search = f"?indicator={indicator}&regio={region}"
    found = panel(search)
    made = path.way(view(search), a.asked(view(search)))
    assert made is not None and found.figure is not None
    names = [trace["name"] for trace in found.figure["data"] if trace.get("name")]
    assert names[-1] == "Doel"
    own = [t for t in catalogue().targets if (t.indicator, t.region) == (indicator, region) and not t.superseded_by]
    marks = found.figure["data"][-1]
    drawn = {(x, y) for x, y in zip(marks["x"], marks["y"], strict=True) if x}
    assert drawn == {(year, t.value) for t in own for year in range(t.period_from, t.period_to + 1)}
    assert path.fact(view(search), made).sentence in f"{found.headline} {found.description}"
    # The way falls by the same share each year and ends in the target.
    ways = [trace for trace in found.figure["data"] if str(trace.get("name", "")).startswith("Nodig")]
    assert ways
    for trace in ways:
        steps = np.array(trace["y"][1:]) / np.array(trace["y"][:-1])
        assert steps == pytest.approx(np.full(len(steps), steps[0]), rel=0.002), "to half a pixel"
        assert trace["y"][-1] == pytest.approx(made.judged.target.value if made.judged.target else 0)


@pytest.mark.parametrize(
    ("lang", "each", "one"), [("nl", "elk jaar", "in één jaar"), ("en", "each year", "within one year")]
)
def test_a_target_of_next_year_is_not_told_as_something_of_each_year(lang: str, each: str, one: str) -> None:
    search = f"?indicator={COUNT}&regio=MC29"
    made = path.way(view(search), a.asked(view(search)))
    assert made is not None and made.judged.now is not None and made.judged.due == made.judged.now.period + 1
    told = path.panel(view(search, lang), a.asked(view(search, lang)), made).description
    assert one in told and each not in told


def test_a_choice_that_the_target_is_not_about_leaves_it_out() -> None:
    for more in ("&geslacht=man", "&indeling=nu", "&uitsplitsing=geslacht", "&regio=MC14"):
        names = [trace.get("name") for trace in figure(f"?indicator={COUNT}&regio=MC12{more}")["data"]]
        assert "Doel" not in names
    beside = panel(f"?indicator={COUNT}&regio=MC12&naast=MC28")
    assert beside.figure is not None and "het doel in Twente is" in beside.description
    assert "Doel" not in [trace.get("name") for trace in beside.figure["data"]]


def test_a_percentage_leads_to_the_number_that_its_target_is_set_in() -> None:
    (link,) = [e for e in walk(list(panel("?regio=MC12").onward)) if e["type"] == "A"]
    assert link["props"]["href"] == f"/nl/ontwikkeling?regio=MC12&indicator={COUNT}"
    assert not [e for e in walk(list(panel("?regio=GM0344").onward)) if e["type"] == "A"]


def test_a_published_figure_has_no_band_and_says_why() -> None:
    found = panel("?indicator=vsv_duo_gepubliceerd&regio=NL01")
    assert found.figure is not None and not any(trace.get("fill") for trace in found.figure["data"])
    assert any("Om de lijn staat geen bandbreedte" in str(note) for note in found.notes)
    assert "Bandbreedte" not in words(found.table)


def test_a_region_that_ended_is_told_up_to_its_last_year() -> None:
    found = panel("?regio=MC14")
    assert "2019/'20" in found.headline and "1,74%" in found.headline
    assert "kan niet voorkomen" in words(found.table)


def test_nederland_is_compared_with_nobody() -> None:
    for name in ("vsv_duo_lt23", "neet_eurostat", COUNT):
        assert "vergelijking" not in panel(f"?indicator={name}").description


@pytest.mark.parametrize("indeling", ["", "&indeling=nu"])
def test_the_table_holds_what_is_drawn(indeling: str) -> None:
    found = panel(f"?regio=MC12&naast=MC28{indeling}")
    head = found.table["props"]["head"]
    assert head == ["Periode", "Twente", "Bandbreedte (95%)", "Nederland", "Haaglanden/Westland", "Status"]
    where = {"region": "MC12", "period": "2015", **({"indeling": "2026"} if indeling else {})}
    asked = values("vsv_duo_lt23", ("region",), where, with_=("interval",))
    row = next(row for row in found.table["props"]["rows"] if row[0] == "2015/'16")
    limits = [i18n.number(asked.extra[name][0], 2, "nl") for name in ("low_95", "high_95")]
    assert row[1:3] == [i18n.quantity(float(asked.rows[0].value or 0), "%", 2, "nl"), " tot ".join(limits)]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_every_indicator_renders(lang: str, shown_as: str) -> None:
    for name in catalogue().indicators:
        rendered(PATHS[lang], f"?indicator={name}&regio=MC12&beeld={shown_as}&naast=MC28,GM0344")


@pytest.mark.parametrize("shown_as", a.VIEWS)
def test_every_region_renders(shown_as: str) -> None:
    for region in [*catalogue().kinds["doorstroompunt"], "NL01", "GM0344", "PV26"]:
        rendered(PATHS["nl"], f"?regio={region}&beeld={shown_as}")
        rendered(PATHS["en"], f"?regio={region}&indicator={COUNT}&beeld={shown_as}")


def test_moments_are_read_at_their_own_periods() -> None:
    for more in ("&moment=5_jaar", "&uitsplitsing=moment"):
        search = f"?indicator=duurzaam_werk_12u&regio=MC12{more}"
        rendered(PATHS["nl"], search)
        assert any(trace["x"] for trace in figure(search)["data"])


def test_the_address_brings_every_choice_back() -> None:
    search = "?indicator=neet_leeftijd&regio=MC28&beeld=klein&volgorde=groep&indeling=nu&leeftijd=23_tot_27"
    chosen = {
        e["props"]["id"]["name"]: e["props"]["value"]
        for e in walk(rendered(PATHS["nl"], search))
        if isinstance(e["props"].get("id"), dict) and e["props"]["id"]["type"] == "filter"
    }
    asked = dict(pair.split("=") for pair in search[1:].split("&"))
    assert {name: chosen[name] for name in asked} == asked
    assert a.shown(view("?beeld=x")) == a.ONE
    assert panel("?beeld=klein&volgorde=x").headline == panel("?beeld=klein").headline


def drawn(search: str = "?beeld=klein", lang: str = "nl") -> dict[str, Any]:
    found = panel(search, lang).drawing
    assert found is not None
    props: dict[str, Any] = found["props"]
    return props


def test_every_region_has_a_small_chart_with_its_tested_direction() -> None:
    found = drawn("?beeld=klein&regio=MC12")
    today = {r.code for r in catalogue().regions_of("doorstroompunt") if r.exists(2025)}
    assert {region[0] for region in found["regions"]} == today and len(today) == 40
    assert found["own"] == "MC12"
    for code, _, value, kind, *_ in found["regions"]:
        rows = counts(code)
        recent = [row for period, row in rows.items() if period >= 2020]
        look, sign, said = found["kinds"][kind]
        assert value == i18n.quantity(float(rows[2024].value or 0), "%", 2, "nl")
        if len(recent) < 5 or any(row.value is None for row in recent):
            assert (look, sign) == ("untold", "")
            continue
        chance, slope = armitage(recent)
        told = "no_signal" if chance >= 0.002 else "rising" if slope > 0 else "falling"
        assert sign == told
        assert look == {"no_signal": "same", "rising": "worse", "falling": "better"}[told]
        assert " ".join(said) == i18n.text(f"trends_trend_{told}", "nl")


def test_the_headline_of_all_regions_counts_directions_and_ranks_nobody() -> None:
    found, props = panel("?beeld=klein"), drawn()
    signs = [props["kinds"][region[3]][1] for region in props["regions"]]
    rising, falling, same = (signs.count(name) for name in ("rising", "falling", "no_signal"))
    told = (
        f"gestegen in {rising or 'geen'} van de {len(signs)} regio's en gedaald in {falling or 'geen'};"
        f" in {same} geen duidelijke"
    )
    assert told in found.headline and rising + falling > 0
    assert re.search(rf"(zijn er|is er) {rising + falling} gekleurd", found.description)
    names = [" ".join(region[1]) for region in props["regions"]]
    assert names == sorted(names)
    grouped = drawn("?beeld=klein&volgorde=groep")
    order = [small.GROUPS.index(grouped["kinds"][region[3]][1]) for region in grouped["regions"]]
    assert order == sorted(order)
    assert any("geen rangorde" in str(note) for note in found.notes)


def test_a_colour_means_what_is_wished_for_and_without_a_wish_it_only_differs() -> None:
    assert small.looks("rising", "lower") == small.looks("falling", "higher") == "worse"
    assert small.looks("falling", "lower") == small.looks("rising", "higher") == "better"
    assert small.looks("rising", "none") == "different"
    assert (small.looks("no_signal", "lower"), small.looks("", "lower")) == ("same", "untold")


def test_small_charts_hold_the_same_figures_as_their_table() -> None:
    found = panel("?beeld=klein&regio=MC12")
    rows = {row[0]: row[1:] for row in found.table["props"]["rows"]}
    assert found.table["props"]["head"][:3] == ["Regio", "Ontwikkeling", "2024/'25, voorlopig"]
    for code, _, value, kind, *_ in drawn("?beeld=klein&regio=MC12")["regions"]:
        cells = rows[catalogue().regions[code].name]
        assert cells[0] == " ".join(drawn()["kinds"][kind][2])
        assert cells[1] == value
    assert rows["Nederland"][1:3] == [
        i18n.quantity(float(counts("NL01")[at].value or 0), "%", 2, "nl") for at in (2024, 2023)
    ]


def test_a_small_chart_leads_to_the_large_one_of_its_region() -> None:
    link = drawn("?beeld=klein&regio=MC12&indicator=neet_leeftijd&leeftijd=23_tot_27&volgorde=groep")["link"]
    assert link == "/nl/ontwikkeling?regio={code}&indicator=neet_leeftijd&leeftijd=23_tot_27"


def test_a_subject_of_the_whole_country_has_one_small_chart_and_says_so() -> None:
    found = panel("?beeld=klein&indicator=positie_mbo&regio=MC12")
    assert [region[0] for region in drawn("?beeld=klein&indicator=positie_mbo")["regions"]] == ["NL01"]
    assert "Nederland" in found.headline
    assert any("alleen cijfers van heel Nederland" in str(note) for note in found.notes)


def test_another_region_sends_only_what_changes() -> None:
    filled, figures, _ = shell.changes(
        {"now": "?regio=MC12&beeld=klein", "before": "?regio=MC28&beeld=klein"}, PATHS["nl"]
    )
    assert figures == {}
    assert {"small-drawing"} <= set(filled) <= {"small-headline", "small-description", "small-drawing"}
    filled, figures, _ = shell.changes({"now": "?regio=MC12", "before": "?regio=MC28"}, PATHS["nl"])
    assert list(figures) == ["trend"] and not {"view", "controls", "trend-source", "trend-subtitle"} & set(filled)
    # Of what the browser does not know that it shows, everything comes again.
    everything, _, _ = shell.changes({"now": "?regio=MC12", "before": None}, PATHS["nl"])
    assert {"trend-source", "trend-subtitle", *filled} <= set(everything)
    assert all(everything[name] == shown for name, shown in filled.items())
    wrong, _, _ = shell.changes({"now": "?regio=MC12", "before": "?regio=xyz"}, PATHS["nl"])
    assert "trend-source" in wrong


def test_another_view_sends_its_frame_and_its_controls() -> None:
    filled, figures, _ = shell.changes({"now": "?beeld=klein", "before": ""}, PATHS["nl"])
    assert {"view", "controls"} <= set(filled) and figures == {}
    offered = [e["props"]["id"]["name"] for e in walk(filled["controls"]) if isinstance(e["props"].get("id"), dict)]
    assert "volgorde" in offered and "uitsplitsing" not in offered


ONE = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2023 | 10 | A
    startpopulatie_duo | MC01 | 2023 | 400 | A
    nieuwe_vsvers_duo | NL01 | 2023 | 10 | A
    startpopulatie_duo | NL01 | 2023 | 400 | A
"""
HIDDEN = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2022 | | Q
    nieuwe_vsvers_duo | MC01 | 2023 | | Q
    startpopulatie_duo | MC01 | 2022 | 400 | A
    startpopulatie_duo | MC01 | 2023 | 400 | A
    nieuwe_vsvers_duo | MC02 | 2023 | 20 | P
    startpopulatie_duo | MC02 | 2023 | 500 | P
"""


@pytest.mark.parametrize("given", [ONE, HIDDEN])
@pytest.mark.parametrize("more", ["", "&beeld=klein", f"&indicator={COUNT}", "&uitsplitsing=geslacht"])
def test_a_release_with_hardly_anything_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, more: str
) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    tiny_release(tmp_path, given)
    for lang in i18n.LANGUAGES:
        text = words(rendered(PATHS[lang], f"?regio=MC01{more}"))
        if given == HIDDEN and "uitsplitsing" not in more:
            assert i18n.status_word("Q", lang) in text


def test_english_holds_no_dutch_words() -> None:
    dutch = {text for key, text in i18n.words("nl").items() if key.startswith("trends_") and len(text) > 8}
    for search in ("?regio=MC12", f"?regio=MC12&indicator={COUNT}", "?regio=MC12&beeld=klein"):
        contents = rendered(PATHS["en"], search)
        assert not {words(e).strip() for e in walk(contents)} & dutch


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as found:
        yield found


@pytest.mark.browser
def test_the_switch_shows_all_regions_and_a_region_leads_to_its_own_lines(page: Page, address: str) -> None:
    opened(page, f"{address}{PATHS['nl']}?regio=MC12")
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    page.get_by_text("Alle regio's", exact=True).last.click()
    page.wait_for_url(re.compile("beeld=klein"))
    expect(page.locator(".multiples svg[role=list] a")).to_have_count(40)
    expect(page.locator(".small-own a")).to_have_attribute("aria-label", re.compile("^Twente: 1,90%"))
    expect(page.get_by_text("Vergelijk met (hoogstens drie)")).not_to_be_visible()
    page.locator(".multiples svg[role=list] a[aria-label^=Rijnmond]").click()
    page.wait_for_url(re.compile(r"ontwikkeling\?regio=MC29$"))
    expect(page.locator(".panel-headline")).to_contain_text("Rijnmond")
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 700, 360, 320])
def test_years_below_a_chart_never_meet(browser: Browser, address: str, width: int) -> None:
    with watched(browser, address, viewport={"width": width, "height": 800}) as found:
        for search in (
            "?regio=MC12&naast=MC28,MC29,MC31",
            f"?indicator={COUNT}",
            "?indicator=neet_leeftijd&regio=MC12",
        ):
            opened(found, f"{address}{PATHS['nl']}{search}")
            boxes = found.evaluate(
                "[...document.querySelectorAll('.xtick text')].map(t => t.getBoundingClientRect())"
                ".filter(b => b.width).map(b => [b.left, b.right])"
            )
            assert len(boxes) >= 2
            assert all(one[1] < other[0] for one, other in pairwise(boxes)), (search, boxes)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers_among_the_small_charts(browser: Browser, address: str, scheme: str) -> None:
    lang = "nl" if scheme == "light" else "en"
    for width in (1280, 320):
        size = {"width": width, "height": 800}
        with watched(browser, address, color_scheme=scheme, viewport=size, bypass_csp=True) as found:
            opened(found, f"{address}{PATHS[lang]}?regio=MC12&beeld=klein")
            found.wait_for_selector(".multiples svg[role=list]")
            across = found.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert across[0] <= across[1]
            assert axe.violations(found) == []
