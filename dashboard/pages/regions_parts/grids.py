"""The tables of the compare page, each with the figures of its picture; in the order of the picture."""

from collections.abc import Sequence

from ... import i18n
from ...components import Element, sentences
from ...components.tables import table
from ...indicators import Row
from ...state import COUNTRY, View
from . import words
from .asked import DIFFERENT, Asked


def short(view: View, found: Asked) -> Element:
    """What the map and the caterpillar plot show."""
    heads = [view.text("region"), i18n.unit_word(found.indicator.unit, view.lang)]
    heads += [interval_head(view, found), compared_head(view, found), view.text("status")]
    body = [
        [
            *first(view, found, row),
            words.between(view, found, *found.limits(row)),
            outcome(view, found, row),
            sentences.status_beside(view, row),
        ]
        for row in rows(found)
    ]
    return written(view, found, heads, body, numeric=range(1, 3))


def whole(view: View, found: Asked) -> Element:
    """Everything that is known of each region, its place included."""
    share = found.indicator.denominator is not None
    heads = [view.text("region"), i18n.unit_word(found.indicator.unit, view.lang)]
    heads += [view.text("numerator"), view.text("denominator")] if share else []
    heads += [interval_head(view, found), compared_head(view, found), place_head(view, found), view.text("status")]
    body = []
    for row in rows(found):
        counts = [sentences.count(view, row.numerator), sentences.count(view, row.denominator)] if share else []
        body.append(
            [
                *first(view, found, row),
                *counts,
                words.between(view, found, *found.limits(row)),
                outcome(view, found, row),
                places(view, found, row),
                sentences.status_beside(view, row),
            ]
        )
    return written(view, found, heads, body, numeric=range(1, 5 if share else 3))


def limits(view: View, found: Asked) -> Element:
    """What the funnel shows: the size of each group, its figure, and the limits for a group of that size."""
    heads = [view.text("region"), i18n.unit_word(found.indicator.unit, view.lang), view.text("denominator")]
    heads += [view.text("compare_limits", level=words.level(view, sure)) for sure in ("95", "998")]
    heads += [view.text("compare_place_head"), view.text("status")]
    body = []
    for row in rows(found):
        cells = found.cells[str(row.key[0])]
        drawn = cells["funnel_low_998"] is not None
        body.append(
            [
                *first(view, found, row),
                sentences.count(view, row.denominator),
                words.between(view, found, cells["funnel_low_95"], cells["funnel_high_95"]),
                words.between(view, found, cells["funnel_low_998"], cells["funnel_high_998"]),
                view.text(f"compare_funnel_{words.place(found, row)}") if drawn else "",
                sentences.status_beside(view, row),
            ]
        )
    return written(view, found, heads, body, numeric=range(1, 5))


def rows(found: Asked) -> list[Row]:
    """The country first, then the regions in their order."""
    return [*([found.land] if found.land else []), *found.rows]


def outcome(view: View, found: Asked, row: Row) -> str:
    """How a region is beside the benchmark, on one line: a table that slides sideways has room for it."""
    told = words.outcome(view, found, row)
    tested = found.kinds.get(str(row.key[0])) in (*DIFFERENT, "not_distinguishable")
    return told.replace(" ", "\N{NO-BREAK SPACE}") if tested else told


def first(view: View, found: Asked, row: Row) -> list[str]:
    """The name of a region and its figure."""
    return [view.name_of("region", str(row.key[0])), sentences.shown(view, found.indicator, row)]


def interval_head(view: View, found: Asked) -> str:
    """The head of the column of intervals."""
    return view.text("compare_interval_head", level=words.level(view, found.sure))


def compared_head(view: View, found: Asked) -> str:
    """The head of the column of outcomes; it names the benchmark."""
    return view.text("compare_with_head", benchmark=words.benchmark_name(view, found))


def place_head(view: View, found: Asked) -> str:
    """The head of the column of places; it says which end has place 1."""
    side = "high" if found.indicator.better == "higher" else "low"
    total = max((int(cells["ranked"] or 0) for cells in found.cells.values()), default=0)
    return view.text(f"compare_rank_head_{side}", total=total)


def places(view: View, found: Asked, row: Row) -> str:
    """Between which places chance leaves a region; never one place by itself."""
    cells = found.cells[str(row.key[0])]
    low, high = cells["rank_low"], cells["rank_high"]
    if low is None or high is None:
        return "" if row.key[0] == COUNTRY else "–"
    low, high = sorted((low, high))
    return view.text("compare_rank_one" if low == high else "compare_rank", low=low, high=high)


def written(
    view: View, found: Asked, heads: Sequence[str], body: Sequence[Sequence[str]], *, numeric: range
) -> Element:
    """The table under its name, with the chosen region marked."""
    marked = [at for at, row in enumerate(rows(found)) if row.key[0] == found.own]
    period = view.period_name(found.period, found.indicator)
    title = ", ".join([view.named(found.indicator), *words.choices(view, found), period])
    return table(title, heads, body, numeric=numeric, marked=marked)
