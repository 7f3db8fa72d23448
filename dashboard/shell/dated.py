"""Addresses of our own scripts, styles and fonts that change when their contents do, and only then."""

import re
from hashlib import sha256
from pathlib import Path

from dash import Dash

# The addresses that Dash gives to assets, with the time of change behind them.
OF_DASH = re.compile(r'(?<=")(/assets/([^"?]+))\?m=[^"]+(?=")')


def dated(app: Dash, name: str) -> str:
    """The address of an asset with a stamp of its contents, so that it may be kept for long.

    A file is looked at once: what was there at the start stays so for this server, whatever is bundled meanwhile.
    """
    stamps: dict[str, str] = app.server.extensions.setdefault("stamps of assets", {})
    if name not in stamps:
        stamps[name] = sha256(Path(app.config.assets_folder, name).read_bytes()).hexdigest()[:12]
    return f"{app.get_asset_url(name)}?m={stamps[name]}"


def restamped(app: Dash, text: str) -> str:
    """Lines of a document in which the assets have stamps of their contents: times differ from copy to copy."""
    return OF_DASH.sub(lambda asset: dated(app, asset[2]), text)
