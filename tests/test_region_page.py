"""The region page: for every region, language and benchmark; its address; and that it says what the figures say."""

import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard import i18n, narrative, shell
from dashboard.components import told
from dashboard.indicators import catalogue, subjects, values
from dashboard.indicators.studies.effect_report import deadline, effect_report, next_over
from dashboard.indicators.studies.peer_set import peers_of
from dashboard.narrative import Fact
from dashboard.pages import PAGES, asked_at, at, region, view_of
from dashboard.pages.region_parts import figures, report, tiles
from dashboard.shell import surround
from dashboard.state import LONGEST, View, address, parse

from .support import tiny_release
from .test_narrative import FORBIDDEN, has
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

BASE = {"nl": "/nl/regio", "en": "/en/region"}
AGAINST = {"": "NL01", "?vergelijk=soortgelijk": "soortgelijk", "?vergelijk=eerder": "eerder"}
OTHER = {"NL01": "", "soortgelijk": "?vergelijk=soortgelijk", "eerder": "?vergelijk=eerder"}


def view(code: str, lang: str = "nl", search: str = "") -> View:
    return view_of(f"{BASE[lang]}/{code}", search)


def rendered(code: str, lang: str = "nl", search: str = "") -> list[dict[str, Any]]:
    """The page as the browser gets it, checked for what every page must have."""
    _, contents, _, title = shell.open_page(f"{BASE[lang]}/{code}", None, search)
    orjson.dumps(contents)
    elements = list(walk(contents))
    assert sum(e["type"] == "H1" for e in elements) == 1
    assert title.endswith("Doorstroommonitor")
    for element in elements:
        if element["type"] == "Table":
            assert element["props"]["caption"]
            assert {len(row) for row in element["props"]["rows"]} == {len(element["props"]["head"])}
    text = words(contents)
    assert not re.search(r"\bnan\b|None|\{\w+\}|  \.", text), text
    return contents


def regions() -> list[str]:
    return [each.code for each in catalogue().regions_of("doorstroompunt")]


def list_of(element: dict[str, Any]) -> list[str]:
    return [" ".join(words(each).split()) for each in walk(element) if each["type"] == "Li"]


def test_there_are_41_regions() -> None:
    assert len(regions()) == 41


@pytest.mark.parametrize("search", AGAINST)
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_region_renders_with_every_benchmark(lang: str, search: str) -> None:
    for code in [*regions(), "NL01", "GM0153", "PV26", "AM01"]:
        if code in catalogue().regions:
            rendered(code, lang, search)


def recomputed(code: str, lang: str, against: str) -> list[Fact]:
    """The facts of the page, from figures asked for one region alone."""
    seen = view(code, lang)
    found: list[Fact] = []
    for subject in subjects.tiles(catalogue()):
        where = {**subject.where, "region": [code]}
        asked = values(subject.share, ("region",), where, with_=("benchmark", "trend", "expected"), against=against)
        what = "" if subject.name == "vsv" else seen.text(f"region_topic_{subject.name}")
        found += told.facts(seen, asked, code, against, what)
        if subject.target:
            judged = figures.aim(seen, catalogue().regions[code], subject)
            assert judged is not None
            found.append(told.aimed(seen, judged, catalogue().indicators[subject.target]))
    return found


@pytest.mark.parametrize("against", OTHER)
@pytest.mark.parametrize(("code", "lang"), [("MC12", "nl"), ("MC05", "en"), ("MC41", "nl")])
def test_the_sentences_are_those_of_narrative(code: str, lang: str, against: str) -> None:
    facts = recomputed(code, lang, against)
    slots = region.read(view(code, lang, OTHER[against])).slots
    first = narrative.headline(facts)
    assert first and words({"props": {"children": slots["lead"]}}).strip().startswith(first)
    rest = [sentence for sentence in narrative.stands_out(facts) if sentence != first]
    # The effect report tests more than the tiles; the rest stands in the same order.
    assert [sentence for sentence in list_of(slots["notable"]) if sentence in rest] == rest
    assert list_of(slots["unknown"]) == narrative.unknown(facts)


def test_the_tile_says_figure_period_status_and_outcomes() -> None:
    text = words(region.read(view("MC12")).slots["tiles"])
    row = values("vsv_duo_lt23", where={"region": "MC12"}).rows[0]
    assert i18n.quantity(float(row.value or 0), "%", 2, "nl") in text
    for part in ("voorlopig", "voorbeelddata", "oude definitie", "rest van Nederland", "15 tot 27 jaar", "Bron: DUO"):
        assert part in text, part


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_sparkline_says_in_words_what_it_draws(lang: str) -> None:
    pictures = [e["props"] for e in walk(region.read(view("MC12", lang)).slots["tiles"]) if e["type"] == "Img"]
    assert len(pictures) == 3
    for picture in pictures:
        assert picture["src"].startswith("data:image/svg") and "Twente" in picture["alt"]


def test_the_benchmark_is_named_in_every_tile() -> None:
    for search, name in (("", "rest van Nederland"), ("?vergelijk=soortgelijk", "soortgelijke regio's")):
        tiles = words(region.read(view("MC12", search=search)).slots["tiles"])
        assert tiles.count(f"Vergeleken met {name}" if "regio" in name else f"Vergeleken met de {name}") == 3
    assert "Vergeleken met 2023" in words(region.read(view("MC12", search="?vergelijk=eerder")).slots["tiles"])


def test_peers_are_named_when_they_are_the_benchmark() -> None:
    assert region.read(view("MC12")).slots["peers"] == ""
    told_ = region.read(view("MC12", search="?vergelijk=soortgelijk")).slots["peers"]
    assert all(catalogue().regions[peer.code].name in told_ for peer in peers_of("MC12").peers)
    assert "geen soortgelijke" in region.read(view("MC14", search="?vergelijk=soortgelijk")).slots["peers"]


def test_a_region_that_ended_shows_its_history_and_its_successors() -> None:
    contents = rendered("MC14")
    text = words(contents)
    assert "tot en met 2020" in text and "2019/'20" in text
    links = [e["props"]["href"] for e in walk(contents) if e["type"] == "A"]
    assert links[:2] == ["/nl/regio/MC40", "/nl/regio/MC41"]
    assert "Streefcijfer" not in words(region.read(view("MC14")).slots["tiles"])
    assert "regio's van nu" in text


def test_the_country_has_no_benchmark_to_choose() -> None:
    contents = rendered("NL01")
    assert not [e for e in walk(contents) if e["props"].get("part") == "SegmentedControl"]
    assert "Vergeleken met" not in words(region.read(view("NL01")).slots["tiles"])


def test_new_leavers_are_counted_by_the_definition_that_holds() -> None:
    known = catalogue()
    assert subjects.tiles(known)[0].share == "vsv_duo_lt23"
    starts = min(t.period_from for t in known.targets if t.indicator == "vsv_2026_lt27_aantal")
    later = {key: found | {starts} for key, found in known._periods.items()}
    assert subjects.tiles(dataclasses.replace(known, _periods=later))[0].share == "vsv_2026_lt27"


def test_few_queries_make_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.indicators import reading

    region.read(view("MC12"))
    asked: list[str] = []
    real = reading.records

    def count(sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return real(sql, *rest)

    monkeypatch.setattr(reading, "records", count)
    region.read(view("MC28"))
    # The series, two targets, and two of the effect report; statistics of all regions are kept.
    assert len(asked) <= 5


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_report_says_what_effect_report_found(lang: str) -> None:
    for code in ("MC12", "MC05", "MC41"):
        made = effect_report(code)
        contents = region.read(view(code, lang)).slots["report"]
        (table,) = (e["props"] for e in walk(contents) if e["type"] == "Table")
        assert len(table["head"]) == 1 + len(made.lines)
        assert i18n.day(deadline(next_over(date.today())), lang) in words(contents)
        flat = " ".join(cell for row in table["rows"] for cell in row)
        for line in made.lines:
            assert line.realised is not None and line.realised.value is not None
            assert i18n.number(line.realised.value, 0, lang) in flat
            assert i18n.number(line.next.target.value, 0, lang) in flat if line.next.target else True
        (copied,) = (e["props"]["data-copy"] for e in walk(contents) if e["type"] == "Button")
        assert all(cell in copied for row in table["rows"] for cell in row)
        assert all(sentence in copied for sentence in list_of(contents[-1]))
        assert made.release in copied
        assert "april" in words(contents).lower()


def test_the_report_compares_with_a_target_of_its_own_year(monkeypatch: pytest.MonkeyPatch) -> None:
    made = effect_report("MC12")
    lines = []
    for line, way in zip(made.lines, (1, -1), strict=True):
        aim = dataclasses.replace(line.next, difference=12.4 * way, low=-3.2, high=20.0, state="overdue", reason="")
        gone = dataclasses.replace(line.next, target=None, state="unknown", reason="no_target")
        lines.append(dataclasses.replace(line, target=aim, next=gone))
    monkeypatch.setattr(region, "effect_report", lambda *_: dataclasses.replace(made, lines=tuple(lines)))
    text = words(region.read(view("MC12")).slots["report"])
    assert "12 jongeren meer (tussen −3 en +20)" in text and "12 jongeren minder" in text
    assert "Geen later streefcijfer" in text and "niet gehaald" in text
    bare = [
        dataclasses.replace(
            line,
            target=dataclasses.replace(line.target, difference=None),
            next=dataclasses.replace(old.next, difference=None),
        )
        for line, old in zip(lines, made.lines, strict=True)
    ]
    monkeypatch.setattr(region, "effect_report", lambda *_: dataclasses.replace(made, lines=tuple(bare)))
    text = words(region.read(view("MC12")).slots["report"])
    assert "er ontbreekt een cijfer" in text and "(nu " not in text


def test_the_report_says_why_a_figure_is_missing() -> None:
    """Over a year without figures every cell is a reason."""
    made = effect_report("MC12", 2027)
    seen = view("MC12")
    _, body = report.grid(seen, made)
    cells = [cell for _, row in body for cell in row]
    assert "dit cijfer is er nog niet" in cells
    assert all(cells) and "None" not in " ".join(cells)
    assert report.text(seen, made, date(2026, 12, 1)).startswith("Streefcijfers en resultaten van Twente")


def test_the_csv_of_the_report_is_pinned_to_its_release() -> None:
    contents = region.read(view("MC12")).slots["report"]
    links = [e["props"]["href"] for e in walk(contents) if e["type"] == "A"]
    start = f"/api/v1/regios/MC12/effectrapportage?release={catalogue().release.id}&f="
    assert links == [f"{start}{form}" for form in ("csv", "csv-nl", "xlsx")]


def test_a_release_without_figures_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path, "measure | region | period | value\ninwoners | NL01 | 2024 | 10")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    text = words(rendered("MC12"))
    assert "geen cijfers over deze regio" in text
    assert text.count("hierover heeft deze uitgave geen cijfers") == 3
    assert "geen cijfers voor een effectrapportage" in text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/nl/regio/twente", "/nl/regio/MC12"),
        ("/nl/regio/12", "/nl/regio/MC12"),
        ("/nl/regio/mc12?vergelijk=eerder", "/nl/regio/MC12?vergelijk=eerder"),
        ("/nl/regio?regio=MC12", "/nl/regio/MC12"),
        ("/nl/regio/MC12/", "/nl/regio/MC12"),
        ("/nl/regio/MC12?regio=MC28", "/nl/regio/MC12"),
        ("/nl/regio/Rijk%20van%20Nijm%C3%A9gen", "/nl/regio/MC40"),
        ("/nl/regio/Arnhem/Nijmegen", "/nl/regio/MC14"),
        ("/nl/regio/Enschede", "/nl/regio/MC12"),
        ("/en/region/twente?release=", "/en/region/MC12"),
        ("/nl/regio/Nederland", "/nl/regio"),
        ("/nl/regio/", "/nl/regio"),
    ],
)
def test_a_region_named_otherwise_leads_to_its_code(client: FlaskClient, asked: str, given: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 302
    assert answer.headers["Location"] == given


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nl/regio", 200),
        ("/nl/regio/MC12", 200),
        ("/en/region/MC14", 200),
        ("/nl/regio/Nergenshuizen", 404),
        ("/nl/regio/MC12?release=20010101-00000000", 404),
        ("/nl/regios/MC12", 404),
    ],
)
def test_addresses_of_regions(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_an_unknown_region_is_a_clear_page_with_the_nearest_name() -> None:
    _, contents, _, _ = shell.open_page("/nl/regio/Twnte", None, "")
    assert "Twnte" in words(contents) and "Bedoelt u Twente?" in words(contents)
    assert "/nl/regio/MC12" in [e["props"]["href"] for e in walk(contents) if e["type"] == "A"]


def test_the_address_holds_the_region_and_gives_it_back() -> None:
    assert address("nl", "regio", {"regio": "MC12", "vergelijk": "eerder"}) == "/nl/regio/MC12?vergelijk=eerder"
    assert address("nl", "regio", {"regio": "NL01"}) == "/nl/regio"
    assert at("/nl/regio/MC12") == ("nl", "region") and at("/nl/regiox") is None
    assert asked_at("/en/region/Arnhem%2FNijmegen", "?vergelijk=eerder") == {
        "regio": "Arnhem/Nijmegen",
        "vergelijk": "eerder",
    }
    assert asked_at(f"/nl/regio/{'x' * (LONGEST + 1)}", "") == {}


def test_links_take_the_region_along() -> None:
    links = [e["props"]["href"] for e in walk(surround.nav("nl", "region", parse("?regio=MC12"))) if e["type"] == "A"]
    assert "/nl/regio/MC12" in links and "/nl/ontwikkeling?regio=MC12" in links
    assert links[-1] == "/en/region/MC12"


@pytest.mark.parametrize(("lang", "where"), [("nl", "regio-indeling"), ("en", "region-layout")])
def test_a_group_of_ones_own_is_one_link_away(lang: str, where: str) -> None:
    for code, kept in (("MC12", "?regio=MC12"), ("NL01", "")):
        asked = view(code, lang)
        links = [e["props"]["href"] for e in walk(region.controls(asked, asked.region())) if e["type"] == "A"]
        assert links == [f"/{lang}/{where}{kept}#groep"]


def test_another_benchmark_leaves_the_report_as_it_is() -> None:
    state = {"now": "?vergelijk=eerder", "before": ""}
    filled, _, spoken = shell.changes(state, "/nl/regio/MC12")
    assert "report" not in filled and {"lead", "tiles", "notable", "unknown", "peers"} <= set(filled)
    assert spoken == f"Bijgewerkt. {filled['lead'][0].strip()}"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_words_of_the_other_language(lang: str) -> None:
    other = "en" if lang == "nl" else "nl"
    own = set(i18n.words(lang).values())
    foreign = {text for text in i18n.words(other).values() if len(text) > 8 and text not in own}
    for code in ("MC12", "MC14", "NL01"):
        parts = {words(e).strip() for e in walk(rendered(code, lang, "?vergelijk=soortgelijk"))}
        assert not parts & foreign


def test_no_text_of_the_page_passes_a_verdict() -> None:
    for lang in i18n.LANGUAGES:
        texts = i18n.tomllib.loads((i18n.LOCALE / lang / "region.toml").read_text(encoding="utf-8"))
        for key, text in texts.items():
            assert not has(FORBIDDEN[lang], text), key


def test_every_outcome_and_every_state_has_words() -> None:
    for lang in i18n.LANGUAGES:
        known = i18n.words(lang)
        for kind in ("rest", "country", "peers", "earlier"):
            assert f"region_against_{kind}" in known
        for outcome in ("lower", "higher", "not_distinguishable"):
            assert f"region_expected_{outcome}" in known
        for state in ("on_track", "moderate", "insufficient", "away", "met", "overdue", "unknown"):
            assert f"region_pace_{state}" in known


def test_a_tile_says_why_nothing_can_be_compared() -> None:
    seen = figures.seen(view("MC12"))[0]
    cells = {**seen.cells, "outcome": "", "benchmark_reason": "no_peers", "benchmark_value": None}
    odd = dataclasses.replace(seen, cells=cells, facts=[Fact("comparison", "unknown", "")])
    text = words(tiles.tile(view("MC12"), "MC12", odd, "soortgelijk"))
    assert "Niet te zeggen" in text and "geen regio lijkt genoeg op deze" in text
    cells = {**seen.cells, "expected_outcome": "", "expected_reason": "too_much_hidden"}
    odd = dataclasses.replace(seen, cells=cells, facts=[Fact("expected", "unknown", "")])
    assert "te veel cijfers zijn verborgen" in words(tiles.tile(view("MC12"), "MC12", odd, "NL01"))


def test_a_printed_share_has_no_counts_and_real_data_is_not_called_an_example() -> None:
    seen = figures.seen(view("MC12"))[0]
    assert seen.row is not None
    printed = catalogue().indicators["vsv_duo_gepubliceerd"]
    bare = dataclasses.replace(
        seen, row=seen.row._replace(numerator=None, denominator=None, status="A"), indicator=printed, facts=[], line={}
    )
    figure = words(tiles.figure(view("MC12"), bare))
    assert figure.strip() == "1,90%"
    assert tiles.state(view("MC12"), bare) == "2024/'25 · definitief"


def test_the_page_is_in_the_menu() -> None:
    assert list(PAGES)[1] == "region"
