"""The pages in menu order; a page is one file here and its name in PAGES."""

from types import ModuleType
from urllib.parse import unquote

from .. import i18n
from ..indicators import catalogue
from ..state import LONGEST, OF_A_REGION, TooLong, View, address, parse, refuse_too_long
from . import (
    about,
    accessibility,
    ages,
    api_page,
    durable_work,
    expected,
    explorer,
    layout,
    methods,
    national,
    overview,
    region,
    regions,
    statistics,
    trends,
)

PAGES: dict[str, ModuleType] = {
    "overview": overview,
    "region": region,
    "trends": trends,
    "ages": ages,
    "regions": regions,
    "expected": expected,
    "durable_work": durable_work,
    "table": explorer,
    "national": national,
    "layout": layout,
    "methods": methods,
    "statistics": statistics,
    "about": about,
    "api": api_page,
    "accessibility": accessibility,
}
# Pages about the monitor and its methods: their links stand in the foot and not in the menu.
IN_FOOT = ("statistics", "about", "api", "accessibility")
HOME = "overview"
SLUGS: dict[str, dict[str, str]] = {name: page.SLUG for name, page in PAGES.items()}
# Path -> (language, page); everything else is a real 404.
PATHS = {address(lang, slug[lang], {}): (lang, name) for name, slug in SLUGS.items() for lang in i18n.LANGUAGES}


# The start of the addresses that name a region -> (language, page).
REGIONAL = {f"{path}/": found for path, found in PATHS.items() if path.rpartition("/")[2] in OF_A_REGION}


def at(pathname: str) -> tuple[str, str] | None:
    """The language and the page of an address, whatever region it names; None when it is no page."""
    return PATHS.get(pathname) or next((f for p, f in REGIONAL.items() if pathname.startswith(p)), None)


def asked_at(pathname: str, search: str | None) -> dict[str, str]:
    """The choices in an address: those behind the question mark, and the region that is a word of it."""
    asked = parse(search)
    named = region_at(pathname)
    if named and len(named) <= LONGEST:
        asked["regio"] = named
    return asked


def region_at(pathname: str) -> str:
    """The region that is a word of an address; empty when there is none."""
    starts = (start for start in REGIONAL if pathname.startswith(start))
    return next((unquote(pathname.removeprefix(start)).strip() for start in starts), "")


def view_of(pathname: str, search: str | None, release: str | None = None) -> View:
    """What a reader asks at an address; raises TooLong, and what the catalogue raises.

    `release` is the one that the page lives on; an address that names one goes before it.
    """
    refuse_too_long(search)
    if len(region_at(pathname)) > LONGEST:
        raise TooLong("regio")
    lang, name = at(pathname) or (i18n.LANGUAGES[0], HOME)
    asked = asked_at(pathname, search)
    return View(lang, name, catalogue(asked.get("release") or release), asked, SLUGS)
