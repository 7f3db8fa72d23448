"""The people and the cases of all Doorstroompunt regions per stratum, as arrays: read, and completed where hidden.

One query gives the strata and the totals of every region and of the country. A release never changes, so what was read
is kept. Hidden is NaN; a stratum in which nobody can be (absent or M) has 0 people and 0 cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from ... import warehouse
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, Bools, Floats
from ..declared import Indicator
from ..plan import Plan, plan
from ..pooling import LIMIT, NO_STRATA, Pooled, pool
from ..query import build
from ..result import Choice, QueryError, Selection

COUNTRY = "NL01"
DEFAULT_FACTORS = ("age_group", "sex", "education", "origin")
MOST_FACTORS = 3
NEVER = ("region", "period", "moment", "indeling")
CANNOT_OCCUR = "M"
PUBLISHED_ONLY = "published_only"
Where = Mapping[str, Choice | Sequence[Choice]]


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """People `n` and cases `x` per stratum [R, K1, K2, ...] and in total [R]; the first region is the country.

    `slack` is the most that rounding at the source can move a sum of all strata from its total. `reason` says why
    there are no strata: then there are no factors, and `n` and `x` are the totals.
    """

    indicator: str
    period: int
    factors: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    regions: tuple[str, ...]
    n: Floats
    x: Floats
    total_n: Floats
    total_x: Floats
    slack: float
    reason: str = FINE

    @property
    def shape(self) -> tuple[int, ...]:
        """How many categories each factor has."""
        return tuple(len(codes) for codes in self.codes)


def strata(
    indicator: str,
    factors: Sequence[str] | None = None,
    period: Choice | None = None,
    where: Where | None = None,
    release: str | None = None,
) -> Strata:
    """The strata of an indicator in one period, the latest by default; raises QueryError.

    `factors`: one to three dimensions. By default those of age, sex, education and origin that the release has
    crossed: as many as possible, three at most because each further factor hides more cells, and the first ones of
    that order. For NEET education is the highest diploma, so partly a result of what is counted, not a given.
    """
    known = catalogue(release)
    chosen = known.indicator(indicator)
    why = refusal(chosen)
    when = _period(known, chosen, period)
    kept = tuple(sorted((d, _listed(codes)) for d, codes in (where or {}).items()))
    place = (str(warehouse.folder()), known.release.id, indicator)
    if factors is not None:
        _check(known, chosen, factors, dict(kept))
    if why == FINE:
        wishes = _crossings(known, chosen, dict(kept)) if factors is None else [tuple(factors)]
        for wanted in wishes:
            found = _read(*place, wanted, when, kept)
            if (found.n[0] > 0).any():
                return found
    return replace(_read(*place, (), when, kept), reason=why or NO_STRATA)


def country(found: Strata) -> Pooled:
    """The strata of the country, complete, as one row [1, S]."""
    n, x = (table[:1].reshape(1, -1) for table in (found.n, found.x))
    return pool(n, x, found.total_n[:1], found.total_x[:1], slack=found.slack)


def completed(found: Strata, limit: float = LIMIT) -> Pooled:
    """The strata of all regions, complete [R, S]: hidden ones pooled and spread like those of the country.

    Visible strata are not pooled, however small: the source itself shows them.
    """
    whole = country(found)
    regions = len(found.regions)
    n, x = (table.reshape(regions, -1) for table in (found.n, found.x))
    guide = {} if whole.reasons[0] else {"benchmark_n": whole.n[0], "benchmark_x": whole.x[0]}
    return pool(n, x, found.total_n, found.total_x, limit=limit, slack=found.slack, **guide)


def leaves(known: Catalogue, indicator: str, dimension: str) -> tuple[str, ...]:
    """The codes of a dimension an indicator has figures of, without the total and what other codes add up to."""
    labels = known.codes[dimension]
    codes = [code for code in known.codes_of(indicator, dimension) if code != known.dimensions[dimension].total]
    above: set[str | None] = set()
    for code in codes:
        parent = labels[code].parent
        while parent is not None and parent not in above:
            above.add(parent)
            parent = labels[parent].parent if parent in labels else None
    return tuple(code for code in codes if code not in above)


def refusal(indicator: Indicator) -> str:
    """Why an indicator has no rates per group: it is a printed figure, or a count of nobody in particular."""
    return {"share": FINE, "published": PUBLISHED_ONLY}.get(indicator.kind, NO_STRATA)


def known_region(known: Catalogue, code: str, regions: Sequence[str]) -> int:
    """The place of a region among those that were read; raises QueryError."""
    if code in regions:
        return regions.index(code)
    near = known.region(code)
    right = f"did you mean '{near.code}'?" if near and near.code in regions else did_you_mean(code, regions)
    raise QueryError(f"Unknown region '{code}'; {right} Use the country or a Doorstroompunt region of that period.")


def _crossings(known: Catalogue, indicator: Indicator, where: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    able = [
        d
        for d in DEFAULT_FACTORS
        if d in indicator.by and d not in indicator.apart and d not in where and len(leaves(known, indicator.id, d)) > 1
    ]
    for size in range(min(MOST_FACTORS, len(able)), 0, -1):
        yield from combinations(able, size)


def _check(known: Catalogue, indicator: Indicator, factors: Sequence[str], where: Mapping[str, Any]) -> None:
    able = [d for d in indicator.by if d not in NEVER and d not in indicator.apart]
    for factor in factors:
        if factor not in able:
            raise QueryError(
                f"Indicator '{indicator.id}' has no groups by '{factor}'; {did_you_mean(factor, able)} "
                "Choose one of these and ask again."
            )
        if factor in where:
            raise QueryError(
                f"Dimension '{factor}' is both a factor and a filter; it can be one of them. Remove one and ask again."
            )
    if not 1 <= len(set(factors)) == len(factors) <= MOST_FACTORS:
        raise QueryError(
            f"Indicator '{indicator.id}' was asked by {len(factors)} factors ({', '.join(factors)}); one to "
            f"{MOST_FACTORS} different ones can be taken apart. Change the choice and ask again."
        )


def _period(known: Catalogue, indicator: Indicator, asked: Choice | None) -> int:
    found = known.periods(indicator.id, kind="doorstroompunt")
    if asked in (None, "latest"):
        return known.latest(indicator.id, kind="doorstroompunt")
    if str(asked).isdecimal() and int(asked or 0) in found:
        return int(asked or 0)
    raise QueryError(
        f"Indicator '{indicator.id}' has no period '{asked}' for Doorstroompunt regions; "
        f"{did_you_mean(str(asked), map(str, found))} Choose a start year and ask again."
    )


def _listed(codes: Choice | Sequence[Choice]) -> tuple[Choice, ...]:
    return (codes,) if isinstance(codes, str | int) else tuple(codes)


@lru_cache(maxsize=64)
def _read(
    folder: str,
    release: str,
    indicator: str,
    factors: tuple[str, ...],
    period: int,
    where: tuple[tuple[str, tuple[Choice, ...]], ...],
) -> Strata:
    """Reads strata once; the folder is part of the key because ids are unique within one."""
    known = catalogue(release)
    chosen = known.indicator(indicator)
    regions = (COUNTRY, *(r.code for r in known.regions_of("doorstroompunt", period, chosen.period_kind)))
    codes = tuple(leaves(known, indicator, factor) for factor in factors)
    asked: dict[str, Choice | Sequence[Choice]] = {**dict(where), "region": regions, "period": period}
    plans = [plan(known, Selection(indicator, ("region",), asked))]
    if factors:
        split = {**asked, **dict(zip(factors, codes, strict=True))}
        plans.append(plan(known, Selection(indicator, ("region", *factors), split)))
    columns = warehouse.columns(*build(plans), release)
    places: list[dict[Any, int]] = [{code: at for at, code in enumerate(each)} for each in (regions, *codes)]
    # A total that is not there is missing; a stratum that is not there has nobody.
    total_n, total_x = _table(columns, 0, plans[0], chosen, places[:1], absent=np.nan)
    n, x = _table(columns, 1, plans[1], chosen, places, absent=0.0) if factors else (total_n, total_x)
    for each in (n, x, total_n, total_x):
        each.flags.writeable = False  # what is kept is shared
    step = max(known.measures[name].rounded_to for name in (chosen.numerator, chosen.denominator or chosen.numerator))
    cells = n[0].size * plans[-1].cells(plans[-1].by, apart=True)
    # Each cell and the total itself may each be half a step off.
    slack = step / 2 * (cells + 1) if step > 1 else 0.0
    return Strata(indicator, period, factors, codes, regions, n, x, total_n, total_x, slack)


def _table(
    columns: Mapping[str, Any],
    part: int,
    made: Plan,
    indicator: Indicator,
    places: Sequence[Mapping[Any, int]],
    absent: float,
) -> tuple[Floats, Floats]:
    """People and cases of one plan; `absent` is how many people there are where the release has none."""
    shape = tuple(len(place) for place in places)
    apart = bool(indicator.apart)
    below = _cells(columns, 2 * part + apart, indicator.denominator, made.cells(made.below(), apart=False), places)
    above = _cells(columns, 2 * part, indicator.numerator, made.cells(made.by, apart=True), places)
    n = np.where(below.absent, absent, below.values).reshape(shape)
    x = np.where(above.absent, np.nan, above.values).reshape(shape)
    # Nobody there: no cases either. Cases without people: the people are hidden.
    n = np.where((n == 0) & (x > 0), np.nan, n)
    return n, np.where(n == 0, 0.0, x)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Values of one measure in all cells, flat; NaN is hidden, `absent` is not in the release."""

    values: Floats
    absent: Bools


def _cells(
    columns: Mapping[str, Any], part: int, measure: str | None, needed: int, places: Sequence[Mapping[Any, int]]
) -> _Cells:
    rows = np.flatnonzero((columns["part"] == part) & (columns["measure"] == measure))
    shape = tuple(len(place) for place in places)
    keys = [
        [place[code] for code in np.asarray(columns[f"key_{at}"])[rows].tolist()] for at, place in enumerate(places)
    ]
    flat = np.ravel_multi_index(tuple(np.array(key, dtype=np.intp) for key in keys), shape)
    missing = np.ma.filled(columns["missing"], "")[rows]
    total = np.ma.filled(columns["total"].astype(np.float64), 0.0)[rows]
    known = (missing == "") | (missing == CANNOT_OCCUR)
    values = np.full(int(np.prod(shape)), np.nan)
    values[flat] = np.where(known & (columns["cells"][rows] >= needed), total, np.nan)
    absent = np.ones(values.shape, dtype=bool)
    absent[flat] = False
    return _Cells(values, absent)
