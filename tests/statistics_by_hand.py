# %% [markdown]
# # The statistics of one figure, made by hand
#
# A reader of the dashboard sees that a region has so many new early leavers (vsv'ers), and beside it an interval, a
# comparison, a place, an expected number. This script makes each of these again for three regions, from the files as
# they came in and with school arithmetic, and sets them beside what the API answers. Nothing of the product takes part
# in the making; it is asked only in the last cell.
#
# Run it from the top of the repository: `python -m tests.statistics_by_hand [extracts] [releases]`. The folders are
# data/extracts and data/releases unless given here or as DOORSTROOM_EXTRACTS and DOORSTROOM_RELEASES. Cells start with
# "# %%", so an editor that knows notebooks runs them one by one.

import csv
import os
import sys
from itertools import product
from math import erfc, exp, floor, hypot, log, log10, sqrt
from pathlib import Path
from statistics import NormalDist

from scipy.stats import chi2

GIVEN = sys.argv[1:] if __name__ == "__main__" else []
EXTRACTS = Path(GIVEN[0] if GIVEN else os.environ.get("DOORSTROOM_EXTRACTS", "data/extracts"))
RELEASES = Path(GIVEN[1] if len(GIVEN) > 1 else os.environ.get("DOORSTROOM_RELEASES", "data/releases"))

# Number of the region in the files -> what it is here. 00 is the country.
REGIONS = {"12": "Twente", "01": "Oost-Groningen, a small region", "29": "Rijnmond, a big city"}
COUNTRY = "00"

# %% [markdown]
# ## The files of DUO
#
# One file per school year, sometimes both provisional and definitive: then the definitive one counts. Numbers have a
# dot for thousands, and "<5" is a number too small to show: hidden, which is not 0.


def number(text):
    return int(text.replace(".", "")) if text.replace(".", "").isdigit() else None


def rows_of(path):
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


FILES = {}  # start year -> file; "definitief" comes before "voorlopig" in the alphabet, so the first one stays
for path in sorted(EXTRACTS.glob("*duo_vsv_rmc_*.csv")):
    FILES.setdefault(int(path.stem.split("_rmc_")[1][:4]), path)
YEAR = max(FILES)
YEARS = range(YEAR - 4, YEAR + 1)
SPLITS = ("ONDERWIJSNIVEAU", "LEERWEG", "GESLACHT", "LEEFTIJD", "HERKOMST")
DELIVERED = {year: rows_of(FILES[year]) for year in YEARS}

# Region -> (vsv'ers, young people), per year.
TOTALS = {
    year: {
        row["RMC-REGIO CODE"]: (number(row["AANTAL VSV ERS"]), number(row["AANTAL DEELNEMERS"]))
        for row in rows
        if all(row[split] == "Totaal" for split in SPLITS)
    }
    for year, rows in DELIVERED.items()
}
NOW = TOTALS[YEAR]
ALL = sorted(region for region in NOW if region != COUNTRY)

# %% [markdown]
# ## A share and its intervals (Wilson 1927)
#
# (x + z²/2 ± z √(x (n - x) / n + z²/4)) / (n + z²), with z = 1.96 for 95 % and 3.09 for 99.8 %.


def z_of(level):
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(x, n, level):
    z = z_of(level)
    half = z * sqrt(x * (n - x) / n + z**2 / 4)
    return (x + z**2 / 2 - half) / (n + z**2), (x + z**2 / 2 + half) / (n + z**2)


# %% [markdown]
# ## Different from the rest of the country? (Newcombe 1998, method 10)
#
# The country holds the region, so the region is set against all the others together. The interval of the difference
# combines the two Wilson intervals; the region is lower or higher when it leaves out 0.


def against_rest(region, level=0.95):
    (x, n), (x_all, n_all) = NOW[region], NOW[COUNTRY]
    x_rest, n_rest = x_all - x, n_all - n
    own, rest = x / n, x_rest / n_rest
    (low, high), (low_rest, high_rest) = wilson(x, n, level), wilson(x_rest, n_rest, level)
    least = own - rest - hypot(own - low, high_rest - rest)
    most = own - rest + hypot(high - own, rest - low_rest)
    return rest, own - rest, least, most, outcome(least, most, 0)


def outcome(least, most, middle):
    return "lower" if most < middle else "higher" if least > middle else "not_distinguishable"


# %% [markdown]
# ## The place among all regions: one more than how many have a lower share


def place(region):
    x, n = NOW[region]
    return 1 + sum(NOW[other][0] / NOW[other][1] < x / n for other in ALL)


# %% [markdown]
# ## The funnel (Spiegelhalter 2005)
#
# How many standard errors z each region lies from the country. If regions differed by chance only, the squares of z
# would be 1 on average. That average is phi, after the most extreme tenth at either end is pulled in. Where it is
# clearly above 1 (by chi-squared) the limits are wider by √phi, and z is smaller by as much.


def quantile(values, part):
    ordered = sorted(values)
    at = part * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def spread_factor(scores):
    low, high = quantile(scores, 0.1), quantile(scores, 0.9)
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / len(scores)
    return phi if len(scores) * phi > chi2.isf(0.05, len(scores)) else 1.0


SHARE_OF_COUNTRY = NOW[COUNTRY][0] / NOW[COUNTRY][1]


def error(region):
    return sqrt(SHARE_OF_COUNTRY * (1 - SHARE_OF_COUNTRY) / NOW[region][1])


Z = {region: (NOW[region][0] / NOW[region][1] - SHARE_OF_COUNTRY) / error(region) for region in ALL}
PHI = spread_factor(list(Z.values()))
assert PHI > 1, "the limits below are the widened ones"


def funnel(region, level):
    half = z_of(level) * sqrt(PHI) * error(region)
    return SHARE_OF_COUNTRY - half, SHARE_OF_COUNTRY + half


# %% [markdown]
# ## Direction over five years (Cochran 1954, Armitage 1955, McCullagh & Nelder 1989)
#
# Do the shares go up or down with the years, more than chance usually makes? A chi-squared with one degree of freedom;
# it counts at 99.8 %. What is left of the chi-squared of all five years is how far they lie from a straight line: that
# has three degrees of freedom, so by chance it would be 3. Where it is more, the first is divided by as many times more
# (phi). The last break in this series is before these five years.


def direction(region):
    series = [TOTALS[year][region] for year in YEARS]
    people = sum(n for _, n in series)
    share = sum(x for x, _ in series) / people
    middle = sum(n * t for t, (_, n) in enumerate(series)) / people
    slope = sum((x - n * share) * (t - middle) for t, (x, n) in enumerate(series))
    variance = share * (1 - share) * sum(n * (t - middle) ** 2 for t, (_, n) in enumerate(series))
    along = slope**2 / variance
    all_years = sum((x - n * share) ** 2 / n for x, n in series) / (share * (1 - share))
    phi = max(1, (all_years - along) / (len(series) - 2))
    chance = erfc(sqrt(along / phi / 2))
    return chance, "no_signal" if chance >= 0.002 else "rising" if slope > 0 else "falling", phi


# What change between two years would be seen here four times out of five, testing at 95 %, when years differ by phi.
def visible_change(region):
    x, n = NOW[region]
    return (z_of(0.95) + NormalDist().inv_cdf(0.8)) * sqrt(2 * (x / n) * (1 - x / n) / n * direction(region)[2])


# %% [markdown]
# ## Strata: age x sex x education
#
# People and vsv'ers per region in 48 strata. Of a hidden stratum only this is known: what the visible ones leave of
# the total. So hidden strata form a pool. It takes in the smallest visible strata until it has at least two strata, ten
# vsv'ers and ten others. Hidden people get what is left of the people, in the proportions of the country. The pool's
# vsv'ers are spread by people x the country's rate. Everything adds up to the totals.

AGES = ("TOT 18", "18 TOT 20", "20 TOT 23")
SEXES = ("MAN", "VROUW")
LEVELS = ("VO ONDERBOUW", "VMBO BOVENBOUW", "HAVO/VWO BOVENBOUW", "VAVO", *(f"MBO NIVEAU {level}" for level in "1234"))
STRATA = list(product(AGES, SEXES, LEVELS))
BY_AGE = [(age, "Totaal", "Totaal") for age in AGES]
CELLS = {}  # region -> stratum -> (vsv'ers, people)
for row in DELIVERED[YEAR]:
    if row["HERKOMST"] == "Totaal" and row["LEERWEG"] in ("Totaal", "NVT"):
        stratum = (row["LEEFTIJD"], row["GESLACHT"], row["ONDERWIJSNIVEAU"])
        x, n = number(row["AANTAL VSV ERS"]), number(row["AANTAL DEELNEMERS"])
        CELLS.setdefault(row["RMC-REGIO CODE"], {})[stratum] = (0 if n == 0 else x, n)


def completed(region, strata, country, enough=10):
    """Stratum -> (vsv'ers, people), with the pool spread like `country` (stratum -> vsv'ers, people)."""
    cells = {s: CELLS[region].get(s, (0, 0)) for s in strata}
    pool = [s for s in strata if None in cells[s]]
    waiting = sorted((s for s in strata if s not in pool and cells[s][1] > 0), key=lambda s: cells[s][1])

    def left(side):
        return NOW[region][side] - sum(cells[s][side] for s in strata if s not in pool)

    while pool and waiting and (len(pool) < 2 or left(0) < enough or left(1) - left(0) < enough):
        pool.append(waiting.pop(0))
    people = {s: cells[s][1] for s in strata}
    unknown = [s for s in strata if people[s] is None]
    to_share = NOW[region][1] - sum(n for n in people.values() if n is not None)
    for s in unknown:
        people[s] = to_share * country[s][1] / sum(country[each][1] for each in unknown)
    weight = {s: people[s] * country[s][0] / country[s][1] for s in pool}
    cases = {s: cells[s][0] for s in strata if s not in pool}
    cases |= {s: left(0) * weight[s] / sum(weight.values()) for s in pool}
    return {s: (cases[s], people[s]) for s in strata}


def country_by(strata):
    found = {s: CELLS[COUNTRY].get(s, (0, 0)) for s in strata}
    assert not any(None in cell for cell in found.values()), "a stratum of the country is hidden"
    return found


# %% [markdown]
# ## What to expect at national rates (Breslow & Day 1987)
#
# Per stratum the people of the region x the country's rate, added up. A count out of n people varies by n p (1 - p),
# a little less than Poisson; the limits (Byar's, around what was counted) are narrower for that and wider by √phi.


def expected(region):
    country = country_by(STRATA)
    people = {s: n for s, (_, n) in completed(region, STRATA, country).items()}
    rates = {s: country[s][0] / country[s][1] for s in STRATA if people[s] > 0}
    number_expected = sum(people[s] * rate for s, rate in rates.items())
    return number_expected, sum(people[s] * rate * (1 - rate) for s, rate in rates.items())


EXPECTED = {region: expected(region) for region in ALL}
PHI_EXPECTED = spread_factor(
    [(NOW[region][0] - mean) / sqrt(variance) for region, (mean, variance) in EXPECTED.items()]
)


def byar(x, level):
    z = z_of(level)
    low = x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3
    return low, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1))) ** 3


def against_expected(region, level=0.95):
    x, (mean, variance) = NOW[region][0], EXPECTED[region]
    low, high = byar(x, level)
    wider = sqrt(PHI_EXPECTED * variance / mean)
    low, high = max(x - (x - low) * wider, 0), x + (high - x) * wider
    return mean, low, high, outcome(low, high, mean)


# %% [markdown]
# ## The target of the region
#
# Regions set how many vsv'ers they aim at, at most, in the next school year; the file names them by code, number or
# name. The latest figure less that target, with the exact interval of a count (Garwood 1936).


def garwood(x, level=0.95):
    tail = (1 - level) / 2
    return chi2.ppf(tail, 2 * x) / 2, chi2.isf(tail, 2 * x + 2) / 2


NUMBER_OF = {row["RMC-REGIO NAAM"]: row["RMC-REGIO CODE"] for row in DELIVERED[YEAR]}
TARGETS = {}
for path in sorted(EXTRACTS.glob("*streefcijfers.csv")):
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["indicator"] == "nieuwe_vsvers" and row["jaar"][:4] == str(YEAR + 1) and row["streefcijfer"].strip():
                region = row["regio"].removeprefix("MC")
                TARGETS[NUMBER_OF.get(region, region.zfill(2))] = number(row["streefcijfer"])


def against_target(region):
    if region not in TARGETS:
        return None, None, None, None
    x, target = NOW[region][0], TARGETS[region]
    low, high = garwood(x)
    return target, x - target, low - target, high - target


# %% [markdown]
# ## Why the share differs from the country (Kitagawa 1955, Das Gupta 1993)
#
# Two things make the gap: other young people, and other rates among the same young people. Per stratum, with m its part
# of all people and p its rate, and capitals for the country: rates make (m + M) / 2 x (p - P), composition makes
# (p + P) / 2 x (m - M). With one factor, age, that is all there is (Kitagawa). With three, m is written as a product
# A x B x C with one number per factor, so that each factor has a part of its own (Das Gupta, chapter 5).


def sides(region, strata):
    country = country_by(strata)
    both = [completed(region, strata, country), country]
    shares = [{s: n / sum(n for _, n in side.values()) for s, (_, n) in side.items()} for side in both]
    rates = [{s: x / n if n else None for s, (x, n) in side.items()} for side in both]
    # A stratum without people on one side has the rate of the other side there.
    filled = [
        {s: rate if rate is not None else rates[1 - at][s] or 0.0 for s, rate in side.items()}
        for at, side in enumerate(rates)
    ]
    return shares, filled


def by_rates(region, strata):
    (m, M), (p, P) = sides(region, strata)  # noqa: N806
    return sum((m[s] + M[s]) / 2 * (p[s] - P[s]) for s in strata)


def by_age_alone(region):
    (m, M), (p, P) = sides(region, BY_AGE)  # noqa: N806
    return sum((p[s] + P[s]) / 2 * (m[s] - M[s]) for s in BY_AGE)


def symmetric(shares, axis):
    """The number of one factor in each stratum: own share, and own share within one and within two other factors."""

    def part(stratum, kept):
        return sum(m for s, m in shares.items() if all(s[a] == stratum[a] for a in kept))

    one, other = (a for a in range(3) if a != axis)
    found = {}
    for s, m in shares.items():
        if m == 0:
            found[s] = 0.0
            continue
        alone = log(part(s, [axis]))
        within_one = log(part(s, [axis, one]) / part(s, [one])) + log(part(s, [axis, other]) / part(s, [other]))
        within_two = log(m / part(s, [one, other]))
        found[s] = exp(alone / 3 + within_one / 6 + within_two / 3)
    return found


def by_composition(region):
    """The part of age, of sex and of education."""
    (m, M), (p, P) = sides(region, STRATA)  # noqa: N806
    ours, theirs = ([symmetric(side, axis) for axis in range(3)] for side in (m, M))
    for axis in range(3):
        b, c = (a for a in range(3) if a != axis)
        yield sum(
            (p[s] + P[s])
            / 2
            * (ours[axis][s] - theirs[axis][s])
            * (
                (ours[b][s] * ours[c][s] + theirs[b][s] * theirs[c][s]) / 3
                + (ours[b][s] * theirs[c][s] + theirs[b][s] * ours[c][s]) / 6
            )
            for s in STRATA
        )


# %% [markdown]
# ## Everything by hand: quantity, decimals as the product shows them, number


def by_hand(region):
    x, n = NOW[region]
    yield "new vsv'ers", 0, x
    yield "young people", 0, n
    yield "share, %", 2, 100 * x / n
    for level, name in ((0.95, "95"), (0.998, "99.8")):
        low, high = wilson(x, n, level)
        yield f"share from, {name} %", 4, 100 * low
        yield f"share to, {name} %", 4, 100 * high
    *parts, judged = against_rest(region)
    for name, value in zip(
        ("rest of the country, %", "difference", "difference from", "difference to"), parts, strict=True
    ):
        yield name, 4, 100 * value
    yield "outcome", None, judged
    yield "place (1 is lowest)", 0, place(region)
    yield "funnel: phi", 6, PHI
    yield "funnel: z", 3, Z[region] / sqrt(PHI)
    for level, name in ((0.95, "95"), (0.998, "99.8")):
        low, high = funnel(region, level)
        yield f"funnel from, {name} %", 4, 100 * low
        yield f"funnel to, {name} %", 4, 100 * high
    chance, way, beside_the_line = direction(region)
    yield "five years: chance", chance and 2 - floor(log10(chance)), chance  # three digits, however small
    yield "five years: direction", None, way
    yield "five years: phi", 3, beside_the_line
    yield "change that would be seen", 4, 100 * visible_change(region)
    mean, low, high, judged = against_expected(region)
    yield "expected: phi", 6, PHI_EXPECTED
    yield "expected number", 1, mean
    yield "counted / expected", 4, x / mean
    yield "counted / expected from", 4, low / mean
    yield "counted / expected to", 4, high / mean
    yield "counted - expected", 1, x - mean
    yield "counted - expected from", 1, low - mean
    yield "counted - expected to", 1, high - mean
    yield "outcome beside expected", None, judged
    target, off, low, high = against_target(region)
    yield "target", 0, target
    yield "latest - target", 0, off
    yield "latest - target from", 6, low
    yield "latest - target to", 6, high
    yield "gap with the country", 6, 100 * (x / n - SHARE_OF_COUNTRY)
    for name, part in zip(("age", "sex", "education"), by_composition(region), strict=True):
        yield f"gap: by {name}", 6, 100 * part
    yield "gap: by rates", 6, 100 * by_rates(region, STRATA)
    yield "gap: by age alone", 6, 100 * by_age_alone(region)
    yield "gap: by rates per age", 6, 100 * by_rates(region, BY_AGE)


# %% [markdown]
# ## And what the product says: the API, asked as anyone may ask it


def answers(ask, region):
    share, count = "indicatoren/vsv_duo_lt23", "indicatoren/vsv_duo_lt23_aantal"
    found = ask(f"{share}/waarden?regio={region}&met=interval,vergelijking,plaats,trechter,trend,verwacht")
    (row,) = found["waarden"]
    assert row["periode"] == YEAR, "the release was built from other files"
    yield from (row["teller"], row["noemer"], row["waarde"])
    yield from (row[name] for name in ("laag95", "hoog95", "laag998", "hoog998"))
    yield from (row[name] for name in ("vergelijkingswaarde", "verschil", "verschilLaag", "verschilHoog", "uitkomst"))
    yield row["plaats"]
    yield next(m["parameters"]["phi"] for m in found["methoden"] if m["id"] == "overdispersion")
    yield from (row[name] for name in ("z", "trechterLaag95", "trechterHoog95", "trechterLaag998", "trechterHoog998"))
    yield from (row[name] for name in ("trendPWaarde", "trend", "trendPhi", "zichtbaarVanaf"))
    yield next(m["parameters"]["phi"] for m in found["methoden"] if m["id"] == "standardised")
    yield from (row[f"verwacht{name}"] for name in ("", "Verhouding", "VerhoudingLaag", "VerhoudingHoog"))
    yield from (row[f"verwacht{name}"] for name in ("Verschil", "VerschilLaag", "VerschilHoog", "Uitkomst"))
    aims = ask(f"{count}/doelen?periode={YEAR + 1}")["rijen"]
    yield from next(
        (aim["doel.waarde"], aim["verschil"], aim["laag"], aim["hoog"]) for aim in aims if aim["regio"] == f"MC{region}"
    )
    (gap,) = ask(f"{share}/verschil?regio={region}")["verschillen"]
    yield from (gap["punten"], *(part["punten"] for part in gap["delen"]), gap["doorKans"])
    (gap,) = ask(f"{share}/verschil?regio={region}&kenmerken=leeftijd")["verschillen"]
    yield from (gap["delen"][0]["punten"], gap["doorKans"])


def ask_the_api(question):
    answer = CLIENT.get(f"/api/v1/{question}")
    assert answer.status_code == 200, answer.text
    return answer.json


def same(mine, theirs, decimals):
    """Equal to the decimals that are shown; where one has nothing, so has the other."""
    if decimals is None or mine is None or theirs is None:
        return mine == theirs
    return abs(mine - theirs) <= 0.5 * 10**-decimals + 1e-9


def shown(value, decimals):
    return "-" if value is None else value if decimals is None else f"{value:.{decimals}f}"


# The product is loaded here and no earlier.
os.environ["DOORSTROOM_RELEASES"] = str(RELEASES)
from flask import Flask  # noqa: E402

from dashboard import api  # noqa: E402

server = Flask("by hand")
api.register(server)
CLIENT = server.test_client()

TABLES = {}  # region -> rows of quantity, by hand, product, equal
for region, name in REGIONS.items():
    TABLES[region] = [
        (quantity, shown(mine, decimals), shown(theirs, decimals), same(mine, theirs, decimals))
        for (quantity, decimals, mine), theirs in zip(by_hand(region), answers(ask_the_api, region), strict=True)
    ]
    print(f"\nMC{region} {name}, school year {YEAR}/{YEAR + 1}")
    print(f"{'quantity':28}{'by hand':>20}{'product':>20}  equal")
    for quantity, mine, theirs, equal in TABLES[region]:
        print(f"{quantity:28}{mine:>20}{theirs:>20}  {'yes' if equal else 'NO'}")

if __name__ == "__main__" and not all(equal for rows in TABLES.values() for *_, equal in rows):
    raise SystemExit("Some numbers differ; see NO in the tables.")
