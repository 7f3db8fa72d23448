"""Adds statistics to figures as columns, so pages, files and the API get the same ones; reads all it needs at once.

Every family works on the counts of a field: all regions of one kind with the same codes in the other dimensions, and
the country. So a question about one region gets the same statistics as a question about all of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import Method
from ..plan import Plan, plan
from ..reading import values_of
from ..result import QueryError, Selection, Values
from . import peer_set
from .cells import COUNTRY, EARLIER, PEERS, Columns, Question, shown
from .families import FAMILIES
from .field import Field, around, divided, over_years

LEVELS = (0.95, 0.998)
STATISTICS = tuple(FAMILIES)
NEED_FIELD = frozenset({"benchmark", "rank", "funnel"})


def values_with(
    asked: Selection, families: Sequence[str], against: str = COUNTRY, level: float = 0.95, release: str | None = None
) -> Values:
    """The figures of a selection with the columns of some families; raises QueryError."""
    known = catalogue(release)
    benchmark = _checked(known, families, against, level)
    made = plan(known, asked)
    selections = {"values": asked}
    wide = around(made, asked, known, benchmark)
    if wide is not None and NEED_FIELD & set(families) and not _covers(made, plan(known, wide)):
        selections["field"] = wide
    against_own_past = "benchmark" in families and benchmark == EARLIER
    if against_own_past and wide is not None and not _added_up(made):
        selections["years"] = over_years(plan(known, wide), wide)
    elif against_own_past or "trend" in families:
        selections["years"] = over_years(made, asked)
    read = dict(zip(selections, values_of(selections.values(), known.release.id), strict=True))
    values = read["values"]
    fields = {name: Field(known, made.indicator, found) for name, found in read.items()}
    question = Question(
        catalogue=known,
        asked=fields["values"],
        field=fields.get("field", fields["values"]),
        years=fields.get("years", fields["values"]),
        against=benchmark,
        level=level,
    )
    extra: dict[str, Sequence[Any]] = {"unrounded": unrounded(question.asked)} if families else {}
    methods: list[Method] = []
    for family in dict.fromkeys(families):
        made_of: Columns = FAMILIES[family](question)
        extra |= made_of.columns
        methods += made_of.methods
    return replace(values, extra=extra, methods=tuple(methods))


def unrounded(field: Field) -> list[float | None]:
    """The figures with the decimals of the statistics beside them, so that a value and a difference add up."""
    value = divided(field.x, field.n) if field.share else field.x
    there = np.array([row.value is not None for row in field.values.rows], dtype=bool)
    return shown(field, np.where(there, value, np.nan))


def _added_up(asked: Plan) -> bool:
    """Whether several regions make one figure."""
    return "region" not in asked.by and len(asked.codes["region"] or ()) > 1


def _covers(asked: Plan, wide: Plan) -> bool:
    """Whether the figures asked for hold the whole field already, so it need not be read again."""
    return asked.by == wide.by and set(asked.codes["region"] or ()) >= set(wide.codes["region"] or ())


def _checked(known: Catalogue, families: Sequence[str], against: str, level: float) -> str:
    """The benchmark as a code, once the question is known to be right."""
    for family in families:
        if family not in FAMILIES:
            raise QueryError(
                f"Unknown statistic '{family}'; {did_you_mean(family, FAMILIES)} Choose one and ask again."
            )
    if level not in LEVELS:
        raise QueryError(
            f"Unknown level '{level}'; statistics are given at {' and '.join(map(str, LEVELS))}. "
            "Choose one and ask again."
        )
    if against == EARLIER:
        return against
    if against == PEERS or against.startswith(f"{PEERS}-"):
        return peer_set.checked_id(against, known.release.id)
    region = known.region(against)
    if region is None:
        raise QueryError(
            f"Unknown benchmark '{against}'; compare with a region, '{PEERS}' or '{EARLIER}', as in '{COUNTRY}'. "
            "Choose one and ask again."
        )
    return region.code
