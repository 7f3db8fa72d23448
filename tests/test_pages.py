"""Every page, in both languages, for every indicator and for the edges; callbacks are called as plain functions."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest

from dashboard import i18n, shell
from dashboard.components import OWN, controls
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, PATHS, view_of
from dashboard.pages.page import Content
from dashboard.shell import surround
from dashboard.state import LONGEST, PARAMETER, UnknownChoice, address, carried, parse, query

pytestmark = pytest.mark.usefixtures("shown")

NL = {name: address("nl", page.SLUG["nl"], {}) for name, page in PAGES.items()}
EN = {name: address("en", page.SLUG["en"], {}) for name, page in PAGES.items()}
REASONS = ("te klein om te tonen", "onbekend of geheim", "kan niet voorkomen", "niet geleverd", "een gemeente valt")


def walk(part: Any) -> Iterator[dict[str, Any]]:
    """Every element of a tree."""
    if isinstance(part, dict) and "props" in part:
        yield part
        yield from walk(part["props"].get("children"))
    elif isinstance(part, list | tuple):
        for child in part:
            yield from walk(child)


def words(part: Any) -> str:
    """All text of a tree."""
    if isinstance(part, dict) and "props" in part:
        props = part["props"]
        return words([props.get(name) for name in ("caption", "head", "rows", "children")])
    if isinstance(part, list | tuple):
        return " ".join(words(child) for child in part)
    return "" if part is None else str(part)


def rendered(path: str, search: str) -> list[dict[str, Any]]:
    """A page as the browser gets it, checked for what every page must have."""
    _, contents, _, title = shell.open_page(path, None, search)
    orjson.dumps(contents)
    elements = list(walk(contents))
    assert sum(e["type"] == "H1" for e in elements) == 1
    assert "Doorstroommonitor" in title
    for element in elements:
        if element["type"] == "Graph":
            go.Figure(element["props"]["figure"])
            assert element["props"]["config"]["showSendToCloud"] is False
        if element["type"] == "Table" and element["namespace"] != OWN:
            assert element["props"]["children"][0]["type"] == "Caption"
        elif element["type"] == "Table":
            assert element["props"]["caption"]
            assert {len(row) for row in element["props"]["rows"]} <= {len(element["props"]["head"])}
    text = words(contents)
    assert not re.search(r"\bnan\b|None|\{\w+\}", text), re.search(r"\bnan\b|None|\{\w+\}", text)
    return contents


def indicators() -> list[str]:
    return list(catalogue().indicators)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("search", ["", "?regio=MC12", "?regio=MC14", "?regio=MC41", "?regio=GM0344", "?regio=PV26"])
def test_every_page_renders_for_every_kind_of_region(page: str, lang: str, search: str) -> None:
    rendered((NL if lang == "nl" else EN)[page], search)


@pytest.mark.parametrize("page", ["trends", "regions", "methods"])
def test_every_page_renders_for_every_indicator(page: str) -> None:
    for name in indicators():
        for lang, paths in (("nl", NL), ("en", EN)):
            region = "MC12" if lang == "nl" else "NL01"
            rendered(paths[page], f"?indicator={name}&regio={region}")


def test_every_split_and_every_code_renders() -> None:
    known = catalogue()
    for name, indicator in known.indicators.items():
        view = view_of(NL["trends"], f"?indicator={name}")
        for dimension in controls.open_dimensions(view, indicator):
            rendered(NL["trends"], f"?indicator={name}&uitsplitsing={PARAMETER[dimension]}&regio=MC28")
            last = known.codes_of(name, dimension)[-1]
            rendered(NL["regions"], f"?indicator={name}&{PARAMETER[dimension]}={last}&regio=MC28")


def test_every_period_of_an_indicator_renders() -> None:
    for period in catalogue().periods("vsv_duo_lt23"):
        rendered(NL["regions"], f"?periode={period}")
    for period in catalogue().periods("neet_leeftijd"):
        rendered(NL["ages"], f"?periode={period}&uitsplitsing=herkomst")


@pytest.mark.parametrize(
    "search",
    [
        "?periode=1066",
        "?periode=abc",
        "?geslacht=x",
        "?volgorde=x",
        "?uitsplitsing=x",
        "?indeling=x",
        "?naast=MC12,MC13,MC14,MC15",
    ],
)
def test_nonsense_in_a_choice_gives_the_default(search: str) -> None:
    for page in PAGES:
        rendered(NL[page], search)


def test_an_unknown_region_is_a_clear_page_with_the_nearest_name() -> None:
    text = words(rendered(NL["trends"], "?regio=Twnte"))
    assert "Twnte" in text and "Bedoelt u Twente?" in text
    assert "Did you mean Twente?" in words(rendered(EN["trends"], "?regio=Twnte"))


def test_an_unknown_indicator_is_a_clear_page_with_the_nearest_name() -> None:
    assert "Bedoelt u" in words(rendered(NL["trends"], "?indicator=vsv_duo_lt22"))
    with pytest.raises(UnknownChoice):
        view_of(NL["trends"], "?indicator=zzzz").indicator("vsv_duo_lt23")


def test_an_unknown_release_is_a_clear_page() -> None:
    assert i18n.text("error_release_title", "nl") in words(rendered(NL["overview"], "?release=20010101-00000000"))


LONG = "x" * (LONGEST + 1)


@pytest.mark.parametrize(
    ("path", "search", "title", "said"),
    [
        (NL["layout"], f"?gemeenten={LONG}", "De keuze is te lang", "'gemeenten' langer dan 1.000 tekens"),
        (EN["layout"], f"?gemeenten={LONG}", "This choice is too long", "'gemeenten' is longer than 1,000 characters"),
        (NL["trends"], f"?regio=MC12&naast={LONG}", "De keuze is te lang", "'naast'"),
        (f"{NL['region']}/{LONG}", "", "De keuze is te lang", "'regio'"),
        (NL["trends"], "?regio=MC12" + "&a=1" * 40, "Dit zijn te veel keuzes", "meer dan 40 keuzes"),
    ],
)
def test_a_choice_that_is_too_long_is_said_and_not_dropped(path: str, search: str, title: str, said: str) -> None:
    head, contents, _, _ = shell.open_page(path, None, search)
    assert title in words(contents) and said in words(contents)
    assert LONG not in words([head, contents])
    assert i18n.text("error_start", "en" if path.startswith("/en") else "nl") in words(contents)


def test_a_choice_as_long_as_can_be_is_read() -> None:
    search = f"?zoek={'x' * LONGEST}&regio=MC12"
    assert view_of(NL["trends"], search).asked == {"zoek": "x" * LONGEST, "regio": "MC12"}


def test_example_data_is_said_on_every_page_in_both_languages() -> None:
    for path, (lang, name) in PATHS.items():
        head, contents, _, _ = shell.open_page(path, None, "")
        assert i18n.text("example_data", lang) in words(head).lower()
        if name != "methods":
            assert i18n.text("example_data", lang) in words(contents)


def test_english_pages_hold_no_dutch_furniture() -> None:
    dutch = {text for key, text in i18n.words("nl").items() if len(text) > 8 and text not in i18n.words("en").values()}
    for name in ("overview", "trends", "ages", "regions"):
        head, contents, foot, _ = shell.open_page(EN[name], None, "?regio=MC12")
        parts = {part.strip() for e in walk([head, contents, foot]) for part in [words(e)]}
        assert not parts & dutch


def test_the_region_goes_along_and_the_language_switch_keeps_everything() -> None:
    asked = parse("?regio=MC12&indicator=neet_leeftijd&geslacht=man")
    links = [e["props"]["href"] for e in walk(surround.nav("nl", "trends", asked)) if e["type"] == "A"]
    assert links[:3] == ["/nl/?regio=MC12", "/nl/regio/MC12", "/nl/ontwikkeling?regio=MC12"]
    assert links[-1] == "/en/trends?regio=MC12&indicator=neet_leeftijd&geslacht=man"
    assert carried(parse("?regio=NL01")) == {}


def test_addresses_are_read_and_written_back() -> None:
    assert query(parse("?regio=MC12&naast=MC28,MC29")) == "?regio=MC12&naast=MC28,MC29"
    assert parse(None) == {} and query({"a": ""}) == ""
    assert parse(f"?regio={LONG}") == {}
    assert parse("?" + "a=1&" * 100) == {}


def test_only_what_changes_is_sent() -> None:
    before, now = "?regio=MC12", "?regio=MC28"
    filled, figures, spoken = shell.changes({"now": now, "before": before}, NL["trends"])
    assert "controls" not in filled
    assert {"trend-headline", "trend-table"} <= set(filled)
    assert list(figures) == ["trend"]
    assert "Haaglanden" in spoken


def test_controls_are_replaced_only_when_their_lists_change() -> None:
    same = {"now": "?geslacht=man", "before": ""}
    assert "controls" not in shell.changes(same, NL["regions"])[0]
    other = {"now": "?indicator=neet_leeftijd", "before": ""}
    assert "controls" in shell.changes(other, NL["regions"])[0]
    wrong = {"now": "?indicator=neet_leeftijd", "before": "?indicator=onzin"}
    assert "controls" in shell.changes(wrong, NL["regions"])[0]


def test_slots_on_the_page_are_those_that_are_filled() -> None:
    for name, page in PAGES.items():
        view = view_of(NL[name], "?regio=MC12")
        content = page.read(view)
        found = {e["props"]["id"]["name"] for e in walk(page.show(view, content)) if is_slot(e)}
        # Charts that follow no choice stand on the page and are never filled again.
        still = Content(panels=page.panels(view)).all_slots(view) if hasattr(page, "panels") else {}
        assert found - {"controls"} - set(still) == set(content.all_slots(view)), name


def is_slot(element: dict[str, Any]) -> bool:
    identity = element["props"].get("id")
    return isinstance(identity, dict) and identity["type"] == "slot"


def test_one_query_per_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.indicators import reading as door

    asked: list[str] = []
    real = door.records

    def count(sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return real(sql, *rest)

    for name, page in PAGES.items():
        page.read(view_of(NL[name], "?regio=MC12"))
    monkeypatch.setattr(door, "records", count)
    for name, page in PAGES.items():
        asked.clear()
        page.read(view_of(NL[name], "?regio=MC12"))
        assert len(asked) <= (5 if name == "region" else 1), name


def test_the_picker_finds_a_region_by_number_name_and_municipality() -> None:
    options = {o["value"]: o for o in controls.region_options(view_of(NL["trends"], ""))}
    assert options["MC12"]["label"] == "12 Twente"
    assert "Enschede" in options["MC12"]["words"]
    assert "2020" in options["MC14"]["label"]
    assert len(options) == 1 + len(catalogue().regions_of("doorstroompunt"))


def test_missing_figures_are_words_and_named_in_the_notes() -> None:
    view = view_of(NL["trends"], "?regio=MC41&indicator=neet_leeftijd")
    panel = PAGES["trends"].read(view).panels["trend"]
    assert any(reason in words(panel.table) for reason in REASONS)
    assert any("Kan niet voorkomen" in str(note) or "Niet geleverd" in str(note) for note in panel.notes)


def test_headlines_never_judge() -> None:
    judging = re.compile(r"\b(beter|slechter|goed|slecht|gunstig\w*|better|worse|good|bad)\b", re.IGNORECASE)
    for name in indicators():
        for path, region in ((NL["trends"], "MC28"), (EN["regions"], "MC12")):
            view = view_of(path, f"?indicator={name}&regio={region}")
            # What is wished for is a word in brackets behind a tested direction; see the tests of the narrative.
            wished = [i18n.text(f"narrative_{side}", view.lang) for side in ("favourable", "unfavourable")]
            for panel in PAGES[view.page].read(view).panels.values():
                told = f"{panel.headline} {panel.description}"
                for aside in wished:
                    told = told.replace(aside, "")
                assert not judging.search(told)


def test_the_csv_link_holds_the_view_and_the_release() -> None:
    view = view_of(NL["regions"], "?regio=MC12&geslacht=man")
    ((_, csv),) = PAGES["regions"].read(view).panels["kaart"].csv
    assert csv.startswith("/api/v1/indicatoren/vsv_duo_lt23/waarden?")
    assert "geslacht=man" in csv and f"release={view.release}" in csv and csv.endswith("f=csv")


def test_every_csv_link_answers_with_the_drawn_figures() -> None:
    from app import server

    client = server.test_client()
    for name in ("trends", "ages", "regions"):
        view = view_of(NL[name], "?regio=MC12")
        for panel in PAGES[name].read(view).panels.values():
            for _, csv in panel.csv:
                answer = client.get(csv)
                assert answer.status_code == 200, csv
                assert "voorbeelddata" in answer.text.splitlines()[0]


def test_a_national_subject_shows_nederland_and_says_so() -> None:
    panel = PAGES["trends"].read(view_of(NL["trends"], "?regio=MC12&indicator=positie_mbo")).panels["trend"]
    assert "in Nederland" in panel.headline
    assert any("Voor Twente heeft deze bron geen cijfers" in str(note) for note in panel.notes)


def test_the_headline_never_compares_across_a_break() -> None:
    panel = PAGES["trends"].read(view_of(NL["trends"], "?regio=MC12")).panels["trend"]
    assert "tussen 2020/'21 en 2024/'25" in panel.headline
    early = PAGES["trends"].read(view_of(NL["trends"], "?regio=MC14")).panels["trend"]
    assert "tussen" not in early.headline, "one year after a break is no direction"


def test_english_sources_hold_no_dutch_words() -> None:
    dutch = re.compile(r"\b(onbekend|zie|verschilt|opdracht|vervolg|bronvermelding|andere|en)\b")
    for source in catalogue().sources.values():
        names = " ".join(filter(None, (source.publisher, source.table_id, source.licence_en)))
        assert not dutch.search(names), names
    text = words(rendered(EN["methods"], ""))
    assert "unknown; see DUO" in text and "onbekend; zie DUO" not in text


def methods_slots(now: str, before: str | None) -> set[str]:
    return set(shell.changes({"now": now, "before": before}, NL["methods"])[0])


def test_the_methods_page_sends_only_the_part_that_was_chosen() -> None:
    assert methods_slots("?indicator=neet_leeftijd", "") == {"method"}
    assert methods_slots("?onderwerp=neet", "") == {"published"}
    assert methods_slots("?zoek=twente", "?zoek=twen") == {"published"}
    # After two quick choices the browser does not know what it shows.
    assert methods_slots("?zoek=twente", None) == {"method", "published"}


def printed_rows(lang: str, search: str) -> list[list[Any]]:
    paths = NL if lang == "nl" else EN
    view = view_of(paths["methods"], search)
    return list(PAGES["methods"].read(view).slots["published"]["props"]["rows"])


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("nl", ["Nieuwe vsv'ers, aantal", "Nederland", "jonger dan 23 jaar", "2001/2002", "71.000", "afgerond"]),
        ("en", ["New early leavers, number", "The Netherlands", "younger than 23", "2001/2002", "71,000", "rounded"]),
    ],
)
def test_printed_figures_are_named_in_words(lang: str, first: list[str]) -> None:
    (name, raw), *cells, _ = printed_rows(lang, "")[0]
    assert [name, *cells] == first
    assert raw == "vsv_new_count"


def test_every_printed_figure_is_shown_and_found_by_its_words() -> None:
    topics = PAGES["methods"].topics_of(view_of(NL["methods"], ""))
    for lang in i18n.LANGUAGES:
        assert all(f"topic_{topic}" in i18n.words(lang) for topic in topics)
        assert sum(len(printed_rows(lang, f"?onderwerp={topic}")) for topic in topics) == 443
    assert len(printed_rows("nl", "?zoek=nieuwe voorlopig mbo")) == len(printed_rows("en", "?zoek=new provisional mbo"))
    assert 0 < len(printed_rows("nl", "?zoek=vsv_new_count_mbo")) < len(printed_rows("nl", ""))


def test_worked_examples_have_the_decimals_and_unit_of_the_indicator() -> None:
    assert "1,50%" in words(rendered(NL["methods"], "?indicator=vsv_duo_lt23"))
    assert "1.50%" in words(rendered(EN["methods"], "?indicator=vsv_duo_lt23"))


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_subtitle_names_the_unit_once(lang: str) -> None:
    paths = NL if lang == "nl" else EN
    for name, indicator in catalogue().indicators.items():
        view = view_of(paths["trends"], f"?indicator={name}")
        subtitle = PAGES["trends"].read(view).panels["trend"].subtitle.lower()
        if indicator.unit == "%":
            assert subtitle.count("percentage") == 1 and "· %" not in subtitle, subtitle
        else:
            assert i18n.unit_word(indicator.unit, lang) in subtitle


def test_every_tile_of_a_share_names_the_number_of_young_people() -> None:
    contents = rendered(NL["overview"], "")
    figures = [words(e) for e in walk(contents) if "tile-figure" in str(e["props"].get("className"))]
    assert len(figures) == 3 and all(text.endswith("jongeren") for text in figures)


def nested(part: Any, place: str = "") -> Iterator[str]:
    """Where a list stands as a child in a list: the renderer draws no elements inside it, and the page breaks."""
    if isinstance(part, dict) and "props" in part:
        yield from nested(part["props"].get("children"), f"{place} {part['type']}")
    elif isinstance(part, list | tuple):
        for child in part:
            if isinstance(child, list | tuple):
                yield f"{place}: {str(child)[:100]}"
            yield from nested(child, place)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(PAGES))
def test_children_are_never_lists_in_lists(name: str, lang: str) -> None:
    for region in ("", "MC12"):
        path, _, search = address(lang, PAGES[name].SLUG[lang], {"regio": region}).partition("?")
        view = view_of(path, search)
        content = PAGES[name].read(view)
        assert not list(nested(PAGES[name].show(view, content)))
        for slot, children in content.all_slots(view).items():
            assert not list(nested(children, slot))
