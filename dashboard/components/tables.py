"""Data tables: real tables with a caption and headers with a scope, in a box that scrolls by itself."""

from collections.abc import Sequence

from . import Children, Element, el


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Children]],
    *,
    numeric: Sequence[int] = (),
    marked: Sequence[int] = (),
    tall: bool = False,
) -> Element:
    """A table; the first column heads its row, `numeric` columns are set right, `marked` rows stand out.

    A `tall` table scrolls within its box under a head that stays.
    """
    right = set(numeric)
    own = set(marked)
    heads = [el("Th", name, scope="col", className="number" if i in right else "") for i, name in enumerate(head)]
    body = []
    for at, row in enumerate(rows):
        cells = [el("Th", row[0], scope="row")]
        cells += [
            el("Td", value, className="number") if i in right else el("Td", value) for i, value in enumerate(row[1:], 1)
        ]
        body.append(el("Tr", cells, className="own") if at in own else el("Tr", cells))
    content = [
        el("Caption", caption),
        el("Thead", el("Tr", heads)),
        el("Tbody", body),
    ]
    return el(
        "Div",
        el("Table", content),
        className="table-box tall" if tall else "table-box",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def pairs(items: Sequence[tuple[Children, Children]]) -> Element:
    """Terms with their descriptions."""
    parts: list[Element] = []
    for term, description in items:
        parts += [el("Dt", term), el("Dd", description)]
    return el("Dl", parts, className="pairs")
