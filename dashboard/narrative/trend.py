"""The sentences about change over time: a tested direction, or why there is none, and what could have been seen."""

from .rules import Rules, choose
from .words import About, Number, favour, fill, known, reason_words, shown_as_zero, size_words, the_figure, topic

RULES: Rules = (
    ({"outcome": "rising"}, "trend_rising"),
    ({"outcome": "falling"}, "trend_falling"),
    ({"outcome": "no_signal"}, "trend_no_signal"),
    ({"outcome": "too_few_points"}, "trend_unknown"),
    ({"outcome": "break"}, "trend_unknown"),
    ({"outcome": "unknown"}, "trend_unknown"),
)
DIRECTION = {"rising": "higher", "falling": "lower"}


def trend(about: About, outcome: str, first: str, last: str, reason: str = "missing") -> str:
    """Rising, falling, neither, or why not to say, from the period `first` to the period `last` (in words)."""
    key = choose(RULES, outcome=outcome)
    parts = {"topic": topic(about._replace(period="")), "region": about.region}
    if key == "trend_unknown":
        code = reason if outcome == "unknown" else outcome
        return fill(key, about.lang, **parts, reason=reason_words(code, about.lang))
    parts |= {"first": first, "last": last}
    if outcome == "no_signal":
        return fill(key, about.lang, **parts)
    return fill(key, about.lang, **parts, the_figure=the_figure(about), favour=favour(about, DIRECTION[outcome]))


def detectable(about: About, size: Number) -> str:
    """The smallest change that would have been noticed here; empty when it is unknown or too small to show."""
    if size is None or not known(size) or shown_as_zero(about, size):
        return ""
    return fill("trend_detectable", about.lang, size=size_words(about, size))
