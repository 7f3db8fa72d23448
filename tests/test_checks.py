"""Each rule of etl/checks finds the one bad row made for it, and nothing in a release that is right."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl import checks, coverage
from etl.catalogue import load_indicators, load_sources
from etl.errors import CheckError

from .declarations import write_declarations
from .support import empty_release, insert_declarations, insert_rows, sign

GOOD = """
measure        | region | period | sex    | value | status
jongeren_proef | NL01   | 2024   | totaal | 1000  | A
neet_proef     | NL01   | 2024   | totaal | 50    | A
neet_proef     | NL01   | 2024   | man    |       | Q
"""

# Per rule: the table, and the rows that are wrong together with those above.
BAD = {
    "code_list": ("region", "code | name | name_en | kind | parent\nGM9999 | Nergens | Nowhere | gemeente | PV99"),
    "duplicate_key": ("observation", "measure | region | period | value\nneet_proef | NL01 | 2024 | 51"),
    "embargo": ("source", ""),
    "indicator_without_figures": ("coverage", ""),
    "leap": ("observation", ""),
    "national_total": ("observation", ""),
    "not_whole": ("observation", "measure | region | period | value\nneet_proef | LD01 | 2024 | 5.5"),
    "numerator_above_denominator": (
        "observation",
        "measure | region | period | value\nneet_proef | LD01 | 2024 | 21\njongeren_proef | LD01 | 2024 | 20",
    ),
    "parts_and_total": ("observation", ""),
    "percentage_above_100": ("observation", "measure | region | period | value\nprocent | LD01 | 2024 | 100.1"),
    "period_outside_region": ("observation", "measure | region | period | value\nneet_proef | MC14 | 2021 | 5"),
    "period_to_come": ("observation", "measure | region | period | value\nneet_proef | LD01 | 2042 | 5"),
    "published_percentage": ("observation", ""),
    "region_missing": ("observation", "measure | region | period | value\nneet_proef | MC01 | 2024 | 5"),
    "revised": ("observation", ""),
    "share_above_100": ("observation", ""),
    "target_indicator": ("target", ""),
    "target_region": ("target", ""),
    "target_superseded": ("target", ""),
    "unknown_code": ("observation", "measure | region | period | sex | value\nneet_proef | LD01 | 2024 | jongen | 5"),
    "unknown_measure": ("observation", "measure | region | period | value\nneet_prof | LD01 | 2024 | 5"),
    "unknown_region": ("observation", "measure | region | period | value\nneet_proef | LD09 | 2024 | 5"),
}
TARGET = """
id | indicator          | region | period_from | period_to | value | unit    | set_in | set_by | source | citation
t1 | neet_proef_aandeel | NL01   | 2024        | 2024      | 5     | percent | 2020   | OCW    | proef  | brief
"""


@pytest.fixture
def good(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    sources, indicators = write_declarations(tmp_path)
    known = load_sources(sources)
    with empty_release() as con:
        insert_declarations(con, load_indicators(indicators, known).values(), known, "published")
        con.execute(
            "insert into measure values ('procent', 'proef', 'Procent', 'Percent', 'percent', 1, 'year', false)"
        )
        sign(con, "20250301-00000000")
        insert_rows(con, "observation", GOOD)
        insert_rows(con, "target", TARGET)
        coverage.fill(con)
        yield con


def _finding(con: duckdb.DuckDBPyConnection, rule: str) -> checks.Finding | None:
    return checks.check(con, checks.FOLDER / f"{rule}.sql")


def test_every_rule_has_its_bad_row() -> None:
    assert {path.stem for path in checks.FOLDER.glob("*.sql")} == set(BAD)


@pytest.mark.parametrize("rule", sorted(BAD))
def test_rule_is_a_sentence_and_finds_nothing_in_a_right_release(good: duckdb.DuckDBPyConnection, rule: str) -> None:
    first = (checks.FOLDER / f"{rule}.sql").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- ")
    assert _finding(good, rule) is None


@pytest.mark.parametrize("rule", sorted(rule for rule, (_, rows) in BAD.items() if rows))
def test_rule_finds_its_bad_row(good: duckdb.DuckDBPyConnection, rule: str) -> None:
    table, rows = BAD[rule]
    insert_rows(good, table, rows)
    finding = _finding(good, rule)
    assert finding is not None
    # A region is missing for each one that is not there; every other rule finds one row.
    assert finding.count == (39 if rule == "region_missing" else 1)


def test_embargo(good: duckdb.DuckDBPyConnection) -> None:
    good.execute("update source set published = current_date + 30")
    finding = _finding(good, "embargo")
    assert finding is not None
    assert finding.count == 1
    good.execute("update release set publish_at = ?", [datetime.datetime.now() + datetime.timedelta(days=31)])
    assert _finding(good, "embargo") is None


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ("update code set parent = 'mannen' where dimension = 'sex' and code = 'man'", ("parent", "sex man", "mannen")),
        ("update region set successors = 'MC40 MC99' where code = 'MC14'", ("successor", "MC14", "MC99")),
        ("insert into region_map values ('GM0014', 'provincie', 'MC03', 2019, 2026)", ("region_map", "GM0014", "MC03")),
    ],
)
def test_code_list(good: duckdb.DuckDBPyConnection, change: str, names: tuple[str, str, str]) -> None:
    good.execute(change)
    finding = _finding(good, "code_list")
    assert finding is not None
    assert finding.rows == (names,)


def test_indicator_without_figures(good: duckdb.DuckDBPyConnection) -> None:
    good.execute("delete from coverage where dimension = 'period'")
    finding = _finding(good, "indicator_without_figures")
    assert finding is not None
    assert finding.rows == (("neet_proef_aandeel",),)


def _landsdelen(last: int) -> str:
    rows = [
        f"neet_proef | {name} | 2024 | {value}"
        for name, value in zip(("LD01", "LD02", "LD03"), (10, 15, 5), strict=True)
    ]
    return "\n".join(["measure | region | period | value", *rows, f"neet_proef | LD04 | 2024 | {last}"])


@pytest.mark.parametrize(("last", "found"), [(20, 0), (22, 0), (26, 1), (14, 1)])
def test_national_total(good: duckdb.DuckDBPyConnection, last: int, found: int) -> None:
    insert_rows(good, "observation", _landsdelen(last))
    finding = _finding(good, "national_total")
    assert (finding.count if finding else 0) == found


def test_national_total_leaves_room_for_rounding(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, "observation", _landsdelen(40))
    good.execute("update measure set rounded_to = 10")
    assert _finding(good, "national_total") is None


def test_numerator_may_pass_the_denominator_by_rounding(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, *BAD["numerator_above_denominator"])
    good.execute("update measure set rounded_to = 10")
    assert _finding(good, "numerator_above_denominator") is None


@pytest.mark.parametrize(("one", "other", "found"), [(60, 40, 0), (60, 41, 1)])
def test_share_of_several_codes(good: duckdb.DuckDBPyConnection, one: int, other: int, found: int) -> None:
    good.execute("""update indicator set numerator_where = '{"hours": ["20_tot_35", "35_plus"]}'""")
    insert_rows(
        good,
        "observation",
        f"""
        measure        | region | period | hours     | value
        neet_proef     | LD01   | 2024   | 20_tot_35 | {one}
        neet_proef     | LD01   | 2024   | 35_plus   | {other}
        neet_proef     | LD01   | 2024   | tot_12    | 99
        jongeren_proef | LD01   | 2024   | totaal    | 100
        """,
    )
    finding = _finding(good, "share_above_100")
    assert (finding.count if finding else 0) == found


@pytest.mark.parametrize(("printed", "found"), [("1.91", 0), ("1.9", 0), ("2", 0), ("1.92", 1), ("2.0", 0), ("1", 1)])
def test_published_percentage(good: duckdb.DuckDBPyConnection, printed: str, found: int) -> None:
    for name, unit in (("nieuwe_vsvers_duo", "persons"), ("startpopulatie_duo", "persons")):
        good.execute("insert into measure values (?, 'proef', 'x', 'x', ?, 1, 'schoolyear', false)", [name, unit])
    good.execute(
        "insert into measure values ('vsv_duo_pct_gepubliceerd', 'proef', 'x', 'x', 'percent', 1, 'schoolyear', false)"
    )
    insert_rows(
        good,
        "observation",
        f"""
        measure                  | region | period | value
        nieuwe_vsvers_duo        | NL01   | 2017   | 1912
        startpopulatie_duo       | NL01   | 2017   | 100000
        vsv_duo_pct_gepubliceerd | NL01   | 2017   | {printed}
        """,
    )
    finding = _finding(good, "published_percentage")
    assert (finding.count if finding else 0) == found


def _with_parts(total: int) -> str:
    """Four regions with men and women that add up to their total, and one more with this total for 1,016."""
    lines = ["measure | region | period | sex | value"]
    for region, whole, told in (("MC01", 40, 40), ("MC02", 90, 90), ("MC03", 300, 300), ("MC05", 1016, total)):
        lines += [f"neet_proef | {region} | 2024 | {sex} | {whole // 2}" for sex in ("man", "vrouw")]
        lines.append(f"neet_proef | {region} | 2024 | totaal | {told}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("total", "rounded_to", "found"),
    [(1016, 1, 0), (1160, 1, 1), (1061, 1, 1), (1601, 1, 1), (106, 1, 1), (10160, 1, 1), (1020, 1, 0), (1030, 10, 0)],
)
def test_parts_and_total(good: duckdb.DuckDBPyConnection, total: int, rounded_to: int, found: int) -> None:
    insert_rows(good, "observation", _with_parts(total))
    good.execute("update measure set rounded_to = ?", [rounded_to])
    finding = _finding(good, "parts_and_total")
    assert (finding.count if finding else 0) == found
    if finding:
        assert not finding.warning
        assert finding.rows[0] == ("neet_proef", "MC05", 2024, "sex", None, total, 1016)


def test_parts_that_never_add_up_are_no_parts_of_the_total(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, "observation", _with_parts(1016))
    good.execute("update observation set value = value * 2 where sex = 'totaal'")
    assert _finding(good, "parts_and_total") is None


@pytest.mark.parametrize(("now", "found"), [(1016, 0), (1060, 0), (950, 0), (1260, 1), (101, 1), (10160, 1)])
def test_leap(good: duckdb.DuckDBPyConnection, now: int, found: int) -> None:
    lines = ["measure | region | period | value"]
    for region, before, after in (("MC01", 400, 402), ("MC02", 900, 910), ("MC03", 3000, 2990), ("MC05", 1000, now)):
        lines += [f"neet_proef | {region} | 2023 | {before}", f"neet_proef | {region} | 2024 | {after}"]
    insert_rows(good, "observation", "\n".join(lines))
    finding = _finding(good, "leap")
    assert (finding.count if finding else 0) == found
    if finding:
        assert finding.warning
        assert finding.rows[0][1:5] == ("MC05", 2024, 1000, now)
        assert finding.rows[0][5] == f"{now / 10 - 100:+.0f} %"


def test_a_leap_of_all_regions_together_is_none(good: duckdb.DuckDBPyConnection) -> None:
    lines = ["measure | region | period | value"]
    for number in range(1, 10):
        lines += [f"neet_proef | MC0{number} | 2023 | 1000", f"neet_proef | MC0{number} | 2024 | 1300"]
    insert_rows(good, "observation", "\n".join(lines))
    assert _finding(good, "leap") is None


@pytest.mark.parametrize(("before", "found"), [(1016, 0), (1050, 0), (1160, 1), (101, 1)])
def test_revised(good: duckdb.DuckDBPyConnection, before: int, found: int) -> None:
    insert_rows(good, "observation", "measure | region | period | value\nneet_proef | MC05 | 2024 | 1016")
    insert_rows(
        good,
        "superseded",
        f"""
        measure    | region | period | indeling | age_group | sex    | education | leerweg | origin | diploma | moment | position | contract | hours  | value    | status | published
        neet_proef | MC05   | 2024   | periode  | totaal    | totaal | totaal    | totaal  | totaal | totaal  | totaal | totaal   | totaal   | totaal | {before} | P      | 2024-04-01
        """,  # noqa: E501
    )
    finding = _finding(good, "revised")
    assert (finding.count if finding else 0) == found
    assert finding is None or finding.warning


def test_a_finding_names_the_files_it_came_from(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, *BAD["not_whole"])
    good.execute("create temp table origin (measure varchar, region varchar, period integer, file varchar)")
    good.execute("insert into origin values ('neet_proef', 'LD01', 2024, 'extracts/a.csv'), ('x', 'LD01', 2024, 'b')")
    finding = _finding(good, "not_whole")
    assert finding is not None
    assert finding.files == ("extracts/a.csv",)
    assert finding.text().endswith(
        "the first is measure neet_proef, region LD01, period 2024, value 5.5, from extracts/a.csv"
    )


@pytest.mark.parametrize(
    ("rule", "column", "value"),
    [
        ("target_indicator", "indicator", "neet_prof"),
        ("target_region", "region", "MC99"),
        ("target_superseded", "superseded_by", "t9"),
    ],
)
def test_target(good: duckdb.DuckDBPyConnection, rule: str, column: str, value: str) -> None:
    good.execute(f"update target set {column} = ?", [value])
    finding = _finding(good, rule)
    assert finding is not None
    assert finding.rows == (("t1", value),)


def test_failing_rules_stop_the_build_with_one_sentence(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, *BAD["unknown_region"])
    with pytest.raises(CheckError) as caught:
        checks.run(good)
    assert str(caught.value) == (
        "etl/checks/unknown_region.sql: every region stands in the region list: 1 row does not fit, the first is "
        "measure neet_proef, region LD09; nothing was released. "
        "Correct the extract or its declaration, and build again."
    )
    assert len(caught.value.findings) == 1


def test_warnings_are_told_and_do_not_stop_the_build(good: duckdb.DuckDBPyConnection) -> None:
    insert_rows(good, *BAD["region_missing"])
    found = checks.run(good)
    assert [finding.path.stem for finding in found] == ["region_missing"]
    assert found[0].sentence == "every Doorstroompunt region of the latest period is there"
    assert (len(found[0].rows), found[0].count) == (10, 39)
