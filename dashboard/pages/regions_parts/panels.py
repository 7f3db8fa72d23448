"""The four views of the compare page as panels: map with caterpillar plot, caterpillar plot, funnel, table."""

from collections.abc import Callable

from ... import i18n, narrative
from ...components import panel as p
from ...state import COUNTRY, View
from ..how import how
from . import grids, pictures, words
from .asked import CHART, DIFFERENT, FUNNEL, MAP, TABLE, Asked, curve

MUCH = 10  # above this factor a funnel says little: nearly all that is seen is not chance


def panel(view: View, found: Asked) -> p.Panel:
    """The view that was chosen."""
    return PANELS[found.view](view, found)


def mapped(view: View, found: Asked) -> p.Panel:
    """The map and the caterpillar plot beside each other."""
    drawing, left = pictures.country_map(view, found)
    figure = pictures.caterpillar(view, found, keyed=False)
    return p.Panel(
        headline=words.headline(view, found),
        subtitle=words.subtitle(view, found, *words.compared(view, found)),
        description=words.description(view, found),
        drawing=drawing,
        figure=figure,
        table=grids.short(view, found),
        notes=words.notes(view, found, *left, *p.axis_note(view, figure, "xaxis")),
        source=p.source_line(view, found.indicator),
        csv=[words.csv(view, found)],
        methods=how(view, "uncertainty", "benchmark") if found.tested else [],
        file=words.file(view, found),
    )


def ranked(view: View, found: Asked) -> p.Panel:
    """The caterpillar plot by itself."""
    figure = pictures.caterpillar(view, found)
    return p.Panel(
        headline=words.headline(view, found),
        subtitle=words.subtitle(view, found, *words.compared(view, found)),
        description=words.description(view, found),
        figure=figure,
        table=grids.short(view, found),
        notes=words.notes(view, found, *p.axis_note(view, figure, "xaxis")),
        source=p.source_line(view, found.indicator),
        csv=[words.csv(view, found)],
        methods=how(view, "uncertainty", "benchmark") if found.tested else [],
        file=words.file(view, found),
    )


def funnelled(view: View, found: Asked) -> p.Panel:
    """The funnel; it is always around the country, whatever the other views compare with."""
    limits = curve(view, found)
    outside = [row for row in found.seen if words.place(found, row) in DIFFERENT]
    spread = []
    if limits.factor is not None:
        wider = limits.factor > 1
        phi = i18n.number(limits.factor, 1, view.lang)
        spread.append(view.text("compare_phi", phi=phi) if wider else view.text("compare_no_phi"))
        spread += [view.text("compare_phi_large")] if limits.factor > MUCH else []
    if found.against != COUNTRY:
        spread.append(view.text("compare_funnel_country"))
    figure = pictures.funnel(view, found, limits)
    return p.Panel(
        headline=words.funnel_headline(view, found, limits, outside),
        subtitle=words.subtitle(view, found),
        description=words.funnel_told(view, found, limits, outside),
        figure=figure,
        table=grids.limits(view, found),
        notes=p.notes(view, found.indicator, found.values, [*spread, *p.axis_note(view, figure, "yaxis")]),
        source=p.source_line(view, found.indicator),
        csv=[words.csv(view, found)],
        methods=how(view, "funnel"),
        file=words.file(view, found),
    )


def listed(view: View, found: Asked) -> p.Panel:
    """The table with everything."""
    mine = found.mine
    places = []
    if mine is not None and mine.value is not None:
        cells = found.cells[found.own]
        first = "highest" if found.indicator.better == "higher" else "lowest"
        topic = words.about(view, found, mine)
        reason = cells["rank_reason"] or "missing"
        told = narrative.rank(topic, cells["rank_low"], cells["rank_high"], cells["ranked"] or 0, first, reason)
        places.append(told)
    return p.Panel(
        headline=words.headline(view, found),
        subtitle=words.subtitle(view, found, *words.compared(view, found)),
        description=words.description(view, found, *places),
        table=grids.whole(view, found),
        notes=words.notes(view, found, drawn=False),
        source=p.source_line(view, found.indicator),
        csv=[words.csv(view, found)],
        methods=how(view, "uncertainty", "benchmark", "ranks") if found.tested else [],
        file=words.file(view, found),
    )


PANELS: dict[str, Callable[[View, Asked], p.Panel]] = {MAP: mapped, CHART: ranked, FUNNEL: funnelled, TABLE: listed}
