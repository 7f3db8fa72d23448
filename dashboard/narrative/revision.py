"""The sentence about what a provisional figure may still become."""

from .rules import Rules, choose
from .words import About, Number, fill, head, known, reason_words, value_words

RULES: Rules = (
    ({"status": "final"}, ""),
    ({"band": "unknown"}, "revision_unknown"),
    ({"band": "same"}, "revision_same"),
    ({"band": "wide"}, "revision_band"),
)


def revision(about: About, low: Number, high: Number, reason: str = "few_versions") -> str:
    """Between which values the definitive figure will probably lie; empty for a figure that is not provisional."""
    plain = head(about._replace(status="A"))
    status = "provisional" if about.status == "P" else "final"
    if low is None or high is None or not known(low) or not known(high):
        key = choose(RULES, status=status, band="unknown")
        return fill(key, about.lang, head=plain, reason=reason_words(reason, about.lang))
    least, most = (value_words(about, value) for value in sorted((low, high)))
    key = choose(RULES, status=status, band="same" if least == most else "wide")
    return fill(key, about.lang, head=plain, low=least, high=most)
