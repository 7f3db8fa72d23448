"""The picked definition: all regions beside each other, the years after school, and the cohorts."""

from collections.abc import Mapping, Sequence

from ... import charts, i18n
from ...charts import Point, Series, Span
from ...components import Element, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import Row, Values
from ...indicators.studies.work_definitions import INDICATOR, WorkShare
from ...narrative import reason_words
from ...state import COUNTRY, View
from ..page import axis_of
from . import asked as a
from .asked import Asked


def regions(view: View, asked: Asked, values: Values) -> p.Panel:
    """All regions as dots with their intervals, with the country's line."""
    rows = {str(row.key[0]): row for row in values.rows}
    shares = in_order(view, asked)
    country, what = rows.get(COUNTRY), a.chosen_words(view, asked)
    spans = [
        Span(
            name=view.name_of("region", share.region),
            value=share.value,
            low=share.low,
            high=share.high,
            words=pointed(view, asked, share, rows.get(share.region)),
            provisional=provisional(rows.get(share.region)),
        )
        for share in shares
        if share.value is not None
    ]
    line = None
    if country is not None and country.value is not None:
        name = view.name_of("region", COUNTRY)
        line = Point("", country.value, f"{name}: {sentences.shown(view, asked.indicator, country)}")
    own = view.name_of("region", asked.region.code)
    key = charts.Words(limits=view.text("dur_head_limits"), reference=True)
    drawn = charts.dumbbell(spans, own, line, axis_of(view, asked.indicator), key)
    when = a.cohort(view, asked, asked.period)
    names = {share.region: view.name_of("region", share.region) for share in shares}
    regional = [row for row in values.rows if row.key[0] != COUNTRY]
    return p.Panel(
        headline=side_by_side(view, asked, rows, what),
        subtitle=p.subtitle(view, asked.indicator, [when], values, view.text("dur_per_region")),
        description=sentences.extremes(view, asked.indicator, regional, names),
        figure=drawn,
        table=grid(view, asked, shares, rows, [what, when]),
        notes=p.notes(
            view, asked.indicator, values, [view.text("dur_note_limits"), *p.axis_note(view, drawn, "xaxis")]
        ),
        source=p.source_line(view, asked.indicator),
        csv=[a.figures(view, asked, ("region",), {"region": [a.KIND, COUNTRY]}, met="interval")],
    )


def in_order(view: View, asked: Asked) -> list[WorkShare]:
    """The regions sorted as asked; those without a figure stand at the end, by name."""
    by_name = sorted(asked.found.rows, key=lambda share: view.name_of("region", share.region))
    if asked.order == "naam":
        return by_name
    seen = [share for share in by_name if share.value is not None]
    missing = [share for share in by_name if share.value is None]
    return sorted(seen, key=lambda share: share.value or 0, reverse=asked.order == "hoog") + missing


def side_by_side(view: View, asked: Asked, rows: Mapping[str, Row], what: str) -> str:
    """The chosen region beside the country, without saying which is better."""
    country, own = rows.get(COUNTRY), rows.get(asked.region.code)
    parts = {"what": what, "country": a.written(view, asked, country)}
    if asked.region.code == COUNTRY:
        return view.text("dur_headline_country", **parts)
    name = view.within("region", asked.region.code)
    return view.text("dur_headline_region", **parts, name=name, value=a.written(view, asked, own))


def pointed(view: View, asked: Asked, share: WorkShare, row: Row | None) -> str:
    """What a reader sees on pointing at a region."""
    return view.text(
        "dur_pointed",
        name=view.name_of("region", share.region),
        value=a.written(view, asked, row),
        low=percent(view, asked, share.low),
        high=percent(view, asked, share.high),
    )


def grid(
    view: View, asked: Asked, shares: Sequence[WorkShare], rows: Mapping[str, Row], parts: Sequence[str]
) -> Element:
    """All regions in the order of the chart, the country first."""
    heads = [view.text("region"), "%", *(view.text(f"dur_head_{name}") for name in ("limits", "working", "leavers"))]
    country = rows.get(COUNTRY)
    body = [
        [
            view.name_of("region", COUNTRY),
            sentences.shown(view, asked.indicator, country),
            "–",
            sentences.count(view, country.numerator if country else None),
            sentences.count(view, country.denominator if country else None),
            sentences.status_beside(view, country),
        ]
    ]
    for share in shares:
        row = rows.get(share.region)
        limits = view.text("dur_between", low=percent(view, asked, share.low), high=percent(view, asked, share.high))
        body.append(
            [
                view.name_of("region", share.region),
                sentences.shown(view, asked.indicator, row),
                "–" if share.low is None else limits,
                sentences.count(view, share.working),
                sentences.count(view, share.leavers),
                sentences.status_beside(view, row),
            ]
        )
    codes = [COUNTRY, *(share.region for share in shares)]
    marked = [at for at, code in enumerate(codes) if code == asked.region.code]
    return table(", ".join(parts), [*heads, view.text("status")], body, numeric=range(1, 5), marked=marked)


def percent(view: View, asked: Asked, value: float | None) -> str:
    """A percentage as the indicator writes it."""
    return "–" if value is None else i18n.quantity(value, "%", asked.indicator.decimals, view.lang)


def provisional(row: Row | None) -> bool:
    """Whether a figure can still change."""
    return row is not None and row.status == "P"


def moments(view: View, asked: Asked, values: Values) -> p.Panel:
    """One cohort at each moment after school."""
    years = {moment: years_after(moment) for moment in asked.moments}
    labels = {at: after(view, at) for at in years.values()}
    rows = {(region, years[str(m)]): row for (region, m), row in a.by(values).items() if str(m) in years}
    when = a.cohort(view, asked, a.complete(view, asked))
    kind = view.text("dur_definition_short", hours=words(view, asked)[0], contract=words(view, asked)[1])
    plain = {years[m]: view.name_of("moment", m) for m in asked.moments}
    about = view.text("dur_leavers_of", period=view.period_name(a.complete(view, asked), asked.indicator))
    return over_time(view, asked, values, rows, labels, plain, "dur_moments", about, kind, when, [])


def cohorts(view: View, asked: Asked, values: Values) -> p.Panel:
    """Each cohort at the chosen moment."""
    rows = {(region, int(period)): row for (region, period), row in a.by(values).items()}
    periods = sorted({period for _, period in rows})
    labels = {period: view.period_name(period, asked.indicator) for period in periods}
    breaks = view.catalogue.breaks(INDICATOR, periods[0], periods[-1]) if periods else ()
    marked = [(b.period, view.text("break", number=n)) for n, b in enumerate(breaks, 1)]
    what = a.chosen_words(view, asked)
    span, about = view.text("dur_by_cohort"), view.name_of("moment", asked.moment)
    return over_time(view, asked, values, rows, labels, labels, "dur_cohorts", about, what, span, marked)


def over_time(
    view: View,
    asked: Asked,
    values: Values,
    rows: Mapping[tuple[str, int], Row],
    labels: dict[int, str],
    plain: Mapping[int, str],
    key: str,
    about: str,
    what: str,
    when: str,
    breaks: Sequence[tuple[int, str]],
) -> p.Panel:
    """The region and the country as lines; `labels` stand below the axis, `plain` in sentences and in the table.

    `about` is what both have in common, for the headline; the whole definition `what` stands below it.
    """
    places = list(dict.fromkeys([asked.region.code, COUNTRY]))
    series = []
    told = [view.text("lines_told", count=len(places))]
    since = max((start for start, _ in breaks), default=min(plain, default=0))
    for code in places:
        own = {at: rows[code, at] for at in plain if (code, at) in rows}
        points = [
            Point(at, row.value, f"{plain[at]}: {a.written(view, asked, row)}", row.status == "P")
            for at, row in own.items()
        ]
        name = view.name_of("region", code)
        series.append(Series(name, points))
        comparable = {at: row for at, row in own.items() if at >= since}
        told.append(series_told(view, asked, name, comparable, plain))
    drawn = charts.lines(series, labels, breaks, axis_of(view, asked.indicator))
    heads = [view.text("dur_moment" if key == "dur_moments" else "dur_left")]
    for code in places:
        heads += [view.name_of("region", code), view.text("status")]
    body = []
    for at in plain:
        line = [plain[at]]
        for code in places:
            row = rows.get((code, at))
            line += [sentences.shown(view, asked.indicator, row), sentences.status_beside(view, row)]
        body.append(line)
    more = [*p.break_notes(view, asked.indicator, list(plain) if breaks else []), *p.axis_note(view, drawn, "yaxis")]
    return p.Panel(
        headline=from_to(view, asked, rows, plain, key, about),
        subtitle=p.subtitle(view, asked.indicator, [when], values, what),
        description="",
        aloud=" ".join(told),
        figure=drawn,
        table=table(f"{what}, {when} (%)", heads, body, numeric=range(1, len(heads), 2)),
        notes=p.notes(view, asked.indicator, values, more),
        source=p.source_line(view, asked.indicator),
        csv=[p.csv_of(view, values_asked(view, asked, values))],
    )


def series_told(view: View, asked: Asked, name: str, own: Mapping[int, Row], plain: Mapping[int, str]) -> str:
    """One line in a sentence: its highest, lowest and last figure, of the years that can be compared with the last."""
    seen = {at: row.value for at, row in own.items() if row.value is not None}
    if not seen:
        return view.text("series_empty", name=name)
    ends = {"high": max(seen, key=lambda at: seen[at]), "low": min(seen, key=lambda at: seen[at]), "last": max(seen)}
    parts = {key: sentences.shown(view, asked.indicator, own[at]) for key, at in ends.items()}
    parts |= {f"{key}_period": plain[at].lower() for key, at in ends.items()}
    return view.text("dur_series_told", name=name, **parts)


def values_asked(view: View, asked: Asked, values: Values) -> a.Selection:
    """The question behind figures over time, for the address of its file."""
    own = list(dict.fromkeys([asked.region.code, COUNTRY]))
    given = {**a.where(view, asked), "region": own}
    given |= {d: [str(code) for code in values.where[d]] for d in ("period", "moment")}
    return a.Selection(INDICATOR, values.by, given)


def from_to(
    view: View,
    asked: Asked,
    rows: Mapping[tuple[str, int], Row],
    plain: Mapping[int, str],
    key: str,
    about: str,
) -> str:
    """From the first to the last figure of the region, as a plain statement; not across a break."""
    since = 0
    if key == "dur_cohorts":
        since = max((b.period for b in view.catalogue.breaks(INDICATOR)), default=0)
    name = view.within("region", asked.region.code)
    row_of = {at: rows.get((asked.region.code, at)) for at in plain if at >= since}
    seen = [(at, row) for at, row in row_of.items() if row is not None and row.value is not None]
    if not seen:
        return view.text("dur_headline_none", what=about, name=name, reason=reason_words("missing", view.lang))
    (first, start), (last, end) = seen[0], seen[-1]
    word = "" if end.status == "A" else f", {i18n.status_word(end.status, view.lang)}"
    parts = {"what": about, "name": name, "last": sentences.shown(view, asked.indicator, end)}
    parts["to"] = f"{plain[last].lower()}{word}"
    if first == last:
        return view.text("dur_headline_one", **parts)
    parts |= {
        "first": sentences.shown(view, asked.indicator, start),
        "since": plain[first].lower(),
    }
    return view.text(f"{key}_headline", **parts)


def words(view: View, asked: Asked) -> tuple[str, str]:
    """The hours and the contracts of the picked definition."""
    return a.hours_words(view, asked.hours).lower(), a.contract_words(view, asked.contract).lower()


def after(view: View, years: int) -> str:
    """A moment after school, short enough to stand below an axis on a telephone."""
    return view.text("dur_after", years=years) if years else view.text("dur_after_none")


def years_after(moment: str) -> int:
    """How many years after school a moment is; its code starts with them."""
    digits = moment.split("_")[0]
    return int(digits) if digits.isdecimal() else 0
