"""The figures of regions by the size of their group, between the limits that chance gives: a funnel plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import Any

from ..components.lines import wrapped
from ..components.scales import starts_at_zero
from .caterpillar import SIGNS, colour_of
from .named import Name, Spot, note, placed
from .style import COUNTRY, MUTED, PAPER, SMALL, Axis, Figure, Point, even, layout, nothing, once, values_axis

HEIGHT = 560
LABEL = 16  # characters on a line beside a point
WIDE, TALL, EDGE = 232, 340, 14  # pixels: the drawing within its axes on the narrowest telephone, and around its points
STEPS = 4  # spots on each piece of a limit
# The stricter limit is whole, the other one dashed.
DASHES = {"998": "solid", "95": "dash"}


@dataclass(frozen=True, slots=True)
class Placed:
    """One region: how large its group is, its figure, and on which side of the strict limits it lies.

    `kind` is higher, lower or not_distinguishable (between the limits); a `labelled` region has its name beside it.
    """

    name: str
    people: float
    value: float
    kind: str
    words: str
    labelled: bool = False
    own: bool = False
    provisional: bool = False


def funnel(
    rows: Sequence[Placed],
    sizes: Sequence[float],
    limits: Mapping[str, Sequence[float | None]],
    target: Point,
    key: Mapping[str, str],
    axis: Axis,
    *,
    better: str = "lower",
) -> Figure:
    """Size along the bottom, figures upwards; `limits` has low_95, high_95, low_998 and high_998 along `sizes`.

    `key` names the kinds, the levels `95` and `998`, and `people` along the bottom; `target` is the country.
    """
    if not rows or not sizes or target.value is None:
        return nothing(axis.title, axis)
    traces = [each for level in DASHES for each in curve(sizes, limits, level, key[level])]
    middle = {"color": COUNTRY, "width": 2}
    ends = [sizes[0], sizes[-1]]
    traces.append(line(ends, [target.value, target.value], target.words, middle))
    others = [row for row in rows if not row.own]
    kinds = [kind for kind in SIGNS if any(row.kind == kind for row in others)]
    traces += [dots([row for row in others if row.kind == kind], kind, key, better) for kind in kinds]
    # Over the others, and apart from them: the key shows the mean size of what is drawn together.
    traces += [dots([row], row.kind, key, better) | {"showlegend": row.kind not in kinds} for row in rows if row.own]
    x = {
        "type": "log",
        "title": {"text": key["people"], "font": {"size": SMALL, "color": MUTED}},
        "fixedrange": True,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": MUTED, "size": SMALL},
        "tickvals": marks(sizes[0], sizes[-1]),
        "tickformat": ",d",
    }
    drawn = [row.value for row in rows]
    drawn += [end for side in limits.values() for end in side if end is not None]
    zero = starts_at_zero(drawn, least=0.3)
    y = values_axis(axis, rangemode="tozero" if zero else "normal", **even(axis, 0 if zero else min(drawn), max(drawn)))
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    notes = names(rows, sizes, limits, target.value)
    return {
        "data": traces,
        "layout": layout(HEIGHT, axis, xaxis=x, yaxis=y, legend=legend, annotations=notes, hovermode="closest"),
    }


def curve(
    sizes: Sequence[float], limits: Mapping[str, Sequence[float | None]], level: str, name: str
) -> list[dict[str, Any]]:
    """The lower and the upper limit of one level, named once."""
    stroke = {"color": MUTED, "width": 1.5, "dash": DASHES[level]}
    below = line(sizes, limits[f"low_{level}"], name, stroke)
    return [below, line(sizes, limits[f"high_{level}"], name, stroke) | {"showlegend": False}]


def line(x: Sequence[float], y: Sequence[float | None], name: str, stroke: Mapping[str, Any]) -> dict[str, Any]:
    """A line that says nothing when it is pointed at."""
    return {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "line": stroke, "hoverinfo": "skip"}


def dots(rows: Sequence[Placed], kind: str, key: Mapping[str, str], better: str) -> dict[str, Any]:
    """The regions on one side of the limits, or between them; the own region is larger, a provisional one hollow."""
    colour = colour_of(kind, better)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": key[kind],
        "x": [row.people for row in rows],
        "y": [row.value for row in rows],
        "customdata": [row.words for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "symbol": SIGNS[kind],
            "size": once([15 if row.own else 11 for row in rows]),
            "color": once([PAPER if row.provisional else colour for row in rows]),
            "opacity": 1,
            "line": {"width": once([3 if row.own else 2 for row in rows]), "color": colour},
        },
        "cliponaxis": False,
    }


def names(
    rows: Sequence[Placed], sizes: Sequence[float], limits: Mapping[str, Sequence[float | None]], target: float
) -> list[dict[str, Any]]:
    """The names of the regions that have one, one's own first: to the inside of the chart, and away from the limits."""
    drawn = [row.value for row in rows]
    drawn += [end for side in limits.values() for end in side if end is not None]
    left, right, low, high = log10(sizes[0]), log10(sizes[-1]), min(drawn), max(drawn)

    def spot(people: float, value: float) -> Spot:
        return (
            EDGE + (WIDE - 2 * EDGE) * (log10(people) - left) / ((right - left) or 1),
            EDGE + (TALL - 2 * EDGE) * (high - value) / ((high - low) or 1),
        )

    lines = [
        spot((one * (STEPS - step) + other * step) / STEPS, (start * (STEPS - step) + end * step) / STEPS)
        for side in limits.values()
        for (one, start), (other, end) in pairwise(zip(sizes, side, strict=True))
        if start is not None and end is not None
        for step in range(STEPS)
    ]
    lines += [spot(size, target) for size in sizes]
    half = (sizes[0] * sizes[-1]) ** 0.5
    labelled = sorted((row for row in rows if row.labelled), key=lambda row: not row.own)
    wanted = [
        Name(
            wrapped(row.name, LABEL).split("<br>"),
            spot(row.people, row.value),
            row.own,
            (1 if row.people < half else -1, -1 if row.value >= target else 1),
        )
        for row in labelled
    ]
    found = placed(wanted, [spot(row.people, row.value) for row in rows], lines, (WIDE, TALL))
    return [
        note(name, box, log10(row.people), row.value)  # along such an axis a label stands at the logarithm
        for row, name, box in zip(labelled, wanted, found, strict=True)
    ]


def marks(low: float, high: float) -> list[int]:
    """Round sizes to write along the bottom: 1, 2 and 5 times a power of ten."""
    steps = [step * 10**power for power in range(1, 8) for step in (1, 2, 5)]
    return [size for size in steps if 0.8 * low <= size <= 1.2 * high]
