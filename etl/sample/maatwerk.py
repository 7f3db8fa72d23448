"""Writes the CBS custom workbook on young people without education and work: region and full background."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from .places import places
from .write import PREFIX, Workbook, custom_cells, with_totals
from .youth import YEARS, youth_year

SEX_WORDS = ("Totaal", "Man", "Vrouw")
AGE_WORDS = ("Totaal", "15 tot 18 jaar", "18 tot 23 jaar", "23 tot 27 jaar")
EDUCATION_WORDS = ("Totaal", "Laag", "Middelbaar", "Hoog")
ORIGIN_WORDS = ("Totaal", "Nederland", "Europa (zonder Nederland)", "Buiten Europa")
HEADER = (
    "Jaar", "Regiocode", "Regio", "Geslacht", "Leeftijd", "Hoogst behaald onderwijs", "Herkomst", "Jongeren",
    "Volgt onderwijs", "Werknemer", "Zelfstandige", "Geen onderwijs en geen werk", "w.v. zonder uitkering",
)  # fmt: skip
TITLE = "Jongeren zonder onderwijs en zonder werk, naar Doorstroompuntregio"
EXPLANATION = (
    "Populatie: jongeren van 15 tot 27 jaar in de Basisregistratie Personen op 1 oktober.",
    "Onderwijs: op 1 oktober ingeschreven bij door de overheid bekostigd onderwijs. Onderwijs over de grens telt niet.",
    "Werknemer en zelfstandige: jongeren die geen onderwijs volgen en in oktober werken.",
    "De cijfers zijn afgerond op tientallen; cijfers onder de 10 zijn geheim.",
)
# CBS also hides cells from which a hidden one could be worked out; in the sample this happens in one small region.
ALSO_HIDDEN_REGION, ALSO_HIDDEN_YEARS = "MC02", (2023, 2024)
ALSO_HIDDEN_AGES = ("15 tot 18 jaar", "23 tot 27 jaar")


def write_neet(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes one workbook per reference year."""
    for year in YEARS:
        yield _workbook(extracts, seed, year)


def _workbook(extracts: Path, seed: int, year: int) -> Path:
    book = Workbook(extracts / f"{PREFIX}maatwerk_neet_{year}.xlsx", TITLE, EXPLANATION)
    shown = f"{year}*" if year == YEARS[-1] else str(year)
    book.table("Tabel 1", f"1 oktober {shown}", HEADER, _rows(seed, year, shown))
    return book.close()


def _rows(seed: int, year: int, shown: str) -> Iterator[list[Any]]:
    here = places()
    codes, cells = here.regions_on_map(year, youth_year(seed, year).cells)
    cube = with_totals(cells, range(5))
    groups = list(product(SEX_WORDS, AGE_WORDS, EDUCATION_WORDS, ORIGIN_WORDS))
    for code, region in zip(["NL01", *codes], cube, strict=True):
        states = region.reshape(len(groups), -1)
        figures = np.column_stack([states.sum(axis=1), states[:, :3], states[:, 3:].sum(axis=1), states[:, 4]])
        columns = [custom_cells(column) for column in figures.T]
        for group, *numbers in zip(groups, *columns, strict=True):
            if group[1] == "15 tot 18 jaar" and group[2] == "Hoog":
                numbers = [None] * len(numbers)
            elif _also_hidden(code, year, group):
                numbers[4:] = [".", "."]
            yield [shown, code, here.all_names[code], *group, *numbers]


def _also_hidden(code: str, year: int, group: tuple[str, ...]) -> bool:
    in_group = group[0] != "Totaal" and group[1] in ALSO_HIDDEN_AGES
    return in_group and code == ALSO_HIDDEN_REGION and year in ALSO_HIDDEN_YEARS
