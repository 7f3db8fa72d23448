"""Groups of one region under each other, each beside a benchmark of its own: point, interval, and the words in place.

A point has a colour only for a tested outcome, and then a sign and a word as well; a provisional point is hollow.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..components.lines import wrapped
from .caterpillar import Ranged, points, ticks
from .style import (
    GRID,
    NAME,
    OTHERS,
    OWN_WASH,
    PAPER,
    SMALL,
    Axis,
    Figure,
    layout,
    names_axis,
    nothing,
    values_axis,
)

LINE = 19  # pixels of a line of words
KEY = 32  # characters on a line of the key
KEY_LINE, AXIS = 18, 29  # pixels of a line of the key, and of the figures along the axis below it
LETTER = 6.6  # their usual width per character
HOVER = "%{customdata}<extra></extra>"


def beside(
    rows: Mapping[str, Ranged | None],
    told: Mapping[str, Sequence[str]],
    key: tuple[str, str],
    axis: Axis,
    *,
    strong: str = "",
    better: str = "lower",
) -> Figure:
    """Rows by name in the order given, the first at the top; None has no figure, only its words in `told`.

    `told` are the lines under each name, `key` the names of the own figure and of the benchmark; the row `strong`
    stands out.
    """
    seen = [row for row in rows.values() if row is not None]
    if not seen:
        return nothing(axis.title, axis)
    places = {name: name for name in rows}
    kinds = list(dict.fromkeys(row.kind for row in seen))
    traces = [in_key(wrapped(key[0], KEY))]
    for kind in kinds:
        mine = [row for row in seen if row.kind == kind]
        trace = points(mine, places, kind, {kind: ""}, axis, better)
        trace |= {"showlegend": False, "customdata": [row.words for row in mine], "hovertemplate": HOVER}
        trace["marker"]["size"] = 13
        if "error_x" in trace:
            trace["error_x"]["thickness"] = 3
        traces.append(trace)
    held = [row for row in seen if row.beside is not None]
    if held:
        stroke = ticks(held, places, wrapped(key[1], KEY), axis)
        stroke["marker"] |= {"size": 22, "line": {**stroke["marker"]["line"], "width": 3}}
        traces.insert(1, stroke)
    lines = [[*(f"<b>{part}</b>" for part in wrapped(name, NAME).split("<br>")), *told[name]] for name in rows]
    most = max(len(each) for each in lines)
    row = LINE * most + 18
    wide = min(210, max(int(LETTER * max(len(line) for each in lines for line in plain(each))) + 16, 110))
    ends = [end for each in seen for end in (each.value, each.high, each.beside) if end is not None]
    x = values_axis(
        axis, rangemode="tozero", range=[0, round(1.08 * (max(ends) or 1), 2)], side="top", tickangle=0, nticks=5
    )
    y = names_axis(
        type="category",
        categoryorder="array",
        categoryarray=list(rows),
        range=[len(rows) - 0.5, -0.5],
        showticklabels=False,
        showgrid=True,
        gridcolor=GRID,
    )
    top = KEY_LINE * sum(1 + trace["name"].count("<br>") for trace in traces if trace.get("showlegend", True)) + AXIS
    corner = {"x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top"}
    legend = {"orientation": "h", **corner, "font": {"size": SMALL + 1}, "itemclick": False, "itemdoubleclick": False}
    return {
        "data": traces,
        "layout": layout(
            row * len(rows) + top + 10,
            axis,
            margin={"l": wide, "r": 16, "t": top, "b": 8},
            xaxis=x,
            yaxis=y,
            legend=legend,
            shapes=[band(list(rows).index(strong))] if strong in rows else [],
            annotations=[words(at, each, wide) for at, each in enumerate(lines)],
        ),
    }


def in_key(name: str) -> dict[str, Any]:
    """What stands in the key for the own figure: the outcomes have their word beside each row."""
    marker = {"symbol": "circle", "size": 11, "color": PAPER, "line": {"width": 2, "color": OTHERS}}
    line = {"color": OTHERS, "width": 3}
    return {"type": "scatter", "mode": "lines+markers", "name": name, "x": [None], "y": [None], "marker": marker} | {
        "line": line
    }


def plain(lines: Sequence[str]) -> list[str]:
    """Lines of words without what makes a name heavier."""
    return [line.replace("<b>", "").replace("</b>", "") for line in lines]


def words(at: int, lines: Sequence[str], wide: int) -> dict[str, Any]:
    """The name of a row with its words below it, in the margin at the left."""
    written = (
        line if line.startswith("<b>") else f"<span style='font-size:{SMALL + 1}px'>{line}</span>" for line in lines
    )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -wide, "y": at, "yanchor": "middle"}
    return {"text": "<br>".join(written), **place, "align": "left", "showarrow": False, "font": {"size": SMALL + 2}}


def band(at: int) -> dict[str, Any]:
    """The band behind the row that stands out."""
    across = {"xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.5, "y1": at + 0.5, "layer": "below"}
    return {"type": "rect", **across, "fillcolor": OWN_WASH, "line": {"width": 0}}
