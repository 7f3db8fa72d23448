"""Figures as plain Plotly dicts, one pure function per chart form; words and numbers come in ready-made.

A provisional point is hollow and its line dashed; a missing figure is a gap, never a zero; a break is a labelled line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

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
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
ROW = 26


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


def layout(height: int, axis: Axis, **more: Any) -> dict[str, Any]:
    """What all charts share: font, quiet grid, room for labels, key above the chart, nothing to drag."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 40, "b": 8},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "separators": axis.separators,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": MUTED, "font": {"family": FONT, "size": 13, "color": INK}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
        "showlegend": True,
        **more,
    }


def values_axis(axis: Axis, **more: Any) -> dict[str, Any]:
    """The axis along which values are read."""
    return {
        "title": {"text": ""},
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
        "title": {"text": ""},
        "fixedrange": True,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": INK},
        **more,
    }


def nothing(words: str, axis: Axis) -> Figure:
    """A chart without figures says so."""
    note = {"text": words, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": layout(200, axis, xaxis=hidden, yaxis=hidden, annotations=[note], showlegend=False)}


def starts_at_zero(values: Sequence[float], least: float = 0.7) -> bool:
    """Whether the value axis of lines or dots starts at zero: unless that would press them all into the far end."""
    return not values or min(values) < least * max(values)


def lines(series: Sequence[Series], labels: dict[int, str], breaks: Sequence[tuple[int, str]], axis: Axis) -> Figure:
    """Years along the bottom, one line per series; `labels` names the periods, `breaks` the first period after one."""
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
        "hovertemplate": "%{customdata}<extra></extra>",
    }

    def trace(keep: list[bool], dash: str, marks: list[bool], legend: bool) -> dict[str, Any]:
        points = one.points
        hollow = [p.provisional for p in points]
        return {
            **common,
            "x": [p.x for p in points],
            "y": [p.value if k else None for p, k in zip(points, keep, strict=True)],
            "customdata": [p.words for p in points],
            "line": {"color": colour, "width": width, "dash": dash},
            "marker": {
                "symbol": [f"{symbol}-open" if h else symbol for h in hollow],
                "size": [9 if m else 0 for m in marks],
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
    """Regions under each other as dots, the first at the top; the own region and the country's line stand out."""
    seen = [p for p in points if p.value is not None]
    if not seen:
        return nothing(axis.title, axis)
    names = [str(p.x) for p in points]
    colours = [OWN if name == own else OTHERS for name in names]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value for p in points],
        "y": names,
        "customdata": [p.words for p in points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": [13 if name == own else 10 for name in names],
            "symbol": [
                ("diamond" if name == own else "circle") + ("-open" if p.provisional else "")
                for name, p in zip(names, points, strict=True)
            ],
            "color": colours,
            "opacity": 1,
            "line": {"width": 2, "color": colours},
        },
        "cliponaxis": False,
        "showlegend": False,
    }
    zero = starts_at_zero([p.value for p in seen if p.value is not None], least=0.3)
    x = values_axis(axis, rangemode="tozero" if zero else "normal", side="top")
    y = names_axis(
        type="category",
        categoryorder="array",
        categoryarray=names[::-1],
        range=[-0.8, len(names) - 0.2],
        tickmode="array",
        tickvals=names,
        ticktext=[f"<b>{wrapped(name)}</b>" if name == own else wrapped(name) for name in names],
        showgrid=True,
        gridcolor="#eef1f4",
        tickfont={"size": 12, "color": INK},
    )
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if own in names:
        at = len(names) - 1 - names.index(own)
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
                "text": reference.words,
                "showarrow": False,
                "font": {"size": 12, "color": COUNTRY},
                "yshift": -2,
            }
        )
    height = ROW * len(names) + 90
    margin = {"l": 8, "r": 20, "t": 30, "b": 34}
    return {
        "data": [dots],
        "layout": layout(height, axis, margin=margin, xaxis=x, yaxis=y, shapes=shapes, annotations=notes),
    }


def wrapped(name: str, width: int = 26) -> str:
    """A long name in two lines, so that it leaves room for the figures on a telephone."""
    if len(name) <= width:
        return name
    cut = name.rfind(" ", 0, width)
    return name if cut < 0 else f"{name[:cut]}<br>{name[cut + 1 :]}"


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
                "x": [wrapped(str(p.x), 16) for p in one.points],
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
            height, axis, barmode="group", bargap=0.35, bargroupgap=0.08, xaxis=names_axis(type="category"), yaxis=y
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
                "y": [wrapped(str(p.x), 16) for p in one.points],
                "x": [p.value for p in one.points],
                "customdata": [p.words for p in one.points],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": bar_marker(PARTS[at % len(PARTS)], [p.provisional for p in one.points], edge=1),
            }
        )
    x = values_axis(axis, rangemode="tozero")
    y = names_axis(type="category", categoryorder="array", categoryarray=[wrapped(c, 16) for c in categories][::-1])
    height = 150 + 46 * len(categories) + 10 * len(series)
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.04, "yanchor": "bottom", "traceorder": "normal"}
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
