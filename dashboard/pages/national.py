"""The country for ministries: how far from the target, all regions by six subjects, target figures, signals."""

from ..components import Children, Element, el, slot
from ..components import controls as c
from ..components import panel as p
from ..components.facts import tagged
from ..indicators import municipalities
from ..state import View
from .national_parts import aims, figures, path_panel, paths, progress, signals
from .page import Content, page

SLUG = {"nl": "landelijk", "en": "national"}
CHARTS = True
# What a slot follows from; the rest of the page stays as it is when a reader chooses something else.
FOLLOWS = {
    "lead": ("release",),
    "own": ("regio", "release"),
    "matrix": ("toets", "sorteer", "release"),
    "signals": ("toets", "release"),
    "changed": ("release",),
    "aims": ("doel", "release"),
}
SECTIONS = ("matrix", "signals", "changed", "aims")


def read(view: View) -> Content:
    """The parts of the page that follow a choice; the charts of the targets follow none and stand in `show`."""
    columns = figures.tested(view)
    return Content(
        slots={
            "lead": lead(view),
            "own": progress.mark(view, own_region(view)),
            "matrix": progress.section(view, columns),
            "signals": signals.section(view, columns),
            "changed": signals.changed(view, columns),
            "aims": aims.section(view),
        },
        spoken=view.text("national_spoken", level=view.text(f"national_level_{figures.test(view)}")),
    )


def lead(view: View) -> Children:
    """The sentence to open with, marked when its figures are example data."""
    ways = paths.ways(view)
    return tagged(view, paths.lead(view, ways), any(p.is_example(view, way.indicator) for way in ways))


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    controls = {
        "matrix": [progress.picker(view), c.region_picker(view, "control_own_region")],
        "aims": aims.picker(view),
    }
    parts: list[Children] = [contents(view), targets(view)]
    for name in SECTIONS:
        parts.append(
            el(
                "Section",
                [
                    el("H2", view.text(f"national_{name}_heading"), id=name),
                    el("P", view.text(f"national_{name}_intro")),
                    *([c.bar(view, controls[name])] if controls.get(name) else []),
                    *([slot("own", content.slots["own"])] if name == "matrix" else []),
                    slot(name, content.slots[name]),
                ],
                className=f"section national-{name}",
            )
        )
    opening = slot("lead", content.slots["lead"], "Span", className="region-lead")
    return page(view, view.text("national_title"), opening, parts)


def panels(view: View) -> dict[str, p.Panel]:
    """The charts of the way to the target, one per definition, on one scale."""
    ways = paths.ways(view)
    top = paths.top(ways)
    return {f"path-{way.name}": path_panel.panel(view, way, top) for way in ways}


def targets(view: View) -> Element:
    """Both definitions beside each other, each with its chart; folded below: earlier targets and how to read them."""
    ways = paths.ways(view)
    drawn = panels(view)
    definitions = [
        el("Div", [paths.key_figures(view, way), p.frame(view, f"path-{way.name}", drawn[f"path-{way.name}"])])
        for way in ways
    ]
    earlier, notes = paths.earlier(view, ways), [note for way in ways for note in path_panel.notes(view, way)]
    both = paths.beside_each_other(view, ways)
    below = [
        ("earlier", [el("Ul", earlier, className="notes")] if earlier else []),
        ("both", both),
        ("reading", [el("Ul", [el("Li", note) for note in dict.fromkeys(notes)], className="notes")] if notes else []),
    ]
    return el(
        "Section",
        [
            el("H2", view.text("national_targets_heading"), id="targets"),
            el("P", view.text("national_apart")),
            el("Div", definitions, className="definitions level"),
            *(progress.folded(view, f"national_targets_{name}", inside) for name, inside in below if inside),
        ],
        className="section national-targets",
    )


def contents(view: View) -> Element:
    """Where to go on this page."""
    items = [el("Li", el("A", view.text(f"national_{name}_short"), href=f"#{name}")) for name in ("targets", *SECTIONS)]
    return el("Nav", el("Ul", items), className="contents", **{"aria-label": view.text("methods_contents")})


def own_region(view: View) -> str:
    """The region that is marked; for a municipality the Doorstroompunt region it belongs to."""
    region = view.region()
    if region.kind != "gemeente":
        return region.code
    year = view.catalogue.release.data_date.year
    return municipalities(figures.KIND, year, view.release).get(region.code, region.code)
