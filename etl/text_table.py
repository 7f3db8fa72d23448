"""Reads the small text tables of worked examples (`a | b` per line); knows nothing of their meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextTable:
    """A parsed text table: column names and rows of stripped texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def parse(text: str) -> TextTable:
    """The table in a text; raises ValueError with a short reason when a line does not fit the header."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("the table is empty")
    columns, *rows = (tuple(cell.strip() for cell in line.split("|")) for line in lines)
    if "" in columns or len(set(columns)) < len(columns):
        raise ValueError(f"the header '{lines[0].strip()}' has an empty or double column name")
    for line, row in zip(lines[1:], rows, strict=True):
        if len(row) != len(columns):
            raise ValueError(f"the line '{line.strip()}' has {len(row)} cells where the header has {len(columns)}")
    return TextTable(columns, tuple(rows))
