"""The worked examples of the methods pages: per family of statistics one, made anew from the release on show."""

from collections.abc import Callable

from ...indicators import (
    Method,
    QueryError,
    benchmark,
    decomposition,
    disclosure,
    durable,
    expected,
    funnel,
    peers,
    pooling,
    ranks,
    revisions,
    targets,
    trend,
    uncertainty,
)
from ...state import View
from . import chance, choices, composition, goals, places, years
from .worked import NoExample, Worked

# Family -> its word in the address, the same in both languages like all values there; other pages link to it.
FAMILIES = {
    "uncertainty": "onzekerheid",
    "benchmark": "vergelijken",
    "funnel": "trechter",
    "ranks": "plaats",
    "peers": "soortgelijk",
    "expected": "verwacht",
    "decomposition": "verschil",
    "targets": "doelen",
    "trend": "trend",
    "durable": "duurzaam",
    "revisions": "herzieningen",
    "rounding": "afronding",
}
EXAMPLES: dict[str, Callable[[View], Worked]] = {
    "uncertainty": chance.interval,
    "benchmark": chance.compared,
    "funnel": chance.funnelled,
    "ranks": places.ranked,
    "peers": places.resembling,
    "expected": composition.standardised,
    "decomposition": composition.taken_apart,
    "targets": goals.judged,
    "trend": years.tested,
    "durable": choices.ordered,
    "revisions": years.revised,
    "rounding": choices.careful,
}
# What is in force when a release has no figures for the example.
USUAL: dict[str, tuple[Method, ...]] = {
    "uncertainty": (uncertainty.METHODS["wilson"], uncertainty.METHODS["poisson_exact"]),
    "benchmark": (benchmark.method(chance.LEVEL), benchmark.BENJAMINI_HOCHBERG),
    "funnel": (funnel.METHODS["binomial_limits"], funnel.METHODS["overdispersion"]),
    "ranks": (ranks.method(chance.LEVEL, ranks.DRAWS, ranks.SEED, "low"), ranks.MOVE),
    "peers": (peers.method(max(peers.REFERENCE_YEARS), 7),),
    "expected": (expected.method(chance.LEVEL, 1.0, "intern"), pooling.method()),
    "decomposition": (decomposition.DAS_GUPTA, decomposition.KITAGAWA, pooling.method()),
    "targets": (targets.COMPOUND, targets.LARGEST_REMAINDER),
    "trend": (trend.METHODS["trend_of_shares"], uncertainty.METHODS["detectable_change"]),
    "durable": (durable.KENDALL, durable.RANGES),
    "revisions": (revisions.METHODS["revision_band"],),
    "rounding": (disclosure.method(),),
}


def example(view: View, family: str) -> Worked | NoExample:
    """The worked example of a family for the reader's region, or why there is none."""
    try:
        return EXAMPLES[family](view)
    except NoExample as none:
        return none
    except QueryError:  # the release has none of the figures
        return NoExample("missing")
