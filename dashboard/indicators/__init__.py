"""The one place a number is made: `catalogue()` says what there is, `values()` gives figures; it draws nothing.

Counts come in, figures go out, and one place divides. Percentages are never averaged.
"""

from collections.abc import Mapping, Sequence

from ..warehouse import (
    BrokenRelease,
    Embargoed,
    NoRelease,
    UnknownRelease,
    WarehouseError,
    begin_request,
    end_request,
    release_id,
    releases,
)
from .catalogue import Catalogue, catalogue, did_you_mean
from .counts import Method
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
    Tile,
)
from .facts import PublishedFigure, Superseded, municipalities, published_figures, superseded
from .reading import comparable, values_of
from .result import Choice, QueryError, Row, Selection, Values
from .studies.cells import COUNTRY
from .studies.columns import STATISTICS, values_with

__all__ = [
    "COUNTRY",
    "DIMENSIONS",
    "STATISTICS",
    "Break",
    "BrokenRelease",
    "Catalogue",
    "Choice",
    "Code",
    "Dimension",
    "Embargoed",
    "Example",
    "Extract",
    "Indicator",
    "Measure",
    "Method",
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
    "Tile",
    "UnknownRelease",
    "Values",
    "WarehouseError",
    "begin_request",
    "catalogue",
    "comparable",
    "did_you_mean",
    "end_request",
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
    *,
    with_: Sequence[str] = (),
    against: str = COUNTRY,
    level: float = 0.95,
) -> Values:
    """The figures of one indicator, with the columns of the statistics named in `with_` (STATISTICS).

    `against` is the benchmark: a region, `soortgelijk` (its peers) or `eerder` (the year before); `level` is 0.95 or
    0.998. Raises QueryError, or what the warehouse raises.
    """
    asked = Selection(indicator, by, where)
    return values_with(asked, with_, against, level, release) if with_ else values_of([asked], release)[0]
