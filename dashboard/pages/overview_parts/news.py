"""What came last and what comes next: the newest figures per source with period and status, revisions, and dates."""

import datetime
from functools import lru_cache
from itertools import groupby

from ... import i18n
from ...components import Children, Element, el, link, sentences
from ...indicators import Catalogue, Indicator, Row, Selection, Source, values_of
from ...state import COUNTRY, View

# So many sources and changes fit; the page of methods has them all.
MOST_SOURCES, MOST_CHANGES = 5, 2


def section(view: View) -> Element:
    """The newest figures, and when the next ones come."""
    parts = [el("H2", view.text("news_heading")), newest(view), el("H3", view.text("next_heading")), *coming(view)]
    return el("Section", [*parts, el("P", link(view.text("news_all"), view.to("methods", {})))], className="news")


def revisions(view: View) -> list[Element]:
    """The changes of earlier figures under their heading; nothing when there are none."""
    if not view.catalogue.revisions:
        return []
    return [el("Section", [el("H2", view.text("revisions_heading")), changed(view)], className="news")]


def newest(view: View) -> Element:
    """Per day of publication what came out: name, period, status and publisher."""
    items: list[Element] = []
    for day, found in groupby(latest(view.catalogue), key=lambda one: one[0].published):
        lines = [el("Li", line(view, *one)) for one in found]
        items += [el("Dt", i18n.day(day, view.lang)), el("Dd", el("Ul", lines))]
    return el("Dl", items, className="news-list")


def line(view: View, source: Source, indicator: Indicator, row: Row | None) -> list[Children]:
    """One line: what, of which period, how definitive, and who made it."""
    told = [view.period_name(view.catalogue.latest(indicator.id), indicator), sentences.status_beside(view, row)]
    told += [source.publisher, view.text("example_data") if source.sample else ""]
    return [el("B", view.named(indicator, "short")), el("Span", " · ".join(filter(None, told)))]


@lru_cache(maxsize=8)
def latest(known: Catalogue) -> tuple[tuple[Source, Indicator, Row | None], ...]:
    """The sources that came out last, each with its first indicator and the newest figure of the country."""
    first: dict[str, Indicator] = {}
    for indicator in known.indicators.values():
        if indicator.numerator in known.measures and known.periods(indicator.id):
            first.setdefault(known.source_of(indicator.id).id, indicator)
    recent = sorted((known.sources[name] for name in first), key=lambda s: (-s.published.toordinal(), s.id))
    chosen = [(source, first[source.id]) for source in recent[:MOST_SOURCES]]
    asked = [Selection(one.id, ("region",), {"region": COUNTRY, "period": known.latest(one.id)}) for _, one in chosen]
    found = values_of(asked, known.release.id) if asked else []
    return tuple(
        (source, one, next(iter(values.rows), None)) for (source, one), values in zip(chosen, found, strict=True)
    )


def changed(view: View) -> Element:
    """The last changes of earlier figures, as the publisher told them."""
    last = sorted(view.catalogue.revisions, key=lambda change: change.announced, reverse=True)[:MOST_CHANGES]
    items: list[Element] = []
    for day, found in groupby(last, key=lambda change: change.announced):
        lines = [el("Li", view.named(change, "text")) for change in found]
        items += [el("Dt", i18n.day(day, view.lang)), el("Dd", el("Ul", lines))]
    return el("Dl", items, className="news-list")


def coming(view: View) -> list[Element]:
    """When the next figures come, first things first, as far as that is known."""
    known = view.catalogue
    due = sorted((at, one.id) for one in known.sources.values() if (at := ahead(one, known.release.data_date)))
    if not due:
        return [el("P", view.text("next_unknown"))]
    lines = [el("Li", [f"{i18n.day(at, view.lang)}: ", el("B", view.named(known.sources[name]))]) for at, name in due]
    return [el("Ul", lines, className="dated"), el("P", view.text("next_others"))]


def ahead(source: Source, today: datetime.date) -> datetime.date | None:
    """The day of the next figures, when it is known and after those of this release."""
    return source.next_update if source.next_update and source.next_update > today else None
