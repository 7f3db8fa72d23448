"""A sheet as XLSX: the figures first, then what is meant, what was asked, whose figures they are and how made."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from .. import i18n
from . import about
from .csv_file import FORMULA
from .names import Kind
from .sheet import Column, Sheet

# The letters that a cell of each kind takes, and those of a long text.
WIDTH = {"number": 14, "whole": 10, "flag": 12, "text": 20}
WIDE = 100
# No cell becomes anything but what it is here: no formula, no link, no number made of a text.
OPTIONS = {
    "constant_memory": True,  # a row is written and forgotten: a large file does not fill the worker
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_xlsx(sheet: Sheet) -> bytes:
    """The file; a missing figure is an empty cell, and its reason stands in a column of its own."""
    import xlsxwriter  # why here: only who downloads needs it, and it takes a tenth of a second to import

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        day = sheet.known.release.data_date
        title = i18n.named(sheet.indicator, "name", sheet.language)
        # The date of the data and not the clock: the same question gives the same file.
        moment = datetime.datetime(day.year, day.month, day.day)
        book.set_properties({"title": title, "company": sheet.source.publisher, "created": moment})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 2}),
            "text": book.add_format({"quote_prefix": True}),
            "long": book.add_format({"text_wrap": True, "valign": "top"}),
            "value": book.add_format({"num_format": _decimals(sheet.indicator.decimals)}),
        }
        _lines(book.add_worksheet(i18n.text("file_sheet_data", sheet.language)), sheet.columns, sheet.rows, looks)
        for name, heads, lines in pages(sheet):
            _words(book.add_worksheet(i18n.text(f"file_sheet_{name}", sheet.language)), heads, lines, looks)
    return held.getvalue()


def rows_as_xlsx(
    rows: Sequence[dict[str, Any]], told: Sequence[tuple[str, str]], made: datetime.date, lang: str
) -> bytes:
    """Rows with the same keys as a file: the rows first, then `told`, what the file says of them."""
    import xlsxwriter  # why here: as above

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        book.set_properties({"created": datetime.datetime(made.year, made.month, made.day)})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 2}),
            "text": book.add_format({"quote_prefix": True}),
            "long": book.add_format({"text_wrap": True, "valign": "top"}),
            "value": None,
        }
        columns = [Column(name, _kind([row[name] for row in rows])) for name in (rows[0] if rows else ())]
        _lines(book.add_worksheet(i18n.text("file_sheet_data", lang)), columns, rows, looks)
        heads = tuple(i18n.text(f"file_head_{name}", lang) for name in ("what", "text"))
        _words(book.add_worksheet(i18n.text("file_sheet_status", lang)), heads, told, looks)
    return held.getvalue()


def _kind(cells: Sequence[Any]) -> Kind:
    """What the cells of a column are; of mixed cells the number is written as a text."""
    there = [cell for cell in cells if cell is not None]
    if there and all(isinstance(cell, bool) for cell in there):
        return "flag"
    return "number" if there and all(type(cell) in (int, float) for cell in there) else "text"


def pages(sheet: Sheet) -> list[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]]:
    """The sheets of words: name, heads, lines."""
    what, told = i18n.text("file_head_what", sheet.language), i18n.text("file_head_text", sheet.language)
    method = tuple(i18n.text(f"file_head_{name}", sheet.language) for name in ("method", "parameters", "literature"))
    return [
        ("definitions", (what, told), about.definitions(sheet)),
        ("filters", (what, told), about.filters(sheet)),
        ("status", (what, told), about.status_and_source(sheet)),
        ("methods", method, about.methods(sheet) or [(i18n.text("file_no_methods", sheet.language), "", "")]),
    ]


def _lines(page: Any, columns: Sequence[Column], rows: Sequence[dict[str, Any]], looks: dict[str, Any]) -> None:
    """The rows under heads that stay, with a filter on each column."""
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, max(WIDTH[column.kind], len(column.name) + 4))
        page.write_string(0, at, column.name, looks["head"])
    for line, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            _cell(page, line, at, column, row[column.name], looks)
    if columns:
        page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _cell(page: Any, line: int, at: int, column: Column, cell: Any, looks: dict[str, Any]) -> None:
    if cell is None:
        return
    if column.kind == "flag":
        page.write_boolean(line, at, cell)
    elif column.kind == "text":
        page.write_string(line, at, str(cell), looks["text"] if str(cell).startswith(FORMULA) else None)
    else:
        page.write_number(line, at, cell, looks["value"] if column.name == "waarde" else None)


def _words(page: Any, heads: Sequence[str], lines: Sequence[Sequence[str]], looks: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for at, name in enumerate(heads):
        page.set_column(at, at, WIDE if at == 1 else WIDE * 2 // 5)
        page.write_string(0, at, name, looks["head"])
    for line, cells in enumerate(lines, 1):
        for at, text in enumerate(cells):
            page.write_string(line, at, text, looks["long"])


def _decimals(count: int) -> str:
    return f"#,##0.{'0' * count}" if count else "#,##0"
