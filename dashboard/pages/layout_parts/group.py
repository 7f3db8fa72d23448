"""A group of municipalities of the reader's own: its figures by period, or why they may not be told."""

from collections.abc import Mapping

from ... import charts, i18n, narrative
from ...charts import Point, Series
from ...components import Children, Element, el, link, sentences
from ...components import panel as p
from ...components.tables import table
from ...indicators import Indicator, QueryError
from ...indicators.disclosure import REFUSALS
from ...indicators.studies.group_compared import GroupCompared, group_compared
from ...indicators.studies.groups import GroupFigure, GroupRow, group_values
from ...indicators.subjects import VSV_OLD
from ...narrative import About, Benchmark
from ...state import COUNTRY, View, address, study_address
from ..method_examples import FAMILIES
from ..page import axis_of
from .chosen import GEMEENTE, NAME, Picked, picked
from .shared import DOT, names, publication

DEFAULT = VSV_OLD
METHODS = ("rounding", "uncertainty", "benchmark")
SHOWN = 12  # municipalities named at once; a longer list opens
Told = tuple[GroupFigure, tuple[GroupCompared, ...]]


def able(view: View) -> list[Indicator]:
    """The indicators that have figures of municipalities."""
    known = view.catalogue
    return [each for each in known.indicators.values() if known.periods(each.id, kind=GEMEENTE)]


def indicator_of(view: View) -> Indicator | None:
    """The chosen indicator; one without municipal figures is no mistake of the reader, so another shows instead."""
    allowed = {each.id: each for each in able(view)}
    return view.indicator(DEFAULT, allowed) if allowed else None


def read(view: View) -> tuple[list[Element], p.Panel]:
    """What is told of the group, and its panel; a group that is empty or wrong has a panel that is not shown."""
    indicator = indicator_of(view)
    chosen = picked(view)
    if indicator is None:
        return [none(view, view.text("layout_no_municipal"))], empty(view, None)
    if problems := wrong(view, chosen):
        return problems, empty(view, indicator)
    if not chosen.members:
        return [invitation(view)], empty(view, indicator)
    try:
        found = group_values(indicator.id, chosen.codes, by=("period",), release=view.release)
    except QueryError:
        return [none(view, view.text("layout_impossible"))], empty(view, indicator)
    told = (found, group_compared(found)[0])
    return sentences_of(view, indicator, chosen, told), panel(view, indicator, chosen, told)


def none(view: View, words: str) -> Element:
    """A sentence in the place of figures; its class hides the panel."""
    return el("P", words, className="advice group-empty")


def invitation(view: View) -> Element:
    """What to do when nothing is chosen, with the chosen region as a start."""
    words: list[Children] = [view.text("layout_start")]
    region = view.region()
    if region.kind in ("doorstroompunt", "arbeidsmarkt", "provincie") and not region.valid_to:
        start = link(
            view.text("layout_start_region", name=view.name_of("region", region.code)), group_at(view, [region.code])
        )
        words += [" ", start]
    return el("P", words, className="group-empty")


def group_at(view: View, codes: list[str]) -> str:
    """The address of this page with another group; its part on groups comes first into view."""
    asked = {**view.asked, NAME: ",".join(codes)}
    return f"{address(view.lang, view.slugs['layout'][view.lang], asked)}#groep"


def wrong(view: View, chosen: Picked) -> list[Element]:
    """Names that do not exist and regions that are no more; no figure is given for another group than was asked."""
    told: list[Element] = []
    for text, near in chosen.unknown:
        hint = f" {view.text('error_nearest', name=near)}" if near else ""
        told.append(none(view, view.text("layout_unknown_member", asked=text) + hint))
    for region in chosen.ended:
        after = names(view, region.successors.split()) if region.successors else view.text("unknown")
        name = view.name_of("region", region.code)
        told.append(none(view, view.text("layout_ended_member", name=name, year=region.valid_to, after=after)))
    if told and chosen.members:
        told.append(el("P", link(view.text("layout_without"), group_at(view, chosen.codes)), className="group-empty"))
    return told


def name_of(view: View, chosen: Picked, found: GroupFigure) -> str:
    """The group as it stands within a sentence: one member by its name, more by their number."""
    if len(chosen.members) == 1:
        return view.name_of("region", chosen.members[0].code)
    return view.text("layout_group_of", count=len(found.municipalities))


def about(view: View, indicator: Indicator, name: str, row: GroupRow) -> About:
    """What sentences on one figure of the group are about."""
    return About(
        what=view.named(indicator, "short"),
        region=name,
        lang=view.lang,
        unit=indicator.unit,
        decimals=indicator.decimals,
        better=indicator.better,
        status=row.status or "A",
        period=view.period_name(int(row.key[0]), indicator),
    )


def headline(view: View, indicator: Indicator, name: str, told: Told, labels: Mapping[int, str]) -> str:
    """The tested difference at the newest figure of the group; the figure itself where nothing is compared."""
    found, compared = told
    seen = {int(row.key[0]): row for row in found.rows if row.value is not None}
    what = view.named(indicator, "short")
    if not seen:
        return view.text("headline_nothing", what=what, name=name)
    last = max(seen)
    held = next(each for each in compared if each.period == last)
    if held.outcome:
        return comparison(about(view, indicator, name, seen[last]), held)
    value = value_words(view, indicator, seen[last])
    return view.text("headline_one", what=what, name=name, value=value, period=labels[last])


def figure(topic: About, row: GroupRow) -> str:
    """The newest figure of the group, or why there is none."""
    return narrative.figure(topic, row.value, row.numerator, row.denominator, row.reason)


def comparison(topic: About, held: GroupCompared) -> str:
    """What can be said of the difference with the rest of the country."""
    outcome = held.outcome or "unknown"
    difference = held.difference if held.outcome in ("lower", "higher") else None
    return narrative.comparison(topic, outcome, Benchmark("rest"), difference, reason=held.reason)


def sentences_of(view: View, indicator: Indicator, chosen: Picked, told: Told) -> list[Element]:
    """The newest figure in sentences, or why there is none and whom that is about; then who is in the group."""
    found, compared = told
    row, held = found.rows[-1], compared[-1]
    topic = about(view, indicator, name_of(view, chosen, found), row)
    if row.reason:
        lines: list[Children] = [figure(topic, row), *refusal(view, found, row)]
    else:
        lines = [
            figure(topic, row),
            narrative.interval(topic, row.low, row.high),
            narrative.rounding(topic, row.margin),
            # The headline of the chart says how it compares, when that could be tested.
            "" if held.outcome else comparison(topic, held),
        ]
    facts = el("Ul", [el("Li", line) for line in lines if line], className="facts")
    return [facts, *members(view, found)]


def refusal(view: View, found: GroupFigure, row: GroupRow) -> list[Children]:
    """Which municipalities a missing figure is about, and what a reader may do."""
    others = row.concerned if row.concerned != found.municipalities else ()
    lines: list[Children] = [view.text("layout_concerned", names=names(view, others))] if others else []
    if row.reason in REFUSALS:
        lines.append([view.text("layout_refused", least=found.threshold), " ", how(view)])
    return lines


def how(view: View) -> Element:
    """The way to how small groups are kept unknown."""
    return link(view.text("layout_refused_why"), view.to("statistics", {"methode": FAMILIES["rounding"]}))


def members(view: View, found: GroupFigure) -> list[Element]:
    """Who is in the group, and the name by which it can be found again."""
    codes = list(found.municipalities)
    listed = view.text("layout_members", count=len(codes), names=names(view, codes))
    if len(codes) > SHOWN:
        summary = el("Summary", view.text("layout_members_show", count=len(codes)))
        shown = el("Details", [summary, el("P", names(view, codes))])
    else:
        shown = el("P", listed)
    mark = el("P", [f"{view.text('layout_id')}: ", el("Code", found.id)], className="source")
    return [el("Div", [shown, mark], className="group-members")]


def panel(view: View, indicator: Indicator, chosen: Picked, told: Told) -> p.Panel:
    """The group over the years, beside the whole country when both are shares."""
    found, compared = told
    name = name_of(view, chosen, found)
    rows = {int(row.key[0]): row for row in found.rows}
    labels = {period: view.period_name(period, indicator) for period in rows}
    periods = sorted(rows)
    breaks = view.catalogue.breaks(indicator.id, periods[0], periods[-1])
    marked = [(each.period, view.text("break", number=n)) for n, each in enumerate(breaks, 1)]
    series = [Series(name[0].upper() + name[1:], [point(view, indicator, labels, row) for row in rows.values()])]
    if indicator.denominator is not None:
        series.append(country(view, indicator, labels, compared))
    drawn = charts.lines(series, labels, marked, axis_of(view, indicator))
    span = f"{labels[periods[0]]} – {labels[periods[-1]]}"
    return p.Panel(
        headline=headline(view, indicator, name, told, labels),
        subtitle=subtitle(view, indicator, [name, span], rows),
        description=described(view, indicator, name, rows, labels),
        figure=drawn,
        table=grid(view, indicator, name, told, labels),
        notes=[
            *notes(view, indicator, found),
            *p.break_notes(view, indicator, periods),
            *p.axis_note(view, drawn, "yaxis"),
        ],
        source=publication(view, view.catalogue, found.source),
        csv=[(view.named(indicator, "short"), csv_address(view, indicator, chosen))],
        methods=[(view.text(f"stat_{m}_name"), view.to("statistics", {"methode": FAMILIES[m]})) for m in METHODS],
        file=p.file_name(indicator.id, "groep", found.id),
    )


def empty(view: View, indicator: Indicator | None) -> p.Panel:
    """The panel without a group; the page hides it until there is one."""
    words = view.text("layout_empty")
    bare = table(words, [view.text("period")], [])
    axis = charts.Axis(words)
    said = [view.named(indicator)] if indicator else []
    example = [view.text("example_data")] if indicator and p.is_example(view, indicator) else []
    return p.Panel(
        headline=words,
        subtitle=DOT.join([*said, *example]),
        description="",
        figure=charts.nothing(words, axis),
        table=bare,
        notes=[],
        source=publication(view, view.catalogue, view.catalogue.source_of(indicator.id).id) if indicator else [],
        csv=[],
    )


def point(view: View, indicator: Indicator, labels: Mapping[int, str], row: GroupRow) -> Point:
    """One figure of the group to draw; a refused one draws nothing."""
    period = int(row.key[0])
    status = f" ({i18n.status_word(row.status, view.lang)})" if row.status not in ("", "A") else ""
    words = f"{labels[period]}: {value_words(view, indicator, row)}{status}"
    return Point(period, row.value, words, row.status == "P", row.low, row.high)


def country(view: View, indicator: Indicator, labels: Mapping[int, str], compared: tuple[GroupCompared, ...]) -> Series:
    """The country in the same periods."""
    points = []
    for each in compared:
        row = each.country
        words = f"{labels[each.period]}: {sentences.with_status(view, indicator, row)}"
        points.append(Point(each.period, row.value if row else None, words, bool(row and row.status == "P")))
    return Series(view.name_of("region", COUNTRY), points)


def value_words(view: View, indicator: Indicator, row: GroupRow) -> str:
    """A figure with its unit sign, or the reason why it is not there."""
    if row.value is None:
        return narrative.reason_words(row.reason, view.lang)
    return i18n.quantity(row.value, indicator.unit, indicator.decimals, view.lang)


def subtitle(view: View, indicator: Indicator, parts: list[str], rows: Mapping[int, GroupRow]) -> str:
    """Measure, group, periods, unit, status and whether it is example data."""
    letters = sorted({row.status for row in rows.values() if row.value is not None and row.status})
    words = [i18n.status_word(letter, view.lang) for letter in letters]
    status = words if len(words) < 2 else [view.text("status_mixed", words=i18n.listing(words, view.lang))]
    unit = p.unit_beside(view, indicator, view.named(indicator))
    example = [view.text("example_data")] if p.is_example(view, indicator) else []
    return DOT.join(filter(None, [view.named(indicator), *parts, unit, *status, *example]))


def described(
    view: View, indicator: Indicator, name: str, rows: Mapping[int, GroupRow], labels: Mapping[int, str]
) -> str:
    """The line of the group in words: highest, lowest and newest figure, and how many periods have none."""
    seen = {period: row for period, row in rows.items() if row.value is not None}
    if not seen:
        return view.text("series_empty", name=name[0].upper() + name[1:])
    low, high = (way(seen, key=lambda period: float(seen[period].value or 0)) for way in (min, max))
    last = max(seen)
    subject, newest = name[0].upper() + name[1:], value_words(view, indicator, seen[last])
    if len(seen) == 1:
        said = view.text("layout_single", name=subject, value=newest, period=labels[last])
    else:
        said = view.text(
            "series_told",
            name=subject,
            high=value_words(view, indicator, seen[high]),
            high_period=labels[high],
            low=value_words(view, indicator, seen[low]),
            low_period=labels[low],
            last=newest,
            last_period=labels[last],
        )
    missing = len(rows) - len(seen)
    return f"{said} {view.text('layout_periods_missing', count=missing)}" if missing else said


def grid(view: View, indicator: Indicator, name: str, told: Told, labels: Mapping[int, str]) -> Element:
    """All periods as a table, newest first, with interval, counts, the country and status."""
    found, compared = told
    share = indicator.denominator is not None
    body = []
    for row, held in sorted(zip(found.rows, compared, strict=True), key=lambda both: -both[1].period):
        line = [labels[held.period], value_words(view, indicator, row), interval(view, indicator, row)]
        if share:
            line += [sentences.count(view, row.numerator), sentences.count(view, row.denominator)]
            line.append(sentences.shown(view, indicator, held.country))
        body.append([*line, i18n.status_word(row.status, view.lang) if row.value is not None else ""])
    heads = [view.text("period"), i18n.unit_word(indicator.unit, view.lang), view.text("layout_interval")]
    if share:
        heads += [view.text("numerator"), view.text("denominator"), view.name_of("region", COUNTRY)]
    title = f"{view.named(indicator)}, {name}"
    return table(title, [*heads, view.text("status")], body, numeric=range(1, len(heads)))


def interval(view: View, indicator: Indicator, row: GroupRow) -> str:
    """Between which values chance alone would put the figure; a dash where there is no such interval."""
    if row.low is None or row.high is None:
        return "–"
    low, high = (i18n.number(each, indicator.decimals, view.lang) for each in (row.low, row.high))
    return view.text("layout_between", low=low, high=high)


def notes(view: View, indicator: Indicator, found: GroupFigure) -> list[str]:
    """How to read the interval, why some periods have no figure, and what else a reader must know of them."""
    told = [view.text("layout_notes_sum")]
    if any(row.low is not None for row in found.rows):
        told.append(narrative.reading_of_interval(view.lang))
    reasons = sorted({row.reason for row in found.rows if row.reason})
    if reasons:
        words = i18n.listing([narrative.reason_words(reason, view.lang) for reason in reasons], view.lang)
        told.append(view.text("layout_notes_missing", reasons=words))
    if any(row.status == "P" for row in found.rows):
        told.append(view.text("note_provisional"))
    caveats = view.named(indicator, "caveats")
    return [*told, *([" ".join(caveats.split())] if caveats else [])]


def csv_address(view: View, indicator: Indicator, chosen: Picked) -> str:
    """The address of exactly these figures as CSV."""
    params = {"gemeente": ",".join(chosen.codes), "per": "periode"}
    return study_address(view, f"indicatoren/{indicator.id}/groep", params)
