"""Reads the extracts of one source into the temporary relation `raw`, all text; does not know what cells mean."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from ..catalogue import Source
from ..errors import ExtractError
from . import csv_files, statline, xlsx
from .extract import Extract

__all__ = ["Extract", "forget", "read"]

READERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Source, Sequence[Path]], list[Extract]]] = {
    "csv": csv_files.read,
    "statline": statline.read,
    "xlsx": xlsx.read,
}


def read(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> list[Extract]:
    """Makes `raw` from the files (StatLine: folders) and returns what was read; raises ExtractError.

    `raw` has the declared columns under their declared names, all VARCHAR, and `file` and `sheet`.
    """
    if not files:
        raise ExtractError(
            f"etl/sources/{source.id}.toml: no file matches {' or '.join(source.files)}; the folder of extracts has "
            "neither it nor a sample. Put the file there, or run `python -m etl sample`, and build again."
        )
    forget(con)
    return READERS[source.format](con, source, sorted(files))


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drops `raw`, be it a table or a view."""
    found = con.execute("select view_name from duckdb_views() where view_name = 'raw' and temporary").fetchone()
    con.execute("drop view raw" if found else "drop table if exists temp.raw")
