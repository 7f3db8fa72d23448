"""The chart with some lines over the years: regions beside each other, or one region in parts."""

from ... import charts, i18n
from ...charts import Point, Series
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import Row
from ...state import View
from ..how import how
from ..page import axis_of
from . import words
from .asked import PERCENT, Asked


def panel(view: View, found: Asked, aimed: str = "") -> p.Panel:
    """Lines, words and table of the same figures; `aimed` says where the region is on its way to a target."""
    indicator, rows = found.indicator, found.rows
    names = {key: view.name_of(found.dimension, key) for key in found.keys}
    periods = sorted({period for _, period in rows})
    labels = {period: view.period_name(period, indicator) for period in periods}
    series, told_ = [], []
    for key, name in names.items():
        own = {period: rows[key, period] for period in periods if (key, period) in rows}
        series.append(line(view, found, name, own, key == found.own))
        told_.append(sentences.series_description(view, indicator, name, own))
    breaks = view.catalogue.breaks(indicator.id, periods[0], periods[-1]) if periods else ()
    drawn = charts.lines(
        series,
        words.axis_labels(view, indicator, periods, list(rows.values())),
        [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)],
        axis_of(view, indicator),
        written=written(view, found),
    )
    first, also, methods = said(view, found)
    span = f"{labels[periods[0]]} – {labels[periods[-1]]}" if periods else ""
    place = [] if found.apart is None else [view.name_of("region", found.own)]
    parts = [*place, *words.choices(view, found.values)]
    return p.Panel(
        headline=first,
        subtitle=p.subtitle(view, indicator, [*parts, span], found.values),
        description=" ".join([*also, *filter(None, [aimed])]),
        aloud=" ".join([view.text("lines_told", count=len(names)), *told_]),
        figure=drawn,
        table=grid(view, found, names, labels, parts),
        notes=words.notes(view, found, periods, *p.axis_note(view, drawn, "yaxis")),
        source=p.source_line(view, indicator),
        csv=words.csv(view, found),
        methods=how(view, *methods),
        onward=words.target_link(view, found),
    )


def said(view: View, found: Asked) -> tuple[str, list[str], list[str]]:
    """The headline, what is said below it, and the families of statistics that both rest on."""
    if found.whole is None:
        dimension = view.catalogue.dimensions[found.dimension]
        name, what = view.within("region", found.own), view.named(found.indicator, "short")
        return view.text("headline_split", what=what, name=name, by=view.named(dimension).lower()), [], []
    facts = words.facts(view, found.whole, found.own)
    also = words.also(view, found.whole, found.own, facts)
    kinds = {fact.kind: fact.outcome for fact in facts}
    methods = [
        *(["trend"] if kinds.get("trend") in words.TESTED else []),
        *(["benchmark"] if "comparison" in kinds else []),
        *(["uncertainty"] if found.limits() else []),
    ]
    return words.headline(facts), also, methods


def line(view: View, found: Asked, name: str, rows: dict[int, Row], own: bool) -> Series:
    """One line; the own region's has the limits of chance around its figures, and each has its newest figure."""
    limits = found.limits() if own else {}
    points = []
    for period, row in rows.items():
        low, high = limits.get(period, (None, None))
        told_ = view.period_name(period, found.indicator)
        told_ += "" if row.status == "A" else f" ({i18n.status_word(row.status, view.lang)})"
        points.append(Point(period, row.value, told_, row.status == "P", low=low, high=high))
    last = next((row for row in reversed(rows.values()) if row.value is not None), None)
    return Series(name, points, "" if last is None else sentences.shown(view, found.indicator, last))


def written(view: View, found: Asked) -> str:
    """How a chart writes the figure that a reader points at, behind its period and status."""
    unit = found.indicator.unit
    return f": %{{y:,.{found.indicator.decimals}f}}{unit if unit == PERCENT else f' {i18n.unit_word(unit, view.lang)}'}"


def grid(view: View, found: Asked, names: dict[str, str], labels: dict[int, str], parts: list[str]) -> Element:
    """The figures as a table, newest period first, with their status and the own limits."""
    indicator, rows, limits = found.indicator, found.rows, found.limits()
    letters = [
        {row.status for (_, at), row in rows.items() if at == period and row.value is not None} for period in labels
    ]
    apart = any(len(each) > 1 for each in letters)  # else one column says it for all lines
    heads, numeric = [view.text("period")], []
    for key, name in names.items():
        numeric.append(len(heads))
        heads.append(name)
        if limits and key == found.own:
            numeric.append(len(heads))
            heads.append(view.text("trends_interval_head", level=words.level(view)))
        heads += [view.text("status")] if apart else []
    heads += [] if apart else [view.text("status")]
    body = []
    for period in sorted(labels, reverse=True):
        row_of, told_ = [labels[period]], ""
        for key in names:
            row = rows.get((key, period))
            row_of.append(sentences.shown(view, indicator, row))
            if limits and key == found.own:
                row_of.append(words.between(view, indicator, limits.get(period)))
            told_ = told_ or sentences.status_beside(view, row)
            row_of += [sentences.status_beside(view, row)] if apart else []
        body.append(row_of if apart else [*row_of, told_])
    name = p.full_name(view, indicator)
    unit = p.unit_beside(view, indicator, name)
    title = ", ".join([name, *parts]) + (f" ({unit})" if unit else "")
    return table(title, heads, body, numeric=numeric)
