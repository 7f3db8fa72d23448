"""Which municipalities lie in which regions, in any year, and how much two kinds of region have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ... import warehouse
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import Floats, Method
from ..declared import DIMENSIONS
from ..facts import municipalities
from ..result import QueryError, Row

GEMEENTE = "gemeente"
MERGED = ("doorstroompunt", "arbeidsmarkt", "provincie")  # kinds of region of which the map names the municipalities
LAYERS = (*MERGED, "landsdeel", "land")  # every kind of region whose totals are published
# The first of these that a release has says how large a municipality is: all inhabitants, else young people.
POPULATIONS = ("inwoners", "jongeren_register", "startpopulatie_duo")
METHOD = Method("overlap", {}, "Population share of common municipalities")
NOT_THERE = "M"
NOT_DELIVERED = "L"
Homes = dict[str, dict[str, str]]  # per layer the region of each municipality


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """How regions of two kinds overlap; matrices have a row per region of `rows` and a column per region of `columns`.

    `people` counts who lives in the municipalities in common; `share_of_row` and `share_of_column` are fractions of
    the region's people. NaN where a municipality has no population figure (`missing`); no common ground is 0.
    `municipalities` lists those in common, and has no entry where there are none.
    """

    kind_a: str
    kind_b: str
    year: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    people: Floats = field(repr=False)
    share_of_row: Floats = field(repr=False)
    share_of_column: Floats = field(repr=False)
    municipalities: dict[tuple[str, str], tuple[str, ...]] = field(repr=False)
    missing: tuple[str, ...]
    measure: str
    period: int
    method: Method
    release: str
    source: str


def overlap(
    kind_a: str = "doorstroompunt", kind_b: str = "arbeidsmarkt", year: int = 2026, release: str | None = None
) -> Overlap:
    """How the regions of two kinds overlap in a year, by the people of their common municipalities.

    People are counted in the last period that is not later than the year (else the first there is) of the first of
    POPULATIONS in the release. Raises QueryError, or what the warehouse raises.
    """
    known = catalogue(release)
    homes = [_homes_of(known, kind, year) for kind in (kind_a, kind_b)]
    measure, period, population = _population(known, year)
    rows, columns = (tuple(sorted(set(each.values()), key=known.order["region"].__getitem__)) for each in homes)
    common: dict[tuple[str, str], list[str]] = {}
    for gemeente in sorted(homes[0].keys() & homes[1].keys()):
        common.setdefault((homes[0][gemeente], homes[1][gemeente]), []).append(gemeente)
    people = np.zeros((len(rows), len(columns)))
    for (row, column), members in common.items():
        people[rows.index(row), columns.index(column)] = sum(population.get(each, np.nan) for each in members)
    return Overlap(
        kind_a=kind_a,
        kind_b=kind_b,
        year=year,
        rows=rows,
        columns=columns,
        people=people,
        share_of_row=_shares(people),
        share_of_column=_shares(people.T).T,
        municipalities={pair: tuple(members) for pair, members in common.items()},
        missing=tuple(sorted({each for members in common.values() for each in members} - population.keys())),
        measure=measure,
        period=period,
        method=METHOD,
        release=known.release.id,
        source=known.measures[measure].source,
    )


def _shares(people: Floats) -> Floats:
    """Each row as fractions of its sum; a cell with nobody in it is 0 also when the sum is not known."""
    whole = people.sum(axis=1, keepdims=True)
    shares = np.divide(people, whole, out=np.full(people.shape, np.nan), where=whole > 0)
    return np.where(people == 0, 0.0, shares)


def _homes_of(known: Catalogue, kind: str, year: int) -> dict[str, str]:
    """The region of a kind of every municipality in a year; raises QueryError."""
    if kind not in MERGED:
        raise QueryError(
            f"Unknown kind of region '{kind}' for an overlap; {did_you_mean(kind, MERGED)} Choose one and ask again."
        )
    found = municipalities(kind, year, known.release.id)
    if not found:
        raise QueryError(
            f"The map of regions of release '{known.release.id}' has no year {year}; it starts in 2019 and ends with "
            "the newest regions. Choose a year in between and ask again."
        )
    return found


def _population(known: Catalogue, year: int) -> tuple[str, int, dict[str, float]]:
    """The measure, the period and the people of each municipality; raises QueryError when there is no such measure."""
    whole = " and ".join(f"o.{d} = '{known.dimensions[d].total}'" for d in DIMENSIONS if d not in ("region", "period"))
    sql = (
        "select o.period, o.region, o.value from observation o join region r on r.code = o.region "
        f"where o.measure = ? and r.kind = ? and o.value is not null and {whole}"
    )
    for measure in POPULATIONS:
        found: dict[int, dict[str, float]] = {}
        for period, region, value in warehouse.records(sql, (measure, GEMEENTE), known.release.id):
            found.setdefault(period, {})[region] = value
        if found:
            period = max((each for each in found if each <= year), default=min(found))
            return measure, period, found[period]
    raise QueryError(
        f"Release '{known.release.id}' does not say how many people live in a municipality; an overlap weighs by that "
        f"({', '.join(POPULATIONS)}). Ask another release."
    )


def homes_in(known: Catalogue, year: int) -> Homes:
    """The region of each municipality in each layer in a year.

    The map starts in 2019 while figures go back further, so the nearest years it knows are taken, as the build does.
    """
    nearest: dict[tuple[str, str], tuple[tuple[int, int], str]] = {}
    sql = "select gemeente, kind, region, valid_from, valid_to from region_map"
    for gemeente, kind, region, first, last in warehouse.records(sql, (), known.release.id):
        far = (max(first - year, year - last, 0), first)
        if (gemeente, kind) not in nearest or far < nearest[gemeente, kind][0]:
            nearest[gemeente, kind] = far, region
    homes: Homes = {kind: {} for kind in LAYERS}
    for (gemeente, kind), (_, region) in nearest.items():
        homes[kind][gemeente] = region
        homes["land"][gemeente] = known.dimensions["region"].total
        if kind == "provincie":
            homes["landsdeel"][gemeente] = str(known.regions[region].parent)
    return homes


def there(known: Catalogue, cells: Mapping[str, Row]) -> set[str]:
    """The municipalities that make up the country in these rows by region, with a figure or without.

    One that does not exist then is none of them, nor is one without a row whose older or newer name has one.
    """
    rows = {
        code: row for code, row in cells.items() if known.regions[code].kind == GEMEENTE and not _is(row, NOT_THERE)
    }
    delivered = {code for code, row in rows.items() if not _is(row, NOT_DELIVERED)}
    newer = {code: _became(known, code) for code in known.kinds[GEMEENTE]}
    spoken_for = set().union(*(newer[code] for code in delivered))
    return {code for code in rows if code in delivered or not (code in spoken_for or delivered & newer[code])}


def _is(row: Row, status: str) -> bool:
    return row.status == status and row.numerator is None and row.denominator is None


def _became(known: Catalogue, code: str) -> set[str]:
    """The municipalities that one went up in, step by step."""
    found: set[str] = set()
    waiting = known.regions[code].successors.split()
    while waiting:
        newer = waiting.pop()
        found.add(newer)
        waiting += known.regions[newer].successors.split()
    return found
