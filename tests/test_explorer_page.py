"""The table of any figures: every choice renders, the address keeps it all, and the code to copy fetches the same."""

import io
import re
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any

import orjson
import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from dashboard import api, i18n
from dashboard.components import controls as c
from dashboard.exports.names import ASKED
from dashboard.indicators import catalogue, values
from dashboard.pages import PAGES, PATHS, explorer, view_of
from dashboard.pages.explorer_parts import grid as g
from dashboard.pages.explorer_parts import pickers, snippets
from dashboard.pages.explorer_parts import question as q
from dashboard.state import PARAMETER

from .support import tiny_release
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

NL, EN = "/nl/tabel", "/en/table"
REGIONS = ("", "MC12", "MC14", "MC40", "MC41", "GM0344", "PV26")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, FlaskClient]]:
    """The API on a free port of this machine, and a client of it."""
    app = Flask("test")
    api.register(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", app.test_client()
    server.shutdown()
    thread.join(10)
    server.server_close()


def rendered(path: str, search: str) -> list[dict[str, Any]]:
    """A page as the browser gets it, without a word that was not filled in."""
    view = view_of(path, search)
    contents = explorer.show(view, explorer.read(view))
    orjson.dumps(contents)
    text = words(contents)
    assert not re.search(r"\bnan\b|\bNone\b|\{\w+\}", text), search
    assert sum(element["type"] == "H1" for element in walk(contents)) == 1
    return contents


def table_of(contents: Any) -> dict[str, Any]:
    (found,) = [element["props"] for element in walk(contents) if element["type"] == "Grid"]
    return dict(found)


def filters(contents: Any) -> dict[str, Any]:
    """The value of every control by its name in the address."""
    props = [element["props"] for element in walk(contents) if isinstance(element["props"].get("id"), dict)]
    return {p["id"]["name"]: p.get("value") for p in props if p["id"]["type"] == "filter"}


def made(search: str, path: str = NL) -> Any:
    view = view_of(path, search)
    found = q.answer(view, q.question(view))
    assert not isinstance(found, int)
    return found


# It renders


def test_the_page_has_its_address_in_both_languages() -> None:
    assert PATHS[NL] == ("nl", "table") and PATHS[EN] == ("en", "table")
    assert PAGES["table"] is explorer


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_it_renders_for_every_indicator_and_kind_of_region(lang: str) -> None:
    for name, indicator in catalogue().indicators.items():
        kinds = q.kinds(view_of(NL, f"?indicator={name}"), indicator)
        for at, kind in enumerate([*kinds, q.CHOSEN]):
            region = REGIONS[(at + len(name)) % len(REGIONS)]
            contents = rendered(NL if lang == "nl" else EN, f"?indicator={name}&gebied={kind}&regio={region}")
            table = table_of(contents)
            assert table["rows"] and len(table["head"]) == len(table["columns"]) == len(table["rows"][0])


@pytest.mark.parametrize("region", REGIONS)
def test_it_renders_for_every_kind_of_own_region_with_everything_beside_it(region: str) -> None:
    path = EN if region in ("MC14", "GM0344") else NL
    chosen = "&gebied=gekozen&naast=MC05,MC14&periode=reeks&van=2021&per=leeftijd"
    table = table_of(rendered(path, f"?regio={region}{chosen}&met={','.join(q.STATISTICS)}"))
    assert not re.search(r"[a-z]+_[a-z]+", " ".join(table["head"]))


def test_every_split_renders() -> None:
    for name, indicator in catalogue().indicators.items():
        for dimension in c.open_dimensions(view_of(NL, f"?indicator={name}"), indicator):
            table = table_of(rendered(NL, f"?indicator={name}&per={PARAMETER[dimension]}&gebied=gekozen"))
            assert PARAMETER[dimension] in table["columns"]


@pytest.mark.parametrize(
    "search",
    [
        "?periode=1066",
        "?periode=reeks&van=x&tot=1066",
        "?per=moment,x",
        "?gebied=x",
        "?met=x,y",
        "?vergelijk=x&met=vergelijking",
        "?niveau=12",
        "?sorteer=x",
        "?sorteer=-laag95",
        "?leeftijd=x",
        "?leeftijd=tot_18,18_tot_20",
        "?per=leeftijd&leeftijd=x",
        "?indeling=1850",
        "?naast=MC12,MC13,MC14,MC15,MC16,MC17,MC18,MC19,MC20,MC21,MC22,MC23,MC24,MC25",
    ],
)
def test_nonsense_gives_the_default(search: str) -> None:
    table = table_of(rendered(NL, search))
    assert table["rows"]
    if not any(word in search for word in ("naast", "per=leeftijd", "vergelijk", "reeks")):
        assert table["rows"] == table_of(rendered(NL, ""))["rows"]
        assert table["value"] == ""


def test_an_ended_region_has_rows_with_a_reason() -> None:
    table = table_of(rendered(NL, "?gebied=gekozen&regio=MC14&periode=alle"))
    cells = {row[1][1]: row[table["columns"].index("waarde")] for row in table["rows"]}
    assert cells["2018"].endswith("%")
    assert {cell for year, cell in cells.items() if int(year) > 2020} <= {
        i18n.status_word(letter, "nl") for letter in "ML"
    }


def test_a_release_with_next_to_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("tiny")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))
    tiny_release(
        folder,
        """
region | period | age_group | measure            | value | status
MC28   | 2023   | totaal    | nieuwe_vsvers_duo  |       | Q
MC28   | 2023   | totaal    | startpopulatie_duo | 72000 | P
MC28   | 2022   | totaal    | nieuwe_vsvers_duo  | 1800  | P
MC28   | 2022   | totaal    | startpopulatie_duo | 72000 | P
""",
    )
    contents = rendered(NL, "?gebied=gekozen&regio=MC28&periode=alle&met=" + ",".join(q.STATISTICS))
    assert "te klein om te tonen" in words(contents)


# What it says


def test_the_headline_counts_what_is_there() -> None:
    for search in ("", "?gebied=gemeente", "?indicator=duurzaam_werk_20u&periode=alle", "?zoek=twente"):
        content = explorer.read(view_of(NL, search))
        sheet = made(search)
        missing = sum(row["waarde"] is None for row in sheet.rows)
        told = str(content.slots["headline"])
        if len(sheet.rows) == 1:
            assert told.endswith("één rij")
            continue
        assert f" {i18n.number(len(sheet.rows), 0, 'nl')} rijen" in told
        assert (f"{missing} zonder cijfer" in told) == (missing > 0)
        assert ("elk met een cijfer" in told) == (missing == 0)
        assert content.spoken == told


def test_unit_status_source_and_example_data_stand_beside_every_table() -> None:
    text = words(rendered(NL, ""))
    for part in ("percentage", "voorlopig", "voorbeelddata", "Bron: ", "2024/'25", "geen echte publicatie"):
        assert part in text
    assert "grafiek" not in text.partition("Meer keuzes")[2]


def test_more_rows_than_fit_are_said_and_all_are_in_the_download() -> None:
    contents = rendered(NL, "?gebied=gemeente")
    count = len(made("?gebied=gemeente").rows)
    assert count > g.MOST_ROWS == len(table_of(contents)["rows"])
    assert f"U ziet de eerste {g.MOST_ROWS} van {count} rijen. In een download staan ze allemaal." in words(contents)


def test_too_many_figures_are_a_sentence_and_not_a_table() -> None:
    text = words(rendered(NL, "?gebied=gemeente&periode=alle&per=leeftijd,opleiding,leerweg"))
    assert "Kies minder regio's, periodes of uitsplitsingen." in text
    text = words(rendered(EN, "?gebied=gemeente&periode=alle&per=opleiding&met=plaats"))
    assert "more than the 10,000 that fit here" in text


def test_choices_that_do_not_go_together_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise q.QueryError("no")

    monkeypatch.setattr(q, "values", refuse)
    assert "kunnen wij geen tabel maken" in words(rendered(NL, ""))


def test_a_search_without_a_result_says_what_to_do_and_keeps_the_order() -> None:
    contents = rendered(NL, "?zoek=zzz&sorteer=-waarde")
    assert "Geen rij past bij 'zzz'" in words(contents)
    assert table_of(contents)["rows"] == [] and table_of(contents)["value"] == "-waarde"


def test_a_country_source_shows_the_country_when_the_region_has_nothing() -> None:
    table = table_of(rendered(NL, "?indicator=neet_eurostat&regio=MC12"))
    assert [row[0][1] for row in table["rows"]] == ["NL01", "MC12"]
    assert table["rows"][1][table["columns"].index("waarde")] == "niet geleverd"


def test_the_own_region_stands_out() -> None:
    table = table_of(rendered(NL, "?regio=MC12"))
    assert [table["rows"][at][0][1] for at in table["marked"]] == ["MC12"]
    assert table_of(rendered(NL, "?gebied=gekozen&regio=MC12"))["marked"] == []


# The address


def test_the_address_keeps_every_choice() -> None:
    asked = {
        "indicator": "vsv_duo_lt23",
        "regio": "MC12",
        "naast": "MC13,MC28",
        "gebied": "gekozen",
        "periode": "reeks",
        "van": "2016",
        "tot": "2019",
        "per": "leeftijd,geslacht",
        "leeftijd": "tot_18,18_tot_20",
        "opleiding": "vo",
        "met": "interval,vergelijking",
        "vergelijk": "eerder",
        "niveau": "99.8",
        "sorteer": "-waarde",
        "zoek": "2018",
    }
    asked["opleiding"] = catalogue().codes_of("vsv_duo_lt23", "education")[-1]
    search = "?" + "&".join(f"{name}={text}" for name, text in asked.items())
    found = filters(rendered(NL, search))
    for name, text in asked.items():
        value = found[name]
        assert (",".join(value) if isinstance(value, list) else value) == text, name
    sheet = made(search)
    assert {row["periode"] for row in sheet.rows} == {2018}
    assert {row["leeftijd"] for row in sheet.rows} == {"tot_18", "18_tot_20"}
    assert {row["opleiding"] for row in sheet.rows} == {asked["opleiding"]}
    assert {row["regio"] for row in sheet.rows} == {"MC12", "MC13", "MC28"}
    assert sheet.asked["periode"] == "2016,2017,2018,2019"


def test_defaults_are_left_out_of_the_address() -> None:
    for element in walk(rendered(NL, "")):
        identity = element["props"].get("id")
        if isinstance(identity, dict) and identity["type"] == "filter":
            value = element["props"]["value"]
            assert (",".join(value) if isinstance(value, list) else value) == identity["default"], identity


def test_a_span_may_be_given_the_wrong_way_round() -> None:
    rows = made("?periode=reeks&van=2019&tot=2017").rows
    assert {row["periode"] for row in rows} == {2017, 2018, 2019}


def test_the_controls_follow_from_the_choices() -> None:
    def offered(search: str) -> set[str]:
        return {e["props"]["id"]["name"] for e in walk(pickers.dependent(view_of(NL, search))) if "id" in e["props"]}

    assert not {"van", "tot", "vergelijk", "niveau"} & offered("")
    assert {"van", "tot"} <= offered("?periode=reeks")
    assert {"vergelijk", "niveau"} <= offered("?met=vergelijking")
    assert {"niveau"} == {"vergelijk", "niveau"} & offered("?met=plaats")
    assert "per" not in offered("?indicator=neet_eurostat")


def test_the_page_offers_statistics_the_api_has() -> None:
    assert set(q.STATISTICS) < set(ASKED)


def test_heads_are_sorted_by_columns_that_the_api_knows() -> None:
    search = f"?per=leeftijd&leeftijd=tot_18&gebied=gekozen&met={','.join(q.STATISTICS)}"
    for column in table_of(rendered(NL, search))["columns"]:
        for sign in ("", "-"):
            assert table_of(rendered(NL, f"{search}&sorteer={sign}{column}"))["value"] == f"{sign}{column}"


# Code to copy

TABLES = [
    "",
    "?gebied=gekozen&regio=MC12&periode=alle&per=leeftijd&met=interval,trend&sorteer=-waarde",
    "?gebied=gemeente&zoek=%27s-%22hertogenbosch%22\\&sorteer=regioNaam",
    "?indicator=duurzaam_werk_20u&periode=alle&zoek=klein",
    "?zoek=zzz",
]


@pytest.mark.parametrize("search", TABLES)
@pytest.mark.parametrize("path", [NL, EN])
def test_the_python_code_fetches_exactly_this_table(served: tuple[str, FlaskClient], search: str, path: str) -> None:
    host, client = served
    sheet = made(search, path)
    scope: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):
        exec(snippets.python(sheet, host), scope)
    table = scope["table"]
    assert list(table.columns) == [column.name for column in sheet.columns]
    rows = client.get(q.address(sheet)).json["waarden"]
    assert len(table) == len(rows) == len(sheet.rows)
    for read, row in zip(table.to_dict("records"), rows, strict=True):
        for name, cell in row.items():
            missing = bool(pd.isna(read[name]))
            assert missing == (cell in (None, "")), (name, cell)
            assert missing or read[name] == cell, (name, cell)


@pytest.mark.parametrize("search", TABLES)
def test_the_r_code_is_whole(search: str) -> None:
    sheet = made(search)
    code = snippets.r_code(sheet, "https://example.org")
    assert "{" not in code and "}" not in code and "'" not in code and "\\" not in code
    assert code.count('"') % 2 == 0 and code.count("(") == code.count(")")
    address = "".join(re.findall(r'"([^"]*)"', code.partition("texts <-")[0]))
    assert address == f"https://example.org{q.address(sheet, 'csv')}"
    for name, until, kind in (("texts", "flags", "text"), ("flags", "classes", "flag")):
        listed = code.partition(f"{name} <- c(")[2].partition(until)[0]
        assert re.findall(r'"(\w+)"', listed) == [column.name for column in sheet.columns if column.kind == kind] != []


def test_the_call_and_every_block_of_code_can_be_copied() -> None:
    contents = rendered(NL, "?regio=MC12")
    copied = [e["props"]["data-copy"] for e in walk(contents) if "data-copy" in e["props"]]
    blocks = [words(e).strip() for e in walk(contents) if e["type"] == "Pre"]
    assert copied == blocks and len(copied) == 3
    assert copied[0] == q.address(made("?regio=MC12"))


def test_the_figures_are_those_of_values() -> None:
    asked = q.question(view_of(NL, "?regio=MC12&periode=alle&gebied=gekozen&per=geslacht"))
    expected = values("vsv_duo_lt23", ("region", "period", "sex"), {"region": "MC12", "period": "all"}).rows
    sheet = made("?regio=MC12&periode=alle&gebied=gekozen&per=geslacht")
    assert sheet.values.rows == expected and asked.by == ("region", "period", "sex")
    assert [row["waarde"] for row in sheet.rows] == [row.value for row in expected]
