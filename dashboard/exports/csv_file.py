"""Rows as CSV: RFC 4180 for machines, and a form that opens right in a Dutch Excel; a text never is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# A spreadsheet takes a text that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# By this mark Excel knows that the letters are UTF-8.
MARK = "\ufeff"


def as_csv(names: Sequence[str], lines: Iterable[Iterable[Any]]) -> bytes:
    """The file: commas, UTF-8, a point as decimal sign; a text that would be a formula gets an apostrophe before it."""
    return _written(names, lines, ",", ".").encode()


def as_csv_nl(names: Sequence[str], lines: Iterable[Iterable[Any]]) -> bytes:
    """The same cells as a Dutch Excel reads them: semicolons, a comma as decimal sign, and the mark of UTF-8 first."""
    return f"{MARK}{_written(names, lines, ';', ',')}".encode()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(names: Sequence[str], lines: Iterable[Iterable[Any]], between: str, decimal: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=between)
    writer.writerow(names)
    writer.writerows([_cell(cell, decimal) for cell in line] for line in lines)
    return text.getvalue()


def _cell(cell: Any, decimal: str) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return repr(cell).replace(".", decimal)
    return harmless(cell) if isinstance(cell, str) else cell
