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
SEX_PARTS: list[Code] = [("3000", "Mannen"), ("4000", "Vrouwen")]
SCHOOL_SEXES: list[Code] = [("T001038", "Totaal schoolverlaters"), *SEX_PARTS]
MBO_SEXES: list[Code] = [("T001038", "Totaal"), *SEX_PARTS]
# Title, key, and the positions in the ages of the model that it holds.
SCHOOL_AGES: list[tuple[Code, list[int]]] = [
    (("53050", "Jonger dan 18 jaar"), [0]), (("53105", "18 tot 23 jaar"), [1, 2]),
]  # fmt: skip
MBO_AGES: list[tuple[Code, list[int]]] = [
    (("53070", "Jonger dan 20 jaar"), [0, 1]), (("53300", "20 tot 23 jaar"), [2]),
    (("53715", "23 tot 27 jaar"), [3]), (("71200", "27 jaar of ouder"), [4]),
]  # fmt: skip
# Titles that the real tables have and the model does not: they are in the code lists only.
ORIGINS: list[Code] = [
    (f"20{number:03d}", title)
    for number, title in enumerate(
        (
            "Herkomstland: Nederland", "Herkomstland: Europa (excl. Nederland)", "Herkomstland: Buiten Europa",
            "Herkomstland: onbekend", "Geboren in Nederland", "Geboren in NL, ouders in NL",
            "Geboren in NL, ouder(s) in overig Europa", "Geboren in NL, ouder(s) buiten Europa",
            "Geboren buiten Nederland", "Geboren in Europa (excl. NL)", "Geboren buiten Europa",
            "Geboren buiten NL, geboorteland onbekend",
        )
    )
]  # fmt: skip
STUDIES: list[Code] = [
    (f"T001072{number:x}" if number else "T001072", title)
    for number, title in enumerate(
        (
            "Totaal", "01 Onderwijs", "02 Vormgeving, kunst, talen en gesch...",
            "03 Journalistiek, gedrag en maatschappij", "04 Recht, administratie, handel en za...",
            "05 Wiskunde, natuurwetenschappen", "06 Informatica", "07 Techniek, industrie en bouwkunde",
            "08 Landbouw, diergeneeskunde en -verz...", "09 Gezondheidszorg en welzijn", "10 Dienstverlening",
            "Studierichting onbekend",
        )
    )
]  # fmt: skip
KINDS: list[Code] = [
    ("A043837", "Totaal schoolverlaters"), ("A042781", "Totaal voortgezet onderwijs (vo)"),
    ("T001336", "Totaal middelbaar beroepsonderwijs"), ("A041868", "Bol totaal"), ("A025293", "Bbl totaal"),
    ("A041773", "Extranei"),
]  # fmt: skip
KIND_PARTS = ([0, 1, 2, 3, 4], [0, 1], [2, 3, 4], [2], [3], [4])  # positions in SCHOOL_KINDS
DIPLOMAS: list[Code] = [
    ("T001205", "Bol-vt en bbl totaal"), ("A028840", "Bol-vt en bbl met diploma"),
    ("A028841", "Bol-vt en bbl zonder diploma"),
]  # fmt: skip
UNKNOWN_SCHOOL, UNKNOWN_MBO = ("A028905", "Onbekend, niet in BRP"), ("A028905", "Onbekend: niet in BRP")
POSITIONS: list[Code] = [
    ("T001152", "Totaal"), ("A028900", "Met werk, zonder uitkering"), ("A028901", "Met werk, met uitkering"),
    ("A028902", "Zonder werk, met uitkering"), ("A028903", "Zonder werk, zonder uitkering"),
    ("A028904", "Terug in onderwijs"),
]  # fmt: skip
WORK: list[Code] = [
    ("T001152", "Totaal"), ("A028910", "Werkzame beroepsbevolking"), ("A028911", "Niet-werkzame bevolking"),
    ("A028912", "Werknemer"), ("A028913", "Werknemer met vaste arbeidsrelatie"),
    ("A028914", "Werknemer met flexibele arbeidsrelatie"),
    ("A028915", "Zelfstandige"), ("A028916", "Werknemer en zelfstandige"), ("A028920", "Minder dan 12 uur per week"),
    ("A028921", "12 tot 20 uur per week"), ("A028922", "20 tot 35 uur per week"),
    ("A028923", "35 uur of meer per week"),
    ("A028904", "Terug in onderwijs"),
]  # fmt: skip
QUALIFIED: list[Code] = [
    ("T001210", "Totaal"), ("A028850", "Met startkwalificatie"), ("A028851", "Zonder startkwalificatie"),
]  # fmt: skip
DIPLOMA_KEY = "UitstromersMboMetEnZonderDiploma"
MOMENT_TITLES = [
    "Direct na verlaten onderwijs" if years == 0 else f"{years} jaar na verlaten onderwijs" for years in MOMENTS
]
MOMENT_CODES: list[Code] = [(f"A0290{years:02d}", title) for years, title in zip(MOMENTS, MOMENT_TITLES, strict=True)]
OTHER_MOMENTS: list[Code] = [(f"A0290{years:02d}", f"{years} jaar na verlaten onderwijs") for years in (4, 10)]
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


def _ages(total: str, ages: list[tuple[Code, list[int]]]) -> list[Code]:
    return [("10000", total), *(code for code, _ in ages)]


PERSON_SCHOOL, AGE_SCHOOL = _ages("Totaal schoolverlaters", SCHOOL_AGES), _ages("Totaal schoolverlaters", SCHOOL_AGES)
PERSON_MBO, AGE_MBO = _ages("Totaal", MBO_AGES), _ages("Totaal leeftijd", MBO_AGES)


def write_v3(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes the four folders, file by file."""
    sex, mbo_sex = ("Geslacht", "Geslacht", SCHOOL_SEXES), ("Geslacht", "Geslacht", MBO_SEXES)
    moment = ("Peilmoment", "Peilmoment", MOMENT_CODES + OTHER_MOMENTS)
    kind = ("Onderwijssoort", "Onderwijssoort", KINDS)
    qualified = ("StartkwalificatieOpPeilmoment", "Startkwalificatie op peilmoment", QUALIFIED)
    diploma = (DIPLOMA_KEY, "Uitstromers mbo met en zonder diploma", DIPLOMAS)
    study = ("Studierichting", "Studierichting", STUDIES)
    school, mbo = list(zip(SCHOOL_KEYS, SCHOOL_TOPICS, strict=True)), list(zip(MBO_KEYS, MBO_TOPICS, strict=True))
    persons, ages = "Persoonskenmerken", "Leeftijd"
    position, work = "Arbeidsmarktpositie", "Arbeidskenmerken"
    positions, works = [*POSITIONS, UNKNOWN_SCHOOL], [*WORK, UNKNOWN_SCHOOL]
    yield from _table(
        extracts,
        Table(
            "85859NED", "VSV; arbeidsmarktpositie na verlaten onderwijs", "2025-09-30T02:00:00",
            [sex, (persons, persons, PERSON_SCHOOL + ORIGINS), kind, (position, position, positions),
             qualified, moment], school,
        ),
        _school_rows(seed, persons, PERSON_SCHOOL, position, positions, _position_columns),
    )  # fmt: skip
    yield from _table(
        extracts,
        Table(
            "85860NED", "VSV; arbeidskenmerken na verlaten onderwijs", "2025-09-30T02:00:00",
            [sex, (ages, ages, AGE_SCHOOL), kind, (work, work, works), qualified, moment], school,
        ),
        _school_rows(seed, ages, AGE_SCHOOL, work, works, _work_columns),
    )  # fmt: skip
    positions, works = [*POSITIONS, UNKNOWN_MBO], [*WORK, UNKNOWN_MBO]
    yield from _table(
        extracts,
        Table(
            "85696NED", "Uitstromers mbo; arbeidsmarktpositie na verlaten onderwijs", "2025-09-16T02:00:00",
            [mbo_sex, (persons, persons, PERSON_MBO + ORIGINS), diploma, (position, position, positions),
             study, moment], mbo,
        ),
        _mbo_rows(seed, persons, PERSON_MBO, position, positions, _position_columns),
    )  # fmt: skip
    yield from _table(
        extracts,
        Table(
            "85698NED", "Uitstromers mbo; arbeidskenmerken na verlaten onderwijs", "2025-09-16T02:00:00",
            [mbo_sex, (ages, ages, AGE_MBO), diploma, (work, work, works), study, moment], mbo,
        ),
        _mbo_rows(seed, ages, AGE_MBO, work, works, _work_columns),
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
            for (sex, sex_code), (column, trait_code) in product(enumerate(SCHOOL_SEXES), enumerate(traits)):
                cells = figures[:, sex, :, :, column]
                groups = [(0, kind, cells[:, KIND_PARTS[kind]].sum(axis=(1, 2))) for kind in range(len(KINDS))]
                groups += [
                    (age, 0, cells[:, :, held].sum(axis=(1, 2))) for age, (_, held) in enumerate(SCHOOL_AGES, start=1)
                ]
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
            own = columns(after)[:, :, 0]
            merged = np.stack([own[:, :, held].sum(axis=2) for _, held in MBO_AGES], axis=2)
            figures = with_totals(merged, [0, 1, 2])  # diploma, sex, age, trait
            study, moment = key(STUDIES[0][0]), key(MOMENT_CODES[place][0])
            ending = f'"Studierichting":"{study}","Peilmoment":"{moment}","Perioden":"{cohort}SJ00"'
            axes = product(enumerate(MBO_SEXES), enumerate(persons), enumerate(DIPLOMAS), enumerate(traits))
            for (sex, sex_code), (age, age_code), (diploma, diploma_code), (column, trait_code) in axes:
                if trait == "Arbeidskenmerken" and age and diploma:
                    continue
                start = _keys({"Geslacht": sex_code, person: age_code, DIPLOMA_KEY: diploma_code, trait: trait_code})
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
