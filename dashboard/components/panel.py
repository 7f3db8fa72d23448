"""The frame around every chart: headline, subtitle, picture, description, table, notes, source, downloads."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import i18n
from ..indicators import Indicator, Selection, Values
from ..state import PARAMETER, View, figures_address, study_address
from . import Children, Element, core, el, link, slot
from .controls import default_code
from .downloads import downloads

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
MISSING = ("Q", "O", "M", "L", "N")
FORMATS = ("svg", "png")
# Choices that are in the name of a picture: what is drawn, for whom and beside whom.
NAMED = frozenset(PARAMETER.values()) - {"regio"} | {"vergelijk", "naast", "uitsplitsing", "model"}
INDICATOR = re.compile(r"/indicatoren/([^/?]+)")


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The contents of one frame.

    `figure` is a Plotly figure as a plain dict, `drawing` an element that draws by itself, a map for instance; a frame
    has one, both side by side, or none and then its table stands open. `csv` are names and addresses of the data,
    `methods` names and addresses of how its statistics are made, `file` the name of what is saved, without an ending.
    `onward` leads to what belongs with it elsewhere; links hold the region, so they stand apart from the notes.
    `aloud` reads the picture out for who does not see it; it stands below the description in small print.
    """

    headline: str
    subtitle: str
    description: str
    figure: dict[str, Any] | None = None
    drawing: Element | None = None
    table: Element
    notes: Sequence[Children]
    source: Sequence[Children]
    csv: Sequence[tuple[str, str]]
    methods: Sequence[tuple[str, str]] = ()
    file: str = ""
    aloud: str = ""
    onward: Sequence[Children] = ()


def frame(view: View, name: str, panel: Panel) -> Element:
    """The fixed frame around a panel; its contents are slots, so a changed choice leaves an open table open."""
    title, description = f"{name}-title", f"{name}-description"
    filled = contents(view, name, panel)

    def place(part: str, tag: str = "Div", **props: Any) -> Element:
        return slot(f"{name}-{part}", filled[f"{name}-{part}"], tag, **props)

    pictures = [] if panel.drawing is None else [place("drawing", className="drawing")]
    if panel.figure is not None:
        pictures.append(chart(view, name, panel.figure))
    side = "pictures pair" if len(pictures) > 1 else "pictures"
    summary = el("Summary", view.text("show_table"))
    table = el("Details", [summary, place("table")], className="panel-table") if pictures else place("table")
    return el(
        "Figure",
        [
            el("H2", place("headline", "Span"), id=title, className="panel-headline"),
            el("P", place("subtitle", "Span"), className="panel-subtitle"),
            *([el("Div", pictures, className=side)] if pictures else []),
            el("P", place("description", "Span"), id=description, className="panel-description"),
            table,
            el("Div", [place("foot"), place("source", "P", className="source")], className="panel-foot"),
            place("how", "P", className="how"),
            el(
                "Div",
                [*saves(view, bool(pictures)), place("links", "Span", className="action-links"), *copy(view)],
                className="actions",
                role="group",
                **{"aria-label": view.text("frame_actions")},
            ),
        ],
        className="panel",
        id=name,
    )


def chart(view: View, name: str, figure: dict[str, Any]) -> Element:
    """A Plotly figure, named by the headline of its frame; the room it takes is kept before it is drawn."""
    drawn = core(
        "Graph",
        id={"type": "figure", "name": name},
        figure=figure,
        config={**CONFIG, "locale": "nl" if view.lang == "nl" else "en-US"},
        className="chart",
    )
    return el(
        "Div",
        drawn,
        role="img",
        className="chart-box",
        style={"minHeight": f"{figure['layout']['height']}px"},
        **{"aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-description"},
    )


def contents(view: View, name: str, panel: Panel) -> dict[str, Children]:
    """What goes into the slots of a frame."""
    notes = [el("Ul", [el("Li", note) for note in panel.notes], className="notes")] if panel.notes else []
    filled = {
        f"{name}-headline": panel.headline,
        f"{name}-subtitle": panel.subtitle,
        f"{name}-description": described(panel),
        f"{name}-table": panel.table,
        f"{name}-foot": notes,
        f"{name}-source": list(panel.source),
        f"{name}-how": [*panel.onward, *([el("Br")] if panel.onward else []), *how(view, panel.methods)],
        f"{name}-links": files(view, panel),
    }
    return filled if panel.drawing is None else filled | {f"{name}-drawing": panel.drawing}


def described(panel: Panel) -> Children:
    """What is said below a picture, and apart from it what the picture shows."""
    if not panel.aloud:
        return panel.description
    aloud = el("Span", panel.aloud, className="panel-aloud")
    return [f"{panel.description} ", aloud] if panel.description else [aloud]


def how(view: View, methods: Sequence[tuple[str, str]]) -> list[Children]:
    """Links to how the statistics in a frame are made."""
    parts: list[Children] = []
    for each, address in methods:
        parts += [", " if parts else f"{view.text('frame_how')}: ", link(each, address)]
    return parts


def saves(view: View, drawn: bool) -> list[Element]:
    """Buttons that save the pictures of a frame; assets/frame.js does it in the browser."""
    said = {"data-done": view.text("frame_saved"), "data-failed": view.text("frame_not_saved")}
    return [
        el("Button", view.text(f"frame_{kind}"), type="button", **{"data-save": kind, **said})
        for kind in FORMATS
        if drawn
    ]


def copy(view: View) -> list[Element]:
    """The button that copies the address of what is shown, with its release, and beside it that it stays the same."""
    said = {"data-done": view.text("frame_copied"), "data-failed": view.text("frame_not_copied")}
    button = el("Button", view.text("frame_copy"), type="button", **{"data-link": "", **said})
    return [button, el("Span", view.text("frame_copy_keeps"), className="action-note")]


def files(view: View, panel: Panel) -> list[Element]:
    """Links to the figures of a chart; with their name when the chart draws more than one indicator."""
    several = len(panel.csv) > 1
    return [
        each
        for name, address in panel.csv
        for each in downloads(view, address, name if several else "", saved_name(view, panel, address))
    ]


def saved_name(view: View, panel: Panel, address: str) -> str:
    """The name of the pictures of a frame: that of example data says so first, as the files of the API do."""
    found = INDICATOR.search(address)
    known = view.catalogue
    sample = is_example(view, known.indicators[found[1]]) if found else known.release.sample
    return f"{'voorbeeld_' if sample else ''}{panel.file or usual_name(view, address)}"


def usual_name(view: View, address: str) -> str:
    """The name of a picture: the indicator of its address, the chosen region, and the choices that were made."""
    found = INDICATOR.search(address)
    chosen = [text for name, text in view.asked.items() if name in NAMED]
    return file_name(found[1] if found else "", view.region_label(), *chosen)


def file_name(*parts: str) -> str:
    """Words as the name of a file without an ending: small letters, digits and hyphens, as `vsv-twente-2024-25`."""
    plain = unicodedata.normalize("NFD", " ".join(parts)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def is_example(view: View, indicator: Indicator) -> bool:
    """Whether the figures of an indicator are synthetic."""
    return view.catalogue.source_of(indicator.id).sample


def subtitle(view: View, indicator: Indicator, parts: Sequence[str], values: Values, what: str = "") -> str:
    """Measure, population or breakdown, period, unit and status in one line."""
    name = what or full_name(view, indicator)
    told = [name, *parts, unit_beside(view, indicator, name), status_line(view, values)]
    if is_example(view, indicator):
        told.append(view.text("example_data"))
    # The point stays behind the part before it: a line does not begin with it.
    return "\N{NO-BREAK SPACE}· ".join(part for part in told if part)


def full_name(view: View, indicator: Indicator) -> str:
    """The name of an indicator; the short one when the full one names a moment and another can be chosen."""
    return view.named(indicator, "short" if len(view.catalogue.codes_of(indicator.id, "moment")) > 1 else "name")


def unit_beside(view: View, indicator: Indicator, name: str) -> str:
    """The unit of an indicator in words; empty when the name beside it says it already."""
    percent = indicator.unit == "%"
    said = view.text("unit_said_percent" if percent else "unit_said_persons")
    # A sign by itself, beside the percentage of the confidence, would be read as part of that.
    return "" if said in name.lower() else said if percent else i18n.unit_word(indicator.unit, view.lang)


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
    """Publisher, name, table id, date, next date, licence and kind of the source of an indicator."""
    source = view.catalogue.source_of(indicator.id)
    behind = "; ".join(filter(None, [source.publisher, i18n.table_name(source.table_id, source.sample, view.lang)]))
    name = f"{view.named(source)} ({behind})"
    line: list[Children] = [
        f"{view.text('source')}: ",
        el("A", name, href=source.url, rel="noopener") if source.url else name,
        f". {view.text('published_on', date=i18n.day(source.published, view.lang))}. "
        f"{view.text('frame_next', date=following(view, indicator))}. "
        f"{view.text('licence', name=view.named(source, 'licence'))}.",
    ]
    if source.sample:
        line.append(el("Strong", f" {view.text('example_note')}"))
    return line


def following(view: View, indicator: Indicator) -> str:
    """When the next figures of an indicator come, in words."""
    due = view.catalogue.source_of(indicator.id).next_update
    return view.text("unknown") if due is None else i18n.day(due, view.lang)


def notes(
    view: View, indicator: Indicator, values: Values, more: Sequence[str] = (), *, drawn: bool = True
) -> list[str]:
    """What a reader must know of these figures: why some are missing, how sure they are, what changed in between.

    `drawn` says whether a chart shows them, or only a table.
    """
    told = [view.text(f"note_missing_{letter}") for letter in MISSING if any(r.status == letter for r in values.rows)]
    shown = [row for row in values.rows if row.value is not None]
    if any(row.status == "P" for row in shown):
        told.append(view.text("note_provisional" if drawn else "note_provisional_listed"))
    if any(row.denominator is not None and row.denominator < indicator.min_denominator for row in shown):
        told.append(view.text("note_small", least=i18n.number(indicator.min_denominator, 0, view.lang)))
    margins = [row.margin for row in shown if row.margin]
    if margins:
        size = i18n.difference_word(max(margins), indicator.unit, indicator.decimals, view.lang)
        seen = round(max(margins), indicator.decimals) > 0
        told.append(view.text("note_margin", size=size) if seen else view.text("note_margin_unseen"))
    if any(row.derived for row in shown):
        told.append(view.text("note_derived"))
    caveats = view.named(indicator, "caveats")
    return [*told, *more, *([" ".join(caveats.split())] if caveats else [])]


def break_notes(view: View, indicator: Indicator, periods: Sequence[int]) -> list[str]:
    """The breaks in the series within the drawn periods, as sentences with the numbers of the chart's lines."""
    if not periods:
        return []
    return [
        view.text("note_break", number=n, text=getattr(b, view.lang))
        for n, b in enumerate(view.catalogue.breaks(indicator.id, periods[0], periods[-1]), 1)
    ]


def axis_note(view: View, figure: dict[str, Any], axis: str) -> list[str]:
    """Says so when the value axis of a figure does not start at zero."""
    return [view.text("note_axis")] if figure["layout"][axis].get("rangemode") == "normal" else []


def csv_of(view: View, selection: Selection, **more: str) -> tuple[str, str]:
    """The name of an indicator, and the address of exactly the figures of a selection as CSV.

    Choices that the indicator has by itself are left out, but never those of what the figures are split by: without
    them that would be split into everything there is. `more` is what else the address asks, statistics for instance.
    """
    indicator = view.catalogue.indicators[selection.indicator]
    name = view.named(indicator, "short")
    params = {"per": ",".join(PARAMETER[d] for d in selection.by)}
    for dimension, asked in (selection.where or {}).items():
        codes = [asked] if isinstance(asked, str | int) else asked
        usual = dimension in view.catalogue.codes and dimension not in selection.by
        if usual and asked == default_code(view, indicator, dimension):
            continue
        params[PARAMETER[dimension]] = ",".join(str(code) for code in codes)
    return name, figures_address(selection.indicator, params | more, view.release, view.lang, "csv")


def path_csv(view: View, indicator: Indicator, region: str) -> tuple[str, str]:
    """What a chart of the way to a target is called, and the address of its figures, targets and ways as CSV."""
    return view.text("frame_path"), study_address(view, f"indicatoren/{indicator.id}/doelpad", {"regio": region})
