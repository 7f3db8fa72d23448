"""Writes target figures as regions would fill them in by hand: mixed spellings, some regions not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .allocate import Counts, shares, stream
from .duo import vsv_27
from .model import vsv_year
from .national import LAST_YEAR
from .places import add_up, places
from .write import PREFIX, school_year, thousands
from .youth import YEARS as CALENDAR_YEARS
from .youth import youth_year

NOT_FILLED_IN = ("MC09", "MC23", "MC31")
OLD_DEFINITION = {2025: 18_000}
# The national ceiling is 23,000 a study year; regions start a little above it and end below.
NEW_DEFINITION = {2026: 23_350, 2027: 23_100, 2028: 22_900, 2029: 22_700}
NEET_AGAINST_LAST = {2026: 0.97, 2027: 0.955, 2028: 0.94, 2029: 0.925}
AMBITION = 0.03  # how far regions differ in what they aim at
HEADER = "regio;indicator;jaar;streefcijfer;vastgesteld;door"


def write_targets(extracts: Path, seed: int) -> Iterator[Path]:
    """Writes the one file with target figures per region of 2026."""
    here, lines = places(), [HEADER]
    figures = _per_region(seed)
    for position, code in enumerate(here.regions):
        if code in NOT_FILLED_IN:
            continue
        name = here.all_names[code]
        spelling = (code, str(int(code[2:])), name)[position % 3]
        ending = f"2026-{3 + position % 4:02d}-{3 + position * 7 % 25:02d};contactgemeente {name}"
        for indicator, year, target in ((i, y, int(values[position])) for i, y, values in figures):
            shown = str(year) if indicator == "geen_onderwijs_geen_werk" else school_year(year)
            lines.append(f"{spelling};{indicator};{shown};{thousands(target)};{ending}")
    path = extracts / f"{PREFIX}streefcijfers.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    yield path


def _per_region(seed: int) -> list[tuple[str, int, Counts]]:
    """(indicator, year, target per region of 2026) for everything that has a target."""
    here, old = places(), vsv_year(seed, LAST_YEAR)
    new = vsv_27(seed, LAST_YEAR)[1].sum(axis=(1, 2, 3))
    per_municipality = np.zeros(len(here.codes))
    for position in range(len(here.regions)):
        members = here.members(position)
        weight = old.municipality_vsv[members] + 0.5
        per_municipality[members] = new[position] * weight / weight.sum()
    neet = youth_year(seed, CALENDAR_YEARS[-1]).municipality[:, 3:].sum(axis=1)
    ambition = np.exp(stream(seed, "ambition").normal(0, AMBITION, len(here.regions)))
    old_start, new_start, neet_start = (
        add_up(values, here.region_2026, len(here.regions)) * ambition
        for values in (old.municipality_vsv.astype(float), per_municipality, neet.astype(float))
    )
    figures = [("nieuwe_vsvers", year, shares(total, old_start)) for year, total in OLD_DEFINITION.items()]
    figures += [("nieuwe_vsvers", year, shares(total, new_start)) for year, total in NEW_DEFINITION.items()]
    figures += [
        ("geen_onderwijs_geen_werk", year, np.rint(neet_start * share / 10).astype(np.int64) * 10)
        for year, share in NEET_AGAINST_LAST.items()
    ]
    return figures
