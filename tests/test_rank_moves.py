"""Moves in rank: three regions worked out by hand, every reason for none, and the whole sample."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.indicators import DIMENSIONS, QueryError, values
from dashboard.indicators.studies.rank_moves import RankMove, rank_moves

from .support import tiny_release

COUNT, SHARE = "vsv_duo_lt23_aantal", "vsv_duo_lt23"
Figures = dict[str, dict[int, float | str]]


def given(figures: Figures, people: float = 1000) -> str:
    rows = ["measure | region | period | value | status"]
    for region, periods in figures.items():
        for period, value in periods.items():
            cell, status = ("", value) if isinstance(value, str) else (value, "A")
            rows.append(f"nieuwe_vsvers_duo | {region} | {period} | {cell} | {status}")
            rows.append(f"startpopulatie_duo | {region} | {period} | {people} | A")
    return "\n".join(rows)


def earlier(values: dict[str, float], period: int = 2023, measure: str = "nieuwe_vsvers_duo") -> dict[str, str]:
    head = " | ".join(["measure", "region", "period", "indeling", *DIMENSIONS[3:], "value", "status", "published"])
    totals = " | ".join(["totaal"] * (len(DIMENSIONS) - 3))
    rows = [f"{measure} | {r} | {period} | periode | {totals} | {v} | P | 2025-03-01" for r, v in values.items()]
    return {"superseded": "\n".join([head, *rows])}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    yield tmp_path
    warehouse.close()


THREE: Figures = {"MC01": {2023: 25, 2024: 25}, "MC02": {2023: 20, 2024: 30}, "MC03": {2023: 30, 2024: 20}}


def parts(row: RankMove | None) -> tuple[object, ...]:
    assert row is not None
    return row.before, row.now, row.moved, row.own, row.others, row.revision


@pytest.mark.parametrize("indicator", [COUNT, SHARE])
def test_three_regions_by_hand(folder: Path, indicator: str) -> None:
    """Published then: 10, 20, 30, so ranks 1, 2, 3. Revised: 25, 20, 30, so 2, 1, 3. Now: 25, 30, 20, so 2, 3, 1."""
    tiny_release(folder, given(THREE), tables=earlier({"MC01": 10}))
    found = rank_moves(indicator)
    assert (found.before, found.now, found.first, found.revision_reason) == (2023, 2024, "low", "")
    # MC01 stayed as it was; only its earlier figure was revised.
    assert parts(found.of("MC01")) == (1, 2, 1, 0, 0, 1)
    # 30 among the others of then is second, and 20 among those of now first: halves.
    assert parts(found.of("MC02")) == (2, 3, 1, 1.5, 0.5, -1)
    assert parts(found.of("MC03")) == (3, 1, -2, -1.5, -0.5, 0)
    assert found.of("MC99") is None
    assert [method.id for method in found.methods] == ["rank_simulation", "rank_move"]


def test_without_earlier_versions_nothing_is_revision(folder: Path) -> None:
    tiny_release(folder, given(THREE), tables=earlier({"MC01": 10}, period=2022))
    found = rank_moves(SHARE)
    assert found.revision_reason == "no_versions"
    assert [row.revision for row in found.rows[:3]] == [0, 0, 0]
    assert parts(found.of("MC01"))[:3] == (2, 2, 0)


def test_revised_people_move_a_share_and_not_a_count(folder: Path) -> None:
    tiny_release(folder, given(THREE), tables=earlier({"MC02": 500}, measure="startpopulatie_duo"))
    assert parts(rank_moves(SHARE).of("MC02")) == (3, 3, 0, 1.5, 0.5, -2)
    assert rank_moves(COUNT).revision_reason == "no_versions"


def test_far_apart_is_moved_and_close_is_not(folder: Path) -> None:
    far: Figures = {"MC01": {2023: 100, 2024: 900}, "MC02": {2023: 500, 2024: 500}}
    tiny_release(folder, given(far))
    assert [row.outcome for row in rank_moves(SHARE).rows[:2]] == ["moved", "moved"]
    close = tiny_release(folder, given({"MC01": {2023: 50, 2024: 52}, "MC02": {2023: 51, 2024: 51}}))
    row = rank_moves(SHARE, release=close).rows[0]
    assert (row.moved, row.outcome, row.before_low, row.before_high) == (1, "not_distinguishable", 1, 2)


def test_regions_without_figures_say_so_and_move_nobody(folder: Path) -> None:
    tiny_release(folder, given(THREE | {"MC04": {2023: 1, 2024: "Q"}, "MC05": {2023: "Q"}, "MC06": {2024: 0}}))
    found = rank_moves(SHARE)
    for region in ("MC04", "MC05", "MC06", "MC07"):
        row = found.of(region)
        assert row is not None and (row.reason, row.before, row.now_low, row.own, row.outcome) == (
            "missing",
            None,
            None,
            None,
            "",
        )
    assert parts(found.of("MC03"))[:3] == (3, 1, -2)


def test_one_region_has_nothing_to_be_ranked_against(folder: Path) -> None:
    tiny_release(folder, given({"MC01": {2023: 10, 2024: 20}}))
    row = rank_moves(SHARE).rows[0]
    assert (row.reason, row.before, row.outcome) == ("few_regions", None, "")


def test_never_across_a_break(folder: Path) -> None:
    tiny_release(folder, given({"MC01": {2018: 10, 2019: 20}, "MC02": {2018: 15, 2019: 12}}))
    found = rank_moves(SHARE)
    assert {row.reason for row in found.rows} == {"break"}
    assert all(row.moved is None and row.before is None for row in found.rows)


def test_a_region_that_was_split(folder: Path) -> None:
    """Region 14 became 40 and 41 in 2021; NEET has no break there."""
    rows = ["measure | region | period | value | status"]
    for region, period in (
        ("MC01", 2020),
        ("MC01", 2021),
        ("MC02", 2020),
        ("MC02", 2021),
        ("MC14", 2020),
        ("MC40", 2021),
    ):
        rows += [f"neet_maatwerk | {region} | {period} | 10 | A", f"jongeren_maatwerk | {region} | {period} | 100 | A"]
    tiny_release(folder, "\n".join(rows))
    found = rank_moves("neet_leeftijd")
    assert {row.region: row.reason for row in found.rows if row.region in ("MC01", "MC14", "MC40", "MC41")} == {
        "MC01": "",
        "MC14": "missing",
        "MC40": "missing",
        "MC41": "missing",
    }


def test_a_filter_leaves_no_versions(folder: Path) -> None:
    rows = ["measure | region | period | sex | value | status"]
    for region, first, last in (("MC01", 10, 30), ("MC02", 20, 20)):
        for sex in ("man", "totaal"):
            for period, value in ((2023, first), (2024, last)):
                rows.append(f"nieuwe_vsvers_duo | {region} | {period} | {sex} | {value} | A")
    tiny_release(folder, "\n".join(rows), tables=earlier({"MC01": 40}))
    assert parts(rank_moves(COUNT).of("MC01"))[0] == 2
    men = rank_moves(COUNT, where={"sex": "man"})
    assert men.revision_reason == "no_versions" and parts(men.of("MC01")) == (1, 2, 1, 1, 0, 0)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"indicator": "vsv"}, "Unknown indicator"),
        ({"indicator": SHARE, "now": 1999}, "no period '1999'"),
        ({"indicator": SHARE, "now": 2012}, "no period before 2012"),
        ({"indicator": SHARE, "now": 2022, "before": 2023}, "'2023' is no earlier period"),
        ({"indicator": SHARE, "where": {"region": "MC01"}}, "region and period are no filters"),
        ({"indicator": SHARE, "where": {"sex": "men"}}, "Unknown sex code"),
        ({"indicator": SHARE, "level": 0}, "Unknown level '0'"),
        ({"indicator": "neet_eurostat"}, "no figures of Doorstroompunt regions"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        rank_moves(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("indicator", [SHARE, COUNT, "neet_leeftijd", "duurzaam_werk_12u", "vsv_2026_lt27"])
def test_the_parts_add_up_and_ranks_are_those_of_the_table(indicator: str) -> None:
    found = rank_moves(indicator)
    chosen = {"region": "doorstroompunt", "period": found.now}
    table = values(indicator, ("region",), chosen, with_=["rank"])
    ranks = {row.key[0]: rank for row, rank in zip(table.rows, table.extra["rank"], strict=True)}
    bounds = {row.key[0]: low for row, low in zip(table.rows, table.extra["rank_low"], strict=True)}
    assert len(found.rows) == 40 and {row.reason for row in found.rows} == {""}
    for row in found.rows:
        assert (row.now, row.now_low) == (ranks[row.region], bounds[row.region])
        assert None not in (row.moved, row.own, row.others, row.revision)
        assert row.moved == pytest.approx((row.own or 0) + (row.others or 0) + (row.revision or 0))
        assert row.outcome in ("moved", "not_distinguishable")
    assert found.first == ("high" if indicator == "duurzaam_werk_12u" else "low")
    assert (found.revision_reason == "") == (indicator in (SHARE, COUNT))


@pytest.mark.usefixtures("sample")
def test_printed_and_modelled_figures_have_no_ranks() -> None:
    assert {row.reason for row in rank_moves("vsv_verwacht_aantal").rows} == {"modelled"}
    assert {row.reason for row in rank_moves("duurzaam_werk_12u", where={"moment": "5_jaar"}, now="latest").rows} == {
        ""
    }


@pytest.mark.usefixtures("sample")
def test_figures_are_read_by_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = warehouse.records
    rank_moves("neet_leeftijd")
    monkeypatch.setattr("dashboard.indicators.reading.records", lambda *args: asked.append(args) or real(*args))
    rank_moves("neet_leeftijd", 2024, 2016)
    assert len(asked) == 1
