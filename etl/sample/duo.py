"""Writes the DUO files on new vsv'ers: per region with backgrounds, per municipality, and by the definition of 2026."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np

from .allocate import Counts, draw, stream
from .model import VsvYear, vsv_year, vsv_year_provisional
from .national import BOTH_STATUSES, LAST_YEAR, LEAVES, MBO_LEAVES, YEARS
from .places import places
from .write import DUO_SMALLEST_SHOWN, PREFIX, duo_count, duo_csv, duo_percentage, with_totals

LEVELS = {
    "Totaal": LEAVES,
    "VO": LEAVES[:3],
    "VO ONDERBOUW": LEAVES[:1],
    "VMBO BOVENBOUW": LEAVES[1:2],
    "HAVO/VWO BOVENBOUW": LEAVES[2:3],
    "VAVO": LEAVES[3:4],
    "MBO": MBO_LEAVES,
    "MBO NIVEAU 1": ("bol1", "bbl1"),
    "MBO NIVEAU 2": ("bol2", "bbl2"),
    "MBO NIVEAU 3": ("bol3", "bbl3"),
    "MBO NIVEAU 4": ("bol4", "bbl4"),
}
MBO_LEVELS = tuple(name for name in LEVELS if name.startswith("MBO"))
SEX_WORDS = ("Totaal", "MAN", "VROUW")
AGE_WORDS = ("Totaal", "TOT 18", "18 TOT 20", "20 TOT 23")
ORIGIN_WORDS = ("Totaal", "NEDERLAND", "EUROPA", "BUITEN EUROPA")
OLD_SPELLING_UNTIL = 2015  # files up to 2015-2016 write AANTAL VSV'ERS

HEADER = (
    "SCHOOLJAAR", "RMC-REGIO CODE", "RMC-REGIO NAAM", "ONDERWIJSNIVEAU", "LEERWEG", "GESLACHT", "LEEFTIJD", "HERKOMST",
    "AANTAL DEELNEMERS", "AANTAL VSV ERS", "PERCENTAGE VSV", "STATUS", "BESTANDSDATUM",
)  # fmt: skip
MUNICIPALITY_HEADER = (
    "SCHOOLJAAR", "GEMEENTECODE", "GEMEENTENAAM", "AANTAL DEELNEMERS", "AANTAL VSV ERS", "STATUS", "BESTANDSDATUM",
)  # fmt: skip
HEADER_27 = (
    "SCHOOLJAAR", "RMC-REGIO CODE", "RMC-REGIO NAAM", "ONDERWIJSNIVEAU", "GESLACHT", "LEEFTIJD",
    "AANTAL STARTPOPULATIE", "AANTAL NIEUWE VSV'ERS", "WAARVAN MET ENTREEDIPLOMA", "STATUS", "BESTANDSDATUM",
)  # fmt: skip

# The definition of 2026 counts four more years of age and entree graduates, and exempts a few more young people: about
# a quarter above the old count of the same year, as the step from 18,000 to 23,000 in the targets suggests.
YEARS_27 = (2023, 2024)
AGE_WORDS_27 = ("Totaal", "TOT 18", "18 TOT 23", "23 TOT 27")
VSV_27 = {2023: 35_830, 2024: 35_060}
OLDER_VSV = {2023: 4_310, 2024: 4_260}
ENTREE_GRADUATES = {2023: 2_790, 2024: 2_710}
OLDER_PUPILS = 96_412
EXEMPTED = 0.008
OLDER_SHARE = np.array([0, 0, 0, 0.04, 0.03, 0.07, 0.07, 0.19, 0.02, 0.14, 0.24, 0.20])
OLDER_RATE = np.array([0, 0, 0, 0.10, 0.21, 0.09, 0.04, 0.03, 0.20, 0.07, 0.035, 0.03])
ENTREE_SHARE = np.array([0, 0, 0, 0, 0.56, 0.15, 0, 0, 0.21, 0.08, 0, 0])


def write_duo(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes all DUO files, one at a time."""
    for year in YEARS:
        if year in BOTH_STATUSES:
            yield _region_file(extracts, vsv_year_provisional(seed, year), final=False, one_way=True)
            yield _municipality_file(extracts, vsv_year_provisional(seed, year), final=False)
        yield _region_file(extracts, vsv_year(seed, year), final=year < LAST_YEAR, one_way=False)
        yield _municipality_file(extracts, vsv_year(seed, year), final=year < LAST_YEAR)
    for year in YEARS_27:
        yield _file_27(extracts, seed, year)


def duo_school_year(year: int) -> str:
    """DUO's notation of a school year."""
    return f"{year}-{year + 1}"


def file_date(year: int, final: bool) -> str:
    """Provisional files come in March, definitive ones in November, of the second year after the start."""
    return f"{15 if final else 24}-{11 if final else '03'}-{year + 2}"


def _regions(year: int, values: np.ndarray) -> tuple[list[tuple[str, str]], np.ndarray]:
    """(number, name) of the country and of each region of the period, with the country's sum in front."""
    here = places()
    codes, values = here.regions_on_map(year + 1, values)
    labels = [("00", "Nederland"), *((code[2:], here.all_names[code]) for code in codes)]
    return labels, with_totals(values, [0])


@cache
def _level_matrix() -> Counts:
    return np.array([[int(leaf in leaves) for leaf in LEAVES] for leaves in LEVELS.values()])


def _cube(values: Counts) -> Counts:
    """Region x level x sex x age x origin with all totals."""
    by_level = np.moveaxis(np.tensordot(_level_matrix(), values, axes=(1, 1)), 0, 1)
    return with_totals(by_level, range(2, by_level.ndim))


def _region_file(extracts: Path, figures: VsvYear, *, final: bool, one_way: bool) -> Path:
    labels, people = _regions(figures.year, figures.population)
    _, early = _regions(figures.year, figures.vsv)
    ending = f"{'DEFINITIEF' if final else 'VOORLOPIG'};{file_date(figures.year, final)}"
    splits = list(product(LEVELS, SEX_WORDS, AGE_WORDS, ORIGIN_WORDS))
    middles = [
        f"{level};{'Totaal' if level == 'Totaal' or level in MBO_LEVELS else 'NVT'};{sex};{age};{origin}"
        for level, sex, age, origin in splits
    ]
    wanted = [not one_way or sum(word != "Totaal" for word in split) <= 1 for split in splits]
    ways = [
        (
            f"{level};{way};Totaal;Totaal;Totaal",
            [LEAVES.index(leaf) for leaf in LEVELS[level] if leaf[:3] == way.lower()],
        )
        for level in MBO_LEVELS
        for way in ("BOL", "BBL")
    ]
    rows: list[str] = []
    for label, region_people, region_early in zip(labels, people, early, strict=True):
        start = f"{duo_school_year(figures.year)};{label[0]};{label[1]}"
        cells = zip(
            middles,
            _cube(region_people[None])[0].ravel().tolist(),
            _cube(region_early[None])[0].ravel().tolist(),
            wanted,
            strict=True,
        )
        rows += [_row(start, middle, whole, part, ending) for middle, whole, part, keep in cells if keep]
        rows += [
            _row(start, middle, int(region_people[leaves].sum()), int(region_early[leaves].sum()), ending)
            for middle, leaves in ways
        ]
    header = [_old_spelling(name) if figures.year <= OLD_SPELLING_UNTIL else name for name in HEADER]
    return duo_csv(_path(extracts, "duo_vsv_rmc", figures.year, final), header, rows)


def _row(start: str, middle: str, whole: int, part: int, ending: str) -> str:
    shown = duo_count(part) if whole == 0 or whole >= DUO_SMALLEST_SHOWN else duo_count(whole)
    return f"{start};{middle};{duo_count(whole)};{shown};{duo_percentage(part, whole)};{ending}"


def _old_spelling(name: str) -> str:
    return name.replace("VSV ERS", "VSV'ERS")


def _path(extracts: Path, kind: str, year: int, final: bool) -> Path:
    return extracts / f"{PREFIX}{kind}_{duo_school_year(year)}_{'definitief' if final else 'voorlopig'}.csv"


def _municipality_file(extracts: Path, figures: VsvYear, *, final: bool) -> Path:
    here = places()
    ending = f"{'DEFINITIEF' if final else 'VOORLOPIG'};{file_date(figures.year, final)}"
    # Spreadsheets drop leading zeros; every other year has been through one.
    codes = [code[2:] if figures.year % 2 else str(int(code[2:])) for code in here.codes]
    counts = (figures.municipality_population.tolist(), figures.municipality_vsv.tolist())
    rows = [
        f"{duo_school_year(figures.year)};{code};{name};{duo_count(whole)};{duo_count(part)};{ending}"
        for code, name, whole, part in zip(codes, here.names, *counts, strict=True)
    ]
    header = [_old_spelling(name) if figures.year <= OLD_SPELLING_UNTIL else name for name in MUNICIPALITY_HEADER]
    return duo_csv(_path(extracts, "duo_vsv_gemeente", figures.year, final), header, rows)


@cache
def vsv_27(seed: int, year: int) -> tuple[Counts, Counts, Counts]:
    """Start population, new vsv'ers and entree graduates among them: region x leaf x sex x age (of AGE_WORDS_27)."""
    rng, old = stream(seed, f"vsv27 {year}"), vsv_year(seed, year)
    shape = (*old.vsv.shape[:3], 3)

    def ages(values: Counts) -> Counts:
        by_age = values.sum(axis=4)
        return np.concatenate([by_age[..., :1], by_age[..., 1:].sum(axis=-1, keepdims=True)], axis=-1)

    people = np.zeros(shape, dtype=np.int64)
    people[..., :2] = rng.binomial(ages(old.population), 1 - EXEMPTED)
    size = old.population.sum(axis=(3, 4)) * (OLDER_SHARE / old.population.sum(axis=(0, 2, 3, 4)))[None, :, None]
    people[..., 2] = draw(rng, OLDER_PUPILS, size.ravel()).reshape(shape[:3])

    known = ages(old.vsv)
    younger = VSV_27[year] - OLDER_VSV[year] - ENTREE_GRADUATES[year]
    early = np.zeros(shape, dtype=np.int64)
    early[..., :2] = rng.multivariate_hypergeometric(known.ravel(), younger, method="marginals").reshape(known.shape)
    older = people[..., 2] * OLDER_RATE[None, :, None]
    early[..., 2] = draw(rng, OLDER_VSV[year], older.ravel()).reshape(shape[:3])
    entree = np.zeros(shape, dtype=np.int64)
    chance = known[..., 1].sum(axis=1, keepdims=True) * ENTREE_SHARE[None, :, None]
    entree[..., 1] = draw(rng, ENTREE_GRADUATES[year], chance.ravel()).reshape(shape[:3])
    people = np.maximum(people, early + entree)
    return people, early + entree, entree


def _file_27(extracts: Path, seed: int, year: int) -> Path:
    final = year < LAST_YEAR
    ending = f"{'DEFINITIEF' if final else 'VOORLOPIG'};24-03-2026"
    cubes = []
    for values in vsv_27(seed, year):
        labels, with_country = _regions(year, values)
        cubes.append(_cube(with_country).reshape(len(labels), -1).tolist())
    middles = [";".join(split) for split in product(LEVELS, SEX_WORDS, AGE_WORDS_27)]
    rows = []
    for (number, name), *counts in zip(labels, *cubes, strict=True):
        start = f"{duo_school_year(year)};{number};{name}"
        for middle, people, early, entree in zip(middles, *counts, strict=True):
            rows.append(f"{start};{middle};{duo_count(people)};{duo_count(early)};{duo_count(entree)};{ending}")
    return duo_csv(_path(extracts, "duo_vsv27", year, final), HEADER_27, rows)
