"""Steps from nothing to a whole, each where the one before ended; the whole stands below."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..components.lines import wrapped
from .style import (
    GRID,
    INK,
    MUTED,
    NAME,
    OTHERS,
    OWN,
    PARTS,
    SMALL,
    WITHOUT_KEY,
    Axis,
    Figure,
    bar_marker,
    layout,
    names_axis,
    nothing,
    values_axis,
)

ROW = 88
FACTOR, REST, WHOLE = "factor", "rest", "whole"
COLOURS = {FACTOR: PARTS[1], REST: OTHERS, WHOLE: OWN}


@dataclass(frozen=True)
class Step:
    """One step with its size and the words under its name; `kind` is a factor, the rest, or the whole of them."""

    name: str
    value: float
    words: str
    kind: str = FACTOR
    provisional: bool = False


def waterfall(steps: Sequence[Step], axis: Axis) -> Figure:
    """Bars lying down, each starting where the one above ended; the whole starts at nothing again.

    The sizes stand under the names, so that a bar needs no room beside it on a telephone.
    """
    if not steps:
        return nothing(axis.title, axis)
    names = [f"{wrapped(step.name, NAME, 3)}<br><b>{step.words}</b>" for step in steps]
    bases: list[float] = []
    at = 0.0
    for step in steps:
        bases.append(0.0 if step.kind == WHOLE else at)
        at = step.value if step.kind == WHOLE else at + step.value
    tops = [base + step.value for base, step in zip(bases, steps, strict=True)]
    marker = bar_marker([COLOURS[step.kind] for step in steps], [step.provisional for step in steps])
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": [step.value for step in steps],
        "y": names,
        "base": bases,
        "customdata": [f"{step.name}: {step.words.replace('<br>', ', ')}" for step in steps],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": marker,
    }
    joints = [
        {"type": "line", "x0": top, "x1": top, "y0": row, "y1": row + 1, "line": {"color": MUTED, "width": 1}}
        for row, (top, _) in enumerate(pairwise(tops))
    ]
    origin = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": INK, "width": 1}}
    every = [0.0, *bases, *tops]
    room = 0.08 * ((max(every) - min(every)) or 1)
    x = values_axis(axis, side="top", nticks=4, tickangle=0, zeroline=False, gridcolor=GRID)
    x["range"] = [min(every) - room, max(every) + room]
    y = names_axis(type="category", range=[len(steps) - 0.4, -0.6], dtick=1, tickfont={"size": SMALL + 1})
    return {
        "data": [bars],
        "layout": layout(
            ROW * len(steps) + 60,
            axis,
            margin={"l": 0, "r": 16, "t": 34, "b": 8},
            bargap=0.6,
            xaxis=x,
            yaxis=y,
            shapes=[*joints, {**origin, "layer": "below"}],
            **WITHOUT_KEY,
        ),
    }
