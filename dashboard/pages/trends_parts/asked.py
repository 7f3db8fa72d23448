"""What the reader of the page with development asks, and the figures with statistics that answer it; draws nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...components import controls as c
from ...indicators import Catalogue, Choice, Indicator, Row, Selection, Values, values, values_of
from ...indicators.subjects import VSV_OLD
from ...state import COUNTRY, PARAMETER, View

DEFAULT = VSV_OLD
KIND = "doorstroompunt"
NOW = "nu"
MOST_PARTS = 5
ONE, ALL = VIEWS = ("een", "klein")
STATISTICS = ("interval", "benchmark", "trend")
PERCENT = "%"
NOT_THERE = "M"
Where = tuple[tuple[str, Choice], ...]


@dataclass(frozen=True)
class Whole:
    """All periods of all regions of some kinds with their statistics, and the rows of each region."""

    values: Values
    places: Mapping[str, Sequence[int]]

    def of(self, codes: Sequence[str]) -> Values:
        """The figures of some regions only."""
        return self.at([at for code in codes for at in self.places[code]])

    def at(self, places: Sequence[int]) -> Values:
        """Some of the rows, with their statistics."""
        rows = [self.values.rows[at] for at in places]
        extra = {name: [column[at] for at in places] for name, column in self.values.extra.items()}
        regions = tuple(dict.fromkeys(row.key[0] for row in rows))
        return replace(self.values, rows=rows, extra=extra, where={**self.values.where, "region": regions})

    def newest(self, code: str) -> int:
        """The row of a region in the last period in which it existed."""
        own = self.places[code]
        return next((at for at in reversed(own) if self.values.rows[at].status != NOT_THERE), own[-1])

    def told(self, code: str) -> Values:
        """The newest figure of a region as if it was asked alone, as sentences want it."""
        at = self.newest(code)
        found = self.at([at])
        region, period = found.rows[0].key
        return replace(
            found,
            by=("region",),
            rows=[found.rows[0]._replace(key=(region,))],
            where={**found.where, "period": (period,)},
        )


@dataclass(frozen=True)
class Asked:
    """One state of the address with its answer: `keys` are the lines in order, `apart` the dimension that is split.

    `whole` has the statistics of the lines; it is None when one region is drawn in parts.
    """

    indicator: Indicator
    selection: Selection
    apart: str | None
    own: str
    keys: tuple[str, ...]
    values: Values
    whole: Whole | None
    where: Where

    @property
    def dimension(self) -> str:
        """What the lines differ in."""
        return self.apart or "region"

    @property
    def rows(self) -> dict[tuple[str, int], Row]:
        """The figures by line and period."""
        return {(str(row.key[0]), int(row.key[1])): row for row in self.values.rows}

    def limits(self) -> dict[int, tuple[float, float]]:
        """The limits of chance around the figures of the own region, where they can be given."""
        found: dict[int, tuple[float, float]] = {}
        if self.whole is None:
            return found
        columns = self.whole.values.extra
        for at in self.whole.places[self.own]:
            low, high = columns["low_95"][at], columns["high_95"][at]
            if low is not None and high is not None:
                found[int(self.whole.values.rows[at].key[1])] = (low, high)
        return found


def asked(view: View) -> Asked:
    """What the address asks, answered; one query, or none when these figures were asked before."""
    indicator = view.indicator(DEFAULT)
    apart, own = split(view, indicator), own_region(view, indicator)
    where = filters(view, indicator, apart)
    named: dict[str, Choice | list[Choice]] = dict(where)
    if apart:
        total = view.catalogue.dimensions[apart].total
        codes = [code for code in view.catalogue.codes_of(indicator.id, apart) if code != total][:MOST_PARTS]
        # Moments differ in their periods.
        named["period"] = "all" if apart == "moment" else list(periods(view, indicator))
        chosen = Selection(indicator.id, (apart, "period"), {**named, "region": own, apart: list(codes)})
        (found,) = values_of([chosen], view.release)
        return Asked(indicator, chosen, apart, own, tuple(map(str, found.where[apart])), found, None, where)
    keys = lines_of(view, indicator)
    whole = read(view, indicator, where, kinds_of(view, keys))
    # Named one by one, so that a region that did not exist yet is said to.
    chosen = Selection(
        indicator.id, ("region", "period"), {**named, "region": list(keys), "period": list(periods(view, indicator))}
    )
    return Asked(indicator, chosen, None, own, keys, whole.of(keys), whole, where)


def shown(view: View) -> str:
    """One chart with some lines, or a small one for every region."""
    return view.choice("beeld", VIEWS, ONE)


def split(view: View, indicator: Indicator) -> str | None:
    """The dimension that is drawn in parts, or None."""
    dimensions = {PARAMETER[d]: d for d in c.open_dimensions(view, indicator)}
    return dimensions.get(view.asked.get("uitsplitsing", ""))


def has_2026(view: View, indicator: Indicator) -> bool:
    """Whether the series can also be shown on the regions of 2026; national figures are the same on both."""
    codes = view.catalogue.codes_of
    return "2026" in codes(indicator.id, "indeling") and KIND in codes(indicator.id, "region_kind")


def filters(view: View, indicator: Indicator, apart: str | None = None) -> Where:
    """The chosen codes besides regions and periods."""
    found: dict[str, Choice] = {
        dimension: c.breakdown(view, indicator, dimension)
        for dimension in c.open_dimensions(view, indicator)
        if dimension != apart
    }
    if has_2026(view, indicator) and view.asked.get("indeling") == NOW:
        found["indeling"] = "2026"
    return tuple(found.items())


def usual(view: View, indicator: Indicator, where: Where) -> bool:
    """Whether nothing was chosen that a target does not go along with."""
    return all(
        dimension != "indeling" and code == c.default_code(view, indicator, dimension) for dimension, code in where
    )


def periods(view: View, indicator: Indicator) -> tuple[int, ...]:
    """All periods with figures for the chosen moment."""
    return view.catalogue.periods(indicator.id, c.chosen_moment(view, indicator))


def own_region(view: View, indicator: Indicator) -> str:
    """The chosen region, or Nederland when the indicator has no figures for that kind of region."""
    region = view.region()
    return region.code if region.kind in view.catalogue.codes_of(indicator.id, "region_kind") else COUNTRY


def lines_of(view: View, indicator: Indicator) -> tuple[str, ...]:
    """The regions that are drawn: the chosen one first, then Nederland, then those beside it.

    Beside numbers of young people in a region those of the country would press its line flat.
    """
    kinds = view.catalogue.codes_of(indicator.id, "region_kind")
    beside = [region.code for region in view.compared() if region.kind in kinds]
    country = [COUNTRY] if indicator.unit == PERCENT else []
    return tuple(dict.fromkeys([own_region(view, indicator), *country, *beside]))


def kinds_of(view: View, codes: Sequence[str]) -> tuple[str, ...]:
    """The kinds of regions whose figures are read together, so that the next region of a kind costs no query."""
    return tuple(sorted({view.catalogue.regions[code].kind for code in codes} - {"land"}))


def read(view: View, indicator: Indicator, where: Where, kinds: tuple[str, ...]) -> Whole:
    """All periods of all regions of some kinds, and of the country."""
    return _whole(view.catalogue, indicator.id, where, periods(view, indicator), kinds)


# The catalogue is one object per release and folder, which keeps releases apart.
@lru_cache(maxsize=32)
def _whole(known: Catalogue, indicator: str, where: Where, years: tuple[int, ...], kinds: tuple[str, ...]) -> Whole:
    codes: list[Choice] = [COUNTRY, *(code for kind in kinds for code in known.kinds[kind])]
    chosen = {**dict(where), "region": codes, "period": list(years)}
    found = values(indicator, ("region", "period"), chosen, known.release.id, with_=STATISTICS)
    places: dict[str, list[int]] = {str(code): [] for code in codes}
    for at, row in enumerate(found.rows):
        places[str(row.key[0])].append(at)
    return Whole(found, places)
