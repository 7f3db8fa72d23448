"""Accounts for every row that was read: it is stored, or passed over by declaration, or the build stops."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from .catalogue import Source
from .declaration import shown
from .errors import ExtractError
from .readers import Extract
from .readers.extract import identifier, quoted

Counts = dict[str, int]


def skip(con: duckdb.DuckDBPyConnection, source: Source) -> Counts:
    """Takes the rows that the declaration skips out of `raw`; returns how many there were, by file."""
    if not source.skip:
        return {}
    cells = [
        f"lower(trim({identifier(column)})) in ({', '.join(quoted(word.strip().lower()) for word in words)})"
        for column, words in source.skip.items()
    ]
    skipped = f"coalesce({' or '.join(cells)}, false)"
    counts = dict(con.execute(f"select file, count(*) from raw where {skipped} group by all").fetchall())
    kind = con.execute("select view_name from duckdb_views() where view_name = 'raw' and temporary").fetchone()
    con.execute(f"alter {'view' if kind else 'table'} raw rename to raw_whole")
    con.execute(f"create or replace temp view raw as from raw_whole where not {skipped}")
    return counts


def rows_read(con: duckdb.DuckDBPyConnection, source: Source, extracts: Sequence[Extract], skipped: Counts) -> Counts:
    """How many rows each file brought into `raw`, those that are skipped included."""
    if source.format == "csv":
        # Counted already, and `raw` would have to be read once more.
        return {extract.file: extract.rows for extract in extracts}
    found = con.execute("select file, count(*) from raw group by all").fetchall()
    return {_name(file, extracts): count + skipped.get(file, 0) for file, count in found}


def settle(
    con: duckdb.DuckDBPyConnection, source: Source, extracts: Sequence[Extract], read: Counts, skipped: Counts
) -> list[Extract]:
    """The extracts with their rows that were left out; raises ExtractError when rows went or came unaccounted for."""
    stored: Counts = {}
    for file, count in con.execute("select file, sum(rows)::bigint from delivered group by all").fetchall():
        stored[_name(file, extracts)] = count
    by_declaration = {_name(file, extracts): count for file, count in skipped.items()}
    settled = []
    for extract in extracts:
        rows = read.get(extract.file)
        if rows is None:
            settled.append(extract)
            continue
        missing = rows - stored.get(extract.file, 0) - by_declaration.get(extract.file, 0)
        if missing < 0 or (missing > 0 and source.left_out is None):
            raise ExtractError(_unsettled(source, extract.file, rows, missing))
        # A StatLine page holds more than `raw`: its reader leaves out what the declaration of a dimension skips.
        rows = max(rows, extract.rows)
        settled.append(replace(extract, rows=rows, left_out=rows - stored.get(extract.file, 0)))
    return settled


def told(source: Source, extracts: Sequence[Extract]) -> str:
    """One line on a source: its files, its rows, and what became of them."""
    rows, left_out = sum(extract.rows for extract in extracts), sum(extract.left_out for extract in extracts)
    files = "1 file" if len(extracts) == 1 else f"{len(extracts)} files"
    rest = f", {left_out:,} left out ({source.left_out or 'skipped by declaration'})" if left_out else ""
    return f"{source.id}: {files}, {rows:,} rows: {rows - left_out:,} stored{rest}"


def _name(file: str, extracts: Sequence[Extract]) -> str:
    """The name in the extracts folder of a file as users know it."""
    return next(name for name in (extract.file for extract in extracts) if f"/{file}".endswith(f"/{name}"))


def _unsettled(source: Source, file: str, rows: int, missing: int) -> str:
    where = shown(source.path.with_suffix(".sql"))
    if missing < 0:
        return (
            f"{file}: {rows} rows were read and {rows - missing} came out of {where}; a row of an extract counts once. "
            "Look for a code list that holds a word twice, or for `rows` in the select, and build again."
        )
    return (
        f"{file}: {rows} rows were read and {missing} of them did not come out of {where}; no row may be lost. "
        f"Mend the select, or say in {shown(source.path)} what is passed over (skip or left_out), and build again."
    )
