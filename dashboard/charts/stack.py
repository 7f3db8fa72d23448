"""Parts of a whole as bars lying down; a provisional bar is hatched."""

from collections.abc import Sequence

from ..components.lines import wrapped
from .style import CATEGORY, PARTS, Axis, Figure, Series, bar_marker, layout, names_axis, nothing, values_axis


def stacked(series: Sequence[Series], axis: Axis) -> Figure:
    """Parts of a whole as bars lying down, one bar per category; all parts together are the whole."""
    values = [p.value for s in series for p in s.points if p.value is not None]
    if not values:
        return nothing(axis.title, axis)
    categories = list(dict.fromkeys(str(p.x) for s in series for p in s.points))
    traces = []
    for at, one in enumerate(series):
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": one.name,
                "y": [wrapped(str(p.x), CATEGORY, 3) for p in one.points],
                "x": [p.value for p in one.points],
                "customdata": [p.words for p in one.points],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": bar_marker(PARTS[at % len(PARTS)], [p.provisional for p in one.points], edge=1),
            }
        )
    x = values_axis(axis, rangemode="tozero")
    y = names_axis(
        type="category", categoryorder="array", categoryarray=[wrapped(c, CATEGORY, 3) for c in categories][::-1]
    )
    height = 150 + 46 * len(categories) + 10 * len(series)
    legend = {"orientation": "h", "x": 0, "y": 1.04, "yanchor": "bottom", "traceorder": "normal"}
    return {
        "data": traces,
        "layout": layout(height, axis, barmode="stack", bargap=0.35, xaxis=x, yaxis=y, legend=legend),
    }
