"""Adds what a source does not publish itself: missing totals, regions, fixed divisions; reads no files but its SQL."""

from pathlib import Path

import duckdb

from .catalogue import Source
from .declaration import shown
from .errors import CatalogueError

FOLDER = Path(__file__).parent


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the region map and the rules for sums; once per build, after the code lists are in."""
    con.execute(_sql("regions"))
    con.execute(_sql("sums"))


def add(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Adds the derived rows of one source to the temp table `figure`."""
    _derive(con, source)
    con.execute(_sql("division"))
    con.execute(_sql("rollup"), {"indeling": "periode"})
    for (indeling,) in con.execute(
        "select code from code where dimension = 'indeling' and code <> 'periode' order by code"
    ).fetchall():
        con.execute(_sql("indeling"), {"indeling": indeling})
        con.execute(_sql("rollup"), {"indeling": indeling})


def _derive(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    wanted = [(name, dimension) for name, measure in source.measures.items() for dimension in measure.derive]
    if not wanted:
        return
    con.execute("create or replace temp table derive (measure varchar, dimension varchar)")
    con.executemany("insert into derive values (?, ?)", wanted)
    for dimension in dict.fromkeys(dimension for _, dimension in wanted):
        _refuse_overlap(con, source, dimension)
        con.execute(_sql("totals").format(dimension=dimension))


def _refuse_overlap(con: duckdb.DuckDBPyConnection, source: Source, dimension: str) -> None:
    """Ages that overlap without one holding the other cannot be added up: somebody would count twice."""
    found = con.execute(
        f"""
        with delivered as (
            select distinct figure.measure, code.*
            from figure
            join derive on derive.measure = figure.measure and derive.dimension = $dimension
            join code on code.dimension = $dimension and code.code = figure.{dimension}
        )
        select one.measure, one.code, other.code
        from delivered as one join delivered as other on other.measure = one.measure
        where one.age_from < other.age_from and other.age_from < one.age_below and one.age_below < other.age_below
        order by all limit 1
        """,
        {"dimension": dimension},
    ).fetchone()
    if found is not None:
        measure, one, other = found
        raise CatalogueError(
            f"{shown(source.path)}: measure '{measure}' derives the total of '{dimension}' from '{one}' and '{other}', "
            "which overlap; a total needs parts that do not. Remove the dimension from 'derive' and build again."
        )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
