"""The sentences about chance: many tests at once, how to read an interval, and what rounding leaves unsure."""

from .. import i18n
from .rules import Rules, choose
from .words import About, Number, fill, head, known, shown_as_zero, size_words, value_words

COLOURED: Rules = (
    ({"coloured": "0"}, "chance_none"),
    ({"coloured": "1", "alone": "0"}, "chance_one_rare"),
    ({"coloured": "1"}, "chance_one"),
    ({"alone": "0"}, "chance_many_rare"),
    ({}, "chance_many"),
)


def coloured_by_chance(coloured: int, tested: int, by_chance: float, lang: str) -> str:
    """How many regions have a colour, and how many would have one by chance alone; empty under two tests."""
    if tested < 2:
        return ""
    alone = round(by_chance) if known(by_chance) else 0
    key = choose(COLOURED, coloured=str(coloured), alone=str(alone))
    counts = {"coloured": coloured, "tested": tested, "alone": alone}
    return fill(key, lang, **{name: i18n.number(count, 0, lang) for name, count in counts.items()})


def reading_of_interval(lang: str) -> str:
    """How to read an interval of a register: chance from year to year in a complete count, no sampling error."""
    return i18n.text("interval_reading", lang)


def interval(about: About, low: Number, high: Number) -> str:
    """Between which values chance alone would put a figure of such a group; empty when there is no interval."""
    if low is None or high is None or not known(low) or not known(high):
        return ""
    return fill(
        "interval_told", about.lang, head=head(about), low=value_words(about, low), high=value_words(about, high)
    )


def rounding(about: About, margin: Number) -> str:
    """What rounding in the source leaves unsure; empty when it does not reach the last decimal that is shown."""
    if margin is None or not known(margin) or shown_as_zero(about, margin):
        return ""
    return fill("rounding_margin", about.lang, head=head(about), size=size_words(about, margin))
