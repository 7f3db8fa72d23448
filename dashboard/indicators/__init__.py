"""The one place a number is made: `catalogue()` says what there is, `values()` gives figures; it draws nothing.

Counts come in, figures go out, and one place divides. Percentages are never averaged.
"""

from collections.abc import Mapping, Sequence

from ..warehouse import Embargoed, NoRelease, UnknownRelease, WarehouseError, release_id, releases
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
from .reading import comparable, values_of
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
