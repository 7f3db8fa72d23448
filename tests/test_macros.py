"""The macros that the selects share: every notation they read, and what they refuse."""

import duckdb
import pytest

from .extract_support import prepared


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return prepared()


def value(con: duckdb.DuckDBPyConnection, expression: str, cell: str | None) -> object:
    found = con.execute(f"select {expression.replace('?', '$1')}", [cell]).fetchone()
    return found[0] if found else None


@pytest.mark.parametrize(
    ("macro", "cell", "expected"),
    [
        ("count_of", "1.234", 1234),
        ("count_of", "1.351.780", 1351780),
        ("count_of", " 5 ", 5),
        ("count_of", "2,02", None),
        ("count_of", "1.234,5", None),
        ("count_of", "0", 0),
        ("count_of", "12.5", None),
        ("count_of", "1351.780", None),
        ("count_of", "-1", None),
        ("count_of", "<5", None),
        ("count_of", "nan", None),
        ("count_of", "1e5", None),
        ("count_of", "", None),
        ("count_of", None, None),
        ("decimal_point_of", "   183.3", 183.3),
        ("decimal_point_of", "13126", 13126),
        ("decimal_point_of", "1.351.780", None),
        ("decimal_point_of", ".", None),
        ("decimal_point_of", "inf", None),
        ("schoolyear_of", "2017/'18*", 2017),
        ("schoolyear_of", "2017/’18", 2017),
        ("schoolyear_of", "2016-2017", 2016),
        ("schoolyear_of", " 2016-2017 ", 2016),
        ("schoolyear_of", "2016/2017", 2016),
        ("schoolyear_of", "2016-17", 2016),
        ("schoolyear_of", "2007/08", 2007),
        ("schoolyear_of", "1999/'00", 1999),
        ("schoolyear_of", "2023SJ00", 2023),
        ("schoolyear_of", "2023JJ00", 2023),
        ("schoolyear_of", "2021-2022 naar 2022-2023", 2021),
        ("schoolyear_of", "2023*", 2023),
        ("schoolyear_of", "2023", 2023),
        ("schoolyear_of", "2016-2018", None),
        ("schoolyear_of", "2016-18", None),
        ("schoolyear_of", "October 2011", None),
        ("schoolyear_of", "", None),
        ("period_of", "2023SJ00", 2023),
        ("period_of", "2023JJ00 ", 2023),
        ("period_of", "2023KW01", None),
        ("doorstroompunt_of", "28", "MC28"),
        ("doorstroompunt_of", "4", "MC04"),
        ("doorstroompunt_of", "04", "MC04"),
        ("doorstroompunt_of", " 4 ", "MC04"),
        ("doorstroompunt_of", "REGIO 28", "MC28"),
        ("doorstroompunt_of", "RM28", "MC28"),
        ("doorstroompunt_of", "MC28   ", "MC28"),
        ("doorstroompunt_of", "00", "NL01"),
        ("doorstroompunt_of", "NL01 ", "NL01"),
        ("doorstroompunt_of", "Rijnmond", None),
        ("gemeente_of", "488", "GM0488"),
        ("gemeente_of", "0488", "GM0488"),
        ("gemeente_of", "GM0488 ", "GM0488"),
        ("gemeente_of", "Utrecht", None),
    ],
)
def test_reads(con: duckdb.DuckDBPyConnection, macro: str, cell: str | None, expected: object) -> None:
    assert value(con, f"{macro}(?::varchar)", cell) == expected


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        *(("1.234", "P"), ("0", "P"), ("<5", "Q"), ("<10", "Q"), ("-1", "Q"), ("*", "Q"), ("x", "Q"), ("X", "Q")),
        *((".", "O"), (" . ", "O"), ("", "M"), ("  ", "M"), (None, "M"), ("Impossible", "M")),
    ],
)
def test_reason_for_a_cell(con: duckdb.DuckDBPyConnection, cell: str | None, status: str) -> None:
    assert value(con, "reason_of(?::varchar, 'P', 'a.csv', 'AANTAL')", cell) == status


def test_reason_for_a_cell_of_the_new_statline(con: duckdb.DuckDBPyConnection) -> None:
    def reason(attribute: str) -> object:
        return value(con, f"statline_reason_of(?::varchar, '{attribute}', 'A', 'a.json', 'Leerlingen')", None)

    assert [reason(word) for word in ("None", "Impossible", "Secret", "Unknown")] == ["M", "M", "O", "O"]
    assert value(con, "statline_reason_of(?::varchar, 'None', 'A', 'a.json', 'Leerlingen')", "530") == "A"


@pytest.mark.parametrize(
    ("expression", "cell", "sentence"),
    [
        (
            "reason_of(?::varchar, 'A', 'a.csv', 'AANTAL')",
            "12.5",
            "a.csv: column 'AANTAL' holds '12.5'; that can be read in two ways or is no whole number; write 1250 for a "
            "count, without decimals. Correct the file and build again.",
        ),
        (
            "code_of(?::varchar, map {'MBO NIVEAU 3': 'mbo_3', 'VO': 'vo'}, 'a.csv', 'NIVEAU')",
            "MBO NIVO 3",
            "a.csv: column 'NIVEAU' holds 'MBO NIVO 3'; did you mean 'MBO NIVEAU 3'? Correct the file and build again.",
        ),
        (
            "code_of(?::varchar, map {'MAN': 'man', 'VROUW': 'vrouw'}, 'a.csv', 'GESLACHT')",
            None,
            "a.csv: column 'GESLACHT' holds ''; choose from MAN, VROUW. Correct the file and build again.",
        ),
        (
            "known_region(?::varchar, 'a.csv', 'REGIO', 'Rijnmont')",
            None,
            "a.csv: column 'REGIO' holds 'Rijnmont'; no region has that number, code or name; did you mean 'Rijnmond'? "
            "Correct the file and build again.",
        ),
        (
            "known_region(?::varchar, 'a.csv', 'REGIO', 'MC99')",
            "MC99",
            "a.csv: column 'REGIO' holds 'MC99'; no region has that number, code or name; none in "
            "etl/codes/region.csv resembles it; add it to that list if it is a region. "
            "Correct the file and build again.",
        ),
        (
            "shown_of(?::varchar, 'a.csv')",
            "concept",
            "a.csv: column 'STATUS' holds 'concept'; write voorlopig or definitief. Correct the file and build again.",
        ),
    ],
)
def test_stops_with_a_sentence(
    con: duckdb.DuckDBPyConnection, expression: str, cell: str | None, sentence: str
) -> None:
    with pytest.raises(duckdb.InvalidInputException) as caught:
        value(con, expression, cell)
    assert str(caught.value) == f"Invalid Input Error: {sentence}"


def test_cells_together_add_up_or_say_why_not(con: duckdb.DuckDBPyConnection) -> None:
    cells = "(values ('a', '1.200'), ('a', '34'), ('b', '7'), ('b', '<5'), ('b', '.')) as cell(k, x)"
    found = con.execute(f"select k, cells_together(x) from {cells} group by k order by k").fetchall()
    assert found == [("a", "1234"), ("b", "<5")]


def test_macros_leave_nothing_in_a_release() -> None:
    con = prepared()
    kept = "from duckdb_functions() where function_type like '%macro%' and not internal and database_name <> 'temp'"
    assert con.execute(f"select function_name {kept}").fetchall() == []
    assert con.execute("select view_name from duckdb_views() where not internal and not temporary").fetchall() == []
