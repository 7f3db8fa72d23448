"""How CBS and DUO print figures: rounding, suppression, thousands dots, padding; writes bytes that never vary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import xlsxwriter

PREFIX = "voorbeeld_"
DUO_SMALLEST_SHOWN = 5
CUSTOM_SMALLEST_SHOWN = 10
WORKBOOK_DATE = datetime(2026, 1, 5, tzinfo=UTC)

FOOT = ("Bron: CBS (voorbeelddata)", ". = het cijfer is geheim", "* = voorlopig cijfer")
SAMPLE_NOTE = "Voorbeelddata: gemaakt door een programma, geen cijfers van CBS of DUO."


def rounded(values: np.ndarray, unit: int) -> np.ndarray:
    """Each figure on its own to the nearest unit, halves up, as CBS rounds."""
    return (values + unit // 2) // unit * unit


def school_year(year: int) -> str:
    """A school year as CBS writes it."""
    return f"{year}/'{(year + 1) % 100:02d}"


def thousands(number: int) -> str:
    """A whole number with dots between the thousands."""
    return f"{number:,}".replace(",", ".")


def duo_count(number: int) -> str:
    """A count as DUO prints it: few people are not shown, nobody is."""
    return thousands(number) if number == 0 or number >= DUO_SMALLEST_SHOWN else f"<{DUO_SMALLEST_SHOWN}"


def duo_percentage(part: int, whole: int) -> str:
    """A percentage as DUO prints it, or a dot where one of the counts is not shown."""
    if whole < DUO_SMALLEST_SHOWN or 0 < part < DUO_SMALLEST_SHOWN:
        return "."
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d}"


def duo_csv(path: Path, header: Sequence[str], rows: Iterable[str]) -> Path:
    """A DUO file: Windows-1252, semicolons, carriage returns; rows come as finished lines."""
    text = "\r\n".join([";".join(header), *rows, ""])
    path.write_bytes(text.encode("cp1252"))
    return path


def json_file(path: Path, content: dict[str, Any]) -> Path:
    """One JSON document, keys in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(content))
    return path


def json_rows(path: Path, head: dict[str, Any], rows: Iterable[str]) -> Path:
    """A JSON document whose long `value` list comes as finished objects."""
    path.parent.mkdir(parents=True, exist_ok=True)
    start = orjson.dumps(head).decode()[:-1]
    path.write_text(f'{start},"value":[\n' + ",\n".join(rows) + "\n]}\n", encoding="utf-8", newline="\n")
    return path


class Workbook:
    """A CBS custom workbook: an explanation sheet, then tables with three title lines and notes at the foot."""

    def __init__(self, path: Path, title: str, explanation: Sequence[str]) -> None:
        """Starts the workbook with its sheet "Toelichting"."""
        self.path, self.title = path, title
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"title": title, "author": SAMPLE_NOTE, "created": WORKBOOK_DATE})
        self._bold = self._book.add_format({"bold": True})
        sheet = self._book.add_worksheet("Toelichting")
        sheet.write_string(0, 0, title, self._bold)
        for line, text in enumerate((SAMPLE_NOTE, *explanation), start=2):
            sheet.write_string(line, 0, text)

    def table(self, sheet: str, subtitle: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A sheet with its header in row 4; text and numbers keep their type, None leaves the cell empty."""
        target = self._book.add_worksheet(sheet)
        target.write_string(0, 0, self.title, self._bold)
        target.write_string(1, 0, subtitle)
        for column, name in enumerate(header):
            target.write_string(3, column, name, self._bold)
        line = 3
        for line, row in enumerate(rows, start=4):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    target.write_string(line, column, cell)
                elif cell is not None:
                    target.write_number(line, column, cell)
        for offset, note in enumerate(FOOT):
            target.write_string(line + 2 + offset, 0, note)

    def close(self) -> Path:
        """Finishes the file."""
        self._book.close()
        return self.path


def custom_cells(values: np.ndarray) -> list[Any]:
    """Counts of a custom workbook: tens, and a dot for fewer than ten people."""
    tens = rounded(values, 10).tolist()
    return ["." if exact < CUSTOM_SMALLEST_SHOWN else ten for exact, ten in zip(values.tolist(), tens, strict=True)]


def with_totals(values: np.ndarray, axes: Sequence[int]) -> np.ndarray:
    """Puts the sum in front along each of the axes."""
    for axis in axes:
        values = np.concatenate([values.sum(axis=axis, keepdims=True), values], axis=axis)
    return values
