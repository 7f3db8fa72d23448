"""Matches the dimensions, titles and topics of a StatLine table with a source's declaration; reads no figures."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..catalogue import Source
from ..declaration import shown
from ..errors import LayoutError, nearest
from .statline_table import Axis, Table, Topic

TOTAL = "totaal"
# One person each; a table in thousands is rounded more coarsely than its source declares.
SINGLE = ("", "aantal", "aantalpersonen", "personen")


@dataclass(frozen=True)
class Layout:
    """What a table's own names mean: per declared dimension its axis and, per code, ours or None for what is left out.

    `topics` gives, per key of the table, the declared topic.
    """

    axes: dict[str, Axis]
    meanings: dict[str, dict[str, str | None]]
    topics: dict[str, str]


def plain(text: str) -> str:
    """A name or title without what does not matter: case, blanks, punctuation and stars."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def layout(table: Table, source: Source) -> Layout:
    """The meaning of everything in the table; raises LayoutError at the first thing that is new or gone."""
    axes = _axes(table, source)
    meanings = {name: _meanings(table, source, name, axis) for name, axis in axes.items()}
    return Layout(axes, meanings, _topics(table, source))


def _axes(table: Table, source: Source) -> dict[str, Axis]:
    where, declared = shown(table.place), shown(source.path)
    left = list(table.axes)
    axes = {}
    for name, dimension in source.dimensions.items():
        spellings = {plain(spelling) for spelling in dimension.names}
        axis = next((axis for axis in left if {plain(axis.name), plain(axis.title)} & spellings), None)
        if axis is not None:
            axes[name] = axis
            left.remove(axis)
    for name, dimension in source.dimensions.items():
        if name not in axes:
            likely = _likely(dimension.names[0], [axis.name for axis in left], "nothing new in the table resembles it.")
            raise LayoutError(
                f"{where}: dimension '{' or '.join(dimension.names)}' is gone; {likely} "
                f"Add its new name to names of [dimension.{name}] in {declared} and build again."
            )
    for axis in left:
        names = [spelling for dimension in source.dimensions.values() for spelling in dimension.names]
        likely = _likely(axis.name, names, "no dimension known here resembles it.")
        raise LayoutError(
            f"{where}: dimension '{axis.name}' is new; {likely} "
            f"Add a table [dimension.<name>] for it to {declared}, use it in its select, and build again."
        )
    return axes


def _meanings(table: Table, source: Source, name: str, axis: Axis) -> dict[str, str | None]:
    dimension = source.dimensions[name]
    by_title = {plain(title): code for code, titles in dimension.codes.items() for title in titles}
    meanings: dict[str, str | None] = {}
    unknown = []
    for item in axis.words:
        if plain(item.title) in by_title:
            meanings[item.code] = by_title[plain(item.title)]
        elif _matches(item.title, dimension.skip, plain) or _matches(item.code, dimension.skip_codes, str):
            meanings[item.code] = None
        elif dimension.codes:
            unknown.append(item)
        else:
            meanings[item.code] = item.code
    if TOTAL in dimension.codes and TOTAL not in meanings.values():
        # Each table words its total in its own way; where it has one, there is no other thing it can mean.
        totals = [item for item in axis.words if plain(item.title).startswith(TOTAL)]
        if len(totals) == 1:
            meanings[totals[0].code] = TOTAL
            unknown = [item for item in unknown if item is not totals[0]]
    _refuse_unknown(table, source, name, axis, [item.title for item in unknown])
    _refuse_twins(table, source, name, axis, meanings)
    if TOTAL in dimension.codes and TOTAL not in meanings.values():
        raise LayoutError(
            f"{shown(table.place)}: {axis.name} has no title that means its total; the known ones are "
            f"{', '.join(dimension.codes[TOTAL])}. Add the new one to codes of [dimension.{name}] in "
            f"{shown(source.path)} and build again."
        )
    return meanings


def _refuse_unknown(table: Table, source: Source, name: str, axis: Axis, titles: list[str]) -> None:
    for title in titles:
        dimension = source.dimensions[name]
        known = [*(title for titles in dimension.codes.values() for title in titles), *dimension.skip]
        others = f" (and {len(titles) - 1} others)" if len(titles) > 1 else ""
        raise LayoutError(
            f"{shown(table.place)}: {axis.name} has a new title '{title}'{others}; "
            f"{_likely(title, known, 'none that is known here resembles it.')} "
            f"Add it to codes or skip of [dimension.{name}] in {shown(source.path)} and build again."
        )


def _refuse_twins(table: Table, source: Source, name: str, axis: Axis, meanings: Mapping[str, str | None]) -> None:
    """Two titles with one meaning would count people twice."""
    if not source.dimensions[name].codes:
        return
    titles: dict[str, str] = {}
    for item in axis.words:
        code = meanings[item.code]
        if code is not None and titles.setdefault(code, item.title) != item.title:
            raise LayoutError(
                f"{shown(table.place)}: {axis.name} has both '{titles[code]}' and '{item.title}', and both are "
                f"declared as '{code}'; one of them must mean something else. Correct [dimension.{name}] in "
                f"{shown(source.path)} and build again."
            )


def _topics(table: Table, source: Source) -> dict[str, str]:
    topics: dict[str, str] = {}
    for name, titles in source.topic.items():
        spellings = {plain(title) for title in titles}
        topic = next((topic for topic in table.topics if plain(topic.title) in spellings), None)
        if topic is None:
            raise LayoutError(
                f"{shown(table.place)}: topic '{titles[0]}' is gone; "
                f"{_likely(titles[0], [topic.title for topic in table.topics], 'nothing in the table resembles it.')} "
                f"Add its new title to '{name}' under [topic] in {shown(source.path)} and build again."
            )
        _refuse_unit(table, source, topic)
        topics[topic.key] = name
    return topics


def _refuse_unit(table: Table, source: Source, topic: Topic) -> None:
    if plain(topic.unit) not in SINGLE:
        raise LayoutError(
            f"{shown(table.place)}: topic '{topic.title}' has the unit '{topic.unit}'; {shown(source.path)} declares "
            "counts of single persons, and a coarser figure would be shown as if it were exact. "
            "Declare a source of its own for this table, or ask CBS for counts, and build again."
        )


def _matches(text: str, patterns: Iterable[str], spelled: Callable[[str], str]) -> bool:
    """Whether a title or code fits a pattern in which a star stands for anything."""
    return any(
        re.fullmatch(".*".join(re.escape(spelled(part)) for part in pattern.split("*")), spelled(text))
        for pattern in patterns
    )


def _likely(word: str, choices: Iterable[str], otherwise: str) -> str:
    likely = nearest(word, choices)
    return otherwise if likely is None else f"did you mean '{likely}'?"
