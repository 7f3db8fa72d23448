"""Serves the style sheet and icon of the theme, and gives every document the lines that make it look right at once."""

from dash import Dash
from flask import Response, request

from ..theme import FONTS, ICON, SHEET, icon, stamp, style_sheet, theme
from .dated import dated

FOREVER = "public, max-age=31536000, immutable"
# The script stands before everything else: a choice for dark must be known before the first thing is drawn.
LINES = """<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">
<script src="{script}"></script>
{font}<link rel="stylesheet" href="{sheet}">"""
PRELOAD = '<link rel="preload" as="font" type="font/woff2" href="{font}" crossorigin>\n'


class Look:
    """The look of one application: made once, as the theme does not change while it runs."""

    def __init__(self, app: Dash) -> None:
        self.app = app
        chosen = theme()
        self.font = dated(app, f"vendor/{chosen.font.name}") if (FONTS / chosen.font.name).is_file() else ""
        self.sheet = style_sheet(chosen, self.font)
        self.stamp = stamp(self.sheet)
        self.icon = icon(chosen)

    def lines(self) -> str:
        """The lines for the head of a document."""
        colours = {mode: theme().colour("paper", mode) for mode in ("light", "dark")}
        font = PRELOAD.format(font=self.font) if self.font else ""
        sheet = f"{self.app.get_asset_url(SHEET)}?v={self.stamp}"
        return LINES.format(script=dated(self.app, "theme.js"), font=font, sheet=sheet, **colours)

    def serve(self) -> Response:
        """The style sheet; kept for long when asked for by the address of this version."""
        answer = Response(self.sheet, mimetype="text/css")
        answer.headers["Cache-Control"] = FOREVER if request.args.get("v") == self.stamp else "no-cache"
        return answer

    def serve_icon(self) -> Response:
        """The icon; a browser may keep it for an hour."""
        answer = Response(self.icon, mimetype="image/svg+xml")
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer


def dress(app: Dash) -> Look:
    """Gives the application's server its style sheet and icon; returns the look for its documents."""
    look = Look(app)
    app.server.add_url_rule(f"/assets/{SHEET}", "tokens", look.serve)
    app.server.add_url_rule(f"/assets/{ICON}", "icon", look.serve_icon)
    return look
