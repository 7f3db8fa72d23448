"""The true shapes of the regions as SVG paths, read from the fetched boundaries; knows no figures."""

import json
import logging
import math
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LOG = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
FILE = re.compile(r"doorstroompunt_(\d{4})\.geojson")
# Height of the drawing in its own units: on a screen one of them is less than a pixel, so paths hold whole numbers.
HEIGHT = 1000
MARGIN = 10
# A degree of longitude at the middle of the country is this much shorter than one of latitude.
SQUEEZE = math.cos(math.radians(52.2))

Points = list[list[float]]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The regions of one year as paths by code, in a drawing of `width` by `height`; `credit` must stand beside it."""

    year: int
    credit: str
    width: int
    height: int
    paths: dict[str, str]
    west: float
    north: float
    scale: float

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point of the earth lies in the drawing."""
        x = MARGIN + (longitude - self.west) * SQUEEZE * self.scale
        return round(x), round(MARGIN + (self.north - latitude) * self.scale)


def folder() -> Path:
    """The folder of the boundaries: the setting DOORSTROOM_BOUNDARIES, else data/boundaries."""
    return Path(os.environ.get("DOORSTROOM_BOUNDARIES") or HERE.parents[1] / "data" / "boundaries")


def shapes(year: int) -> Shapes | None:
    """The shapes that fit a year: the newest not after it, else the oldest there are; None when none were fetched.

    A file that cannot be read counts as not fetched, because the tile map shows the same.
    """
    found = {int(match[1]): path for path in folder().glob("*.geojson") if (match := FILE.fullmatch(path.name))}
    if not found:
        return None
    chosen = max((edition for edition in found if edition <= year), default=min(found))
    path = found[chosen]
    return _read(path, chosen, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, year: int, changed: int) -> Shapes | None:
    """Reads an edition once; the time of change is part of the key."""
    try:
        layer = json.loads(path.read_text(encoding="utf-8"))
        regions = {feature["id"]: _rings(feature["geometry"]) for feature in layer["features"]}
        return _drawn(regions, year, layer.get("credit", ""))
    except (OSError, ValueError, KeyError, TypeError) as error:
        LOG.warning("%s: no boundaries in it (%s); the tile map shows instead", path.name, error)
        return None


def _rings(geometry: dict[str, Any]) -> list[Points]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in parts for ring in polygon]


def _drawn(regions: dict[str, list[Points]], year: int, credit: str) -> Shapes:
    points = [point for rings in regions.values() for ring in rings for point in ring]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    west, north = min(longitudes), max(latitudes)
    scale = HEIGHT / (north - min(latitudes))
    width = round((max(longitudes) - west) * SQUEEZE * scale) + 2 * MARGIN
    frame = Shapes(year, credit, width, HEIGHT + 2 * MARGIN, {}, west, north, scale)
    paths = {code: "".join(_path(frame, ring) for ring in rings) for code, rings in regions.items()}
    return Shapes(year, credit, width, frame.height, paths, west, north, scale)


def _path(frame: Shapes, ring: Points) -> str:
    """One ring in steps from point to point, which takes half the bytes of places; too small to see is left out."""
    places = [frame.place(*point[:2]) for point in ring[:-1]]
    kept = [place for at, place in enumerate(places) if at == 0 or place != places[at - 1]]
    if len(kept) < 3:
        return ""
    steps = [f"{x - px},{y - py}" for (x, y), (px, py) in zip(kept[1:], kept[:-1], strict=True)]
    return f"M{kept[0][0]},{kept[0][1]}l{' '.join(steps)}z"
