"""What all charts over the years share: the axis, where a line stops at a break, the label of a break, the band."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..components.lines import wrapped
from .style import MUTED, PAPER, RULE, SMALL, Point, Series, colours, names_axis

BAND = colours("steps")[1]
FIRM, LOOSE = 0.55, 0.3  # how strong the band is around definitive and provisional figures
ALONE = 0.14  # half the width of the band around a point without neighbours, in years
LABEL = 10  # characters on a line in the label of a break
# On a phone the label of a break is as wide as this part of the axis: the next one stands higher when it is nearer.
NEAR, LEVEL = 0.3, 32
EDGE = 0.2  # the part of the height that the words of breaks take, at the bottom or at the top


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
    breaks: Sequence[tuple[int, str]], every: Sequence[int], *, top: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each break as a dotted line before its period, with its words in two lines where no line runs.

    That is at the bottom, or at the `top` of an axis that does not start at zero or has its lines low. `every` holds
    the periods of the axis.
    """
    shapes, notes = [], []
    across = max(1, every[-1] - every[0]) if every else 1
    level, before = 0, float("-inf")
    for start, words in sorted(breaks):
        at = start - 0.5
        level = level + 1 if at - before < NEAR * across else 0
        before = at
        late = bool(every) and at > every[0] + 0.75 * across
        stroke = {"color": MUTED, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": stroke})
        notes.append(
            {
                "x": at,
                "y": 1 if top else 0,
                "yref": "paper",
                "yanchor": "top" if top else "bottom",
                "xanchor": "right" if late else "left",
                "align": "right" if late else "left",
                "showarrow": False,
                "text": wrapped(words, LABEL),
                "yshift": (-LEVEL if top else LEVEL) * level,
                # The line of the next break does not run through the words of this one.
                "bgcolor": PAPER,
                "font": {"size": SMALL, "color": MUTED},
            }
        )
    return shapes, notes


def crowded_below(
    breaks: Sequence[tuple[int, str]], every: Sequence[int], points: Sequence[Point], low: float, high: float
) -> bool:
    """Whether beside the breaks more points lie at the bottom of an axis from `low` to `high` than at its top."""
    reach = NEAR * max(1, every[-1] - every[0]) if every else 1
    beside = [
        (p.value - low) / (high - low)
        for p in points
        if p.value is not None and any(0 <= int(p.x) - start < reach for start, _ in breaks)
    ]
    return sum(height < EDGE for height in beside) > sum(height > 1 - EDGE for height in beside)


def band(line: Series, breaks: Sequence[int]) -> list[dict[str, Any]]:
    """The intervals around a line as areas below it; around provisional figures lighter, and none across a gap."""
    firm: list[list[Point]] = []
    loose: list[list[Point]] = []
    for part in runs(line, breaks):
        for stretch in unbroken(part.points):
            ends = next((at for at, point in enumerate(stretch) if point.provisional), len(stretch))
            firm.append(stretch[:ends])
            loose.append(stretch[max(ends - 1, 0) :] if ends < len(stretch) else [])
    drawn = [(firm, FIRM), (loose, LOOSE)]
    return [area([each for each in areas if each], strength) for areas, strength in drawn if any(areas)]


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


def area(stretches: Sequence[Sequence[Point]], strength: float) -> dict[str, Any]:
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
        "y": y[:-1],
        "fill": "toself",
        "fillcolor": BAND,
        "line": {"width": 0},
        "opacity": strength,
        "hoverinfo": "skip",
        "showlegend": False,
    }
