"""What a page says of itself above its heading: choices of a link that it does not have, a newer release, no answer."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Literal

from .. import i18n
from ..components import Children, Element, el, link, slot
from ..components.controls import Option
from ..indicators import Catalogue, WarehouseError, catalogue
from ..state import CARRIED, CHOICES, PARAMETER, View

NAME = "notes"
# Why a choice has no answer: its release is gone, there is nothing to show, or something that nobody foresaw.
Reason = Literal["gone", "stale", "failed"]
LONGEST = 40  # letters of what a link asked that are repeated
ELSEWHERE = "trends"  # the page that has every indicator
FREE = ("TextInput", "Grid")  # what a reader types, and the order of a table, are never refused


def place(notes: list[Element]) -> Element:
    """The slot above the heading of every page."""
    return slot(NAME, notes, className="page-notes")


def refused(view: View, contents: Children) -> list[Element]:
    """One line for each choice in the address that the page does not show, with the nearest that it has.

    What a page shows is read from its controls, so that no page has to say so itself.
    """
    wanted = {name: text for name, text in view.asked.items() if name not in CARRIED and name in CHOICES}
    if not wanted:
        return []
    shown = {filtered["props"]["id"]["name"]: filtered for filtered in filters(contents)}
    return [line for name, text in wanted.items() for line in _refusal(view, name, text, shown.get(name))]


def filters(part: Children) -> Iterator[Element]:
    """Every control of a page that stands in the address."""
    if isinstance(part, list | tuple):
        for child in part:
            yield from filters(child)
    elif isinstance(part, dict) and "props" in part:
        identity = part["props"].get("id")
        if isinstance(identity, dict) and identity.get("type") == "filter":
            yield part
        yield from filters(part["props"].get("children"))


def _refusal(view: View, name: str, text: str, control: Element | None) -> list[Element]:
    if control is None:
        return [_line(view.text("notice_without", label=_label(view, name), asked=_called(view, name, text)))]
    props = control["props"]
    value, options = props.get("value"), _options(props)
    if control["type"] in FREE or props.get("part") in FREE or (control["type"] == "Matrix" and value == text):
        return []
    if isinstance(value, list):
        lacking = [part for part in text.split(",") if part.strip() and not _among(view, part.strip(), value)]
        if not lacking:
            return []
        asked = ", ".join(_called(view, name, part.strip()) for part in lacking)
        return [_line(view.text("notice_refused_some", label=_label(view, name, props), asked=asked))]
    now = next((option for option in options if option["value"] == value), None)
    if text == value or (now is not None and now.get("same") == text):
        return []
    label = str(now["label"]) if now else str(value)
    told = view.text("notice_refused", label=_label(view, name, props), asked=_called(view, name, text), shown=label)
    return [_line(told, _nearest(view, name, text, options, value))]


def _line(words: str, way: Children = None) -> Element:
    return el("P", [words, " ", way] if way else words)


def _options(props: Mapping[str, Any]) -> list[Option]:
    return [one for each in props.get("data") or [] for one in each.get("items", [each])]


def _among(view: View, part: str, values: Iterable[str]) -> bool:
    """Whether one of several choices is shown; the region of the page itself needs no place beside itself."""
    region = view.catalogue.region(part)
    return part in values or (region is not None and region.code in {*values, view.region().code})


def _label(view: View, name: str, props: Mapping[str, Any] | None = None) -> str:
    """What a choice is called: by its control, by its dimension, or else as the address has it."""
    said = (props or {}).get("label") or (props or {}).get("aria-label")
    dimension = next((d for d, word in PARAMETER.items() if word == name), "")
    known = view.catalogue.dimensions.get(dimension)
    return (
        str(said)
        if said
        else view.named(known)
        if known
        else view.text("control_period")
        if name == "periode"
        else name
    )


def _called(view: View, name: str, text: str) -> str:
    """What was asked, by name when the release knows it."""
    known = view.catalogue
    if name == "indicator" and text in known.indicators:
        return view.named(known.indicators[text], "short")
    dimension = next((d for d, word in PARAMETER.items() if word == name), "")
    code = known.codes.get(dimension, {}).get(text)
    return view.named(code) if code else text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _nearest(view: View, name: str, text: str, options: list[Option], shown: object) -> Children:
    """A link to the page that has what was asked, or to the choice here that looks most like it."""
    if name == "indicator" and text in view.catalogue.with_figures() and view.page != ELSEWHERE:
        there = view.to(ELSEWHERE, {name: text})
        words = {"name": _called(view, name, text), "page": view.text(f"{ELSEWHERE}_nav")}
        return link(view.text("notice_elsewhere", **words), there)
    names = {str(option["value"]).lower(): option for option in options}
    names |= {str(option["label"]).lower(): option for option in options}
    if text.isdecimal() and any(value.isdecimal() for value in names):
        near = [min((value for value in names if value.isdecimal()), key=lambda value: abs(int(value) - int(text)))]
    else:
        near = get_close_matches(text.lower(), names, 1, 0.6)
    found = names[near[0]] if near else None
    if found is None or found["value"] == shown:
        return None
    href = view.to(view.page, {**view.asked, name: str(found["value"])})
    return link(view.text("notice_near", name=found["label"]), href)


def newer(view: View) -> list[Element]:
    """The line that a newer release came while the page was open; nothing when the address holds on to a release."""
    if "release" in view.asked:
        return []
    try:
        newest = catalogue().release
    except WarehouseError:
        return []
    if newest.id == view.release:
        return []
    shown = view.catalogue.release.data_date
    words = view.text("notice_newer", date=i18n.day(shown, view.lang), newest=i18n.day(newest.data_date, view.lang))
    return [_line(words, _afresh(view.lang, "notice_newest", view.to(view.page, view.asked)))]


def unanswered(lang: str, address: str, reason: Reason) -> list[Element]:
    """What stands above a page whose last choice has no answer: why, and that its figures are of the choice before."""
    way = "notice_newest" if reason == "gone" else "notice_start"
    said = _line(i18n.text(f"notice_{reason}", lang), _afresh(lang, way, address))
    return [said | {"props": {**said["props"], "role": "alert"}}]


def _afresh(lang: str, words: str, address: str) -> Element:
    """A link that loads the page anew, and with it the release of now."""
    return el("A", i18n.text(words, lang), href=address)


def readable(release: str | None) -> Catalogue | None:
    """The catalogue of a release, or None when it may not or cannot be read."""
    try:
        return catalogue(release)
    except WarehouseError:
        return None
