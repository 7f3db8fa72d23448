"""The sentence about one figure: its value, the people behind it and its status, or why there is none."""

from .. import i18n
from .rules import Rules, choose
from .words import About, Number, fill, head, known, people, reason_words, value_words

RULES: Rules = (
    ({"value": "missing"}, "figure_missing"),
    ({"value": "share", "counts": "known"}, "figure_counts"),
    ({}, "figure_value"),
)
STATUS: Rules = (({"status": "P"}, "figure_status"), ({"status": "E"}, "figure_status"), ({}, ""))


def figure(about: About, value: Number, numerator: Number = None, denominator: Number = None, reason: str = "") -> str:
    """`Nieuwe vsv'ers in Twente: 1,91% (1.016 van 53.346 jongeren), voorlopig.`

    Without a value: why, from `reason` (a code) or else from the status letter.
    """
    plain = head(about._replace(status="A"))
    if value is None or not known(value):
        why = reason_words(reason or (about.status if about.status in "QOMLN" else "L"), about.lang)
        return fill(choose(RULES, value="missing"), about.lang, head=plain, reason=why)
    status = fill(choose(STATUS, status=about.status), about.lang, status=i18n.status_word(about.status, about.lang))
    parts = {"head": plain, "value": value_words(about, value), "status": status}
    counted = numerator is not None and denominator is not None and known(numerator) and known(denominator)
    key = choose(RULES, value="share" if about.unit == "%" else "people", counts="known" if counted else "unknown")
    if counted:
        parts |= {"cases": i18n.number(round(numerator or 0), 0, about.lang)}
        parts |= {"people": people(denominator or 0, about.lang)}
    return fill(key, about.lang, **parts)
