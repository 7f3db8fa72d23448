"""The frame around every chart: what it holds, what it sends, and in a browser its buttons."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard import i18n
from dashboard.components import Element, el
from dashboard.components import panel as p
from dashboard.components.tables import table
from dashboard.indicators import Selection
from dashboard.pages import PAGES, view_of
from dashboard.pages.how import how
from dashboard.state import View

from . import axe
from .browsing import opened, watched
from .test_pages import is_slot, walk, words

pytestmark = pytest.mark.usefixtures("shown")

FIGURE = {"data": [], "layout": {"height": 321}}


def view(search: str = "?regio=MC12", lang: str = "nl") -> View:
    return view_of(f"/{lang}/{PAGES['trends'].SLUG[lang]}", search)


def made(**more: object) -> p.Panel:
    given: dict[str, object] = {
        "headline": "Kop",
        "subtitle": "Onder de kop",
        "description": "Wat er te zien is",
        "table": table("Tabel", ["a"], [["1"]]),
        "notes": ["Let op"],
        "source": ["Bron"],
        "csv": [("Vsv", "/api/v1/indicatoren/vsv_duo_lt23/waarden?f=csv")],
        **more,
    }
    return p.Panel(**given)  # type: ignore[arg-type]


def names(element: Element) -> list[str]:
    return [e["props"]["id"]["name"] for e in walk(element) if is_slot(e)]


def buttons(element: Element) -> list[str]:
    return [words(e).strip() for e in walk(element) if e["type"] == "Button"]


def test_a_frame_holds_a_figure_a_drawing_both_or_only_its_table() -> None:
    drawing = el("Map")
    for more, graphs, maps, folded in (
        ({"figure": FIGURE}, 1, 0, 1),
        ({"drawing": drawing}, 0, 1, 1),
        ({"figure": FIGURE, "drawing": drawing}, 1, 1, 1),
        ({}, 0, 0, 0),
    ):
        framed = p.frame(view(), "proef", made(**more))
        kinds = [e["type"] for e in walk(framed)]
        assert (kinds.count("Graph"), kinds.count("Map"), kinds.count("Details")) == (graphs, maps, folded)
        assert sorted(names(framed)) == sorted(p.contents(view(), "proef", made(**more)))
        # Without a picture there is none to save; the address can always be copied.
        saves = ["Download als SVG", "Download als PNG"] if graphs or maps else []
        assert buttons(framed) == [*saves, "Kopieer de link"]
    assert "pictures pair" in [e["props"].get("className") for e in walk(framed_pair())]


def framed_pair() -> Element:
    return p.frame(view(), "proef", made(figure=FIGURE, drawing=el("Map")))


def test_the_chart_is_named_and_described_by_its_own_frame() -> None:
    framed = p.frame(view(), "proef", made(figure=FIGURE))
    by_id = {e["props"]["id"]: e for e in walk(framed) if isinstance(e["props"].get("id"), str)}
    (box,) = [e for e in walk(framed) if e["props"].get("role") == "img"]
    assert words(by_id[box["props"]["aria-labelledby"]]).split() == ["Kop"]
    assert words(by_id[box["props"]["aria-describedby"]]).strip() == "Wat er te zien is"
    assert box["props"]["style"] == {"minHeight": "321px"}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_frame_leads_to_how_its_statistics_are_made(lang: str) -> None:
    seen = view("?regio=MC12", lang)
    filled = p.contents(seen, "proef", made(methods=how(seen, "funnel", "ranks")))["proef-how"]
    links = [e["props"]["href"] for e in filled if isinstance(e, dict)]
    slug = PAGES["statistics"].SLUG[lang]
    assert links == [f"/{lang}/{slug}?regio=MC12&methode=trechter", f"/{lang}/{slug}?regio=MC12&methode=plaats"]
    assert words(filled).strip().startswith(i18n.text("frame_how", lang))
    assert p.contents(seen, "proef", made())["proef-how"] == []


def test_a_choice_that_figures_are_split_by_stays_in_the_address_of_a_file() -> None:
    def asked(selection: Selection, **more: str) -> dict[str, list[str]]:
        return parse_qs(urlsplit(p.csv_of(view(), selection, **more)[1]).query)

    # Nederland and all ages are what goes without saying, but not in a table of regions or ages.
    country = asked(Selection("vsv_duo_lt23", ("region", "period"), {"region": "NL01", "period": "all"}))
    assert country["regio"] == ["NL01"]
    assert "regio" not in asked(Selection("vsv_duo_lt23", ("period",), {"region": "NL01", "period": "all"}))
    ages = asked(Selection("neet_leeftijd", ("age_group",), {"region": "MC12", "age_group": "totaal"}), met="interval")
    assert (ages["leeftijd"], ages["met"], ages["regio"]) == (["totaal"], ["interval"], ["MC12"])


def test_files_are_named_after_indicator_region_and_period() -> None:
    def name(search: str, **more: object) -> str:
        return str(p.contents(view(search), "proef", made(**more))["proef-links"][0]["props"]["download"])

    assert name("?regio=MC12") == "voorbeeld_vsv-duo-lt23-twente.csv"
    assert name("?regio=MC12&periode=2019") == "voorbeeld_vsv-duo-lt23-twente-2019.csv"
    assert name("?regio=MC12&leeftijd=18_tot_23&beeld=klein") == "voorbeeld_vsv-duo-lt23-twente-18-tot-23.csv"
    assert name("", file="eigen-naam") == "voorbeeld_eigen-naam.csv"
    real = next(i for i in view().catalogue.indicators if not view().catalogue.source_of(i).sample)
    assert name("", csv=[("Echt", f"/api/v1/indicatoren/{real}/waarden?f=csv")]).startswith(real.replace("_", "-"))
    assert p.file_name("Één", "Friesland-Oost ('de Friese Wouden')", "2024/'25") == (
        "een-friesland-oost-de-friese-wouden-2024-25"
    )


@pytest.mark.parametrize(
    ("lang", "due", "told"),
    [
        ("nl", None, "Volgende cijfers: onbekend."),
        ("nl", datetime.date(2027, 3, 1), "Volgende cijfers: 1 maart 2027."),
        ("en", datetime.date(2027, 3, 1), "Next figures: 1 March 2027."),
    ],
)
def test_the_source_says_when_the_next_figures_come(
    monkeypatch: pytest.MonkeyPatch, lang: str, due: datetime.date | None, told: str
) -> None:
    seen = view("", lang)
    indicator = seen.catalogue.indicators["vsv_duo_lt23"]
    source = replace(seen.catalogue.source_of(indicator.id), next_update=due)
    monkeypatch.setattr(type(seen.catalogue), "source_of", lambda *_: source)
    assert told in words(p.source_line(seen, indicator))


@pytest.fixture
def dark(browser: Browser, address: str) -> Iterator[Page]:
    """A page in dark colours."""
    with watched(browser, address, color_scheme="dark") as page:
        yield page


def saved(page: Page, kind: str, to: Path) -> Path:
    """Presses a button by keyboard and keeps what it saves."""
    with page.expect_download() as started:
        page.locator(f"[data-save={kind}]").first.press("Enter")
    path = to / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "name", "told"),
    [
        (
            "/nl/vergelijken?regio=MC12",
            "vsv-duo-lt23-twente-2024-25",
            ["Twente", "lager dan de rest", "Rijnmond"],
        ),
        ("/nl/ontwikkeling?regio=MC12", "vsv-duo-lt23-twente", ["Twente", "2023/'24"]),
    ],
)
def test_pictures_are_saved_whole_and_in_light_colours(
    dark: Page, address: str, tmp_path: Path, path: str, name: str, told: list[str]
) -> None:
    opened(dark, address + path)
    svg = saved(dark, "svg", tmp_path)
    assert svg.name == f"voorbeeld_{name}.svg"
    text = svg.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    said = " ".join(" ".join(root.itertext()).split())
    for part in (*told, dark.inner_text(".panel-headline").split(":")[0], "voorbeelddata", "Bron: ", address + path):
        assert part in said, part
    assert "#ffffff" in text[:600] and "rgb(20, 24, 29)" not in text
    assert not re.search(r'(href|src)="(http|/)', text), "a file asks nothing of a server"
    assert dark.evaluate("document.documentElement.dataset.theme") is None, "the page keeps its own colours"
    png = saved(dark, "png", tmp_path)
    assert png.name == f"voorbeeld_{name}.png"
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    expect(dark.locator("#live")).to_have_text(f"Opgeslagen als {png.name}")


@pytest.mark.browser
@pytest.mark.parametrize("open_way", [True, False])
def test_the_address_is_copied_and_said_aloud(browser: Browser, address: str, open_way: bool) -> None:
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    with watched(browser, address, **allowed) as page:
        if not open_way:
            page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        place = f"{address}/nl/ontwikkeling?regio=MC12"
        opened(page, place)
        page.locator("[data-link]").press("Space")
        expect(page.locator("#live")).to_have_text("Link gekopieerd")
        assert page.evaluate("document.activeElement.matches('[data-link]')")
        assert page.inner_text("[data-link]") == "Link gekopieerd"
        if open_way:
            # With its release, so that the link tells the same when there is a newer one; the page stays where it is.
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == f"{place}&release={view().release}#trend"
            assert page.url == place
            # Who follows it sees the chart, and not the top of the page.
            opened(page, f"{address}/nl/over")
            opened(page, copied)
            page.wait_for_function("() => Math.abs(document.getElementById('trend').getBoundingClientRect().top) < 60")


@pytest.mark.browser
def test_targets_are_large_on_a_phone(browser: Browser, address: str) -> None:
    with watched(browser, address, viewport={"width": 320, "height": 700}, has_touch=True) as page:
        opened(page, f"{address}/nl/ontwikkeling")
        sizes = page.eval_on_selector_all(
            ".panel .actions :is(a, button)", "all => all.map(e => e.getBoundingClientRect().height)"
        )
        assert len(sizes) == len(page.query_selector_all(".panel [data-save], .panel [data-link], .panel a[download]"))
        assert min(sizes) >= 44


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_has_no_barriers(browser: Browser, address: str, scheme: str) -> None:
    with watched(browser, address, color_scheme=scheme, bypass_csp=True) as page:
        opened(page, f"{address}/nl/ontwikkeling?regio=MC12")
        assert axe.violations(page) == []
