"""What tests of readers and sources share: a database ready to read into, and canonical rows as text."""

from pathlib import Path

import duckdb

from etl import ingest
from etl.catalogue import Source, load_sources
from etl.deliveries import deliveries

from .support import empty_release

HERE = Path(__file__).parent
EXTRACTS = HERE / "extracts"
MACROS = HERE.parent / "etl" / "macros.sql"
SOURCES = load_sources()

Cells = list[tuple[str, ...]]


def prepared() -> duckdb.DuckDBPyConnection:
    """A database with the code lists and the macros, as a build has when it reads its first source."""
    con = empty_release()
    con.execute(MACROS.read_text(encoding="utf-8"))
    return con


def canonical(con: duckdb.DuckDBPyConnection, source: Source, folder: Path) -> list[str]:
    """Reads the source's files in a folder as a build does; returns the columns of its rows, in `delivered`."""
    (delivery,) = deliveries({source.id: source}, folder)
    ingest.read(con, delivery)
    return [row[0] for row in con.execute("describe delivered").fetchall()]


def as_text(value: object) -> str:
    """A value as the text tables write it: whole numbers without a point, nothing for null."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def delivered(con: duckdb.DuckDBPyConnection, columns: list[str] | tuple[str, ...]) -> Cells:
    """The rows of `delivered` as sorted texts."""
    names = ", ".join(f'"{column}"' for column in columns)
    return sorted(tuple(map(as_text, row)) for row in con.execute(f"select {names} from delivered").fetchall())
