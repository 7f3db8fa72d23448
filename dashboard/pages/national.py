"""The country for ministries: how far from the target, all regions by six subjects, target figures, signals."""

from ..components import Children, Element, el, slot
from ..components import controls as c
from ..components import panel as p
from ..indicators import municipalities
from ..state import View
from .national_parts import aims, figures, path_panel, paths, progress, signals
from .page import Content, page

SLUG = {"nl": "landelijk", "en": "national"}
CHARTS = True
# What a slot follows from; the rest of the page stays as it is when a reader chooses something else.
FOLLOWS = {
    "lead": ("release",),
    "matrix": ("toets", "sorteer", "regio", "release"),
    "counts": ("toets", "release"),
    "aims": ("doel", "regio", "release"),
    "signals": ("toets", "regio", "release"),
    "changed": ("release",),
}
SECTIONS = ("matrix", "counts", "aims", "signals", "changed")


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    own = own_region(view)
    ways = paths.ways(view)
    top = paths.top(ways)
    columns = figures.tested(view)
    return Content(
        slots={
            "lead": f"{paths.lead(view, ways)} {progress.lead(view, columns)}".strip(),
            "matrix": progress.section(view, columns, own),
            "counts": progress.counts(view, columns),
            "aims": aims.section(view, own),
            "signals": signals.section(view, columns),
            "changed": signals.changed(view, columns),
        },
        panels={f"path-{way.name}": path_panel.panel(view, way, top) for way in ways},
        spoken=view.text("national_spoken", level=view.text(f"national_level_{figures.test(view)}")),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    ways = paths.ways(view)
    definitions = [
        el("Div", [paths.key_figures(view, way), p.frame(view, f"path-{way.name}", content.panels[f"path-{way.name}"])])
        for way in ways
    ]
    targets: list[Children] = [
        el("P", view.text("national_apart"), className="advice"),
        el("Div", definitions, className="definitions"),
        *paths.beside_each_other(view, ways),
    ]
    controls = {
        "matrix": [progress.picker(view), c.region_picker(view, "control_own_region")],
        "aims": aims.picker(view),
    }
    heading = el("H2", view.text("national_targets_heading"), id="targets")
    parts: list[Children] = [contents(view), el("Section", [heading, *targets], className="section national-targets")]
    for name in SECTIONS:
        parts.append(
            el(
                "Section",
                [
                    el("H2", view.text(f"national_{name}_heading"), id=name),
                    el("P", view.text(f"national_{name}_intro")),
                    *([c.bar(view, controls[name])] if controls.get(name) else []),
                    slot(name, content.slots[name]),
                ],
                className="section",
            )
        )
    lead = slot("lead", content.slots["lead"], "Span", className="region-lead")
    return page(view, view.text("national_title"), lead, parts)


def contents(view: View) -> Element:
    """Where to go on this page."""
    items = [
        el("Li", el("A", view.text(f"national_{name}_heading"), href=f"#{name}")) for name in ("targets", *SECTIONS)
    ]
    return el("Nav", el("Ul", items), className="contents", **{"aria-label": view.text("methods_contents")})


def own_region(view: View) -> str:
    """The region that is marked; for a municipality the Doorstroompunt region it belongs to."""
    region = view.region()
    if region.kind != "gemeente":
        return region.code
    year = view.catalogue.release.data_date.year
    return municipalities(figures.KIND, year, view.release).get(region.code, region.code)
