"""Every picture of every chart holds its marks: saved as SVG and PNG, on paper, and in a reader's own colours."""

import base64
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from dashboard.pages import PAGES
from dashboard.state import address as address_of

from .browsing import opened, watched

pytestmark = pytest.mark.browser

# Every page with a chart, and the other forms that its charts may take.
FORMS = [
    *(address_of("nl", PAGES[name].SLUG["nl"], {}) for name in ("overview", "ages", "regions", "national", "layout")),
    *(address_of("nl", PAGES[name].SLUG["nl"], {"regio": "MC12"}) for name in ("trends", "expected", "durable_work")),
    "/nl/ontwikkeling?beeld=klein",
    "/nl/vergelijken?beeld=kaart",
    "/nl/vergelijken?beeld=trechter",
]
MARKS = """panel => [...panel.querySelectorAll('.pictures > *')].map(place => {
  const plot = place.querySelector('.js-plotly-plot');
  const whole = plot || [...place.querySelectorAll('svg')].sort((a, b) => b.innerHTML.length - a.innerHTML.length)[0];
  const marks = plot ? ':is(.trace, .hm, .shapelayer) :is(path, image), .annotation text' : 'path, circle, rect';
  return whole.querySelectorAll(marks).length;
}).reduce((sum, one) => sum + one, 0)"""
# How many pixels of each file are not paper, both drawn at half the size of the PNG.
WRITTEN = """async files => {
  const images = files.map(src => Object.assign(new Image(), { src }));
  await Promise.all(images.map(image => image.decode()));
  const [width, height] = ['naturalWidth', 'naturalHeight'].map(side => Math.round(images[0][side] / 2));
  return images.map(image => {
    const pen = new OffscreenCanvas(width, height).getContext('2d');
    pen.drawImage(image, 0, 0, width, height);
    const all = pen.getImageData(0, 0, width, height).data;
    let seen = 0;
    for (let at = 0; at < all.length; at += 4) if (Math.min(all[at], all[at + 1], all[at + 2]) < 240) seen += 1;
    return seen;
  });
}"""
COVERED = """() => [...document.querySelectorAll('main .js-plotly-plot')].filter(plot => {
  const [key, area] = ['.legend .bg', '.nsewdrag'].map(part => plot.querySelector(part)?.getBoundingClientRect());
  return key && area && key.top < area.bottom && key.bottom > area.top + 1;
}).length"""
# Names along an axis that stand level and run into the one before.
TOUCHING = """() => [...document.querySelectorAll('main .js-plotly-plot')].flatMap(plot => {
  const turned = text => /rotate\\((?!0)/.test(text.getAttribute('transform'));
  const names = [...plot.querySelectorAll('.xtick text')].filter(text => !turned(text));
  const boxes = names.map(text => text.getBoundingClientRect()).filter(box => box.width);
  const meet = (one, other) => one.right > other.left && one.bottom > other.top && other.bottom > one.top;
  return boxes.slice(1).filter((box, at) => meet(boxes[at], box)).map(box => Math.round(box.left));
})"""


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser, address) as one:
        yield one


@pytest.mark.parametrize("form", FORMS)
def test_every_saved_picture_holds_the_marks_of_its_chart(page: Page, address: str, form: str, tmp_path: Path) -> None:
    opened(page, address + form)
    panels = page.locator("main .panel:has([data-save])")
    count = panels.count()
    for at in range(count):
        panel, kept = panels.nth(at), {}
        marks = panel.evaluate(MARKS)
        for kind in ("svg", "png"):
            with page.expect_download() as started:
                panel.locator(f"[data-save={kind}]").evaluate("button => button.click()")
            kept[kind] = tmp_path / f"{at}.{kind}"
            started.value.save_as(kept[kind])
        root = ElementTree.fromstring(kept["svg"].read_text(encoding="utf-8"))
        drawn = [
            each for each in root.iter() if each.tag.rsplit("}")[-1] in ("path", "circle", "rect", "image", "text")
        ]
        assert marks and len(drawn) >= marks, (at, marks, len(drawn))
        kinds = {"png": "image/png", "svg": "image/svg+xml"}
        files = [f"data:{kinds[k]};base64,{base64.b64encode(kept[k].read_bytes()).decode()}" for k in kinds]
        from_png, from_svg = page.evaluate(WRITTEN, files)
        assert from_png > 1000 and abs(from_png - from_svg) < 0.1 * from_svg, (at, from_png, from_svg)
    assert count or "regio=" not in form


@pytest.mark.parametrize("form", FORMS)
def test_on_paper_no_key_or_name_lies_over_another_part(page: Page, address: str, form: str) -> None:
    opened(page, address + form)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    try:
        assert page.evaluate(COVERED) == 0
        assert page.evaluate(TOUCHING) == []
    finally:
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_readers_own_colours_keep_the_chosen_option_and_what_the_matrix_tells(
    browser: Browser, address: str, scheme: str
) -> None:
    ground = "all => all.map(each => getComputedStyle(each).backgroundColor)"
    with watched(browser, address, forced_colors="active", color_scheme=scheme) as own:
        opened(own, address + "/nl/ontwikkeling")
        own.locator("main .controls input[id*='regio']").first.click()
        own.keyboard.press("ArrowDown")
        own.wait_for_selector("[role=option][data-combobox-selected]:visible")
        (chosen,) = own.locator("[role=option][data-combobox-selected]:visible").evaluate_all(ground)
        others = own.locator("[role=option]:not([data-combobox-selected]):visible").evaluate_all(ground)
        assert chosen not in others
        opened(own, address + "/nl/landelijk")
        kinds = ("favourable", "unfavourable", "same")
        grounds = [set(own.locator(f".matrix tbody .matrix-{kind}").evaluate_all(ground)) for kind in kinds]
        assert all(grounds) and not grounds[0] & grounds[1] and not (grounds[0] | grounds[1]) & grounds[2]
        for kind in kinds[:2]:
            signs = own.locator(f".matrix tbody .matrix-{kind} .matrix-sign").all_inner_texts()
            assert signs and all(sign.strip() for sign in signs)
