"""The joint register model: young people of 15 to 26 on 1 October, in education, at work or neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .allocate import Counts, Weights, below, draw, shares, stream, table
from .anchors import count
from .model import municipality_risk, origin_shares, region_risk, urbanity
from .places import places

YEARS = tuple(range(2015, 2025))
AGE = "15-26"
STATES = ("onderwijs", "werknemer", "zelfstandige", "neet_met_uitkering", "neet_zonder_uitkering")
EDUCATIONS = ("laag", "middelbaar", "hoog")

# 2017 (all provinces) and the working of 2016 are as published; the other years are chosen around them.
TOTAL = {
    2015: 2_541_300, 2016: 2_550_800, 2017: 2_559_500, 2018: 2_573_600, 2019: 2_588_700,
    2020: 2_591_200, 2021: 2_601_400, 2022: 2_634_900, 2023: 2_653_200, 2024: 2_661_700,
}  # fmt: skip
WORKING = {
    2015: 1_588_700, 2016: 1_624_600, 2017: 1_667_900, 2018: 1_716_300, 2019: 1_752_400,
    2020: 1_711_800, 2021: 1_803_200, 2022: 1_893_600, 2023: 1_938_100, 2024: 1_951_500,
}  # fmt: skip
NEET_LEVEL = {
    2015: 1.15, 2016: 1.10, 2017: 1.05, 2018: 1.01, 2019: 0.99,
    2020: 1.12, 2021: 1.02, 2022: 0.98, 2023: 1.00, 2024: 1.02,
}  # fmt: skip

AGE_SHARE = np.array([0.235, 0.430, 0.335])  # 15 to 18, 18 to 23, 23 to 27
EDUCATION_SHARE = np.array([[0.95, 0.05, 0.0], [0.27, 0.62, 0.11], [0.15, 0.45, 0.40]])
IN_EDUCATION = np.array([[0.966, 0.955, 0.0], [0.66, 0.78, 0.62], [0.16, 0.42, 0.40]])
NEET = np.array([[0.0140, 0.0120, 0.0], [0.128, 0.036, 0.033], [0.262, 0.077, 0.053]])
WITH_BENEFIT = np.array([[0.04, 0.04, 0.0], [0.35, 0.26, 0.12], [0.49, 0.42, 0.22]])
SELF_EMPLOYED = np.array([0.02, 0.058, 0.095])
ORIGIN_NEET = np.array([0.86, 1.55, 1.28])
SEX_NEET, SEX_SELF_EMPLOYED = np.array([1.04, 0.96]), np.array([1.25, 0.75])
SELF_EMPLOYED_GROWTH = 0.03

# Log NEET risk that vsv does not explain: large cities and the old mining and peat areas.
EXTRA_RISK = {"MC01": 0.12, "MC08": 0.14, "MC18": 0.06, "MC28": 0.14, "MC29": 0.14, "MC39": 0.16, "MC02": 0.06}
RISK_WEIGHT = 0.45
# Added to the chance of NEET because school across the border is in no Dutch register: under 23, and 23 to 27.
ABROAD = {"MC33": (0.050, 0.022), "MC39": (0.011, 0.006), "MC38": (0.004, 0.002), "MC34": (0.003, 0.001)}


@dataclass(frozen=True)
class YouthYear:
    """Young people: region x sex x age x education x origin x state, municipality x state, and who works there."""

    year: int
    cells: Counts
    municipality: Counts
    municipality_working: Counts


def _municipality_totals(seed: int, year: int) -> Counts:
    here = places()
    printed = {"Fryslân": "Friesland"}
    names = [here.all_names[code] for code in here.provinces]
    province = np.array([count("youth_register_total", 2017, f"{printed.get(n, n)} (PV)", AGE) or 0 for n in names])
    in_2017 = np.zeros(len(here.codes), dtype=np.int64)
    for position, total in enumerate(province):
        members = here.province == position
        in_2017[members] = shares(total, here.young[members])
    if year == 2017:
        return in_2017
    rng = stream(seed, "youth growth")
    growth = rng.normal(0, 0.003, len(here.codes)) + 0.004 * (urbanity()[here.region] - 0.4)
    return shares(TOTAL[year], in_2017 * np.exp(growth * (year - 2017)))


def _student_towns() -> Weights:
    here = places()
    share = here.per_region(here.young) / here.per_region(here.inhabitants)
    return np.log(share / np.median(share))


def _population(rng: np.random.Generator, totals: Counts) -> Counts:
    """Region x sex x age x education x origin."""
    students, risk = _student_towns(), region_risk(2016)
    ages = AGE_SHARE * np.exp(np.outer(students, [-0.5, 0.5, 0.3]))
    education = (
        EDUCATION_SHARE * np.exp(np.outer(students, [-0.3, 0.0, 0.8]) + np.outer(risk, [0.35, 0.0, -0.35]))[:, None, :]
    )
    education /= education.sum(axis=2, keepdims=True)
    # People with roots outside the country have somewhat more often a low education.
    by_origin = education[..., None] * np.array([[0.93, 1.1, 1.3], [1.02, 0.9, 0.98], [1.02, 1.1, 0.85]])
    weight = np.einsum("ra,raeo,ro,s->rsaeo", ages, by_origin, origin_shares(), np.array([0.512, 0.488]))
    return draw(rng, totals, weight.reshape(len(totals), -1)).reshape(weight.shape)


def _chances(seed: int, year: int) -> Weights:
    """Chance of each state: region x sex x age x education x origin x state."""
    here = places()
    codes = here.regions
    own = stream(seed, "neet regions").normal(0, 0.035, len(codes)) + stream(seed, f"neet {year}").normal(
        0, 0.012, len(codes)
    )
    risk = RISK_WEIGHT * region_risk(year) + own + np.array([EXTRA_RISK.get(code, 0.0) for code in codes])
    neet = NEET_LEVEL[year] * np.einsum("r,s,ae,o->rsaeo", np.exp(risk), SEX_NEET, NEET, ORIGIN_NEET)
    abroad = np.array([ABROAD.get(code, (0.0, 0.0)) for code in codes])[:, [0, 0, 1]][:, None, :, None, None]
    in_education = np.clip(np.broadcast_to(IN_EDUCATION[None, None, :, :, None], neet.shape) - abroad, 0.01, None)
    with_benefit = neet * WITH_BENEFIT[None, None, :, :, None] * (1.06 if year == 2020 else 1.0)
    without = neet - with_benefit + abroad
    at_work = np.clip(1 - in_education - neet - abroad, 0.001, None)
    growth = np.exp(SELF_EMPLOYED_GROWTH * (year - 2024))
    alone = at_work * growth * np.einsum("s,a->sa", SEX_SELF_EMPLOYED, SELF_EMPLOYED)[None, :, :, None, None]
    return np.stack([in_education, at_work - alone, alone, with_benefit, without], axis=-1)


@cache
def youth_year(seed: int, year: int) -> YouthYear:
    """All figures of one reference date, 1 October of a year."""
    here, rng = places(), stream(seed, f"youth {year}")
    totals = _municipality_totals(seed, year)
    population = _population(rng, here.per_region(totals))
    cells = draw(rng, population, _chances(seed, year))
    per_region = cells.sum(axis=(1, 2, 3, 4))
    risk = municipality_risk()
    noise = stream(seed, "neet municipalities").normal(0, 0.06, len(here.codes))
    # Relative weight of the states in a municipality against its region.
    relative = np.exp(np.stack([0 * risk, 0 * risk, -0.3 * risk, 1.6 * risk + noise, 0.9 * risk + noise], axis=1))
    municipality = np.zeros((len(here.codes), len(STATES)), dtype=np.int64)
    for position in range(len(here.regions)):
        members = here.members(position)
        prior = totals[members, None] * per_region[position] * relative[members]
        municipality[members] = table(prior, totals[members], per_region[position])
    outside = municipality[:, 1] + municipality[:, 2]
    pupils = municipality[:, 0]
    jobs = pupils * np.exp(stream(seed, "jobs").normal(0, 0.03, len(pupils)) - 0.15 * risk)
    working = WORKING[year] if year != 2016 else count("youth_register_working", 2016, "NL", AGE) or WORKING[year]
    beside_school = below(shares(working - outside.sum(), jobs), pupils)
    return YouthYear(year, cells, municipality, outside + beside_school)
