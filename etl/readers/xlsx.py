"""Reads workbooks: the declared sheets, from the declared header row down to the notes below the table."""

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import duckdb
import python_calamine

from ..catalogue import Sheet, Source
from ..declaration import shown
from ..errors import ExtractError, hint
from . import columns, guard, workbook_zip
from .extract import Extract, engine_path, fingerprint, quoted

# How far down a header that has moved is looked for.
LOOK = 30

# An empty cell stays an empty text; null, written so, means that the sheet has no such column.
ABSENT = r"\N"
# What a cell of figures may hold besides a number.
SIGN = re.compile(r"[<>]?\s*\d[\d.,\s]*%?|[.x*\-]|\*\*", re.IGNORECASE)

Cells = list[str]


def read(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> list[Extract]:
    """Makes the table `raw` from all declared sheets of all workbooks and returns what was read."""
    names = ["file", "sheet", *source.columns, *source.optional_columns]
    extracts = []
    with tempfile.TemporaryDirectory(prefix="extracts-") as scratch:
        # Through a text file, for the engine takes that in ten times faster than rows from Python.
        gathered = Path(scratch) / "raw.csv"
        with gathered.open("w", encoding="utf-8", newline="") as target:
            for path in files:
                rows = _workbook(source, path, target)
                extracts.append(Extract(path.name, fingerprint(path), path.stat().st_size, rows))
        types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
        con.execute(
            f"create or replace temp table raw as from read_csv({engine_path(gathered)}, auto_detect = false, "
            f"header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '{ABSENT}', columns = {{{types}}})"
        )
    return extracts


def rows(source: Source, path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row of a workbook with its place, by declared column."""
    book = _open(path)
    for sheet in source.sheets:
        positions, lines = _table(source, path, book, sheet)
        for number, line in lines:
            yield f"sheet '{sheet.name}', row {number}", {name: line[at] for name, at in positions.items()}


def _workbook(source: Source, path: Path, target: TextIO) -> int:
    """Writes the rows of one workbook in the order of the declared columns and returns their number."""
    book = _open(path)
    writer = csv.writer(target, lineterminator="\n")
    total = 0
    for sheet in source.sheets:
        positions, lines = _table(source, path, book, sheet)
        order = [positions.get(name) for name in (*source.columns, *source.optional_columns)]
        count = 0
        for _, line in lines:
            cells = (ABSENT if position is None else line[position] for position in order)
            writer.writerow([shown(path), sheet.name, *cells])
            count += 1
        if count == 0:
            raise ExtractError(
                f"{shown(path)}, sheet '{sheet.name}': there is no row below the header in row {sheet.header_row}; "
                "a table has at least one. Get the workbook again and build again."
            )
        total += count
    return total


def _open(path: Path) -> python_calamine.CalamineWorkbook:
    workbook_zip.refuse_unreadable(path)
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError) as error:
        raise workbook_zip.no_workbook(path, error) from error


def _table(
    source: Source, path: Path, book: python_calamine.CalamineWorkbook, sheet: Sheet
) -> tuple[dict[str, int], Iterator[tuple[int, Cells]]]:
    """Where each declared column stands in a sheet, and its rows with their numbers."""
    where = shown(path)
    if sheet.name not in book.sheet_names:
        raise ExtractError(
            f"{where}: sheet '{sheet.name}' is missing; {hint(sheet.name, book.sheet_names)} "
            f"Rename the sheet, or change [[sheet]] in {shown(source.path)}, and build again."
        )
    place = f"{where}, sheet '{sheet.name}'"
    lines = _lines(path, book, sheet)
    for line in lines[:LOOK]:
        guard.refuse_persons(place, [cell for cell in line if len(cell) < 60])
    positions = _header(place, lines, sheet, source)
    return positions, _body(place, lines, sheet.header_row, positions)


def _lines(path: Path, book: python_calamine.CalamineWorkbook, sheet: Sheet) -> list[Cells]:
    """All cells of a sheet as texts; one whose formula gave no value holds the name of its error."""
    try:
        cells = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    # The reader is of another language and stops in its own ways at a damaged sheet.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise workbook_zip.no_workbook(path, error) from error
    lines = [[_text(cell) for cell in row] for row in cells]
    for cell in workbook_zip.cells_without_value(path, sheet.name):
        if cell.row < len(lines) and cell.column < len(lines[cell.row]):
            lines[cell.row][cell.column] = cell.word
    return lines


def _text(cell: object) -> str:
    """A cell as text; a whole number without the ".0" that the format adds to every number.

    A number with three decimals gets a fourth, for as a text it could be thousands.
    """
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        text = repr(cell)
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text
    return str(cell).strip()


def _header(place: str, lines: Sequence[Cells], sheet: Sheet, source: Source) -> dict[str, int]:
    header = lines[sheet.header_row - 1] if sheet.header_row <= len(lines) else []
    wanted = {columns.spelled(name) for name in source.columns}
    if not wanted & {columns.spelled(cell) for cell in header}:
        for number, line in enumerate(lines[:LOOK], start=1):
            if wanted <= {columns.spelled(cell) for cell in line}:
                raise ExtractError(
                    f"{place}: the header is not in row {sheet.header_row}; it is in row {number}. "
                    f"Set header_row = {number} in {shown(source.path)}, or move the table, and build again."
                )
    return columns.match(f"{place}, row {sheet.header_row}", header, source)


def _body(
    place: str, lines: Sequence[Cells], header_row: int, positions: Mapping[str, int]
) -> Iterator[tuple[int, Cells]]:
    """The rows until the first blank one or the source note; raises ExtractError when a table goes on after that."""
    declared = sorted(positions.values())
    ended = 0
    shapes: set[str] = set()
    for number, line in enumerate(lines[header_row:], start=header_row + 1):
        filled = [position for position, cell in enumerate(line) if cell]
        if ended:
            if _goes_on(line, declared, shapes):
                what = "blank" if not any(lines[ended - 1]) else "a note"
                raise ExtractError(
                    f"{place}: row {ended} is {what} and row {number} goes on with figures; a table has no such rows. "
                    f"Remove row {ended}, or the row{'' if number == ended + 1 else 's'} below it, and build again."
                )
        elif not filled or (len(filled) == 1 and line[filled[0]].lower().startswith("bron")):
            ended = number
        else:
            _refuse_errors(place, number, line, positions)
            shapes.add(_shape(line[declared[0]]))
            yield number, line


def _goes_on(line: Cells, declared: Sequence[int], shapes: set[str]) -> bool:
    """Whether a line below the end of a table is a row of it: a figure in its columns, many cells, or a known key."""
    first, *others = declared
    if any(SIGN.fullmatch(line[position]) for position in others if line[position]):
        return True
    filled = sum(1 for position in declared if line[position])
    shape = _shape(line[first])
    return filled > 2 or ("9" in shape and shape in shapes)


def _shape(cell: str) -> str:
    """What a cell looks like: every figure a 9, every letter an a."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell))


def _refuse_errors(place: str, number: int, line: Cells, positions: Mapping[str, int]) -> None:
    for name, position in positions.items():
        cell = line[position]
        if cell in workbook_zip.ERRORS or cell == workbook_zip.UNCALCULATED:
            letters = workbook_zip.column_letters(position)
            raise ExtractError(
                f"{place}, cell {letters}{number}: column '{name}' holds {cell}; an error "
                "is no figure and no reason for a missing one. Mend the cell in the workbook and build again."
            )
