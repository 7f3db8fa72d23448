"""How far the country is from its target, per definition: key figures and the way there in a chart; never mixed."""

from dataclasses import dataclass
from functools import lru_cache

from ... import i18n
from ...components import Children, Element, el, told
from ...components import panel as p
from ...components.facts import tagged
from ...components.tables import table
from ...indicators import COUNTRY, Catalogue, Indicator
from ...indicators.studies.judged import Judged, due_next
from ...indicators.studies.target_path import NEW, OLD, TargetPath, overlap, target_path
from ...narrative.words import people
from ...state import View

NAMES = {OLD: "old", NEW: "new"}


@dataclass(frozen=True)
class Way:
    """One definition: its name, the targets and the series, and the target that is drawn as a way."""

    name: str
    indicator: Indicator
    found: TargetPath
    judged: Judged | None

    @property
    def earlier(self) -> list[Judged]:
        """The targets of years that have passed, the one that is drawn left out."""
        return [j for j in self.found.judged if j is not self.judged and j.state in ("met", "overdue")]


def ways(view: View) -> list[Way]:
    """The definitions that the release has figures for."""
    known = view.catalogue
    found = []
    for indicator, name in NAMES.items():
        if indicator in known.indicators and known.periods(indicator):
            path = read(known, indicator)
            if path is not None:
                found.append(Way(name, known.indicators[indicator], path, due_next(path.judged)))
    return found


@lru_cache(maxsize=16)
def read(known: Catalogue, indicator: str) -> TargetPath | None:
    """The targets and the series of the country by one definition; None when it holds no targets at all."""
    if not any(target.indicator == indicator for target in known.targets):
        return None
    return target_path(indicator, COUNTRY, known.release.id)


def lead(view: View, found: list[Way]) -> str:
    """The answer in one sentence: the country beside the target that is due first, tested against chance."""
    for way in sorted(found, key=lambda way: way.judged is None or not way.judged.waits):
        judged = way.judged
        if judged is None or judged.target is None or judged.now is None or judged.difference is None:
            continue
        return view.text(
            f"national_lead_{side(judged)}",
            counted=i18n.number(judged.now.value or 0, 0, view.lang),
            period=view.period_name(judged.now.period, way.indicator),
            status=status(view, judged),
            target=i18n.number(judged.target.value, 0, view.lang),
            when=when(view, judged, way.indicator),
            definition=view.text(f"definition_{way.name}"),
        )
    return view.text("national_lead_unknown")


def when(view: View, judged: Judged, indicator: Indicator) -> str:
    """The year a target is for, or all years that it holds in."""
    target = judged.target
    if target is None or target.period_from == target.period_to:
        return view.text("national_when", year=view.period_name(judged.due, indicator))
    first, last = (view.period_name(each, indicator) for each in (target.period_from, target.period_to))
    return view.text("national_when_each", first=first, last=last)


def side(judged: Judged) -> str:
    """On which side of its target a figure is; chance when its limits hold the target."""
    difference = judged.difference or 0
    low, high = (difference if limit is None else limit for limit in (judged.low, judged.high))
    if low <= 0 <= high and low < high:
        return "chance"
    return "above" if difference > 0 else "below"


def status(view: View, judged: Judged) -> str:
    """The status of the figure that is judged, with a comma before it; nothing for a definitive one."""
    letter = judged.now.status if judged.now else "A"
    return "" if letter == "A" else f", {i18n.status_word(letter, view.lang)}"


def headline(view: View, way: Way) -> str:
    """Where the country is on its way by this definition: the class, and how far the target is."""
    judged = way.judged
    if judged is None:
        return view.text("national_no_target", what=view.named(way.indicator, "short"))
    words = told.pace(view, judged, way.indicator)
    if told.early(judged):
        words = view.text("national_aims_around" if told.around(judged) else "national_aims_early")
    if judged.difference is None:
        return f"{words}."
    size = people(judged.difference, view.lang)
    low, high = (limit if limit is not None else judged.difference for limit in (judged.low, judged.high))
    if side(judged) != "chance" and low < high:
        least, most = (i18n.number(each, 0, view.lang) for each in sorted((abs(low), abs(high))))
        size = view.text("national_between", size=size, low=least, high=most)
    return view.text(f"national_size_{side(judged)}", state=words, size=size)


def key_figures(view: View, way: Way) -> Element:
    """One definition in short: what was counted, the target, and what it takes until its year."""
    judged = way.judged
    lines: list[tuple[str, str, str]] = []
    if judged is not None and judged.target is not None:
        year = view.period_name(judged.due, way.indicator)
        value = i18n.number(judged.target.value, 0, view.lang)
        more = view.text("national_target_in", when=when(view, judged, way.indicator), set_in=judged.target.set_in)
        lines.append((view.text("national_target"), value, more))
        if judged.fewer_per_year:
            fewer = view.text("national_fewer", people=i18n.number(judged.fewer_per_year, 0, view.lang))
            last = judged.now is not None and judged.due == judged.now.period + 1
            pace = view.text("national_needed_once" if last else "national_needed_each", year=year)
            lines.append((view.text("national_needed"), fewer, pace))
    outcomes = [
        el("Div", [el("Dt", term), el("Dd", [el("Strong", outcome), el("Span", more)])])
        for term, outcome, more in lines
    ]
    name = view.text(f"national_definition_{way.name}")
    inside = [el("H3", name), counted(view, way), *([el("Dl", outcomes, className="outcomes")] if outcomes else [])]
    return el("Div", inside, className="tile")


def counted(view: View, way: Way) -> Element:
    """The newest number in large print, with its period and status."""
    now = way.judged.now if way.judged else way.found.series.last(until=9999)
    if now is None or now.value is None:
        return el("P", el("Strong", i18n.status_word("L", view.lang)), className="tile-figure missing")
    beside = [view.text("national_counted"), view.period_name(now.period, way.indicator)]
    beside.append(i18n.status_word(now.status, view.lang))
    if p.is_example(view, way.indicator):
        beside.append(view.text("example_data"))
    large: list[Children] = [el("Strong", i18n.number(now.value, 0, view.lang)), el("Span", " · ".join(beside))]
    return el("P", large, className="tile-figure")


def earlier(view: View, found: list[Way]) -> list[Element]:
    """The targets whose year has passed, each with whether it was met."""
    return [
        el(
            "Li",
            [
                el("B", passed(view, way, old)),
                " ",
                el("Span", tagged(view, reached(view, old), p.is_example(view, way.indicator))),
            ],
        )
        for way in found
        for old in way.earlier
    ]


def passed(view: View, way: Way, old: Judged) -> str:
    """A target whose year has passed: how many, when, and when it was set."""
    assert old.target is not None
    value = i18n.number(old.target.value, 0, view.lang)
    return view.text(
        "national_earlier", value=value, year=view.period_name(old.due, way.indicator), set_in=old.target.set_in
    )


def reached(view: View, old: Judged) -> str:
    """Whether a target whose year has passed was met, and the figure of that year."""
    counted_ = people(old.now.value if old.now and old.now.value is not None else 0, view.lang)
    return view.text("national_reached", state=view.text(f"region_pace_{old.state}").lower(), people=counted_)


@lru_cache(maxsize=16)
def both(known: Catalogue) -> tuple[tuple[int, object, object], ...]:
    """The years that were counted under both definitions, with both figures."""
    found = overlap(COUNTRY, known.release.id)
    return tuple((point.period, point, found.new.at(point.period)) for point in found.old.points)


def beside_each_other(view: View, found: list[Way]) -> list[Element]:
    """The years counted under both definitions as a small table; nothing when there are none."""
    years = both(view.catalogue) if len(found) == len(NAMES) else ()
    if not years:
        return []
    old = found[0].indicator
    example = any(p.is_example(view, way.indicator) for way in found)
    caption = view.text("national_both") + (f" · {view.text('example_data')}" if example else "")
    heads = [view.text("period"), *(view.text(f"national_definition_{way.name}") for way in found)]
    body = [[view.period_name(at, old), shown(view, one), shown(view, other)] for at, one, other in years]
    return [
        table(caption, heads, body, numeric=(1, 2)),
        el("P", view.text("national_both_note"), className="notes"),
    ]


def shown(view: View, point: object) -> str:
    """A counted number of young people with its status when it is not definitive."""
    value, letter = getattr(point, "value", None), getattr(point, "status", "L")
    if value is None:
        return i18n.status_word(letter, view.lang)
    words = people(value, view.lang)
    return words if letter == "A" else f"{words} ({i18n.status_word(letter, view.lang)})"


def top(found: list[Way]) -> float:
    """The highest number of all charts, so that they share one scale."""
    heights = [point.value for way in found for point in way.found.series.points if point.value is not None]
    heights += [j.target.value for way in found for j in way.found.judged if j.target is not None]
    return float(max(heights, default=1))
