"""The pictures of the compare page: the map, the caterpillar plot and the funnel; words and figures come in ready."""

from collections.abc import Mapping

from ... import charts, i18n
from ...charts import Figure, Placed, Point, Ranged
from ...components import Element, sentences
from ...indicators import Row
from ...indicators.catalogue import map_year
from ...indicators.studies.cells import EARLIER, PEERS
from ...indicators.studies.funnel_plot import Funnel
from ...maps import About, Cell, left_out, shape_map, shapes, tile_map
from ...narrative import reason_words
from ...state import COUNTRY, View
from ..page import axis_of
from . import words
from .asked import DIFFERENT, SURE, Asked, benchmark_name

WITHIN = "not_distinguishable"


def country_map(view: View, found: Asked) -> tuple[Element, list[str]]:
    """The map of all regions, and a sentence for each that has no place on it."""
    known = view.catalogue
    period = view.period_name(found.period, found.indicator)
    about = About(
        name="regions",
        title=view.text("compare_map", what=view.named(found.indicator, "short"), period=period),
        description=words.description(view, found),
        benchmark=benchmark_name(view, found),
        lang=view.lang,
        own=found.own,
        better=found.indicator.better,
    )
    cells = [cell(view, found, row) for row in found.rows]
    drawn = shapes(map_year(found.period, found.indicator.period_kind))
    if drawn is None:
        return tile_map(cells, known.tiles, about), left(view, found, known.tiles)
    return shape_map(cells, drawn, known.regions, about), left(view, found, drawn.paths)


def left(view: View, found: Asked, placed: Mapping[str, object]) -> list[str]:
    """The regions with a figure that the map cannot show."""
    return left_out([str(row.key[0]) for row in found.seen], placed, view.catalogue, view.lang)


def cell(view: View, found: Asked, row: Row) -> Cell:
    """One region on the map; it leads to the page of that region."""
    code = str(row.key[0])
    figure = "" if row.value is None else i18n.number(row.value, found.indicator.decimals, view.lang)
    value = sentences.shown(view, found.indicator, row)
    return Cell(
        code, view.name_of("region", code), found.kinds[code], figure, value, view.to("region", {"regio": code})
    )


def caterpillar(view: View, found: Asked, *, keyed: bool = True) -> Figure:
    """All regions with a figure and its interval, beside what they are compared with."""
    own_each = found.against in (EARLIER, PEERS)
    rows = []
    for row in found.seen:
        code = str(row.key[0])
        low, high = found.limits(row)
        after = sentences.after_value(view, found.indicator, row)
        rows.append(
            Ranged(
                name=view.name_of("region", code),
                value=float(row.value or 0),
                low=low,
                high=high,
                kind=found.kinds[code],
                words=f"{after}, {words.outcome(view, found, row)}".removesuffix(", "),
                provisional=row.status == "P",
                beside=found.cells[code]["benchmark_value"] if own_each else None,
            )
        )
    return charts.caterpillar(
        rows,
        view.name_of("region", found.own) if found.mine else "",
        None if own_each else reference(view, found),
        {**kind_names(view), "beside": view.text(f"compare_against_{found.against}") if own_each else ""},
        axis_of(view, found.indicator),
        better=found.indicator.better,
        # A map has the same key; but not for what every region has of its own.
        keyed=keyed or own_each,
    )


def kind_names(view: View) -> dict[str, str]:
    """The words of the key; what is compared with stands beside its line."""
    return {kind: view.text(f"compare_kind_{kind}") for kind in (*DIFFERENT, WITHIN, "untested")}


def reference(view: View, found: Asked) -> Point | None:
    """The figure that all regions are drawn beside; a number of people has no such line."""
    if found.indicator.unit != "%":
        return None
    rows = [found.land, *found.rows]
    row = next((each for each in rows if each is not None and each.key[0] == found.against), None)
    if row is None or row.value is None:
        return None
    name = view.name_of("region", found.against)
    return Point(name, row.value, f"{name}: {sentences.shown(view, found.indicator, row)}")


def funnel(view: View, found: Asked, curve: Funnel) -> Figure:
    """All regions by the size of their group; a name only beside those outside the strict limits and one's own."""
    axis = axis_of(view, found.indicator)
    if curve.target is None or found.land is None:
        return charts.nothing(view.text("compare_no_funnel", reason=reason_words(curve.reason, view.lang)), axis)
    placed = [point(view, found, row) for row in found.seen if row.denominator]
    country = view.name_of("region", COUNTRY)
    key = {kind: view.text(f"compare_funnel_{kind}") for kind in (*DIFFERENT, WITHIN)}
    key |= {name: view.text("compare_limits", level=words.level(view, name)) for name in SURE}
    return charts.funnel(
        placed,
        curve.sizes,
        curve.limits,
        Point(country, curve.target, f"{country}: {sentences.shown(view, found.indicator, found.land)}"),
        key | {"people": view.text("compare_people")},
        axis,
        better=found.indicator.better,
    )


def point(view: View, found: Asked, row: Row) -> Placed:
    """One region in the funnel."""
    code = str(row.key[0])
    side = words.place(found, row)
    name = view.name_of("region", code)
    people = sentences.count(view, row.denominator)
    value = sentences.with_status(view, found.indicator, row)
    told = view.text(
        "compare_point", name=name, value=value, people=people, place=view.text(f"compare_funnel_{side}").lower()
    )
    own = code == found.own
    outside = side in DIFFERENT
    return Placed(
        name, float(row.denominator or 0), float(row.value or 0), side, told, outside or own, own, row.status == "P"
    )
