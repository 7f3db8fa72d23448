"""Reads StatLine tables as CBS serves them, in either of its two dialects (OData v3, v4), into one shape."""

import csv
import json
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError, hint
from . import guard
from .extract import Extract, fingerprint, identifier, quoted


@dataclass(frozen=True)
class Word:
    """One code of a dimension: key and title without padding and stars, status as published or told by the star."""

    code: str
    title: str
    status: str | None


@dataclass(frozen=True)
class Topic:
    """One thing that is counted."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True)
class Table:
    """The metadata of one table; `pages` hold its figures, in rows with these `fields`."""

    folder: Path
    fields: tuple[str, ...]
    dimensions: dict[str, list[Word]]
    topics: list[Topic]
    pages: list[Path]
    metadata: dict[Path, int]
    about: Mapping[str, Any]


def read(con: duckdb.DuckDBPyConnection, source: Source, files: Sequence[Path]) -> list[Extract]:
    """Makes the table `raw` with, per dimension, code, title and status, and with measure and value as text."""
    for path in files:
        _refuse_file(path)
    folders = sorted(files)
    selects, extracts = [], []
    known: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory(prefix="extracts-") as scratch:
        for number, folder in enumerate(folders):
            table = _read_metadata(folder)
            # Through a text file, page by page: the engine's own reader holds whole pages and takes ten times as long.
            gathered = Path(scratch) / f"{number}.csv"
            extracts += _gather(table, gathered, source)
            _load_words(con, number, table)
            selects.append(_select(table, number, gathered))
            known.setdefault("measure", set()).update(topic.key for topic in table.topics)
            for name, words in table.dimensions.items():
                known.setdefault(name, set()).update(word.code for word in words)
        con.execute("create or replace temp table raw as " + " union all by name ".join(selects))
    _refuse_unknown_codes(con, known)
    return extracts


def _refuse_file(path: Path) -> None:
    if not path.is_dir():
        raise ExtractError(
            f"{shown(path)}: is a file; a StatLine table is a folder of JSON documents. "
            "Fetch the table again and build again."
        )


def _read_metadata(folder: Path) -> Table:
    """The metadata in whichever dialect the folder has."""
    try:
        return _modern(folder) if (folder / "MeasureCodes.json").exists() else _old(folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise ExtractError(
            f"{shown(folder)}: a line of a code list lacks what each has ({' '.join(str(error).split())}); the table "
            "is damaged or of a dialect that is not known here. Fetch the table again and build again."
        ) from error


def _modern(folder: Path) -> Table:
    """The metadata of a table in OData v4."""
    metadata: dict[Path, int] = {}
    about = _about(folder / "Properties.json", metadata)
    dimensions = {}
    names = [str(row["Identifier"]) for row in _rows(folder / "Dimensions.json", metadata)]
    topics = [
        Topic(str(row["Identifier"]).strip(), str(row["Title"]).strip(), str(row.get("Unit") or "").strip())
        for row in _rows(folder / "MeasureCodes.json", metadata)
    ]
    guard.refuse_persons(shown(folder / "Dimensions.json"), [*names, *(topic.title for topic in topics)])
    for name in names:
        rows = _rows(folder / f"{name}Codes.json", metadata)
        dimensions[name] = [_word(row["Identifier"], row["Title"], row.get("Status")) for row in rows]
    fields = (*names, "Measure", "ValueAttribute", "Value")
    return Table(folder, fields, dimensions, topics, _pages(folder, "Observations"), metadata, about)


def _old(folder: Path) -> Table:
    """The metadata of a table in OData v3."""
    metadata: dict[Path, int] = {}
    about = _about(folder / "TableInfos.json", metadata)
    properties = _rows(folder / "DataProperties.json", metadata)
    kinds = [(str(row.get("odata.type") or row.get("Type") or "").rpartition(".")[2], row) for row in properties]
    names = [str(row["Key"]).strip() for kind, row in kinds if kind.endswith(("Dimension", "GeoDetail"))]
    topics = [
        Topic(str(row["Key"]).strip(), str(row["Title"]).strip(), str(row.get("Unit") or "").strip())
        for kind, row in kinds
        if kind == "Topic"
    ]
    guard.refuse_persons(shown(folder / "DataProperties.json"), [*names, *(topic.title for topic in topics)])
    dimensions = {}
    for name in names:
        rows = _rows(folder / f"{name}.json", metadata)
        dimensions[name] = [_word(row["Key"], row["Title"], row.get("Status")) for row in rows]
    stem = "TypedDataSet" if (folder / "TypedDataSet_0.json").exists() else "UntypedDataSet"
    fields = (*names, *(topic.key for topic in topics))
    return Table(folder, fields, dimensions, topics, _pages(folder, stem), metadata, about)


def _about(path: Path, metadata: dict[Path, int]) -> Mapping[str, Any]:
    """What the table says of itself: in v4 one object, in v3 a list of one."""
    if not path.exists():
        return {}
    document = _document(path)
    metadata[path] = 1
    rows = document.get("value") if isinstance(document, Mapping) else None
    about = rows[0] if isinstance(rows, list) and rows else document
    return about if isinstance(about, Mapping) else {}


def _modified(about: Mapping[str, Any]) -> str:
    return str(about.get("ObservationsModified") or about.get("Modified") or "")


def _word(code: object, title: object, status: object) -> Word:
    text = str(title).strip()
    bare = text.rstrip("*").rstrip()
    return Word(str(code).strip(), bare, str(status) if status else "Voorlopig" if bare != text else None)


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        folder = path.parent
        here = [other.name for other in folder.glob("*.json")]
        raise ExtractError(
            f"{shown(folder)}: file {path.name} is missing; a StatLine table is a folder of JSON documents, "
            f"{hint(path.name, here)} Fetch the table again and build again."
        ) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ExtractError(
            f"{shown(path)}: not whole JSON ({error}); the download was probably cut off. "
            "Fetch the table again and build again."
        ) from error


def _rows(path: Path, metadata: dict[Path, int]) -> list[dict[str, Any]]:
    return _listed(path, _document(path), metadata)


def _listed(path: Path, document: Any, metadata: dict[Path, int]) -> list[dict[str, Any]]:
    rows = document.get("value") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        raise ExtractError(
            f'{shown(path)}: there is no list under "value"; a StatLine document has one. '
            "Fetch the table again and build again."
        )
    metadata[path] = len(rows)
    return rows


def _pages(folder: Path, stem: str) -> list[Path]:
    numbered = {
        int(found[1]): path
        for path in folder.glob(f"{stem}_*.json")
        if (found := re.fullmatch(rf"{stem}_(\d+)\.json", path.name))
    }
    for number in range(max(numbered, default=0) + 1):
        if number not in numbered:
            raise ExtractError(
                f"{shown(folder)}: page {stem}_{number}.json is missing; the pages count from 0 without a gap. "
                "Fetch the table again and build again."
            )
    return [numbered[number] for number in sorted(numbered)]


def _gather(table: Table, target: Path, source: Source) -> list[Extract]:
    """Writes the rows of all pages to one text file; returns what was read, the metadata too."""
    rows, following = dict(table.metadata), None
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for page in table.pages:
            where, document = shown(page), _document(page)
            found = _listed(page, document, rows)
            following = document.get("@odata.nextLink") or document.get("odata.nextLink")
            try:
                writer.writerows([where, *map(row.get, table.fields)] for row in found)
            except AttributeError as error:
                raise ExtractError(
                    f"{where}: a row of figures is no object; each has a code per dimension. "
                    "Fetch the table again and build again."
                ) from error
    if following:
        raise ExtractError(
            f"{shown(table.pages[-1])}: names a next page and it is the last one here; the download was cut off. "
            "Fetch the table again and build again."
        )
    if not any(rows[page] for page in table.pages):
        raise ExtractError(
            f"{shown(table.folder)}: the table has no figures at all; an extract has at least one. "
            "Look at the filter in the source's declaration, fetch the table again and build again."
        )
    _refuse_miscount(table, source, sum(rows[page] for page in table.pages))
    return [
        Extract(f"{table.folder.name}/{path.name}", fingerprint(path), path.stat().st_size, rows[path])
        for path in sorted(rows)
    ]


def _refuse_miscount(table: Table, source: Source, rows: int) -> None:
    """Only v4 says how many figures the table has; with a filter there may be fewer of them here, never more."""
    announced = table.about.get("ObservationCount")
    if isinstance(announced, int) and (rows > announced if "v4" in source.filters else rows != announced):
        raise ExtractError(
            f"{shown(table.folder)}: Properties.json announces {announced} figures and the pages hold {rows}; a page "
            "is missing, double or of another edition. Fetch the table again and build again."
        )


def _load_words(con: duckdb.DuckDBPyConnection, number: int, table: Table) -> None:
    """Puts the codes of the dimensions where the select can join on them."""
    for position, (name, words) in enumerate(table.dimensions.items()):
        codes = [word.code for word in words]
        if len(set(codes)) < len(codes):
            raise ExtractError(
                f"{shown(table.folder)}: the codes of {name} hold a code twice; each code is there once. "
                "Fetch the table again and build again."
            )
        con.execute(
            f"create or replace temp table raw_words_{number}_{position} as "
            "select unnest($1::varchar[]) as code, unnest($2::varchar[]) as title, unnest($3::varchar[]) as status",
            [codes, [word.title for word in words], [word.status for word in words]],
        )


def _select(table: Table, number: int, gathered: Path) -> str:
    """One row per figure: v4 has them so, in v3 each topic is a column."""
    cells, joins = [], []
    for position, name in enumerate(table.dimensions):
        words, code = f"w{position}", f"trim(v.{identifier(name)})"
        title, status = identifier(f"{name}_title"), identifier(f"{name}_status")
        cells.append(f"{code} as {identifier(name)}, {words}.title as {title}, {words}.status as {status}")
        joins.append(f"left join raw_words_{number}_{position} as {words} on {words}.code = {code}")
    if "Measure" in table.fields:
        figure = "trim(v.Measure) as measure, trim(v.Value) as value, coalesce(v.ValueAttribute, 'None') as attribute"
        joins.append(f"left join {_topics(table.topics)} on topic.key = trim(v.Measure)")
    else:
        choices = " ".join(f"when {quoted(topic.key)} then v.{identifier(topic.key)}" for topic in table.topics)
        figure = f"topic.key as measure, trim(case topic.key {choices} end) as value, 'None' as attribute"
        joins.append(f"cross join {_topics(table.topics)}")
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in ("file", *table.fields))
    return (
        f"select v.file, null::varchar as sheet, {quoted(_modified(table.about))} as modified, {', '.join(cells)}, "
        f"{figure}, topic.title as measure_title, topic.unit as unit "
        f"from read_csv({quoted(gathered)}, auto_detect = false, "
        f"header = false, delim = ',', quote = '\"', escape = '\"', columns = {{{types}}}) as v {' '.join(joins)}"
    )


def _topics(topics: Iterable[Topic]) -> str:
    rows = ", ".join(f"({quoted(topic.key)}, {quoted(topic.title)}, {quoted(topic.unit)})" for topic in topics)
    return f"(values {rows}) as topic(key, title, unit)"


def _refuse_unknown_codes(con: duckdb.DuckDBPyConnection, known: Mapping[str, Collection[str]]) -> None:
    for name, codes in known.items():
        title = identifier(f"{name}_title")
        found = con.execute(
            f"select file, coalesce({identifier(name)}, '') from raw where {title} is null order by all limit 1"
        ).fetchone()
        if found:
            raise ExtractError(
                f"{found[0]}: {name} has code '{found[1]}', which the table's own list lacks; {hint(found[1], codes)} "
                "Fetch the table again and build again."
            )
