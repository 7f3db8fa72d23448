"""What may not be told stays untold: attacks with our own equations and solvers on what the routine leaves visible."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from dashboard import warehouse
from dashboard.indicators import catalogue, disclosure
from dashboard.indicators.catalogue import map_year
from dashboard.indicators.disclosure import audit, differencing, exposed, leaks, primary, secondary, small, with_margins
from dashboard.indicators.studies.overlap import Homes, homes_in

from .conftest import SampleRelease

CODES = Path(__file__).parents[1] / "etl" / "codes"
EIGHT = {
    "Doesburg", "Renkum", "De Ronde Venen", "Heusden", "Cranendonck", "Midden-Drenthe", "Vijfheerenlanden",
    "Hoeksche Waard",
}  # fmt: skip


def sums(shape: tuple[int, ...]) -> Iterator[tuple[list[tuple[int, ...]], tuple[int, ...]]]:
    """Every margin of a table as the cells it is the sum of: all of one or more axes, none of the others."""
    axes = range(len(shape))
    for some in itertools.chain.from_iterable(itertools.combinations(axes, k) for k in range(1, len(shape) + 1)):
        # The last place of an axis is its total, so only sums over the axes in `some` of places before it.
        for fixed in itertools.product(*([size - 1] if a in some else range(size) for a, size in enumerate(shape))):
            spread = [range(shape[a] - 1) if a in some else [fixed[a]] for a in axes]
            yield list(itertools.product(*spread)), fixed


def attack(
    full: np.ndarray, hidden: np.ndarray, whole: bool, most: int = 1000
) -> dict[tuple[int, ...], tuple[float, float]]:
    """Per hidden cell (the first `most`) the least and the most a reader can work out, from equations made here."""
    unknown = [cell for cell in np.ndindex(full.shape) if hidden[cell]]
    number = {cell: place for place, cell in enumerate(unknown)}
    rows, right = [], []
    for parts, total in sums(full.shape):
        row, left = np.zeros(len(unknown)), 0.0
        for cell, sign in [*((part, 1.0) for part in parts), (total, -1.0)]:
            if cell in number:
                row[number[cell]] += sign
            else:
                left -= sign * full[cell]
        if row.any():
            rows.append(row)
            right.append(left)
    found = {}
    for cell, place in list(number.items())[:most]:
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(unknown))
            cost[place] = sign
            ends.append(sign * solved(cost, np.array(rows), np.array(right), whole))
        found[cell] = (ends[0], ends[1])
    return found


def solved(cost: np.ndarray, rows: np.ndarray, right: np.ndarray, whole: bool) -> float:
    answer: Any
    if whole:
        limits = LinearConstraint(rows, right, right)
        answer = milp(cost, constraints=limits, bounds=Bounds(0, np.inf), integrality=np.ones(cost.size))
    else:
        answer = linprog(cost, A_eq=rows, b_eq=right, bounds=(0, None), method="highs")
    return -np.inf if answer.fun is None else float(answer.fun)


def random_table(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return with_margins(rng.poisson(rng.choice([0, 2, 12, 60, 300], size=shape)))


SHAPES: list[tuple[tuple[int, ...], int]] = [
    ((2,), 20),
    ((5,), 90),
    ((3, 3), 45),
    ((2, 4), 40),
    ((2, 2, 2), 12),
    ((3, 2, 2), 8),
]


@pytest.mark.parametrize(("shape", "times"), SHAPES, ids=str)
def test_attack_on_random_tables_finds_no_hidden_cell(shape: tuple[int, ...], times: int) -> None:
    rng = np.random.default_rng(sum(shape))
    more = 0
    for turn in range(times):
        full = random_table(rng, shape)
        hidden = primary(full)
        if turn % 5 == 0:
            hidden |= rng.random(full.shape) < 0.15
        found = secondary(full, hidden)
        assert not found.exposed.any()
        assert (found.hidden >= hidden).all()
        more += int((found.hidden & ~hidden).sum())
        for whole in (True, False) if turn % 6 == 0 else (True,):
            for cell, (low, high) in attack(full, found.hidden, whole).items():
                assert low - 1e-6 <= full[cell] <= high + 1e-6
                assert high - low >= 10 - 1e-6, (full, found.hidden, cell)
    assert more


def test_attack_breaks_what_is_hidden_without_the_routine() -> None:
    rng = np.random.default_rng(1)
    broken = 0
    for _ in range(20):
        full = random_table(rng, (3, 3))
        broken += any(high - low < 1 for low, high in attack(full, primary(full), True).values())
    assert broken >= 10


def test_cells_that_are_published_stay_and_what_they_give_away_is_said() -> None:
    rng = np.random.default_rng(7)
    exposed_ones = safe_ones = 0
    for _ in range(60):
        full = random_table(rng, (3, 3))
        published = rng.random(full.shape) < 0.35
        hidden = primary(full) & ~published
        found = secondary(full, hidden, published)
        assert not (found.hidden & published).any()
        for cell, (low, high) in attack(full, found.hidden, True).items():
            assert bool(found.exposed[cell]) == (high - low < 10 - 1e-6)
        exposed_ones += int(found.exposed.sum())
        safe_ones += int((found.hidden & ~found.exposed).sum())
    assert exposed_ones
    assert safe_ones


def test_little_is_hidden_and_the_same_each_time() -> None:
    full = with_margins([[4, 90, 80], [70, 60, 50], [95, 99, 85]])
    found = secondary(full, primary(full))
    assert np.argwhere(found.hidden).tolist() == [[0, 0], [0, 2], [1, 0], [1, 2]]
    again = secondary(full, found.hidden)
    assert (again.hidden == found.hidden).all()
    nothing = secondary(with_margins([[40, 50], [60, 70]]), np.zeros((3, 3), dtype=bool))
    assert not nothing.hidden.any()


def test_a_line_hides_its_smallest_and_its_total_last() -> None:
    def hidden(parts: Sequence[float], published: Sequence[bool] | None = None) -> list[bool]:
        full = with_margins(parts)
        found = secondary(full, primary(full), published)
        assert not found.exposed.any() or published is not None
        return [*found.hidden.tolist(), *(["exposed"] if found.exposed.any() else [])]

    assert hidden([4, 40, 30, 200]) == [True, False, True, False, False]
    assert hidden([4, 3, 20, 50]) == [True, True, True, False, False]
    assert hidden([4, 8, 50]) == [True, True, False, False]
    assert hidden([40, 50]) == [False, False, False]
    assert hidden([4, 12]) == [True, True, False]
    assert hidden([3, 3]) == [True, True, True]
    assert hidden([3, 3], [False, False, True]) == [True, True, True]
    assert hidden([4, 40, 50], [False, True, True, True]) == [True, False, False, False, "exposed"]


def test_a_cell_without_a_number_is_hidden_and_guarded_too() -> None:
    full = with_margins([[50, 60, 70], [40, 30, 20], [90, 80, 25]]).copy()
    full[1, 1] = np.nan
    found = secondary(full, np.zeros((4, 4), dtype=bool))
    assert found.hidden[1, 1]
    assert not found.exposed.any()
    assert found.hidden.sum() == 4
    unknown = secondary([np.nan, 30, 40, 75], [False] * 4)
    assert unknown.hidden.tolist() == [True, True, False, False]


def inner_hidden(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three dimensions with small numbers, some inner cells hidden, and all margins published."""
    rng = np.random.default_rng(seed)
    full = with_margins(rng.integers(0, 9, size=(3, 3, 3)))
    inner = np.zeros(full.shape, dtype=bool)
    inner[:3, :3, :3] = True
    hidden = np.zeros(full.shape, dtype=bool)
    hidden[:3, :3, :3] = rng.random((3, 3, 3)) < 0.3
    return full, hidden, ~inner


@pytest.mark.parametrize("small_search", [True, False])
def test_whole_numbers_can_say_more_than_fractions(small_search: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In tables where the fractions are not whole the routine looks again, also when the quick way finds nothing."""
    looked = []
    pair = disclosure._pair

    def watched(rows: Any, x: Any, hidden: Any, free: Any, price: Any, cell: int, width: float, whole: bool) -> Any:
        if whole and not free.any():
            looked.append(cell)
            if not small_search:
                return None
        return pair(rows, x, hidden, free, price, cell, width, whole)

    monkeypatch.setattr(disclosure, "_pair", watched)
    for seed in (46, 117, 167):
        full, hidden, fixed = inner_hidden(seed)
        found = secondary(full, hidden, fixed, width=5)
        for cell, (low, high) in attack(full, found.hidden, True, most=8).items():
            assert bool(found.exposed[cell]) == (high - low < 5 - 1e-6)
    assert len(looked) >= 3


@pytest.mark.parametrize("shape", [(), (1,), (3, 1)])
def test_a_table_without_margins_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="with_margins"):
        secondary(np.ones(shape), np.zeros(shape, dtype=bool))
    with pytest.raises(ValueError, match="with_margins"):
        secondary(np.ones((3, 3)), np.zeros((3, 4), dtype=bool))


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (1, None, "below_threshold"),
        (9, None, "below_threshold"),
        (9.5, None, "below_threshold"),
        (10, None, ""),
        (0, None, "below_threshold"),
        (-3, None, "below_threshold"),
        (np.nan, None, ""),
        (None, 50, ""),
        (0, 9, "below_threshold"),
        (0, 10, ""),
        (0, 0, "below_threshold"),
        (5, 100, "below_threshold"),
        (15, 100, ""),
        (15, np.nan, ""),
        (90, 100, ""),
        (91, 100, "complement_below_threshold"),
        (100, 100, "complement_below_threshold"),
        (120, 100, "complement_below_threshold"),
        (12, 20, "complement_below_threshold"),
    ],
)
def test_what_is_small(x: float | None, n: float | None, reason: str) -> None:
    assert str(small(x, n)) == reason
    assert bool(primary(x, n)) == bool(reason)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))
def test_small_is_symmetric_but_for_nobody(x: int, rest: int, threshold: int) -> None:
    hidden = bool(primary(x, x + rest, threshold))
    assert hidden == ((x < threshold and not (x == 0 and rest >= threshold)) or rest < threshold)


def test_arrays_of_any_shape() -> None:
    assert primary([]).shape == (0,)
    assert primary([[5, 50], [None, 0]], 100).tolist() == [[True, False], [False, False]]
    assert disclosure.method(5).parameters == {"threshold": 5}
    assert with_margins([[1, None], [2, 3]])[2, 0] == 3
    assert np.isnan(with_margins([[1, None], [2, 3]])[[0, 2, 2], [1, 1, 2]]).all()


def test_audit_by_hand() -> None:
    total = [[1, 1, 1]]
    found = audit(total, [30], [5, 7, 18], [True, True, False])
    assert found.low.tolist()[:2] == [0, 0]
    assert found.high.tolist()[:2] == [12, 12]
    assert np.isnan(found.low[2])
    assert exposed(found, [True, True, False]).tolist() == [False, False, False]
    assert exposed(found, [True, True, False], 13).tolist() == [True, True, False]
    limited = audit(total, [30], [5, 7, 18], [True, True, False], upper=[8, 9, 0])
    assert (limited.low.tolist()[:2], limited.high.tolist()[:2]) == ([3, 4], [8, 9])
    loose = audit(total, [30], [5, 7, 18], [True, True, False], slack=2.0)
    assert loose.high.tolist()[:2] == [14, 14]
    one = audit(total, [30], [5, 7, 18], [True, True, False], cells=[1])
    assert np.isnan(one.low[0])
    assert one.high[1] == 12


def test_audit_of_what_does_not_add_up_or_has_no_end() -> None:
    wrong = audit([[1, 1]], [3], [0, 5], [True, False])
    assert np.isnan(wrong.low[0])
    assert exposed(wrong, [True, False]).tolist() == [True, False]
    endless = audit([[1, 1, -1]], [0], [0, 0, 0], [True, True, True])
    assert endless.high.tolist() == [np.inf] * 3
    assert not exposed(endless, [True] * 3).any()
    halves = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    assert audit(halves, [1, 1, 1], [0, 0, 0], [True] * 3).low.tolist() == pytest.approx([0.5] * 3)
    assert np.isnan(audit(halves, [1, 1, 1], [0, 0, 0], [True] * 3, whole=True).low).all()
    with pytest.raises(ValueError, match="do not fit"):
        audit([[1, 1]], [3], [0, 5, 6], [True, False, True])


def layer(kind: str, year: int) -> dict[str, str]:
    with (CODES / "region_map.csv").open(encoding="utf-8") as lines:
        return {
            row["gemeente"]: row["region"]
            for row in csv.DictReader(lines)
            if row["kind"] == kind and int(row["valid_from"]) <= year <= int(row["valid_to"])
        }


def test_two_published_layers_leak_eight_municipalities() -> None:
    with (CODES / "region.csv").open(encoding="utf-8") as lines:
        names = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    layers = {kind: layer(kind, 2026) for kind in ("doorstroompunt", "arbeidsmarkt")}
    assert {names[code] for code in leaks(layers)} == EIGHT
    assert leaks({"doorstroompunt": layers["doorstroompunt"]}) == ()
    three = leaks({**layers, "provincie": layer("provincie", 2026)})
    assert {names[code] for code in three} - EIGHT == {"Zeewolde", "Eemnes", "Mook en Middelaar"}
    mc04 = [code for code, region in layers["doorstroompunt"].items() if region == "MC04"]
    assert leaks(layers, mc04[:1]) == tuple(mc04[:1])
    assert leaks({}) == ()


SPLIT = "age_group, sex, education, leerweg, origin, diploma, moment, position, contract, hours"
HIDDEN = f"""
    select measure, period, period_kind, array_agg(region) as hidden, {SPLIT}
    from observation join measure on measure.id = observation.measure
    where starts_with(region, 'GM') and indeling = 'periode' and status = 'Q'
    group by all
    order by all
"""
TOTALS = f"""
    select region, indeling, derived from observation
    where not starts_with(region, 'GM') and value is not null and measure = ? and period = ?
        and ({SPLIT}) = ({", ".join("?" * len(SPLIT.split()))})
"""


Told = set[tuple[str, str]]  # regions with a total, each on a division


def following(told: Told, homes: dict[str, Homes], hidden: Sequence[str]) -> set[str]:
    """The hidden municipalities that follow from totals of regions, of every layer and division at once."""
    layers = {
        f"{kind} {division}": {cell: home for cell, home in layer.items() if (home, division) in told}
        for division, kinds in homes.items()
        for kind, layer in kinds.items()
    }
    return set(leaks(layers, hidden))


def test_totals_that_the_build_adds_give_no_hidden_municipality_away(sample: SampleRelease) -> None:
    """Nothing follows from them beside what follows from the publisher's own totals."""
    known = catalogue()
    asked = followed = added = 0
    for measure, period, period_kind, hidden, *split in warehouse.records(HIDDEN):
        totals = warehouse.records(TOTALS, (measure, period, *split))
        homes = {"periode": homes_in(known, map_year(int(period), period_kind))}
        homes |= {name: homes_in(known, int(name)) for _, name, _ in totals if name != "periode"}
        everything = {(region, division) for region, division, _ in totals}
        published = {(region, division) for region, division, derived in totals if not derived}
        before = following(published, homes, hidden)
        assert following(everything, homes, hidden) == before, (measure, period, split)
        asked, followed, added = asked + 1, followed + len(before), added + len(everything - published)
    assert asked and followed and added, "the sample has such cases"


class Country:
    """A made-up country: two layers and the whole, some municipalities hidden, and what a reader can work out."""

    def __init__(self, rng: np.random.Generator, size: int = 14, share: float = 0.4) -> None:
        self.codes = [f"G{number:02d}" for number in range(size)]
        self.value = dict(zip(self.codes, rng.poisson(30, size).tolist(), strict=True))
        self.hidden = {code for code in self.codes if rng.random() < share}
        self.published: dict[str, set[str]] = {"land": set(self.codes)}
        for kind, parts in (("A", 4), ("B", 3)):
            for code, part in zip(self.codes, rng.integers(0, parts, size), strict=True):
                self.published.setdefault(f"{kind}{part}", set()).add(code)
        self.left = {
            name: float(sum(self.value[each] for each in members & self.hidden))
            for name, members in self.published.items()
        }

    def ask(self, group: set[str]) -> disclosure.Decision:
        return differencing(group, self.published, self.hidden, self.left)

    def total(self, name: str) -> float:
        return self.value[name] if name in self.value else sum(self.value[each] for each in self.published[name])

    def known(self, groups: list[set[str]]) -> dict[str, tuple[float, float]]:
        """Per hidden municipality what follows from all totals and the sums of these groups."""
        cells = sorted(self.hidden)
        rows = [[float(cell in group) for cell in cells] for group in [*self.published.values(), *groups]]
        right = [
            float(sum(self.value[c] for c in cells if c in group)) for group in [*self.published.values(), *groups]
        ]
        found = {}
        for place, cell in enumerate(cells):
            cost = np.eye(len(cells))[place]
            low, high = (s * solved(s * cost, np.array(rows), np.array(right), False) for s in (1.0, -1.0))
            found[cell] = (low, high)
        return found


def test_any_number_of_allowed_groups_tells_nothing_beyond_the_published_totals() -> None:
    rng = np.random.default_rng(11)
    allowed_with_hidden = 0
    for _ in range(15):
        country = Country(rng)
        before = country.known([])
        told: list[set[str]] = []
        for _ in range(30):
            names = [n for n in country.published if n != "land" and rng.random() < 0.3]
            group = set().union(*(country.published[n] for n in names))
            group |= {c for c in country.codes if c not in country.hidden and rng.random() < 0.3}
            group -= {c for c in country.codes if rng.random() < 0.03}
            if not group:
                continue
            decision = country.ask(group)
            if not decision.allowed:
                assert decision.weights == {}
                assert set(decision.concerned) <= country.hidden
                continue
            made = sum(float(weight) * country.total(name) for name, weight in decision.weights.items())
            assert made == pytest.approx(sum(country.value[each] for each in group))
            assert not set(decision.weights) & country.hidden
            allowed_with_hidden += bool(group & country.hidden)
            told.append(group)
        after = country.known(told)
        for cell, limits in before.items():
            assert after[cell] == pytest.approx(limits, abs=1e-5), (cell, told)
    assert allowed_with_hidden > 30


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_an_allowed_hidden_part_is_wide_open_and_a_refused_one_has_its_reason(seed: int, data: st.DataObject) -> None:
    country = Country(np.random.default_rng(seed), size=8, share=0.5)
    group = data.draw(st.sets(st.sampled_from(country.codes), min_size=1))
    decision = country.ask(group)
    part = group & country.hidden
    before, after = country.known([]), country.known([group])
    whole = all(name in country.published for name in decision.weights)
    if decision.allowed and part and not whole:
        assert len(part) >= 2
        assert all(after[cell][1] - after[cell][0] >= 10 - 1e-5 for cell in part)
    if not part:
        assert decision.allowed
    opened = {c for c in country.hidden if after[c][1] - after[c][0] < 1e-7 <= before[c][1] - before[c][0]}
    if opened:
        assert not decision.allowed


A, B = {"g1", "g2", "g3", "g4"}, {"g5", "g6"}
PUBLISHED = {"A": A, "B": B}


@pytest.mark.parametrize(
    ("group", "hidden", "left", "reason", "concerned"),
    [
        ({"g1", "g5"}, {"g2", "g3"}, {"A": 40, "B": 0}, "", ()),
        (A, {"g2", "g3"}, {"A": 40, "B": 0}, "", ()),
        (A, {"g2"}, {"A": 4, "B": 0}, "", ()),
        (A | {"g5"}, {"g2"}, {"A": 40, "B": 0}, "reveals_cell", ("g2",)),
        (A | {"g5"}, {"g2", "g3"}, {"A": 40, "B": 0}, "", ()),
        (A | {"g5"}, {"g2", "g3"}, {"A": 9, "B": 0}, "hidden_part", ("g2", "g3")),
        ({"g2", "g3", "g5"}, {"g2", "g3"}, {"A": 40, "B": 0}, "", ()),
        ({"g2", "g5"}, {"g2", "g3"}, {"A": 40, "B": 0}, "reveals_cell", ("g2", "g3")),
        ({"g2", "g3", "g5"}, {"g1", "g2", "g3", "g4"}, {"A": 40, "B": 0}, "hidden_part", ("g2", "g3")),
        ({"g1", "g2", "g3"}, {"g1", "g2", "g3", "g4"}, {"A": 40, "B": 0}, "reveals_cell", ("g4",)),
        (A | {"g5"}, {"g2", "g3"}, {"A": -5, "B": 0}, "hidden_part", ("g2", "g3")),
    ],
)
def test_decisions_by_hand(
    group: set[str], hidden: set[str], left: dict[str, float], reason: str, concerned: tuple[str, ...]
) -> None:
    decision = differencing(group, PUBLISHED, hidden, left)
    assert (decision.allowed, decision.reason, decision.concerned) == (not reason, reason, concerned)


def test_upper_limits_and_rounding_count() -> None:
    hidden, left = {"g2", "g3"}, {"A": 40.0, "B": 0.0}
    tight = differencing(A | {"g5"}, PUBLISHED, hidden, left, upper={"g2": 21, "g3": 21})
    assert (tight.reason, tight.concerned) == ("reveals_cell", ("g2", "g3"))
    assert differencing(A | {"g5"}, PUBLISHED, hidden, left, upper={"g2": 35}).allowed
    rounded = differencing(A | {"g5"}, PUBLISHED, hidden, left, upper={"g2": 21, "g3": 21}, slack={"A": 15})
    assert rounded.allowed
    assert differencing(A | {"g5"}, PUBLISHED, hidden).allowed
    assert differencing(A | {"g5"}, PUBLISHED, hidden, left).weights == {"A": 1, "g5": 1}
    assert differencing({"g2", "g3", "g5"}, PUBLISHED, hidden, left).weights == {"A": 1, "g1": -1, "g4": -1, "g5": 1}
