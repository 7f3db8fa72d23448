"""The chart of the way to a target of one definition: line, ways, marks, words and table of the same figures."""

from functools import lru_cache

from ... import charts, i18n
from ...charts import Point, Series, Target
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import COUNTRY, Catalogue, Selection, values_of
from ...indicators.result import Values
from ...narrative.words import people
from ...state import View
from ..page import axis_of
from .paths import Way, headline, pace, shown

NOTHING = "–"


def panel(view: View, way: Way, top: float) -> p.Panel:
    """The way to the target of one definition: chart, words and table of the same figures."""
    indicator, series = way.indicator, way.found.series
    rows = counted_values(view.catalogue, indicator.id)
    points = [
        Point(
            point.period,
            point.value,
            f"{view.period_name(point.period, indicator)}: {shown(view, point)}",
            point.status == "P",
        )
        for point in series.points
    ]
    paths = asked(view, way)
    every = [point.period for point in series.points]
    marks = targets(view, way)
    last = max([*every, *(mark.last for mark in marks), *(int(x.x) for path in paths for x in path.points)])
    first = min(every, default=last)
    labels = {period: view.period_name(period, indicator) for period in range(first, last + 1)}
    breaks = view.catalogue.breaks(indicator.id, first, last)
    drawn = charts.target_path(
        Series(view.text("national_counted_line"), points),
        paths,
        marks,
        view.text("national_marks"),
        labels,
        [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)],
        axis_of(view, indicator),
        top,
    )
    own = {row.key[1]: row for row in rows.rows}
    described = [
        pace(view, way),
        sentences.series_description(
            view, indicator, view.name_of("region", COUNTRY), {int(at): row for at, row in own.items()}
        ),
        *(mark.words + "." for mark in marks),
    ]
    return p.Panel(
        headline=headline(view, way),
        subtitle=p.subtitle(
            view, indicator, [view.name_of("region", COUNTRY), f"{labels[first]} – {labels[last]}"], rows
        ),
        description=" ".join(filter(None, described)),
        figure=drawn,
        table=grid(view, way, labels),
        notes=p.notes(view, indicator, rows, [view.text("national_path_note"), *p.break_notes(view, indicator, every)]),
        source=p.source_line(view, indicator),
        csv=[p.csv_of(view, selection(indicator.id))],
    )


def asked(view: View, way: Way) -> list[Series]:
    """What the target asks of each year: from its baseline on, and from the newest figure on."""
    judged, indicator = way.judged, way.indicator
    if judged is None:
        return []
    found = []
    for key, path in (("national_way", judged.path()), ("national_way_now", judged.path_from_now())):
        if not path:
            continue
        start = view.period_name(path[0][0], indicator)
        points = [
            Point(period, value, f"{view.period_name(period, indicator)}: {people(value, view.lang)}")
            for period, value in path
        ]
        found.append(Series(view.text(key, start=start), points))
    return found


def targets(view: View, way: Way) -> list[Target]:
    """The targets of the country that stand, as marks."""
    found = []
    standing = {j.target.id: j.target for j in way.found.judged if j.target is not None and not j.target.superseded_by}
    for target in standing.values():
        value = i18n.number(target.value, 0, view.lang)
        first, last = (view.period_name(at, way.indicator) for at in (target.period_from, target.period_to))
        span = first if first == last else view.text("span", first=first, last=last)
        words = view.text("national_mark_words", value=value, span=span, set_in=target.set_in, set_by=target.set_by)
        beside = view.text("national_mark", value=value, set_in=target.set_in)
        found.append(Target(target.period_from, target.period_to, target.value, beside, words))
    return found


def grid(view: View, way: Way, labels: dict[int, str]) -> Element:
    """Counted, asked and targets per year, the newest first."""
    paths = asked(view, way)
    marks = targets(view, way)
    heads = [view.text("period"), view.text("national_counted_line"), view.text("status")]
    heads += [path.name for path in paths] + [view.text("national_marks")]
    body = []
    for period in sorted(labels, reverse=True):
        point = way.found.series.at(period)
        there = point is not None and point.value is not None
        line = [labels[period], i18n.number(point.value or 0, 0, view.lang) if point and there else NOTHING]
        line.append(i18n.status_word(point.status, view.lang) if point else NOTHING)
        for path in paths:
            at = next((x.value for x in path.points if x.x == period), None)
            line.append(NOTHING if at is None else i18n.number(at, 0, view.lang))
        due = [mark for mark in marks if mark.first <= period <= mark.last]
        line.append(i18n.number(due[-1].value, 0, view.lang) if due else NOTHING)
        body.append(line)
    title = f"{view.named(way.indicator)}, {view.name_of('region', COUNTRY)}"
    return table(title, heads, body, numeric=[1, *range(3, len(heads))])


def selection(indicator: str) -> Selection:
    """All figures of the country by one definition."""
    return Selection(indicator, ("region", "period"), {"region": COUNTRY, "period": "all"})


@lru_cache(maxsize=16)
def counted_values(known: Catalogue, indicator: str) -> Values:
    """The same figures as rows with their numerators, for sentences on status and source."""
    (found,) = values_of([selection(indicator)], known.release.id)
    return found
