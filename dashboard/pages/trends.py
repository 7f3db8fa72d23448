"""Development over the years: one region beside Nederland and others, or one region split in parts."""

from .. import charts
from ..charts import Point, Series
from ..components import Element, sentences
from ..components import controls as c
from ..components import panel as p
from ..components.tables import table
from ..indicators import Choice, Indicator, Row, Selection, Values, values_of
from ..state import COUNTRY, PARAMETER, View
from .page import Content, axis_of, page

SLUG = {"nl": "ontwikkeling", "en": "trends"}
CHARTS = True
DEFAULT = "vsv_duo_lt23"
NOW = "nu"
MOST_PARTS = 5


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    indicator = view.indicator(DEFAULT)
    asked = selection(view, indicator)
    (values,) = values_of([asked], view.release)
    return Content(
        panels={"trend": panel(view, indicator, asked, values)},
        spoken=view.text("spoken", what=view.named(indicator, "short"), region=view.region_label()),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    indicator = view.indicator(DEFAULT)
    fixed = [
        c.indicator_picker(view, indicator, DEFAULT, view.catalogue.indicators.values()),
        c.region_picker(view),
        c.compared_picker(view),
    ]
    parts = [c.bar(view, fixed, dependent(view)), p.frame(view, "trend", content.panels["trend"])]
    return page(view, view.text("trends_title"), view.text("trends_intro"), parts)


def split(view: View, indicator: Indicator) -> str | None:
    """The dimension that is drawn in parts, or None."""
    dimensions = {PARAMETER[d]: d for d in c.open_dimensions(view, indicator)}
    return dimensions.get(view.asked.get("uitsplitsing", ""))


def has_2026(view: View, indicator: Indicator) -> bool:
    """Whether the series can also be shown on the regions of 2026; national figures are the same on both."""
    codes = view.catalogue.codes_of
    return "2026" in codes(indicator.id, "indeling") and "doorstroompunt" in codes(indicator.id, "region_kind")


def selection(view: View, indicator: Indicator) -> Selection:
    """All periods, for the chosen region and those beside it, or for the parts of one region."""
    apart = split(view, indicator)
    where: dict[str, Choice | list[Choice]] = {}
    for dimension in c.open_dimensions(view, indicator):
        if dimension != apart:
            where[dimension] = c.breakdown(view, indicator, dimension)
    if has_2026(view, indicator) and view.asked.get("indeling") == NOW:
        where["indeling"] = "2026"
    # Named one by one, so that a region that did not exist yet is said to; moments differ in their periods.
    moment = c.chosen_moment(view, indicator)
    where["period"] = "all" if apart == "moment" else list(view.catalogue.periods(indicator.id, moment))
    own = own_region(view, indicator)
    if apart:
        total = view.catalogue.dimensions[apart].total
        codes: list[Choice] = [code for code in view.catalogue.codes_of(indicator.id, apart) if code != total]
        return Selection(indicator.id, (apart, "period"), {**where, "region": own, apart: codes[:MOST_PARTS]})
    return Selection(indicator.id, ("region", "period"), {**where, "region": lines_of(view, indicator)})


def own_region(view: View, indicator: Indicator) -> str:
    """The chosen region, or Nederland when the indicator has no figures for that kind of region."""
    region = view.region()
    return region.code if region.kind in view.catalogue.codes_of(indicator.id, "region_kind") else COUNTRY


def lines_of(view: View, indicator: Indicator) -> list[Choice]:
    """The regions that are drawn: the chosen one first, then Nederland, then those beside it."""
    kinds = view.catalogue.codes_of(indicator.id, "region_kind")
    beside = [region.code for region in view.compared() if region.kind in kinds]
    return list(dict.fromkeys([own_region(view, indicator), COUNTRY, *beside]))


def panel(view: View, indicator: Indicator, asked: Selection, values: Values) -> p.Panel:
    """Lines, words and table of the same figures."""
    dimension = asked.by[0]
    keys = [str(code) for code in (lines_of(view, indicator) if dimension == "region" else values.where[dimension])]
    names = {key: view.name_of(dimension, key) for key in keys}
    rows: dict[tuple[str, int], Row] = {(str(r.key[0]), int(r.key[1])): r for r in values.rows}
    periods = sorted({period for _, period in rows})
    labels = {period: view.period_name(period, indicator) for period in periods}
    breaks = view.catalogue.breaks(indicator.id, periods[0], periods[-1]) if periods else ()
    marked = [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)]
    series = []
    told = [view.text("lines_told", count=len(keys))]
    for key in keys:
        own = {period: rows[key, period] for period in periods if (key, period) in rows}
        points = [
            Point(
                period,
                row.value,
                f"{labels[period]}: {sentences.with_status(view, indicator, row)}",
                row.status == "P",
            )
            for period, row in own.items()
        ]
        series.append(Series(names[key], points))
        told.append(sentences.series_description(view, indicator, names[key], own))
    drawn = charts.lines(series, labels, marked, axis_of(view, indicator))
    fixed = {d: str(code[0]) for d, code in values.where.items() if d not in ("region", "period") and len(code) == 1}
    place = [] if dimension == "region" else [view.name_of("region", own_region(view, indicator))]
    span = f"{labels[periods[0]]} – {labels[periods[-1]]}" if periods else ""
    return p.Panel(
        headline=headline(view, indicator, dimension, {k: rows[k] for k in rows if k[0] == keys[0]}),
        subtitle=p.subtitle(view, indicator, [*place, *sentences.choices(view, fixed), span], values),
        description=" ".join(told),
        figure=drawn,
        table=grid(view, indicator, names, labels, rows, [*place, *sentences.choices(view, fixed)]),
        notes=p.notes(
            view,
            indicator,
            values,
            [*elsewhere(view, indicator), *p.break_notes(view, indicator, periods), *p.axis_note(view, drawn, "yaxis")],
        ),
        source=p.source_line(view, indicator),
        csv=[p.csv_of(view, asked)],
    )


def headline(view: View, indicator: Indicator, dimension: str, first: dict[tuple[str, int], Row]) -> str:
    """What the first line says from its first to its last figure; for parts, what is split."""
    name = view.within("region", own_region(view, indicator))
    if dimension == "region":
        # Figures on both sides of a break cannot be compared, so the sentence starts after the last one.
        since = max((b.period for b in view.catalogue.breaks(indicator.id)), default=0)
        own = {period: row for (_, period), row in first.items() if period >= since}
        return sentences.trend_headline(view, indicator, name, own)
    what = view.named(view.catalogue.dimensions[dimension]).lower()
    return view.text("headline_split", what=view.named(indicator, "short"), name=name, by=what)


def elsewhere(view: View, indicator: Indicator) -> list[str]:
    """Says so when Nederland is shown because the chosen region has no figures of this kind."""
    if own_region(view, indicator) == view.region().code:
        return []
    return [view.text("note_country_only", region=view.region_label())]


def grid(
    view: View,
    indicator: Indicator,
    names: dict[str, str],
    labels: dict[int, str],
    rows: dict[tuple[str, int], Row],
    parts: list[str],
) -> Element:
    """The figures as a table, newest period first, with the status beside each figure."""
    body = []
    for period in sorted(labels, reverse=True):
        line = [labels[period]]
        for key in names:
            row = rows.get((key, period))
            line += [sentences.shown(view, indicator, row), sentences.status_beside(view, row)]
        body.append(line)
    heads = [view.text("period")] + [head for name in names.values() for head in (name, view.text("status"))]
    unit = p.unit_beside(view, indicator, view.named(indicator))
    title = ", ".join([view.named(indicator), *parts]) + (f" ({unit})" if unit else "")
    return table(title, heads, body, numeric=range(1, len(heads), 2))


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from the indicator."""
    indicator = view.indicator(DEFAULT)
    apart = split(view, indicator)
    pickers = c.split_picker(view, indicator, PARAMETER[apart] if apart else c.NO_SPLIT)
    if has_2026(view, indicator):
        options = [
            {"value": "toen", "label": view.text("regions_then")},
            {"value": NOW, "label": view.text("regions_2026")},
        ]
        chosen = view.choice("indeling", ("toen", NOW), "toen")
        pickers.append(c.switch("indeling", view.text("control_indeling"), options, chosen, "toen"))
    return pickers + c.breakdown_pickers(view, indicator, without=[apart] if apart else [])
