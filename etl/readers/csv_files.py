"""Reads delimited text files; the engine streams them, so a file may be larger than memory."""

import csv
import re
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError
from . import columns, guard, text_bytes
from .extract import Extract, engine_path, identifier, quoted


@dataclass(frozen=True)
class _Layout:
    """Files that one scan can read: the same folder, encoding, width and order of columns."""

    folder: str
    encoding: str
    width: int
    positions: tuple[tuple[str, int], ...]


def read(
    con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path], *, thorough: bool = False
) -> list[Extract]:
    """Makes the view `raw` over all files together, columns joined by name, and returns what was read.

    Rows are gone through here when their number cannot be told from the bytes, or always when `thorough`; else a torn
    row shows when `raw` is read.
    """
    scratch = tempfile.TemporaryDirectory(prefix="extracts-")
    # The view reads repaired copies for as long as the connection lives.
    weakref.finalize(con, scratch.cleanup)
    layouts: dict[_Layout, list[Path]] = {}
    extracts = []
    for number, path in enumerate(files):
        layout, readable, extract = _one(con, source, path, Path(scratch.name) / str(number), thorough)
        # One scan per layout and not per file, for every scan holds buffers of its own.
        layouts.setdefault(layout, []).append(readable)
        extracts.append(extract)
    selects = [_select(layout, paths, source) for layout, paths in layouts.items()]
    con.execute("create or replace temp view raw as " + " union all ".join(selects))
    return extracts


def rows(source: Source, path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row of a text file with its place, by declared column; rows with too few or many cells are passed over."""
    look = text_bytes.examine(path, source)
    header = _header(shown(path), look.first_line, source)
    positions = columns.match(shown(path), header, source)
    encoding = "utf-8-sig" if look.encoding == "utf-8" else look.encoding
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = csv.reader(file, delimiter=source.delimiter)
        next(lines, None)
        for line in lines:
            if len(line) >= len(header):
                yield f"row {lines.line_num}", {name: line[position] for name, position in positions.items()}


def _one(
    con: duckdb.DuckDBPyConnection, source: Source, path: Path, scratch: Path, thorough: bool
) -> tuple[_Layout, Path, Extract]:
    where = shown(path)
    found = text_bytes.examine(path, source)
    # Before anything else, and whatever the divider turns out to be.
    guard.refuse_persons(where, re.split(r"[;,\t|]", found.first_line))
    header = _header(where, found.first_line, source)
    positions = columns.match(where, header, source)
    footer = text_bytes.footer_start(path, source.delimiter)
    readable, encoding = path, "latin-1" if found.encoding in ("iso8859-1", "cp1252") else "utf-8"
    if footer is not None or found.recode or found.returns:
        scratch.mkdir()
        readable, encoding = scratch / path.name, "utf-8"
        text_bytes.rewrite(path, readable, found.encoding, footer)
    layout = _Layout(where.removesuffix(path.name), encoding, len(header), tuple(sorted(positions.items())))
    rows = _rows_by_bytes(found, len(header)) if readable == path and not thorough else None
    if rows is None:
        rows = _count(con, _scan(layout, [readable], source), where, len(header))
    if rows == 0:
        raise ExtractError(
            f"{where}: there is a header and not a single row; an extract has at least one. "
            "Get the file again and build again."
        )
    return layout, readable, Extract(path.name, found.sha256, found.size, rows)


def _rows_by_bytes(found: text_bytes.Bytes, width: int) -> int | None:
    """The number of rows when the number of dividers is as it should be, or None.

    A row too short and one too long can make up for each other; the engine stops at the first of them anyway.
    """
    if width == 1 or found.lines is None or found.dividers != found.lines * (width - 1):
        return None
    return found.lines - 1


def _select(layout: _Layout, paths: Sequence[Path], source: Source) -> str:
    positions = dict(layout.positions)
    cells = [
        f"{f'c{positions[name]}' if name in positions else 'null::varchar'} as {identifier(name)}"
        for name in (*source.columns, *source.optional_columns)
    ]
    file = f"{quoted(layout.folder)} || parse_filename(filename) as file"
    return f"select {file}, null::varchar as sheet, {', '.join(cells)} from {_scan(layout, paths, source)}"


def _header(where: str, line: str, source: Source) -> list[str]:
    names = next(csv.reader([line], delimiter=source.delimiter), [])
    while names and not names[-1].strip():
        names.pop()
    if len(names) == 1 and len(source.columns) > 1:
        used = max(",;\t|", key=line.count)
        if used != source.delimiter and line.count(used):
            raise ExtractError(
                f"{where}: the cells are divided by {_named(used)} and {shown(source.path)} says "
                f"{_named(source.delimiter)}. Save the file with the right divider, or change 'delimiter', and "
                "build again."
            )
    return names


def _named(divider: str) -> str:
    return "a tab" if divider == "\t" else f"'{divider}'"


def _scan(layout: _Layout, paths: Sequence[Path], source: Source) -> str:
    names = [f"'c{number}'" for number in range(layout.width)]
    types = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    # An empty cell stays an empty text: null means that the file has no such column.
    return (
        f"read_csv([{', '.join(map(engine_path, paths))}], auto_detect = false, header = false, skip = 1, "
        f"filename = true, delim = {quoted(source.delimiter)}, quote = '\"', escape = '\"', "
        f"encoding = '{layout.encoding}', columns = {{{types}}}, force_not_null = [{', '.join(names)}])"
    )


def _count(con: duckdb.DuckDBPyConnection, scan: str, where: str, width: int) -> int:
    """The number of rows; raises ExtractError at the first torn one."""
    try:
        found = con.execute(f"select count(*) from {scan}").fetchone()
    except duckdb.Error as error:
        raise ExtractError(_explained(where, str(error), width)) from error
    return int(found[0]) if found else 0


def _explained(where: str, message: str, width: int) -> str:
    line = re.search(r"Error on Line: (\d+)", message)
    place = f"{where}: line {line[1]}" if line else where
    cells = re.search(r"Expected Number of Columns: \d+ Found: (\d+)", message)
    if cells:
        return (
            f"{place} has {cells[1]} cells and the header has {width}; a row was cut off or a divider stands in a "
            "text. Get the file again, or mend the line, and build again."
        )
    if "unterminated quote" in message or "quote" in message.partition("Possible")[0].lower():
        return (
            f'{place} opens a text with " and never closes it; a text between quotes ends with a quote. '
            "Mend the line and build again."
        )
    first = message.partition("\n")[0].removeprefix("Invalid Input Error: ").rstrip(". ")
    return (
        f"{place} cannot be read ({first}); lines must all end in the same way and hold {width} cells. "
        "Save the file again as CSV and build again."
    )
