"""Figures as rows with codes, names and reasons: what the API answers, what a page shows and what files hold."""

from functools import lru_cache
from typing import Any

from .. import i18n
from ..indicators import Catalogue, Indicator, Values
from ..state import PARAMETER
from .names import COLUMNS, WORD, WORDS

Line = dict[str, Any]


def value_rows(known: Catalogue, found: Values, language: str) -> list[Line]:
    """One dictionary per figure, all with the same keys in the same order."""
    words = _status_words(language)
    base, columns = _frame(known, found, language)
    rows = []
    for key, value, numerator, denominator, status, derived, parts, margin in found.rows:
        row = base.copy()
        for code, (name, name_of, names) in zip(key, columns, strict=True):
            row[name] = code
            row[name_of] = names[code]
        row["waarde"] = value
        row["teller"] = numerator
        row["noemer"] = denominator
        row["status"] = status
        row["statusWoord"] = words[status]
        row["reden"] = words[status] if value is None else None
        row["afgeleid"] = derived
        row["delen"] = parts
        row["marge"] = margin
        rows.append(row)
    for name, cells in found.extra.items():
        column = COLUMNS[name]
        for row, cell in zip(rows, cells, strict=True):
            row[column] = None if cell == "" else cell
            if column in WORDS:
                row[f"{column}{WORD}"] = None if cell == "" else i18n.text(f"outcome_{cell}", language)
    return rows


def head(known: Catalogue, found: Values, language: str) -> tuple[str, ...]:
    """The names of the columns, also when there is no figure at all."""
    base, _ = _frame(known, found, language)
    columns = [COLUMNS[name] for name in found.extra]
    return (*base, *(each for name in columns for each in ((name, f"{name}{WORD}") if name in WORDS else (name,))))


class Periods(dict[Any, str]):
    """Names of periods, made when asked for."""

    def __init__(self, kind: str, language: str) -> None:
        super().__init__()
        self.kind, self.language = kind, language

    def __missing__(self, start: int) -> str:
        self[start] = i18n.period(start, self.kind, self.language)
        return self[start]


def names_of(known: Catalogue, indicator: Indicator, dimension: str, language: str) -> dict[Any, str]:
    """Code to name for a dimension of an indicator in a language."""
    return Periods(indicator.period_kind, language) if dimension == "period" else _names(known, dimension, language)


def _frame(known: Catalogue, found: Values, language: str) -> tuple[Line, list[tuple[str, str, dict[Any, str]]]]:
    """A row with all that is the same in every row filled in, and for what differs its columns and names."""
    indicator, source = known.indicators[found.indicator], known.source_of(found.indicator)
    base: Line = {}
    columns = {}
    for dimension in (*indicator.by, "indeling"):
        name = PARAMETER[dimension]
        names = names_of(known, indicator, dimension, language)
        codes = () if dimension in found.by else found.where.get(dimension, ())
        base[name] = codes[0] if len(codes) == 1 else "+".join(str(code) for code in codes)
        base[f"{name}Naam"] = " + ".join(names[code] for code in codes)
        columns[dimension] = (name, f"{name}Naam", names)
    base |= {
        "indicator": indicator.id,
        "waarde": None,
        "teller": None,
        "noemer": None,
        "eenheid": indicator.unit,
        "status": None,
        "statusWoord": None,
        "reden": None,
        "afgeleid": None,
        "delen": None,
        "marge": None,
        "bron": source.id,
        "voorbeelddata": source.sample,
    }
    return base, [columns[dimension] for dimension in found.by]


@lru_cache(maxsize=64)
def _names(known: Catalogue, dimension: str, language: str) -> dict[Any, str]:
    """Made once per catalogue, because every answer asks for it."""
    if dimension == "region":
        return {code: region.name_en if language == "en" else region.name for code, region in known.regions.items()}
    return {code: i18n.named(label, "name", language) for code, label in known.codes[dimension].items()}


@lru_cache(maxsize=2)
def _status_words(language: str) -> dict[str, str]:
    return {letter: i18n.status_word(letter, language) for letter in i18n.STATUS}
