"""What a release says of itself: indicators, measures, sources, codes, regions, words; read once per release."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from .. import warehouse
from .declared import (
    KINDS,
    Break,
    Code,
    Dimension,
    Example,
    Extract,
    Indicator,
    Measure,
    Region,
    Release,
    Revision,
    Source,
    Target,
    Term,
    Tile,
)
from .region_names import region_code, spelling, spellings
from .result import QueryError


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Everything a release holds but its figures; look things up, change nothing."""

    release: Release
    indicators: dict[str, Indicator]
    measures: dict[str, Measure]
    sources: dict[str, Source]
    dimensions: dict[str, Dimension]
    codes: dict[str, dict[str, Code]]
    regions: dict[str, Region]
    tiles: dict[str, Tile]
    terms: dict[str, Term]
    examples: dict[str, tuple[Example, ...]]
    extracts: tuple[Extract, ...]
    revisions: tuple[Revision, ...]
    targets: tuple[Target, ...]
    order: dict[str, dict[str, int]]
    alphabet: dict[str, int]
    kinds: dict[str, tuple[str, ...]]
    _coverage: dict[tuple[str, str], tuple[str, ...]]
    _periods: dict[tuple[str, str, str], frozenset[int]]
    _spellings: dict[str, str]

    def indicator(self, name: str) -> Indicator:
        """The indicator of that id; raises QueryError."""
        found = self.indicators.get(name)
        if found is None:
            raise QueryError(
                f"Unknown indicator '{name}'; {did_you_mean(name, self.indicators)} Choose one and ask again."
            )
        return found

    def codes_of(self, indicator: str, dimension: str) -> tuple[str, ...]:
        """The codes of a dimension for which the release has figures of an indicator, in display order."""
        return self._coverage.get((indicator, dimension), ())

    def periods(self, indicator: str, moment: str | None = None, kind: str | None = None) -> tuple[int, ...]:
        """The start years with figures of an indicator, oldest first.

        For its default moment or the one given, and for any region or those of a kind. Years in which only a part has
        a figure (one type of education, say) count only when no year has one for the whole.
        """
        chosen = self.indicator(indicator)
        if moment is None:
            moment = chosen.defaults.get("moment", "totaal")
        kinds = KINDS if kind is None else (kind,)
        measures = (chosen.numerator,) if chosen.denominator is None else (chosen.numerator, chosen.denominator)
        found: set[int] = set()
        for each in kinds:
            both = (self._periods.get((measure, moment, each), frozenset()) for measure in measures)
            found |= frozenset.intersection(*both)
        return tuple(sorted(found))

    def moments(self, indicator: str) -> tuple[str, ...]:
        """The moments after leaving at which an indicator has figures; without moments, at the total."""
        measures = {self.indicators[indicator].numerator} if indicator in self.indicators else set()
        there = {moment for (measure, moment, _), years in self._periods.items() if measure in measures and years}
        return tuple(sorted(there, key=lambda code: (self.order.get("moment", {}).get(code, 0), code)))

    def with_figures(self) -> tuple[str, ...]:
        """The ids of the indicators with a figure for any region at any moment, in the order of menus."""
        return tuple(name for name in self.indicators if any(self.periods(name, m) for m in self.moments(name)))

    def latest(self, indicator: str, moment: str | None = None, kind: str | None = None) -> int:
        """The last start year with figures of an indicator; raises QueryError when there are none."""
        found = self.periods(indicator, moment, kind) or self.periods(indicator, moment)
        if not found:
            at = f" at moment '{moment}'" if moment not in (None, "totaal") else ""
            raise QueryError(
                f"Indicator '{indicator}' has no figures in release '{self.release.id}'{at}; "
                f"{self._other_moments(indicator)} Choose another indicator or moment and ask again."
            )
        return found[-1]

    def source_of(self, indicator: str) -> Source:
        """The source of an indicator's figures."""
        return self.sources[self.measures[self.indicator(indicator).numerator].source]

    def region(self, text: str) -> Region | None:
        """The region that a code, number, name or other spelling names, in any dress; see `region_names`."""
        code = region_code(text, self._spellings)
        return None if code is None else self.regions[code]

    def regions_of(self, kind: str, period: int | None = None, period_kind: str = "year") -> tuple[Region, ...]:
        """All regions of a kind in display order; with a period only those that existed then."""
        year = None if period is None else map_year(period, period_kind)
        found = (self.regions[code] for code in self.kinds[kind])
        return tuple(region for region in found if year is None or region.exists(year))

    def breaks(self, indicator: str, first: int | None = None, last: int | None = None) -> tuple[Break, ...]:
        """The breaks of an indicator that fall between two periods (the first excluded: nothing lies before it)."""
        return tuple(
            b
            for b in self.indicator(indicator).breaks
            if (first is None or b.period > first) and (last is None or b.period <= last)
        )

    def _other_moments(self, indicator: str) -> str:
        moments = self.moments(indicator)
        return f"it has figures at {', '.join(moments)}." if moments else "its source is not in this release."


def map_year(period: int, period_kind: str) -> int:
    """The year whose region list fits a period: school years are counted in October of the year after."""
    return period + 1 if period_kind == "schoolyear" else period


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The second half of a helpful sentence: the nearest of the choices, or some of them."""
    known = sorted(choices)
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if not known:
        return "there is nothing to choose from."
    return f"there are {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}."


def catalogue(release: str | None = None) -> Catalogue:
    """The catalogue of a release, the current one by default; raises what the warehouse raises."""
    return _read(str(warehouse.folder()), warehouse.release_id(release))


@lru_cache(maxsize=8)
def _read(folder: str, release: str) -> Catalogue:
    """Reads a catalogue once; the folder is part of the key because ids are unique within one."""

    def rows(kind: type, table: str, order: str = "id") -> list[Any]:
        columns = ", ".join(f'"{f.name}"' for f in fields(kind))
        return [kind(*row) for row in warehouse.records(f"select {columns} from {table} order by {order}", (), release)]

    dimensions = {d.id: d for d in rows(Dimension, "dimension", "position")}
    labels: dict[str, dict[str, Code]] = {name: {} for name in dimensions}
    columns = ", ".join(f.name for f in fields(Code))
    sql = f"select dimension, {columns} from code order by dimension, position, code"
    for dimension, *label in warehouse.records(sql, (), release):
        labels[dimension][label[0]] = Code(*label)
    regions = {r.code: r for r in sorted(rows(Region, "region", "code"), key=_region_order)}
    order = {name: {code: place for place, code in enumerate(found)} for name, found in labels.items()}
    order["region"] = {code: place for place, code in enumerate(regions)}
    coverage = warehouse.records("select indicator, dimension, code from coverage", (), release)
    return Catalogue(
        release=rows(Release, "release")[0],
        indicators={i.id: i for i in _indicators(release)},
        measures={m.id: m for m in rows(Measure, "measure")},
        sources={s.id: s for s in rows(Source, "source")},
        dimensions=dimensions,
        codes=labels,
        regions=regions,
        tiles={t.region: t for t in rows(Tile, "region_tile", "tile_row, tile_column")},
        terms={t.id: t for t in rows(Term, "term")},
        examples=_examples(release),
        extracts=tuple(rows(Extract, "extract", "source, file")),
        revisions=tuple(rows(Revision, "revision", "announced desc, source")),
        targets=tuple(rows(Target, "target", "indicator, region, period_from, set_in, id")),
        order=order,
        alphabet={code: place for place, code in enumerate(sorted(regions))},
        kinds={kind: tuple(r.code for r in regions.values() if r.kind == kind) for kind in KINDS},
        _coverage=_coverage(coverage, order),
        _periods=_periods(release),
        _spellings=spellings(regions.values()),
    )


def _indicators(release: str) -> list[Indicator]:
    columns = [f.name for f in fields(Indicator)]
    found = []
    quoted = ", ".join(f'"{c}"' for c in columns)
    for row in warehouse.records(f"select {quoted} from indicator order by position, id", (), release):
        raw = dict(zip(columns, row, strict=True))
        raw["comparable"] = tuple(raw["comparable"])
        raw["by"] = tuple(raw["by"])
        raw["numerator_where"] = {d: tuple(codes) for d, codes in json.loads(raw["numerator_where"]).items()}
        raw["defaults"] = json.loads(raw["defaults"])
        raw["breaks"] = tuple(Break(**item) for item in json.loads(raw["breaks"]))
        found.append(Indicator(**raw))
    return found


def _examples(release: str) -> dict[str, tuple[Example, ...]]:
    columns = ", ".join(f'"{f.name}"' for f in fields(Example))
    found: dict[str, tuple[Example, ...]] = {}
    for row in warehouse.records(f"select {columns} from example order by indicator, position", (), release):
        indicator, position, why_nl, why_en, given, by, where, expect = row
        example = Example(indicator, position, why_nl, why_en, given, tuple(by), json.loads(where), expect)
        found[example.indicator] = (*found.get(example.indicator, ()), example)
    return found


def _coverage(
    rows: Iterable[tuple[str, str, str]], order: dict[str, dict[str, int]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for indicator, dimension, code in rows:
        found.setdefault((indicator, dimension), []).append(code)
    return {
        key: tuple(sorted(codes, key=lambda c: (order.get(key[1], {}).get(c, 0), c))) for key, codes in found.items()
    }


def _periods(release: str) -> dict[tuple[str, str, str], frozenset[int]]:
    """Per measure, moment and kind of region the periods with figures: what "latest" means comes from the data."""
    whole = " and ".join(f"o.{d} = 'totaal'" for d in ("age_group", "sex", "education", "leerweg", "origin", "diploma"))
    sql = (
        f"select o.measure, o.moment, r.kind, o.period, max(case when {whole} then 1 else 0 end) as whole "
        "from observation o join region r on r.code = o.region where o.value is not null and o.indeling = 'periode' "
        "group by o.measure, o.moment, r.kind, o.period"
    )
    found: dict[tuple[str, str, str], tuple[set[int], set[int]]] = {}
    for measure, moment, kind, period, is_whole in warehouse.records(sql, (), release):
        found.setdefault((measure, moment, kind), (set(), set()))[is_whole].add(period)
    return {key: frozenset(wholes or parts) for key, (parts, wholes) in found.items()}


def _region_order(region: Region) -> tuple[Any, ...]:
    kinds = ("land", "landsdeel", "provincie", "doorstroompunt", "arbeidsmarkt", "gemeente")
    by_name = region.kind == "gemeente"
    return kinds.index(region.kind), region.number or 0, spelling(region.name) if by_name else "", region.code
