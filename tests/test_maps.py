"""The maps: a layout that keeps neighbours together, words for every region, and what a browser makes of both."""

import csv
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dash
import pytest
import shapely
import shapely.geometry
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright

from dashboard import i18n, maps
from dashboard.indicators import Catalogue, Tile, catalogue
from dashboard.maps import About, Cell, left_out, shape_map, tile_map
from dashboard.maps.cells import SOFT_HYPHEN, aloud, legend, lines
from etl import codes
from etl.errors import CatalogueError

from .browsing import CHROMIUM, QUIET
from .support import empty_release, tiny_release

HERE = Path(__file__).parent
ASSETS = Path(maps.__file__).parents[1] / "assets"
ABOUT = About("proef", "Vsv per regio", "Kaart van 40 regio's.", "Nederland", "nl", own="MC29")
# Made once from the municipal boundaries of 2026: pairs of regions that touch over at least 200 metres.
NEIGHBOURS = HERE / "neighbours.csv"
# Half a tile: label points of neighbours that differ less than this, in kilometres, are beside each other.
CLEARLY = 14.0
LINE = 8  # characters


def layout() -> dict[str, Tile]:
    rows = codes.rows(codes.FOLDER / "region_tile.csv")
    return {r["region"]: Tile(r["region"], int(r["tile_column"]), int(r["tile_row"]), r["short_name"]) for r in rows}


def regions() -> dict[str, dict[str, str]]:
    return {r["code"]: r for r in codes.rows(codes.FOLDER / "region.csv") if r["kind"] == "doorstroompunt"}


def neighbours() -> list[tuple[str, str]]:
    with NEIGHBOURS.open(encoding="utf-8", newline="") as file:
        return [(row["region"], row["neighbour"]) for row in csv.DictReader(file)]


def steps(one: Tile, other: Tile) -> tuple[int, int]:
    return other.tile_column - one.tile_column, other.tile_row - one.tile_row


def kilometres(one: dict[str, str], other: dict[str, str]) -> tuple[float, float]:
    """How far the other lies to the east and to the south."""
    east = (float(other["longitude"]) - float(one["longitude"])) * 111.2 * math.cos(math.radians(52.2))
    return east, (float(one["latitude"]) - float(other["latitude"])) * 111.2


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    return catalogue(tiny_release(tmp_path, "measure | region | period | value\n"))


def cells(
    kinds: tuple[str, ...] = ("higher", "not_distinguishable", "lower", "missing"), figure: str = "4,1"
) -> list[Cell]:
    """One cell per region that exists now, with the kinds in turn."""
    found = []
    for at, (code, region) in enumerate(sorted(regions().items())):
        if code not in layout():
            continue
        kind = kinds[at % len(kinds)]
        value = "te klein om te tonen" if kind == "missing" else f"{figure}%"
        found.append(Cell(code, region["name"], kind, "" if kind == "missing" else figure, value, f"/nl/regio/{code}"))
    return found


# The layout


def test_every_region_of_today_has_one_tile() -> None:
    active = {code for code, row in regions().items() if not row["valid_to"]}
    assert set(layout()) == active
    assert len(active) == 40
    assert len({(t.tile_column, t.tile_row) for t in layout().values()}) == 40


def test_the_tiles_fit_on_a_phone_and_hang_together() -> None:
    places = {(t.tile_column, t.tile_row) for t in layout().values()}
    assert max(x for x, _ in places) <= 8
    assert max(y for _, y in places) <= 11
    reached, todo = set(), [min(places)]
    while todo:
        x, y = todo.pop()
        if (x, y) in places - reached:
            reached.add((x, y))
            todo += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    assert reached == places


def test_neighbours_stay_neighbours() -> None:
    """Not all of them can: 40 squares have at most 67 shared sides, and the regions have 83 borders."""
    tiles, pairs = layout(), neighbours()
    apart = [steps(tiles[one], tiles[other]) for one, other in pairs]
    side = sum(abs(x) + abs(y) == 1 for x, y in apart)
    touching = sum(max(abs(x), abs(y)) == 1 for x, y in apart)
    assert len(pairs) == 83
    assert side >= 0.6 * len(pairs)
    assert touching >= 0.95 * len(pairs)


def test_no_two_neighbours_swap_sides() -> None:
    """What lies clearly north or east of a neighbour never lies south or west of it on the tile map."""
    tiles, real = layout(), regions()
    for one, other in neighbours():
        for step, far in zip(steps(tiles[one], tiles[other]), kilometres(real[one], real[other]), strict=True):
            assert abs(far) < CLEARLY or step * far >= 0, (one, other)


def test_the_outline_is_that_of_the_country() -> None:
    tiles = layout()
    column = {code: tile.tile_column for code, tile in tiles.items()}
    row = {code: tile.tile_row for code, tile in tiles.items()}
    assert row["MC02"] == min(row.values())
    assert column["MC01"] == max(column.values())
    assert row["MC39"] == max(row.values())
    assert column["MC32"] == min(column.values())
    assert row["MC33"] > row["MC32"]
    # The IJsselmeer: nothing between West-Friesland and the land to its east.
    lake = {(x, row["MC22"]) for x in range(column["MC22"] + 1, column["MC10"])}
    assert len(lake) == 2
    assert not lake & {(t.tile_column, t.tile_row) for t in tiles.values()}


def test_tiles_lie_near_the_places_they_stand_for() -> None:
    """After the best scale and shift the mean distance is under a tile and no region is two tiles off."""
    tiles, real = layout(), regions()
    far: dict[str, list[float]] = {code: [] for code in tiles}
    for axis, place in ((0, lambda t: t.tile_column), (1, lambda t: t.tile_row)):
        drawn = {code: float(place(tile)) for code, tile in tiles.items()}
        true = {code: kilometres(real["MC19"], real[code])[axis] for code in tiles}
        mean_drawn, mean_true = sum(drawn.values()) / 40, sum(true.values()) / 40
        covariance = sum((drawn[c] - mean_drawn) * (true[c] - mean_true) for c in tiles)
        scale = covariance / sum((drawn[c] - mean_drawn) ** 2 for c in tiles)
        for code in tiles:
            far[code].append(mean_true + scale * (drawn[code] - mean_drawn) - true[code])
    distances = [math.hypot(*pair) for pair in far.values()]
    assert sum(distances) / 40 < 22
    assert max(distances) < 60


def test_short_names_fit_in_two_lines() -> None:
    for tile in layout().values():
        assert 1 <= len(lines(tile.short_name)) <= 2
        assert max(map(len, lines(tile.short_name))) <= LINE, tile.short_name
    assert len({tile.short_name for tile in layout().values()}) == 40


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"Rijn{SOFT_HYPHEN}mond", ["Rijn-", "mond"]),
        ("Eem en Vallei", ["Eem en", "Vallei"]),
        ("IJssel-Vecht", ["IJssel-", "Vecht"]),
        ("Twente", ["Twente"]),
    ],
)
def test_where_a_name_is_broken(name: str, expected: list[str]) -> None:
    assert lines(name) == expected


def test_the_catalogue_has_the_tiles(known: Catalogue) -> None:
    assert known.tiles == layout()


def test_a_release_has_no_tile_for_what_is_no_region_nor_two_on_one_place(tmp_path: Path) -> None:
    for spoil in ("MC99,1,1,Nergens\n", "MC14,7,2,Dubbel\n"):
        folder = tmp_path / spoil[:4]
        folder.mkdir()
        for path in codes.FOLDER.glob("*.csv"):
            (folder / path.name).write_bytes(path.read_bytes())
        with (folder / "region_tile.csv").open("a", encoding="utf-8") as file:
            file.write(spoil)
        con = empty_release()
        for table in ("region_map", "region_tile", "region", "code", "dimension"):
            con.execute(f"delete from {table}")
        with con, pytest.raises(CatalogueError, match=r"region_tile\.csv: does not fit the table 'region_tile'"):
            codes.insert(con, folder)


# The words


def test_what_is_said_of_a_region() -> None:
    def said(kind: str, value: str, lang: str = "nl") -> str:
        about = About("proef", "", "", "Nederland" if lang == "nl" else "the Netherlands", lang)
        return aloud(Cell("MC29", "Rijnmond", kind, "4,1", value, "/"), about)

    assert said("higher", "4,1%") == "Rijnmond: 4,1%, hoger dan Nederland"
    assert said("not_distinguishable", "4,1%") == "Rijnmond: 4,1%, niet te onderscheiden van Nederland"
    assert said("lower", "4.1%", "en") == "Rijnmond: 4.1%, lower than the Netherlands"
    assert said("missing", "te klein om te tonen") == "Rijnmond: te klein om te tonen"
    assert said("untested", "1.234") == "Rijnmond: 1.234"


@given(st.lists(st.sampled_from(maps.KINDS), min_size=1, max_size=12), st.booleans(), st.sampled_from(i18n.LANGUAGES))
def test_the_legend_explains_what_is_there_and_nothing_else(kinds: list[str], chosen: bool, lang: str) -> None:
    drawn = [Cell(f"MC{at:02d}", "x", kind, "1", "1%", "/") for at, kind in enumerate(kinds)]
    about = About("proef", "", "", "Nederland", lang, own="MC00" if chosen else "MC99")
    for written in (False, True):
        found = legend(drawn, about, written=written)
        assert [kind for kind, _ in found] == [k for k in maps.KINDS if k in kinds] + ["selected"] * chosen
        assert len({told for _, told in found}) == len(found)
    assert [k for k, _ in found] == [k for k, _ in legend(drawn, about, written=False)]


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind 'worse'; use one of higher, not_distinguishable"):
        Cell("MC29", "Rijnmond", "worse", "4,1", "4,1%", "/")


def test_a_region_that_was_divided_is_accounted_for(known: Catalogue) -> None:
    assert left_out([*known.tiles], known.tiles, known, "nl") == []
    (told,) = left_out(["MC14", "MC29"], known.tiles, known, "nl")
    assert "Arnhem/Nijmegen bestond tot en met 2020" in told
    assert "Rijk van Nijmegen en Arnhem" in told
    (told,) = left_out(["MC14"], known.tiles, known, "en")
    assert "Arnhem/Nijmegen existed until 2020" in told
    (told,) = left_out(["MC29"], [], known, "en")
    assert told == "Rijnmond is not on the map. The table has its figure."


# The tile map


def test_a_tile_map_in_reading_order(known: Catalogue) -> None:
    made = tile_map(cells(), known.tiles, ABOUT)
    props = made["props"]
    assert (made["namespace"], made["type"]) == ("doorstroom", "Map")
    places = [(region["y"], region["x"]) for region in props["regions"]]
    assert places == sorted(places)
    assert len(set(places)) == 40
    assert (props["width"], props["height"]) == (7 * 100 + 4, 10 * 100 + 4)
    assert all(0 < x < props["width"] - 96 + 1 and 0 < y < props["height"] - 96 + 1 for y, x in places)
    (own,) = [region for region in props["regions"] if region.get("own")]
    assert own["href"] == "/nl/regio/MC29"
    assert {region["figure"] for region in props["regions"] if region["kind"] == "missing"} == {"n.b."}
    assert dict(props["legend"])["missing"] == "geen cijfer (n.b.)"
    assert not props["turned"]
    assert json.loads(json.dumps(made))["props"]["regions"] == props["regions"]


def test_hues_swap_where_higher_is_favourable(known: Catalogue) -> None:
    about = About("proef", "", "", "Nederland", "nl", better="higher")
    props = tile_map(cells(), known.tiles, about)["props"]
    assert props["turned"]
    assert dict(props["legend"])["higher"] == "hoger dan Nederland"


def test_a_map_of_nothing_is_empty(known: Catalogue) -> None:
    props = tile_map([], {}, ABOUT)["props"]
    assert (props["regions"], props["legend"]) == ([], [])
    gone = Cell("MC14", "Arnhem/Nijmegen", "untested", "9", "9", "/")
    assert tile_map([gone], known.tiles, ABOUT)["props"]["regions"] == []


# The true shapes


SQUARE = [[5.0, 52.0], [5.0, 52.5], [5.5, 52.5], [5.5, 52.0], [5.0, 52.0]]
ISLE = [[4.5, 53.0], [4.5, 53.2], [4.8, 53.2], [4.8, 53.0], [4.5, 53.0]]
SPECK = [[5.1, 52.1], [5.1, 52.1001], [5.1001, 52.1], [5.1, 52.1]]


def write_boundaries(folder: Path, year: int, features: list[dict[str, Any]] | None = None) -> Path:
    """A file as `python -m etl fetch --boundaries` writes it."""
    made = features or [
        {"id": "MC29", "geometry": {"type": "Polygon", "coordinates": [SQUARE, SPECK]}},
        {"id": "MC23", "geometry": {"type": "MultiPolygon", "coordinates": [[ISLE], [SQUARE]]}},
    ]
    path = folder / f"doorstroompunt_{year}.geojson"
    layer = {"type": "FeatureCollection", "year": year, "credit": f"CBS {year}", "features": made}
    path.write_text(json.dumps(layer), encoding="utf-8")
    return path


@pytest.fixture
def boundaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOORSTROOM_BOUNDARIES", str(tmp_path))
    return tmp_path


def polygon(path: str) -> Any:
    """The shape that an SVG path of relative steps draws."""
    rings = []
    for part in path.split("z")[:-1]:
        start, rest = part.removeprefix("M").split("l")
        at = [int(n) for n in start.split(",")]
        ring = [tuple(at)]
        for step in rest.split():
            dx, dy = step.split(",")
            at = [at[0] + int(dx), at[1] + int(dy)]
            ring.append(tuple(at))
        rings.append(shapely.geometry.Polygon(ring))
    return shapely.union_all(rings)


def test_without_boundaries_there_are_no_shapes(boundaries: Path) -> None:
    assert maps.shapes(2026) is None
    (boundaries / "gemeenten.geojson").write_text("{}", encoding="utf-8")
    assert maps.shapes(2026) is None


def test_the_edition_that_fits_the_year(boundaries: Path) -> None:
    for year in (2022, 2026):
        write_boundaries(boundaries, year)
    found = {asked: shapes.year for asked in (2019, 2022, 2025, 2026, 2030) if (shapes := maps.shapes(asked))}
    assert found == {2019: 2022, 2022: 2022, 2025: 2022, 2026: 2026, 2030: 2026}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"features": []}', '{"features": [{"id": "MC29"}]}'])
def test_a_file_that_cannot_be_read_gives_way_to_the_tiles(boundaries: Path, text: str) -> None:
    (boundaries / "doorstroompunt_2026.geojson").write_text(text, encoding="utf-8")
    assert maps.shapes(2026) is None


def test_a_new_edition_is_read_without_a_restart(boundaries: Path) -> None:
    path = write_boundaries(boundaries, 2026)
    first = maps.shapes(2026)
    assert first is maps.shapes(2026)
    write_boundaries(boundaries, 2026, [{"id": "MC01", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}])
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))
    second = maps.shapes(2026)
    assert second is not None and set(second.paths) == {"MC01"}


def test_shapes_are_true_to_the_boundaries(boundaries: Path) -> None:
    """Areas and places of the drawn paths against the same polygons in kilometres."""
    write_boundaries(boundaries, 2026)
    shapes = maps.shapes(2026)
    assert shapes is not None
    squeeze = math.cos(math.radians(52.2))
    unit = 1000 / 1.2
    drawn = polygon(shapes.paths["MC29"])
    assert drawn.area == pytest.approx(0.25 * squeeze * unit**2, rel=0.01)
    assert drawn.bounds == pytest.approx((10 + 0.5 * squeeze * unit, 10 + 0.7 * unit, *drawn.bounds[2:]), abs=1)
    assert drawn.contains(shapely.geometry.Point(shapes.place(5.25, 52.25)))
    assert shapes.height == 1020
    assert shapes.width == pytest.approx(20 + squeeze * unit, abs=1)
    assert shapes.paths["MC29"].count("M") == 1, "a hole too small to see is left out"
    assert shapes.paths["MC23"].count("M") == 2


def test_a_shape_map_from_north_to_south(boundaries: Path, known: Catalogue) -> None:
    write_boundaries(boundaries, 2026)
    shapes = maps.shapes(2026)
    assert shapes is not None
    props = shape_map(cells(), shapes, known.regions, ABOUT)["props"]
    assert [region["href"][-4:] for region in props["regions"]] == ["MC23", "MC29"]
    assert props["credit"] == "CBS 2026"
    assert all({"x", "y", "path", "label"} <= region.keys() for region in props["regions"])
    assert "figure" not in props["regions"][0]
    placeless = dict.fromkeys(shapes.paths, known.regions["NL01"])
    props = shape_map(cells(), shapes, placeless, ABOUT)["props"]
    assert all("x" not in region for region in props["regions"])


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def draw(chromium: Any, props: dict[str, Any], width: int, **context: Any) -> Page:
    """A page that holds nothing but a map, drawn with the React that Dash brings."""
    page: Page = chromium.new_page(viewport={"width": width, "height": 900}, **context)
    page.set_content('<html lang="nl"><body><main class="wrap" id="place"></main></body></html>')
    for sheet in ("site.css", "map.css"):
        page.add_style_tag(path=ASSETS / sheet)
    for name in ("react@18.3.1.min.js", "react-dom@18.3.1.min.js"):
        page.add_script_tag(path=Path(dash.__file__).parent / "deps" / name)
    page.add_script_tag(path=ASSETS / "map.js")
    page.evaluate(
        "props => ReactDOM.createRoot(document.getElementById('place'))"
        ".render(React.createElement(window.doorstroom.Map, props))",
        props,
    )
    page.wait_for_selector(".map svg")
    return page


OUTSIDE = """() => [...document.querySelectorAll('.map-region')].flatMap((region) => {
  const area = region.querySelector('.map-area').getBoundingClientRect();
  const sign = region.querySelector('.map-sign');
  const texts = [...region.querySelectorAll('text')];
  const out = texts.filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < area.left || box.right > area.right;
  });
  const hit = sign && sign.getBoundingClientRect().right > texts.at(-1).getBoundingClientRect().left;
  return [...out.map((text) => text.textContent), ...(hit ? ['sign on ' + texts.at(-1).textContent] : [])];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("figure", ["4,1", "12,34", "1.234", "123.456"])
def test_everything_fits_in_a_tile_on_a_phone(chromium: Any, known: Catalogue, figure: str) -> None:
    page = draw(chromium, tile_map(cells(figure=figure), known.tiles, ABOUT)["props"], 320)
    assert page.evaluate("document.querySelector('.map-area').getBoundingClientRect().width") >= 34
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OUTSIDE) == []
    page.close()


@pytest.mark.browser
def test_every_region_is_a_link_in_a_list(chromium: Any, known: Catalogue) -> None:
    page = draw(chromium, tile_map(cells(), known.tiles, ABOUT)["props"], 800)
    drawing = page.get_by_role("list", name="Vsv per regio")
    assert drawing.get_by_role("listitem").count() == 40
    assert drawing.get_by_role("link").count() == 40
    own = page.get_by_role("link", name="Rijnmond: 4,1%, hoger dan Nederland", exact=True)
    assert own.get_attribute("aria-current") == "true"
    assert own.locator("title").text_content() == "Rijnmond: 4,1%, hoger dan Nederland"
    assert page.get_by_role("list", name="Legenda van de kaart").get_by_role("listitem").count() == 5
    page.close()


@pytest.mark.browser
def test_the_keyboard_alone(chromium: Any, known: Catalogue) -> None:
    page = draw(chromium, tile_map(cells(), known.tiles, ABOUT)["props"], 800)
    page.evaluate("() => { window.moves = []; history.pushState = (state, title, href) => window.moves.push(href); }")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Sla de kaart over"
    assert page.locator(".map-ring").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/nl/regio/MC02"
    ring = page.locator(".map-ring")
    assert ring.get_attribute("d") == page.locator(".map-area").first.get_attribute("d")
    page.keyboard.press("Enter")
    assert page.evaluate("window.moves") == ["/nl/regio/MC02"]
    page.keyboard.press("Shift+Tab")
    assert ring.count() == 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "map-legend"
    page.close()


@pytest.mark.browser
def test_kinds_differ_without_colour(chromium: Any, known: Catalogue) -> None:
    page = draw(chromium, tile_map(cells(), known.tiles, ABOUT)["props"], 800, forced_colors="active")
    signs = "kind => [...document.querySelectorAll(`svg[role] .map-${kind} .map-sign`)].map((s) => s.getAttribute('d'))"
    drawn = [set(page.evaluate(signs, kind)) for kind in ("higher", "not_distinguishable", "lower")]
    assert all(len(kind) == 1 for kind in drawn)
    assert len(set.union(*drawn)) == 3
    assert page.locator("svg[role] .map-missing .map-hatch").count() == 10
    page.close()
