"""Targets as charts draw them: what a target asks of each year as a line, and the targets themselves as marks."""

from collections.abc import Iterable

from .. import i18n
from ..charts import Point, Series, Target
from ..indicators import Indicator
from ..indicators import Target as Declared
from ..indicators.studies.judged import Judged
from ..narrative.words import people
from ..state import View


def ways(view: View, indicator: Indicator, judged: Judged | None) -> list[Series]:
    """What a target asks of each year: from its baseline on, and from the newest figure on when that is another."""
    if judged is None:
        return []
    found = {path[0][0]: path for path in (judged.path(), judged.path_from_now()) if path}
    return [
        Series(
            view.text("aim_way", start=view.period_name(start, indicator)),
            [
                Point(period, value, f"{view.period_name(period, indicator)}: {people(value, view.lang)}")
                for period, value in path
            ],
        )
        for start, path in found.items()
    ]


def marks(view: View, indicator: Indicator, targets: Iterable[Declared]) -> list[Target]:
    """Targets as marks in their years, each with what a reader sees on pointing at it."""
    found = []
    for target in targets:
        value = i18n.number(target.value, 0, view.lang)
        first, last = (view.period_name(at, indicator) for at in (target.period_from, target.period_to))
        span = first if first == last else view.text("span", first=first, last=last)
        words = view.text("aim_words", value=value, span=span, set_in=target.set_in, set_by=target.set_by)
        found.append(Target(target.period_from, target.period_to, target.value, value, words))
    return found


def asked_in(view: View, period: int, asks: Iterable[Series], aims: Iterable[Target], nothing: str) -> list[str]:
    """The cells of one period: what each way asks, and the target that holds."""
    cells = []
    for each in asks:
        at = next((point.value for point in each.points if point.x == period), None)
        cells.append(nothing if at is None else i18n.number(at, 0, view.lang))
    due = [mark.value for mark in aims if mark.first <= period <= mark.last]
    return [*cells, i18n.number(due[-1], 0, view.lang) if due else nothing]
