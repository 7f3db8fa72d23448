"""Seeded damage to every small extract: the same figures, the right status, or a sentence; never other figures."""

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl import deliveries, ingest
from etl.errors import ExtractError

from .extract_support import EXTRACTS, SOURCES, prepared

SEEDS = range(3)
# Each reader's files, with the sources that read them.
TEXTS = {
    "bevolking_gemeenten.csv": "cbs_bevolking",
    "duo_vsv27_2024-2025_voorlopig.csv": "duo_vsv27",
    "duo_vsv_gemeente_2023-2024_definitief.csv": "duo_vsv",
    "duo_vsv_rmc_2015-2016_definitief.csv": "duo_vsv",
    "duo_vsv_rmc_2016-2017_instellingen.csv": "duo_vsv",
    "gepubliceerde_cijfers.csv": "gepubliceerd",
    "landelijke_doelen.csv": "doelen_landelijk",
    "streefcijfers.csv": "streefcijfers",
}
WORKBOOKS = {
    "maatwerk_duurzaam_werk_2022-2023.xlsx": "maatwerk_werk",
    "maatwerk_neet_2024.xlsx": "maatwerk_neet",
    "maatwerk_risicoscores.xlsx": "maatwerk_risico",
}
# A file of parts that are added up: a part that is away or there twice cannot be told from one that is right.
ADDED_UP = {"duo_vsv_rmc_2016-2017_instellingen.csv"}
Lines = list[str]


@dataclass(frozen=True)
class Rows:
    """What a source gave: each row as its key and its value, and how often it is there."""

    cells: Counter[tuple[object, ...]]
    values: int
    status: int | None

    def strange(self, other: "Rows") -> list[tuple[object, ...]]:
        """The rows of another reading that are not here, nor here with a value where the other says it is missing."""
        known = {self._key(row) for row in self.cells}
        return [
            row
            for row in other.cells
            if row not in self.cells and not (row[self.values] is None and self._key(row) in known)
        ]

    def doubles(self) -> int:
        """How many cells are there more than once, whatever their values are."""
        return self.cells.total() - len({self._key(row) for row in self.cells})

    def _key(self, row: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(cell for place, cell in enumerate(row) if place not in (self.values, self.status))


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return prepared()


def reading(con: duckdb.DuckDBPyConnection, source: str, folder: Path) -> Rows:
    (delivery,) = deliveries.deliveries({source: SOURCES[source]}, folder)
    ingest.read(con, delivery)
    # A citation is no figure, and how many cells were added up is told beside it.
    names = [row[0] for row in con.execute("describe delivered").fetchall() if row[0] not in ("citation", "parts")]
    rows = con.execute(f"select {', '.join(names)} from delivered").fetchall()
    return Rows(Counter(rows), names.index("value"), names.index("status") if "status" in names else None)


def judge(con: duckdb.DuckDBPyConnection, source: str, folder: Path, right: Rows, file: str) -> None:
    """A refusal names the file in one sentence; a reading holds nothing that was not there."""
    try:
        found = reading(con, source, folder)
    except ExtractError as error:
        told = str(error)
        stem = re.escape(Path(file).stem)
        assert re.search(rf"{stem}|etl/sources/{source}", told, re.IGNORECASE), told
        assert "\n" not in told and "Traceback" not in told
        return
    # A cell that is there twice, as when the column of a split has another name, is refused by the build itself
    # (etl/checks/duplicate_key.sql), whatever the rows are.
    assert found.doubles() > 0 or right.strange(found) == []


# Text


def _somewhere(lines: Lines, chance: random.Random) -> int:
    return chance.randrange(1, len(lines))


def _without_a_row(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = _somewhere(lines, chance)
    return lines[:at] + lines[at + 1 :]


def _with_a_row_twice(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = _somewhere(lines, chance)
    return [*lines[:at], lines[at], *lines[at:]]


def _with_a_blank_line(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = _somewhere(lines, chance)
    return [*lines[:at], chance.choice(["", divider * lines[0].count(divider), "  "]), *lines[at:]]


def _with_a_note(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = _somewhere(lines, chance)
    return [*lines[:at], "Bron: CBS", *lines[at:]]


def _with_another_order(lines: Lines, chance: random.Random, divider: str) -> Lines:
    if any('"' in line for line in lines):
        return lines
    order = list(range(lines[0].count(divider) + 1))
    chance.shuffle(order)
    cells = [line.split(divider) for line in lines]
    return [divider.join(row[place] for place in order if place < len(row)) for row in cells]


def _with_two_headers_swapped(lines: Lines, chance: random.Random, divider: str) -> Lines:
    # The counts themselves are left alone: two counts under each other's name are two figures that can be true.
    names = lines[0].split(divider)
    first, second = names[0], next(name for name in names if "CODE" in name.upper() or name == "indicator")
    swap = {first: second, second: first}
    return [divider.join(swap.get(name, name) for name in names), *lines[1:]]


def _with_another_divider(lines: Lines, chance: random.Random, divider: str) -> Lines:
    other = chance.choice([choice for choice in ";,\t|" if choice != divider])
    return [line.replace(divider, other) for line in lines]


def _with_english_thousands(lines: Lines, chance: random.Random, divider: str) -> Lines:
    return [lines[0], *(re.sub(r"(?<=\d)\.(?=\d{3}\b)", ",", line) for line in lines[1:])]


def _with_points_in_counts(lines: Lines, chance: random.Random, divider: str) -> Lines:
    return [lines[0], *(re.sub(r"(?<=,)(\d{2,3})(\d{3})(?=,persons)", r"\1.\2", line) for line in lines[1:])]


def _with_capitals(lines: Lines, chance: random.Random, divider: str) -> Lines:
    return [chance.choice([lines[0].upper(), lines[0].lower(), lines[0].title()]), *lines[1:]]


def _with_a_header_renamed(lines: Lines, chance: random.Random, divider: str) -> Lines:
    # A slip of the pen: an optional column of quite another name counts as one that is not there.
    names = lines[0].split(divider)
    at = chance.randrange(len(names))
    return [divider.join([*names[:at], names[at] + "X", *names[at + 1 :]]), *lines[1:]]


def _with_a_word(lines: Lines, chance: random.Random, divider: str) -> Lines:
    """A number somewhere becomes an error, a sign or a word."""
    at = _somewhere(lines, chance)
    numbers = list(re.finditer(rf"(?<={re.escape(divider)})[\d.]+(?={re.escape(divider)})", lines[at]))
    if not numbers:
        return lines
    number = chance.choice(numbers)
    word = chance.choice(["#N/A", "#REF!", "geheim", "x", ".", "-", "<5", "*", "veel", "?", "1e3", "NaN", "inf"])
    return [*lines[:at], lines[at][: number.start()] + word + lines[at][number.end() :], *lines[at + 1 :]]


def _torn(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = chance.choice([at for at, line in enumerate(lines) if at and divider in line])
    # Within the last cell of a row nothing shows that a file was cut off.
    return [*lines[:at], lines[at][: chance.randrange(1, lines[at].rindex(divider) + 1)]]


def _with_a_cell_too_many(lines: Lines, chance: random.Random, divider: str) -> Lines:
    at = _somewhere(lines, chance)
    return [*lines[:at], lines[at].replace(divider, divider + "x" + divider, 1), *lines[at + 1 :]]


def _with_blanks(lines: Lines, chance: random.Random, divider: str) -> Lines:
    if any('"' in line for line in lines):
        return lines
    return [lines[0], *(divider.join(f" {cell} " for cell in line.split(divider)) for line in lines[1:])]


CHANGES: list[Callable[[Lines, random.Random, str], Lines]] = [
    *(_without_a_row, _with_a_row_twice, _with_a_blank_line, _with_a_note, _with_another_order),
    *(_with_two_headers_swapped, _with_another_divider, _with_english_thousands, _with_points_in_counts),
    *(_with_capitals, _with_a_header_renamed, _with_a_word, _torn, _with_a_cell_too_many, _with_blanks),
]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"]
ENDS = ["\n", "\r\n", "\r"]


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_text_that_was_damaged(con: duckdb.DuckDBPyConnection, tmp_path: Path, file: str) -> None:
    source = SOURCES[TEXTS[file]]
    folder = tmp_path / "extracts"
    folder.mkdir()
    shutil.copy(EXTRACTS / file, folder)
    right = reading(con, source.id, folder)
    text = (EXTRACTS / file).read_bytes().decode(source.encoding).removeprefix("\ufeff")
    for change in CHANGES:
        if file in ADDED_UP and change in (_without_a_row, _with_a_row_twice):
            continue
        for seed in SEEDS:
            chance = random.Random(f"{file} {change.__name__} {seed}")
            damaged = ENDS[seed].join([*change(text.splitlines(), chance, source.delimiter), ""])
            (folder / file).write_bytes(damaged.encode(source.encoding))
            judge(con, source.id, folder, right, file)
    for encoding in ENCODINGS:
        (folder / file).write_bytes(text.encode(encoding, "replace"))
        # A page of code that knows each byte cannot be told from the right one: only names would be strange.
        judge(con, source.id, folder, right, file)


# Workbooks


def _rows(sheet: Worksheet, chance: random.Random) -> int:
    return chance.randrange(5, max(6, sheet.max_row - 1))


def _sheet_row_deleted(sheet: Worksheet, chance: random.Random) -> None:
    sheet.delete_rows(_rows(sheet, chance))


def _sheet_row_blank(sheet: Worksheet, chance: random.Random) -> None:
    sheet.insert_rows(_rows(sheet, chance))


def _sheet_note(sheet: Worksheet, chance: random.Random) -> None:
    at = _rows(sheet, chance)
    sheet.insert_rows(at)
    sheet.cell(at, 1, "Bron: CBS")


def _sheet_header_moved(sheet: Worksheet, chance: random.Random) -> None:
    sheet.insert_rows(chance.randrange(1, 5))


def _sheet_column_added(sheet: Worksheet, chance: random.Random) -> None:
    sheet.insert_cols(chance.randrange(1, sheet.max_column))


def _sheet_header_renamed(sheet: Worksheet, chance: random.Random) -> None:
    sheet.cell(4, chance.randrange(1, sheet.max_column + 1), chance.choice(["Anders", None, "REGIOCODE"]))


def _sheet_capitals(sheet: Worksheet, chance: random.Random) -> None:
    for cell in sheet[4]:
        cell.value = str(cell.value).upper() if cell.value else None


def _sheet_cell(sheet: Worksheet, chance: random.Random) -> None:
    """A number becomes an error, a sign, a word, a formula or a text in another notation."""
    numbers = [cell for row in sheet.iter_rows(min_row=5) for cell in row if isinstance(cell.value, int | float)]
    words = ["#N/A", "#REF!", "=1+1", "geheim", ".", "x", "-", "<10", "1.250", "9,000", "12,5", "veel", "NaN", None]
    chance.choice(numbers).value = chance.choice(words)


def _sheet_renamed(sheet: Worksheet, chance: random.Random) -> None:
    sheet.title = "Blad1"


SHEET_CHANGES: list[Callable[[Worksheet, random.Random], None]] = [
    *(_sheet_row_deleted, _sheet_row_blank, _sheet_note, _sheet_header_moved, _sheet_column_added),
    *(_sheet_header_renamed, _sheet_capitals, _sheet_cell, _sheet_cell, _sheet_cell, _sheet_renamed),
]


@pytest.mark.parametrize("file", sorted(WORKBOOKS))
def test_a_workbook_that_was_damaged(con: duckdb.DuckDBPyConnection, tmp_path: Path, file: str) -> None:
    source = SOURCES[WORKBOOKS[file]]
    folder = tmp_path / "extracts"
    folder.mkdir()
    shutil.copy(EXTRACTS / file, folder)
    right = reading(con, source.id, folder)
    for number, change in enumerate(SHEET_CHANGES):
        for seed in SEEDS:
            chance = random.Random(f"{file} {number} {seed}")
            book = openpyxl.load_workbook(EXTRACTS / file)
            change(book[chance.choice(source.sheets).name], chance)
            book.save(folder / file)
            judge(con, source.id, folder, right, file)
    whole = (EXTRACTS / file).read_bytes()
    for seed in range(12):
        chance = random.Random(f"{file} {seed}")
        at = chance.randrange(len(whole))
        damaged = whole[:at] if seed % 2 else whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        (folder / file).write_bytes(damaged)
        judge(con, source.id, folder, right, file)


# StatLine


@pytest.mark.parametrize("table", ["84780NED", "v3/84780NED", "86223NED"])
def test_a_statline_table_that_was_damaged(con: duckdb.DuckDBPyConnection, tmp_path: Path, table: str) -> None:
    name = Path(table).name
    source = {"84780NED": "cbs_vsv_regio", "86223NED": "cbs_jongeren_regio"}[name]
    whole = tmp_path / "whole"
    shutil.copytree(EXTRACTS / table, whole / name)
    right = reading(con, source, whole)
    for number, path in enumerate(sorted((EXTRACTS / table).iterdir())):
        folder = tmp_path / f"damaged_{number}"
        shutil.copytree(EXTRACTS / table, folder / name)
        damaged = folder / name / path.name
        content = path.read_bytes()
        for seed in SEEDS:
            damaged.write_bytes(content[: random.Random(f"{table} {path.name} {seed}").randrange(len(content))])
            judge(con, source, folder, right, name)
        damaged.unlink()
        judge(con, source, folder, right, name)
