"""The municipalities and regions that the sample is about, with how many young people and pupils live where."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .allocate import Counts, Weights

ROOT = Path(__file__).resolve().parents[2]
CODES = ROOT / "etl" / "codes"
REFERENCE = ROOT / "data" / "reference"

MUNICIPALITIES_OF = 2025
SPLIT_REGION, SPLIT_INTO, SPLIT_FROM_MAP = "MC14", ("MC40", "MC41"), 2021


@dataclass(frozen=True)
class Places:
    """Municipalities in the order of their codes; every array runs along them."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    region: Counts  # index in `regions`: where the municipality lay until the end of 2025
    region_2026: Counts
    province: Counts
    inhabitants: Counts
    young: Weights  # aged 15 to 24 in 2021
    regions: tuple[str, ...]
    provinces: tuple[str, ...]
    parts: tuple[str, ...]  # landsdelen
    part_of_province: Counts
    all_names: dict[str, str]

    def per_region(self, values: np.ndarray) -> np.ndarray:
        """Adds municipalities (first axis) up to the regions of 2025."""
        return add_up(values, self.region, len(self.regions))

    def per_province(self, values: np.ndarray) -> np.ndarray:
        """Adds municipalities (first axis) up to provinces."""
        return add_up(values, self.province, len(self.provinces))

    def members(self, region: int) -> Counts:
        """The municipalities (positions) of one region."""
        return np.flatnonzero(self.region == region)

    def index(self, region: str) -> int:
        """Position of a region code."""
        return self.regions.index(region)

    def regions_on_map(self, map_year: int, values: np.ndarray) -> tuple[list[str], np.ndarray]:
        """Region codes that existed on the map of a year, with the values (first axis = regions) added up to them."""
        if map_year >= SPLIT_FROM_MAP:
            return list(self.regions), values
        codes = sorted({SPLIT_REGION if code in SPLIT_INTO else code for code in self.regions})
        target = np.array([codes.index(SPLIT_REGION if code in SPLIT_INTO else code) for code in self.regions])
        return codes, add_up(values, target, len(codes))


def add_up(values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Sums along the first axis by group."""
    result = np.zeros((groups, *values.shape[1:]), dtype=values.dtype)
    np.add.at(result, group, values)
    return result


def read_csv(path: Path) -> list[dict[str, str]]:
    """All lines of a small comma-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _map(kind: str, year: int) -> dict[str, str]:
    lines = read_csv(CODES / "region_map.csv")
    return {
        line["gemeente"]: line["region"]
        for line in lines
        if line["kind"] == kind and int(line["valid_from"]) <= year <= int(line["valid_to"])
    }


@cache
def places() -> Places:
    """Reads the code lists and the population reference once."""
    region_rows = {row["code"]: row for row in read_csv(CODES / "region.csv")}
    population = {row["gm_code"]: row for row in read_csv(REFERENCE / "municipality_population.csv")}
    region_of, region_2026 = _map("doorstroompunt", MUNICIPALITIES_OF), _map("doorstroompunt", 2026)
    province_of = _map("provincie", MUNICIPALITIES_OF)
    codes = tuple(sorted(region_of))
    regions = tuple(sorted(set(region_of.values())))
    provinces = tuple(sorted(set(province_of.values())))
    parts = tuple(sorted({region_rows[code]["parent"] for code in provinces}))
    return Places(
        codes=codes,
        names=tuple(region_rows[code]["name"] for code in codes),
        region=np.array([regions.index(region_of[code]) for code in codes]),
        region_2026=np.array([regions.index(region_2026[code]) for code in codes]),
        province=np.array([provinces.index(province_of[code]) for code in codes]),
        inhabitants=np.array([int(population[code]["inhabitants_2021"]) for code in codes]),
        young=np.array([float(population[code]["pop_15_24_2021"]) for code in codes]),
        regions=regions,
        provinces=provinces,
        parts=parts,
        part_of_province=np.array([parts.index(region_rows[code]["parent"]) for code in provinces]),
        all_names={code: row["name"] for code, row in region_rows.items()},
    )
