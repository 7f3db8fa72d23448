"""Looks at a file that no source takes, for one thing only: whether its columns are about single persons."""

import codecs
import re
from pathlib import Path

import python_calamine

from ..declaration import shown
from ..errors import ExtractError
from . import guard, workbook_zip

TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
# A header stands near the top.
LOOK = 30
START = 1 << 16


def refuse_persons(path: Path) -> None:
    """Raises ExtractError when the file can be read as text or workbook and has a column about single persons."""
    if not path.is_file():
        return
    suffix = path.suffix.lower()
    try:
        lines = _text(path) if suffix in TEXTS else _workbook(path) if suffix in WORKBOOKS else []
    except OSError:
        return
    for line in lines:
        cells = [cell for cell in line if cell.strip() and len(cell) < 60]
        # A sentence is no header: a header has two names at least.
        if len(cells) > 1 or (len(line) == 1 and len(cells) == 1 and len(cells[0].split()) == 1):
            guard.refuse_persons(shown(path), cells)


def _text(path: Path) -> list[list[str]]:
    """The first line that has cells, or its only column."""
    with path.open("rb") as file:
        start = file.read(START)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = start.decode("utf-16", "replace")
    else:
        text = start.removeprefix(codecs.BOM_UTF8).decode("cp1252", "replace")
    dividers = r"[;\t|]" if path.suffix.lower() == ".txt" else r"[;,\t|]"
    lines = [re.split(dividers, line) for line in re.split(r"[\r\n]+", text)[:LOOK] if line.strip()]
    return lines[:1] + [line for line in lines[1:] if len(line) > 1][:1]


def _workbook(path: Path) -> list[list[str]]:
    """The first lines of every sheet."""
    lines = []
    try:
        workbook_zip.refuse_unreadable(path)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            found = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=LOOK)
            lines += [[str(cell) for cell in row] for row in found]
    except (python_calamine.CalamineError, ExtractError):
        pass
    return lines
