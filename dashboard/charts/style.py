"""What all charts share: the shapes of their contents, their colours, axes and frame; draws no form of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from ..theme import theme

Figure = dict[str, Any]


def colours(group: str) -> tuple[str, ...]:
    """The colours of a group of the theme, as light shows them; the style sheet turns them for a dark page."""
    return tuple(theme().colour(name) for name in theme().charts[group])


INK, MUTED, RULE, PAPER, GRID = (theme().colour(name) for name in ("ink", "muted", "rule", "paper", "grid"))
OWN, OTHERS, COUNTRY = (theme().colour(name) for name in ("own", "others", "country"))
OWN_WASH = theme().colour("brand-wash")
SERIES = colours("series")
# Parts of a whole, in reading order; neighbours differ in lightness, so they can be told apart in grey as well.
PARTS = colours("parts")
# A tested difference: the side that is not wished for, neither, and the other.
TESTED = colours("tested")
FONT = f"{theme().font.family}, sans-serif"
WITHOUT_KEY: dict[str, Any] = {"showlegend": False, "legend": {}}
TEXT = {"family": FONT, "size": 14, "color": INK}
SMALL = 12
NAME, CATEGORY = 22, 12  # characters on a line: beside a dot, below a bar
OUTLINE = 2
TICKS = 6  # values along an axis at most


@dataclass(frozen=True)
class Point:
    """One figure to draw: `value` None draws nothing; `words` is what the reader sees on pointing at it.

    `low` and `high` are the limits of an interval.
    """

    x: int | str
    value: float | None
    words: str
    provisional: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """Points that belong together, under one name; `end` is what may stand below that name where a line ends."""

    name: str
    points: Sequence[Point]
    end: str = ""


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
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        **more,
    }


def values_axis(axis: Axis, **more: Any) -> dict[str, Any]:
    """The axis along which values are read."""
    return {
        **({"ticksuffix": axis.suffix} if axis.suffix else {"tickformat": ","}),
        "gridcolor": RULE,
        "zerolinecolor": MUTED,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": MUTED},
        "nticks": TICKS,
        **more,
    }


def even(axis: Axis, low: float, high: float) -> dict[str, Any]:
    """The same number of decimals for all values along an axis of percentages; Plotly would write 1.8%, 2%, 2.2%."""
    rough = ((high - low) or 1) / TICKS
    tens = 10.0 ** floor(log10(rough))
    step = next(tens * size for size in (2, 5, 10) if rough <= tens * size)
    decimals = max(0, -floor(log10(step)))
    return {"tickformat": f",.{decimals}f"} if axis.suffix and decimals else {}


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


def bar_marker(colour: str | Sequence[str], provisional: Sequence[bool], edge: int = 0) -> dict[str, Any]:
    """A filled bar; where the figure is provisional a light one with an outline in its colour.

    The light is a layer of paper over the colour, so that it turns with the colours of a dark page. Over a colour per
    bar Plotly lays a contrast of its own choice instead of paper; there the colour itself is thin.
    """
    if not any(provisional):
        return {"color": colour, "line": {"color": PAPER, "width": edge}}
    single = isinstance(colour, str)
    colours = [colour] * len(provisional) if isinstance(colour, str) else colour
    rims = [own if light else PAPER for own, light in zip(colours, provisional, strict=True)]
    layer = {"fillmode": "overlay", "fgcolor": PAPER, "fgopacity": 0.72} if single else {"fgopacity": 0.28}
    return {
        "color": colour,
        "line": {"color": once(rims), "width": once([OUTLINE if light else edge for light in provisional])},
        # One tile of the pattern is larger than any bar, so no seam shows.
        "pattern": {
            "shape": once(["|" if light else "" for light in provisional]),
            **layer,
            "solidity": 1,
            "size": 4000,
        },
    }


def once(items: list[Any]) -> Any:
    """What all share, or the list of what each has."""
    return items[0] if all(item == items[0] for item in items) else items
