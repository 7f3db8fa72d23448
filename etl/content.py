"""The fingerprint of a release's contents: the same rows give the same hash, in whatever order they came."""

import hashlib

import duckdb

# A row's md5 as two numbers of 64 bits, each added up apart: sums of these fit in 128 bits for any table, and two equal
# rows do not cancel each other out as they would in an exclusive or.
HALVES = "sum((digest >> 64)::ubigint), sum((digest & 18446744073709551615)::ubigint)"


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """The sha256 over the columns and rows of every table but `release`."""
    whole = hashlib.sha256()
    for (table,) in con.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not temporary "
        "and table_name <> 'release' order by table_name"
    ).fetchall():
        whole.update(f"{table}\n{_table_hash(con, table)}\n".encode())
    return whole.hexdigest()


def _table_hash(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns of a table, the number of its rows and the sums of their hashes: it takes no memory per row."""
    columns = [(name, kind) for name, kind, *_ in con.execute(f"describe {table}").fetchall()]
    # Separated by characters that no text holds, so that two different rows are never the same line.
    cells = ", ".join(f"""coalesce("{name}"::varchar, chr(30))""" for name, _ in columns)
    found = con.execute(
        f"select count(*), {HALVES} from (select md5_number(concat_ws(chr(31), {cells})) as digest from {table})"
    ).fetchall()
    text = "\n".join([*(f"{name} {kind}" for name, kind in columns), *map(str, found[0])])
    return hashlib.sha256(text.encode()).hexdigest()
