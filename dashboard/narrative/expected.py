"""The sentence about observed against the national average at the same composition; it is never a verdict."""

from .. import i18n
from .rules import Rules, choose
from .words import About, Number, fill, is_many, known, reason_words, topic

RULES: Rules = (
    ({"outcome": "not_distinguishable"}, "expected_chance"),
    ({"outcome": "unknown"}, "expected_unknown"),
    ({"outcome": "lower", "size": "normal"}, "expected_fewer"),
    ({"outcome": "higher", "size": "normal"}, "expected_more"),
    ({"outcome": "lower", "size": "small"}, "expected_fewer_small"),
    ({"outcome": "higher", "size": "small"}, "expected_more_small"),
)


def _limits(low: Number, high: Number, lang: str) -> list[str]:
    """The limits without their sign, smallest first; none when one is not known or 0 lies between them."""
    if low is None or high is None or not known(low) or not known(high) or low < 0 < high:
        return []
    return [i18n.number(limit, 0, lang) for limit in sorted((round(abs(low)), round(abs(high))))]


def expected(
    about: About,
    outcome: str,
    model: str,
    difference: Number = None,
    low: Number = None,
    high: Number = None,
    reason: str = "missing",
) -> str:
    """Young people more or fewer than the national average at the same composition, with the interval and the model.

    `difference`, `low` and `high` are observed minus expected, in young people. Under ten, or without an interval, no
    number is given. `outcome` is lower, higher, not_distinguishable or unknown (with a reason code).
    """
    limits = _limits(low, high, about.lang)
    key = choose(RULES, outcome=outcome, size="normal" if is_many(difference) and limits else "small")
    parts = {"topic": topic(about), "region": about.region, "model": model}
    if key in ("expected_fewer", "expected_more"):
        count = i18n.number(round(abs(difference or 0)), 0, about.lang)
        return fill(key, about.lang, **parts, count=count, low=limits[0], high=limits[1])
    if outcome == "unknown":
        return fill(key, about.lang, **parts, reason=reason_words(reason, about.lang))
    return fill(key, about.lang, **parts)
