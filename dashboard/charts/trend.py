"""Lines over the years; a provisional point is hollow and its line dashed."""

from collections.abc import Sequence
from typing import Any

from ..components.scales import enlarged, starts_at_zero
from .style import MUTED, RULE, SERIES, SMALL, Axis, Figure, Series, layout, names_axis, nothing, values_axis

DASHES = ("solid", "solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")


def lines(series: Sequence[Series], labels: dict[int, str], breaks: Sequence[tuple[int, str]], axis: Axis) -> Figure:
    """Years along the bottom, one line per series; `labels` names the periods, `breaks` the first period after one.

    The reader sees the name of the series before the `words` of a point.
    """
    values = [p.value for s in series for p in s.points if p.value is not None]
    if not values:
        return nothing(axis.title, axis)
    traces = [trace for at, one in enumerate(series) for trace in line_traces(one, at)]
    # Labels stand where there are no lines: at the bottom when the axis starts at zero.
    zero = starts_at_zero(values)
    shapes, notes = [], []
    for number, (start, words) in enumerate(breaks):
        at = start - 0.5
        stroke = {"color": MUTED, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": stroke})
        notes.append(
            {
                "x": at,
                "y": 0 if zero else 1,
                "yref": "paper",
                "yanchor": "bottom" if zero else "top",
                "xanchor": "left",
                "showarrow": False,
                "text": words,
                "yshift": (14 if zero else -14) * number,
                "font": {"size": SMALL, "color": MUTED},
            }
        )
    every = sorted(labels)
    x = names_axis(
        tickvals=every,
        ticktext=[labels[p] for p in every],
        range=[every[0] - 0.4, every[-1] + 0.4],
        ticks="outside",
        tickcolor=RULE,
    )
    y = values_axis(axis, rangemode="tozero" if zero else "normal")
    if not zero:
        y["range"] = enlarged(values)
    return {"data": traces, "layout": layout(380, axis, xaxis=x, yaxis=y, shapes=shapes, annotations=notes)}


def line_traces(one: Series, at: int) -> list[dict[str, Any]]:
    """A series as a drawn line and, from the last definitive point on, a dashed line with hollow points."""
    colour, symbol = SERIES[at % len(SERIES)], SYMBOLS[at % len(SYMBOLS)]
    width = 3 if at == 0 else 2
    common = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": one.name,
        "legendgroup": str(at),
        "connectgaps": False,
        "hovertemplate": "%{fullData.name}, %{customdata}<extra></extra>",
    }

    def trace(keep: list[bool], dash: str, marks: list[bool], legend: bool) -> dict[str, Any]:
        # From the first to the last point that is drawn: what lies outside is in the other trace.
        first = keep.index(True) if True in keep else 0
        last = len(keep) - keep[::-1].index(True) if True in keep else 0
        points, keep, marks = one.points[first:last], keep[first:last], marks[first:last]
        return {
            **common,
            "x": [p.x for p in points],
            "y": [p.value if k else None for p, k in zip(points, keep, strict=True)],
            "customdata": [p.words for p in points],
            "line": {"color": colour, "width": width, "dash": dash},
            "marker": {
                "symbol": [f"{symbol}-open" if p.provisional else symbol for p in points],
                "size": 9 if all(marks) else [9 if m else 0 for m in marks],
                "color": colour,
                "opacity": 1,
                "line": {"width": 2, "color": colour},
            },
            "showlegend": legend,
        }

    firm = [not p.provisional for p in one.points]
    joined = [p.provisional or (i + 1 < len(firm) and not firm[i + 1]) for i, p in enumerate(one.points)]
    drawn = [trace(firm, DASHES[at % len(DASHES)], firm, any(firm))]
    if not all(firm):
        drawn.append(trace(joined, "2px,4px", [not f for f in firm], not any(firm)))
    return drawn
