"""What releases may lack, as cases: a source, all but one, a year, a kind of region, a status, and mixtures."""

import random
from itertools import combinations

from .partial_release import Case

SOURCES = (
    *("cbs_bevolking", "cbs_jongeren_regio", "cbs_mbo_positie", "cbs_mbo_werk", "cbs_vsv_positie", "cbs_vsv_regio"),
    *("cbs_vsv_werk", "doelen_landelijk", "duo_vsv", "duo_vsv27", "gepubliceerd", "gepubliceerd_register"),
    *("maatwerk_neet", "maatwerk_risico", "maatwerk_werk", "streefcijfers"),
)
MAIN = ("duo_vsv", "duo_vsv27", "maatwerk_neet", "maatwerk_werk", "cbs_jongeren_regio")
# The years of a source: the first, one in the middle, the last.
YEARS = {
    "duo_vsv": (2012, 2018, 2024),
    "duo_vsv27": (2023, 2024),
    "maatwerk_neet": (2015, 2020, 2024),
    "maatwerk_werk": (2014, 2019, 2023),
    "maatwerk_risico": (2021, 2024),
    "cbs_jongeren_regio": (2015, 2020, 2024),
    "cbs_vsv_regio": (2012, 2018, 2024),
    "cbs_vsv_positie": (2014, 2022),
    "cbs_mbo_positie": (2014, 2022),
    "cbs_mbo_werk": (2014, 2022),
    "cbs_vsv_werk": (2014, 2022),
    "gepubliceerd": (2001, 2023),
    "cbs_bevolking": (2021, 2024),
}
KINDS = ("land", "doorstroompunt", "gemeente", "provincie", "arbeidsmarkt", "landsdeel")
REGIONS = (("MC12",), ("MC28",), ("MC12", "MC28"), ("MC14",), ("MC41", "NL01"), ("NL01",))
# A split of which a source has nothing: its codes, but not the total.
SPLITS = ("age_group", "sex", "education", "leerweg", "origin", "moment", "position", "contract", "hours")
TABLES = ("term", "region_tile", "revision", "extract", "superseded", "published_figure", "example", "region_map")


def without(*sources: str) -> Case:
    """A release without these sources."""
    return Case(f"without {', '.join(sources)}", frozenset(sources))


def only(*sources: str) -> Case:
    """A release of these sources and no other."""
    return Case(f"only {', '.join(sources)}", frozenset(SOURCES) - set(sources))


def single() -> list[Case]:
    """Every way in which a release lacks one thing."""
    cases = [Case("whole")]
    cases += [without(each) for each in SOURCES]
    cases += [only(each) for each in SOURCES]
    cases += [only(*pair) for pair in combinations(MAIN, 2)]
    cases += [without(*pair) for pair in combinations(MAIN, 2)]
    for source, years in YEARS.items():
        cases += [
            Case(f"{source} of {year} only", figures=(f"m.source = '{source}' and o.period <> {year}",))
            for year in years
        ]
        cases.append(Case(f"no national row in {source}", figures=(f"m.source = '{source}' and r.kind = 'land'",)))
    cases += [Case(f"from {year} on", figures=(f"o.period < {year}",)) for year in (2020, 2022, 2023, 2024)]
    cases += [Case(f"until {year}", figures=(f"o.period > {year}",)) for year in (2014, 2016, 2021)]
    cases += [Case(f"without {kind}", figures=(f"r.kind = '{kind}'",)) for kind in KINDS]
    cases += [Case(f"{kind} only", figures=(f"r.kind <> '{kind}'",)) for kind in KINDS]
    for regions in REGIONS:
        listed = ", ".join(f"'{code}'" for code in regions)
        cases.append(Case(f"only {' and '.join(regions)}", figures=(f"o.region not in ({listed})",)))
    cases += [Case(f"no split by {each}", figures=(f"o.{each} <> 'totaal'",)) for each in SPLITS]
    cases += [Case(f"no total of {each}", figures=(f"o.{each} = 'totaal'",)) for each in ("age_group", "moment")]
    cases.append(Case("no split at all", figures=tuple(f"o.{each} <> 'totaal'" for each in SPLITS[:5])))
    cases.append(Case("no regions of today", figures=("o.indeling = '2026'",)))
    cases += [Case(f"empty {table}", emptied=frozenset({table})) for table in TABLES]
    cases += [
        Case("no targets", targets=("true",)),
        Case("national targets only", targets=("region <> 'NL01'",)),
        Case("regional targets only", targets=("region = 'NL01'",)),
        Case("targets of one year", targets=("period_to <> 2029",)),
        Case("targets of another indicator only", targets=("indicator <> 'neet_eurostat'",)),
        Case("all suppressed", changes=("value = null, status = 'Q'",)),
        Case("all unknown", changes=("value = null, status = 'O'",)),
        Case("nothing delivered yet", changes=("value = null, status = 'L'",)),
        Case("all provisional", changes=("status = case when value is null then status else 'P' end",)),
        Case("all zero", changes=("value = case when value is null then null else 0 end",)),
        Case("regions suppressed", changes=("value = null, status = 'Q' where region <> 'NL01'",)),
        Case("country suppressed", changes=("value = null, status = 'Q' where region = 'NL01'",)),
        Case("latest years suppressed", changes=("value = null, status = 'Q' where period >= 2023",)),
        Case(
            "DUO from 2022 on with national targets", only("duo_vsv", "doelen_landelijk").sources, ("o.period < 2022",)
        ),
        Case("first installation", only("duo_vsv").sources, ("r.kind not in ('doorstroompunt', 'land')",)),
        Case(
            "two regions, two years of DUO",
            only("duo_vsv").sources,
            ("o.region not in ('MC12', 'MC28')", "o.period < 2023"),
        ),
    ]
    return cases


def mixed(singles: list[Case], count: int, seed: int) -> list[Case]:
    """So many mixtures of two to four single cases."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        first, *rest = chance.sample(singles[1:], chance.randint(2, 4))
        for other in rest:
            first = first.with_(other)
        made.append(first)
    return made


def cases() -> list[Case]:
    """All cases; every one leaves at least one source."""
    singles = single()
    return [case for case in (*singles, *mixed(singles, 12, 10)) if case.sources != frozenset(SOURCES)]
