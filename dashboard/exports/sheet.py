"""A table as it leaves the house: columns with their kind, rows in the order and with the filter that were asked.

Screen, CSV, XLSX, Parquet and JSON are made of this one object, so they cannot differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import i18n
from ..indicators import Catalogue, Indicator, QueryError, Source, Values, did_you_mean
from ..indicators.region_names import spelling
from ..state import PARAMETER
from .names import COLUMNS, WORD, WORDS, Kind, file_name, kind
from .rows import Line, head, value_rows

# Codes without an order of their own: regions are sorted by code, periods by year.
_LETTERS = ("region", "period")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in every file, and what its cells are."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Sheet:
    """The figures of one question; `values` has the same rows in the same order, `asked` the question in words.

    `asked` is what stands behind the question mark of the address of the API, without release, language and form.
    """

    known: Catalogue
    values: Values
    language: str
    columns: tuple[Column, ...]
    rows: Sequence[Line] = field(repr=False)
    asked: Mapping[str, str]

    @property
    def indicator(self) -> Indicator:
        """The indicator of every figure."""
        return self.known.indicators[self.values.indicator]

    @property
    def source(self) -> Source:
        """The source of every figure."""
        return self.known.source_of(self.values.indicator)

    @property
    def splits(self) -> tuple[str, ...]:
        """The columns of codes that differ from row to row."""
        return tuple(PARAMETER[dimension] for dimension in self.values.by)

    def file_name(self, ending: str) -> str:
        """The name of a file: example data says so first, then the indicator, what was chosen, and the release."""
        periods = self.values.where.get("period", ())
        asked = str(periods[0]) if len(periods) == 1 and "periode" in self.asked else ""
        period = i18n.period(int(asked), self.indicator.period_kind, self.language) if asked else ""
        if "periode" in self.asked and not asked:
            period = self.asked["periode"]
        sample, language = self.source.sample, self.language
        return file_name(self.known, self.indicator.id, self.asked, period, ending, sample=sample, language=language)


def sheet(
    known: Catalogue,
    found: Values,
    language: str,
    order: str = "",
    search: str = "",
    asked: Mapping[str, str] | None = None,
) -> Sheet:
    """The sheet of figures, sorted by the columns in `order` and filtered by the words in `search`.

    `order` is names of columns with a comma between, each with a minus for high to low; empty is the order of lists.
    Raises QueryError for a column that there is not.
    """
    columns = tuple(Column(name, kind(name)) for name in head(known, found, language))
    rows = value_rows(known, found, language)
    picked = _matching(rows, found, search)
    for key, down in reversed(_keys(known, columns, order)):
        picked = _sorted(picked, rows, key, down)
    there = replace(
        found,
        rows=[found.rows[at] for at in picked],
        extra={name: [cells[at] for at in picked] for name, cells in found.extra.items()},
    )
    return Sheet(known, there, language, columns, [rows[at] for at in picked], asked or {})


def _matching(rows: Sequence[Line], found: Values, search: str) -> list[int]:
    """The rows in whose names, codes, status and outcomes all words are found.

    Case, accents and punctuation do not count.
    """
    if not search.strip():
        return list(range(len(rows)))
    wanted = spelling(search).split()
    codes = [PARAMETER[dimension] for dimension in found.by]
    told = [f"{name}{WORD}" for name in COLUMNS.values() if name in WORDS]
    read = [*codes, *(f"{name}Naam" for name in codes), "statusWoord", *(n for n in told if rows and n in rows[0])]
    texts = (spelling(" ".join(str(row[name] or "") for name in read)) for row in rows)
    # A search without a letter or digit that we know finds nothing, rather than everything.
    return [at for at, text in enumerate(texts) if wanted and all(word in text for word in wanted)]


def _keys(known: Catalogue, columns: Sequence[Column], order: str) -> list[tuple[Callable[[Line], Any], bool]]:
    """For each column to sort by: what a row is sorted by (None goes last), and whether high comes first."""
    kinds = {column.name: column.kind for column in columns}
    found = []
    for part in filter(None, (part.strip() for part in order.split(","))):
        name = part.removeprefix("-")
        if name not in kinds:
            raise QueryError(
                f"Unknown column '{name}' in 'sorteer'; {did_you_mean(name, kinds)} Choose one and ask again."
            )
        found.append((_key(known, name, kinds[name]), part.startswith("-")))
    return found


def _key(known: Catalogue, name: str, of: Kind) -> Callable[[Line], Any]:
    """What a row is sorted by: codes have the order of their list, texts that of their letters."""
    places = next((known.order.get(d) for d, word in PARAMETER.items() if word == name and d not in _LETTERS), None)
    if places is not None:
        return lambda row: places.get(row[name], len(places))
    if of == "text":
        return lambda row: None if row[name] is None else (spelling(row[name]), row[name])
    return lambda row: row[name]


def _sorted(picked: list[int], rows: Sequence[Line], key: Callable[[Line], Any], down: bool) -> list[int]:
    """Rows without a cell stand at the end, whichever way the others run."""
    keys = {at: key(rows[at]) for at in picked}
    there = [at for at in picked if keys[at] is not None]
    return sorted(there, key=lambda at: keys[at], reverse=down) + [at for at in picked if keys[at] is None]
