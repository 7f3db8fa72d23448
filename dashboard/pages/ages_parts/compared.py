"""The groups of one region, each beside a benchmark: ages, and sex, education or origin of the group of 23 to 27."""

from collections.abc import Mapping

from ... import charts, i18n
from ...charts import Ranged
from ...components import panel as p
from ...components import sentences, told
from ...components.tables import table
from ...indicators import Row
from ...narrative import reason_words
from ...narrative.words import favour, step
from ...state import COUNTRY, View
from ..how import how
from ..page import axis_of
from . import asked as a
from .asked import Asked, Compared
from .noted import here

HIGHER, LOWER, SAME = "higher", "lower", "not_distinguishable"
SIGNS = {LOWER: "▼", HIGHER: "▲", SAME: "●"}
NO_QUESTION = "itself"


def by_age(view: View, found: Asked) -> p.Panel:
    """Every age group of the source, and all of them together."""
    names = {code: age_name(view, code) for code in found.ages.rows}
    return panel(view, found, found.ages, names, view.text("ages_what"), a.FOCUS)


def by_background(view: View, found: Asked) -> p.Panel:
    """The group of 23 to 27 by one characteristic."""
    names = {code: view.name_of(found.split, code) for code in found.groups.rows}
    return panel(view, found, found.groups, names, view.text("ages_what_focus"))


def age_name(view: View, code: str) -> str:
    """An age group by name; all together by its ages, as these are not all ages there are."""
    total = view.catalogue.dimensions["age_group"].total
    return view.text("ages_all") if code == total else view.name_of("age_group", code)


def panel(
    view: View, found: Asked, compared: Compared, names: Mapping[str, str], what: str, strong: str = ""
) -> p.Panel:
    """One comparison in its frame."""
    period = view.period_name(found.period, found.neet)
    by = view.named(view.catalogue.dimensions[compared.dimension]).lower()
    region = view.name_of("region", found.region.code)
    held = a.benchmark_name(view, found)
    against = any(cells["benchmark_value"] is not None for cells in compared.cells.values())
    beside = view.text("ages_beside", benchmark=held) if held and against else ""
    subject = view.text("ages_by", what=what, by=by)
    parts = [
        ", ".join(filter(None, [f"{names[code]} {sentences.shown(view, found.neet, row)}", word(view, compared, code)]))
        for code, row in compared.rows.items()
    ]
    sentence = view.text("ages_told", by=by, region=region, parts="; ".join(parts))
    asked = {"met": "interval,vergelijking"} | ({} if found.against == COUNTRY else {"vergelijk": found.against})
    return p.Panel(
        headline=headline(view, found, compared, names, what),
        subtitle=p.subtitle(view, found.neet, [region, beside, period], compared.values, what=subject),
        description=" ".join(here(view, found, compared.values)),
        aloud=sentence,
        figure=figure(view, found, compared, names, strong),
        table=grid(view, found, compared, names, f"{subject}, {region}, {period}"),
        notes=[],
        source=p.source_line(view, found.neet),
        csv=[p.csv_of(view, a.selection(found, compared), **asked)],
        methods=how(view, "uncertainty", "benchmark"),
    )


def headline(view: View, found: Asked, compared: Compared, names: Mapping[str, str], what: str) -> str:
    """Which groups are tested to be lower or higher, which are not; neutral where nothing is compared."""
    region = view.within("region", found.region.code)
    by = view.named(view.catalogue.dimensions[compared.dimension]).lower()
    spoken = {code: within(compared, name) for code, name in names.items()}
    spoken |= {view.catalogue.dimensions[compared.dimension].total: view.text("ages_together")}
    groups = {kind: [spoken[c] for c in compared.rows if outcome(compared, c) == kind] for kind in SIGNS}
    tested = [kind for kind, codes in groups.items() if codes]
    if not tested:
        return view.text("ages_headline_plain", what=what, name=region, by=by)
    held = a.benchmark_name(view, found)
    if len(tested) == 1 and (tested == [SAME] or len(groups[tested[0]]) == len(compared.rows)):
        return view.text(f"ages_headline_all_{tested[0]}", what=what, name=region, benchmark=held)
    told_ = [
        view.text(f"ages_headline_{kind}", by=by, names=i18n.listing(groups[kind], view.lang), benchmark=held)
        for kind in (LOWER, HIGHER)
        if groups[kind]
    ]
    told_ += [view.text("ages_headline_others")] if groups[SAME] else []
    return view.text("ages_headline_some", what=what, name=region, told="; ".join(told_))


def within(compared: Compared, name: str) -> str:
    """The name of a group in the brackets of a headline: without brackets of its own; a place keeps its capital."""
    return name if compared.dimension == "origin" else lower_first(name.split(" (")[0])


def outcome(compared: Compared, code: str) -> str:
    """What the test says of a group; empty when nothing was tested."""
    return str(compared.cells[code]["outcome"] or "")


def word(view: View, compared: Compared, code: str) -> str:
    """What the test says of a group in a word; empty when nothing was tested."""
    kind = outcome(compared, code)
    return view.text(f"ages_word_{kind}") if kind in SIGNS else ""


def in_words(view: View, found: Asked, compared: Compared, code: str) -> str:
    """A figure with its numbers and what the test says, for the text alternative and for who points at it."""
    row = compared.rows[code]
    words = sentences.with_status(view, found.neet, row)
    if row.value is None:
        return words
    counts = view.text("ages_counts", cases=sentences.count(view, row.numerator), people=people(view, row))
    return ", ".join(filter(None, [f"{words} ({counts})", difference(view, found, compared, code)]))


def people(view: View, row: Row) -> str:
    """The young people that a share is about."""
    return sentences.count(view, row.denominator)


def difference(view: View, found: Asked, compared: Compared, code: str) -> str:
    """The tested difference with the benchmark in words, or why there is none; empty where nothing is compared."""
    cells, row = compared.cells[code], compared.rows[code]
    kind, reason = outcome(compared, code), cells["benchmark_reason"]
    if kind in (HIGHER, LOWER):
        about = told.about(view, found.neet, found.region.code, row, found.period)
        return step(about, kind, cells["difference"]) + favour(about, kind)
    if kind == SAME:
        return view.text("ages_chance")
    if row.value is None or reason == NO_QUESTION:
        return ""
    return view.text("ages_not_compared", reason=reason_words(reason or "missing", view.lang))


def figure(view: View, found: Asked, compared: Compared, names: Mapping[str, str], strong: str) -> charts.Figure:
    """Points with intervals beside the benchmark; the words of each stand at its left."""
    rows: dict[str, Ranged | None] = {}
    lines: dict[str, list[str]] = {}
    for code, row in compared.rows.items():
        cells, kind = compared.cells[code], outcome(compared, code)
        lines[names[code]] = in_place(view, found, row, kind)
        if row.value is None:
            rows[names[code]] = None
            continue
        rows[names[code]] = Ranged(
            names[code],
            float(row.value),
            cells["low_95"],
            cells["high_95"],
            kind or "untested",
            f"{names[code]}: {in_words(view, found, compared, code)}",
            row.status == "P",
            cells["benchmark_value"],
        )
    key = (
        view.text("ages_key_own", region=view.name_of("region", found.region.code)),
        first_upper(a.benchmark_name(view, found)),
    )
    better, chosen = found.neet.better, names.get(strong, "")
    return charts.beside(rows, lines, key, axis_of(view, found.neet), strong=chosen, better=better)


def in_place(view: View, found: Asked, row: Row, kind: str) -> list[str]:
    """The lines below the name of a group: the share, the young people, and what the test says with its sign."""
    value = sentences.shown(view, found.neet, row)
    if row.value is None:
        return [value]
    letter = f" ({view.text('ages_letter')})" if row.status == "P" else ""
    lines = [f"{value}{letter}", view.text("ages_number", count=sentences.count(view, row.numerator))]
    return [*lines, f"{SIGNS[kind]} {view.text(f'ages_word_{kind}')}"] if kind in SIGNS else lines


def grid(view: View, found: Asked, compared: Compared, names: Mapping[str, str], title: str) -> p.Element:
    """Share, interval, numbers, benchmark and difference per group."""
    unit, decimals = found.neet.unit, found.neet.decimals
    held = first_upper(a.benchmark_name(view, found))
    heads = [view.named(view.catalogue.dimensions[compared.dimension]), view.text("ages_share")]
    heads += [view.text("ages_interval"), view.text("ages_count"), view.text("ages_people")]
    heads += [held, view.text("ages_difference")] if held else []
    body = []
    for code, row in compared.rows.items():
        cells = compared.cells[code]
        ends = [
            i18n.quantity(cells[n], unit, decimals, view.lang) for n in ("low_95", "high_95") if cells[n] is not None
        ]
        line = [names[code], sentences.shown(view, found.neet, row), "–".join(ends)]
        line += [sentences.count(view, row.numerator), people(view, row)]
        value = cells["benchmark_value"]
        there = "" if value is None else i18n.quantity(value, unit, decimals, view.lang)
        line += [there, difference(view, found, compared, code)] if held else []
        body.append([*line, sentences.status_beside(view, row)])
    return table(title, [*heads, view.text("status")], body, numeric=range(1, 6 if held else 5))


def first_upper(words: str) -> str:
    """A text with a capital at its start."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """A text without a capital at its start."""
    return words[:1].lower() + words[1:]
