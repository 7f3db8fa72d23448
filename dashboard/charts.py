"""Figures as plain Plotly dicts, one pure function per chart form; words and numbers come in ready-made.

A provisional point is hollow and its line dashed; a missing figure is a gap, never a zero; a break is a labelled line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .components.lines import wrapped
from .components.scales import enlarged, starts_at_zero

Figure = dict[str, Any]

# The same values as in assets/tokens.css; their contrasts were measured (text 4.5:1, shapes 3:1 on white).
INK, MUTED, RULE, PAPER = "#1b1f24", "#59636e", "#d9dee4", "#ffffff"
OWN, OTHERS, COUNTRY = "#1d4f91", "#8a94a3", "#3d3d3d"
OWN_WASH = "#eaf0f8"
SERIES = (OWN, COUNTRY, "#c8580a", "#8e6bbf", "#5f6b7a")
DASHES = ("solid", "solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
# Parts of a whole, in reading order; neighbours differ in lightness, so they can be told apart in grey as well.
PARTS = ("#1d4f91", "#6f9bd1", "#c8580a", "#f0b27a", "#5f6b7a", "#b9c1cb")
FONT = "system-ui, sans-serif"
WITHOUT_KEY: dict[str, Any] = {"showlegend": False, "legend": {}}
TEXT = {"family": FONT, "size": 13, "color": INK}
ROW = 28
NAME, CATEGORY = 19, 12  # characters on a line: beside a dot, below a bar


@dataclass(frozen=True)
class Point:
    """One figure to draw: `value` None draws nothing; `words` is what the reader sees on pointing at it."""

    x: int | str
    value: float | None
    words: str
    provisional: bool = False


@dataclass(frozen=True)
class Series:
    """Points that belong together, under one name."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Axis:
    """How values are written along an axis: decimal signs, unit sign, and the words above it."""

    title: str
    suffix: str = ""
    separators: str = ",."
    decimals: int = 0


def layout(height: int, axis: Axis, **more: Any) -> dict[str, Any]:
    """What all charts share: font, quiet grid, room for labels, key above the chart, nothing to drag."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 40, "b": 8},
        "font": TEXT,
        "separators": axis.separators,
        "dragmode": False,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": MUTED, "font": TEXT},
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        **more,
    }


def values_axis(axis: Axis, **more: Any) -> dict[str, Any]:
    """The axis along which values are read."""
    return {
        "ticksuffix": axis.suffix,
        "gridcolor": RULE,
        "zerolinecolor": MUTED,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": MUTED},
        "nticks": 6,
        **more,
    }


def names_axis(**more: Any) -> dict[str, Any]:
    """The axis along which periods or names stand."""
    return {
        "fixedrange": True,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        **more,
    }


def nothing(words: str, axis: Axis) -> Figure:
    """A chart without figures says so."""
    note = {"text": words, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": layout(200, axis, xaxis=hidden, yaxis=hidden, annotations=[note], **WITHOUT_KEY)}


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
                "font": {"size": 11, "color": MUTED},
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


def ranked(points: Sequence[Point], own: str, reference: Point | None, axis: Axis) -> Figure:
    """Regions under each other as dots, the first at the top; the own region and the country's line stand out.

    A name and a value are sent once, as the place of a point; its `words` are only what the reader sees after them.
    """
    seen = [p for p in points if p.value is not None]
    if not seen:
        return nothing(axis.title, axis)
    names = [str(p.x) for p in points]
    colours = [OWN if name == own else OTHERS for name in names]
    dots: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value for p in points],
        "y": [f"<b>{wrapped(name, NAME)}</b>" if name == own else wrapped(name, NAME) for name in names],
        "marker": {
            "size": once([15 if name == own else 12 for name in names]),
            "symbol": once(
                [
                    ("diamond" if name == own else "circle") + ("-open" if p.provisional else "")
                    for name, p in zip(names, points, strict=True)
                ]
            ),
            "color": once(colours),
            "opacity": 1,
            "line": {"width": once([2 if p.provisional else 0 for p in points])},
        },
        "cliponaxis": False,
    }
    values = [p.value for p in seen if p.value is not None]
    after = once([p.words for p in points])
    if not isinstance(after, str):
        dots["customdata"], after = after, "%{customdata}"
    dots["hovertemplate"] = f"%{{y}}: %{{x:,.{axis.decimals}f}}{axis.suffix}{after}<extra></extra>"
    zero = starts_at_zero(values, least=0.3)
    x = values_axis(axis, rangemode="tozero" if zero else "normal", side="top", tickangle=0)
    low, high = reach(values, reference, zero)
    # Left to itself the engine makes room for the label of the country as well, by values below zero.
    x |= {"range": [low if zero else low - 0.05 * (high - low), high + 0.05 * (high - low)], "nticks": 5}
    y = names_axis(
        type="category",
        range=[len(names) - 0.2, -0.8],
        dtick=1,
        showgrid=True,
        gridcolor="#eef1f4",
        tickfont={"size": 11},
    )
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if own in names:
        at = names.index(own)
        band = {"xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.5, "y1": at + 0.5, "layer": "below"}
        shapes.append({"type": "rect", **band, "fillcolor": OWN_WASH, "line": {"width": 0}})
    if reference is not None and reference.value is not None:
        stroke = {"color": COUNTRY, "width": 2, "dash": "dash"}
        shapes.append(
            {
                "type": "line",
                "x0": reference.value,
                "x1": reference.value,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": stroke,
                "layer": "below",
            }
        )
        notes.append(
            {
                "x": reference.value,
                "y": 0,
                "yref": "paper",
                "yanchor": "top",
                "xanchor": "left" if reference.value - low < 0.25 * (high - low) else "right",
                "text": reference.words,
                "showarrow": False,
                "font": {"size": 12, "color": COUNTRY},
                "yshift": -2,
            }
        )
    height = ROW * len(names) + 90
    margin = {"l": 0, "r": 20, "t": 30, "b": 34}
    return {
        "data": [dots],
        "layout": layout(
            height, axis, margin=margin, xaxis=x, yaxis=y, shapes=shapes, annotations=notes, **WITHOUT_KEY
        ),
    }


def once(items: list[Any]) -> Any:
    """What all points share, or the list of what each has."""
    return items[0] if len(set(items)) == 1 else items


def reach(values: Sequence[float], reference: Point | None, zero: bool) -> tuple[float, float]:
    """The lowest and highest value to draw; never the same, so that there is an axis between them."""
    every = [*values, *([reference.value] if reference and reference.value is not None else [])]
    low, high = 0 if zero else min(every), max(every)
    return low, high if high > low else low + 1


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


def bar_marker(colour: str, provisional: Sequence[bool], edge: int = 0) -> dict[str, Any]:
    """A filled bar, hatched where the figure is provisional."""
    pattern = {"shape": ["/" if p else "" for p in provisional], "fgcolor": PAPER, "fillmode": "overlay", "size": 7}
    line = {"color": PAPER, "width": edge}
    return {"color": colour, "line": line, **({"pattern": pattern} if any(provisional) else {})}


def sparkline(points: Sequence[Point], width: int = 240, height: int = 48) -> str:
    """A tiny line as the address of an inline picture; it decorates a sentence that says the same."""
    seen = [(i, p.value, p.provisional) for i, p in enumerate(points) if p.value is not None]
    if len(seen) < 2:
        return ""
    low, high = min(v for _, v, _ in seen), max(v for _, v, _ in seen)
    reach = (high - low) or 1
    step = (width - 12) / max(len(points) - 1, 1)

    def place(at: int, value: float) -> str:
        return f"{6 + at * step:.1f},{height - 6 - (value - low) / reach * (height - 12):.1f}"

    firm = " ".join(place(i, v) for i, v, provisional in seen if not provisional)
    tail_from = max((k for k, (_, _, provisional) in enumerate(seen) if not provisional), default=0)
    tail = " ".join(place(i, v) for i, v, _ in seen[tail_from:])
    at, last, provisional = seen[-1]
    x, y = place(at, last).split(",")
    fill = PAPER if provisional else OWN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<g fill="none" stroke="{OWN}" stroke-width="2"><polyline points="{firm}"/>'
        f'<polyline points="{tail}" stroke-dasharray="2 4"/>'
        f'<circle cx="{x}" cy="{y}" r="4" fill="{fill}"/></g></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
