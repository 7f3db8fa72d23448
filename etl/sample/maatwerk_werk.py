"""Writes the CBS custom workbooks on lasting work of mbo leavers and on the risk scores for early school leaving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .allocate import Counts, shares, stream
from .leavers import COHORTS, LeaversAt, leavers
from .model import municipality_risk, region_risk, vsv_year
from .places import places
from .write import PREFIX, Workbook, custom_cells, school_year, with_totals

MOMENT_WORDS = {"direct": "Direct", "1_jaar": "1 jaar", "2_jaar": "2 jaar", "3_jaar": "3 jaar", "5_jaar": "5 jaar"}
AGE_WORDS = ("15 tot 18 jaar", "18 tot 23 jaar", "23 tot 27 jaar")
LEVEL_WORDS = ("Niveau 1 (entree)", "Niveau 2", "Niveau 3 en 4")
WAY_WORDS = ("Totaal", "Bol", "Bbl")
CONTRACT_WORDS = ("Vast", "Flexibel", "Zelfstandige", "Werknemer en zelfstandige")
HOUR_WORDS = ("minder dan 12 uur", "12 tot 20 uur", "20 tot 35 uur", "35 uur of meer")
HEADER = (
    "Schooljaar", "Regiocode", "Regio", "Leeftijd", "Niveau", "Leerweg", "Peilmoment",
    "Arbeidsmarktpopulatie", "Werkzaam",
    *(f"{contract}: {hours}" for contract in CONTRACT_WORDS for hours in ("totaal", *HOUR_WORDS)),
    *(hours[0].upper() + hours[1:] for hours in HOUR_WORDS),
)  # fmt: skip
TITLE = "Werk van mbo-uitstromers naar soort contract en uren per week, naar Doorstroompuntregio"
EXPLANATION = (
    "Populatie: uitstromers uit het mbo van 15 tot 27 jaar, met en zonder diploma.",
    "Arbeidsmarktpopulatie: uitstromers die op het peilmoment in Nederland wonen en geen onderwijs volgen.",
    "Peilmoment: oktober, direct of een aantal jaren na het verlaten van het onderwijs.",
    "De cijfers zijn afgerond op tientallen; cijfers onder de 10 zijn geheim.",
)

RISK_COHORTS = (2021, 2022, 2023, 2024)
RISK_TITLE = "Risicoscores voortijdig schoolverlaten"
RISK_EXPLANATION = (
    "Per jongere is de kans op voortijdig schoolverlaten berekend; de risicoscore telt die kansen per gebied op.",
    "Het verwachte aantal is geen streefcijfer.",
)
RISK_MEASURES = ("Aantal jongeren", "Verwacht aantal vsv'ers", "Risicoscore")
# What background explains of the difference between regions, and between municipalities by size.
EXPLAINED_REGION, EXPLAINED_SIZE, UNEXPLAINED = 0.55, 0.8, 0.05


def write_work(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes one workbook per school year of leaving."""
    for cohort in COHORTS:
        shown = school_year(cohort)
        path = extracts / f"{PREFIX}maatwerk_duurzaam_werk_{cohort}-{cohort + 1}.xlsx"
        book = Workbook(path, TITLE, EXPLANATION)
        star = "*" if cohort == COHORTS[-1] else ""
        rows = (row for at in leavers(seed, cohort) for row in _work_rows(at, shown + star))
        book.table("Tabel 1", f"Uitstromers {shown}{star}", HEADER, rows)
        yield book.close()


def _work_rows(at: LeaversAt, shown: str) -> Iterator[list[Any]]:
    here = places()
    codes, people = here.regions_on_map(at.cohort + 1, at.people)
    _, jobs = here.regions_on_map(at.cohort + 1, at.jobs)
    figures = [_figures(*pair) for pair in zip(with_totals(people, [0]), with_totals(jobs, [0]), strict=True)]
    for code, table in zip(["NL01", *codes], figures, strict=True):
        for group, numbers in zip(_GROUPS, table, strict=True):
            yield [shown, code, here.all_names[code], *group, MOMENT_WORDS[at.moment], *custom_cells(numbers)]


_GROUPS = [
    ("Totaal", "Totaal", "Totaal"),
    *((age, "Totaal", "Totaal") for age in AGE_WORDS),
    *(("Totaal", level, way) for level in LEVEL_WORDS for way in WAY_WORDS),
]


def _figures(people: Counts, jobs: Counts) -> Counts:
    """One line per group: population, working, contract x hours with totals, hours."""
    columns = np.concatenate([people[..., None], _job_columns(jobs)], axis=-1)  # level x way x age x figure
    by_way = with_totals(columns.sum(axis=2), [1])
    return np.concatenate(
        [columns.sum(axis=(0, 1, 2))[None], columns.sum(axis=(0, 1)), by_way.reshape(-1, columns.shape[-1])]
    )


def _job_columns(jobs: Counts) -> Counts:
    full = with_totals(jobs, [jobs.ndim - 1])
    flat = full.reshape(*jobs.shape[:-2], -1)
    return np.concatenate([jobs.sum(axis=(-1, -2))[..., None], flat, jobs.sum(axis=-2)], axis=-1)


def write_risk(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes the workbook with the expected number of vsv'ers per region and municipality."""
    book = Workbook(extracts / f"{PREFIX}maatwerk_risicoscores.xlsx", RISK_TITLE, RISK_EXPLANATION)
    for sheet, area in (("Tabel 1", "Regio"), ("Tabel 2", "Gemeente")):
        header = ("Cohort", f"{area}code", area, *RISK_MEASURES)
        rows = (row for cohort in RISK_COHORTS for row in _risk_rows(seed, cohort, area))
        book.table(sheet, f"Per {area.lower()}", header, rows)
    yield book.close()


def expected(seed: int, cohort: int) -> tuple[Counts, Counts]:
    """Young people, and expected vsv'ers in tenths, per municipality; the tenths add up to the national number."""
    here, figures = places(), vsv_year(seed, cohort)
    rng = stream(seed, f"risk {cohort}")
    explained = EXPLAINED_REGION * region_risk(cohort)[here.region] + EXPLAINED_SIZE * municipality_risk()
    explained += rng.normal(0, UNEXPLAINED, len(here.regions))[here.region]
    weight = figures.municipality_population * np.exp(explained)
    return figures.municipality_population, shares(10 * figures.vsv.sum(), weight)


def _risk_rows(seed: int, cohort: int, area: str) -> Iterator[list[Any]]:
    here = places()
    people, tenths = expected(seed, cohort)
    if area == "Gemeente":
        codes, names = list(here.codes), list(here.names)
    else:
        codes, people = here.regions_on_map(cohort + 1, here.per_region(people))
        _, tenths = here.regions_on_map(cohort + 1, here.per_region(tenths))
        codes = ["NL01", *codes]
        names = [here.all_names[code] for code in codes]
        people, tenths = with_totals(people, [0]), with_totals(tenths, [0])
    for code, name, whole, part in zip(codes, names, people.tolist(), tenths.tolist(), strict=True):
        yield [str(cohort), code, name, whole, part / 10, round(10 * part / whole, 2)]
