"""The chosen region: with which regions of the other kind it shares municipalities, and how many people live there."""

from math import isfinite

from ...components import Children, Element, el, link
from ...components.downloads import downloads
from ...components.region_choice import homes_of
from ...indicators import Region
from ...indicators.studies.overlap import MERGED, Overlap
from ...state import View
from .shared import (
    DOT,
    KIND,
    PARTNER,
    Pair,
    count_words,
    csv_address,
    found,
    kind_name,
    names,
    pairs,
    people_words,
    share_words,
    source_line,
    who,
    year_of,
)


def regions(view: View) -> list[Region]:
    """The regions that are shown: the chosen one, or those a chosen municipality lies in; none for the country."""
    chosen = view.region()
    if chosen.kind == "gemeente":
        return homes_of(view.catalogue, chosen.code)
    return [chosen] if chosen.kind in MERGED else []


def told(view: View) -> list[Element]:
    """Everything on the chosen region."""
    shown = regions(view)
    if not shown:
        return [el("P", view.text("layout_choose"), className="layout-choose")]
    chosen = view.region()
    parts: list[Element] = []
    if chosen.kind == "gemeente":
        homes: list[Children] = []
        for region in shown:
            homes += [", " if homes else "", link(kind_name(view, region.code), to(view, region.code))]
        lead = view.text("layout_lies_in", name=view.name_of("region", chosen.code))
        parts.append(el("P", [lead, " ", *homes, "."], className="layout-lies"))
    for region in shown:
        parts += overlapping(view, region)
    return parts


def to(view: View, code: str) -> str:
    """The address of this page for another region."""
    return view.to("layout", {"regio": code})


def overlapping(view: View, region: Region) -> list[Element]:
    """One region: a sentence, a list of what it shares with whom, and the source."""
    partner = PARTNER if region.kind == KIND else KIND
    made = found(view, region.kind, partner, year_of(view, region))
    mine = [pair for pair in pairs(made) if pair.row == region.code] if made else []
    if made is None or not mine:
        name = view.name_of("region", region.code)
        return [el("H2", view.text("layout_unknown", name=name), className="panel-headline")]
    parts = [
        el("H2", headline(view, made, mine), className="panel-headline"),
        el("P", subtitle(view, made, region), className="panel-subtitle"),
    ]
    most = mine[0]
    if len(mine) > 1 and isfinite(most.of_row):
        words = view.text(
            "layout_most", name=kind_name(view, most.column), share=share_words(view, most.of_row), who=who(view, made)
        )
        parts.append(el("P", words))
    parts.append(el("Ul", [line(view, made, pair) for pair in mine], className="overlap-list"))
    lacking = sorted({code for pair in mine for code in pair.municipalities} & set(made.missing))
    if lacking:
        parts.append(
            el("P", view.text("layout_no_people", names=names(view, lacking), who=who(view, made)), className="notes")
        )
    links = downloads(view, csv_address(view, made), view.text("layout_overlap"))
    return [*parts, el("P", source_line(view, made), className="source"), el("P", links, className="actions")]


def headline(view: View, made: Overlap, mine: list[Pair]) -> str:
    """The same borders, wholly inside one other region, or parts of several: which holds follows from the map."""
    name, first = kind_name(view, mine[0].row), kind_name(view, mine[0].column)
    name = name[0].upper() + name[1:]
    if len(mine) > 1:
        return view.text(f"layout_shares_{made.kind_b}", name=name, count=len(mine))
    alone = sum(column == mine[0].column for _, column in made.municipalities) == 1
    return view.text("layout_same" if alone else "layout_inside", name=name, other=first)


def subtitle(view: View, made: Overlap, region: Region) -> str:
    """The year of the division, and of whom the shares are."""
    year = view.text("layout_year_last" if region.valid_to else "layout_year", year=made.year)
    example = [view.text("example_data")] if view.catalogue.sources[made.source].sample else []
    return DOT.join([year, people_words(view, made), *example])


def line(view: View, made: Overlap, pair: Pair) -> Element:
    """One shared part: with whom, how large for either, and its municipalities."""
    told_share = view.text(
        "layout_share",
        share=share_words(view, pair.of_row),
        name=view.name_of("region", pair.row),
        people=count_words(view, pair.people),
        who=who(view, made),
    )
    other = view.text("layout_share_other", share=share_words(view, pair.of_column), name=kind_name(view, pair.column))
    listed = view.text("layout_members", count=len(pair.municipalities), names=names(view, pair.municipalities))
    head = kind_name(view, pair.column)
    return el(
        "Li",
        [
            el("H3", link(head[0].upper() + head[1:], to(view, pair.column))),
            *bar(pair.of_row),
            el("P", [el("Strong", told_share), " ", other]),
            el("P", listed, className="overlap-members"),
        ],
    )


def bar(share: float) -> list[Element]:
    """The share as a length; said in words beside it, so hidden from a screen reader."""
    if not isfinite(share):
        return []
    inside = el("Span", style={"width": f"{share:.1%}"})
    return [el("Div", inside, className="overlap-bar", **{"aria-hidden": "true"})]
