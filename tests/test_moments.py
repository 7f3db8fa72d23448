"""The browser at bad moments: going back, no answer, a newer release under an open page, a library that stays away."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dashboard import i18n
from dashboard.pages import PAGES
from dashboard.state import address as address_of

from . import axe, two_releases
from .browsing import THERE, served
from .conftest import SampleRelease

pytestmark = pytest.mark.browser

REGION = "main .controls input[id*='regio']"
TRENDS, COMPARE = "/nl/ontwikkeling", "/nl/vergelijken"
CALLBACK = "**/_dash-update-component*"
# An address as a mailing, an old link or a reader by hand writes it.
MESSY = "?utm_source=mail&regio=Twente&release="
UNTIDY = (
    "",
    "?geslacht=man&regio=MC12&indicator=neet_leeftijd",
    "?regio=twente",
    "?indicator=vsv_duo_lt23&regio=NL01&periode=laatste&beeld=een",
    "?utm_source=mail#trend",
    "?leeftijd=zzz&periode=1999",
)
# Nothing follows an answer any more once the browser has drawn it and has had a moment of rest.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
RESTED = "() => new Promise(done => requestAnimationFrame(() => requestIdleCallback(() => done(true))))"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def where(name: str, lang: str = "nl") -> str:
    return address_of(lang, PAGES[name].SLUG[lang], {})


def stands(page: Page) -> None:
    """Waits until a page is there and has tidied its address."""
    page.wait_for_function(THERE)
    page.wait_for_function("() => document.title.includes('–')")
    page.evaluate(RESTED)


def choose(page: Page, name: str) -> None:
    page.locator(REGION).first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def follow(page: Page, name: str) -> None:
    page.click(f".site-nav a[href^='{where(name)}']")


def back_returns(page: Page, address: str) -> None:
    """From an address to another page by a link, and back to what it was."""
    page.goto(address)
    stands(page)
    seen, heading, steps = page.url, page.inner_text("main h1"), page.evaluate("history.length")
    away = "methods" if page.locator(f".site-nav a[href^='{where('methods')}']").count() else "national"
    if page.url.split("?")[0].endswith(where(away)):
        away = "trends"
    follow(page, away)
    page.wait_for_url(re.compile(re.escape(where(away))))
    expect(page.locator("main h1")).not_to_have_text(heading)
    stands(page)
    assert page.evaluate("history.length") == steps + 1, "a link is one step"
    there = page.url
    page.go_back()
    expect(page.locator("main h1")).to_have_text(heading)
    stands(page)
    assert page.url == seen
    page.go_forward()
    expect(page.locator("main h1")).not_to_have_text(heading)
    stands(page)
    assert page.url == there


@pytest.mark.parametrize("name", list(PAGES))
def test_back_leads_to_the_former_page_whatever_its_address_was(page: Page, address: str, name: str) -> None:
    back_returns(page, f"{address}{where(name)}{MESSY}")


@pytest.mark.parametrize("asked", UNTIDY)
def test_a_page_that_tidies_its_address_takes_no_step(page: Page, address: str, asked: str) -> None:
    page.goto(f"{address}{where('about')}")
    stands(page)
    back_returns(page, f"{address}{TRENDS}{asked}")
    page.go_back()
    stands(page)
    page.go_back()
    page.wait_for_url(f"{address}{where('about')}")


def test_every_choice_is_one_step_back_and_forward(page: Page, address: str) -> None:
    page.goto(f"{address}{TRENDS}?utm_source=mail")
    stands(page)
    headline = page.locator(".panel-headline")
    for name in ("Twente", "Rijnmond"):
        choose(page, name)
        expect(headline).to_contain_text(name)
    for way, told in (("go_back", "Twente"), ("go_back", "Nederland"), ("go_forward", "Twente")):
        getattr(page, way)()
        expect(headline).to_contain_text(told)
        stands(page)
        expect(headline).to_contain_text(told)
        assert ("regio=MC12" in page.url) is (told == "Twente")


@contextmanager
def broken(context: BrowserContext, page: Page, fault: str) -> Iterator[None]:
    """The server does not answer, in one of the ways a reader meets."""

    def wrong(route: Route) -> None:
        if fault == "portal":  # the page of a train that asks to accept its terms
            route.fulfill(status=200, content_type="text/html", body="<h1>Welkom aan boord</h1>")
        else:
            route.fulfill(status=int(fault), body="no")

    if fault == "offline":
        context.set_offline(True)
    else:
        page.route(CALLBACK, wrong)
    yield
    if fault == "offline":
        context.set_offline(False)
    else:
        page.unroute(CALLBACK)


def recovers(page: Page, fault: str) -> None:
    """When the way is free again: by itself when the reader was offline, else with the button."""
    if fault != "offline":
        page.locator("#fault button").click()
    expect(page.locator("#fault")).to_be_empty()
    stands(page)


# Each way to fail meets each moment's code once: what is told does not depend on which status it was.
@pytest.mark.parametrize("fault", ["offline", "500", "portal"])
def test_a_choice_without_an_answer_is_told_and_recovers(context: BrowserContext, address: str, fault: str) -> None:
    page = context.new_page()
    page.goto(address + TRENDS)
    stands(page)
    old = page.inner_text(".panel-headline")
    with broken(context, page, fault):
        choose(page, "Twente")
        expect(page.get_by_role("alert").first).to_contain_text(i18n.text("fault_choice", "nl"))
        told = page.locator("#fault")
        assert (i18n.text("fault_offline", "nl") in told.inner_text()) is (fault == "offline")
        assert page.inner_text(".panel-headline") == old
        assert page.inner_text("#live") == i18n.text("fault_choice", "nl")
        if fault != "offline":  # still nothing: the word stays
            told.locator("button").click()
            page.wait_for_timeout(300)
            expect(told).to_contain_text(i18n.text("fault_choice", "nl"))
    recovers(page, fault)
    expect(page.locator(".panel-headline")).to_contain_text("Twente")
    assert "regio=MC12" in page.url
    page.go_back()
    expect(page.locator(".panel-headline")).to_have_text(old)


@pytest.mark.parametrize("fault", ["offline", "504"])
def test_a_link_and_back_without_an_answer_are_told_and_recover(
    context: BrowserContext, address: str, fault: str
) -> None:
    page = context.new_page()
    page.goto(address + TRENDS)
    stands(page)
    heading, told = page.inner_text("main h1"), page.locator("#fault")
    with broken(context, page, fault):
        follow(page, "regions")
        expect(told).to_contain_text(i18n.text("fault_page", "nl"))
        assert page.inner_text("main h1") == heading
    recovers(page, fault)
    expect(page.locator("main h1")).to_have_text(i18n.text("regions_title", "nl"))
    with broken(context, page, fault):
        page.go_back()
        expect(told).to_contain_text(i18n.text("fault_page", "nl"))
    recovers(page, fault)
    expect(page.locator("main h1")).to_have_text(heading)
    assert page.url == address + TRENDS


def test_a_choice_on_a_page_that_stayed_belongs_to_that_page(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + TRENDS)
    stands(page)
    with broken(context, page, "502"):
        follow(page, "regions")
        expect(page.locator("#fault")).to_contain_text(i18n.text("fault_page", "nl"))
    choose(page, "Twente")
    page.wait_for_url(f"{address}{TRENDS}?regio=MC12")
    expect(page.locator(".panel-headline")).to_contain_text("Twente")
    expect(page.locator("#fault")).to_be_empty()


@pytest.mark.parametrize(("fault", "lang"), [("502", "nl"), ("portal", "en")])
def test_a_first_page_without_an_answer_is_no_skeleton_for_ever(
    context: BrowserContext, address: str, fault: str, lang: str
) -> None:
    page = context.new_page()
    with broken(context, page, fault):
        page.goto(address + where("trends", lang))
        expect(page.locator("#fault")).to_contain_text(i18n.text("fault_first", lang))
        expect(page.locator("#fault button")).to_be_in_viewport(ratio=1)
    page.locator("#fault button").click()
    expect(page.locator("main h1")).to_have_text(i18n.text("trends_title", lang))
    expect(page.locator("#fault")).to_be_empty()


def test_an_answer_that_hangs_is_told_and_may_still_come(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.clock.install()
    waiting: list[Route] = []
    page.route(CALLBACK, lambda route: waiting.append(route))
    page.goto(address + TRENDS)
    page.wait_for_selector("main#page", state="attached")
    page.clock.run_for(21_000)
    expect(page.locator("#fault")).to_contain_text(i18n.text("fault_first", "nl"))
    expect(page.locator(".skeleton-late")).to_have_count(1)
    for route in waiting:
        route.continue_()
    expect(page.locator("main h1")).to_have_text(i18n.text("trends_title", "nl"))
    expect(page.locator("#fault")).to_be_empty()


@pytest.mark.parametrize("script", ["dash_renderer", "dash_core_components", "_dash-layout", "_dash-dependencies"])
def test_a_part_of_the_page_that_does_not_come_is_told(context: BrowserContext, address: str, script: str) -> None:
    page = context.new_page()
    page.route(re.compile(script), lambda route: route.abort())
    page.goto(address + TRENDS)
    expect(page.locator("#fault")).to_contain_text(i18n.text("fault_first", "nl"))
    page.unroute(re.compile(script))
    page.locator("#fault button").click()
    expect(page.locator("main h1")).to_have_text(i18n.text("trends_title", "nl"))


@pytest.mark.parametrize(("script", "kind"), [("plotly", "charts"), ("dash_mantine", "controls")])
def test_a_library_that_does_not_come_is_told(context: BrowserContext, address: str, script: str, kind: str) -> None:
    page = context.new_page()
    page.route(re.compile(f"{script}.*[.]js"), lambda route: route.abort())
    page.goto(address + TRENDS)
    expect(page.locator("#fault")).to_contain_text(i18n.text(f"fault_{kind}", "nl"), timeout=15_000)
    assert page.locator(".panel-headline").inner_text()
    page.unroute(re.compile(f"{script}.*[.]js"))
    page.locator("#fault button").click()
    stands(page)
    expect(page.locator("#fault")).to_be_empty()


@pytest.fixture(scope="module")
def switching(sample_release: SampleRelease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("releases")
    two_releases.written(sample_release.path, folder)
    with served(folder) as place:
        yield place, folder


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_page_lives_on_one_release_and_says_that_a_newer_came(
    page: Page, switching: tuple[str, Path], lang: str
) -> None:
    address, folder = switching
    two_releases.show(folder, two_releases.OLD)
    time.sleep(1.2)  # the pointer is looked at once a second
    # What both releases show of the region that will be chosen.
    asked = f"{address}{where('trends', lang)}?regio=MC29"
    shown = {}
    for release in (two_releases.OLD, two_releases.NEW):
        page.goto(f"{asked}&release={release}")
        stands(page)
        shown[release] = page.locator(".panel-table table").text_content()
    assert shown[two_releases.OLD] != shown[two_releases.NEW]
    page.goto(address + where("trends", lang))
    stands(page)
    assert not page.locator(".page-notes").inner_text()
    two_releases.show(folder, two_releases.NEW)
    time.sleep(1.2)
    choose(page, "Rijnmond")
    expect(page.locator(".panel-headline")).to_contain_text("Rijnmond")
    assert page.locator(".panel-table table").text_content() == shown[two_releases.OLD]
    days = {"nl": ("24 maart 2026", "24 april 2026"), "en": ("24 March 2026", "24 April 2026")}[lang]
    expect(page.locator(".page-notes")).to_have_text(
        f"{i18n.text('notice_newer', lang, date=days[0], newest=days[1])} {i18n.text('notice_newest', lang)}"
    )
    assert "release" not in page.url
    page.locator(".page-notes a").click()
    page.wait_for_function("day => document.querySelector('.site-foot')?.textContent.includes(day)", arg=days[1])
    stands(page)
    assert page.locator(".panel-table table").text_content() == shown[two_releases.NEW]
    assert not page.locator(".page-notes").inner_text()


def test_a_page_whose_release_is_gone_says_so(page: Page, sample_release: SampleRelease, tmp_path: Path) -> None:
    two_releases.written(sample_release.path, tmp_path)
    with served(tmp_path) as address:
        page.goto(address + TRENDS)
        stands(page)
        old = page.inner_text(".panel-headline")
    two_releases.show(tmp_path, two_releases.NEW)
    (tmp_path / f"{two_releases.OLD}.duckdb").unlink()
    with served(tmp_path) as again:
        page.route(CALLBACK, lambda route: route.continue_(url=route.request.url.replace(address, again)))
        choose(page, "Twente")
        expect(page.locator(".page-notes [role=alert]")).to_contain_text(i18n.text("notice_gone", "nl"))
        assert page.inner_text(".panel-headline") == old
        assert page.locator("#live").inner_text() == ""


@pytest.mark.parametrize("name", list(PAGES))
def test_no_page_scrolls_sideways_at_any_width(page: Page, address: str, name: str) -> None:
    """In steps from a small telephone to a wide screen; what is wider than its box scrolls in that box."""
    wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.goto(address + where(name))
    stands(page)
    for width in range(320, 1601, 40):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRAWN)
        assert page.evaluate(wider) <= 0, width


def test_a_list_in_which_nothing_fits_says_so_and_can_be_read(page: Page, address: str) -> None:
    page.goto(address + TRENDS)
    stands(page)
    page.locator(REGION).first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("xyzzy")
    words = i18n.text("region_choice_none", "nl")
    option = page.get_by_role("option", name=words)
    expect(option).to_be_visible()
    expect(page.locator("#live")).to_have_text(words)
    assert option.get_attribute("aria-disabled") == "true"
    found = axe.violations(page)
    assert not found, found
