"""Regions that differ and move as well, and what a new release changed; it lists and ranks nothing."""

from ... import i18n
from ...components import Children, Element, el, link
from ...indicators import QueryError, WarehouseError, releases
from ...indicators.result import Values
from ...state import View
from .figures import Tested, before
from .progress import column_name

# What is listed, in this order: the difference with the rest of the country, then the direction.
PAIRS = (
    ("unfavourable", "unfavourable"),
    ("unfavourable", "favourable"),
    ("favourable", "unfavourable"),
    ("favourable", "favourable"),
)


def section(view: View, columns: list[Tested]) -> list[Element]:
    """Per subject the regions with a tested difference and a tested direction."""
    parts: list[Element] = []
    without = []
    for one in columns:
        if one.subject.expected:
            continue
        name = column_name(view, one)
        found = signals(view, one)
        if found:
            parts.append(
                el("Section", [el("H3", name), el("Ul", [el("Li", line) for line in found], className="facts")])
            )
        else:
            without.append(name)
    inside = [el("Div", parts, className="signals")] if parts else []
    if without:
        inside.append(
            el("P", view.text("national_no_signals", names=i18n.listing(without, view.lang)), className="notes")
        )
    return inside


def signals(view: View, one: Tested) -> list[Children]:
    """The signals of one subject: a sentence and the regions it holds for."""
    found: list[Children] = []
    for side, course in PAIRS:
        regions = [code for code, cell in one.cells.items() if (cell.verdict, cell.course) == (side, course)]
        if not regions:
            continue
        first = one.cells[regions[0]]
        words = view.text(
            "national_signal",
            outcome=view.text(f"national_side_{first.outcome}"),
            side=view.text(f"national_{side}"),
            trend=view.text(f"national_trend_{first.trend}"),
            course=view.text(f"national_{course}"),
        )
        line: list[Children] = [el("Strong", words), " "]
        for at, code in enumerate(regions):
            line += [", "] if at else []
            line.append(link(view.name_of("region", code), view.to("region", {"regio": code})))
        found.append(line)
    return found


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
    lines = [compared(view, one, old) for one, old in zip(now, then, strict=True)]
    return [
        el("P", view.text("national_release_since", id=earlier)),
        el("Ul", [el("Li", line) for line in lines], className="facts"),
    ]


def previous(view: View) -> str | None:
    """The release before this one, None when there is none."""
    known = [str(row[0]) for row in releases()]
    after = known[known.index(view.release) + 1 :] if view.release in known else []
    return after[0] if after else None


def compared(view: View, one: Tested, then: Values) -> str:
    """How many regional figures of the newest period are new or other than in the release before."""
    name = column_name(view, one)
    period = view.period_name(one.period, one.indicator)
    old = {str(row.key[0]): (row.value, row.status) for row in then.rows}
    now = {code: (cell.row.value, cell.row.status) for code, cell in one.cells.items() if cell.row is not None}
    added = sum(value is not None and old.get(code, (None, ""))[0] is None for code, (value, _) in now.items())
    other = sum(code in old and old[code][0] is not None and old[code] != cell for code, cell in now.items())
    if not added and not other:
        return view.text("national_release_same", name=name, period=period)
    return view.text("national_release_changed", name=name, period=period, added=added, other=other)
