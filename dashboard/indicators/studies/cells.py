"""What the families of statistics share: the question, the columns they answer with, and cells in a reader's unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..catalogue import Catalogue
from ..counts import FINE, Floats, Method, Texts, reasons
from .field import Field

COUNTRY = "NL01"
EARLIER = "eerder"
PEERS = "soortgelijk"
STRICT = 0.998
ITSELF = "itself"  # a region is not set against itself, nor the country against its regions
LEVELS = ((0.95, "95"), (STRICT, "998"))
SUM = "sum_of_regions"  # several regions added up have no place among single ones
REASON = "<U24"
LEAST = 1e-300  # a smaller chance cannot be told from 0 by the functions that work it out


@dataclass(frozen=True, slots=True)
class Question:
    """The figures asked for, the field around them and the same over the years; with whom and how strictly."""

    catalogue: Catalogue
    asked: Field
    field: Field
    years: Field
    against: str
    level: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns as long as the figures asked for, and the methods that made them."""

    columns: dict[str, Sequence[Any]]
    methods: tuple[Method, ...]


def why_none(field: Field) -> Texts:
    """Why each row has no statistic: because none of the field can have one, or because of its own counts."""
    why = reasons(field.x, field.n if field.share else None).astype(REASON)
    general = field.counted()
    return np.full_like(why, general) if general else why


def without_country(field: Field, why: Texts) -> Texts:
    """The country is what regions are set against; it has no place among them itself."""
    return np.where((np.array(field.kinds) == "land") & (why == FINE), ITSELF, why)


def picked(q: Question, base: Field, column: NDArray[Any], absent: Any = np.nan) -> NDArray[Any]:
    """The rows of a column of a field that belong to the figures asked for."""
    if base is q.asked:
        return column
    places = [base.place.get(pair, -1) for pair in zip(q.asked.regions, q.asked.rests, strict=True)]
    found = np.append(column, np.array([absent]).astype(column.dtype))
    return found[np.array(places, dtype=np.intp)]


def picked_why(q: Question, base: Field, why: Texts) -> Texts:
    """The reasons of a field for the figures asked for; regions added up and regions of another time are not in it."""
    found = picked(q, base, why, SUM)
    single = np.array([region != "" for region in q.asked.regions], dtype=bool)
    return np.where((found == SUM) & single, why_none(q.asked), found)


def shown(field: Field, column: Floats) -> list[float | None]:
    """A column in the unit of the indicator, with two decimals more than its figures."""
    return plain(100 * column if field.share else column, field.indicator.decimals + 2)


def plain(column: Floats, decimals: int) -> list[float | None]:
    """A column for a reader; None where there is no number."""
    return [None if np.isnan(value) else round(value, decimals) for value in column.tolist()]


def chances(column: Floats) -> list[float | None]:
    """P-values in three significant digits: however small a chance is, it is never 0."""
    return [None if np.isnan(value) else float(f"{max(value, LEAST):.2e}") for value in column.tolist()]


def whole(column: Floats) -> list[int | None]:
    """A column of whole numbers; None where there is none."""
    return [None if np.isnan(value) else int(value) for value in column.tolist()]
