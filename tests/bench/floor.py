"""The monitor with, beside it, the static floor: a page by hand with the same chart, table, style and chart library.

Served by the same processes, so that both sides of a comparison see the same server and the same noise.
"""

import gzip
import html
from functools import cache
from typing import Any

import orjson
from flask import Flask, Response
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import app, server
from dashboard.pages import PAGES, view_of
from dashboard.shell.dated import dated
from dashboard.shell.index import CHARTS

PAGE = "trends"
PATH = f"/nl/{PAGES[PAGE].SLUG['nl']}"
DRAW = """const box = document.getElementById('chart');
const show = async (code, how) => {
  const { figure, table } = await (await fetch(`/floor/${code}.json`)).json();
  document.getElementById('headline').textContent = table.caption;
  const cells = (row, tag) => row.map((cell, at) => `<${at ? tag : 'th'}>${cell}</${at ? tag : 'th'}>`).join('');
  document.getElementById('rows').innerHTML = `<tr>${cells(table.head, 'th')}</tr>`
    + table.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  await how(box, figure.data, figure.layout, { displayModeBar: false, responsive: true, locale: 'nl' });
  document.body.dataset.drawn = code;
};
document.getElementById('choice').addEventListener('change', (event) => show(event.target.value, Plotly.react));
show('NL01', Plotly.newPlot);
"""
DOCUMENT = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>{look}<link rel="stylesheet" href="{style}"></head>
<body><main class="wrap"><h1>{title}</h1>
<p><label>Regio <select id="choice">{options}</select></label></p>
<h2 id="headline"></h2><div id="chart" style="min-height: 400px"></div><table id="rows"></table></main>
<script src="{charts}"></script><script src="{locale}"></script><script src="/floor/draw.js"></script></body></html>"""


floor = Flask(__name__)


def document() -> str:
    """The page by hand."""
    view = view_of(PATH, "")
    codes = ["NL01", *(region.code for region in view.catalogue.regions_of("doorstroompunt"))]
    options = (f'<option value="{code}">{html.escape(view.name_of("region", code))}</option>' for code in codes)
    return DOCUMENT.format(
        title=view.text(f"{PAGE}_title"),
        look=app.look.lines(),
        style=dated(app, "site.css"),
        charts=dated(app, CHARTS),
        locale=dated(app, "vendor/plotly-locale-nl.js"),
        options="".join(options),
    )


def contents(code: str) -> bytes:
    """The figure and the table of a region, as the page of the monitor draws them."""
    panel = PAGES[PAGE].read(view_of(PATH, f"?regio={code}")).panels["trend"]
    table: dict[str, Any] = panel.table["props"]
    shown = {name: table[name] for name in ("caption", "head", "rows")}
    return orjson.dumps({"figure": panel.figure, "table": shown})


@cache
def made(name: str) -> tuple[bytes, str]:
    """One file of the floor, compressed, and its kind; made once by a process, as a static server reads files."""
    if name == "draw.js":
        text, kind = DRAW.encode(), "text/javascript"
    elif name:
        text, kind = contents(name.removesuffix(".json")), "application/json"
    else:
        text, kind = document().encode(), "text/html"
    return gzip.compress(text, 9), kind


@floor.get("/")
@floor.get("/<name>")
def file(name: str = "") -> Response:
    """A file as a static server with compressed copies sends it."""
    body, kind = made(name)
    return Response(body, mimetype=kind, headers={"Content-Encoding": "gzip", "Cache-Control": "no-cache"})


application = DispatcherMiddleware(server, {"/floor": floor})
