"""The joint model of mbo leavers: who is at work so many years later, with which contract and how many hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .allocate import Counts, Weights, below, draw, stream
from .anchors import quoted_percentage
from .model import region_risk, vsv_year
from .national import LEAVES, YEARS
from .places import places

COHORTS = tuple(range(2014, 2024))
LAST_OCTOBER = 2024
MOMENTS = {"direct": 0, "1_jaar": 1, "2_jaar": 2, "3_jaar": 3, "5_jaar": 5}
LEVELS = ("mbo_1", "mbo_2", "mbo_34")
WAYS = ("bol", "bbl")
CONTRACTS = ("vast", "flexibel", "zelfstandige", "werknemer_en_zelfstandige")
HOURS = ("tot_12", "12_tot_20", "20_tot_35", "35_plus")

LEAVES_OF = [[["bol1"], ["bbl1"]], [["bol2"], ["bbl2"]], [["bol3", "bol4"], ["bbl3", "bbl4"]]]
PEOPLE_2022 = np.array([[4_620, 2_420], [10_140, 10_980], [42_850, 28_630]])  # level x way
BBL_GROWTH, BOL_GROWTH = 0.025, -0.008
AGE_SHARE = np.array([[0.18, 0.62, 0.20], [0.07, 0.67, 0.26], [0.015, 0.685, 0.30]])  # level x age
STILL_COUNTED = {"direct": 1.0, "1_jaar": 0.985, "2_jaar": 0.965, "3_jaar": 0.95, "5_jaar": 0.925}

# Without work a year after leaving; entree as a whole, bol 2 and bbl 3-4 are published figures and hold exactly.
NO_WORK = np.array([[0.365, 0.0], [0.20, 0.075], [0.085, 0.02]])
PUBLISHED_BOL_2, PUBLISHED_BBL_34 = (1, 0), (2, 1)
NO_WORK_BY_MOMENT = {"direct": 1.18, "1_jaar": 1.0, "2_jaar": 0.90, "3_jaar": 0.86, "5_jaar": 0.83}
NO_WORK_BY_OCTOBER = {
    2015: 1.38, 2016: 1.30, 2017: 1.18, 2018: 1.08, 2019: 1.01,
    2020: 1.19, 2021: 1.00, 2022: 0.94, 2023: 0.96, 2024: 1.00,
}  # fmt: skip
AGE_NO_WORK = np.array([1.25, 0.95, 1.08])

PERMANENT = {"direct": 0.27, "1_jaar": 0.37, "2_jaar": 0.45, "3_jaar": 0.52, "5_jaar": 0.61}
ALONE = {"direct": 0.037, "1_jaar": 0.046, "2_jaar": 0.054, "3_jaar": 0.061, "5_jaar": 0.071}
BOTH = {"direct": 0.024, "1_jaar": 0.030, "2_jaar": 0.034, "3_jaar": 0.037, "5_jaar": 0.042}
PERMANENT_BY_WAY = np.array([[-0.10, -0.02], [-0.05, 0.05], [-0.01, 0.10]])
ALONE_BY_LEVEL = np.array([0.75, 0.9, 1.1])
HOURS_BY_CONTRACT = np.array(
    [[0.02, 0.06, 0.36, 0.56], [0.15, 0.14, 0.39, 0.32], [0.14, 0.12, 0.27, 0.47], [0.02, 0.05, 0.37, 0.56]]
)
HOURS_BY_WAY = np.array([[1.25, 1.15, 1.05, 0.85], [0.5, 0.7, 0.95, 1.2]])


@dataclass(frozen=True)
class LeaversAt:
    """Leavers of one school year at one moment: region x level x way x age, and the working x contract x hours."""

    cohort: int
    moment: str
    people: Counts
    jobs: Counts


def moments(cohort: int) -> list[str]:
    """The moments that have been measured for the leavers of a school year."""
    return [moment for moment, years in MOMENTS.items() if cohort + 1 + years <= LAST_OCTOBER]


@cache
def leavers(seed: int, cohort: int) -> tuple[LeaversAt, ...]:
    """One school year's leavers at every measured moment."""
    rng = stream(seed, f"leavers {cohort}")
    growth = np.array([BOL_GROWTH, BBL_GROWTH]) * (cohort - 2022)
    national = np.rint(PEOPLE_2022 * np.exp(growth + rng.normal(0, 0.008, 2))).astype(np.int64)
    pupils = vsv_year(seed, min(cohort, YEARS[-1])).population.sum(axis=(2, 3, 4))
    per_region = np.array(
        [[pupils[:, [LEAVES.index(leaf) for leaf in leaves]].sum(axis=1) for leaves in level] for level in LEAVES_OF]
    )
    people_by_region = np.moveaxis(draw(rng, national, per_region), -1, 0)
    ages = np.broadcast_to(AGE_SHARE[None, :, None, :], (*people_by_region.shape, 3))
    at_start = draw(rng, people_by_region, ages)
    result = []
    for moment in moments(cohort):
        people = rng.binomial(at_start, STILL_COUNTED[moment]) if moment != "direct" else at_start
        result.append(LeaversAt(cohort, moment, people, _jobs(rng, seed, cohort, moment, people)))
    return tuple(result)


def _without_work(october: int, moment: str, people: Counts) -> Counts:
    """National number without work: level x way."""
    rate = NO_WORK.copy()
    for cell, name in ((PUBLISHED_BOL_2, "bol_n2"), (PUBLISHED_BBL_34, "bbl_n3_n4")):
        rate[cell] = _published_rate(name)
    size = people.sum(axis=(0, 3))
    entree = size[0].sum() * _published_rate("mbo_entree")
    rate[0, 1] = (entree - size[0, 0] * rate[0, 0]) / size[0, 1]
    factor = NO_WORK_BY_MOMENT[moment] * NO_WORK_BY_OCTOBER[october]
    return np.rint(size * rate * factor).astype(np.int64)


def _published_rate(name: str) -> float:
    return quoted_percentage(f"no_work_share_1yr_{name}_graduates") / 100


def _jobs(rng: np.random.Generator, seed: int, cohort: int, moment: str, people: Counts) -> Counts:
    """The working by contract and hours, behind the axes of `people`."""
    regions = len(places().regions)
    risk = 0.4 * region_risk(cohort) + stream(seed, "work regions").normal(0, 0.05, regions)
    idle = np.zeros_like(people)
    for (level, way), number in np.ndenumerate(_without_work(cohort + 1 + MOMENTS[moment], moment, people)):
        room = people[:, level, way]
        weight = room * np.exp(risk)[:, None] * AGE_NO_WORK
        drawn = draw(rng, number, weight.ravel())
        idle[:, level, way] = below(drawn, room.ravel()).reshape(room.shape)
    return draw(rng, people - idle, _job_chances(cohort, moment)[None, :, :, None, :]).reshape(*people.shape, 4, 4)


def _job_chances(cohort: int, moment: str) -> Weights:
    """Level x way x (contract, hours) for those who work."""
    permanent = PERMANENT[moment] + PERMANENT_BY_WAY + 0.008 * (cohort - 2019)
    alone = np.broadcast_to((ALONE[moment] * ALONE_BY_LEVEL)[:, None], permanent.shape)
    both = np.full(permanent.shape, BOTH[moment])
    contract = np.stack([permanent, 1 - permanent - alone - both, alone, both], axis=-1)
    hours = HOURS_BY_CONTRACT[None] * HOURS_BY_WAY[:, None, :]
    hours = hours / hours.sum(axis=-1, keepdims=True)
    return np.einsum("lwc,wch->lwch", contract, hours).reshape(*permanent.shape, -1)
