"""Which regions resemble a Doorstroompunt region: reads the drivers of a release and finds the nearest by them.

A set of peers has an id that links keep: the version of the list of drivers and a reference year. The years of the
drivers belong to the id (see `peers.REFERENCE_YEARS`), so newer figures in a later release move nobody; only a
publisher's revision of those very years can.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ... import warehouse
from .. import peers
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import Floats, Method, Texts
from ..declared import DIMENSIONS
from ..peers import Driver
from ..result import QueryError

PREFIX = "soortgelijk"
NO_DRIVERS = "no_drivers"  # the release has no driver that the region shares with another

# Driver -> the cells above and below its division; a driver with nothing below is the count itself.
# A cell is a measure with its education and origin; every other dimension is at its total.
Cell = tuple[str, str, str]
INHABITANTS: Cell = ("inwoners", "totaal", "totaal")
COUNTED: Cell = ("startpopulatie_duo", "totaal", "totaal")
CELLS: dict[str, tuple[tuple[Cell, ...], Cell | None]] = {
    "urban": ((("inwoners_stad", "totaal", "totaal"),), INHABITANTS),
    "inhabitants": ((INHABITANTS,), None),
    "young": ((("jongeren_15_25", "totaal", "totaal"),), INHABITANTS),
    "jikp": ((("jikp_pct", "totaal", "totaal"),), None),
    "mbo_low": ((("startpopulatie_duo", "mbo_1", "totaal"), ("startpopulatie_duo", "mbo_2", "totaal")), COUNTED),
    "origin": ((("startpopulatie_duo", "totaal", "buiten_europa"),), COUNTED),
}
PRINTED = frozenset({"jikp"})  # a percentage as it was printed


@dataclass(frozen=True, slots=True, eq=False)
class DriverValues:
    """Raw driver values [regions, drivers] of the active Doorstroompunt regions; shares are fractions, NaN is none."""

    codes: tuple[str, ...]
    matrix: Floats
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class PeerRegion:
    """One peer: how far it is, which part of that each driver makes, and its own driver values."""

    code: str
    distance: float
    contributions: dict[str, float]
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class PeerSet:
    """The peers of a region, nearest first, and how much they depend on each driver.

    `values` are the region's own drivers, `notes` says per driver why it tells nothing (empty where it does), and
    `stability` which share of the peers stays without that driver. `reason` says why there are no peers.
    """

    id: str
    region: str
    peers: tuple[PeerRegion, ...]
    drivers: tuple[Driver, ...]
    years: dict[str, int]
    values: dict[str, float]
    notes: dict[str, str]
    stability: dict[str, float]
    method: Method
    reason: str


# The drivers, per region its peers, what stays of them without each driver, and per driver why it tells nothing.
AllPeers = tuple[DriverValues, dict[str, tuple[peers.Peer, ...]], Floats, Texts]


def checked_id(asked: str | None = None, release: str | None = None) -> str:
    """The id of a set of peers in full: the newest for None or `soortgelijk`; raises QueryError for an unknown one.

    Ids do not depend on the release: an older one without the figures leaves drivers out and says so.
    """
    catalogue(release)
    return peers.set_id(_year(asked))


def drivers_of(release: str | None = None, set_id: str | None = None) -> DriverValues:
    """The driver values of a release by one query, regions as they were in each driver's year; raises QueryError."""
    year = _year(set_id)
    return _read(str(warehouse.folder()), warehouse.release_id(release), year)


def peer_codes(set_id: str | None = None, release: str | None = None, k: int = 7) -> dict[str, tuple[str, ...]]:
    """Per active Doorstroompunt region the codes of its `k` peers, the nearest first; raises QueryError."""
    _, nearest, _, _ = _peers(release, _year(set_id), k)
    return {code: tuple(peer.code for peer in found) for code, found in nearest.items()}


def peers_of(region: str, k: int = 7, set_id: str | None = None, release: str | None = None) -> PeerSet:
    """The `k` regions that resemble a Doorstroompunt region most; raises QueryError.

    `region` is a code, number or name.
    """
    year = _year(set_id)
    known = catalogue(release)
    code = _active(known, region)
    found, nearest, kept, notes = _peers(known.release.id, year, k)
    names = [driver.id for driver in peers.DRIVERS]
    row = {each: place for place, each in enumerate(found.codes)}

    def values(each: str) -> dict[str, float]:
        return dict(zip(names, found.matrix[row[each]].tolist(), strict=True))

    return PeerSet(
        id=peers.set_id(year),
        region=code,
        peers=tuple(
            PeerRegion(peer.code, peer.distance, dict(zip(names, peer.parts, strict=True)), values(peer.code))
            for peer in nearest[code]
        ),
        drivers=peers.DRIVERS,
        years=found.years,
        values=values(code),
        notes=dict(zip(names, notes.tolist(), strict=True)),
        stability=dict(zip(names, kept[row[code]].tolist(), strict=True)),
        method=peers.method(year, k),
        reason="" if nearest[code] else NO_DRIVERS,
    )


def _year(set_id: str | None) -> int:
    """The reference year of a set."""
    if set_id in (None, PREFIX):
        return max(peers.REFERENCE_YEARS)
    known = {peers.set_id(year): year for year in peers.REFERENCE_YEARS}
    if set_id not in known:
        raise QueryError(
            f"Unknown set of peers '{set_id}'; {did_you_mean(str(set_id), known)} Choose one and ask again."
        )
    return known[set_id]


def _active(known: Catalogue, text: str) -> str:
    """The code of an active Doorstroompunt region."""
    region = known.region(text)
    if region is None:
        raise QueryError(
            f"Unknown region '{text}'; {did_you_mean(text, known.kinds['doorstroompunt'])} Use a code, number or name."
        )
    if region.kind != "doorstroompunt":
        raise QueryError(
            f"Region '{region.code}' is a {region.kind}; only Doorstroompunt regions have peers. "
            "Choose a Doorstroompunt region and ask again."
        )
    if region.valid_to is not None:
        raise QueryError(
            f"Region '{region.code}' ended in {region.valid_to} and has no peers; it went on as "
            f"{' and '.join(region.successors.split())}. Choose one of these and ask again."
        )
    return region.code


def _peers(release: str | None, year: int, k: int) -> AllPeers:
    if k < 1:
        raise QueryError(f"Asked for {k} peers; a region has 1 or more. Ask for 7, as usual.")
    return _all_peers(str(warehouse.folder()), warehouse.release_id(release), year, k)


@lru_cache(maxsize=8)
def _all_peers(folder: str, release: str, year: int, k: int) -> AllPeers:
    """The peers of every region at once, because a comparison with peers asks for all of them."""
    found = _read(folder, release, year)
    scores, notes = peers.standardised(peers.transformed(found.matrix))
    weights = [driver.weight for driver in peers.DRIVERS]
    nearest = peers.nearest(found.codes, scores, weights, k)
    return found, nearest, peers.stability(found.codes, scores, weights, k), notes


@lru_cache(maxsize=8)
def _read(folder: str, release: str, year: int) -> DriverValues:
    """Reads the drivers of a set once; the folder is part of the key because release ids are unique within one."""
    years = peers.REFERENCE_YEARS[year]
    regions = catalogue(release).regions_of("doorstroompunt")
    codes = tuple(region.code for region in regions if region.valid_to is None)
    measures = sorted({cell[0] for above, below in CELLS.values() for cell in (*above, *([below] if below else []))})
    periods = sorted(set(years.values()))
    totals = " and ".join(
        f"o.{d} = 'totaal'" for d in DIMENSIONS if d not in ("region", "period", "indeling", "education", "origin")
    )
    sql = (
        "select o.region, o.period, o.measure, o.education, o.origin, o.value from observation o "
        f"where o.measure in ({_marks(measures)}) and o.period in ({_marks(periods)}) "
        f"and o.region in ({_marks(codes)}) and {totals} and o.value is not null "
        # The region of today where the region of then cannot be told: the later of two rows of a cell stands.
        "and o.indeling in ('periode', '2026') order by o.indeling"
    )
    rows = warehouse.records(sql, (*measures, *periods, *codes), release)
    found = {(region, period, (measure, e, o)): value for region, period, measure, e, o, value in rows}

    def of(region: str, name: str) -> float:
        above, below = CELLS[name]
        total = sum(found.get((region, years[name], cell), np.nan) for cell in above)
        if below is None:
            return total / 100 if name in PRINTED else total
        # A region without people has no share.
        return total / (found.get((region, years[name], below)) or np.nan)

    values = [[of(code, driver.id) for driver in peers.DRIVERS] for code in codes]
    matrix = np.array(values, dtype=np.float64).reshape(len(codes), len(peers.DRIVERS))
    matrix.setflags(write=False)  # shared by all who ask
    return DriverValues(codes, matrix, dict(years))


def _marks(values: tuple[object, ...] | list[str] | list[int]) -> str:
    return ", ".join("?" * len(values))
