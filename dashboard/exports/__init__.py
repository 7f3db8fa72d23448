"""Figures as files: CSV, XLSX and Parquet of one Sheet, the same that a page shows; makes no figures."""

from collections.abc import Callable

from ..state import FORMS
from .csv_file import as_csv, as_csv_nl
from .parquet_file import as_parquet
from .rows import names_of, value_rows
from .sheet import Column, Sheet, sheet
from .workbook import as_xlsx, rows_as_xlsx

__all__ = [
    "ENDINGS",
    "MIME",
    "ROW_FORMS",
    "WRITERS",
    "Column",
    "Sheet",
    "as_csv",
    "as_csv_nl",
    "as_parquet",
    "as_xlsx",
    "csv_nl_of",
    "csv_of",
    "names_of",
    "rows_as_xlsx",
    "sheet",
    "value_rows",
]

MIME = {
    "csv": "text/csv",
    "csv-nl": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}

# The forms in which every table is offered; whole tables of figures are there as Parquet as well.
ROW_FORMS = tuple(FORMS)
ENDINGS = {**FORMS, "parquet": "parquet"}


def csv_of(made: Sheet) -> bytes:
    """A sheet as CSV."""
    return as_csv([column.name for column in made.columns], (row.values() for row in made.rows))


def csv_nl_of(made: Sheet) -> bytes:
    """A sheet as CSV for a Dutch Excel."""
    return as_csv_nl([column.name for column in made.columns], (row.values() for row in made.rows))


WRITERS: dict[str, Callable[[Sheet], bytes]] = {
    "csv": csv_of,
    "csv-nl": csv_nl_of,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}
