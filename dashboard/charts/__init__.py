"""Figures as plain Plotly dicts, one pure function per chart form; words and numbers come in ready-made.

A provisional point is hollow and its line dashed; a missing figure is a gap, never a zero; a break is a labelled line.
Figures carry the light colours of the theme; on a dark page the style sheet of `dashboard.theme` turns them.
"""

from .columns import grouped
from .ranking import ranked
from .spark import sparkline
from .stack import stacked
from .style import (
    CATEGORY,
    COUNTRY,
    FONT,
    INK,
    MUTED,
    NAME,
    OTHERS,
    OWN,
    OWN_WASH,
    PAPER,
    PARTS,
    RULE,
    SERIES,
    Axis,
    Figure,
    Point,
    Series,
    nothing,
)
from .trend import lines

__all__ = [
    "CATEGORY",
    "COUNTRY",
    "FONT",
    "INK",
    "MUTED",
    "NAME",
    "OTHERS",
    "OWN",
    "OWN_WASH",
    "PAPER",
    "PARTS",
    "RULE",
    "SERIES",
    "Axis",
    "Figure",
    "Point",
    "Series",
    "grouped",
    "lines",
    "nothing",
    "ranked",
    "sparkline",
    "stacked",
]
