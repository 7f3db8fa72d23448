"""The HTML document every page starts from: language, title, skeleton, and only the scripts that are used."""

import re
from functools import cached_property
from pathlib import Path

import dash_mantine_components as dmc
import orjson
from dash import Dash
from flask import request

from .. import i18n
from ..pages import HOME, PAGES, at
from .dated import dated, restamped
from .joined import LINES, joined, name, parts
from .look import Look
from .skeleton import skeleton

# One div around the scripts: Dash's own footer element would be a second landmark.
DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" type="image/svg+xml" href="{icon}">
{look}
{preload}{later}{css}
</head>
<body>
<noscript><style>#skeleton {{ display: none; }}</style><p class="wrap">{no_script}</p></noscript>
{skeleton}
<div id="react-entry-point"></div>
<div>{config}{scripts}{renderer}</div>
</body>
</html>"""
# A part of Dash that no page uses: its own data table.
UNUSED = ("/dash_table/",)
# What Dash loads for browsers of before 2017 costs every other one a tenth of a first visit; of all that it needs only
# the small part that is bundled.
OLD, RUNTIME = ("/deps/polyfill@",), "vendor/regenerator-runtime.js"
CHARTS = "vendor/plotly-basic.min.js"
# What draws a chart: Dash asks for it when the first one is there, which is late.
GRAPH = "/_dash-component-suites/dash/dcc/async-graph.js"
# The library of the controls comes after the answer; assets/control.js then asks for it at this address.
LATER = f"/{dmc.__name__}/"
PREFETCH = '<link id="controls-library" rel="prefetch" as="script" href="{address}">\n'
SOURCE = re.compile(r'src="([^"]+)"')
PRELOAD = '<link rel="preload" as="script" href="{address}">\n'
# The last script starts the others, so it must wait for them as well: of scripts in the page only modules do.
CLASSIC, MODULE = 'type="application/javascript"', 'type="module"'
OPENING, CLOSING = '<script id="_dash-config" type="application/json">', "</script>"
# Settings of the renderer that name versions or another server, and that no page needs; the last is a long list of
# properties that could hold components, where ours hold text.
LEFT_OUT = ("dash_version_url", "python_version", "dash_version", "plotly_version", "ddk_version", "children_props")


class Monitor(Dash):
    """Dash with our own document."""

    look: Look

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """The document for the address of this request."""
        lang, page = at(request.path) or (i18n.LANGUAGES[0], HOME)
        charts = self.charts
        early = [charts, self.get_relative_path(GRAPH)] if charts and PAGES[page].CHARTS else []
        preload = "".join(PRELOAD.format(address=address) for address in early)
        css, scripts = restamped(self, css), restamped(self, scripts)
        # What the document itself holds decides: a file that was bundled after the start is not in it.
        unused = [*UNUSED, *(OLD if f"/{RUNTIME}?" in scripts else ())]
        used = [line for line in scripts.splitlines() if not any(name in line for name in unused)]
        later = [SOURCE.findall(line) for line in used if LATER in line]
        used = [line for line in used if LATER not in line]
        there = getattr(self.server.wsgi_app, "files", {})  # what was bundled when the server started
        return DOCUMENT.format(
            lang=lang,
            metas=metas,
            title=f"{i18n.text(f'{page}_title', lang)} – {i18n.text('site_name', lang)}",
            description=i18n.text("site_tagline", lang),
            icon=self.get_asset_url("favicon.svg"),
            look=self.look.lines(),
            preload=preload,
            later="".join(PREFETCH.format(address=address) for (address,) in later),
            css=joined("css", css, there),
            skeleton=skeleton(lang, page),
            no_script=i18n.text("no_script", lang),
            config=slim(config, charts),
            scripts=joined("js", deferred("\n".join(used)), there),
            renderer=renderer.replace(CLASSIC, MODULE),
        )

    def together(self, document: str) -> dict[str, list[str]]:
        """The addresses of files that hold several of ours, with the addresses of those in a document."""
        own = {kind: parts(kind, document) for kind in LINES}
        return {name(kind, each): each for kind, each in own.items()}

    @cached_property
    def charts(self) -> str:
        """The address of the small chart library; empty when the server began without, then Dash loads the full one."""
        path = Path(self.config.assets_folder, CHARTS)
        return dated(self, CHARTS) if path.is_file() else ""


def deferred(scripts: str) -> str:
    """Scripts that run in order after the document is read, so that the skeleton is drawn before them."""
    return scripts.replace("<script src=", "<script defer src=")


def slim(config: str, charts: str) -> str:
    """The renderer's settings without what is not needed, pointing to the small chart library when there is one."""
    settings = orjson.loads(config.removeprefix(OPENING).removesuffix(CLOSING))
    for setting in LEFT_OUT:
        settings.pop(setting, None)
    if charts:
        settings |= {"serve_locally": False, "plotlyjs_url": charts}
    text = orjson.dumps(settings).decode().replace("<", "\\u003c")
    return f"{OPENING}{text}{CLOSING}"
