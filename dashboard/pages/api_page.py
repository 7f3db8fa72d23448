"""How to get the figures as data: addresses, parameters, and examples to copy in curl, Python and R."""

from .. import i18n
from ..components import OWN, Children, Element, el
from ..components.tables import pairs, table
from ..state import API, View
from .api_parts.addresses import COMMON, GROUPS, Address, parameters
from .api_parts.snippets import SNIPPETS, snippet
from .page import Content, page, sections

SLUG = {"nl": "api", "en": "api"}
CHARTS = False
# In the examples an address of the site stands for this; the browser knows it (assets/snippet.js).
RULES = ("open", "release", "statuses", "errors")


def read(view: View) -> Content:
    """The page has no choices, so nothing in it changes."""
    return Content()


def show(view: View, content: Content) -> list[Element]:
    """The page: a list of its parts, then the parts."""
    document = el("A", view.text("api_document_link"), href=f"{API}/openapi.json")
    known: list[tuple[str, str, list[Children]]] = [
        ("copy", view.text("api_copy"), [el("P", view.text("api_copy_text")), *copies(view)]),
        *[
            (name, view.text(f"api_{name}"), [el("P", view.text(f"api_{name}_text")), listed(view, addresses)])
            for name, addresses in GROUPS.items()
        ],
        ("parameters", view.text("api_parameters"), [el("P", view.text("api_parameters_text")), explained(view)]),
        ("rules", view.text("api_rules"), [rules(view), statuses(view), el("P", document)]),
    ]
    return page(view, view.text("api_title"), view.text("api_intro"), sections(view, known))


def copies(view: View) -> list[Element]:
    """One question in each of the languages, to copy."""
    words = {
        "copy": view.text("api_copy_button"),
        "done": view.text("api_copied"),
        "failed": view.text("api_copy_failed"),
    }
    return [
        el("Snippet", namespace=OWN, label=view.text(f"api_snippet_{name}"), code=snippet(name), **words)
        for name in SNIPPETS
    ]


def listed(view: View, addresses: tuple[Address, ...]) -> Element:
    """Addresses: what each answers, how it is written, an example to open, and its parameters."""
    return pairs([(view.text(f"api_about_{one.name}"), described(view, one)) for one in addresses])


def described(view: View, one: Address) -> list[Element]:
    """One address."""
    shape = f"{API}{one.path}".replace("{", "<").replace("}", ">")
    written = el("Code", f"{API}{one.example}")
    linked = el("A", written, href=f"{API}{one.example}")
    example = [linked] if one.answered(view.catalogue) else [written, " ", view.text("api_unanswered")]
    told = [el("P", el("Code", shape)), el("P", [view.text("api_example"), " ", *example])]
    if one.parameters:
        own = view.text("api_own_parameters", names=i18n.listing(list(one.parameters), view.lang))
        told.append(el("P", own, className="source"))
    return told


def explained(view: View) -> Element:
    """Every parameter with what it does."""
    every = view.text("api_for_all")
    rows = [
        [name, view.text(f"api_parameter_{name}") + (f" {every}" if name in COMMON else "")] for name in parameters()
    ]
    head = [view.text("api_parameter"), view.text("api_meaning")]
    return table(view.text("api_parameters_caption"), head, rows)


def rules(view: View) -> Element:
    """What holds for every answer."""
    return pairs([(view.text(f"api_rule_{name}_name"), view.text(f"api_rule_{name}_text")) for name in RULES])


def statuses(view: View) -> Element:
    """The letters of the column status."""
    rows = [[letter, i18n.status_word(letter, view.lang)] for letter in i18n.STATUS]
    return table(view.text("api_statuses_caption"), [view.text("status"), view.text("api_meaning")], rows)
