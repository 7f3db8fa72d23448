"""Brings the extracts of one source into canonical rows; adds nothing that was not delivered."""

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from . import accounts, readers
from .catalogue import Source
from .declaration import shown
from .deliveries import Delivery
from .errors import ExtractError, LayoutError, hint
from .lock import Locked
from .readers.extract import quoted

KEY = (
    *("measure", "region", "period", "indeling", "age_group", "sex", "education", "leerweg", "origin"),
    *("diploma", "moment", "position", "contract", "hours"),
)


def read(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> tuple[Source, list[readers.Extract]]:
    """Reads one source into the temp table `delivered`; the source comes back with its newest publication date."""
    source = delivery.source
    extracts = readers.read(con, source, delivery.files)
    skipped = accounts.skip(con, source)
    try:
        _select(con, delivery)
    except duckdb.Error as error:
        raise _refusal(con, delivery, error) from error
    read_rows = accounts.rows_read(con, source, extracts, skipped)
    readers.forget(con)
    allowed = _columns(con, source.table)
    for column in _columns(con, "delivered"):
        if column not in (*allowed, "published", "file", "rows"):
            raise ExtractError(
                f"{shown(source.path.with_suffix('.sql'))}: gives unknown column '{column}'; {hint(column, allowed)} "
                "Correct the name and build again."
            )
    if "published" not in _columns(con, "delivered"):
        con.execute("alter table delivered add column published date")
    con.execute("update delivered set published = ? where published is null", [source.published])
    newest = con.execute("select max(published)::date from delivered").fetchone()
    if newest is None or newest[0] is None:
        raise ExtractError(
            f"{shown(source.path.with_suffix('.sql'))}: gives no rows from {_names(delivery)}; an extract holds some. "
            "Look whether the file is complete, and build again."
        )
    extracts = accounts.settle(con, source, extracts, read_rows, skipped)
    _remember_files(con, source)
    con.execute("alter table delivered drop column file")
    con.execute("alter table delivered drop column rows")
    return replace(source, published=newest[0]), extracts


def _select(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Runs the select into `delivered`; `rows` says how many rows of `file` each of its rows stands for."""
    source = delivery.source
    sql = source.sql.strip().rstrip(";")
    columns = [column[0] for column in con.execute(f"from (\n{sql}\n) limit 0").description or ()]
    if "file" not in columns:
        raise ExtractError(
            f"{shown(source.path.with_suffix('.sql'))}: gives no column 'file'; each figure says which file it came "
            "from. Add the column to the select and build again."
        )
    # Few names and many rows: an enumeration keeps the column small.
    con.execute("drop table if exists temp.delivered")
    con.execute("drop type if exists temp.file_name")
    con.execute(f"create temp type file_name as enum ({', '.join(_files_of_raw(con, delivery))})")
    more = "" if "rows" in columns else ", 1 as rows"
    con.execute(f"create temp table delivered as select * replace (file::file_name as file){more} from (\n{sql}\n)")


def _files_of_raw(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> list[str]:
    """The names of the files in `raw`, as SQL literals."""
    if delivery.source.format != "statline":
        return [quoted(shown(path)) for path in delivery.files]
    return [quoted(file) for (file,) in con.execute("select distinct file from raw order by file").fetchall()]


def _refusal(con: duckdb.DuckDBPyConnection, delivery: Delivery, error: duckdb.Error) -> ExtractError:
    """What to tell of a select that stopped."""
    source = delivery.source
    if _reason(error).endswith("build again"):
        # A macro of etl/macros.sql stopped at a cell it cannot read, and says all there is to say.
        refused = LayoutError if source.format == "statline" else ExtractError
        return refused(f"{readers.placed(_reason(error), source, delivery.files)}.")
    readers.go_through(con, source, delivery.files)
    try:
        readers.read(con, source, delivery.files)
        accounts.skip(con, source)
        _select(con, delivery)
    except duckdb.Error:
        return ExtractError(
            f"{shown(source.path.with_suffix('.sql'))}: {_reason(error)}; it read {_names(delivery)}. "
            "Correct the file, or the select if the layout changed, and build again."
        )
    return ExtractError(
        f"{_names(delivery)}: could not be read once ({_reason(error)}) and could the second time, the same bytes; "
        "the memory or disk of this machine may be at fault. Build again, and look at the machine if this comes back."
    )


def _remember_files(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Keeps, for rules that find something, which files have figures of a measure, region and period."""
    con.execute(
        "create temp table if not exists origin (measure varchar, region varchar, period integer, file varchar)"
    )
    if source.table == "observation":
        con.execute("insert into origin select distinct measure, region, period, file::varchar from delivered")


def insert(
    con: duckdb.DuckDBPyConnection, source: Source, extracts: list[readers.Extract], lock: Mapping[str, Locked]
) -> None:
    """Moves `delivered` to where it belongs: observations to the temp table `figure`, others to their own table."""
    for extract in extracts:
        retrieved, url = _provenance(extract.file, lock)
        con.execute(
            "insert into extract values (?, ?, ?, ?, ?, ?, ?, ?)",
            [source.id, extract.file, extract.sha256, extract.bytes, extract.rows, retrieved, url, extract.left_out],
        )
    if source.table == "observation":
        _insert_figures(con, source)
        return
    fixed = ", ? as source" if source.table == "target" and "source" not in _columns(con, "delivered") else ""
    con.execute(
        f"insert into {source.table} by name select * exclude (published){fixed} from delivered",
        [source.id] if fixed else [],
    )


def _insert_figures(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    con.execute("create or replace temp table figure as from observation limit 0")
    delivered = _columns(con, "delivered")
    defaults = dict(
        con.execute(
            "select column_name, column_default from duckdb_columns() "
            "where table_name = 'observation' and schema_name = 'main'"
        ).fetchall()
    )
    columns = ", ".join(
        name if name in delivered else f"{default or 'null'} as {name}" for name, default in defaults.items()
    )
    con.execute(
        f"create or replace temp table complete as select {columns}, published::date as published from delivered"
    )
    con.execute("drop table delivered")
    _refuse_gaps(con, source)
    _keep_newest(con)
    con.execute("drop table complete")


def _refuse_gaps(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """A key that is null means the select met a word it does not know; such a row may not slip in as a total.

    A missing value without its reason is refused for the same cause.
    """
    for column in KEY:
        found = con.execute(f"select count(*) from complete where {column} is null").fetchone()
        if found and found[0]:
            raise ExtractError(
                f"{shown(source.path.with_suffix('.sql'))}: gives {found[0]} rows without '{column}'; a word in the "
                "extract has no code. Add the word to the select, or its code to etl/codes, and build again."
            )

    found = con.execute(
        "select count(*) from complete where (value is null) <> (status in ('Q', 'O', 'M', 'L')) or value < 0"
    ).fetchone()
    if found and found[0]:
        raise ExtractError(
            f"{shown(source.path.with_suffix('.sql'))}: gives {found[0]} rows whose value and status contradict each "
            "other; a missing value has status Q, O, M or L and a number of 0 or more has not. "
            "Correct the select and build again."
        )


def _keep_newest(con: duckdb.DuckDBPyConnection) -> None:
    """The newest publication of a cell is the figure; older ones are its history."""
    # Only periods that came out more than once need comparing, which keeps memory low on large sources.
    key = ", ".join(KEY)
    con.execute(
        f"""
        create or replace temp table again as
        select measure, period from complete group by all having min(published) < max(published);

        insert into figure
        select complete.* exclude (published) from complete anti join again using (measure, period);

        create or replace temp table newest as
        select {key}, max(published) as newest from complete semi join again using (measure, period) group by all;

        insert into figure
        select complete.* exclude (published) from complete join newest using ({key}) where published = newest;

        insert into superseded
        select {key}, value, status, published
        from complete join newest using ({key}) where published < newest
        order by all;

        drop table again;
        drop table newest;
        """
    )


def _provenance(file: str, lock: Mapping[str, Locked]) -> tuple[str, str]:
    """When and from where a file came; a folder has the newest date and the first address among its files."""
    entries = [entry for name, entry in sorted(lock.items()) if name == file or name.startswith(f"{file}/")]
    return max((entry.retrieved for entry in entries), default=""), next((entry.url for entry in entries), "")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in con.execute(f"describe {table}").fetchall()]


def _names(delivery: Delivery) -> str:
    names = [path.name for path in delivery.files]
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")


def _reason(error: duckdb.Error) -> str:
    """The first line of what DuckDB says, without its class."""
    first = str(error).strip().splitlines()[0]
    return first.split("Error: ", 1)[-1].rstrip(".;")
