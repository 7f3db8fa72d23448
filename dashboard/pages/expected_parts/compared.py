"""Expected against observed for all regions: sentence, chart and table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ... import charts, i18n, narrative
from ...charts import Point, Span
from ...components import Children, Element, el, sentences, told
from ...components import panel as p
from ...components.tables import table
from ...indicators import Row, Values
from ...indicators.studies.standardised import Expected
from ...narrative import coloured_by_chance, reason_words
from ...state import View
from ..page import axis_of
from . import asked as a
from .asked import Asked
from .model import model_name
from .written import between, number, ratio_words, signed

TESTED = ("higher", "lower")
OUTCOMES = (*TESTED, "not_distinguishable")
UNUSUAL = 0.05  # of regions without any difference, one in twenty falls outside limits of 95%


@dataclass(frozen=True)
class Line:
    """One region beside what was expected; None where `reason` says why, in the code of the statistics."""

    code: str
    name: str
    row: Row | None
    observed: float | None
    expected: float | None
    ratio: tuple[float | None, float | None, float | None]
    difference: tuple[float | None, float | None, float | None]
    outcome: str
    pooled: float | None
    reason: str


def lines(view: View, found: Expected, values: Values) -> list[Line]:
    """The regions of a study in its own order."""
    rows = {str(row.key[0]): row for row in values.rows}
    compared = found.compared
    columns = (
        found.observed,
        found.expected,
        compared.ratio,
        *compared.ratio_limits,
        compared.difference,
        *compared.difference_limits,
        found.pooled,
    )
    numbers = [[None if number != number else number for number in column.tolist()] for column in columns]
    return [
        Line(
            code=code,
            name=view.name_of("region", code),
            row=rows.get(code),
            observed=observed,
            expected=mean,
            ratio=(ratio, ratio_low, ratio_high),
            difference=(difference, low, high),
            outcome=outcome,
            pooled=pooled,
            reason=reason,
        )
        for code, observed, mean, ratio, ratio_low, ratio_high, difference, low, high, pooled, outcome, reason in zip(
            found.regions, *numbers, compared.outcome.tolist(), found.reasons.tolist(), strict=True
        )
    ]


def in_order(asked: Asked, found: Sequence[Line]) -> list[Line]:
    """The regions as asked, on the scale that is shown; those that cannot be compared stand at the end, by name."""
    by_name = sorted(found, key=lambda line: line.name)
    if asked.order == "naam":
        return by_name
    seen = [line for line in by_name if line.difference[0] is not None]
    missing = [line for line in by_name if line.difference[0] is None]
    return sorted(seen, key=lambda line: -(shown(asked, line)[0] or 0)) + missing


def shown(asked: Asked, line: Line) -> tuple[float | None, float | None, float | None]:
    """A region on the scale that was chosen."""
    return line.ratio if asked.scale == "verhouding" else line.difference


def panel(view: View, asked: Asked, found: Expected | None, values: Values) -> p.Panel:
    """Chart, words and table of the comparison."""
    all_lines = in_order(asked, lines(view, found, values)) if found else []
    mine = next((line for line in all_lines if line.code == asked.region.code), None)
    indicator = asked.indicator
    period = view.period_name(asked.period, indicator)
    people = replace(indicator, unit="personen")  # this chart counts them, whatever the unit of the share
    drawn = figure(view, asked, all_lines)
    seen = any(shown(asked, line)[0] is not None for line in all_lines)
    group = sentences.choices(view, dict(asked.where))
    figures = grid(view, asked, all_lines, [*group, period])
    return p.Panel(
        headline=headline(view, asked, found, all_lines, mine),
        subtitle=p.subtitle(
            view, people, [view.text("exp_label"), *group, period], values, subject(view, asked, asked.scale)
        ),
        description=counted(view, mine),
        aloud=described(view, asked, all_lines),
        figure=drawn,
        table=figures if seen else el("Div", figures, className="panel-undrawn"),
        notes=p.notes(view, indicator, values, remarks(view, all_lines)),
        source=sources(view, asked),
        csv=[a.file(view, asked, "verwacht", **({} if asked.model == a.OWN_MODEL else {"model": asked.model}))]
        if found
        else [p.csv_of(view, a.selection(asked, [a.KIND]))],
    )


def sources(view: View, asked: Asked) -> list[Children]:
    """Where the counted and the expected numbers come from."""
    made = a.expecting(view, asked)
    counted_ = p.source_line(view, asked.indicator)
    return counted_ if made is asked.indicator else [*counted_, el("Br"), *p.source_line(view, made)]


def subject(view: View, asked: Asked, scale: str = "") -> str:
    """What is counted, or what a chart on a scale shows of it; not the share that the indicator is."""
    return view.text(f"exp_subject_{scale}" if scale else "exp_subject", what=view.named(asked.indicator, "short"))


def headline(view: View, asked: Asked, found: Expected | None, all_lines: Sequence[Line], mine: Line | None) -> str:
    """The sentence about the chosen region; for the country how many regions differ by more than chance."""
    period = view.period_name(asked.period, asked.indicator)
    what = view.named(asked.indicator, "short")
    if found is None:
        return view.text("exp_headline_none", what=what, period=period, model=model_name(view, asked, found))
    if mine is not None:
        about = told.about(view, asked.indicator, mine.code, mine.row, asked.period)
        outcome = mine.outcome or "unknown"
        name = model_name(view, asked, found)
        return narrative.expected(about, outcome, name, *mine.difference, reason=mine.reason or "missing")
    tested = [line for line in all_lines if line.outcome]
    if not tested:
        why = reason_words(next((line.reason for line in all_lines if line.reason), "missing"), view.lang)
        return view.text("exp_headline_unknown", what=what, period=period, reason=why)
    count = sum(line.outcome in TESTED for line in tested)
    key = {0: "exp_headline_zero", 1: "exp_headline_one"}.get(count, "exp_headline_many")
    return view.text(key, what=what, period=period, count=count, total=len(tested))


def counted(view: View, mine: Line | None) -> str:
    """The numbers of the chosen region in a sentence."""
    if mine is None or mine.expected is None or mine.ratio[0] is None:
        return ""
    ratio, low, high = (i18n.number(part or 0, 2, view.lang) for part in mine.ratio)
    return view.text(
        "exp_counted",
        name=view.within("region", mine.code),
        observed=number(view, mine.observed),
        expected=number(view, mine.expected),
        ratio=ratio,
        low=low,
        high=high,
    )


def described(view: View, asked: Asked, all_lines: Sequence[Line]) -> str:
    """The chart for who cannot see it: how many regions lie on which side."""
    tested = [line for line in all_lines if line.outcome]
    if not tested:
        return view.text("regions_empty")
    counts = {kind: sum(line.outcome == kind for line in tested) for kind in OUTCOMES}
    text = view.text(
        "exp_told",
        total=len(tested),
        more=counts["higher"],
        fewer=counts["lower"],
        chance=counts["not_distinguishable"],
    )
    missing = len(all_lines) - len(tested)
    return f"{text} {view.text('regions_missing', count=missing)}" if missing else text


def figure(view: View, asked: Asked, all_lines: Sequence[Line]) -> charts.Figure:
    """From the expected number (hollow) to the counted one, region by region, on one scale."""
    ratio = asked.scale == "verhouding"
    at = 1.0 if ratio else 0.0
    rows = [
        Span(
            name=line.name,
            value=value,
            low=low,
            high=high,
            words=pointed(view, line),
            kind=line.outcome,
            start=at,
            provisional=line.row is not None and line.row.status == "P",
        )
        for line in all_lines
        for value, low, high in [shown(asked, line)]
        if value is not None
    ]
    key = charts.Words(
        kinds=tuple((kind, view.text(f"exp_key_{kind}")) for kind in OUTCOMES),
        start=view.text("exp_key_start"),
        limits=view.text("exp_key_limits"),
        reference=True,
    )
    base = axis_of(view, asked.indicator)
    axis = charts.Axis(view.text("nothing_here"), "", base.separators, 2 if ratio else 0)
    label = Point("", at, view.text("exp_line_ratio" if ratio else "exp_line"))
    return charts.dumbbell(rows, view.name_of("region", asked.region.code), label, axis, key, asked.indicator.better)


def pointed(view: View, line: Line) -> str:
    """What a reader sees on pointing at a region."""
    return view.text(
        "exp_pointed",
        name=line.name,
        observed=number(view, line.observed),
        expected=number(view, line.expected),
        difference=signed(view, line.difference[0]),
        low=signed(view, line.difference[1]),
        high=signed(view, line.difference[2]),
        outcome=view.text(f"exp_key_{line.outcome}").lower(),
        status=f" ({i18n.status_word('P', view.lang)})" if line.row is not None and line.row.status == "P" else "",
    )


def grid(view: View, asked: Asked, all_lines: Sequence[Line], parts: Sequence[str]) -> Element:
    """All regions in the order of the chart, with everything the chart draws."""
    names = ("observed", "expected", "difference", "ratio", "outcome")
    heads = [view.text("region"), *(view.text(f"exp_head_{name}") for name in names), view.text("status")]
    body = []
    for line in all_lines:
        if line.outcome:
            outcome = view.text(f"exp_outcome_{line.outcome}")
        else:
            outcome = reason_words(line.reason or "missing", view.lang)
        body.append(
            [
                line.name,
                sentences.shown(view, asked.indicator, line.row)
                if line.observed is None
                else number(view, line.observed),
                number(view, line.expected),
                between(view, [signed(view, part) for part in line.difference]),
                between(view, [ratio_words(view, part) for part in line.ratio]),
                outcome,
                sentences.status_beside(view, line.row),
            ]
        )
    marked = [at for at, line in enumerate(all_lines) if line.code == asked.region.code]
    title = ", ".join([subject(view, asked), view.text("exp_label"), *parts])
    return table(title, heads, body, numeric=range(1, 5), marked=marked)


def remarks(view: View, all_lines: Sequence[Line]) -> list[str]:
    """How to read the chart: the limits, and how many regions chance alone would colour."""
    tested = [line for line in all_lines if line.outcome]
    if not tested:
        return []
    coloured = sum(line.outcome in TESTED for line in tested)
    many = coloured_by_chance(coloured, len(tested), UNUSUAL * len(tested), view.lang)
    return [*filter(None, [many]), view.text("exp_note_limits"), view.text("exp_note_verdict")]
