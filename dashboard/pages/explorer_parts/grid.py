"""A sheet on the screen: what differs from row to row in the table, what is the same in every row said once."""

from typing import Any

from ... import i18n
from ...components import OWN, Element, el, sentences
from ...components.tables import Cell, pairs
from ...exports import Column, Sheet
from ...exports.about import code_words, column_words
from ...exports.names import COLUMNS, POINTS, REASONS, WORD, WORDS
from ...state import PARAMETER, View

MOST_ROWS = 250
# Always in the table, even when all rows have the same.
FIGURES = ("waarde", "statusWoord")
# Said by another column: the letter of the status by its word, the reason by the cell it explains.
SAID = ("status", "reden")
# The words for outcomes, which stand in the place of their codes.
TOLD = frozenset(f"{name}{WORD}" for name in WORDS)
NONE = "–"
# Columns of statistics in the unit of the figures, and those with decimals of their own.
OWN_DECIMALS = {
    "z": 3,
    "verschilJongeren": 1,
    "verwacht": 1,
    "verwachtVerschil": 1,
    "verwachtVerschilLaag": 1,
    "verwachtVerschilHoog": 1,
}
RATIOS = ("verwachtVerhouding", "verwachtVerhoudingLaag", "verwachtVerhoudingHoog")
CHANCES = ("pWaarde", "pGecorrigeerd", "trendPWaarde")


def grid(view: View, made: Sheet, caption: str, own: str) -> Element:
    """The first rows as a table with heads that sort; `own` is the region whose rows stand out."""
    shown = in_table(made)
    rows = made.rows[:MOST_ROWS]
    head = [heading(made, column) for column in shown]
    numeric = [at for at, column in enumerate(shown) if column.kind in ("number", "whole") and not splits(made, column)]
    marked = [at for at, row in enumerate(rows) if row["regio"] == own] if "regio" in made.splits else []
    if len(marked) == len(rows):
        marked = []
    return el(
        "Grid",
        namespace=OWN,
        id={"type": "filter", "name": "sorteer", "default": ""},
        value=made.asked.get("sorteer", ""),
        caption=caption,
        head=head,
        columns=[sorted_by(made, column) for column in shown],
        rows=[[cell(view, made, column, row) for column in shown] for row in rows],
        numeric=numeric,
        marked=marked,
        hint=view.text("explorer_sort_hint"),
    )


def in_table(made: Sheet) -> list[Column]:
    """The columns that stand in the table."""
    return [column for column in _told(made) if _varies(made, column)]


def for_all(made: Sheet) -> list[Column]:
    """The columns whose cells are the same in every row."""
    return [column for column in _told(made) if not _varies(made, column)]


def once(view: View, made: Sheet) -> Element:
    """What is the same in every row, as terms with their descriptions."""
    row = made.rows[0] if made.rows else dict.fromkeys(column.name for column in made.columns)
    return pairs([(heading(made, column), _words(cell(view, made, column, row))) for column in for_all(made)])


def heading(made: Sheet, column: Column) -> str:
    """The head of a column; that of the figures says their unit."""
    name = column.name
    if name == "waarde":
        return i18n.unit_word(made.indicator.unit, made.language)
    return column_words(made, f"{name}Naam" if name in PARAMETER.values() else name)


def sorted_by(made: Sheet, column: Column) -> str:
    """The column of the file that the head sorts by: regions by name, other codes in the order of their list."""
    return "regioNaam" if column.name == "regio" else column.name


def cell(view: View, made: Sheet, column: Column, row: dict[str, Any]) -> Cell:
    """A cell as a reader sees it: names with their code, numbers as they are written, reasons in words."""
    name, value = column.name, row[column.name]
    if name in PARAMETER.values():
        named = row[f"{name}Naam"] or ""
        return named if named == str(value) or value is None else (named, str(value))
    if name == "waarde" and value is None:
        return row["reden"] or NONE
    if name == "statusWoord":
        return "" if row["waarde"] is None else f"{value}"
    if value is None:
        return NONE
    if name in REASONS:
        return code_words(name, value, made.language)
    if name in TOLD:
        return str(value)
    if name == "indicator":
        return (view.named(made.indicator, "short"), value)
    if name == "bron":
        return (view.named(made.source), value)
    if name == "eenheid":
        return i18n.unit_word(value, made.language)
    return number(view, made, column, value) if column.kind != "flag" else view.text("yes" if value else "no")


def number(view: View, made: Sheet, column: Column, value: float) -> str:
    """A number with the decimals of its column."""
    name, unit = column.name, made.indicator.unit
    if name == "waarde":
        return i18n.quantity(value, unit, made.indicator.decimals, view.lang)
    if name in ("teller", "noemer"):
        return sentences.count(view, value)
    if column.kind == "whole":
        return i18n.number(value, 0, view.lang)
    if name in CHANCES:
        return i18n.chance(value, view.lang)
    if name in RATIOS:
        return i18n.number(value, 4, view.lang)
    if name in OWN_DECIMALS:
        return i18n.number(value, OWN_DECIMALS[name], view.lang)
    # A difference of percentages is in percentage points, which its head says.
    share = made.indicator.denominator is not None and name not in POINTS
    return i18n.quantity(value, unit if share else "", made.indicator.decimals + 2, view.lang)


def splits(made: Sheet, column: Column) -> bool:
    """Whether a column has the codes of what the figures are split by."""
    return column.name in made.splits


def _told(made: Sheet) -> list[Column]:
    """The columns without those that another one says: names stand with their codes."""
    names = {f"{word}Naam" for word in PARAMETER.values()}
    said = {*SAID, *names, *WORDS}
    if not _varies_from_value(made):
        said.add("teller")
    return [column for column in made.columns if column.name not in said]


def _varies_from_value(made: Sheet) -> bool:
    """Whether the numerator says more than the value: a number of people is its own numerator."""
    return made.indicator.denominator is not None or any(
        row["teller"] not in (None, row["waarde"]) for row in made.rows
    )


def _varies(made: Sheet, column: Column) -> bool:
    name = column.name
    if splits(made, column):
        return True
    if name == "teller":
        return True
    if name == "noemer":
        return made.indicator.denominator is not None
    if name in FIGURES or name in TOLD or (name in COLUMNS.values() and name not in REASONS):
        return True
    return len({row[name] for row in made.rows}) > 1


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell[0]} ({cell[1]})"
