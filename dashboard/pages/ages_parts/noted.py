"""The notes of the page: those that hold for every frame, and those about the figures of one choice.

The first stand once, above the frames; the second go with the text alternative of their frame. What the source says
stands once as well, at the end of the page.
"""

from ... import narrative
from ...components import Element, el
from ...components import panel as p
from ...indicators import Values
from ...state import View
from .asked import Asked


def general(view: View) -> list[str]:
    """What words and signs mean."""
    return [view.text("note_missing_Q"), view.text("ages_letter_told", letter=view.text("ages_letter"))]


def reading(view: View) -> Element:
    """How every chart of the page is read."""
    notes = [*general(view), *of_tests(view)]
    return el(
        "Section",
        [
            el("H2", view.text("ages_reading"), className="hidden-text"),
            el("Ul", [el("Li", note) for note in notes], className="notes"),
        ],
        className="ages-reading",
    )


def of_tests(view: View) -> list[str]:
    """What a tested difference and an interval mean."""
    return [view.text("ages_tested"), narrative.reading_of_interval(view.lang)]


def here(view: View, found: Asked, values: Values) -> list[str]:
    """What holds for these figures only: what is missing and why, and what rounding leaves unsure."""
    caveats = " ".join(view.named(found.neet, "caveats").split())
    said = (caveats, view.text("note_provisional"), *general(view))
    return [note for note in p.notes(view, found.neet, values) if note not in said]
