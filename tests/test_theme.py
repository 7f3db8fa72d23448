"""One look: enough contrast in light and dark, no colour outside the theme, and charts that follow it."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import orjson
import plotly
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, sync_playwright

from dashboard import bundle, charts, i18n
from dashboard import theme as tokens
from dashboard.charts import Axis, Point, Series
from dashboard.shell import surround

from .browsing import CHROMIUM, QUIET

DASHBOARD = Path(tokens.__file__).parent
ASSETS = DASHBOARD / "assets"
SITE = (ASSETS / "site.css").read_text(encoding="utf-8")
OURS = tokens.read()
TEXT, SHAPE = 4.5, 3.0
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(\s*\d|:\s*(?:white|black|gr[ae]y|red|blue|green)\b"
)


def replaced(folder: Path, **sections: Any) -> Path:
    path = folder / "own.json"
    path.write_text(json.dumps(sections), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other", "known"),
    # The outer values of WCAG 2.2, and the well-known darkest grey that fails and lightest that passes on white.
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ff0000", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, known: float) -> None:
    assert tokens.contrast(one, other) == pytest.approx(known, abs=0.005)
    assert tokens.contrast(other, one) == tokens.contrast(one, other)


@pytest.mark.parametrize("pair", OURS.contrast, ids=lambda pair: f"{pair.front}-{pair.back}")
@pytest.mark.parametrize("mode", tokens.MODES)
def test_every_pair_has_the_contrast_that_is_written_beside_it(pair: tokens.Pair, mode: str) -> None:
    found = tokens.contrast(OURS.colour(pair.front, mode), OURS.colour(pair.back, mode))
    assert found >= pair.least
    assert int(found * 10) / 10 == getattr(pair, mode)


def test_every_text_and_every_shape_is_among_the_pairs() -> None:
    least = {(pair.front, pair.back): pair.least for pair in OURS.contrast}
    texts = set(re.findall(r"[;{ ]color: var\(--([a-z0-9-]+)\)", SITE)) - {"rule", "paper"}
    assert {"ink", "muted", "brand", "notice-ink"} <= texts
    for name in texts:
        assert any(front == name and need >= TEXT for (front, _), need in least.items()), name
    for ground in ("paper", "wash", "brand-wash"):
        for name in ("ink", "muted", "brand"):
            assert least[name, ground] >= TEXT
    for group in ("series", "parts", "tested"):
        for name in OURS.charts[group]:
            assert least[name, "paper"] >= SHAPE, name


def test_our_theme_is_strong_enough_and_a_weak_one_is_told(tmp_path: Path) -> None:
    assert tokens.weak(OURS) == []
    pale = tokens.read(replaced(tmp_path, colors={"muted": {"light": "#aaaaaa", "dark": "#a6b0bb"}}))
    assert tokens.weak(pale)[0] == "muted on paper (light) has contrast 2.3, 4.5 is needed"
    assert {line.split()[0] for line in tokens.weak(pale)} == {"muted"}


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(DASHBOARD.rglob("*")) if p.suffix in {".css", ".js", ".py", ".svg"} and "vendor" not in p.parts],
    ids=lambda p: str(p.relative_to(DASHBOARD)),
)
def test_no_colour_stands_outside_the_theme(path: Path) -> None:
    assert not LITERAL.findall(path.read_text(encoding="utf-8"))


def test_the_search_for_colours_finds_them() -> None:
    for text in ("#1d4f91", "color: #fff;", "rgb(1, 2, 3)", "rgba(0,0,0,.5)", "background: white"):
        assert LITERAL.search(text), text
    for text in ("var(--ink)", 'href="#page"', "rgb({parts})", "background: transparent", "white-space: nowrap"):
        assert not LITERAL.search(text), text


def test_styles_use_only_tokens_that_exist() -> None:
    sheet = tokens.style_sheet(OURS)
    known = set(re.findall(r"--([a-z0-9-]+):", sheet))
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", SITE + sheet))
    assert used <= known


def test_dark_is_for_screens_only() -> None:
    sheet = tokens.style_sheet(OURS)
    paper = OURS.colour("paper", "dark")
    dark = [line for line in sheet.splitlines() if f"--paper: {paper}" in line]
    assert len(dark) == 2
    assert all(line.startswith("@media screen") for line in dark)


def test_the_typeface_is_ours_to_serve_and_has_a_stand_in() -> None:
    with_font = tokens.style_sheet(OURS, "/assets/vendor/x.woff2")
    assert 'src: url("/assets/vendor/x.woff2") format("woff2")' in with_font and "font-display: swap" in with_font
    without = tokens.style_sheet(OURS)
    assert "url(" not in without and 'local("Arial")' in without
    assert tokens.stamp(with_font) != tokens.stamp(without)


def test_another_file_replaces_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"light": "#0b5c3b", "dark": "#7fd4a8"}
    path = replaced(tmp_path, colors={"own": own}, sizes={"wide": "80rem"})
    monkeypatch.setenv(tokens.SETTING, str(path))
    tokens.theme.cache_clear()
    try:
        made = tokens.theme()
    finally:
        monkeypatch.delenv(tokens.SETTING)
        tokens.theme.cache_clear()
    assert made.colors["own"] == own
    assert made.colors["ink"] == OURS.colors["ink"]
    sheet = tokens.style_sheet(made)
    assert "--own: #0b5c3b;" in sheet and "--wide: 80rem;" in sheet
    assert 'fill: rgb(11, 92, 59)"' in sheet
    assert tokens.theme() == OURS


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"colors": {"inkt": {"light": "#000000", "dark": "#ffffff"}}}, "'inkt' in 'colors' is not ours"),
        ({"sizes": {"breed": "1rem"}}, "'breed' in 'sizes' is not ours"),
        ({"colors": {"ink": {"light": "black", "dark": "#ffffff"}}}, "'ink' needs light and dark"),
        ({"colors": {"ink": {"light": "#000000"}}}, "'ink' needs light and dark"),
        ({"colors": {"fifth": {"light": "#1d4f91", "dark": "#ffffff"}}}, "own and fifth are one colour in light"),
    ],
)
def test_a_wrong_theme_says_what_is_wrong(sections: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=said):
        tokens.read(replaced(tmp_path, **sections))


def test_the_document_knows_the_choice_before_it_draws(client: FlaskClient) -> None:
    text = client.get("/nl/").get_data(as_text=True)
    head, _, body = text.partition("</head>")
    # The styles stand apart, or as one file once they are bundled.
    ours = '<link rel="stylesheet" href="/joined/' if "/joined/" in head else "site.css"
    script, sheet, style = (head.index(name) for name in ("theme.js", "tokens.css", ours))
    assert script < sheet < style
    assert "theme.js" not in body
    font = (bundle.VENDOR / OURS.font.name).is_file()
    assert ('rel="preload" as="font"' in head) is font


def test_the_tokens_are_kept_for_long_by_the_name_of_their_version(client: FlaskClient) -> None:
    address = re.search(r'href="([^"]+tokens\.css\?v=\w+)"', client.get("/nl/").get_data(as_text=True))
    assert address
    answer = client.get(address[1])
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get("/assets/tokens.css?v=older").headers["Cache-Control"]
    assert client.get("/nl/nergens").get_data(as_text=True).count("tokens.css") == 1


def test_the_icon_of_the_site_has_the_colours_of_the_theme(client: FlaskClient, tmp_path: Path) -> None:
    address = re.search(r'rel="icon" type="([^"]+)" href="([^"]+)"', client.get("/nl/").get_data(as_text=True))
    assert address
    answer = client.get(address[2])
    assert (answer.status_code, answer.mimetype) == (200, address[1])
    drawn = answer.get_data(as_text=True)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    at_day, _, at_night = drawn.partition("prefers-color-scheme: dark")
    for part, mode in ((at_day, "light"), (at_night, "dark")):
        assert re.findall(r"#\w{6}", part) == [OURS.colour("brand", mode), OURS.colour("on-brand", mode)]
    own = tokens.read(replaced(tmp_path, colors={"brand": {"light": "#0b5c3b", "dark": "#7fd4a8"}}))
    assert "fill: #0b5c3b" in tokens.icon(own) and "fill: #7fd4a8" in tokens.icon(own)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_menu_offers_light_dark_and_the_device(lang: str) -> None:
    offered = surround.appearance(lang)["props"]
    assert [value for value, _ in offered["choices"]] == ["", "light", "dark"]
    assert len({name for _, name in offered["choices"]}) == 3
    assert offered["label"] == i18n.text("theme_label", lang)


def figures() -> list[charts.Figure]:
    """Every form of chart, with provisional points, a break, an own region and as many parts as there are colours."""
    axis = Axis("niets", "%")
    years = {2021: "2021", 2022: "2022"}
    many = [Series(f"S{n}", [Point(2021, n + 1, "a"), Point(2022, n + 2, "b", True)]) for n in range(6)]
    kinds = ("higher", "not_distinguishable", "lower", "untested")
    key = dict.fromkeys((*kinds, "beside", "95", "998", "people"), "naam")
    regions = [
        charts.Ranged(f"{kind} {at}", at + 1.0, at + 0.5, at + 2.0, kind, provisional=at == 1, beside=2.0)
        for kind in kinds
        for at in range(2)
    ]
    placed = [charts.Placed(r.name, 10 + r.value, r.value, r.kind, r.name, True, False, r.provisional) for r in regions]
    limits = {f"{side}_{level}": [1.0, 2.0] for side in ("low", "high") for level in ("95", "998")}
    return [
        charts.lines(many[:5], years, [(2022, "breuk")], axis),
        charts.stacked_groups([("G", ["een", "twee"])], many, axis, ["S1"]),
        charts.beside(
            {r.name: r for r in regions}, {r.name: ["a"] for r in regions}, ("a", "b"), axis, strong="lower 0"
        ),
        charts.stacked(many, axis),
        charts.caterpillar(regions, "lower 0", Point("Nederland", 2, "Nederland"), key, axis),
        charts.funnel(placed, [10.0, 20.0], limits, Point("Nederland", 2, "Nederland"), key, axis),
        charts.nothing("niets", axis),
    ]


# What the device prefers, what the reader chose, screen or paper -> the colours that show.
MODES = [
    ("light", "", "screen", "light"),
    ("dark", "", "screen", "dark"),
    ("dark", "light", "screen", "light"),
    ("light", "dark", "screen", "dark"),
    ("dark", "dark", "print", "light"),
]
PAGE = """<!DOCTYPE html><html><head><style>{sheet}{site}</style></head><body></body></html>"""
DRAW = """(figures) => Promise.all(figures.map((figure) => {
  const box = document.body.appendChild(document.createElement('div'));
  return Plotly.newPlot(box, figure.data, figure.layout, { displayModeBar: false });
}))"""
# What is really painted: elements with a shape, with their colours as the browser computes them.
PAINTED = """() => {
  const found = new Set();
  const shapes = '.main-svg :is(path, rect, text, circle)';
  for (const one of document.querySelectorAll(shapes)) {
    if (one.closest('clipPath, .draglayer, .scrollbar') || one.matches('.scrollbar, .legendtoggle')) continue;
    const style = getComputedStyle(one);
    if (style.fill !== 'none' && +style.fillOpacity) found.add(style.fill);
    if (style.stroke !== 'none' && +style.strokeOpacity && parseFloat(style.strokeWidth)) found.add(style.stroke);
  }
  return [...found];
}"""


LINE = [Point(2021, 1, "a"), Point(2022, 3, "b"), Point(2023, 2, "c", True)]
# The colours of a screenshot, the most frequent first, and the colour in the middle of what is asked.
SEEN = """async ([png, x, y]) => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,' + png;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
  const count = new Map();
  const hex = (at) => '#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join('');
  for (let at = 0; at < data.length; at += 4) count.set(hex(at), (count.get(hex(at)) || 0) + 1);
  const often = [...count].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  return [often[0], often[1], hex(4 * (y * picture.width + x))];
}"""


@pytest.fixture(scope="module")
def drawn() -> Iterator[Page]:
    """All forms of chart on one page, with our styles."""
    assert CHROMIUM, "no Chromium found; `make test` installs one"
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(color_scheme="light")
        page.set_content(PAGE.format(sheet=tokens.style_sheet(OURS), site=SITE))
        page.add_script_tag(path=library)
        page.evaluate(DRAW, orjson.loads(orjson.dumps(figures())))
        yield page
        browser.close()


def painted(page: Page) -> set[str]:
    """The colours on the page that are a colour of their own; unset ones are black or transparent in an empty shape."""
    written = set(page.evaluate(PAINTED))
    return {colour for colour in written if not colour.startswith(("url", "rgba"))} - {"rgb(0, 0, 0)"}


def written(mode: str) -> set[str]:
    """The colours of charts as a browser writes them."""
    colours = (OURS.colour(name, mode) for name in OURS.drawn())
    return {f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})" for c in colours}


@pytest.mark.browser
@pytest.mark.parametrize(("device", "chosen", "media", "mode"), MODES)
def test_charts_have_the_colours_of_the_mode(drawn: Page, device: Any, chosen: str, media: Any, mode: str) -> None:
    drawn.emulate_media(color_scheme=device, media=media)
    drawn.evaluate("(chosen) => { document.documentElement.dataset.theme = chosen; }", chosen)
    found = painted(drawn)
    assert len(found) > 12
    assert found <= written(mode)
    drawn.evaluate("Plotly.restyle(document.querySelector('.js-plotly-plot'), { 'line.width': 4 })")
    assert painted(drawn) <= written(mode), "also after drawing again"


@pytest.mark.browser
@pytest.mark.parametrize(("device", "chosen", "media", "mode"), MODES)
def test_a_sparkline_has_the_colours_of_the_mode(drawn: Page, device: Any, chosen: str, media: Any, mode: str) -> None:
    """It is a picture of its own, that follows the colour scheme of the page; its last point is hollow."""
    drawn.emulate_media(color_scheme=device, media=media)
    drawn.evaluate("(chosen) => { document.documentElement.dataset.theme = chosen; }", chosen)
    picture = charts.sparkline(LINE)
    drawn.evaluate(
        """async (src) => {
          document.querySelectorAll('.sparkline').forEach((one) => one.remove());
          const one = document.body.appendChild(new Image());
          Object.assign(one, { src, className: 'sparkline', alt: '' });
          await one.decode();
        }""",
        picture,
    )
    (x, y) = map(float, re.findall(r"<circle cx='([\d.]+)' cy='([\d.]+)'", unquote(picture))[0])
    png = base64.b64encode(drawn.locator(".sparkline").screenshot()).decode()
    ground, line, middle = drawn.evaluate(SEEN, [png, round(x), round(y)])
    assert (ground, line) == (OURS.colour("paper", mode), OURS.colour("own", mode))
    assert middle == ground, "the last point is provisional"
