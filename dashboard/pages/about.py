"""What the monitor is: for whom, who made it, from which sources, what is not in it and why, how to cite it."""

from .. import i18n
from ..components import Children, Element, contact, el, link
from ..components.tables import pairs, table
from ..state import View
from .page import Content, page, sections

SLUG = {"nl": "over", "en": "about"}
CHARTS = False
# Parts of the page, in their order; each is a heading with what stands under it.
PARTS = ("what", "who", "maker", "sources", "example", "missing", "cite", "contact")
MISSING = ("survey", "sight", "private", "early", "small", "persons", "definitions", "abroad")


def read(view: View) -> Content:
    """The page has no choices, so nothing in it changes."""
    return Content()


def show(view: View, content: Content) -> list[Element]:
    """The page: a list of its parts, then the parts."""
    made = {
        "what": told(view, "what"),
        "who": told(view, "who"),
        "maker": told(view, "maker"),
        "sources": sources(view),
        "example": example(view),
        "missing": [el("P", view.text("about_missing_text")), missing(view)],
        "cite": cite(view),
        "contact": contact.told(view, "about_contact_text"),
    }
    parts = [(name, view.text(f"about_{name}"), made[name]) for name in PARTS]
    return page(view, view.text("about_title"), view.text("about_intro"), sections(view, parts))


def told(view: View, name: str) -> list[Element]:
    """The paragraphs of a part."""
    return [el("P", line) for line in view.text(f"about_{name}_text").splitlines() if line.strip()]


def sources(view: View) -> list[Element]:
    """The sources of this release, with date and kind."""
    head = [view.text(key) for key in ("source_name", "source_publisher", "source_date", "source_kind")]
    rows = [
        [
            view.named(source),
            source.publisher,
            whole(i18n.day(source.published, view.lang)),
            whole(view.text("kind_sample" if source.sample else "kind_published")),
        ]
        for source in view.catalogue.sources.values()
    ]
    more = link(view.text("about_sources_more"), view.to("methods", {}))
    return [*told(view, "sources"), table(view.text("about_sources_caption"), head, rows), el("P", more)]


def whole(words: str) -> str:
    """A short cell that stays on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def example(view: View) -> list[Element]:
    """What example data are, and whether this release has any."""
    release = view.catalogue.release
    invented = [source.sample for source in view.catalogue.sources.values()]
    state = "all" if all(invented) else "yes" if release.sample else "no"
    return [*told(view, "example"), el("P", view.text(f"about_example_{state}", id=release.id))]


def missing(view: View) -> Element:
    """What is not in the monitor, each with the reason."""
    return pairs(
        [(view.text(f"about_missing_{name}_name"), view.text(f"about_missing_{name}_why")) for name in MISSING]
    )


def cite(view: View) -> list[Element]:
    """A line to copy, with the release and its date, and where the release stays to be found."""
    release = view.catalogue.release
    line = view.text("about_cite_line", id=release.id, date=i18n.day(release.data_date, view.lang))
    pinned: Children = link(
        view.text("about_cite_pinned"), view.to("overview", {"release": release.id}), className="pinned"
    )
    return [*told(view, "cite"), el("P", line, className="citation"), el("P", pinned)]
