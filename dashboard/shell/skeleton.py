"""What a reader sees before the first contents: name and menu of the site, and the shape of the page that is coming."""

from html import escape

from .. import i18n
from ..components import HTML, Children, Element, el
from ..pages import HOME, PAGES
from . import surround

# Pages that begin with tiles instead of a chart.
TILES = (HOME, "region")
# What assets/answers.js says: its keys -> the words `fault_...`.
FAULTS = ("first", "page", "choice", "charts", "controls", "offline", "again", "over")
# Names of properties that differ from the attributes they become.
ATTRIBUTES = {"className": "class", "hrefLang": "hreflang"}


def skeleton(lang: str, page: str) -> str:
    """The HTML that stands until the first answer; hidden from assistive tools, but for the words that say so."""
    words = f'<p class="hidden-text" role="status">{escape(i18n.text("loading", lang))}</p>'
    drawn = html([header(lang, page), *shape(page)])
    # What went wrong stands first, so that it is seen above whatever else there is.
    return f'{fault(lang)}<div id="skeleton">{words}<div inert aria-hidden="true">{drawn}</div>{late(lang)}</div>'


def late(lang: str) -> str:
    """A way out that a style sheet shows after a while, for when the scripts of the page do not come either."""
    words, way = (escape(i18n.text(f"fault_{name}", lang)) for name in ("late", "reload"))
    return f'<p class="skeleton-late wrap">{words} <a href="">{way}</a></p>'


def fault(lang: str) -> str:
    """The place where assets/answers.js says that no answer came, with the words it has for that."""
    words = "".join(f' data-{name}="{escape(i18n.text(f"fault_{name}", lang))}"' for name in FAULTS)
    return f'<div id="fault" role="alert"{words}></div>'


def header(lang: str, page: str) -> Element:
    """The head of the page without what follows from a release."""
    inside = [surround.top(lang, {}), el("Div", surround.nav(lang, page, {}), className="site-menu")]
    return el("Header", el("Div", inside, className="wrap"), className="site-head")


def shape(page: str) -> list[Element]:
    """Grey parts of about the sizes of what will come."""
    begin = [part("heading"), part("line"), part("line")]
    controls = el("Div", [part("control") for _ in range(3)], className="controls")
    if page in TILES:
        rest = [part("control"), el("Div", [part("tile") for _ in range(3)], className="tiles")]
    elif PAGES[page].CHARTS:
        rest = [controls, part("heading"), part("chart")]
    else:
        rest = [part("line") for _ in range(8)]
    return [el("Main", [*begin, *rest], className="wrap skeleton")]


def part(kind: str) -> Element:
    """One grey part."""
    return el("Div", className=f"skeleton-part skeleton-{kind}")


def html(children: Children) -> str:
    """Elements as HTML, for where no script draws them yet; components with a script of their own are left out."""
    if isinstance(children, list):
        return "".join(html(child) for child in children)
    if not isinstance(children, dict):
        return "" if children is None else escape(str(children))
    if children["namespace"] != HTML:
        return ""
    tag = children["type"].lower()
    props = {name: value for name, value in children["props"].items() if name not in ("children", "id", "tabIndex")}
    written = "".join(f' {ATTRIBUTES.get(name, name)}="{escape(str(value))}"' for name, value in props.items())
    return f"<{tag}{written}>{html(children['props'].get('children'))}</{tag}>"
