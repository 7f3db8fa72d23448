"""Sets figures against a benchmark and among each other, as columns: difference, outcome, rank."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import benchmark, ranks, uncertainty
from ..counts import FINE, Floats, Texts
from . import peer_set
from .cells import (
    COUNTRY,
    EARLIER,
    ITSELF,
    REASON,
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
from .field import Field, divided, gathered

BREAK, NO_PEERS = "break", "no_peers"


def compared(q: Question) -> Columns:
    """Each figure against a benchmark: the difference with limits, whether chance makes it, and how rare it is then."""
    # Regions added up are in no field, and have a past of their own.
    base = q.asked if q.against == EARLIER and "" in q.asked.regions else q.field
    x_b, n_b, why = _benchmark(q, base)
    inside = q.against == COUNTRY and base.share
    if base.share:
        found = benchmark.compare(base.x, base.n, x_b, n_b, q.level, inside=inside)
        value = divided(*uncertainty.rest_of(base.x, base.n, x_b, n_b)) if inside else divided(x_b, n_b)
    else:
        found = benchmark.compare_counts(base.x, x_b, q.level, same_region=q.against == EARLIER)
        value = x_b
    general = base.counted()
    why = np.where(why == FINE, found.reason, why) if not general else np.full_like(why, general)
    fine = why == FINE
    adjusted = found.p_value.copy()  # the country and regions added up are the only one of their kind
    for members in base.together():
        family = members[fine[members]]
        adjusted[family] = benchmark.benjamini_hochberg(found.p_value[family]).adjusted
    outcome = np.where(fine, found.outcome, benchmark.UNDEFINED)

    def cells(column: Floats) -> NDArray[np.float64]:
        return picked(q, base, np.where(fine, column, np.nan))

    columns: dict[str, Sequence[Any]] = {
        "benchmark_value": shown(q.asked, cells(value)),
        "difference": shown(q.asked, cells(found.difference)),
        "difference_low": shown(q.asked, cells(found.low)),
        "difference_high": shown(q.asked, cells(found.high)),
        "difference_people": plain(cells(found.difference * (base.n if base.share else 1)), 1),
        "p_value": chances(cells(found.p_value)),
        "p_adjusted": chances(cells(adjusted)),
        "outcome": picked(q, base, outcome, "").tolist(),
        "verdict": picked(q, base, benchmark.verdict(outcome, base.indicator.better), "").tolist(),
        "benchmark_reason": picked_why(q, base, why).tolist(),
    }
    against = "rest_of_country" if inside else q.against
    return Columns(columns, (benchmark.method(q.level, against, base.share), benchmark.BENJAMINI_HOCHBERG))


def ranked(q: Question) -> Columns:
    """The place of each region among all of its kind, and the places that chance leaves open."""
    field = q.field
    why = without_country(field, why_none(field))
    place, low, high, of = (np.full(len(field.x), np.nan) for _ in range(4))
    first: ranks.First = "high" if field.indicator.better == "higher" else "low"
    for members in field.together():
        if field.counted():
            continue
        found = ranks.rank_intervals(field.x[members], field.n[members] if field.share else None, q.level, first=first)
        place[members], low[members], high[members] = found.rank, found.low, found.high
        why[members] = found.reason
        of[members] = np.count_nonzero(found.reason == FINE)
    columns: dict[str, Sequence[Any]] = {
        name: whole(picked(q, field, np.where(why == FINE, column, np.nan)))
        for name, column in {"rank": place, "rank_low": low, "rank_high": high, "ranked": of}.items()
    }
    columns["rank_reason"] = picked_why(q, field, why).tolist()
    return Columns(columns, (ranks.method(q.level, ranks.DRAWS, ranks.SEED, first),))


def _benchmark(q: Question, base: Field) -> tuple[Floats, Floats, Texts]:
    """Counts of the benchmark of each row, and why there are none."""
    why = np.full(len(base.x), FINE, dtype=REASON)
    if q.against == EARLIER:
        return _earlier(q, base)
    if q.against in q.catalogue.regions:
        x, n = base.row_of(q.against)
        same = np.array([code == q.against for code in base.regions], dtype=bool) | (np.array(base.kinds) == "land")
        return x, n, np.where(same, ITSELF, why)
    peers = peer_set.peer_codes(q.against, q.catalogue.release.id)
    x, n = np.full(len(base.x), np.nan), np.full(len(base.x), np.nan)
    for at, (region, rest) in enumerate(zip(base.regions, base.rests, strict=True)):
        if not peers.get(region):
            why[at] = NO_PEERS
            continue
        places = [[base.place.get((peer, rest)) for peer in peers[region]]]
        x[at], n[at] = gathered(base.x, places).sum(), gathered(base.n, places).sum()
    return x, n, why


def _earlier(q: Question, base: Field) -> tuple[Floats, Floats, Texts]:
    """Counts of the same region in the period before, unless a break lies between."""
    broken = {each.period for each in base.indicator.breaks}
    why = np.array([BREAK if period in broken else FINE for period in base.periods], dtype=REASON)
    keys = zip(base.regions, base.series, base.periods, strict=True)
    places = [[q.years.moments.get((region, series, period - 1))] for region, series, period in keys]
    return gathered(q.years.x, places)[:, 0], gathered(q.years.n, places)[:, 0], why
