"""Names and shapes of statistics in the API: the columns beside figures, and how each of them was made."""

from typing import Any, TypedDict

from werkzeug.datastructures import MultiDict

from ..indicators import COUNTRY, Method, Values, did_you_mean
from .problem import Problem

# What a reader asks for in `met` -> the family of statistics.
ASKED = {
    "interval": "interval",
    "vergelijking": "benchmark",
    "plaats": "rank",
    "trechter": "funnel",
    "trend": "trend",
    "verwacht": "expected",
}
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
PARAMETERS = ("met", "vergelijk", "niveau")
LEVELS = {"95": 0.95, "99.8": 0.998}


class Asked(TypedDict, total=False):
    """What a request asks for beside the figures, in the words of `indicators.values`."""

    with_: tuple[str, ...]
    against: str
    level: float


def asked(args: MultiDict[str, str]) -> Asked:
    """The statistics that a request asks for; raises Problem."""
    names = [name.strip() for name in args.get("met", "").split(",") if name.strip()]
    for name in names:
        if name not in ASKED:
            raise Problem(
                400,
                "Unknown statistic",
                f"Parameter 'met' has '{name}'; {did_you_mean(name, ASKED)} Correct it and ask again.",
            )
    return {
        "with_": tuple(ASKED[name] for name in names),
        "against": args.get("vergelijk", COUNTRY),
        "level": level(args),
    }


def level(args: MultiDict[str, str]) -> float:
    """The level at which a difference counts; raises Problem."""
    asked = args.get("niveau", "95").removesuffix("%").strip()
    if asked not in LEVELS:
        raise Problem(
            400, "Unknown level", f"Parameter 'niveau' is '{asked}'; it is one of {', '.join(LEVELS)}. Correct it."
        )
    return LEVELS[asked]


def columns(found: Values) -> dict[str, Any]:
    """The columns of statistics under the names of the API; an outcome or reason that there is not, is None."""
    return {COLUMNS[name]: [None if cell == "" else cell for cell in cells] for name, cells in found.extra.items()}


def methods(used: tuple[Method, ...]) -> list[dict[str, Any]]:
    """How statistics were made: id, parameters and where the method is described."""
    return [{"id": m.id, "parameters": dict(m.parameters), "bron": m.source} for m in used]
