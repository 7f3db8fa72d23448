"""From figures with their statistics to facts in sentences: names and reasons go in, the words are those of narrative.

A figure that is missing gives one fact, why it is missing: nothing else can be said of it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import i18n, narrative
from ..indicators import Indicator, Row, Values
from ..indicators.studies.cells import EARLIER, ITSELF, PEERS
from ..indicators.studies.judged import Judged
from ..indicators.studies.standardised import VERSION
from ..indicators.subjects import COUNTED_DEFINITIONS
from ..indicators.targets import MET
from ..narrative import About, Benchmark, Fact
from ..state import COUNTRY, View

Cells = Mapping[str, Any]
# Reasons that mean: the question does not arise here, so there is nothing to tell.
NO_QUESTION = (ITSELF, "no_strata")


def facts(view: View, values: Values, region: str, against: str, what: str = "") -> list[Fact]:
    """All that the statistics beside one region's figure allow to say, the figure itself first."""
    row, cells = row_of(values, region)
    period = int(values.where["period"][0])
    topic = about(view, view.catalogue.indicators[values.indicator], region, row, period, what)
    found = [figure(topic, row)]
    example = view.catalogue.source_of(values.indicator).sample
    if row is None or row.value is None:
        return [fact._replace(example=example) for fact in found]
    if "outcome" in cells:
        found += compared(topic, cells, benchmark(view, values, against))
    if "trend" in cells:
        found.append(trended(view, topic, cells, values))
    if "expected_outcome" in cells:
        found += expected(view, topic, cells)
    return [fact._replace(example=example) for fact in found]


def row_of(values: Values, region: str) -> tuple[Row | None, Cells]:
    """The figure of a region among figures split by region, with its columns of statistics."""
    for at, row in enumerate(values.rows):
        if row.key == (region,):
            return row, {name: column[at] for name, column in values.extra.items()}
    return None, {}


def about(view: View, indicator: Indicator, region: str, row: Row | None, period: int, what: str = "") -> About:
    """What sentences on one figure are about, in the reader's language."""
    return About(
        what=what or view.named(indicator, "short"),
        region=view.within("region", region),
        lang=view.lang,
        unit=indicator.unit,
        decimals=indicator.decimals,
        better=indicator.better,
        status="L" if row is None else row.status,
        period=view.period_name(period, indicator),
    )


def benchmark(view: View, values: Values, against: str) -> Benchmark:
    """The benchmark as sentences name it; a share is held against the country without the region itself."""
    indicator = view.catalogue.indicators[values.indicator]
    if against == EARLIER:
        return Benchmark("earlier", view.period_name(int(values.where["period"][0]) - 1, indicator))
    if against == COUNTRY:
        return Benchmark("country" if indicator.denominator is None else "rest")
    if against.startswith(PEERS):
        return Benchmark("peers")
    return Benchmark("region", view.within("region", against))


def figure(topic: About, row: Row | None) -> Fact:
    """The figure itself, or why there is none."""
    if row is None or row.value is None:
        return Fact("figure", "unknown", narrative.figure(topic, None))
    return Fact("figure", "known", narrative.figure(topic, row.value, row.numerator, row.denominator))


def compared(topic: About, cells: Cells, held: Benchmark) -> list[Fact]:
    """The tested difference with a benchmark; nothing for a region that is its own benchmark."""
    reason = cells["benchmark_reason"]
    if reason in NO_QUESTION:
        return []
    outcome = cells["outcome"] or "unknown"
    told = outcome in ("lower", "higher")
    points, people = (cells["difference"], cells["difference_people"]) if told else (None, None)
    return [Fact("comparison", outcome, narrative.comparison(topic, outcome, held, points, people, reason))]


def trended(view: View, topic: About, cells: Cells, values: Values) -> Fact:
    """The tested direction over the last comparable periods."""
    first, last = span(view, cells, values)
    reason = cells["trend_reason"]
    outcome = "unknown" if reason and cells["trend_points"] else cells["trend"]
    return Fact("trend", outcome, narrative.trend(topic, outcome, first, last, reason or "missing"))


def span(view: View, cells: Cells, values: Values) -> tuple[str, str]:
    """The first and the last period of a direction, in words."""
    indicator = view.catalogue.indicators[values.indicator]
    last = int(values.where["period"][0])
    points = max(int(cells["trend_points"] or 0), 1)
    return view.period_name(last - points + 1, indicator), view.period_name(last, indicator)


def expected(view: View, topic: About, cells: Cells) -> list[Fact]:
    """Observed beside the national average at the same composition; nothing for a region without groups."""
    reason = cells["expected_reason"]
    if reason in NO_QUESTION:
        return []
    outcome = cells["expected_outcome"] or "unknown"
    limits = (cells["expected_difference"], cells["expected_difference_low"], cells["expected_difference_high"])
    return [
        Fact("expected", outcome, narrative.expected(topic, outcome, own_model(view), *limits, reason=reason)),
    ]


def own_model(view: View) -> str:
    """The name of our own model with its version."""
    return view.text("told_own_model", version=VERSION)


def dated(version: str, lang: str) -> str:
    """The version of a model that ends in a date, `Maatwerk 2024/36, 2026-01-05`, with that date in words."""
    name, _, when = version.rpartition(", ")
    try:
        return f"{name}, {i18n.day(date.fromisoformat(when), lang)}"
    except ValueError:
        return version


def aimed(view: View, judged: Judged, indicator: Indicator, what: str = "") -> Fact:
    """Where a region is on its way to a target, or that there is none; `indicator` holds the target."""
    point = judged.now
    topic = About(
        what=what or view.named(indicator, "short"),
        region=view.within("region", judged.region),
        lang=view.lang,
        unit=indicator.unit,
        decimals=indicator.decimals,
        better=indicator.better,
        status="A" if point is None else point.status,
        period="" if point is None else view.period_name(point.period, indicator),
    )
    year = view.period_name(judged.due, indicator)
    told = narrative.target(
        topic,
        standing(judged),
        None if judged.target is None else judged.target.value,
        year,
        COUNTED_DEFINITIONS.get(indicator.id, ""),
        reached=None if point is None or point.period != judged.due else point.value,
        reason=judged.reason if judged.state == "unknown" else "",
        start=start(view, judged, indicator),
        by_chance=around(judged),
    )
    own = view.catalogue.sources.get(judged.target.source) if judged.target else None
    example = view.catalogue.source_of(indicator.id).sample or (own is not None and own.sample)
    return Fact("target", judged.state, told, example)


def early(judged: Judged) -> bool:
    """Whether an earlier figure meets a target whose own year is still to come."""
    return judged.state == MET and judged.waits


def around(judged: Judged) -> bool:
    """Whether a figure differs from its target by no more than chance usually gives."""
    return judged.low is not None and judged.high is not None and judged.low <= 0 <= judged.high


def standing(judged: Judged) -> str:
    """The class of a target as sentences name it: what is met before its year is so by more than chance, or around."""
    return ("around" if around(judged) else "already") if early(judged) else judged.state


def start(view: View, judged: Judged, indicator: Indicator) -> str:
    """The period that the way to a target is measured from, in words; empty without one."""
    return "" if judged.baseline is None else view.period_name(judged.baseline.period, indicator)


def pace(view: View, judged: Judged, indicator: Indicator) -> str:
    """Where a region is on its way to a target, in a few words."""
    first = start(view, judged, indicator)
    return view.text(
        f"region_pace_{judged.state}",
        reason=narrative.reason_words(judged.reason or "missing", view.lang),
        start=view.text("target_start", period=first) if first else "",
    )
