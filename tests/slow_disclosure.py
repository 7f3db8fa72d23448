"""The decision on a group by the book: every step in exact fractions, and each hidden cell measured by itself; slow."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.indicators.counts import FINE
from dashboard.indicators.disclosure import HIDDEN_PART, REVEALS_CELL, THRESHOLD, Decision, Weights, audit, exposed


class _Span(NamedTuple):
    """Sums as reduced rows: each row's pivot, its coefficients per cell, and how it is made of the rows given."""

    pivots: list[int]
    rows: list[NDArray[np.object_]]
    made_of: list[NDArray[np.object_]]


def differencing(
    group: Collection[str],
    published: Mapping[str, Collection[str]],
    hidden: Collection[str],
    remainders: Mapping[str, float] | None = None,
    *,
    upper: Mapping[str, float] | None = None,
    slack: Mapping[str, float] | None = None,
    threshold: int = THRESHOLD,
) -> Decision:
    """What `disclosure.differencing` must decide, by fractions and by the least and most of each cell apart."""
    members = set(group)
    part = tuple(sorted(members & set(hidden)))
    if not part:
        return Decision(True, FINE, (), dict.fromkeys(sorted(members), Fraction(1)))
    # Totals inside the group go first: the sum is then made of these where that is possible.
    names = sorted(published, key=lambda name: (not members >= set(published[name]), len(published[name]), name))
    inside = [name for name in names if members >= set(published[name])]
    whole = _combination(_span(_rows(inside, published, sorted(members))), np.ones(len(members), dtype=int))
    if whole is not None:
        return Decision(True, FINE, (), _named(inside, whole))
    cells = sorted(hidden)
    rows, wanted = _rows(names, published, cells), np.array([cell in members for cell in cells], dtype=int)
    before = _span(rows)
    opened = _determined(_span(np.vstack([rows, wanted]))) - (_determined(before) - set(np.flatnonzero(wanted)))
    if opened:
        return Decision(False, REVEALS_CELL, tuple(cells[place] for place in sorted(opened)), {})
    made = _combination(before, wanted)
    if made is None:
        return Decision(False, HIDDEN_PART, part, {})
    weights = _named(names, made)
    if remainders is not None:
        if sum(float(weight) * remainders[name] for name, weight in weights.items()) < threshold:
            return Decision(False, HIDDEN_PART, part, {})
        limits = [(upper or {}).get(cell, np.inf) for cell in cells]
        margins = np.array([(slack or {}).get(name, 0.0) for name in names])
        known, mask = np.zeros(len(cells)), np.ones(len(cells), dtype=bool)
        mine = set(np.flatnonzero(wanted).tolist())
        found = audit(rows, [remainders[n] for n in names], known, mask, upper=limits, slack=margins, cells=mine)
        close = tuple(cells[i] for i in np.flatnonzero(exposed(found, wanted, threshold)))
        if close:
            return Decision(False, REVEALS_CELL, close, {})
    # Each visible municipality is counted once when it is in the group and not at all when it is not.
    visible = members.union(*(published[name] for name in weights)) - set(hidden)
    own = {
        cell: (cell in members) - sum((w for name, w in weights.items() if cell in published[name]), Fraction(0))
        for cell in sorted(visible)
    }
    return Decision(True, FINE, (), weights | {cell: weight for cell, weight in own.items() if weight})


def _rows(names: Sequence[str], published: Mapping[str, Collection[str]], cells: Sequence[str]) -> NDArray[np.int_]:
    """Per total 1 for each cell that is in it and 0 for the others."""
    sets = [set(published[name]) for name in names]
    return np.array([[cell in one for cell in cells] for one in sets], dtype=int).reshape(len(sets), len(cells))


def _span(rows: NDArray[np.int_]) -> _Span:
    """The rows in reduced form by exact fractions: floating point could take a nearly hidden cell for a hidden one."""
    span = _Span([], [], [])
    zero, one = Fraction(0), Fraction(1)
    for number, given in enumerate(rows):
        row, made = given.astype(object) * one, np.full(len(rows), zero, dtype=object)
        made[number] = one
        for pivot, other, other_made in zip(*span, strict=True):
            if row[pivot]:
                row, made = row - row[pivot] * other, made - row[pivot] * other_made
        places = np.flatnonzero(row)
        if not places.size:
            continue
        pivot = int(places[0])
        row, made = row / row[pivot], made / row[pivot]
        for place, other in enumerate(span.rows):
            if other[pivot]:
                span.made_of[place] = span.made_of[place] - other[pivot] * made
                span.rows[place] = other - other[pivot] * row
        span.pivots.append(pivot)
        span.rows.append(row)
        span.made_of.append(made)
    return span


def _combination(span: _Span, wanted: NDArray[np.int_]) -> NDArray[np.object_] | None:
    """How many times each given row makes up the wanted sum; None when they cannot."""
    rest: Any = wanted.astype(object)
    made: Any = Fraction(0)
    for pivot, row, made_of in zip(*span, strict=True):
        times = int(wanted[pivot])
        rest, made = rest - times * row, made + times * made_of
    return None if np.any(rest) or not span.rows else made


def _determined(span: _Span) -> set[int]:
    """The cells that are themselves a sum of the rows: a reduced row with one cell."""
    return {pivot for pivot, row in zip(span.pivots, span.rows, strict=True) if np.count_nonzero(row) == 1}


def _named(names: Sequence[str], made: NDArray[np.object_]) -> Weights:
    return {name: weight for name, weight in zip(names, made, strict=True) if weight}
