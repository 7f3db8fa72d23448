"""All regions as small charts on one axis, each with the country behind it and its tested direction."""

import numpy as np

from ... import charts, i18n, narrative
from ...charts import Point, Series, Small
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import Choice, Row, Selection
from ...indicators.benchmark import expected_by_chance, verdict
from ...indicators.catalogue import map_year
from ...state import COUNTRY, PARAMETER, View
from ..how import how
from . import words
from .asked import DEFAULT, KIND, Where, Whole, filters, has_2026, periods, read

NAME = "small"
ORDERS = ("naam", "groep")
STRICT = 0.998  # the level of a direction
GROUPS = ("rising", "falling", "no_signal", "")
COURSE = {"rising": "higher", "falling": "lower"}
LOOKS = {"favourable": "better", "unfavourable": "worse", "neutral": "different"}


def panel(view: View) -> p.Panel:
    """Small charts, words and table of the same figures."""
    indicator = view.indicator(DEFAULT)
    where = filters(view, indicator)
    codes = regions(view, where)
    whole = read(view, indicator, where, (KIND,) if codes != [COUNTRY] else ())
    years = list(periods(view, indicator))
    newest = max((int(whole.values.rows[whole.newest(code)].key[1]) for code in codes), default=years[-1])
    trends = {code: direction(whole, code) for code in codes}
    ordered = in_order(view, codes, trends)
    found = whole.of([COUNTRY, *(code for code in codes if code != COUNTRY)])
    country = line(view, whole, COUNTRY)
    own = view.region().code
    drawn = [small(view, whole, code, trends[code], own) for code in ordered]
    scale = charts.scale_of([country, *(one.line for one in drawn)])
    breaks = [b.period for b in view.catalogue.breaks(indicator.id, years[0], years[-1])]
    ends = [view.period_name(years[0], indicator), view.period_name(years[-1], indicator)]
    first = view.period_name(newest - 4, indicator), view.period_name(newest, indicator)
    told_ = [*own_words(view, whole, codes), chance(view, trends)]
    about = charts.About(
        title=view.text("trends_small_title", what=view.named(indicator, "short")),
        description=" ".join(told_),
        link=view.to("trends", {**kept(view), "regio": "{code}"}).replace("%7Bcode%7D", "{code}"),
        skip=view.text("trends_small_skip"),
        label=view.text("trends_small_key"),
        aloud=view.text("trends_small_aloud", name="{name}", value="{value}", when="{when}", words="{words}"),
        key=key(view, ends, usual(drawn), trends, indicator.better),
    )
    axis = [i18n.quantity(value, indicator.unit, decimals(scale.lines), view.lang) for value in scale.lines]
    per = view.text("per_region") if codes != [COUNTRY] else view.name_of("region", COUNTRY)
    parts = [per, *words.choices(view, found), " – ".join(ends)]
    return p.Panel(
        headline=headline(view, trends, *first)
        if len(codes) > 1
        else words.headline(words.facts(view, whole, codes[0])),
        subtitle=p.subtitle(view, indicator, parts, found),
        description=" ".join(told_),
        drawing=charts.multiples(drawn, country, years, breaks, scale, axis, about),
        table=grid(view, whole, ordered, years, parts),
        notes=p.notes(
            view,
            indicator,
            found,
            [
                *p.break_notes(view, indicator, years),
                *([] if scale.zero else [view.text("note_axis")]),
                view.text("trends_small_note" if len(codes) > 1 else "trends_small_country"),
            ],
        ),
        source=p.source_line(view, indicator),
        csv=csv(view, where, codes),
        methods=how(view, "trend"),
    )


def regions(view: View, where: Where) -> list[str]:
    """The Doorstroompunt regions of the newest period; Nederland for an indicator without figures per region."""
    indicator = view.indicator(DEFAULT)
    if KIND not in view.catalogue.codes_of(indicator.id, "region_kind"):
        return [COUNTRY]
    year = map_year(periods(view, indicator)[-1], indicator.period_kind)
    if has_2026(view, indicator) and dict(where).get("indeling") == "2026":
        year = 2026
    return [region.code for region in view.catalogue.regions_of(KIND) if region.exists(year)]


def direction(whole: Whole, code: str) -> str:
    """The tested direction of a region; empty where none could be tested."""
    found = str(whole.values.extra["trend"][whole.newest(code)])
    return found if found in words.TESTED else ""


def in_order(view: View, codes: list[str], trends: dict[str, str]) -> list[str]:
    """The regions by name, or those with one direction together; neither is a ranking."""
    named = sorted(codes, key=lambda code: view.name_of("region", code))
    if view.choice("volgorde", ORDERS, ORDERS[0]) == ORDERS[0]:
        return named
    return sorted(named, key=lambda code: GROUPS.index(trends[code]))


def line(view: View, whole: Whole, code: str) -> Series:
    """The line of a region."""
    rows = [whole.values.rows[at] for at in whole.places[code]]
    points = [Point(int(row.key[1]), row.value, "", row.status == "P") for row in rows]
    return Series(view.name_of("region", code), points)


def small(view: View, whole: Whole, code: str, trend: str, own: str) -> Small:
    """One region with its newest figure and its direction, in words as well."""
    row = whole.values.rows[whole.newest(code)]
    indicator = view.catalogue.indicators[whole.values.indicator]
    when = view.text("trends_small_when", period=view.period_name(int(row.key[1]), indicator))
    if row.value is not None and row.status != "A":
        when += f" ({sentences.status_beside(view, row)})"
    kind = charts.Kind(looks(trend, indicator.better), trend, spoken(view, trend))
    return Small(code, line(view, whole, code), sentences.shown(view, indicator, row), when, kind, code == own)


def spoken(view: View, trend: str) -> str:
    """A direction in words."""
    return view.text(f"trends_trend_{trend}") if trend else view.text("trends_small_untold")


def looks(trend: str, better: str) -> str:
    """The look of a direction: what it means for this indicator, and nothing when chance may have made it."""
    if trend not in COURSE:
        return "same" if trend else "untold"
    meant = str(verdict(np.array([COURSE[trend]]), better)[0])
    return LOOKS.get(meant, "different")


def headline(view: View, trends: dict[str, str], first: str, last: str) -> str:
    """How many regions went which way, as a neutral sentence."""
    indicator = view.indicator(DEFAULT)
    what = view.named(indicator, "short")
    counts = {name: counted(view, sum(t == name for t in trends.values())) for name in ("rising", "falling")}
    tested = sum(bool(t) for t in trends.values())
    if not tested:
        return view.text("trends_small_headline_none", what=what)
    same = i18n.number(sum(t == "no_signal" for t in trends.values()), 0, view.lang)
    total = i18n.number(len(trends), 0, view.lang)
    return view.text("trends_small_headline", what=what, same=same, first=first, last=last, total=total, **counts)


def counted(view: View, count: int) -> str:
    """How many regions, within a sentence."""
    return i18n.number(count, 0, view.lang) if count else view.text("trends_small_none")


def own_words(view: View, whole: Whole, codes: list[str]) -> list[str]:
    """The tested direction of the chosen region, when it is among the small charts."""
    own = view.region().code
    if own not in codes:
        return []
    facts = words.facts(view, whole, own)
    return [fact.sentence for fact in facts if fact.kind == "trend"] + list(
        filter(None, [words.unseen(view, whole, own, facts)])
    )


def chance(view: View, trends: dict[str, str]) -> str:
    """How many regions have a colour, and how many chance alone would give; nothing when none has."""
    tested = sum(bool(trend) for trend in trends.values())
    coloured = sum(trend in COURSE for trend in trends.values())
    if not coloured:
        return ""
    return narrative.coloured_by_chance(coloured, tested, expected_by_chance(tested, STRICT), view.lang)


def usual(drawn: list[Small]) -> str:
    """When most newest figures are."""
    when = [one.when for one in drawn]
    return max(when, key=when.count, default="")


def key(view: View, ends: list[str], when: str, trends: dict[str, str], better: str) -> list[tuple[str, str]]:
    """What lines, colours and signs mean."""
    found = [("country", view.name_of("region", COUNTRY))]
    for trend in GROUPS:
        if trend in trends.values():
            told_ = spoken(view, trend)
            found.append((f"{looks(trend, better)} {trend}".strip(), told_))
    return [*found, ("axis", view.text("trends_small_axis", first=ends[0], last=ends[1], when=when))]


def kept(view: View) -> dict[str, str]:
    """The choices that go along to the large chart of a region."""
    names = (
        "indicator",
        "indeling",
        *(name for name in PARAMETER.values() if name not in ("regio", "periode", "indeling")),
    )
    return {name: view.asked[name] for name in names if name in view.asked}


def decimals(lines: tuple[float, ...]) -> int:
    """How many decimals the figures along an axis need."""
    return next((at for at in range(3) if all(round(each, at) == each for each in lines)), 2)


def grid(view: View, whole: Whole, codes: list[str], years: list[int], parts: list[str]) -> Element:
    """All figures that are drawn, the newest first, and the tested direction of each region."""
    indicator = view.catalogue.indicators[whole.values.indicator]
    rows = {(str(r.key[0]), int(r.key[1])): r for r in whole.of([COUNTRY, *(c for c in codes if c != COUNTRY)]).rows}
    labels = words.axis_labels(view, indicator, years, list(rows.values()))
    heads = [view.text("region"), view.text("trends_direction")]
    heads += [label.replace("<br>", ", ") for label in reversed(labels.values())]
    body = []
    for code in dict.fromkeys([COUNTRY, *codes]):
        trend = direction(whole, code)
        told_ = spoken(view, trend)
        cells = [cell(view, rows.get((code, year)), "<br>" in labels[year]) for year in reversed(years)]
        body.append([view.name_of("region", code), told_, *cells])
    name = p.full_name(view, indicator)
    unit = p.unit_beside(view, indicator, name)
    title = ", ".join([name, *parts]) + (f" ({unit})" if unit else "")
    return table(title, heads, body, numeric=range(2, len(heads)))


def cell(view: View, row: Row | None, said: bool) -> str:
    """A figure, with its status unless the head of the column says it."""
    indicator = view.indicator(DEFAULT)
    if row is None or row.value is None or said or row.status == "A":
        return sentences.shown(view, indicator, row)
    return f"{sentences.shown(view, indicator, row)} ({sentences.status_beside(view, row)})"


def csv(view: View, where: Where, codes: list[str]) -> list[tuple[str, str]]:
    """All figures as CSV, with the tested directions."""
    indicator = view.indicator(DEFAULT)
    chosen: dict[str, Choice | list[Choice]] = dict(where)
    # Region by region: a kind also holds those that are no more, which are not drawn.
    asked = list(dict.fromkeys([*codes, COUNTRY]))
    selection = Selection(indicator.id, ("region", "period"), {**chosen, "region": asked, "period": "all"})
    return [p.csv_of(view, selection, met="trend")]
