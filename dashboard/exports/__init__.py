"""Figures as files: CSV, XLSX and Parquet of one Sheet, the same that a page shows; makes no figures."""

from collections.abc import Callable

from .csv_file import as_csv
from .parquet_file import as_parquet
from .rows import names_of, value_rows
from .sheet import Column, Sheet, sheet
from .workbook import as_xlsx

__all__ = [
    "MIME",
    "WRITERS",
    "Column",
    "Sheet",
    "as_csv",
    "as_parquet",
    "as_xlsx",
    "csv_of",
    "names_of",
    "sheet",
    "value_rows",
]

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def csv_of(made: Sheet) -> bytes:
    """A sheet as CSV."""
    return as_csv([column.name for column in made.columns], (row.values() for row in made.rows))


WRITERS: dict[str, Callable[[Sheet], bytes]] = {"csv": csv_of, "xlsx": as_xlsx, "parquet": as_parquet}
