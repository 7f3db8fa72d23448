"""How the country is divided: Doorstroompunt regions beside labour market regions, and groups of one's own."""

from ..components import Children, Element, el, slot
from ..components import controls as c
from ..components import panel as p
from ..state import View
from .layout_parts import every, group, history, own
from .layout_parts.chosen import NAME, picked, picker
from .page import Content, page

SLUG = {"nl": "regio-indeling", "en": "region-layout"}
CHARTS = True
ANCHORS = {"own": "regio", "every": "alle", "group": "groep", "history": "veranderd"}
FOLLOWS = {
    "own": ("regio", "release"),
    "every-table": ("regio", "release"),
    "kinds": ("release",),
    "group-table": (NAME, "indicator", "release"),
}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    whole, kinds = every.read(view)
    told, made = group.read(view)
    return Content(
        slots={"own": own.told(view), "kinds": kinds, "group-told": told},
        panels={"every": whole, "group": made},
        spoken=view.text("layout_spoken", region=view.region_label(), told=made.headline),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    filled = content.slots
    links = [el("Li", el("A", view.text(f"layout_part_{n}"), href=f"#{a}")) for n, a in ANCHORS.items()]
    parts: list[Children] = [
        el("Nav", el("Ul", links), className="contents", **{"aria-label": view.text("layout_contents")}),
        el("Div", c.bar(view, [c.region_picker(view)]), id=ANCHORS["own"]),
        slot("own", filled["own"], className="overlap-own"),
        section("every", [p.frame(view, "every", content.panels["every"]), slot("kinds", filled["kinds"])]),
        section(
            "group",
            [
                el("H2", view.text("layout_part_group")),
                el("P", view.text("layout_group_intro")),
                controls(view),
                slot("group-told", filled["group-told"], className="group-told"),
                p.frame(view, "group", content.panels["group"]),
            ],
        ),
        section("history", [el("H2", view.text("layout_part_history")), *history.told(view)]),
    ]
    return page(view, view.text("layout_title"), view.text("layout_intro"), parts)


def section(name: str, inside: list[Children]) -> Element:
    """A part of the page that a link can lead to."""
    return el("Section", inside, id=ANCHORS[name], className="section")


def controls(view: View) -> Element:
    """Which municipalities, and about what."""
    fixed = [picker(view, picked(view))]
    indicator = group.indicator_of(view)
    if indicator is not None:
        default = group.DEFAULT
        fixed.append(c.indicator_picker(view, indicator, default, group.able(view)))
    label = view.text("layout_group_controls")
    return el("Div", fixed, className="controls group-controls", role="group", **{"aria-label": label})
