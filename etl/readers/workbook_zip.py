"""Looks into a workbook as the archive it is: how large it unpacks, and the cells whose formula gave no value."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ..declaration import shown
from ..errors import ExtractError

# The largest table here unpacks to 5 MB; a workbook of this size is taken in within 600 MB of memory.
LARGEST = 48 << 20
ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#N/B"})
UNCALCULATED = "a formula without a value"

_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


@dataclass(frozen=True)
class Cell:
    """A place in a sheet, both numbers from 0, and what stands there instead of a value."""

    row: int
    column: int
    word: str


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def refuse_unreadable(path: Path) -> None:
    """Raises ExtractError when the file is no archive, or unpacks to more than a table of counts can hold."""
    where = shown(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist() if not part.filename.startswith("xl/media/"))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise no_workbook(path, error) from error
    if size > LARGEST:
        raise ExtractError(
            f"{where}: unpacks to {size >> 20:,} MB and a workbook of counts stays under {LARGEST >> 20} MB; it is no "
            "table of counts, or sheets and formats were added. Save the table alone as a new workbook and build again."
        )


def no_workbook(path: Path, error: BaseException) -> ExtractError:
    """The error for a file that cannot be read as a workbook."""
    about = " ".join(str(error).split()).rstrip(".")[:120]
    return ExtractError(
        f"{shown(path)}: not a workbook that can be read ({about}); it is damaged, locked with a "
        "password, or another kind of file. Get it again and build again."
    )


def cells_without_value(path: Path, sheet: str) -> list[Cell]:
    """The cells of a sheet that hold an error such as #N/A, or a formula that was never calculated."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, sheet)
            text = archive.read(part) if part else b""
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, EOFError, ValueError) as error:
        raise no_workbook(path, error) from error
    cells = []
    if b't="e"' in text:
        for found in _CELL.finditer(text):
            value = _VALUE.search(found[2])
            cells.append(_cell(found[1], value[1].decode("utf-8", "replace") if value else "an error"))
    if re.search(rb"<(?:\w+:)?f\b", text):
        cells += [_cell(found[1], UNCALCULATED) for found in _FORMULA.finditer(text) if b't="str"' not in found[1]]
    return [cell for cell in cells if cell is not None]


def _cell(attributes: bytes, word: str) -> Cell | None:
    place = _PLACE.search(attributes)
    if place is None:
        return None
    column = 0
    for letter in place[1]:
        column = column * 26 + letter - ord("A") + 1
    return Cell(int(place[2]) - 1, column - 1, word)


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a sheet."""
    for entry in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if entry.tag.rpartition("}")[2] == "sheet" and entry.get("name") == sheet:
            wanted = next((value for key, value in entry.attrib.items() if key.rpartition("}")[2] == "id"), None)
            break
    else:
        return None
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == wanted:
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None
