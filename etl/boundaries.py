"""Makes the map of Doorstroompunt regions from the municipal layer of CBS and Kadaster; draws nothing.

Each output ring runs clockwise on the outside and counter-clockwise for a hole. That is the opposite of RFC 7946 and
what d3-geo (and so Plotly) needs: it reads a counter-clockwise outline as the whole globe without the region.
"""

import json
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from . import codes
from .download import DownloadError, Patience, address, get_json, next_address, open_client
from .errors import ExtractError

BASE = "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1"
COLLECTION = "gemeente_gegeneraliseerd"
CREDIT = "CBS / Kadaster, Gebiedsindelingen {year} (CC BY 4.0), bewerkt"

MOST_BYTES = 150_000
# Triangles smaller than the square of this go, in kilometres; the finest that fits in MOST_BYTES is used.
TOLERANCES = (0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 1.6, 2.4)
# Islets under this many square kilometres are smaller than a pixel and cost more bytes than Friesland.
SMALLEST_PART = 1.0
# Neighbours drawn apart by less than this, in kilometres, are meant to touch.
HAIRLINE = 0.02
KILOMETRES_PER_DEGREE = 111.2
# A degree of longitude at the middle of the country is this much shorter than one of latitude.
SQUEEZE = math.cos(math.radians(52.2))

Feature = dict[str, Any]


def fetch_boundaries(
    target: Path, base: str | None = None, *, year: int | None = None, patience: Patience | None = None
) -> Path:
    """Writes `doorstroompunt_<year>.geojson` into the folder `target` and returns its path.

    The address comes from `base`, else from DOORSTROOM_PDOK, else it is PDOK's; the year is the newest we know.
    Raises ExtractError when the layer cannot be had, or when it and region_map.csv do not name the same municipalities.
    """
    shapely = _shapely()
    members = regions_by_gemeente(year := year or newest_year())
    root = base or os.environ.get("DOORSTROOM_PDOK") or BASE
    layer = _download(root, year, patience or Patience())
    _agree(layer, members, year)
    text = dissolve(shapely, layer, members, year)
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"doorstroompunt_{year}.geojson"
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    return path


def newest_year() -> int:
    """The last year that etl/codes/region_map.csv describes."""
    return max(int(row["valid_to"]) for row in codes.rows(codes.FOLDER / "region_map.csv"))


def regions_by_gemeente(year: int) -> dict[str, str]:
    """The Doorstroompunt region of each municipality in a year."""
    return {
        row["gemeente"]: row["region"]
        for row in codes.rows(codes.FOLDER / "region_map.csv")
        if row["kind"] == "doorstroompunt" and int(row["valid_from"]) <= year <= int(row["valid_to"])
    }


def dissolve(shapely: ModuleType, layer: Iterable[Feature], members: Mapping[str, str], year: int) -> str:
    """GeoJSON of the regions: municipalities joined, lines simplified so that neighbours keep one shared border."""
    layer = list(layer)
    shapes = _coverage(shapely, [shapely.geometry.shape(feature["geometry"]) for feature in layer])
    parts: dict[str, list[Any]] = {}
    for feature, shape in zip(layer, shapes, strict=True):
        parts.setdefault(members[_code(feature)], []).append(shape)
    ids = sorted(parts)
    joined = _without_islets(shapely, [shapely.coverage_union_all(parts[region]) for region in ids])
    for tolerance in TOLERANCES:
        shapes = _rounded(shapely, shapely.coverage_simplify(joined, tolerance / KILOMETRES_PER_DEGREE))
        text = "" if shapes is None else _geojson(shapely, ids, shapes, year)
        if text and len(text.encode()) < MOST_BYTES:
            return text
    raise ExtractError(
        f"boundaries of {year}: no sound map under {MOST_BYTES // 1000} kB can be made, even with lines simplified to "
        f"{TOLERANCES[-1]} km; the layer is not the generalised one. Ask for '{COLLECTION}' and fetch again."
    )


def _shapely() -> ModuleType:
    """Shapely, which only this job needs; imported here so that nothing else waits for it or misses it."""
    try:
        import shapely
        import shapely.geometry
    except ImportError as error:
        raise ExtractError(
            "boundaries: shapely is not installed; only drawing boundaries needs it. "
            "Install it with `pip install 'shapely>=2.2'` and fetch again."
        ) from error
    if not hasattr(shapely, "coverage_clean"):
        raise ExtractError(
            f"boundaries: shapely {shapely.__version__} cannot simplify shared borders; 2.2 and newer can. "
            "Upgrade it with `pip install 'shapely>=2.2'` and fetch again."
        )
    return shapely


def _download(root: str, year: int, patience: Patience) -> list[Feature]:
    url: str | None = address(
        f"{root.rstrip('/')}/collections/{COLLECTION}/items", {"f": "json", "jaarcode": str(year), "limit": "1000"}
    )
    features: list[Feature] = []
    try:
        with open_client(patience) as client:
            while url is not None:
                _, page = get_json(client, url, patience)
                if not isinstance(page, dict) or not isinstance(page.get("features"), list):
                    raise DownloadError(url, "the answer is not GeoJSON")
                features += page["features"]
                links = [link["href"] for link in page.get("links", []) if link.get("rel") == "next"]
                url = next_address(url, links[0]) if links else None
    except DownloadError as error:
        hint = " This computer seems to be offline." if error.offline else ""
        raise ExtractError(
            f"boundaries: {error.url}: {error.reason}; the map that is here stays.{hint} Fetch again later."
        ) from error
    # A server that does not know the option `jaarcode` gives the municipalities of all years on top of each other.
    return [feature for feature in features if str(feature["properties"].get("jaarcode", year)) == str(year)]


def _code(feature: Feature) -> str:
    return str(feature["properties"].get("statcode", "")).strip()


def _agree(layer: list[Feature], members: Mapping[str, str], year: int) -> None:
    found = {_code(feature) for feature in layer}
    strange, absent = sorted(found - members.keys()), sorted(members.keys() - found)
    if strange or absent:
        raise ExtractError(
            f"boundaries of {year}: the layer and etl/codes/region_map.csv do not name the same municipalities "
            f"(only in the layer: {_few(strange)}; only in the list: {_few(absent)}). "
            "Ask for the layer of another year or correct the list, and fetch again."
        )
    for feature in layer:
        longitude, latitude = _first_point(feature["geometry"]["coordinates"])
        if not (3 < longitude < 8 and 50 < latitude < 54):
            raise ExtractError(
                f"boundaries of {year}: {_code(feature)} lies at {longitude}, {latitude}; that is not degrees "
                "(CRS84) in the Netherlands. Ask the server for CRS84 and fetch again."
            )


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "") if names else "none"


def _first_point(coordinates: Any) -> tuple[float, float]:
    while isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return coordinates[0], coordinates[1]


def _coverage(shapely: ModuleType, shapes: list[Any]) -> list[Any]:
    """The shapes with degrees made equally long both ways, and with hairline gaps and overlaps mended."""
    even = [shapely.transform(shape, lambda points: points * [SQUEEZE, 1.0]) for shape in shapes]
    if shapely.coverage_is_valid(even):
        return even
    gap = HAIRLINE / KILOMETRES_PER_DEGREE
    # Snapped as wide as the rounding later on, else two points of one border end up on different sides of each other.
    return list(shapely.coverage_clean(even, gap_width=gap, snapping_distance=gap / 2))


def _without_islets(shapely: ModuleType, regions: list[Any]) -> list[Any]:
    """Drops parts too small to see, but only those in the water: one that touches a neighbour would leave a hole."""
    smallest = SMALLEST_PART / KILOMETRES_PER_DEGREE**2
    tree = shapely.STRtree(regions)
    kept = []
    for region in regions:
        parts = sorted(shapely.get_parts(region), key=lambda part: -part.area)
        seen = [part for part in parts[1:] if part.area > smallest or len(tree.query(part, "intersects")) > 1]
        kept.append(shapely.multipolygons([parts[0], *seen]))
    return kept


def _rounded(shapely: ModuleType, regions: Any) -> Any:
    """Degrees again, with the fewest decimals that keep every shape valid and every border shared; None if none do."""
    for decimals in (4, 5, 6):
        shapes = [shapely.transform(region, _rounder(decimals)) for region in regions]
        if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
            return shapely.orient_polygons(shapes, exterior_cw=True)
    return None


def _rounder(decimals: int) -> Any:
    return lambda points: (points / [SQUEEZE, 1.0]).round(decimals)


def _geojson(shapely: ModuleType, ids: list[str], shapes: Any, year: int) -> str:
    """One region per line, in order, so that two editions can be compared."""
    named = {row["code"]: row["name"] for row in codes.rows(codes.FOLDER / "region.csv")}
    features = [
        json.dumps(
            {
                "type": "Feature",
                "id": region,
                "properties": {"id": region, "name": named[region]},
                "geometry": shapely.geometry.mapping(_single(shapely, shape)),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for region, shape in zip(ids, shapes, strict=True)
    ]
    head = json.dumps(
        {"type": "FeatureCollection", "year": year, "credit": CREDIT.format(year=year)}, ensure_ascii=False
    )
    return head[:-1] + ', "features": [\n' + ",\n".join(features) + "\n]}\n"


def _single(shapely: ModuleType, shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    return parts[0] if len(parts) == 1 else shape
