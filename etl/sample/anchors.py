"""The published figures that the sample must hit, read from the extract of published figures; invents nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .places import CODES, ROOT, read_csv

PUBLISHED = ROOT / "data" / "extracts" / "gepubliceerde_cijfers.csv"


@dataclass(frozen=True)
class Figure:
    """One printed figure with what was said about its status."""

    value: float
    status: str
    source: str


@cache
def _figures() -> dict[tuple[str, str, str, int], list[Figure]]:
    result: dict[tuple[str, str, str, int], list[Figure]] = {}
    for row in read_csv(PUBLISHED):
        start = row["period"][:4]
        if start.isdigit():
            key = (row["indicator"], row["region"], row["age_group"], int(start))
            result.setdefault(key, []).append(Figure(float(row["value"]), row["status"], row["source"]))
    return result


def published(indicator: str, year: int, region: str = "NL", age: str = "lt23") -> Figure | None:
    """The definitive figure of a period, else the last other one that is not marked provisional, else the last."""
    found = _figures().get((indicator, region, age, year), [])
    ranked = [figure for figure in found if figure.status.startswith("definitive")]
    ranked = ranked or [f for f in found if "provisional" not in f.status and "differs" not in f.status] or found
    return ranked[-1] if ranked else None


def provisional(indicator: str, year: int, region: str = "NL", age: str = "lt23") -> Figure | None:
    """The provisional figure of a period."""
    found = _figures().get((indicator, region, age, year), [])
    return next((figure for figure in found if figure.status.startswith("provisional")), None)


def count(indicator: str, year: int, region: str = "NL", age: str = "lt23") -> int | None:
    """A published number of people as a whole number."""
    figure = published(indicator, year, region, age)
    return None if figure is None else int(figure.value)


def percentage(indicator: str, year: int, region: str = "NL") -> float | None:
    """A published percentage."""
    figure = published(indicator, year, region)
    return None if figure is None else figure.value


def quoted_percentage(indicator: str) -> float:
    """A national percentage printed without an exact period ("about 2022")."""
    return next(float(row["value"]) for row in read_csv(PUBLISHED) if row["indicator"] == indicator)


def region_percentages(year: int) -> dict[str, float]:
    """Published vsv percentages per Doorstroompunt region, by region code."""
    codes: dict[str, str] = {}
    for row in read_csv(CODES / "region.csv"):
        if row["kind"] == "doorstroompunt":
            for name in (row["name"], *row["aliases"].split("; ")):
                codes[name] = row["code"]
    return {
        codes[region]: figures[-1].value
        for (indicator, region, _, start), figures in _figures().items()
        if indicator == "vsv_new_pct" and region in codes and start == year
    }
