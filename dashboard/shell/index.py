"""The HTML document every page starts from: language, title, skeleton, and only the scripts that are used."""

from pathlib import Path

import orjson
from dash import Dash
from flask import request

from .. import i18n
from ..pages import HOME, PAGES, at
from .dated import dated
from .look import Look

# One div around the scripts: Dash's own footer element would be a second landmark.
DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" type="image/svg+xml" href="{icon}">
{look}
{preload}{css}
</head>
<body>
<div id="react-entry-point"><div class="wrap"><p class="skeleton" role="status">{loading}</p></div></div>
<noscript><p class="wrap">{no_script}</p></noscript>
<div>{config}{scripts}{renderer}</div>
</body>
</html>"""
# A part of Dash that no page uses: its own data table.
UNUSED = ("/dash_table/",)
CHARTS = "vendor/plotly-basic.min.js"
OPENING, CLOSING = '<script id="_dash-config" type="application/json">', "</script>"
# Settings of the renderer that name versions or another server, and that no page needs.
LEFT_OUT = ("dash_version_url", "python_version", "dash_version", "plotly_version", "ddk_version")


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
        charts = self.chart_script()
        preload = f'<link rel="preload" as="script" href="{charts}">\n' if charts and PAGES[page].CHARTS else ""
        used = [line for line in scripts.splitlines() if not any(name in line for name in UNUSED)]
        return DOCUMENT.format(
            lang=lang,
            metas=metas,
            title=f"{i18n.text(f'{page}_title', lang)} – {i18n.text('site_name', lang)}",
            description=i18n.text("site_tagline", lang),
            icon=self.get_asset_url("favicon.svg"),
            look=self.look.lines(),
            preload=preload,
            css=css,
            loading=i18n.text("loading", lang),
            no_script=i18n.text("no_script", lang),
            config=slim(config, charts),
            scripts="\n".join(used),
            renderer=renderer,
        )

    def chart_script(self) -> str:
        """The address of the small chart library; empty when it was not bundled, then Dash loads the full one."""
        path = Path(self.config.assets_folder, CHARTS)
        return dated(self, CHARTS) if path.is_file() else ""


def slim(config: str, charts: str) -> str:
    """The renderer's settings without what is not needed, pointing to the small chart library when there is one."""
    settings = orjson.loads(config.removeprefix(OPENING).removesuffix(CLOSING))
    for name in LEFT_OUT:
        settings.pop(name, None)
    if charts:
        settings |= {"serve_locally": False, "plotlyjs_url": charts}
    text = orjson.dumps(settings).decode().replace("<", "\\u003c")
    return f"{OPENING}{text}{CLOSING}"
