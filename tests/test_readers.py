"""The readers: what they repair, what they refuse, and the one sentence they refuse it with."""

import codecs
import datetime
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from etl import readers
from etl.catalogue import Sheet, Source
from etl.errors import CatalogueError, ExtractError
from etl.readers import guard, text_bytes

from .extract_support import EXTRACTS, SOURCES

# One source of each format, small enough to write a file for in a line.
CSV = replace(
    SOURCES["streefcijfers"],
    columns=("regio", "aantal"),
    optional_columns=("leeftijd", "geslacht"),
    column_aliases={"aantal": ("aantal vsv'ers",)},
)
XLSX = replace(
    SOURCES["maatwerk_risico"],
    columns=("Regio", "Aantal"),
    optional_columns=("Leeftijd",),
    either=(),
    sheets=(Sheet("Tabel 1", 4),),
)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    return made


def raw(con: duckdb.DuckDBPyConnection, columns: str = "* exclude (file, sheet)") -> list[tuple[Any, ...]]:
    return con.execute(f"select {columns} from raw").fetchall()


# Text files


def csv_file(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_text_comes_in_as_it_is(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = csv_file(folder, 'regio;aantal;naam\n28;1.234;x\n"4";<5;"a;b"\n;.;\n')
    (extract,) = readers.read(con, CSV, [path])
    assert raw(con) == [("28", "1.234", None, None), ("4", "<5", None, None), ("", ".", None, None)]
    assert raw(con, "distinct file, sheet") == [("extracts/a.csv", None)]
    assert (extract.file, extract.rows, extract.bytes) == ("a.csv", 3, path.stat().st_size)
    assert len(extract.sha256) == 64


def test_an_empty_cell_differs_from_an_absent_column(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    readers.read(con, CSV, [csv_file(folder, "regio;aantal;leeftijd\n28;;\n")])
    assert raw(con, "aantal, leeftijd, geslacht") == [("", "", None)]


def test_files_of_different_layouts_are_joined_by_name(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    files = [
        csv_file(folder, "regio;aantal\n1;10\n", "a.csv"),
        csv_file(folder, "leeftijd;AANTAL VSV’ERS;Regio \n18;20;2\n", "b.csv"),
        csv_file(folder, "regio;aantal\n3;30\n", "c.csv"),
    ]
    extracts = readers.read(con, CSV, files)
    assert sorted(raw(con, "file, regio, aantal, leeftijd")) == [
        ("extracts/a.csv", "1", "10", None),
        ("extracts/b.csv", "2", "20", "18"),
        ("extracts/c.csv", "3", "30", None),
    ]
    assert [extract.file for extract in extracts] == ["a.csv", "b.csv", "c.csv"]


@pytest.mark.parametrize(
    "tail",
    [
        *("", "\r\n", "\r\n\r\n\r\n", "\r\n;;\r\n", "\r\n  \r\n"),
        *("\r\nBron: CBS\r\n", '\r\n\r\n"Bron: CBS"', "\r\nBron: DUO\r\nNoot\r\n"),
    ],
)
def test_what_stands_below_the_rows_is_no_row(con: duckdb.DuckDBPyConnection, folder: Path, tail: str) -> None:
    (extract,) = readers.read(con, CSV, [csv_file(folder, f"regio;aantal;naam\r\n28;5;é{tail}")])
    assert raw(con, "regio, aantal") == [("28", "5")]
    assert extract.rows == 1


def test_dividers_at_the_end_of_every_line_are_no_columns(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    readers.read(con, CSV, [csv_file(folder, "regio;aantal;;\n28;5;;\n")])
    assert raw(con, "regio, aantal") == [("28", "5")]


def test_a_file_may_have_one_column(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    one = replace(CSV, columns=("aantal",), optional_columns=())
    readers.read(con, one, [csv_file(folder, "aantal\n5\n6\nBron: CBS\n")])
    assert raw(con, "aantal") == [("5",), ("6",)]


ENCODED = "regio;aantal\nSúdwest-Fryslân;1\n"
CURLY = "regio;aantal\n’t Gooi – €;1\n"


@pytest.mark.parametrize(
    ("declared", "content", "name"),
    [
        ("utf-8", ENCODED.encode("utf-8"), "Súdwest-Fryslân"),
        ("utf-8", codecs.BOM_UTF8 + ENCODED.encode("utf-8"), "Súdwest-Fryslân"),
        ("cp1252", codecs.BOM_UTF8 + ENCODED.encode("utf-8"), "Súdwest-Fryslân"),
        ("cp1252", ENCODED.encode("cp1252"), "Súdwest-Fryslân"),
        ("latin-1", ENCODED.encode("cp1252"), "Súdwest-Fryslân"),
        ("cp1252", CURLY.encode("cp1252"), "’t Gooi – €"),
        ("cp850", ENCODED.encode("cp850"), "Súdwest-Fryslân"),
    ],
)
def test_encodings(con: duckdb.DuckDBPyConnection, folder: Path, declared: str, content: bytes, name: str) -> None:
    readers.read(con, replace(CSV, encoding=declared), [csv_file(folder, content)])
    assert raw(con, "regio, aantal") == [(name, "1")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_on_the_edge_of_a_stretch_stay_whole(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(text_bytes, "CHUNK", 7)
    text = "regio;aantal\n" + "é;ë’\n" * 9 + "Bron: CBS\n"
    readers.read(con, replace(CSV, encoding=encoding), [csv_file(folder, text.encode(encoding))])
    assert raw(con, "regio, aantal") == [("é", "ë’")] * 9


BROKEN_CSV: list[tuple[str | bytes, str]] = [
    ("", "extracts/a.csv: the file is empty. Get it again and build again."),
    (
        "regio;aantal\n",
        "extracts/a.csv: there is a header and not a single row; an extract has at least one. "
        "Get the file again and build again.",
    ),
    (
        "regio;antal\n1;2\n",
        "extracts/a.csv: column 'aantal' is missing; the nearest in the header is 'antal'. "
        "Rename it, or add it under [column_aliases] in etl/sources/streefcijfers.toml, and build again.",
    ),
    (
        "regio;percentage\n1;2\n",
        "extracts/a.csv: column 'aantal' is missing and nothing in the header resembles it. "
        "Get the file with this column in it and build again.",
    ),
    (
        "regio;aantal;leeftjd\n1;2;3\n",
        "extracts/a.csv: unknown column 'leeftjd'; did you mean 'leeftijd'? "
        "Rename it, or add it under [column_aliases] in etl/sources/streefcijfers.toml, and build again.",
    ),
    (
        "regio;aantal;Aantal vsv'ers\n1;2;3\n",
        "extracts/a.csv: column 'aantal' is there 2 times; each column may be there once. "
        "Remove or rename the others and build again.",
    ),
    (
        "regio;aantal;noot;Noot\n1;2;3;4\n",
        "extracts/a.csv: column 'noot' is there 2 times; each column may be there once. "
        "Remove or rename the others and build again.",
    ),
    (
        "regio\n1\n",
        "extracts/a.csv: column 'aantal' is missing and nothing in the header resembles it. "
        "Get the file with this column in it and build again.",
    ),
    (
        "regio,aantal\n1,2\n",
        "extracts/a.csv: the cells are divided by ',' and etl/sources/streefcijfers.toml says ';'. "
        "Save the file with the right divider, or change 'delimiter', and build again.",
    ),
    (
        "regio;aantal;naam\n1;2;3\n1;2\n1;2;3\n",
        "extracts/a.csv: line 3 has 2 cells and the header has 3; a row was cut off or a divider stands in a text. "
        "Get the file again, or mend the line, and build again.",
    ),
    (
        "regio;aantal;naam\n1;2;3\n1;2;3\n1;2;3;4\n",
        "extracts/a.csv: line 4 has 4 cells and the header has 3; a row was cut off or a divider stands in a text. "
        "Get the file again, or mend the line, and build again.",
    ),
    (
        "regio;aantal;naam\n1;2;3\n1;2",
        "extracts/a.csv: line 3 has 2 cells and the header has 3; a row was cut off or a divider stands in a text. "
        "Get the file again, or mend the line, and build again.",
    ),
    (
        'regio;aantal\n1;2\n1;"2\n3;4\n',
        'extracts/a.csv: line 3 opens a text with " and never closes it; a text between quotes ends with a quote. '
        "Mend the line and build again.",
    ),
    (
        ENCODED.encode("cp1252"),
        "extracts/a.csv: the file is not UTF-8, which is declared; it is probably cp1252. Save it as 'CSV UTF-8', "
        'or set encoding = "cp1252" in etl/sources/streefcijfers.toml, and build again.',
    ),
    (
        codecs.BOM_UTF8 + ENCODED.encode("cp1252"),
        "extracts/a.csv: the file is not UTF-8, which its first bytes promise; it is probably cp1252. Save it as "
        "'CSV UTF-8', or set encoding = \"cp1252\" in etl/sources/streefcijfers.toml, and build again.",
    ),
    (
        ENCODED.encode("utf-16"),
        "extracts/a.csv: the file is UTF-16 text; etl/sources/streefcijfers.toml says utf-8. "
        "Save it as 'CSV UTF-8' and build again.",
    ),
    (
        b"regio;aantal\n1;\xc3",
        "extracts/a.csv: the file is not UTF-8, which is declared; it is probably cp1252. Save it as 'CSV UTF-8', "
        'or set encoding = "cp1252" in etl/sources/streefcijfers.toml, and build again.',
    ),
    (
        "regio;BSN;aantal\n1;123456782;1\n",
        "extracts/a.csv: column 'BSN' is about single persons; the monitor takes tables of counts only, and nothing of "
        "this file was read. Remove the file and ask its supplier for counts.",
    ),
    (
        "regio,Burgerservice_nummer,aantal\n1,123456782,1\n",
        "extracts/a.csv: column 'Burgerservice_nummer' is about single persons; the monitor takes tables of counts "
        "only, and nothing of this file was read. Remove the file and ask its supplier for counts.",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), BROKEN_CSV)
def test_broken_text_file(con: duckdb.DuckDBPyConnection, folder: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(ExtractError) as caught:
        readers.read(con, CSV, [csv_file(folder, content)])
    assert str(caught.value) == sentence


def test_utf8_where_cp1252_is_declared(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(ExtractError) as caught:
        readers.read(con, replace(CSV, encoding="cp1252"), [csv_file(folder, ENCODED)])
    assert str(caught.value) == (
        "extracts/a.csv: the file is UTF-8 and cp1252 is declared; letters with accents would come out wrong. "
        'Save it as cp1252, or set encoding = "utf-8" in etl/sources/streefcijfers.toml, and build again.'
    )


def test_a_byte_that_is_no_letter(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(ExtractError) as caught:
        readers.read(con, replace(CSV, encoding="cp1252"), [csv_file(folder, b"regio;aantal\n\x81;1\n")])
    assert str(caught.value) == (
        "extracts/a.csv: byte 0x81 is no letter in cp1252; the file is in another encoding or damaged. "
        "Save it as 'CSV UTF-8' and build again."
    )


def test_an_encoding_that_does_not_exist(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        readers.read(con, replace(CSV, encoding="cp12520"), [csv_file(folder, ENCODED)])
    assert str(caught.value) == (
        "etl/sources/streefcijfers.toml: unknown encoding 'cp12520'; choose from utf-8, cp1252, latin-1. "
        "Correct the key and build again."
    )


def test_no_file_at_all(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ExtractError, match=r"streefcijfers\.toml: no file matches streefcijfers\*\.csv; "):
        readers.read(con, CSV, [])


def test_reading_again_replaces_what_was_read(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = csv_file(folder, "regio;aantal\n1;2\n")
    readers.read(con, CSV, [path])
    readers.read(con, SOURCES["cbs_jongeren_regio"], [EXTRACTS / "86223NED"])
    readers.read(con, CSV, [path])
    readers.forget(con)
    assert con.execute("select count(*) from duckdb_tables() where table_name = 'raw'").fetchone() == (0,)
    readers.forget(con)


# Person-level columns


@pytest.mark.parametrize(
    "column",
    [
        *("BSN", " bsn ", "B.S.N.", "Burgerservicenummer", "BURGER SERVICE NUMMER", "persoonsgebonden_nummer"),
        *("PGN (versleuteld)", "Onderwijsnummer", "GEBOORTEDATUM", "datum geboorte", "Achternaam", "voornamen"),
        *("NAAM LEERLING", "Naam_leerling", "adres", "Postcode", "POSTCODE WOONADRES", "e-mail", "EMAIL"),
        *("E-mailadres", "Telefoonnummer", "RINPERSOON"),
    ],
)
def test_a_column_about_a_person_is_refused(column: str) -> None:
    with pytest.raises(ExtractError, match="is about single persons"):
        guard.refuse_persons("a.csv", ["regio", column])


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_no_declared_column_is_taken_for_a_person(name: str) -> None:
    source = SOURCES[name]
    guard.refuse_persons(name, [*source.columns, *source.optional_columns])


@pytest.mark.parametrize(
    "column", ["GEMEENTENAAM", "RMC-REGIO NAAM", "Geslacht", "AANTAL ADRESSEN", "Leeftijd", "Voorlopig"]
)
def test_an_ordinary_column_is_not(column: str) -> None:
    guard.refuse_persons("a.csv", [column])


# Workbooks

Rows = Sequence[Sequence[str | float | None]]
HEADER: Rows = [["Werk na school"], [], [], ["Regio", "Aantal", "Noot"]]
TABLE: Rows = [*HEADER, ["MC28", 120, None], ["MC04", ".", "x"], ["MC05", 2.5, None]]
NOTES: Rows = [[], ["Bron: CBS"], [". = geheim", None, None]]


def workbook(folder: Path, rows: Rows, name: str = "a.xlsx", sheet: str = "Tabel 1") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Toelichting").write_string(0, 0, "BSN komt hier niet voor")
        target = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    target.write_string(line, column, cell)
                elif cell is not None:
                    target.write_number(line, column, cell)
    return path


def test_a_workbook_is_read_from_its_header_to_its_notes(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    (extract,) = readers.read(con, XLSX, [workbook(folder, [*TABLE, *NOTES])])
    assert raw(con, "*") == [
        ("extracts/a.xlsx", "Tabel 1", "MC28", "120", None),
        ("extracts/a.xlsx", "Tabel 1", "MC04", ".", None),
        ("extracts/a.xlsx", "Tabel 1", "MC05", "2.5", None),
    ]
    assert (extract.file, extract.rows) == ("a.xlsx", 3)


def test_notes_may_follow_at_once(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    readers.read(con, XLSX, [workbook(folder, [*TABLE, ["Bron: CBS"], ["Noot"]])])
    assert len(raw(con)) == 3


def test_a_cell_with_a_date_is_a_day(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Tabel 1")
        sheet.write_row(0, 0, ["Regio", "Aantal"])
        sheet.write_datetime(1, 0, datetime.datetime(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(1, 1, True)
    readers.read(con, replace(XLSX, sheets=(Sheet("Tabel 1", 1),)), [path])
    assert raw(con, "Regio, Aantal") == [("2026-03-01", "True")]


def test_workbooks_and_sheets_are_read_together(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = folder / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, header in (("Tabel 1", ["Regio", "Aantal"]), ("Tabel 2", ["Aantal", "Leeftijd", "Regio"])):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header)
            sheet.write_row(1, 0, ["MC01", 1] if name == "Tabel 1" else [2, "", "MC02"])
    both = replace(XLSX, sheets=(Sheet("Tabel 1", 1), Sheet("Tabel 2", 1)))
    readers.read(con, both, [path])
    assert raw(con, "sheet, Regio, Aantal, Leeftijd") == [("Tabel 1", "MC01", "1", None), ("Tabel 2", "MC02", "2", "")]


BROKEN_XLSX: list[tuple[Rows, str]] = [
    (
        [["Titel"], *TABLE],
        "extracts/a.xlsx, sheet 'Tabel 1': the header is not in row 4; it is in row 5. "
        "Set header_row = 5 in etl/sources/maatwerk_risico.toml, or move the table, and build again.",
    ),
    (
        [*HEADER[:3], ["Regio", "Antal"], ["MC28", 1]],
        "extracts/a.xlsx, sheet 'Tabel 1', row 4: column 'Aantal' is missing; the nearest in the header is 'Antal'. "
        "Rename it, or add it under [column_aliases] in etl/sources/maatwerk_risico.toml, and build again.",
    ),
    (
        [["Titel"]],
        "extracts/a.xlsx, sheet 'Tabel 1', row 4: column 'Regio' is missing and nothing in the header resembles it. "
        "Get the file with this column in it and build again.",
    ),
    (
        [*HEADER, *NOTES],
        "extracts/a.xlsx, sheet 'Tabel 1': there is no row below the header in row 4; a table has at least one. "
        "Get the workbook again and build again.",
    ),
    (
        [*TABLE, [], ["MC06", 5, None]],
        "extracts/a.xlsx, sheet 'Tabel 1': row 8 is blank and row 9 goes on with figures; a table has no such rows. "
        "Remove row 8, or the row below it, and build again.",
    ),
    (
        [*HEADER[:3], ["Regio", "Aantal", "Geboortedatum"], ["MC28", 1, "2001-01-01"]],
        "extracts/a.xlsx, sheet 'Tabel 1': column 'Geboortedatum' is about single persons; the monitor takes tables of "
        "counts only, and nothing of this file was read. Remove the file and ask its supplier for counts.",
    ),
]


@pytest.mark.parametrize(("rows", "sentence"), BROKEN_XLSX)
def test_broken_workbook(con: duckdb.DuckDBPyConnection, folder: Path, rows: Rows, sentence: str) -> None:
    with pytest.raises(ExtractError) as caught:
        readers.read(con, XLSX, [workbook(folder, rows)])
    assert str(caught.value) == sentence


def test_sheet_that_is_missing(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(ExtractError) as caught:
        readers.read(con, XLSX, [workbook(folder, TABLE, sheet="Tabel1")])
    assert str(caught.value) == (
        "extracts/a.xlsx: sheet 'Tabel 1' is missing; did you mean 'Tabel1'? "
        "Rename the sheet, or change [[sheet]] in etl/sources/maatwerk_risico.toml, and build again."
    )


def test_file_that_is_no_workbook(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    path = folder / "a.xlsx"
    path.write_text("Regio;Aantal\n", encoding="utf-8")
    with pytest.raises(
        ExtractError, match=r"^extracts/a\.xlsx: not a workbook that can be read \(.+\); it is damaged, "
    ):
        readers.read(con, XLSX, [path])


# StatLine


def spoil(folder: Path, table: str, file: str, change: Callable[[str], str | None]) -> Path:
    copy = folder / Path(table).name
    shutil.copytree(EXTRACTS / table, copy)
    changed = change((copy / file).read_text(encoding="utf-8"))
    if changed is None:
        (copy / file).unlink()
    else:
        (copy / file).write_text(changed, encoding="utf-8")
    return copy


def test_old_dialect_loses_padding_and_stars(con: duckdb.DuckDBPyConnection) -> None:
    readers.read(con, SOURCES["cbs_vsv_regio"], [EXTRACTS / "v3" / "84780NED"])
    found = raw(con, "distinct region, region_title, period_title, period_status")
    assert ("NL01", "Nederland", "2024/'25", "Voorlopig") in found
    assert ("LD01", "Noord-Nederland (LD)", "2017/'18", None) in found
    values = "distinct measure, measure_title, unit, value, attribute"
    found = con.execute(f"select {values} from raw where region = 'GM0080'").fetchall()
    assert ("leerlingen_cbs", "Leerlingen", "aantal", "9880", "None") in found
    assert ("vsvers_cbs", "Voortijdig schoolverlaters", "aantal", ".", "None") in found


def test_new_dialect_says_why_there_is_no_value(con: duckdb.DuckDBPyConnection) -> None:
    extracts = readers.read(con, SOURCES["cbs_vsv_regio"], [EXTRACTS / "84780NED"])
    found = con.execute("select value, attribute, unit from raw where region = 'GM0080' order by measure").fetchall()
    assert found == [("9880", "None", "aantal"), (None, "Secret", "aantal")]
    assert con.execute("select distinct modified from raw").fetchall() == [("2025-06-03T02:00:00+02:00",)]
    assert {extract.file: extract.rows for extract in extracts}["84780NED/Observations_0.json"] == 14
    assert sum(extract.rows for extract in extracts if "Observations" in extract.file) == 27
    assert len(extracts) == 8


def test_typed_figures_are_read_too(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    table = folder / "84780NED"
    shutil.copytree(EXTRACTS / "v3" / "84780NED", table)
    untyped = table / "UntypedDataSet_0.json"
    document = json.loads(untyped.read_text(encoding="utf-8"))
    for row in document["value"]:
        row["Leerlingen_1"] = int(row["Leerlingen_1"]) if row["Leerlingen_1"] else None
    (table / "TypedDataSet_0.json").write_text(json.dumps(document), encoding="utf-8")
    untyped.unlink()
    readers.read(con, SOURCES["cbs_vsv_regio"], [table])
    assert ("75010",) in con.execute("select value from raw where measure = 'leerlingen_cbs'").fetchall()


BROKEN_STATLINE: list[tuple[str, str, Callable[[str], str | None], str]] = [
    (
        "84780NED",
        "Observations_1.json",
        lambda text: text[:700],
        "84780NED/Observations_1.json: not whole JSON (",
    ),
    (
        "84780NED",
        "Observations_1.json",
        lambda text: '{"error": "too many"}',
        '84780NED/Observations_1.json: there is no list under "value"; a StatLine document has one. '
        "Fetch the table again and build again.",
    ),
    (
        "84780NED",
        "Observations_0.json",
        lambda text: None,
        "extracts/84780NED: page Observations_0.json is missing; the pages count from 0 without a gap. "
        "Fetch the table again and build again.",
    ),
    (
        "84780NED",
        "RegiokenmerkenCodes.json",
        lambda text: None,
        "extracts/84780NED: file RegiokenmerkenCodes.json is missing; a StatLine table is a folder of JSON documents, ",
    ),
    (
        "84780NED",
        "PeriodenCodes.json",
        lambda text: "<html>storing</html>",
        "84780NED/PeriodenCodes.json: not whole JSON (Expecting value: line 1 column 1 (char 0)); the download was "
        "probably cut off. Fetch the table again and build again.",
    ),
    (
        "84780NED",
        "RegiokenmerkenCodes.json",
        lambda text: text.replace('"GM0080"', '"GM0081"'),
        "84780NED/Observations_0.json: region has code 'GM0080', which the table's own list lacks; "
        "did you mean 'GM0081'? Fetch the table again and build again.",
    ),
    (
        "84780NED",
        "RegiokenmerkenCodes.json",
        lambda text: text.replace('"GM0055"', '"GM0080"'),
        "extracts/84780NED: the codes of Regiokenmerken hold a code twice; each code is there once. "
        "Fetch the table again and build again.",
    ),
    (
        "84780NED",
        "MeasureCodes.json",
        lambda text: text.replace("Leerlingen", "Onderwijsnummer leerling"),
        "84780NED/Dimensions.json: column 'Onderwijsnummer leerling' is about single persons; ",
    ),
    (
        "v3/84780NED",
        "DataProperties.json",
        lambda text: text.replace('"Leerlingen"', '"BSN"'),
        "84780NED/DataProperties.json: column 'BSN' is about single persons; ",
    ),
    (
        "v3/84780NED",
        "UntypedDataSet_0.json",
        lambda text: json.dumps({"value": []}),
        "extracts/84780NED: the table has no figures at all; an extract has at least one. "
        "Look at the filter in the source's declaration, fetch the table again and build again.",
    ),
    (
        "v3/84780NED",
        "Perioden.json",
        lambda text: "[]",
        '84780NED/Perioden.json: there is no list under "value"; a StatLine document has one. ',
    ),
]


@pytest.mark.parametrize(("table", "file", "change", "sentence"), BROKEN_STATLINE)
def test_broken_statline_table(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    table: str,
    file: str,
    change: Callable[[str], str | None],
    sentence: str,
) -> None:
    copy = spoil(folder, table, file, change)
    with pytest.raises(ExtractError) as caught:
        readers.read(con, SOURCES["cbs_vsv_regio"], [copy])
    assert sentence in str(caught.value)


def test_a_page_of_another_shape(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    copy = spoil(folder, "84780NED", "Observations_0.json", lambda text: '{"value": [1, 2]}')
    with pytest.raises(ExtractError, match=r"^84780NED/Observations_0\.json: a row of figures is no object; "):
        readers.read(con, SOURCES["cbs_vsv_regio"], [copy])


@pytest.mark.parametrize(("table", "about"), [("84780NED", "Properties"), ("v3/84780NED", "TableInfos")])
def test_a_table_need_not_say_when_it_was_changed(
    con: duckdb.DuckDBPyConnection, folder: Path, table: str, about: str
) -> None:
    copy = spoil(folder, table, f"{about}.json", lambda text: None)
    readers.read(con, SOURCES["cbs_vsv_regio"], [copy])
    assert raw(con, "distinct modified") == [("",)]


def test_a_source_may_be_spread_over_two_tables(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for name in ("84780NED", "84780OUD"):
        shutil.copytree(EXTRACTS / "84780NED", folder / name)
    source: Source = SOURCES["cbs_vsv_regio"]
    extracts = readers.read(con, source, [folder / "84780NED", folder / "84780OUD"])
    assert len(raw(con)) == 32
    assert len({extract.file for extract in extracts}) == 16
