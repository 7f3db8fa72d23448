"""Worked examples over the years: a direction over five years, and what earlier provisional figures became."""

from collections.abc import Mapping

import numpy as np

from ... import narrative
from ...components import sentences
from ...components.tables import table
from ...indicators import Row, revisions, superseded, trend, uncertainty, values
from ...indicators.studies.revision_band import revision_bands
from ...state import View
from .worked import (
    COUNT,
    KIND,
    SHARE,
    NoExample,
    Pen,
    Step,
    Worked,
    between,
    counts_of,
    field,
    only,
    pen_for,
    period_of,
    place,
)


def tested(view: View) -> Worked:
    """The direction of a share over its last five comparable years, and the smallest change that would show."""
    found = field(view, SHARE, ["trend"])
    at = place(view, found, "trend_reason")
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    last = {name: column[at] for name, column in found.extra.items()}
    how = {method.id: method.parameters for method in found.methods}
    region, period = str(row.key[0]), period_of(found)
    series = values(SHARE, ("period",), {"region": region, "period": "all"}, view.release)
    years = [int(line.key[0]) for line in series.rows]
    run = trend.comparable_points(
        years, [b.period for b in pen.indicator.breaks], int(how["trend_of_shares"]["points"])
    )
    points = [series.rows[place_of] for place_of in run]
    told = view.text("step_trend_table", first=view.period_name(years[run[0]], pen.indicator))
    heads = [view.text(name) for name in ("period", "numerator", "denominator")] + ["%"]
    lines = [
        [
            view.period_name(int(line.key[0]), pen.indicator),
            sentences.count(view, line.numerator),
            sentences.count(view, line.denominator),
            sentences.shown(view, pen.indicator, line),
        ]
        for line in points
    ]
    sizes = how["detectable_change"]
    phi = float(last["trend_phi"] or 1)
    # With variance 1 the smallest change is the factor itself.
    factor = uncertainty.detectable_change_of_counts(0.5, 1.0, float(sizes["level"]), float(sizes["power"]))
    numbers = {
        "power": pen.count(float(factor), 2),
        "p": pen.quantity(row.value),
        "n": pen.count(row.denominator),
        "phi_line": pen.count(phi, 2),
    }
    change = pen.points(last["detectable_change"])
    about = pen.about(row, period)
    ends = [view.period_name(years[place_of], pen.indicator) for place_of in (run[0], run[-1])]
    steps = [
        Step(told, table=table(told, heads, lines, numeric=[1, 2, 3])),
        *direction(view, pen, points, last["trend_p"], how["trend_of_shares"]),
        Step(narrative.trend(about, last["trend"], *ends)),
        Step(view.text("step_trend_change"), "detectable", numbers, change),
        Step(narrative.detectable(about, last["detectable_change"])),
    ]
    final = {name: last[name] for name in ("trend", "trend_p", "trend_phi", "trend_points", "detectable_change")}
    return Worked(one, steps, final, found.methods, region)


def direction(
    view: View, pen: Pen, points: list[Row], chance: float | None, how: Mapping[str, float | int | str]
) -> list[Step]:
    """What the test for a trend gives, step by step; nothing when there are too few points for one."""
    if chance is None:
        return []
    cases, people = np.transpose([counts_of(line) for line in points])
    result = trend.chi_squared_trend(cases, people, [int(line.key[0]) for line in points])
    numbers = {
        "chi": pen.count(float(result.along), 2),
        "departure": pen.count(float(result.departure), 2),
        "points": pen.count(len(points)),
        "phi_line": pen.count(float(result.phi), 2),
    }
    told = view.text("step_trend_chance", level=pen.level(float(how["level"])))
    return [
        Step(view.text("step_trend_test", **numbers), "phi_line", numbers, numbers["phi_line"]),
        Step(told, "p_trend", numbers, pen.probability(chance)),
    ]


def revised(view: View) -> Worked:
    """One past revision worked out, and the band that all past revisions give around the newest figure."""
    found = field(view, COUNT)
    bands = {band.region: band for band in revision_bands(COUNT, KIND, view.release)}
    asked = place(view, found)
    order = [asked, *(at for at, row in enumerate(found.rows) if str(row.key[0]) in bands and at != asked)]
    at = next((at for at in order if not bands[str(found.rows[at].key[0])].reason), asked)
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    region = str(row.key[0])
    band = bands[region]
    (how,) = band.methods
    steps = [*past(view, pen, region)]
    if band.reason and not steps:
        raise NoExample(band.reason)
    if band.reason:
        told = view.text("step_revision_few", versions=pen.count(band.versions))
        return Worked(one, [*steps, Step(told)], {"versions": band.versions}, band.methods, region)
    sides = between(view, pen.percentage(band.revision_low), pen.percentage(band.revision_high))
    ends = between(view, pen.count(band.low, 1), pen.count(band.high, 1))
    counts = {"versions": pen.count(band.versions), "pairs": pen.count(band.pairs), "own": pen.count(band.own)}
    steps += [
        Step(view.text("step_revision_pool", **counts)),
        Step(view.text("step_revision_band", level=pen.level(float(how.parameters["level"])), sides=sides)),
        Step(view.text("step_revision_now", value=pen.count(row.value), ends=ends)),
        Step(narrative.revision(pen.about(row, period_of(found)), band.low, band.high)),
    ]
    final = {name: getattr(band, name) for name in ("low", "high", "revision_low", "revision_high", "versions")}
    return Worked(one, steps, final, band.methods, region)


def past(view: View, pen: Pen, region: str) -> list[Step]:
    """The latest figure of a region that was provisional and became definitive, as a relative revision."""
    changed = [
        each
        for each in superseded(pen.indicator.numerator, view.release)
        if each.region == region and (each.status, each.now_status) == ("P", "A") and each.value and each.now
    ]
    if not changed:
        return []
    latest = max(changed, key=lambda each: each.period)
    numbers = {"v_first": pen.count(latest.value), "v_last": pen.count(latest.now)}
    ratio = pen.part(float(revisions.ratios(float(latest.value or 0), float(latest.now or 0))))
    told = view.text("step_revision_past", period=view.period_name(latest.period, pen.indicator), **numbers)
    return [Step(told, "revised", numbers, ratio)]
