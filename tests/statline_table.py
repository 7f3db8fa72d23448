"""A small StatLine table as data, written out the way each of the two OData dialects writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

Row = dict[str, Any]
PAD = 10


@dataclass
class Dimension:
    """One dimension; a code is (key, title, status), where only periods have a status."""

    name: str
    title: str
    kind: str
    codes: list[tuple[str, str, str | None]]

    def padded(self, code: str) -> str:
        """v3 pads the keys with blanks to a fixed width; periods fill theirs."""
        return code if self.kind == "TimeDimension" else f"{code:<{PAD}}"


@dataclass
class Topic:
    """One measure; the dialects name it differently."""

    v4_code: str
    v3_key: str
    title: str
    unit: str = "aantal"


@dataclass
class StatLineTable:
    """One table; `value` gives the number of a cell and a topic, or None when it is secret."""

    id: str
    title: str
    dimensions: list[Dimension]
    topics: list[Topic]
    value: Callable[[int, int], int | None]
    modified: str = "2026-06-03T02:00:00"
    announced: int | None = None
    # The cells that are served, where not every combination of codes is.
    chosen: list[Row] | None = None

    def v4_rows(self) -> list[Row]:
        rows: list[Row] = []
        for number, cell in enumerate(self._cells()):
            for position, topic in enumerate(self.topics):
                value = self.value(number, position)
                attribute = "Secret" if value is None else "None"
                own = {"Id": len(rows), "Measure": topic.v4_code, "ValueAttribute": attribute, "Value": value}
                rows.append(own | cell)
        return rows

    def v3_rows(self, *, typed: bool) -> list[Row]:
        rows: list[Row] = []
        for number, cell in enumerate(self._cells()):
            row: Row = {"ID": number} | {d.name: d.padded(cell[d.name]) for d in self.dimensions}
            for position, topic in enumerate(self.topics):
                value = self.value(number, position)
                row[topic.v3_key] = value if typed else f"{'.' if value is None else value:>8}"
            rows.append(row)
        return rows

    def v4_documents(self) -> dict[str, list[Row]]:
        documents: dict[str, list[Row]] = {
            "Dimensions": [
                {"@odata.type": f"#Cbs.Ccb.Models.{d.kind}", "Identifier": d.name, "Title": d.title, "Kind": d.kind}
                for d in self.dimensions
            ],
            "MeasureCodes": [
                {"Identifier": topic.v4_code, "Index": position, "Title": topic.title, "Unit": topic.unit}
                for position, topic in enumerate(self.topics)
            ],
            "MeasureGroups": [],
        }
        for d in self.dimensions:
            # The star on a provisional period is v3's; v4 has the status only.
            documents[f"{d.name}Codes"] = [
                {"Identifier": code, "Index": position, "Title": title.rstrip("*"), "Status": status}
                for position, (code, title, status) in enumerate(d.codes)
            ]
            documents[f"{d.name}Groups"] = []
        return documents

    def v3_documents(self) -> dict[str, list[Row]]:
        dimensions: list[Row] = [{"Type": d.kind, "Key": d.name, "Title": d.title} for d in self.dimensions]
        topics: list[Row] = [{"Type": "Topic", "Key": t.v3_key, "Title": t.title, "Unit": t.unit} for t in self.topics]
        documents: dict[str, list[Row]] = {
            "TableInfos": [{"ID": 0, "Identifier": self.id, "Title": self.title, "Modified": self.modified}],
            "DataProperties": [
                {"odata.type": f"Cbs.OData.{row['Type']}", "ID": number, **row}
                for number, row in enumerate(dimensions + topics)
            ],
            "CategoryGroups": [],
        }
        for d in self.dimensions:
            documents[d.name] = [
                {"Key": d.padded(code), "Title": title, "Description": "", "CategoryGroupID": None}
                | ({"Status": status} if status else {})
                for code, title, status in d.codes
            ]
        return documents

    def properties(self) -> Row:
        count = len(self.v4_rows()) if self.announced is None else self.announced
        return {"@odata.context": "x/$metadata#Properties", **self.dataset(), "ObservationCount": count}

    def dataset(self) -> Row:
        dated = {"Modified": self.modified, "ObservationsModified": self.modified}
        return {"Identifier": self.id, "Title": self.title, "Catalog": "CBS", **dated}

    def _cells(self) -> list[Row]:
        if self.chosen is not None:
            return self.chosen
        keys = [[code for code, _, _ in d.codes] for d in self.dimensions]
        names = [d.name for d in self.dimensions]
        return [dict(zip(names, combination, strict=True)) for combination in product(*keys)]


def vsv_table() -> StatLineTable:
    """84780NED in small: 2 sexes, 5 regions, 3 school years, 2 topics; 30 cells, 60 observations, some secret."""
    sexes = [("T001038", "Totaal mannen en vrouwen", None), ("3000", "Mannen", None)]
    regions = [
        ("NL01", "Nederland", None),
        ("PV21", "Fryslân (PV)", None),
        ("RM04", "Friesland Noord (RM)", None),
        ("GM0080", "Leeuwarden", None),
        ("GM1900", "Súdwest-Fryslân", None),
    ]
    periods = [
        ("2022SJ00", "2022/'23", "Definitief"),
        ("2023SJ00", "2023/'24", "Definitief"),
        ("2024SJ00", "2024/'25*", "Voorlopig"),
    ]
    return StatLineTable(
        id="84780NED",
        title="Voortijdig schoolverlaters; geslacht, woonregio",
        dimensions=[
            Dimension("Geslacht", "Geslacht", "Dimension", list(sexes)),
            Dimension("RegioS", "Regio's", "GeoDimension", list(regions)),
            Dimension("Perioden", "Perioden", "TimeDimension", list(periods)),
        ],
        topics=[
            Topic("M000001", "Leerlingen_1", "Leerlingen"),
            Topic("M000002", "VoortijdigSchoolverlaters_2", "Voortijdig schoolverlaters"),
        ],
        value=lambda cell, topic: None if (cell, topic) in {(13, 1), (28, 1)} else 1000 * (2 - topic) + 10 * cell,
    )
