"""Part (a) of the yearly effect report as a table, as text to copy, and as sentences; works nothing out."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import has_request_context, request

from ... import i18n, narrative
from ...components import Element, el, told
from ...components.downloads import downloads
from ...components.facts import marked
from ...components.tables import table
from ...indicators import Indicator
from ...indicators.studies.effect_lines import CBS
from ...indicators.studies.effect_report import Awaited, EffectReport, Explained, Line, deadline, next_over
from ...indicators.studies.judged import Judged, Point
from ...indicators.studies.sharing_out import EXPECTED
from ...narrative import About, Benchmark, Fact, reason_words
from ...narrative.words import favour, people, size_words, step, value_words
from ...state import View, study_address

# Articles whose definition has not been held against the official text yet.
UNCHECKED = ("2.3 b", "2.3 c")
# A row of the table: what it is, and a cell per legal indicator.
Cells = tuple[str, list[str]]


def section(view: View, report: EffectReport, today: date) -> list[Element]:
    """The report of a region over the last year with figures: what is due when, table, sentences, copy and download."""
    heads, body = grid(view, report)
    csv = study_address(view, f"regios/{report.region}/effectrapportage", {})
    return [
        el("P", intro(view, report, today), className="report-intro"),
        el(
            "Ul",
            [
                el("Li", [copy(view, text(view, report, today)), el("Span", role="status", className="copied")]),
                *(el("Li", link) for link in downloads(view, csv)),
            ],
            className="actions",
        ),
        table(title(view, report), heads, [[name, *cells] for name, cells in body]),
        *(el("P", note, className="notes") for note in reading(view, report)),
        el("H3", view.text("region_report_said")),
        el("Div", [said(view, line) for line in report.lines], className="report-said"),
    ]


def intro(view: View, report: EffectReport, today: date) -> str:
    """What the next report is about, when it is due, whether there are figures for it, and if the text may be used."""
    period = next_over(today)
    year, shown = (i18n.period(each, "schoolyear", view.lang) for each in (period, report.period))
    words = [view.text("region_report_next", year=year, date=i18n.day(deadline(period), view.lang))]
    if report.period < period or all(line.value is None for line in report.lines):
        words.append(view.text("region_report_nothing_yet", year=year, shown=shown))
    words.append(view.text("region_report_no_use" if invented(view, report) else "region_report_use"))
    return " ".join(words)


def invented(view: View, report: EffectReport) -> bool:
    """Whether any figure, model or target in the report is example data."""
    return any(example(view, line) for line in report.lines)


def example(view: View, line: Line) -> bool:
    """Whether a figure, model or target of one legal indicator is example data."""
    models = [line.sources["cbs"]] if any(each.model == CBS and each.expected for each in line.expected) else []
    targets = [judged.target.source for judged in (line.target, line.next) if judged.target]
    known = view.catalogue.sources
    return any(known[name].sample for name in (line.sources["figures"], *models, *targets) if name in known)


def reading(view: View, report: EffectReport) -> list[str]:
    """How to read the limits of chance and the two models, and which definitions are still to be checked."""
    articles = [line.duty.article for line in report.lines if line.duty.article in UNCHECKED]
    listed = i18n.listing([view.text("region_report_article", article=each) for each in articles], view.lang)
    unchecked = [view.text("region_report_unchecked", articles=listed)] if articles else []
    return [narrative.reading_of_interval(view.lang), view.text("region_two_models"), *unchecked]


def models(line: Line) -> list[Awaited]:
    """The models of a line: that of the CBS first where it has a number."""
    return sorted(line.expected, key=lambda each: (each.expected is None, each.model != CBS))


def tested(view: View, report: EffectReport, told_already: Collection[str]) -> list[Fact]:
    """What the report tests and the tiles do not; `told_already` are the shares that the tiles compared themselves."""
    found = []
    for line in report.lines:
        about, share, marked = on(view, line), line.share, example(view, line)
        known = line.duty.share in told_already
        if not known and not share.reason:
            words = narrative.comparison(about, share.outcome, Benchmark("rest"), share.difference)
            found.append(Fact("comparison", share.outcome, words, marked))
        found += [
            Fact("expected", each.outcome, expected(view, about, each), marked)
            for each in models(line)
            if not each.reason and (each.model == CBS or not known)
        ]
    return found


def said(view: View, line: Line) -> Element:
    """The sentences about one legal indicator, under its name."""
    told_ = sentences(view, line)
    return el(
        "Section",
        [el("H4", view.named(line.indicator, "short")), marked(view, told_, told_ if example(view, line) else ())],
    )


def copy(view: View, words: str) -> Element:
    """The button that puts a text on the clipboard; assets/copy.js does it and says so."""
    said = {"data-copy": words, "data-done": view.text("region_copied"), "data-failed": view.text("region_copy_failed")}
    return el("Button", view.text("region_copy"), type="button", **said)


def title(view: View, report: EffectReport) -> str:
    """What the table is: part (a), the region and the year."""
    name = view.text("region_report_title", region=view.name_of("region", report.region))
    return f"{name} ({view.text('example_data')})" if invented(view, report) else name


def grid(view: View, report: EffectReport) -> tuple[list[str], list[Cells]]:
    """The head and the rows of the table: one column per legal indicator, so that it fits a narrow screen."""
    heads = [view.text("region_report_what"), *(heading(view, line) for line in report.lines)]
    rows = {
        "period": [view.period_name(line.period, line.indicator) for line in report.lines],
        "target": [target(view, line.target) for line in report.lines],
        "realised": [realised(view, line) for line in report.lines],
        "difference": [difference(view, line) for line in report.lines],
        "next": [following(view, line.next, line.indicator) for line in report.lines],
        "share": [share(view, line) for line in report.lines],
        "rest": [rest(view, line) for line in report.lines],
        "cbs": [awaited(view, line, "cbs") for line in report.lines],
        "intern": [awaited(view, line, "intern") for line in report.lines],
        "composition": [composition(view, line) for line in report.lines],
        "status": [status(view, line.realised) for line in report.lines],
        "source": [source(view, line.sources["figures"]) for line in report.lines],
        "target_source": [target_source(view, line) for line in report.lines],
    }
    return heads, [(view.text(f"region_row_{name}"), cells) for name, cells in rows.items()]


def heading(view: View, line: Line) -> str:
    """The legal indicator by name, with its article."""
    return view.text("region_report_head", name=view.named(line.indicator, "short"), article=line.duty.article)


def target(view: View, judged: Judged) -> str:
    """The target figure of the year."""
    if judged.target is None:
        return view.text("region_report_no_target")
    return people(judged.target.value, view.lang)


def realised(view: View, line: Line) -> str:
    """The number that was counted, or why it is not there."""
    point = line.realised
    if point is None or point.value is None:
        return reason_words(line.reason if point is None else point.status, view.lang)
    return people(point.value, view.lang)


def difference(view: View, line: Line) -> str:
    """How many young people more or fewer than the target figure, and between which numbers chance leaves it."""
    judged = line.target
    if judged.target is None:
        return view.text("region_report_nothing_to_compare")
    if judged.difference is None:
        return reason_words(judged.reason or line.reason or "missing", view.lang)
    return more_or_fewer(view, judged.difference, judged.low, judged.high)


def following(view: View, judged: Judged, counted: Indicator) -> str:
    """The next target figure with its year, and how far it is away each year."""
    if judged.target is None:
        return view.text("region_report_no_target_after")
    year = view.period_name(judged.due, counted)
    words = view.text("region_target_in", value=i18n.number(judged.target.value, 0, view.lang), year=year)
    if judged.difference is None:
        return words
    return f"{words} ({view.text('region_report_now')} {more_or_fewer(view, judged.difference)})"


def share(view: View, line: Line) -> str:
    """The share with the limits of chance."""
    found, about = line.share, on(view, line)
    if found.value is None or found.low is None or found.high is None:
        return reason_words(found.reason, view.lang)
    value, low, high = (value_words(about, each) for each in (found.value, found.low, found.high))
    return view.text("region_report_between", words=value, low=low, high=high)


def rest(view: View, line: Line) -> str:
    """The tested difference with the rest of the country."""
    found = line.share
    if found.value is None or found.reason or found.rest is None:
        return reason_words(found.reason or "missing", view.lang)
    about = on(view, line)
    there = value_words(about, found.rest)
    if found.outcome not in ("lower", "higher"):
        return beside(view, there, "")
    words = step(about, found.outcome, found.difference) + favour(about, found.outcome)
    return beside(view, there, words)


def awaited(view: View, line: Line, model: str) -> str:
    """The number a model gives for this composition at national rates, and the difference with it."""
    found = next(each for each in line.expected if each.model == model)
    if found.expected is None:
        return view.text("region_report_not", reason=reason_words(found.reason or "missing", view.lang))
    tested = found.outcome in ("lower", "higher")
    words = more_or_fewer(view, found.difference, found.low, found.high) if tested else ""
    return beside(view, people(found.expected, view.lang), words)


def beside(view: View, value: str, words: str) -> str:
    """A figure to compare with, and the difference in words; without words it may be chance."""
    told_ = view.text("region_report_here", words=words) if words else view.text("region_report_chance")
    return view.text("region_report_beside", value=value, words=told_)


def composition(view: View, line: Line) -> str:
    """Which part of the difference with the country goes with the composition."""
    found = line.explained
    if found.points is None or found.gap is None:
        if found.reason == "not_distinguishable":
            return view.text("region_report_nothing_to_explain")
        return view.text("region_report_not", reason=reason_words(found.reason, view.lang))
    about = on(view, line)
    written = {"points": signed(about, found.points), "gap": signed(about, found.gap)}
    return view.text("region_report_composition", factor=factor(view, found), **written)


def status(view: View, point: Point | None) -> str:
    """The status of the number that was counted."""
    return i18n.status_word("L" if point is None else point.status, view.lang)


def target_source(view: View, line: Line) -> str:
    """The source of the target figures."""
    judged = next((each for each in (line.target, line.next) if each.target), None)
    found = judged.target.source if judged and judged.target else ""
    return source(view, found) if found in view.catalogue.sources else found or view.text("region_target_none")


def source(view: View, name: str) -> str:
    """Publisher, name and date of a source; synthetic ones say so."""
    origin = view.catalogue.sources[name]
    named = view.text("region_report_source", name=view.named(origin), date=i18n.day(origin.published, view.lang))
    return f"{named} ({view.text('example_data')})" if origin.sample else named


def sentences(view: View, line: Line) -> list[str]:
    """What can be said of one result: targets, rest of the country, both models, composition."""
    about, found, split = on(view, line), line.share, line.explained
    aims = [line.target, line.next] if line.target.target is not None else [line.next]
    outcome = "unknown" if found.reason else found.outcome
    told_ = [told.aimed(view, judged, line.indicator).sentence for judged in aims]
    told_.append(
        narrative.comparison(about, outcome, Benchmark("rest"), found.difference, reason=found.reason or "missing")
    )
    told_ += [expected(view, about, each) for each in models(line)]
    if split.points is not None:
        country = Benchmark("country")
        told_.append(narrative.decomposition(about, outcome, country, split.gap, split.points, factor(view, split)))
    return [sentence for sentence in told_ if sentence]


def factor(view: View, split: Explained) -> str:
    """The characteristic that explains most, as it stands within a sentence."""
    return view.named(view.catalogue.dimensions[split.factor]).lower() if split.factor else ""


def expected(view: View, about: About, found: Awaited) -> str:
    """The sentence about one model."""
    made = view.catalogue.source_of(EXPECTED) if EXPECTED in view.catalogue.indicators else None
    version = i18n.table_name(told.dated(found.version, view.lang), made is not None and made.sample, view.lang)
    name = told.own_model(view) if found.model == "intern" else view.text("region_cbs_model", version=version)
    if not found.version:
        name = view.text("region_cbs_model_plain")
    outcome = found.outcome or "unknown"
    return narrative.expected(
        about, outcome, name, found.difference, found.low, found.high, reason=found.reason or "missing"
    )


def on(view: View, line: Line) -> About:
    """What sentences on the share of a line are about."""
    indicator = view.catalogue.indicators[line.duty.share]
    what = view.text("region_topic_all_neet") if line.duty.id == "neet" else view.named(indicator, "short")
    point = line.realised
    return About(
        what=what,
        region=view.name_of("region", line.target.region),
        lang=view.lang,
        unit=indicator.unit,
        decimals=indicator.decimals,
        better=indicator.better,
        status="L" if point is None else point.status,
        period=view.period_name(line.period, indicator),
    )


def more_or_fewer(view: View, value: float | None, low: float | None = None, high: float | None = None) -> str:
    """A signed number of young people in words, with its limits when they are known."""
    whole = round(value or 0)
    size = i18n.number(abs(whole), 0, view.lang)
    key = "region_report_same" if whole == 0 else "region_report_more" if whole > 0 else "region_report_fewer"
    words = view.text(key, size=size)
    if low is None or high is None:
        return words
    limits = {name: plus(view, limit) for name, limit in (("low", low), ("high", high))}
    return view.text("region_report_between", words=words, **limits)


def plus(view: View, value: float) -> str:
    """A whole number with its sign."""
    whole = round(value)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{i18n.number(abs(whole), 0, view.lang)}"


def signed(about: About, points: float) -> str:
    """A difference with its sign and its unit."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{size_words(about, points)}"


def text(view: View, report: EffectReport, today: date) -> str:
    """The whole part as plain text, to paste into a report: with mark, address and day, as it stands alone there."""
    heads, body = grid(view, report)
    marks = [view.text("example_note")] if invented(view, report) else []
    parts: list[Sequence[str]] = [[title(view, report), *marks]]
    for at, line in enumerate(report.lines):
        rows = (f"- {label}: {cells[at]}" for label, cells in body)
        parts.append([heads[at + 1], *rows])
        parts.append([view.text("region_report_said"), *(f"- {sentence}" for sentence in sentences(view, line))])
    host = request.host_url.rstrip("/") if has_request_context() else ""
    where = f"{host}{view.to('region', {'regio': report.region, 'release': report.release})}"
    copied = view.text("region_report_copied", address=where, date=i18n.day(today, view.lang))
    parts.append([*reading(view, report), view.text("region_report_release", id=report.release), copied])
    return "\n\n".join("\n".join(part) for part in parts)
