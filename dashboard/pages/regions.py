"""All Doorstroompunt regions beside each other on one indicator and one period."""

from .. import charts, i18n
from ..charts import Point
from ..components import Element, el, sentences
from ..components import controls as c
from ..components import panel as p
from ..components.tables import table
from ..indicators import Choice, Indicator, Row, Selection, Values, values_of
from ..state import COUNTRY, View
from .page import Content, axis_of, page

SLUG = {"nl": "vergelijken", "en": "compare"}
CHARTS = True
DEFAULT = "vsv_duo_lt23"
ORDERS = ("hoog", "laag", "naam")


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    indicator = chosen(view)
    asked = selection(view, indicator)
    (values,) = values_of([asked], view.release)
    return Content(
        panels={"regions": panel(view, indicator, asked, values)},
        spoken=view.text("spoken", what=view.named(indicator, "short"), region=view.text("all_regions")),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    fixed = [
        c.indicator_picker(view, chosen(view), DEFAULT, [view.catalogue.indicators[name] for name in comparable(view)]),
        c.region_picker(view, "control_own_region"),
        order_picker(view),
    ]
    parts = [
        c.bar(view, fixed, dependent(view)),
        el("P", view.text("regions_chance"), className="advice"),
        p.frame(view, "regions", content.panels["regions"]),
    ]
    return page(view, view.text("regions_title"), view.text("regions_intro"), parts)


def comparable(view: View) -> list[str]:
    """The indicators that have figures per Doorstroompunt region."""
    known = view.catalogue
    return [name for name in known.indicators if "doorstroompunt" in known.codes_of(name, "region_kind")]


def chosen(view: View) -> Indicator:
    """The chosen indicator; one without regional figures is no mistake of the reader, so the default shows instead."""
    asked = view.indicator(DEFAULT)
    return asked if asked.id in comparable(view) else view.catalogue.indicators[DEFAULT]


def selection(view: View, indicator: Indicator) -> Selection:
    """All regions of the period and the country, for the chosen codes."""
    where: dict[str, Choice | list[Choice]] = {
        "region": ["doorstroompunt", COUNTRY],
        "period": view.period(indicator, c.chosen_moment(view, indicator)),
    }
    for dimension in c.open_dimensions(view, indicator):
        where[dimension] = c.breakdown(view, indicator, dimension)
    return Selection(indicator.id, ("region",), where)


def order_picker(view: View) -> Element:
    """Choose how the regions are sorted."""
    options = [{"value": order, "label": view.text(f"order_{order}")} for order in ORDERS]
    return c.select("volgorde", view.text("control_order"), options, view.choice("volgorde", ORDERS, "hoog"), "hoog")


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from the indicator."""
    indicator = chosen(view)
    return [c.period_picker(view, indicator), *c.breakdown_pickers(view, indicator)]


def in_order(view: View, rows: list[Row], names: dict[str, str]) -> list[Row]:
    """The regions sorted as asked; those without a figure stand at the end, by name."""
    order = view.choice("volgorde", ORDERS, "hoog")
    by_name = sorted(rows, key=lambda row: names[str(row.key[0])])
    if order == "naam":
        return by_name
    seen = [row for row in by_name if row.value is not None]
    missing = [row for row in by_name if row.value is None]
    return sorted(seen, key=lambda row: float(row.value or 0), reverse=order == "hoog") + missing


def panel(view: View, indicator: Indicator, asked: Selection, values: Values) -> p.Panel:
    """Dots, words and table of the same figures."""
    land = next((row for row in values.rows if row.key[0] == COUNTRY), None)
    others = [row for row in values.rows if row.key[0] != COUNTRY]
    names = {str(row.key[0]): view.name_of("region", str(row.key[0])) for row in others}
    rows = in_order(view, others, names)
    period = view.period_name(int(values.where["period"][0]), indicator)
    own = view.region().code
    country = view.name_of("region", COUNTRY)
    points = [
        Point(
            names[str(row.key[0])],
            row.value,
            sentences.after_value(view, indicator, row),
            row.status == "P",
        )
        for row in rows
        if row.value is not None
    ]
    reference = None
    if land is not None and land.value is not None:
        reference = Point(country, land.value, f"{country}: {sentences.shown(view, indicator, land)}")
    # A number of people has no country to compare a region with: the whole is not a benchmark for its parts.
    line = reference if indicator.unit == "%" else None
    drawn = charts.ranked(points, names.get(own, ""), line, axis_of(view, indicator))
    fixed = {d: str(code[0]) for d, code in values.where.items() if d not in ("region", "period") and len(code) == 1}
    mine = next((row for row in rows if row.key[0] == own), None)
    return p.Panel(
        headline=headline(view, indicator, mine, land, period),
        subtitle=p.subtitle(
            view, indicator, [view.text("per_region"), *sentences.choices(view, fixed), period], values
        ),
        description=sentences.extremes(view, indicator, rows, names),
        figure=drawn,
        table=grid(view, indicator, [*([land] if land else []), *rows], [*sentences.choices(view, fixed), period]),
        notes=p.notes(view, indicator, values, p.axis_note(view, drawn, "xaxis")),
        source=p.source_line(view, indicator),
        csv=[p.csv_of(view, asked)],
    )


def headline(view: View, indicator: Indicator, mine: Row | None, land: Row | None, period: str) -> str:
    """The chosen region beside Nederland, or Nederland alone, without saying which is better."""
    what = view.named(indicator, "short")
    if land is None or land.value is None:
        if mine is None:
            return view.text("headline_regions", what=what, period=period)
        value = sentences.with_unit(view, indicator, mine)
        return view.text("headline_one", what=what, period=period, name=view.region_name(), value=value)
    country = sentences.with_unit(view, indicator, land)
    if mine is None:
        return view.text("headline_country", what=what, period=period, country=country)
    value = sentences.with_unit(view, indicator, mine)
    return view.text("headline_region", what=what, period=period, name=view.region_name(), value=value, country=country)


def grid(view: View, indicator: Indicator, rows: list[Row], parts: list[str]) -> Element:
    """The figures as a table in the order of the chart, with what they were made of and their status."""
    share = indicator.denominator is not None
    heads = [view.text("region"), i18n.unit_word(indicator.unit, view.lang)]
    heads += [view.text("numerator"), view.text("denominator")] if share else []
    body = []
    for row in rows:
        line = [view.name_of("region", str(row.key[0])), sentences.shown(view, indicator, row)]
        if share:
            line += [sentences.count(view, row.numerator), sentences.count(view, row.denominator)]
        body.append([*line, sentences.status_beside(view, row)])
    marked = [at for at, row in enumerate(rows) if row.key[0] == view.region().code]
    title = ", ".join([view.named(indicator), *parts])
    numeric = range(1, len(heads))
    return table(title, [*heads, view.text("status")], body, numeric=numeric, marked=marked)
