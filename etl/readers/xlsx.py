"""Reads workbooks: the declared sheets, from the declared header row down to the notes below the table."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import duckdb
import python_calamine

from ..catalogue import Sheet, Source
from ..declaration import shown
from ..errors import ExtractError, hint
from . import columns, guard
from .extract import Extract, fingerprint, quoted

# How far down a header that has moved is looked for.
LOOK = 30

# An empty cell stays an empty text; null, written so, means that the sheet has no such column.
ABSENT = r"\N"

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
            f"create or replace temp table raw as from read_csv({quoted(gathered)}, auto_detect = false, "
            f"header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '{ABSENT}', columns = {{{types}}})"
        )
    return extracts


def _workbook(source: Source, path: Path, target: TextIO) -> int:
    """Writes the rows of one workbook in the order of the declared columns and returns their number."""
    where = shown(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError) as error:
        raise ExtractError(
            f"{where}: not a workbook that can be read ({str(error).rstrip('.')}); it is damaged, locked with a "
            "password, or another kind of file. Get it again and build again."
        ) from error
    writer = csv.writer(target, lineterminator="\n")
    total = 0
    for sheet in source.sheets:
        if sheet.name not in book.sheet_names:
            raise ExtractError(
                f"{where}: sheet '{sheet.name}' is missing; {hint(sheet.name, book.sheet_names)} "
                f"Rename the sheet, or change [[sheet]] in {shown(source.path)}, and build again."
            )
        place = f"{where}, sheet '{sheet.name}'"
        found = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        lines = [[_text(cell) for cell in row] for row in found]
        for line in lines[:LOOK]:
            guard.refuse_persons(place, [cell for cell in line if len(cell) < 60])
        positions = _header(place, lines, sheet, source)
        order = [positions.get(name) for name in (*source.columns, *source.optional_columns)]
        count = 0
        for line in _body(place, lines, sheet.header_row, len(positions)):
            cells = (ABSENT if position is None else line[position] for position in order)
            writer.writerow([where, sheet.name, *cells])
            count += 1
        if count == 0:
            raise ExtractError(
                f"{place}: there is no row below the header in row {sheet.header_row}; a table has at least one. "
                "Get the workbook again and build again."
            )
        total += count
    return total


def _text(cell: object) -> str:
    """A cell as text; a whole number without the ".0" that the format adds to every number."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
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


def _body(place: str, lines: Sequence[Cells], header_row: int, width: int) -> Iterator[Cells]:
    """The rows until the first blank one or the source note; raises ExtractError when a table goes on after that."""
    ended = 0
    for number, line in enumerate(lines[header_row:], start=header_row + 1):
        filled = sum(1 for cell in line if cell)
        if ended:
            if filled >= width:
                raise ExtractError(
                    f"{place}: row {ended} is blank and row {number} goes on with figures; a table has no blank rows. "
                    "Remove the blank row and build again."
                )
        elif filled == 0 or (filled == 1 and line[0].lower().startswith("bron")):
            ended = number
        else:
            yield line
