"""The vsv counts of CBS per municipality and sex: higher than those of DUO, and as published where they were."""

from __future__ import annotations

from functools import cache

import numpy as np

from .allocate import Counts, below, shares, stream
from .anchors import count
from .model import municipality_risk, province_figures, pupils, vsv_year
from .places import places

# CBS counts more leavers than DUO: 1.168 in 2017/'18 and 1.194 in 2018/'19, the two years that were printed.
RATIO = {
    2012: 1.186, 2013: 1.181, 2014: 1.179, 2015: 1.176, 2016: 1.172, 2019: 1.187,
    2020: 1.182, 2021: 1.179, 2022: 1.177, 2023: 1.180, 2024: 1.181,
}  # fmt: skip
PUPILS_RATIO = 1.0005
MAN_PUPILS, MAN_LEAVERS = 0.512, 0.605


@cache
def cbs_vsv(seed: int, year: int) -> tuple[Counts, Counts]:
    """Pupils and early leavers: municipality x sex (men, women)."""
    here, rng, duo = places(), stream(seed, f"cbs vsv {year}"), vsv_year(seed, year)
    population = count("cbs_vsv_population", year) or round(duo.population.sum() * PUPILS_RATIO)
    leavers = count("cbs_vsv_count", year) or round(duo.vsv.sum() * RATIO[year])
    growth = stream(seed, "cbs growth").normal(0, 0.002, len(here.codes)) * (year - 2018)
    people = _by_province(population, pupils() * np.exp(growth), "cbs_vsv_population", year)
    region_rate = here.per_region(duo.municipality_vsv) / here.per_region(duo.municipality_population)
    expected = people * region_rate[here.region] * np.exp(municipality_risk())
    noisy = np.maximum(expected + np.sqrt(expected) * rng.standard_normal(len(expected)) * 0.7, 0.2)
    early = _by_province(leavers, noisy, "cbs_vsv_count", year)
    early = below(early, people)
    men = rng.binomial(people, MAN_PUPILS)
    early_men = np.minimum(rng.binomial(early, MAN_LEAVERS), men)
    early_men = np.maximum(early_men, early - (people - men))
    return np.stack([men, people - men], axis=1), np.stack([early_men, early - early_men], axis=1)


def _by_province(total: int, weight: np.ndarray, indicator: str, year: int) -> Counts:
    """Municipalities that add up to the total, and to the printed provinces in the one year that has them."""
    here = places()
    if year != 2018:
        return shares(total, weight)
    printed = province_figures(indicator)
    per_province = here.per_province(weight)
    others = printed == 0
    printed[others] = shares(total - printed.sum(), per_province[others])
    result = np.zeros(len(weight), dtype=np.int64)
    for position, people in enumerate(printed):
        members = here.province == position
        result[members] = shares(people, weight[members])
    return result
