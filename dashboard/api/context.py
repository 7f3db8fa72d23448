"""What every line of a study's CSV says besides its figures: names, period, choices, unit, status, source, release."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import i18n
from ..exports import value_rows
from ..indicators import Catalogue, Choice, Selection, values_of
from ..state import PARAMETER

Line = dict[str, Any]
Where = Mapping[str, Choice | Sequence[Choice]]
# Columns that hold a code of which the name stands beside it.
CODES = ("regio", "metRegio", "leeftijd")
BEHIND = ("eenheid", "status", "statusWoord", "bron", "voorbeelddata")
PEOPLE, POINTS, PLACES = "personen", "procentpunt", "plaats"


def beside(
    known: Catalogue,
    indicator: str,
    rows: Sequence[Line],
    language: str,
    where: Where,
    unit: str = "",
) -> list[Line]:
    """Rows of regions in one period between the words of the figures they are about; what a row says itself stands.

    `unit` is that of the study when it counts otherwise than the indicator: people instead of a share.
    """
    country = str(known.dimensions["region"].total)
    codes = list(dict.fromkeys(str(row.get("regio", country)) for row in rows))
    asked = Selection(indicator, ("region",), {**where, "region": codes})
    (found,) = values_of([asked], known.release.id)
    of = {str(row["regio"]): row for row in value_rows(known, found, language)}
    names = [name for dimension in PARAMETER for name in (PARAMETER[dimension], f"{PARAMETER[dimension]}Naam")]
    told = []
    for row in rows:
        figure = of.get(str(row.get("regio", country)), {})
        own = {name: cell for name, cell in row.items() if cell is not None or name not in BEHIND}
        before = {name: figure[name] for name in names if name in figure and (name[:5] != "regio" or "regio" in row)}
        behind = {name: figure.get(name) for name in BEHIND} | ({"eenheid": unit} if unit else {})
        told.append({**before, "indicator": indicator, **own, **{n: own.get(n, behind[n]) for n in BEHIND}})
    return told


def named(known: Catalogue, rows: Sequence[Line], language: str, indicator: str = "") -> list[Line]:
    """Rows with the name behind each code, and unit and source behind the figures; a row may name its own indicator."""
    return [_named(known, row, language, str(row.get("indicator") or indicator)) for row in rows]


def _named(known: Catalogue, row: Line, language: str, indicator: str) -> Line:
    told: Line = {}
    subject = known.indicators.get(indicator)
    for name, cell in row.items():
        told[name] = cell
        if name in CODES and f"{name}Naam" not in row:
            told[f"{name}Naam"] = _name(known, name, cell, language)
        elif name == "periode" and subject is not None and "periodeNaam" not in row and cell is not None:
            told["periodeNaam"] = i18n.period(int(cell), subject.period_kind, language)
        elif name == "status" and "statusWoord" not in row:
            told["statusWoord"] = None if cell is None else i18n.status_word(cell, language)
    if subject is None:
        return told
    source = known.source_of(subject.id)
    for name, usual in (("eenheid", subject.unit), ("bron", source.id), ("voorbeelddata", source.sample)):
        if told.get(name) is None:
            told[name] = usual
    return told


def _name(known: Catalogue, column: str, code: Any, language: str) -> str | None:
    """The name of a region or of another code; None for what has none, as a group that a reader made."""
    if column in ("regio", "metRegio"):
        region = known.regions.get(str(code))
        return None if region is None else region.name_en if language == "en" else region.name
    dimension = next(d for d, word in PARAMETER.items() if word == column)
    label = known.codes[dimension].get(str(code))
    return None if label is None else i18n.named(label, "name", language)
