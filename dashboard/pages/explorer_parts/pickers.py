"""The controls of the table: each is a part of the question, and lives in the address."""

from ... import i18n
from ...components import Element
from ...components import controls as c
from ...exports.names import LEVELS
from ...indicators import Indicator
from ...indicators.studies.cells import EARLIER, PEERS
from ...state import COUNTRY, LATEST, PARAMETER, View
from . import question as q

MOST_CODES = 8  # why: a longer list does not fit in the address; nothing chosen is all of them


def fixed(view: View) -> list[Element]:
    """The controls that stay whatever is chosen."""
    indicator = view.indicator(q.DEFAULT)
    beside = [region.code for region in view.compared(q.MOST_BESIDE)]
    options = c.region_options(view, country=False)
    return [
        c.indicator_picker(view, indicator, q.DEFAULT, c.with_figures(view)),
        c.region_picker(view, "control_own_region"),
        c.several(
            "naast",
            view.text("explorer_beside"),
            options,
            beside,
            q.MOST_BESIDE,
            view.text("control_compare_hint"),
            nothing=view.text("region_choice_none"),
        ),
    ]


def dependent(view: View) -> list[Element]:
    """The controls whose lists follow from other choices."""
    indicator = view.indicator(q.DEFAULT)
    split = split_picker(view, indicator)
    return [
        kind_picker(view, indicator),
        *period_pickers(view, indicator),
        *split,
        *statistics_pickers(view),
        *code_pickers(view, indicator),
    ]


def kind_picker(view: View, indicator: Indicator) -> Element:
    """Choose which regions are rows: all of a kind, or the chosen ones."""
    there = q.kinds(view, indicator)
    options = [{"value": name, "label": view.text(f"explorer_kind_{name}")} for name in (*there, q.CHOSEN)]
    return c.select("gebied", view.text("explorer_kind"), options, q.kind(view, indicator), q.default_kind(there))


def period_pickers(view: View, indicator: Indicator) -> list[Element]:
    """Choose one period, all, or a span with its two ends."""
    known = q.known_periods(view, indicator)
    years = [{"value": str(each), "label": view.period_name(each, indicator)} for each in known]
    options = [
        c.newest_option(view, indicator, known[-1]),
        {"value": q.ALL, "label": view.text("explorer_all_periods")},
        {"value": q.SPAN, "label": view.text("explorer_span")},
        *reversed(years),
    ]
    asked = q.period(view, indicator)
    pickers = [c.select("periode", view.text("control_period"), options, asked, LATEST)]
    if asked == q.SPAN:
        first, last = q.span(view, indicator)
        ends = (("van", first, known[0]), ("tot", last, known[-1]))
        pickers += [
            c.select(name, view.text(f"explorer_{name}"), years, str(value), str(default))
            for name, value, default in ends
        ]
    return pickers


def split_picker(view: View, indicator: Indicator) -> list[Element]:
    """Choose what the figures are split by, besides region and period."""
    open_to_choice = c.open_dimensions(view, indicator)
    if not open_to_choice:
        return []
    options = [{"value": PARAMETER[d], "label": view.named(view.catalogue.dimensions[d])} for d in open_to_choice]
    values = [PARAMETER[d] for d in q.splits(view, indicator)]
    hint, none = view.text("control_no_split"), view.text("control_none_found")
    return [c.several("per", view.text("control_split"), options, values, len(options), hint, nothing=none)]


def statistics_pickers(view: View) -> list[Element]:
    """Choose columns of statistics, and for those with a benchmark which one and how strictly."""
    options = [{"value": name, "label": view.text(f"explorer_with_{name}")} for name in q.STATISTICS]
    chosen = list(q.statistics(view))
    hint, none = view.text("explorer_with_nothing"), view.text("control_none_found")
    pickers = [c.several("met", view.text("explorer_with"), options, chosen, len(options), hint, nothing=none)]
    if "vergelijking" in chosen:
        own = view.region().code
        held = {COUNTRY: view.name_of("region", COUNTRY), own: view.name_of("region", own)}
        held |= {name: view.text(f"explorer_against_{name}") for name in (PEERS, EARLIER)}
        options = [{"value": name, "label": label} for name, label in held.items()]
        pickers.append(c.select("vergelijk", view.text("explorer_against"), options, q.against(view), COUNTRY))
    if set(chosen) & {"vergelijking", "plaats", "verwacht"}:
        levels = [
            {"value": each, "label": f"{i18n.number(float(each), int('.' in each), view.lang)}%"} for each in LEVELS
        ]
        usual = next(iter(LEVELS))
        level = view.choice("niveau", LEVELS, usual)
        pickers.append(c.switch("niveau", view.text("explorer_level"), levels, level, usual))
    return pickers


def code_pickers(view: View, indicator: Indicator) -> list[Element]:
    """Choose codes: several of a dimension that is split, one of every other."""
    split = q.splits(view, indicator)
    pickers = []
    for dimension in split:
        codes = view.catalogue.codes[dimension]
        options = [
            {"value": code, "label": view.named(codes[code])}
            for code in view.catalogue.codes_of(indicator.id, dimension)
        ]
        label = view.text("explorer_only", name=view.named(view.catalogue.dimensions[dimension]))
        values = list(q.chosen(view, indicator, dimension))[:MOST_CODES]
        hint, none = view.text("explorer_everything"), view.text("control_none_found")
        pickers.append(c.several(PARAMETER[dimension], label, options, values, MOST_CODES, hint, nothing=none))
    rest = [*single_pickers(view, indicator, split), *boundary_picker(view, indicator)]
    return [*pickers, *(c.more(view, rest) if rest else [])]


def single_pickers(view: View, indicator: Indicator, split: tuple[str, ...]) -> list[Element]:
    """One list for every dimension that is not split."""
    found: list[Element] = []
    for dimension in c.open_dimensions(view, indicator):
        if dimension not in split:
            codes = view.catalogue.codes[dimension]
            options = [
                {"value": code, "label": view.named(codes[code])}
                for code in view.catalogue.codes_of(indicator.id, dimension)
            ]
            default = c.default_code(view, indicator, dimension)
            label = view.named(view.catalogue.dimensions[dimension])
            value = c.breakdown(view, indicator, dimension)
            found.append(c.select(PARAMETER[dimension], label, options, value, default))
    return found


def boundary_picker(view: View, indicator: Indicator) -> list[Element]:
    """Choose the boundaries of regions when a source has more than one set."""
    there = view.catalogue.codes_of(indicator.id, "indeling")
    if len(there) < 2:
        return []
    names = {"periode": view.text("regions_then"), "2026": view.text("regions_2026")}
    options = [{"value": code, "label": names[code]} for code in there]
    return [c.select("indeling", view.text("control_indeling"), options, q.boundaries(view), "periode")]
