"""How the server answers beside the pages: real 404s, redirects, security headers, compression, static files."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Response, g, redirect, request
from flask_compress import Compress
from whitenoise import WhiteNoise

from .. import i18n
from ..indicators import Embargoed, UnknownRelease, WarehouseError, begin_request, end_request, release_id
from ..pages import PAGES, PATHS, at, view_of
from ..state import Absent, UnknownChoice, address, refuse_too_long
from .calls import check
from .dated import dated

# Addresses that change with their contents: Dash's with a version in the name, ours with a stamp of them behind it.
FOREVER = re.compile(r"\.v\d+_\d+|^/(assets|joined)/.+\.(js|css|woff2)$")
ROOT = Path(__file__).parents[2]
STATIC = ROOT / "build" / "static"
# Dash answers every address it does not know with the start document; these are those two rules.
CATCH_ALL = {"/", "/<path:path>"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
# Mantine writes style elements in the page, so styles cannot do without 'unsafe-inline'; scripts can.
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'; frame-src 'none'"
)
COMPRESSION = {
    "COMPRESS_ALGORITHM": ["gzip"],
    "COMPRESS_LEVEL": 5,
    "COMPRESS_MIN_SIZE": 1000,
    "COMPRESS_MIMETYPES": ["application/json", "application/problem+json", "text/html", "text/csv", "text/css"],
}
PLAIN_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {site}</title><link rel="icon" type="image/svg+xml" href="{icon}">
{look}<link rel="stylesheet" href="{style}"></head>
<body><header class="site-head"><div class="wrap site-top"><a class="site-name" href="/{lang}/">{site}</a></div>
</header>
<main class="wrap"><h1>{title}</h1><p class="intro">{text}</p>{nearest}<p><a href="/{lang}/">{home}</a></p></main>
</body></html>"""


def guard(app: Dash) -> None:
    """Gives the application's server its addresses, headers, compression and static files."""
    server: Flask = app.server
    server.config.update(COMPRESSION)
    Compress(server)
    server.before_request(begin_request)
    server.before_request(lambda: check(app))
    server.before_request(lambda: route(app))
    server.after_request(finish(app))
    server.teardown_request(lambda _: end_request())
    server.register_error_handler(500, lambda _: failed(app))
    server.register_error_handler(DependencyException, lambda _: not_found(app))
    server.wsgi_app = static(server.wsgi_app, Path(app.config.assets_folder))  # type: ignore[method-assign]


def route(app: Dash) -> Any:
    """Redirects to a page, answers 404 for an address that is no page, or lets the request pass."""
    rule = request.url_rule
    if rule is None or rule.rule not in CATCH_ALL:
        g.status = None
        return None
    if found := at(request.path):
        own = own_address(*found)
        g.status = None if own else status_of_address()
        return redirect(own, 302) if own else None
    tail = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    for wanted in (f"{request.path}/", request.path.rstrip("/")):
        if wanted in PATHS:
            return redirect(f"{wanted}{tail}", 308)
    if request.path == "/":
        return redirect(f"/{i18n.LANGUAGES[0]}/{tail}", 302)
    return not_found(app)


def own_address(lang: str, name: str) -> str:
    """The address by code of a page about one region that was named otherwise; empty when there is nothing to change.

    Names come from a release, so the answer holds for now and not for ever.
    """
    page = PAGES[name]
    if not hasattr(page, "code"):
        return ""
    try:
        view = view_of(request.path, request.query_string.decode(errors="replace"))
        own = address(lang, page.SLUG[lang], {**view.asked, "regio": page.code(view)})
    except (UnknownChoice, WarehouseError):
        return ""
    return own if own.partition("?")[0] != request.path or "regio" in request.args else ""


def status_of_address() -> int | None:
    """With what status a page comes that cannot show what its address names; None when it can.

    404 for a region, indicator or release that does not exist, or for what cannot be one of ours by its length; 503 for
    figures that cannot be read, and 403 for those under embargo.
    """
    try:
        refuse_too_long(request.query_string.decode(errors="replace"))
        if request.path in PATHS and not {"regio", "indicator", "naast"} & set(request.args):
            release_id(request.args.get("release") or None)
            return None
        view = view_of(request.path, request.query_string.decode(errors="replace"))
        view.region()
        view.compared()
        if "indicator" in view.asked:
            view.indicator("")
    except (UnknownChoice, UnknownRelease):
        return 404
    except Absent:
        return None
    except WarehouseError as error:
        return 403 if isinstance(error, Embargoed) else 503
    return None


def not_found(app: Dash) -> Response:
    """A clear page for an address that is none, with the nearest page."""
    lang = "en" if request.path.startswith("/en") else "nl"
    near = get_close_matches(request.path, [path for path in PATHS if PATHS[path][0] == lang], 1, 0.6)
    nearest = ""
    if near:
        words = i18n.text("missing_nearest", lang, name=i18n.text(f"{PATHS[near[0]][1]}_title", lang))
        nearest = f'<p><a href="{near[0]}">{escape(words)}</a></p>'
    return plain_page(
        app, lang, "missing_title", i18n.text("missing_text", lang, path=request.path[:100]), 404, nearest
    )


def failed(app: Dash) -> Response:
    """What a reader sees when something went wrong that nobody foresaw; the log has the rest."""
    lang = "en" if request.path.startswith("/en") else "nl"
    return plain_page(app, lang, "failed_title", i18n.text("failed_text", lang), 500)


def plain_page(app: Dash, lang: str, title: str, text: str, status: int, nearest: str = "") -> Response:
    """A page without the application, for when there is nothing to show."""
    body = PLAIN_PAGE.format(
        lang=lang,
        title=i18n.text(title, lang),
        site=i18n.text("site_name", lang),
        icon=app.get_asset_url("favicon.svg"),
        look=app.look.lines(),
        style=dated(app, "site.css"),
        text=escape(text),
        nearest=nearest,
        home=i18n.text("missing_home", lang),
    )
    return Response(body, status, mimetype="text/html")


def finish(app: Dash) -> Callable[[Response], Response]:
    """Adds the security headers; Dash knows the hashes of its scripts only after its set-up."""
    policy: list[str] = []

    def add(response: Response) -> Response:
        if not policy:
            policy.append(POLICY.format(hashes=" ".join(app.csp_hashes())))
        response.headers.setdefault("Content-Security-Policy", policy[0])
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html" and g.get("status"):
            response.status_code = g.status
        return response

    return add


def static(inner: Any, assets: Path) -> WhiteNoise:
    """The bundled scripts and styles, compressed and kept for a year; what is missing or changed falls through."""

    def label(headers: Any, path: str, url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"

    noise = WhiteNoise(inner, max_age=3600, immutable_file_test=FOREVER.pattern, add_headers_function=label)
    if STATIC.is_dir():
        noise.add_files(str(STATIC))
        for url in [url for url in noise.files if url.startswith("/assets/")]:
            source, copy = assets.joinpath(url.removeprefix("/assets/")), STATIC.joinpath(url.lstrip("/"))
            # By contents, because a copy of the folders has other times.
            if not source.is_file() or source.read_bytes() != copy.read_bytes():
                del noise.files[url]
    return noise
