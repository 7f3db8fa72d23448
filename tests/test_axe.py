"""Every page held against WCAG 2.2 A and AA and good practice: two languages, light and dark, wide and narrow.

One browser walks through all of PAGES. A page is loaded once for each language and choice; colours and width then
change in place, as they do for a reader.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from dashboard import i18n
from dashboard.pages import PAGES
from dashboard.state import address as address_of

from . import axe
from .browsing import opened, watched

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
WIDTHS = (1280, 360)
NARROWEST = 320
REGION = {"regio": "MC12"}
# What a reader can open: lists of controls, details, words with an explanation.
OPEN_DETAILS = "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
TERMS = "main button.term-word"
LIST = "main .controls input[role=combobox]"
KINDS = (".mantine-Select-input[readonly]", ".mantine-Select-input:not([readonly])", ".mantine-MultiSelect-inputField")
OPEN_LIST = "[role=listbox]:visible"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address, reduced_motion="reduce") as fresh:
        yield fresh


@pytest.fixture(scope="module")
def titles() -> dict[tuple[str, str], str]:
    """The titles of documents that were met, by language and title, with the page that has them."""
    return {}


def found(page: Page, state: str) -> list[str]:
    """What is wrong in every colour and width; the page is wide and light again at the end.

    Between light and dark only colours change, so in the dark only colours are looked at.
    """
    wrong: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            lines = axe.violations(page, colours=scheme != SCHEMES[0])
            wrong += [f"{state} {scheme} {width}: {line}" for line in lines]
    page.emulate_media(color_scheme=SCHEMES[0])
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return wrong


def too_wide(page: Page, state: str) -> list[str]:
    """Whether a reader must scroll sideways on the narrowest screen."""
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    scrolls = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return [f"{state}: scrolls sideways at {NARROWEST} pixels"] if scrolls else []


def open_all(page: Page) -> None:
    """Opens the details, more choices among them, and the first explained word."""
    page.evaluate(OPEN_DETAILS)
    if page.locator(TERMS).count():
        page.locator(TERMS).first.click()


def found_open(page: Page) -> list[str]:
    """What is wrong with everything open, in every colour and width; the page is wide and light again at the end.

    Only one list can be open at a time, so they are opened in turn: wide and light all of them, else one of each kind.
    The page around them is looked at with the first.
    """
    wrong: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            open_all(page)
            every = (scheme, width) == (SCHEMES[0], WIDTHS[0])
            lists = page.locator(f"{LIST}:visible").all() if every else kinds(page)
            dark = scheme != SCHEMES[0]
            lines = [] if lists else axe.violations(page, colours=dark)
            for at, field in enumerate(lists):
                field.click()
                page.wait_for_selector(OPEN_LIST)
                lines += axe.violations(page, colours=dark, within="main .controls" if at else "")
                page.keyboard.press("Escape")
                page.wait_for_selector(OPEN_LIST, state="hidden")
            wrong += [f"open {scheme} {width}: {line}" for line in lines]
    page.emulate_media(color_scheme=SCHEMES[0])
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return wrong


def kinds(page: Page) -> list[Locator]:
    """The first list of each kind: to choose from, to type in, to choose several."""
    found = [page.locator(f"main .controls {kind}:visible") for kind in KINDS]
    return [each.first for each in found if each.count()]


def test_the_checker_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<main><h1>A</h1><img src='data:,'><p style='color:#bbb;background:#fff'>pale</p></main>")
    rules = {line.partition(":")[0] for line in axe.violations(page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= rules
    assert {line.partition(":")[0] for line in axe.violations(page, colours=True)} == {"color-contrast"}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_has_no_barriers(
    page: Page, address: str, titles: dict[tuple[str, str], str], name: str, lang: str
) -> None:
    wrong: list[str] = []
    for choice in ({}, REGION):
        opened(page, address + address_of(lang, PAGES[name].SLUG[lang], choice))
        state = "region" if choice else "start"
        assert page.get_attribute("html", "lang") == lang
        assert page.locator("h1").count() == 1
        assert titles.setdefault((lang, page.title()), name) == name
        wrong += found(page, state)
        wrong += too_wide(page, state)
    wrong += found_open(page)
    wrong += too_wide(page, "open")
    assert not wrong, "\n".join(wrong)
