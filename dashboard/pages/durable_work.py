"""Work after leaving school: choose what counts, and see how much the order of the regions depends on that choice."""

from dataclasses import replace

from ..components import Children, Element, el, link, slot
from ..components import controls as c
from ..components import panel as p
from ..indicators.studies.work_definitions import usual_moment
from ..state import COUNTRY, LATEST, View
from .durable_work_parts import asked as a
from .durable_work_parts import ranking, shares, types
from .page import Content, page

SLUG = {"nl": "duurzaam-werk", "en": "durable-work"}
CHARTS = True


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    asked = a.asked(view)
    found = a.read(view, asked)
    panels, everywhere = said_once(
        {
            "shares": shares.regions(view, asked, found.regions),
            "types": types.panel(view, asked, found.parts),
            "moments": shares.moments(view, asked, found.moments),
            "cohorts": shares.cohorts(view, asked, found.cohorts),
        }
    )
    return Content(
        slots={
            "place": note(view, asked),
            "agreement": ranking.agreement(view, asked),
            "everywhere": reading(view, everywhere),
        },
        panels=panels | {"places": ranking.panel(view, asked, found.regions)},
        spoken=view.text("spoken", what=a.chosen_words(view, asked), region=view.name_of("region", asked.region.code)),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    asked = a.asked(view)
    fixed = [
        c.region_picker(view, "control_own_region"),
        hours(view, asked),
        contracts(view, asked),
        moments(view, asked),
        order(view, asked),
    ]
    how = link(view.text("dur_how"), view.to("statistics", {"methode": "duurzaam"}))
    compared = [el("H2", view.text("dur_types_title")), el("Div", c.compared_picker(view))]
    parts = [
        c.bar(view, fixed, dependent(view)),
        slot("place", content.slots["place"]),
        beside(view, content, "shares", "places"),
        slot("agreement", content.slots["agreement"]),
        el("P", how, className="onward"),
        el("Div", compared, className="divider heading-choice"),
        p.frame(view, "types", content.panels["types"]),
        el("H2", view.text("dur_time_title"), className="divider"),
        beside(view, content, "moments", "cohorts"),
        slot("everywhere", content.slots["everywhere"]),
    ]
    return page(view, view.text("durable_work_title"), view.text("dur_intro"), parts)


def beside(view: View, content: Content, *names: str) -> Element:
    """Two frames whose parts stand level, so that the same region or year is read across."""
    frames = [el("Div", p.frame(view, name, content.panels[name])) for name in names]
    return el("Div", frames, className="definitions level")


def said_once(panels: dict[str, p.Panel]) -> tuple[dict[str, p.Panel], list[Children]]:
    """The panels without the notes that they all have, and those notes, which the page tells once."""
    first, *others = panels.values()
    common = [each for each in first.notes if all(each in other.notes for other in others)]
    left = {
        name: replace(panel, notes=[each for each in panel.notes if each not in common])
        for name, panel in panels.items()
    }
    return left, common


def reading(view: View, notes: list[Children]) -> list[Element]:
    """What holds for every figure of the page."""
    if not notes:
        return []
    heading = el("H2", view.text("dur_everywhere"), className="divider minor")
    return [heading, el("Ul", [el("Li", each) for each in notes], className="notes")]


def dependent(view: View) -> list[Element]:
    """The cohorts to choose from, which follow from the moment."""
    asked = a.asked(view)
    known = view.catalogue.periods(a.INDICATOR, asked.moment, a.KIND)
    options = [c.newest_option(view, asked.indicator, known[-1])] + [
        {"value": str(period), "label": view.period_name(period, asked.indicator)} for period in reversed(known[:-1])
    ]
    chosen = LATEST if asked.period == known[-1] else str(asked.period)
    return [c.select("periode", view.text("dur_left"), options, chosen, LATEST)]


def hours(view: View, asked: a.Asked) -> Element:
    """Choose from how many hours on work counts."""
    options = [{"value": each, "label": a.hours_words(view, each)} for each in asked.classes]
    return c.select("uren", view.text("dur_hours"), options, asked.hours, asked.classes[0])


def contracts(view: View, asked: a.Asked) -> Element:
    """Choose which types of work count."""
    options = [{"value": a.WORD_OF[each], "label": a.contract_words(view, each)} for each in asked.contracts]
    return c.select("werksoort", view.text("dur_contracts"), options, a.WORD_OF[asked.contract], a.WORD_OF[a.ALL])


def moments(view: View, asked: a.Asked) -> Element:
    """Choose how long after school."""
    options = [{"value": each, "label": view.name_of("moment", each)} for each in asked.moments]
    usual = usual_moment(view.catalogue)
    return c.select("moment", view.text("dur_moment"), options, asked.moment, usual)


def order(view: View, asked: a.Asked) -> Element:
    """Choose how the regions are sorted."""
    options = [{"value": each, "label": view.text(f"order_{each}")} for each in a.ORDERS]
    return c.select("volgorde", view.text("control_order"), options, asked.order, a.ORDERS[0])


def note(view: View, asked: a.Asked) -> list[Element]:
    """Says so when another place than the chosen one is shown."""
    chosen = view.region()
    if chosen.code == asked.region.code:
        return []
    names = {"chosen": view.name_of("region", chosen.code), "region": view.within("region", asked.region.code)}
    key = "dur_instead" if asked.region.code == COUNTRY else "dur_belongs"
    return [el("P", view.text(key, **names), className="advice")]
