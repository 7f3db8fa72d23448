"""The figures that a statistic compares: all regions of one kind with the same codes, in arrays of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..catalogue import Catalogue
from ..counts import Floats, floats
from ..declared import Indicator
from ..plan import Plan
from ..result import Choice, Row, Selection, Values

COUNTRY = "NL01"
MODELLED = "verwacht"  # the family of indicators that a model made


@dataclass(frozen=True)
class Field:
    """Rows as arrays: `group` numbers the rows that differ in region only, `x` and `n` are their counts.

    A row without a figure has NaN; `n` is NaN throughout for an indicator that is a number of people.
    """

    catalogue: Catalogue
    indicator: Indicator
    values: Values

    @cached_property
    def regions(self) -> list[str]:
        """The region of each row; the one region of the question when it is not split by region."""
        if "region" in self.values.by:
            place = self.values.by.index("region")
            return [str(row.key[place]) for row in self.values.rows]
        only = self.values.where.get("region", (COUNTRY,))
        return [str(only[0]) if len(only) == 1 else ""] * len(self.values.rows)

    @cached_property
    def rests(self) -> list[tuple[Choice, ...]]:
        """The key of each row without its region."""
        if "region" not in self.values.by:
            return [row.key for row in self.values.rows]
        place = self.values.by.index("region")
        return [row.key[:place] + row.key[place + 1 :] for row in self.values.rows]

    @cached_property
    def group(self) -> NDArray[np.intp]:
        numbers: dict[tuple[Choice, ...], int] = {}
        return np.array([numbers.setdefault(rest, len(numbers)) for rest in self.rests], dtype=np.intp)

    @cached_property
    def place(self) -> dict[tuple[str, tuple[Choice, ...]], int]:
        """The row of a region and the rest of a key."""
        return {pair: at for at, pair in enumerate(zip(self.regions, self.rests, strict=True))}

    @cached_property
    def x(self) -> Floats:
        return floats([row.numerator if _counted(row) else None for row in self.values.rows])

    @cached_property
    def n(self) -> Floats:
        return floats([row.denominator if _counted(row) else None for row in self.values.rows])

    @property
    def share(self) -> bool:
        """Whether figures are a share of people and not a number of them."""
        return self.indicator.denominator is not None

    @cached_property
    def periods(self) -> list[int]:
        """The period of each row; the one period of the question when it is not split by period."""
        if "period" in self.values.by:
            place = self.values.by.index("period")
            return [int(row.key[place]) for row in self.values.rows]
        return [int(self.values.where["period"][0])] * len(self.values.rows)

    @cached_property
    def series(self) -> list[tuple[Choice, ...]]:
        """The key of each row without its region and period."""
        places = [at for at, d in enumerate(self.values.by) if d not in ("region", "period")]
        return [tuple(row.key[at] for at in places) for row in self.values.rows]

    @cached_property
    def moments(self) -> dict[tuple[str, tuple[Choice, ...], int], int]:
        """The row of a region, a series and a period."""
        triples = zip(self.regions, self.series, self.periods, strict=True)
        return {triple: at for at, triple in enumerate(triples)}

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of region of each row."""
        return [self.catalogue.regions[code].kind if code else "" for code in self.regions]

    def counted(self) -> str:
        """Why no statistic can be made of any of these figures, or the empty text.

        Printed rates have no counts; the outcomes of a model are no counts either, and counts of people are whole.
        """
        if self.indicator.kind == "published":
            return "published_only"
        if self.indicator.family == MODELLED:
            return "modelled"  # also when the few numbers at hand happen to be whole
        seen = self.x[~np.isnan(self.x)]
        return "modelled" if np.any(seen != np.floor(seen)) else ""

    def row_of(self, region: str) -> tuple[Floats, Floats]:
        """For each row the counts of one region with the same other codes; NaN where there is no such row."""
        places = [[self.place.get((region, rest))] for rest in self.rests]
        return gathered(self.x, places)[:, 0], gathered(self.n, places)[:, 0]

    def together(self) -> list[NDArray[np.intp]]:
        """The rows that can be set beside each other: one group, one kind of region, the country left out."""
        found: dict[tuple[int, str], list[int]] = {}
        for at, (group, kind) in enumerate(zip(self.group.tolist(), self.kinds, strict=True)):
            if kind not in ("land", ""):
                found.setdefault((group, kind), []).append(at)
        return [np.array(members, dtype=np.intp) for members in found.values()]


def _counted(row: Row) -> bool:
    """Whether both counts of a figure are known; of nobody at all they are, though that gives no figure."""
    return row.value is not None or row.denominator == 0


def gathered(counts: Floats, places: Sequence[Sequence[int | None]]) -> Floats:
    """Counts at the given places; NaN where there is none."""
    padded = np.append(counts, np.nan)
    wide = len(places[0]) if places else 1
    rows = [[-1 if at is None else at for at in line] for line in places]
    return padded[np.array(rows, dtype=np.intp).reshape(len(places), wide)]


def divided(x: Floats, n: Floats) -> Floats:
    """Shares of people; NaN where there are none."""
    return np.divide(x, n, out=np.full(len(x), np.nan), where=n > 0)


def around(made: Plan, asked: Selection, catalogue: Catalogue, benchmark: str) -> Selection | None:
    """The selection of all regions of the kinds asked for, the country and the benchmark.

    None when only the country was asked: nothing lies around it.
    """
    codes = made.codes["region"]
    regions = catalogue.codes_of(made.indicator.id, "region") if codes is None else [str(code) for code in codes]
    kinds = list(dict.fromkeys(catalogue.regions[code].kind for code in regions))
    if set(kinds) <= {"land"}:
        return None
    by = made.by if "region" in made.by else ("region", *made.by)
    found = [*(kind for kind in kinds if kind != "land"), COUNTRY]
    if benchmark in catalogue.regions and catalogue.regions[benchmark].kind not in (*kinds, "land"):
        found.append(benchmark)
    return Selection(asked.indicator, by, {**_fixed(made), "region": found})


def over_years(made: Plan, asked: Selection) -> Selection:
    """The same selection over all periods."""
    by = made.by if "period" in made.by else (*made.by, "period")
    return Selection(asked.indicator, by, {**_fixed(made), "period": "all"})


def _fixed(made: Plan) -> dict[str, Sequence[Choice]]:
    """The codes that a plan reads, in full; dimensions read whole are left open."""
    return {d: codes for d, codes in made.codes.items() if codes is not None}
