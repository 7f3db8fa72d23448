"""Small releases for tests, made of text tables without running a build: schema, code lists, declarations, rows."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from etl import codes, coverage, declared, release, text_table
from etl.catalogue import Indicator, Source, load_indicators, load_sources

SCHEMA = Path(__file__).parent.parent / "etl" / "schema.sql"


def empty_release(path: Path | str = ":memory:") -> duckdb.DuckDBPyConnection:
    """A database with the tables of the contract and the code lists, and nothing counted."""
    con = duckdb.connect(str(path))
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    codes.insert(con)
    return con


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, text: str) -> None:
    """The rows of a text table; columns left out take the default of the schema, empty cells are null.

    In observation an empty `status` or none at all means A.
    """
    parsed = text_table.parse(text)
    if not parsed.rows:
        return
    cells: list[str | None] = []
    for record in parsed.records():
        if table == "observation" and record.get("status") == "":
            record["status"] = "A"
        cells += [cell or None for cell in record.values()]
    names = ", ".join(f'"{name}"' for name in parsed.columns)
    marks = ", ".join(["(" + ", ".join("?" * len(parsed.columns)) + ")"] * len(parsed.rows))
    con.execute(f"insert into {table} ({names}) values {marks}", cells)


def insert_declarations(
    con: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator], sources: Mapping[str, Source], kind: str = "sample"
) -> None:
    """The indicators, the sources of their measures, and those measures."""
    chosen = list(indicators)
    measures = {name for item in chosen for name in (item.numerator, item.denominator)}
    for source in sources.values():
        if measures & set(source.measures):
            declared.insert_source(con, source, kind)
    declared.insert_indicators(con, chosen)


def sign(
    con: duckdb.DuckDBPyConnection, name: str, kind: str = "sample", publish_at: datetime.datetime | None = None
) -> None:
    """The release's own row."""
    date = datetime.datetime.strptime(name[:8], "%Y%m%d").date()
    con.execute(
        "insert into release values (?, ?, ?, ?, ?, ?)",
        [name, release.SCHEMA_VERSION, date, name[9:], publish_at, kind],
    )


def tiny_release(
    folder: Path,
    given: str,
    *,
    indicators: Iterable[Indicator] | None = None,
    sources: Mapping[str, Source] | None = None,
    kind: str = "sample",
    date: str = "20260101",
    publish_at: datetime.datetime | None = None,
    tables: Mapping[str, str] | None = None,
    activate: bool = True,
) -> str:
    """Writes folder/<id>.duckdb with the given observations and points `current` to it; returns the id.

    `given` is a text table of observation; `tables` holds further text tables by name of table. Without `indicators`
    it holds all that are declared.
    """
    known = load_sources() if sources is None else sources
    wanted = list(load_indicators(sources=known).values() if indicators is None else indicators)
    digest = hashlib.sha256(repr((given, kind, publish_at, tables, [item.id for item in wanted])).encode()).hexdigest()
    name = f"{date}-{digest[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    path = release.path_of(folder, name)
    if not path.exists():
        with empty_release(path) as con:
            insert_declarations(con, wanted, known, kind)
            insert_rows(con, "observation", given)
            for table, text in (tables or {}).items():
                insert_rows(con, table, text)
            coverage.fill(con)
            sign(con, name, kind, publish_at)
    if activate:
        release.activate(folder, name)
    return name
