"""The sentence about a difference with a benchmark: only a tested difference gets a direction and a size."""

from .. import i18n
from .rules import Rules, choose
from .words import (
    About,
    Benchmark,
    Number,
    benchmark_words,
    favour,
    fill,
    is_many,
    reason_words,
    size_of,
    step,
    the_figure,
    topic,
)

RULES: Rules = (
    ({"outcome": "not_distinguishable"}, "comparison_chance"),
    ({"outcome": "unknown"}, "comparison_unknown"),
    ({"outcome": "lower", "people": "few"}, "comparison_told"),
    ({"outcome": "higher", "people": "few"}, "comparison_told"),
    ({"outcome": "lower", "people": "many"}, "comparison_told_fewer"),
    ({"outcome": "higher", "people": "many"}, "comparison_told_more"),
)


def comparison(
    about: About,
    outcome: str,
    benchmark: Benchmark,
    difference: Number = None,
    young_people: Number = None,
    reason: str = "missing",
) -> str:
    """What can be said about the difference with a benchmark; `outcome` is lower, higher, not_distinguishable, unknown.

    `difference` is in the unit of the figure and `young_people` what it comes down to in this region, both as the
    statistics made them: they are not worked out again from two shown values. Under ten young people no number is told.
    """
    counted = about.unit == "%" and size_of(about, difference) == "normal" and is_many(young_people)
    key = choose(RULES, outcome=outcome, people="many" if counted else "few")
    parts = {
        "topic": topic(about),
        "region": about.region,
        "benchmark": benchmark_words(benchmark, about.lang),
    }
    if outcome == "not_distinguishable":
        return fill(key, about.lang, **parts)
    if outcome == "unknown":
        return fill(key, about.lang, **parts, reason=reason_words(reason, about.lang))
    return fill(
        key,
        about.lang,
        **parts,
        the_figure=the_figure(about),
        step=step(about, outcome, difference),
        favour=favour(about, outcome),
        count=i18n.number(round(abs(young_people or 0)), 0, about.lang) if counted else "",
    )
