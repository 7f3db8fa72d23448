"""The way of one region to its target: what was counted, what the target asks of each year, the targets as marks."""

from dataclasses import dataclass

from ... import charts, i18n, narrative
from ...components import Element, sentences, told
from ...components import panel as p
from ...components.tables import table
from ...indicators import Indicator, Target
from ...indicators.studies.judged import Judged, Series, due_next, judge, series_of
from ...narrative import Fact
from ...state import View
from .. import aim_lines
from ..how import how
from ..page import axis_of
from . import lines, words
from .asked import PERCENT, Asked, usual

LEVEL = 0.95
NOTHING = "–"
JUDGED = ("met", "on_track", "moderate", "insufficient", "away", "overdue")


@dataclass(frozen=True)
class Way:
    """The targets of one region that stand, and the one that is due next, else the last."""

    indicator: Indicator
    targets: tuple[Target, ...]
    judged: Judged


def way(view: View, found: Asked) -> Way | None:
    """The targets of the own region and how far it is; None where none is set for exactly these figures."""
    known, indicator, own = view.catalogue, found.indicator, found.own
    standing = [t for t in known.targets if (t.indicator, t.region) == (indicator.id, own) and not t.superseded_by]
    if not standing or found.whole is None or not usual(view, indicator, found.where):
        return None
    series = series_of(found.whole.of([own]))[own]
    judged = judge(known, indicator, [(own, t, due(t, series)) for t in standing], {own: series}, LEVEL)
    aim = due_next(judged)
    return None if aim is None else Way(indicator, tuple(standing), aim)


def due(target: Target, series: Series) -> int:
    """The first target year without a figure, else the last."""
    now = series.last(until=target.period_to)
    return target.period_from if now is None else min(target.period_to, max(target.period_from, now.period + 1))


def drawn(found: Asked) -> bool:
    """Whether the way to a target can be the chart: a number of young people of one region, and no others beside it."""
    return found.indicator.unit != PERCENT and len(found.keys) == 1


def fact(view: View, made: Way) -> Fact:
    """Where the region is on its way, as a sentence."""
    return told.aimed(view, made.judged, made.indicator)


def pace(view: View, made: Way) -> list[str]:
    """How many young people fewer each year the target still takes, as a sentence; nothing when it takes none."""
    judged = made.judged
    if judged.target is None or judged.now is None or judged.fewer_per_year is None:
        return []
    topic = told.about(view, made.indicator, judged.region, None, judged.now.period)
    topic = topic._replace(status=judged.now.status)
    year, last = view.period_name(judged.due, made.indicator), judged.due == judged.now.period + 1
    sentence = narrative.target_pace(topic, judged.target.value, year, -judged.fewer_per_year, last=last)
    return [sentence] if sentence else []


def drawn_aims(view: View, made: Way) -> tuple[list[charts.Target], list[charts.Series]]:
    """The targets as marks, and what they ask of each year."""
    return aim_lines.marks(view, made.indicator, made.targets), aim_lines.ways(view, made.indicator, made.judged)


def panel(view: View, found: Asked, made: Way) -> p.Panel:
    """The line that was counted with its band, the ways to the target, and the targets as marks."""
    indicator, own = found.indicator, {period: row for (_, period), row in found.rows.items()}
    name = view.name_of("region", found.own)
    targets, asks = drawn_aims(view, made)
    last = max([*own, *(mark.last for mark in targets), *(int(x.x) for each in asks for x in each.points)])
    periods = list(range(min(own), last + 1))
    breaks = view.catalogue.breaks(indicator.id, periods[0], last)
    figure = charts.target_path(
        lines.line(view, found, name, own, True),
        asks,
        targets,
        view.text("aim_marks"),
        words.axis_labels(view, indicator, periods, found.values.rows),
        [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)],
        axis_of(view, indicator),
        written=lines.written(view, found),
        loose=i18n.status_word("P", view.lang),
    )
    aimed = fact(view, made)
    first, also, methods = lines.said(view, found)
    if aimed.outcome in JUDGED:
        first, also = aimed.sentence, [*pace(view, made), first, *also]
    else:
        also = [aimed.sentence, *pace(view, made), *also]
    # Beside the chart and not among the notes, which then stay as they are when another region has no target.
    if asks:
        once = all(len(each.points) < 3 for each in asks)
        also.append(view.text("trends_path_note_once" if once else "trends_path_note"))
    told_ = [sentences.series_description(view, indicator, name, own), *(f"{mark.words}." for mark in targets)]
    span = f"{view.period_name(periods[0], indicator)} – {view.period_name(last, indicator)}"
    return p.Panel(
        headline=first,
        subtitle=p.subtitle(view, indicator, [name, span], found.values),
        description=" ".join(also),
        aloud=" ".join([view.text("lines_told", count=1), *told_]),
        figure=figure,
        table=grid(view, found, made, periods),
        notes=words.notes(view, found, list(own)),
        source=p.source_line(view, indicator),
        csv=[*words.csv(view, found), p.path_csv(view, indicator, found.own)],
        methods=how(view, "targets", *methods),
    )


def grid(view: View, found: Asked, made: Way, periods: list[int]) -> Element:
    """Counted with its limits, asked and targets per year, the newest first."""
    rows, limits = found.rows, found.limits()
    targets, asks = drawn_aims(view, made)
    heads = [view.text("period"), view.text("trends_counted")]
    heads += [view.text("trends_interval_head", level=words.level(view)), view.text("status")]
    heads += [each.name for each in asks] + [view.text("aim_marks")]
    body = []
    for period in reversed(periods):
        row = rows.get((found.own, period))
        counted = NOTHING if row is None else sentences.shown(view, found.indicator, row)
        line = [view.period_name(period, found.indicator), counted]
        line += [words.between(view, found.indicator, limits.get(period)), sentences.status_beside(view, row)]
        line += aim_lines.asked_in(view, period, asks, targets, NOTHING)
        body.append(line)
    title = f"{view.named(found.indicator)}, {view.name_of('region', found.own)}"
    return table(title, heads, body, numeric=[1, 2, *range(4, len(heads))])
