"""Nothing is lost or changed on the way in: each kind of damage that once passed in silence, with what is right."""

import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from etl import accounts, deliveries, ingest, readers
from etl.catalogue import Sheet
from etl.errors import ExtractError
from etl.readers import workbook_zip

from .extract_support import EXTRACTS, SOURCES, canonical, prepared

CSV = replace(SOURCES["streefcijfers"], columns=("regio", "aantal"), optional_columns=(), left_out=None)
XLSX = replace(
    SOURCES["maatwerk_risico"],
    columns=("Regio", "Aantal", "Deel"),
    optional_columns=(),
    either=(),
    sheets=(Sheet("Tabel 1", 1),),
)
Cell = str | float | None
HEADER = ["Regio", "Aantal", "Deel"]
NEET, MUNICIPALITIES = "maatwerk_neet_2024.xlsx", "duo_vsv_gemeente_2023-2024_definitief.csv"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    return made


def workbook(folder: Path, rows: Sequence[Sequence[Cell]], name: str = "a.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Tabel 1")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    formula, _, result = cell.partition("|")
                    sheet.write_formula(line, column, formula, None, result)
                elif cell is not None:
                    sheet.write(line, column, cell)
    return path


# A table of a workbook that is broken off by a line

ROWS: list[list[Cell]] = [
    ["MC01", 10, None],
    ["MC02", None, 3],
    ["MC03", ".", None],
    ["MC04", None, None],
    ["MC05", 7, 2],
]
LINES: list[list[Cell]] = [[], ["Bron: CBS"], ["bron: DUO, bewerkt", None, None], [None, "Bron: CBS", None]]


@pytest.mark.parametrize(("line", "place", "times"), list(product(range(len(LINES)), range(1, 6), (1, 2))))
def test_no_row_below_a_line_without_figures_is_lost(
    con: duckdb.DuckDBPyConnection, folder: Path, line: int, place: int, times: int
) -> None:
    path = workbook(folder, [HEADER, *ROWS[:place], *[LINES[line]] * times, *ROWS[place:]])
    if place == len(ROWS):
        readers.read(con, XLSX, [path])
        assert con.execute("select count(*) from raw").fetchone() == (len(ROWS),)
    else:
        with pytest.raises(ExtractError, match=rf"': row {place + 2} is .+ and row {place + 2 + times} goes on"):
            readers.read(con, XLSX, [path])


@pytest.mark.parametrize("note", [["Bron: CBS"], [". = geheim"], [".", "= geheim"], ["Stand", "mei 2026"], ["Noot 1"]])
def test_notes_below_a_table_are_no_rows(con: duckdb.DuckDBPyConnection, folder: Path, note: list[Cell]) -> None:
    readers.read(con, XLSX, [workbook(folder, [HEADER, *ROWS, [], note, [], note])])
    assert con.execute("select count(*) from raw").fetchone() == (len(ROWS),)


# Cells of a workbook that hold no value


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
@pytest.mark.parametrize("written", ["as a formula", "as a text"])
def test_an_error_is_no_empty_cell(con: duckdb.DuckDBPyConnection, folder: Path, error: str, written: str) -> None:
    cell = f"=A1|{error}" if written == "as a formula" else error
    with pytest.raises(ExtractError) as caught:
        readers.read(con, XLSX, [workbook(folder, [HEADER, ["MC01", 10, 2], ["MC02", 20, cell]])])
    assert str(caught.value) == (
        f"extracts/a.xlsx, sheet 'Tabel 1', cell C3: column 'Deel' holds {error}; an error is no figure and no reason "
        "for a missing one. Mend the cell in the workbook and build again."
    )


def test_a_formula_that_was_never_calculated_is_no_empty_cell(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(ExtractError, match=r"cell B2: column 'Aantal' holds a formula without a value;"):
        readers.read(con, XLSX, [workbook(folder, [HEADER, ["MC01", "=1+1|", 2]])])


def test_an_error_outside_the_table_is_nobodys(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    readers.read(con, XLSX, [workbook(folder, [[*HEADER, "Los"], ["MC01", 10, 2, "=A1|#N/A"], [], [None, None, None]])])
    assert con.execute("from raw").fetchall() == [("extracts/a.xlsx", "Tabel 1", "MC01", "10", "2")]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_a_column(column: int, letters: str) -> None:
    assert workbook_zip.column_letters(column) == letters


# Numbers: every notation in every kind of column

NOTATIONS = (
    "18",
    "1250",
    "1.250",
    "1,250",
    "9,000",
    "18.000",
    "1.234.567",
    "12,5",
    "12.5",
    "1.234,5",
    "0.250",
    "+5",
    "1 250",
)
READ: dict[tuple[str, str], dict[str, float]] = {
    ("persons", ","): {"18": 18, "1250": 1250, "1.250": 1250, "18.000": 18000, "1.234.567": 1234567},
    ("persons", "."): {"18": 18, "1250": 1250},
    ("percent", ","): {"18": 18, "1250": 1250, "1,250": 1.25, "9,000": 9, "12,5": 12.5},
    ("percent", "."): {"18": 18, "1250": 1250, "1.250": 1.25, "18.000": 18, "12.5": 12.5, "0.250": 0.25},
    ("expected", "."): {"18": 18, "1250": 1250, "12.5": 12.5},
}


@pytest.fixture(scope="module")
def macros() -> duckdb.DuckDBPyConnection:
    return prepared()


@pytest.mark.parametrize(("kind", "notation"), list(product(READ, NOTATIONS)))
def test_a_number_is_read_in_one_way_or_not_at_all(
    macros: duckdb.DuckDBPyConnection, kind: tuple[str, str], notation: str
) -> None:
    for cell in (notation, f" {notation} "):
        found = macros.execute(f"select number_of($1, '{kind[0]}', '{kind[1]}')", [cell]).fetchone()
        assert found == (READ[kind].get(notation),)


# Each column of figures of each source, and the notations that it must refuse.
SPOILT = [
    *(("streefcijfers", "streefcijfers.csv", "1.250", cell) for cell in ("1,250", "9,000", "12,5", "1.25", "0.250")),
    *(("doelen_landelijk", "landelijke_doelen.csv", ",18000,", f",{cell},") for cell in ("18.000", '"18,000"', "18.5")),
    *(("duo_vsv", MUNICIPALITIES, "6.480", cell) for cell in ("6,480", "9,000", "6480,0", "6.4800", "6 480", "#N/A")),
    *(("duo_vsv27", "duo_vsv27_2024-2025_voorlopig.csv", ";212;", f";{cell};") for cell in ("2,120", "21,2", "0.212")),
    *(("cbs_bevolking", "bevolking_gemeenten.csv", "233273", cell) for cell in ('"233,273"', "233273.5", "233.27")),
    *(("gepubliceerd", "gepubliceerde_cijfers.csv", ",101000,", f",{cell},") for cell in ("101.000", '"101,000"')),
    *(
        ("gepubliceerd_register", "gepubliceerde_cijfers.csv", ",23744,", f",{cell},")
        for cell in ("23.744", '"23,744"')
    ),
]


def spoilt(folder: Path, source: str, file: str, right: str, wrong: str) -> Path:
    encoding = SOURCES[source].encoding
    text = (EXTRACTS / file).read_bytes().decode(encoding)
    assert right in text
    (folder / file).write_bytes(text.replace(right, wrong, 1).encode(encoding))
    return folder / file


@pytest.mark.parametrize(("source", "file", "right", "wrong"), SPOILT)
def test_a_number_that_can_be_two_is_refused_with_its_row(
    folder: Path, source: str, file: str, right: str, wrong: str
) -> None:
    spoilt(folder, source, file, right, wrong)
    with pytest.raises(ExtractError, match=rf"^extracts/{file}, row \d+: column '.+' holds '.+'; .*write"):
        canonical(prepared(), SOURCES[source], folder)


@pytest.mark.parametrize("cell", ["1.250", "18.000", "12,5", 12.5, "1,250"])
def test_a_count_in_a_workbook_is_whole(folder: Path, cell: str | float) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(EXTRACTS / NEET)
    book["Tabel 1"].cell(5, 8, cell)
    book.save(folder / NEET)
    with pytest.raises(ExtractError, match=rf"^extracts/{NEET}, sheet 'Tabel 1', row 5.*: column 'Jongeren' holds '"):
        canonical(prepared(), SOURCES["maatwerk_neet"], folder)


def test_a_number_with_three_decimals_in_a_workbook_is_one(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    readers.read(con, XLSX, [workbook(folder, [HEADER, ["MC01", 1.234, 12.5]])])
    assert con.execute("select Aantal, Deel from raw").fetchall() == [("1.2340", "12.5")]


# Words for what is missing


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("geheim", "O"), ("Geheim", "O"), (".", "O"), ("-", "O"), ("onbekend", "O"), ("Confidential", "O")),
        *(("x", "Q"), ("*", "Q"), ("<5", "Q"), ("< 5", "Q"), ("<10", "Q"), ("-1", "Q"), ("", "M"), (" ", "M")),
    ],
)
@pytest.mark.parametrize("file", [MUNICIPALITIES, NEET])
def test_a_word_for_what_is_missing_is_a_status(folder: Path, file: str, word: str, status: str) -> None:
    con = prepared()
    if file == MUNICIPALITIES:
        spoilt(folder, "duo_vsv", file, "6.480", word)
        canonical(con, SOURCES["duo_vsv"], folder)
        where = "measure = 'startpopulatie_duo' and region = 'GM1900'"
    else:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(EXTRACTS / NEET)
        book["Tabel 1"].cell(5, 8, word)
        book.save(folder / NEET)
        canonical(con, SOURCES["maatwerk_neet"], folder)
        # In these workbooks a point means: under 10.
        status = "Q" if word == "." else status
        where = "measure = 'jongeren_maatwerk' and value is null"
    assert (None, status) in con.execute(f"select value, status from delivered where {where}").fetchall()


@pytest.mark.parametrize("word", ["verborgen", "n.b.", "?", "5*", "ca. 5", "<vijf", "--"])
def test_a_word_nobody_knows_is_refused_with_the_list_to_extend(folder: Path, word: str) -> None:
    spoilt(folder, "duo_vsv", MUNICIPALITIES, "6.480", word)
    with pytest.raises(ExtractError) as caught:
        canonical(prepared(), SOURCES["duo_vsv"], folder)
    assert str(caught.value).startswith(
        f"extracts/{MUNICIPALITIES}, row 2: column 'AANTAL DEELNEMERS' holds '{word}'; write a number, <5, a point, or "
        "nothing, or add the word to missing_words in etl/macros.sql."
    )


@pytest.mark.parametrize("cell", ["1,060", "veel", "10.60"])
def test_a_word_does_not_hide_behind_a_sign_in_a_sum(folder: Path, cell: str) -> None:
    file = "duo_vsv_rmc_2016-2017_instellingen.csv"
    path = spoilt(folder, "duo_vsv", file, ";1.060;", f";{cell};")
    text = path.read_bytes().replace(b";40;11;", b";<5;<5;")
    path.write_bytes(text)
    with pytest.raises(ExtractError, match=rf"row 3: column 'AANTAL DEELNEMERS' holds '{cell}';"):
        canonical(prepared(), SOURCES["duo_vsv"], folder)


# Codes and names


@pytest.mark.parametrize("code", ["28", "28 ", " 28", " 28 ", "RM28 ", "regio 28", '"28"'])
@pytest.mark.parametrize("number", ["28", "4"])
def test_blanks_round_a_code_are_no_part_of_it(folder: Path, code: str, number: str) -> None:
    file = "duo_vsv_rmc_2015-2016_voorlopig.csv"
    spoilt(folder, "duo_vsv", file, "REGIO 28", code.replace("28", number))
    con = prepared()
    canonical(con, SOURCES["duo_vsv"], folder)
    assert con.execute("select distinct region from delivered").fetchall() == [(f"MC{int(number):02}",)]


def test_a_name_with_a_comma_is_one_cell(folder: Path) -> None:
    spoilt(folder, "cbs_bevolking", "bevolking_gemeenten.csv", "Groningen,2021", '"Groningen, gemeente",2021')
    con = prepared()
    canonical(con, SOURCES["cbs_bevolking"], folder)
    assert (233273,) in con.execute("select value from delivered where measure = 'inwoners'").fetchall()


def test_a_published_figure_is_about_some_place(folder: Path) -> None:
    spoilt(folder, "gepubliceerd_register", "gepubliceerde_cijfers.csv", "vsv_new_count,NL,", "vsv_new_count,,")
    with pytest.raises(ExtractError, match=r"row 2: column 'region' holds ''; write the region or country"):
        canonical(prepared(), SOURCES["gepubliceerd_register"], folder)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("GEMEENTE_CD", "column 'GEMEENTECODE' is missing; the nearest in the header is 'GEMEENTE_CD'."),
        ("GM", "none of the columns RMC-REGIO CODE, GEMEENTECODE is there, and one is needed to know the region."),
    ],
)
def test_a_file_without_its_column_of_regions(folder: Path, name: str, sentence: str) -> None:
    spoilt(folder, "duo_vsv", MUNICIPALITIES, "GEMEENTECODE", name)
    path = folder / MUNICIPALITIES
    path.write_bytes(path.read_bytes().replace(b"GEMEENTENAAM", b"NAAM"))
    with pytest.raises(ExtractError) as caught:
        canonical(prepared(), SOURCES["duo_vsv"], folder)
    assert str(caught.value).startswith(f"extracts/{MUNICIPALITIES}: {sentence}")


# A printed percentage


@pytest.mark.parametrize(
    ("vsvers", "found"), [("1.580", 0), ("1.850", 1), ("1.508", 1), ("158", 1), ("<5", 0), (".", 0)]
)
def test_a_printed_percentage_shows_a_mistyped_count(folder: Path, vsvers: str, found: int) -> None:
    file = "duo_vsv_rmc_2015-2016_definitief.csv"
    spoilt(folder, "duo_vsv", file, ";1.580;2,11;", f";{vsvers};2,11;")
    if not found:
        canonical(prepared(), SOURCES["duo_vsv"], folder)
        return
    with pytest.raises(ExtractError, match=rf"^extracts/{file}, row 3: column 'PERCENTAGE VSV' holds '2,11'; "):
        canonical(prepared(), SOURCES["duo_vsv"], folder)


# Line ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("other", ["END", "\n"])
@pytest.mark.parametrize("tail", ["", "END", "ENDBron: CBSEND"])
def test_every_kind_of_line_end_is_read(
    con: duckdb.DuckDBPyConnection, folder: Path, end: str, other: str, tail: str
) -> None:
    text = f"regio;aantalEND28;1{other}29;2{tail}".replace("END", end)
    (folder / "a.csv").write_bytes(text.encode("utf-8"))
    (extract,) = readers.read(con, CSV, [folder / "a.csv"])
    assert sorted(con.execute("select regio, aantal from raw").fetchall()) == [("28", "1"), ("29", "2")]
    assert extract.rows == 2


# Files by name


@pytest.mark.parametrize("name", ["a[1].csv", "a*.csv", "a?.csv", "a[0-9].csv", "a'1.csv", "a{1,2}.csv"])
def test_a_name_is_no_pattern(con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ex[tr]acts"
    folder.mkdir()
    for other, text in (("a1.csv", "regio;aantal\n1;1\n"), (name, "regio;aantal\n2;2\n")):
        (folder / other).write_text(text, encoding="utf-8")
    readers.read(con, CSV, [folder / "a1.csv", folder / name])
    assert sorted(con.execute("select file, regio from raw").fetchall()) == sorted(
        [("ex[tr]acts/a1.csv", "1"), (f"ex[tr]acts/{name}", "2")]
    )


@pytest.mark.parametrize(
    "name", ["streefcijfers.CSV", "Streefcijfers_Twente.csv", "STREEFCIJFERS.csv", "streefcijfers [2].csv"]
)
def test_capitals_make_no_other_file(folder: Path, name: str) -> None:
    shutil.copy(EXTRACTS / "streefcijfers.csv", folder / name)
    assert deliveries.not_taken(SOURCES, folder) == []
    con = prepared()
    canonical(con, SOURCES["streefcijfers"], folder)
    assert con.execute("select count(*) from delivered").fetchone() == (3,)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("streefcijfer.csv", "the nearest is streefcijfers*.csv (streefcijfers)"),
        ("duo_vsv_gemeenten_2023-2024.csv", "the nearest is duo_vsv_gemeente_*.csv (duo_vsv)"),
        ("duo_vsv_rmc.2023-2024.csv", "the nearest is duo_vsv_rmc_*.csv (duo_vsv)"),
        ("maatwerk_neet_2024.xls", "the nearest is maatwerk_neet_*.xlsx (maatwerk_neet)"),
        ("voorbeeld_streefcijfer.csv", "the nearest is streefcijfers*.csv (streefcijfers)"),
        ("84780", "the nearest is 84780NED"),
        ("begroting.pdf", "and none is near"),
    ],
)
def test_every_file_that_is_not_taken_is_named(folder: Path, name: str, near: str) -> None:
    (folder / name).write_bytes(b"niets")
    (sentence,) = deliveries.not_taken(SOURCES, folder)
    assert sentence.startswith(f"extracts/{name} was not taken: no source has a pattern for that name, {near}")


@pytest.mark.parametrize("name", ["lijst.csv", "lijst.CSV", "lijst.txt", "lijst.tsv", "lijst.xlsx", "nieuw/lijst.csv"])
def test_persons_in_a_file_that_nobody_takes_stop_the_build(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name.endswith("xlsx"):
        workbook(folder, [["Lijst"], [], ["Naam", "BSN"], ["x", 1]], name)
    else:
        path.write_text("naam;BSN;school\nx;123;y\n", encoding="utf-8")
    with pytest.raises(ExtractError, match=r"lijst\.\w+: column 'BSN' is about single persons;"):
        deliveries.not_taken(SOURCES, folder)


@pytest.mark.parametrize("text", ["Stuur een mail, of bel", "Adres van de gemeente: Plein 1; Postcode: zie bijlage."])
def test_a_letter_is_no_table_of_persons(folder: Path, text: str) -> None:
    (folder / "LEESMIJ.md").write_text(text, encoding="utf-8")
    assert len(deliveries.not_taken(SOURCES, folder)) == 1


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (os.mkfifo, "named pipe"),
        (lambda path: path.symlink_to("nergens.csv"), "link to nothing"),
        (lambda path: path.symlink_to(path.name), "link to nothing"),
        (lambda path: path.symlink_to("/dev/zero"), "device"),
    ],
)
def test_what_is_no_file_does_not_hang_the_build(folder: Path, make: Callable[[Path], None], kind: str) -> None:
    make(folder / "streefcijfers.csv")
    with pytest.raises(ExtractError, match=rf"^extracts/streefcijfers\.csv: is a {kind}; an extract is a file, or"):
        deliveries.deliveries(SOURCES, folder)


def test_a_link_to_a_file_is_that_file(folder: Path) -> None:
    (folder / "streefcijfers.csv").symlink_to(EXTRACTS / "streefcijfers.csv")
    con = prepared()
    canonical(con, SOURCES["streefcijfers"], folder)
    assert con.execute("select count(*) from delivered").fetchone() == (3,)


# Archives


def test_a_workbook_that_unpacks_too_large_is_refused_by_its_sizes(folder: Path) -> None:
    path = workbook(folder, [HEADER, ["MC01", 1, 1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"\0" * (workbook_zip.LARGEST + 1))
    with pytest.raises(ExtractError, match=r"^extracts/a\.xlsx: unpacks to 48 MB and a workbook of counts stays under"):
        readers.read(duckdb.connect(), XLSX, [path])


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("text", [b"", b"<sheetData><row", b"\0\1\2"])
def test_a_damaged_part_is_one_sentence(folder: Path, part: str, text: bytes) -> None:
    whole = workbook(folder, [HEADER, ["MC01", 1, 1]], "whole.xlsx")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(folder / "a.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, text if name == part else source.read(name))
    with pytest.raises(ExtractError, match=r"^extracts/a\.xlsx"):
        readers.read(duckdb.connect(), XLSX, [folder / "a.xlsx"])


# Accounts


def test_rows_read_are_rows_stored_and_left_out(folder: Path) -> None:
    con = prepared()
    for source in SOURCES.values():
        for delivery in deliveries.deliveries({source.id: source}, EXTRACTS):
            _, extracts = ingest.read(con, delivery)
            assert accounts.told(source, extracts).startswith(f"{source.id}: ")
            left_out = sum(extract.left_out for extract in extracts)
            assert (left_out > 0) <= (source.left_out is not None), source.id
    shutil.copy(EXTRACTS / "streefcijfers.csv", folder)
    (delivery,) = deliveries.deliveries({"streefcijfers": SOURCES["streefcijfers"]}, folder)
    _, extracts = ingest.read(con, delivery)
    assert accounts.told(delivery.source, extracts) == (
        "streefcijfers: 1 file, 5 rows: 3 stored, 2 left out (lines without a target figure)"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (" from raw where aantal > '1'", "2 rows were read and 1 of them did not come out of"),
        (" from raw cross join (values (1), (2)) as twice(x)", "2 rows were read and 4 came out of"),
    ],
)
def test_a_select_that_loses_or_doubles_rows_stops_the_build(folder: Path, change: str, sentence: str) -> None:
    sql = (
        "select 'x' || regio as id, 'x' as indicator, 'NL01' as region, 2020 as period_from, 2020 as period_to, "
        "1 as value, 'persons' as unit, 2020 as set_in, 'x' as set_by, 'x' as citation, file"
    )
    (folder / "streefcijfers.csv").write_text("regio;aantal\n1;1\n2;2\n", encoding="utf-8")
    source = replace(CSV, sql=sql + change)
    (delivery,) = deliveries.deliveries({"streefcijfers": source}, folder)
    with pytest.raises(ExtractError) as caught:
        ingest.read(prepared(), delivery)
    assert str(caught.value).startswith(f"streefcijfers.csv: {sentence} etl/sources/streefcijfers.sql; ")


@pytest.mark.parametrize("cell", ["9999", "Gemeente Onbekend ", "gemeente onbekend"])
def test_rows_that_a_declaration_skips_are_counted(folder: Path, cell: str) -> None:
    spoilt(folder, "duo_vsv", MUNICIPALITIES, ";60;", f";{cell};")
    source = replace(SOURCES["duo_vsv"], skip={"GEMEENTECODE": ("9999", "gemeente onbekend")})
    (delivery,) = deliveries.deliveries({"duo_vsv": source}, folder)
    con = prepared()
    _, (extract,) = ingest.read(con, delivery)
    assert (extract.rows, extract.left_out) == (4, 1)
    assert con.execute("select count(*) from delivered where region = 'GM0060'").fetchone() == (0,)
