"""Regions under each other as dots with their limits; from a start to a value where the two belong together.

A dot has a colour only for a tested outcome, and then a sign as well; a provisional dot is hollow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..components.scales import starts_at_zero
from .caterpillar import labelled
from .style import (
    COUNTRY,
    GRID,
    MUTED,
    NAME,
    OTHERS,
    OWN,
    OWN_WASH,
    PAPER,
    SMALL,
    Axis,
    Figure,
    Point,
    colours,
    layout,
    names_axis,
    nothing,
    values_axis,
)

ROW, KEY, VALUES = 30, 22, 26
HIGHER, LOWER, SAME = "higher", "lower", "not_distinguishable"
SIGNS = {HIGHER: "triangle-up", LOWER: "triangle-down", SAME: "circle"}


@dataclass(frozen=True)
class Span:
    """One row: a value with its limits, from `start` where it has one; `kind` is a tested outcome, or empty."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    kind: str = ""
    start: float | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Words:
    """The words of the key: per outcome, of the start, of the value and of the limits; what has none is not in it.

    With `reference` the line of the reference is in it as well: below many rows its own label is far away.
    """

    kinds: tuple[tuple[str, str], ...] = ()
    start: str = ""
    value: str = ""
    limits: str = ""
    reference: bool = False


def dumbbell(
    rows: Sequence[Span],
    own: str,
    reference: Point | None,
    axis: Axis,
    key: Words = Words(),
    better: str = "lower",
    *,
    thick: bool = False,
    ends: tuple[float, float] | None = None,
) -> Figure:
    """Rows in the order given, the first at the top; the own region stands out, `reference` is a labelled line.

    `better` is the indicator's: `higher` swaps the two hues, so that they mean the same on every chart. `thick` limits
    are drawn as bars, for a range that is counted and not estimated. `ends` are those of the axis, when it has any.
    """
    seen = [row for row in rows if row.value is not None]
    if not seen:
        return nothing(axis.title, axis)
    names = labelled([row.name for row in rows], own)
    traces = [limits(seen, names, key.limits, thick)]
    if any(row.start is not None for row in seen):
        at = None if reference is None else reference.value
        traces += starts(seen, names, key.start, dots=any(row.start != at for row in seen))
    traces += dots(seen, names, own, key, better, MUTED if thick else OTHERS)
    every = [v for r in seen for v in (r.value, r.low, r.high, r.start) if v is not None]
    every += [reference.value] if reference is not None and reference.value is not None else []
    zero = ends is not None or min(every) < 0 or starts_at_zero(every, least=0.3)
    low, high = ends or (min(0, *every) if zero else min(every), max(every))
    room = 0.05 * ((high - low) or 1)
    x = values_axis(axis, rangemode="tozero" if zero else "normal", side="top", tickangle=0, nticks=5, zeroline=False)
    x["range"] = [low - (0 if low == 0 and zero else room), high + room]
    if ends:
        x["tickvals"] = [low, *(tick for tick in range(10, int(high) - 2, 10) if tick > low), high]
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
    shapes, notes = marks(list(names), own, reference, (low, high), keyed=key.reference)
    keys = sum(bool(trace.get("showlegend")) for trace in traces)
    height = ROW * len(rows) + 90 + KEY * (keys > 0)
    # Right above the values along the top; where it takes more lines, on a phone, it makes room for itself.
    above = 1 + VALUES / (ROW * len(rows) + 22)
    corner = {"x": 0, "xanchor": "left", "y": above, "yanchor": "bottom"}
    legend = {"orientation": "h", **corner, "font": {"size": SMALL}, "itemclick": False, "itemdoubleclick": False}
    return {
        "data": traces,
        "layout": layout(
            height,
            axis,
            margin={"l": 0, "r": 20, "t": 34 + KEY * (keys > 0), "b": 34},
            xaxis=x,
            yaxis=y,
            shapes=shapes,
            annotations=notes,
            meta={"wrap": NAME},
            showlegend=keys > 0,
            legend=legend if keys else {},
        ),
    }


def limits(rows: Sequence[Span], names: dict[str, str], words: str, thick: bool) -> dict[str, Any]:
    """The limits of all rows as one broken line."""
    x: list[float | None] = []
    y: list[str | None] = []
    for row in rows:
        if row.low is not None and row.high is not None:
            x += [row.low, row.high, None]
            y += [names[row.name], names[row.name], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": words,
        "showlegend": bool(words) and bool(x),
        "x": x,
        "y": y,
        "line": {"color": OTHERS, "width": 9 if thick else 1.5},
        "opacity": 0.55 if thick else 1,
        "hoverinfo": "skip",
        "connectgaps": False,
    }


def starts(rows: Sequence[Span], names: dict[str, str], words: str, *, dots: bool) -> list[dict[str, Any]]:
    """The sticks from the starts to the values, and `dots` at the starts unless a line is drawn through them all."""
    found = [row for row in rows if row.start is not None]
    x: list[float | None] = []
    y: list[str | None] = []
    for row in found:
        x += [row.start, row.value, None]
        y += [names[row.name], names[row.name], None]
    common = {"type": "scatter", "hoverinfo": "skip"}
    stick = {"mode": "lines", "x": x, "y": y, "line": {"color": MUTED, "width": 4}, "showlegend": False}
    traces: list[dict[str, Any]] = [{**common, **stick, "connectgaps": False}]
    if dots:
        rim = {"symbol": "line-ns", "size": 13, "color": MUTED, "opacity": 1, "line": {"width": 3, "color": MUTED}}
        places = {"x": [row.start for row in found], "y": [names[row.name] for row in found]}
        traces.append({**common, "mode": "markers", "name": words, "showlegend": bool(words), **places, "marker": rim})
    return traces


def dots(
    rows: Sequence[Span], names: dict[str, str], own: str, key: Words, better: str, plain: str
) -> list[dict[str, Any]]:
    """The values: one trace per outcome, so that each is named in the key with its sign."""
    worse, same, good = colours("tested")
    up, down = (good, worse) if better == "higher" else (worse, good)
    hues = {HIGHER: up, LOWER: down, SAME: same}
    said = dict(key.kinds)
    traces = []
    for kind in dict.fromkeys([*said, *(row.kind for row in rows)]):
        here = [row for row in rows if row.kind == kind]
        if not here:
            continue
        sign = SIGNS.get(kind)
        words = said.get(kind, key.value)
        shades = [hues.get(kind) or (OWN if row.name == own else plain) for row in here]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": words,
                "showlegend": bool(words),
                "x": [row.value for row in here],
                "y": [names[row.name] for row in here],
                "customdata": [row.words for row in here],
                "hovertemplate": "%{customdata}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "symbol": [sign or ("diamond" if row.name == own else "circle") for row in here],
                    "size": [14 if row.name == own else 11 for row in here],
                    # Hollow is filled with paper, or the lines behind a dot would show through.
                    "color": [PAPER if row.provisional else hue for row, hue in zip(here, shades, strict=True)],
                    "opacity": 1,
                    "line": {"width": 2, "color": shades},
                },
            }
        )
    return traces


def marks(
    names: list[str], own: str, reference: Point | None, ends: tuple[float, float], *, keyed: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The band behind the own region, and the line of the reference with its label."""
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if own in names:
        at = names.index(own)
        band = {"xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.5, "y1": at + 0.5, "layer": "below"}
        shapes.append({"type": "rect", **band, "fillcolor": OWN_WASH, "line": {"width": 0}})
    if reference is not None and reference.value is not None:
        stroke = {"color": COUNTRY, "width": 2, "dash": "dash"}
        across = {"x0": reference.value, "x1": reference.value, "y0": 0, "y1": 1, "yref": "paper"}
        named = {"name": reference.words, "showlegend": True} if keyed else {}
        shapes.append({"type": "line", **across, "line": stroke, "layer": "below", **named})
        notes.append(
            {
                "x": reference.value,
                "y": 0,
                "yref": "paper",
                "yanchor": "top",
                "xanchor": lean(reference.value, *ends),
                "text": reference.words,
                "showarrow": False,
                "font": {"size": SMALL, "color": COUNTRY},
                "yshift": -2,
            }
        )
    return shapes, notes


def lean(value: float, low: float, high: float) -> str:
    """Where a label at a value leans to, so that it stays inside."""
    if value < low + 0.25 * (high - low):
        return "left"
    return "right" if value > high - 0.25 * (high - low) else "center"
