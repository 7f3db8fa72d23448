"""Worked examples of chance: the interval of a figure, a difference with the country, the limits of a funnel."""

from ... import narrative
from ...indicators import benchmark, expected, funnel, uncertainty, values
from ...indicators.studies.cells import LEVELS
from ...narrative import Benchmark
from ...state import View
from .worked import COUNT, SHARE, Step, Worked, between, country_of, counts_of, field, only, pen_for, period_of, place

(LEVEL, _), (STRICT, _) = LEVELS


def interval(view: View) -> Worked:
    """The interval of a share by Wilson, and of the number of people by Poisson."""
    found = field(view, SHARE, ["interval"])
    at = place(view, found, "interval_reason")
    one, pen, row = only(found, at), pen_for(view, found), found.rows[at]
    region, period = str(row.key[0]), period_of(found)
    people = values(COUNT, ("region",), {"region": region, "period": period}, view.release, with_=["interval"])
    last = {name: column[at] for name, column in found.extra.items()}
    counted = {name: column[0] for name, column in people.extra.items()}
    counts = pen_for(view, people)
    numbers = {"x": pen.count(row.numerator), "n": pen.count(row.denominator)}
    z = {level: pen.count(uncertainty.critical_value(level), 2) for level in (LEVEL, STRICT)}
    about = pen.about(row, period)
    steps = [
        Step(view.text("step_share", **numbers, share=pen.quantity(row.value))),
        Step(view.text("step_z", z=z[LEVEL], level=pen.level(LEVEL))),
        Step(
            view.text("step_interval"),
            "wilson",
            {**numbers, "z": z[LEVEL]},
            between(view, pen.quantity(last["low_95"]), pen.quantity(last["high_95"])),
        ),
        Step(narrative.interval(about, last["low_95"], last["high_95"])),
        Step(
            view.text("step_interval_strict", z=z[STRICT], level=pen.level(STRICT)),
            "wilson",
            {**numbers, "z": z[STRICT]},
            between(view, pen.quantity(last["low_998"]), pen.quantity(last["high_998"])),
        ),
        Step(
            view.text("step_interval_count", x=numbers["x"], level=pen.level(LEVEL)),
            "poisson",
            numbers,
            between(view, counts.quantity(counted["low_95"], 2), counts.quantity(counted["high_95"], 2)),
        ),
    ]
    final = {name: last[name] for name in ("low_95", "high_95", "low_998", "high_998")}
    return Worked(one, steps, final, (*found.methods, *people.methods), region)


def compared(view: View) -> Worked:
    """The share of a region against the rest of the country, and how many regions chance alone would colour."""
    found = field(view, SHARE, ["benchmark"])
    at = place(view, found, "benchmark_reason")
    one, pen, row, land = only(found, at), pen_for(view, found), found.rows[at], country_of(found)
    last = {name: column[at] for name, column in found.extra.items()}
    rest = uncertainty.rest_of(*counts_of(row), *counts_of(land))
    own = uncertainty.wilson(*counts_of(row), LEVEL)
    other = uncertainty.wilson(*rest, LEVEL)
    others = {"x": pen.count(row.numerator), "n": pen.count(row.denominator)}
    others |= {"all_x": pen.count(land.numerator), "all_n": pen.count(land.denominator)}
    ends = {
        "p1": pen.quantity(row.value),
        "p2": pen.quantity(last["benchmark_value"]),
        "d": pen.quantity(last["difference"]),
        "l1": pen.percent(float(own.low)),
        "u1": pen.percent(float(own.high)),
        "l2": pen.percent(float(other.low)),
        "u2": pen.percent(float(other.high)),
    }
    limits = between(view, pen.points(last["difference_low"]), pen.points(last["difference_high"]))
    ends |= {
        **others,
        "p_all": pen.percent(float(expected.national_rates(*counts_of(land)))),
        "z_test": pen.count(float(uncertainty.score_z(*counts_of(row), *rest)), 2),
    }
    tested = [outcome for outcome in found.extra["outcome"] if outcome]
    coloured = sum(outcome != benchmark.SAME for outcome in tested)
    by_chance = benchmark.expected_by_chance(len(tested), LEVEL)
    about = pen.about(row, period_of(found))
    chances = [pen.probability(last[name]) for name in ("p_value", "p_adjusted")]
    steps = [
        Step(view.text("step_share", x=others["x"], n=others["n"], share=ends["p1"])),
        Step(view.text("step_rest"), "rest", others, ends["p2"]),
        Step(view.text("step_difference"), "difference", ends, pen.points(last["difference"])),
        Step(view.text("step_newcombe", **ends), "newcombe", ends, limits),
        Step(narrative.comparison(about, last["outcome"], Benchmark("rest"), last["difference"])),
        Step(view.text("step_score"), "score", ends, ends["z_test"]),
        Step(view.text("step_p_value", p=chances[0]), "p_value", ends, chances[0]),
        Step(view.text("step_many", tests=pen.count(len(tested)), alone=pen.count(by_chance, 1))),
        Step(narrative.coloured_by_chance(coloured, len(tested), by_chance, view.lang)),
        Step(view.text("step_adjusted", p=chances[0], q=chances[1])),
    ]
    names = ("benchmark_value", "difference", "difference_low", "difference_high", "p_value", "p_adjusted", "outcome")
    return Worked(one, steps, {name: last[name] for name in names}, found.methods, str(row.key[0]))


def funnelled(view: View) -> Worked:
    """Where a region lies in the funnel around the country, and how much wider the funnel is than by chance."""
    found = field(view, SHARE, ["funnel"])
    at = place(view, found, "funnel_reason")
    one, pen, row, land = only(found, at), pen_for(view, found), found.rows[at], country_of(found)
    last = {name: column[at] for name, column in found.extra.items()}
    target = expected.national_rates(*counts_of(land))
    error = pen.percent(float(funnel.share_errors(target, counts_of(row)[1])), 3)
    told = next((method.parameters for method in found.methods if method.id == "overdispersion"), {})
    factor = float(told.get("factor", 1.0))
    numbers = {
        "target": pen.quantity(last["funnel_target"]),
        "n": pen.count(row.denominator),
        "error": error,
        "factor": pen.count(factor, 2),
    }
    ends = {
        name: between(view, pen.quantity(last[f"funnel_low_{name}"]), pen.quantity(last[f"funnel_high_{name}"]))
        for _, name in LEVELS
    }
    dispersion = {"phi": pen.count(float(told.get("phi", 1.0)), 2), "factor": numbers["factor"]}
    dispersion |= {
        "regions": pen.count(float(told.get("regions", 0))),
        "tau2": pen.count(float(told.get("tau2", 0.0)), 7),
    }
    inside = last["funnel_low_95"] <= row.value <= last["funnel_high_95"]
    steps = [
        Step(view.text("step_share", x=pen.count(row.numerator), n=numbers["n"], share=pen.quantity(row.value))),
        Step(view.text("step_funnel_middle", target=numbers["target"])),
        Step(view.text("step_funnel_error"), "error", numbers, error),
        Step(view.text("step_funnel_phi" if factor > 1 else "step_funnel_exact", **dispersion)),
    ]
    for level, name in LEVELS:
        z = pen.count(uncertainty.critical_value(level), 2)
        if factor > 1:
            said = view.text("step_funnel_limits", level=pen.level(level), z=z)
            steps.append(Step(said, "limits", {**numbers, "z": z}, ends[name]))
        else:
            steps.append(Step(view.text("step_funnel_ends", level=pen.level(level), ends=ends[name])))
    where = "step_funnel_inside" if inside else "step_funnel_outside"
    steps += [
        Step(view.text(where, share=pen.quantity(row.value), level=pen.level(LEVEL))),
        Step(view.text("step_funnel_z", z=pen.count(last["z"], 2))),
    ]
    names = ("funnel_target", "funnel_low_95", "funnel_high_95", "funnel_low_998", "funnel_high_998", "z")
    return Worked(one, steps, {name: last[name] for name in names}, found.methods, str(row.key[0]))
