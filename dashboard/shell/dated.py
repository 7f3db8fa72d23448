"""Addresses of our own scripts, styles and fonts that change when the file does."""

from pathlib import Path

from dash import Dash


def dated(app: Dash, name: str) -> str:
    """The address of an asset with the time of its last change, so that it may be kept for long."""
    path = Path(app.config.assets_folder, name)
    return f"{app.get_asset_url(name)}?m={path.stat().st_mtime}"
