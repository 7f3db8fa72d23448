"""The way to a target: what was counted, what the target asks of each year, and the targets as marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .style import INK, MUTED, SMALL, Axis, Figure, Point, Series, layout, nothing, values_axis
from .trend import line_traces
from .years import LETTER, PIXELS, TALL, Box, band, cut, drawn_at, fine, marked, runs, years_axis

# What the target asks from its baseline on, and from the newest figure on; told apart without colour as well.
WAYS = ((MUTED, "dash"), (INK, "dot"))
ROOM = 30  # pixels at the right for half the label of the last period
HEIGHT = 420
NEAR, FAR = 20, 38  # pixels from a mark down to its words: neighbours stand at different heights


@dataclass(frozen=True)
class Target:
    """A target from its first to its last period: its height, the words beside it and those on pointing at it."""

    first: int
    last: int
    value: float
    beside: str
    words: str


def target_path(
    counted: Series,
    ways: Sequence[Series],
    targets: Sequence[Target],
    target_name: str,
    labels: dict[int, str],
    breaks: Sequence[tuple[int, str]],
    axis: Axis,
    top: float | None = None,
    *,
    written: str = "",
    loose: str = "",
    height: int = HEIGHT,
) -> Figure:
    """One definition in one chart: the line that was counted, the ways to the target, the targets, always from zero.

    `labels` names all periods, those without a figure included; `breaks` holds the first period after each; the line
    is not drawn across one. `top` lets two charts have the same scale; `written` is as for lines; `loose` names the
    provisional end of the line in the key, as a narrow axis may leave out the status of that period.
    """
    heights = [p.value for s in (counted, *ways) for p in s.points if p.value is not None]
    heights += [target.value for target in targets]
    heights += [p.high for p in counted.points if p.high is not None]
    if not heights:
        return nothing(axis.title, axis)
    starts = [start for start, _ in breaks]
    highest = 1.08 * (top or max(heights))
    decimals = fine(0, highest)
    traces = band(counted, starts, decimals)
    traces += line_traces(cut(counted, starts), 0, written, loose) if counted.points else []
    traces += [way(one, decimals, *WAYS[at % len(WAYS)]) for at, one in enumerate(ways) if one.points]
    traces += [mark(targets, target_name)] if targets else []
    every = sorted(labels)
    aims = [Series("", [Point(target.first, target.value, "")]) for target in targets]
    told = [beside(target, at, every, counted, starts) for at, target in enumerate(targets)]
    axis_pixels = PIXELS - HEIGHT + height
    rooms = [room(one, every, highest, axis_pixels) for one in told]
    tall = TALL * PIXELS / axis_pixels
    shapes, notes = marked(breaks, every, [*runs(counted, starts), *ways, *aims], 0, highest, rooms, tall)
    notes += told
    y = values_axis(axis, tickformat=",.0f", range=[0, drawn_at(highest, decimals)])
    frame = layout(height, axis, xaxis=years_axis(labels), yaxis=y, shapes=shapes, annotations=notes)
    frame["margin"] = {**frame["margin"], "r": ROOM}
    return {"data": traces, "layout": frame}


def way(one: Series, decimals: int, colour: str, dash: str) -> dict[str, Any]:
    """What the target asks of each year, as a thin line without points: nothing of it was counted."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": one.name,
        "x": [p.x for p in one.points],
        "y": [None if p.value is None else drawn_at(p.value, decimals) for p in one.points],
        "customdata": [p.words for p in one.points],
        "line": {"color": colour, "width": 2, "dash": dash},
        "hovertemplate": f"{one.name}, %{{customdata}}<extra></extra>",
    }


def mark(targets: Sequence[Target], name: str) -> dict[str, Any]:
    """All targets as one trace: a diamond in each target year, joined when one target holds for several."""
    x: list[int | None] = []
    y: list[float | None] = []
    words: list[str] = []
    for target in targets:
        years = list(range(target.first, target.last + 1))
        x += [*years, None]
        y += [target.value] * len(years) + [None]
        words += [target.words] * len(years) + [""]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x[:-1],
        "y": y[:-1],
        "customdata": words[:-1],
        "connectgaps": False,
        "line": {"color": INK, "width": 2},
        "marker": {"symbol": "diamond", "size": 11, "color": INK},
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def beside(target: Target, at: int, periods: Sequence[int], counted: Series, breaks: Sequence[int]) -> dict[str, Any]:
    """The words below a target, or above it where less was counted, with a thin line to its mark.

    In the last years they lean to the inside, and before a break away from its line.
    """
    late = target.first > periods[0] + 0.75 * (periods[-1] - periods[0])
    under = any(p.x == target.first and p.value is not None and p.value < target.value for p in counted.points)
    return {
        "x": target.first,
        "y": target.value,
        "text": target.beside,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": MUTED,
        "standoff": 7,
        "ax": 0,
        "ay": (-1 if under else 1) * (FAR if at % 2 else NEAR),
        "yanchor": "bottom" if under else "top",
        "xanchor": "right" if late or target.first + 1 in breaks else "center",
        "font": {"size": SMALL, "color": INK},
    }


def room(words: dict[str, Any], periods: Sequence[int], highest: float, pixels: int) -> Box:
    """The room that the words of a target take on a phone, as parts of both axes."""
    at = (words["x"] - periods[0]) / max(1, periods[-1] - periods[0])
    lines = words["text"].split("<br>")
    wide, tall = LETTER * max(map(len, lines)), len(lines) * TALL / 2 * PIXELS / pixels
    left = at - wide * (1 if words["xanchor"] == "right" else 0.5)
    low = words["y"] / highest - words["ay"] / pixels - (tall if words["ay"] > 0 else 0)
    return left, left + wide, low, low + tall
