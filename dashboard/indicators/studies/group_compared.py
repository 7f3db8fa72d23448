"""Sets the figures of a group of municipalities against the rest of the country, period by period."""

from typing import NamedTuple

import numpy as np

from .. import benchmark
from ..catalogue import catalogue
from ..counts import FINE, Method
from ..reading import values_of
from ..result import Row, Selection
from .cells import COUNTRY, plain
from .field import Field
from .groups import GroupFigure


class GroupCompared(NamedTuple):
    """One period of a group beside the rest of the country; without an outcome `reason` says why.

    `difference` and its limits are in the unit of the indicator; `country` is the figure of the whole country.
    """

    period: int
    difference: float | None
    low: float | None
    high: float | None
    outcome: str
    reason: str
    country: Row | None


def group_compared(found: GroupFigure) -> tuple[tuple[GroupCompared, ...], tuple[Method, ...]]:
    """Each figure of a group that was asked by period, against the country without the group; with the method.

    Only shares are compared: of a number of people the rest of the country says nothing. Raises ValueError for figures
    that are not split by period alone, and what the warehouse raises.
    """
    if found.by != ("period",):
        raise ValueError(f"group_compared: the figures are split by {found.by}; ask them by period alone.")
    known = catalogue(found.release)
    indicator = known.indicator(found.indicator)
    periods = [int(row.key[0]) for row in found.rows]
    asked = Selection(indicator.id, ("period",), {"region": COUNTRY, "period": periods})
    (values,) = values_of([asked], found.release)
    whole = {int(row.key[0]): row for row in values.rows}
    general = Field(known, indicator, values).counted() or (benchmark.COUNTS if indicator.denominator is None else FINE)

    x, n, x_all, n_all = (
        np.array([getattr(row, half, None) for row in rows], dtype=np.float64)
        for rows in (found.rows, [whole.get(period) for period in periods])
        for half in ("numerator", "denominator")
    )
    made = benchmark.compare(x, n, x_all, n_all, found.level, inside=True)
    columns = [plain(100 * each, indicator.decimals + 2) for each in (made.difference, made.low, made.high)]
    compared = []
    for at, row in enumerate(found.rows):
        why = row.reason or general or str(made.reason[at])
        difference, low, high = (None if why else column[at] for column in columns)
        outcome = "" if why else _sure(str(made.outcome[at]), low, high, row.margin)
        compared.append(GroupCompared(periods[at], difference, low, high, outcome, why, whole.get(periods[at])))
    told = any(not each.reason for each in compared)
    return tuple(compared), (benchmark.method(found.level, "rest_of_country"),) if told else ()


def _sure(outcome: str, low: float | None, high: float | None, margin: float | None) -> str:
    """The outcome, unless what rounding leaves unsure could make the difference disappear."""
    if low is None or high is None or not margin:
        return outcome
    return benchmark.SAME if low - margin <= 0 <= high + margin else outcome
