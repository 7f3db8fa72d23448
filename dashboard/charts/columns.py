"""Bars side by side per category; a provisional bar is hatched."""

from collections.abc import Sequence

from ..components.lines import wrapped
from .style import (
    CATEGORY,
    OTHERS,
    OWN,
    SERIES,
    Axis,
    Figure,
    Series,
    bar_marker,
    layout,
    names_axis,
    nothing,
    values_axis,
)


def grouped(series: Sequence[Series], axis: Axis, height: int = 340) -> Figure:
    """Bars side by side per category; provisional bars are hatched as well as named."""
    values = [p.value for s in series for p in s.points if p.value is not None]
    if not values:
        return nothing(axis.title, axis)
    traces = []
    for at, one in enumerate(series):
        colour = (OWN, OTHERS, *SERIES[2:])[at % 5]
        traces.append(
            {
                "type": "bar",
                "name": one.name,
                "x": [wrapped(str(p.x), CATEGORY, 3) for p in one.points],
                "y": [p.value for p in one.points],
                "text": ["" if p.value is None else p.words for p in one.points],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{x}<br>%{text}<extra></extra>",
                "marker": bar_marker(colour, [p.provisional for p in one.points]),
            }
        )
    y = values_axis(axis, rangemode="tozero")
    return {
        "data": traces,
        "layout": layout(
            height,
            axis,
            barmode="group",
            bargap=0.35,
            bargroupgap=0.08,
            xaxis=names_axis(type="category", tickangle=0),
            yaxis=y,
        ),
    }
