"""Rows as CSV: RFC 4180, UTF-8, a point as decimal sign, the names of the columns first; a text never is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# A spreadsheet takes a text that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(names: Sequence[str], lines: Iterable[Iterable[Any]]) -> bytes:
    """The file; a missing cell is empty, and before a text that would be a formula stands an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    return harmless(cell) if isinstance(cell, str) else cell
