"""Writes the StatLine tables of OData version 3 on leavers: 85859NED, 85860NED, 85696NED and 85698NED."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from .allocate import Counts
from .school_leavers import COHORTS, LATER_QUALIFIED, MOMENTS, After, mbo_leavers, school_leavers
from .write import PREFIX, SAMPLE_NOTE, json_file, json_rows, school_year, with_totals

ROOT_URL = "https://opendata.cbs.nl/ODataFeed/odata"
PAGE_SIZE = 10_000
KEY_WIDTH, NUMBER_WIDTH = 7, 8
SECRET_BELOW = 10

Code = tuple[str, str]
SEXES: list[Code] = [("T001038", "Totaal mannen en vrouwen"), ("3000", "Mannen"), ("4000", "Vrouwen")]
AGES = ("Jonger dan 18 jaar", "18 tot 20 jaar", "20 tot 23 jaar", "23 tot 27 jaar", "27 jaar of ouder")
AGE_KEYS = ("53050", "53105", "53300", "53715", "71200")
KINDS: list[Code] = [
    ("A043837", "Totaal onderwijssoort"), ("A042781", "Voortgezet onderwijs"), ("A025289", "Vavo"),
    ("T001336", "Mbo totaal"), ("A041868", "Bol totaal"), ("A025293", "Bbl totaal"),
    ("A041773", "Extranei"),
]  # fmt: skip
KIND_PARTS = ([0, 1, 2, 3, 4], [0], [1], [2, 3, 4], [2], [3], [4])  # positions in SCHOOL_KINDS
DIPLOMAS: list[Code] = [
    ("T001205", "Totaal met en zonder diploma"), ("A028840", "Met diploma"), ("A028841", "Zonder diploma"),
]  # fmt: skip
POSITIONS: list[Code] = [
    ("T001152", "Totaal"), ("A028900", "Met werk, zonder uitkering"), ("A028901", "Met werk, met uitkering"),
    ("A028902", "Zonder werk, met uitkering"), ("A028903", "Zonder werk, zonder uitkering"),
    ("A028904", "Terug in onderwijs"), ("A028905", "Onbekend, niet in BRP"),
]  # fmt: skip
WORK: list[Code] = [
    ("T001152", "Totaal"), ("A028910", "Werkzame bevolking"), ("A028911", "Niet-werkzame bevolking"),
    ("A028912", "Werknemer"), ("A028913", "Werknemer: vaste arbeidsrelatie"),
    ("A028914", "Werknemer: flexibele arbeidsrelatie"),
    ("A028915", "Zelfstandige"), ("A028916", "Werknemer en zelfstandige"), ("A028920", "Minder dan 12 uur"),
    ("A028921", "12 tot 20 uur"), ("A028922", "20 tot 35 uur"), ("A028923", "35 uur of meer"),
    ("A028904", "Terug in onderwijs"), ("A028905", "Onbekend, niet in BRP"),
]  # fmt: skip
QUALIFIED: list[Code] = [
    ("T001210", "Totaal"), ("A028850", "Met startkwalificatie"), ("A028851", "Zonder startkwalificatie"),
]  # fmt: skip
STUDIES: list[Code] = [("T001072", "Totaal studierichting")]
MOMENT_TITLES = [
    "Direct na verlaten onderwijs" if years == 0 else f"{years} jaar na verlaten onderwijs" for years in MOMENTS
]
MOMENT_CODES: list[Code] = [(f"A0290{years:02d}", title) for years, title in zip(MOMENTS, MOMENT_TITLES, strict=True)]
SCHOOL_TOPICS = ("Schoolverlaters", "Voortijdig schoolverlaters", "Schoolverlaters met startkwalificatie")
SCHOOL_KEYS = ("Schoolverlaters_1", "VoortijdigSchoolverlaters_2", "SchoolverlatersMetStartkwalificatie_3")
MBO_TOPICS, MBO_KEYS = ("Uitstromers mbo",), ("UitstromersMbo_1",)


@dataclass(frozen=True)
class Table:
    """What the small files of a v3 table say."""

    id: str
    title: str
    modified: str
    dimensions: Sequence[tuple[str, str, list[Code]]]
    topics: Sequence[tuple[str, str]]  # key, title


def _ages(prefix: str, number: int) -> list[Code]:
    shown = [title[0].lower() + title[1:] if prefix else title for title in AGES[:number]]
    return [("10000", "Totaal"), *((key, prefix + title) for key, title in zip(AGE_KEYS, shown, strict=False))]


PERSON_SCHOOL, AGE_SCHOOL = _ages("Leeftijd: ", 3), _ages("", 3)
PERSON_MBO, AGE_MBO = _ages("Leeftijd: ", 5), _ages("", 5)


def write_v3(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes the four folders, file by file."""
    sex, moment = ("Geslacht", "Geslacht", SEXES), ("Peilmoment", "Peilmoment", MOMENT_CODES)
    kind = ("Onderwijssoort", "Onderwijssoort", KINDS)
    qualified = ("StartkwalificatieOpPeilmoment", "Startkwalificatie op peilmoment", QUALIFIED)
    position = ("Arbeidsmarktpositie", "Arbeidsmarktpositie", POSITIONS)
    work = ("Arbeidskenmerken", "Arbeidskenmerken", WORK)
    diploma, study = ("Diploma", "Met of zonder diploma", DIPLOMAS), ("Studierichting", "Studierichting", STUDIES)
    school, mbo = list(zip(SCHOOL_KEYS, SCHOOL_TOPICS, strict=True)), list(zip(MBO_KEYS, MBO_TOPICS, strict=True))
    persons, ages = "Persoonskenmerken", "Leeftijd"
    yield from _table(
        extracts,
        Table(
            "85859NED", "Voortijdig schoolverlaters; arbeidsmarktpositie na verlaten onderwijs", "2025-09-30T02:00:00",
            [sex, (persons, persons, PERSON_SCHOOL), kind, position, qualified, moment], school,
        ),
        _school_rows(seed, persons, PERSON_SCHOOL, "Arbeidsmarktpositie", POSITIONS, _position_columns),
    )  # fmt: skip
    yield from _table(
        extracts,
        Table(
            "85860NED", "Voortijdig schoolverlaters; arbeidskenmerken na verlaten onderwijs", "2025-09-30T02:00:00",
            [sex, (ages, ages, AGE_SCHOOL), kind, work, qualified, moment], school,
        ),
        _school_rows(seed, ages, AGE_SCHOOL, "Arbeidskenmerken", WORK, _work_columns),
    )  # fmt: skip
    yield from _table(
        extracts,
        Table(
            "85696NED", "Uitstromers mbo; arbeidsmarktpositie na verlaten onderwijs", "2025-09-16T02:00:00",
            [sex, (persons, persons, PERSON_MBO), diploma, position, study, moment], mbo,
        ),
        _mbo_rows(seed, persons, PERSON_MBO, "Arbeidsmarktpositie", POSITIONS, _position_columns),
    )  # fmt: skip
    yield from _table(
        extracts,
        Table(
            "85698NED", "Uitstromers mbo; arbeidskenmerken na verlaten onderwijs", "2025-09-16T02:00:00",
            [sex, (ages, ages, AGE_MBO), diploma, work, study, moment], mbo,
        ),
        _mbo_rows(seed, ages, AGE_MBO, "Arbeidskenmerken", WORK, _work_columns),
    )  # fmt: skip


def _position_columns(after: After) -> Counts:
    return with_totals(after.positions, [after.positions.ndim - 1])


def _work_columns(after: After) -> Counts:
    positions = after.positions
    working, idle = positions[..., :2].sum(axis=-1), positions[..., 2:4].sum(axis=-1)
    employees = after.contracts[..., :2]
    single = [positions.sum(axis=-1), working, idle, employees.sum(axis=-1)]
    return np.concatenate([np.stack(single, axis=-1), after.contracts, after.hours, positions[..., 4:]], axis=-1)


def key(code: str, width: int = KEY_WIDTH) -> str:
    """A code padded with blanks to the width of its table."""
    return code.ljust(width)


def number(exact: int | None) -> str:
    """A figure as the untyped data set has it: tens with blanks in front, a dot when secret, null when blank."""
    if exact is None:
        return "null"
    shown = "." if exact < SECRET_BELOW else str((exact + 5) // 10 * 10)
    return f'"{shown:>{NUMBER_WIDTH}}"'


def _school_rows(
    seed: int, person: str, persons: list[Code], trait: str, traits: list[Code], columns: Any
) -> Iterator[str]:
    for cohort in COHORTS:
        for place, after in enumerate(school_leavers(seed, cohort)):
            figures = with_totals(columns(after), [1])  # vsv or qualified, sex, kind, age, trait
            ending = f'"Peilmoment":"{key(MOMENT_CODES[place][0])}","Perioden":"{cohort}SJ00"'
            for (sex, sex_code), (column, trait_code) in product(enumerate(SEXES), enumerate(traits)):
                cells = figures[:, sex, :, :, column]
                groups = [(0, kind, cells[:, KIND_PARTS[kind]].sum(axis=(1, 2))) for kind in range(len(KINDS))]
                groups += [(age, 0, cells[:, :, age - 1].sum(axis=1)) for age in range(1, len(persons))]
                for age, kind, (early, later) in groups:
                    own = {"Geslacht": sex_code, person: persons[age], "Onderwijssoort": KINDS[kind], trait: trait_code}
                    yield _school_row(_keys(own), QUALIFIED[0], ending, int(early), int(later))
                early, later = (int(part) for part in cells.sum(axis=(1, 2)))
                turned = round(early * LATER_QUALIFIED[after.years])
                start = _keys({"Geslacht": sex_code, person: persons[0], "Onderwijssoort": KINDS[0], trait: trait_code})
                yield _school_row(start, QUALIFIED[1], ending, turned, later)
                yield _school_row(start, QUALIFIED[2], ending, early - turned, None)


def _school_row(start: str, qualified: Code, ending: str, early: int, later: int | None) -> str:
    values = zip(SCHOOL_KEYS, (early + (later or 0), early, later), strict=True)
    shown = ",".join(f'"{name}":{number(value)}' for name, value in values)
    return f'{start},"StartkwalificatieOpPeilmoment":"{key(qualified[0])}",{ending},{shown}'


def _mbo_rows(
    seed: int, person: str, persons: list[Code], trait: str, traits: list[Code], columns: Any
) -> Iterator[str]:
    for cohort in COHORTS:
        for place, after in enumerate(mbo_leavers(seed, cohort)):
            figures = with_totals(columns(after)[:, :, 0], [0, 1, 2])  # diploma, sex, age, trait
            study, moment = key(STUDIES[0][0]), key(MOMENT_CODES[place][0])
            ending = f'"Studierichting":"{study}","Peilmoment":"{moment}","Perioden":"{cohort}SJ00"'
            axes = product(enumerate(SEXES), enumerate(persons), enumerate(DIPLOMAS), enumerate(traits))
            for (sex, sex_code), (age, age_code), (diploma, diploma_code), (column, trait_code) in axes:
                if trait == "Arbeidskenmerken" and age and diploma:
                    continue
                start = _keys({"Geslacht": sex_code, person: age_code, "Diploma": diploma_code, trait: trait_code})
                yield f'{start},{ending},"{MBO_KEYS[0]}":{number(int(figures[diploma, sex, age, column]))}'


def _keys(codes: dict[str, Code]) -> str:
    return ",".join(f'"{name}":"{key(code)}"' for name, (code, _) in codes.items())


def _table(extracts: Path, table: Table, rows: Iterable[str]) -> Iterator[Path]:
    folder, url = extracts / f"{PREFIX}{table.id}", f"{ROOT_URL}/{table.id}"
    page: list[str] = []
    pages = 0
    for line, row in enumerate(rows):
        page.append(f'{{"ID":{line},{row}}}')
        if len(page) == PAGE_SIZE:
            yield _page(folder, url, pages, page)
            page, pages = [], pages + 1
    if page:
        yield _page(folder, url, pages, page)
    yield json_file(folder / "TableInfos.json", _listing(url, "TableInfos", [_info(table)]))
    yield json_file(folder / "DataProperties.json", _listing(url, "DataProperties", _properties(table)))
    for name, _, codes in table.dimensions:
        yield json_file(
            folder / f"{name}.json", _listing(url, name, [_code(key(code), title) for code, title in codes])
        )
    periods = [_code(f"{year}SJ00", f"{school_year(year)}{'*' if year == COHORTS[-1] else ''}") for year in COHORTS]
    yield json_file(folder / "Perioden.json", _listing(url, "Perioden", periods))


def _code(code: str, title: str) -> dict[str, Any]:
    return {"Key": code, "Title": title, "Description": "", "CategoryGroupID": None}


def _page(folder: Path, url: str, page: int, rows: Sequence[str]) -> Path:
    head = {"odata.metadata": f"{url}/$metadata#Cbs.OData.WebAPI.UntypedDataSet"}
    return json_rows(folder / f"UntypedDataSet_{page}.json", head, rows)


def _listing(url: str, entity: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"odata.metadata": f"{url}/$metadata#Cbs.OData.WebAPI.{entity}", "value": list(rows)}


def _info(table: Table) -> dict[str, Any]:
    return {
        "ID": 0,
        "Title": table.title,
        "ShortTitle": table.title,
        "Identifier": table.id,
        "Summary": SAMPLE_NOTE,
        "Modified": table.modified,
        "ReasonDelivery": "Nieuwe cijfers",
        "Language": "nl",
        "Catalog": "CBS",
        "Frequency": "Perjaar",
        "Period": f"{school_year(COHORTS[0])} - {school_year(COHORTS[-1])}",
        "OutputStatus": "Regulier",
        "DefaultPresentation": "",
    }


def _properties(table: Table) -> list[dict[str, Any]]:
    rows: list[tuple[str, str, str, str | None, int | None]] = [
        ("Dimension", name, title, None, None) for name, title, _ in table.dimensions
    ]
    rows += [("TimeDimension", "Perioden", "Perioden", None, None), ("TopicGroup", "", table.title, None, None)]
    group = len(rows) - 1
    rows += [("Topic", name, title, "aantal", group) for name, title in table.topics]
    result = []
    for position, (kind, name, title, unit, parent) in enumerate(rows):
        row: dict[str, Any] = {
            "odata.type": f"Cbs.OData.{kind}", "ID": position, "Position": position, "ParentID": parent, "Type": kind,
            "Key": name, "Title": title, "Description": "",
        }  # fmt: skip
        if kind == "Topic":
            row |= {"Datatype": "Long", "Unit": unit, "Decimals": 0, "Default": "None"}
        result.append(row)
    return result
