"""A table of any figures: choose, sort, search, and take along exactly what is shown; makes no figures."""

from flask import has_request_context, request

from .. import i18n
from ..components import Children, Element, el, sentences, slot
from ..components import controls as c
from ..components import panel as p
from ..exports import WRITERS, Sheet
from ..exports.size import too_long
from ..indicators import QueryError
from ..state import View
from .explorer_parts import grid as g
from .explorer_parts import pickers, snippets
from .explorer_parts import question as q
from .page import Content, page

SLUG = {"nl": "tabel", "en": "table"}
CHARTS = False
dependent = pickers.dependent


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    asked = q.question(view)
    what = view.named(asked.indicator, "short")
    try:
        made = q.answer(view, asked)
    except QueryError:
        return Content(slots=nothing(view, view.text("explorer_impossible")), spoken=view.text("explorer_impossible"))
    if isinstance(made, int):
        most = i18n.number(q.most(asked), 0, view.lang)
        told = view.text("explorer_too_many", count=i18n.number(made, 0, view.lang), most=most)
        if asked.statistics:
            told = f"{told} {view.text('explorer_without_statistics')}"
        return Content(slots=nothing(view, told), spoken=told)
    told = headline(view, made, what)
    slots: dict[str, Children] = {
        "headline": told,
        "subtitle": subtitle(view, asked, made),
        "count": counted(view, made),
        "table": table(view, made),
        "foot": foot(view, made),
    }
    return Content(slots=slots, spoken=told)


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    search = c.search("zoek", view.text("explorer_search"), view.asked.get("zoek", ""))
    figure = el(
        "Section",
        [
            slot("headline", content.slots["headline"], "H2", className="panel-headline"),
            slot("subtitle", content.slots["subtitle"], "P", className="panel-subtitle"),
            el("Div", search, className="explorer-search"),
            slot("count", content.slots["count"]),
            slot("table", content.slots["table"]),
            slot("foot", content.slots["foot"], className="panel-foot"),
        ],
        className="panel explorer",
    )
    parts = [c.bar(view, pickers.fixed(view), dependent(view)), figure]
    return page(view, view.text("table_title"), view.text("table_intro"), parts)


def nothing(view: View, told: str) -> dict[str, Children]:
    """The slots when there is no table to show, with the reason."""
    empty: dict[str, Children] = {name: [] for name in ("subtitle", "count", "table", "foot")}
    return {**empty, "headline": view.text("explorer_no_table"), "count": el("P", told, className="advice")}


def headline(view: View, made: Sheet, what: str) -> str:
    """How many rows there are, and how many of them have no figure."""
    rows, missing = len(made.rows), sum(row["waarde"] is None for row in made.rows)
    if not rows:
        return view.text("explorer_headline_none", what=what)
    count = i18n.number(rows, 0, view.lang)
    if rows == 1:
        return view.text("explorer_headline_single" if not missing else "explorer_headline_single_none", what=what)
    if not missing:
        return view.text("explorer_headline_full", what=what, count=count)
    return view.text("explorer_headline_some", what=what, count=count, missing=i18n.number(missing, 0, view.lang))


def subtitle(view: View, asked: q.Question, made: Sheet) -> str:
    """Measure, regions, choices, periods, unit and status in one line."""
    single = {d: str(code[0]) for d, code in asked.where.items() if d not in asked.by and d in view.catalogue.codes}
    parts = [regions(view, asked), *sentences.choices(view, single), periods(view, asked, made)]
    if asked.search:
        parts.append(view.text("explorer_searched", words=asked.search))
    return p.subtitle(view, asked.indicator, parts, made.values)


def regions(view: View, asked: q.Question) -> str:
    """Which regions are in the table."""
    kind = q.kind(view, asked.indicator)
    if kind != q.CHOSEN:
        return view.text(f"explorer_kind_{kind}")
    return i18n.listing([view.name_of("region", str(code)) for code in asked.where["region"]], view.lang)


def periods(view: View, asked: q.Question, made: Sheet) -> str:
    """The periods in the table, from the first to the last."""
    at = made.values.by.index("period")
    found = sorted({int(row.key[at]) for row in made.values.rows})
    if not found:
        return view.text("explorer_newest") if asked.where["period"] == ["latest"] else ""
    first, last = (view.period_name(end, asked.indicator) for end in (found[0], found[-1]))
    return first if first == last else view.text("explorer_periods", first=first, last=last)


def counted(view: View, made: Sheet) -> list[Element]:
    """What to know before the table: that nothing fits, or that the screen shows a part."""
    if not made.rows:
        search = made.asked.get("zoek", "")
        told = view.text("explorer_no_match", words=search) if search else view.text("explorer_no_rows")
        return [el("P", told, className="advice")]
    if len(made.rows) <= g.MOST_ROWS:
        return []
    count, most = (i18n.number(number, 0, view.lang) for number in (len(made.rows), g.MOST_ROWS))
    return [el("P", view.text("explorer_part", most=most, count=count), className="advice")]


def table(view: View, made: Sheet) -> list[Element]:
    """The table; it stays when there is no row, so that the order of rows is kept in the address."""
    caption = view.text("explorer_caption", what=view.named(made.indicator))
    return [g.grid(view, made, caption, view.region().code)]


def foot(view: View, made: Sheet) -> list[Element]:
    """Downloads first, then what is the same for every row, code to copy, notes and source."""
    forms = [form for form in WRITERS if not too_long(form, len(made.rows), len(made.columns))]
    links = [
        el("Li", el("A", view.text(f"explorer_download_{form}"), href=q.address(made, form), download=True))
        for form in forms
    ]
    told = [] if "xlsx" in forms else [el("P", view.text("explorer_no_workbook"), className="source")]
    notes = p.notes(view, made.indicator, made.values, drawn=False)
    same = [el("Summary", view.text("explorer_same")), g.once(view, made)]
    return [
        el("Ul", links, className="actions explorer-downloads"),
        *told,
        el("Details", same, className="panel-table"),
        snippets.snippets(view, made, host()),
        *([el("Ul", [el("Li", note) for note in notes], className="notes")] if notes else []),
        el("P", p.source_line(view, made.indicator), className="source"),
    ]


def host() -> str:
    """The start of the address of this site, for code that runs elsewhere."""
    return request.host_url.rstrip("/") if has_request_context() else ""
