"""Target paths and sharing out: on a small release with every awkward case, and on the full sample."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from scipy import stats

from dashboard import warehouse
from dashboard.indicators import Catalogue, QueryError, catalogue, values
from dashboard.indicators.studies.judged import Judged, Point, Series, due_next
from dashboard.indicators.studies.sharing_out import sharing_out
from dashboard.indicators.studies.target_path import overlap, overview, target_path
from etl.catalogue import load_indicators

from .support import tiny_release

VSV, NEW = "vsv_duo_lt23_aantal", "vsv_2026_lt27_aantal"
NEET = "neet_leeftijd_aantal"


def observed(measure: str, region: str, figures: dict[int, float | str]) -> list[str]:
    """Rows of observation; a letter instead of a number is a figure that is not there, and why."""
    return [
        f"{measure} | {region} | {period} | {'' if isinstance(value, str) else value} | "
        f"{value if isinstance(value, str) else 'P' if period == 2024 else 'A'}"
        for period, value in figures.items()
    ]


def aims(rows: list[tuple[str, str, str, int, int, float, int, str]]) -> str:
    """A text table of target: id, indicator, region, from, to, value, set in, superseded by."""
    columns = "id | indicator | region | period_from | period_to | value | set_in | superseded_by | unit"
    lines = [f"{columns} | set_by | source | citation"]
    for row in rows:
        unit = "percent" if row[1] == "neet_eurostat" else "persons"
        lines.append(f"{' | '.join(map(str, row))} | {unit} | OCW | duo_vsv | Regeling")
    return "\n".join(lines)


GIVEN = "\n".join(
    [
        "measure | region | period | value | status",
        *observed("nieuwe_vsvers_duo", "NL01", {2018: 900, 2019: 1000, 2020: 900, 2021: "L", 2023: 820, 2024: 810}),
        *observed("nieuwe_vsvers_duo", "MC01", {2020: 100, 2022: 95, 2023: 90, 2024: 80}),
        *observed("nieuwe_vsvers_duo", "MC02", {2020: 100, 2023: 120, 2024: "Q"}),
        *observed("nieuwe_vsvers_2026", "NL01", {2023: 1100, 2024: 1000, 2025: 950, 2026: 940}),
        *observed("nieuwe_vsvers_2026", "MC01", {2024: 120}),
        *observed("neet_maatwerk", "NL01", {2024: 5000}),
        *observed("vsv_verwacht", "NL01", {2023: 820}),
        *observed("vsv_verwacht", "MC01", {2023: 90.5}),
    ]
)
PRINTED = """
measure           | region | period | age_group | value
neet_eurostat_pct | NL01   | 2021   | 15_tot_30 | 10
neet_eurostat_pct | NL01   | 2022   | 15_tot_30 | 9.5
neet_eurostat_pct | NL01   | 2023   | 15_tot_30 | 9.4
"""
TARGETS = aims(
    [
        ("first", VSV, "NL01", 2019, 2019, 1100, 2016, ""),
        ("old", VSV, "NL01", 2023, 2023, 800, 2019, "now"),
        ("past", VSV, "NL01", 2023, 2023, 800, 2021, ""),
        ("now", VSV, "NL01", 2026, 2026, 500, 2022, ""),
        ("gap", VSV, "NL01", 2022, 2022, 700, 2022, ""),
        ("own-1", VSV, "MC01", 2026, 2026, 60, 2022, ""),
        ("own-2", VSV, "MC02", 2024, 2024, 60, 2022, ""),
        ("never", VSV, "MC03", 2026, 2026, 60, 2022, ""),
        ("range", NEW, "NL01", 2026, 2029, 900, 2025, ""),
        ("eu", "neet_eurostat", "NL01", 2030, 2030, 9, 2023, ""),
        ("region", NEET, "MC01", 2026, 2026, 50, 2026, ""),
    ]
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("targets")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(folder))
        tiny_release(folder, GIVEN, tables={"target": TARGETS, "observation": PRINTED})
        yield
        warehouse.close()


def judged(indicator: str, region: str = "NL01") -> dict[str, Judged]:
    return {each.target.id: each for each in target_path(indicator, region).judged if each.target}


@pytest.mark.usefixtures("small")
def test_a_target_on_its_way() -> None:
    """900 in 2020/'21, out in 2022 when the target was set; 810 in 2024/'25; 500 wanted in 2026/'27."""
    now = judged(VSV)["now"]
    assert now.baseline == Point(2020, 900, "A", False, None)
    assert now.now == Point(2024, 810, "P", False, None)
    assert now.actual == pytest.approx(0.9 ** (1 / 4) - 1)
    assert now.required == pytest.approx((5 / 9) ** (1 / 6) - 1)
    assert now.from_now == pytest.approx((500 / 810) ** 0.5 - 1)
    assert now.fewer_per_year == 155
    assert now.ratio == pytest.approx((0.9 ** (1 / 4) - 1) / ((5 / 9) ** (1 / 6) - 1))
    assert (now.state, now.reason, now.pace_reason, now.overdue) == ("insufficient", "", "", False)
    assert now.path()[0] == (2020, 900.0) and now.path()[-1] == (2026, 500.0) and len(now.path()) == 7
    assert [period for period, _ in now.path_from_now()] == [2024, 2025, 2026]
    assert now.path_from_now()[1][1] == pytest.approx((810 * 500) ** 0.5)


@pytest.mark.usefixtures("small")
def test_the_interval_is_of_the_count() -> None:
    now = judged(VSV)["now"]
    low, high = stats.chi2.ppf(0.025, 2 * 810) / 2, stats.chi2.ppf(0.975, 2 * 810 + 2) / 2
    assert now.difference == 310
    assert (now.low, now.high) == pytest.approx((low - 500, high - 500))
    wide = target_path(VSV, level=0.998).judged
    assert all(each.low is None or each.low < judged(VSV)[each.target.id].low for each in wide if each.target)
    assert target_path(VSV, level=0.998).methods[-1].parameters["level"] == 0.998


@pytest.mark.usefixtures("small")
def test_targets_of_the_past() -> None:
    found = judged(VSV)
    assert list(found) == ["first", "gap", "old", "past", "now"]
    # Met in its own year; no figures were out when it was set.
    assert (found["first"].state, found["first"].reason, found["first"].pace_reason) == ("met", "", "no_baseline")
    assert (found["first"].from_now, found["first"].fewer_per_year, found["first"].path()) == (None, None, ())
    # 820 in 2023/'24 and 800 wanted; its baseline of 2019/'20 can be compared.
    assert found["past"].overdue and found["past"].baseline == Point(2019, 1000, "A", False, None)
    assert found["past"].path()[-1] == (2023, 800.0) and found["past"].path_from_now() == ()
    # The year itself has no figure, though a later one has.
    assert (found["gap"].state, found["gap"].reason, found["gap"].now) == ("unknown", "missing", None)
    assert found["gap"].difference is None and found["gap"].low is None
    assert (found["old"].state, found["old"].reason) == ("unknown", "superseded")


@pytest.mark.usefixtures("small")
def test_the_next_target_is_the_first_whose_year_has_no_figure() -> None:
    def target(due: int, now: int | None, superseded_by: str | None = None) -> Judged:
        declared = dataclasses.replace(catalogue().targets[0], superseded_by=superseded_by)
        return Judged("NL01", declared, due, None, None if now is None else Point(now, 1, "A", False, None), False)

    past, coming, later, without = target(2020, 2020), target(2025, 2024), target(2026, 2024), target(2027, None)
    assert [each.waits for each in (past, coming, without)] == [False, True, True]
    assert due_next([past, coming, later]) is coming
    assert due_next([past, without]) is without
    assert due_next([past]) is past
    assert due_next([target(2025, 2024, "other"), later]) is later
    assert due_next([]) is None and due_next([dataclasses.replace(coming, target=None)]) is None


def test_no_pace_across_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of 2019/'20 and later cannot be compared with the years before."""
    with_break = judged(VSV)["old"]  # set in 2019: nothing was out
    assert with_break.pace_reason == "no_baseline"
    monkeypatch.setattr("dashboard.indicators.studies.judged.PUBLISHED_AFTER", 4)
    now = judged(VSV)["now"]
    assert now.baseline is not None and now.baseline.period == 2018
    assert (now.state, now.reason, now.pace_reason) == ("unknown", "break", "break")
    assert now.actual is None and now.required is None and now.ratio is None and now.path() == ()
    assert now.from_now is not None and now.fewer_per_year == 155 and now.path_from_now()


@pytest.mark.usefixtures("small")
def test_regions_with_hidden_and_no_figures() -> None:
    hidden = judged(VSV, "MC02")["own-2"]
    # The last known figure is that of the year before, so the target year has still to come.
    assert hidden.now == Point(2023, 120, "A", False, None) and hidden.state == "away"
    never = judged(VSV, "MC03")["never"]
    assert (never.state, never.reason, never.pace_reason) == ("unknown", "missing", "no_baseline")
    assert never.now is None and never.baseline is None and never.path_from_now() == ()
    without = target_path(VSV, "MC04")
    assert (without.judged, without.reason, without.series.points) == ((), "no_target", ())


@pytest.mark.usefixtures("small")
def test_a_target_for_several_years_is_judged_year_by_year() -> None:
    """940 in 2026/'27, where at most 900 is wanted in each of 2026/'27 to 2029/'30."""
    missed, ahead = target_path(NEW).judged
    assert missed.target == ahead.target
    assert (missed.due, missed.state, missed.difference) == (2026, "overdue", 40)
    assert (ahead.due, ahead.now and ahead.now.period, ahead.fewer_per_year) == (2027, 2026, 40)
    assert ahead.ratio == pytest.approx(((94 / 110) ** (1 / 3) - 1) / ((90 / 110) ** (1 / 4) - 1))
    assert ahead.state == "on_track"


@pytest.mark.usefixtures("small")
def test_percentages_go_by_points_and_have_no_interval() -> None:
    path = target_path("neet_eurostat")
    (found,) = path.judged
    assert found.points and found.baseline and found.baseline.period == 2021
    assert found.actual == pytest.approx(-0.3) and found.required == pytest.approx(-1 / 9)
    assert found.state == "on_track" and found.difference == pytest.approx(0.4)
    assert (found.low, found.high, found.fewer_per_year) == (None, None, None)
    assert [method.id for method in path.methods] == ["target_baseline", "target_pace_points"]


@pytest.mark.usefixtures("small")
def test_a_share_is_answered_with_its_count() -> None:
    path = target_path("vsv_duo_lt23", "MC01")
    assert (path.asked, path.indicator, path.series.indicator) == ("vsv_duo_lt23", VSV, VSV)
    assert [b.period for b in path.breaks] == [2012, 2016, 2019]
    assert overview("neet_leeftijd").indicator == NEET
    assert overview("neet_leeftijd").period == 2026


@pytest.mark.usefixtures("small")
def test_overview_is_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue()
    asked = []
    real = warehouse.records
    monkeypatch.setattr("dashboard.indicators.reading.records", lambda *args: asked.append(args) or real(*args))
    made = overview(VSV)
    assert len(asked) == 1
    assert made.period == 2026 and [row.region for row in made.rows[:3]] == ["NL01", "MC01", "MC02"]
    assert len(made.rows) == 41 and "MC14" not in {row.region for row in made.rows}
    for row in made.rows[:2]:
        assert row == next(each for each in target_path(VSV, row.region).judged if each.due == 2026)
    without = made.rows[2]
    assert (without.target, without.reason, without.difference, without.actual) == (None, "no_target", None, None)
    assert without.now == Point(2023, 120, "A", False, None) and without.path() == () == without.path_from_now()


@pytest.mark.usefixtures("small")
def test_overview_of_a_year() -> None:
    assert overview(NEW).period == 2027
    past = overview(VSV, 2023)
    assert past.rows[0].target is not None and past.rows[0].target.id == "past"
    assert past.rows[0].overdue


@pytest.mark.usefixtures("small")
def test_overview_after_the_last_target_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "periods", lambda *_: (2040,))
    assert overview(VSV).period == 2026


@pytest.mark.usefixtures("small")
def test_overlap_keeps_definitions_apart() -> None:
    both = overlap()
    assert (both.old.indicator, both.new.indicator) == (VSV, NEW)
    assert [(p.period, p.value) for p in both.old.points] == [(2023, 820), (2024, 810)]
    assert [(p.period, p.value) for p in both.new.points] == [(2023, 1100), (2024, 1000)]
    assert [p.period for p in overlap("MC01").new.points] == [2024]
    assert overlap("MC03").old == Series(VSV, "MC03", ())


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: target_path("vsv_cbs"), "has no targets by its definition"),
        (lambda: target_path("vsv_duo_lt32"), "did you mean 'vsv_duo_lt23'"),
        (lambda: target_path(VSV, "Oost-Groningen"), "did you mean 'MC01'"),
        (lambda: target_path(VSV, "Atlantis"), "Unknown region 'Atlantis'; there are"),
        (lambda: target_path(VSV, level=95), "between 0 and 1"),
        (lambda: overview(VSV, level=0), "between 0 and 1"),
        (lambda: overview(VSV, 2031), "its target years are 2019, 2022, 2023, 2024, 2026"),
        (lambda: overlap("doorstroompunt"), "Unknown region 'doorstroompunt'"),
        (lambda: sharing_out(VSV, 2024), "its target years are 2019, 2022, 2023, 2026"),
        (lambda: sharing_out("neet_eurostat"), "no target in people for the whole country"),
        (lambda: sharing_out(NEET), "no target in people for the whole country"),
    ],
)
def test_bad_questions(ask: object, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence) as error:
        ask()  # type: ignore[operator]
    assert str(error.value).endswith("ask again.")


@pytest.mark.usefixtures("small")
def test_sharing_out_with_hidden_regions() -> None:
    """Only Oost-Groningen and the one after have a figure in 2023/'24: nobody else gets a part, and it says so."""
    made = sharing_out(VSV)
    assert (made.period, made.target.value, len(made.regions)) == (2026, 500, 40)
    assert list(made.own) == ["MC01", "MC03"] and len(made.without) == 38
    current, expected = made.ways
    assert (current.period, current.provisional, current.complete) == (2023, False, False)
    parts = current.parts
    assert (parts["MC01"].people, parts["MC02"].people) == (55, 73)  # 500 x 90 / 820 = 54.9 and x 120 = 73.2
    assert parts["MC01"].quota == pytest.approx(500 * 90 / 820)
    assert (parts["MC03"].people, parts["MC03"].quota, parts["MC03"].reason) == (None, None, "missing")
    assert current.left == 500 - 55 - 73
    assert (expected.period, expected.parts["MC01"].people, expected.left) == (2023, 55, 445)
    assert expected.parts["MC01"].weight == 90.5


@pytest.mark.parametrize("expected", [True, False])
def test_sharing_out_without_a_figure_for_the_country(
    expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it nobody's part is known; without the risk model there is one way."""
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    rows = observed("nieuwe_vsvers_duo", "MC01", {2024: 80})
    rows += observed("vsv_verwacht", "MC01", {2023: 90.5}) if expected else []
    known = [item for name, item in load_indicators().items() if expected or not name.startswith("vsv_verwacht")]
    target = aims([("now", VSV, "NL01", 2026, 2026, 500, 2022, "")])
    tiny_release(tmp_path, "\n".join([GIVEN.splitlines()[0], *rows]), indicators=known, tables={"target": target})
    made = sharing_out(VSV)
    assert [way.id for way in made.ways] == ["current_share", "expected_value"][: 1 + expected]
    assert made.ways[0].left is None and made.ways[0].provisional
    assert made.ways[0].parts["MC01"].reason == "incomplete" and not made.ways[0].complete
    warehouse.close()


def test_sharing_out_without_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    target = aims([("now", VSV, "NL01", 2026, 2026, 500, 2022, "")])
    tiny_release(tmp_path, GIVEN.splitlines()[0], tables={"target": target})
    with pytest.raises(QueryError, match="has no figures"):
        sharing_out(VSV)
    assert target_path(VSV).judged[0].reason == "missing"
    warehouse.close()


@pytest.mark.usefixtures("sample")
def test_the_country_on_the_sample() -> None:
    """28,514 in 2024/'25, 24,480 in 2020/'21 and 18,000 wanted a year later: further away than at the start."""
    found = judged("vsv_duo_lt23")
    now = found["vsv_duo_lt23_aantal-2025"]
    assert (now.baseline and now.baseline.value, now.now and now.now.value) == (24480, 28514)
    assert (now.state, now.fewer_per_year) == ("away", 10514)
    states = {name: each.state for name, each in found.items()}
    assert states["vsv_duo_lt23_aantal-2015"] == "met"
    assert states["vsv_duo_lt23_aantal-2020"] == states["vsv_duo_lt23_aantal-2023"] == "overdue"
    assert found["vsv_duo_lt23_aantal-2020"].pace_reason == "break"
    # The new definition has its own target and its own series, and none of the old one.
    new = target_path("vsv_2026_lt27")
    assert {each.target.value for each in new.judged if each.target} == {23000}
    assert min(point.period for point in new.series.points) == 2023
    assert not {point.value for point in new.series.points} & {p.value for p in target_path(VSV).series.points}


@pytest.mark.usefixtures("sample")
def test_all_regions_on_the_sample() -> None:
    made = overview(VSV)
    assert made.period == 2025 and len(made.rows) == 41
    without = {row.region for row in made.rows if row.target is None}
    assert without == {"MC09", "MC23", "MC31"}
    assert {row.reason for row in made.rows if row.region in without} == {"no_target"}
    for row in made.rows:
        figure = values(VSV, (), {"region": row.region, "period": 2024}).rows[0].value
        assert row.now is not None and row.now.value == figure
        if row.target is not None:
            assert row.difference == figure - row.target.value
            assert row.low < row.difference < row.high


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("indicator", [VSV, NEW])
def test_the_target_of_the_country_shared_out_on_the_sample(indicator: str) -> None:
    made = sharing_out(indicator)
    assert made.without == ("MC09", "MC23", "MC31") and len(made.own) == 37
    for way in made.ways:
        assert way.complete and way.left == 0 and len(way.parts) == 40
        assert sum(part.people or 0 for part in way.parts.values()) == made.target.value
        assert all(abs((part.people or 0) - (part.quota or 0)) < 1 for part in way.parts.values())
    assert [way.indicator for way in made.ways] == [indicator, "vsv_verwacht_aantal"]
    # The regions of a year of the past are those of then: Arnhem and Nijmegen were one.
    if indicator == VSV:
        past = sharing_out(VSV, 2015)
        assert "MC14" in past.regions and "MC40" not in past.regions
        assert past.ways[0].period == 2019 and past.ways[0].complete
        assert not past.ways[1].complete and past.ways[1].parts["MC14"].reason == "missing"
