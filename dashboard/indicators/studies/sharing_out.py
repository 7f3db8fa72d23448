"""The country's target shared out over the regions in two ways, and the target figures the regions set themselves.

By current share: as the figures of the latest year in which every region has one. By expected value: as the number
the CBS risk model expects per region, for the latest cohort. Neither is a target of a region; both add up to the
target of the country. The model is about the old count of early leavers, so for a target by the new count its numbers
only serve as weights. A region whose figure is hidden gets no share, and the others do not get its part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..catalogue import Catalogue, catalogue
from ..counts import Method
from ..declared import Indicator, Target
from ..reading import values_of
from ..result import QueryError, Selection, Values
from ..subjects import VSV_EXPECTED_COUNT
from ..targets import LARGEST_REMAINDER, share_out
from .field import COUNTRY
from .judged import Judged
from .target_path import Overview, target_year, with_targets

EXPECTED = VSV_EXPECTED_COUNT
BY_CURRENT, BY_EXPECTED = "current_share", "expected_value"
KIND = "doorstroompunt"


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one region: people, the exact quota, the weight, and the reason when there is none."""

    people: int | None
    quota: float | None
    weight: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Way:
    """The target shared out by the figures of one indicator in one period; `left` is what hidden regions would get."""

    id: str
    indicator: str
    period: int
    provisional: bool
    parts: dict[str, Part]
    left: int | None

    @property
    def complete(self) -> bool:
        """Whether the parts add up to the target of the country."""
        return self.left == 0 and all(part.people is not None for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class SharingOut:
    """The target of the country for a year, the ways to share it out, and the regions' own target figures.

    `regions` are in display order; `without` are those that set no target figure for this year.
    """

    indicator: str
    period: int
    target: Target
    regions: tuple[str, ...]
    ways: tuple[Way, ...]
    own: dict[str, Target]
    without: tuple[str, ...]
    release: str
    methods: tuple[Method, ...] = (LARGEST_REMAINDER,)


@dataclass(frozen=True, slots=True)
class OwnTargets:
    """The target figures that regions set themselves for one year, together beside the target of the country.

    `total` is None as long as no region set one; `without` are the regions that did not, `target` is the country's.
    """

    set: tuple[Judged, ...]
    without: tuple[str, ...]
    total: float | None
    target: float | None


def own_targets(found: Overview) -> OwnTargets:
    """The regions' own target figures of one year added up; a sum is of those that have one and of no others."""
    regions = [row for row in found.rows if row.region != COUNTRY]
    own = tuple(row for row in regions if row.target is not None)
    return OwnTargets(
        set=own,
        without=tuple(row.region for row in regions if row.target is None),
        total=sum(row.target.value for row in own if row.target is not None) if own else None,
        target=next((row.target.value for row in found.rows if row.region == COUNTRY and row.target), None),
    )


def sharing_out(indicator: str, period: int | None = None, release: str | None = None) -> SharingOut:
    """The country's target of an indicator's definition shared out over the regions; raises QueryError.

    Without `period` it is the first target year of the country without a figure, else the last one.
    """
    known = catalogue(release)
    counted = with_targets(known, indicator)
    standing = [each for each in known.targets if each.indicator == counted.id and not each.superseded_by]
    national = [each for each in standing if each.region == COUNTRY and each.unit == "persons"]
    if not national:
        raise QueryError(
            f"Indicator '{counted.id}' has no target in people for the whole country, so there is nothing to share "
            "out. Choose an indicator that has one and ask again."
        )
    year = target_year(known, counted, national, period)
    target = [each for each in national if each.period_from <= year <= each.period_to][-1]
    regions = tuple(region.code for region in known.regions_of(KIND, year, counted.period_kind))
    own = {
        each.region: each for each in standing if each.region in regions and each.period_from <= year <= each.period_to
    }
    return SharingOut(
        indicator=counted.id,
        period=year,
        target=target,
        regions=regions,
        ways=_ways(known, counted, target, regions),
        own=own,
        without=tuple(region for region in regions if region not in own),
        release=known.release.id,
    )


def _ways(known: Catalogue, counted: Indicator, target: Target, regions: Sequence[str]) -> tuple[Way, ...]:
    """Both ways by one query; by expected value only for early leavers, whom the risk model is about."""
    known.latest(counted.id)  # without any figure it says so
    bases = {BY_CURRENT: counted.id}
    if counted.family == "vsv" and EXPECTED in known.indicators and known.periods(EXPECTED):
        bases[BY_EXPECTED] = EXPECTED
    where = {"region": [COUNTRY, *regions], "period": "all"}
    read = values_of([Selection(name, ("region", "period"), where) for name in bases.values()], known.release.id)
    weighed = [
        (name, values)
        for name, values in zip(bases, read, strict=True)
        if any(r.value is not None for r in values.rows)
    ]
    if not weighed:
        raise QueryError(
            f"Indicator '{counted.id}' has no figures of the regions of that year or of the country, so "
            "there is nothing to share out by. Choose another indicator, period or release and ask again."
        )
    return tuple(_way(name, values, target, regions) for name, values in weighed)


def _way(name: str, values: Values, target: Target, regions: Sequence[str]) -> Way:
    figures = {(str(row.key[0]), int(row.key[1])): row for row in values.rows if row.value is not None}
    period = _latest_complete({at for _, at in figures}, set(figures), regions)
    weights = [figures[region, period].numerator if (region, period) in figures else None for region in regions]
    country = figures.get((COUNTRY, period))
    made = share_out(target.value, np.array(weights, dtype=np.float64), None if country is None else country.numerator)
    parts = {}
    for place, region in enumerate(regions):
        reason = str(made.reasons[place])
        fine = not reason
        parts[region] = Part(
            people=int(made.parts[place]) if fine else None,
            quota=float(made.quotas[place]) if fine else None,
            weight=weights[place],
            reason=reason,
        )
    provisional = any(row.status == "P" for (_, at), row in figures.items() if at == period)
    return Way(name, values.indicator, period, provisional, parts, None if made.left != made.left else int(made.left))


def _latest_complete(periods: set[int], known: set[tuple[str, int]], regions: Sequence[str]) -> int:
    """The last period in which every region has a figure; without one the last in which most have."""
    return max(periods, key=lambda at: (sum((region, at) in known for region in regions), at))
