"""The six StatLine tables under the names and titles that CBS serves, with figures that follow from a simple rule."""

import json
import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from .statline_table import Dimension, Row, StatLineTable, Topic

FACTS = Path(__file__).parent / "captured" / "statline.json"
REGIONS = ("Regiokenmerken", "RegioS")
# A total is whole; the others are these parts of it, by their place in the list.
PARTS = (1.0, 0.6, 0.4, 0.2, 0.1)
WHOLE = {"Leerlingen": 1_200_000, "Jongeren (15 tot 27 jaar)": 2_400_000}
PARTS_OF_COUNTRY = {"NL": 1.0, "LD": 1 / 4, "PV": 1 / 12, "GM": 1 / 120, "GK": 1 / 8}


@dataclass(frozen=True)
class Captured:
    """One table as captured: `titles` per dimension, by identifier; `captured` tells which lists really were."""

    id: str
    measures: list[str]
    titles: dict[str, list[str]]
    captured: set[str]
    facts: dict[str, Any]


def captured_tables() -> list[Captured]:
    facts = json.loads(FACTS.read_text(encoding="utf-8"))["tables"]
    return [
        Captured(
            fact["table"],
            fact["measures"],
            {d["identifier"]: d.get("titles", d.get("supposed")) for d in fact["dimensions"]},
            {d["identifier"] for d in fact["dimensions"] if "titles" in d},
            fact,
        )
        for fact in facts
    ]


def region_code(number: int, title: str) -> str:
    """The code CBS gives a region, by the kind in its title; groups of municipalities have one of their own."""
    known = {"Nederland": "NL01", "Aa en Hunze": "GM1680", "Aalburg": "GM0738", "Aalsmeer": "GM0358"}
    known |= {"Aalten": "GM0197", "Achtkarspelen": "GM0059"}
    if title in known:
        return known[title]
    if title.endswith("(LD)"):
        return f"LD{number - 3:02d}"
    return f"PV{number + 12}" if title.endswith("(PV)") else f"GK{number:04d}"


def served_table(captured: Captured) -> StatLineTable:
    """The table for the replaying server; where every combination would be too many, one dimension varies at a time."""
    dimensions = []
    for fact in captured.facts["dimensions"]:
        name, titles = fact["identifier"], captured.titles[fact["identifier"]]
        if name == "Perioden":
            kind = "SJ00" if "/" in titles[0] else "JJ00"
            codes = [(f"{title[:4]}{kind}", title, "Definitief") for title in titles]
            codes[-1] = (codes[-1][0], f"{titles[-1]}*", "Voorlopig")
            dimensions.append(Dimension(name, fact["title"], "TimeDimension", list(codes)))
            continue
        first = 1 if name == "Regiokenmerken" else 8
        geo = name in REGIONS
        keys = [
            region_code(number if first == 1 else number + 7, title) if geo else f"{name[0]}{number:06d}"
            for number, title in enumerate(titles)
        ]
        kind = "GeoDimension" if geo else "Dimension"
        dimensions.append(
            Dimension(name, fact["title"], kind, [(key, title, None) for key, title in zip(keys, titles, strict=True)])
        )
    topics = [
        Topic(f"M{number:06d}", f"{re.sub(r'[^A-Za-z]', '', title.title())}_{number}", title, unit)
        for number, title in enumerate(captured.measures, start=1)
        for unit in ["%" if "percentage" in title else "aantal"]
    ]
    table = StatLineTable(captured.id, captured.facts["title"], dimensions, topics, value=lambda cell, topic: 0)
    table.chosen = _cells(dimensions)
    cells = table.chosen
    table.value = lambda cell, topic: figure(table, cells[cell], topics[topic].title)
    return table


def _cells(dimensions: list[Dimension]) -> list[Row]:
    names = [d.name for d in dimensions]
    codes = [[code for code, _, _ in d.codes] for d in dimensions]
    size = 1
    for own in codes:
        size *= len(own)
    if size < 2_000:
        return [dict(zip(names, cell, strict=True)) for cell in product(*codes)]
    bases = [[*(own[0] for own in codes[:-2]), moment, period] for moment in codes[-2] for period in codes[-1]]
    cells = {}
    for base in bases:
        for place, own in enumerate(codes[:-2]):
            for code in own:
                cell = [*base[:place], code, *base[place + 1 :]]
                cells[tuple(cell)] = dict(zip(names, cell, strict=True))
    return list(cells.values())


def figure(table: StatLineTable, cell: Row, topic: str) -> int | None:
    """What is served: a part of the whole, in tens; one cell in each table is secret."""
    value = float(WHOLE.get(topic, 120_000 if "Voortijdig" not in topic else 24_000))
    secret = 0
    for d in table.dimensions:
        place = [code for code, _, _ in d.codes].index(cell[d.name])
        secret += place
        if d.name in REGIONS:
            value *= PARTS_OF_COUNTRY[cell[d.name][:2]]
        elif d.name == "Perioden":
            value *= 1 - place / 20
        elif d.name != "Peilmoment":
            value *= PARTS[min(place, 4)]
    if secret == 1 and cell[table.dimensions[0].name] != table.dimensions[0].codes[0][0]:
        return None
    # Aalburg ended on 1 January 2019, and CBS keeps it in the list.
    ended = cell.get("Regiokenmerken") == "GM0738" and cell["Perioden"] >= "2019"
    return None if ended else round(value / 10) * 10


def as_download(table: StatLineTable) -> str:
    """The table as the website gives it: a title above, titles for codes, Dutch thousands, and the source below."""
    titles = {d.name: {code: title for code, title, _ in d.codes} for d in table.dimensions}
    header = [*(d.title for d in table.dimensions), *(f"{topic.title} ({topic.unit})" for topic in table.topics)]
    lines = [[table.title], header]
    for number, cell in enumerate(table.chosen or []):
        values = [table.value(number, position) for position in range(len(table.topics))]
        shown = ["." if value is None else f"{value:,}".replace(",", ".") for value in values]
        lines.append([*(titles[name][code] for name, code in cell.items()), *shown])
    return "\r\n".join([*(";".join(f'"{cell}"' for cell in line) for line in lines), '"Bron: CBS"', ""])
