"""The words of the page with development: tested sentences, what lines are told, the notes below a chart."""

from collections.abc import Sequence

from ... import i18n, narrative
from ...components import Children, link, sentences, told
from ...components import panel as p
from ...indicators import Indicator, QueryError, Row, Values
from ...indicators.studies.target_path import with_targets
from ...narrative import Fact, reason_words
from ...state import COUNTRY, View
from .asked import PERCENT, Asked, Whole

TESTED = ("rising", "falling", "no_signal")
COUNTS = "counts"


def facts(view: View, whole: Whole, code: str) -> list[Fact]:
    """What the newest figure of a region and its statistics allow to say; counts and the country have no benchmark."""
    newest = whole.told(code)
    found = told.facts(view, newest, code, COUNTRY)
    alone = code == COUNTRY or newest.extra["benchmark_reason"][0] == COUNTS
    return [fact for fact in found if not (alone and fact.kind == "comparison")]


def headline(found: Sequence[Fact]) -> str:
    """The tested direction; where none could be tested the newest figure."""
    trend = next((fact.sentence for fact in found if fact.kind == "trend" and fact.outcome in TESTED), "")
    return trend or next(fact.sentence for fact in found if fact.kind == "figure")


def also(view: View, whole: Whole, code: str, found: Sequence[Fact]) -> list[str]:
    """What is said below the headline: the other facts, and what change could not have been seen."""
    first = headline(found)
    rest = [fact.sentence for fact in found if fact.kind in ("comparison", "trend") and fact.sentence != first]
    return [*rest, *filter(None, [unseen(view, whole, code, found)])]


def unseen(view: View, whole: Whole, code: str, found: Sequence[Fact]) -> str:
    """The smallest change that would have been noticed, when none was."""
    if not any(fact.kind == "trend" and fact.outcome == "no_signal" for fact in found):
        return ""
    newest = whole.told(code)
    row = newest.rows[0]
    indicator = view.catalogue.indicators[newest.indicator]
    topic = told.about(view, indicator, code, row, int(newest.where["period"][0]))
    return narrative.detectable(topic, newest.extra["detectable_change"][0])


def axis_labels(view: View, indicator: Indicator, periods: Sequence[int], rows: Sequence[Row]) -> dict[int, str]:
    """The periods as they stand below an axis; with the status of a period whose figures all have it."""
    letters: dict[int, set[str]] = {}
    for row in rows:
        if row.value is not None:
            letters.setdefault(int(row.key[1]), set()).add(row.status)
    found = {}
    for period in periods:
        name = view.period_name(period, indicator)
        here = letters.get(period, set())
        word = i18n.status_word(next(iter(here)), view.lang) if len(here) == 1 and here != {"A"} else ""
        found[period] = f"{name}<br>{word}" if word else name
    return found


def between(view: View, indicator: Indicator, limits: tuple[float, float] | None) -> str:
    """Two limits in words; a dash when there are none."""
    if limits is None:
        return "–"
    low, high = (i18n.number(limit, indicator.decimals, view.lang) for limit in limits)
    return view.text("trends_between", low=low, high=high)


def level(view: View) -> str:
    """The level of the band as it is written."""
    return i18n.quantity(95, PERCENT, 0, view.lang)


def band_notes(view: View, found: Asked) -> list[str]:
    """What the band around the own line means, or why there is none."""
    if found.whole is None:
        return []
    if found.limits():
        return [f"{view.text('trends_band', level=level(view))} {narrative.reading_of_interval(view.lang)}"]
    reason = found.whole.told(found.own).extra["interval_reason"][0]
    return [view.text("trends_no_band", reason=reason_words(reason, view.lang))] if reason else []


def elsewhere(view: View, found: Asked) -> list[str]:
    """Says so when Nederland is shown because the chosen region has no figures of this kind, or is left out."""
    if found.own != view.region().code:
        return [view.text("note_country_only", region=view.region_label())]
    left_out = found.apart is None and found.indicator.unit != PERCENT and found.own != COUNTRY
    return [view.text("trends_no_country")] if left_out else []


def target_link(view: View, found: Asked) -> list[Children]:
    """Leads from a percentage to the number of young people that its target is set in."""
    try:
        counted = with_targets(view.catalogue, found.indicator.id)
    except QueryError:
        return []
    aimed = any((t.indicator, t.region) == (counted.id, found.own) for t in view.catalogue.targets)
    if not aimed or counted.id == found.indicator.id:
        return []
    words = view.text("trends_target_link")
    return [view.text("trends_target"), " ", link(words, view.to("trends", {"indicator": counted.id}))]


def notes(view: View, found: Asked, periods: Sequence[int], *more: Children) -> list[Children]:
    """What a reader must know of these figures, the most telling first."""
    plain: list[Children] = list(
        p.notes(view, found.indicator, found.values, p.break_notes(view, found.indicator, periods))
    )
    return [*elsewhere(view, found), *band_notes(view, found), *more, *plain]


def csv(view: View, found: Asked) -> list[tuple[str, str]]:
    """The drawn figures as CSV, with the statistics that were told."""
    more = {"met": "interval,vergelijking,trend"} if found.whole else {}
    return [p.csv_of(view, found.selection, **more)]


def choices(view: View, values: Values) -> list[str]:
    """The chosen codes in words."""
    fixed = {d: str(code[0]) for d, code in values.where.items() if d not in ("region", "period") and len(code) == 1}
    return sentences.choices(view, fixed)
