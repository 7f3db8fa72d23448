"""The answer comes before the choice: charts do not wait for the library of the controls, whose room is kept."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from dashboard.pages import PAGES
from dashboard.state import address as address_of

from .browsing import THERE, watched

pytestmark = pytest.mark.browser

LIBRARY = "**/dash_mantine_components*.js*"
CONTROL = "input[aria-haspopup=listbox], .mantine-SegmentedControl-root input, input[type=search]"
PLACES = """() => [...document.querySelectorAll('main :is(h2, h3, .controls, .panel, .mantine-SegmentedControl-root)')]
  .filter((one) => one.checkVisibility()).map((one) => {
    const { top, height } = one.getBoundingClientRect();
    return [one.tagName, Math.round(top), Math.round(height)];
  })"""
LABELS = "[...document.querySelectorAll('main .controls .mantine-InputWrapper-label')].map((one) => one.textContent)"


def path(name: str, **asked: str) -> str:
    return address_of("nl", PAGES[name].SLUG["nl"], asked)


def kept_back(page: Page) -> list[Route]:
    """The requests of pages for the library, which wait here."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        if route.request.resource_type == "script":
            waiting.append(route)
        else:
            route.continue_()

    page.route(LIBRARY, keep)
    return waiting


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["overview", "trends", "regions", "durable_work", "table"])
def test_the_answer_stands_before_the_controls_and_nothing_moves_when_they_come(
    browser: Browser, address: str, name: str, width: int
) -> None:
    with watched(browser, address, viewport={"width": width, "height": 900}) as page:
        waiting = kept_back(page)
        page.goto(address + path(name, regio="MC12"))
        page.wait_for_selector("main .coming")
        page.wait_for_function(THERE.replace(", .coming", ""))
        page.wait_for_timeout(300)
        assert waiting and not page.locator(CONTROL).count()
        before: list[Any] = page.evaluate(PLACES)
        labels = page.evaluate(LABELS)
        for route in waiting:
            route.continue_()
        page.wait_for_function(THERE)
        expect(page.locator(CONTROL).first).to_be_attached()
        page.wait_for_timeout(300)
        after: list[Any] = page.evaluate(PLACES)
        assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == []
        assert page.evaluate(LABELS) == labels


def test_what_a_control_will_say_stands_there_already(browser: Browser, address: str) -> None:
    with watched(browser, address) as page:
        waiting = kept_back(page)
        page.goto(address + path("trends", regio="MC12", naast="MC29"))
        page.wait_for_selector("main .coming")
        words = page.locator("main .coming").evaluate_all("all => all.map((one) => one.textContent)")
        page.wait_for_function(THERE.replace(", .coming", ""))
        for route in waiting:
            route.continue_()
        page.wait_for_function(THERE)
        said = page.locator("main input.mantine-Select-input").evaluate_all("all => all.map((one) => one.value)")
        assert said and all(any(value in one for one in words) for value in said), (said, words)
        assert any("Rijnmond" in one for one in words)
        assert page.locator("main .mantine-Pill-label").all_inner_texts() == ["29 Rijnmond"]


def test_a_library_that_did_not_come_is_asked_for_again(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    tried: list[str] = []

    def fail_once(route: Route) -> None:
        if route.request.resource_type == "script" and not tried:
            tried.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(LIBRARY, fail_once)
    page.goto(address + path("trends"))
    page.wait_for_function(THERE, timeout=20_000)
    assert tried
    field = page.locator("main .controls input[id*='regio']")
    field.click()
    page.keyboard.type("Twente")
    page.keyboard.press("Enter")
    page.wait_for_url("**regio=MC12*")
    context.close()
