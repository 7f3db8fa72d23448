"""The way to a target: what was counted, what the target asks of each year, and the targets as marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .style import INK, MUTED, RULE, SMALL, Axis, Figure, Series, layout, names_axis, nothing, values_axis
from .trend import line_traces

# What the target asks from its baseline on, and from the newest figure on; told apart without colour as well.
WAYS = ((MUTED, "dash"), (INK, "dot"))
MOST_TICKS = 8
NEAR, FAR = 20, 58  # pixels from a mark down to its words: neighbours stand at different heights


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
) -> Figure:
    """One definition in one chart: the line that was counted, the ways to the target, the targets, always from zero.

    `labels` names all periods, those without a figure included; `breaks` holds the first period after each; the line
    is not drawn across one. `top` lets two charts have the same scale.
    """
    heights = [p.value for s in (counted, *ways) for p in s.points if p.value is not None]
    heights += [target.value for target in targets]
    if not heights:
        return nothing(axis.title, axis)
    traces = [trace for part in runs(counted, [start for start, _ in breaks]) for trace in line_traces(part, 0)]
    traces = once(traces)
    traces += [way(one, *WAYS[at % len(WAYS)]) for at, one in enumerate(ways) if one.points]
    traces += [mark(targets, target_name)] if targets else []
    shapes, notes = marked(breaks)
    every = sorted(labels)
    notes += [beside(target, at, every) for at, target in enumerate(targets)]
    step = -(-len(every) // MOST_TICKS)
    ticks = every[::-1][::step][::-1]
    x = names_axis(
        tickvals=ticks,
        ticktext=[labels[p] for p in ticks],
        range=[every[0] - 0.4, every[-1] + 0.4],
        ticks="outside",
        tickcolor=RULE,
    )
    y = values_axis(axis, tickformat=",.0f", range=[0, 1.08 * (top or max(heights))])
    return {"data": traces, "layout": layout(420, axis, xaxis=x, yaxis=y, shapes=shapes, annotations=notes)}


def runs(counted: Series, breaks: Sequence[int]) -> list[Series]:
    """The series cut in front of every break, so that no line joins what cannot be compared."""
    cuts = [min(int(p.x) for p in counted.points) if counted.points else 0, *sorted(breaks)]
    ends: list[float] = [*cuts[1:], float("inf")]
    parts = [
        Series(counted.name, [p for p in counted.points if start <= int(p.x) < end])
        for start, end in zip(cuts, ends, strict=True)
    ]
    return [part for part in parts if part.points]


def once(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts of one line stand in the key once."""
    first = next((at for at, trace in enumerate(traces) if trace["showlegend"]), None)
    return [{**trace, "showlegend": at == first} for at, trace in enumerate(traces)]


def way(one: Series, colour: str, dash: str) -> dict[str, Any]:
    """What the target asks of each year, as a thin line without points: nothing of it was counted."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": one.name,
        "x": [p.x for p in one.points],
        "y": [p.value for p in one.points],
        "customdata": [p.words for p in one.points],
        "line": {"color": colour, "width": 2, "dash": dash},
        "hovertemplate": "%{fullData.name}, %{customdata}<extra></extra>",
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
        "x": x,
        "y": y,
        "customdata": words,
        "connectgaps": False,
        "line": {"color": INK, "width": 2},
        "marker": {"symbol": "diamond", "size": 11, "color": INK, "opacity": 1},
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def beside(target: Target, at: int, periods: Sequence[int]) -> dict[str, Any]:
    """The words below a target, with a thin line to its mark; in the last years they lean to the inside."""
    late = target.first > periods[0] + 0.75 * (periods[-1] - periods[0])
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
        "ay": FAR if at % 2 else NEAR,
        "yanchor": "top",
        "xanchor": "right" if late else "center",
        "align": "right" if late else "center",
        "font": {"size": SMALL, "color": INK},
    }


def marked(breaks: Sequence[tuple[int, str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each break as a dotted line before its period, with its words at the bottom, where no line runs."""
    shapes, notes = [], []
    for number, (start, words) in enumerate(breaks):
        at = start - 0.5
        stroke = {"color": MUTED, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": stroke})
        notes.append(
            {
                "x": at,
                "y": 0,
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "left",
                "showarrow": False,
                "text": words,
                "yshift": 14 * number,
                "font": {"size": SMALL, "color": MUTED},
            }
        )
    return shapes, notes
