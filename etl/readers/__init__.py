"""Reads the extracts of one source into the temporary relation `raw`, all text; does not know what cells mean."""

import errno
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError
from . import csv_files, statline, xlsx
from .extract import Extract
from .unknown import refuse_persons

__all__ = ["Extract", "forget", "go_through", "placed", "read", "refuse_persons"]

READERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Source, Sequence[Path]], list[Extract]]] = {
    "csv": csv_files.read,
    "statline": statline.read,
    "xlsx": xlsx.read,
}
ROWS: dict[str, Callable[[Source, Path], Iterator[tuple[str, Mapping[str, str]]]]] = {
    "csv": csv_files.rows,
    "xlsx": xlsx.rows,
}
# How a refused cell is told, see the macro `wrong`.
CELL = re.compile(r"(?P<file>.+?): column '(?P<column>.+?)' holds '(?P<cell>.*?)'; .*", re.DOTALL)


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
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
            raise
        raise ExtractError(
            f"{shown(files[0])}: cannot be taken in ({error.strerror}); reading repairs a file in a temporary copy. "
            "Make room on the disk, or set TMPDIR to a folder with room, and build again."
        ) from error


def placed(sentence: str, source: Source, files: Sequence[Path]) -> str:
    """A sentence about a cell with the sheet and row where it stands first; without them when it is not found."""
    about = CELL.fullmatch(sentence)
    path = next((path for path in files if about and shown(path) == about["file"]), None)
    if about is None or path is None or source.format not in ROWS:
        return sentence
    wanted = about["cell"].strip().casefold()
    rows = [
        (place, row.get(about["column"], "").strip().casefold()) for place, row in ROWS[source.format](source, path)
    ]
    # A select may have changed the cell before it refused it: then a part of the cell is what it tells.
    places = [place for place, cell in rows if cell == wanted] or [place for place, cell in rows if wanted in cell]
    if not places or (len(places) == len(rows) > 1 and not wanted):
        return sentence
    more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return f"{about['file']}, {places[0]}{more}{sentence.removeprefix(about['file'])}"


def go_through(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> None:
    """Reads every row of text files, one file after the other; raises ExtractError at a torn one, naming its line."""
    if source.format == "csv":
        forget(con)
        csv_files.read(con, source, sorted(files), thorough=True)


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Drops `raw`, be it a table or a view, and what it was made of."""
    for name in ("raw", "raw_whole"):
        found = con.execute(
            "select view_name from duckdb_views() where view_name = $1 and temporary", [name]
        ).fetchone()
        con.execute(f"drop view {name}" if found else f"drop table if exists temp.{name}")
