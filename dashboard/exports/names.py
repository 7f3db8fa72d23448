"""What columns are called in the API and in files, and what kind of cells they hold; holds no figures."""

from collections.abc import Mapping
from typing import Literal
from zlib import crc32

from ..indicators import Catalogue
from ..indicators.region_names import spelling

Kind = Literal["text", "whole", "number", "flag"]

# What a reader asks for in `met` -> the family of statistics.
ASKED = {
    "interval": "interval",
    "vergelijking": "benchmark",
    "plaats": "rank",
    "trechter": "funnel",
    "trend": "trend",
    "verwacht": "expected",
}
LEVELS = {"95": 0.95, "99.8": 0.998}
COLUMNS = {
    "unrounded": "waardeOnafgerond",
    "low_95": "laag95",
    "high_95": "hoog95",
    "low_998": "laag998",
    "high_998": "hoog998",
    "interval_reason": "intervalReden",
    "benchmark_value": "vergelijkingswaarde",
    "difference": "verschil",
    "difference_low": "verschilLaag",
    "difference_high": "verschilHoog",
    "difference_people": "verschilJongeren",
    "p_value": "pWaarde",
    "p_adjusted": "pGecorrigeerd",
    "outcome": "uitkomst",
    "verdict": "duiding",
    "benchmark_reason": "vergelijkingReden",
    "rank": "plaats",
    "rank_low": "plaatsVan",
    "rank_high": "plaatsTot",
    "ranked": "plaatsOpAantal",
    "rank_reason": "plaatsReden",
    "funnel_target": "trechterMidden",
    "funnel_low_95": "trechterLaag95",
    "funnel_high_95": "trechterHoog95",
    "funnel_low_998": "trechterLaag998",
    "funnel_high_998": "trechterHoog998",
    "z": "z",
    "funnel_reason": "trechterReden",
    "trend": "trend",
    "trend_p": "trendPWaarde",
    "trend_phi": "trendPhi",
    "trend_points": "trendPunten",
    "detectable_change": "zichtbaarVanaf",
    "trend_reason": "trendReden",
    "expected": "verwacht",
    "expected_ratio": "verwachtVerhouding",
    "expected_ratio_low": "verwachtVerhoudingLaag",
    "expected_ratio_high": "verwachtVerhoudingHoog",
    "expected_difference": "verwachtVerschil",
    "expected_difference_low": "verwachtVerschilLaag",
    "expected_difference_high": "verwachtVerschilHoog",
    "expected_outcome": "verwachtUitkomst",
    "expected_reason": "verwachtReden",
}
WHOLE = frozenset({"periode", "delen", "plaats", "plaatsVan", "plaatsTot", "plaatsOpAantal", "trendPunten"})
WORDS = frozenset({"uitkomst", "duiding", "trend", "verwachtUitkomst"})
# Beside each column of codes stands one with the words for them, in the language of the answer.
WORD = "Woord"
# Differences of percentages: not in percent, but in percentage points.
POINTS = frozenset({"verschil", "verschilLaag", "verschilHoog", "zichtbaarVanaf"})
FLAGS = frozenset({"afgeleid", "voorbeelddata"})
REASONS = frozenset(name for name in COLUMNS.values() if name.endswith("Reden"))
NUMBERS = frozenset({"waarde", "teller", "noemer", "marge"}) | frozenset(COLUMNS.values()) - WHOLE - WORDS - REASONS


# What is asked besides subject, region, period, breakdown and benchmark has no place in the name of a file.
UNNAMED = frozenset({"regio", "periode", "release", "f", "taal", "met", "niveau", "sorteer", "zoek"})
USUAL = frozenset({"regio", "periode"})
LONGEST, MOST_REGIONS = 80, 3


def file_name(
    known: Catalogue, start: str, asked: Mapping[str, str], period: str, ending: str, *, sample: bool, language: str
) -> str:
    """The name of a file: example data says so first, then the subject and what was chosen, and the release."""
    told = [start, *_regions(known, asked.get("regio", ""), language), slug(period)]
    for name, text in asked.items():
        if name == "per":
            told += [slug(f"per {each}") for each in text.split(",") if each not in USUAL]
        elif name not in UNNAMED:
            told.append(slug(text))
    chosen = "_".join(part for part in told if part)
    if len(chosen) > LONGEST:
        chosen = f"{chosen[:LONGEST].rstrip('-_')}_{crc32(chosen.encode()):08x}"
    return f"{'voorbeeld_' if sample else ''}{chosen}_{known.release.id}.{ending}"


def slug(text: str) -> str:
    """A text as part of the name of a file: small letters, digits and hyphens."""
    return "-".join(spelling(text).split())


def _regions(known: Catalogue, asked: str, language: str) -> list[str]:
    """The regions of a question by name; of many how many there are, with a mark that differs from list to list."""
    whole = known.region(asked) if asked else None
    named = [whole] if whole else [known.region(part.strip()) or part for part in asked.split(",") if part.strip()]
    told = [slug(each if isinstance(each, str) else each.name_en if language == "en" else each.name) for each in named]
    if len(told) <= MOST_REGIONS:
        return told
    return [f"{len(told)}-regios-{crc32(asked.encode()):08x}"]


def kind(name: str) -> Kind:
    """What the cells of a column are: a reason is a text, a count of cells a whole number."""
    if name in FLAGS:
        return "flag"
    if name in WHOLE:
        return "whole"
    return "number" if name in NUMBERS else "text"
