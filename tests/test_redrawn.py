"""Municipalities that came, went and moved: where their people count, beside a slow route over the same two lists."""

import dataclasses
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from dashboard import i18n
from etl import codes, declared, totals
from etl.catalogue import Source, load_sources

from .declarations import write_declarations
from .support import empty_release

Given = tuple[duckdb.DuckDBPyConnection, Source]
YEARS = range(2009, 2027)
MAPPED = range(2019, 2027)
# Statistics Netherlands: municipalities on 1 January, but 2010 before Rozenburg joined Rotterdam in March.
COUNTS = {
    2009: 441,
    2010: 431,
    2011: 418,
    2012: 415,
    2013: 408,
    2014: 403,
    2015: 393,
    2016: 390,
    2017: 388,
    2018: 380,
    2019: 355,
    2020: 355,
    2021: 352,
    2022: 345,
    2023: 342,
    2024: 342,
    2025: 342,
    2026: 342,
}
Figures = dict[tuple[str, int], float | str]  # municipality and period -> number, or the letter of a status


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    sources, _ = write_declarations(tmp_path)
    source = load_sources(sources)["proef"]
    with empty_release() as con:
        declared.insert_source(con, source, "published")
        totals.prepare(con)
        yield con, source


def add(given: Given, figures: Figures) -> dict[tuple[str, int, str], tuple[float | None, str]]:
    """What the build makes of figures of municipalities: per region, period and division the value and status."""
    con, source = given
    con.execute("create or replace temp table figure as from observation limit 0")
    rows = [
        f"('neet_proef', '{code}', {period}, {'null' if isinstance(cell, str) else cell}, "
        f"'{cell if isinstance(cell, str) else 'A'}')"
        for (code, period), cell in figures.items()
    ]
    con.execute(f"insert into observation (measure, region, period, value, status) values {', '.join(rows)}")
    con.execute("insert into figure from observation")
    con.execute("delete from observation")
    whole = {name: dataclasses.replace(item, derive=()) for name, item in source.measures.items()}
    totals.add(con, dataclasses.replace(source, measures=whole))
    found = con.execute("select region, period, indeling, value, status from figure where derived").fetchall()
    return {(region, period, indeling): (value, status) for region, period, indeling, value, status in found}


# The slow route: everybody lives in an atom, land that was never divided; an atom knows its municipality in each year.


@cache
def lists() -> tuple[dict[str, dict[str, str]], dict[tuple[str, str, int], str]]:
    places = {r["code"]: r for r in codes.rows(codes.FOLDER / "region.csv") if r["kind"] == "gemeente"}
    regions = {}
    for row in codes.rows(codes.FOLDER / "region_map.csv"):
        for year in range(int(row["valid_from"]), int(row["valid_to"]) + 1):
            regions[row["gemeente"], row["kind"], year] = row["region"]
            regions[row["gemeente"], "land", year] = "NL01"
    return places, regions


@cache
def there(year: int) -> list[str]:
    """The municipalities of a year."""
    return [
        code
        for code, row in lists()[0].items()
        if int(row["valid_from"] or year) <= year <= int(row["valid_to"] or year)
    ]


@cache
def atoms() -> list[dict[int, str]]:
    """Every way from a municipality of the first year to one of the last: the municipality by year."""

    def ways(code: str, year: int) -> list[dict[int, str]]:
        row = lists()[0][code]
        last = int(row["valid_to"] or YEARS[-1])
        own = dict.fromkeys(range(year, min(last, YEARS[-1]) + 1), code)
        if last >= YEARS[-1]:
            return [own]
        return [own | way for next_one in row["successors"].split() for way in ways(next_one, last + 1)]

    return [way for code in there(YEARS[0]) for way in ways(code, YEARS[0])]


@cache
def homes(division: int, year: int, kind: str) -> dict[str, frozenset[str]]:
    """Per municipality of the one year the regions that its land lies in in the other."""
    found: dict[str, set[str]] = {}
    for atom in atoms():
        found.setdefault(atom[division], set()).add(lists()[1][atom[year], kind, year])
    return {code: frozenset(regions) for code, regions in found.items()}


def slow(
    figures: dict[str, float], division: int, year: int, kinds: tuple[str, ...]
) -> dict[str, tuple[float | None, str]]:
    """The sum of every region, or N where a part of a municipality lies in it."""
    found: dict[str, tuple[float | None, str]] = {}
    for kind in kinds:
        for code, regions in homes(division, year, kind).items():
            for region in regions:
                total = found.get(region, (0.0, "A"))[0]
                unsure = total is None or len(regions) > 1
                found[region] = (None, "N") if unsure else ((total or 0.0) + figures[code], "A")
    return found


KINDS = ("land", "doorstroompunt", "arbeidsmarkt", "provincie")


def mapped(year: int) -> int:
    return min(max(year, MAPPED[0]), MAPPED[-1])


def test_the_list_is_whole_in_every_year() -> None:
    assert {year: len(there(year)) for year in YEARS} == COUNTS
    assert {atom[2026] for atom in atoms()} == set(there(2026))
    for year in YEARS:
        assert {atom[year] for atom in atoms()} == set(there(year)), year


@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_map_holds_the_list_of_every_year(kind: str) -> None:
    regions = lists()[1]
    for year in MAPPED:
        assert {code for code, each, at in regions if each == kind and at == year} == set(there(year)), year


def test_every_municipality_counts_where_the_slow_route_puts_it(given: Given) -> None:
    con, _ = given
    found: dict[tuple[int, int, str, str], set[str]] = {}
    rows = con.execute("select division, year, kind, gemeente, region, certain from gemeente_counts").fetchall()
    certain = {}
    for division, year, kind, gemeente, region, sure in rows:
        found.setdefault((division, year, kind, gemeente), set()).add(region)
        certain[division, year, kind, gemeente] = sure
    expected = {
        (division, year, kind, code): set(regions)
        for division in YEARS
        for year in MAPPED
        for kind in KINDS
        for code, regions in homes(division, year, kind).items()
    }
    assert found == expected
    assert certain == {key: len(regions) == 1 for key, regions in expected.items()}


@pytest.mark.parametrize("shift", [0, -1, 1, 99], ids=["own year", "year before", "year after", "newest list"])
def test_sums_are_those_of_the_slow_route(given: Given, shift: int) -> None:
    """Every change of 2010 to 2026, on the list of the year, one kept too long, one taken early, and the newest."""
    chance = random.Random(shift)
    division = {year: min(max(year + shift, YEARS[0]), YEARS[-1]) for year in YEARS}
    figures = {(code, year): float(chance.randint(0, 900)) for year in YEARS for code in there(division[year])}
    found = add(given, dict(figures))
    unsure = 0
    for year in YEARS:
        own = {code: figures[code, year] for code in there(division[year])}
        for indeling, at, kinds in (("periode", mapped(year), KINDS), ("2026", 2026, ("doorstroompunt",))):
            expected = slow(own, division[year], at, kinds)
            actual = {region: cell for (region, period, on), cell in found.items() if period == year and on == indeling}
            # The country comes over as it is.
            actual = {region: cell for region, cell in actual.items() if indeling == "periode" or region != "NL01"}
            assert actual == expected, (year, indeling)
            unsure += sum(value is None for value, _ in expected.values())
        assert found["NL01", year, "periode"][0] == sum(own.values()) == found["NL01", year, "2026"][0]
        for kind in KINDS[1:]:
            parts = [cell for region, cell in slow(own, division[year], mapped(year), (kind,)).items()]
            if all(value is not None for value, _ in parts):
                assert sum(value or 0 for value, _ in parts) == sum(own.values())
    assert unsure > 0


def everyone(year: int, period: int, **cells: float) -> Figures:
    """Nought for every municipality but those given."""
    return {(code, period): cells.get(code, 0.0) for code in there(year)}


def test_weesp_counts_with_amsterdam_on_the_regions_of_2026(given: Given) -> None:
    found = add(given, everyone(2022, 2022, GM0457=300.0, GM0402=70.0, GM0363=150.0))
    assert found["MC20", 2022, "periode"] == (370, "A")
    assert found["MC21", 2022, "periode"] == (150, "A")
    assert found["MC20", 2022, "2026"] == (70, "A")
    assert found["MC21", 2022, "2026"] == (450, "A")


def test_on_a_newer_list_nobody_can_say_how_many_lived_in_weesp(given: Given) -> None:
    found = add(given, everyone(2023, 2022, GM0402=70.0, GM0363=450.0))
    assert found["MC20", 2022, "periode"] == found["MC21", 2022, "periode"] == (None, "N")
    assert (found["MC20", 2022, "2026"], found["MC21", 2022, "2026"]) == ((70, "A"), (450, "A"))
    assert found["NL01", 2022, "periode"] == (520, "A")


@pytest.mark.parametrize(
    ("gone", "year", "regions"),
    [
        ("GM0788", 2020, {"MC35", "MC36"}),  # Haaren
        ("GM0053", 2018, {"MC02", "MC03"}),  # Winsum
        ("GM0140", 2017, {"MC04", "MC05"}),  # Littenseradiel
        ("GM0055", 2013, {"MC04", "MC05", "MC06"}),  # Boarnsterhim
    ],
)
def test_a_municipality_divided_over_regions_leaves_them_without_figure(
    given: Given, gone: str, year: int, regions: set[str]
) -> None:
    found = add(given, everyone(year, year, **{gone: 100.0}))
    without = {region for (region, _, on), cell in found.items() if on == "2026" and cell == (None, "N")}
    assert regions <= without
    assert all(i18n.status_word("N", lang) for lang in i18n.LANGUAGES)
    assert found["NL01", year, "2026"] == (100, "A")


def test_one_divided_within_its_region_is_counted(given: Given) -> None:
    """Maasdonk went to Oss and 's-Hertogenbosch, which lie in one region."""
    found = add(given, everyone(2014, 2014, GM1671=100.0))
    assert found["MC36", 2014, "periode"] == (100, "A")


@pytest.mark.parametrize("status", ["M", "O", "L"])
@pytest.mark.parametrize("year", [2010, 2018, 2019, 2022, 2024])
def test_every_municipality_that_ever_was_listed_without_figures(given: Given, status: str, year: int) -> None:
    """StatLine lists them all in every year; those that were not there say so in one way or another."""
    listed: Figures = {(code, year): status for code in lists()[0]}
    bare = add(given, everyone(year, year, GM0014=5.0))
    assert add(given, {**listed, **everyone(year, year, GM0014=5.0)}) == bare
    assert bare["NL01", year, "periode"] == (5, "A")


@pytest.mark.parametrize(("year", "gone", "now"), [(2018, "GM0738", "GM1959"), (2020, "GM0738", "GM1959")])
def test_ended_and_successor_both_with_figures_are_counted_once(given: Given, year: int, gone: str, now: str) -> None:
    parts = {"GM0738": 10.0, "GM0870": 20.0, "GM0874": 30.0}
    given_twice: Figures = {**everyone(year, year), **{(code, year): cell for code, cell in parts.items()}}
    found = add(given, {**given_twice, (now, year): 60.0})
    assert found["NL01", year, "periode"] == (60, "A")
    assert found["MC34", year, "2026"] == (60, "A")


def test_one_of_the_old_municipalities_without_a_row_is_a_missing_part(given: Given) -> None:
    figures = everyone(2018, 2018)
    del figures["GM0874", 2018]  # Woudrichem
    found = add(given, figures)
    assert found["MC34", 2018, "periode"] == found["MC34", 2018, "2026"] == found["NL01", 2018, "periode"]
    assert found["NL01", 2018, "periode"] == (None, "L")
    assert found["MC29", 2018, "periode"] == (0, "A")


@pytest.mark.parametrize(
    ("before", "now", "first"),
    [("GM1684", "GM1982", 2022), ("GM0501", "GM1992", 2023), ("GM0003", "GM1979", 2021), ("GM0738", "GM1959", 2019)],
)
def test_a_municipality_counts_from_the_first_of_january(given: Given, before: str, now: str, first: int) -> None:
    assert before in there(first - 1) and now not in there(first - 1)
    assert now in there(first) and before not in there(first)
    found = add(given, {**everyone(first - 1, first - 1, **{before: 7.0}), **everyone(first, first, **{now: 8.0})})
    home = lists()[1][now, "doorstroompunt", first]
    assert [found[home, year, "periode"] for year in (first - 1, first)] == [(7, "A"), (8, "A")]
    assert [found[home, year, "2026"] for year in (first - 1, first)] == [(7, "A"), (8, "A")]


def test_a_school_year_stands_on_the_list_of_the_january_in_it(given: Given) -> None:
    given[0].execute("update measure set period_kind = 'schoolyear'")
    found = add(given, everyone(2022, 2021, GM1982=7.0))
    assert found["MC36", 2021, "periode"] == (7, "A")


def test_a_region_that_changed_and_one_that_did_not(given: Given) -> None:
    con, _ = given
    changed = con.execute("select distinct region, year from region_changed where kind = 'doorstroompunt'").fetchall()
    for year in YEARS:
        expected = set()
        for atom in atoms():
            was = lists()[1][atom[mapped(year)], "doorstroompunt", mapped(year)]
            now = lists()[1][atom[2026], "doorstroompunt", 2026]
            expected |= {was, now} if was != now else set()
        assert {region for region, at in changed if at == year} == expected, year
