"""Young people by age group, their positions, and the group of 23 to 27 in full view."""

from collections.abc import Mapping, Sequence

from .. import charts, i18n
from ..charts import Point, Series
from ..components import Element, el, link, sentences
from ..components import controls as c
from ..components import panel as p
from ..components.tables import table
from ..indicators import Choice, Indicator, Row, Selection, Values, values_of
from ..state import COUNTRY, PARAMETER, View
from .page import Content, axis_of, page

SLUG = {"nl": "leeftijd", "en": "ages"}
CHARTS = True
NEET = "neet_leeftijd"
AGES = ("15_tot_18", "18_tot_23", "23_tot_27")
FOCUS = "23_tot_27"
# Together all young people of an age; those without benefit are a part of the last and not drawn again.
POSITIONS = ("onderwijs_leeftijd", "werknemer_leeftijd", "zelfstandige_leeftijd", NEET)
PART_OF_NEET = "neet_zonder_uitkering_leeftijd"
SPLITS = ("sex", "education", "origin")


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    neet = view.catalogue.indicators[NEET]
    positions = positions_of(view)
    when = {"period": view.period(neet)}
    both: list[Choice] = list(dict.fromkeys([view.region().code, COUNTRY]))
    apart = split(view)
    codes: list[Choice] = parts_of(view, neet, apart)
    by_age = Selection(NEET, ("region", "age_group"), {**when, "region": both, "age_group": list(AGES)})
    focus = Selection(NEET, ("region", apart), {**when, "region": both, "age_group": FOCUS, apart: codes})
    own = [Selection(i.id, ("age_group",), {**when, "region": both[0], "age_group": list(AGES)}) for i in positions]
    ages, group, *places = values_of([by_age, focus, *own], view.release)
    panels = {"ages": age_panel(view, neet, by_age, ages), "focus": focus_panel(view, neet, focus, group)}
    if positions:
        panels["positions"] = position_panel(view, positions, own, places)
    return Content(
        panels=panels,
        spoken=view.text("spoken", what=view.text("ages_title"), region=view.region_label()),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    neet = view.catalogue.indicators[NEET]
    options = [{"value": PARAMETER[d], "label": view.named(view.catalogue.dimensions[d])} for d in SPLITS]
    chosen = PARAMETER[split(view)]
    fixed = [c.region_picker(view), c.period_picker(view, neet)]
    onward = view.to("trends", {"indicator": NEET, PARAMETER["age_group"]: FOCUS})
    parts = [
        c.bar(view, fixed),
        p.frame(view, "ages", content.panels["ages"]),
        *[p.frame(view, name, panel) for name, panel in content.panels.items() if name == "positions"],
        el("H2", view.text("ages_focus"), className="divider"),
        el(
            "Div",
            c.select("uitsplitsing", view.text("control_split"), options, chosen, PARAMETER[SPLITS[0]]),
            className="controls",
        ),
        p.frame(view, "focus", content.panels["focus"]),
        el("P", link(view.text("tile_neet_link"), onward), className="onward"),
    ]
    return page(view, view.text("ages_title"), view.text("ages_intro"), parts)


def positions_of(view: View) -> list[Indicator]:
    """The positions of the release; none when they are not all there, because parts must make a whole."""
    known = view.catalogue.indicators
    if not all(name in known for name in POSITIONS):
        return []
    return [known[name] for name in (*POSITIONS, PART_OF_NEET) if name in known]


def split(view: View) -> str:
    """The dimension by which the focus group is split."""
    words = {PARAMETER[d]: d for d in SPLITS}
    return words[view.choice("uitsplitsing", words, PARAMETER[SPLITS[0]])]


def parts_of(view: View, indicator: Indicator, dimension: str) -> list[Choice]:
    """The codes of a dimension without its total."""
    total = view.catalogue.dimensions[dimension].total
    return [code for code in view.catalogue.codes_of(indicator.id, dimension) if code != total]


def named(view: View, indicator: Indicator) -> str:
    """A position in a few words; the one of NEET is a whole subject elsewhere, with a longer name."""
    return view.text("ages_neet") if indicator.id == NEET else view.named(indicator, "short")


def told(view: View, indicator: Indicator, rows: Mapping[str, Row], dimension: str) -> str:
    """Codes with their figures in a row of words."""
    parts = [
        view.text("ages_part", name=view.name_of(dimension, code), value=sentences.shown(view, indicator, row))
        for code, row in rows.items()
    ]
    return i18n.listing(parts, view.lang) if parts else view.text("nothing_here")


def beside(view: View, indicator: Indicator, values: Values, dimension: str) -> tuple[list[Series], dict[str, Row]]:
    """Bars of the region and of Nederland per code of a dimension, and the rows of the region by code."""
    own = view.region().code
    series = []
    for region in dict.fromkeys([own, COUNTRY]):
        rows = [row for row in values.rows if row.key[0] == region]
        points = [
            Point(view.name_of(dimension, str(r.key[1])), r.value, sentences.shown(view, indicator, r), r.status == "P")
            for r in rows
        ]
        series.append(Series(view.name_of("region", region), points))
    return series, {str(row.key[1]): row for row in values.rows if row.key[0] == own}


def grid(view: View, indicator: Indicator, values: Values, dimension: str, title: str) -> Element:
    """Region and Nederland per code, with the number of young people behind each share."""
    heads = [view.named(view.catalogue.dimensions[dimension]), view.text("region"), view.text("ages_share")]
    heads += [view.text("ages_count"), view.text("denominator"), view.text("status")]
    body = [
        [
            view.name_of(dimension, str(row.key[1])),
            view.name_of("region", str(row.key[0])),
            sentences.shown(view, indicator, row),
            sentences.count(view, row.numerator),
            sentences.count(view, row.denominator),
            sentences.status_beside(view, row),
        ]
        for row in sorted(values.rows, key=lambda row: view.catalogue.order[dimension].get(str(row.key[1]), 0))
    ]
    return table(title, heads, body, numeric=(2, 3, 4))


def age_panel(view: View, neet: Indicator, asked: Selection, values: Values) -> p.Panel:
    """Register NEET per age group, the region beside Nederland."""
    period = view.period_name(view.period(neet), neet)
    series, own = beside(view, neet, values, "age_group")
    parts = told(view, neet, own, "age_group")
    return p.Panel(
        headline=view.text(
            "ages_headline", what=view.text("ages_neet"), name=view.region_name(), period=period, parts=parts
        ),
        subtitle=p.subtitle(view, neet, [period], values),
        description=view.text("ages_bars_told", parts=f"{view.region_label()}: {parts}"),
        figure=charts.grouped(series, axis_of(view, neet)),
        table=grid(view, neet, values, "age_group", f"{view.named(neet)}, {period}"),
        notes=p.notes(view, neet, values),
        source=p.source_line(view, neet),
        csv=[p.csv_of(view, asked)],
    )


def focus_panel(view: View, neet: Indicator, asked: Selection, values: Values) -> p.Panel:
    """Register NEET of 23 to 27 by sex, education or origin."""
    dimension = asked.by[1]
    period = view.period_name(view.period(neet), neet)
    series, own = beside(view, neet, values, dimension)
    what = view.named(view.catalogue.dimensions[dimension]).lower()
    parts = told(view, neet, own, dimension)
    age = view.name_of("age_group", FOCUS)
    return p.Panel(
        headline=view.text("ages_split_headline", what=view.text("ages_neet"), name=view.region_name(), by=what),
        subtitle=p.subtitle(view, neet, [age, period], values),
        description=view.text("ages_split_told", parts=f"{view.region_label()}: {parts}"),
        figure=charts.grouped(series, axis_of(view, neet)),
        table=grid(view, neet, values, dimension, f"{view.named(neet)}, {age}, {period}"),
        notes=p.notes(view, neet, values),
        source=p.source_line(view, neet),
        csv=[p.csv_of(view, asked)],
    )


def position_panel(
    view: View, indicators: Sequence[Indicator], asked: Sequence[Selection], found: Sequence[Values]
) -> p.Panel:
    """What young people of each age do: education, employee, self-employed, none of these."""
    drawn = [(i, v) for i, v in zip(indicators, found, strict=True) if i.id != PART_OF_NEET]
    first = indicators[0]
    period = view.period_name(view.period(first), first)
    series = []
    for indicator, values in drawn:
        short = named(view, indicator)
        points = []
        for row in values.rows:
            age = view.name_of("age_group", str(row.key[0]))
            words = f"{short}, {age}: {sentences.with_status(view, indicator, row)}"
            points.append(Point(age, row.value, words, row.status == "P"))
        series.append(Series(short, points))
    focus = [(i, next((r for r in v.rows if r.key[0] == FOCUS), None)) for i, v in drawn]
    parts = i18n.listing(
        [view.text("ages_part", name=named(view, i), value=sentences.shown(view, i, row)) for i, row in focus],
        view.lang,
    )
    age = view.name_of("age_group", FOCUS)
    every = Values(first.id, ("age_group",), [row for v in found for row in v.rows], found[0].release, found[0].where)
    name = view.region_name()
    return p.Panel(
        headline=view.text("ages_positions_headline", age=age, name=name, period=period, parts=parts),
        subtitle=p.subtitle(
            view, first, [view.region_label(), period], every, what=view.text("ages_positions_subtitle")
        ),
        description=view.text("ages_positions_told", parts=f"{age}: {parts}"),
        figure=charts.stacked(series, axis_of(view, first)),
        table=position_grid(view, indicators, found, period),
        notes=p.notes(view, first, every),
        source=p.source_line(view, first),
        csv=[p.csv_of(view, one) for one in asked],
    )


def position_grid(view: View, indicators: Sequence[Indicator], found: Sequence[Values], period: str) -> Element:
    """Per age and position the share and the number of young people."""
    heads = [view.text(k) for k in ("ages_age", "ages_position", "ages_share", "ages_count", "status")]
    body = []
    for age in AGES:
        for indicator, values in zip(indicators, found, strict=True):
            row = next((r for r in values.rows if r.key[0] == age), None)
            count = sentences.count(view, row.numerator if row else None)
            cells = [sentences.shown(view, indicator, row), count, sentences.status_beside(view, row)]
            body.append([view.name_of("age_group", age), named(view, indicator), *cells])
    return table(f"{view.text('ages_positions')}, {view.region_label()}, {period}", heads, body, numeric=(2, 3))
