"""Which regions resemble each other, by a declared list of drivers; pure arithmetic on a table of driver values.

Drivers are what a region is given, never what it is measured on: no early leaving, no work, no absence. Regions that
have the same size, cities and young people can learn from each other's outcomes only if the outcomes did not choose
them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .counts import FINE, MISSING, Floats, Method, Texts, floats

CONSTANT = "constant"  # every region has the same value, so a driver tells none apart


@dataclass(frozen=True, slots=True)
class Driver:
    """A property of a region; a share is a fraction, and by the logarithm twice as large is equally far everywhere."""

    id: str
    unit: Literal["share", "persons"]
    weight: float
    transform: Literal["", "log"]
    what: str


# Raised when a driver, a weight, a transform or the distance changes, so that an old link never means other peers.
VERSION = "2026-1"
# Equal weights: nothing that is known says that one driver matters more than another.
DRIVERS = (
    Driver("urban", "share", 1, "", "inhabitants of municipalities of 100,000 or more, of all inhabitants"),
    Driver("inhabitants", "persons", 1, "log", "inhabitants"),
    Driver("young", "share", 1, "", "inhabitants aged 15 to 24, of all inhabitants"),
    Driver("jikp", "share", 1, "", "young people in a vulnerable position, as printed"),
    Driver("mbo_low", "share", 1, "", "mbo levels 1 and 2, of the young people DUO counts"),
    Driver("origin", "share", 1, "", "origin outside Europe, of the young people DUO counts"),
)
# Per reference year of a set the start year of each driver. The years are written down and not looked up: newer
# figures in a later release then make a new set and change no old one.
REFERENCE_YEARS: dict[int, dict[str, int]] = {
    2024: {"urban": 2024, "inhabitants": 2024, "young": 2021, "jikp": 2021, "mbo_low": 2023, "origin": 2023},
}


class Standardised(NamedTuple):
    """Drivers as distances from their mean in standard deviations, and per driver why it tells nothing."""

    z: Floats
    notes: Texts


class Peer(NamedTuple):
    """A region that resembles another; `parts` says per driver which share of the squared distance it makes."""

    code: str
    distance: float
    parts: tuple[float, ...]


def method(year: int, k: int) -> Method:
    """How a set of peers is made."""
    return Method(
        "peers_nearest",
        {"version": VERSION, "year": year, "k": k},
        "Weighted Euclidean distance of z-scores; with a missing driver as Gower 1971, Biometrics 27(4), 857-871",
    )


def set_id(year: int) -> str:
    """The id of a set of peers, as links keep it."""
    return f"soortgelijk-{VERSION}.{year}"


def transformed(matrix: ArrayLike, drivers: Sequence[Driver] = DRIVERS) -> Floats:
    """Driver values [regions, drivers] with the logarithm where a driver asks it; NaN where there is none."""
    values = _table(matrix).copy()
    if values.shape[1] != len(drivers):
        raise ValueError(
            f"peers.transformed: {values.shape[1]} columns and {len(drivers)} drivers; each driver has one column. "
            "Give a column per driver."
        )
    for place, driver in enumerate(drivers):
        if driver.transform == "log":
            column = values[:, place]
            values[:, place] = np.log(column, out=np.full(len(values), np.nan), where=column > 0)
    return values


def standardised(matrix: ArrayLike) -> Standardised:
    """z-scores over regions of values [regions, drivers], by the standard deviation of all regions (not a sample).

    NaN stays NaN and does not count in mean or deviation. A driver without any spread is 0 for every region; a note
    says `constant`, or `missing` for one without a single value.
    """
    values = _table(matrix)
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    people = np.maximum(count, 1)
    mean = np.sum(values, axis=0, where=there) / people
    away = values - mean
    spread = np.sqrt(np.sum(away**2, axis=0, where=there) / people)
    # A sum of equal fractions is off by a hair, which is no spread.
    flat = spread <= 1e-12 * np.maximum(np.abs(mean), 1)
    z = np.where(there & flat, 0.0, away / np.where(flat, 1.0, spread))
    return Standardised(z, np.select([count == 0, flat], [MISSING, CONSTANT], FINE))


def nearest(codes: Sequence[str], z: ArrayLike, weights: ArrayLike, k: int = 7) -> dict[str, tuple[Peer, ...]]:
    """Per region its k nearest others by standardised drivers [regions, drivers], the nearest first.

    The distance is sqrt(sum of w * difference**2). A driver that one of two regions lacks is left out of their
    distance, and the rest weighs in its place: the sum is scaled to the weight of all drivers. Equal distances go by
    code, so the order of the regions does not matter. Regions that share no driver are no peers.
    """
    scores, weight = _checked(codes, z, weights, k)
    squares = (scores[:, None, :] - scores[None, :, :]) ** 2 * weight
    there = ~np.isnan(squares)
    shared = (there * weight).sum(axis=2)
    total = np.sum(squares, axis=2, where=there)
    scale = np.divide(weight.sum(), shared, out=np.full(shared.shape, np.nan), where=shared > 0)
    distance = np.sqrt(total * scale)
    parts = np.divide(
        squares, total[:, :, None], out=np.where(there, 0.0, np.nan), where=there & (total > 0)[:, :, None]
    )
    found = {}
    for place, code in enumerate(codes):
        others = [other for other in range(len(codes)) if other != place and shared[place, other] > 0]
        # Rounded, because the order of regions moves a mean by a hair and a hair may not decide between equals.
        others.sort(key=lambda other: (round(float(distance[place, other]), 9), codes[other]))
        found[code] = tuple(
            Peer(codes[other], float(distance[place, other]), tuple(parts[place, other].tolist()))
            for other in others[:k]
        )
    return found


def stability(codes: Sequence[str], z: ArrayLike, weights: ArrayLike, k: int = 7) -> Floats:
    """The share of each region's peers that stays when one driver is left out, as [regions, drivers].

    NaN for a region without peers, and where no other driver with a weight is left.
    """
    scores, weight = _checked(codes, z, weights, k)
    peers = {code: {peer.code for peer in found} for code, found in nearest(codes, scores, weight, k).items()}
    kept = np.full(scores.shape, np.nan)
    for place in range(len(weight)):
        without = weight.copy()
        without[place] = 0
        if not without.any():
            continue
        for row, (code, found) in enumerate(nearest(codes, scores, without, k).items()):
            if peers[code]:
                kept[row, place] = len(peers[code] & {peer.code for peer in found}) / len(peers[code])
    return kept


def _checked(codes: Sequence[str], z: ArrayLike, weights: ArrayLike, k: int) -> tuple[Floats, Floats]:
    scores, weight = _table(z), floats(weights)
    if scores.shape != (len(codes), weight.size) or weight.ndim != 1 or len(set(codes)) != len(codes):
        raise ValueError(
            f"peers: {len(codes)} codes and {weight.size} weights with a table of {scores.shape}; it has one row per "
            "code, each code once, and one column per weight. Correct the shapes."
        )
    if not (weight >= 0).all() or not weight.any() or k < 1:
        raise ValueError(
            "peers: weights are 0 or more and not all 0, and k is 1 or more; "
            f"got {weight.tolist()} and {k}. Correct them."
        )
    return scores, weight


def _table(matrix: ArrayLike) -> Floats:
    values = floats(matrix)
    if values.ndim != 2:
        raise ValueError(
            f"peers: got {values.ndim} dimensions; it takes a table, one row per region and one column per driver. "
            "Give two dimensions."
        )
    return values
