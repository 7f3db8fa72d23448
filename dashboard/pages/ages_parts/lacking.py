"""What is not on the page, and why: the words of the page, and what the source itself says."""

from ...components import Element, el, link, paragraphs
from ...indicators import Code
from ...state import View
from .asked import Asked


def section(view: View, found: Asked) -> list[Element]:
    """The list, then the caveats of the source."""
    points = ["reasons", *([] if single_years(view, found) else ["single"]), "students", "abroad", "benefit"]
    items = [el("Li", [el("B", view.text(f"ages_lack_{name}")), " ", view.text(f"ages_why_{name}")]) for name in points]
    return [
        el("Ul", items, className="facts"),
        *paragraphs(view.named(found.neet, "caveats"), className="notes"),
    ]


def onward(view: View, found: Asked) -> Element:
    """Where to read on, for the chosen region."""
    return link(view.text("ages_to_methods"), view.to("methods", {"indicator": found.neet.id}))


def single_years(view: View, found: Asked) -> bool:
    """Whether the source has single years of age."""
    codes = view.catalogue.codes["age_group"]
    return any(is_single(codes[code]) for code in found.ages.rows)


def is_single(code: Code) -> bool:
    """Whether a code is one year of age."""
    return code.age_from is not None and code.age_below == code.age_from + 1
