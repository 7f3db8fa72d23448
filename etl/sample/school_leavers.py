"""National model of what leavers do at later moments: early school leavers, other school leavers and leavers of mbo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .allocate import Counts, Weights, draw, shares, stream
from .cbs_vsv import cbs_vsv

COHORTS = tuple(range(2014, 2023))
LAST_OCTOBER = 2024
MOMENTS = (0, 1, 2, 3, 5)  # years after leaving
POSITIONS = ("work", "work_benefit", "benefit", "nothing", "education", "unknown")

SEXES = 2
SCHOOL_KINDS = ("vo", "vavo", "bol", "bbl", "extranei")
SCHOOL_AGES = ("tot_18", "18_tot_20", "20_tot_23")
KIND_SHARE = np.array([[0.165, 0.025, 0.545, 0.215, 0.05], [0.22, 0.03, 0.42, 0.31, 0.02]])  # vsv, qualified
SCHOOL_AGE_SHARE = np.array([[0.122, 0.569, 0.309], [0.05, 0.40, 0.55]])
QUALIFIED_LEAVERS = {
    2014: 66_840, 2015: 65_120, 2016: 64_870, 2017: 65_930, 2018: 66_480,
    2019: 60_210, 2020: 61_750, 2021: 68_390, 2022: 69_140,
}  # fmt: skip
LATER_QUALIFIED = {0: 0.0, 1: 0.03, 2: 0.07, 3: 0.11, 5: 0.16}  # vsv'ers who got a startkwalificatie after all

MBO_AGES = ("tot_18", "18_tot_20", "20_tot_23", "23_tot_27", "27_plus")
MBO_AGE_SHARE = np.array([0.05, 0.26, 0.37, 0.17, 0.15])
DIPLOMA_SHARE = np.array([0.74, 0.26])
MBO_LEAVERS = {
    2014: 129_430, 2015: 127_760, 2016: 126_910, 2017: 127_340, 2018: 126_680,
    2019: 121_450, 2020: 124_070, 2021: 127_880, 2022: 126_290,
}  # fmt: skip

# Chance of each position per moment.
VSV = np.array(
    [
        [0.54, 0.04, 0.06, 0.31, 0.03, 0.02], [0.45, 0.04, 0.08, 0.21, 0.19, 0.03],
        [0.45, 0.04, 0.09, 0.17, 0.21, 0.04], [0.49, 0.04, 0.10, 0.15, 0.17, 0.05],
        [0.57, 0.04, 0.11, 0.14, 0.07, 0.07],
    ]
)  # fmt: skip
WITH_DIPLOMA = np.array(
    [
        [0.842, 0.020, 0.015, 0.083, 0.030, 0.010], [0.818, 0.018, 0.017, 0.062, 0.070, 0.015],
        [0.823, 0.017, 0.020, 0.055, 0.065, 0.020], [0.838, 0.016, 0.023, 0.050, 0.048, 0.025],
        [0.858, 0.014, 0.026, 0.047, 0.022, 0.033],
    ]
)  # fmt: skip
WITHOUT_DIPLOMA = np.array(
    [
        [0.62, 0.045, 0.060, 0.215, 0.040, 0.020], [0.59, 0.042, 0.075, 0.163, 0.100, 0.030],
        [0.60, 0.040, 0.085, 0.140, 0.095, 0.040], [0.62, 0.038, 0.092, 0.130, 0.070, 0.050],
        [0.65, 0.034, 0.100, 0.122, 0.030, 0.064],
    ]
)  # fmt: skip
BACK_BY_AGE = np.array([1.6, 1.1, 0.85, 0.6, 0.4])

# Kinds of work: permanent, flexible, self-employed, both; then hours per week.
CONTRACT_BY_MOMENT = np.array(
    [
        [0.21, 0.74, 0.037, 0.013], [0.28, 0.655, 0.047, 0.018], [0.345, 0.578, 0.056, 0.021],
        [0.405, 0.507, 0.064, 0.024], [0.505, 0.388, 0.078, 0.029],
    ]
)  # fmt: skip
HOURS_BY_MOMENT = np.array(
    [
        [0.19, 0.15, 0.34, 0.32], [0.15, 0.13, 0.35, 0.37], [0.13, 0.12, 0.35, 0.40],
        [0.115, 0.11, 0.35, 0.425], [0.09, 0.09, 0.355, 0.465],
    ]
)  # fmt: skip
HOURS_BY_SEX = np.array([[0.85, 0.85, 0.8, 1.3], [1.15, 1.15, 1.2, 0.65]])
MORE_PERMANENT_WITH_DIPLOMA = 1.25


@dataclass(frozen=True)
class After:
    """Leavers of one school year at one moment, by group (first axes), position, contract and hours.

    The axes before the last are the groups; `contracts` and `hours` both divide those who work.
    """

    cohort: int
    years: int
    positions: Counts
    contracts: Counts
    hours: Counts


def measured(cohort: int) -> list[int]:
    """Moments (positions in MOMENTS) that have been measured for a school year."""
    return [place for place, years in enumerate(MOMENTS) if cohort + 1 + years <= LAST_OCTOBER]


@cache
def school_leavers(seed: int, cohort: int) -> tuple[After, ...]:
    """Groups: vsv or qualified x sex x kind of school x age."""
    rng = stream(seed, f"school leavers {cohort}")
    vsv = cbs_vsv(seed, cohort)[1].sum(axis=0)
    qualified = shares(QUALIFIED_LEAVERS[cohort], np.array([0.51, 0.49]))
    groups = np.einsum("qk,qa->qka", KIND_SHARE, SCHOOL_AGE_SHARE).reshape(2, 1, -1).repeat(SEXES, axis=1)
    people = draw(rng, np.stack([vsv, qualified]), groups).reshape(2, SEXES, len(SCHOOL_KINDS), len(SCHOOL_AGES))
    return tuple(_after(rng, cohort, place, people, np.stack([VSV, WITH_DIPLOMA])) for place in measured(cohort))


@cache
def mbo_leavers(seed: int, cohort: int) -> tuple[After, ...]:
    """Groups: with or without diploma x sex x one kind x age."""
    rng = stream(seed, f"mbo leavers {cohort}")
    weight = np.einsum("d,s,a->dsa", DIPLOMA_SHARE, np.array([0.515, 0.485]), MBO_AGE_SHARE)
    people = draw(rng, MBO_LEAVERS[cohort], weight.ravel()).reshape(2, SEXES, 1, len(MBO_AGES))
    chances = np.stack([WITH_DIPLOMA, WITHOUT_DIPLOMA])
    return tuple(_after(rng, cohort, place, people, chances) for place in measured(cohort))


def _after(rng: np.random.Generator, cohort: int, place: int, people: Counts, chances: Weights) -> After:
    october = cohort + 1 + MOMENTS[place]
    idle = 1 + 0.02 * (2019 - min(october, 2022)) + (0.15 if october == 2020 else 0.0)
    by_age = np.ones((people.shape[-1], len(POSITIONS)))
    by_age[:, 4] = BACK_BY_AGE[: people.shape[-1]]
    by_age[:, 2:4] *= idle
    weight = chances[:, place][:, None, None, None, :] * by_age
    positions = draw(rng, people, np.broadcast_to(weight, (*people.shape, len(POSITIONS))))
    working = positions[..., :2].sum(axis=-1)
    contract = np.stack([CONTRACT_BY_MOMENT[place]] * 2)
    contract[int(np.argmax(chances[:, 0, 0])), 0] *= MORE_PERMANENT_WITH_DIPLOMA
    hours = HOURS_BY_MOMENT[place] * HOURS_BY_SEX
    return After(
        cohort,
        MOMENTS[place],
        positions,
        draw(rng, working, np.broadcast_to(contract[:, None, None, None, :], (*people.shape, 4))),
        draw(rng, working, np.broadcast_to(hours[None, :, None, None, :], (*people.shape, 4))),
    )
