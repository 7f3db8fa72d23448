"""Targets: paces against exact roots and an independent program's rule, classes at their edges, shares that add up."""

from fractions import Fraction
from math import exp, log, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.indicators import targets
from dashboard.indicators.targets import (
    actual_pace,
    actual_pace_points,
    pace_from_now,
    pace_from_now_points,
    pace_reasons,
    path,
    persons_per_year,
    progress,
    required_pace,
    required_pace_points,
    share_out,
)

RANDOM = np.random.default_rng(20260324)
STEADY = settings(max_examples=200, deadline=None, derandomize=True)
WEIGHTS = st.lists(st.integers(0, 50_000), min_size=1, max_size=45)


def test_the_example_of_the_country() -> None:
    """29,163 in 2023/'24 to 18,000 in 2025/'26 needs 21.4 % fewer each year."""
    assert round(float(required_pace(29_163, 18_000, 2)), 3) == -0.214
    assert float(persons_per_year(29_163, 18_000, 2)) == 5581.5


def test_paces_against_logarithms_and_fractions() -> None:
    base, other = RANDOM.uniform(1, 40_000, 300), RANDOM.uniform(1, 40_000, 300)
    years = RANDOM.integers(1, 12, 300)
    expected = [exp(log(b / a) / int(t)) - 1 for a, b, t in zip(base, other, years, strict=True)]
    for pace in (actual_pace, required_pace, pace_from_now):
        assert np.allclose(pace(base, other, years), expected, rtol=1e-12, atol=1e-14)
    whole, end = RANDOM.integers(0, 40_000, 300), RANDOM.integers(0, 40_000, 300)
    exact = [float(Fraction(int(b) - int(a), int(t))) for a, b, t in zip(whole, end, years, strict=True)]
    for pace in (actual_pace_points, required_pace_points, pace_from_now_points):
        assert np.allclose(pace(whole, end, years), exact, rtol=1e-15, atol=0)
    assert np.allclose(-persons_per_year(whole, end, years), exact, rtol=1e-15, atol=0)


@STEADY
@given(st.fractions(Fraction(1, 10), 3), st.integers(1, 100), st.integers(1, 9))
def test_a_pace_compounds_to_the_end(factor: Fraction, base: int, years: int) -> None:
    end = base * factor**years
    assert float(required_pace(base, float(end), years)) == pytest.approx(float(factor - 1), abs=1e-9)


EDGES = [
    # start, end, years, reason compound, reason in points, actual, required, in points
    (100, 81, 2, "", "", -0.1, -0.1, -9.5),
    (nan, 81, 2, "missing", "missing", nan, nan, nan),
    (100, None, 2, "missing", "missing", nan, nan, nan),
    (100, 81, nan, "missing", "missing", nan, nan, nan),
    (-1, 81, 2, "negative", "negative", nan, nan, nan),
    (100, -1, 2, "negative", "negative", nan, nan, nan),
    (100, 81, 0, "no_years", "no_years", nan, nan, nan),
    (100, 81, -2, "backwards", "backwards", nan, nan, nan),
    (0, 81, 2, "zero_start", "", nan, nan, 40.5),
    (100, 0, 2, "zero_target", "", -1, nan, -50),
    (0, 0, 2, "zero_start", "", nan, nan, 0),
]


@pytest.mark.parametrize(("start", "end", "years", "why", "why_points", "actual", "required", "points"), EDGES)
def test_every_edge_has_an_outcome_and_a_reason(
    start: float, end: float, years: float, why: str, why_points: str, actual: float, required: float, points: float
) -> None:
    assert str(pace_reasons(start, end, years)) == why
    assert str(pace_reasons(start, end, years, points=True)) == why_points
    assert float(actual_pace(start, end, years)) == pytest.approx(actual, nan_ok=True)
    assert float(required_pace(start, end, years)) == pytest.approx(required, nan_ok=True)
    assert float(actual_pace_points(start, end, years)) == pytest.approx(points, nan_ok=True)


def test_paces_broadcast_and_take_nothing() -> None:
    assert required_pace([100, 200], [[50], [100]], 1).tolist() == [[-0.5, -0.75], [0.0, -0.5]]
    assert required_pace([], [], 2).shape == (0,)
    assert progress([], [], [], [], [], []).state.shape == (0,)


STATES = [
    # base period, base, now period, now, target period, target, state, reason
    (2020, 100, 2022, 81, 2024, 100 * 0.9**4, "on_track", ""),
    (2020, 100, 2022, 90, 2024, 100 * 0.9**4, "insufficient", ""),
    (2020, 100, 2022, 87, 2024, 100 * 0.9**4, "moderate", ""),
    (2020, 100, 2022, 100, 2024, 65, "insufficient", ""),
    (2020, 100, 2022, 110, 2024, 65, "away", ""),
    (2020, 100, 2022, 65, 2024, 65, "met", ""),
    (2020, nan, 2022, 60, 2024, 65, "met", ""),
    (2020, 60, 2022, 62, 2024, 65, "met", ""),
    (2020, 60, 2022, 70, 2024, 65, "away", "met_at_baseline"),
    (2020, 65, 2022, 70, 2024, 65, "away", "met_at_baseline"),
    (2020, 100, 2024, 70, 2024, 65, "overdue", ""),
    (2020, 100, 2025, 70, 2024, 65, "overdue", ""),
    (nan, nan, 2024, 70, 2024, 65, "overdue", ""),
    (2020, 100, 2024, 60, 2024, 65, "met", ""),
    (2020, 100, 2024, nan, 2024, 65, "unknown", "missing"),
    (2020, 100, nan, 70, 2024, 65, "unknown", "missing"),
    (2020, 100, 2022, 70, 2024, nan, "unknown", "missing"),
    (2020, 100, 2022, -1, 2024, 65, "unknown", "negative"),
    (2020, -1, 2022, 70, 2024, 65, "unknown", "negative"),
    (2020, nan, 2022, 70, 2024, 65, "unknown", "no_baseline"),
    (nan, 100, 2022, 70, 2024, 65, "unknown", "no_baseline"),
    (2022, 70, 2022, 70, 2024, 65, "unknown", "one_point"),
    (2023, 100, 2022, 70, 2024, 65, "unknown", "backwards"),
    (2025, 100, 2022, 70, 2024, 65, "unknown", "backwards"),
    (2020, 100, 2022, 70, 2024, 0, "unknown", "zero_target"),
    (2020, 100, 2022, 0, 2024, 0, "met", ""),
]


@pytest.mark.parametrize(("t0", "x0", "t1", "x1", "t2", "x2", "state", "reason"), STATES)
def test_states(t0: float, x0: float, t1: float, x1: float, t2: float, x2: float, state: str, reason: str) -> None:
    made = progress(t0, x0, t1, x1, t2, x2)
    assert (str(made.state), str(made.reason)) == (state, reason)
    assert np.isnan(made.ratio) == (state in ("met", "overdue", "unknown") or bool(reason))


def test_higher_is_better_and_zero() -> None:
    made = progress(2020, [0, 50, 50, 50, 0], 2022, [5, 55, 45, 90, 0], 2024, 80, higher=True)
    assert made.state.tolist() == ["unknown", "insufficient", "away", "met", "unknown"]
    assert made.reason.tolist() == ["zero_start", "", "", "", "zero_start"]
    linear = progress(2020, [0, 0], 2022, [5, 40], 2024, 80, higher=True, points=True)
    assert linear.state.tolist() == ["insufficient", "on_track"]
    assert linear.ratio.tolist() == [0.125, 1.0]
    assert linear.required.tolist() == [20.0, 20.0]
    zero = progress(2020, 4, 2022, 3, 2024, 0, points=True)
    assert (str(zero.state), float(zero.ratio), float(zero.from_now)) == ("insufficient", 0.5, -1.5)


def test_class_limits_are_inside() -> None:
    now = 100 - np.array([0.949, 0.95, 0.60, 0.599, 0.0, -0.01]) * 20
    made = progress(2020, 100, 2022, now, 2024, 60, points=True)
    assert made.state.tolist() == ["moderate", "on_track", "moderate", "insufficient", "insufficient", "away"]


def by_open_sdg(base: float, now: float, target: float, years: tuple[int, int]) -> str:
    """The rule of the Open SDG platform for a target that is at most something, written out with plain numbers."""
    if now <= target:
        return "met"
    observed = (now / base) ** (1 / years[0]) - 1
    theoretical = (target / base) ** (1 / years[1]) - 1
    ratio = observed / theoretical
    return "on_track" if ratio >= 0.95 else "moderate" if ratio >= 0.6 else "insufficient" if ratio >= 0 else "away"


def test_states_against_another_program() -> None:
    seen = set()
    for _ in range(400):
        base, now = float(RANDOM.integers(50, 5000)), 0.0
        now, target = base * RANDOM.uniform(0.3, 1.2), base * RANDOM.uniform(0.3, 0.99)
        years = (int(RANDOM.integers(1, 6)), int(RANDOM.integers(6, 12)))
        state = by_open_sdg(base, now, target, years)
        seen.add(state)
        assert str(progress(2015, base, 2015 + years[0], now, 2015 + years[1], target).state) == state
    assert seen == {"met", "on_track", "moderate", "insufficient", "away"}


@STEADY
@given(st.integers(1, 90_000), st.integers(1, 90_000), st.integers(1, 12), st.booleans())
def test_a_path_starts_and_ends_right_and_keeps_its_pace(base: int, target: int, years: int, points: bool) -> None:
    periods, values = path(2020, base, 2020 + years, target, points=points)
    assert periods.tolist() == list(range(2020, 2021 + years))
    assert (values[0], values[-1]) == (base, target)
    steps = np.diff(values) if points else values[1:] / values[:-1] - 1
    pace = (required_pace_points if points else required_pace)(base, target, years)
    assert np.allclose(steps, pace, rtol=1e-6, atol=1e-9)


def test_path_edges() -> None:
    assert path(2024, 50, 2020, 40).periods.size == 0
    assert path(2024, [50, 60], 2020, 40).values.shape == (2, 0)
    assert path(2024, 50, 2024, 40).values.tolist() == [50.0]
    assert path(2020, 8, 2023, 1).values.tolist() == pytest.approx([8, 4, 2, 1])
    several = path(2020, [[8], [0], [nan]], 2022, [2, 0]).values
    assert several.shape == (3, 2, 3)
    assert several[0, 0].tolist() == [8, 4, 2]
    assert np.isnan(several[0, 1]).all() and np.isnan(several[1:]).all()
    assert path(2020, 8, 2022, 0, points=True).values.tolist() == [8, 4, 0]


@STEADY
@given(st.integers(0, 30_000), WEIGHTS)
def test_shares_add_up_and_stay_next_to_their_quota(total: int, weights: list[int]) -> None:
    made = share_out(total, weights)
    if not sum(weights):
        assert set(made.reasons.tolist()) == {"no_population"} and np.isnan(made.left) and not made.complete
        return
    assert made.parts.sum() == total and made.complete and made.left == 0
    for part, weight in zip(made.parts, weights, strict=True):
        assert abs(Fraction(int(part)) - Fraction(total * weight, sum(weights))) < 1
    assert np.allclose(made.quotas, np.array(weights) * total / sum(weights))


@STEADY
@given(st.integers(0, 30_000), st.lists(st.integers(1, 50_000), min_size=1, max_size=40), st.randoms())
def test_shares_do_not_depend_on_the_order(total: int, weights: list[int], random: object) -> None:
    order = list(range(len(weights)))
    random.shuffle(order)  # type: ignore[attr-defined]
    here, there = share_out(total, weights).parts, share_out(total, [weights[place] for place in order]).parts
    remainders = [Fraction(total * weight, sum(weights)) % 1 for weight in weights]
    if len(set(remainders)) == len(remainders):
        assert there.tolist() == [here[place] for place in order]
    # With ties only who gets the odd one changes.
    assert sorted(here) == sorted(there)


def test_shares_by_hand() -> None:
    """The textbook case of Hamilton's method: quotas 5.1, 2.6 and 2.3 of ten seats."""
    assert share_out(10, [51, 26, 23]).parts.tolist() == [5, 3, 2]
    assert share_out(2, [1, 1, 1]).parts.tolist() == [1, 1, 0]
    assert share_out(3, [188.1, 188.1]).parts.tolist() == [2, 1]
    assert share_out(0, [3, 4]).parts.tolist() == [0, 0]
    # Next to each other as floats, and not equal: exact remainders decide.
    assert share_out(1, [1 / 3, np.nextafter(1 / 3, 1)]).parts.tolist() == [0, 1]


def test_a_hidden_weight_gets_nothing_and_nobody_gets_its_part() -> None:
    made = share_out(100, [30, None, 50], whole=100)
    assert made.parts.tolist()[::2] == [30, 50] and np.isnan(made.parts[1])
    assert made.reasons.tolist() == ["", "missing", ""]
    assert made.left == 20 and not made.complete
    without = share_out(100, [30, nan, 50])
    assert without.reasons.tolist() == ["incomplete", "missing", "incomplete"]
    assert np.isnan(without.parts).all() and np.isnan(without.quotas).all() and np.isnan(without.left)


@STEADY
@given(st.integers(0, 20_000), st.lists(st.integers(0, 900), min_size=2, max_size=40), st.data())
def test_a_hidden_weight_changes_no_other_part_by_a_whole(total: int, weights: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(weights) - 1))
    if not sum(weights):
        return
    shown = [None if at == place else float(weight) for at, weight in enumerate(weights)]
    made = share_out(total, shown, whole=sum(weights))
    assert np.nansum(made.parts) + made.left == total
    assert not made.complete
    assert (np.delete(made.parts, place) == np.delete(share_out(total, weights).parts, place)).all() or (
        # A tie between the hidden weight and a later one goes to the later one: what is left comes last.
        len({Fraction(total * weight, sum(weights)) % 1 for weight in weights}) < len(weights)
    )


@pytest.mark.parametrize(
    ("weights", "whole", "expected"),
    [
        ([5, -1], None, ["incomplete", "negative"]),
        ([5, np.inf], 10, ["", "missing"]),
        ([5, None], nan, ["incomplete", "missing"]),
        ([5, None], np.inf, ["incomplete", "missing"]),
        ([5, None], 4, ["impossible", "missing"]),
        ([0, None], 0, ["no_population", "missing"]),
        ([None], 10, ["missing"]),
        ([], None, []),
    ],
)
def test_share_edges(weights: list[float | None], whole: float | None, expected: list[str]) -> None:
    made = share_out(10, np.array(weights, dtype=float), whole)
    assert made.reasons.tolist() == expected
    assert np.isnan(made.parts[made.reasons != ""]).all()
    assert not made.complete


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1.5, [1]), (nan, [1]), (np.inf, [1]), (3, [[1, 2]])])
def test_wrong_arguments_are_refused(total: float, weights: list[float]) -> None:
    with pytest.raises(ValueError, match="whole number of 0 or more"):
        share_out(total, weights)


def test_methods_say_their_source() -> None:
    for method in (targets.COMPOUND, targets.LINEAR, targets.LARGEST_REMAINDER):
        assert method.id and method.source
    assert targets.COMPOUND.parameters == {"enough": 0.95, "halfway": 0.6}
