"""Why a region moved up or down the list between two years: its own change, that of the others, or revised figures.

The earlier rank is by the figures as they were first published, when the release still has them; from there to the
same year as it is known now is revision. Only Doorstroompunt regions with all their figures are ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .. import ranks
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, Bools, Floats, Method, floats
from ..declared import Indicator
from ..facts import Superseded
from ..plan import plan
from ..reading import values_of
from ..result import Choice, QueryError, Selection
from .cells import REASON, plain, whole
from .field import Field, gathered
from .revision_band import replaced

KIND = "doorstroompunt"
BREAK = "break"
MOVED, NOT_DISTINGUISHABLE = "moved", "not_distinguishable"
NO_VERSIONS = "no_versions"  # the release has no earlier version of these figures
Where = Mapping[str, Choice | Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class RankMove:
    """One region: its rank then and now with the ranks that chance leaves open, and its move in three parts.

    A positive move is towards the last place; moved = own + others + revision, and half places occur. `outcome` is
    `not_distinguishable` when the two intervals overlap, so that chance may have made the move. All is None, and the
    outcome empty, where `reason` says why.
    """

    region: str
    before: int | None
    before_low: int | None
    before_high: int | None
    now: int | None
    now_low: int | None
    now_high: int | None
    moved: int | None
    own: float | None
    others: float | None
    revision: float | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class RankMoves:
    """All regions of either year in display order; `first` says whether the lowest or the highest figure is number 1.

    `revision_reason` says why no part of a move is revision: nothing is known of earlier versions of these figures.
    """

    indicator: str
    before: int
    now: int
    first: str
    rows: tuple[RankMove, ...]
    revision_reason: str
    release: str
    methods: tuple[Method, ...]

    def of(self, region: str) -> RankMove | None:
        """The move of one region, None when it existed in neither year."""
        return next((row for row in self.rows if row.region == region), None)


def rank_moves(
    indicator: str,
    now: Choice | None = None,
    before: Choice | None = None,
    release: str | None = None,
    where: Where | None = None,
    level: float = 0.95,
) -> RankMoves:
    """The move of every region from one period to a later one, by default the last two; raises QueryError."""
    known = catalogue(release)
    chosen = known.indicator(indicator)
    filters = dict(where or {})
    if {"region", "period"} & set(filters):
        raise QueryError(
            "A move in rank is about all Doorstroompunt regions in two periods; region and period are no filters. "
            "Leave them out of `where`, choose periods by `now` and `before`, and ask again."
        )
    if not 0 < level < 1:
        raise QueryError(
            f"Unknown level '{level}'; an interval has a level between 0 and 1, as 0.95. Ask again with one."
        )
    made = plan(known, Selection(indicator, ("region", "period"), {**filters, "region": KIND, "period": "all"}))
    (moment,) = made.codes["moment"] or ()
    early, late = _periods(known, chosen, str(moment), now, before)
    regions = _regions(known, chosen, early, late)
    asked = Selection(indicator, ("region", "period"), {**filters, "region": regions, "period": [early, late]})
    field = Field(known, chosen, values_of([asked], known.release.id)[0])
    general = BREAK if known.breaks(indicator, early, late) else field.counted()

    places = [[field.place.get((region, (period,))) for period in (early, late)] for region in regions]
    x, n = gathered(field.x, places), gathered(field.n, places) if field.share else None
    first = replaced(known, made)
    then_x, replaced_x = _as_published(first.get(chosen.numerator, {}), regions, early, x[:, 0])
    then_n, replaced_n = None, np.zeros(len(regions), dtype=bool)
    if n is not None:
        then_n, replaced_n = _as_published(first.get(str(chosen.denominator), {}), regions, early, n[:, 0])
    way: ranks.First = "high" if chosen.better == "higher" else "low"
    rows = _moves(regions, then_x, then_n, x, n, way, level, general)
    versions = bool((replaced_x | replaced_n).any())
    methods = (ranks.method(level, ranks.DRAWS, ranks.SEED, way), ranks.MOVE)
    return RankMoves(indicator, early, late, way, rows, FINE if versions else NO_VERSIONS, known.release.id, methods)


def _moves(
    regions: Sequence[str],
    then_x: Floats,
    then_n: Floats | None,
    x: Floats,
    n: Floats | None,
    first: ranks.First,
    level: float,
    general: str,
) -> tuple[RankMove, ...]:
    """The moves from the figures as published, by way of the same period as known now, to the later period."""
    start_n, end_n = (None, None) if n is None else (n[:, 0], n[:, 1])
    made = ranks.why_moved(then_x, then_n, x[:, 1], end_n, x[:, 0], start_n, first)
    why = made.reason.astype(REASON)
    why[:] = general or why
    # Both intervals are among the regions that are ranked both times.
    there = why == FINE
    before, after = (
        ranks.rank_intervals(np.where(there, cases, np.nan), people, level, first=first)
        for cases, people in ((then_x, then_n), (x[:, 1], end_n))
    )
    apart = (before.high < after.low) | (after.high < before.low)
    outcome = np.select([~there, apart], ["", MOVED], NOT_DISTINGUISHABLE)
    then, then_low, then_high, now, now_low, now_high, moved = (
        whole(np.where(there, each, np.nan)) for each in (*before[:3], *after[:3], made.moved)
    )
    own, others, revision = (plain(np.where(there, each, np.nan), 1) for each in (made.own, made.others, made.revision))
    return tuple(
        RankMove(
            region=region,
            before=then[at],
            before_low=then_low[at],
            before_high=then_high[at],
            now=now[at],
            now_low=now_low[at],
            now_high=now_high[at],
            moved=moved[at],
            own=own[at],
            others=others[at],
            revision=revision[at],
            outcome=str(outcome[at]),
            reason=str(why[at]),
        )
        for at, region in enumerate(regions)
    )


def _as_published(
    first: Mapping[tuple[str, int], Superseded], regions: Sequence[str], period: int, now: Floats
) -> tuple[Floats, Bools]:
    """Counts as they were first published, those that were never replaced as they are now; and which were replaced."""
    earlier = [first.get((region, period)) for region in regions]
    was = np.array([each is not None for each in earlier], dtype=bool)
    values = floats([None if each is None else each.value for each in earlier])
    return np.where(was, values, now), was


def _regions(known: Catalogue, chosen: Indicator, early: int, late: int) -> list[str]:
    """The regions of either year, in display order."""
    there = {r.code for period in (early, late) for r in known.regions_of(KIND, period, chosen.period_kind)}
    return [code for code in known.kinds[KIND] if code in there]


def _periods(
    known: Catalogue, chosen: Indicator, moment: str, now: Choice | None, before: Choice | None
) -> tuple[int, int]:
    """Both periods, the earlier one first."""
    found = known.periods(chosen.id, moment, KIND)
    if not found:
        raise QueryError(
            f"Indicator '{chosen.id}' has no figures of Doorstroompunt regions to rank. "
            "Choose another indicator or moment and ask again."
        )
    late = found[-1] if now in (None, "latest") else now
    if str(late) not in map(str, found):
        raise QueryError(
            f"Indicator '{chosen.id}' has no period '{late}' for Doorstroompunt regions; "
            f"{did_you_mean(str(late), map(str, found))} Choose a start year and ask again."
        )
    earlier = [period for period in found if period < int(late or 0)]
    if not earlier:
        raise QueryError(
            f"Indicator '{chosen.id}' has no period before {late} to compare with. Choose a later period and ask again."
        )
    early = earlier[-1] if before is None else before
    if str(early) not in map(str, earlier):
        raise QueryError(
            f"Period '{early}' is no earlier period of indicator '{chosen.id}' than {late}; "
            f"{did_you_mean(str(early), map(str, earlier))} Choose one and ask again."
        )
    return int(early), int(late or 0)
