"""The sentences about a target: where the region is on the way, by which definition, and what is still needed."""

from .. import i18n
from .rules import Rules, choose
from .words import About, Number, fill, known, people, reason_words, topic, value_words

RULES: Rules = (
    ({"target": "unknown"}, "target_none"),
    ({"outcome": "unknown"}, "target_unknown"),
    ({"outcome": "on_track"}, "target_on_track"),
    ({"outcome": "moderate"}, "target_moderate"),
    ({"outcome": "insufficient"}, "target_insufficient"),
    ({"outcome": "away"}, "target_away"),
    ({"outcome": "already"}, "target_already"),
    ({"outcome": "around"}, "target_around"),
    ({"outcome": "met"}, "target_met"),
    ({"outcome": "overdue"}, "target_overdue"),
)
PACE: Rules = (
    ({"way": "fewer", "left": "one"}, "target_needs_fewer_once"),
    ({"way": "more", "left": "one"}, "target_needs_more_once"),
    ({"way": "fewer"}, "target_needs_fewer"),
    ({"way": "more"}, "target_needs_more"),
)


def _definition(about: About, definition: str) -> str:
    """The definition in brackets, unless the name of the indicator says it already."""
    if not definition:
        return ""
    words = i18n.text(f"definition_{definition}", about.lang)
    return "" if words in about.what else f" ({words})"


def target(
    about: About,
    outcome: str,
    value: Number,
    year: str,
    definition: str = "",
    reached: Number = None,
    reason: str = "",
    start: str = "",
    by_chance: bool = False,
) -> str:
    """Where the region is on its way to the target `value` in `year`; `definition` is old, new or empty.

    `outcome` is on_track, moderate, insufficient, away, already (met before its year), around (the same, but by no more
    than chance), met, overdue or unknown (with a reason code). `reached` is the figure itself, told when the target is
    met or its year has passed, and `by_chance` whether chance may make it differ from the target; the status of `about`
    is the status of it. `start` is the period that the way is measured from.
    """
    told = value is not None and known(value)
    key = choose(RULES, outcome=outcome, target="known" if told else "unknown")
    parts = {"topic": topic(about), "region": about.region, "year": year}
    parts |= {"reason": reason_words(reason or ("missing" if told else "no_target"), about.lang)}
    if value is None or not told:
        return fill(key, about.lang, **parts)
    has_figure = reached is not None and known(reached)
    with_figure = "target_reached_around" if by_chance else "target_reached"
    figure = fill(with_figure, about.lang, reached=value_words(about, reached or 0)) if has_figure else ""
    return fill(
        key,
        about.lang,
        **parts,
        target=value_words(about, value),
        definition=_definition(about, definition),
        reached=figure,
        start=fill("target_start", about.lang, period=start) if start else "",
    )


def target_pace(about: About, value: Number, year: str, per_year: Number, *, last: bool = False) -> str:
    """How many young people fewer (negative) or more each year the target still takes; empty when not known or none.

    `last` is when one year is left, which is not called each year.
    """
    if value is None or per_year is None or not known(value) or not known(per_year) or round(per_year) == 0:
        return ""
    key = choose(PACE, way="fewer" if per_year < 0 else "more", left="one" if last else "more")
    return fill(
        key,
        about.lang,
        topic=topic(about),
        region=about.region,
        target=value_words(about, value),
        year=year,
        people=people(per_year, about.lang),
    )
