"""How far a provisional figure may still move: a band made of what earlier provisional figures became.

A pair is the first provisional figure of a region and period and the definitive one that stands now. Regions of one
kind are pooled, so the country, alone of its kind, has its own versions only. For a share the pairs are of the share
itself, because that is the figure on show and its two counts move together; a share counts when both of its counts
were replaced. Both figures of a pair are of one period, so a break between periods does not matter to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .. import revisions
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, MISSING, Floats, Method, floats
from ..facts import Superseded, superseded
from ..plan import Plan, plan
from ..reading import values_of
from ..result import QueryError, Selection
from ..uncertainty import with_parameters
from .cells import COUNTRY, REASON, plain
from .field import Field, divided

LEVEL = 0.9
PROVISIONAL, DEFINITIVE = "P", "A"
NOT_PROVISIONAL = "not_provisional"  # the latest figure will not be replaced
ZERO = "zero"  # a relative band around 0 is 0 wide and says nothing


@dataclass(frozen=True, slots=True)
class RevisionBand:
    """The latest figure of a region in the unit of the indicator, and between which limits it may end up.

    `revision_low` and `revision_high` are the same in % of the figure. `versions` are the periods of the pool that were
    revised, `own` those of the region; `median_size` and `largest` (signed) are of the pool, in %. Limits have
    two decimals more than the figure and are None where `reason` says why.
    """

    indicator: str
    region: str
    period: int
    value: float | None
    status: str
    low: float | None
    high: float | None
    revision_low: float | None
    revision_high: float | None
    versions: int
    own: int
    pairs: int
    median_size: float | None
    largest: float | None
    reason: str
    release: str
    methods: tuple[Method, ...]


def revision_band(
    indicator: str, region: str = COUNTRY, release: str | None = None, level: float = LEVEL
) -> RevisionBand:
    """The band around the latest figure of one region; raises QueryError."""
    known = catalogue(release)
    if region not in known.regions:
        near = known.region(region)
        right = f"did you mean '{near.code}'?" if near else did_you_mean(region, known.regions)
        raise QueryError(f"Unknown region '{region}'; {right} Choose one and ask again.")
    kind = known.regions[region].kind
    found = {each.region: each for each in revision_bands(indicator, kind, known.release.id, level)}
    if region not in found:
        raise QueryError(
            f"Region '{region}' does not exist in the latest period of indicator '{indicator}'; "
            f"{did_you_mean(region, found)} Choose one and ask again."
        )
    return found[region]


def revision_bands(
    indicator: str, kind: str = "doorstroompunt", release: str | None = None, level: float = LEVEL
) -> tuple[RevisionBand, ...]:
    """The bands around the latest figures of all regions of a kind, in display order; raises QueryError."""
    known = catalogue(release)
    chosen = known.indicator(indicator)
    if kind not in known.kinds:
        raise QueryError(
            f"Unknown kind of region '{kind}'; {did_you_mean(kind, known.kinds)} Choose one and ask again."
        )
    if not 0 < level < 1:
        raise QueryError(
            f"Unknown level '{level}'; a band has a level between 0 and 1, as {LEVEL}. Ask again with one."
        )
    made = plan(known, Selection(indicator, ("region",), {"region": kind, "period": "latest"}))
    (period,) = made.codes["period"] or ()
    regions = [region.code for region in known.regions_of(kind, int(period), chosen.period_kind)]
    asked = Selection(indicator, ("region",), {"region": regions, "period": period})
    field = Field(known, chosen, values_of([asked], known.release.id)[0])
    table = _revised(known, made, regions)
    value = 100 * divided(field.x, field.n) if field.share else field.x
    statuses = [row.status for row in field.values.rows]
    band = revisions.band(table, level=level)
    limits = revisions.apply_band(value, band)
    waits = np.array([status == PROVISIONAL for status in statuses], dtype=bool)
    general = np.full(len(regions), band.reason)
    why = np.select(
        [np.isnan(value), ~waits, general != FINE, value == 0], [MISSING, NOT_PROVISIONAL, general, ZERO], FINE
    )
    why = why.astype(REASON)
    pool, own = revisions.summarise(table), np.count_nonzero(~np.isnan(table), axis=1)
    used = revisions.METHODS["revision_band"]
    methods = (with_parameters(used, level=level, of="share" if field.share else "figure", pool=kind),)
    fine = why == FINE
    size, largest = plain(100 * np.array([pool.median_size, pool.largest]), 2)
    limits_shown = (np.where(fine, each, np.nan) for each in (limits.low, limits.high, 100 * band.low, 100 * band.high))
    low, high, down, up = (plain(each, chosen.decimals + 2) for each in limits_shown)
    return tuple(
        RevisionBand(
            indicator=indicator,
            region=region,
            period=int(period),
            value=field.values.rows[at].value,
            status=statuses[at],
            low=low[at],
            high=high[at],
            revision_low=down[at],
            revision_high=up[at],
            versions=pool.versions,
            own=int(own[at]),
            pairs=pool.pairs,
            median_size=size,
            largest=largest,
            reason=str(why[at]),
            release=known.release.id,
            methods=methods,
        )
        for at, region in enumerate(regions)
    )


def replaced(known: Catalogue, made: Plan) -> dict[str, dict[tuple[str, int], Superseded]]:
    """Per measure of a plan the first figure that was published of each region and period and later replaced.

    Only totals are looked up, so a plan that filters or whose indicator does has none. A dimension that the plan
    splits besides region and period counts as a filter.
    """
    if any(codes != (known.dimensions[d].total,) for d, codes in made.codes.items() if d not in ("region", "period")):
        return {}
    measures = [made.indicator.numerator]
    if made.indicator.denominator is not None:
        measures.append(made.indicator.denominator)
    found: dict[str, dict[tuple[str, int], Superseded]] = {}
    for measure in measures:
        first = found.setdefault(measure, {})
        for each in superseded(measure, known.release.id):
            first.setdefault((each.region, each.period), each)
    return found


def _revised(known: Catalogue, made: Plan, regions: Sequence[str]) -> Floats:
    """Definitive / provisional - 1 as [regions, periods]; NaN where there is no such pair."""
    tables = list(replaced(known, made).values())
    keys = sorted(set.intersection(*(set(table) for table in tables))) if tables else []
    periods = {period: at for at, period in enumerate(sorted({period for _, period in keys}))}
    places = {region: at for at, region in enumerate(regions)}
    then, now = np.full((2, len(regions), len(periods)), np.nan)
    for region, period in keys:
        cells = [table[region, period] for table in tables]
        if region in places and all((c.status, c.now_status) == (PROVISIONAL, DEFINITIVE) for c in cells):
            at = places[region], periods[period]
            then[at], now[at] = (_figure(floats(line)) for line in ([c.value for c in cells], [c.now for c in cells]))
    return revisions.ratios(then, now)


def _figure(counts: Floats) -> float:
    """The count, or the share of two counts."""
    return float(counts[0]) if len(counts) == 1 else float(divided(counts[:1], counts[1:])[0])
