"""Parts of a whole as bars lying down; a provisional part is light with an outline."""

from collections.abc import Collection, Sequence
from typing import Any

from ..components.lines import wrapped
from .style import (
    INK,
    PAPER,
    PARTS,
    SMALL,
    Axis,
    Figure,
    Series,
    bar_marker,
    layout,
    names_axis,
    nothing,
    once,
    values_axis,
)

BAR, HEADING, APART = 38, 26, 14  # pixels: a bar, the heading above a group, the room below it
ROWS, BAR_APART = 130, 46  # pixels: the key on a phone and the axis, and a bar with the room between
BESIDE, SINGLE = 14, 16  # characters on a line beside a bar of a group, and beside a single one
WIDE = 12  # percent: a part that has room for its name as well as its figure
# Parts dark enough for light letters; on the others they are dark.
DARK = {PARTS[at] for at in (0, 2, 4)}
LEGEND = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1.01,
    "yanchor": "bottom",
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
    # Below each other on a phone the names take much of a low chart; without room they would scroll.
    "maxheight": 0.9,
}


def stacked(series: Sequence[Series], axis: Axis) -> Figure:
    """Parts of a whole as bars lying down, one bar per category, along the whole; figures stand where there is room."""
    if not has_values(series):
        return nothing(axis.title, axis)
    categories = list(dict.fromkeys(str(p.x) for s in series for p in s.points))
    figure = f"%{{x:.{axis.decimals}f}}{axis.suffix}"
    traces = []
    for at, one in enumerate(series):
        colour = PARTS[at % len(PARTS)]
        names = [wrapped(str(p.x), SINGLE, 3) for p in one.points]
        traces.append({**parts(one, colour), "y": names, "texttemplate": figure, **inside(one, colour)})
    x = values_axis(axis, range=[0, 100.4], dtick=25)
    y = names_axis(
        type="category",
        categoryorder="array",
        categoryarray=[wrapped(c, SINGLE, 3) for c in categories][::-1],
        ticklabelstandoff=6,
    )
    return {
        "data": traces,
        "layout": layout(
            ROWS + BAR_APART * len(categories),
            axis,
            barmode="stack",
            bargap=0.55 if len(categories) == 1 else 0.3,
            margin={"l": 0, "r": 16, "t": 8, "b": 24},
            uniformtext={"minsize": SMALL, "mode": "hide"},
            xaxis=x,
            yaxis=y,
            legend={**LEGEND},
        ),
    }


def stacked_groups(
    groups: Sequence[tuple[str, Sequence[str]]],
    series: Sequence[Series],
    axis: Axis,
    named: Collection[str] = (),
    after: str = "",
) -> Figure:
    """The same in groups under each other, as (heading, names of its bars); figures stand in the parts with room.

    Every series has a point for each bar, in the order of the groups; `after` follows the figure when the reader points
    at it, with the words of the point for %{customdata}. A series in `named` has its name before the figure as well.
    """
    if not has_values(series):
        return nothing(axis.title, axis)
    places: list[int] = []
    headings: list[dict[str, Any]] = []
    at = 0
    for heading, names in groups:
        at += HEADING
        headings.append(words_above(heading, at))
        places += [at + BAR // 2 + BAR * number for number in range(len(names))]
        at += BAR * len(names) + APART
    traces = []
    for number, one in enumerate(series):
        colour = PARTS[number % len(PARTS)]
        figure = f"%{{x:.{axis.decimals}f}}{axis.suffix}"
        full = [f"{one.name} {figure}" if one.name in named and (p.value or 0) >= WIDE else figure for p in one.points]
        text = {"texttemplate": once(full), **inside(one, colour), "width": BAR - 5}
        told = {"hovertemplate": f"{one.name}: {figure}{after}<extra></extra>"}
        traces.append({**parts(one, colour), "y": places, **text, **told})
    names = [wrapped(name, BESIDE) for _, bars in groups for name in bars]
    x = values_axis(axis, range=[0, 100.4], nticks=5, side="bottom")
    y = names_axis(tickvals=places, ticktext=names, range=[at, 0], tickfont={"size": SMALL}, ticklabelstandoff=6)
    return {
        "data": traces,
        "layout": layout(
            at + 100,
            axis,
            barmode="stack",
            margin={"l": 8, "r": 16, "t": 8, "b": 24},
            uniformtext={"minsize": SMALL, "mode": "hide"},
            xaxis=x,
            yaxis=y,
            annotations=headings,
            legend={**LEGEND},
        ),
    }


def has_values(series: Sequence[Series]) -> bool:
    """Whether there is anything to draw."""
    return any(point.value is not None for one in series for point in one.points)


def parts(one: Series, colour: str) -> dict[str, Any]:
    """One part in every bar."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": one.name,
        "x": [p.value for p in one.points],
        "customdata": [p.words for p in one.points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": bar_marker(colour, [p.provisional for p in one.points], edge=1),
    }


def inside(one: Series, colour: str) -> dict[str, Any]:
    """How the figures of one part stand in their bars; a provisional bar is light."""
    solid = PAPER if colour in DARK else INK
    letters = {"size": SMALL, "color": once([INK if p.provisional else solid for p in one.points])}
    return {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "insidetextfont": letters}


def words_above(heading: str, bottom: int) -> dict[str, Any]:
    """The heading of a group, at the left of the drawing."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": bottom, "yanchor": "bottom", "yshift": 1}
    return {"text": f"<b>{heading}</b>", **place, "showarrow": False}
