"""Sums that follow from sums: the quick way gives the decisions that fractions give, over made-up and real layers."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.indicators import spans
from dashboard.indicators.disclosure import Decision, differencing

from . import slow_disclosure
from .test_disclosure import Country, layer


def same_decision(one: Decision, other: Decision) -> None:
    assert one._replace(weights={}) == other._replace(weights={})
    assert one.weights == other.weights


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 16), st.sampled_from([0.2, 0.5, 0.9]), st.data())
def test_the_quick_decision_is_the_exact_one(seed: int, size: int, share: float, data: st.DataObject) -> None:
    """Over any layers: some totals left out, limits and rounding told or not, groups of parts and of whole regions."""
    rng = np.random.default_rng(seed)
    country = Country(rng, size, share)
    published = {name: cells for name, cells in country.published.items() if data.draw(st.integers(0, 9))}
    third = data.draw(st.sets(st.sampled_from(country.codes)))
    if third:
        published["C"] = third
        country.left["C"] = float(sum(country.value[each] for each in third & country.hidden))
    group = set(data.draw(st.sets(st.sampled_from(country.codes))))
    for name in data.draw(st.sets(st.sampled_from(sorted(published)))) if published else ():
        group |= published[name]
    if not group:
        return
    more: dict[str, Any] = {}
    if data.draw(st.booleans()):
        more["upper"] = {code: float(country.value[code] + rng.integers(0, 30)) for code in sorted(country.hidden)}
    if data.draw(st.booleans()):
        more["slack"] = dict.fromkeys(published, 5.0)
    left = country.left if data.draw(st.booleans()) else None
    asked = (group, published, country.hidden, left)
    same_decision(differencing(*asked, **more), slow_disclosure.differencing(*asked, **more))


@pytest.mark.parametrize("kinds", [("doorstroompunt", "arbeidsmarkt"), ("doorstroompunt", "arbeidsmarkt", "provincie")])
def test_the_quick_decision_is_the_exact_one_for_the_real_layers(kinds: tuple[str, ...]) -> None:
    layers = {kind: layer(kind, 2026) for kind in kinds}
    published: dict[str, set[str]] = {}
    for homes in layers.values():
        for cell, region in homes.items():
            published.setdefault(region, set()).add(cell)
    cells = sorted(set().union(*published.values()))
    rng = np.random.default_rng(3)
    value = dict(zip(cells, rng.poisson(40, len(cells)).tolist(), strict=True))
    for share in (0.05, 0.3, 1.0):
        hidden = {cell for cell in cells if rng.random() < share}
        left = {name: float(sum(value[cell] for cell in inside & hidden)) for name, inside in published.items()}
        group = set().union(*(published[str(name)] for name in rng.choice(sorted(published), 2)))
        asked = (group | {cells[5], cells[99]}, published, hidden, left)
        same_decision(differencing(*asked), slow_disclosure.differencing(*asked))


def test_what_a_small_prime_cannot_tell_is_worked_out_with_a_large_one() -> None:
    rows = np.array([[1, 20_011], [3, 60_034]])
    whole = spans.span(rows)
    assert whole.prime == spans.PRIMES[1] or np.array_equal(whole.reduced, whole.scale * np.eye(2, dtype=int))
    assert spans.determined(whole) == {0, 1}
    assert spans.combination(whole, np.array([0, 1])) == [Fraction(-3), Fraction(1)]
    assert spans.combination(spans.span(rows[:1]), np.array([1, 0])) is None
    large = spans.span(np.array([[1, 20_011]]))
    assert large.prime == spans.PRIMES[1]
    assert spans.determined(large) == set()
