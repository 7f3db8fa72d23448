"""What stands around every page: skip link, menu, notice on example data, foot, and the pages for wrong choices."""

from collections.abc import Mapping

from .. import i18n
from ..components import OWN, Element, absence, core, el, link
from ..indicators import Catalogue, WarehouseError, catalogue
from ..pages import HOME, IN_FOOT, SLUGS
from ..state import LONGEST, MOST_CHOICES, TooLong, UnknownChoice, View, address, carried

# What the browser keeps for a choice -> its name; nothing is kept for the colours of the device.
APPEARANCES = (("", "system"), ("light", "light"), ("dark", "dark"))


# Where the browser keeps which release the page lives on; every later answer of the page comes from that one.
SHOWN = "shown"


def head(lang: str, name: str, asked: Mapping[str, str], known: Catalogue | None) -> list[Element]:
    """Skip link, name, menu and the notice on example data; `known` is what the page shows, None without a release."""
    inside = [top(lang, asked), el("Div", nav(lang, name, asked), className="site-menu")]
    return [
        core("Store", id=SHOWN, data=known.release.id if known else ""),
        el("A", i18n.text("skip_link", lang), href="#page", className="skip"),
        el(
            "Header",
            [el("Div", inside, className="wrap"), *older(lang, name, asked, known), *banner(lang, known)],
            className="site-head",
            **{"data-sideways": i18n.text("table_sideways", lang)},  # for tables that do not fit: assets/table.js
        ),
    ]


def top(lang: str, asked: Mapping[str, str]) -> Element:
    """The name of the site and what it is about."""
    home = address(lang, SLUGS[HOME][lang], carried(asked))
    name = link(i18n.text("site_name", lang), home, className="site-name")
    return el(
        "Div", [name, el("Span", i18n.text("site_tagline", lang), className="site-tagline")], className="site-top"
    )


def nav(lang: str, name: str, asked: Mapping[str, str]) -> list[Element]:
    """The menu, the colours, and the language switch; links carry what follows the reader (assets/state.js)."""
    items = []
    for page, slugs in SLUGS.items():
        if page in IN_FOOT:
            continue
        current = {"aria-current": "page"} if page == name else {}
        href = address(lang, slugs[lang], carried(asked))
        items.append(el("Li", link(i18n.text(f"{page}_nav", lang), href, **current)))
    other = next(code for code in i18n.LANGUAGES if code != lang)
    switch = el(
        "A",
        i18n.text("language_switch", lang),
        href=address(other, SLUGS[name][other], asked),
        hrefLang=other,
        lang=other,
        className="site-language",
    )
    menu = el("Nav", el("Ul", items), className="site-nav", **{"aria-label": i18n.text("nav_label", lang)})
    return [menu, el("Div", [appearance(lang), switch], className="site-ways")]


def appearance(lang: str) -> Element:
    """The choice between light, dark and what the device prefers; assets/theme.js keeps it in the browser."""
    choices = [[value, i18n.text(f"theme_{name}", lang)] for value, name in APPEARANCES]
    return el("Appearance", namespace=OWN, id="appearance", label=i18n.text("theme_label", lang), choices=choices)


def banner(lang: str, known: Catalogue | None) -> list[Element]:
    """The notice on every page as long as figures of the release are synthetic."""
    kind = known.release.kind if known else "published"
    if kind == "published":
        return []
    words = i18n.text("banner" if kind == "sample" else "banner_mixed", lang)
    return [el("Div", el("P", words, className="wrap"), className="banner", role="note")]


def older(lang: str, name: str, asked: Mapping[str, str], known: Catalogue | None) -> list[Element]:
    """The notice that the address holds on to a release while there is a newer one, and the way to that."""
    if known is None or "release" not in asked:
        return []
    try:
        shown, newest = known.release, catalogue().release
    except WarehouseError:
        return []
    if shown.id == newest.id:
        return []
    dates = {"date": i18n.day(shown.data_date, lang), "newest": i18n.day(newest.data_date, lang)}
    rest = {key: value for key, value in asked.items() if key != "release"}
    way = link(i18n.text("release_newest", lang), address(lang, SLUGS[name][lang], rest))
    words = el("P", [i18n.text("release_older", lang, id=shown.id, **dates), " ", way], className="wrap")
    return [el("Div", words, className="banner", role="note")]


def foot(lang: str, asked: Mapping[str, str], known: Catalogue | None) -> list[Element]:
    """The pages about the monitor itself, and the release on show."""
    links = [("footer_methods", "methods"), *((f"{page}_nav", page) for page in IN_FOOT)]
    items = [
        el("Li", link(i18n.text(key, lang), address(lang, SLUGS[page][lang], carried(asked)))) for key, page in links
    ]
    told = []
    if known:
        day = i18n.day(known.release.data_date, lang)
        told.append(el("P", i18n.text("footer_release", lang, id=known.release.id, date=day)))
    return [el("Footer", el("Div", [el("Ul", items), *told], className="wrap"), className="site-foot")]


def unknown(lang: str, name: str, asked: Mapping[str, str], error: UnknownChoice) -> list[Element]:
    """A clear page when the address names a region or subject that does not exist, or is too long."""
    told: list[Element] = []
    if error.nearest:
        value, shown = error.nearest
        href = address(lang, SLUGS[name][lang], {**asked, error.name: value})
        told.append(el("P", link(i18n.text("error_nearest", lang, name=shown), href)))
    told.append(el("P", link(i18n.text("error_start", lang), address(lang, SLUGS[name][lang], {}))))
    title, said = i18n.text("error_title", lang), ""
    if not isinstance(error, TooLong):
        said = i18n.text(f"error_{error.name}", lang, asked=error.asked)
    elif error.name:
        title = i18n.text("error_long_title", lang)
        said = i18n.text("error_long", lang, name=error.name[:40], most=i18n.number(LONGEST, 0, lang))
    else:
        title = i18n.text("error_many_title", lang)
        said = i18n.text("error_many", lang, most=MOST_CHOICES)
    return [
        el("H1", title, id="heading", tabIndex=-1),
        el("P", said, className="intro"),
        *told,
    ]


def absent(view: View, subject: str) -> list[Element]:
    """A page of which this release holds nothing: what it lacks, why, and the pages that have figures."""
    able = (page for page, needed in absence.OF_A_PAGE.items() if absence.present(view, needed))
    others = [page for page in able if page != view.page]
    ways = [el("Li", link(view.text(f"{page}_nav"), view.to(page, {}))) for page in others]
    return [
        el("H1", view.text(f"{view.page}_title"), id="heading", tabIndex=-1),
        el("P", absence.why(view, subject), className="intro absent"),
        *([el("P", view.text("absent_elsewhere")), el("Ul", ways)] if ways else []),
    ]


def failed(lang: str) -> list[Element]:
    """A clear page when something went wrong that nobody foresaw; the log has the rest."""
    heading = el("H1", i18n.text("failed_title", lang), id="heading", tabIndex=-1)
    return [heading, el("P", i18n.text("failed_text", lang), className="intro", role="alert")]


def no_data(lang: str, release: str = "") -> list[Element]:
    """A clear page when there is no release to show, or when the one that the address names cannot be shown."""
    title, said = i18n.text("error_data_title", lang), i18n.text("error_data", lang)
    told: list[Element] = []
    if release:
        title, said = i18n.text("error_release_title", lang), i18n.text("error_release", lang, release=release[:40])
        told = [el("P", link(i18n.text("error_release_newest", lang), address(lang, SLUGS[HOME][lang], {})))]
    heading = el("H1", title, id="heading", tabIndex=-1)
    return [heading, el("P", said, className="intro"), *told]
