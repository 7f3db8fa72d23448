"""The files beside each chart: the figures of its own table, no more and no fewer, and what each of them is about."""

import csv
import io
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard import i18n
from dashboard.exports import ROW_FORMS
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, view_of
from dashboard.state import address

from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

CHOICES = [
    "",
    "?regio=MC12",
    "?regio=MC12&beeld=grafiek&vergelijk=soortgelijk",
    "?regio=MC12&beeld=trechter",
    "?regio=MC12&beeld=tabel&zekerheid=998",
    "?regio=MC12&beeld=klein",
    "?indicator=vsv_duo_lt23_aantal&naast=MC05",
    "?regio=MC12&indicator=vsv_duo_lt23_aantal",
    "?regio=MC12&indicator=neet_leeftijd&leeftijd=23_tot_27",
    "?regio=MC12&indicator=neet_leeftijd&uitsplitsing=leeftijd",
    "?regio=MC12&werksoort=vast&uren=20_tot_35",
    "?regio=MC12&model=cbs&vergelijk=eerder",
    "?gemeente=Enschede,Almelo",
]
# A file that is about more than one figure per cell of the table says what each line is.
SORTS = {"soort", "deel"}


@dataclass(frozen=True)
class Frame:
    """A frame as the reader gets it: the words and cells of its tables, and the links to its files."""

    name: str
    table: str
    cells: list[list[str]]
    files: list[str]


def frames(name: str, search: str) -> list[Frame]:
    page = PAGES[name]
    view = view_of(address("nl", page.SLUG["nl"], {}), search)
    shown = page.show(view, page.read(view)) if hasattr(page, "read") else []
    found = []
    for element in walk(shown):
        if element["props"].get("className") != "panel" or element["type"] != "Figure":
            continue
        tables = [inner["props"] for inner in walk(element) if inner["type"] == "Table"]
        files = [inner["props"]["href"] for inner in walk(element) if inner["props"].get("download")]
        files = [file for file in files if parse_qs(urlsplit(file).query)["f"] == ["csv"]]
        cells = [[words(cell).strip() for cell in row] for each in tables for row in each.get("rows", ())]
        told = " ".join(words({"props": each}) for each in tables)
        found.append(Frame(element["props"]["id"], told, cells, files))
    return found


def lines_of(client: FlaskClient, link: str) -> list[dict[str, str]]:
    answer = client.get(link)
    assert answer.mimetype == "text/csv", (link, answer.text)
    return list(csv.DictReader(io.StringIO(answer.text)))


STATES = [(name, search) for name in PAGES for search in CHOICES]


@pytest.mark.parametrize(("name", "search"), STATES)
def test_a_file_holds_the_figures_of_the_table_beside_it(client: FlaskClient, name: str, search: str) -> None:
    known = catalogue()
    regions = {region.name for region in known.regions.values()}
    for frame in frames(name, search):
        shown = {cell for row in frame.cells for cell in row if cell in regions}
        for link in frame.files if frame.cells else ():
            found = lines_of(client, link)
            where = (name, frame.name, link)
            assert found, where
            told = set(found[0])
            assert {"voorbeelddata"} <= told, where
            if "metRegio" in told or "groep" in told:
                continue
            assert {"regio", "regioNaam", "bron", "eenheid"} <= told, (where, told)
            held = {line["regioNaam"] for line in found}
            if not SORTS & told and shown:
                assert held == shown, (where, held ^ shown)
            if link.partition("?")[0].endswith("/waarden"):
                values(found, frame, where)


def values(found: list[dict[str, str]], frame: Frame, where: tuple[str, str, str]) -> None:
    """Each figure of the file stands in the table, and the file has no line that the table has no cell for."""
    indicator = catalogue().indicators[found[0]["indicator"]]
    per = parse_qs(urlsplit(where[2]).query)["per"][0].split(",")
    assert len(found) <= sum(map(len, frame.cells)), where
    for line in found:
        if line["waarde"]:
            written = i18n.quantity(float(line["waarde"]), indicator.unit, indicator.decimals, "nl")
            bare = i18n.number(float(line["waarde"]), indicator.decimals, "nl")
            assert written in frame.table or bare in frame.table, (where, line["regioNaam"], written)
    assert len({tuple(line[name] for name in per) for line in found}) == len(found), where


@pytest.mark.parametrize(
    ("name", "search", "columns"),
    [
        ("regions", "?regio=MC12", {"laag95", "hoog95", "verschil", "uitkomst", "uitkomstWoord", "waardeOnafgerond"}),
        ("regions", "?beeld=trechter", {"trechterLaag95", "trechterHoog998", "z"}),
        ("regions", "?beeld=tabel", {"plaats", "plaatsVan", "plaatsTot"}),
        ("durable_work", "?regio=MC12", {"laag95", "hoog95"}),
        ("ages", "?regio=MC12", {"laag95", "hoog95", "verschil"}),
        ("expected", "?regio=MC12", {"regioNaam", "periodeNaam", "leeftijdNaam", "model", "phi", "status", "bron"}),
        ("national", "", {"soort", "doel", "stand"}),
        ("trends", "?regio=MC12&indicator=vsv_duo_lt23_aantal", {"soort", "doel", "stand"}),
    ],
)
def test_a_file_holds_what_the_chart_draws(client: FlaskClient, name: str, search: str, columns: set[str]) -> None:
    told = [set(lines_of(client, link)[0]) for frame in frames(name, search) for link in frame.files]
    assert any(columns <= each for each in told), told


def test_a_comparison_keeps_its_benchmark_and_level_in_the_file() -> None:
    (frame,) = frames("regions", "?regio=MC12&vergelijk=soortgelijk&zekerheid=998")
    (link,) = frame.files
    asked = parse_qs(urlsplit(link).query)
    assert (asked["vergelijk"], asked["niveau"], asked["met"]) == (
        ["soortgelijk"],
        ["99.8"],
        ["interval,vergelijking"],
    )


def test_the_chart_of_the_national_target_holds_the_country_alone(client: FlaskClient) -> None:
    links = [link for frame in frames("national", "") for link in frame.files if "/doelpad" in link]
    assert links
    for link in links:
        assert {line["regio"] for line in lines_of(client, link)} == {"NL01"}


def test_files_of_different_choices_have_different_names(client: FlaskClient) -> None:
    figures = "/api/v1/indicatoren/neet_leeftijd/waarden?f=csv"
    links = [
        figures,
        f"{figures}&regio=MC12",
        f"{figures}&regio=MC12&periode=2023",
        f"{figures}&regio=MC12&leeftijd=23_tot_27",
        f"{figures}&regio=MC12&per=regio,leeftijd",
        f"{figures}&regio=MC12&met=vergelijking&vergelijk=soortgelijk",
        f"{figures}&regio=MC01,MC02,MC03,MC04,MC05",
        f"{figures}&regio=MC01,MC02,MC03,MC04,MC06",
        "/api/v1/indicatoren/vsv_duo_lt23/verwacht?f=csv",
        "/api/v1/indicatoren/vsv_duo_lt23/verwacht?f=csv&model=cbs",
        "/api/v1/indicatoren/vsv_duo_lt23/verschil?f=csv&regio=MC12",
        "/api/v1/regios/MC12/soortgelijk?f=csv",
        "/api/v1/regios/MC13/soortgelijk?f=csv",
        "/api/v1/duurzaam-werk?f=csv",
        "/api/v1/duurzaam-werk?f=csv&werksoort=vast",
    ]
    names = [client.get(link).headers["Content-Disposition"].split('"')[1] for link in links]
    assert len(set(names)) == len(names), names
    assert all(each.startswith("voorbeeld_") and each.endswith(f"_{catalogue().release.id}.csv") for each in names)
    assert names[2] == f"voorbeeld_neet_leeftijd_twente_2023_{catalogue().release.id}.csv"


def test_a_file_of_many_choices_has_a_name_that_can_be_saved(client: FlaskClient) -> None:
    codes = ",".join(region.code for region in catalogue().regions_of("gemeente"))[:900].rpartition(",")[0]
    link = f"/api/v1/indicatoren/vsv_duo_lt23/groep?f=csv&gemeente={codes}"
    name = client.get(link).headers["Content-Disposition"].split('"')[1]
    assert len(name) < 150 and name.isascii()


def offered(name: str, search: str) -> list[str]:
    """All addresses of files on a page, as they stand in it."""
    page = PAGES[name]
    view = view_of(address("nl", page.SLUG["nl"], {}), search)
    shown = page.show(view, page.read(view)) if hasattr(page, "read") else []
    links = [one["props"]["href"] for one in walk(shown) if one["props"].get("download")]
    return [link for link in links if "/api/v1/" in link]


@pytest.mark.parametrize("name", PAGES)
def test_every_table_is_offered_as_csv_as_csv_for_excel_and_as_workbook(client: FlaskClient, name: str) -> None:
    for search in ("", "?regio=MC12"):
        forms: dict[str, set[str]] = {}
        for link in offered(name, search):
            form = parse_qs(urlsplit(link).query)["f"][0]
            forms.setdefault(re.sub(r"([?&])f=[a-z-]+", "", link), set()).add(form)
        for table, found in forms.items():
            assert set(ROW_FORMS) <= found, (name, search, table, found)
            same_cells(client, table)


def same_cells(client: FlaskClient, table: str) -> None:
    """The three files of a table have the same cells, and each is what its reader expects."""
    asked = {form: client.get(f"{table}{'&' if '?' in table else '?'}f={form}") for form in ROW_FORMS}
    assert all(answer.status_code == 200 for answer in asked.values()), (table, asked["xlsx"].text[:300])
    names = {answer.headers["Content-Disposition"].split('"')[1] for answer in asked.values()}
    assert len(names) == len(asked), names
    assert asked["csv-nl"].data.startswith(b"\xef\xbb\xbf") and not asked["csv"].data.startswith(b"\xef\xbb\xbf")
    plain = list(csv.reader(io.StringIO(asked["csv"].text)))
    dutch = list(csv.reader(io.StringIO(asked["csv-nl"].data.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(asked["xlsx"].data), read_only=True).worksheets[0]
    book = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(plain) == len(dutch) == len(book) > 1, table
    for line, (one, other, cells) in enumerate(zip(plain, dutch, book, strict=True)):
        for text, nl, cell in zip(one, other, cells, strict=True):
            assert text in (nl, nl.replace(",", ".")), (table, line, text, nl)
            if isinstance(cell, bool):
                assert text == str(cell).lower(), (table, line)
            elif isinstance(cell, str):
                assert text.removeprefix("'") == cell.removeprefix("'"), (table, line)
            else:
                assert float(text) == pytest.approx(cell, rel=1e-12), (table, line)
                assert "." not in nl, (table, line, nl)


@pytest.mark.parametrize("path", ["regios", "doelen", "bronnen", "indicatoren", "gepubliceerde-cijfers"])
def test_lists_come_in_every_form(client: FlaskClient, path: str) -> None:
    same_cells(client, f"/api/v1/{path}")
