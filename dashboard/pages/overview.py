"""The first page: three figures for Nederland or one region, what is new, and when the next figures come."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from .. import charts, i18n
from ..charts import Point
from ..components import Children, Element, el, link, paragraphs, sentences, slot
from ..components import controls as c
from ..components import panel as p
from ..indicators import Choice, Indicator, Row, Selection, Source, Values, values_of
from ..indicators.catalogue import map_year
from ..maps import About, Cell, shape_map, shapes, tile_map
from ..state import COUNTRY, PARAMETER, View
from .page import Content, page

SLUG = {"nl": "", "en": ""}
CHARTS = False


@dataclass(frozen=True)
class Tile:
    """One figure of the first page: a share, the count behind it when there is one, and for whom."""

    name: str
    share: str
    count: str | None
    where: Mapping[str, Choice]


TILES = (
    Tile("vsv", "vsv_duo_lt23", "vsv_duo_lt23_aantal", {}),
    Tile("neet", "neet_leeftijd", "neet_leeftijd_aantal", {"age_group": "23_tot_27"}),
    Tile("work", "duurzaam_werk_12u", None, {}),
)


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    own = view.region().code
    asked = []
    for tile in TILES:
        regions: list[Choice] = [own, COUNTRY] if own != COUNTRY else [COUNTRY]
        where = {**tile.where, "period": "all"}
        asked.append(Selection(tile.share, ("region", "period"), {**where, "region": regions}))
        if tile.count:
            asked.append(Selection(tile.count, ("region", "period"), {**where, "region": own}))
    found = iter(values_of(asked, view.release))
    tiles = []
    for tile in TILES:
        share = next(found)
        tiles.append(told(view, tile, share, next(found) if tile.count else None))
    return Content(
        slots={"tiles": el("Div", tiles, className="tiles"), "place": view.region_name(), "onward": onward(view)},
        spoken=view.text("spoken_overview", region=view.region_name()),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    heading = [f"{view.text('overview_heading')} ", slot("place", content.slots["place"], "Span")]
    parts = [
        c.bar(view, [c.region_picker(view)]),
        slot("onward", content.slots["onward"]),
        slot("tiles", content.slots["tiles"]),
        regions(view),
        el("Div", [news(view), about(view)], className="two-columns"),
    ]
    return page(view, heading, view.text("overview_intro"), parts)


def onward(view: View) -> Element:
    """The way to all there is about the chosen region, or to the country as a whole."""
    code = view.region().code
    if code == COUNTRY:
        return el("P", link(view.text("overview_to_country"), view.to("national", {})))
    words = view.text("overview_to_region", region=view.region_name())
    return el("P", link(words, view.to("region", {"regio": code})))


def regions(view: View) -> Element:
    """All regions on a map with their newest figure, each a way to its own page."""
    indicator = view.catalogue.indicators[TILES[0].share]
    (values,) = values_of([Selection(indicator.id, ("region",), {"region": "doorstroompunt"})], view.release)
    period = view.period_name(int(values.where["period"][0]), indicator)
    cells = [cell(view, indicator, row) for row in values.rows]
    what = view.named(indicator, "short")
    names = {each.code: each.name for each in cells}
    shown = About(
        name="overview",
        title=view.text("overview_map", what=what, period=period),
        description=sentences.extremes(view, indicator, values.rows, names),
        benchmark="",
        lang=view.lang,
    )
    outlines = shapes(map_year(int(values.where["period"][0]), indicator.period_kind))
    if outlines is None:
        drawn = tile_map(cells, view.catalogue.tiles, shown)
    else:
        drawn = shape_map(cells, outlines, view.catalogue.regions, shown)
    return el(
        "Section",
        [
            el("H2", view.text("overview_map_heading")),
            el("P", p.subtitle(view, indicator, [view.text("per_region"), period], values), className="panel-subtitle"),
            el("Div", drawn, className="overview-map"),
            el("P", p.source_line(view, indicator), className="source"),
        ],
        **{"aria-label": view.text("overview_map_heading")},
    )


def cell(view: View, indicator: Indicator, row: Row) -> Cell:
    """One region on the map: nothing is compared here, so its figure is only told."""
    code = str(row.key[0])
    kind = "missing" if row.value is None else "untested"
    figure = "" if row.value is None else i18n.number(row.value, indicator.decimals, view.lang)
    name = view.name_of("region", code)
    return Cell(
        code, name, kind, figure, sentences.with_status(view, indicator, row), view.to("region", {"regio": code})
    )


def told(view: View, tile: Tile, share: Values, count: Values | None) -> Element:
    """One tile: heading, figure, period and status, change, Nederland, a line over the years, definition and link."""
    indicator = view.catalogue.indicators[tile.share]
    own_code = view.region().code
    own: dict[int, Row] = {int(r.key[1]): r for r in share.rows if r.key[0] == own_code}
    land: dict[int, Row] = {int(r.key[1]): r for r in share.rows if r.key[0] == COUNTRY}
    period = view.catalogue.latest(indicator.id)
    now = own.get(period)
    parts = [figure(view, tile, now, count, period)]
    state = [view.period_name(period, indicator), sentences.status_beside(view, now)]
    if p.is_example(view, indicator):
        state.append(view.text("example_data"))
    parts.append(el("P", " · ".join(filter(None, state)), className="tile-state"))
    parts.append(el("P", moved(view, tile, own, period), className="tile-change"))
    if own_code != COUNTRY:
        words = sentences.with_status(view, indicator, land.get(period))
        parts.append(el("P", f"{view.name_of('region', COUNTRY)}: {words}", className="tile-country"))
    line = [Point(at, row.value, "", row.status == "P") for at, row in sorted(own.items())]
    picture = charts.sparkline(line)
    if picture:
        parts.append(el("Img", src=picture, alt="", className="sparkline"))
        parts.append(
            el("P", sentences.series_description(view, indicator, view.region_label(), own), className="tile-line")
        )
    params = {"indicator": tile.share, "regio": own_code if own_code != COUNTRY else ""}
    params |= {PARAMETER[d]: str(code) for d, code in tile.where.items()}
    meaning = [el("Summary", view.text("what_counts")), *paragraphs(view.named(indicator, "definition"))]
    return el(
        "Section",
        [
            el("H2", view.text(f"tile_{tile.name}"), id=f"tile-{tile.name}"),
            *parts,
            el("Details", meaning),
            el("P", link(view.text(f"tile_{tile.name}_link"), view.to("trends", params)), className="tile-more"),
            el("P", p.source_line(view, indicator), className="source"),
        ],
        className="tile",
        **{"aria-labelledby": f"tile-{tile.name}"},
    )


def figure(view: View, tile: Tile, now: Row | None, count: Values | None, period: int) -> Element:
    """The share in large print with the number of young people beside it."""
    indicator = view.catalogue.indicators[tile.share]
    large: list[Children] = [el("Strong", sentences.shown(view, indicator, now))]
    if count is not None:
        number = next((row for row in count.rows if row.key[1] == period), None)
        counted = view.catalogue.indicators[count.indicator]
        large.append(el("Span", sentences.with_unit(view, counted, number)))
    elif indicator.denominator is not None and now is not None and now.value is not None:
        large.append(el("Span", f"{sentences.count(view, now.numerator)} {view.text('unit_persons')}"))
    missing = now is None or now.value is None
    return el("P", large, className="tile-figure missing" if missing else "tile-figure")


def moved(view: View, tile: Tile, own: Mapping[int, Row], period: int) -> str:
    """The change since the period before; across a break there is nothing to compare."""
    indicator = view.catalogue.indicators[tile.share]
    earlier = [at for at in view.catalogue.periods(indicator.id) if at < period]
    if not earlier or period not in own:
        return view.text("change_first")
    if view.catalogue.breaks(indicator.id, earlier[-1], period):
        return view.text("change_break", period=view.period_name(earlier[-1], indicator))
    return sentences.change(view, indicator, own[period], own.get(earlier[-1]), earlier[-1])


def news(view: View) -> Element:
    """What came last and what comes next, by publication date."""
    sources = sorted(view.catalogue.sources.values(), key=lambda s: (s.published, s.id), reverse=True)
    lines = [
        el("Li", [f"{i18n.day(s.published, view.lang)}: ", el("B", view.named(s)), f" ({s.publisher})"])
        for s in sources[:4]
    ]
    revisions = sorted(view.catalogue.revisions, key=lambda r: r.announced, reverse=True)[:2]
    changes = [el("Li", f"{i18n.day(r.announced, view.lang)}: {view.named(r, 'text')}") for r in revisions]
    parts = [el("H2", view.text("news_heading")), el("Ul", lines, className="dated")]
    if changes:
        parts += [el("H3", view.text("revisions_heading")), el("Ul", changes, className="dated")]
    return el("Section", [*parts, el("P", updates(view, sources), className="updates")])


def updates(view: View, sources: list[Source]) -> list[Children]:
    """The date of the newest figures and that of the next."""
    told: list[Children] = [view.text("last_update", date=i18n.day(view.catalogue.release.data_date, view.lang)), " "]
    after = view.catalogue.release.data_date
    coming: list[tuple[datetime.date, Source]] = [
        (s.next_update, s) for s in sources if s.next_update and s.next_update > after
    ]
    if not coming:
        return [*told, view.text("next_update_unknown")]
    when, source = min(coming, key=lambda pair: (pair[0], pair[1].id))
    return [*told, view.text("next_update", date=i18n.day(when, view.lang), name=view.named(source))]


def about(view: View) -> Element:
    """What the monitor is for, and where to read on."""
    return el(
        "Section",
        [
            el("H2", view.text("about_heading")),
            *paragraphs(view.text("about_text")),
            el("P", link(view.text("about_link"), view.to("methods", {}))),
        ],
    )
