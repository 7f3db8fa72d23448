"""Squares on a grid of names: how much two sets of regions have in common, by the size of each square."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from ..components.lines import wrapped
from .style import GRID, OTHERS, OWN, Axis, Figure, layout, names_axis, nothing

LARGEST, SMALLEST = 17, 3
ROW, HEAD = 21, 170
ROW_NAME = 34
LAST = 96  # room for the slanting name of the last column


@dataclass(frozen=True)
class Square:
    """Where a row and a column meet: a fraction, NaN when unknown, and what a reader sees on pointing at it."""

    row: str
    column: str
    share: float
    words: str


def squares(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Square], own: Sequence[str], axis: Axis
) -> Figure:
    """A square per cell whose surface is its share; an unknown share is a hollow one; rows named in `own` stand out."""
    if not cells:
        return nothing(axis.title, axis)
    written = {name: wrapped(name, ROW_NAME, 1) for name in rows}
    bold = {name: f"<b>{text}</b>" if name in own else text for name, text in written.items()}
    unknown = [not isfinite(cell.share) for cell in cells]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [columns.index(cell.column) for cell in cells],
        "y": [rows.index(cell.row) for cell in cells],
        "customdata": [cell.words for cell in cells],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "symbol": ["square-open" if none else "square" for none in unknown],
            "size": [size(cell.share) for cell in cells],
            "color": [OWN if cell.row in own else OTHERS for cell in cells],
            "opacity": 1,
            "line": {"width": 0},
        },
        "showlegend": False,
    }
    grid = {"showgrid": True, "gridcolor": GRID}
    x = names_axis(
        tickvals=list(range(len(columns))),
        ticktext=list(columns),
        tickangle=-60,
        side="top",
        ticklabeloverflow="allow",
        range=[-0.6, len(columns) - 0.4],
        **grid,
    )
    y = names_axis(
        tickvals=list(range(len(rows))),
        ticktext=[bold[name] for name in rows],
        range=[len(rows) - 0.4, -0.6],
        **grid,
    )
    frame = layout(HEAD + ROW * len(rows), axis, xaxis=x, yaxis=y, showlegend=False)
    frame["margin"] = {**frame["margin"], "r": LAST}
    return {"data": [trace], "layout": frame}


def size(share: float) -> float:
    """The side of a square: its surface goes with the share, but it never vanishes."""
    return round(max(SMALLEST, LARGEST * sqrt(share)), 1) if isfinite(share) else LARGEST
