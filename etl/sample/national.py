"""National vsv totals per school year by the DUO definition: published where there is a figure, chosen where not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .allocate import Counts, Weights, shares
from .anchors import count, percentage, provisional

YEARS = tuple(range(2012, 2025))
LAST_YEAR = YEARS[-1]
BOTH_STATUSES = (2012, 2017, 2020, 2021, 2022, 2023)  # years with a provisional and a definitive file

PARTS = ("vo", "vavo", "mbo")
VO_LEAVES = ("vo_onderbouw", "vmbo_bovenbouw", "havo_vwo_bovenbouw")
MBO_LEAVES = ("bol1", "bol2", "bol3", "bol4", "bbl1", "bbl2", "bbl3", "bbl4")
LEAVES = (*VO_LEAVES, "vavo", *MBO_LEAVES)
PART_OF_LEAF = np.array([0, 0, 0, 1] + [2] * 8)

# 2022/'23: the printed 30,246 was provisional; the letter of March 2025 says only "over 500 more" than 2023/'24.
# 2023/'24: only the provisional 29,163 is printed, so the definitive file keeps that total and moves people within it.
# 2024/'25: no figure was published when this was written.
CHOSEN_COUNT = {2022: 29_697, 2024: 28_514}
# 2020/'21: a population for which the provisional 24,385 and the definitive 24,480 both print as the published 1.87.
CHOSEN_POPULATION = {2020: 1_306_948, 2021: 1_301_236, 2022: 1_292_417, 2023: 1_286_174, 2024: 1_281_039}
# Mbo counts of 2019/'20: 18,539 (with 4.6 %) and 18,512 are both printed; the one that comes with a percentage counts.
# 2012/'13: only the provisional 22,109 is printed, of a total that fell by 176.
CHOSEN_MBO_COUNT = {2012: 21_975, 2013: 20_210, 2014: 19_243, 2015: 17_961, 2024: 21_609}
CHOSEN_MBO_POPULATION = {2013: 386_517, 2014: 388_402, 2015: 391_189, 2022: 389_806, 2023: 384_031, 2024: 381_294}
# Vavo fills what vo leaves open. In 2017/'18 and 2018/'19 it makes vo print as 0.50 and 0.49 %.
CHOSEN_VAVO_COUNT = {2012: 668, 2017: 840, 2018: 606}
VAVO_SHARE_OF_REST = 0.125
VAVO_POPULATION = {2012: 5_367}
VAVO_POPULATION_START, VAVO_POPULATION_STEP = 5_500, 110

# Provisional totals that were never printed.
CHOSEN_PROVISIONAL = {2021: 30_011}

VO_POPULATION_SHARES = np.array([0.43, 0.25, 0.32])
VO_COUNT_SHARES = np.array([0.17, 0.38, 0.45])
MBO_POPULATION_2016 = np.array([9_000, 46_000, 60_000, 206_000, 1_800, 22_000, 30_000, 17_000], dtype=float)
# Bbl has grown and bol 2 and 3 have shrunk since about 2016.
MBO_DRIFT = np.array([0.0, -0.015, -0.02, -0.002, 0.02, 0.025, 0.025, 0.03])
MBO_RATE_DRIFT = np.array([-0.02, 0.0, 0.008, 0.008, -0.02, 0.0, 0.01, 0.01])


@dataclass(frozen=True)
class National:
    """National start population and new vsv'ers of one school year by part (PARTS) and by leaf (LEAVES)."""

    population: Counts
    vsv: Counts
    leaf_population: Counts
    leaf_vsv: Counts


def prints_as(part: int, whole: int) -> float:
    """A percentage as DUO prints it: two decimals, halves up."""
    return (part * 20_000 + whole) // (2 * whole) / 100


def total_count(year: int) -> int:
    """National number of new vsv'ers."""
    printed = count("vsv_new_count", year)
    if year in CHOSEN_COUNT or printed is None:
        return CHOSEN_COUNT[year]
    return printed


def _total_population(year: int) -> int:
    percent = percentage("vsv_new_pct", year)
    if year in CHOSEN_POPULATION or percent is None:
        return CHOSEN_POPULATION[year]
    return count("vsv_population", year) or round(total_count(year) / percent * 100)


def _mbo(year: int) -> tuple[int, int]:
    """Population and count of mbo; a count is kept exactly, the population follows from the printed percentage."""
    people = CHOSEN_MBO_COUNT[year] if year in CHOSEN_MBO_COUNT else count("vsv_new_count_mbo", year)
    assert people is not None
    percent = percentage("vsv_new_pct_mbo", year)
    known = count("vsv_population_mbo", year) or CHOSEN_MBO_POPULATION.get(year)
    if known is None and percent is not None:
        known = round(people / percent * 100)
    assert known is not None
    return known, people


@cache
def national(year: int) -> National:
    """The definitive (latest year: provisional) national figures of a school year."""
    mbo_population, mbo_count = _mbo(year)
    rest = total_count(year) - mbo_count
    vavo = CHOSEN_VAVO_COUNT.get(year, round(rest * VAVO_SHARE_OF_REST))
    vavo_population = VAVO_POPULATION.get(year, VAVO_POPULATION_START + VAVO_POPULATION_STEP * (year - 2012))
    population = np.array([_total_population(year) - mbo_population - vavo_population, vavo_population, mbo_population])
    vsv = np.array([rest - vavo, vavo, mbo_count])
    mbo_leaves = _mbo_leaves(year, mbo_population, mbo_count)
    return National(
        population=population,
        vsv=vsv,
        leaf_population=np.concatenate([shares(population[0], VO_POPULATION_SHARES), population[1:2], mbo_leaves[0]]),
        leaf_vsv=np.concatenate([shares(vsv[0], VO_COUNT_SHARES), vsv[1:2], mbo_leaves[1]]),
    )


def provisional_totals(year: int) -> tuple[Counts, Counts]:
    """Provisional population and count by part (PARTS); the printed ones where there are any."""
    final = national(year)
    printed = provisional("vsv_new_count", year)
    total = CHOSEN_PROVISIONAL[year] if printed is None else int(printed.value)
    population, vsv = final.population.copy(), shares(total, final.vsv)
    if printed is not None and provisional("vsv_new_count_vavo", year) is not None:
        vsv = np.array([count(f"vsv_new_count_{part}", year) for part in PARTS])
        population = np.array([count(f"vsv_population_{part}", year) for part in PARTS])
    return population, vsv


def _mbo_leaves(year: int, population: int, people: int) -> tuple[Counts, Counts]:
    printed = [percentage(f"vsv_new_pct_mbo_{leaf}", year) for leaf in MBO_LEAVES]
    size = MBO_POPULATION_2016 * np.exp(MBO_DRIFT * (year - 2016))
    if all(percent is not None for percent in printed):
        return _leaves_for_percentages(np.array(printed, dtype=float), size, population, people)
    base = np.array([percentage(f"vsv_new_pct_mbo_{leaf}", 2016) for leaf in MBO_LEAVES], dtype=float)
    leaf_population = shares(population, size)
    rate = base * np.exp(MBO_RATE_DRIFT * (year - 2016))
    return leaf_population, shares(people, leaf_population * rate)


def _leaves_for_percentages(percent: Weights, size: Weights, population: int, people: int) -> tuple[Counts, Counts]:
    """Sizes and counts per leaf that add up to the totals and print as the given percentages.

    Levels 1 and 2 get more or less weight until the mean is right; the largest leaf takes what rounding leaves.
    """
    largest = int(np.argmax(size))
    low, high = -1.0, 1.0
    tilt = (percent > percent @ size / size.sum()).astype(float)
    for _ in range(60):
        middle = (low + high) / 2
        weight = size * np.exp(middle * tilt)
        mean = percent @ weight / weight.sum()
        low, high = (middle, high) if mean < 100 * people / population else (low, middle)
    exact = population * weight / weight.sum()
    leaf_population, leaf_people = np.zeros(len(size), dtype=np.int64), np.zeros(len(size), dtype=np.int64)
    for leaf in range(len(size)):
        if leaf != largest:
            leaf_population[leaf], leaf_people[leaf] = _pair(percent[leaf], exact[leaf])
    leaf_population[largest] = population - leaf_population.sum()
    leaf_people[largest] = people - leaf_people.sum()
    return leaf_population, leaf_people


def _pair(percent: float, about: float) -> tuple[int, int]:
    """A population near the given one, and a count, that print as the percentage."""
    start = round(about * percent / 100)
    for people in (start + step for step in range(200)):
        for whole in (round(people / percent * 100), round(people / percent * 100) + 1):
            if prints_as(people, whole) == percent:
                return whole, people
    raise AssertionError(f"no pair prints as {percent}")
