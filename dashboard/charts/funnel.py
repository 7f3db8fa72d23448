"""The figures of regions by the size of their group, between the limits that chance gives: a funnel plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from ..components.lines import wrapped
from ..components.scales import starts_at_zero
from .caterpillar import SIGNS, colour_of
from .style import COUNTRY, INK, MUTED, PAPER, SMALL, Axis, Figure, Point, layout, nothing, values_axis

HEIGHT = 560
LABEL = 16  # characters on a line beside a point
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
    kinds = [kind for kind in SIGNS if any(row.kind == kind for row in rows)]
    traces += [dots([row for row in rows if row.kind == kind], kind, key, better) for kind in kinds]
    half = (sizes[0] * sizes[-1]) ** 0.5
    notes = [beside(row, row.people < half, row.value >= target.value) for row in rows if row.labelled]
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
    y = values_axis(axis, rangemode="tozero" if starts_at_zero(drawn, least=0.3) else "normal")
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
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
            "size": [15 if row.own else 11 for row in rows],
            "color": [PAPER if row.provisional else colour for row in rows],
            "opacity": 1,
            "line": {"width": [3 if row.own else 2 for row in rows], "color": colour},
        },
        "cliponaxis": False,
    }


def beside(row: Placed, small: bool, above: bool) -> dict[str, Any]:
    """The name of a region beside its point: to the inside of the chart, and away from the limits."""
    text = wrapped(row.name, LABEL)
    return {
        "x": log10(row.people),  # where a label stands along such an axis
        "y": row.value,
        "text": f"<b>{text}</b>" if row.own else text,
        "xanchor": "left" if small else "right",
        "yanchor": "bottom" if above else "top",
        "align": "left" if small else "right",
        "xshift": 6 if small else -6,
        "yshift": 5 if above else -5,
        "showarrow": False,
        "font": {"size": SMALL, "color": INK},
    }


def marks(low: float, high: float) -> list[int]:
    """Round sizes to write along the bottom: 1, 2 and 5 times a power of ten."""
    steps = [step * 10**power for power in range(1, 8) for step in (1, 2, 5)]
    return [size for size in steps if 0.8 * low <= size <= 1.2 * high]
