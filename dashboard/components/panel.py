"""The frame around every chart: headline, subtitle, chart, description, table, notes, source and download."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .. import i18n
from ..indicators import Indicator, Selection, Values
from ..state import PARAMETER, View
from . import Children, Element, core, el, slot
from .controls import default_code

# Plotly 4 offers to upload the chart by default; nothing may leave the page.
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
MISSING = ("Q", "O", "M", "L")


@dataclass(frozen=True)
class Panel:
    """The contents of one frame: `figure` is a Plotly figure as a plain dict, `csv` names and addresses of its data."""

    headline: str
    subtitle: str
    description: str
    figure: dict[str, Any]
    table: Element
    notes: Sequence[Children]
    source: Sequence[Children]
    csv: Sequence[tuple[str, str]]


def frame(view: View, name: str, panel: Panel) -> Element:
    """The fixed frame around a panel; its contents are slots, so a changed choice leaves an open table open."""
    title, description = f"{name}-title", f"{name}-description"
    filled = contents(view, name, panel)

    def place(part: str, tag: str = "Div", **props: Any) -> Element:
        return slot(f"{name}-{part}", filled[f"{name}-{part}"], tag, **props)

    chart = core(
        "Graph",
        id={"type": "figure", "name": name},
        figure=panel.figure,
        config={**CONFIG, "locale": "nl" if view.lang == "nl" else "en-US"},
        className="chart",
    )
    height = {"minHeight": f"{panel.figure['layout']['height']}px"}
    return el(
        "Figure",
        [
            el("H2", place("headline", "Span"), id=title, className="panel-headline"),
            el("P", place("subtitle", "Span"), className="panel-subtitle"),
            el(
                "Div",
                chart,
                role="img",
                className="chart-box",
                style=height,
                **{"aria-labelledby": title, "aria-describedby": description},
            ),
            el("P", place("description", "Span"), id=description, className="panel-description"),
            el("Details", [el("Summary", view.text("show_table")), place("table")], className="panel-table"),
            place("foot", className="panel-foot"),
        ],
        className="panel",
        id=name,
    )


def contents(view: View, name: str, panel: Panel) -> dict[str, Children]:
    """What goes into the slots of a frame."""
    downloads = [download(view, name, address, len(panel.csv) > 1) for name, address in panel.csv]
    notes = [el("Ul", [el("Li", note) for note in panel.notes], className="notes")] if panel.notes else []
    return {
        f"{name}-headline": panel.headline,
        f"{name}-subtitle": panel.subtitle,
        f"{name}-description": panel.description,
        f"{name}-table": panel.table,
        f"{name}-foot": [
            *notes,
            el("P", panel.source, className="source"),
            el("Ul", [el("Li", one) for one in downloads], className="actions"),
        ],
    }


def download(view: View, name: str, address: str, several: bool) -> Element:
    """A link to the figures of a chart; with its name when the chart draws more than one indicator."""
    text = view.text("download_csv_of", name=name) if several else view.text("download_csv")
    return el("A", text, href=address, download=True)


def is_example(view: View, indicator: Indicator) -> bool:
    """Whether the figures of an indicator are synthetic."""
    return view.catalogue.source_of(indicator.id).sample


def subtitle(view: View, indicator: Indicator, parts: Sequence[str], values: Values, what: str = "") -> str:
    """Measure, population or breakdown, period, unit and status in one line."""
    name = what or view.named(indicator)
    told = [name, *parts, unit_beside(view, indicator, name), status_line(view, values)]
    if is_example(view, indicator):
        told.append(view.text("example_data"))
    return " · ".join(part for part in told if part)


def unit_beside(view: View, indicator: Indicator, name: str) -> str:
    """The unit of an indicator in words; empty when the name beside it says it already."""
    said = view.text("unit_said_percent" if indicator.unit == "%" else "unit_said_persons")
    return "" if said in name.lower() else i18n.unit_word(indicator.unit, view.lang)


def status_line(view: View, values: Values) -> str:
    """The status of the figures in words: all definitive, all provisional, or partly."""
    letters = {row.status for row in values.rows if row.value is not None}
    if len(letters) == 1:
        return i18n.status_word(letters.pop(), view.lang)
    if not letters:
        return ""
    words = [i18n.status_word(letter, view.lang) for letter in sorted(letters)]
    return view.text("status_mixed", words=i18n.listing(words, view.lang))


def source_line(view: View, indicator: Indicator) -> list[Children]:
    """Publisher, name, table id, date, licence and kind of the source of an indicator."""
    source = view.catalogue.source_of(indicator.id)
    behind = "; ".join(filter(None, [source.publisher, source.table_id]))
    name = f"{view.named(source)} ({behind})"
    line: list[Children] = [
        f"{view.text('source')}: ",
        el("A", name, href=source.url, rel="noopener") if source.url else name,
        f". {view.text('published_on', date=i18n.day(source.published, view.lang))}. "
        f"{view.text('licence', name=view.named(source, 'licence'))}.",
    ]
    if source.sample:
        line.append(el("Strong", f" {view.text('example_note')}"))
    return line


def notes(view: View, indicator: Indicator, values: Values, more: Sequence[str] = ()) -> list[str]:
    """What a reader must know of these figures: why some are missing, how sure they are, what changed in between."""
    told = [view.text(f"note_missing_{letter}") for letter in MISSING if any(r.status == letter for r in values.rows)]
    shown = [row for row in values.rows if row.value is not None]
    if any(row.status == "P" for row in shown):
        told.append(view.text("note_provisional"))
    if any(row.denominator is not None and row.denominator < indicator.min_denominator for row in shown):
        told.append(view.text("note_small", least=i18n.number(indicator.min_denominator, 0, view.lang)))
    margins = [row.margin for row in shown if row.margin]
    if margins:
        size = i18n.difference_word(max(margins), indicator.unit, indicator.decimals, view.lang)
        told.append(view.text("note_margin", size=size))
    if any(row.derived for row in shown):
        told.append(view.text("note_derived"))
    caveats = view.named(indicator, "caveats")
    return [*told, *more, *([" ".join(caveats.split())] if caveats else [])]


def break_notes(view: View, indicator: Indicator, periods: Sequence[int]) -> list[str]:
    """The breaks in the series within the drawn periods, as sentences with the numbers of the chart's lines."""
    if not periods:
        return []
    return [
        view.text("note_break", number=n, period=view.period_name(b.period, indicator), text=getattr(b, view.lang))
        for n, b in enumerate(view.catalogue.breaks(indicator.id, periods[0], periods[-1]), 1)
    ]


def axis_note(view: View, figure: dict[str, Any], axis: str) -> list[str]:
    """Says so when the value axis of a figure does not start at zero."""
    return [view.text("note_axis")] if figure["layout"][axis].get("rangemode") == "normal" else []


def csv_of(view: View, selection: Selection) -> tuple[str, str]:
    """The name of an indicator, and the address of exactly the figures of a selection as CSV.

    Choices that the indicator has by itself are left out.
    """
    indicator = view.catalogue.indicators[selection.indicator]
    name = view.named(indicator, "short")
    params = {"per": ",".join(PARAMETER[d] for d in selection.by)}
    for dimension, asked in (selection.where or {}).items():
        codes = [asked] if isinstance(asked, str | int) else asked
        if dimension in view.catalogue.codes and asked == default_code(view, indicator, dimension):
            continue
        params[PARAMETER[dimension]] = ",".join(str(code) for code in codes)
    pinned = {**params, "release": view.release, "f": "csv"}
    return name, f"/api/v1/indicatoren/{selection.indicator}/waarden?{urlencode(pinned, safe=',')}"
