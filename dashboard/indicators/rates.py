"""Divides and rounds: counts in, figures out; nothing else in the repository does arithmetic on published counts.

Rounding is half away from zero on exact values, as the law's two decimals ask (Regeling prestatiebox mbo, art. 13).
Figures are never negative, so that is half up. Values arrive as binary floats of at most six decimals; they are
turned into whole millionths first, so 1.005 gives 1.01 and not 1.0.
"""

from math import sqrt

MILLION = 1_000_000
SQRT_12 = sqrt(12)


def rounded(value: float, decimals: int) -> float | int:
    """The value rounded half away from zero; a whole number when `decimals` is 0."""
    return _decimal(round(value * MILLION), MILLION, decimals)


def percentage(numerator: float, denominator: float, decimals: int) -> float | int:
    """100 x numerator / denominator, rounded half away from zero; the denominator is not 0."""
    return _decimal(100 * round(numerator * MILLION), round(denominator * MILLION), decimals)


def _decimal(above: int, below: int, decimals: int) -> float | int:
    """The fraction above / below of whole numbers, rounded half up at `decimals`."""
    tens: int = 10**decimals
    whole = (2 * above * tens + below) // (2 * below)
    return whole / tens if decimals else whole


def error_of_sum(rounded_to: int, parts: int) -> float:
    """Standard error that rounding leaves in a sum of `parts` counts, each rounded to a multiple of `rounded_to`.

    A rounding error is uniform over one step b, so its variance is b**2 / 12; those of k cells add up:
    b / sqrt(12) * sqrt(k). A count that is published exactly has none.
    """
    return rounded_to / SQRT_12 * sqrt(parts) if rounded_to > 1 else 0.0


def error_of_percentage(numerator: float, denominator: float, error_above: float, error_below: float) -> float:
    """Standard error of 100 x numerator / denominator, in percentage points, by the delta method.

    With independent rounding errors and p = n / d: 100 / d * sqrt(error_n**2 + p**2 * error_d**2).
    """
    share = numerator / denominator
    return 100 / denominator * sqrt(error_above**2 + (share * error_below) ** 2)


def shown_margin(error: float, decimals: int, parts: int) -> float | None:
    """The error when a reader should see it: larger than the last shown decimal, or in a sum of several cells."""
    if error <= 0 or (parts <= 1 and error <= 10**-decimals):
        return None
    return round(error, decimals + 2)
