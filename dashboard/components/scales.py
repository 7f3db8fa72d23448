"""Where a value axis of a chart begins and ends; draws nothing."""

from collections.abc import Sequence


def starts_at_zero(values: Sequence[float], least: float = 0.7) -> bool:
    """Whether the value axis of lines or dots starts at zero: unless that would press them all into the far end."""
    return not values or min(values) < least * max(values)


def enlarged(values: Sequence[float], least: float = 0.3) -> list[float]:
    """The ends of an axis that does not start at zero; never so close that hardly any change fills the chart."""
    low, high = min(values), max(values)
    room = max(1.1 * (high - low), least * high) - (high - low)
    return [max(0, low - 0.5 * room), high + 0.5 * room]
