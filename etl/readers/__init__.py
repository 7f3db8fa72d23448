"""Reads the extracts of one source into the temporary relation `raw`, all text; does not know what cells mean."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError
from . import csv_files, statline, xlsx
from .extract import Extract

__all__ = ["Extract", "forget", "go_through", "read"]

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
    try:
        return READERS[source.format](con, source, sorted(files))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        where = shown(Path(error.filename)) if error.filename else files[0].parent.name
        raise ExtractError(
            f"{where}: cannot be opened ({error.strerror}); an extract is a file that this account may read. "
            "Correct its name or permissions and build again."
        ) from error


def go_through(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> None:
    """Reads every row of text files, one file after the other; raises ExtractError at a torn one, naming its line."""
    if source.format == "csv":
        forget(con)
        csv_files.read(con, source, sorted(files), thorough=True)


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drops `raw`, be it a table or a view."""
    found = con.execute("select view_name from duckdb_views() where view_name = 'raw' and temporary").fetchone()
    con.execute("drop view raw" if found else "drop table if exists temp.raw")
