"""Finds the declared columns in a header row; reads no rows."""

import difflib
import re
from collections import Counter
from collections.abc import Sequence

from ..catalogue import Source
from ..declaration import shown
from ..errors import ExtractError, nearest

# Nearer than this, an unknown name is taken for a slip of the pen in a column that may also be absent.
SLIP = 0.85
QUOTES = str.maketrans("’‘´`", "''''")


def spelled(name: str) -> str:
    """A name without what does not matter: case, padding, underscores, and the kind of apostrophe."""
    return re.sub(r"[\s_]+", " ", name.translate(QUOTES)).strip().casefold()


def match(where: str, header: Sequence[str], source: Source) -> dict[str, int]:
    """The position of each declared column that the header has; raises ExtractError when one is missing or double."""
    spellings = {
        spelled(spelling): column
        for column in (*source.columns, *source.optional_columns)
        for spelling in (column, *source.column_aliases.get(column, ()))
    }
    _refuse_doubles(where, header, spellings)
    found = {spellings[spelled(name)]: position for position, name in enumerate(header) if spelled(name) in spellings}
    unknown = [name.strip() for name in header if name.strip() and spelled(name) not in spellings]
    for column in source.columns:
        if column not in found:
            raise ExtractError(_missing(where, column, unknown, source))
    if source.either and not found.keys() & set(source.either):
        raise ExtractError(_neither(where, unknown, source))
    absent = [column for column in source.optional_columns if column not in found]
    for name in unknown:
        slip = difflib.get_close_matches(name.upper(), [column.upper() for column in absent], n=1, cutoff=SLIP)
        if slip:
            meant = next(column for column in absent if column.upper() == slip[0])
            raise ExtractError(
                f"{where}: unknown column '{name}'; did you mean '{meant}'? "
                f"Rename it, or add it under [column_aliases] in {shown(source.path)}, and build again."
            )
    return found


def _refuse_doubles(where: str, header: Sequence[str], spellings: dict[str, str]) -> None:
    times = Counter(spellings.get(spelled(name), spelled(name)) for name in header if name.strip())
    for name, count in times.items():
        if count > 1:
            raise ExtractError(
                f"{where}: column '{name}' is there {count} times; each column may be there once. "
                "Remove or rename the others and build again."
            )


def _neither(where: str, unknown: Sequence[str], source: Source) -> str:
    pairs = [(column, likely) for column in source.either if (likely := nearest(column, unknown))]
    if not pairs:
        return (
            f"{where}: none of the columns {', '.join(source.either)} is there, and one is needed to know the region. "
            "Get the file with this column in it and build again."
        )
    column, likely = max(
        pairs, key=lambda pair: difflib.SequenceMatcher(None, pair[0].upper(), pair[1].upper()).ratio()
    )
    return _missing(where, column, [likely], source)


def _missing(where: str, column: str, unknown: Sequence[str], source: Source) -> str:
    likely = nearest(column, unknown)
    if likely is None:
        return (
            f"{where}: column '{column}' is missing and nothing in the header resembles it. "
            "Get the file with this column in it and build again."
        )
    return (
        f"{where}: column '{column}' is missing; the nearest in the header is '{likely}'. "
        f"Rename it, or add it under [column_aliases] in {shown(source.path)}, and build again."
    )
