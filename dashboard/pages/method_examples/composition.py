"""Worked examples of composition: the number to expect at national rates, and what a difference is made of."""

import numpy as np

from ... import i18n, narrative
from ...components.tables import table
from ...indicators import COUNTRY, expected, uncertainty
from ...indicators.decomposition import KITAGAWA
from ...indicators.studies.gap import Gap, gap
from ...indicators.studies.standardised import expected_values
from ...indicators.studies.strata import Strata, country, strata
from ...narrative import Benchmark
from ...state import View
from .worked import SHARE, NoExample, Pen, Step, Worked, between, field, only, pen_for, period_of, place

SHOWN = 3  # groups of which the part in the sum is written out


def standardised(view: View) -> Worked:
    """The expected number of a region from its groups, the ratio and the difference with what was counted."""
    found = field(view, SHARE, ["expected"])
    at = place(view, found, "expected_reason")
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    last = {name: column[at] for name, column in found.extra.items()}
    region = str(row.key[0])
    groups = strata(SHARE, None, period_of(found), None, view.release)
    lines, terms, count = largest(view, pen, groups, region)
    numbers = {"O": pen.count(row.numerator), "E": pen.count(last["expected"], 1)}
    sides = between(view, pen.count(last["expected_difference_low"], 1), pen.count(last["expected_difference_high"], 1))
    ratio = between(view, pen.count(last["expected_ratio_low"], 3), pen.count(last["expected_ratio_high"], 3))
    factors = [view.named(view.catalogue.dimensions[each]).lower() for each in groups.factors]
    told = view.text("step_expected_groups", count=pen.count(count), factors=i18n.listing(factors, view.lang))
    heads = [view.text(f"stat_head_{name}") for name in ("group", "people", "national", "product")]
    how = next(method.parameters for method in found.methods if method.id == "standardised")
    level, phi = float(how["level"]), float(how["phi"])
    study = expected_values(SHARE, period_of(found), None, "intern", level, view.release)
    byar = uncertainty.byar(float(row.numerator or 0), level)
    numbers |= {
        "z": pen.count(uncertainty.critical_value(level), 2),
        "phi": pen.count(phi, 2),
        "byar_low": pen.count(float(byar.low), 1),
        "byar_high": pen.count(float(byar.high), 1),
        "chance_share": pen.count(float(study.chance[study.regions.index(region)]), 3),
    }
    model = view.text("stat_model_intern")
    steps = [
        Step(told, table=table(told, heads, lines, numeric=range(1, len(heads)))),
        Step(view.text("step_expected_sum"), "expected", {"terms": f"{' + '.join(terms)} + …"}, numbers["E"]),
        Step(view.text("step_expected_observed", **numbers), "ratio", numbers, pen.count(last["expected_ratio"], 3)),
        Step(
            view.text(
                "step_expected_limits",
                level=pen.level(level),
                z=numbers["z"],
                phi=numbers["phi"],
                byar=between(view, numbers["byar_low"], numbers["byar_high"]),
                chance=numbers["chance_share"],
            ),
            "ratio_limits",
            numbers,
            ratio,
        ),
        Step(view.text("step_expected_people", difference=pen.count(last["expected_difference"], 1), limits=sides)),
        Step(
            narrative.expected(
                pen.about(row, period_of(found)),
                last["expected_outcome"],
                model,
                last["expected_difference"],
                last["expected_difference_low"],
                last["expected_difference_high"],
            )
        ),
    ]
    names = ("expected", "expected_ratio", "expected_difference")
    ends = ("expected_ratio_low", "expected_ratio_high", "expected_difference_low", "expected_difference_high")
    return Worked(one, steps, {name: last[name] for name in (*names, *ends)}, found.methods, region)


def largest(view: View, pen: Pen, groups: Strata, region: str) -> tuple[list[list[str]], list[str], int]:
    """The largest groups of a region that are public, their terms in the sum, and how many groups there are."""
    rates = expected.national_rates(country(groups).x[0], country(groups).n[0])
    people = groups.n[groups.regions.index(region)].ravel()
    able = np.flatnonzero(~np.isnan(people) & (people > 0) & ~np.isnan(rates))
    top = able[np.argsort(-people[able], kind="stable")][:SHOWN]
    lines, terms = [], []
    for cell in top.tolist():
        codes = np.unravel_index(cell, groups.shape)
        named = [
            view.name_of(factor, groups.codes[place_of][int(codes[place_of])])
            for place_of, factor in enumerate(groups.factors)
        ]
        (product,) = expected.expected(people[[[cell]]], rates[[cell]])
        n, rate = pen.count(people[cell]), pen.percent(rates[cell], 3)
        lines.append([", ".join(named), n, rate, pen.count(float(product), 1)])
        terms.append(f"{n} × {rate}")
    return lines, terms, int(np.count_nonzero(people != 0))


def taken_apart(view: View) -> Worked:
    """A difference with the country, split by who the young people are and by how often it happens in each group."""
    found = field(view, SHARE, ["benchmark"])
    at = place(view, found)
    asked = found.rows[at].key[0]
    able = [asked, *(row.key[0] for row in found.rows if row.value is not None and row.key[0] not in (asked, COUNTRY))]
    made = next((each for each in (gap(SHARE, str(c), release=view.release) for c in able) if not each.reason), None)
    if made is None:
        raise NoExample("no_strata")
    at = next(place_of for place_of, row in enumerate(found.rows) if row.key[0] == made.region)
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    written = {"p_r": pen.quantity(made.share), "p_b": pen.quantity(made.benchmark)}
    told = view.text("step_gap_table")
    heads = [view.text(f"stat_head_{name}") for name in ("cause", "points", "young")]
    parts = [signed(pen, part.points) for part in made.parts]
    all_of_it = " + ".join([*parts, signed(pen, made.rate_points)])
    outcome = found.extra["outcome"][at] or "unknown"
    most = max(made.parts, key=lambda part: abs(part.points))
    steps = [
        Step(view.text("step_gap", gap=pen.points(made.points), **written)),
        Step(told, table=table(told, heads, rows_of(view, pen, made), numeric=[1, 2])),
        Step(view.text("step_gap_sum"), "gap", {"terms": all_of_it}, pen.points(made.points)),
        Step(
            narrative.decomposition(
                pen.about(row, made.period),
                outcome,
                Benchmark("country" if outcome in ("lower", "higher") else "rest"),
                made.points,
                made.composition_points,
                view.named(view.catalogue.dimensions[most.factor]).lower(),
                found.extra["benchmark_reason"][at] or "missing",
            )
        ),
    ]
    if made.estimated:
        steps.append(Step(view.text("step_gap_pooled", part=pen.part(made.pooled))))
    final = {part.factor: part.points for part in made.parts}
    final |= {"rate": made.rate_points, "gap": made.points}
    return Worked(one, steps, final, (*made.methods, *(() if KITAGAWA in made.methods else (KITAGAWA,))), made.region)


def signed(pen: Pen, points: float) -> str:
    """A part in a sum; one below zero stands in brackets."""
    written = pen.count(points, 3)
    return f"({written})" if points < 0 else written


def rows_of(view: View, pen: Pen, made: Gap) -> list[list[str]]:
    """Per factor, for the rates, and for the whole: percentage points and young people."""
    lines = [
        [view.named(view.catalogue.dimensions[part.factor]), pen.count(part.points, 3), pen.count(part.people, 1)]
        for part in made.parts
    ]
    lines.append([view.text("stat_rate"), pen.count(made.rate_points, 3), pen.count(made.rate_people, 1)])
    return [*lines, [view.text("stat_gap"), pen.count(made.points, 3), pen.count(made.people, 1)]]
