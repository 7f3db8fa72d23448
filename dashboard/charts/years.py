"""What all charts over the years share: the axis, where a line stops at a break, the label of a break, the band."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, log10
from typing import Any

from ..components.lines import wrapped
from .style import MUTED, PAPER, RULE, SMALL, Point, Series, colours, names_axis

BAND = colours("steps")[1]
FIRM, LOOSE = 0.55, 0.3  # how strong the band is around definitive and provisional figures
ALONE = 0.14  # half the width of the band around a point without neighbours, in years
LABEL = 10  # characters on a line in the label of a break
# On a phone a letter of such a label, its height and the room beside the axis are these parts of the axes.
LETTER, TALL, OUTSIDE = 0.033, 0.12, 0.05
LEVEL = 32  # pixels from one label up to the next
# Where a label may stand, the first that is free: right of its break, at the top, and how many labels from there.
SPOTS = tuple((right, top, level) for right in (True, False) for top in (False, True) for level in (0, 1))
STEPS = 6  # places looked at between two points of a line
FAR = 1000  # more than a line has places
PIXELS = 340  # of the value axis
Box = tuple[float, float, float, float]  # left, right, low, high


def years_axis(labels: dict[int, str]) -> dict[str, Any]:
    """The axis of periods; every period has its label, and the style sheet leaves some out on a narrow screen.

    It finds this axis by its tick marks, which no other axis has.
    """
    every = sorted(labels)
    return names_axis(
        tickvals=every,
        ticktext=[labels[period] for period in every],
        range=[every[0] - 0.4, every[-1] + 0.4],
        ticks="outside",
        tickcolor=RULE,
        tickangle=0,
        ticklabeloverflow="allow",
    )


def runs(counted: Series, breaks: Sequence[int]) -> list[Series]:
    """The series cut in front of every break, so that no line joins what cannot be compared."""
    cuts = [min(int(p.x) for p in counted.points) if counted.points else 0, *sorted(breaks)]
    ends: list[float] = [*cuts[1:], float("inf")]
    parts = [
        Series(counted.name, [p for p in counted.points if start <= int(p.x) < end])
        for start, end in zip(cuts, ends, strict=True)
    ]
    return [part for part in parts if part.points]


def cut(counted: Series, breaks: Sequence[int]) -> Series:
    """The series with a gap in front of every break: one line that is drawn in parts."""
    first, *rest = runs(counted, breaks) or [counted]
    points = [*first.points]
    for part in rest:
        points += [Point(part.points[0].x, None, ""), *part.points]
    return replace(counted, points=points)


def marked(
    breaks: Sequence[tuple[int, str]],
    every: Sequence[int],
    lines: Sequence[Series],
    low: float,
    high: float,
    words_there: Sequence[Box] = (),
    tall: float = TALL,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each break as a dotted line before its period, with its words in two lines where fewest of the `lines` run.

    `every` holds the periods of the axis, `low` and `high` are the ends of the other one; `words_there` is the room
    that other words take, `tall` what these take of a chart of another height.
    """
    shapes, notes = [], []
    first, across = every[0], max(1, every[-1] - every[0])
    trail = [place for line in lines for place in passed(line, first, across, low, high)]
    taken = list(words_there)
    for start, words in sorted(breaks):
        at, text = start - 0.5, wrapped(words, LABEL)
        wide = LETTER * max(len(line) for line in text.split("<br>"))
        boxes = {spot: box((at - first) / across, wide, tall, *spot) for spot in SPOTS}
        right, top, level = spot = min(SPOTS, key=lambda each: in_the_way(boxes[each], trail, taken))
        taken.append(boxes[spot])
        side = "left" if right else "right"
        stroke = {"color": MUTED, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": stroke})
        note = {"x": at, "y": int(top), "yref": "paper", "yanchor": "top" if top else "bottom"}
        note |= {"xanchor": side, "align": side, "showarrow": False, "text": text}
        if level:
            note["yshift"] = (-LEVEL if top else LEVEL) * level
        # The line of the next break does not run through the words of this one.
        notes.append({**note, "bgcolor": PAPER, "font": {"size": SMALL, "color": MUTED}})
    return shapes, notes


def passed(line: Series, first: int, across: int, low: float, high: float) -> Iterator[tuple[float, float]]:
    """Where a line runs, as parts of both axes."""
    known = [
        ((int(p.x) - first) / across, (p.value - low) / ((high - low) or 1)) for p in line.points if p.value is not None
    ]
    yield from known
    for (x, y), (next_x, next_y) in pairwise(known):
        yield from ((x + (next_x - x) * at / STEPS, y + (next_y - y) * at / STEPS) for at in range(1, STEPS))


def box(at: float, wide: float, tall: float, right: bool, top: bool, level: int) -> Box:
    """The room that words beside a break take."""
    left = at if right else at - wide
    low = 1 - tall * (level + 1) if top else tall * level
    return left, left + wide, low, low + tall


def in_the_way(own: Box, trail: Sequence[tuple[float, float]], taken: Sequence[Box]) -> int:
    """How bad a place for words is: over lines, and worse over other words or outside the chart."""
    left, right, low, high = own
    over = sum(left <= x <= right and low <= y <= high for x, y in trail)
    across = any(left < one[1] and one[0] < right and low < one[3] and one[2] < high for one in taken)
    return over + FAR * (across + (left < -OUTSIDE or right > 1 + OUTSIDE))


def fine(low: float, high: float) -> int:
    """How many decimals place a figure within half a pixel on a value axis with these ends."""
    return max(0, ceil(log10(PIXELS / ((high - low) or 1))))


def drawn_at(value: float, decimals: int) -> float:
    """A figure as it goes over the line to be drawn; a whole one without a decimal point."""
    return round(value, decimals or None)


def band(line: Series, breaks: Sequence[int], decimals: int) -> list[dict[str, Any]]:
    """The intervals around a line as areas below it; around provisional figures lighter, and none across a gap."""
    firm: list[list[Point]] = []
    loose: list[list[Point]] = []
    for part in runs(line, breaks):
        for stretch in unbroken(part.points):
            ends = next((at for at, point in enumerate(stretch) if point.provisional), len(stretch))
            firm.append(stretch[:ends])
            loose.append(stretch[max(ends - 1, 0) :] if ends < len(stretch) else [])
    drawn = [(firm, FIRM), (loose, LOOSE)]
    return [area([each for each in areas if each], strength, decimals) for areas, strength in drawn if any(areas)]


def unbroken(points: Sequence[Point]) -> Iterator[list[Point]]:
    """The stretches of neighbours that all have an interval."""
    found: list[Point] = []
    for point in points:
        if found and (point.low is None or int(point.x) != int(found[-1].x) + 1):
            yield found
            found = []
        if point.low is not None and point.high is not None and point.value is not None:
            found.append(point)
    if found:
        yield found


def area(stretches: Sequence[Sequence[Point]], strength: float, decimals: int) -> dict[str, Any]:
    """Stretches as closed areas of one trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for points in stretches:
        sides: list[tuple[float, float | None, float | None]] = [(int(p.x), p.low, p.high) for p in points]
        if len(points) == 1:
            ((at, low, high),) = sides
            sides = [(at - ALONE, low, high), (at + ALONE, low, high)]
        x += [*(at for at, _, _ in sides), *(at for at, _, _ in reversed(sides)), None]
        y += [*(high for _, _, high in sides), *(low for _, low, _ in reversed(sides)), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x[:-1],
        "y": [None if each is None else drawn_at(each, decimals) for each in y[:-1]],
        "fill": "toself",
        "fillcolor": BAND,
        "line": {"width": 0},
        "opacity": strength,
        "hoverinfo": "skip",
        "showlegend": False,
    }
