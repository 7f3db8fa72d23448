"""A matrix of regions: one line per region, a cell is a figure with the signs of what tests say; sorted by the reader.

Cells are sent as codes and the words for them once; assets/matrix.js draws both. A colour always has a sign and a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import OWN, Element, el
from .controls import identity

# What a cell may say of its figure, by the colour it has; the last two have none.
FAVOURABLE, UNFAVOURABLE, DIFFERENT, SAME, UNTOLD = "favourable", "unfavourable", "different", "same", "untold"
BY_NAME, LOWEST, NAMED = "naam", "-laag", "-naam"


@dataclass(frozen=True)
class Cell:
    """One figure: value and status letter, then codes of what tests say.

    `direction` and `course` give the sign (higher or lower, rising or falling); `why` says why nothing could be tested.
    """

    value: str
    letter: str = ""
    look: str = UNTOLD
    direction: str = ""
    course: str = ""
    why: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column: its name, what stands below it, its word in the address, and the group it belongs to."""

    name: str
    below: str = ""
    key: str = ""
    group: str = ""


@dataclass(frozen=True)
class Line:
    """One region: its name, the address of its page, and its cells."""

    name: str
    href: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Sorting:
    """How the lines are sorted now, as the address says it.

    On a narrow screen two lists do it: `subject` names the first, `order` the second, whose choices are `orders` (by
    name, highest first, lowest first).
    """

    name: str
    value: str
    subject: str
    order: str
    orders: Sequence[str]


@dataclass(frozen=True)
class Foot:
    """Lines below the regions under one name, each a name and a text per column."""

    name: str
    lines: Sequence[Sequence[str]]


def matrix(
    caption: str,
    first: str,
    columns: Sequence[Column],
    lines: Sequence[Line],
    *,
    total: Line | None = None,
    foot: Foot | None = None,
    said: Mapping[str, str] | None = None,
    sorting: Sorting | None = None,
) -> Element:
    """The matrix; `total` stands above the regions, `foot` below them, `said` holds the words of the codes in cells.

    With `sorting` its heads are buttons whose choice goes into the address, and a narrow screen shows one column at a
    time. Without it a narrow screen scrolls the columns past the names.
    """
    every = [*([total] if total else []), *lines]
    props: dict[str, Any] = {
        "caption": caption,
        "head": [first, *(column.name for column in columns)],
        "below": [column.below for column in columns],
        "groups": [column.group for column in columns],
        "rows": [[line.name, line.href, *(written(cell) for cell in line.cells)] for line in every],
        "said": dict(said or {}),
        "total": total is not None,
    }
    if foot is not None:
        props["foot"] = [foot.name, *(list(line) for line in foot.lines)]
    if sorting is not None:
        props |= {
            "id": identity(sorting.name, BY_NAME),
            "value": sorting.value,
            "keys": [BY_NAME, *(column.key for column in columns)],
            "labels": [sorting.subject, sorting.order, *sorting.orders],
        }
    return el("Matrix", namespace=OWN, **props)


def marking(code: str) -> Element:
    """Marks the line of one region in every matrix of the page, so that another region costs no new matrix."""
    return el("Marking", namespace=OWN, code=code)


def written(cell: Cell) -> str | list[str]:
    """A cell as its parts, without the empty ones at the end; a figure of which nothing is said is its value only."""
    parts = [cell.value, cell.letter, cell.look, cell.direction, cell.course, cell.why]
    if cell.look == UNTOLD and not cell.course and not cell.why:
        parts = parts[:2]
    while parts and not parts[-1]:
        parts.pop()
    return parts[0] if len(parts) == 1 else parts


def orders(columns: Sequence[Column]) -> list[str]:
    """All sortings of a matrix as the address names them.

    By name, and for each column from high to low, from low to high, and by name while a narrow screen shows it.
    """
    return [BY_NAME, *(column.key + end for column in columns if column.key for end in ("", LOWEST, NAMED))]


def in_order(
    lines: Sequence[Line], values: Sequence[Sequence[float | None]], keys: Sequence[str], by: str
) -> list[Line]:
    """The lines sorted by one column of `values`; lines without a figure stand at the end, by name."""
    by_name = sorted(range(len(lines)), key=lambda at: lines[at].name)
    key = by.removesuffix(LOWEST)
    if key not in keys:
        return [lines[at] for at in by_name]
    column = list(keys).index(key)
    found = {at: values[at][column] for at in by_name}
    seen = [at for at in by_name if found[at] is not None]
    seen.sort(key=lambda at: float(found[at] or 0), reverse=not by.endswith(LOWEST))
    return [lines[at] for at in [*seen, *(at for at in by_name if found[at] is None)]]
