"""What columns are called in the API and in files, and what kind of cells they hold; holds no figures."""

from typing import Literal

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
FLAGS = frozenset({"afgeleid", "voorbeelddata"})
REASONS = frozenset(name for name in COLUMNS.values() if name.endswith("Reden"))
NUMBERS = frozenset({"waarde", "teller", "noemer", "marge"}) | frozenset(COLUMNS.values()) - WHOLE - WORDS - REASONS


def kind(name: str) -> Kind:
    """What the cells of a column are: a reason is a text, a count of cells a whole number."""
    if name in FLAGS:
        return "flag"
    if name in WHOLE:
        return "whole"
    return "number" if name in NUMBERS else "text"
