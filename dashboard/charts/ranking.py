"""Regions under each other as dots, with the line of the country; a provisional dot is hollow."""

from collections.abc import Sequence
from typing import Any

from ..components.lines import wrapped
from ..components.scales import starts_at_zero
from .style import (
    COUNTRY,
    GRID,
    NAME,
    OTHERS,
    OWN,
    OWN_WASH,
    SMALL,
    WITHOUT_KEY,
    Axis,
    Figure,
    Point,
    layout,
    names_axis,
    nothing,
    values_axis,
)

ROW = 30


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
        gridcolor=GRID,
        tickfont={"size": SMALL},
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
                "font": {"size": SMALL, "color": COUNTRY},
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
