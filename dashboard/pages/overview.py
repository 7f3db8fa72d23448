"""The first page: three figures for Nederland or one region, all regions on a map, what is new and what comes next."""

from ..components import Children, Element, el, link, paragraphs, slot
from ..components import controls as c
from ..indicators import subjects
from ..state import COUNTRY, View
from .overview_parts import news, regions, tiles
from .page import Content, page
from .region import history, own_group
from .region_parts import figures

SLUG = {"nl": "", "en": ""}
CHARTS = False
OWN = ("regio", "release")
FOLLOWS = {
    **dict.fromkeys(regions.SLOTS, regions.FOLLOWS),
    **dict.fromkeys(("place", "onward", "tile-vsv", "tile-neet", "tile-work"), OWN),
}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    seen = tiles.seen(view)
    map_ = regions.contents(view)
    place = view.within("region", figures.place(view).code)
    told = {f"tile-{s.name}": tiles.told(view, s, seen.get(s.name)) for s in subjects.tiles(view.catalogue)}
    said = [view.text("spoken_overview", region=place), str(map_.get("answer", ""))]
    return Content(slots={"place": place, "onward": onward(view), **told, **map_}, spoken=". ".join(filter(None, said)))


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    filled = content.slots
    heading = [f"{view.text('overview_heading')} ", slot("place", filled["place"], "Span")]
    choice = [
        c.bar(view, [c.region_picker(view)]),
        slot("onward", filled["onward"], className="overview-onward"),
        # Stays while the region changes; the script that writes the address keeps the region in it.
        own_group(view, className="kept"),
    ]
    top = [
        el("Div", page(view, heading, view.text("overview_intro"), []), className="overview-lead"),
        el("Div", choice, className="overview-choice"),
    ]
    found = [tiles.section(view, s, filled[f"tile-{s.name}"]) for s in subjects.tiles(view.catalogue)]
    return [
        el("Div", top, className="overview-top"),
        el("Div", found, className="tiles") if found else el("P", view.text("overview_no_figures"), className="absent"),
        el("P", view.text("region_tested"), className="notes region-tested"),
        *regions.section(view, {name: filled[name] for name in regions.SLOTS if name in filled}),
        el("Div", [news.section(view), el("Div", [about(view), *news.revisions(view)])], className="two-columns"),
    ]


def onward(view: View) -> list[Children]:
    """The way to all there is about the chosen region, or to the country as a whole."""
    region = figures.place(view)
    if region.code == COUNTRY:
        return [el("P", link(view.text("overview_to_country"), view.to("national", {})))]
    words = view.text("overview_to_region", region=view.name_of("region", region.code))
    return [*history(view, region), el("P", link(words, view.to("region", {"regio": region.code})))]


def about(view: View) -> Element:
    """What the monitor is for, and where to read on."""
    return el(
        "Section",
        [
            el("H2", view.text("about_heading")),
            *paragraphs(view.text("about_text")),
            el("P", link(view.text("about_link"), view.to("methods", {}))),
        ],
    )
