"""What all statistics share: arrays of counts, intervals, how a result was made, and why one cannot be given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]
Bools = NDArray[np.bool_]

# Why a number cannot be had from counts; the words are in the locale under `reason_<code>`. The empty text: it can.
FINE = ""
MISSING = "missing"  # a count is hidden, unknown or not delivered
NEGATIVE = "negative"
NO_POPULATION = "no_population"  # the denominator is 0
IMPOSSIBLE = "impossible"  # more cases than people
# Every reason there is, those of the families and studies included: each has words in both languages (a test).
REASONS = frozenset(
    (
        "backwards",
        "below_threshold",
        "break",
        "complement_below_threshold",
        "constant",
        "counts",
        "definition",
        "few_regions",
        "few_versions",
        "hidden_part",
        "impossible",
        "incomplete",
        "itself",
        "met",
        "met_at_baseline",
        "missing",
        "modelled",
        "negative",
        "no_baseline",
        "no_drivers",
        "no_model",
        "no_peers",
        "no_population",
        "no_strata",
        "no_target",
        "no_variation",
        "no_versions",
        "no_years",
        "not_distinguishable",
        "not_provisional",
        "not_yet",
        "nothing_expected",
        "one_point",
        "overdue",
        "published_only",
        "reveals_cell",
        "secondary",
        "sum_of_regions",
        "superseded",
        "too_few_points",
        "too_much_hidden",
        "zero",
        "zero_start",
        "zero_target",
    )
)


class Interval(NamedTuple):
    """Lower and upper limits, in the unit of the estimate; NaN where there is none."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Method:
    """How a result was made: a stable id, the parameters that were used, and where the method is described."""

    id: str
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)
    source: str = ""


def floats(counts: ArrayLike | Sequence[float | None]) -> Floats:
    """Counts as an array of floats; None becomes NaN."""
    return np.asarray(counts, dtype=np.float64)


def reasons(x: ArrayLike, n: ArrayLike | None = None) -> Texts:
    """Per cell why no statistic can be made of `x` (of `n`); the empty text where it can."""
    cases = floats(x)
    people = np.full_like(cases, 1) if n is None else floats(n)
    cases, people = np.broadcast_arrays(cases, people)
    conditions = [
        ~np.isfinite(cases) | ~np.isfinite(people),
        (cases < 0) | (people < 0),
        people == 0,
        (cases > people) & (n is not None),
    ]
    return np.select(conditions, [MISSING, NEGATIVE, NO_POPULATION, IMPOSSIBLE], FINE)


def usable(x: ArrayLike, n: ArrayLike | None = None) -> Bools:
    """Where statistics can be made of `x` (of `n`)."""
    return reasons(x, n) == FINE
