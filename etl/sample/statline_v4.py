"""Writes the StatLine tables of OData version 4: vsv per region (84780NED) and young people per region (86223NED)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .allocate import Counts
from .anchors import count
from .cbs_vsv import cbs_vsv
from .national import LAST_YEAR
from .national import YEARS as SCHOOL_YEARS
from .places import places
from .write import PREFIX, SAMPLE_NOTE, json_file, json_rows, rounded, school_year, with_totals
from .youth import AGE, youth_year
from .youth import YEARS as CALENDAR_YEARS

ROOT_URL = "https://datasets.cbs.nl/odata/v1/CBS"
PAGE_SIZE = 25_000
SECRET_BELOW_PUPILS = 250  # of such a small municipality CBS shows no leavers

# Code, title, description: for a v4 code list. Codes differ per table, so readers must go by title.
Code = tuple[str, str]
SEXES: list[Code] = [("T001038", "Totaal mannen en vrouwen"), ("3000", "Mannen"), ("4000", "Vrouwen")]
VSV_MEASURES = (
    ("M003048_1", "Leerlingen", "aantal"),
    ("M003048_2", "Voortijdig schoolverlaters", "aantal"),
    ("M003048_3", "Niet-voortijdig schoolverlaters", "aantal"),
    ("M003048_4", "Voortijdig schoolverlaters (percentage)", "%"),
)
YOUTH_MEASURES = (("M000336", "Jongeren (15 tot 27 jaar)", "aantal"),)
EDUCATION: list[Code] = [
    ("T001143", "Totaal"), ("A041861", "Volgt formeel onderwijs"), ("A041862", "Volgt geen formeel onderwijs"),
]  # fmt: skip
WORK: list[Code] = [
    ("T001152", "Totaal"), ("A028788", "Arb.pos.: werkzame beroepsbevolking"),
    ("A028793", "Arb.pos.: niet-werkzame bevolking"), ("A028789", "Werkkring: werknemer"),
    ("A028790", "Werkkring: zelfstandige"), ("A028791", "Zowel werknemer als zelfstandige"),
]  # fmt: skip
BENEFIT: list[Code] = [
    ("T001156", "Totaal met of zonder uitkering"), ("A028800", "Met uitkering sociale zekerheid"),
    ("A028801", "Zonder uitkering sociale zekerheid"),
]  # fmt: skip
JOBSEEKER: list[Code] = [("T001160", "Totaal"), ("A028810", "Geregistreerd werkzoekende bij UWV")]
YOUTH_DIMENSIONS = (
    ("Onderwijsvolgend", "Onderwijsvolgend", EDUCATION),
    ("Arbeidskenmerken", "Arbeidskenmerken", WORK),
    ("Uitkering", "Uitkering", BENEFIT),
    ("GeregistreerdWerkzoekendeBijUWV", "Geregistreerd werkzoekende bij UWV", JOBSEEKER),
)

REGIONS = "Regiokenmerken"
CITIES = ("GM0363", "GM0599", "GM0518", "GM0344")
# Groups of municipalities by size, which are no regions of ours.
BY_SIZE: list[Code] = [
    ("GK0001", "Vier grote gemeenten (4)"), ("GK0002", "Gemeenten >= 100 000 inwoners (ecl. G4)"),
    ("GK0003", "Gemeenten < 100 000 inwoners"),
]  # fmt: skip
# A municipality that ended before the divisions we know: it stays in CBS's list, without figures since.
ENDED, ENDED_SINCE = ("GM0738", "Aalburg"), 2018

# One municipality of a region of two: the region's sum cannot be made either.
SECRET_NEET, SECRET_NEET_YEARS = ("GM1979",), (2019, 2022, 2023, 2024)
SECRET_BELOW_YOUNG = 400


@dataclass(frozen=True)
class Table:
    """What the small files of a v4 table say."""

    id: str
    title: str
    dimensions: Sequence[tuple[str, str, str, Sequence[Code]]]  # identifier, title, kind, codes
    measures: Sequence[tuple[str, str, str]]
    periods: Sequence[tuple[str, str, bool]]  # code, title, provisional


def write_v4(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes both folders, file by file."""
    years = [(f"{y}SJ00", school_year(y), y == LAST_YEAR) for y in SCHOOL_YEARS]
    nation, *others = _region_codes(with_rmc=True)
    region = [nation, *BY_SIZE, *others, ENDED]
    table = Table(
        "84780NED",
        "Voortijdig schoolverlaters; geslacht, woonregio",
        [("Geslacht", "Geslacht", "Dimension", SEXES), (REGIONS, REGIONS, "GeoDimension", region)],
        VSV_MEASURES,
        years,
    )
    yield from _table(extracts, table, _vsv_rows(seed))
    years = [(f"{y}JJ00", str(y), y == CALENDAR_YEARS[-1]) for y in CALENDAR_YEARS]
    table = Table(
        "86223NED",
        "Arbeidsmarktsituatie jongeren (15 tot 27 jaar); regio",
        [
            *((name, title, "Dimension", codes) for name, title, codes in YOUTH_DIMENSIONS),
            ("RegioS", "Regio's", "GeoDimension", _region_codes(with_rmc=False)),
        ],
        YOUTH_MEASURES,
        years,
    )
    yield from _table(extracts, table, _youth_rows(seed))


def _region_codes(*, with_rmc: bool) -> list[Code]:
    here = places()
    suffix = {"LD": " (LD)", "PV": " (PV)"}
    codes = ["NL01", *here.parts, *here.provinces, *here.codes]
    titles = [(code, here.all_names[code] + suffix.get(code[:2], "")) for code in codes]
    rmc = sorted({*here.regions, "MC14"}) if with_rmc else []
    return titles + [(f"RM{code[2:]}", f"{here.all_names[code]} (RM)") for code in rmc]


def _areas(values: Counts) -> Counts:
    """Country, parts, provinces and municipalities, in the order of the code list."""
    here = places()
    province = here.per_province(values)
    parts = np.stack([province[here.part_of_province == part].sum(axis=0) for part in range(len(here.parts))])
    return np.concatenate([values.sum(axis=0, keepdims=True), parts, province, values])


def _by_size(values: Counts) -> Counts:
    """The groups of BY_SIZE, in that order."""
    here = places()
    cities, large = np.isin(here.codes, CITIES), np.asarray(here.inhabitants) >= 100_000
    return np.stack([values[group].sum(axis=0) for group in (cities, large & ~cities, ~large)])


def _area_codes() -> list[str]:
    here = places()
    return ["NL01", *here.parts, *here.provinces, *here.codes]


def _observation(number: int, measure: str, keys: str, value: float | int | None, reason: str = "None") -> str:
    shown = "null" if value is None else repr(value)
    return f'{{"Id":{number},"Measure":"{measure}","ValueAttribute":"{reason}","Value":{shown},{keys}}}'


def _vsv_rows(seed: int) -> Iterator[str]:
    here, number = places(), 0
    for year in SCHOOL_YEARS:
        figures = [with_totals(values, [1]) for values in cbs_vsv(seed, year)]
        codes, people_rmc = here.regions_on_map(year + 1, here.per_region(figures[0]))
        _, early_rmc = here.regions_on_map(year + 1, here.per_region(figures[1]))
        codes = _area_codes() + [f"RM{code[2:]}" for code in codes] + [code for code, _ in BY_SIZE]
        people = np.concatenate([_areas(figures[0]), people_rmc, _by_size(figures[0])])
        early = np.concatenate([_areas(figures[1]), early_rmc, _by_size(figures[1])])
        stay = rounded(people - early, 10)
        for row, code in enumerate(codes):
            secret = people[row, 0] < SECRET_BELOW_PUPILS
            for column, (sex, _) in enumerate(SEXES):
                keys = f'"Geslacht":"{sex}","{REGIONS}":"{code}","Perioden":"{year}SJ00"'
                whole, part = int(people[row, column]), int(early[row, column])
                values = [(whole + 5) // 10 * 10, (part + 5) // 10 * 10, int(stay[row, column]), _percent(part, whole)]
                for position, value in enumerate(values):
                    hidden = secret and position > 0
                    measure = VSV_MEASURES[position][0]
                    yield _observation(number, measure, keys, None if hidden else value, "Secret" if hidden else "None")
                    number += 1
        for sex, _ in SEXES if year >= ENDED_SINCE else ():
            keys = f'"Geslacht":"{sex}","{REGIONS}":"{ENDED[0]}","Perioden":"{year}SJ00"'
            for measure, _, _ in VSV_MEASURES:
                yield _observation(number, measure, keys, None, "Impossible")
                number += 1


def _percent(part: int, whole: int) -> float:
    return (part * 2_000 + whole) // (2 * whole) / 10


def _youth_rows(seed: int) -> Iterator[str]:
    measure, number = YOUTH_MEASURES[0][0], 0
    codes = _area_codes()
    large = 1 + len(places().parts) + len(places().provinces)
    for year in CALENDAR_YEARS:
        figures = youth_year(seed, year)
        states, working = _areas(figures.municipality), _areas(figures.municipality_working)
        total, neet = states.sum(axis=1), states[:, 3:].sum(axis=1)
        cells = [
            ((0, 0, 0, 0), total), ((1, 0, 0, 0), states[:, 0]), ((0, 1, 0, 0), working),
            ((2, 2, 0, 0), neet), ((2, 2, 2, 0), states[:, 4]),
        ]  # fmt: skip
        extra = [
            ((2, 0, 0, 0), total - states[:, 0]), ((2, 1, 0, 0), states[:, 1] + states[:, 2]),
            ((2, 2, 1, 0), states[:, 3]),
        ]  # fmt: skip
        for row, code in enumerate(codes):
            own = f'"RegioS":"{code}","Perioden":"{year}JJ00"'
            for place, values in cells + (extra if row < large else []):
                neet_cell = place[:2] == (2, 2)
                hidden = neet_cell and (
                    total[row] < SECRET_BELOW_YOUNG or (code in SECRET_NEET and year in SECRET_NEET_YEARS)
                )
                value = None if hidden else (int(values[row]) + 50) // 100 * 100
                yield _observation(number, measure, f"{_keys(place)},{own}", value, "Secret" if hidden else "None")
                number += 1
            seekers = _jobseekers(code, year) if row < large else None
            if seekers is not None:
                yield _observation(number, measure, f"{_keys((0, 0, 0, 1))},{own}", seekers)
                number += 1


def _keys(place: tuple[int, ...]) -> str:
    return ",".join(f'"{name}":"{codes[at][0]}"' for (name, _, codes), at in zip(YOUTH_DIMENSIONS, place, strict=True))


def _jobseekers(code: str, year: int) -> int | None:
    """Registered job seekers, only where they were published."""
    name = "NL" if code == "NL01" else f"{places().all_names[code]} (LD)"
    return count("youth_registered_jobseeker_uwv", year, name, AGE)


def _table(extracts: Path, table: Table, rows: Iterable[str]) -> Iterator[Path]:
    folder, url = extracts / f"{PREFIX}{table.id}", f"{ROOT_URL}/{table.id}"
    pages, observations = _pages(rows), 0
    for page, lines in enumerate(pages):
        observations += len(lines)
        head = {"@odata.context": f"{url}/$metadata#Observations"}
        yield json_rows(folder / f"Observations_{page}.json", head, lines)
    yield json_file(folder / "Properties.json", _properties(table, url, observations))
    dimensions: list[dict[str, Any]] = [
        {"@odata.type": f"#Cbs.Ccb.Models.{kind}", "Identifier": name, "Title": title, "Description": "", "Kind": kind,
         "ContainsGroups": False, "ContainsCodes": True}
        for name, title, kind, _ in (*table.dimensions, ("Perioden", "Perioden", "TimeDimension", ()))
    ]  # fmt: skip
    yield json_file(folder / "Dimensions.json", _listing(url, "Dimensions", dimensions))
    measures = [
        {
            **_code(index, code, title),
            "DataType": "Double" if unit == "%" else "Long",
            "Unit": unit,
            "Decimals": int(unit == "%"),
        }
        for index, (code, title, unit) in enumerate(table.measures, start=1)
    ]
    yield json_file(folder / "MeasureCodes.json", _listing(url, "MeasureCodes", measures))
    for name, _, _, codes in table.dimensions:
        rows_of = [_code(index, code, title) for index, (code, title) in enumerate(codes, start=1)]
        yield json_file(folder / f"{name}Codes.json", _listing(url, f"{name}Codes", rows_of))
    periods = [
        {**_code(index, code, title + "*" * last), "Status": "Voorlopig" if last else "Definitief"}
        for index, (code, title, last) in enumerate(table.periods, start=1)
    ]
    yield json_file(folder / "PeriodenCodes.json", _listing(url, "PeriodenCodes", periods))


def _pages(rows: Iterable[str]) -> Iterator[list[str]]:
    page: list[str] = []
    for row in rows:
        page.append(row)
        if len(page) == PAGE_SIZE:
            yield page
            page = []
    if page:
        yield page


def _code(index: int, code: str, title: str) -> dict[str, Any]:
    return {"Identifier": code, "Index": index, "Title": title, "Description": "", "DimensionGroupId": None}


def _listing(url: str, entity: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"@odata.context": f"{url}/$metadata#{entity}", "value": list(rows)}


def _properties(table: Table, url: str, observations: int) -> dict[str, Any]:
    return {
        "@odata.context": f"{url}/$metadata#Properties",
        "Identifier": table.id,
        "Title": table.title,
        "Description": SAMPLE_NOTE,
        "Catalog": "CBS",
        "Language": "nl-nl",
        "License": "https://creativecommons.org/licenses/by/4.0/",
        "ObservationCount": observations,
        "ObservationsModified": "2025-11-13T02:00:00+01:00",
        "TemporalCoverage": f"{table.periods[0][1]}-{table.periods[-1][1]}",
    }
