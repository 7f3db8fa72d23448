"""Lines over the years; a provisional point is hollow and its line dashed, and no line runs across a break."""

from collections.abc import Sequence
from typing import Any

from ..components.scales import enlarged, starts_at_zero
from .ends import End, labels
from .style import SERIES, Axis, Figure, Series, even, layout, nothing, values_axis
from .years import band, cut, drawn_at, fine, marked, runs, years_axis

LOOSE = "2px,4px"
DASHES: tuple[dict[str, str], ...] = ({}, {}, {"dash": "dash"}, {"dash": "dot"}, {"dash": "dashdot"})
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
HEIGHT, TOP, BOTTOM = 400, 16, 48  # pixels: the chart, above the highest value, and below the axis
ROOM = 1.06  # how far the axis goes on above the highest value


def lines(
    series: Sequence[Series],
    periods: dict[int, str],
    breaks: Sequence[tuple[int, str]],
    axis: Axis,
    *,
    written: str = "",
) -> Figure:
    """Years along the bottom, one line per series; `periods` names the periods, `breaks` the first period after one.

    Each line has its name at its end; a key stands above the chart only where these names do not fit. The reader sees
    the name of the series before the `words` of a point, and behind them the figure as `written` (a d3 format), unless
    the words say it. Points with limits get a band.
    """
    values = [p.value for s in series for p in s.points if p.value is not None]
    if not values:
        return nothing(axis.title, axis)
    starts = [start for start, _ in breaks]
    limits = [limit for s in series for p in s.points for limit in (p.low, p.high) if limit is not None]
    zero = starts_at_zero(values)
    low, high = [0, ROOM * (max([*values, *limits]) or 1)] if zero else enlarged([*values, *limits])
    decimals = fine(low, high)
    traces = [area for one in series for area in band(one, starts, decimals)]
    traces += [trace for at, one in enumerate(series) for trace in line_traces(cut(one, starts), at, written)]
    ends = [end for at, one in enumerate(series) for end in end_of(one, at)]
    named = labels(ends, low, high, HEIGHT - TOP - BOTTOM)
    drawn = [run for one in series for run in runs(one, starts)]
    shapes, notes = marked(breaks, sorted(periods), drawn, low, high)
    ends_at = [drawn_at(low, decimals), drawn_at(high, decimals)]
    y = values_axis(axis, rangemode="tozero" if zero else "normal", range=ends_at, **even(axis, low, high))
    frame = layout(HEIGHT, axis, xaxis=years_axis(periods), yaxis=y, shapes=shapes, annotations=notes)
    if named is not None:
        for trace in traces:
            trace.pop("legendgroup", None)
            trace.pop("showlegend")
        frame |= {"showlegend": False, "annotations": notes + named.notes}
        frame["margin"] = {**frame["margin"], "t": TOP, "r": named.margin}
        del frame["legend"]
    return {"data": traces, "layout": frame}


def end_of(one: Series, at: int) -> list[End]:
    """Where a series ends; nowhere when it has no figures."""
    last = next((p for p in reversed(one.points) if p.value is not None), None)
    if last is None or last.value is None:
        return []
    return [End(one.name, one.end, int(last.x), last.value, SERIES[at % len(SERIES)], own=at == 0)]


def line_traces(one: Series, at: int, written: str = "", loose: str = "") -> list[dict[str, Any]]:
    """A series as a drawn line and, from the last definitive point on, a dashed line with hollow points.

    The second is in the key only under the name `loose`, or when there is no first.
    """
    colour, symbol = SERIES[at % len(SERIES)], SYMBOLS[at % len(SYMBOLS)]
    stroke = {"color": colour, "width": 3 if at == 0 else 2}
    # Both ends of a line go away together, unless each is in the key by itself.
    group = {} if loose else {"legendgroup": str(at)}

    def trace(keep: list[bool], symbol: str, **more: Any) -> dict[str, Any]:
        # From the first to the last point that is drawn: what lies outside is in the other trace.
        first = keep.index(True) if True in keep else 0
        last = len(keep) - keep[::-1].index(True) if True in keep else 0
        points = one.points[first:last]
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": one.name,
            **group,
            **({} if at else {"zorder": 1}),
            "connectgaps": False,
            "hovertemplate": f"{one.name}, %{{customdata}}{written}<extra></extra>",
            "x": [p.x for p in points],
            "y": [p.value if k else None for p, k in zip(points, keep[first:last], strict=True)],
            "customdata": [p.words for p in points],
            "marker": {"symbol": symbol, "size": 9, "color": colour, "line": {"width": 2, "color": colour}},
            **more,
        }

    firm = [not p.provisional for p in one.points]
    # It starts at the last definitive point, which is filled already: a hollow one over it does not show.
    joined = [p.provisional or (i + 1 < len(firm) and not firm[i + 1]) for i, p in enumerate(one.points)]
    drawn = [trace(firm, symbol, line={**stroke, **DASHES[at % len(DASHES)]}, showlegend=any(firm))]
    if not all(firm):
        name = {"name": loose} if loose else {}
        shown = bool(loose) or not any(firm)
        drawn.append(trace(joined, f"{symbol}-open", line={**stroke, "dash": LOOSE}, showlegend=shown, **name))
    return drawn
