"""A matrix of regions and subjects: a cell is a figure with what tests say of it; sorted by the reader.

On a narrow screen assets/matrix.js draws it as a list of regions instead. A colour always has a sign and a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import OWN, Element, el
from .controls import identity

# What a cell may say of its figure, by the colour it has; the last two have none.
FAVOURABLE, UNFAVOURABLE, DIFFERENT, SAME, UNTOLD = "favourable", "unfavourable", "different", "same", "untold"
BY_NAME, LOWEST = "naam", "-laag"


@dataclass(frozen=True)
class Cell:
    """One figure: value and status letter, then what tests say, each as a code for its look and as words.

    `direction` and `course` give the sign (higher or lower, rising or falling); `untold` cells say nothing.
    """

    value: str
    letter: str = ""
    look: str = UNTOLD
    direction: str = ""
    side: str = ""
    words: str = ""
    course: str = ""
    trend: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column: what it is called, what stands below its name, and its word in the address."""

    name: str
    below: str = ""
    key: str = ""


@dataclass(frozen=True)
class Line:
    """One region: its name, the address of its page, what a narrow screen says of it at once, and its cells."""

    name: str
    href: str
    summary: str
    cells: Sequence[Cell]
    marked: bool = False


@dataclass(frozen=True)
class Sorting:
    """How the lines are sorted now, as the address says it, and the words of the controls for it."""

    name: str
    value: str
    words: Sequence[tuple[str, str]] = field(default_factory=tuple)
    label: str = ""


def matrix(
    caption: str, first: str, columns: Sequence[Column], lines: Sequence[Line], sorting: Sorting | None = None
) -> Element:
    """The matrix; with `sorting` its heads are buttons whose choice goes into the address under that name.

    Without it the cells are numbers only, and they are set right.
    """
    props: dict[str, Any] = {
        "caption": caption,
        "head": [first, *(column.name for column in columns)],
        "below": [column.below for column in columns],
        "rows": [[line.name, line.summary, *(written(cell) for cell in line.cells)] for line in lines],
        "looks": [[[cell.look, cell.direction, cell.course] for cell in line.cells] for line in lines],
        "links": [line.href for line in lines],
        "marked": [at for at, line in enumerate(lines) if line.marked],
    }
    if sorting is not None:
        props |= {
            "id": identity(sorting.name, BY_NAME),
            "value": sorting.value,
            "keys": [BY_NAME, *(column.key for column in columns)],
            "orders": [list(pair) for pair in sorting.words],
            "label": sorting.label,
        }
    return el("Matrix", namespace=OWN, **props)


def written(cell: Cell) -> list[str]:
    """The words of a cell: value, letter, side for who does not see the sign, what is said, direction in time."""
    return [cell.value, cell.letter, cell.side, cell.words, cell.trend]


def orders(columns: Sequence[Column]) -> list[str]:
    """All sortings of a matrix as the address names them: by name, and each column from high to low and back."""
    return [BY_NAME, *(key for column in columns if column.key for key in (column.key, column.key + LOWEST))]


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
