"""Tells before a build what each source brings and what each page of the dashboard will lack; reads, builds nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from . import codes
from .model import Indicator, Source

PAGES = codes.FOLDER / "page.csv"


@dataclass(frozen=True)
class Brought:
    """What one source brings: files, rows as they stood in them, years and kinds of region."""

    source: str
    kind: str
    files: int
    rows: int
    years: str
    regions: str


@dataclass(frozen=True)
class Lack:
    """A part of a page that will be empty, and the sources that would fill it."""

    page: str
    what: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """What the extracts give per source, what pages will lack, and which pages will have all or nothing.

    `accounts` says per source what became of its rows, `not_taken` which files no source takes.
    """

    sources: tuple[Brought, ...]
    lacks: tuple[Lack, ...]
    full: tuple[str, ...]
    empty: tuple[str, ...]
    unread: tuple[str, ...]
    accounts: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()


def brought(con: duckdb.DuckDBPyConnection, source: Source, kind: str, files: int) -> Brought:
    """Reads what was put down of one source just now: the table `extract` and, of figures, `figure`."""
    rows = _one(con, "select coalesce(sum(rows), 0)::bigint from extract where source = ?", [source.id])
    years = regions = ""
    if source.table == "observation":
        years = _one(
            con,
            "select case when min(period) = max(period) then min(period)::varchar "
            "else concat(min(period), ' to ', max(period)) end from figure",
        )
        regions = _one(
            con,
            "select string_agg(distinct region.kind, ', ' order by region.kind) "
            "from figure join region on region.code = figure.region",
        )
    return Brought(source.id, kind, files, int(rows), str(years or ""), str(regions or ""))


def overview(
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
    read: Iterable[Brought],
    unread: Iterable[str],
    accounts: Iterable[str] = (),
    not_taken: Iterable[str] = (),
) -> Overview:
    """Works out from the measures of the sources that were read which indicators each page will have."""
    here = tuple(read)
    present = {measure for item in here for measure in sources[item.source].measures}
    maker = {measure: source.id for source in sources.values() for measure in source.measures}
    lacks: list[Lack] = []
    parts: dict[str, list[bool]] = {}
    for row in codes.rows(PAGES):
        needed = {
            measure
            for name in row["indicators"].split()
            # Other declarations than our own may be checked too.
            if name in indicators
            for measure in (indicators[name].numerator, indicators[name].denominator)
            if measure is not None
        }
        parts.setdefault(row["page"], []).append(needed <= present)
        if not needed <= present:
            missing = tuple(sorted({maker[measure] for measure in needed - present}))
            lacks.append(Lack(row["page"], row["what"], missing))
    full = tuple(page for page, has in parts.items() if all(has))
    empty = tuple(page for page, has in parts.items() if not any(has))
    return Overview(here, tuple(lacks), full, empty, tuple(unread), tuple(accounts), tuple(not_taken))


def _one(con: duckdb.DuckDBPyConnection, query: str, values: list[str] | None = None) -> Any:
    row = con.execute(query, values or []).fetchone()
    return row[0] if row else None
