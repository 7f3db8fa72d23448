"""Files hold what the page shows: CSV, Excel and Parquet against the screen, cell for cell; hidden stays hidden."""

import csv
import io
import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import api, exports, i18n, indicators
from dashboard.exports import about
from dashboard.exports.names import COLUMNS, FLAGS, NUMBERS, WHOLE, WORDS, kind
from dashboard.exports.size import too_long
from dashboard.indicators import catalogue
from dashboard.indicators.studies.columns import STATISTICS
from dashboard.narrative import reason_words
from dashboard.pages import explorer, view_of
from dashboard.pages.explorer_parts import grid as g
from dashboard.state import PARAMETER

from .support import tiny_release
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

FIGURES = "/api/v1/indicatoren/{}/waarden"
VSV = FIGURES.format("vsv_duo_lt23")
STATES = 50
ANSWERS: dict[str, list[dict[str, Any]]] = {}
PATHS = {"nl": "/nl/tabel", "en": "/en/table"}
SHEETS = {
    "nl": ["gegevens", "definities", "filters", "status en bron", "methoden"],
    "en": ["data", "definitions", "filters", "status and source", "methods"],
}
OUTCOMES = {
    "lower": ("lager", "lower"),
    "higher": ("hoger", "higher"),
    "not_distinguishable": ("niet te onderscheiden", "cannot be told apart"),
    "favourable": ("gunstiger", "more favourable"),
    "unfavourable": ("ongunstiger", "less favourable"),
    "neutral": ("neutraal", "neutral"),
    "rising": ("stijgt", "rising"),
    "falling": ("daalt", "falling"),
    "no_signal": ("geen duidelijke richting", "no clear direction"),
    "too_few_points": ("te weinig vergelijkbare periodes", "too few comparable periods"),
}
# What a hidden figure may not have beside it: each follows from the figure itself.
FOLLOWS = (
    "waardeO",
    "laag",
    "hoog",
    "verschil",
    "pWaarde",
    "pGec",
    "uitkomst",
    "duiding",
    "plaats",
    "z",
    "verwachtV",
    "verwachtU",
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    server = Flask("test")
    api.register(server)
    return server.test_client()


def a_state(seed: int) -> tuple[str, str]:
    """A random state of the page: its language, and what stands behind the question mark."""
    draw, known = random.Random(seed), catalogue()
    name = draw.choice(list(known.indicators))
    indicator = known.indicators[name]
    asked = {"indicator": name, "regio": draw.choice(["", "MC12", "MC28", "MC14", "MC40", "GM0344", "PV26"])}
    asked["gebied"] = draw.choice(["", "", "gekozen", *known.codes_of(name, "region_kind")])
    asked["naast"] = ",".join(draw.sample(["MC05", "MC20", "MC31", "MC14"], draw.randint(0, 3)))
    periods = known.periods(name)
    asked["periode"] = draw.choice(["", "alle", "reeks", str(draw.choice(periods))])
    if asked["gebied"] == "gemeente":  # the workbook of all municipalities in all years takes long to read back
        asked["periode"] = ""
    asked["van"], asked["tot"] = str(draw.choice(periods)), str(draw.choice(periods))
    split = []
    for dimension in indicator.by:
        if dimension not in ("region", "period") and draw.random() < 0.4:
            codes = list(known.codes_of(name, dimension)) or ["x"]
            if draw.random() < 0.5 and asked["gebied"] != "gemeente":
                split.append(PARAMETER[dimension])
                asked[PARAMETER[dimension]] = ",".join(draw.sample(codes, draw.randint(1, min(4, len(codes)))))
            else:
                asked[PARAMETER[dimension]] = draw.choice(codes)
    asked["per"] = ",".join(split)
    asked["met"] = ",".join(
        draw.sample(["interval", "vergelijking", "plaats", "trend", "verwacht"], draw.randint(0, 3))
    )
    asked["vergelijk"] = draw.choice(["", "soortgelijk", "eerder", asked["regio"]])
    asked["niveau"] = draw.choice(["", "99.8"])
    columns = ["waarde", "regioNaam", "periode", "noemer", "statusWoord", *split, "verschil", "plaats"]
    asked["sorteer"] = draw.choice(["", "-", "-", ""]) + draw.choice(columns)
    asked["zoek"] = draw.choice(["", "", "", "land", "o 20", "voorlopig", "=1+1"])
    return draw.choice(["nl", "en"]), "?" + "&".join(f"{key}={text}" for key, text in asked.items() if text)


@lru_cache(maxsize=STATES)
def shown_at(lang: str, search: str) -> tuple[dict[str, Any] | None, dict[str, str], str]:
    """The table on the screen, the links to its files by form, and all words around it."""
    view = view_of(PATHS[lang], search)
    slots = explorer.read(view).slots
    tables = [element["props"] for element in walk(slots["table"]) if element["type"] == "Grid"]
    links = {
        element["props"]["href"].split("f=")[1].split("&")[0]: element["props"]["href"]
        for element in walk(slots["foot"])
        if element["props"].get("download")
    }
    return (tables[0] if tables else None), links, " ".join(map(words, slots.values()))


def rows_behind(client: FlaskClient, links: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of a table as JSON; asked once."""
    link = links["csv"].replace("f=csv", "f=json")
    if link not in ANSWERS:
        ANSWERS[link] = client.get(link).json["waarden"]
    return ANSWERS[link]


def csv_rows(content: bytes) -> tuple[list[str], list[list[Any]]]:
    """A CSV file with the types its columns promise."""
    lines = list(csv.reader(io.StringIO(content.decode())))
    return lines[0], [[typed(n, c) for n, c in zip(lines[0], line, strict=True)] for line in lines[1:]]


def csv_nl_rows(content: bytes) -> tuple[list[str], list[list[Any]]]:
    """The same of a CSV file for a Dutch Excel: marked as UTF-8, semicolons, decimal commas."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    numbers = NUMBERS | WHOLE
    return lines[0], [
        [typed(n, c.replace(",", ".") if n in numbers else c) for n, c in zip(lines[0], line, strict=True)]
        for line in lines[1:]
    ]


def typed(name: str, cell: str) -> Any:
    if cell == "":
        return "" if name.endswith("Naam") else None
    if name in FLAGS:
        return {"true": True, "false": False}[cell]
    return float(cell) if name in NUMBERS | WHOLE else cell


def xlsx_rows(content: bytes) -> tuple[list[str], list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    return lines[0], lines[1:]


def parquet_rows(content: bytes) -> tuple[list[str], list[list[Any]]]:
    read = pq.read_table(io.BytesIO(content))
    return read.column_names, [list(row.values()) for row in read.to_pylist()]


READ = {"csv": csv_rows, "csv-nl": csv_nl_rows, "xlsx": xlsx_rows, "parquet": parquet_rows}


def same_cell(one: Any, other: Any) -> bool:
    """An empty text and nothing are the same in a file without types."""
    return (one or None) == (other or None) if isinstance(one, str) or isinstance(other, str) else one == other


def number_on_screen(text: str, lang: str) -> tuple[float, int]:
    """A number as a reader reads it, and how many decimals it has."""
    plain = text.removesuffix("%")
    plain = plain.replace(".", "").replace(",", ".") if lang == "nl" else plain.replace(",", "")
    return float(plain), len(plain.partition(".")[2])


def says(cell: Any, name: str, row: dict[str, Any], lang: str) -> bool:
    """Whether a cell of the screen says what the row of the file holds in that column."""
    held = row[name]
    if name in PARAMETER.values():
        named, code = cell if isinstance(cell, tuple) else (cell, cell)
        return named == row[f"{name}Naam"] and code == str(held)
    if name == "waarde" and held is None:
        return bool(row["reden"]) and cell == row["reden"] and row["status"] in "QOMLN"
    if name == "statusWoord":
        return cell == ("" if row["waarde"] is None else held)
    if held is None:
        return cell == "–"
    if name.removesuffix("Woord") in WORDS:
        return cell == held == OUTCOMES[row[name.removesuffix("Woord")]][lang == "en"]
    if name.endswith("Reden"):
        return cell == reason_words(held, lang)
    if isinstance(held, bool):
        return cell == {("nl", True): "ja", ("nl", False): "nee", ("en", True): "yes", ("en", False): "no"}[lang, held]
    written, decimals = number_on_screen(cell, lang)
    return abs(written - held) <= 0.5 * 10**-decimals + 1e-9


# The screen and every file


@pytest.mark.parametrize("seed", range(STATES))
def test_screen_and_files_are_the_same_cell_for_cell(client: FlaskClient, seed: int) -> None:
    lang, search = a_state(seed)
    table, links, text = shown_at(lang, search)
    assert table is not None and set(links) == set(exports.WRITERS), (search, text)
    rows = rows_behind(client, links)
    for form, link in links.items():
        got = client.get(link)
        assert got.status_code == 200, (search, got.text)
        heads, lines = READ[form](got.data)
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            assert heads == list(row)
            different = [name for name, cell in zip(heads, line, strict=True) if not same_cell(cell, row[name])]
            assert not different, (search, form, different)
    assert len(table["rows"]) == min(len(rows), g.MOST_ROWS)
    names = ["regio" if name == "regioNaam" else name for name in table["columns"]]
    for cells, row in zip(table["rows"], rows, strict=False):
        wrong = [(n, cell, row[n]) for n, cell in zip(names, cells, strict=True) if not says(cell, n, row, lang)]
        assert not wrong, (search, wrong)
    if len(rows) > g.MOST_ROWS:
        assert i18n.number(len(rows), 0, lang) in text


@pytest.mark.parametrize("seed", range(STATES))
def test_what_is_not_in_the_table_is_the_same_in_every_row_and_said_once(client: FlaskClient, seed: int) -> None:
    lang, search = a_state(seed)
    table, links, text = shown_at(lang, search)
    assert table is not None
    rows = rows_behind(client, links)
    in_table = {*table["columns"], "regio", *(f"{name}Naam" for name in table["columns"])}
    for name in rows[0] if rows else ():
        if name in in_table or name in ("status", "reden") or name in WORDS:
            continue
        if name == "teller":
            assert all(row["teller"] in (None, row["waarde"]) for row in rows)
            continue
        held = {row[name] for row in rows}
        assert len(held) == 1, (search, name, held)
        if isinstance(first := held.pop(), str) and name not in WORDS and not name.endswith("Reden"):
            assert {"personen": i18n.unit_word("personen", lang)}.get(first, first) in text, (search, name)


def test_the_states_meet_what_can_happen(client: FlaskClient) -> None:
    seen: dict[str, int] = dict.fromkeys(("Q", "O", "L", "M", "long", "empty", "reason", "en", "sorted"), 0)
    for seed in range(STATES):
        lang, search = a_state(seed)
        table, links, _ = shown_at(lang, search)
        assert table is not None
        rows = rows_behind(client, links)
        for letter in "QOLM":
            seen[letter] += any(row["status"] == letter for row in rows)
        seen["long"] += len(rows) > g.MOST_ROWS
        seen["empty"] += not rows
        seen["reason"] += any(row[n] for row in rows for n in row if n.endswith("Reden"))
        seen["en"] += lang == "en"
        seen["sorted"] += bool(table["value"])
    assert min(seen[name] for name in ("Q", "L", "long", "empty", "reason", "en", "sorted")) > 0, seen


# Hidden figures


def hidden(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The rows of figures that may not be shown."""
    return [row for row in client.get(address).json["waarden"] if row["status"] in ("Q", "O")]


@pytest.mark.parametrize("name", ["vsv_duo_lt23", "vsv_duo_lt23_aantal", "duurzaam_werk_20u", "vsv_cbs"])
def test_a_hidden_figure_comes_out_of_no_form(client: FlaskClient, name: str) -> None:
    kind = "doorstroompunt" if name.startswith("duurzaam") else "gemeente,doorstroompunt"
    hiding = {row["periode"] for row in hidden(client, f"{FIGURES.format(name)}?per=regio,periode&regio={kind}")}
    query = f"per=regio,periode&regio={kind}&periode={max(hiding)}&met=interval,vergelijking,plaats,trechter,verwacht"
    counted = 0
    for form, read in READ.items():
        heads, lines = read(client.get(f"{FIGURES.format(name)}?{query}&f={form}").data)
        for line in lines:
            row = dict(zip(heads, line, strict=True))
            if row["status"] in ("Q", "O"):
                counted += 1
                assert row["waarde"] is None and row["teller"] is None
                assert row["reden"] == i18n.status_word(row["status"], "nl")
                told = [n for n in heads if n.startswith(FOLLOWS) and not n.endswith("Reden") and row[n] is not None]
                assert not told, (row, told)
    assert counted


HIDDEN = """
region | period | age_group | measure            | value   | status
NL01   | 2023   | totaal    | nieuwe_vsvers_duo  | 30000   | A
NL01   | 2023   | totaal    | startpopulatie_duo | 1300000 | A
MC28   | 2023   | totaal    | nieuwe_vsvers_duo  |         | Q
MC28   | 2023   | totaal    | startpopulatie_duo | 72000   | A
MC12   | 2023   | totaal    | nieuwe_vsvers_duo  | 812     | A
MC12   | 2023   | totaal    | startpopulatie_duo |         | Q
MC31   | 2023   | totaal    | nieuwe_vsvers_duo  |         | O
MC31   | 2023   | totaal    | startpopulatie_duo |         | Q
"""


def test_counts_beside_a_hidden_figure_are_those_of_the_screen(
    client: FlaskClient, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("hidden")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))
    tiny_release(folder, HIDDEN)
    table, links, _ = shown_at("nl", "?gebied=gekozen&regio=MC28&naast=MC12,MC31")
    assert table is not None
    at = {name: place for place, name in enumerate(table["columns"])}
    screen = {row[0][1]: [row[at[n]] for n in ("waarde", "teller", "noemer")] for row in table["rows"]}
    assert screen == {
        "MC12": ["te klein om te tonen", "812", "–"],
        "MC28": ["te klein om te tonen", "–", "72.000"],
        "MC31": ["te klein om te tonen", "–", "–"],
    }
    for form, read in READ.items():
        heads, lines = read(client.get(links[form]).data)
        rows = {row["regio"]: row for row in (dict(zip(heads, line, strict=True)) for line in lines)}
        assert {c: (r["waarde"], r["teller"], r["noemer"]) for c, r in rows.items()} == {
            "MC12": (None, 812, None),
            "MC28": (None, None, 72000),
            "MC31": (None, None, None),
        }


# No formulas


def test_no_text_becomes_a_formula() -> None:
    known = catalogue()
    made = exports.sheet(known, indicators.values("vsv_duo_lt23", where={"region": "MC12"}), "nl")
    evil = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "https://example.org", "007", "{=1}"]
    rows = [{**made.rows[0], "regioNaam": text, "waarde": -1.5} for text in evil]
    made = replace(made, rows=rows, asked={"zoek": "=cmd|' /C calc'!A0", "sorteer": "-waarde"})
    at = [column.name for column in made.columns].index("regioNaam")
    read = list(csv.reader(io.StringIO(exports.csv_of(made).decode(), newline="")))
    cells = [line[at] for line in read[1:]]
    assert cells == ["'=1+1", "'+1", "'-2+3", "'@SUM(A1)", "'\t=1", "'\r=1", '\'=HYPERLINK("x")', *evil[7:]]
    number = [column.name for column in made.columns].index("waarde")
    assert {line[number] for line in read[1:]} == {"-1.5"}
    book = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(made)))
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line if cell.value is not None}
    assert kinds == {"s", "n", "b"}
    assert not any(page._hyperlinks for page in book)
    data = book.worksheets[0]
    assert [data.cell(2 + line, at + 1).value for line in range(5)] == evil[:5]
    assert all(data.cell(2 + line, at + 1).quotePrefix for line in range(7))
    assert "=cmd|' /C calc'!A0" in [cell.value for line in book["filters"].iter_rows() for cell in line]


# The workbook


def test_a_workbook_says_everything_a_reader_needs(client: FlaskClient) -> None:
    for lang, sheets in SHEETS.items():
        query = f"regio=doorstroompunt&met=interval,plaats&taal={lang}&zoek=land&sorteer=-waarde&f=xlsx"
        answer = client.get(f"{VSV}?{query}")
        assert answer.mimetype.endswith("spreadsheetml.sheet")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert book.sheetnames == sheets
        data = book.worksheets[0]
        assert data.freeze_panes == "A2"
        assert data.auto_filter.ref and data.auto_filter.ref.startswith("A1:")
        text = {page.title: " ".join(str(c.value) for line in page.iter_rows() for c in line) for page in book}
        indicator, source = catalogue().indicators["vsv_duo_lt23"], catalogue().source_of("vsv_duo_lt23")
        assert " ".join(i18n.named(indicator, "definition", lang).split()) in text[sheets[1]]
        for column in exports.sheet(
            catalogue(), indicators.values("vsv_duo_lt23", with_=("interval", "rank")), lang
        ).columns:
            assert column.name in text[sheets[1]]
        assert "land" in text[sheets[2]] and "-waarde" in text[sheets[2]] and "/api/v1/" in text[sheets[2]]
        for part in (
            source.publisher,
            catalogue().release.id,
            i18n.status_word("Q", lang),
            i18n.text("example_note", lang),
        ):
            assert part in text[sheets[3]]
        assert "wilson" in text[sheets[4]] and "Wilson" in text[sheets[4]]


def test_a_workbook_without_statistics_says_so(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{VSV}?f=xlsx").data))
    assert book["methoden"]["A2"].value == "Er is geen statistiek gevraagd"


def test_values_in_a_workbook_are_numbers_with_the_decimals_of_the_indicator(client: FlaskClient) -> None:
    data = openpyxl.load_workbook(io.BytesIO(client.get(f"{VSV}?regio=NL01&f=xlsx").data)).worksheets[0]
    heads = [cell.value for cell in data[1]]
    value = data.cell(2, heads.index("waarde") + 1)
    assert isinstance(value.value, float) and value.number_format == "#,##0.00"


def test_the_same_question_gives_the_same_file(client: FlaskClient) -> None:
    for form in exports.WRITERS:
        assert client.get(f"{VSV}?f={form}").data == client.get(f"{VSV}?f={form}").data


def test_a_workbook_that_is_too_large_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports.size, "MOST_XLSX_CELLS", 100)
    answer = client.get(f"{VSV}?regio=doorstroompunt&f=xlsx")
    assert answer.status_code == 400 and "take f=csv or f=parquet" in answer.json["detail"]
    assert client.get(f"{VSV}?regio=doorstroompunt&f=parquet").status_code == 200
    assert not too_long("csv", 10**9, 10)
    _, links, text = shown_at("nl", "")
    assert set(links) == {"csv", "csv-nl", "parquet"} and "Voor Excel is deze tabel te groot" in text


def test_value_benchmark_and_difference_add_up_in_the_decimals_of_the_file(client: FlaskClient) -> None:
    query = "regio=doorstroompunt,NL01&leeftijd=23_tot_27&met=vergelijking,interval"
    address = f"{FIGURES.format('neet_leeftijd')}?{query}"
    rows = client.get(address).json["waarden"]
    indicator = catalogue().indicators["neet_leeftijd"]
    step = 10 ** -(indicator.decimals + 2)
    told = [row for row in rows if row["verschil"] is not None]
    assert told
    for row in told:
        assert row["waardeOnafgerond"] - row["vergelijkingswaarde"] == pytest.approx(row["verschil"], abs=1.01 * step)
        assert row["waardeOnafgerond"] == pytest.approx(100 * row["teller"] / row["noemer"], abs=0.51 * step)
        assert row["waarde"] == pytest.approx(row["waardeOnafgerond"], abs=0.51 * 10**-indicator.decimals)
        assert 0 < row["pWaarde"] <= 1 and 0 < row["pGecorrigeerd"] <= 1
        assert row["pWaarde"] == float(f"{row['pWaarde']:.2e}")
    assert min(row["pWaarde"] for row in told) < 1e-6, "so small that six decimals would say 0"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&f=xlsx").data))
    text = " ".join(str(cell.value) for line in book["definities"].iter_rows() for cell in line)
    assert i18n.text("column_decimals", "nl") in text
    assert "waardeOnafgerond" not in client.get(f"{VSV}?regio=MC12").json["waarden"][0]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_definitions_say_what_each_column_holds(lang: str) -> None:
    known = catalogue()
    where = {"region": ["MC12", "NL01"], "age_group": "23_tot_27"}
    found = indicators.values("neet_leeftijd", where=where, with_=STATISTICS)
    made = exports.sheet(known, found, lang, asked={"niveau": "99.8"})
    told = dict(about.definitions(made))
    for column in made.columns:
        note = told[column.name]
        assert len(note) > len(about.column_words(made, column.name)) + 8, column.name
    group, points = ("23 tot 27 jaar", "procentpunt") if lang == "nl" else ("23 to 26", "percentage points")
    assert group in told["noemer"] and group in told["teller"]
    assert points in told["verschil"] and points in about.column_words(made, "verschil")
    assert ("99,8%" if lang == "nl" else "99.8%") in told["uitkomstWoord"]
    whole = exports.sheet(known, indicators.values("neet_leeftijd", where={"region": "MC12"}), lang)
    assert group not in dict(about.definitions(whole))["noemer"]
    counted = exports.sheet(known, indicators.values("vsv_duo_lt23_aantal", with_=("benchmark",)), lang)
    assert points not in dict(about.definitions(counted))["verschil"]


def test_the_country_has_no_expected_number_because_it_is_the_benchmark() -> None:
    found = indicators.values("vsv_duo_lt23", where={"region": ["NL01", "MC12"]}, with_=("expected",))
    reasons = dict(zip([row.key[0] for row in found.rows], found.extra["expected_reason"], strict=True))
    assert reasons == {"NL01": "itself", "MC12": ""}


# Parquet


def test_parquet_has_types_and_says_what_it_is(client: FlaskClient) -> None:
    answer = client.get(f"{VSV}?regio=doorstroompunt,NL01&met=interval,plaats,trend&zoek=land&f=parquet")
    table = pq.read_table(io.BytesIO(answer.data))
    types = {field.name: field.type for field in table.schema}
    assert types["periode"] == types["delen"] == types["plaats"] == pa.int64()
    assert types["waarde"] == types["laag95"] == pa.float64()
    assert types["afgeleid"] == types["voorbeelddata"] == pa.bool_()
    assert types["regio"] == types["reden"] == types["plaatsReden"] == types["trend"] == pa.string()
    told = orjson.loads(table.schema.metadata[b"doorstroommonitor"])
    assert told["voorbeelddata"] is True
    assert told["release"] == catalogue().release.id
    assert told["bron"]["id"] == "duo_vsv"
    assert told["filters"]["Gezocht op"] == "land"
    assert {method["id"] for method in told["methoden"]} >= {"wilson"}
    again = client.get(f"{told['adres']}&f=parquet")
    assert pq.read_table(io.BytesIO(again.data)).equals(table)
    assert table.schema.field("waarde").metadata[b"naam"].decode() == "Waarde"


def test_every_column_has_a_kind_and_words_in_both_languages() -> None:
    made = exports.sheet(catalogue(), indicators.values("vsv_duo_lt23", with_=tuple(indicators.STATISTICS)), "nl")
    assert {column.name for column in made.columns} >= set(COLUMNS.values())
    for lang in i18n.LANGUAGES:
        there = replace(made, language=lang)
        assert all(exports.about.column_words(there, column.name) for column in made.columns)
    for column in made.columns:
        for row in made.rows:
            cell = row[column.name]
            fits = {"text": str, "whole": int, "number": int | float, "flag": bool}[kind(column.name)]
            assert cell is None or isinstance(cell, fits), (column.name, cell)


# Names of files


def test_a_file_is_named_after_indicator_and_release(client: FlaskClient) -> None:
    release = catalogue().release.id
    for form in exports.WRITERS:
        head = client.get(f"{VSV}?f={form}").headers["Content-Disposition"]
        assert head == f'attachment; filename="voorbeeld_vsv_duo_lt23_{release}.{exports.ENDINGS[form]}"'
    real = next(name for name in catalogue().indicators if not catalogue().source_of(name).sample)
    head = client.get(f"{FIGURES.format(real)}?f=csv").headers["Content-Disposition"]
    assert head == f'attachment; filename="{real}_{release}.csv"'


# Order and search, as parameters of the API


def got(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"{VSV}?{query}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json["waarden"]
    return rows


@pytest.mark.parametrize(
    "column", ["waarde", "teller", "periode", "regioNaam", "statusWoord", "laag95", "intervalReden"]
)
def test_rows_come_in_the_order_that_was_asked_with_the_missing_last(client: FlaskClient, column: str) -> None:
    query = "per=regio,periode&regio=gemeente&periode=2019,2020&met=interval"
    usual = got(client, query)
    for sign in ("", "-"):
        rows = got(client, f"{query}&sorteer={sign}{column}")
        key = lambda row: (row["regio"], row["periode"])  # noqa: E731 - used twice, here
        assert sorted(map(key, rows)) == sorted(map(key, usual))
        cells = [row[column] for row in rows]
        there = [cell for cell in cells if cell is not None]
        assert cells[len(there) :] == [None] * (len(cells) - len(there))
        if column != "regioNaam":
            assert there == sorted(there, reverse=bool(sign))
    names = [row["regioNaam"] for row in got(client, f"{query}&sorteer=regioNaam")]
    assert names.index("'s-Hertogenbosch") > names.index("Rotterdam")


def test_codes_have_the_order_of_their_list_and_ties_keep_theirs(client: FlaskClient) -> None:
    query = "per=regio,leeftijd&regio=doorstroompunt"
    order = catalogue().order["age_group"]
    places = [order[row["leeftijd"]] for row in got(client, f"{query}&sorteer=-leeftijd")]
    assert places == sorted(places, reverse=True)
    rows = got(client, f"{query}&sorteer=leeftijd,-waarde")
    pairs = [(order[row["leeftijd"]], -row["waarde"]) for row in rows if row["waarde"] is not None]
    assert pairs == sorted(pairs)
    tied = got(client, f"{query}&sorteer=eenheid")
    assert tied == got(client, query)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("twente", {"MC12"}),
        ("TWENTE 2020", {"MC12"}),
        ("mc12", {"MC12"}),
        ("2020 mc1", {"MC10", "MC11", "MC12", "MC13", "MC15", "MC16", "MC17", "MC18", "MC19"}),
        ("zuidoost", {"MC15", "MC33"}),
        ("nergens", set()),
        ("日本", set()),
        ("definitief twente", {"MC12"}),
        ("hoger", set()),
    ],
)
def test_a_search_finds_rows_with_all_words(client: FlaskClient, search: str, expected: set[str]) -> None:
    query = "per=regio,periode&regio=doorstroompunt&periode=2020"
    found = {row["regio"] for row in got(client, f"{query}&zoek={search}")}
    everyone = got(client, query)
    if search == "zuidoost":
        expected = {row["regio"] for row in everyone if "zuidoost" in row["regioNaam"].lower()}
    if search == "2020 mc1":
        expected = {row["regio"] for row in everyone if row["regio"].startswith("MC1")}
    assert found == expected


def test_a_search_finds_words_in_outcomes(client: FlaskClient) -> None:
    query = "regio=doorstroompunt&met=vergelijking,trend"
    for lang, word in (("nl", "hoger"), ("en", "higher")):
        found = got(client, f"{query}&taal={lang}&zoek={word}")
        assert found and {row["uitkomst"] for row in found} == {"higher"}
        everyone = got(client, f"{query}&taal={lang}")
        assert len(found) == sum(row["uitkomst"] == "higher" for row in everyone)


def test_a_search_knows_no_accents_and_speaks_the_language_of_the_answer(client: FlaskClient) -> None:
    found = {row["regioNaam"] for row in got(client, "regio=gemeente&zoek=sudwest")}
    assert found == {"Súdwest-Fryslân"}
    assert got(client, "zoek=the netherlands&taal=en") and not got(client, "zoek=the netherlands")
    everyone = len(got(client, "regio=doorstroompunt"))
    assert len(got(client, "regio=doorstroompunt&zoek=%20")) == everyone


def test_a_column_that_there_is_not_is_refused_with_the_nearest(client: FlaskClient) -> None:
    answer = client.get(f"{VSV}?sorteer=-waarden")
    assert answer.status_code == 400
    assert "Unknown column 'waarden' in 'sorteer'; did you mean 'waarde'?" in answer.json["detail"]
    assert client.get(f"{VSV}?sorteer=laag95").status_code == 400


def test_what_a_reader_gets_does_not_change_the_statistics(client: FlaskClient) -> None:
    query = "regio=doorstroompunt&met=vergelijking,plaats"
    everyone = {row["regio"]: row for row in got(client, query)}
    (one,) = got(client, f"{query}&zoek=twente&sorteer=-waarde")
    assert one == everyone["MC12"]
