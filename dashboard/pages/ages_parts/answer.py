"""The answer for the group of 23 to 27: how many, of how many, compared with whom, and what the others do."""

from collections.abc import Mapping

from ... import i18n, narrative
from ...components import Children, Element, el, link, paragraphs, sentences, slot, told
from ...components import panel as p
from ...components.tables import table
from ...indicators import Row
from ...indicators.studies.positions import NEET, WHOLE, WITH, WITHOUT
from ...narrative.words import favour, step
from ...state import COUNTRY, PARAMETER, View
from ..region_parts import tiles
from . import asked as a
from .asked import Asked


def lead(view: View, found: Asked) -> str:
    """How many young people it is about and of how many; then the tested difference, when there is a benchmark."""
    seen = found.focus
    row, name = seen.row, view.within("region", found.region.code)
    if row is None or row.value is None:
        return view.text("ages_lead_none", name=name, reason=sentences.shown(view, found.neet, row))
    counts = {"cases": sentences.count(view, row.numerator), "people": sentences.count(view, row.denominator)}
    when = [view.period_name(found.period, found.neet), *state(view, row)]
    value = sentences.shown(view, found.neet, row)
    first = view.text("ages_lead", name=name, value=value, state=", ".join(when), **counts)
    return " ".join(filter(None, [first, compared(view, found)]))


def compared(view: View, found: Asked) -> str:
    """The difference with the benchmark as one sentence; empty where there is none."""
    outcome = next((fact.outcome for fact in found.focus.facts if fact.kind == "comparison"), "")
    held = a.benchmark_name(view, found)
    if not outcome or not held:
        return ""
    if outcome in ("lower", "higher"):
        about = told.about(view, found.neet, found.region.code, found.focus.row, found.period)
        words = step(about, outcome, found.focus.cells["difference"]) + favour(about, outcome)
        return view.text("ages_lead_tested", words=words, benchmark=held)
    if outcome == "not_distinguishable":
        return view.text("ages_lead_chance", benchmark=held)
    reason = narrative.reason_words(found.focus.cells["benchmark_reason"] or "missing", view.lang)
    return view.text("ages_lead_unknown", benchmark=held, reason=reason)


def figure(view: View, found: Asked) -> list[Element]:
    """The share in large print, its numbers, its years, and what tests say."""
    seen = found.focus
    return [
        tiles.figure(view, seen),
        el("P", tiles.state(view, seen), className="tile-state"),
        *tiles.picture(view, found.region.code, seen),
        *tiles.outcomes(tiles.lines(view, found.region.code, seen, found.against)),
        onward(view),
    ]


def behind(view: View, found: Asked) -> list[Element]:
    """What counts, how it is tested and whose figures they are; the same for every region."""
    return [
        el("P", view.text("region_tested"), className="notes"),
        el("Details", [el("Summary", view.text("what_counts")), *paragraphs(view.named(found.neet, "definition"))]),
        el("P", p.source_line(view, found.neet), className="source"),
    ]


def onward(view: View) -> Element:
    """Where to read on about the same group."""
    address = view.to("trends", {"indicator": NEET, PARAMETER["age_group"]: a.FOCUS})
    return el("P", link(view.text("ages_years"), address), className="tile-more")


def others(view: View, found: Asked) -> list[Children]:
    """What all young people of 23 to 27 do, as a table of numbers beside shares."""
    made = found.positions
    if made is None:
        return [el("P", view.text("ages_no_positions"))]
    places = list(dict.fromkeys([found.region.code, COUNTRY]))
    heads = [view.text("ages_position"), view.text("ages_count"), view.text("ages_share")]
    heads += [view.name_of("region", COUNTRY)] if len(places) > 1 else []
    body = []
    for name in (*WHOLE, WITH, WITHOUT):
        if name not in made.rows:
            continue
        rows = [made.rows[name].get((place, a.FOCUS)) for place in places]
        own = rows[0]
        shares = [sentences.shown(view, found.neet, row) for row in rows]
        body.append([view.text(f"ages_row_{name}"), sentences.count(view, own.numerator if own else None), *shares])
    row = made.rows[NEET].get((found.region.code, a.FOCUS))
    if row is not None and row.denominator is not None:
        body.append([view.text("ages_row_all"), sentences.count(view, row.denominator), "", *[""] * (len(places) - 1)])
    period = ", ".join([view.period_name(made.period, found.neet), *state(view, row)])
    title = view.text("ages_others_table", name=view.within("region", found.region.code), period=period)
    return [table(title, heads, body, numeric=range(1, len(heads)), marked=(WHOLE.index(NEET),))]


def state(view: View, row: Row | None) -> list[str]:
    """The status of figures that are not definitive, as a word behind their period."""
    return [] if row is None or row.status == "A" else [i18n.status_word(row.status, view.lang)]


def block(view: View, filled: Mapping[str, Children]) -> Element:
    """Both beside each other, from the contents of their slots."""
    left = [el("H2", view.text("ages_answer")), slot("figure", filled["figure"])]
    right = [slot("others", filled["others"]), slot("behind", filled["behind"])]
    return el(
        "Div",
        [
            el("Section", left, className="tile"),
            el("Section", [el("H2", view.text("ages_others")), *right], className="tile"),
        ],
        className="answer",
    )
