"""Which cells may not be told, and which others would give them away: one routine for chart, table, export and groups.

What is protected against: a reader who has every published total and margin, knows that counts are never negative (and,
when told, never above an upper limit), and adds, subtracts and reasons with whole numbers. A hidden cell is safe when
what can be known leaves it at least `width` apart. Not protected against: what a reader knows from elsewhere, such as
the members of a group who know themselves. Method: Hundepool et al. 2012, Statistical Disclosure Control, ch. 4.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .counts import FINE, Bools, Floats, Interval, Method, Texts, floats
from .spans import combination, determined, span

THRESHOLD = 10
# Why a figure may not be told; the words are in the locale under `reason_<code>`. No code says how large a figure is.
BELOW_THRESHOLD = "below_threshold"
COMPLEMENT_BELOW_THRESHOLD = "complement_below_threshold"
HIDDEN_PART = "hidden_part"  # part of the sum is hidden and no published total stands in for it
REVEALS_CELL = "reveals_cell"  # with the published totals the sum would give away a hidden cell
SECONDARY = "secondary"  # fine in itself, but it would give away another figure that may not be told
REFUSALS = frozenset({BELOW_THRESHOLD, COMPLEMENT_BELOW_THRESHOLD, HIDDEN_PART, REVEALS_CELL, SECONDARY})
SOURCE = "Hundepool et al. 2012, Statistical Disclosure Control, ch. 4, doi:10.1002/9781118348239"
NEAR = 1e-6  # solvers answer to about this
Weights = dict[str, Fraction]
Counts = ArrayLike | Sequence[float | None]


def method(threshold: int = THRESHOLD) -> Method:
    """How figures are kept from telling about a few people."""
    return Method("disclosure", {"threshold": threshold}, SOURCE)


def small(x: Counts, n: Counts | None = None, threshold: int = THRESHOLD) -> Texts:
    """Per cell why the number itself may not be told; the empty text where it may, or where it is missing already.

    A count under the threshold may not, and neither may a count that leaves fewer than that of `n`. A zero is told only
    where `n` is given and at least the threshold: "nobody of these many" harms nobody, while "nobody" of a group of
    unknown size may be about three people. "All of them" is never told: it says something about each.
    """
    cases = floats(x)
    people = np.full_like(cases, np.nan) if n is None else floats(n)
    cases, people = np.broadcast_arrays(cases, people)
    nobody_of_many = (cases == 0) & (people >= threshold)
    conditions = [(cases < threshold) & ~nobody_of_many, people - cases < threshold]
    return np.select(conditions, [BELOW_THRESHOLD, COMPLEMENT_BELOW_THRESHOLD], FINE)


def primary(x: Counts, n: Counts | None = None, threshold: int = THRESHOLD) -> Bools:
    """The cells whose own number may not be told, see `small`; missing cells are hidden already and not among them."""
    return small(x, n, threshold) != FINE


def audit(
    equations: ArrayLike,
    totals: ArrayLike,
    known: ArrayLike,
    hidden: ArrayLike,
    *,
    upper: ArrayLike = np.inf,
    slack: ArrayLike = 0.0,
    whole: bool = False,
    cells: Collection[int] | None = None,
) -> Interval:
    """What can be worked out of each hidden cell: the least and the most it can be.

    `equations` (m, k) times the cells (k) give `totals` (m), each within `slack`; hidden cells lie in 0..`upper`.
    `whole`: the reader knows that counts are whole numbers, which can say more than fractions do in three dimensions.
    `cells` limits the work to some; the others are NaN, as are visible cells, and all when the figures do not add up.
    """
    rows, values, mask = np.atleast_2d(floats(equations)), floats(known), np.asarray(hidden, dtype=bool)
    if rows.shape[1] != values.size or mask.shape != values.shape:
        raise ValueError(
            f"audit: {rows.shape[1]} columns, {values.size} cells and {mask.size} marks do not fit; give one of each."
        )
    low, high = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    left = floats(totals) - rows[:, ~mask] @ values[~mask]
    free = np.flatnonzero(mask)
    limit = np.broadcast_to(floats(upper), values.shape)[free]
    for place, cell in enumerate(free):
        if cells is not None and cell not in cells:
            continue
        cost = np.zeros(free.size)
        cost[place] = 1.0
        least = _solve(cost, rows[:, free], left - slack, left + slack, limit, whole)
        if least is not None:
            # Some solution exists, so when there is no largest one the cell has no upper limit.
            most = _solve(-cost, rows[:, free], left - slack, left + slack, limit, whole)
            low[cell], high[cell] = least[place], np.inf if most is None else most[place]
    return Interval(low, high)


def exposed(interval: Interval, hidden: ArrayLike, width: float = THRESHOLD) -> Bools:
    """The hidden cells of which too much is known: less than `width` apart, or figures that do not add up."""
    # NaN fails the comparison and so counts as exposed.
    return np.asarray(hidden, dtype=bool) & ~(interval.high - interval.low >= width - NEAR)


class Suppression(NamedTuple):
    """Cells to hide, those that were hidden included, and those that published cells give away all the same."""

    hidden: Bools
    exposed: Bools


def with_margins(table: ArrayLike) -> Floats:
    """The table with every margin: along each axis one more place, the last, with the sum; NaN where a part is NaN."""
    full = floats(table)
    for axis in range(full.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    return full


def secondary(
    table: ArrayLike, hidden: ArrayLike, published: ArrayLike | None = None, width: float = THRESHOLD
) -> Suppression:
    """Hides what else must be hidden so that no hidden cell of a table with all its margins can be worked out.

    `table`, `hidden` and `published` (cells that are known elsewhere and cannot be hidden) have the shape that
    `with_margins` gives: the last place along each axis is the total, and margins may be hidden too. NaN is hidden.
    For each hidden cell two complete tables are sought that agree with all that stays visible and lie `width` apart in
    that cell; visible cells may differ at a cost that rises with their size, and those that do are hidden (Kelly,
    Golden & Assad 1992, doi:10.1002/net.3230220407). Hiding more never narrows what was wide, so one round is enough.
    """
    full, mask = floats(table), np.asarray(hidden, dtype=bool)
    fixed = np.zeros(full.shape, dtype=bool) if published is None else np.asarray(published, dtype=bool)
    if full.ndim == 0 or min(full.shape) < 2 or mask.shape != full.shape or fixed.shape != full.shape:
        raise ValueError(
            f"secondary: shapes {full.shape}, {mask.shape} and {fixed.shape} are not those of one table with its "
            "margins; make it with with_margins()."
        )
    find = _along_line if full.ndim == 1 else _in_table
    found = find(full, mask | np.isnan(full), ~fixed, width)
    return Suppression(found.hidden.reshape(full.shape), found.exposed.reshape(full.shape))


def _along_line(full: Floats, mask: Bools, free: Bools, width: float) -> Suppression:
    """One line with its total: two hidden cells that share enough are all it takes, so no solver is needed."""
    hidden, total = mask.copy(), full.size - 1
    candidates = [i for i in np.lexsort((full, full == 0)) if free[i] and not hidden[i]]
    candidates.sort(key=lambda i: bool(i == total))  # the total last
    while hidden.any() and not _line_is_safe(full, hidden, width):
        if not candidates:
            return Suppression(hidden, hidden)
        hidden[candidates.pop(0)] = True
    return Suppression(hidden, np.zeros_like(hidden))


def _line_is_safe(full: Floats, hidden: Bools, width: float) -> bool:
    shared = np.inf if hidden[-1] else full[-1] - full[:-1][~hidden[:-1]].sum()
    return bool(hidden.sum() > 1 and shared >= width - NEAR)


def _in_table(full: Floats, mask: Bools, free: Bools, width: float) -> Suppression:
    """Any number of dimensions: for each hidden cell that is not yet wide, the cheapest pair of tables."""
    from scipy import sparse  # here, because it is slow to import and most tables hide nothing

    rows, x = sparse.csr_array(_lines(full.shape)), full.ravel()
    hidden, open_cells = mask.ravel().copy(), np.zeros(full.size, dtype=bool)
    whole = bool(np.all(x[~hidden] == np.round(x[~hidden])))
    # Few and small cells first; a zero last, because a reader does not expect one to be hidden.
    price = np.log2(2 + np.nan_to_num(x))
    price[x == 0] = price.max(initial=0) + 1
    low, high = x.copy(), x.copy()  # the least and the most of each cell in the tables found so far
    waiting = [int(i) for i in np.lexsort((np.arange(x.size), -np.nan_to_num(x))) if hidden[i]]
    queued = hidden.copy()
    while waiting:
        cell = waiting.pop(0)
        if high[cell] - low[cell] >= width - NEAR:
            continue
        pair = _pair(rows, x, hidden, free.ravel(), price, cell, width, False)
        if whole and pair is not None and np.abs(pair - np.round(pair)).max() > NEAR:
            # What fractions hid is nearly always enough for whole numbers too, and a small search shows it.
            hidden |= _differs(pair, x)
            pair = _pair(rows, x, hidden, np.zeros_like(hidden), price, cell, width, True)
            if pair is None:
                pair = _pair(rows, x, hidden, free.ravel(), price, cell, width, True)
        if pair is None:
            open_cells[cell] = True
            continue
        hidden |= _differs(pair, x)
        low[hidden] = np.fmin(low, pair.min(axis=0))[hidden]
        high[hidden] = np.fmax(high, pair.max(axis=0))[hidden]
        waiting += [int(i) for i in np.flatnonzero(hidden & ~queued)]
        queued |= hidden
    return Suppression(hidden, open_cells)


def _differs(pair: Floats, x: Floats) -> Bools:
    return np.any(np.abs(pair - x) > NEAR, axis=0, keepdims=False)


def _lines(shape: tuple[int, ...]) -> Floats:
    """Per line along each axis one row: its parts minus its total is 0."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    rows = []
    for axis, size in enumerate(shape):
        for line in np.moveaxis(places, axis, -1).reshape(-1, size):
            row = np.zeros(places.size)
            row[line[:-1]], row[line[-1]] = 1.0, -1.0
            rows.append(row)
    return np.array(rows)


def _pair(
    rows: Any, x: Floats, hidden: Bools, free: Bools, price: Floats, cell: int, width: float, whole: bool
) -> Floats | None:
    """Two complete tables (2, k), `width` apart in one cell, that differ as cheaply as can be from what is told."""
    from scipy import sparse  # here, because it is slow to import and most tables hide nothing

    told, unknown, moves = (np.flatnonzero(mask) for mask in (~hidden, hidden, ~hidden & free))
    # Per table: the hidden cells, then how far each visible cell rises, then how far it falls (at most to 0).
    one = sparse.hstack([rows[:, unknown], rows[:, moves], -rows[:, moves]])
    apart = np.zeros((1, one.shape[1]))
    apart[0, np.searchsorted(unknown, cell)] = 1.0
    both = sparse.vstack([sparse.block_diag([one, one]), np.hstack([-apart, apart])])
    left = -(rows[:, told] @ x[told])
    lower, higher = np.concatenate([left, left, [width]]), np.concatenate([left, left, [np.inf]])
    cost = np.concatenate([np.zeros(unknown.size), price[moves], price[moves]])
    upper = np.concatenate([np.full(unknown.size + moves.size, np.inf), x[moves]])
    found = _solve(np.tile(cost, 2), both, lower, higher, np.tile(upper, 2), whole)
    if found is None:
        return None
    pair = np.tile(x, (2, 1))
    for table, solution in zip(pair, found.reshape(2, -1), strict=True):
        values, rises, falls = np.split(solution, [unknown.size, unknown.size + moves.size])
        table[unknown] = values
        table[moves] += rises - falls
    return pair


def _solve(cost: Floats, rows: Any, lower: Floats, higher: Floats, upper: Floats, whole: bool) -> Floats | None:
    """The cheapest cells in 0..`upper` with `lower` <= rows x cells <= `higher`; None when there are no such."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # here, because it is slow to import

    found = milp(
        cost,
        constraints=LinearConstraint(rows, lower, higher),
        bounds=Bounds(0.0, upper),
        integrality=np.full(cost.size, int(whole)),
        options={"mip_rel_gap": 0.0},
    ).x
    return None if found is None else np.asarray(found, dtype=np.float64)


class Decision(NamedTuple):
    """Whether a group's sum may be told, why not, whom that is about, and the published figures that add up to it.

    `weights`: the sum is these many times each published figure; keys are municipalities and published totals.
    """

    allowed: bool
    reason: str
    concerned: tuple[str, ...]
    weights: Weights


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
    """Whether the sum of a group of municipalities may be told, given every published total of every layer at once.

    `published`: per total the municipalities in it; `hidden`: municipalities without a figure of their own;
    `remainders`: per total what is left after its visible municipalities, each sure within `slack`; without them only
    what follows exactly is looked at, not what follows within `threshold`. `upper`: the most a hidden one can be.

    Allowed: visible municipalities; what whole published totals inside the group add up to; and a hidden part that
    published totals add up to, of at least two municipalities and `threshold` people, none of them exposed.

    Closed under combination: every sum that is allowed is `weights` times published figures, so it is a consequence of
    what is published. Adding it to the equations adds a row that is a combination of their rows, which changes neither
    their solutions nor the least and most of any cell. The same holds for the next sum, and for any number of sums by
    any number of readers, over splits, periods and indicators. A refusal rests on published figures alone, so it tells
    nothing either. What the publisher's own totals give away stays so: such cells are refused, not mended.
    """
    members = set(group)
    part = tuple(sorted(members & set(hidden)))
    if not part:
        return Decision(True, FINE, (), dict.fromkeys(sorted(members), Fraction(1)))
    # Totals inside the group go first: the sum is then made of these where that is possible.
    names = sorted(published, key=lambda name: (not members >= set(published[name]), len(published[name]), name))
    inside = [name for name in names if members >= set(published[name])]
    whole = combination(span(_rows(inside, published, sorted(members))), np.ones(len(members), dtype=int))
    if whole is not None:
        return Decision(True, FINE, (), _named(inside, whole))
    cells = sorted(hidden)
    rows, wanted = _rows(names, published, cells), np.array([cell in members for cell in cells], dtype=int)
    before = span(rows)
    opened = determined(before, wanted) - (determined(before) - set(np.flatnonzero(wanted)))
    if opened:
        return Decision(False, REVEALS_CELL, tuple(cells[place] for place in sorted(opened)), {})
    made = combination(before, wanted)
    if made is None:
        return Decision(False, HIDDEN_PART, part, {})
    weights = _named(names, made)
    if remainders is not None:
        if sum(float(weight) * remainders[name] for name, weight in weights.items()) < threshold:
            return Decision(False, HIDDEN_PART, part, {})
        limits = np.array([(upper or {}).get(cell, np.inf) for cell in cells])
        margins = np.array([(slack or {}).get(name, 0.0) for name in names])
        left = np.array([remainders[name] for name in names])
        close = tuple(cells[at] for at in _close(rows, left, limits, margins, np.flatnonzero(wanted), threshold))
        if close:
            return Decision(False, REVEALS_CELL, close, {})
    # Each visible municipality is counted once when it is in the group and not at all when it is not.
    visible = members.union(*(published[name] for name in weights)) - set(hidden)
    own = {
        cell: (cell in members) - sum((w for name, w in weights.items() if cell in published[name]), Fraction(0))
        for cell in sorted(visible)
    }
    return Decision(True, FINE, (), weights | {cell: weight for cell, weight in own.items() if weight})


def _close(
    rows: NDArray[np.int_], totals: Floats, upper: Floats, slack: Floats, asked: NDArray[np.intp], width: float
) -> list[int]:
    """The cells of those asked that `audit` would find less than `width` apart, all when the figures do not add up.

    Each solution on the way says something of every cell, and cells with the same totals and limit take turns in it, so
    a few solutions do for a whole region.
    """
    alike = np.unique(np.vstack([rows, upper]), axis=1, return_inverse=True)[1].ravel()
    low, high = np.full(alike.max() + 1, np.inf), np.full(alike.max() + 1, -np.inf)
    equations, close = rows.astype(np.float64), []
    for cell in asked.tolist():
        for sign in (1.0, -1.0):
            if high[alike[cell]] - low[alike[cell]] >= width - NEAR:
                break
            cost = np.zeros(alike.size)
            cost[cell] = sign
            solution = _solve(cost, equations, totals - slack, totals + slack, upper, False)
            if solution is not None:
                np.minimum.at(low, alike, solution)
                np.maximum.at(high, alike, solution)
            elif sign > 0:
                return [int(each) for each in asked]
            else:
                high[alike[cell]] = np.inf
        if high[alike[cell]] - low[alike[cell]] < width - NEAR:
            close.append(cell)
    return close


def leaks(layers: Mapping[str, Mapping[str, str]], hidden: Collection[str] | None = None) -> tuple[str, ...]:
    """The municipalities that follow exactly from the totals of layers alone, each layer a region per municipality.

    `hidden` are those without a figure of their own; all of them when left out. A check of releases, and for who weighs
    to publish a layer more: the tests hold that the totals which a build adds give no hidden municipality of the sample
    away, beside those that follow from the publisher's own totals. No page, file or answer asks it, because each holds
    published figures and sums of visible ones, which give no equation more, or sums that `differencing` allowed.
    """
    cells = sorted({cell for layer in layers.values() for cell in layer} if hidden is None else hidden)
    totals: dict[str, set[str]] = {}
    for kind, layer in layers.items():
        for cell, region in layer.items():
            totals.setdefault(f"{kind} {region}", set()).add(cell)
    found = determined(span(_rows(list(totals), totals, cells)))
    return tuple(cells[place] for place in sorted(found))


def _rows(names: Sequence[str], published: Mapping[str, Collection[str]], cells: Sequence[str]) -> NDArray[np.int_]:
    """Per total 1 for each cell that is in it and 0 for the others."""
    sets = [set(published[name]) for name in names]
    return np.array([[cell in one for cell in cells] for one in sets], dtype=int).reshape(len(sets), len(cells))


def _named(names: Sequence[str], made: Sequence[Fraction]) -> Weights:
    return {name: weight for name, weight in zip(names, made, strict=True) if weight}
