"""The one place a number is made: `catalogue()` says what there is, `values()` gives figures; it draws nothing.

Counts come in, figures go out, and one place divides. Percentages are never averaged.
"""

from collections.abc import Iterable, Mapping, Sequence

from ..warehouse import Embargoed, NoRelease, UnknownRelease, WarehouseError, records, release_id, releases
from .assemble import assemble
from .catalogue import Catalogue, catalogue, did_you_mean
from .declared import (
    DIMENSIONS,
    Break,
    Code,
    Dimension,
    Example,
    Extract,
    Indicator,
    Measure,
    Region,
    Release,
    Revision,
    Source,
    Target,
    Term,
)
from .facts import PublishedFigure, Superseded, municipalities, published_figures, superseded
from .plan import plan
from .query import build
from .result import Choice, QueryError, Row, Selection, Values

__all__ = [
    "DIMENSIONS",
    "Break",
    "Catalogue",
    "Choice",
    "Code",
    "Dimension",
    "Embargoed",
    "Example",
    "Extract",
    "Indicator",
    "Measure",
    "NoRelease",
    "PublishedFigure",
    "QueryError",
    "Region",
    "Release",
    "Revision",
    "Row",
    "Selection",
    "Source",
    "Superseded",
    "Target",
    "Term",
    "UnknownRelease",
    "Values",
    "WarehouseError",
    "catalogue",
    "comparable",
    "did_you_mean",
    "municipalities",
    "published_figures",
    "release_id",
    "releases",
    "superseded",
    "values",
    "values_of",
]


def values(
    indicator: str,
    by: Sequence[str] = ("region",),
    where: Mapping[str, Choice | Sequence[Choice]] | None = None,
    release: str | None = None,
) -> Values:
    """The figures of one indicator; raises QueryError, or what the warehouse raises."""
    return values_of([Selection(indicator, by, where)], release)[0]


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
