"""The fingerprint of a release's contents: the same rows give the same hash, in whatever order they came."""

import hashlib

import duckdb


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
    columns = [(name, kind) for name, kind, *_ in con.execute(f"describe {table}").fetchall()]
    # Separated by characters that no text holds, so that two different rows are never the same line.
    cells = ", ".join(f"""coalesce("{name}"::varchar, chr(30))""" for name, _ in columns)
    # Rows are hashed one by one and their hashes sorted, in 256 groups so that memory stays small.
    groups = con.execute(
        f"""
        select digest[:2] as first, sha256(string_agg(digest, '' order by digest))
        from (select md5(concat_ws(chr(31), {cells})) as digest from {table})
        group by all order by first
        """
    ).fetchall()
    text = "\n".join([*(f"{name} {kind}" for name, kind in columns), *(digest for _, digest in groups)])
    return hashlib.sha256(text.encode()).hexdigest()
