"""The first page: what its tiles, its map and its dated list say is worked out again from the figures."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboard import i18n, shell
from dashboard.indicators import catalogue, subjects, values
from dashboard.indicators.studies.target_path import target_path
from dashboard.maps import shapes
from dashboard.pages import overview, view_of
from dashboard.pages import regions as compare
from dashboard.pages.overview_parts import news, regions, tiles
from dashboard.pages.region_parts import figures
from dashboard.pages.region_parts import tiles as region_tiles
from dashboard.state import View

from .browsing import opened, watched
from .support import tiny_release
from .test_pages import rendered, walk, words

pytestmark = pytest.mark.usefixtures("shown")

PATHS = {"nl": "/nl/", "en": "/en/"}
REGIONS = ["doorstroompunt", "NL01"]
# Subject of a tile -> word on the map, indicator, choices of the compare page.
SUBJECTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "vsv": ("vsv", "vsv_duo_lt23", {}),
    "neet": ("neet", "neet_leeftijd", {"age_group": "23_tot_27"}),
    "work": ("werk", "duurzaam_werk_12u", {}),
}


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(PATHS[lang], search)


def slots(search: str = "", lang: str = "nl") -> dict[str, Any]:
    return overview.read(view(search, lang)).slots


def asked_of(subject: str, region: str) -> tuple[Any, dict[str, Any]]:
    """The figure of a region with its columns, asked by itself."""
    _, indicator, where = SUBJECTS[subject]
    found = values(indicator, ("region",), {**where, "region": region}, with_=("benchmark", "trend"))
    return found.rows[0], {name: column[0] for name, column in found.extra.items()}


def plain(part: Any) -> str:
    """All text of a tree in one line."""
    return " ".join(words(part).split())


def outcomes(element: Any) -> dict[str, tuple[str, str]]:
    """The lines of a tile: term -> outcome and detail."""
    found = {}
    for row in walk(element):
        cells = row["props"].get("children")
        if row["type"] == "Div" and isinstance(cells, list) and [e["type"] for e in cells] == ["Dt", "Dd"]:
            told = [plain(e) for e in cells[1]["props"]["children"]]
            found[plain(cells[0])] = (told[0], told[1] if len(told) > 1 else "")
    return found


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("region", ["MC12", "MC05", "MC21", "MC28", "MC41"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_tile_tells_the_tested_difference_and_direction(subject: str, region: str, lang: str) -> None:
    row, cells = asked_of(subject, region)
    indicator = catalogue().indicators[SUBJECTS[subject][1]]
    tile = slots(f"?regio={region}", lang)[f"tile-{subject}"]
    text = words(tile)
    assert i18n.quantity(row.value, "%", indicator.decimals, lang) in text
    assert i18n.status_word(row.status, lang) in text and i18n.text("example_data", lang) in text
    lines = outcomes(tile)
    assert list(lines) == [i18n.text("region_against_rest", lang), i18n.text("region_direction", lang)]
    compared, direction = lines.values()
    if cells["outcome"] == "not_distinguishable":
        assert compared[0] == i18n.text("region_chance", lang)
    else:
        good = cells["outcome"] == indicator.better
        side = i18n.text("narrative_favourable" if good else "narrative_unfavourable", lang)
        assert i18n.number(abs(cells["difference"]), indicator.decimals, lang) in compared[0]
        assert i18n.text(f"narrative_{cells['outcome']}", lang) in compared[0] and compared[0].endswith(side)
    assert i18n.quantity(cells["benchmark_value"], "%", indicator.decimals, lang) in compared[1]
    if cells["trend"] in ("rising", "falling", "no_signal"):
        assert direction[0].startswith(i18n.text(f"region_trend_{cells['trend']}", lang))
        last = figures.periods(catalogue(), indicator.id, catalogue().regions[region])[-1]
        first = i18n.period(last - cells["trend_points"] + 1, indicator.period_kind, lang)
        assert first in direction[1] and i18n.period(last, indicator.period_kind, lang) in direction[1]
    else:
        assert direction[0] == i18n.text("region_cannot", lang)


def test_no_plain_change_is_told() -> None:
    for region in catalogue().kinds["doorstroompunt"]:
        text = words([slots(f"?regio={region}")[f"tile-{name}"] for name in SUBJECTS])
        assert not re.search(r"(hoger|lager) dan in 20|dan vorig", text)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_country_has_its_target_and_no_comparison(lang: str) -> None:
    found = slots("", lang)
    judged = [j for j in target_path("vsv_duo_lt23_aantal").judged if j.now is not None and j.now.period < j.due]
    (ahead,) = judged
    assert ahead.target is not None
    lines = outcomes(found["tile-vsv"])
    told = lines[i18n.text("region_target", lang)]
    assert i18n.number(ahead.target.value, 0, lang) in told[0] and i18n.period(ahead.due, "schoolyear", lang) in told[0]
    assert ahead.baseline is not None
    start = i18n.text("target_start", lang, period=i18n.period(ahead.baseline.period, "schoolyear", lang))
    assert ahead.now is not None and ahead.difference is not None and ahead.difference > 0
    more = i18n.number(round(ahead.difference), 0, lang)
    above = i18n.text("region_target_above", lang, size=more, period=i18n.period(ahead.now.period, "schoolyear", lang))
    assert told[1] == f"{above} {i18n.text(f'region_pace_{ahead.state}', lang, start=start)}"
    assert ("2020" in told[1]) == (ahead.state == "away")
    for name in SUBJECTS:
        assert i18n.text("region_against_rest", lang) not in words(found[f"tile-{name}"])
    assert list(outcomes(found["tile-neet"])) == [i18n.text("region_direction", lang)]


@pytest.mark.parametrize(
    ("value", "side"), [(600.0, "onder"), (662.0, "rond het streefcijfer"), (650.0, "kan toeval zijn"), (900.0, None)]
)
def test_a_target_that_is_met_early_names_the_year_of_the_figure(value: float, side: str | None) -> None:
    seen = figures.seen(view_of("/nl/regio/MC12", ""))[0]
    judged = seen.judged
    assert judged is not None and judged.target is not None and judged.now is not None
    state = "away" if side is None else "met"
    difference = value - judged.target.value
    limits = {"low": difference - 20.0, "high": difference + 20.0}
    early = dataclasses.replace(judged, state=state, reason="", difference=difference, **limits)
    term, words_, detail = region_tiles.aimed(view_of("/nl/regio/MC12", ""), dataclasses.replace(seen, judged=early))
    assert (term, words_) == ("Streefcijfer", "662 jongeren in 2025/'26")
    if side is None:
        assert judged.baseline is not None
        start = i18n.period(judged.baseline.period, "schoolyear", "nl")
        pace = i18n.text("region_pace_away", "nl", start=f" in {start}")
        assert detail == f"In 2024/'25 waren het er 238 meer. {pace}"
    else:
        assert "2024/'25" in detail and "2025/'26" in detail and side in detail
    # In its own year it is simply met.
    same = dataclasses.replace(early, due=judged.now.period, state="met")
    own = dataclasses.replace(seen, judged=same)
    assert region_tiles.aimed(view_of("/en/region/MC12", ""), own)[2] == i18n.text("region_pace_met", "en")


@pytest.mark.parametrize(("region", "side"), [("MC29", "ligt rond het"), ("MC12", "")])
def test_tile_and_sentence_agree_on_a_target_of_a_year_to_come(region: str, side: str) -> None:
    seen = view_of(f"/nl/regio/{region}", "")
    neet = figures.seen(seen)[1]
    assert neet.judged is not None
    (sentence,) = [fact.sentence for fact in neet.facts if fact.kind == "target"]
    detail = region_tiles.aimed(seen, neet)[2]
    assert (neet.judged.state == "met") == bool(side)
    assert "gehaald" not in f"{detail}{sentence}".lower()
    assert not side or (side in detail and side in sentence and "2024" in detail and "2026" in detail)
    for told_ in (detail, sentence) if side else ():
        assert "het verschil kan toeval zijn" in told_ and "voldoet" not in told_ and "al onder" not in told_


def test_a_figure_that_is_already_better_may_be_higher() -> None:
    seen = figures.seen(view_of("/nl/regio/MC12", ""))[0]
    assert seen.judged is not None
    more = dataclasses.replace(seen.judged, state="met", reason="", difference=4.0, low=1.0, high=7.0)
    assert "al boven" in region_tiles.aimed(view(), dataclasses.replace(seen, judged=more))[2]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_map_says_what_the_compare_page_says(subject: str, lang: str) -> None:
    word, indicator, where = SUBJECTS[subject]
    asked = f"?indicator={indicator}" + "".join(f"&leeftijd={code}" for code in where.values())
    (there,) = compare.read(view_of({"nl": "/nl/vergelijken", "en": "/en/compare"}[lang], asked)).panels.values()
    found = slots(f"?kaart={word}&regio=MC12", lang)
    assert there.drawing is not None
    same = ("regions", "legend", "turned", "form")
    assert {name: found["map"]["props"][name] for name in same} == {n: there.drawing["props"][n] for n in same}
    assert found["map-subtitle"] == there.subtitle


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_answer_counts_and_names_the_regions_of_each_kind(subject: str, lang: str) -> None:
    word, indicator, where = SUBJECTS[subject]
    asked = values(indicator, ("region",), {**where, "region": REGIONS}, with_=("benchmark",))
    kinds: dict[str, list[str]] = {}
    for row, outcome in zip(asked.rows, asked.extra["outcome"], strict=True):
        if row.key[0] != "NL01":
            kinds.setdefault(outcome, []).append(view("", lang).name_of("region", str(row.key[0])))
    found = slots(f"?kaart={word}", lang)
    numbers = [int(n) for n in re.findall(r"\d+(?= (?:van de 40|of the 40|lager|lower|niet|not))", found["answer"])][
        -3:
    ]
    assert numbers == [len(kinds[kind]) for kind in ("higher", "lower", "not_distinguishable")]
    lists = [e for e in walk(found["groups"]) if e["type"] == "Ul"]
    *named, _ = [[plain(each) for each in walk(e) if each["type"] == "Li"] for e in lists]
    assert named == [sorted(kinds[kind]) for kind in ("higher", "lower", "not_distinguishable")]
    heads = [plain(e) for e in walk(found["groups"]) if e["type"] == "H3"]
    assert [head.rpartition(": ")[2] for head in heads] == [str(len(names)) for names in named]
    better = catalogue().indicators[indicator].better
    favourable = i18n.text("narrative_favourable", lang).strip()
    assert [favourable in head for head in heads] == [better == "higher", better == "lower", False]
    assert ("ongeveer 2" if lang == "nl" else "about 2") in words(found["groups"])


def test_every_region_is_one_link_away_and_so_are_figures_and_compare_page() -> None:
    for lang, way in (("nl", "/nl/regio"), ("en", "/en/region")):
        links = [e["props"]["href"] for e in walk(slots("?kaart=neet&regio=MC12", lang)["groups"]) if e["type"] == "A"]
        today = {region.code for region in catalogue().regions_of("doorstroompunt", 2026)}
        assert {link.rpartition("/")[2] for link in links if link.startswith(way)} == today
        assert f"/{way[1:3]}/{overview_slug(lang)}?regio=MC12&indicator=neet_leeftijd&leeftijd=23_tot_27" in links
        assert any(link.startswith("/api/v1/indicatoren/neet_leeftijd/waarden?") for link in links)


def overview_slug(lang: str) -> str:
    return compare.SLUG[lang]


def test_another_region_sends_tiles_and_no_map() -> None:
    filled, drawn, spoken = shell.changes({"now": "?regio=MC12", "before": "?regio=MC28"}, "/nl/")
    assert set(filled) == {"place", "onward", "tile-vsv", "tile-neet", "tile-work"}
    assert not drawn and "Twente" in spoken


def test_another_subject_sends_the_map_and_no_tiles() -> None:
    filled, _, spoken = shell.changes({"now": "?regio=MC12&kaart=werk", "before": "?regio=MC12"}, "/nl/")
    assert set(filled) == set(regions.SLOTS)
    assert filled["answer"] in spoken


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_address_brings_the_choices_back(lang: str) -> None:
    contents = rendered(PATHS[lang], "?regio=MC12&kaart=werk")
    chosen = {
        e["props"]["id"]["name"]: e["props"]["value"]
        for e in walk(contents)
        if isinstance(e["props"].get("id"), dict) and e["props"]["id"]["type"] == "filter"
    }
    assert chosen == {"regio": "MC12", "kaart": "werk"}
    assert slots("?kaart=onzin", lang)["answer"] == slots("", lang)["answer"] == slots("?kaart=vsv", lang)["answer"]
    # The benchmark of another page is no choice here.
    assert slots("?regio=MC12&vergelijk=eerder", lang)["tile-vsv"] == slots("?regio=MC12", lang)["tile-vsv"]


def test_a_municipality_shows_the_region_it_belongs_to() -> None:
    found = slots("?regio=GM0153")
    assert found["place"] == "Twente" and found["tile-vsv"] == slots("?regio=MC12")["tile-vsv"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_an_ended_region_shows_its_last_figures_and_its_successors(lang: str) -> None:
    contents = rendered(PATHS[lang], "?regio=MC14")
    text = words(contents)
    assert i18n.period(2019, "schoolyear", lang) in text and "2020" in words(slots("?regio=MC14", lang)["onward"])
    links = [e["props"]["href"] for e in walk(slots("?regio=MC14", lang)["onward"]) if e["type"] == "A"]
    assert [link.rpartition("/")[2] for link in links] == ["MC40", "MC41", "MC14"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_dated_list_has_the_newest_figures_with_period_and_status(lang: str) -> None:
    known = catalogue()
    section = news.section(view("", lang))
    dates = [plain(e) for e in walk(section) if e["type"] == "Dt"]
    recent = sorted({s.published for s, _, _ in news.latest(known)}, reverse=True)
    assert dates == [i18n.day(day, lang) for day in recent]
    lines = [plain(e) for e in walk(section) if e["type"] == "Li"]
    row, _ = asked_of("vsv", "NL01")
    name = i18n.named(known.indicators["vsv_duo_lt23"], "short", lang)
    (line,) = [each for each in lines if name in each]
    status = i18n.status_word(row.status, lang)
    assert f"{i18n.period(2024, 'schoolyear', lang)} · {status} · DUO · {i18n.text('example_data', lang)}" in line
    assert len(lines) == len(set(lines)) == news.MOST_SOURCES
    told = words(news.revisions(view("", lang)))
    assert all(i18n.named(change, "text", lang) in told for change in known.revisions[: news.MOST_CHANGES])


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_next_dates_are_told_as_far_as_they_are_known(lang: str) -> None:
    seen = view("", lang)
    assert i18n.text("next_unknown", lang) in words(news.coming(seen))
    known = seen.catalogue
    coming = known.release.data_date.replace(year=known.release.data_date.year + 1)
    sources = {
        name: dataclasses.replace(source, next_update={"duo_vsv": coming, "cbs_vsv_regio": source.published}.get(name))
        for name, source in known.sources.items()
    }
    later = dataclasses.replace(seen, catalogue=dataclasses.replace(known, sources=sources))
    text = words(news.coming(later))
    assert i18n.day(coming, lang) in text and i18n.named(known.sources["duo_vsv"], "name", lang) in text
    assert i18n.named(known.sources["cbs_vsv_regio"], "name", lang) not in text
    assert i18n.text("next_others", lang) in text


def test_definition_and_source_stay_when_the_region_changes() -> None:
    contents = rendered("/nl/", "?regio=MC12")
    for tile in [e for e in walk(contents) if e["props"].get("className") == "tile"]:
        (changing,) = [e for e in walk(tile) if e["props"].get("className") == "tile-told"]
        assert not [e for e in walk(changing) if e["type"] == "Details"]
        assert [e for e in walk(tile) if e["type"] == "Details"]
        assert "Bron: " in words(tile) and "Bron: " not in words(changing)


NOTHING = "measure | region | period | value\ninwoners | NL01 | 2024 | 10"
ONE = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2023 | 10 | A
    startpopulatie_duo | MC01 | 2023 | 400 | A
    nieuwe_vsvers_duo | NL01 | 2023 | 10 | A
    startpopulatie_duo | NL01 | 2023 | 400 | A
"""
HIDDEN = """
    measure | region | period | value | status
    nieuwe_vsvers_duo | MC01 | 2023 | | Q
    startpopulatie_duo | MC01 | 2023 | 400 | A
    nieuwe_vsvers_duo | MC03 | 2023 | 12 | A
    startpopulatie_duo | MC03 | 2023 | 600 | A
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of releases for one test."""
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    yield tmp_path


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("given", [NOTHING, ONE, HIDDEN])
@pytest.mark.parametrize("search", ["", "?regio=MC01", "?regio=MC14&kaart=werk"])
def test_a_release_with_hardly_anything_renders(own: Path, given: str, search: str, lang: str) -> None:
    tiny_release(own, given)
    text = words(rendered(PATHS[lang], search))
    if given == NOTHING:
        assert i18n.text("overview_no_figures", lang) in text
    if given == HIDDEN and search == "?regio=MC01":
        assert i18n.status_word("Q", lang) in text
        assert f"{i18n.text('map_missing', lang).capitalize()}: " in text


def test_regions_that_were_not_compared_are_told_so(own: Path) -> None:
    tiny_release(own, ONE)
    found = slots()
    assert "niet met elkaar vergeleken" in found["answer"]
    assert "toeval" not in words(found["groups"])
    kinds = [e["kind"] for e in found["map"]["props"]["regions"]]
    assert kinds.count("untested") == 1 and set(kinds) == {"untested", "missing"}


def test_true_shapes_show_when_their_boundaries_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    square = '{"type": "Polygon", "coordinates": [[[5, 52], [5, 53], [6, 53], [6, 52], [5, 52]]]}'
    layer = f'{{"features": [{{"id": "MC12", "geometry": {square}}}], "credit": "CBS"}}'
    (tmp_path / "doorstroompunt_2026.geojson").write_text(layer, encoding="utf-8")
    monkeypatch.setenv("DOORSTROOM_BOUNDARIES", str(tmp_path))
    assert shapes(2026) is not None
    found = slots()
    assert found["map"]["props"]["form"] == "shapes" and len(found["map"]["props"]["regions"]) == 1
    # A region without a shape is not lost: its name is in the list, and a note says that it is not on the map.
    assert "Haaglanden" in words(found["groups"]) and "staat niet op de kaart" in words(found["map-foot"])


def test_a_tile_without_figures_in_the_years_of_a_region_says_so() -> None:
    (subject, *_) = subjects.tiles(catalogue())
    assert words(tiles.told(view(), subject, None)).strip() == i18n.text("overview_no_figures", "nl")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_words_of_the_other_language(lang: str) -> None:
    other = "en" if lang == "nl" else "nl"
    own = set(i18n.words(lang).values())
    foreign = {text for text in i18n.words(other).values() if len(text) > 8 and text not in own}
    for search in ("", "?regio=MC12&kaart=neet", "?regio=MC14&kaart=werk"):
        assert not {words(e).strip() for e in walk(rendered(PATHS[lang], search))} & foreign


@pytest.mark.parametrize(("lang", "where"), [("nl", "regio-indeling"), ("en", "region-layout")])
def test_a_group_of_ones_own_is_one_link_away(lang: str, where: str) -> None:
    asked = view("?regio=MC12", lang)
    links = [e["props"]["href"] for e in walk(overview.show(asked, overview.read(asked))) if e["type"] == "A"]
    assert links.count(f"/{lang}/{where}?regio=MC12#groep") == 1


@pytest.mark.browser
def test_links_beside_what_changes_follow_the_region(browser: Browser, address: str) -> None:
    with watched(browser, address) as page:
        opened(page, f"{address}/nl/?regio=MC12")
        region = page.locator('main input[role="combobox"]')
        region.click()
        region.fill("Rijnmond")
        page.get_by_role("option", name="Rijnmond").click()
        page.wait_for_url(re.compile("MC29$"))
        expect(page.locator(".own-group a")).to_have_attribute("href", re.compile(r"regio-indeling\?regio=MC29#groep$"))
        way = page.locator(".overview-ways a").first
        expect(way).to_have_attribute("href", re.compile(r"vergelijken\?regio=MC29$"))
        page.locator(".own-group a").click()
        page.wait_for_url(re.compile("#groep$"))
        expect(page.locator("#groep")).to_be_in_viewport()


@pytest.mark.browser
def test_the_answers_stand_above_the_fold_and_a_choice_keeps_what_is_open(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport={"width": 1280, "height": 900}) as page:
        opened(page, f"{address}/nl/?regio=MC12")
        for name in SUBJECTS:
            box = page.locator(f"[aria-labelledby=tile-{name}] .outcomes").bounding_box()
            assert box is not None and box["y"] + box["height"] <= 900
        page.locator("[aria-labelledby=tile-vsv] summary").click()
        page.get_by_text("Werk na school", exact=True).click()
        page.wait_for_url(re.compile("kaart=werk"))
        expect(page.locator("#regions-answer")).to_contain_text("Werk van 12 uur")
        assert page.locator("[aria-labelledby=tile-vsv] details").get_attribute("open") is not None
        page.go_back()
        page.wait_for_url(re.compile("MC12$"))
        expect(page.locator("#regions-answer")).to_contain_text("Nieuwe vsv'ers")
