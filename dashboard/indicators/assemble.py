"""Turns the rows of a query into the figures of each selection; every missing figure keeps its reason."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from operator import itemgetter
from typing import Any

import numpy as np

from . import rates
from .catalogue import Catalogue
from .disclosure import primary
from .plan import Plan, region_exists
from .result import Choice, Row, Values

Key = tuple[Choice, ...]
Cell = tuple[Any, ...]  # total, missing, present, cells, parts, derived
FIRST_KEY = 3  # the columns before it are part, measure, period
NOT_DELIVERED = "L"
SUPPRESSED = "Q"
CANNOT_OCCUR = "M"
ABSENT: Cell = (None, NOT_DELIVERED, None, 0, 0, 0)


def assemble(catalogue: Catalogue, plans: Sequence[Plan], rows: Iterable[tuple[Any, ...]]) -> list[Values]:
    """The values of each plan from the rows of the one query that served them all."""
    parts: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        parts.setdefault(row[0], []).append(row)
    return [
        _values(catalogue, plan, parts.get(2 * place, []), parts.get(2 * place + 1, []))
        for place, plan in enumerate(plans)
    ]


def _values(catalogue: Catalogue, plan: Plan, above: list[tuple[Any, ...]], below: list[tuple[Any, ...]]) -> Values:
    indicator = plan.indicator
    key_of = _key_reader(plan.by)
    numerators = {key_of(row): row[-6:] for row in above if row[1] == indicator.numerator}
    if indicator.denominator is None:
        make = _count_maker(catalogue, plan, numerators)
        found = set(numerators)
    else:
        same = not below
        key_below = key_of if same else _key_reader(plan.below())
        rows = [row for row in above if row[1] == indicator.denominator] if same else below
        denominators = {key_below(row): row[-6:] for row in rows}
        make = _share_maker(catalogue, plan, numerators, denominators)
        found = set(numerators) | set(denominators) if plan.below() == plan.by else set(numerators)
    where = {d: codes for d, codes in plan.codes.items() if codes is not None}
    rows_out = [make(key, reason) for key, reason in _wanted(catalogue, plan, found)]
    if indicator.kind != "published":
        rows_out = _without_small(rows_out)
    return Values(indicator.id, plan.by, rows_out, catalogue.release.id, where)


def _without_small(rows: list[Row]) -> list[Row]:
    """The same figures, but those that we added up ourselves and that tell of too few people are hidden.

    A figure that the publisher printed stands; of a sum of ours we answer for what it tells.
    """
    ours = [at for at, row in enumerate(rows) if row.derived and row.value is not None]
    if ours:
        people = [rows[at].denominator for at in ours]
        too_small = primary([rows[at].numerator for at in ours], None if None in people else people)
        for at in np.array(ours)[too_small].tolist():
            rows[at] = rows[at]._replace(value=None, numerator=None, status=SUPPRESSED, margin=None)
    return rows


def _key_reader(by: Sequence[str]) -> Callable[[tuple[Any, ...]], Key]:
    """A function from a row of the query to its key."""
    others = [d for d in by if d != "period"]
    columns = [2 if d == "period" else FIRST_KEY + others.index(d) for d in by]
    if not columns:
        return lambda row: ()
    if len(columns) == 1:
        only = columns[0]
        return lambda row: (row[only],)
    return itemgetter(*columns)


def _wanted(catalogue: Catalogue, plan: Plan, there: set[Key]) -> list[tuple[Key, str]]:
    """The keys to give in display order, each with the reason to give when the release lacks it."""
    if plan.by and not plan.named:
        return [(key, NOT_DELIVERED) for key in sorted(there, key=_order(catalogue, plan.by))]
    listed = [plan.codes[d] or () for d in plan.by if d in plan.named]
    free = [place for place, d in enumerate(plan.by) if d not in plan.named]
    keys: Iterable[Key] = product(*listed)
    if free:
        rest = {tuple(key[place] for place in free) for key in there}
        merged = {_merged(named, other, free) for named in keys for other in rest}
        keys = sorted(merged, key=_order(catalogue, plan.by))
    one_by_one = not plan.kinds and ("period" in plan.named or "period" not in plan.by)
    wanted = []
    for key in keys:
        if key in there or _exists(catalogue, plan, key):
            wanted.append((key, NOT_DELIVERED))
        elif one_by_one:
            wanted.append((key, CANNOT_OCCUR))
    return wanted


def _merged(named: Key, other: Key, free: list[int]) -> Key:
    key = list(named)
    for place, code in zip(free, other, strict=True):
        key.insert(place, code)
    return tuple(key)


def _exists(catalogue: Catalogue, plan: Plan, key: Key) -> bool:
    """Whether the region of a key existed in its period."""
    chosen = dict(zip(plan.by, key, strict=True))
    regions = [chosen["region"]] if "region" in chosen else plan.codes["region"] or ()
    periods = [chosen["period"]] if "period" in chosen else plan.codes["period"] or ()
    return all(region_exists(catalogue, plan, str(r), int(p)) for r in regions for p in periods)


def _order(catalogue: Catalogue, by: Sequence[str]) -> Callable[[Key], tuple[int, ...]]:
    places = [catalogue.order.get(d, {}) for d in by]

    def order(key: Key) -> tuple[int, ...]:
        return tuple(
            code if isinstance(code, int) else place.get(code, 0) for code, place in zip(key, places, strict=True)
        )

    return order


def _whole(total: float) -> float | int:
    """A count as a whole number; expected numbers keep their decimal."""
    whole = int(total)
    return whole if whole == total else total


def _missing(cell: Cell, cells: int) -> str | None:
    """The letter of a sum that cannot be given: Q goes before O, O before N, N before M, M before L."""
    letter: str | None = cell[1]
    if cell[3] < cells:
        return max(letter or NOT_DELIVERED, NOT_DELIVERED)
    return letter


def _count_maker(catalogue: Catalogue, plan: Plan, numerators: dict[Key, Cell]) -> Callable[[Key, str], Row]:
    indicator = plan.indicator
    rounded_to = catalogue.measures[indicator.numerator].rounded_to
    cells = plan.cells(plan.by, apart=True)
    decimals = indicator.decimals

    def make(key: Key, reason: str) -> Row:
        cell = numerators.get(key)
        if cell is None:
            return Row(key, None, None, None, reason, False, 0, None)
        total, _, present, count, parts, derived = cell
        letter = _missing(cell, cells)
        is_derived = bool(derived) or count > 1
        if letter:
            return Row(key, None, None, None, letter, is_derived, int(parts), None)
        total = _whole(total)
        margin = None
        if rounded_to > 1 and indicator.kind != "published":
            margin = rates.shown_margin(rates.error_of_sum(rounded_to, parts), decimals, parts)
        return Row(key, rates.rounded(total, decimals), total, None, present, is_derived, int(parts), margin)

    return make


def _share_maker(
    catalogue: Catalogue, plan: Plan, numerators: dict[Key, Cell], denominators: dict[Key, Cell]
) -> Callable[[Key, str], Row]:
    indicator = plan.indicator
    rounded_above = catalogue.measures[indicator.numerator].rounded_to
    rounded_below = catalogue.measures[indicator.denominator or indicator.numerator].rounded_to
    cells_above = plan.cells(plan.by, apart=True)
    cells_below = plan.cells(plan.below(), apart=False)
    places = [place for place, d in enumerate(plan.by) if d not in indicator.apart]
    all_places = len(places) == len(plan.by)
    decimals = indicator.decimals

    def make(key: Key, reason: str) -> Row:
        key_below = key if all_places else tuple(key[place] for place in places)
        above, below = numerators.get(key, ABSENT), denominators.get(key_below, ABSENT)
        if above is ABSENT and below is ABSENT:
            return Row(key, None, None, None, reason, False, 0, None)
        lacks_above, lacks_below = _missing(above, cells_above), _missing(below, cells_below)
        n = None if lacks_above else _whole(above[0])
        d = None if lacks_below else _whole(below[0])
        parts = int(max(above[4], below[4]))
        derived = bool(above[5] or below[5] or above[3] > 1 or below[3] > 1)
        if n is None or d is None:
            letter = max(lacks_above or "", lacks_below or "")
            return Row(key, None, n, d, letter, derived, parts, None)
        if d == 0:
            return Row(key, None, n, d, CANNOT_OCCUR, derived, parts, None)
        status = max(above[2], below[2])
        error_above = rates.error_of_sum(rounded_above, above[4])
        error_below = rates.error_of_sum(rounded_below, below[4])
        margin = None
        if error_above or error_below:
            error = rates.error_of_percentage(n, d, error_above, error_below)
            margin = rates.shown_margin(error, decimals, parts)
        return Row(key, rates.percentage(n, d, decimals), n, d, status, derived, parts, margin)

    return make
