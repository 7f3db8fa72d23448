"""Why the share of a region is higher or lower: how much is who its young people are, how much their rates.

Against the country (which contains the region), another region, a list of peers taken together, or its own past.
Effects are in percentage points and in young people of the region; the parts add up to the gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, MISSING, Floats, Method, Texts
from ..decomposition import DAS_GUPTA, KITAGAWA, Parts, das_gupta
from ..pooling import LIMIT, TOO_MUCH_HIDDEN, Pooled
from ..pooling import method as pooling_method
from ..result import Choice, QueryError
from .cells import EARLIER, ITSELF, REASON
from .strata import COUNTRY, Strata, Where, completed, known_region, strata

BREAK = "break"  # between the two periods the way of counting changed


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a factor: its effects in percentage points and young people, and its share of people in %."""

    code: str
    points: float
    people: float
    rate_points: float
    rate_people: float
    share: float
    benchmark_share: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one factor adds to the gap by the composition of the young people, and the same per category."""

    factor: str
    points: float
    people: float
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One region: sum of `parts` + `rate_points` = `points`; NaN where `reason` says why. Shares are in %.

    `pooled` and `pooled_cases` are the fractions of people and cases in strata that were hidden or joined to those, on
    the side where they are most; `estimated` says that these were built up by the rates of the country.
    """

    indicator: str
    region: str
    against: tuple[str, ...]
    period: int
    earlier: int | None
    share: float
    benchmark: float
    points: float
    people: float
    parts: tuple[Part, ...]
    rate_points: float
    rate_people: float
    pooled: float
    pooled_cases: float
    estimated: bool
    reason: str
    methods: tuple[Method, ...]

    @property
    def composition_points(self) -> float:
        """What the composition of the young people makes of the gap, all factors together."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """All regions, the country first, in percentage points: arrays [R], and per factor [R] and [R, K].

    `population` [R] turns points into young people; `shares_of` and `benchmark_of` are the people per category in %.
    """

    indicator: str
    regions: tuple[str, ...]
    against: tuple[str, ...]
    period: int
    earlier: int | None
    factors: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    share: Floats
    benchmark: Floats
    gap: Floats
    composition: tuple[Floats, ...]
    composition_of: tuple[Floats, ...]
    rate: Floats
    rate_of: tuple[Floats, ...]
    shares_of: tuple[Floats, ...]
    benchmark_of: tuple[Floats, ...]
    population: Floats
    pooled: Floats
    pooled_cases: Floats
    reasons: Texts
    methods: tuple[Method, ...]

    def of(self, region: str) -> Gap:
        """One of the regions; raises ValueError for one that is not among them."""
        at = self.regions.index(region)
        young = self.population[at] / 100
        parts = tuple(
            Part(
                factor, float(self.composition[f][at]), float(self.composition[f][at] * young), self._categories(f, at)
            )
            for f, factor in enumerate(self.factors)
        )
        return Gap(
            self.indicator,
            region,
            self.against,
            self.period,
            self.earlier,
            float(self.share[at]),
            float(self.benchmark[at]),
            float(self.gap[at]),
            float(self.gap[at] * young),
            parts,
            float(self.rate[at]),
            float(self.rate[at] * young),
            float(self.pooled[at]),
            float(self.pooled_cases[at]),
            bool(self.pooled[at] > 0),
            str(self.reasons[at]),
            self.methods,
        )

    def _categories(self, f: int, at: int) -> tuple[Category, ...]:
        young = self.population[at] / 100
        effects, rates = self.composition_of[f][at], self.rate_of[f][at]
        columns = (effects, effects * young, rates, rates * young, self.shares_of[f][at], self.benchmark_of[f][at])
        rows = np.stack(columns, axis=1).tolist()
        return tuple(Category(code, *row) for code, row in zip(self.codes[f], rows, strict=True))


def gap(
    indicator: str,
    region: str,
    against: str | Sequence[str] = COUNTRY,
    factors: Sequence[str] | None = None,
    period: Choice | None = None,
    earlier: Choice | None = None,
    release: str | None = None,
    where: Where | None = None,
) -> Gap:
    """Why one region differs from its benchmark; see `gaps`. Raises QueryError."""
    found = gaps(indicator, against, factors, period, earlier, release, where)
    return found.of(found.regions[known_region(catalogue(release), region, found.regions)])


def gaps(
    indicator: str,
    against: str | Sequence[str] = COUNTRY,
    factors: Sequence[str] | None = None,
    period: Choice | None = None,
    earlier: Choice | None = None,
    release: str | None = None,
    where: Where | None = None,
) -> Gaps:
    """Why each region differs from "NL01", another region, several regions together, or from itself ("eerder").

    `earlier` is the period to look back to, the one before by default. `factors` as in `strata`. Raises QueryError.
    """
    known = catalogue(release)
    now = strata(indicator, factors, period, where, release)
    if against == EARLIER:
        then = strata(indicator, now.factors or None, _earlier(known, now, earlier), where, release)
        return _own_past(known, now, then)
    if earlier is not None:
        raise QueryError(
            f"An earlier period ({earlier}) only goes with the region's own past. "
            f"Compare against '{EARLIER}', or leave the period out, and ask again."
        )
    codes = (against,) if isinstance(against, str) else tuple(dict.fromkeys(against))
    if not codes:
        raise QueryError("The list of regions to compare with is empty; give one region or more and ask again.")
    places = [known_region(known, code, now.regions) for code in codes]
    full = completed(now, limit=1)
    total_n, total_x = now.total_n[places].sum(), now.total_x[places].sum()
    # Of regions taken together, what is hidden counts together too.
    hidden_n, hidden_x = (full.people * now.total_n)[places].sum(), (full.cases * now.total_x)[places].sum()
    strata_n, strata_x = full.n[places].sum(axis=0), full.x[places].sum(axis=0)
    pooled = _percent(np.array([hidden_n, hidden_x]), np.array([total_n, total_x])) / 100
    other = _Other(strata_n, strata_x, total_n, total_x, *pooled)
    why = np.full(len(now.regions), next((r for r in full.reasons[places] if r != FINE), FINE), dtype=REASON)
    if len(places) == 1:
        why[places[0]] = ITSELF
    return _worked_out(now, codes, None, full, other, why)


class _Other(NamedTuple):
    """The benchmark, one or one per region: strata, totals, and the fractions of people and cases in its pool."""

    n: Floats
    x: Floats
    total_n: Floats
    total_x: Floats
    people: Floats
    cases: Floats


def _own_past(known: Catalogue, now: Strata, then: Strata) -> Gaps:
    """Each region against itself in an earlier period."""
    before = completed(then, limit=1)
    at = {code: place for place, code in enumerate(then.regions)}
    places = np.array([at.get(code, -1) for code in now.regions])
    lost = places < 0
    why = np.where(lost, MISSING, before.reasons[places]).astype(REASON)
    if known.breaks(now.indicator, then.period, now.period):
        why[:] = BREAK
    tables = (before.n, before.x, then.total_n, then.total_x, before.people, before.cases)
    other = _Other(*(np.where(lost.reshape(-1, *[1] * (t.ndim - 1)), np.nan, t[places]) for t in tables))
    return _worked_out(now, (EARLIER,), then.period, completed(now, limit=1), other, why)


def _worked_out(
    now: Strata, against: tuple[str, ...], earlier: int | None, full: Pooled, other: _Other, why: Texts
) -> Gaps:
    """The parts of every region; `why` has what is wrong with the benchmark."""
    regions = len(now.regions)
    ones = np.ones(regions)
    share, benchmark = _percent(now.total_x, now.total_n), _percent(other.total_x * ones, other.total_n * ones)
    pooled = np.fmax(full.people, other.people)
    why = np.where(why == FINE, full.reasons, why)
    why = np.where((why == FINE) & np.isnan(benchmark), MISSING, why)
    why = np.where((why == FINE) & (pooled > LIMIT), TOO_MUCH_HIDDEN, why)
    why = np.where((now.reason != FINE) & (why != BREAK), now.reason, why)
    hide = (why != FINE).reshape(-1, 1)
    n, x, n_b, x_b = (np.where(hide, np.nan, each) for each in (full.n, full.x, other.n, other.x))
    parts = Parts(np.full(regions, np.nan), (), np.full(regions, np.nan), (), (), why)
    if now.factors:
        parts = das_gupta(*(each.reshape(regions, *now.shape) for each in (n, x, n_b, x_b)))
    return Gaps(
        now.indicator,
        now.regions,
        against,
        now.period,
        earlier,
        now.factors,
        now.codes,
        share,
        benchmark,
        np.where(np.isin(why, [BREAK, ITSELF]), np.nan, share - benchmark),
        tuple(100 * each for each in parts.composition),
        tuple(100 * each for each in parts.composition_of),
        100 * parts.rate,
        tuple(100 * each for each in parts.rate_of),
        _composition(n, now.shape),
        _composition(n_b, now.shape),
        now.total_n,
        pooled,
        np.fmax(full.cases, other.cases),
        why,
        (KITAGAWA if len(now.factors) == 1 else DAS_GUPTA, pooling_method()),
    )


def _earlier(known: Catalogue, now: Strata, asked: Choice | None) -> Choice:
    before = [p for p in known.periods(now.indicator, kind="doorstroompunt") if p < now.period]
    if not before:
        raise QueryError(
            f"Indicator '{now.indicator}' has no period before {now.period} to compare with. "
            "Choose a later period, or another benchmark, and ask again."
        )
    if asked is None:
        return before[-1]
    if str(asked) not in map(str, before):
        raise QueryError(
            f"Period '{asked}' is no earlier period of indicator '{now.indicator}' than {now.period}; "
            f"{did_you_mean(str(asked), map(str, before))} Choose one and ask again."
        )
    return asked


def _composition(n: Floats, shape: tuple[int, ...]) -> tuple[Floats, ...]:
    """The people per category of each factor in %."""
    cells = n.reshape(len(n), *shape)
    axes = range(1, len(shape) + 1)
    sums = (cells.sum(axis=tuple(a for a in axes if a != axis)) for axis in axes)
    return tuple(_percent(each, np.broadcast_to(n.sum(axis=1, keepdims=True), each.shape)) for each in sums)


def _percent(part: Floats, whole: Floats) -> Floats:
    return 100 * np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
