"""Development over the years: regions as lines, one region in parts, the way to a target, or every region small."""

from ..components import Element, slot
from ..components import controls as c
from ..components import panel as p
from ..state import PARAMETER, View
from .page import Content, page
from .trends_parts import asked as a
from .trends_parts import lines, path, small

SLUG = {"nl": "ontwikkeling", "en": "trends"}
CHARTS = True
# What is the same for every region chosen does not go over the line again.
ALL_BUT_REGION = (
    "indicator",
    "indeling",
    "beeld",
    "volgorde",
    "release",
    *(name for name in PARAMETER.values() if name not in ("regio", "periode")),
)
# The figures of all regions are kept, so what was shown before can be held against what is shown now.
KEPT = True
FOLLOWS = {
    "view": ("beeld",),
    **{f"{small.NAME}-{part}": ALL_BUT_REGION for part in ("subtitle", "table", "foot", "source", "how", "links")},
}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    if a.shown(view) == a.ALL:
        name, made = small.NAME, small.panel(view)
    else:
        name, made = "trend", one(view)
    what = view.named(view.indicator(a.DEFAULT), "short")
    return Content(
        slots={"view": p.frame(view, name, made)},
        panels={name: made},
        spoken=view.text("spoken", what=what, region=view.region_label()),
    )


def one(view: View) -> p.Panel:
    """The one large chart."""
    found = a.asked(view)
    way = path.way(view, found)
    if way is not None and path.drawn(found):
        return path.panel(view, found, way)
    aimed = None if way is None else path.fact(view, way)
    return lines.panel(view, found, "" if aimed is None else aimed.sentence)


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    indicator = view.indicator(a.DEFAULT)
    views = [{"value": name, "label": view.text(f"trends_view_{name}")} for name in a.VIEWS]
    fixed = [
        c.indicator_picker(view, indicator, a.DEFAULT, c.with_figures(view)),
        c.region_picker(view),
        c.switch("beeld", view.text("trends_view"), views, a.shown(view), a.ONE),
        c.compared_picker(view),
    ]
    parts = [
        c.bar(view, fixed, dependent(view)),
        slot("view", content.slots["view"]),
    ]
    return page(view, view.text("trends_title"), view.text("trends_intro"), parts)


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from the indicator and from what is shown."""
    indicator = view.indicator(a.DEFAULT)
    every = a.shown(view) == a.ALL
    apart = None if every else a.split(view, indicator)
    pickers = [] if every else c.split_picker(view, indicator, PARAMETER[apart] if apart else c.NO_SPLIT)
    if every:
        orders = [{"value": name, "label": view.text(f"trends_order_{name}")} for name in small.ORDERS]
        chosen = view.choice("volgorde", small.ORDERS, small.ORDERS[0])
        pickers.append(c.select("volgorde", view.text("control_order"), orders, chosen, small.ORDERS[0]))
    if a.has_2026(view, indicator):
        options = [
            {"value": "toen", "label": view.text("regions_then")},
            {"value": a.NOW, "label": view.text("regions_2026")},
        ]
        chosen = view.choice("indeling", ("toen", a.NOW), "toen")
        pickers.append(c.switch("indeling", view.text("control_indeling"), options, chosen, "toen"))
    return pickers + c.breakdown_pickers(view, indicator, without=[apart] if apart else [])
