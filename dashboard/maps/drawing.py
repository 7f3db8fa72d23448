"""The two maps as elements for assets/map.js: where each region lies and what is said of it; makes no figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import i18n
from ..components import OWN, Element, el
from ..indicators import Region, Tile
from .cells import About, Cell, aloud, legend, lines
from .shapes import Shapes

# In units of the drawing: from tile to tile, and the gap between two of them.
PITCH, GAP = 100, 4
SIDE = PITCH - GAP
TILE = "M{x},{y}" + f"h{SIDE}v{SIDE}h-{SIDE}z"


def tile_map(cells: Sequence[Cell], tiles: Mapping[str, Tile], about: About) -> Element:
    """One square per region with its short name, figure and sign; `tiles` are those of the catalogue.

    Cells without a tile are not drawn: see `left_out`.
    """
    shown = sorted((cell for cell in cells if cell.code in tiles), key=lambda cell: _reading_order(tiles[cell.code]))
    drawn = []
    for cell in shown:
        tile = tiles[cell.code]
        x, y = (tile.tile_column - 1) * PITCH + GAP, (tile.tile_row - 1) * PITCH + GAP
        figure = i18n.text("map_no_figure", about.lang) if cell.kind == "missing" else cell.figure
        place = {"path": TILE.format(x=x, y=y), "x": x, "y": y}
        drawn.append(_region(cell, about) | place | {"lines": lines(tile.short_name), "figure": figure})
    width = max((tile.tile_column for tile in tiles.values()), default=1) * PITCH + GAP
    height = max((tile.tile_row for tile in tiles.values()), default=1) * PITCH + GAP
    return _map("tiles", about, drawn, legend(shown, about, written=True), width=width, height=height)


def shape_map(cells: Sequence[Cell], shapes: Shapes, regions: Mapping[str, Region], about: About) -> Element:
    """The true shapes with a sign in each; figures are in the names, the tooltips and the table of the page.

    `regions` are those of the catalogue, for the place of the sign. Cells without a shape are left out: `left_out`.
    """
    shown = [cell for cell in cells if cell.code in shapes.paths]
    shown.sort(key=lambda cell: (-(regions[cell.code].latitude or 0), cell.code))
    drawn = []
    for cell in shown:
        region = regions[cell.code]
        place: dict[str, Any] = {"path": shapes.paths[cell.code]}
        if region.longitude is not None and region.latitude is not None:
            place["x"], place["y"] = shapes.place(region.longitude, region.latitude)
        drawn.append(_region(cell, about) | place)
    size = {"width": shapes.width, "height": shapes.height}
    return _map("shapes", about, drawn, legend(shown, about, written=False), credit=shapes.credit, **size)


def _reading_order(tile: Tile) -> tuple[int, int]:
    return tile.tile_row, tile.tile_column


def _region(cell: Cell, about: About) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": cell.kind, "label": aloud(cell, about), "href": cell.href}
    return found | ({"own": True} if cell.code == about.own else {})


def _map(
    form: str, about: About, regions: list[dict[str, Any]], key: list[tuple[str, str]], **more: str | int
) -> Element:
    return el(
        "Map",
        namespace=OWN,
        form=form,
        name=about.name,
        title=about.title,
        description=about.description,
        turned=about.better == "higher",
        regions=regions,
        legend=key,
        words={name: i18n.text(f"map_{name}", about.lang) for name in ("legend", "skip")},
        **more,
    )
