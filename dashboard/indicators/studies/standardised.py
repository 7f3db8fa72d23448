"""What to expect in each Doorstroompunt region: by our own table of strata, or by the risk model of the CBS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, Floats, Method, Texts, floats
from ..declared import Indicator
from ..expected import Model, Standardised, chance_share, expected, method, national_rates, standardised
from ..funnel import FEW_REGIONS, METHODS, inflation, overdispersion
from ..pooling import NO_STRATA, Pooled, pool
from ..pooling import method as pooling_method
from ..reading import comparable, values_of
from ..result import Choice, QueryError, Selection
from ..uncertainty import with_parameters
from .cells import ITSELF, REASON, Columns, Question, plain
from .strata import COUNTRY, Strata, Where, country, strata

MODELS = ("intern", "cbs")
VERSION = "1"  # of our own model: goes up when the way to expect changes
DEFINITION = "definition"  # the model counts other people than the indicator
WINSORISED = 0.1
COLUMNS = (
    "expected",
    "expected_ratio",
    "expected_ratio_low",
    "expected_ratio_high",
    "expected_difference",
    "expected_difference_low",
    "expected_difference_high",
)


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Observed against expected per region, in young people; `compared` has NaN where `reasons` says why.

    `phi` is the overdispersion that limits were widened by, 1 when regions differ no more than by chance. `pooled` is
    the share of people [R] whose stratum had to be estimated, `chance` is the `chance_share` of each region.
    `national` is observed / expected for the country: not 1 when a model of others counts a little differently.
    """

    indicator: str
    period: int
    regions: tuple[str, ...]
    observed: Floats
    expected: Floats
    compared: Standardised
    phi: float
    pooled: Floats
    reasons: Texts
    national: float
    model: Model
    methods: tuple[Method, ...]
    chance: Floats


def expected_values(
    indicator: str,
    period: Choice | None = None,
    factors: Sequence[str] | None = None,
    model: Literal["intern", "cbs"] = "intern",
    level: float = 0.95,
    release: str | None = None,
    where: Where | None = None,
) -> Expected:
    """Observed and expected numbers of all Doorstroompunt regions in one period; raises QueryError.

    "intern": the national rates of the strata of `factors` (see `strata`) x the people of the region. "cbs": the
    number that the risk model of the CBS expects, for an indicator of the definition that the model was made for;
    it has strata of its own, so `factors` and `where` do not apply.
    """
    if model == "intern":
        return _intern(indicator, period, factors, level, release, where)
    if model == "cbs":
        if factors or where:
            raise QueryError(
                "The CBS model has its own strata and covers all young people of a region; factors and filters do "
                "not apply to it. Leave them out and ask again."
            )
        return _cbs(indicator, period, level, release)
    raise QueryError(f"Unknown model '{model}'; {did_you_mean(model, MODELS)} Choose one and ask again.")


def standardised_columns(q: Question) -> Columns:
    """Each figure of a Doorstroompunt region with the number expected at national rates, by our own model.

    Numbers of young people have no rates per group: ask for the share. Other kinds of region have no strata here.
    """
    asked, known = q.asked, q.catalogue
    columns = {name: np.full(len(asked.regions), np.nan) for name in COLUMNS}
    outcome = np.full(len(asked.regions), "", dtype=REASON)
    why = np.full(len(asked.regions), NO_STRATA, dtype=REASON)
    methods: dict[str, Method] = {}
    rows: dict[tuple[int, tuple[Choice, ...]], list[int]] = {}
    # The country is what regions are expected to be like, so it has no expected number of its own.
    why[np.array(asked.kinds) == "land"] = ITSELF
    for at, (kind, period, series) in enumerate(zip(asked.kinds, asked.periods, asked.series, strict=True)):
        if kind == "doorstroompunt" and asked.share and period in known.periods(asked.indicator.id, kind=kind):
            rows.setdefault((period, series), []).append(at)
    for (period, series), members in rows.items():
        where = _filters(q, series)
        found = expected_values(asked.indicator.id, period, None, "intern", q.level, known.release.id, where)
        of = {region: at for at, region in enumerate(found.regions)}
        here = [at for at in members if asked.regions[at] in of]
        there = [of[asked.regions[at]] for at in here]
        compared = found.compared
        made = (found.expected, compared.ratio, *compared.ratio_limits, compared.difference)
        for name, column in zip(COLUMNS, (*made, *compared.difference_limits), strict=True):
            columns[name][here] = column[there]
        outcome[here], why[here] = compared.outcome[there], found.reasons[there]
        methods |= {method.id: method for method in found.methods}
    shown: dict[str, Sequence[Any]] = {
        name: plain(column, 4 if "ratio" in name else 1) for name, column in columns.items()
    }
    told = {"expected_outcome": outcome.tolist(), "expected_reason": why.tolist()}
    return Columns({**shown, **told}, tuple(methods.values()))


def _filters(q: Question, series: tuple[Choice, ...]) -> dict[str, Sequence[Choice]]:
    """What the figures of a series were filtered by, leaving out what every question has."""
    indicator, values = q.asked.indicator, q.asked.values
    split = [d for d in values.by if d not in ("region", "period")]
    chosen = {**values.where, **{d: (code,) for d, code in zip(split, series, strict=True)}}
    totals = {d: (indicator.defaults.get(d, one.total),) for d, one in q.catalogue.dimensions.items()}
    usual: dict[str, tuple[str, ...]] = {**totals, **indicator.numerator_where}
    return {d: codes for d, codes in chosen.items() if d not in ("region", "period") and tuple(codes) != usual.get(d)}


def _intern(
    indicator: str,
    period: Choice | None,
    factors: Sequence[str] | None,
    level: float,
    release: str | None,
    where: Where | None,
) -> Expected:
    known = catalogue(release)
    found = strata(indicator, factors, period, where, release)
    regions = len(found.regions) - 1
    whole = country(found)
    rates = national_rates(whole.x[0], whole.n[0])
    people = _people(found, whole)
    mean = expected(people.n, rates)
    chance = chance_share(people.n, rates)
    estimated = np.where(people.estimated, people.n, 0).sum(axis=1)
    why = np.where(people.reasons == FINE, whole.reasons[0], people.reasons)
    why = np.where(np.full(regions, found.reason != FINE), found.reason, why)
    made = Model(
        "intern", VERSION, str(found.period), found.factors, f"{known.source_of(indicator).id}, {known.release.id}"
    )
    return _compared(
        indicator,
        found.period,
        found.regions[1:],
        found.total_x[1:],
        mean,
        chance,
        why,
        level,
        made,
        pooled=estimated / np.where(found.total_n[1:] > 0, found.total_n[1:], np.nan),
        national=found.total_x[0] / np.nansum(mean) if np.nansum(mean) > 0 else np.nan,
        extra=(pooling_method(),),
    )


def _people(found: Strata, whole: Pooled) -> Pooled:
    """The people of each region per stratum; only people that are hidden matter here, not hidden cases."""
    n = found.n[1:].reshape(len(found.regions) - 1, -1)
    none = np.where(np.isnan(n), np.nan, 0.0)
    total = found.total_n[1:]
    guide = None if whole.reasons[0] else whole.n[0]
    return pool(n, none, total, np.zeros_like(total), threshold=0, slack=found.slack, benchmark_n=guide)


def _cbs(indicator: str, period: Choice | None, level: float, release: str | None) -> Expected:
    known = catalogue(release)
    chosen = known.indicator(indicator)
    theirs = next((i for i in known.indicators.values() if i.family == "verwacht" and i.kind == "count"), None)
    if theirs is None or not known.periods(theirs.id):
        raise QueryError("This release has no expected numbers of the CBS model; use model 'intern' and ask again.")
    fits = _same_definition(known, chosen, theirs)
    both = sorted(set(known.periods(theirs.id)) & set(known.periods(indicator))) or known.periods(theirs.id)
    when = both[-1] if period in (None, "latest") else period
    regions = (
        COUNTRY,
        *(r.code for r in known.regions_of("doorstroompunt", _year(when), theirs.period_kind)),
    )
    where = {"region": regions, "period": when}
    ours, model = values_of([Selection(i.id, ("region",), where) for i in (chosen, theirs)], known.release.id)
    observed = floats([row.numerator for row in ours.rows])
    mean = floats([row.numerator for row in model.rows])
    why = np.full(len(regions) - 1, FINE if fits else DEFINITION)
    source = known.source_of(theirs.id)
    made = Model(
        "cbs", f"{source.table_id}, {source.published}", str(when), (), f"{source.publisher}: {source.name_nl}"
    )
    return _compared(
        indicator,
        int(ours.where["period"][0]),
        regions[1:],
        observed[1:],
        mean[1:],
        np.ones(len(regions) - 1),
        why,
        level,
        made,
        pooled=np.zeros(len(regions) - 1),
        national=float(observed[0] / mean[0]) if fits and mean[0] > 0 else np.nan,
    )


def _year(period: Choice) -> int:
    if str(period).isdecimal():
        return int(period)
    raise QueryError(f"Unknown period '{period}'; a period is its start year. Correct it and ask again.")


def _same_definition(known: Catalogue, asked: Indicator, model: Indicator) -> bool:
    """Whether the model was made for what the indicator counts: itself, or the number that is its numerator."""
    same = [
        i.id
        for i in known.indicators.values()
        if i.id == asked.id or (i.numerator, i.numerator_where) == (asked.numerator, asked.numerator_where)
    ]
    return any(comparable([one, model.id], known.release.id) is None for one in same)


def _compared(
    indicator: str,
    period: int,
    regions: tuple[str, ...],
    observed: Floats,
    mean: Floats,
    chance: Floats,
    why: Texts,
    level: float,
    model: Model,
    *,
    pooled: Floats,
    national: float,
    extra: tuple[Method, ...] = (),
) -> Expected:
    """The result of any model; `chance` is the variance by chance as a part of the expected number."""
    fine = why == FINE
    mean = np.where(fine, mean, np.nan)
    variance = mean * chance
    usable = variance > 0
    z = np.divide(observed - mean, np.sqrt(np.where(usable, variance, 1)), out=np.full(len(mean), np.nan), where=usable)
    phi = inflation(overdispersion(z, WINSORISED), int(np.count_nonzero(~np.isnan(z))))
    factor = np.where(np.isnan(chance), 1.0, chance) * (1.0 if np.isnan(phi) else phi)
    found = standardised(observed, mean, level, factor)
    why = np.where(fine, found.reasons, why)
    if np.isnan(phi):
        # Nothing is known of how regions differ, so no limits can be given.
        why = np.where(why == FINE, FEW_REGIONS, why)
        found = standardised(observed, np.full(len(mean), np.nan), level)
    spread = with_parameters(METHODS["overdispersion"], winsorised_share=WINSORISED)
    shown = (method(level, phi, model.id), spread, *extra)
    return Expected(indicator, period, regions, observed, mean, found, phi, pooled, why, national, model, shown, chance)
