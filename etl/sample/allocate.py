"""Whole people: divides, draws and thins counts so that totals stay exactly what they were; knows no subject."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]
Weights = NDArray[np.float64]


def stream(seed: int, name: str) -> np.random.Generator:
    """A random stream of its own for each part, so that a change in one file leaves the others as they were."""
    return np.random.default_rng([seed, crc32(name.encode())])


def shares(totals: ArrayLike, weights: ArrayLike) -> Counts:
    """Divides each total over the last axis by largest remainder; the parts add up exactly."""
    weights = np.asarray(weights, dtype=np.float64)
    totals = np.asarray(totals, dtype=np.int64)[..., None]
    exact = totals * weights / weights.sum(axis=-1, keepdims=True)
    whole = np.floor(exact).astype(np.int64)
    left = totals - whole.sum(axis=-1, keepdims=True)
    rank = np.argsort(np.argsort(whole - exact, axis=-1, kind="stable"), axis=-1, kind="stable")
    return whole + (rank < left)


def draw(rng: np.random.Generator, totals: ArrayLike, weights: ArrayLike) -> Counts:
    """Divides each total over the last axis by chance."""
    weights = np.asarray(weights, dtype=np.float64)
    return rng.multinomial(np.asarray(totals, dtype=np.int64), weights / weights.sum(axis=-1, keepdims=True))


def below(counts: Counts, caps: Counts) -> Counts:
    """Moves what exceeds a cap to siblings on the last axis that have room; sums stay."""
    kept = np.minimum(counts, caps)
    room = caps - kept
    excess = (counts - kept).sum(axis=-1)
    assert (excess <= room.sum(axis=-1)).all(), "more people than room"
    return kept + shares(excess, np.where(excess[..., None] > 0, room, 1.0))


def table(prior: Weights, rows: Counts, columns: Counts) -> Counts:
    """Whole numbers shaped like the prior with exactly these row and column totals."""
    assert rows.sum() == columns.sum(), "margins of a table must agree"
    exact = np.maximum(prior, 1e-9)
    for _ in range(60):
        exact = exact * (rows / exact.sum(axis=1))[:, None]
        exact = exact * (columns / exact.sum(axis=0))
    whole = np.floor(exact + 1e-9).astype(np.int64)
    row_left, column_left = rows - whole.sum(axis=1), columns - whole.sum(axis=0)
    # Rounding may leave a row one too full; lending it from the largest cell keeps every cell above zero.
    for row in np.flatnonzero(row_left < 0).tolist():
        column = int(np.argmax(whole[row]))
        whole[row, column] += row_left[row]
        column_left[column] -= row_left[row]
        row_left[row] = 0
    for cell in np.argsort((whole - exact).ravel(), kind="stable").tolist():
        row, column = divmod(cell, prior.shape[1])
        if row_left[row] > 0 and column_left[column] > 0:
            whole[row, column] += 1
            row_left[row] -= 1
            column_left[column] -= 1
    while row_left.any():
        row, column = int(np.argmax(row_left)), int(np.argmax(column_left))
        step = min(row_left[row], column_left[column])
        whole[row, column] += step
        row_left[row] -= step
        column_left[column] -= step
    return whole


def revise(rng: np.random.Generator, counts: Counts, total: int, churn: float) -> Counts:
    """The same cells some months earlier: a few people leave, a few join, and the new total is exact."""
    flat = counts.ravel()
    leaving = round(flat.sum() * churn) + max(0, int(flat.sum()) - total)
    stay = flat - rng.multivariate_hypergeometric(flat, leaving, method="marginals")
    joining = rng.multinomial(total - int(stay.sum()), stay / stay.sum())
    return (stay + joining).reshape(counts.shape)
