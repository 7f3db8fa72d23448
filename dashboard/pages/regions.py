"""All Doorstroompunt regions beside each other on one indicator and one period, and the peers of one of them."""

from ..components import Element, el, slot
from ..components import controls as c
from ..components import panel as p
from ..indicators.studies.cells import EARLIER, PEERS
from ..state import COUNTRY, PARAMETER, View
from .page import Content, page
from .regions_parts import asked as a
from .regions_parts.panels import panel
from .regions_parts.peers import peers

SLUG = {"nl": "vergelijken", "en": "compare"}
CHARTS = True
# What is the same for every region chosen does not go over the line again.
ALL_BUT_REGION = (
    "indicator",
    "periode",
    "vergelijk",
    "zekerheid",
    "correctie",
    "volgorde",
    "beeld",
    "release",
    *(name for name in PARAMETER.values() if name not in ("regio", "periode")),
)
FOLLOWS = {
    "view": ("beeld",),
    **{f"{view}-{part}": ALL_BUT_REGION for view in a.VIEWS for part in ("subtitle", "foot", "source")},
}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    found = a.asked(view)
    made = panel(view, found)
    return Content(
        slots={"view": p.frame(view, found.view, made), "peers": peers(view, found)},
        panels={found.view: made},
        spoken=view.text("compare_spoken", told=made.headline),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    allowed = [view.catalogue.indicators[name] for name in a.comparable(view)]
    fixed = [
        c.indicator_picker(view, a.chosen(view), a.DEFAULT, allowed),
        c.region_picker(view, "control_own_region"),
        benchmark_picker(view),
    ]
    views = [{"value": name, "label": view.text(f"compare_view_{name}")} for name in a.VIEWS]
    chosen = view.choice("beeld", a.VIEWS, a.MAP)
    parts = [
        c.bar(view, fixed, dependent(view)),
        el("Div", c.switch("beeld", view.text("compare_view"), views, chosen, a.MAP), className="view-switch"),
        slot("view", content.slots["view"]),
        el("P", view.text("regions_chance"), className="advice"),
        el(
            "Section",
            [
                el("H2", view.text("compare_peers")),
                el("P", view.text("compare_peers_intro")),
                slot("peers", content.slots["peers"]),
            ],
            className="section",
        ),
    ]
    return page(view, view.text("regions_title"), view.text("regions_intro"), parts)


def benchmark_picker(view: View) -> Element:
    """Choose with what every region is compared."""
    usual = [
        {"value": code, "label": view.text(f"compare_against_{code.lower()}")} for code in (COUNTRY, PEERS, EARLIER)
    ]
    regions = c.region_options(view, country=False)
    known = {region.code for region in view.catalogue.regions_of(a.KIND)}
    options = [
        {"group": view.text("compare_against"), "items": usual},
        {"group": view.text("compare_against_region"), "items": [r for r in regions if r["value"] in known]},
    ]
    none, label = view.text("region_choice_none"), view.text("compare_against")
    return c.select("vergelijk", label, options, a.against(view), COUNTRY, search=none)


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from the indicator, and behind one word those that few readers use."""
    indicator = a.chosen(view)
    orders = {name: view.text(f"order_{name}") for name in a.ORDERS}
    sure = {name: view.text(f"compare_sure_{name}") for name in a.SURE}
    corrections = {name: view.text(f"compare_correction_{name}") for name in a.CORRECTIONS}
    few = [
        plain(view, "volgorde", view.text("control_order"), orders),
        plain(view, "zekerheid", view.text("compare_sure_label"), sure),
        plain(view, "correctie", view.text("compare_correction_label"), corrections),
    ]
    return [c.period_picker(view, indicator), *c.more(view, [*few, *c.breakdown_lists(view, indicator)])]


def plain(view: View, name: str, label: str, words: dict[str, str]) -> Element:
    """A list of a few words by their value; the first is the default."""
    first = next(iter(words))
    options = [{"value": value, "label": word} for value, word in words.items()]
    return c.select(name, label, options, view.choice(name, words, first), first)
