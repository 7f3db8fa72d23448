"""The pages in menu order; a page is one file here and its name in PAGES."""

from types import ModuleType

from .. import i18n
from ..indicators import catalogue
from ..state import View, address, parse
from . import ages, methods, overview, regions, trends

PAGES: dict[str, ModuleType] = {
    "overview": overview,
    "trends": trends,
    "ages": ages,
    "regions": regions,
    "methods": methods,
}
HOME = "overview"
SLUGS: dict[str, dict[str, str]] = {name: page.SLUG for name, page in PAGES.items()}
# Path -> (language, page); everything else is a real 404.
PATHS = {address(lang, slug[lang], {}): (lang, name) for name, slug in SLUGS.items() for lang in i18n.LANGUAGES}


def view_of(pathname: str, search: str | None) -> View:
    """What a reader asks at an address; raises what the catalogue raises."""
    lang, name = PATHS.get(pathname, (i18n.LANGUAGES[0], HOME))
    asked = parse(search)
    return View(lang, name, catalogue(asked.get("release")), asked, SLUGS)
