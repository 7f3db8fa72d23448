"""The pages about the monitor itself, the words that can be opened, and the foot they are reached from."""

import re
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard import i18n, shell
from dashboard.api.document import document
from dashboard.components import glossary
from dashboard.indicators import catalogue, values
from dashboard.pages import IN_FOOT, PAGES, SLUGS, about, accessibility, api_page, view_of
from dashboard.pages.api_parts.addresses import COMMON, GROUPS, parameters
from dashboard.pages.api_parts.snippets import SITE, SNIPPETS
from dashboard.shell import surround
from dashboard.state import API, View, address

from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

OWN = {"about": about, "accessibility": accessibility, "api": api_page}
ADDRESSES = [one for group in GROUPS.values() for one in group]
PATH_PARAMETERS = {"name", "code"}


def seen(name: str, lang: str, search: str = "") -> View:
    return view_of(address(lang, SLUGS[name][lang], {}), search)


def shown_page(name: str, lang: str) -> list[Any]:
    view = seen(name, lang)
    return PAGES[name].show(view, PAGES[name].read(view))  # type: ignore[no-any-return]


def slots_of(elements: list[Any]) -> list[str]:
    return [e["props"]["id"] for e in walk(elements) if isinstance(e["props"].get("id"), str)]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(OWN))
def test_a_page_lists_its_parts_and_each_link_has_its_place(name: str, lang: str) -> None:
    elements = shown_page(name, lang)
    orjson.dumps(elements)
    places = slots_of(elements)
    assert len(places) == len(set(places))
    inside = [e["props"]["href"][1:] for e in walk(elements) if e["props"].get("href", "").startswith("#")]
    assert inside and set(inside) <= set(places)
    headings = [e for e in walk(elements) if e["type"] == "H2"]
    assert len(headings) == len(inside)


@pytest.mark.parametrize("name", list(OWN))
def test_the_two_languages_have_the_same_parts_in_other_words(name: str) -> None:
    dutch, english = (shown_page(name, lang) for lang in i18n.LANGUAGES)
    assert slots_of(dutch) == slots_of(english)
    shapes = [[e["type"] for e in walk(page) if e["type"] not in ("P", "Term")] for page in (dutch, english)]
    assert shapes[0] == shapes[1]
    lines = {words(e) for e in walk(dutch) if e["type"] == "P"} & {words(e) for e in walk(english) if e["type"] == "P"}
    assert all(line.strip().startswith(API) for line in lines), lines


def test_the_pages_stand_in_the_foot_and_not_in_the_menu() -> None:
    for lang in i18n.LANGUAGES:
        menu = {e["props"]["href"] for e in walk(surround.nav(lang, "overview", {})) if e["type"] == "A"}
        foot = {e["props"]["href"] for e in walk(surround.foot(lang, {}, None)) if e["type"] == "A"}
        own = {address(lang, SLUGS[name][lang], {}) for name in IN_FOOT}
        assert set(IN_FOOT) == {*OWN, "statistics"}
        assert own <= foot
        assert not own & menu


def test_every_source_of_the_release_is_named_with_its_kind() -> None:
    (table,) = [e for e in walk(shown_page("about", "nl")) if e["type"] == "Table"]
    known = catalogue().sources.values()
    assert [row[0] for row in table["props"]["rows"]] == [source.name_nl for source in known]
    assert [row[3] for row in table["props"]["rows"]] == [
        "voorbeelddata" if s.sample else "gepubliceerd" for s in known
    ]


def test_what_is_said_of_the_first_years_is_true() -> None:
    known = catalogue()
    assert known.periods("vsv_duo_lt23", kind="doorstroompunt")[0] == 2012
    assert min(known.periods(name)[0] for name in ("neet_leeftijd", "neet_register")) == 2015
    assert known.periods("duurzaam_werk_12u")[0] == 2014
    for lang in i18n.LANGUAGES:
        told = i18n.text("about_missing_early_why", lang)
        assert "2012/" in told and "2015" in told and "2014" in told


def test_the_line_to_cite_names_release_and_date() -> None:
    release = catalogue().release
    for lang in i18n.LANGUAGES:
        elements = shown_page("about", lang)
        (line,) = [words(e) for e in walk(elements) if e["props"].get("className") == "citation"]
        assert release.id in line and i18n.day(release.data_date, lang) in line
        (pinned,) = [e["props"]["href"] for e in walk(elements) if e["props"].get("className") == "pinned"]
        assert pinned == f"/{lang}/?release={release.id}"


@pytest.mark.parametrize("name", ["about", "accessibility"])
def test_contact_is_the_address_of_the_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOORSTROOM_EMAIL", raising=False)
    without = shown_page(name, "nl")
    assert i18n.text("contact_none", "nl") in words(without)
    monkeypatch.setenv("DOORSTROOM_EMAIL", " post@voorbeeld.nl ")
    mail = [e["props"]["href"] for e in walk(shown_page(name, "nl")) if e["type"] == "A"]
    assert "mailto:post@voorbeeld.nl" in mail


def test_the_statement_claims_no_more_than_was_tested() -> None:
    for lang in i18n.LANGUAGES:
        told = words(shown_page("accessibility", lang))
        assert i18n.text("access_status_line", lang) in told
        assert i18n.day(accessibility.TESTED, lang) in told
        for name in accessibility.LEFT:
            assert i18n.text(f"access_left_{name}_text", lang) in told
    from . import axe

    for lang in i18n.LANGUAGES:
        assert f"axe-core {axe.VERSION.rpartition('.')[0]}" in i18n.text("access_tested_list", lang)


def test_the_listed_addresses_are_those_of_the_document() -> None:
    paths = document(API, "1.0.0")["paths"]
    assert {one.path for one in ADDRESSES} == set(paths)
    for one in ADDRESSES:
        asked = {each["name"] for each in paths[one.path]["get"]["parameters"]} - PATH_PARAMETERS
        assert {*COMMON, *one.parameters} == asked, one.path


def test_every_parameter_is_explained_once() -> None:
    for lang in i18n.LANGUAGES:
        table = next(e for e in walk(shown_page("api", lang)) if e["type"] == "Table")
        assert [row[0] for row in table["props"]["rows"]] == parameters()
        assert len(set(parameters())) == len(parameters())


@pytest.mark.parametrize("one", ADDRESSES, ids=lambda one: one.name)
def test_every_example_answers(client: FlaskClient, one: Any) -> None:
    shape = re.sub(r"\\{\w+\\}", "[^/?]+", re.escape(one.path))
    assert re.fullmatch(rf"{shape}(\?.*)?", one.example)
    answer = client.get(f"{API}{one.example}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert orjson.loads(answer.data)


def test_the_snippets_ask_a_question_that_answers(client: FlaskClient) -> None:
    for code in SNIPPETS.values():
        (found,) = re.findall(rf'"{SITE}([^"]+)"', code)
        answer = client.get(found)
        assert answer.status_code == 200
        head, *lines = answer.get_data(as_text=True).splitlines()
        assert {"regioNaam", "waarde", "status"} <= set(head.split(","))
        assert len(lines) >= 40


def test_the_python_example_prints_the_figures(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a reader would, with only the address of the site in its place."""
    exec(SNIPPETS["python"].replace(SITE, address), {})
    shown = capsys.readouterr().out
    rows = values("neet_leeftijd", where={"region": "doorstroompunt", "age_group": "23_tot_27"}).rows
    assert f"[{len(rows)} rows x 3 columns]" in shown or len(shown.splitlines()) == len(rows) + 1
    assert "Twente" in shown and "regioNaam" in shown.splitlines()[0]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_word_of_the_glossary_opens_with_its_own_text(lang: str) -> None:
    view = seen("about", lang)
    for term in view.catalogue.terms.values():
        for name in glossary.written(view.named(term, "term")):
            parts = glossary.marked(view, f"… {name} …")
            opened = [part for part in parts if isinstance(part, dict)]
            assert len(opened) == 1, name
            assert opened[0]["props"]["children"] == name
            known = glossary.spellings(view)[name.lower()]
            assert opened[0]["props"]["text"] == view.named(known, "text")
            assert words(parts).replace(" ", "") == f"…{name}…".replace(" ", "")


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("Nieuwe vsv'ers en andere vsv'ers", ["Nieuwe vsv'ers", "vsv'ers"]),
        ("De nieuwe vsv'er is een vsv'er.", ["nieuwe vsv'er", "vsv'er"]),
        ("NEET, neet en NEET", ["NEET"]),
        ("een Doorstroompuntregio en NEET-cijfers", []),
        ("zonder startkwalificatie? Arbeidsmarktregio's.", ["startkwalificatie", "Arbeidsmarktregio's"]),
        ("protest, mbo'er en registers", ["registers"]),
        ("niets", []),
        ("", []),
    ],
)
def test_whole_words_are_marked_once_and_the_longest_first(text: str, opened: list[str]) -> None:
    parts = glossary.marked(seen("about", "nl"), text)
    found = [e["props"]["children"] for e in walk(parts) if e["type"] == "Term"]
    assert found == opened
    joined = "".join(p if isinstance(p, str) else p["props"]["children"] for p in parts)
    assert joined == text


def test_what_is_no_text_stays_as_it_is() -> None:
    view = seen("about", "nl")
    children = [{"type": "Span", "namespace": "dash_html_components", "props": {}}]
    assert glossary.marked(view, children) is children
    assert glossary.marked(view, None) is None


def test_the_introduction_of_the_first_page_explains_its_words() -> None:
    for lang in i18n.LANGUAGES:
        _, contents, _, _ = shell.open_page(f"/{lang}/", None, "")
        (intro,) = [e for e in walk(contents) if e["props"].get("className") == "intro"]
        assert [e for e in walk(intro) if e["type"] == "Term"]
