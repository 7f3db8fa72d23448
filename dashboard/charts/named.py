"""Names beside points of a chart, where they lie over no other point, no other name, and seldom over a line.

Places are worked out for a telephone. On a wider screen points only stand further apart sideways, so there they hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from .style import INK, MUTED, SMALL

LINE, LETTER = 16, 6.8  # pixels: from line to line, and the widest mean of a letter, as it is in a heavy name
CLEAR, POINT = 5, 9  # pixels between a point and its name, and half the size of the largest point
STEPS = (0, 12, 24, 40, 56, 76, 100, 130)  # pixels further away, when there is no room close by
# Where a name stands from its point: beside it as a rule, above or below it where that is better.
SIDES = ((-1, -1), (1, -1), (-1, 1), (1, 1), (0, -1), (0, 1), (-1, 0), (1, 0))
CUT, OVER_NAME, OVER_POINT, OVER_LINE, TURNED = (
    5000.0,
    1000.0,
    100.0,
    4.0,
    3.0,
)  # what each costs, in pixels of distance
Spot = tuple[float, float]


@dataclass(frozen=True)
class Name:
    """A name to place: its lines, its point in pixels from the top left, and the side it would rather have."""

    lines: Sequence[str]
    at: Spot
    own: bool
    side: tuple[int, int]


@dataclass(frozen=True)
class Box:
    """The room that a name takes, in pixels; `side` and `away` say how it stands from its point."""

    left: float
    top: float
    width: float
    height: float
    side: tuple[int, int]
    away: int

    def holds(self, spot: Spot, margin: float) -> bool:
        """Whether a spot lies in the box or within a margin of it."""
        x, y = spot
        return (
            self.left - margin < x < self.left + self.width + margin
            and self.top - margin < y < self.top + self.height + margin
        )

    def meets(self, other: "Box") -> bool:
        """Whether two boxes lie over each other."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def placed(names: Sequence[Name], points: Sequence[Spot], lines: Sequence[Spot], size: Spot) -> list[Box]:
    """The best box for each name, the first chosen first; `lines` are spots along lines, `size` that of the drawing."""
    taken: list[Box] = []
    for name in names:
        others = [point for point in points if point != name.at]
        best, least = None, inf
        for box in boxes(name):
            if best is not None and box.away >= least:
                break  # they come from near to far, and distance alone costs more by now
            asked = cost(box, name, others, lines, taken, size)
            if asked < least:
                best, least = box, asked
        if best is not None:
            taken.append(best)
    return taken


def boxes(name: Name) -> list[Box]:
    """Every box that is tried for a name."""
    width, height = LETTER * max(map(len, name.lines)), float(LINE * len(name.lines))
    x, y = name.at
    found = []
    for away in STEPS:
        for across, down in SIDES:
            middle_x = x + across * (width / 2 + CLEAR + away * (0.5 if down else 1))
            middle_y = y + down * (height / 2 + CLEAR + away)
            found.append(Box(middle_x - width / 2, middle_y - height / 2, width, height, (across, down), away))
    return found


def within(box: Box, size: Spot) -> bool:
    """Whether a box lies inside the drawing."""
    return box.left >= 0 and box.top >= 0 and box.left + box.width <= size[0] and box.top + box.height <= size[1]


def cost(
    box: Box, name: Name, points: Sequence[Spot], lines: Sequence[Spot], taken: Sequence[Box], size: Spot
) -> float:
    """How bad a place is: cut off, over names and points, then over lines, then far away or on another side."""
    return (
        CUT * (not within(box, size))
        + OVER_NAME * sum(box.meets(other) for other in taken)
        + OVER_POINT * sum(box.holds(point, POINT) for point in points)
        + OVER_LINE * sum(box.holds(spot, 0) for spot in lines)
        + box.away
        + TURNED * sum(one != other for one, other in zip(box.side, name.side, strict=True))
    )


def note(name: Name, box: Box, x: float, y: float) -> dict[str, Any]:
    """The name as an annotation at a point in the figures of the chart; one that is far away is joined to it."""
    across, down = box.side
    text = "<br>".join(name.lines)
    side = {-1: "right", 0: "center", 1: "left"}[across]
    shift = (across * (CLEAR + box.away * (0.5 if down else 1)), down * (CLEAR + box.away))
    far = {
        "showarrow": True,
        "ax": round(shift[0]),
        "ay": round(shift[1]),
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": MUTED,
        "standoff": POINT,
    }
    near = {"showarrow": False, "xshift": round(shift[0]), "yshift": -round(shift[1])}
    return {
        "x": x,
        "y": y,
        "text": f"<b>{text}</b>" if name.own else text,
        "xanchor": side,
        "yanchor": {-1: "bottom", 0: "middle", 1: "top"}[down],
        "align": side,
        "font": {"size": SMALL, "color": INK},
        **(far if box.away else near),
    }
