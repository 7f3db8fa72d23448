"""The map of regions: a small made-up country of square municipalities, served here, dissolved and simplified."""

import builtins
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import shapely
import shapely.geometry

from etl import boundaries
from etl.boundaries import fetch_boundaries
from etl.download import Patience
from etl.errors import ExtractError

from .statline_server import serve

# Municipality, region, west, south: squares of 0.2 degrees; the first two regions touch, the third has an islet.
SQUARES = [
    ("GM0001", "MC01", 5.0, 52.0),
    ("GM0002", "MC01", 5.2, 52.0),
    ("GM0003", "MC02", 5.0, 52.2),
    ("GM0004", "MC02", 5.2, 52.2),
    ("GM0005", "MC03", 5.4, 52.0),
    ("GM0006", "MC03", 5.4, 52.2),
]
SIDE = 0.2
STEPS = 20


def edge(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """A wavy line that is the same whichever of its two neighbours draws it."""
    low, high = sorted([start, end])
    along = (high[0] - low[0], high[1] - low[1])
    points = []
    for step in range(STEPS + 1):
        part = step / STEPS
        wave = 0.004 * (step % 2) if 0 < step < STEPS else 0.0
        x, y = low[0] + part * along[0], low[1] + part * along[1]
        points.append((round(x + wave * bool(along[1]), 6), round(y + wave * bool(along[0]), 6)))
    return points if (start, end) == (low, high) else points[::-1]


def square(west: float, south: float) -> list[tuple[float, float]]:
    east, north = round(west + SIDE, 6), round(south + SIDE, 6)
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [corners[0]]
    for start, end in pairwise(corners):
        ring += edge(start, end)[1:]
    return ring


def islet(west: float, south: float, side: float) -> list[tuple[float, float]]:
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def layer(year: int = 2026) -> list[dict[str, Any]]:
    features = []
    for code, _, west, south in SQUARES:
        rings: list[Any] = [[square(west, south)]]
        if code == "GM0005":
            rings += [[islet(5.8, 52.0, 0.005)], [islet(5.9, 52.0, 0.05)]]
        features.append(
            {
                "type": "Feature",
                "properties": {"statcode": f"{code} ", "statnaam": code, "jaarcode": year},
                "geometry": {"type": "MultiPolygon", "coordinates": rings},
            }
        )
    return features


@contextmanager
def pdok(features: list[dict[str, Any]], page_size: int = 4) -> Iterator[str]:
    """Serves a layer the way PDOK does, in pages; an address that asks anything else is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            options = dict(parse_qsl(address.query))
            known = address.path == "/ogc/v1/collections/gemeente_gegeneraliseerd/items" and options["f"] == "json"
            start = int(options.get("cursor", 0))
            page: dict[str, Any] = {"type": "FeatureCollection", "features": features[start : start + page_size]}
            page["links"] = [{"rel": "self", "href": "x"}]
            if start + page_size < len(features):
                page["links"].append({"rel": "next", "href": f"https://pdok.invalid/items?cursor={start + page_size}"})
            body = json.dumps(page).encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test output quiet."""

    with serve(Handler) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/ogc/v1"


@pytest.fixture(autouse=True)
def small_country(monkeypatch: pytest.MonkeyPatch) -> None:
    members = {code: region for code, region, _, _ in SQUARES}
    monkeypatch.setattr(boundaries, "regions_by_gemeente", lambda year: members)


def fetched(target: Path, features: list[dict[str, Any]]) -> dict[str, Any]:
    with pdok(features) as base:
        path = fetch_boundaries(target, base, year=2026, patience=Patience(sleep=lambda seconds: None))
    assert path == target / "doorstroompunt_2026.geojson"
    assert [other.name for other in target.iterdir()] == [path.name]
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def shapes(document: dict[str, Any]) -> dict[str, Any]:
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in document["features"]}


def test_municipalities_become_regions_with_name_and_credit(tmp_path: Path) -> None:
    document = fetched(tmp_path / "boundaries", layer())
    assert [feature["properties"] for feature in document["features"]] == [
        {"id": "MC01", "name": "Oost-Groningen"},
        {"id": "MC02", "name": "Noord-Groningen-Eemsmond"},
        {"id": "MC03", "name": "Centraal en Westelijk Groningen"},
    ]
    assert document["credit"] == "CBS / Kadaster, Gebiedsindelingen 2026 (CC BY 4.0), bewerkt"
    found = shapes(document)
    assert [found[region].geom_type for region in found] == ["Polygon", "Polygon", "MultiPolygon"]
    # The islet of 0.1 km2 went, the one of 19 km2 stayed.
    assert len(found["MC03"].geoms) == 2


def test_shared_borders_stay_shared_when_simplified(tmp_path: Path) -> None:
    document = fetched(tmp_path, layer())
    found = shapes(document)
    assert shapely.coverage_is_valid(list(found.values()))
    assert all(shape.is_valid for shape in found.values())
    assert found["MC01"].intersection(found["MC02"]).length > 0.35
    whole = shapely.union_all([shapely.geometry.shape(feature["geometry"]) for feature in layer()])
    assert shapely.union_all(list(found.values())).area == pytest.approx(whole.area, rel=0.01)


def test_outlines_run_clockwise_for_the_map_library(tmp_path: Path) -> None:
    for shape in shapes(fetched(tmp_path, layer())).values():
        for part in shapely.get_parts(shape):
            assert not part.exterior.is_ccw
            assert all(hole.is_ccw for hole in part.interiors)


def test_lines_are_simplified_further_until_the_file_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fine = fetched(tmp_path / "fine", layer())
    monkeypatch.setattr(boundaries, "MOST_BYTES", 1500)
    coarse = fetched(tmp_path / "coarse", layer())
    points = [sum(shapely.get_num_coordinates(list(shapes(document).values()))) for document in (fine, coarse)]
    assert points[1] < points[0] / 2
    assert (tmp_path / "coarse" / "doorstroompunt_2026.geojson").stat().st_size < 1500
    monkeypatch.setattr(boundaries, "MOST_BYTES", 300)
    with pytest.raises(ExtractError, match="no sound map under 0 kB"):
        fetched(tmp_path / "none", layer())


def test_neighbours_drawn_a_hair_apart_are_joined(tmp_path: Path) -> None:
    torn = layer()
    torn[2]["geometry"]["coordinates"] = [[[[x + 0.00005, y + 0.00005] for x, y in square(5.0, 52.2)]]]
    found = shapes(fetched(tmp_path, torn))
    assert shapely.coverage_is_valid(list(found.values()))
    assert not found["MC02"].interiors


def test_municipalities_of_other_years_are_left_out(tmp_path: Path) -> None:
    assert fetched(tmp_path / "both", layer(2025) + layer()) == fetched(tmp_path / "one", layer())


@pytest.mark.parametrize("change", ["strange", "absent"])
def test_layer_of_another_year_is_refused(tmp_path: Path, change: str) -> None:
    features = layer()
    if change == "strange":
        features[0]["properties"]["statcode"] = "GM9999"
    features.pop()
    with pytest.raises(ExtractError, match=r"only in the layer: .*; only in the list: .*GM0006") as error:
        fetched(tmp_path, features)
    assert ("GM9999" in str(error.value)) is (change == "strange")


def test_layer_in_metres_is_refused(tmp_path: Path) -> None:
    features = layer()
    features[0]["geometry"]["coordinates"] = [
        [[[233000, 582000], [234000, 582000], [234000, 583000], [233000, 582000]]]
    ]
    with pytest.raises(ExtractError, match="GM0001 lies at 233000, 582000; that is not degrees"):
        fetched(tmp_path, features)


def test_map_that_is_here_stays_when_the_server_fails(tmp_path: Path) -> None:
    fetched(tmp_path, layer())
    before = (tmp_path / "doorstroompunt_2026.geojson").read_bytes()
    quick = Patience(sleep=lambda seconds: None)
    with pdok([]) as base, pytest.raises(ExtractError, match="the server answered 404; the map that is here stays"):
        fetch_boundaries(tmp_path, f"{base}/elsewhere", year=2026, patience=quick)
    with pytest.raises(ExtractError, match="seems to be offline"):
        fetch_boundaries(tmp_path, base, year=2026, patience=quick)
    assert (tmp_path / "doorstroompunt_2026.geojson").read_bytes() == before


def test_answer_that_is_no_map_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "get_json", lambda *asked: (b"[]", []))
    with pytest.raises(ExtractError, match="the answer is not GeoJSON"):
        fetch_boundaries(tmp_path, "http://127.0.0.1", year=2026)


def test_decimals_are_spent_only_where_a_shape_needs_them() -> None:
    small = [shapely.box(3.1, 52.0, 3.2, 52.1), shapely.box(3.3, 52.0, 3.30003, 52.00003)]
    rounded = boundaries._rounded(shapely, small[:1])
    assert set(shapely.get_coordinates(rounded)[:, 1]) == {52.0, 52.1}
    assert shapely.is_valid(boundaries._rounded(shapely, small)).all()
    assert boundaries._rounded(shapely, [shapely.box(3.1, 52.0, 3.1 + 1e-9, 52.0 + 1e-9)]) is None


def test_without_shapely_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "shapely":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ExtractError, match=r"pip install 'shapely>=2\.2'"):
        fetch_boundaries(tmp_path)
    monkeypatch.setattr(builtins, "__import__", real)
    monkeypatch.delattr(shapely, "coverage_clean")
    with pytest.raises(ExtractError, match="cannot simplify shared borders"):
        fetch_boundaries(tmp_path)


def test_map_of_2026_has_every_active_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert boundaries.newest_year() == 2026
    assert set(boundaries.regions_by_gemeente(2026).values()) == {f"MC{n:02}" for n in range(1, 42) if n != 14}
