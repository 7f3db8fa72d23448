"""The fingerprint: of the rows and columns, not of their order, and in memory that does not grow with the rows."""

from collections.abc import Iterator

import duckdb
import pytest

from etl.content import content_hash

ROWS = 400_000
# Far less than the hashes of so many rows: sorting or gathering them would need some 13 MB for the digests alone.
LITTLE = "12MB"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as made:
        yield made


def fill(con: duckdb.DuckDBPyConnection, rows: str, order: str = "a") -> str:
    """The hash of one table of the given rows, put in by the given order."""
    con.execute("create or replace table observation (a varchar, b integer, c double)")
    con.execute(f"insert into observation select * from ({rows}) as given(a, b, c) order by {order}")
    return content_hash(con)


MANY = f"select 'r' || range % 1000, range::integer, range / 4 from range({ROWS})"


def test_the_order_of_rows_does_not_count(con: duckdb.DuckDBPyConnection) -> None:
    first = fill(con, MANY)
    assert fill(con, MANY, "b desc") == first
    assert fill(con, MANY, "hash(b)") == first


def test_many_rows_take_little_memory(con: duckdb.DuckDBPyConnection) -> None:
    expected = fill(con, MANY)
    con.execute(f"set memory_limit = '{LITTLE}'")
    con.execute("set temp_directory = ''")
    assert content_hash(con) == expected


@pytest.mark.parametrize(
    "rows",
    [
        "values ('x', 1, 2.0), ('x', 1, 2.0)",
        "values ('x', 1, 2.0), ('x', 1, 2.0), ('x', 1, 2.0)",
        "values ('y', 1, 2.0)",
        "values ('x', 2, 1.0)",
        "values (null, 1, 2.0)",
        "values ('', 1, 2.0)",
        "values ('x', null, 2.0)",
        "values ('x', 1, null)",
        "values ('x1', null, 2.0)",
        "values ('x', 1, 2.0), ('y', 1, 2.0)",
        "select 'x', 1, 2.0 where false",
    ],
)
def test_other_rows_give_another_hash(con: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Equal rows too: two of a row do not cancel each other out."""
    assert fill(con, rows) != fill(con, "values ('x', 1, 2.0)")


def test_columns_and_tables_count_and_the_release_itself_does_not(con: duckdb.DuckDBPyConnection) -> None:
    rows = "values ('x', 1, 2.0)"
    first = fill(con, rows)
    con.execute("create table release (id varchar)")
    con.execute("insert into release values ('20260101-00000000')")
    assert fill(con, rows) == first
    con.execute("alter table observation rename column c to d")
    assert content_hash(con) != first
    assert fill(con, rows) == first
    con.execute("create table target (a varchar)")
    assert fill(con, rows) != first
