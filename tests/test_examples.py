"""Every worked example of every indicator is true, on three engines with one SQL text that others can parse too."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from dashboard import indicators, warehouse
from dashboard.indicators.assemble import assemble
from dashboard.indicators.plan import plan
from dashboard.indicators.query import build
from dashboard.indicators.result import Row, Selection, Values
from etl import text_table
from etl.catalogue import Example, Indicator, load_indicators

from .engines import SCHEMA, on_datafusion, on_sqlite
from .support import tiny_release

ENGINES = ("duckdb", "sqlite", "datafusion")


@cache
def declared() -> dict[str, Indicator]:
    return load_indicators()


EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.id}-{number}")
    for indicator in declared().values()
    for number, example in enumerate(indicator.examples, start=1)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the releases of this module, on show while it runs."""
    place = tmp_path_factory.mktemp("examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(place))
        yield place
        warehouse.close()


@cache
def release_of(folder: Path, indicator: str, given: str) -> str:
    """The id of a release that holds one indicator and the rows of one example."""
    return tiny_release(folder, given, indicators=[declared()[indicator]], activate=False)


def answers(folder: Path, indicator: Indicator, example: Example, engine: str) -> Values:
    """The answer of an engine to the question of an example."""
    release = release_of(folder, indicator.id, example.given)
    known = indicators.catalogue(release)
    plans = [plan(known, Selection(indicator.id, example.by, example.where))]
    sql, params = build(plans)
    run: dict[str, Callable[[list[tuple[Any, ...]], str, Sequence[object]], list[tuple[Any, ...]]]] = {
        "duckdb": lambda _rows, text, values: warehouse.records(text, values, release),
        "sqlite": on_sqlite,
        "datafusion": on_datafusion,
    }
    observations = warehouse.records(f"select {', '.join(SCHEMA.names)} from observation", (), release)
    rows = run[engine](observations, sql, params)
    return assemble(known, plans, rows)[0]


def shown(row: Row, by: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """A figure as a line of a text table, with the columns the example names."""
    key = dict(zip(by, row.key, strict=True))
    cells = {}
    for column in columns:
        cell = key[column] if column in key else getattr(row, column)
        cells[column] = "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    return cells


def same(expected: dict[str, str], found: dict[str, str]) -> bool:
    """Whether two lines say the same; numbers are compared as numbers, status only where it is written."""
    for column, text in expected.items():
        if column == "status" and text == "":
            continue
        try:
            if float(text) != float(found[column]):
                return False
        except ValueError:
            if text != found[column]:
                return False
    return True


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_example_is_true(indicator: Indicator, example: Example, engine: str, folder: Path) -> None:
    expected = text_table.parse(example.expect)
    found = [shown(row, example.by, expected.columns) for row in answers(folder, indicator, example, engine).rows]
    lines = expected.records()
    assert len(found) == len(lines), found
    for line in lines:
        assert any(same(line, row) for row in found), f"{line} is not among {found}"


@pytest.mark.parametrize("indicator", declared().values(), ids=declared())
def test_every_share_shows_what_happens_when_a_part_is_hidden(indicator: Indicator) -> None:
    assert indicator.examples
    if indicator.kind == "share":
        assert any(letter in example.given for letter in ("| Q", "| O") for example in indicator.examples)


@pytest.mark.parametrize("dialect", ["trino", "postgres", "spark", "bigquery"])
@pytest.mark.parametrize(("indicator", "example"), EXAMPLES[::3])
def test_other_dialects_can_read_the_text(indicator: Indicator, example: Example, dialect: str, folder: Path) -> None:
    known = indicators.catalogue(release_of(folder, indicator.id, example.given))
    sql, _ = build([plan(known, Selection(indicator.id, example.by, example.where))])
    text = sqlglot.transpile(sql, read="duckdb", write=dialect)[0]
    assert sqlglot.parse_one(text, read=dialect).find(sqlglot.exp.AggFunc)
