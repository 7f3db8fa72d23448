"""How the pages feel in a real browser: nothing jumps, nothing goes blank, the focus is where a reader expects it."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from dashboard import i18n
from dashboard.pages import PAGES
from dashboard.state import address as address_of

from .browsing import opened, watched
from .reader import Reader

pytestmark = pytest.mark.browser

# "Good" by web.dev. A choice is held to it as well, although the measure forgives what follows a key at once.
MOST_SHIFT = 0.1
WIDTHS = (1280, 360)
SCREENS = (320, 768, 1920, 3840)
LONGEST = "MC06"  # Friesland-Oost ('de Friese Wouden')
TRENDS = "/nl/ontwikkeling"
REGION = "main .controls input[id*='regio']"
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => window.shifts.push([value,
  sources.map(({ node }) => node && `${node.nodeName} ${node.textContent || ''}`.slice(0, 60)).join(', ')]))
).observe({ type: 'layout-shift', buffered: true });"""
FOCUSABLE = "a[href]:not(.map-link), button, input:not([type=hidden]), select, summary, [tabindex='0']"
# The mark of the focus stands on the thing itself, on the box around it, on the label of a radio, or is drawn on a map.
UNMARKED = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled || one.tabIndex < 0) return false;
  one.focus({ preventScroll: true });
  if (document.activeElement !== one) return false;
  const box = one.parentElement;
  const near = [one, one.nextElementSibling, box, box.parentElement, box.parentElement.parentElement];
  const marked = (look) => look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
  return !near.filter(Boolean).some((each) => marked(getComputedStyle(each)));
}).map((one) => one.outerHTML.slice(0, 160))"""
# What shows only part of its words: more inside than fits, and no way to see the rest.
CUT = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()
  && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'
  && !one.closest('[data-whole]')).map((one) => one.textContent || one.value)"""
FAINT = """(selector) => { let seen = 1;
  for (let one = document.querySelector(selector); one; one = one.parentElement) seen *= getComputedStyle(one).opacity;
  return seen; }"""
OUTSIDE = """() => [...document.querySelectorAll('main .chart-box')].flatMap((box) => {
  const { left, right } = box.getBoundingClientRect();
  return [...box.querySelectorAll('svg text')].filter((text) => text.textContent.trim()).filter((text) => {
    const place = text.getBoundingClientRect();
    return place.width && (place.left < left - 1 || place.right > right + 1);
  }).map((text) => text.textContent);
})"""


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as fresh:
        yield fresh


def where(name: str, lang: str = "nl", **asked: str) -> str:
    return address_of(lang, PAGES[name].SLUG[lang], asked)


@contextmanager
def held(page: Page) -> Iterator[threading.Event]:
    """The server's answers wait until they are let go."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route("**/_dash-update-component*", keep)

    class Gate(threading.Event):
        def set(self) -> None:
            for route in waiting:
                route.continue_()
            page.unroute("**/_dash-update-component*")
            super().set()

    gate = Gate()
    yield gate
    if not gate.is_set():
        gate.set()


def choose(page: Page, name: str) -> None:
    """Chooses a region with the keyboard."""
    page.locator(REGION).first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[role=option]')].filter((one) => one.checkVisibility()).length < 5"
    )
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    page.evaluate("() => { window.shifts = []; }")  # a list that gets shorter while someone types is no jump
    page.keyboard.press("Enter")


def shifted(page: Page) -> list[Any]:
    """What has shifted since the last time, after everything stands."""
    page.wait_for_timeout(400)
    found: list[Any] = page.evaluate("() => window.shifts.splice(0)")
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", list(PAGES))
def test_nothing_jumps_while_a_page_loads_or_after_a_choice(
    browser: Browser, address: str, name: str, width: int
) -> None:
    with watched(browser, address, viewport={"width": width, "height": 900}) as page:
        page.add_init_script(SHIFTS)
        opened(page, address + where(name))
        moved = shifted(page)
        assert sum(value for value, _ in moved) < MOST_SHIFT, moved
        if not page.locator(REGION).count():
            return
        choose(page, "Twente")
        page.wait_for_url(re.compile("MC12"))
        page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=\"true\"]')")
        moved = shifted(page)
        assert sum(value for value, _ in moved) < MOST_SHIFT, moved


def test_until_the_first_answer_the_shape_of_the_page_is_there(page: Page, address: str) -> None:
    with held(page) as gate:
        page.goto(address + TRENDS)
        page.wait_for_selector("#skeleton .skeleton-chart")
        page.wait_for_selector("main#page", state="attached")
        assert page.locator("#skeleton .skeleton-control").count() == 3
        assert page.locator("#skeleton [role=status]").inner_text() == i18n.text("loading", "nl")
        assert page.locator("#skeleton [inert][aria-hidden=true]").count() == 1
        assert page.locator("#skeleton .site-name").is_visible(), "the name of the site stands at once"
        assert not page.locator("main#page").is_visible()
        assert page.evaluate("() => getComputedStyle(document.querySelector('.skeleton-part')).animationName") != "none"
        gate.set()
        page.wait_for_selector("main#page h1")
        expect(page.locator("#skeleton")).to_have_count(0)


def test_the_old_contents_stay_and_are_dimmed_until_a_slow_answer_comes(page: Page, address: str) -> None:
    opened(page, address + TRENDS)
    before = page.inner_text(".panel-headline")
    main = page.locator("main#page")
    with held(page) as gate:
        choose(page, "Twente")
        assert main.get_attribute("aria-busy") is None, "a quick answer is not announced"
        expect(main).to_have_attribute("aria-busy", "true")
        page.wait_for_timeout(300)
        assert page.inner_text(".panel-headline") == before
        assert page.evaluate(FAINT, ".panel-headline [data-dash-is-loading]") < 0.6
        assert page.evaluate(FAINT, REGION) == 1
        assert page.evaluate("() => document.activeElement.matches(\"input[id*='regio']\")"), (
            "the choice keeps the focus"
        )
        gate.set()
    expect(page.locator(".panel-headline")).not_to_have_text(before)
    expect(main).not_to_have_attribute("aria-busy", "true")


def test_a_page_stays_until_the_next_one_is_there(page: Page, address: str) -> None:
    opened(page, address + TRENDS)
    heading = page.inner_text("main h1")
    with held(page) as gate:
        page.click(f".site-nav a[href^='{where('methods')}']")
        expect(page.locator("main#page")).to_have_attribute("aria-busy", "true")
        assert page.inner_text("main h1") == heading
        gate.set()
    expect(page.locator("main h1")).not_to_have_text(heading)
    expect(page.locator("main#page")).not_to_have_attribute("aria-busy", "true")


def test_who_wants_less_motion_gets_none(browser: Browser, address: str) -> None:
    with watched(browser, address, reduced_motion="reduce") as page:
        moving = """() => [...document.querySelectorAll('*')].map((one) => getComputedStyle(one)).filter((look) =>
          look.animationName !== 'none' || look.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
        ).length"""
        with held(page) as gate:
            page.goto(address + TRENDS)
            page.wait_for_selector(".skeleton-part")
            assert page.evaluate(moving) == 0
            gate.set()
        opened(page, address + TRENDS)
        page.locator(REGION).click()
        page.wait_for_selector("[role=listbox]:visible")
        assert page.evaluate(moving) == 0


def test_a_link_leads_to_the_top_and_back_to_where_it_was(page: Page, address: str) -> None:
    opened(page, address + where("overview"))
    link = page.locator("main a[data-page]").last
    link.scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(500)
    down = page.evaluate("window.scrollY")
    assert down > 300
    href = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'heading' && window.scrollY === 0")
    page.wait_for_timeout(500)
    page.go_back()
    page.wait_for_function("href => document.activeElement.getAttribute('href') === href", arg=href)
    page.wait_for_function("down => Math.abs(window.scrollY - down) < 60", arg=down)
    # Loading anew keeps the place as well.
    page.wait_for_timeout(400)
    page.reload()
    page.wait_for_function("down => Math.abs(window.scrollY - down) < 60", arg=down)


def test_the_keyboard_goes_from_skip_link_to_menu_controls_and_chart(page: Page, address: str) -> None:
    opened(page, address + TRENDS)
    reader = Reader(page)
    assert reader.tabs_to("link", i18n.text("skip_link", "nl"))
    for role, name in (
        ("link", f"^{i18n.text('trends_nav', 'nl')}$"),
        ("combobox", f"^{i18n.text('control_indicator', 'nl')}$"),
        ("combobox", f"^{re.escape(i18n.text('control_region', 'nl'))}$"),
        ("combobox", f"^{re.escape(i18n.text('control_compare', 'nl'))}$"),
        ("button", i18n.text("frame_svg", "nl")),
        ("button", i18n.text("frame_copy", "nl")),
    ):
        reader.tabs_to(role, name)
    # And back: no control holds the keyboard.
    reader.tabs_to("combobox", f"^{re.escape(i18n.text('control_compare', 'nl'))}$", key="Shift+Tab")
    reader.tabs_to("combobox", f"^{i18n.text('control_indicator', 'nl')}$", key="Shift+Tab")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["overview", "regions", "trends", "table"])
def test_who_types_in_the_box_of_the_region_searches_at_once(
    browser: Browser, address: str, name: str, width: int
) -> None:
    lang = "en" if name == "trends" else "nl"
    with watched(browser, address, viewport={"width": width, "height": 900}) as page:
        opened(page, address + where(name, lang))
        field, keys = page.locator(REGION).first, page.keyboard
        options = page.locator("[role=option]:visible")
        country = field.input_value()
        # A click is enough: what is typed comes in the place of the value, and a municipality leads to its region.
        field.click()
        keys.type("Rotterdam", delay=20)
        assert field.input_value() == "Rotterdam"
        expect(options).to_have_text(["Rotterdam → 29 Rijnmond"])
        # A second click sets the caret, for who wants to change a letter.
        field.click(position={"x": 30, "y": 12})
        assert field.evaluate("one => one.selectionStart === one.selectionEnd")
        # Who leaves without a choice finds the value as it was, and the focus is on what comes next.
        keys.press("Tab")
        expect(field).to_have_value(country)
        assert page.evaluate("document.activeElement !== document.body")
        # By keyboard as well; that nothing fits is said.
        keys.press("Shift+Tab")
        keys.type("xyzzy")
        expect(page.get_by_role("option", name=i18n.text("region_choice_none", lang))).to_be_visible()
        keys.press("Escape")
        keys.press("Tab")
        expect(field).to_have_value(country)
        keys.press("Shift+Tab")
        page.wait_for_timeout(300)  # the list looks for the chosen region once it has opened; nobody types before that
        keys.type("Olst-Wijhe")
        expect(options).to_have_text(["Olst-Wijhe → 10 IJssel-Vecht"])
        page.wait_for_timeout(300)  # the first option is picked out a moment after the list is drawn
        keys.press("Enter")
        page.wait_for_url("**regio=MC10*")
        # After a choice the box keeps the focus, and what is typed next is a new question.
        keys.type("Twente")
        expect(options).to_have_text(["12 Twente"])


@pytest.mark.parametrize("kind", ["control_region", "control_compare"])
def test_a_list_says_that_it_is_one_and_whether_it_is_open(page: Page, address: str, kind: str) -> None:
    opened(page, address + TRENDS)
    reader = Reader(page)
    name = f"^{re.escape(i18n.text(kind, 'nl'))}$"
    # A field to type in opens when a reader comes to it.
    reader.tabs_to("combobox", name)
    reader.until(lambda: reader.focus().expanded is True)
    reader.presses("Escape")
    reader.until(lambda: reader.focus().expanded is False)
    reader.presses("ArrowDown")
    reader.until(lambda: reader.focus().expanded is True)
    page.wait_for_selector("[role=listbox]:visible")
    reader.presses("ArrowDown")
    field = page.evaluate_handle("document.activeElement")
    controls, active = (
        field.evaluate(f"one => one.getAttribute('{a}')") for a in ("aria-controls", "aria-activedescendant")
    )
    assert page.evaluate("id => document.getElementById(id).getAttribute('role')", controls) == "listbox"
    assert page.evaluate("id => document.getElementById(id).getAttribute('role')", active) == "option"
    reader.presses("Escape")
    reader.until(lambda: reader.focus().expanded is False)
    assert reader.focus().role == "combobox", "Escape closes the list and leaves the reader in it"
    reader.presses("Tab")
    assert not re.search(name, reader.focus().name)


@pytest.mark.parametrize(
    ("name", "asked", "label", "left"),
    [
        ("trends", {"naast": "MC03,MC25"}, "control_compare", "naast=MC03"),
        ("table", {"naast": "MC03,MC25"}, "explorer_beside", "naast=MC03"),
        ("layout", {"gemeenten": "GM0153,GM0164"}, "layout_control", "gemeenten=GM0153"),
    ],
)
def test_backspace_takes_the_last_of_several_choices_away(
    page: Page, address: str, name: str, asked: dict[str, str], label: str, left: str
) -> None:
    """What the statement on accessibility says of lists with several choices; the crosses have no place in the order
    of the keyboard, so this is the way without a mouse."""
    reader = Reader(page)
    reader.opens(address + where(name, **asked))
    reader.tabs_to("combobox", re.escape(i18n.text(label, "nl").partition("{")[0].partition(" (")[0]))
    pills = page.locator(f"main input[id*='{next(iter(asked))}']").locator("xpath=../*[.//button]")
    expect(pills).to_have_count(2)
    reader.presses("Backspace")
    page.wait_for_url(re.compile(rf"[?&]{left}(&|$)"))
    reader.settle()
    expect(pills).to_have_count(1)
    assert reader.focus().role == "combobox", "the choice keeps the focus"
    reader.presses("Backspace")
    page.wait_for_url(lambda url: next(iter(asked)) not in url)
    reader.settle()
    expect(pills).to_have_count(0)


@pytest.mark.parametrize("name", list(PAGES))
def test_the_focus_can_be_seen_everywhere(page: Page, address: str, name: str) -> None:
    opened(page, address + where(name, regio="MC12"))
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    unmarked = page.evaluate(UNMARKED, FOCUSABLE)
    assert not unmarked, unmarked[:5]
    if page.locator(".map-link").count():
        page.locator(".map-link").last.focus()
        expect(page.locator(".map-ring")).to_have_count(1)
    spoken = page.locator("[role=status], [aria-live]").evaluate_all(
        "all => all.filter((one) => !one.closest('.term, .copied')).map((one) => one.id)"
    )
    assert spoken == ["live"], "what changes is read aloud in one place; a word or a button has its own beside it"


@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("name", list(PAGES))
def test_every_screen_is_filled_and_none_scrolls_sideways(
    browser: Browser, address: str, name: str, width: int
) -> None:
    with watched(browser, address, viewport={"width": width, "height": 900}) as page:
        opened(page, address + where(name, regio=LONGEST))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        size, wide = page.evaluate(
            "() => [parseFloat(getComputedStyle(document.body).fontSize), document.querySelector('main').clientWidth]"
        )
        # Text keeps its share of the screen: no strip of small letters in the middle of a wide one.
        assert size >= 18 * max(1, width / 2560)
        assert wide >= 0.44 * width


@pytest.mark.parametrize("name", ["overview", "region", "trends", "ages", "regions", "expected", "national", "table"])
def test_the_longest_name_is_never_cut_on_a_small_telephone(browser: Browser, address: str, name: str) -> None:
    with watched(browser, address, viewport={"width": 320, "height": 800}) as page:
        opened(page, address + where(name, regio=LONGEST, **({"naast": "MC03,MC25"} if name == "trends" else {})))
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        page.wait_for_timeout(200)
        found = page.evaluate(
            CUT,
            "main :is(h1, h2, h3, p, th, td, li, label, .mantine-Pill-label, .mantine-Select-input):not(.hidden-text)",
        )
        assert not found, found
        assert not page.evaluate(OUTSIDE)
        for box in page.locator("[data-whole]:visible").all():
            told = box.evaluate(
                "one => [one.dataset.whole, one.querySelector('input').value, getComputedStyle(one, '::after').content]"
            )
            assert told[0] == told[1] and told[0] in told[2].replace("\\", "")
        if page.locator(REGION).count() and page.locator(REGION).first.is_visible():
            page.locator(REGION).first.scroll_into_view_if_needed()
            before = page.evaluate("window.scrollY")
            page.locator(REGION).first.click()
            page.wait_for_selector("[role=option]:visible")
            assert page.evaluate("window.scrollY") == before, "a list that opens leaves the page where it is"
            assert not page.evaluate(CUT, "[role=option], [role=option] *")
