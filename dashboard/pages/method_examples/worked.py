"""What a worked example is: one region's figure, the steps with the numbers filled in, and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ... import i18n
from ...components import Element
from ...indicators import COUNTRY, Choice, Indicator, Method, Row, Values, rates, values
from ...indicators.subjects import VSV_OLD, VSV_OLD_COUNT
from ...narrative import About
from ...state import View

Number = float | int | None
KIND = "doorstroompunt"
SHARE = VSV_OLD
COUNT = VSV_OLD_COUNT
SMALLEST = 0.001  # probabilities below this are not told apart


class NoExample(Exception):  # noqa: N818 - it names a situation the reader meets
    """No region has the figures for an example; holds the code of the reason."""

    def __init__(self, reason: str = "missing") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, and behind it a formula with its numbers and what comes out, or a table."""

    text: str
    formula: str = ""
    numbers: Mapping[str, str] | None = None
    result: str = ""
    table: Element | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """An example of one region: `values` holds its one figure, `final` by column what comes out, before rounding."""

    values: Values
    steps: Sequence[Step]
    final: Mapping[str, Number | str]
    methods: tuple[Method, ...]
    region: str


def field(view: View, indicator: str, with_: Sequence[str] = (), against: str = COUNTRY) -> Values:
    """The latest figures of all Doorstroompunt regions and the country; raises QueryError without any."""
    period = view.catalogue.latest(indicator, kind=KIND)
    where: dict[str, Choice | Sequence[Choice]] = {"region": [KIND, COUNTRY], "period": period}
    return values(indicator, ("region",), where, view.release, with_=with_, against=against)


def place(view: View, found: Values, reason: str = "") -> int:
    """The row of the reader's region, else of the first region with a figure; raises NoExample.

    `reason` is the column that says why a row has no statistic.
    """
    asked = view.region().code
    why = found.extra.get(reason, [""] * len(found.rows))
    there = [at for at, row in enumerate(found.rows) if view.catalogue.regions[str(row.key[0])].kind == KIND]
    able = [at for at in there if found.rows[at].value is not None and not why[at]]
    if not able:
        own_first = sorted(there, key=lambda at: found.rows[at].key[0] != asked)
        raise NoExample(next((why[at] for at in own_first if why[at]), "missing"))
    return next((at for at in able if found.rows[at].key[0] == asked), able[0])


def only(found: Values, at: int) -> Values:
    """One row of figures with its columns."""
    return replace(found, rows=[found.rows[at]], extra={name: [column[at]] for name, column in found.extra.items()})


def country_of(found: Values) -> Row:
    """The row of the country; raises NoExample when it has no figure."""
    row = next((row for row in found.rows if row.key[0] == COUNTRY), None)
    if row is None or row.value is None:
        raise NoExample
    return row


def counts_of(row: Row) -> tuple[float, float]:
    """Cases and people of a share; raises NoExample when it lacks one of them."""
    if row.numerator is None or row.denominator is None:
        raise NoExample
    return float(row.numerator), float(row.denominator)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes numbers of one indicator in the reader's language."""

    view: View
    indicator: Indicator

    def count(self, value: Number, decimals: int = 0) -> str:
        """A number of people, or any other number."""
        # Without the sum a number that rounds to nothing would keep its minus sign.
        if value is None:
            return "–"
        # A minus as in the formulas beside it, not a hyphen.
        return i18n.number(round(float(value), decimals) + 0.0, decimals, self.view.lang).replace("-", "−")

    def percent(self, fraction: float, decimals: int | None = None) -> str:
        """A fraction as a percentage."""
        size = self.indicator.decimals if decimals is None else decimals
        return self.quantity(rates.percentage(float(fraction), 1, size), size)

    def quantity(self, value: Number, decimals: int | None = None) -> str:
        """A figure that is in the unit of the indicator already."""
        size = self.indicator.decimals if decimals is None else decimals
        return self.count(value, size) + ("%" if value is not None and self.indicator.unit == "%" else "")

    def probability(self, value: float) -> str:
        """A probability; a very small one is told as such."""
        if value < SMALLEST:
            return self.view.text("stat_less_than", number=self.count(SMALLEST, 3))
        return self.count(value, 3)

    def part(self, fraction: float, decimals: int = 1) -> str:
        """A part of a whole or a pace as a percentage, whatever the unit of the indicator."""
        return self.percentage(rates.percentage(float(fraction), 1, decimals), decimals)

    def percentage(self, value: Number, decimals: int = 1) -> str:
        """A percentage, whatever the unit of the indicator."""
        return self.count(value, decimals) + ("" if value is None else "%")

    def level(self, fraction: float) -> str:
        """A level or another setting that is a fraction: `95%`, `99,8%`."""
        return setting_percent(fraction, self.view.lang)

    def points(self, value: Number) -> str:
        """A signed difference in percentage points or young people."""
        if value is None:
            return "–"
        key = "difference_points" if self.indicator.unit == "%" else "difference_persons"
        return self.view.text(key, size=self.count(value, self.indicator.decimals))

    def about(self, row: Row, period: int) -> About:
        """What the sentences of the narrative are about: the figure of a row."""
        return self.named(str(row.key[0]), row.status, period)

    def named(self, region: str, status: str, period: int) -> About:
        """What the sentences of the narrative are about."""
        one, view = self.indicator, self.view
        what, when = view.named(one, "short"), view.period_name(period, one)
        return About(what, view.within("region", region), view.lang, one.unit, one.decimals, one.better, status, when)


def setting_percent(fraction: float, lang: str) -> str:
    """A fraction as a percentage, without a decimal where that is 0."""
    tenths = rates.percentage(fraction, 1, 1)
    return i18n.quantity(tenths, "%", 0 if tenths == int(tenths) else 1, lang)


def pen_for(view: View, found: Values) -> Pen:
    """The writer for the indicator of some figures."""
    return Pen(view, view.catalogue.indicators[found.indicator])


def period_of(found: Values) -> int:
    """The one period of some figures."""
    return int(found.where["period"][0])


def between(view: View, low: str, high: str) -> str:
    """Two limits: `1,91% tot 2,54%`."""
    return view.text("step_between", low=low, high=high)
