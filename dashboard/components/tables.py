"""Data tables: real tables with a caption and headers with a scope, in a box that scrolls by itself."""

from collections.abc import Sequence

from . import OWN, Children, Element, el

# A cell is a text, or a text with a name from a file behind it.
Cell = str | tuple[str, str]


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    numeric: Sequence[int] = (),
    marked: Sequence[int] = (),
    tall: bool = False,
) -> Element:
    """A table; the first column heads its row, `numeric` columns are set right, `marked` rows stand out.

    A `tall` table scrolls within its box under a head that stays. Only the cells are sent: assets/table.js draws them.
    """
    shape = {"numeric": list(numeric), "marked": list(marked), "tall": tall}
    given = {name: value for name, value in shape.items() if value}
    return el("Table", namespace=OWN, caption=caption, head=head, rows=rows, **given)


def pairs(items: Sequence[tuple[Children, Children]]) -> Element:
    """Terms with their descriptions."""
    parts: list[Element] = []
    for term, description in items:
        parts += [el("Dt", term), el("Dd", description)]
    return el("Dl", parts, className="pairs")
