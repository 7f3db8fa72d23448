"""What the build adds itself: totals, regions and fixed divisions, with suppression carried through."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl import declared, totals
from etl.catalogue import Source, load_sources
from etl.errors import CatalogueError

from .declarations import write_declarations
from .support import empty_release, insert_rows

Given = tuple[duckdb.DuckDBPyConnection, Source]


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    sources, _ = write_declarations(tmp_path)
    source = load_sources(sources)["proef"]
    with empty_release() as con:
        declared.insert_source(con, source, "published")
        totals.prepare(con)
        yield con, source


def _add(given: Given, rows: str, **changes: object) -> duckdb.DuckDBPyConnection:
    """The given observations with all that is added to them, as temp table `figure`."""
    con, source = given
    insert_rows(con, "observation", rows)
    con.execute("create temp table figure as from observation")
    con.execute("delete from observation")
    measures = {name: dataclasses.replace(item, **changes) for name, item in source.measures.items()}  # type: ignore[arg-type]  # any field of a measure
    totals.add(con, dataclasses.replace(source, measures=measures))
    return con


def _cell(con: duckdb.DuckDBPyConnection, **where: object) -> tuple[object, ...] | None:
    tests = " and ".join(f"{column} = ?" for column in where)
    query = f"select value, status, parts, derived from figure where {tests}"
    rows = con.execute(query, list(where.values())).fetchall()
    assert len(rows) < 2
    return rows[0] if rows else None


def _gemeenten(con: duckdb.DuckDBPyConnection, region: str, year: int) -> list[str]:
    query = (
        "select gemeente from gemeente_mapped join year_known on gemeente_mapped.year = year_known.mapped "
        "where region = ? and year_known.year = ? order by 1"
    )
    return [name for (name,) in con.execute(query, [region, year]).fetchall()]


def test_missing_total_is_added_and_marked(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex   | value | status
        neet_proef | LD01   | 2024   | man   | 10    | A
        neet_proef | LD01   | 2024   | vrouw | 20    | P
        """,
    )
    assert _cell(con, region="LD01", sex="totaal") == (30, "P", 2, True)


def test_sum_of_fractions_is_exact(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex   | value
        neet_proef | LD01   | 2024   | man   | 0.1
        neet_proef | LD01   | 2024   | vrouw | 0.2
        """,
    )
    assert _cell(con, region="LD01", sex="totaal") == (0.3, "A", 2, True)


def test_published_total_stands(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex    | value | status
        neet_proef | LD01   | 2024   | man    | 10    | A
        neet_proef | LD01   | 2024   | vrouw  | 20    | A
        neet_proef | LD01   | 2024   | totaal | 31    | A
        """,
    )
    assert _cell(con, region="LD01", sex="totaal") == (31, "A", 1, False)


@pytest.mark.parametrize(("status", "expected"), [("Q", "Q"), ("O", "O"), ("M", "M"), ("L", "L")])
def test_suppressed_in_suppressed_out(given: Given, status: str, expected: str) -> None:
    con = _add(
        given,
        f"""
        measure    | region | period | sex   | value | status
        neet_proef | LD01   | 2024   | man   | 10    | A
        neet_proef | LD01   | 2024   | vrouw |       | {status}
        """,
    )
    assert _cell(con, region="LD01", sex="totaal") == (None, expected, 2, True)


def test_gravest_reason_wins(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex   | value | status
        neet_proef | LD01   | 2024   | man   |       | M
        neet_proef | LD01   | 2024   | vrouw |       | Q
        """,
    )
    assert _cell(con, region="LD01", sex="totaal") == (None, "Q", 2, True)


def test_part_that_is_absent_makes_the_total_not_delivered(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex   | value
        neet_proef | LD01   | 2024   | man   | 10
        neet_proef | LD01   | 2024   | vrouw | 20
        neet_proef | LD02   | 2024   | man   | 10
        """,
    )
    assert _cell(con, region="LD02", sex="totaal") == (None, "L", 1, True)


def test_code_inside_another_is_not_counted_twice(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | education | value
        neet_proef | LD01   | 2024   | vo        | 10
        neet_proef | LD01   | 2024   | mbo       | 20
        neet_proef | LD01   | 2024   | mbo_1     | 5
        neet_proef | LD01   | 2024   | mbo_34    | 15
        """,
        derive=("education",),
    )
    assert _cell(con, region="LD01", education="totaal") == (30, "A", 2, True)


def test_age_inside_another_is_not_counted_twice(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | age_group | value
        neet_proef | LD01   | 2024   | 15_tot_23 | 10
        neet_proef | LD01   | 2024   | 18_tot_23 | 7
        neet_proef | LD01   | 2024   | 23_tot_27 | 20
        """,
        derive=("age_group",),
    )
    assert _cell(con, region="LD01", age_group="totaal") == (30, "A", 2, True)


def test_ages_that_overlap_are_refused(given: Given) -> None:
    rows = """
        measure    | region | period | age_group | value
        neet_proef | LD01   | 2024   | 15_tot_23 | 10
        neet_proef | LD01   | 2024   | 20_tot_25 | 20
    """
    with pytest.raises(CatalogueError, match="derives the total of 'age_group' from '15_tot_23' and '20_tot_25'"):
        _add(given, rows, derive=("age_group",))


def test_totals_of_two_dimensions_are_both_added(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | sex   | diploma | value
        neet_proef | LD01   | 2024   | man   | met     | 1
        neet_proef | LD01   | 2024   | man   | zonder  | 2
        neet_proef | LD01   | 2024   | vrouw | met     | 4
        neet_proef | LD01   | 2024   | vrouw | zonder  | 8
        """,
        derive=("sex", "diploma"),
    )
    assert _cell(con, region="LD01", sex="totaal", diploma="totaal") == (15, "A", 4, True)
    assert _cell(con, region="LD01", sex="man", diploma="totaal") == (3, "A", 2, True)


def _rows_for(gemeenten: list[str], period: int, *, without: str = "", status: str = "A") -> str:
    lines = ["measure | region | period | value | status"]
    for name in gemeenten:
        cell = ("100", "A") if name != without else ("", status)
        lines.append(f"neet_proef | {name} | {period} | {cell[0]} | {cell[1]}")
    return "\n".join(lines)


def _every_gemeente(con: duckdb.DuckDBPyConnection, year: int) -> list[str]:
    return _gemeenten(con, "NL01", year)


def test_municipalities_add_up_to_every_kind_of_region(given: Given) -> None:
    everyone = _every_gemeente(given[0], 2024)
    con = _add(given, _rows_for(everyone, 2024), derive=())
    parts = len(_gemeenten(con, "MC01", 2024))
    assert _cell(con, region="MC01", indeling="periode") == (100 * parts, "A", parts, True)
    assert _cell(con, region="NL01", indeling="periode") == (100 * len(everyone), "A", len(everyone), True)
    assert _cell(con, region="PV20", indeling="periode") is not None
    assert _cell(con, region="AM01", indeling="periode") is not None
    assert _cell(con, region="MC14", indeling="periode") is None


def test_suppressed_municipality_suppresses_its_regions_only(given: Given) -> None:
    everyone = _every_gemeente(given[0], 2024)
    gone = _gemeenten(given[0], "MC01", 2024)[0]
    con = _add(given, _rows_for(everyone, 2024, without=gone, status="Q"), derive=())
    assert _cell(con, region="MC01", indeling="periode")[:2] == (None, "Q")  # type: ignore[index]  # the cell is there
    assert _cell(con, region="NL01", indeling="periode")[:2] == (None, "Q")  # type: ignore[index]  # the cell is there
    assert _cell(con, region="MC29", indeling="periode")[1] == "A"  # type: ignore[index]  # the cell is there


def test_municipality_without_a_row_is_not_delivered(given: Given) -> None:
    everyone = _every_gemeente(given[0], 2024)
    gone = _gemeenten(given[0], "MC01", 2024)[0]
    con = _add(given, _rows_for([name for name in everyone if name != gone], 2024), derive=())
    parts = len(_gemeenten(con, "MC01", 2024)) - 1
    assert _cell(con, region="MC01", indeling="periode") == (None, "L", parts, True)


def test_impossible_municipality_that_ended_is_no_missing_part(given: Given) -> None:
    everyone = _every_gemeente(given[0], 2024)
    # Appingedam (GM0003) went up in Eemsdelta in 2021; StatLine lists it in 2024 as impossible.
    con = _add(given, _rows_for([*everyone, "GM0003"], 2024, without="GM0003", status="M"), derive=())
    parts = len(_gemeenten(con, "MC02", 2024))
    assert _cell(con, region="MC02", indeling="periode") == (100 * parts, "A", parts, True)


def test_figures_on_a_later_division_add_up_in_early_years(given: Given) -> None:
    later = _every_gemeente(given[0], 2025)
    con = _add(given, _rows_for(later, 2016), derive=())
    # Region 14 existed in 2016; 40 and 41 did not, and are added up for the division of 2026 only.
    assert _cell(con, region="MC14", indeling="periode")[1] == "A"  # type: ignore[index]  # the cell is there
    assert _cell(con, region="MC40", indeling="periode") is None
    together = sum(_cell(con, region=name, indeling="2026")[0] for name in ("MC40", "MC41"))  # type: ignore[index,misc]  # the cells are there
    assert together == _cell(con, region="MC14", indeling="periode")[0]  # type: ignore[index]  # the cell is there
    assert _cell(con, region="MC14", indeling="2026") is None


def test_unchanged_region_is_copied_and_changed_one_added_again(given: Given) -> None:
    everyone = _every_gemeente(given[0], 2024)
    published = "\nneet_proef | MC01 | 2024 | 7 | A\nneet_proef | MC34 | 2024 | 8 | A\nneet_proef | NL01 | 2024 | 9 | A"
    con = _add(given, _rows_for(everyone, 2024) + published, derive=())
    assert _cell(con, region="MC01", indeling="2026") == (7, "A", 1, False)
    assert _cell(con, region="NL01", indeling="2026") == (9, "A", 1, False)
    # Two municipalities left region 34 for region 35 in 2026.
    assert _cell(con, region="MC34", indeling="periode") == (8, "A", 1, False)
    parts = len(_gemeenten(con, "MC34", 2026))
    assert _cell(con, region="MC34", indeling="2026") == (100 * parts, "A", parts, True)


def test_changed_region_without_municipalities_is_absent(given: Given) -> None:
    con = _add(
        given,
        """
        measure    | region | period | value
        neet_proef | MC34   | 2024   | 8
        neet_proef | MC01   | 2024   | 7
        """,
        derive=(),
    )
    assert _cell(con, region="MC34", indeling="2026") is None
    assert _cell(con, region="MC01", indeling="2026") == (7, "A", 1, False)


def test_without_rollup_only_the_fixed_division_is_added_up(given: Given) -> None:
    con, _ = given
    con.execute("update measure set rollup = false")
    added = _add(given, _rows_for(_every_gemeente(con, 2024), 2024), derive=())
    assert _cell(added, region="MC34", indeling="periode") is None
    assert _cell(added, region="MC34", indeling="2026") is not None


def test_school_year_uses_the_map_of_the_year_it_ends_in(given: Given) -> None:
    con, _ = given
    con.execute("update measure set period_kind = 'schoolyear'")
    added = _add(given, _rows_for(_every_gemeente(con, 2021), 2020), derive=())
    assert _cell(added, region="MC40", indeling="periode") is not None
    assert _cell(added, region="MC14", indeling="periode") is None


def test_every_municipality_has_one_region_of_each_kind_in_each_year(given: Given) -> None:
    con, _ = given
    assert (
        con.execute("select gemeente, kind, year from gemeente_mapped group by all having count(*) <> 1").fetchall()
        == []
    )
    assert _gemeenten(con, "MC01", 2012) == _gemeenten(con, "MC01", 2019)
