"""Reads figures: questions in, values out, by one query for all of them; it adds no statistics."""

from collections.abc import Iterable, Sequence

from ..warehouse import records
from .assemble import assemble
from .catalogue import catalogue
from .plan import plan
from .query import build
from .result import Selection, Values


def values_of(selections: Iterable[Selection], release: str | None = None) -> list[Values]:
    """The figures of several selections by one query; raises QueryError, or what the warehouse raises."""
    known = catalogue(release)
    plans = [plan(known, selection) for selection in selections]
    if not plans:
        return []
    sql, params = build(plans)
    return assemble(known, plans, records(sql, params, known.release.id))


def comparable(ids: Sequence[str], release: str | None = None) -> str | None:
    """None when indicators may share an axis, else why not: "unit", "period" or "definition"; raises QueryError."""
    known = catalogue(release)
    chosen = [known.indicator(name) for name in dict.fromkeys(ids)]
    for place, one in enumerate(chosen):
        for other in chosen[place + 1 :]:
            if one.unit != other.unit:
                return "unit"
            if one.period_kind != other.period_kind:
                return "period"
            if other.id not in one.comparable and one.id not in other.comparable:
                return "definition"
    return None
