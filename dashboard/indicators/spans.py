"""Which sums follow exactly from other sums: worked out modulo a prime, which is fast, then proven in whole numbers.

Floating point could take a nearly hidden cell for a hidden one, and fractions take seconds for a country. Modulo a
prime an answer can only be wrong by a rare accident, so each is turned back into fractions and multiplied out.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# The first fits products of rows in 64 bits and is enough for regions; the second is slow and enough for anything.
PRIMES = (134_217_689, 2**521 - 1)
FITS = 2**27
Ints = NDArray[np.int_]


class Span(NamedTuple):
    """Given rows (m, k) in reduced form: each of the r reduced rows has a pivot where the others have 0.

    `reduced` (r, k) is `scale` times the reduced rows; `made_of` (r, m) is how they are made of the given ones, modulo
    `prime`, from the first rows that suffice.
    """

    given: Any
    pivots: list[int]
    reduced: Any
    scale: int
    made_of: Any
    prime: int


def span(rows: Ints) -> Span:
    """The reduced form of rows of whole numbers."""
    return _span(rows.shape, rows.astype(np.int64).tobytes())


@lru_cache(maxsize=128)
def _span(shape: tuple[int, int], content: bytes) -> Span:
    """Kept, because all groups of readers are weighed against the same few sets of published totals."""
    given = np.frombuffer(content, dtype=np.int64).reshape(shape)
    for prime in PRIMES:
        found = _modulo(given.astype(np.int64 if prime < FITS else object), prime)
        if found is not None:
            return found
    raise ArithmeticError("sums of regions have fractions of over a hundred digits; their layers cannot be right.")


def determined(of: Span, more: Ints | None = None) -> set[int]:
    """The cells that are themselves a sum of the rows, and of one row more: a reduced row with one cell."""
    rows, pivots = of.reduced, list(of.pivots)
    if more is not None:
        rest = _rest(of, more)
        if np.any(rest):
            pivot = int(np.flatnonzero(rest)[0])
            rows = np.vstack([rest[pivot] * rows - np.outer(rows[:, pivot], rest), rest])
            pivots.append(pivot)
    alone = np.count_nonzero(rows, axis=1) == 1
    return {pivot for pivot, only in zip(pivots, alone, strict=True) if only}


def combination(of: Span, wanted: Ints) -> list[Fraction] | None:
    """How many times each given row makes up the wanted one; None when they cannot."""
    if not of.pivots or np.any(_rest(of, wanted)):
        return None
    times = wanted[of.pivots].astype(of.made_of.dtype) @ of.made_of % of.prime
    found = _fractions(times, of.prime)
    if found is None or not _makes(found, of.given, wanted):
        raise ArithmeticError("a sum that follows from published totals cannot be written as fractions of them.")
    whole, scale = found
    return [Fraction(int(each), scale) for each in whole]


def _rest(of: Span, wanted: Ints) -> Any:
    """`scale` times what is left of a row after the reduced rows; 0 everywhere when it follows from them."""
    return of.scale * wanted.astype(of.reduced.dtype) - wanted[of.pivots].astype(of.reduced.dtype) @ of.reduced


def _modulo(given: Any, prime: int) -> Span | None:
    """The reduced form by arithmetic modulo a prime; None when it is not that of the rows themselves."""
    count, width = given.shape
    both = np.hstack([given, np.eye(count, dtype=given.dtype)])
    made = np.zeros((0, width + count), dtype=given.dtype)
    pivots: list[int] = []
    for row in both:
        row = (row - row[pivots] @ made) % prime
        places = np.flatnonzero(row[:width])
        if not places.size:
            continue
        pivot = int(places[0])
        row = row * pow(int(row[pivot]), -1, prime) % prime
        made = np.vstack([(made - np.outer(made[:, pivot], row)) % prime, row])
        pivots.append(pivot)
    found = _fractions(made[:, :width], prime)
    # As many independent rows modulo a prime are so anyway; that all rows follow from these makes it the reduced form.
    if found is None or np.any(found[1] * given != given[:, pivots] @ found[0]):
        return None
    return Span(given, pivots, *found, made[:, width:], prime)


def _fractions(residues: Any, prime: int) -> tuple[Any, int] | None:
    """Small fractions with these residues as whole numbers and what to divide them by; None when there are none."""
    different, places = np.unique(residues, return_inverse=True)
    found = [_fraction(int(each), prime) for each in different]
    exact = [each for each in found if each is not None]
    if len(exact) < len(found):
        return None
    scale = lcm(*(each.denominator for each in exact))
    if scale > isqrt(prime):
        return None
    whole = np.array([int(each * scale) for each in exact] or [0], dtype=residues.dtype)
    return whole[places].reshape(residues.shape), scale


def _fraction(residue: int, prime: int) -> Fraction | None:
    """The one fraction with a small numerator and denominator that has this residue (Wang 1981); None without one."""
    most = isqrt(prime // 2)
    before, now, times_before, times = prime, residue, 0, 1
    while now > most:
        quotient = before // now
        before, now, times_before, times = now, before - quotient * now, times, times_before - quotient * times
    return Fraction(now, times) if 0 < abs(times) <= most else None


def _makes(found: tuple[Any, int], given: Any, wanted: Sequence[int] | Ints) -> bool:
    whole, scale = found
    return bool(np.all(whole.astype(object) @ given.astype(object) == scale * np.asarray(wanted).astype(object)))
