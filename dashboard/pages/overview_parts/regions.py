"""All regions beside the rest of the country on one subject: a map, and in words who is told apart and who is not.

What is compared, with whom and how sure is that of the compare page with nothing chosen, so that both say the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from ... import i18n
from ...components import Children, Element, el, link, slot
from ...components import controls as c
from ...components import panel as p
from ...components.downloads import downloads
from ...indicators import Row, subjects
from ...indicators.subjects import Subject
from ...narrative.words import favour
from ...state import PARAMETER, View
from ..region_parts import figures
from ..regions_parts import asked as compared
from ..regions_parts import pictures, words
from ..regions_parts.asked import DIFFERENT, Asked

# Word in the address -> subject.
SUBJECTS = {"vsv": "vsv", "neet": "neet", "werk": "work"}
WITHIN, UNTESTED, MISSING = "not_distinguishable", "untested", "missing"
SLOTS = ("answer", "map-subtitle", "map", "groups", "map-foot")
# What they follow from: another region changes none of them.
FOLLOWS = ("kaart", "release")


def drawable(view: View) -> dict[str, Subject]:
    """The subjects that regions can be compared on, by their word in the address."""
    found = {subject.name: subject for subject in subjects.tiles(view.catalogue)}
    able = compared.comparable(view)
    return {word: found[name] for word, name in SUBJECTS.items() if name in found and found[name].share in able}


def chosen(view: View) -> str:
    """The word of the subject on the map; empty when there is none to draw."""
    able = list(drawable(view))
    return view.choice("kaart", able, able[0]) if able else ""


def elsewhere(view: View, subject: Subject) -> View:
    """The compare page on a subject, with nothing else chosen."""
    release = {"release": view.asked["release"]} if view.asked.get("release") else {}
    return replace(view, page="regions", asked=choices(view, subject) | release)


def choices(view: View, subject: Subject) -> dict[str, str]:
    """A subject as the choices of another page; what that page shows by itself is left out."""
    usual = view.usual(compared.DEFAULT, compared.comparable(view))
    own = {} if subject.share == usual else {"indicator": subject.share}
    return own | {PARAMETER[d]: str(code) for d, code in subject.where.items()}


def contents(view: View) -> dict[str, Children]:
    """The slots of the section; empty when no subject can be drawn."""
    word = chosen(view)
    if not word:
        return {}
    subject = drawable(view)[word]
    there = elsewhere(view, subject)
    found = compared.asked(there)
    drawing, left = pictures.country_map(there, found)
    _, file = words.csv(there, found)
    onward = [
        link(view.text("overview_to_compare"), view.to("regions", choices(view, subject)), className="kept"),
        *downloads(view, file, file=words.file(there, found)),
    ]
    foot: list[Children] = [el("P", note, className="notes") for note in left]
    return {
        "answer": headline(view, subject, found),
        "map-subtitle": words.subtitle(there, found, *words.compared(there, found)),
        "map": drawing,
        "groups": [
            el("P", chance(view, found), className="overview-chance"),
            *groups(there, found),
            el("Ul", [el("Li", way) for way in onward], className="overview-ways"),
        ],
        "map-foot": [
            *foot,
            el("P", p.source_line(view, found.indicator), className="source"),
        ],
    }


def section(view: View, filled: dict[str, Children]) -> list[Element]:
    """The section with its control; nothing when no subject can be drawn."""
    if not filled:
        return []
    able = drawable(view)
    options = [{"value": word, "label": view.text(f"overview_map_{word}")} for word in able]
    usual = next(iter(able))
    picker = c.switch("kaart", view.text("overview_map_choose"), options, chosen(view), usual)
    parts = [
        el("H2", slot("answer", filled["answer"], "Span"), id="regions-answer"),
        el("P", slot("map-subtitle", filled["map-subtitle"], "Span"), className="panel-subtitle"),
        el("Div", [picker, el("P", view.text("overview_map_intro"))], className="overview-switch"),
        el("Div", [slot("map", filled["map"]), slot("groups", filled["groups"])], className="overview-pair"),
        slot("map-foot", filled["map-foot"]),
    ]
    return [el("Section", parts, className="section overview-regions", **{"aria-labelledby": "regions-answer"})]


def headline(view: View, subject: Subject, found: Asked) -> str:
    """How many regions differ from the rest of the country, as a sentence that is true for the subject."""
    what = figures.topic(view, subject) or view.named(found.indicator, "short")
    parts = {"what": what, "period": view.period_name(found.period, found.indicator)}
    if not found.tested:
        return view.text("overview_untested", **parts)
    counts = {kind: i18n.number(len(of(found, kind)), 0, view.lang) for kind in (*DIFFERENT, WITHIN)}
    total = i18n.number(found.tested, 0, view.lang)
    return view.text("overview_answer", benchmark=compared.benchmark_name(view, found), total=total, **parts, **counts)


def of(found: Asked, kind: str) -> list[Row]:
    """The regions of one kind."""
    return [row for row in found.rows if found.kinds[str(row.key[0])] == kind]


def chance(view: View, found: Asked) -> str:
    """How many regions chance alone would colour, or why none could be compared."""
    return words.chance(view, found) or " ".join(words.untested(view, found))


def groups(there: View, found: Asked) -> list[Element]:
    """The regions of each kind under its own heading; by name, because this is no order of better and worse."""
    made = []
    for kind in (*DIFFERENT, WITHIN, UNTESTED, MISSING):
        rows = of(found, kind)
        if rows:
            made += [el("H3", heading(there, found, kind, rows), className="overview-kind"), names(there, rows)]
    return made


def heading(there: View, found: Asked, kind: str, rows: Sequence[Row]) -> list[Children]:
    """The key of a kind, its words, what it means, and how many regions there are."""
    topic = words.about(there, found, rows[0])
    meaning = favour(topic, kind) if kind in DIFFERENT else ""
    said = there.text(f"map_{kind}", benchmark=compared.benchmark_name(there, found)) + meaning
    turned = " map-turned" if found.indicator.better == "higher" else ""
    key = el("Span", className=f"overview-key overview-{kind}{turned}", **{"aria-hidden": "true"})
    return [key, f"{said[:1].upper()}{said[1:]}: {i18n.number(len(rows), 0, there.lang)}"]


def names(there: View, rows: Sequence[Row]) -> Element:
    """Regions as links by name."""
    named = sorted((there.name_of("region", str(row.key[0])), str(row.key[0])) for row in rows)
    return el("Ul", [el("Li", link(name, there.to("region", {"regio": code}))) for name, code in named])
