"""The funnel of one indicator: between which limits the share of a group of any size varies by chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .. import funnel
from ..catalogue import catalogue
from ..counts import FINE, MISSING, Floats, Method
from ..plan import plan
from ..reading import values_of
from ..result import Choice, QueryError, Selection, Values
from .cells import COUNTRY, LEVELS, plain, shown
from .families import spread
from .field import Field

KIND = "doorstroompunt"
STEPS = 60  # sizes along the curve: enough for a smooth line
Limits = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The limits per size of group, in the unit of the indicator, and the figures of the regions.

    `limits` has low_95, high_95, low_998 and high_998, each as long as `sizes`. `factor` is what the variance was
    widened by because regions differ by more than chance, 1 when they do not. The curve is empty where `reason` says
    why.
    """

    target: float | None
    sizes: tuple[float, ...]
    limits: dict[str, Limits]
    factor: float | None
    reason: str
    methods: tuple[Method, ...]
    points: Values = field(repr=False)


def funnel_plot(
    indicator: str,
    period: Choice = "latest",
    release: str | None = None,
    where: Mapping[str, Choice | Sequence[Choice]] | None = None,
) -> Funnel:
    """The funnel of all Doorstroompunt regions around the country in one period; raises QueryError."""
    known = catalogue(release)
    filters = dict(where or {})
    if {"region", "period"} & set(filters):
        raise QueryError(
            "A funnel is about all Doorstroompunt regions in one period; region and period are no filters. "
            "Leave them out and ask again."
        )
    asked = Selection(indicator, ("region",), {**filters, "region": [KIND, COUNTRY], "period": period})
    made = plan(known, asked)
    (values,) = values_of([asked], known.release.id)
    around = Field(known, made.indicator, values)
    found = spread(around)
    seen = np.flatnonzero(~np.isnan(found.factor))
    regions = np.array([kind == KIND for kind in around.kinds], dtype=bool)
    if not seen.size:
        return Funnel(None, (), {}, None, str(found.why[regions][0]) if regions.any() else MISSING, (), values)
    target, factor = found.target[seen[0]], float(found.factor[seen[0]])
    sizes = np.geomspace(found.people[seen].min(), found.people[seen].max(), STEPS)
    limits: dict[str, Limits] = {}
    for level, name in LEVELS:
        for side, line in zip(("low", "high"), _lines(target, sizes, level, factor), strict=True):
            limits[f"{side}_{name}"] = tuple(shown(around, line))
    return Funnel(
        target=shown(around, np.array([target]))[0],
        sizes=tuple(float(size) for size in plain(sizes, 0) if size is not None),
        limits=limits,
        factor=round(factor, 4),
        reason=FINE,
        methods=(funnel.METHODS["binomial_limits"], *found.methods),
        points=values,
    )


def _lines(target: float, sizes: Floats, level: float, factor: float) -> tuple[Floats, Floats]:
    """Lower and upper limit per size: exact when chance alone is at work, widened when it is not."""
    if factor == 1:
        return funnel.binomial_limits(target, sizes, level)
    low, high = funnel.widened_limits(target, funnel.share_errors(target, sizes), level, factor)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)
