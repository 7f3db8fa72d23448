"""The accessibility statement, after the Dutch model: status, what was tested and when, what is left, how to report."""

import datetime

from .. import i18n
from ..components import Element, contact, el
from ..components.tables import pairs
from ..state import View
from .page import Content, page, sections

SLUG = {"nl": "toegankelijkheid", "en": "accessibility"}
CHARTS = False
# The day of the last walk through all pages by hand; the automatic part runs with every change (tests/test_axe.py).
TESTED = datetime.date(2026, 11, 22)
PARTS = ("status", "tested", "left", "measures", "report")
# What is known and left; a part of the statement, so a line goes out only when it is mended.
LEFT = ("readers", "lists", "charts", "loading", "browsers", "audit")


def read(view: View) -> Content:
    """The page has no choices, so nothing in it changes."""
    return Content()


def show(view: View, content: Content) -> list[Element]:
    """The page: a list of its parts, then the parts."""
    day = i18n.day(TESTED, view.lang)
    left = [(view.text(f"access_left_{name}_name"), view.text(f"access_left_{name}_text")) for name in LEFT]
    made = {
        "status": [
            el("P", el("B", view.text("access_status_line")), className="advice"),
            *told(view, "status", date=day),
        ],
        "tested": [*told(view, "tested", date=day), bullets(view, "tested")],
        "left": [*told(view, "left"), pairs(left)],
        "measures": [bullets(view, "measures")],
        "report": [*contact.told(view, "access_report_text"), *told(view, "after")],
    }
    parts = [(name, view.text(f"access_{name}"), made[name]) for name in PARTS]
    return page(view, view.text("accessibility_title"), view.text("accessibility_intro"), sections(view, parts))


def told(view: View, name: str, **parts: str) -> list[Element]:
    """The paragraphs of a part."""
    return [el("P", line) for line in view.text(f"access_{name}_text", **parts).splitlines() if line.strip()]


def bullets(view: View, name: str) -> Element:
    """The lines of a part as a list."""
    lines = view.text(f"access_{name}_list").splitlines()
    return el("Ul", [el("Li", line) for line in lines if line.strip()], className="reading")
