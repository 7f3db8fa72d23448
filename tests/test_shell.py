"""The shell around the pages: addresses, real 404s, headers, language, and nothing from anywhere else."""

import re
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient

from dashboard import bundle, i18n
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, PATHS
from dashboard.shell import index, serve, surround
from dashboard.state import LONGEST, MOST_CHOICES

from .support import tiny_release
from .test_pages import walk, words

FIGURES = """
region | period | measure            | value
NL01   | 2023   | nieuwe_vsvers_duo  | 30000
NL01   | 2023   | startpopulatie_duo | 1300000
"""


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_page_has_its_address_language_and_title(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    lang, page = PATHS[path]
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in text
    assert f"<title>{i18n.text(f'{page}_title', lang)} – Doorstroommonitor</title>" in text
    assert text.count("<h1") == 0, "the heading comes with the contents"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/", "/nl/"),
        ("/?regio=MC12", "/nl/?regio=MC12"),
        ("/nl", "/nl/"),
        ("/en?regio=MC12", "/en/?regio=MC12"),
        ("/nl/ontwikkeling/", "/nl/ontwikkeling"),
    ],
)
def test_near_addresses_redirect(client: FlaskClient, asked: str, given: str) -> None:
    answer = client.get(asked)
    assert answer.status_code in (302, 308)
    assert answer.headers["Location"] == given


@pytest.mark.parametrize(("path", "lang"), [("/nl/ontwikeling", "nl"), ("/en/trend", "en"), ("/wp-login.php", "nl")])
def test_a_wrong_address_is_a_real_404_with_the_nearest_page(client: FlaskClient, path: str, lang: str) -> None:
    answer = client.get(path)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f'lang="{lang}"' in text
    assert i18n.text("missing_title", lang) in text
    (icon,) = re.findall(r'rel="icon" type="image/svg\+xml" href="([^"]+)"', text)
    assert client.get(icon).mimetype == "image/svg+xml"
    assert ("/nl/ontwikkeling" in text) is (path == "/nl/ontwikeling")


def test_what_was_typed_is_escaped(client: FlaskClient) -> None:
    text = client.get("/nl/<script>alert(1)</script>").get_data(as_text=True)
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("?regio=MC12", 200),
        ("?regio=twente", 200),
        ("?regio=Nergenshuizen", 404),
        ("?indicator=onzin", 404),
        ("?naast=MC12,onzin", 404),
        ("?geslacht=onzin", 200),
        ("?release=onzin", 404),
        (f"?gemeenten={'x' * (LONGEST + 1)}", 404),
        ("?" + "a=1&" * MOST_CHOICES, 404),
    ],
)
def test_an_unknown_region_or_indicator_is_a_404(client: FlaskClient, tail: str, status: int) -> None:
    assert client.get(f"/nl/ontwikkeling{tail}").status_code == status


def test_security_headers(client: FlaskClient) -> None:
    headers = client.get("/nl/").headers
    for name in serve.HEADERS:
        assert headers[name]
    policy = headers["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]+);", policy)
    assert scripts and "unsafe" not in scripts[1]
    assert re.findall(r"'sha256-[^']+'", scripts[1])
    assert "http" not in policy


def test_inline_scripts_are_those_the_policy_allows(client: FlaskClient) -> None:
    import base64
    import hashlib

    answer = client.get("/nl/")
    policy = answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_nothing_comes_from_elsewhere(client: FlaskClient) -> None:
    for path in PATHS:
        text = client.get(path).get_data(as_text=True)
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
        assert "dash-version" not in text
        assert "dash_table" not in re.findall(r'src="([^"]+)"', text)
    styles = "".join(p.read_text(encoding="utf-8") for p in (serve.ROOT / "dashboard" / "assets").glob("*.css"))
    assert "url(" not in styles and "@import" not in styles


def test_scripts_of_the_start_document_answer(client: FlaskClient) -> None:
    text = client.get("/nl/ontwikkeling").get_data(as_text=True)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', text):
        with client.get(address) as answer:
            assert answer.status_code == 200, address


def test_answers_are_compressed(client: FlaskClient) -> None:
    answer = client.get("/nl/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_callbacks_answer_over_http(client: FlaskClient) -> None:
    known = orjson.loads(client.get("/_dash-dependencies").data)
    outputs = [one["output"] for one in known if not one.get("clientside_function")]
    opening = next(output for output in outputs if output.startswith("..head"))
    body = {
        "output": opening,
        "outputs": [{"id": i, "property": p} for i, p in (part.split(".") for part in opening[2:-2].split("..."))],
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/nl/vergelijken"},
            {"id": "nav", "property": "data", "value": None},
        ],
        "state": [{"id": "url", "property": "search", "value": "?regio=MC12"}],
        "changedPropIds": ["url.pathname"],
    }
    answer = client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert len(answer.data) < 15_000


def test_slim_settings_keep_what_the_renderer_needs() -> None:
    made = index.slim(
        f'{index.OPENING}{{"dash_version_url":"https://x","serve_locally":true,"a":"<b"}}{index.CLOSING}', "/c.js"
    )
    settings = orjson.loads(made.removeprefix(index.OPENING).removesuffix(index.CLOSING))
    assert settings == {"serve_locally": False, "plotlyjs_url": "/c.js", "a": "<b"}
    assert "<b" not in made
    plain = index.slim(f'{index.OPENING}{{"serve_locally":true}}{index.CLOSING}', "")
    assert '"serve_locally":true' in plain


def test_chart_library_is_of_the_version_in_the_wheel() -> None:
    version = bundle.plotlyjs_version()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    small = bundle.VENDOR / "plotly-basic.min.js"
    if small.is_file():
        assert f"v{version}" in small.read_text(encoding="utf-8")[:200]


def test_every_page_says_whether_it_draws() -> None:
    for name, page in PAGES.items():
        assert isinstance(page.CHARTS, bool), name
        assert set(page.SLUG) == set(i18n.LANGUAGES)


def test_what_nobody_foresaw_is_a_plain_page_or_problem(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(serve, "view_of", broken)
    answer = client.get("/en/trends?regio=MC12")
    assert answer.status_code == 500
    assert i18n.text("failed_title", "en") in answer.get_data(as_text=True)
    assert "secret" not in answer.get_data(as_text=True)
    monkeypatch.setattr("dashboard.api.answers.indicator_row", broken)
    answer = client.get("/api/v1/indicatoren")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_a_link_to_an_older_release_says_that_there_is_a_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    old = tiny_release(tmp_path, FIGURES, date="20250401")
    new = tiny_release(tmp_path, FIGURES, date="20260401")
    for lang, dates in (("nl", ("1 april 2025", "1 april 2026")), ("en", ("1 April 2025", "1 April 2026"))):
        (told,) = surround.older(lang, "trends", {"regio": "MC12", "release": old}, catalogue(old))
        assert old in words(told) and all(date in words(told) for date in dates)
        (way,) = [e["props"]["href"] for e in walk(told) if e["props"].get("href")]
        assert "regio=MC12" in way and "release" not in way
        assert surround.older(lang, "trends", {"release": new}, catalogue(new)) == []
        assert surround.older(lang, "trends", {}, catalogue(new)) == []
        assert surround.older(lang, "trends", {"release": "20010101-00000000"}, None) == []
