"""What the reader of the compare page asks, and the figures and statistics that answer it; draws nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ... import narrative
from ...components import controls as c
from ...components import told
from ...indicators import Catalogue, Choice, Indicator, Row, Selection, Values, values
from ...indicators.benchmark import BENJAMINI_HOCHBERG, expected_by_chance
from ...indicators.studies.cells import EARLIER, PEERS
from ...indicators.studies.columns import LEVELS
from ...indicators.studies.funnel_plot import Funnel, funnel_plot
from ...indicators.subjects import VSV_OLD
from ...narrative import Benchmark
from ...state import COUNTRY, View

DEFAULT = VSV_OLD
KIND = "doorstroompunt"
ORDERS = ("hoog", "laag", "naam")
MAP, CHART, FUNNEL, TABLE = VIEWS = ("kaart", "grafiek", "trechter", "tabel")
# How sure: the word in the address -> the level of the statistics; it ends the names of columns as well.
SURE = {"95": LEVELS[0], "998": LEVELS[1]}
NO_CORRECTION, CORRECTED = CORRECTIONS = ("geen", "bh")
FAMILIES = {
    MAP: ("interval", "benchmark"),
    CHART: ("interval", "benchmark"),
    FUNNEL: ("benchmark", "funnel"),
    TABLE: ("interval", "benchmark", "rank"),
}
DIFFERENT = ("higher", "lower")


@dataclass(frozen=True)
class Asked:
    """One state of the address with its answer: `rows` are the regions in order, `land` is the country.

    `kinds` says per region code how it is beside the benchmark: higher, lower, not_distinguishable, untested, missing.
    """

    view: str
    indicator: Indicator
    selection: Selection
    against: str
    sure: str
    corrected: bool
    values: Values
    rows: tuple[Row, ...]
    land: Row | None
    cells: Mapping[str, told.Cells]
    kinds: Mapping[str, str]
    own: str

    @property
    def period(self) -> int:
        """The period of the figures."""
        return int(self.values.where["period"][0])

    @property
    def seen(self) -> list[Row]:
        """The regions that have a figure."""
        return [row for row in self.rows if row.value is not None]

    @property
    def mine(self) -> Row | None:
        """The figure of the chosen region, when it is among the regions."""
        return next((row for row in self.rows if row.key[0] == self.own), None)

    @property
    def tested(self) -> int:
        """How many regions were compared."""
        return sum(kind in (*DIFFERENT, "not_distinguishable") for kind in self.kinds.values())

    @property
    def coloured(self) -> int:
        """How many regions are different from the benchmark."""
        return sum(kind in DIFFERENT for kind in self.kinds.values())

    @property
    def by_chance(self) -> float:
        """How many regions would be coloured if chance alone were at work."""
        return expected_by_chance(self.tested, SURE[self.sure])

    def limits(self, row: Row) -> tuple[float | None, float | None]:
        """The limits of chance around a figure at the chosen level."""
        cells = self.cells[str(row.key[0])]
        return cells.get(f"low_{self.sure}"), cells.get(f"high_{self.sure}")


def asked(view: View) -> Asked:
    """What the address asks, answered."""
    indicator = chosen(view)
    shown = view.choice("beeld", VIEWS, MAP)
    benchmark = against(view)
    sure = view.choice("zekerheid", SURE, "95")
    corrected = view.choice("correctie", CORRECTIONS, NO_CORRECTION) == CORRECTED
    where = filters(view, indicator)
    found = _values(view.catalogue, indicator.id, where, FAMILIES[shown], benchmark, SURE[sure])
    cells = {
        str(row.key[0]): {name: column[at] for name, column in found.extra.items()} for at, row in enumerate(found.rows)
    }
    others = [row for row in found.rows if row.key[0] != COUNTRY]
    return Asked(
        view=shown,
        indicator=indicator,
        selection=Selection(indicator.id, ("region",), dict(where)),
        against=benchmark,
        sure=sure,
        corrected=corrected,
        values=found,
        rows=tuple(in_order(view, others)),
        land=next((row for row in found.rows if row.key[0] == COUNTRY), None),
        cells=cells,
        kinds={str(row.key[0]): kind(row, cells[str(row.key[0])], corrected) for row in others},
        own=view.region().code,
    )


def chosen(view: View) -> Indicator:
    """The chosen indicator; one without regional figures is no mistake of the reader, so the default shows instead."""
    able, wanted = comparable(view), view.indicator(DEFAULT)
    return wanted if wanted.id in able else view.catalogue.indicators[view.usual(DEFAULT, able, "per_region")]


def comparable(view: View) -> list[str]:
    """The indicators that have figures per Doorstroompunt region."""
    known = view.catalogue
    return [name for name in known.indicators if known.periods(name, kind=KIND)]


def against(view: View) -> str:
    """The benchmark: the country, the peers of each region, the year before, or one region by its code."""
    regions = [region.code for region in view.catalogue.regions_of(KIND)]
    return view.choice("vergelijk", (COUNTRY, PEERS, EARLIER, *regions), COUNTRY)


def benchmark(view: View, found: Asked) -> Benchmark:
    """The benchmark as sentences name it."""
    return told.benchmark(view, found.values, found.against)


def benchmark_name(view: View, found: Asked) -> str:
    """The benchmark in words within a sentence."""
    return narrative.words.benchmark_words(benchmark(view, found), view.lang)


def filters(view: View, indicator: Indicator) -> tuple[tuple[str, Choice | tuple[Choice, ...]], ...]:
    """All regions of the period and the country, for the chosen codes."""
    where: dict[str, Choice | tuple[Choice, ...]] = {
        "region": (KIND, COUNTRY),
        "period": view.period(indicator, c.chosen_moment(view, indicator)),
    }
    for dimension in c.open_dimensions(view, indicator):
        where[dimension] = c.breakdown(view, indicator, dimension)
    return tuple(where.items())


def kind(row: Row, cells: told.Cells, corrected: bool) -> str:
    """How a figure is beside the benchmark; with the correction only a difference that survives it counts."""
    if row.value is None:
        return "missing"
    outcome = cells["outcome"] or "untested"
    rare = cells["p_adjusted"]
    if corrected and outcome in DIFFERENT and (rare is None or rare > BENJAMINI_HOCHBERG.parameters["q"]):
        return "not_distinguishable"
    return str(outcome)


def in_order(view: View, rows: list[Row]) -> list[Row]:
    """The regions sorted as asked; those without a figure stand at the end, by name."""
    order = view.choice("volgorde", ORDERS, ORDERS[0])
    by_name = sorted(rows, key=lambda row: view.name_of("region", str(row.key[0])))
    if order == "naam":
        return by_name
    seen = [row for row in by_name if row.value is not None]
    missing = [row for row in by_name if row.value is None]
    return sorted(seen, key=lambda row: float(row.value or 0), reverse=order == "hoog") + missing


def curve(view: View, found: Asked) -> Funnel:
    """The limits of the funnel for the same choices."""
    where = tuple((name, code) for name, code in filters(view, found.indicator) if name not in ("region", "period"))
    return _curve(view.catalogue, found.indicator.id, found.period, where)


# Statistics are of all regions together, so the next choice of a region costs nothing. The catalogue is one object per
# release and folder, which keeps releases apart.
@lru_cache(maxsize=128)
def _values(
    known: Catalogue,
    indicator: str,
    where: tuple[tuple[str, Choice | tuple[Choice, ...]], ...],
    families: tuple[str, ...],
    against: str,
    level: float,
) -> Values:
    return values(indicator, ("region",), dict(where), known.release.id, with_=families, against=against, level=level)


@lru_cache(maxsize=64)
def _curve(
    known: Catalogue, indicator: str, period: int, where: tuple[tuple[str, Choice | tuple[Choice, ...]], ...]
) -> Funnel:
    return funnel_plot(indicator, period, known.release.id, dict(where))
