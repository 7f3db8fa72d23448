"""Reads a StatLine table as downloaded by hand from the website: semicolons, titles for codes, Dutch numbers."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError
from . import guard
from .statline_table import Axis, Table, Topic, word
from .statline_words import plain

SOURCE_LINE = re.compile(r"\W*(bron|source)\W", re.IGNORECASE)
TOPIC = re.compile(r"(.+) \(([^()]*)\)")
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


def read_metadata(path: Path, source: Source) -> Table:
    """What the header and the cells tell of the table; raises ExtractError."""
    header, body = _lines(path)
    guard.refuse_persons(shown(path), header)
    topics = {position: topic for position, name in enumerate(header) if (topic := _topic(name, position, source))}
    places = [position for position, name in enumerate(header) if position not in topics and plain(name) != "id"]
    axes = tuple(
        Axis(header[place], header[place], tuple(word(_code(title), title, None) for title in _distinct(body, place)))
        for place in places
    )
    if not axes or not topics or not body:
        raise ExtractError(
            f"{shown(path)}: no table of StatLine; its download has a header with dimensions and 'topic (unit)', "
            "divided by semicolons, and a line per cell. Download the table again as CSV and build again."
        )
    fields = (*(axis.name for axis in axes), *(topic.key for topic in topics.values()))
    return Table(path, fields, axes, tuple(topics.values()), (path,), {}, {})


def figures(table: Table, counted: dict[Path, int]) -> Iterator[list[Any]]:
    """The cells of every row, the file's name first, in the notation of the fetched tables."""
    header, body = _lines(table.place)
    topics = {topic.key for topic in table.topics}
    places = [(_place(header, name), name in topics) for name in table.fields]
    counted[table.place] = len(body)
    for line in body:
        yield [shown(table.place), *(_number(line[at]) if counts else _code(line[at]) for at, counts in places)]


def _place(header: list[str], name: str) -> int:
    return int(name.rpartition("#")[2]) if "#" in name else header.index(name)


def _lines(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows, without what StatLine puts above and below."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = [line for line in csv.reader(text.splitlines(), delimiter=";") if any(cell.strip() for cell in line)]
    while lines and len(lines[0]) < 3:
        lines.pop(0)
    while lines and SOURCE_LINE.match(lines[-1][0]):
        lines.pop()
    if not lines:
        return [], []
    header, *body = ([cell.strip() for cell in line] for line in lines)
    for number, line in enumerate(body, start=2):
        if len(line) != len(header):
            raise ExtractError(
                f"{shown(path)}: row {number} below the title has {len(line)} cells and the header {len(header)}; the "
                "download was probably cut off. Download the table again and build again."
            )
    return header, body


def _topic(name: str, position: int, source: Source) -> Topic | None:
    """The topic in a header such as "Leerlingen (aantal)"; None for a dimension."""
    if plain(name) in {plain(spelling) for item in source.dimensions.values() for spelling in item.names}:
        return None
    if plain(name) in {plain(title) for titles in source.topic.values() for title in titles}:
        return Topic(f"topic#{position}", name, "")
    parts = TOPIC.fullmatch(name)
    return Topic(f"topic#{position}", parts[1], parts[2]) if parts else None


def _distinct(body: list[list[str]], place: int) -> list[str]:
    return list({_code(line[place]): line[place] for line in body}.values())


def _code(title: str) -> str:
    """The title, which stands for the code; of a year the code, so that all forms of a table have one."""
    bare = title.strip().rstrip("*").rstrip()
    if re.fullmatch(r"\d{4}\s*/\s*['’‘]?\d{2}", bare):
        return f"{bare[:4]}SJ00"
    return f"{bare}JJ00" if re.fullmatch(r"\d{4}", bare) else bare


def _number(cell: str) -> str | None:
    """A number as the data sets have it: no dots between the thousands, a decimal point."""
    if THOUSANDS.fullmatch(cell):
        return cell.replace(".", "")
    return cell.replace(",", ".") or None
