"""One tile per subject: the figure large, a tiny line, and what tests say of it in words."""

from ... import charts, i18n
from ...charts import Point
from ...components import Children, Element, el, link, paragraphs, sentences, told
from ...components import panel as p
from ...indicators import Indicator
from ...indicators.studies.effect_lines import Awaited
from ...indicators.studies.judged import Judged
from ...indicators.subjects import DEFINITIONS, Subject
from ...indicators.targets import ONE_POINT
from ...narrative import detectable, reason_words
from ...narrative.words import favour, step
from ...state import PARAMETER, View
from .figures import Seen, topic

DIRECTION = {"rising": "higher", "falling": "lower"}
# One line of a tile: what is compared, the outcome in words, and the figure behind it.
Line = tuple[str, str, str]


def tile(view: View, region: str, seen: Seen, against: str, cbs: Awaited | None = None) -> Element:
    """The tile of one subject; `cbs` is the number that the model of the CBS expects, where it has one."""
    subject = seen.subject
    name = named(view, subject)
    params = {"indicator": subject.share} | {PARAMETER[d]: str(code) for d, code in subject.where.items()}
    onward = view.text("region_onward", name=name)
    parts = [
        el("H2", name, id=f"tile-{subject.name}"),
        figure(view, seen),
        el("P", state(view, seen), className="tile-state"),
        *picture(view, region, seen),
        *outcomes(lines(view, region, seen, against, cbs)),
        *also(view, seen),
        el(
            "P",
            link(view.text("region_years"), view.to("trends", params), **{"aria-label": onward}),
            className="tile-more",
        ),
        el("Details", [el("Summary", view.text("what_counts")), *meaning(view, seen.indicator)]),
        el("P", source(view, seen.indicator), className="source"),
    ]
    return el("Section", parts, className="tile", **{"aria-labelledby": f"tile-{subject.name}"})


def figure(view: View, seen: Seen) -> Element:
    """The share in large print, and the young people it is made of."""
    row = seen.row
    large: list[Children] = [el("Strong", sentences.shown(view, seen.indicator, row))]
    if row is None or row.value is None:
        return el("P", large, className="tile-figure missing")
    if row.numerator is not None and row.denominator is not None:
        counts = {"cases": sentences.count(view, row.numerator), "people": sentences.count(view, row.denominator)}
        large.append(el("Span", view.text("region_counts", **counts)))
    return el("P", large, className="tile-figure")


def state(view: View, seen: Seen) -> str:
    """Period, status and whether the figures are synthetic."""
    told_ = [view.period_name(seen.period, seen.indicator), sentences.status_beside(view, seen.row)]
    if p.is_example(view, seen.indicator):
        told_.append(view.text("example_data"))
    return " · ".join(filter(None, told_))


def named(view: View, subject: Subject) -> str:
    """What a tile is about, with the definition where there are two; a stand-in by its own name."""
    if not subject.usual:
        return view.named(view.catalogue.indicators[subject.share], "short")
    words = view.text(f"region_tile_{subject.name}")
    counted = definition(view, subject.share)
    return view.text("region_defined", name=words, definition=counted) if counted else words


def definition(view: View, share: str) -> str:
    """By which of the two definitions new vsv'ers are counted; empty for another subject."""
    return view.text(f"definition_{DEFINITIONS[share]}") if share in DEFINITIONS else ""


def picture(view: View, region: str, seen: Seen) -> list[Element]:
    """The line since the last break, with its first and last period below; the same in words for who cannot see it."""
    points = [Point(at, row.value, "", row.status == "P") for at, row in sorted(seen.line.items())]
    drawn = charts.sparkline(points)
    if not drawn:
        return []
    what = topic(view, seen.subject) or view.named(seen.indicator, "short")
    words = sentences.series_description(view, seen.indicator, f"{what}, {view.name_of('region', region)}", seen.line)
    known = [at for at, row in sorted(seen.line.items()) if row.value is not None]
    ends = [view.period_name(at, seen.indicator) for at in (known[0], known[-1])]
    return [
        el("Img", src=drawn, alt=words, className="sparkline"),
        el("P", [el("Span", end) for end in ends], className="tile-ends", **{"aria-hidden": "true"}),
    ]


def outcomes(lines: list[Line]) -> list[Element]:
    """The lines of a tile as terms with their descriptions."""
    if not lines:
        return []
    inside: list[Element] = []
    for term, outcome, detail in lines:
        words: list[Children] = [el("Strong", outcome)]
        words += [el("Span", detail)] if detail else []
        inside += [el("Div", [el("Dt", term), el("Dd", words)])]
    return [el("Dl", inside, className="outcomes")]


def lines(view: View, region: str, seen: Seen, against: str, cbs: Awaited | None = None) -> list[Line]:
    """What tests and targets say of the figure; nothing is compared when there is no figure."""
    found: list[Line] = []
    kinds = {fact.kind: fact.outcome for fact in seen.facts}
    if "comparison" in kinds:
        found.append(compared(view, region, seen, against, kinds["comparison"]))
    if cbs is not None and cbs.outcome:
        number = i18n.number(cbs.expected or 0, 0, view.lang)
        words = view.text(f"region_expected_{cbs.outcome}")
        term = view.text("region_same_composition_cbs")
        found.append((term, words, view.text("region_expected_number", number=number)))
    if "expected" in kinds:
        found.append(expected(view, seen, kinds["expected"]))
    if "trend" in kinds:
        found.append(trended(view, region, seen, kinds["trend"]))
    if seen.judged is not None:
        found.append(aimed(view, seen))
    return found


def compared(view: View, region: str, seen: Seen, against: str, outcome: str) -> Line:
    """The tested difference with the benchmark, and the figure of that."""
    held = told.benchmark(view, seen.statistics, against)
    term = view.text(f"region_against_{held.kind}", name=held.name)
    value = seen.cells["benchmark_value"]
    written = "" if value is None else i18n.quantity(value, seen.indicator.unit, seen.indicator.decimals, view.lang)
    there = view.text("region_then" if held.kind == "earlier" else "region_there", value=written) if written else ""
    if outcome in ("lower", "higher"):
        about = told.about(view, seen.indicator, region, seen.row, seen.period)
        words = step(about, outcome, seen.cells["difference"]) + favour(about, outcome)
        return term, upper(words), there
    if outcome == "unknown":
        return term, view.text("region_cannot"), reason_words(seen.cells["benchmark_reason"] or "missing", view.lang)
    return term, view.text("region_chance"), there


def expected(view: View, seen: Seen, outcome: str) -> Line:
    """Observed beside the national average at the same composition."""
    term = view.text("region_same_composition")
    if outcome == "unknown":
        return term, view.text("region_cannot"), reason_words(seen.cells["expected_reason"] or "missing", view.lang)
    number = i18n.number(seen.cells["expected"], 0, view.lang)
    return term, view.text(f"region_expected_{outcome}"), view.text("region_expected_number", number=number)


def trended(view: View, region: str, seen: Seen, outcome: str, *, short: bool = False) -> Line:
    """The tested direction, or why it cannot be told; unless `short` also which change would go unnoticed."""
    term = view.text("region_direction")
    if outcome not in ("rising", "falling", "no_signal"):
        code = seen.cells["trend_reason"] if outcome == "unknown" else outcome
        return term, view.text("region_cannot"), reason_words(code, view.lang)
    about = told.about(view, seen.indicator, region, seen.row, seen.period)
    first, last = told.span(view, seen.cells, seen.statistics)
    words = view.text(f"region_trend_{outcome}")
    words += favour(about, DIRECTION[outcome]) if outcome in DIRECTION else ""
    ends = view.text("span", first=first, last=last)
    unseen = detectable(about, seen.cells["detectable_change"]) if outcome == "no_signal" and not short else ""
    return term, words, f"{ends}. {unseen}" if unseen else ends


def aimed(view: View, seen: Seen) -> Line:
    """The target figure and where the region is on its way."""
    judged = seen.judged
    term = view.text("region_target")
    if judged is None or judged.target is None:
        return term, view.text("region_target_none"), ""
    counted = view.catalogue.indicators[seen.subject.target]
    value = i18n.number(judged.target.value, 0, view.lang)
    year = view.period_name(judged.due, counted)
    words = view.text("region_target_in", value=value, year=year)
    if seen.subject.where:
        term = view.text("region_target_wider")
    on_its_way = already(view, judged, counted) if judged.state != "unknown" else ""
    # That there is no pace yet stands once on the page, among what is not known.
    pace = "" if judged.reason == ONE_POINT else told.pace(view, judged, counted)
    return term, words, on_its_way or f"{distance(view, judged, counted)} {pace}".strip()


def distance(view: View, judged: Judged, counted: Indicator) -> str:
    """How many young people the latest figure is from a target whose year is to come; empty in any other case."""
    if judged.now is None or judged.difference is None or not judged.waits:
        return ""
    side = "around" if told.around(judged) else "above" if judged.difference > 0 else "below"
    size = i18n.number(round(abs(judged.difference)), 0, view.lang)
    return view.text(f"region_target_{side}", size=size, period=view.period_name(judged.now.period, counted))


def already(view: View, judged: Judged, counted: Indicator) -> str:
    """That an earlier figure meets a target whose own year is still to come; empty in any other case."""
    now, difference = judged.now, judged.difference
    if not told.early(judged) or now is None or difference is None:
        return ""
    side = "same" if difference == 0 else "lower" if difference < 0 else "higher"
    side = "around" if told.around(judged) else side
    years = {"period": view.period_name(now.period, counted), "year": view.period_name(judged.due, counted)}
    return view.text(f"region_already_{side}", **years)


def also(view: View, seen: Seen) -> list[Element]:
    """The figure that stands beside: all ages for NEET, the other definition for new vsv'ers."""
    row, subject = seen.beside, seen.subject
    if row is None or row.value is None:
        return []
    indicator = view.catalogue.indicators[subject.beside]
    told_ = view.text(
        f"region_beside_{subject.name}",
        value=sentences.with_status(view, indicator, row),
        cases=sentences.count(view, row.numerator),
        people=sentences.count(view, row.denominator),
        definition=definition(view, subject.beside),
    )
    return [el("P", told_, className="tile-also")]


def meaning(view: View, indicator: Indicator) -> list[Element]:
    """The definition and the full source of a figure."""
    return [
        *paragraphs(view.named(indicator, "definition")),
        el("P", p.source_line(view, indicator), className="source"),
    ]


def source(view: View, indicator: Indicator) -> str:
    """Publisher and date in a few words; the whole source stands behind the definition."""
    origin = view.catalogue.source_of(indicator.id)
    return view.text("region_source", publisher=origin.publisher, date=i18n.day(origin.published, view.lang))


def upper(words: str) -> str:
    """A text with a capital at its start."""
    return words[:1].upper() + words[1:]
