"""Expected against observed, in young people, and what the difference of one region is made of."""

from ..components import Element, el, link, slot
from ..components import controls as c
from ..components import panel as p
from ..indicators.catalogue import map_year
from ..indicators.studies.standardised import MODELS
from ..state import COUNTRY, LATEST, View
from .expected_parts import apart, compared, model
from .expected_parts import asked as a
from .page import Content, page

SLUG = {"nl": "verwacht", "en": "expected"}
CHARTS = True


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    asked = a.asked(view)
    found, values = a.expected(view, asked), a.compared(view, asked)
    return Content(
        slots={"model": model.about_model(view, asked, found), "place": note(view, asked)},
        panels={
            "expected": compared.panel(view, asked, found, values),
            "apart": apart.panel(view, asked, a.apart(view, asked), values),
        },
        spoken=view.text(
            "spoken",
            what=view.named(asked.indicator, "short"),
            region=view.name_of("region", asked.region.code),
        ),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    asked = a.asked(view)
    fixed = [
        c.indicator_picker(view, asked.indicator, a.DEFAULT, a.offered(view)),
        c.region_picker(view, "control_own_region"),
        options(view, "model", MODELS, asked.model),
        options(view, "weergave", a.SCALES, asked.scale),
    ]
    how = view.text("exp_how")
    parts = [
        c.bar(view, fixed, dependent(view)),
        slot("place", content.slots["place"]),
        p.frame(view, "expected", content.panels["expected"]),
        el(
            "Section",
            [
                el("H2", view.text("exp_model_title")),
                slot("model", content.slots["model"]),
                el("P", link(how, onward(view))),
            ],
            className="section",
        ),
        el("H2", view.text("exp_apart_title"), className="divider"),
        el("P", view.text("exp_apart_intro")),
        el("Div", options(view, "vergelijk", a.BENCHMARKS, asked.against), className="controls"),
        p.frame(view, "apart", content.panels["apart"]),
    ]
    return page(view, view.text("expected_title"), view.text("exp_intro"), parts)


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from the indicator."""
    asked = a.asked(view)
    found = [periods(view, asked), order(view, asked)]
    others = [d for d in c.open_dimensions(view, asked.indicator) if d != a.AGE]
    return found + c.breakdown_pickers(view, asked.indicator, without=others)


def options(view: View, name: str, values: tuple[str, ...], chosen: str) -> Element:
    """Two or three choices side by side; the first is the usual one."""
    listed = [{"value": value, "label": view.text(f"exp_{name}_{value.lower()}")} for value in values]
    return c.switch(name, view.text(f"exp_{name}"), listed, chosen, values[0])


def order(view: View, asked: a.Asked) -> Element:
    """Choose how the regions are sorted."""
    listed = [{"value": each, "label": view.text(f"exp_volgorde_{each}")} for each in a.ORDERS]
    return c.select("volgorde", view.text("control_order"), listed, asked.order, a.ORDERS[0])


def periods(view: View, asked: a.Asked) -> Element:
    """Choose one of the periods with figures per region; the default follows the newest."""
    known = view.catalogue
    newest = known.latest(asked.indicator.id, kind=a.KIND)
    listed = [c.newest_option(view, asked.indicator, newest)] + [
        {"value": str(period), "label": view.period_name(period, asked.indicator)}
        for period in reversed(known.periods(asked.indicator.id, kind=a.KIND))
        if period != newest
    ]
    chosen = LATEST if asked.period == newest else str(asked.period)
    return c.select("periode", view.text("control_period"), listed, chosen, LATEST)


def note(view: View, asked: a.Asked) -> list[Element]:
    """Says so when the page is about another place than was chosen, or that place cannot be compared."""
    chosen, region = view.region(), asked.region
    if chosen.code != region.code:
        names = {"chosen": view.name_of("region", chosen.code), "region": view.name_of("region", region.code)}
        return [el("P", view.text("exp_belongs", **names), className="advice")]
    if region.kind == a.KIND:
        if region.exists(map_year(asked.period, asked.indicator.period_kind)):
            return []
        period = view.period_name(asked.period, asked.indicator)
        told = view.text("exp_gone", name=view.name_of("region", region.code), period=period)
        return [el("P", told, className="advice")]
    if region.code == COUNTRY:
        return []
    return [el("P", view.text("exp_other_kind", name=view.name_of("region", region.code)), className="advice")]


def onward(view: View) -> str:
    """The explanation of the method."""
    return view.to("statistics", {"methode": "verwacht"})
