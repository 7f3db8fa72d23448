"""Regions that differ and move as well, and what a new release changed; it lists and ranks nothing."""

from ... import i18n
from ...components import Children, Element, el, link
from ...indicators import QueryError, WarehouseError, releases
from ...indicators.result import Values
from ...state import View
from .figures import Tested, before, test
from .progress import column_name, span

SIGNS = {"higher": "▲", "lower": "▼", "rising": "↗", "falling": "↘"}
# What is listed, in this order: the difference with the rest of the country, then the direction.
PAIRS = (
    ("unfavourable", "unfavourable"),
    ("unfavourable", "favourable"),
    ("favourable", "unfavourable"),
    ("favourable", "favourable"),
)


def section(view: View, columns: list[Tested]) -> list[Element]:
    """The regions with a tested difference and a tested direction: a table by what both say, then by subject."""
    tested = [one for one in columns if not one.subject.expected]
    bodies = [body for pair in PAIRS if (body := rows(view, tested, *pair))]
    without = sum(not any(both(one, *pair) for pair in PAIRS) for one in tested)
    key = "all" if not bodies else "one" if without == 1 else "some"
    none = view.text(f"national_no_signals_{key}", count=i18n.number(without, 0, view.lang)) if without else ""
    told = [el("P", none, className="notes")] if none else []
    if not bodies:
        return told
    heads = [el("Th", view.text(f"national_head_{name}"), scope="col") for name in ("subject", "regions")]
    caption = el("Caption", view.text("national_signals", level=view.text(f"national_level_{test(view)}")))
    return [el("Table", [caption, el("Thead", el("Tr", heads)), *bodies], className="signals"), *told]


def rows(view: View, tested: list[Tested], side: str, course: str) -> Element | None:
    """The regions of one pair of difference and direction, a line per subject; None when there are none."""
    lines = []
    for one in tested:
        codes = both(one, side, course)
        if not codes:
            continue
        first = one.cells[codes[0]]
        signs = f"{SIGNS[first.outcome]} {SIGNS[first.trend]}"
        moved = f"{view.text(f'national_trend_{first.trend}')} ({span(view, one)})"
        words = ", ".join([view.text(f"national_side_{first.outcome}"), moved])
        regions: list[Children] = []
        for at, code in enumerate(codes):
            regions += [", "] if at else []
            regions.append(link(view.name_of("region", code), view.to("region", {"regio": code})))
        subject = [column_name(view, one), el("Span", [el("B", signs, **{"aria-hidden": "true"}), " ", words])]
        lines.append(el("Tr", [el("Th", subject, scope="row"), el("Td", regions)]))
    if not lines:
        return None
    title = el("Th", view.text(f"national_pair_{side}_{course}"), scope="rowgroup", colSpan=2)
    return el("Tbody", [el("Tr", title), *lines])


def both(one: Tested, side: str, course: str) -> list[str]:
    """The regions of one subject that differ to this side and moved this way."""
    return [code for code, cell in one.cells.items() if (cell.verdict, cell.course) == (side, course)]


def changed(view: View, columns: list[Tested]) -> list[Element]:
    """What differs between this release and the one before it, or why that cannot be told."""
    earlier = previous(view)
    if earlier is None:
        return [el("P", view.text("national_one_release"))]
    try:
        then = before(view.catalogue, earlier)
    except (QueryError, WarehouseError):
        return [el("P", view.text("national_release_other", id=earlier))]
    now = [one for one in columns if not one.subject.expected]
    told, same = [], []
    for one, old in zip(now, then, strict=True):
        name = f"{column_name(view, one)}, {view.period_name(one.period, one.indicator)}"
        added, other = compared(one, old)
        if added or other:
            told.append(view.text("national_release_changed", name=name, added=added, other=other))
        else:
            same.append(name)
    if not told:
        return [el("P", view.text("national_release_none", id=earlier))]
    if same:
        told.append(view.text("national_release_same", names="; ".join(same)))
    return [
        el("P", view.text("national_release_since", id=earlier)),
        el("Ul", [el("Li", line) for line in told], className="facts"),
    ]


def previous(view: View) -> str | None:
    """The release before this one, None when there is none."""
    known = [str(row[0]) for row in releases()]
    after = known[known.index(view.release) + 1 :] if view.release in known else []
    return after[0] if after else None


def compared(one: Tested, then: Values) -> tuple[int, int]:
    """How many regional figures of the newest period are new, and how many other than in the release before."""
    old = {str(row.key[0]): (row.value, row.status) for row in then.rows}
    now = {code: (cell.row.value, cell.row.status) for code, cell in one.cells.items() if cell.row is not None}
    added = sum(value is not None and old.get(code, (None, ""))[0] is None for code, (value, _) in now.items())
    other = sum(code in old and old[code][0] is not None and old[code] != cell for code, cell in now.items())
    return added, other
