"""Kitagawa and Das Gupta: the printed examples, slow implementations of the printed formulas, and parts that add up."""

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.indicators.counts import Floats
from dashboard.indicators.decomposition import DAS_GUPTA, KITAGAWA, das_gupta, kitagawa, structure

# Das Gupta 1993, table 5.1: share of each age group in % and rate in %, 1970 and 1985.
AGES_1970 = np.array([12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9])
AGES_1985 = np.array([10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5])
RATES_1970 = np.array([1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8])
RATES_1985 = np.array([2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2])
# Table 5.3: people (thousands) and deaths per 1,000 by race (2) and age (11).
SIZE_1985 = np.array(
    [
        [3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472],
        [707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236],
    ]
)
SIZE_1970 = np.array(
    [
        [2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315],
        [535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117],
    ]
)
DEATHS_1985 = np.array(
    [
        [9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570],
        [17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161],
    ]
)
DEATHS_1970 = np.array(
    [
        [18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837],
        [36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205],
    ]
)


def test_printed_example_with_one_factor() -> None:
    n, n_b = AGES_1985[None], AGES_1970[None]
    found = kitagawa(n, n * RATES_1985 / 100, n_b, n_b * RATES_1970 / 100)
    assert found.composition[0] * 100 == pytest.approx(1.2269, abs=5e-5)
    assert found.rate[0] * 100 == pytest.approx(1.7403, abs=5e-5)
    assert found.gap[0] * 100 == pytest.approx(2.9672, abs=5e-5)


def test_printed_example_with_two_factors() -> None:
    ours = (SIZE_1985[None], (SIZE_1985 * DEATHS_1985 / 1000)[None])
    theirs = (SIZE_1970, SIZE_1970 * DEATHS_1970 / 1000)
    found = das_gupta(*ours, *theirs)
    assert [1000 * effect[0] for effect in found.composition] == pytest.approx([0.0197749, 1.5217347], abs=5e-7)
    assert 1000 * found.rate[0] == pytest.approx(-2.2277254, abs=5e-7)
    assert 1000 * found.gap[0] == pytest.approx(-0.6862158, abs=5e-7)
    # Categories as Chevan & Sutherland 2009 add them, from cells printed with the R package DasGuptR 2.1.0.
    plain = das_gupta(*ours, *theirs, centred=False)
    age_1985 = np.array([0.1793138 + 0.0728699, 0.0299156 + 0.0107877, 1.7474160 + 0.1152718])
    age_1970 = np.array([0.1975264 + 0.0791601, 0.0336063 + 0.0122122, 1.0689309 + 0.0762391])
    assert 1000 * plain.composition_of[1][0, [0, 1, 10]] == pytest.approx(age_1985 - age_1970, abs=1e-6)
    rate_1985, rate_1970 = 0.1250755 + 0.0480648, 0.2521030 + 0.1033277
    assert 1000 * plain.rate_of[1][0, 0] == pytest.approx(rate_1985 - rate_1970, abs=1e-6)
    assert [e[0] for e in plain.composition] == pytest.approx([e[0] for e in found.composition], abs=1e-15)


def slow_structure(n: Floats) -> list[Floats]:
    """Das Gupta's symmetric numbers for two and three factors, written out as printed (eq. 5.23 and 5.28)."""
    found = [np.zeros(n.shape) for _ in range(n.ndim)]
    for cell in product(*map(range, n.shape)):

        def margin(*kept: int, cell: tuple[int, ...] = cell) -> float:
            index = tuple(cell[a] if a in kept else slice(None) for a in range(n.ndim))
            return float(n[index].sum())

        if n[cell] == 0:
            continue
        for a in range(n.ndim):
            if n.ndim == 2:
                b = 1 - a
                found[a][cell] = (margin(0, 1) / margin(b) * margin(a) / margin()) ** (1 / 2)
            else:
                b, c = (f for f in range(3) if f != a)
                found[a][cell] = (
                    (margin(0, 1, 2) / margin(b, c)) ** (1 / 3)
                    * (margin(a, b) / margin(b) * margin(a, c) / margin(c)) ** (1 / 6)
                    * (margin(a) / margin()) ** (1 / 3)
                )
    return found


def slow_effects(n: Floats, x: Floats, n_b: Floats, x_b: Floats) -> tuple[list[Floats], Floats]:
    """Cell effects of every factor and of the rates, cell by cell, over all orders of the factors."""
    ours, theirs = slow_structure(n), slow_structure(n_b)
    effects = [np.zeros(n.shape) for _ in range(n.ndim)]
    rates = np.zeros(n.shape)
    for cell in product(*map(range, n.shape)):
        t_b = x_b[cell] / n_b[cell] if n_b[cell] else None
        t = x[cell] / n[cell] if n[cell] else t_b
        t_b = t if t_b is None else t_b
        if t is None or t_b is None:
            continue
        rates[cell] = (n[cell] / n.sum() + n_b[cell] / n_b.sum()) / 2 * (t - t_b)
        orders = list(permutations(range(n.ndim)))
        for order in orders:
            now = [theirs[f][cell] for f in range(n.ndim)]
            for factor in order:
                before = np.prod(now)
                now[factor] = ours[factor][cell]
                effects[factor][cell] += (t + t_b) / 2 * (np.prod(now) - before) / len(orders)
    return effects, rates


def tables(seed: int, shape: tuple[int, ...], empty: float) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
    """Random tables with cells where nobody is, on one side or both."""
    rng = np.random.default_rng(seed)
    for _ in range(70):
        n, n_b = (rng.integers(1, 500, shape) * (rng.random(shape) > empty) for _ in range(2))
        n.flat[0] = n_b.flat[0] = 40
        x, x_b = rng.binomial(n, rng.random(shape)), rng.binomial(n_b, rng.random(shape))
        yield n.astype(float), x.astype(float), n_b.astype(float), x_b.astype(float)


@pytest.mark.parametrize("shape", [(2, 3), (4, 2), (2, 2, 3), (3, 2, 4)])
@pytest.mark.parametrize("empty", [0.0, 0.4])
def test_against_the_printed_formula_cell_by_cell(shape: tuple[int, ...], empty: float) -> None:
    for n, x, n_b, x_b in tables(len(shape), shape, empty):
        effects, rates = slow_effects(n, x, n_b, x_b)
        found = das_gupta(n[None], x[None], n_b, x_b, centred=False)
        for f, effect in enumerate(effects):
            others = tuple(a for a in range(len(shape)) if a != f)
            assert found.composition[f][0] == pytest.approx(effect.sum(), abs=1e-12)
            assert found.composition_of[f][0] == pytest.approx(effect.sum(axis=others), abs=1e-12)
            assert found.rate_of[f][0] == pytest.approx(rates.sum(axis=others), abs=1e-12)
        assert np.prod(structure(n[None] / n.sum()), axis=0)[0] == pytest.approx(n / n.sum(), abs=1e-14)


@pytest.mark.parametrize("centred", [True, False])
def test_one_factor_is_kitagawa_and_the_average_over_both_orders(centred: bool) -> None:
    for n, x, n_b, x_b in tables(5, (6,), 0.3):
        ours = das_gupta(n[None], x[None], n_b, x_b, centred=centred)
        other = kitagawa(n[None], x[None], n_b, x_b, centred=centred)
        assert ours.composition[0] == pytest.approx(other.composition, abs=1e-14)
        assert ours.composition_of[0] == pytest.approx(other.composition_of, abs=1e-14)
        assert ours.rate_of[0] == pytest.approx(other.rate_of, abs=1e-14)
        p, p_b = (np.divide(c, m, out=np.full(6, np.nan), where=m > 0) for c, m in ((x, n), (x_b, n_b)))
        p, p_b = np.where(n == 0, p_b, p), np.where(n_b == 0, p, p_b)
        p, p_b = np.nan_to_num(p), np.nan_to_num(p_b)
        m, m_b = n / n.sum(), n_b / n_b.sum()
        first = (m - m_b) @ p_b  # composition changes first
        last = (m - m_b) @ p
        assert other.composition[0] == pytest.approx((first + last) / 2, abs=1e-14)


def test_centred_effects_turn_around_with_the_others() -> None:
    for n, x, n_b, x_b in tables(6, (5,), 0):
        cases = kitagawa(n[None], x[None], n_b, x_b)
        others = kitagawa(n[None], (n - x)[None], n_b, n_b - x_b)
        assert cases.composition_of == pytest.approx(-others.composition_of, abs=1e-14)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.booleans(), st.booleans(), st.floats(0, 0.7))
def test_parts_add_to_the_gap(seed: int, factors: int, centred: bool, own: bool, empty: float) -> None:
    rng = np.random.default_rng(seed)
    shape = (5, *rng.integers(1, 5, factors))
    n = rng.integers(1, 10_000, shape) * (rng.random(shape) > empty)
    n.reshape(5, -1)[:, 0] = 5
    n_b = np.roll(n, 1, axis=0) if own else n.sum(axis=0)
    x, x_b = rng.binomial(n, rng.random(shape)), rng.binomial(n_b, 0.2)
    found = das_gupta(n, x, n_b, x_b, centred=centred)
    whole = tuple(range(1, factors + 1))
    crude_b = x_b.sum(axis=whole if own else None) / n_b.sum(axis=whole if own else None)
    assert found.gap == pytest.approx(x.sum(axis=whole) / n.sum(axis=whole) - crude_b, abs=1e-12)
    assert sum(found.composition) + found.rate == pytest.approx(found.gap, abs=1e-12)
    for f in range(factors):
        assert found.composition_of[f].sum(axis=1) == pytest.approx(found.composition[f], abs=1e-12)
        assert found.rate_of[f].sum(axis=1) == pytest.approx(found.rate, abs=1e-12)
    flat = [each.reshape(5, -1) if each.ndim == n.ndim else each.ravel() for each in (n, x, n_b, x_b)]
    simple = kitagawa(*flat, centred=centred)
    assert simple.composition + simple.rate == pytest.approx(simple.gap, abs=1e-12)
    assert simple.rate == pytest.approx(found.rate, abs=1e-12)
    assert simple.composition_of.sum(axis=1) == pytest.approx(simple.composition, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "x", "reason"),
    [
        ([10, np.nan], [1, 1], "missing"),
        ([10, 10], [1, np.nan], "missing"),
        ([10, -1], [1, 0], "negative"),
        ([10, 10], [1, -1], "negative"),
        ([0, 0], [0, 0], "no_population"),
        ([10, 0], [1, 1], "impossible"),
    ],
)
def test_no_result_says_why(n: list[float], x: list[float], reason: str) -> None:
    for found in (
        kitagawa([n, [5, 5]], [x, [1, 2]], [4, 4], [1, 1]),
        das_gupta([n, [5, 5]], [x, [1, 2]], [4, 4], [1, 1]),
    ):
        assert found.reasons.tolist() == [reason, ""]
        assert np.isnan(found.gap).tolist() == [True, False]
        assert np.isnan(found.rate).tolist() == [True, False]
    other = kitagawa([[4, 4]], [[1, 1]], n, x)
    assert other.reasons.tolist() == [reason] and np.isnan(other.composition_of).all()


def test_nobody_at_all_is_no_error() -> None:
    found = das_gupta(np.empty((0, 2, 3)), np.empty((0, 2, 3)), np.ones((2, 3)), np.ones((2, 3)))
    assert found.gap.shape == (0,) and found.composition_of[1].shape == (0, 3)


def test_wrong_shapes() -> None:
    with pytest.raises(ValueError, match="one axis of strata"):
        kitagawa([1, 2], [1, 2], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="one to 3 factors"):
        das_gupta(np.ones((1, 2, 2, 2, 2)), np.ones((1, 2, 2, 2, 2)), 1, 1)
    with pytest.raises(ValueError, match="must be alike"):
        das_gupta([[1, 2]], [[1, 2, 3]], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="does not fit the regions"):
        das_gupta([[1, 2]], [[1, 2]], [1, 2, 3], [1, 2, 3])


def test_methods_name_their_source() -> None:
    assert "Kitagawa 1955" in KITAGAWA.source and "P23-186" in DAS_GUPTA.source
