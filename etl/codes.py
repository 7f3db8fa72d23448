"""Reads the lists of etl/codes (dimensions, codes, dated regions, words of printed figures); derives nothing."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from .declaration import shown
from .errors import CatalogueError

FOLDER = Path(__file__).parent / "codes"
# region.csv holds the codes of `region`, with more columns than a code; a period is a year, not a code.
WITHOUT_CODES = ("region", "period")
# Names and words of the printed figures in both languages: for the select of that source, no tables of a release.
WORDS = ("published_name", "published_word")


@dataclass(frozen=True)
class Codes:
    """The words a declaration may use: per dimension its total and its codes, and the kinds of region."""

    totals: dict[str, str]
    codes: dict[str, frozenset[str]]
    kinds: frozenset[str]


def rows(path: Path) -> list[dict[str, str]]:
    """The lines of a code list as dictionaries of texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def load(folder: Path = FOLDER) -> Codes:
    """All codes of a folder, read once per process."""
    dimensions = rows(folder / "dimension.csv")
    lists = {row["id"]: rows(folder / f"{row['id']}.csv") for row in dimensions if row["id"] != "period"}
    known = {name: frozenset(row["code"] for row in lines) for name, lines in lists.items()}
    return Codes(
        totals={row["id"]: row["total"] for row in dimensions},
        codes=known | {"period": frozenset()},
        kinds=frozenset(row["kind"] for row in lists["region"]),
    )


def insert(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Fills dimension, code, region, region_tile and region_map; raises CatalogueError when a list does not fit.

    The lists of words become temporary tables of the same name.
    """
    _insert(con, folder, "dimension", "dimension", "* replace (coalesce(total, '') as total)")
    for dimension in load(folder).totals:
        if dimension not in WITHOUT_CODES:
            _insert(con, folder, dimension, "code", f"'{dimension}' as dimension, *")
    texts = ", ".join(f"coalesce({name}, '') as {name}" for name in ("successors", "aliases", "note"))
    _insert(con, folder, "region", "region", f"* replace ({texts})")
    _insert(con, folder, "region_tile", "region_tile", "*")
    _insert(con, folder, "region_map", "region_map", "*")
    for name in WORDS:
        lines = rows(folder / f"{name}.csv")
        columns = list(lines[0])
        con.execute(f"create or replace temp table {name} ({', '.join(f'{column} varchar' for column in columns)})")
        marks = ", ".join("?" * len(columns))
        con.executemany(f"insert into {name} values ({marks})", [list(line.values()) for line in lines])


def _insert(con: duckdb.DuckDBPyConnection, folder: Path, name: str, table: str, columns: str) -> None:
    path = folder / f"{name}.csv"
    source = str(path).replace("'", "''")
    try:
        con.execute(
            f"insert into {table} by name select {columns} "
            f"from read_csv('{source}', header = true, all_varchar = true, delim = ',', quote = '\"')"
        )
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0].split("Error: ", 1)[-1].rstrip(".")
        raise CatalogueError(
            f"{shown(path)}: does not fit the table '{table}': {reason}. Correct the list and build again."
        ) from error
