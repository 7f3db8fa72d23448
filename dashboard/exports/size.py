"""How large an answer would be, before it is made; refuses nothing itself."""

from collections.abc import Mapping, Sequence

from ..indicators import Catalogue, Choice

MOST_CELLS = 100_000  # why: a larger answer holds a worker for seconds; whole tables are in the Parquet export
MOST_XLSX_CELLS = 1_500_000  # why: writing these takes four seconds; who has more is better off with Parquet


def cells(known: Catalogue, indicator: str, by: Sequence[str], where: Mapping[str, Sequence[Choice]]) -> int:
    """The most figures that a question can give."""
    count = 1
    for dimension in by:
        asked = where.get(dimension)
        listed = asked is not None and (dimension == "period" or all(code in known.order[dimension] for code in asked))
        count *= (
            len(asked) if asked and listed and "all" not in asked else len(known.codes_of(indicator, dimension)) or 1
        )
    return count


def too_long(form: str, rows: int, columns: int) -> bool:
    """Whether a file of this form would be too large to make while a reader waits."""
    return form == "xlsx" and rows * columns > MOST_XLSX_CELLS
