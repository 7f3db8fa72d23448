"""Reads StatLine tables, fetched in either dialect or downloaded by hand, into one shape under the declared names."""

import csv
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import duckdb

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError, hint
from . import statline_csv, statline_folder
from .extract import Extract, fingerprint, identifier, quoted
from .statline_table import Table
from .statline_words import Layout, layout


def read(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> list[Extract]:
    """Makes the table `raw`, one row per figure of a declared topic, all text; raises ExtractError, or LayoutError.

    Per dimension it has our code, or for a dimension without codes that of CBS with `_title` and `_status`; further
    measure (the declared topic), value, attribute, unit and measure_title. Rows of skipped titles are not in it.
    """
    places = sorted(files)
    _refuse_twice(places)
    for path in places:
        _refuse_file(path)
    selects, extracts = [], []
    known: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory(prefix="extracts-") as scratch:
        for number, place in enumerate(places):
            folder = place.is_dir()
            table = statline_folder.read_metadata(place) if folder else statline_csv.read_metadata(place, source)
            # Before the figures: what is new in a table is told without reading millions of rows first.
            meant = layout(table, source)
            # Through a text file, page by page: the engine's own reader holds whole pages and takes ten times as long.
            gathered = Path(scratch) / f"{number}.csv"
            extracts += _gather(table, gathered, source)
            _load_words(con, number, table, meant)
            selects.append(_select(table, source, meant, number, gathered))
            known.setdefault("measure", set()).update(topic.key for topic in table.topics)
            for name, axis in meant.axes.items():
                known.setdefault(name, set()).update(word.code for word in axis.words)
        con.execute("create or replace temp table raw as " + " union all by name ".join(selects))
    _refuse_unknown_codes(con, source, known)
    for name in ("unknown", *(f"{name}_known" for name in source.dimensions)):
        con.execute(f"alter table raw drop column {identifier(name)}")
    return extracts


def _refuse_file(path: Path) -> None:
    if not path.is_dir() and path.suffix.lower() != ".csv":
        raise ExtractError(
            f"{shown(path)}: is a file; a StatLine table is a folder of JSON documents. "
            "Fetch the table again and build again."
        )


def _refuse_twice(places: Sequence[Path]) -> None:
    """One table in two forms would count everything twice."""
    folders = {path.name: path for path in places if path.is_dir()}
    for path in places:
        twin = next((name for name in folders if path not in folders.values() and path.name.startswith(name)), None)
        if twin:
            raise ExtractError(
                f"{shown(path)}: the same table lies beside it as the folder {twin}; each figure may come in once. "
                "Remove one of the two and build again."
            )


def _gather(table: Table, target: Path, source: Source) -> list[Extract]:
    """Writes the rows of all pages to one text file; returns what was read, the metadata too."""
    counted = dict(table.metadata)
    form = statline_folder if table.place.is_dir() else statline_csv
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(form.figures(table, counted))
    rows = sum(counted[page] for page in table.pages)
    if not rows:
        raise ExtractError(
            f"{shown(table.place)}: the table has no figures at all; an extract has at least one. "
            "Look at the filter in the source's declaration, fetch the table again and build again."
        )
    _refuse_miscount(table, source, rows)
    return [
        Extract(
            path.name if path == table.place else f"{table.place.name}/{path.name}",
            *(fingerprint(path), path.stat().st_size, counted[path]),
        )
        for path in sorted(counted)
    ]


def _refuse_miscount(table: Table, source: Source, rows: int) -> None:
    """Only v4 says how many figures the table has; with a filter there may be fewer of them here, never more."""
    announced = table.about.get("ObservationCount")
    if isinstance(announced, int) and (rows > announced if "v4" in source.filters else rows != announced):
        raise ExtractError(
            f"{shown(table.place)}: Properties.json announces {announced} figures and the pages hold {rows}; a page "
            "is missing, double or of another edition. Fetch the table again and build again."
        )


def _load_words(con: duckdb.DuckDBPyConnection, number: int, table: Table, meant: Layout) -> None:
    """Puts the codes of the dimensions where the select can join on them."""
    for position, (name, axis) in enumerate(meant.axes.items()):
        codes = [word.code for word in axis.words]
        if len(set(codes)) < len(codes):
            raise ExtractError(
                f"{shown(table.place)}: the codes of {axis.name} hold a code twice; each code is there once. "
                "Fetch the table again and build again."
            )
        con.execute(
            f"create or replace temp table raw_words_{number}_{position} as "
            "select unnest($1::varchar[]) as code, unnest($2::varchar[]) as meaning, unnest($3::varchar[]) as title, "
            "unnest($4::varchar[]) as status",
            [
                codes,
                [meant.meanings[name][code] for code in codes],
                [word.title for word in axis.words],
                [word.status for word in axis.words],
            ],
        )


def _select(table: Table, source: Source, meant: Layout, number: int, gathered: Path) -> str:
    """One row per figure of a declared topic: v4 has them so, elsewhere each topic is a column."""
    cells, joins, wanted = [], [], []
    for position, (name, axis) in enumerate(meant.axes.items()):
        words, code = f"w{position}", f"trim(v.{identifier(axis.name)})"
        title, status, known = (identifier(f"{name}{end}") for end in ("_title", "_status", "_known"))
        # What is not in the table's own list is kept until it is refused, with its code.
        cells.append(f"coalesce({words}.meaning, {code}) as {identifier(name)}")
        cells.append(f"{words}.code is not null as {known}")
        if not source.dimensions[name].codes:
            cells.append(f"{words}.title as {title}, {words}.status as {status}")
        joins.append(f"left join raw_words_{number}_{position} as {words} on {words}.code = {code}")
        wanted.append(f"({words}.code is null or {words}.meaning is not null)")
    if table.long:
        attribute = "coalesce(v.ValueAttribute, 'None')"
        value = "coalesce(nullif(trim(v.Value), ''), nullif(trim(v.StringValue), ''))"
        joins.append(f"left join {_topics(table, meant)} on topic.key = trim(v.Measure)")
        unknown = "if(topic.key is null, trim(v.Measure), null)"
        # Never the number of a cell whose attribute says that it is not for the public, nor of one not known here.
        value = f"case when {attribute} in ('None', 'Provisional', 'Revised') then {value} end"
    else:
        choices = " ".join(f"when {quoted(key)} then v.{identifier(key)}" for key in meant.topics)
        value = f"trim(case topic.key {choices} end)"
        # The typed figures are silent on why one is missing.
        attribute = f"if({value} is null, 'Unknown', 'None')" if table.blind else "'None'"
        joins.append(f"cross join {_topics(table, meant)}")
        unknown = "null::varchar"
    wanted.append("(topic.key is null or topic.name is not null)")
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in ("file", *table.fields))
    return (
        f"select v.file, null::varchar as sheet, {quoted(_modified(table))} as modified, {', '.join(cells)}, "
        f"topic.name as measure, {value} as value, {attribute} as attribute, topic.title as measure_title, "
        f"topic.unit as unit, {unknown} as unknown from read_csv({quoted(gathered)}, auto_detect = false, "
        f"header = false, delim = ',', quote = '\"', escape = '\"', columns = {{{types}}}) as v {' '.join(joins)} "
        f"where {' and '.join(wanted)}"
    )


def _modified(table: Table) -> str:
    return str(table.about.get("ObservationsModified") or table.about.get("Modified") or "")


def _topics(table: Table, meant: Layout) -> str:
    """The topics as a relation; those that are not declared are in it for v4 only, to tell them from unknown ones."""
    rows = ", ".join(
        f"({quoted(topic.key)}, {quoted(name) if name else 'null'}, {quoted(topic.title)}, {quoted(topic.unit)})"
        for topic in table.topics
        if (name := meant.topics.get(topic.key)) or table.long
    )
    return f"(values {rows}) as topic(key, name, title, unit)"


def _refuse_unknown_codes(con: duckdb.DuckDBPyConnection, source: Source, known: Mapping[str, Collection[str]]) -> None:
    places = [("measure", "unknown", "unknown is not null")]
    places += [(name, identifier(name), f"not {identifier(f'{name}_known')}") for name in source.dimensions]
    for name, cell, condition in places:
        row = con.execute(
            f"select file, coalesce({cell}, '') from raw where {condition} order by all limit 1"
        ).fetchone()
        if row:
            raise ExtractError(
                f"{row[0]}: {name} has code '{row[1]}', which the table's own list lacks; {hint(row[1], known[name])} "
                "Fetch the table again and build again."
            )
