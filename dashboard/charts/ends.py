"""Names at the ends of lines instead of a key: in the margin, pushed apart until none lies over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..components.lines import wrapped
from .style import INK

SIZE, LINE, LETTER = 13, 16, 6.4  # pixels: a label, from line to line, and the mean width of a letter
AWAY, CLEAR = 15, 7  # pixels from the end of a line to its label, and of those the ones left open at the line
WIDTH, BEHIND, LONGEST = 15, 15, 16  # letters on a line: wished for, with a figure behind, the most there is room for
APART = 3  # pixels between two labels


@dataclass(frozen=True)
class End:
    """Where a line ends: its name, what stands below it, the place and the colour; one's own stands out."""

    name: str
    below: str
    x: int
    value: float
    colour: str
    own: bool = False

    def lines(self, told: bool) -> list[str]:
        """The label line by line; a name may be broken after a stroke as well, and a figure may stand behind it."""
        names = wrapped(self.name.replace("/", "/ "), WIDTH, 3).replace("/ ", "/").split("<br>")
        if not told or not self.below:
            return names
        behind = f"{names[-1]} {self.below}"
        return [*names[:-1], behind] if len(behind) <= BEHIND else [*names, self.below]


@dataclass(frozen=True)
class Labels:
    """Labels as annotations, and the margin they take."""

    notes: list[dict[str, Any]]
    margin: int


def labels(ends: Sequence[End], low: float, high: float, height: int) -> Labels | None:
    """A label at the end of each line; None when a name is too long, when there are too many of them for the height,
    and when lines end in different years: a label would lie over the lines that go on.

    `low` and `high` are the ends of the value axis, `height` its length in pixels. A label that had to move is joined
    to its line. What stands below the names is left out when that makes them fit.
    """
    if not ends:
        return None
    widest = max(len(line) for end in ends for line in end.lines(False))
    told = [keep for keep in (True, False) if room([end.lines(keep) for end in ends]) <= height]
    if widest > LONGEST or not told or len({end.x for end in ends}) > 1:
        return None
    here = sorted(ends, key=lambda end: end.value)
    wanted = [height * (end.value - low) / ((high - low) or 1) for end in here]
    sizes = [LINE * len(end.lines(told[0])) + APART for end in here]
    placed = apart(wanted, sizes, height)
    notes = [note(end, end.lines(told[0]), at - wish) for end, wish, at in zip(here, wanted, placed, strict=True)]
    most = max(len(line) for end in ends for line in end.lines(told[0]))
    return Labels(notes, round(most * LETTER) + AWAY + 4)


def room(blocks: Sequence[Sequence[str]]) -> int:
    """How many pixels labels take above each other."""
    return sum(LINE * len(lines) + APART for lines in blocks)


def apart(wanted: Sequence[float], sizes: Sequence[float], height: float) -> list[float]:
    """Middles of labels from low to high, as near as can be to where they are wanted, and none over another.

    Neighbours that would overlap become one block in the middle of where they are wanted (pool adjacent violators).
    """
    before = [sum(sizes[:at]) + sizes[at] / 2 for at in range(len(sizes))]
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wanted, before, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, few), (other, more) = blocks[-2:]
            blocks[-2:] = [((one * few + other * more) / (few + more), few + more)]
    starts = [start for start, count in blocks for _ in range(count)]
    highest = height - sum(sizes)
    return [min(max(start, 0), highest) + offset for start, offset in zip(starts, before, strict=True)]


def note(end: End, lines: Sequence[str], moved: float) -> dict[str, Any]:
    """One label, right of the end of its line."""
    name = "<br>".join(lines)
    return {
        "x": end.x,
        "y": end.value,
        "text": f"<b>{name}</b>" if end.own else name,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": end.colour,
        "standoff": CLEAR,
        "ax": AWAY,
        "ay": -round(moved),
        "xanchor": "left",
        "align": "left",
        "font": {"size": SIZE, "color": INK},
    }
