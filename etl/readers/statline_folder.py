"""Reads a StatLine table as fetched, a folder of JSON documents in either dialect (OData v3, v4); joins nothing."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..declaration import shown
from ..errors import ExtractError
from . import guard
from .statline_table import Axis, Table, Topic, document, rows, word


def read_metadata(folder: Path) -> Table:
    """The metadata in whichever dialect the folder has; raises ExtractError."""
    try:
        return _modern(folder) if (folder / "MeasureCodes.json").exists() else _old(folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise ExtractError(
            f"{shown(folder)}: a line of a code list lacks what each has ({' '.join(str(error).split())}); the table "
            "is damaged or of a dialect that is not known here. Fetch the table again and build again."
        ) from error


def figures(table: Table, counted: dict[Path, int]) -> Iterator[list[Any]]:
    """The cells of every row of every page, the page's name first; notes the rows per page in `counted`."""
    following = None
    for page in table.pages:
        content = document(page)
        listed = rows(page, content, counted)
        following = content.get("@odata.nextLink") or content.get("odata.nextLink")
        _refuse_shapes(table, page, listed)
        where = shown(page)
        for row in listed:
            yield [where, *map(row.get, table.fields)]
    if following:
        raise ExtractError(
            f"{shown(table.pages[-1])}: names a next page and it is the last one here; the download was cut off. "
            "Fetch the table again and build again."
        )


def _refuse_shapes(table: Table, page: Path, listed: list[dict[str, Any]]) -> None:
    """Every row has a cell for each dimension and topic, and none about persons that the metadata keeps silent."""
    try:
        shapes = {tuple(row.keys()) for row in listed}
    except AttributeError as error:
        raise ExtractError(
            f"{shown(page)}: a row of figures is no object; each has a code per dimension. "
            "Fetch the table again and build again."
        ) from error
    for shape in shapes:
        guard.refuse_persons(shown(page), shape)
        for name in table.fields:
            if name not in shape and name not in ("StringValue", "ValueAttribute"):
                raise ExtractError(
                    f"{shown(page)}: rows lack '{name}', which the table's own metadata lists; a row has a cell for "
                    "each dimension and topic. Fetch the table again and build again."
                )


def _modern(folder: Path) -> Table:
    """The metadata of a table in OData v4."""
    counted: dict[Path, int] = {}
    about = _about(folder / "Properties.json", counted)
    named = _list(folder / "Dimensions.json", counted)
    names = [str(row["Identifier"]) for row in named]
    topics = tuple(
        Topic(str(row["Identifier"]).strip(), str(row["Title"]).strip(), str(row.get("Unit") or "").strip())
        for row in _list(folder / "MeasureCodes.json", counted)
    )
    guard.refuse_persons(shown(folder / "Dimensions.json"), [*names, *(topic.title for topic in topics)])
    axes = []
    for name, row in zip(names, named, strict=True):
        words = _list(folder / f"{name}Codes.json", counted)
        codes = tuple(word(line["Identifier"], line["Title"], line.get("Status")) for line in words)
        axes.append(Axis(name, str(row.get("Title") or name), codes))
    fields = (*names, "Measure", "ValueAttribute", "Value", "StringValue")
    return Table(folder, fields, tuple(axes), topics, _pages(folder, "Observations"), counted, about, long=True)


def _old(folder: Path) -> Table:
    """The metadata of a table in OData v3; of a typed and an untyped data set the untyped one, which has the signs."""
    counted: dict[Path, int] = {}
    about = _about(folder / "TableInfos.json", counted)
    properties = _list(folder / "DataProperties.json", counted)
    kinds = [(str(row.get("odata.type") or row.get("Type") or "").rpartition(".")[2], row) for row in properties]
    named = [row for kind, row in kinds if kind.endswith(("Dimension", "GeoDetail"))]
    names = [str(row["Key"]).strip() for row in named]
    topics = tuple(
        Topic(str(row["Key"]).strip(), str(row["Title"]).strip(), str(row.get("Unit") or "").strip())
        for kind, row in kinds
        if kind == "Topic"
    )
    guard.refuse_persons(shown(folder / "DataProperties.json"), [*names, *(topic.title for topic in topics)])
    axes = []
    for name, row in zip(names, named, strict=True):
        words = _list(folder / f"{name}.json", counted)
        codes = tuple(word(line["Key"], line["Title"], line.get("Status")) for line in words)
        axes.append(Axis(name, str(row.get("Title") or name), codes))
    blind = bool(list(folder.glob("TypedDataSet_*.json"))) and not list(folder.glob("UntypedDataSet_*.json"))
    pages = _pages(folder, "TypedDataSet" if blind else "UntypedDataSet")
    fields = (*names, *(topic.key for topic in topics))
    return Table(folder, fields, tuple(axes), topics, pages, counted, about, blind=blind)


def _about(path: Path, counted: dict[Path, int]) -> Mapping[str, Any]:
    """What the table says of itself: in v4 one object, in v3 a list of one."""
    if not path.exists():
        return {}
    content = document(path)
    counted[path] = 1
    listed = content.get("value") if isinstance(content, Mapping) else None
    about = listed[0] if isinstance(listed, list) and listed else content
    return about if isinstance(about, Mapping) else {}


def _list(path: Path, counted: dict[Path, int]) -> list[dict[str, Any]]:
    return rows(path, document(path), counted)


def _pages(folder: Path, stem: str) -> tuple[Path, ...]:
    numbered = {
        int(name[1]): path
        for path in folder.glob(f"{stem}_*.json")
        if (name := re.fullmatch(rf"{stem}_(\d+)\.json", path.name))
    }
    for number in range(max(numbered, default=0) + 1):
        if number not in numbered:
            raise ExtractError(
                f"{shown(folder)}: page {stem}_{number}.json is missing; the pages count from 0 without a gap. "
                "Fetch the table again and build again."
            )
    return tuple(numbered[number] for number in sorted(numbered))
