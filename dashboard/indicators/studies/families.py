"""One function per family of statistics: from the counts of a field to columns beside the figures that were asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import funnel, trend, uncertainty
from ..counts import FINE, MISSING, Floats, Method, Texts
from .cells import (
    COUNTRY,
    LEVELS,
    Columns,
    Question,
    chances,
    picked,
    picked_why,
    plain,
    shown,
    whole,
    why_none,
    without_country,
)
from .comparisons import compared, ranked
from .field import Field, divided, gathered
from .standardised import standardised_columns

COUNTS = "counts"
BOTH = ", ".join(str(level) for level, _ in LEVELS)
POINTS = 5  # comparable years that a direction takes


def interval(q: Question) -> Columns:
    """Limits of each figure at 95 and 99.8 %: Wilson for a share, exact Poisson for a number of people."""
    field = q.asked
    why = why_none(field)
    columns: dict[str, Sequence[Any]] = {}
    for level, name in LEVELS:
        limits = (
            uncertainty.wilson(field.x, field.n, level) if field.share else uncertainty.poisson_exact(field.x, level)
        )
        columns[f"low_{name}"] = shown(field, np.where(why == FINE, limits.low, np.nan))
        columns[f"high_{name}"] = shown(field, np.where(why == FINE, limits.high, np.nan))
    columns["interval_reason"] = why.tolist()
    method = uncertainty.METHODS["wilson" if field.share else "poisson_exact"]
    return Columns(columns, (uncertainty.with_parameters(method, level=BOTH),))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far regions lie from the country's share and from each other; NaN where `why` says why.

    `factor` is what variances are widened by because regions of a kind differ by more than chance, else 1.
    """

    target: Floats
    people: Floats
    z: Floats
    error: Floats
    factor: Floats
    why: Texts
    methods: tuple[Method, ...]


def spread(field: Field) -> Spread:
    """The spread of the regions of a field around its country."""
    why = without_country(field, why_none(field))
    if not field.share:
        why = np.where(why == FINE, COUNTS, why)
    target = divided(*field.row_of(COUNTRY))
    why = np.where((why == FINE) & np.isnan(target), MISSING, why)
    # Around a country without cases, or with nothing else, no region can lie further off than another.
    why = np.where((why == FINE) & ((target == 0) | (target == 1)), uncertainty.NO_VARIATION, why)
    target, people, x = (np.where(why == FINE, each, np.nan) for each in (target, field.n, field.x))
    z, error = funnel.z_scores(x, people, target), funnel.share_errors(target, people)
    factor = np.full(len(z), np.nan)
    methods: list[Method] = []
    for members in field.together():
        phi, seen = funnel.overdispersion(z[members]), int(np.count_nonzero(~np.isnan(z[members])))
        factor[members] = wider = funnel.inflation(phi, seen)
        if np.isnan(wider):
            why[members] = np.where(why[members] == FINE, funnel.FEW_REGIONS, why[members])
            continue
        tau2 = funnel.between_variance(divided(x[members], people[members]), error[members])
        told = {"phi": phi, "factor": wider, "tau2": tau2, "regions": seen}
        methods.append(uncertainty.with_parameters(funnel.METHODS["overdispersion"], **told))
    target, people, z, error, factor = (
        np.where(why == FINE, each, np.nan) for each in (target, people, z, error, factor)
    )
    return Spread(target, people, z, error, factor, why, tuple(methods))


def funnelled(q: Question) -> Columns:
    """Control limits around the country's share for a group of each region's size, and how far the region is from it.

    When regions of the kind differ by more than chance the limits are widened by the factor that the method names.
    """
    field, found = q.field, spread(q.field)
    columns: dict[str, Sequence[Any]] = {"funnel_target": shown(q.asked, picked(q, field, found.target))}
    by_chance = np.where(found.factor == 1, found.people, np.nan)
    for level, name in LEVELS:
        exact = funnel.binomial_limits(found.target, by_chance, level)
        wide = funnel.widened_limits(found.target, found.error, level, found.factor)
        for side in ("low", "high"):
            limit = np.where(found.factor > 1, np.clip(getattr(wide, side), 0, 1), getattr(exact, side))
            columns[f"funnel_{side}_{name}"] = shown(q.asked, picked(q, field, limit))
    columns["z"] = plain(picked(q, field, found.z / np.sqrt(found.factor)), 3)
    columns["funnel_reason"] = picked_why(q, field, found.why).tolist()
    limits = uncertainty.with_parameters(funnel.METHODS["binomial_limits"], level=BOTH)
    return Columns(columns, (limits, *found.methods))


def trended(q: Question) -> Columns:
    """The direction over the last five comparable points up to each figure, and the smallest change that would show.

    Both are widened by how far those points lie beside a line; without a direction the smallest change by nothing.
    """
    years, asked = q.years, q.asked
    breaks = [each.period for each in asked.indicator.breaks]
    why = why_none(asked)
    outcome = np.full(len(asked.x), trend.TOO_FEW_POINTS, dtype=object)
    chance, phi, points = np.full(len(asked.x), np.nan), np.full(len(asked.x), np.nan), np.zeros(len(asked.x))
    if not years.counted():
        for last in sorted(set(asked.periods)):
            members = [at for at, period in enumerate(asked.periods) if period == last]
            span = list(range(last - POINTS + 1, last + 1))
            places = [[years.moments.get((asked.regions[at], asked.series[at], p)) for p in span] for at in members]
            x = gathered(years.x, places)
            n = gathered(years.n, places) if years.share else None
            found = trend.trend(x, n, span, breaks)
            outcome[members], chance[members], points[members] = found.outcome, found.p_value, found.points
            phi[members] = found.phi
    people = asked.n if asked.share else None
    factor = np.where(np.isnan(phi), 1, phi)
    if asked.share:
        visible = uncertainty.detectable_change(asked.x, asked.n, factor)
    else:
        visible = uncertainty.detectable_change_of_counts(asked.x, factor)
    why = np.where(why == FINE, uncertainty.change_reasons(asked.x, people), why)
    columns: dict[str, Sequence[Any]] = {
        "trend": outcome.tolist(),
        "trend_p": chances(chance),
        "trend_phi": plain(phi, 3),
        "trend_points": whole(points),
        "detectable_change": shown(asked, np.where(why == FINE, visible, np.nan)),
        "trend_reason": why.tolist(),
    }
    used = trend.METHODS["trend_of_shares" if asked.share else "trend_of_counts"]
    change = uncertainty.METHODS["detectable_change" if asked.share else "detectable_change_of_counts"]
    return Columns(columns, (used, uncertainty.with_parameters(change, phi="trend_phi")))


FAMILIES: Mapping[str, Callable[[Question], Columns]] = {
    "interval": interval,
    "benchmark": compared,
    "rank": ranked,
    "funnel": funnelled,
    "trend": trended,
    "expected": standardised_columns,
}
