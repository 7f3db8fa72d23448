"""How far the country is from its target, per definition: key figures and the way there in a chart; never mixed."""

from dataclasses import dataclass
from functools import lru_cache

from ... import i18n, narrative
from ...components import Children, Element, el, told
from ...components import panel as p
from ...components.tables import table
from ...indicators import COUNTRY, Catalogue, Indicator
from ...indicators.studies.judged import Judged
from ...indicators.studies.target_path import NEW, OLD, TargetPath, overlap, target_path
from ...narrative import About
from ...narrative.words import people, reason_words
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
                found.append(Way(name, known.indicators[indicator], path, chosen(path)))
    return found


@lru_cache(maxsize=16)
def read(known: Catalogue, indicator: str) -> TargetPath | None:
    """The targets and the series of the country by one definition; None when it holds no targets at all."""
    if not any(target.indicator == indicator for target in known.targets):
        return None
    return target_path(indicator, COUNTRY, known.release.id)


def chosen(found: TargetPath) -> Judged | None:
    """The target that is due next, else the last one."""
    standing = [j for j in found.judged if j.target is not None and not j.target.superseded_by]
    ahead = [j for j in standing if waits(j)]
    return next(iter(ahead or standing[-1:]), None)


def waits(judged: Judged) -> bool:
    """Whether the year of a target has no figure yet."""
    return judged.now is None or judged.now.period < judged.due


def lead(view: View, found: list[Way]) -> str:
    """The first sentence of the page: the country beside the target that is due first, in young people."""
    for way in sorted(found, key=lambda way: way.judged is None or not waits(way.judged)):
        judged = way.judged
        if judged is None or judged.target is None or judged.now is None or judged.difference is None:
            continue
        return view.text(
            "national_lead_met" if judged.difference <= 0 else "national_lead_above",
            counted=people(judged.now.value or 0, view.lang),
            period=view.period_name(judged.now.period, way.indicator),
            status=status(view, judged),
            target=i18n.number(judged.target.value, 0, view.lang),
            year=view.period_name(judged.due, way.indicator),
            definition=view.text(f"definition_{way.name}"),
            difference=i18n.number(abs(judged.difference), 0, view.lang),
        )
    return view.text("national_lead_unknown")


def status(view: View, judged: Judged) -> str:
    """The status of the figure that is judged, with a comma before it; nothing for a definitive one."""
    letter = judged.now.status if judged.now else "A"
    return "" if letter == "A" else f", {i18n.status_word(letter, view.lang)}"


def about(view: View, way: Way) -> About:
    """What sentences on a target of the country are about."""
    now = way.judged.now if way.judged else None
    return About(
        what=view.named(way.indicator, "short"),
        region=view.within("region", COUNTRY),
        lang=view.lang,
        unit=way.indicator.unit,
        decimals=way.indicator.decimals,
        better=way.indicator.better,
        status="A" if now is None else now.status,
        period="" if now is None else view.period_name(now.period, way.indicator),
    )


def headline(view: View, way: Way) -> str:
    """Where the country is on its way by this definition, as a sentence."""
    if way.judged is None:
        return view.text("national_no_target", what=view.named(way.indicator, "short"))
    return told.aimed(view, way.judged, way.indicator).sentence


def pace(view: View, way: Way) -> str:
    """How many young people fewer each year the target still takes, as a sentence; empty when it takes none."""
    judged = way.judged
    if judged is None or judged.target is None or judged.fewer_per_year is None:
        return ""
    year = view.period_name(judged.due, way.indicator)
    return narrative.target_pace(about(view, way), judged.target.value, year, -judged.fewer_per_year)


def key_figures(view: View, way: Way) -> Element:
    """Counted, target, how far, what each year asks, the class in words, and targets whose year has passed."""
    judged = way.judged
    lines: list[tuple[str, str, str]] = []
    if judged is not None and judged.target is not None:
        year = view.period_name(judged.due, way.indicator)
        words = view.text("region_target_in", value=i18n.number(judged.target.value, 0, view.lang), year=year)
        lines.append((view.text("national_target"), words, view.text("national_set_in", year=judged.target.set_in)))
        lines.append((view.text("national_state"), *state(view, judged)))
        if judged.fewer_per_year:
            fewer = view.text("national_needed_words", people=people(judged.fewer_per_year, view.lang))
            lines.append((view.text("national_needed"), fewer, view.text("national_needed_until", year=year)))
    inside = [
        el("Div", [el("Dt", term), el("Dd", [el("Strong", outcome), el("Span", more)])])
        for term, outcome, more in lines
    ]
    if way.earlier:
        told_ = [el("Span", [el("B", passed(view, way, old)), f" {reached(view, old)}"]) for old in way.earlier]
        inside.append(el("Div", [el("Dt", view.text("national_earlier_all")), el("Dd", told_)]))
    return el(
        "Div",
        [
            el("H2", view.text(f"national_definition_{way.name}")),
            counted(view, way),
            el("P", view.text(f"national_counts_{way.name}"), className="tile-state"),
            el("Dl", inside, className="outcomes"),
        ],
        className="tile",
    )


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


def state(view: View, judged: Judged) -> tuple[str, str]:
    """The class in words, and how many young people lie between the figure and the target."""
    words = view.text(f"region_pace_{judged.state}", reason=reason_words(judged.reason or "missing", view.lang))
    if judged.difference is None:
        return words, ""
    size = people(judged.difference, view.lang)
    low, high = (limit if limit is not None else judged.difference for limit in (judged.low, judged.high))
    if low <= 0 <= high and low < high:
        return words, view.text("national_chance_above", size=size)
    if low < high:
        least, most = (i18n.number(each, 0, view.lang) for each in sorted((abs(low), abs(high))))
        size = view.text("national_between", size=size, low=least, high=most)
    return words, view.text("national_above" if judged.difference > 0 else "national_below", size=size)


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
    heads = [view.text("period"), *(view.text(f"national_definition_{way.name}") for way in found)]
    body = [[view.period_name(at, old), shown(view, one), shown(view, other)] for at, one, other in years]
    return [
        table(view.text("national_both"), heads, body, numeric=(1, 2)),
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
