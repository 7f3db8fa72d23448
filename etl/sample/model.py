"""The joint vsv model: who was a pupil and who left early, per region, municipality and background, in whole people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .allocate import Counts, Weights, below, draw, revise, shares, stream, table
from .anchors import count, region_percentages
from .national import LEAVES, PART_OF_LEAF, National, national, prints_as, provisional_totals
from .places import SPLIT_INTO, SPLIT_REGION, places

SEXES = ("man", "vrouw")
AGES = ("tot_18", "18_tot_20", "20_tot_23")
ORIGINS = ("nederland", "europa", "buiten_europa")

# Pupils of 12 to 22 per province (CBS, 2018/'19) against inhabitants; students of hbo and university are no pupils.
STUDENT_TOWN_SHARE = (9.5, 13.5)
CITY_PUPILS = 0.78  # many families with school-age children leave the four largest cities
CITIES = {"GM0363", "GM0518", "GM0599", "GM0344"}
CITY_RISK, TOWN_RISK, MIDDLE_RISK, SMALL_RISK, VILLAGE_RISK = 0.26, 0.12, -0.02, -0.10, -0.15

# Log risk against the country in 2016/'17 for regions whose percentage is not among the published ones.
RISK_2016 = {
    "MC25": -0.12, "MC26": -0.14, "MC27": -0.08, "MC28": 0.20, "MC29": 0.28, "MC30": -0.02, "MC31": -0.08, "MC32": 0.02,
    "MC33": 0.00, "MC34": 0.00, "MC35": 0.07, "MC36": -0.12, "MC37": -0.04, "MC38": 0.00, "MC39": 0.10,
}  # fmt: skip
# Since then most regions moved towards the country; what is beyond this band stayed.
LASTING_BAND, LASTING_FACTOR, MOVED_BY = 0.15, 0.8, 2023
# Regions with a direction of their own: log change per year since 2016.
DIRECTION = {"MC12": -0.016, "MC34": 0.018, "MC30": 0.012, "MC37": -0.010, "MC08": 0.012}

# How strongly a leaf grows with the risk of a region (poorer regions have more pupils at low mbo levels).
LEAF_SLOPE = np.array([-0.1, 0.0, -0.3, 0.3, 2.0, 1.1, 0.3, 0.1, 2.0, 1.1, 0.3, 0.1])
AGE_SHARE = np.array(
    [
        [1, 0, 0], [0.965, 0.035, 0], [0.925, 0.07, 0.005], [0.12, 0.55, 0.33],
        [0.48, 0.32, 0.20], [0.42, 0.36, 0.22], [0.33, 0.40, 0.27], [0.31, 0.42, 0.27],
        [0.30, 0.38, 0.32], [0.22, 0.38, 0.40], [0.18, 0.40, 0.42], [0.14, 0.40, 0.46],
    ]
)  # fmt: skip
MAN_SHARE = np.array([0.51, 0.53, 0.48, 0.53, 0.57, 0.56, 0.47, 0.50, 0.68, 0.66, 0.62, 0.58])
NON_EUROPE_FACTOR = np.array([1.0, 1.15, 0.75, 1.3, 2.3, 1.6, 1.15, 1.0, 2.0, 1.3, 0.8, 0.7])
AGE_RISK = np.array([1.0, 6.0, 4.8])
SEX_RISK = np.array([1.28, 0.82])
ORIGIN_RISK = np.array([0.93, 1.35, 1.22])

REVISION_CHURN = 0.012


@dataclass(frozen=True)
class VsvYear:
    """Pupils and new vsv'ers: arrays region x leaf x sex x age x origin, and totals per municipality."""

    year: int
    final: bool
    population: Counts
    vsv: Counts
    municipality_population: Counts
    municipality_vsv: Counts


def municipality_risk() -> Weights:
    """Log risk of a municipality that follows from its size alone."""
    here = places()
    by_size = np.select(
        [here.inhabitants >= 100_000, here.inhabitants >= 50_000, here.inhabitants >= 25_000],
        [TOWN_RISK, MIDDLE_RISK, SMALL_RISK],
        VILLAGE_RISK,
    )
    return np.where([code in CITIES for code in here.codes], CITY_RISK, by_size)


@cache
def pupils() -> Weights:
    """Share of the country's pupils per municipality, by province as CBS printed it for 2018/'19."""
    here = places()
    weight = here.inhabitants * np.clip(100 * here.young / here.inhabitants, *STUDENT_TOWN_SHARE)
    weight *= np.where([code in CITIES for code in here.codes], CITY_PUPILS, 1.0)
    known = province_figures("cbs_vsv_population")
    total = count("cbs_vsv_population", 2018) or 0
    per_province = here.per_province(weight)
    target = np.where(known > 0, known, 0).astype(float)
    open_ones = known == 0
    target[open_ones] = (total - known.sum()) * per_province[open_ones] / per_province[open_ones].sum()
    return weight * (target / per_province)[here.province] / total


def province_figures(indicator: str) -> Counts:
    """The printed 2018/'19 figure per province; 0 where none was printed."""
    here = places()
    plain = {"Fryslân": "Fryslan"}
    names = (plain.get(here.all_names[code], here.all_names[code]) for code in here.provinces)
    return np.array([count(indicator, 2018, f"{name} (PV)") or 0 for name in names])


@cache
def region_risk(year: int) -> Weights:
    """Log risk of each region against the country: 2016/'17 as published, later mostly nearer to the country."""
    here = places()
    printed = region_percentages(2016)
    base = np.log([_printed(code, printed) for code in here.regions]) - np.log(1.75)
    base = np.array([RISK_2016.get(code, value) for code, value in zip(here.regions, base, strict=True)])
    lasting = np.sign(base) * np.maximum(np.abs(base) - LASTING_BAND, 0) * LASTING_FACTOR
    moved = min(max(year - 2016, 0) / (MOVED_BY - 2016), 1.0)
    direction = np.array([DIRECTION.get(code, 0.0) for code in here.regions])
    return base + (lasting - base) * moved + direction * max(year - 2016, 0)


def _printed(code: str, printed: dict[str, float]) -> float:
    return printed.get(SPLIT_REGION if code in SPLIT_INTO else code, 1.75)


@cache
def urbanity() -> Weights:
    """Share of the inhabitants of each region who live in a municipality of 100,000 or more."""
    here = places()
    large = np.where(here.inhabitants >= 100_000, here.inhabitants, 0)
    return here.per_region(large) / here.per_region(here.inhabitants)


def origin_shares() -> Weights:
    """Region x origin: shares of young people with roots in the Netherlands, elsewhere in Europe, outside Europe."""
    here = places()
    outside = 0.085 + 0.20 * urbanity() + 0.25 * np.maximum(region_risk(2016), 0)
    europe = 0.045 + 0.035 * urbanity() + np.array([0.03 * (c in {"MC33", "MC38", "MC39"}) for c in here.regions])
    return np.stack([1 - outside - europe, europe, outside], axis=1)


def _region_margins(seed: int, year: int, whole: National) -> tuple[Counts, Counts]:
    """Pupils and vsv'ers per region: the national totals, and the published percentages of 2016/'17."""
    here, rng = places(), stream(seed, f"regions {year}")
    growth = stream(seed, "region growth").normal(0, 0.003, len(here.regions))
    weight = here.per_region(pupils()) * np.exp(growth * (year - 2018))
    population = shares(whole.population.sum(), weight)
    expected = population * np.exp(region_risk(year))
    expected *= whole.vsv.sum() / expected.sum()
    weight = expected + 0.8 * np.sqrt(expected) * rng.standard_normal(len(expected))
    vsv = shares(whole.vsv.sum(), weight)
    fixed = _rijnmond(year) | (_printed_regions(year, population) if year == 2016 else {})
    if fixed:
        others = np.array([position not in fixed for position in range(len(population))])
        for position, (people, early) in fixed.items():
            population[position], vsv[position] = people, early
        rest_population = whole.population.sum() - population[~others].sum()
        population[others] = shares(rest_population, population[others])
        vsv[others] = shares(whole.vsv.sum() - vsv[~others].sum(), weight[others])
    return population, vsv


def _rijnmond(year: int) -> dict[int, tuple[int, int]]:
    people, early = (count(f"vsv_{kind}_total", year, "Rijnmond") for kind in ("population", "new_count"))
    return {places().index("MC29"): (people, early)} if people and early else {}


def _printed_regions(year: int, population: Counts) -> dict[int, tuple[int, int]]:
    here, result = places(), {}
    for code, percent in region_percentages(year).items():
        members = [here.index(member) for member in (SPLIT_INTO if code == SPLIT_REGION else (code,))]
        early = round(population[members].sum() * percent / 100)
        people = round(100 * early / percent)
        assert prints_as(early, people) == percent
        sizes = shares(people, population[members])
        for position, size, part in zip(members, sizes, shares(early, sizes), strict=True):
            result[position] = (int(size), int(part))
    return result


@cache
def vsv_year(seed: int, year: int) -> VsvYear:
    """The newest figures of a school year."""
    here, whole, rng = places(), national(year), stream(seed, f"vsv {year}")
    population_rows, vsv_rows = _region_margins(seed, year, whole)
    risk = region_risk(2016)
    composition = risk[:, None] * LEAF_SLOPE + stream(seed, "composition").normal(0, 0.05, (len(risk), len(LEAVES)))
    prior = population_rows[:, None] * whole.leaf_population * np.exp(composition)
    leaf_population = table(prior, population_rows, whole.leaf_population)
    rate = whole.leaf_vsv / whole.leaf_population * np.exp(rng.normal(0, 0.06, leaf_population.shape))
    leaf_vsv = table(leaf_population * rate * np.exp(region_risk(year))[:, None], vsv_rows, whole.leaf_vsv)
    population, vsv = _backgrounds(rng, leaf_population, leaf_vsv)

    growth = stream(seed, "municipality growth").normal(0, 0.003, len(here.codes)) * (year - 2018)
    size, municipality_risk_here = pupils() * np.exp(growth), municipality_risk()
    municipality_population = np.zeros(len(here.codes), dtype=np.int64)
    municipality_vsv = municipality_population.copy()
    for position in range(len(here.regions)):
        members = here.members(position)
        municipality_population[members] = shares(population_rows[position], size[members])
        chance = municipality_population[members] * np.exp(municipality_risk_here[members])
        drawn = draw(rng, vsv_rows[position], chance)
        municipality_vsv[members] = below(drawn, municipality_population[members])
    return VsvYear(year, True, population, vsv, municipality_population, municipality_vsv)


def _backgrounds(rng: np.random.Generator, population: Counts, vsv: Counts) -> tuple[Counts, Counts]:
    """Splits region x leaf by sex, age and origin."""
    origins = origin_shares()[:, None, :].repeat(len(LEAVES), axis=1)
    origins[..., 2] *= NON_EUROPE_FACTOR
    sexes = np.stack([MAN_SHARE, 1 - MAN_SHARE], axis=1)
    weight = np.einsum("ls,la,rlo->rlsao", sexes, AGE_SHARE, origins)
    shape = weight.shape
    flat = (*shape[:2], -1)
    people = draw(rng, population, weight.reshape(flat))
    relative = np.einsum("s,a,o->sao", SEX_RISK, AGE_RISK, ORIGIN_RISK).reshape(-1)
    early = below(draw(rng, vsv, people * relative + 1e-12), people)
    return people.reshape(shape), early.reshape(shape)


@cache
def vsv_year_provisional(seed: int, year: int) -> VsvYear:
    """What the provisional file of the same school year said: the same people, a few months earlier."""
    final, rng = vsv_year(seed, year), stream(seed, f"vsv provisional {year}")
    people_totals, early_totals = provisional_totals(year)
    population, vsv = final.population.copy(), final.vsv.copy()
    for part, (people, early) in enumerate(zip(people_totals, early_totals, strict=True)):
        leaves = np.flatnonzero(part == PART_OF_LEAF)
        population[:, leaves] = revise(rng, final.population[:, leaves], int(people), REVISION_CHURN / 10)
        vsv[:, leaves] = revise(rng, final.vsv[:, leaves], int(early), REVISION_CHURN)
    flat = (*vsv.shape[:2], -1)
    vsv = below(vsv.reshape(flat), population.reshape(flat)).reshape(vsv.shape)
    axes = tuple(range(1, vsv.ndim))
    people_rows, early_rows = population.sum(axis=axes), vsv.sum(axis=axes)
    here = places()
    municipality_population, municipality_vsv = final.municipality_population.copy(), final.municipality_vsv.copy()
    for position in range(len(here.regions)):
        members = here.members(position)
        municipality_population[members] = shares(people_rows[position], final.municipality_population[members])
        before = final.municipality_vsv[members]
        municipality_vsv[members] = revise(rng, before, int(early_rows[position]), REVISION_CHURN)
    return VsvYear(year, False, population, vsv, municipality_population, municipality_vsv)
