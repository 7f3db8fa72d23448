"""The script that makes the statistics by hand finds what the product says, for every number it makes."""

import ast
import runpy
from pathlib import Path

import pytest

from .conftest import SampleRelease

SCRIPT = Path(__file__).with_name("statistics_by_hand.py")


@pytest.fixture(scope="module")
def tables(shown: SampleRelease) -> dict[str, list[tuple[str, str, str, bool]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_EXTRACTS", str(shown.extracts))
        found: dict[str, list[tuple[str, str, str, bool]]] = runpy.run_module("tests.statistics_by_hand")["TABLES"]
    return found


def test_every_number_made_by_hand_is_that_of_the_product(
    tables: dict[str, list[tuple[str, str, str, bool]]],
) -> None:
    assert list(tables) == ["12", "01", "29"]
    for region, rows in tables.items():
        assert len(rows) == 43
        assert [row for row in rows if not row[3]] == [], region


def test_no_number_is_left_open(tables: dict[str, list[tuple[str, str, str, bool]]]) -> None:
    assert not [row for rows in tables.values() for row in rows if "-" in row[1:3]]


def test_the_parts_of_a_gap_add_up(tables: dict[str, list[tuple[str, str, str, bool]]]) -> None:
    for rows in tables.values():
        mine = {quantity: float(shown) for quantity, shown, _, _ in rows if quantity.startswith("gap")}
        parts = sum(mine[f"gap: by {name}"] for name in ("age", "sex", "education", "rates"))
        assert parts == pytest.approx(mine["gap with the country"], abs=3e-6)
        alone = mine["gap: by age alone"] + mine["gap: by rates per age"]
        assert alone == pytest.approx(mine["gap with the country"], abs=3e-6)


def test_the_product_is_only_asked_and_never_helps() -> None:
    names = [
        name
        for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name is not None
    ]
    assert [name for name in names if name.split(".")[0] in ("dashboard", "etl", "tests")] == ["dashboard"]
    assert names[-2:] == ["flask", "dashboard"]
