"""Figures as plain Plotly dicts, one pure function per chart form; words and numbers come in ready-made.

A provisional point is hollow and its line dashed; a missing figure is a gap, never a zero; a break is a labelled line.
Figures carry the light colours of the theme; on a dark page the style sheet of `dashboard.theme` turns them.
"""

from .beside import beside
from .caterpillar import Ranged, caterpillar
from .dumbbell import Span, Words, dumbbell
from .funnel import Placed, funnel
from .multiples import About, Kind, Small, multiples, scale_of
from .spark import sparkline
from .squares import Square, squares
from .stack import stacked, stacked_groups
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
    TESTED,
    Axis,
    Figure,
    Point,
    Series,
    nothing,
)
from .target_path import Target, target_path
from .trend import lines
from .waterfall import Step, waterfall

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
    "TESTED",
    "About",
    "Axis",
    "Figure",
    "Kind",
    "Placed",
    "Point",
    "Ranged",
    "Series",
    "Small",
    "Span",
    "Square",
    "Step",
    "Target",
    "Words",
    "beside",
    "caterpillar",
    "dumbbell",
    "funnel",
    "lines",
    "multiples",
    "nothing",
    "scale_of",
    "sparkline",
    "squares",
    "stacked",
    "stacked_groups",
    "target_path",
    "waterfall",
]
