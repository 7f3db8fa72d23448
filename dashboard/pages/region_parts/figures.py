"""What the region page reads: three subjects with their statistics, series, targets and facts; draws nothing.

The statistics of all regions come at once and are kept per release, so the next region costs no query for them. What
is left is one query for the series, one per subject with targets, and those of the effect report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...components import told
from ...indicators import (
    Catalogue,
    Choice,
    Indicator,
    Region,
    Row,
    Selection,
    Values,
    municipalities,
    subjects,
    values,
    values_of,
)
from ...indicators.catalogue import map_year
from ...indicators.studies.cells import EARLIER, PEERS
from ...indicators.studies.judged import Judged, due_next
from ...indicators.studies.peer_set import peers_of
from ...indicators.studies.target_path import target_path
from ...indicators.subjects import KIND, Subject
from ...narrative import Fact
from ...state import COUNTRY, View

STATISTICS = ("interval", "benchmark", "trend", "expected")
BENCHMARKS = (COUNTRY, PEERS, EARLIER)


@dataclass(frozen=True)
class Seen:
    """One subject as it is for one region: `line` has the figures since the last break, `beside` the one of now."""

    subject: Subject
    indicator: Indicator
    period: int
    statistics: Values
    row: Row | None
    cells: told.Cells
    line: Mapping[int, Row]
    beside: Row | None
    judged: Judged | None
    facts: Sequence[Fact]


def place(view: View) -> Region:
    """The region that the page is about; for a municipality the Doorstroompunt region it belongs to."""
    region = view.region()
    if region.kind != "gemeente":
        return region
    year = view.catalogue.release.data_date.year
    home = municipalities(KIND, year, view.release).get(region.code)
    return region if home is None else view.catalogue.regions[home]


def against(view: View) -> str:
    """The benchmark that was chosen."""
    return view.choice("vergelijk", BENCHMARKS, COUNTRY)


def seen(view: View) -> list[Seen]:
    """The subjects that the release has, with all that is known of them for the region of the page."""
    known, region = view.catalogue, place(view)
    chosen = [s for s in subjects.tiles(known) if periods(known, s.share, region)]
    asked = [series(s.share, region.code, s.where) for s in chosen]
    asked += [series(s.beside, region.code, {}) for s in chosen if s.beside in known.indicators]
    read = values_of(asked, view.release)
    beside = {each.indicator: each for each in read[len(chosen) :]}
    return [one(view, region, s, line, beside.get(s.beside)) for s, line in zip(chosen, read, strict=False)]


def one(view: View, region: Region, subject: Subject, line: Values, beside: Values | None) -> Seen:
    """One subject for one region."""
    known = view.catalogue
    indicator = known.indicators[subject.share]
    period = periods(known, subject.share, region)[-1]
    found = statistics(known, subject, around(region), period, against(view))
    row, cells = told.row_of(found, region.code)
    judged = aim(view, region, subject)
    what = topic(view, subject)
    facts = told.facts(view, found, region.code, against(view), what)
    if judged is not None:
        facts.append(told.aimed(view, judged, known.indicators[subject.target]))
    since = max((b.period for b in known.breaks(indicator.id) if b.period <= period), default=0)
    points = {int(r.key[1]): r for r in line.rows if since <= int(r.key[1]) <= period}
    also = None if beside is None else next((r for r in beside.rows if int(r.key[1]) == period), None)
    return Seen(subject, indicator, period, found, row, cells, points, also, judged, facts)


def topic(view: View, subject: Subject) -> str:
    """What sentences call a subject; the name of the indicator when that says it in full."""
    return "" if subject.name == "vsv" or not subject.usual else view.text(f"region_topic_{subject.name}")


def periods(known: Catalogue, indicator: str, region: Region) -> list[int]:
    """The periods with figures in which a region existed, oldest first."""
    kind = known.indicators[indicator].period_kind
    return [p for p in known.periods(indicator) if region.exists(map_year(p, kind))]


def around(region: Region) -> tuple[str, ...]:
    """The regions whose statistics are worked out together: all of a kind, so that they are kept for the next."""
    return (KIND, COUNTRY) if region.kind in (KIND, "land") else (region.code, COUNTRY)


def series(indicator: str, region: str, where: Mapping[str, Choice]) -> Selection:
    """All periods of one region."""
    return Selection(indicator, ("region", "period"), {**where, "region": region, "period": "all"})


def statistics(known: Catalogue, subject: Subject, regions: tuple[str, ...], period: int, against: str) -> Values:
    """The figures of one period with their statistics, of all regions that are set beside each other."""
    return _statistics(known, subject.share, tuple(subject.where.items()), regions, period, against)


@lru_cache(maxsize=128)
def _statistics(
    known: Catalogue,
    share: str,
    where: tuple[tuple[str, Choice], ...],
    regions: tuple[str, ...],
    period: int,
    against: str,
) -> Values:
    # The catalogue is one object per release and folder, so it keeps releases apart.
    chosen = {**dict(where), "region": regions, "period": period}
    return values(share, ("region",), chosen, known.release.id, with_=STATISTICS, against=against)


def aim(view: View, region: Region, subject: Subject) -> Judged | None:
    """The target that is due next, else the last one; None where targets are not set for such a region."""
    if (
        not subjects.has_targets(view.catalogue, subject.target)
        or region.kind not in (KIND, "land")
        or region.valid_to is not None
    ):
        return None
    found = target_path(subject.target, region.code, view.release)
    return due_next(found.judged) or Judged(region.code, None, 0, None, None, False)


def peers(view: View, region: Region) -> list[str]:
    """The names of the regions that resemble this one most; none for a region that has none."""
    if region.kind != KIND or region.valid_to is not None:
        return []
    return [view.name_of("region", peer.code) for peer in peers_of(region.code, release=view.release).peers]


def ended(region: Region) -> bool:
    """Whether the region is no more."""
    return region.valid_to is not None
