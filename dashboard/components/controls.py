"""The controls of a page: each is a filter whose value lives in the address under its own name."""

from collections.abc import Iterable, Sequence

from .. import i18n
from ..indicators import Indicator
from ..state import COUNTRY, LATEST, PARAMETER, View
from . import Element, control, el, region_choice, slot

Option = dict[str, str]
# Dimensions that have a control of their own, or none.
OWN_CONTROL = {"region", "period", "indeling"}
CONTROLS = "controls"
# A list that opens at the end of the document would be outside the main part of the page. Fixed, because the library
# scrolls to the chosen option before it has put the list in its place: a page would jump to its top on a telephone.
INSIDE = {"withinPortal": False, "floatingStrategy": "fixed"}
NO_SPLIT = "geen"
ANY_WORD = "anyWord"  # assets/state.js
FAMILIES = ("vsv", "neet", "werk", "jikp", "verwacht")
region_options = region_choice.options


def identity(name: str, default: str) -> dict[str, str]:
    """The id of a filter; the script that writes the address leaves out a value equal to the default."""
    return {"type": "filter", "name": name, "default": default}


def select(
    name: str,
    label: str,
    options: Sequence[object],
    value: str,
    default: str,
    *,
    search: str = "",
    finder: str = ANY_WORD,
) -> Element:
    """One choice from a list.

    With `search` the reader may type: the script `finder` says what that finds, and `search` what to say when it finds
    nothing.
    """
    extra: dict[str, object] = {}
    if search:
        extra = {"filter": {"function": finder}, "selectFirstOptionOnChange": True, "nothingFoundMessage": search}
    return control(
        "Select",
        id=identity(name, default),
        label=label,
        data=options,
        value=value,
        searchable=bool(search),
        allowDeselect=False,
        withScrollArea=False,
        checkIconPosition="right",
        maxDropdownHeight=320,
        comboboxProps=INSIDE,
        **extra,
    )


def several(
    name: str,
    label: str,
    options: Sequence[object],
    values: list[str],
    most: int,
    hint: str,
    *,
    nothing: str = "",
    finder: str = ANY_WORD,
) -> Element:
    """Up to `most` choices from a list; `nothing` is said when what is typed fits none of them."""
    return control(
        "MultiSelect",
        id=identity(name, ""),
        label=label,
        placeholder="" if values else hint,
        data=options,
        value=values,
        maxValues=most,
        searchable=True,
        hidePickedOptions=True,
        withScrollArea=False,
        maxDropdownHeight=320,
        comboboxProps=INSIDE,
        filter={"function": finder},
        **({"nothingFoundMessage": nothing} if nothing else {}),
    )


def search(name: str, label: str, value: str) -> Element:
    """A word to search for; it counts when the reader stops typing."""
    return control("TextInput", id=identity(name, ""), label=label, value=value, debounce=400, type="search")


def switch(name: str, label: str, options: Sequence[Option], value: str, default: str) -> Element:
    """Two or three choices side by side."""
    choice = control("SegmentedControl", id=identity(name, default), data=options, value=value, **{"aria-label": label})
    return el("Div", [el("Span", label, className="control-label", **{"aria-hidden": "true"}), choice])


def region_picker(view: View, label_key: str = "control_region", *, country: bool = True) -> Element:
    """Choose a region by typing its name, number or one of its municipalities."""
    options = region_options(view, country=country)
    none, finder = view.text("region_choice_none"), region_choice.FINDER
    return select("regio", view.text(label_key), options, view.region().code, COUNTRY, search=none, finder=finder)


def compared_picker(view: View) -> Element:
    """Choose up to three regions to draw beside one's own."""
    chosen = [region.code for region in view.compared()]
    options = region_options(view, country=False)
    hint = view.text("control_compare_hint")
    none, finder = view.text("region_choice_none"), region_choice.FINDER
    return several("naast", view.text("control_compare"), options, chosen, 3, hint, nothing=none, finder=finder)


def with_figures(view: View) -> list[Indicator]:
    """The indicators that the release has any figure of."""
    return [view.catalogue.indicators[name] for name in view.catalogue.with_figures()]


def indicator_picker(view: View, chosen: Indicator, default: str, allowed: Iterable[Indicator]) -> Element:
    """Choose an indicator; those of one family stand together. Where the default is not offered the first one is."""
    groups: dict[str, list[Option]] = {}
    offered = {indicator.id: indicator for indicator in allowed}
    default = view.usual(default, offered)
    for indicator in offered.values():
        groups.setdefault(indicator.family, []).append({"value": indicator.id, "label": view.named(indicator, "short")})
    options = [
        {"group": view.text(f"family_{family}"), "items": groups[family]}
        for family in sorted(groups, key=lambda f: FAMILIES.index(f))
    ]
    none = view.text("control_none_found")
    return select("indicator", view.text("control_indicator"), options, chosen.id, default, search=none)


def period_picker(view: View, indicator: Indicator) -> Element:
    """Choose a period; the default follows the newest figures."""
    moment = chosen_moment(view, indicator)
    newest = view.catalogue.latest(indicator.id, moment)
    options = [newest_option(view, indicator, newest)] + [
        {"value": str(p), "label": view.period_name(p, indicator)}
        for p in reversed(view.catalogue.periods(indicator.id, moment))
        if p != newest
    ]
    chosen = view.period(indicator, moment)
    return select("periode", view.text("control_period"), options, LATEST if chosen == newest else str(chosen), LATEST)


def newest_option(view: View, indicator: Indicator, newest: int) -> Option:
    """The choice that follows the newest figures, which is the `same` now as their own period."""
    label = view.text("control_latest", period=view.period_name(newest, indicator))
    return {"value": LATEST, "label": label, "same": str(newest)}


def chosen_moment(view: View, indicator: Indicator) -> str | None:
    """The moment after leaving that was chosen, for indicators that have more than one."""
    return breakdown(view, indicator, "moment") if "moment" in open_dimensions(view, indicator) else None


def breakdown(view: View, indicator: Indicator, dimension: str) -> str:
    """The chosen code of a dimension; without a choice the indicator's own default."""
    codes = view.catalogue.codes_of(indicator.id, dimension)
    default = default_code(view, indicator, dimension)
    return view.choice(PARAMETER[dimension], codes, default)


def default_code(view: View, indicator: Indicator, dimension: str) -> str:
    """The code a figure stands for when nothing is chosen: the indicator's default, else the total."""
    return str(indicator.defaults.get(dimension, view.catalogue.dimensions[dimension].total))


def open_dimensions(view: View, indicator: Indicator) -> list[str]:
    """The dimensions of an indicator in which there is something to choose."""
    closed = {*OWN_CONTROL, *indicator.numerator_where}
    return [d for d in indicator.by if d not in closed and len(view.catalogue.codes_of(indicator.id, d)) > 1]


def breakdown_pickers(view: View, indicator: Indicator, without: Iterable[str] = ()) -> list[Element]:
    """One list per dimension of the indicator, age, sex, education and so on, behind one word."""
    pickers = breakdown_lists(view, indicator, without)
    return more(view, pickers) if pickers else []


def breakdown_lists(view: View, indicator: Indicator, without: Iterable[str] = ()) -> list[Element]:
    """One list per dimension of the indicator."""
    pickers = []
    for dimension in open_dimensions(view, indicator):
        if dimension in without:
            continue
        codes = view.catalogue.codes[dimension]
        options = [
            {"value": code, "label": view.named(codes[code])}
            for code in view.catalogue.codes_of(indicator.id, dimension)
        ]
        pickers.append(
            select(
                PARAMETER[dimension],
                view.named(view.catalogue.dimensions[dimension]),
                options,
                breakdown(view, indicator, dimension),
                default_code(view, indicator, dimension),
            )
        )
    return pickers


def more(view: View, pickers: list[Element]) -> list[Element]:
    """Choices most readers never make, behind one word; open when one of them was made."""
    made = any(picker["props"]["value"] != picker["props"]["id"]["default"] for picker in pickers)
    inside = [el("Summary", view.text("more_choices")), el("Div", pickers, className="choices")]
    return [el("Details", inside, className="more-choices", open=made)]


def split_picker(view: View, indicator: Indicator, chosen: str) -> list[Element]:
    """Choose a dimension whose parts are drawn apart; nothing when the indicator has none."""
    dimensions = open_dimensions(view, indicator)
    if not dimensions:
        return []
    options = [{"value": NO_SPLIT, "label": view.text("control_no_split")}] + [
        {"value": PARAMETER[d], "label": view.named(view.catalogue.dimensions[d])} for d in dimensions
    ]
    return [select("uitsplitsing", view.text("control_split"), options, chosen, NO_SPLIT)]


def bar(view: View, fixed: Sequence[Element], dependent: Sequence[Element] | None = None) -> Element:
    """The row of controls: fixed ones, and in a slot those whose lists follow from another choice."""
    rest = [] if dependent is None else [slot(CONTROLS, dependent, className="controls-dependent")]
    return el(
        "Div",
        [*fixed, *rest],
        className="controls",
        role="group",
        **{"aria-label": i18n.text("control_group", view.lang)},
    )


def offers(controls: Sequence[Element]) -> list[object]:
    """What a row of controls offers, whatever is chosen; when it stays the same the controls may stay as well."""
    found: list[object] = []
    for each in controls:
        props = each["props"]
        children = props.get("children")
        found += offers([child for child in children if isinstance(child, dict)]) if isinstance(children, list) else []
        found.append((each["type"], props.get("id"), props.get("data"), props.get("label")))
    return found
