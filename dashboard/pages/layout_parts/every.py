"""All regions: which have the same borders as a labour market region, which lie inside one, which in several."""

from ... import charts
from ...charts import Axis, Square
from ...components import Element, el, link
from ...components import panel as p
from ...components.tables import table
from ...indicators.studies.overlap import Overlap
from ...state import View
from . import own
from .shared import (
    DOT,
    KIND,
    PARTNER,
    Pair,
    count_words,
    csv_address,
    found,
    names,
    newest_year,
    pairs,
    people_words,
    share_words,
    source_line,
    who,
)

SAME, INSIDE, SEVERAL = "same", "inside", "several"
ORDER = (SAME, INSIDE, SEVERAL)
Sorted = dict[str, dict[str, list[Pair]]]  # way of overlapping -> region -> what it shares


def read(view: View) -> tuple[p.Panel, list[Element]]:
    """The panel of all regions, and the lists of those that overlap in the same way."""
    made = found(view, KIND, PARTNER, newest_year(view))
    if made is None:
        return empty(view), []
    listed = pairs(made)
    ways = sort(listed)
    notes = [view.text("layout_squares", who=who(view, made))]
    if own.regions(view):
        notes.append(view.text("layout_squares_own"))
    return (
        p.Panel(
            headline=headline(view, made, ways),
            subtitle=subtitle(view, made),
            description=view.text("layout_all_told", pairs=len(listed), rows=len(made.rows), columns=len(made.columns)),
            figure=figure(view, made, listed),
            table=grid(view, made, listed),
            notes=notes,
            source=source_line(view, made),
            csv=[("overlap", csv_address(view, made))],
            file=f"overlap-{made.year}",
        ),
        [lists(view, made, ways)],
    )


def empty(view: View) -> p.Panel:
    """The panel of a release that cannot tell how regions overlap."""
    why = view.text("layout_nothing")
    nothing = charts.nothing(why, Axis(why))
    bare = table(view.text("layout_title"), [view.text("region")], [])
    return p.Panel(headline=why, subtitle="", description="", figure=nothing, table=bare, notes=[], source=[], csv=[])


def sort(listed: list[Pair]) -> Sorted:
    """The regions by how they overlap: the same borders, inside one other region, or in several."""
    rows: dict[str, list[Pair]] = {}
    columns: dict[str, int] = {}
    for pair in listed:
        rows.setdefault(pair.row, []).append(pair)
        columns[pair.column] = columns.get(pair.column, 0) + 1
    ways: Sorted = {way: {} for way in ORDER}
    for row, mine in rows.items():
        way = SEVERAL if len(mine) > 1 else SAME if columns[mine[0].column] == 1 else INSIDE
        ways[way][row] = mine
    return ways


def headline(view: View, made: Overlap, ways: Sorted) -> str:
    """How many regions have the same borders, and how many lie in more than one."""
    counts = {way: len(ways[way]) for way in ORDER}
    return view.text("layout_all", total=len(made.rows), same=counts[SAME], several=counts[SEVERAL])


def subtitle(view: View, made: Overlap) -> str:
    """What is beside what, the year of the division, and of whom the shares are."""
    example = [view.text("example_data")] if view.catalogue.sources[made.source].sample else []
    year = view.text("layout_year", year=made.year)
    return DOT.join([view.text("layout_all_subtitle"), year, people_words(view, made), *example])


def figure(view: View, made: Overlap, listed: list[Pair]) -> charts.Figure:
    """A square per pair of regions; columns stand in the order of the rows they share most with."""
    row_names = {code: f"{view.catalogue.regions[code].number} {view.name_of('region', code)}" for code in made.rows}
    place = {code: at for at, code in enumerate(made.rows)}
    nearest = {code: max((x for x in listed if x.column == code), key=lambda x: x.of_column) for code in made.columns}
    columns = sorted(made.columns, key=lambda code: place[nearest[code].row])
    cells = [
        Square(
            row_names[pair.row],
            view.name_of("region", pair.column),
            pair.of_row,
            view.text(
                "layout_square",
                row=view.name_of("region", pair.row),
                column=view.name_of("region", pair.column),
                share=share_words(view, pair.of_row),
            ),
        )
        for pair in listed
    ]
    mine = [row_names[region.code] for region in own.regions(view) if region.code in row_names]
    heads = [view.name_of("region", code) for code in columns]
    return charts.squares([*row_names.values()], heads, cells, mine, Axis(view.text("nothing_here")))


def grid(view: View, made: Overlap, listed: list[Pair]) -> Element:
    """All pairs as a table."""
    heads = ["layout_region", "layout_partner", "layout_people_head", "layout_of_row", "layout_of_column", "layout_gm"]
    body = [
        [
            view.name_of("region", pair.row),
            view.name_of("region", pair.column),
            count_words(view, pair.people),
            share_words(view, pair.of_row),
            share_words(view, pair.of_column),
            names(view, pair.municipalities),
        ]
        for pair in listed
    ]
    mine = {region.code for region in own.regions(view)}
    marked = [at for at, pair in enumerate(listed) if pair.row in mine]
    title = f"{view.text('layout_all_subtitle')}, {made.year}"
    return table(
        title,
        [view.text(head, who=who(view, made)) for head in heads],
        body,
        numeric=(2, 3, 4),
        marked=marked,
        tall=True,
    )


def lists(view: View, made: Overlap, ways: Sorted) -> Element:
    """The regions under the three ways in which they overlap; a short form of the squares that fits any screen."""
    return el("Div", [listing(view, made, way, ways[way]) for way in ORDER], className="overlap-kinds")


def listing(view: View, made: Overlap, way: str, rows: dict[str, list[Pair]]) -> Element:
    """One way of overlapping with its regions, each a link to its own overlap."""
    items = []
    for row, mine in rows.items():
        others = [view.name_of("region", pair.column) for pair in mine]
        if way == SEVERAL:
            others = [
                f"{name}\N{NO-BREAK SPACE}{share_words(view, pair.of_row)}"
                for name, pair in zip(others, mine, strict=True)
            ]
        name = view.name_of("region", row)
        same = way == SAME and others == [name]
        items.append(el("Li", [link(name, own.to(view, row)), "" if same else f": {', '.join(others)}"]))
    head = el("H3", view.text(f"layout_way_{way}", count=len(rows)))
    shares = el("P", view.text("layout_way_shares", who=who(view, made)), className="source")
    told = [shares] if items and way == SEVERAL else []
    return el("Div", [head, *told, el("Ul", items) if items else el("P", view.text("layout_way_none"))])
