"""The chart of the way to a target of one definition: line, ways, marks, words and table of the same figures."""

from functools import lru_cache

from ... import charts, i18n
from ...charts import Point, Series, Target
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import COUNTRY, Catalogue, Selection, values_of
from ...indicators.result import Values
from ...state import View
from .. import aim_lines
from ..page import axis_of
from .paths import Way, headline, shown

NOTHING = "–"
HEIGHT = 345  # pixels: both charts and what they are about on a first screen


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
    paths = aim_lines.ways(view, way.indicator, way.judged)
    every = [point.period for point in series.points]
    marks = targets(view, way)
    ahead = [
        *(year for mark in marks for year in (mark.first, mark.last)),
        *(int(x.x) for path in paths for x in path.points),
    ]
    first, last = min(every or ahead), max([*every, *ahead])
    labels = {period: view.period_name(period, indicator) for period in range(first, last + 1)}
    breaks = view.catalogue.breaks(indicator.id, first, last)
    drawn = charts.target_path(
        Series(view.text("national_counted_line"), points),
        paths,
        marks,
        view.text("aim_marks"),
        labels,
        [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)],
        axis_of(view, indicator),
        top,
        loose=i18n.status_word("P", view.lang),
        height=HEIGHT,
    )
    own = {row.key[1]: row for row in rows.rows}
    if drawn["data"]:
        drawn["layout"]["legend"] |= {"font": {"size": charts.style.SMALL}}
    described = [
        sentences.series_description(
            view, indicator, view.name_of("region", COUNTRY), {int(at): row for at, row in own.items()}
        ),
        marks_told(view, marks, labels),
    ]
    return p.Panel(
        headline=headline(view, way),
        subtitle=p.subtitle(
            view, indicator, [f"{labels[first]} – {labels[last]}"], rows, view.named(indicator, "short")
        ),
        description=" ".join(filter(None, described)),
        figure=drawn,
        table=grid(view, way, labels),
        notes=[],
        source=p.source_line(view, indicator),
        csv=[p.path_csv(view, indicator, COUNTRY)],
    )


def notes(view: View, way: Way) -> list[str]:
    """What a reader must know of the figures and the ways in one chart."""
    periods = [point.period for point in way.found.series.points]
    rows = counted_values(view.catalogue, way.indicator.id)
    return p.notes(view, way.indicator, rows, p.break_notes(view, way.indicator, periods))


def targets(view: View, way: Way) -> list[Target]:
    """The targets of the country that stand, as marks; not those of years before the first figure of this release."""
    standing = {j.target.id: j.target for j in way.found.judged if j.target is not None and not j.target.superseded_by}
    first = min((point.period for point in way.found.series.points), default=0)
    return [mark for mark in aim_lines.marks(view, way.indicator, standing.values()) if mark.first >= first]


def marks_told(view: View, marks: list[Target], labels: dict[int, str]) -> str:
    """All targets for who cannot see them; empty when there are none."""
    told = [view.text("national_mark", value=mark.beside, year=labels[mark.first]) for mark in marks]
    return view.text("national_marks_told", targets=i18n.listing(told, view.lang)) if told else ""


def grid(view: View, way: Way, labels: dict[int, str]) -> Element:
    """Counted, asked and targets per year, the newest first."""
    paths = aim_lines.ways(view, way.indicator, way.judged)
    marks = targets(view, way)
    heads = [view.text("period"), view.text("national_counted_line"), view.text("status")]
    heads += [path.name for path in paths] + [view.text("aim_marks")]
    body = []
    for period in sorted(labels, reverse=True):
        point = way.found.series.at(period)
        there = point is not None and point.value is not None
        line = [labels[period], i18n.number(point.value or 0, 0, view.lang) if point and there else NOTHING]
        line.append(i18n.status_word(point.status, view.lang) if point else NOTHING)
        line += aim_lines.asked_in(view, period, paths, marks, NOTHING)
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
