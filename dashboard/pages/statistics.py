"""How every statistic is made: per family what it answers, how to read it, formula, live example, limits, sources."""

from .. import i18n, narrative
from ..components import Children, Element, el, slot
from ..components import controls as c
from ..components import panel as p
from ..components.tables import Cell, pairs, table
from ..indicators import Method
from ..state import View
from .method_examples import FAMILIES, USUAL, NoExample, Worked, example
from .method_examples.chance import LEVEL, STRICT
from .method_examples.formulas import FORMULAS, Formula, filled, general, symbol
from .method_examples.references import LITERATURE
from .method_examples.worked import Step, setting_percent
from .page import Content, page

SLUG = {"nl": "methoden", "en": "statistics"}
CHARTS = False
ALL = "alle"
# Settings that are fractions, and those that are names: a seed or a year has no thousands.
FRACTIONS = {"level", "q", "power", "winsorised_share", "limit", "enough", "halfway"}
NAMES = {"seed", "year", "version"}
DECIMALS = {"phi": 2, "factor": 2, "tau2": 7}


def read(view: View) -> Content:
    """The contents of the page for one state of the address."""
    family = chosen(view)
    told = view.text(f"stat_{family}_name") if family else view.text("stat_all")
    return Content(
        slots={"family": explained(view, family) if family else index(view)},
        spoken=view.text("spoken_method", what=told),
    )


def show(view: View, content: Content) -> list[Element]:
    """The page with its controls and contents."""
    options = [{"value": ALL, "label": view.text("stat_all")}] + [
        {"value": word, "label": view.text(f"stat_{family}_name")} for family, word in FAMILIES.items()
    ]
    word = FAMILIES.get(chosen(view), ALL)
    picker = c.select("methode", view.text("stat_control"), options, word, ALL)
    parts = [
        c.bar(view, [picker, c.region_picker(view)]),
        slot("family", content.slots["family"]),
    ]
    return page(view, view.text("statistics_title"), view.text("statistics_intro"), parts)


def chosen(view: View) -> str:
    """The family that the address names; empty without one that exists."""
    asked = view.choice("methode", FAMILIES.values(), ALL)
    return next((family for family, word in FAMILIES.items() if word == asked), "")


def index(view: View) -> list[Element]:
    """All families with one sentence each."""
    # A plain link: the page is loaded anew, so that it begins at its top.
    items: list[tuple[Children, Children]] = [
        (
            el("A", view.text(f"stat_{family}_name"), href=view.to("statistics", {"methode": word})),
            view.text(f"stat_{family}_answers"),
        )
        for family, word in FAMILIES.items()
    ]
    release = view.catalogue.release
    key = "stat_examples_sample" if release.sample else "stat_examples"
    about = el("P", view.text(key, id=release.id), className="source")
    more = el("P", el("A", view.text("stat_to_methods"), href=view.to("methods", {})))
    return [pairs(items), more, about]


def explained(view: View, family: str) -> list[Element]:
    """Everything about one family."""
    found = example(view, family)
    methods = USUAL[family] if isinstance(found, NoExample) else found.methods
    lines = [line for line in view.text(f"stat_{family}_limits").splitlines() if line.strip()]
    back = el("A", view.text("stat_back"), href=view.to("statistics", {}))
    parts = [
        el("H2", view.text(f"stat_{family}_name")),
        el("P", el("Strong", view.text(f"stat_{family}_answers"))),
        el("H3", view.text("stat_reading")),
        el("P", view.text(f"stat_{family}_reading", **facts(view))),
        el("H3", view.text("stat_formula")),
        *(part for formula in FORMULAS[family] for part in written(view, formula)),
        el("H4", view.text("stat_symbols")),
        symbols(view, family),
        el("H3", view.text("stat_example"), id=f"{FAMILIES[family]}-voorbeeld"),
        *worked_out(view, family, found),
        el("H3", view.text("stat_limits")),
        el("Ul", [el("Li", line) for line in lines]),
        el("H3", view.text("stat_settings")),
        settings(view, methods),
        el("H3", view.text("stat_literature")),
        el("Ul", [el("Li", one, lang="en") for one in LITERATURE[family]], className="literature"),
        el("P", back, className="onward"),
    ]
    return [el("Section", parts, id=FAMILIES[family], className="section method")]


def facts(view: View) -> dict[str, str]:
    """The settings that the explanations mention, as the methods name them."""
    usual = {method.id: method.parameters for methods in USUAL.values() for method in methods}
    pace, trend = usual["target_pace_compound"], usual["trend_of_shares"]
    fractions = {"level": LEVEL, "strict": STRICT, "trend_level": trend["level"]}
    fractions |= {"enough": pace["enough"], "halfway": pace["halfway"]}
    counts = {"k": usual["peers_nearest"]["k"], "points": trend["points"]}
    counts |= {"versions": usual["revision_band"]["minimum_versions"]}
    told = {name: setting_percent(float(value), view.lang) for name, value in fractions.items()}
    return told | {name: i18n.number(float(value), 0, view.lang) for name, value in counts.items()}


def written(view: View, formula: Formula) -> list[Element]:
    """A formula under its name; a screen reader gets it in words."""
    said = view.text(f"stat_said_{formula.id}")
    return [
        el("P", view.text(f"stat_formula_{formula.id}"), className="formula-name"),
        el("P", general(formula), className="formula", role="math", aria_label=said),
    ]


def symbols(view: View, family: str) -> Element:
    """What each symbol of a family means."""
    names = dict.fromkeys(name for formula in FORMULAS[family] for name in formula.names)
    return pairs([(symbol(name), view.text(f"stat_symbol_{name}")) for name in names])


def worked_out(view: View, family: str, found: Worked | NoExample) -> list[Element]:
    """The example with its figure and where that is from, or why there is none."""
    if isinstance(found, NoExample):
        return [el("P", view.text("stat_no_example", reason=narrative.reason_words(found.reason, view.lang)))]
    indicator = view.catalogue.indicators[found.values.indicator]
    period = view.period_name(int(found.values.where["period"][0]), indicator)
    region = view.name_of("region", found.region)
    asked = view.region()
    told = []
    if asked.code != found.region:
        key = "stat_other_region" if "regio" in view.asked else "stat_first_region"
        names = {"asked": view.region_name(), "region": view.within("region", found.region)}
        told = [el("P", view.text(key, **names), className="advice")]
    formulas = {formula.id: formula for formula in FORMULAS[family]}
    return [
        *told,
        el("P", p.subtitle(view, indicator, [region, period], found.values), className="panel-subtitle"),
        el("Ol", [step(formulas, one) for one in found.steps if one.text], className="steps"),
        el("P", p.source_line(view, indicator), className="source"),
    ]


def step(formulas: dict[str, Formula], one: Step) -> Element:
    """One step: a sentence, with a formula with its numbers or a table behind it; the caption of a table says it."""
    if one.table:
        return el("Li", one.table)
    parts = [el("P", one.text)]
    if one.formula:
        parts.append(el("P", filled(formulas[one.formula], one.numbers or {}, one.result), className="formula"))
    return el("Li", parts)


def settings(view: View, methods: tuple[Method, ...]) -> Element:
    """The settings that are in force, as the methods themselves name them."""
    body: list[list[Cell]] = []
    for method in dict.fromkeys((m.id, tuple(m.parameters.items())) for m in methods):
        name, parameters = method
        for parameter, value in parameters or (("", ""),):
            said = view.text(f"stat_setting_{parameter}") if parameter else view.text("stat_no_settings")
            cell: Cell = (said, parameter) if parameter else said
            body.append([(view.text(f"stat_method_{name}"), name), cell, setting(view, parameter, value)])
    heads = [view.text(f"stat_head_{name}") for name in ("method", "setting", "value")]
    return table(view.text("stat_settings_caption"), heads, body)


def setting(view: View, name: str, value: float | int | str) -> str:
    """The value of a setting in words or digits; a method may be used at several levels."""
    if name in FRACTIONS:
        parts = [setting_percent(float(part), view.lang) for part in str(value).split(",")]
        return i18n.listing(parts, view.lang)
    if isinstance(value, str):
        key = f"stat_value_{value}"
        return view.text(key) if key in i18n.words(view.lang) else value or "–"
    if name in NAMES:
        return str(value)
    return i18n.number(value, DECIMALS.get(name, 0), view.lang)
