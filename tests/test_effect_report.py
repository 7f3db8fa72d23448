"""The effect report: one small region worked out by hand, every reason for no figure, and the whole sample."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from scipy import stats
from statsmodels.stats import proportion

from dashboard import warehouse
from dashboard.indicators import QueryError, catalogue, values
from dashboard.indicators.studies.effect_report import EffectReport, deadline, effect_report, past
from dashboard.indicators.studies.standardised import expected_values
from etl.catalogue import load_indicators

from .support import tiny_release

OLD, NEW, NEET = "vsv_duo_lt23_aantal", "vsv_2026_lt27_aantal", "neet_leeftijd_aantal"
# Study year 2025/'26: per region vsv'ers and people, men and women. Regions 1 and 2 are the whole country.
YEAR = {
    "NL01": ((200, 10000), (100, 20000)),
    "MC01": ((150, 6000), (30, 4000)),
    "MC02": ((50, 4000), (70, 16000)),
}


def observed(measure: str, region: str, period: int, value: float | str, sex: str = "totaal") -> str:
    cell, status = ("", value) if isinstance(value, str) else (value, "P" if period == 2025 else "A")
    return f"{measure} | {region} | {period} | {sex} | {cell} | {status}"


def pair(measures: tuple[str, str], region: str, period: int, x: float | str, n: float | str) -> list[str]:
    return [observed(measures[0], region, period, x), observed(measures[1], region, period, n)]


DUO, DUO27 = ("nieuwe_vsvers_duo", "startpopulatie_duo"), ("nieuwe_vsvers_2026", "startpopulatie_2026")
JOB = ("neet_maatwerk", "jongeren_maatwerk")


def table(*rows: str) -> str:
    return "\n".join(["measure | region | period | sex | value | status", *rows])


def split_by_sex() -> list[str]:
    rows = []
    for region, (men, women) in YEAR.items():
        for sex, (x, n) in {"man": men, "vrouw": women, "totaal": (men[0] + women[0], men[1] + women[1])}.items():
            rows += [observed(DUO[0], region, 2025, x, sex), observed(DUO[1], region, 2025, n, sex)]
    return rows


GIVEN = table(
    *split_by_sex(),
    *pair(DUO, "NL01", 2022, 400, 30000),
    *pair(DUO, "MC01", 2022, 220, 10000),
    *pair(DUO, "MC02", 2022, 180, 20000),
    *pair(DUO, "MC03", 2022, 20, 1000),
    *pair(DUO, "MC03", 2025, "Q", 1000),
    *pair(JOB, "NL01", 2024, 900, 10000),
    *pair(JOB, "MC01", 2024, 100, 1000),
    observed("vsv_verwacht", "NL01", 2025, 310),
    observed("vsv_verwacht", "MC01", 2025, 150.5),
    observed("vsv_verwacht", "MC02", 2025, 130),
)


def aims(*rows: tuple[str, str, int, int, float, int, str]) -> dict[str, str]:
    """Target figures: indicator, region, from, to, value, set in, superseded by."""
    columns = "id | indicator | region | period_from | period_to | value | set_in | superseded_by | unit"
    lines = [f"{columns} | set_by | source | citation"]
    lines += [f"t{at} | {' | '.join(map(str, row))} | persons | regio | duo_vsv | plan" for at, row in enumerate(rows)]
    return {"target": "\n".join(lines)}


AIMS = aims(
    (OLD, "MC01", 2025, 2025, 170, 2023, "t1"),
    (OLD, "MC01", 2025, 2025, 150, 2024, ""),
    (OLD, "MC02", 2025, 2025, 130, 2024, ""),
    (NEW, "MC01", 2026, 2027, 140, 2026, ""),
    (NEET, "MC01", 2026, 2026, 81, 2026, ""),
    (NEET, "MC01", 2027, 2027, 70, 2026, ""),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    yield tmp_path
    warehouse.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    place = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(place))
        tiny_release(place, GIVEN, tables=AIMS)
        yield
        warehouse.close()


def rows_of(report: EffectReport) -> dict[str, dict[str, object]]:
    rows = {row["id"]: row for row in report.rows()}
    assert len(rows) == len(report.rows())
    return rows


def test_the_deadline_is_30_april() -> None:
    """Study year 2025/'26 ends in 2026; its figures come by March 2027."""
    assert deadline(2025) == datetime.date(2027, 4, 30)
    assert not past(2025, datetime.date(2027, 4, 30)) and past(2025, datetime.date(2027, 5, 1))


@pytest.mark.usefixtures("small")
def test_target_and_result_by_hand() -> None:
    """150 wanted, 180 counted; 220 in 2022/'23 was the last figure when the target was set in 2024."""
    report = effect_report("MC01")
    assert (report.period, report.deadline.year, [line.duty.id for line in report.lines]) == (
        2025,
        2027,
        ["vsv", "neet"],
    )
    vsv = report.lines[0]
    low, high = stats.chi2.ppf(0.025, 360) / 2, stats.chi2.ppf(0.975, 362) / 2
    target = vsv.target
    assert (vsv.indicator.id, vsv.value, vsv.realised and vsv.realised.status) == (OLD, 180, "P")
    assert target.target and (target.target.value, target.state, target.difference) == (150, "overdue", 30)
    assert (target.low, target.high) == pytest.approx((low - 150, high - 150))
    assert target.required == pytest.approx((150 / 220) ** (1 / 3) - 1)
    assert target.actual == pytest.approx((180 / 220) ** (1 / 3) - 1)
    # The next target is by the new definition, so it is not the next one of this line.
    assert vsv.next.target is None and vsv.next.reason == "no_target"
    rows = rows_of(report)
    assert (rows["vsv_difference"]["value"], rows["vsv_target"]["outcome"]) == (30, "overdue")
    assert (rows["vsv_pace_needed"]["value"], rows["vsv_pace_needed"]["reason"]) == (None, "")
    assert rows["vsv_target"]["article"] == "2.3 a" and rows["vsv_target"]["source"] == "duo_vsv"
    met = effect_report("MC02").lines[0].target
    assert (met.state, met.difference) == ("met", -10)


@pytest.mark.usefixtures("small")
def test_the_share_and_the_rest_of_the_country() -> None:
    """180 of 10,000 in the region, 120 of 20,000 elsewhere."""
    share = effect_report("MC01").lines[0].share
    limits = stats.binomtest(180, 10000).proportion_ci(0.95, "wilson")
    assert share.value == pytest.approx(1.8) and share.rest == pytest.approx(0.6)
    assert (share.low, share.high) == pytest.approx((100 * limits.low, 100 * limits.high))
    theirs = proportion.confint_proportions_2indep(180, 10000, 120, 20000, method="newcomb", compare="diff")
    assert share.difference == pytest.approx(1.2)
    assert (share.difference_low, share.difference_high) == pytest.approx(tuple(100 * each for each in theirs))
    assert (share.outcome, share.reason) == ("higher", "")


@pytest.mark.usefixtures("small")
def test_expected_numbers() -> None:
    """At the country's 2 % of men and 0.5 % of women: 6000 x 0.02 + 4000 x 0.005 = 140."""
    ours, cbs = effect_report("MC01").lines[0].expected
    assert (ours.model, ours.factors, ours.expected, ours.difference) == ("intern", ("sex",), 140, 40)
    assert (ours.pooled, ours.reason) == (0, "")
    made = expected_values("vsv_duo_lt23", 2025).compared.difference_limits
    assert (ours.low, ours.high) == (made.low[0], made.high[0])
    assert (cbs.model, cbs.expected, cbs.difference, cbs.factors) == ("cbs", 150.5, 29.5, ())
    assert cbs.version and cbs.low is not None and cbs.low < 29.5 < (cbs.high or 0)
    rows = rows_of(effect_report("MC01"))
    assert rows["vsv_expected_cbs"]["source"] == "maatwerk_risico"
    assert rows["vsv_expected_intern_difference"]["method"] == "standardised"


@pytest.mark.usefixtures("small")
def test_what_composition_explains() -> None:
    """Kitagawa: (2.5 + 2) / 2 x (0.6 - 1/3) + (0.75 + 0.5) / 2 x (0.4 - 2/3) = 0.43 points of the gap of 0.8."""
    part = effect_report("MC01").lines[0].explained
    points = 2.25 * (0.6 - 1 / 3) + 0.625 * (0.4 - 2 / 3)
    assert (part.gap, part.points, part.people) == pytest.approx((0.8, points, 100 * points))
    assert (part.factor, part.factor_points, part.pooled, part.reason) == ("sex", pytest.approx(points), 0, "")
    assert part.methods[0].id == "kitagawa"


@pytest.mark.usefixtures("small")
def test_a_year_without_a_figure_has_a_pace_and_no_difference() -> None:
    """Young people without education or work: 100 in 2024, 81 wanted in 2026, so 10 % fewer a year."""
    report = effect_report("MC01", 2026)
    vsv, neet = report.lines
    assert (vsv.duty.article, vsv.indicator.id, neet.duty.article) == ("2.3 b", NEW, "2.3 c")
    assert (neet.reason, neet.value, neet.target.difference, neet.target.low) == ("not_yet", None, None, None)
    assert neet.target.from_now == pytest.approx(-0.1) and neet.target.fewer_per_year == pytest.approx(9.5)
    assert neet.next.target and (neet.next.due, neet.next.target.value, neet.next.fewer_per_year) == (2027, 70, 10)
    # A target for two years is the next one as well.
    assert vsv.target.target == vsv.next.target and (vsv.target.due, vsv.next.due) == (2026, 2027)
    assert vsv.share.reason == "missing" and vsv.explained.reason == "missing"
    rows = rows_of(report)
    assert rows["neet_pace_needed"]["value"] == pytest.approx(-10)
    assert (rows["neet_difference"]["reason"], rows["neet_difference"]["value"]) == ("not_yet", None)
    assert {id for id, _ in report.unknown()} >= {"neet_realised", "neet_share", "vsv_expected_cbs"}
    assert all(row["reason"] or row["value"] is not None for row in rows.values())
    assert list(vsv.beside) == ["vsv_2026_lt27_zonder_entree"]


@pytest.mark.usefixtures("small")
def test_a_report_of_the_past_does_not_look_ahead() -> None:
    vsv = effect_report("MC01", "2022").lines[0]
    assert (vsv.value, vsv.target.reason) == (220, "no_target")
    assert vsv.next.due == 2025 and vsv.next.now and (vsv.next.now.period, vsv.next.now.value) == (2022, 220)
    assert vsv.next.fewer_per_year == pytest.approx(70 / 3)
    # 2.2 % against 0.9 % is a difference, and this year was not split by groups.
    assert (vsv.share.outcome, vsv.explained.reason, vsv.expected[0].reason) == ("higher", "no_strata", "no_strata")
    assert vsv.expected[1].reason == "missing"


@pytest.mark.usefixtures("small")
def test_a_hidden_figure_and_a_year_between() -> None:
    hidden = effect_report("MC03").lines[0]
    assert (hidden.reason, hidden.value, hidden.share.reason) == ("missing", None, "missing")
    assert hidden.realised and hidden.realised.status == "Q"
    assert {each.reason for each in hidden.expected} == {"missing"} and hidden.target.reason == "no_target"
    assert effect_report("MC01", 2023).lines[0].reason == "missing"
    never = effect_report("MC04")
    assert [line.reason for line in never.lines] == ["missing", "not_yet"] and never.lines[0].next.now is None


@pytest.mark.usefixtures("small")
def test_nothing_to_explain_when_chance_can_do_it(folder: Path) -> None:
    rows = [
        *pair(DUO, "NL01", 2025, 200, 10000),
        *pair(DUO, "MC01", 2025, 21, 1000),
        *pair(DUO, "MC02", 2025, 179, 9000),
    ]
    line = effect_report("MC01", release=tiny_release(folder, table(*rows))).lines[0]
    assert (line.share.outcome, line.explained.reason) == ("not_distinguishable", "not_distinguishable")
    assert line.expected[1].reason == "no_model" and line.target.reason == "no_target"


def test_one_region_is_the_whole_country(folder: Path) -> None:
    tiny_release(
        folder,
        table(
            *pair(DUO, "NL01", 2025, 20, 1000),
            *pair(DUO, "MC01", 2025, 20, 1000),
        ),
    )
    line = effect_report("MC01").lines[0]
    assert (line.share.value, line.share.rest, line.share.reason, line.explained.reason) == (
        2,
        None,
        "itself",
        "itself",
    )


def test_without_the_country_the_share_is_still_known(folder: Path) -> None:
    tiny_release(folder, table(*pair(DUO, "MC01", 2025, 20, 1000)))
    report = effect_report("MC01")
    assert (report.lines[0].share.value, report.lines[0].share.reason) == (2, "missing")
    assert rows_of(report)["vsv_share"]["reason"] == ""


def test_a_count_without_a_risk_model_or_of_another_definition(folder: Path) -> None:
    known = load_indicators()
    chosen = [known[name] for name in ("vsv_duo_lt23", OLD, "neet_leeftijd", NEET)]
    rows = [
        row for code in ("NL01", "MC01") for row in (*pair(DUO, code, 2025, 20, 1000), *pair(JOB, code, 2025, 9, 100))
    ]
    report = effect_report("MC01", release=tiny_release(folder, table(*rows), indicators=chosen))
    assert [line.expected[1].reason for line in report.lines] == ["no_model", "no_model"]
    assert rows_of(report)["vsv_expected_cbs"]["source"] == ""
    modelled = tiny_release(folder, table(*rows, observed("vsv_verwacht", "MC01", 2025, 20.5)))
    assert [line.expected[1].reason for line in effect_report("MC01", release=modelled).lines] == [
        "few_regions",
        "definition",
    ]
    shares = [known["vsv_duo_lt23"], known["neet_leeftijd"]]
    bare = tiny_release(folder, table(*rows), indicators=shares)
    with pytest.raises(QueryError, match="has no targets by its definition"):
        effect_report("MC01", release=bare)


def test_a_region_that_starts_between_the_two_counts(folder: Path) -> None:
    """Region 40 exists from 2021: in study year 2020/'21, and not yet in calendar year 2020."""
    tiny_release(folder, table(*pair(DUO, "MC40", 2020, 20, 1000), *pair(JOB, "MC40", 2020, 9, 100)))
    vsv, neet = effect_report("MC40").lines
    assert (vsv.reason, vsv.value, neet.reason, neet.value) == ("", 20, "missing", None)
    with pytest.raises(QueryError, match="Region 'MC14' makes no effect report over 2020"):
        effect_report("MC14")


def test_a_release_without_figures_has_no_report(folder: Path) -> None:
    tiny_release(folder, "region | period | measure | value\nNL01 | 2023 | neet_maatwerk | 10")
    with pytest.raises(QueryError, match="no figures of Doorstroompunt regions"):
        effect_report("MC01")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"region": "NL01"}, "Region 'NL01' makes no effect report"),
        ({"region": "twente"}, "did you mean 'MC12'"),
        ({"region": "GM0363"}, "Region 'GM0363' makes no effect report"),
        ({"region": "MC12", "period": 1999}, "no effect report over period '1999'; the years are 2012 to 2029"),
        ({"region": "MC12", "period": 2030}, "the years are 2012 to 2029"),
        ({"region": "MC12", "period": "later"}, "over period 'later'"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        effect_report(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
def test_every_region_of_the_sample_has_a_report() -> None:
    ids = None
    rows = {i: {row.key[0]: row for row in values(i, ("region",), {"period": 2024}).rows} for i in (OLD, NEET)}
    for region in catalogue().regions_of("doorstroompunt", 2024, "schoolyear"):
        report = effect_report(region.code)
        assert report.period == 2024
        found = rows_of(report)
        ids = ids or list(found)
        assert list(found) == ids
        assert found["vsv_realised"]["value"] == rows[OLD][region.code].value
        assert found["neet_realised"]["value"] == rows[NEET][region.code].value
        for line in report.lines:
            assert (line.explained.reason == "not_distinguishable") == (line.share.outcome == "not_distinguishable")
            assert line.expected[0].reason == "" and line.expected[1].reason == (
                "" if line.duty.id == "vsv" else "definition"
            )
            assert {"target_pace_compound", "wilson", "compare_shares", "standardised"} <= {m.id for m in line.methods}
        without = [row for row in found.values() if row["value"] is None and not row["reason"]]
        assert {row["outcome"] for row in without} <= {"met"}


@pytest.mark.usefixtures("sample")
def test_definitions_are_never_mixed() -> None:
    """The new definition has figures of 2023 and 2024, and holds from 2026/'27 on."""
    assert [effect_report("MC12", year).lines[0].indicator.id for year in (2024, 2025, 2026, 2029)] == [
        OLD,
        OLD,
        NEW,
        NEW,
    ]
    line = effect_report("MC12", 2026).lines[0]
    assert line.target.now and line.target.now.period == 2024
    (count,) = values(NEW, ("region",), {"region": "MC12", "period": 2024}).rows
    assert line.target.now.value == count.value
    assert line.target.fewer_per_year == pytest.approx(
        (count.value or 0) / 2 - (line.target.target.value if line.target.target else 0) / 2
    )
