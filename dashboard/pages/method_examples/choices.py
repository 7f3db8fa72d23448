"""Worked examples of choices and care: the definition of durable work, rounding at the source, groups of one's own."""

from collections.abc import Mapping

import numpy as np

from ... import i18n, narrative
from ...components import sentences
from ...components.tables import table
from ...indicators import COUNTRY, Selection, durable, municipalities, rates, values_of
from ...indicators.counts import floats
from ...indicators.studies.groups import group_values
from ...indicators.subjects import NEET_REGISTER, WORK_12, WORK_20
from ...state import View
from .worked import COUNT, KIND, Pen, Step, Worked, field, only, pen_for, period_of, place

# The definitions that are set beside each other: an indicator and what it is filtered by.
DEFINITIONS: dict[str, tuple[str, Mapping[str, str]]] = {
    "hours_12": (WORK_12, {}),
    "hours_12_fixed": (WORK_12, {"contract": "vast"}),
    "hours_20_sure": (WORK_20, {}),
}
ROUNDED = NEET_REGISTER


def ordered(view: View) -> Worked:
    """The place of a region by three definitions of durable work, and how alike the three orders are."""
    known = view.catalogue
    period = known.latest(WORK_12, kind=KIND)
    asked = [
        Selection(name, ("region",), {**where, "region": [KIND, COUNTRY], "period": period})
        for name, where in DEFINITIONS.values()
    ]
    read = values_of(asked, view.release)
    at = place(view, read[0])
    one, pen, row = only(read[0], at), pen_for(view, read[0]), read[0].rows[at]
    region = str(row.key[0])
    regions = [str(line.key[0]) for line in read[0].rows if line.key[0] != COUNTRY]
    found = [{str(line.key[0]): line for line in each.rows} for each in read]
    shares = np.array([floats([each[code].value for each in found]) for code in regions])
    places = [durable.rank_ranges(shares[:, [d]]).low for d in range(len(found))]
    agreement, ranges = durable.kendall(shares), durable.rank_ranges(shares)
    mine = regions.index(region)
    told = view.text("step_durable_table", region=view.name_of("region", region))
    heads = [view.text(f"stat_head_{name}") for name in ("definition", "share", "place")]
    lines = [
        [
            view.text(f"stat_definition_{name}"),
            sentences.shown(view, pen.indicator, found[d].get(region)),
            whole(pen, float(places[d][mine])),
        ]
        for d, name in enumerate(DEFINITIONS)
    ]
    steps = [Step(told, table=table(told, heads, lines, numeric=[1, 2]))]
    names = [view.text(f"stat_definition_{name}").lower() for name in DEFINITIONS]
    final: dict[str, float | int | str | None] = {}
    for other in (1, 2):
        tau = float(agreement.tau[0, other])
        final[f"tau_{other}"] = tau
        if not agreement.reason[0, other]:
            steps.append(
                Step(view.text("step_durable_tau", one=names[0], other=names[other]), "tau", {}, pen.count(tau, 2))
            )
    low, high = float(ranges.low[mine]), float(ranges.high[mine])
    final |= {"place_low": low, "place_high": high}
    same = low == high
    key = "step_durable_same" if same else "step_durable_range"
    steps.append(Step(view.text(key, low=whole(pen, low), high=whole(pen, high))))
    return Worked(one, steps, final, (durable.KENDALL, durable.RANGES), region)


def whole(pen: Pen, number: float) -> str:
    """A place, or a dash without one."""
    return "–" if number != number else pen.count(number)


def careful(view: View) -> Worked:
    """The margin that rounding leaves in a sum of municipalities, and a group of two municipalities."""
    found = field(view, ROUNDED)
    at = place(view, found)
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    region = str(row.key[0])
    size = view.catalogue.measures[pen.indicator.numerator].rounded_to
    error = rates.error_of_sum(size, row.parts)
    numbers = {"step": pen.count(size), "parts": pen.count(row.parts)}
    steps = [
        Step(
            view.text("step_rounded", x=pen.count(row.numerator), **numbers), "rounding", numbers, pen.count(error, 1)
        ),
        Step(view.text("step_rounded_share", share=pen.quantity(row.value), margin=pen.points(row.margin))),
        Step(narrative.rounding(pen.about(row, period_of(found)), row.margin)),
    ]
    final: dict[str, float | int | str | None] = {"error": error, "margin": row.margin}
    return grouped(view, region, Worked(one, [s for s in steps if s.text], final, (), region))


def grouped(view: View, region: str, so_far: Worked) -> Worked:
    """The same with the first two municipalities of the region as a group of the reader's own."""
    inside = municipalities("doorstroompunt", view.catalogue.release.data_date.year, view.release)
    members = [code for code, home in inside.items() if home == region][:2]
    if not members:
        return so_far
    made = group_values(COUNT, members, release=view.release)
    pen = Pen(view, view.catalogue.indicators[COUNT])
    names = i18n.listing([view.name_of("region", code) for code in members], view.lang)
    (row,) = made.rows
    least = pen.count(made.threshold)
    if row.reason:
        told = view.text("step_group_refused", names=names, reason=narrative.reason_words(row.reason, view.lang))
    else:
        period = view.period_name(view.catalogue.latest(COUNT, kind="gemeente"), pen.indicator)
        status = i18n.status_word(row.status, view.lang)
        sizes = {"people": pen.count(row.numerator), "period": period, "status": status}
        told = view.text("step_group_told", names=names, **sizes)
    steps = [*so_far.steps, Step(view.text("step_group_rule", least=least)), Step(told)]
    final = {**so_far.final, "group": row.value}
    return Worked(so_far.values, steps, final, made.methods, region)
