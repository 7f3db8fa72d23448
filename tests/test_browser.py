"""Opens every page in both languages in a real browser, served as in production, and reads a figure from it."""

import re
import urllib.request
from collections.abc import Iterator

import orjson
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import i18n
from dashboard.pages import PATHS

from .browsing import watched

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as fresh:
        yield fresh


def api(address: str, path: str) -> dict:  # type: ignore[type-arg]
    with urllib.request.urlopen(f"{address}/api/v1/{path}", timeout=20) as answer:
        return orjson.loads(answer.read())


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_page_opens_and_says_that_these_are_examples(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.wait_for_selector("main h1")
    lang = PATHS[path][0]
    assert page.get_attribute("html", "lang") == lang
    assert page.locator("h1").count() == 1
    assert i18n.text("site_name", lang) in page.title()
    assert re.search("voorbeelddata" if lang == "nl" else "example", page.inner_text("body"), re.IGNORECASE)
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_table_shows_what_the_api_says(page: Page, address: str, lang: str) -> None:
    path = next(p for p, (language, name) in PATHS.items() if language == lang and name == "regions")
    page.goto(f"{address}{path}?indicator=neet_leeftijd&leeftijd=23_tot_27&regio=MC12")
    page.wait_for_selector("main table", state="attached")
    answer = api(address, "indicatoren/neet_leeftijd/waarden?regio=MC12&leeftijd=23_tot_27&periode=latest")
    value = next(row["waarde"] for row in answer["waarden"])
    written = i18n.number(value, 1, lang)
    row = page.locator("main table tr", has_text="Twente").first
    assert written in (row.text_content() or "")


def test_a_choice_changes_figure_and_address_and_back_undoes_it(page: Page, address: str) -> None:
    page.goto(f"{address}/nl/ontwikkeling")
    page.wait_for_selector(
        "main .js-plotly-plot .legend, main .js-plotly-plot .annotation, main .js-plotly-plot path.js-line"
    )
    page.click("input[id*='regio'], [id*='regio'] input")
    page.keyboard.press("Control+A")
    page.keyboard.type("Twente")
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("regio=MC12"))
    headline = page.locator("main h2").first
    expect(headline).to_contain_text("Twente")
    focused = page.evaluate("document.activeElement.tagName")
    assert focused == "INPUT", "the control keeps the focus"
    page.go_back()
    page.wait_for_url(re.compile("ontwikkeling$"))
    expect(headline).not_to_contain_text("Twente")
