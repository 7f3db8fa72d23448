"""Regions under each other as points with their intervals, sorted, beside a named benchmark: a caterpillar plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..components.scales import starts_at_zero
from .style import (
    COUNTRY,
    GRID,
    OTHERS,
    OWN_WASH,
    PAPER,
    SMALL,
    TESTED,
    WITHOUT_KEY,
    Axis,
    Figure,
    Point,
    even,
    layout,
    names_axis,
    nothing,
    once,
    values_axis,
)

ROW = 24
WRAP = 25  # letters on a line beside a point where a chart is narrow: assets/names.js
# A tested difference has a sign as well as a colour: the tip of a triangle points to its side.
SIGNS = {"higher": "triangle-up", "not_distinguishable": "circle", "lower": "triangle-down", "untested": "circle"}


@dataclass(frozen=True, slots=True)
class Ranged:
    """One region: its figure with the limits of chance, and how it is beside the benchmark (a key of SIGNS).

    `words` follow the name and the figure when the reader points at it; `beside` is a benchmark of its own.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    kind: str
    words: str = ""
    provisional: bool = False
    beside: float | None = None


def caterpillar(
    rows: Sequence[Ranged],
    own: str,
    reference: Point | None,
    key: Mapping[str, str],
    axis: Axis,
    *,
    better: str = "lower",
    keyed: bool = True,
) -> Figure:
    """The regions in the order given, the first at the top; the own region has a band and a heavier name.

    `key` names what is drawn: the kinds, and `beside` for benchmarks that differ per region. Beside a map, which has
    the same key, it is not `keyed`.
    """
    if not rows:
        return nothing(axis.title, axis)
    names = labelled([row.name for row in rows], own)
    kinds = [kind for kind in SIGNS if any(row.kind == kind for row in rows)]
    traces = [points([row for row in rows if row.kind == kind], names, kind, key, axis, better) for kind in kinds]
    if any(row.beside is not None for row in rows):
        traces.append(ticks([row for row in rows if row.beside is not None], names, key["beside"], axis))
    values = [end for row in rows for end in (row.value, row.low, row.high, row.beside) if end is not None]
    zero = starts_at_zero(values, least=0.3)
    low, high = reach(values, reference, zero)
    room = 0.05 * (high - low)
    ends = [low if zero else low - room, high + room]
    x = values_axis(axis, rangemode="tozero" if zero else "normal", range=ends, side="top", tickangle=0, nticks=5)
    x |= even(axis, *ends)
    y = names_axis(
        type="category",
        categoryorder="array",
        categoryarray=list(names.values()),
        range=[len(rows) - 0.2, -0.8],
        dtick=1,
        showgrid=True,
        gridcolor=GRID,
        tickfont={"size": SMALL},
    )
    at = next((place for place, row in enumerate(rows) if row.name == own), None)
    shapes: list[dict[str, Any]] = []
    if at is not None:
        band = {"xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.5, "y1": at + 0.5, "layer": "below"}
        shapes.append({"type": "rect", **band, "fillcolor": OWN_WASH, "line": {"width": 0}})
    key_above = keyed and set(kinds) != {"untested"}
    line, notes = benchmark_line(reference, low, high, keyed=key_above)
    named = WITHOUT_KEY
    top = 36
    if key_above:
        # Above the values along the top; lower than that it would lie over them.
        above = 1 + 32 / (ROW * len(rows))
        legend = {"orientation": "h", "x": 0, "y": above, "yanchor": "bottom", "traceorder": "normal"}
        named, top = {"showlegend": True, "legend": legend}, 80
    margin = {"l": 0, "r": 20, "t": top, "b": 34}
    height = ROW * len(rows) + top + 50
    return {
        "data": traces,
        "layout": layout(
            height,
            axis,
            margin=margin,
            xaxis=x,
            yaxis=y,
            shapes=[*shapes, *line],
            annotations=notes,
            meta={"wrap": WRAP},
            **named,
        ),
    }


def labelled(names: Sequence[str], own: str) -> dict[str, str]:
    """Names as they stand beside their points: one's own is heavier."""
    return {name: f"<b>{name}</b>" if name == own else name for name in names}


def colour_of(kind: str, better: str) -> str:
    """The colour of a kind: the two hues mean the same on every chart, whichever side they are on."""
    if kind == "untested":
        return OTHERS
    worse, same, good = TESTED
    if kind == "not_distinguishable":
        return same
    return worse if (kind == "higher") != (better == "higher") else good


def points(
    rows: Sequence[Ranged], names: Mapping[str, str], kind: str, key: Mapping[str, str], axis: Axis, better: str
) -> dict[str, Any]:
    """The points of one kind with their intervals; a provisional one is hollow."""
    colour = colour_of(kind, better)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": key[kind],
        "x": [row.value for row in rows],
        "y": [names[row.name] for row in rows],
        "marker": {
            "size": 11,
            "symbol": SIGNS[kind],
            # Hollow by its fill and not by its sign, so that the interval does not show through.
            "color": once([PAPER if row.provisional else colour for row in rows]),
            "line": {"width": 2, "color": colour},
        },
        "cliponaxis": False,
    }
    fine = axis.decimals + 1  # finer than can be seen
    if any(row.low is not None and row.high is not None for row in rows):
        trace["error_x"] = {
            "symmetric": False,
            "array": [None if row.high is None else round(row.high - row.value, fine) for row in rows],
            "arrayminus": [None if row.low is None else round(row.value - row.low, fine) for row in rows],
            "color": colour,
            "thickness": 2,
            "width": 0,
        }
    after = once([row.words for row in rows])
    if not isinstance(after, str):
        trace["customdata"], after = after, "%{customdata}"
    trace["hovertemplate"] = f"%{{y}}: %{{x:,.{axis.decimals}f}}{axis.suffix}{after}<extra></extra>"
    return trace


def ticks(rows: Sequence[Ranged], names: Mapping[str, str], name: str, axis: Axis) -> dict[str, Any]:
    """The benchmark of each region as an upright stroke, when every region has its own."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [row.beside for row in rows],
        "y": [names[row.name] for row in rows],
        "marker": {
            "symbol": "line-ns",
            "color": COUNTRY,
            "size": 13,
            "line": {"width": 2, "color": COUNTRY},
        },
        "hovertemplate": f"%{{y}}, {name}: %{{x:,.{axis.decimals}f}}{axis.suffix}<extra></extra>",
        "cliponaxis": False,
    }


def benchmark_line(
    reference: Point | None, low: float, high: float, *, keyed: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The line of one benchmark for all regions, with its name below and in the key; it leans to the inside."""
    if reference is None or reference.value is None:
        return [], []
    stroke = {"color": COUNTRY, "width": 2, "dash": "dash"}
    ends = {"x0": reference.value, "x1": reference.value, "y0": 0, "y1": 1, "yref": "paper"}
    note = {
        "x": reference.value,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "xanchor": "left" if reference.value - low < 0.5 * (high - low) else "right",
        "text": reference.words,
        "showarrow": False,
        "font": {"size": SMALL, "color": COUNTRY},
        "yshift": -2,
    }
    named = {"name": reference.words, "showlegend": True} if keyed else {}
    return [{"type": "line", **ends, "line": stroke, "layer": "below", **named}], [note]


def reach(values: Sequence[float], reference: Point | None, zero: bool) -> tuple[float, float]:
    """The lowest and highest value to draw; never the same, so that there is an axis between them."""
    every = [*values, *([reference.value] if reference and reference.value is not None else [])]
    low, high = 0 if zero else min(every), max(every)
    return low, high if high > low else low + 1
