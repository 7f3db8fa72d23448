"""The group of 23 to 27 in full view, then every age group: how many have no education and no work, what others do."""

from .. import i18n
from ..components import Children, Element, el, link, slot
from ..components import controls as c
from ..components import panel as p
from ..state import COUNTRY, PARAMETER, View
from .ages_parts import answer, compared, lacking, noted, positions
from .ages_parts import asked as a
from .ages_parts.asked import Asked
from .page import Content, page
from .region_parts import figures

SLUG = {"nl": "leeftijd", "en": "ages"}
CHARTS = True
# What stays the same whatever is chosen; links take the region along.
SAME = (
    "behind",
    "lacking",
    *(f"{name}-{part}" for name in ("ages", "positions", "focus") for part in ("foot", "source")),
)
# The figures of all regions are kept, so what was shown before can be held against what is shown now.
KEPT = True
FOLLOWS = dict.fromkeys(SAME, ("release",))


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    found = a.asked(view)
    lead = answer.lead(view, found)
    panels = {"ages": compared.by_age(view, found)}
    if found.positions is not None:
        panels["positions"] = positions.panel(view, found, found.positions)
    panels["focus"] = compared.by_background(view, found)
    return Content(
        slots={
            "lead": lead,
            "place": place(view, found),
            "figure": answer.figure(view, found),
            "others": answer.others(view, found),
            "behind": answer.behind(view, found),
            "lacking": lacking.section(view, found),
            "lacking-onward": lacking.onward(view, found),
        },
        panels=panels,
        spoken=view.text("region_spoken", told=lead),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    known = view.catalogue
    splits = [{"value": PARAMETER[d], "label": view.named(known.dimensions[d])} for d in a.SPLITS]
    picked, usual = PARAMETER[a.split(view)], PARAMETER[a.SPLITS[0]]
    neet = known.indicators[a.NEET]
    frames = [p.frame(view, name, content.panels[name]) for name in ("positions", "ages") if name in content.panels]
    parts: list[Children] = [
        c.bar(view, [c.region_picker(view), c.period_picker(view, neet), benchmarks(view)]),
        slot("place", content.slots["place"], className="peers"),
        answer.block(view, content.slots),
        noted.reading(view),
        *frames,
        el("H2", view.text("ages_focus"), className="divider"),
        el(
            "Div",
            c.select("uitsplitsing", view.text("control_split"), splits, picked, usual),
            className="controls",
        ),
        p.frame(view, "focus", content.panels["focus"]),
        el(
            "Section",
            [
                el("H2", view.text("ages_lacking")),
                slot("lacking", content.slots["lacking"]),
                slot("lacking-onward", content.slots["lacking-onward"], "P", className="onward"),
            ],
            className="section",
        ),
    ]
    lead = slot("lead", content.slots["lead"], "Span", className="region-lead")
    return page(view, view.text("ages_title"), lead, parts)


def benchmarks(view: View) -> Element:
    """With whom the region is compared, in the words of the page of a region."""
    options = [{"value": code, "label": view.text(f"region_benchmark_{code.lower()}")} for code in figures.BENCHMARKS]
    return c.switch("vergelijk", view.text("region_benchmark"), options, figures.against(view), COUNTRY)


def place(view: View, found: Asked) -> list[Children]:
    """What must be said of the region before its figures: which it is, until when it was, and who its peers are."""
    region = found.region
    told: list[Children] = []
    if view.region().code != region.code:
        told.append(view.text("ages_place", asked=view.region_label(), name=view.name_of("region", region.code)))
    if figures.ended(region):
        period = view.period_name(found.period, found.neet)
        after: list[Children] = [
            link(view.name_of("region", code), view.to("ages", {"regio": code})) for code in region.successors.split()
        ]
        links = [part for one in after for part in (f" {view.text('and')} ", one)][1:]
        told.append([view.text("ages_ended", year=region.valid_to, period=period), " ", *links, "."])
    if found.against == figures.PEERS and region.kind != "land":
        names = figures.peers(view, region)
        told.append(
            view.text("region_peers", count=len(names), names=i18n.listing(names, view.lang))
            if names
            else view.text("region_no_peers")
        )
    return [el("P", words) for words in told]
