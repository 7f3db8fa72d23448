"""Sentences made from figures: headlines and text alternatives; they describe and never judge."""

from collections.abc import Mapping, Sequence

from .. import i18n
from ..indicators import Indicator, Row
from ..state import View


def shown(view: View, indicator: Indicator, row: Row | None) -> str:
    """A figure in words: its value with the unit, else the reason why there is none."""
    if row is None:
        return i18n.status_word("L", view.lang)
    if row.value is None:
        return i18n.status_word(row.status, view.lang)
    return i18n.quantity(row.value, indicator.unit, indicator.decimals, view.lang)


def with_unit(view: View, indicator: Indicator, row: Row | None) -> str:
    """A figure for running text: `4,1%`, `1.234 jongeren`, or the reason in words."""
    words = shown(view, indicator, row)
    has_value = row is not None and row.value is not None
    return f"{words} {i18n.unit_word(indicator.unit, view.lang)}" if has_value and indicator.unit != "%" else words


def with_status(view: View, indicator: Indicator, row: Row | None) -> str:
    """A figure for running text, with its status when it is not definitive."""
    words = with_unit(view, indicator, row)
    if row is None or row.value is None or row.status == "A":
        return words
    return f"{words} ({i18n.status_word(row.status, view.lang)})"


def after_value(view: View, indicator: Indicator, row: Row) -> str:
    """What follows a written value in running text: its unit when that is a word, its status when not definitive."""
    return with_status(view, indicator, row).removeprefix(shown(view, indicator, row))


def status_beside(view: View, row: Row | None) -> str:
    """The status beside a figure in a table; a missing figure is its reason already, so it is not said twice."""
    return "" if row is None or row.value is None else i18n.status_word(row.status, view.lang)


def count(view: View, value: float | None) -> str:
    """A numerator or denominator in a table; a dash when there is none."""
    if value is None:
        return "–"
    return i18n.number(value, 0 if value == int(value) else 1, view.lang)


def seen(rows: Mapping[int, Row]) -> list[tuple[int, Row]]:
    """The periods that have a figure, oldest first."""
    return [(period, rows[period]) for period in sorted(rows) if rows[period].value is not None]


def series_description(view: View, indicator: Indicator, name: str, rows: Mapping[int, Row]) -> str:
    """One series in a sentence: highest, lowest and last value, of the years that can be compared with the last."""
    found = seen(rows)
    if not found:
        return view.text("series_empty", name=name)
    cut = [b.period for b in view.catalogue.breaks(indicator.id, found[0][0], found[-1][0])]
    since = max(cut, default=None)
    if since is not None:
        name = view.text("series_since", name=name, period=view.period_name(since, indicator))
        found = [pair for pair in found if pair[0] >= since]
    low = min(found, key=lambda pair: float(pair[1].value or 0))
    high = max(found, key=lambda pair: float(pair[1].value or 0))
    last = found[-1]
    return view.text(
        "series_told",
        name=name,
        high=shown(view, indicator, high[1]),
        high_period=view.period_name(high[0], indicator),
        low=shown(view, indicator, low[1]),
        low_period=view.period_name(low[0], indicator),
        last=with_status(view, indicator, last[1]),
        last_period=view.period_name(last[0], indicator),
    )


def extremes(view: View, indicator: Indicator, rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """How many regions have a figure, which stand at the ends, and how many have none."""
    found = sorted((float(r.value), names[str(r.key[0])]) for r in rows if r.value is not None)
    if not found:
        return view.text("regions_empty")
    (low, low_name), (high, high_name) = found[0], found[-1]
    written = {"low": low, "high": high}
    ends = {k: i18n.quantity(v, indicator.unit, indicator.decimals, view.lang) for k, v in written.items()}
    told = view.text("regions_told", count=len(found), low_name=low_name, high_name=high_name, **ends)
    missing = len(rows) - len(found)
    return f"{told} {view.text('regions_missing', count=missing)}" if missing else told


def choices(view: View, where: dict[str, str]) -> list[str]:
    """The chosen codes that are not a total, as words for a subtitle."""
    dimensions = view.catalogue.dimensions
    return [
        view.named(view.catalogue.codes[dimension][code])
        for dimension, code in where.items()
        if dimension in view.catalogue.codes and code != dimensions[dimension].total
    ]
