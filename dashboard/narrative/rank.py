"""The sentences about a place among the regions: always an interval, and why a place moved."""

from .. import i18n
from .rules import Rules, choose
from .words import About, Number, fill, known, reason_words, topic

RULES: Rules = (
    ({"span": "unknown"}, "rank_unknown"),
    ({"span": "all"}, "rank_any"),
    ({"span": "one", "first": "highest"}, "rank_one_highest"),
    ({"span": "one", "first": "lowest"}, "rank_one_lowest"),
    ({"first": "highest"}, "rank_highest"),
    ({"first": "lowest"}, "rank_lowest"),
)
MOVED: Rules = (
    ({"outcome": "not_distinguishable"}, "rank_moved_chance"),
    ({"cause": "none"}, "rank_moved_none"),
    ({"cause": "own"}, "rank_moved_own"),
    ({"cause": "others"}, "rank_moved_others"),
    ({"cause": "revision"}, "rank_moved_revision"),
    ({"cause": "several"}, "rank_moved_several"),
)


def rank(about: About, low: Number, high: Number, total: int, first: str, reason: str = "missing") -> str:
    """Between which places the region is among `total`; `first` says whether the highest or the lowest has place 1.

    A place never stands alone: where the interval is one place, the sentence says that chance is counted in.
    """
    parts = {"topic": topic(about), "region": about.region, "total": i18n.number(total, 0, about.lang)}
    if low is None or high is None or not known(low) or not known(high):
        return fill(choose(RULES, span="unknown"), about.lang, **parts, reason=reason_words(reason, about.lang))
    best, last = sorted((round(low), round(high)))
    span = "one" if best == last else "all" if (best, last) == (1, total) else "some"
    key = choose(RULES, span=span, first=first)
    written = {"low": i18n.number(best, 0, about.lang), "high": i18n.number(last, 0, about.lang)}
    return fill(key, about.lang, **parts, **written)


def rank_moved(about: About, outcome: str, own: float, others: float, revision: float) -> str:
    """What moved the place most: the own figure, those of others, or a revision (each in places, the sign is not told).

    `outcome` is not_distinguishable when the intervals of both places overlap, else moved.
    """
    sizes = {"own": abs(own), "others": abs(others), "revision": abs(revision)}
    most = max(sizes.values())
    causes = [cause for cause, size in sizes.items() if size == most]
    cause = "none" if most == 0 else causes[0] if len(causes) == 1 else "several"
    key = choose(MOVED, outcome=outcome, cause=cause)
    return fill(key, about.lang, topic=topic(about), region=about.region)
