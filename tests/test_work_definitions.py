"""Durable work by every definition: shares by hand, what is hidden, how alike the orders are, and the sample."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from dashboard import warehouse
from dashboard.indicators import QueryError, values
from dashboard.indicators.studies.work_definitions import WorkShare, work_definitions

from .support import tiny_release

HOURS = ("12_tot_20", "20_tot_35", "35_plus")
TYPES = ("vast", "flexibel", "zelfstandige", "werknemer_en_zelfstandige")
Cross = dict[str, tuple[float | str, float | str, float | str]]

# Of 1000 leavers: per type of work those with 12 to 20, 20 to 35, 35 hours and more.
MC01: Cross = {
    "totaal": (100, 200, 400),
    "vast": (30, 80, 200),
    "flexibel": (50, 80, 120),
    "zelfstandige": (10, 20, 60),
    "werknemer_en_zelfstandige": (10, 20, 20),
}
MC02: Cross = MC01 | {"totaal": (50, 300, 400), "vast": (10, 90, 100), "werknemer_en_zelfstandige": ("Q", 20, 30)}
MC03: Cross = MC01 | {"totaal": (150, 200, 300), "vast": ("Q", 90, "O"), "zelfstandige": (10, 20, "Q")}


def given(regions: dict[str, Cross], moments: tuple[str, ...] = ("1_jaar",), people: float | str = 1000) -> str:
    rows = ["measure | region | period | moment | contract | hours | value | status"]

    def row(measure: str, region: str, moment: str, contract: str, hours: str, value: float | str) -> None:
        cell, status = ("", value) if isinstance(value, str) else (value, "A")
        rows.append(f"{measure} | {region} | 2020 | {moment} | {contract} | {hours} | {cell} | {status}")

    for region, cross in regions.items():
        for moment in moments:
            row("uitstromers_arbeidsmarkt", region, moment, "totaal", "totaal", people)
            row("uitstromers_werk", region, moment, "totaal", "totaal", 950)
            for contract, cells in cross.items():
                for hours, value in zip(HOURS, cells, strict=True):
                    row("uitstromers_werk", region, moment, contract, hours, value)
    return "\n".join(rows)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    yield tmp_path
    warehouse.close()


@pytest.fixture
def three(folder: Path) -> None:
    tiny_release(folder, given({"MC01": MC01, "MC02": MC02, "MC03": MC03}))


def shares(**asked: str) -> list[WorkShare]:
    return list(work_definitions(**asked).rows[:3])  # type: ignore[arg-type]


@pytest.mark.usefixtures("three")
def test_every_definition_of_one_region_by_hand() -> None:
    found = work_definitions()
    assert (found.period, found.choice.id, len(found.choices)) == (2020, "1_jaar.12_tot_20.all", 12)
    line = found.shares[found.regions.index("MC01")]
    assert dict(zip([c.id for c in found.choices], line, strict=True)) == pytest.approx(
        {
            "1_jaar.12_tot_20.all": 70,
            "1_jaar.20_tot_35.all": 60,
            "1_jaar.35_plus.all": 40,
            "1_jaar.12_tot_20.permanent": 31,
            "1_jaar.20_tot_35.permanent": 28,
            "1_jaar.35_plus.permanent": 20,
            "1_jaar.12_tot_20.not_flexible": 45,
            "1_jaar.20_tot_35.not_flexible": 40,
            "1_jaar.35_plus.not_flexible": 28,
            "1_jaar.12_tot_20.not_self_employed": 56,
            "1_jaar.20_tot_35.not_self_employed": 48,
            "1_jaar.35_plus.not_self_employed": 32,
        }
    )
    codes = {c.contract: c.codes for c in found.choices}
    assert codes == {
        "all": TYPES,
        "permanent": ("vast",),
        "not_flexible": ("vast", "zelfstandige", "werknemer_en_zelfstandige"),
        "not_self_employed": ("vast", "flexibel"),
    }


@pytest.mark.usefixtures("three")
def test_the_definition_that_is_picked() -> None:
    one, two, three = shares(hours="20_tot_35", contract="permanent")
    assert (one.value, one.working, one.leavers) == (28.0, 280, 1000)
    interval = stats.binomtest(280, 1000).proportion_ci(0.95, "wilson")
    assert (one.low, one.high) == pytest.approx((100 * interval.low, 100 * interval.high), abs=1e-3)
    assert (two.value, one.rank, two.rank) == (19.0, 1, 2)
    # One hidden part hides the sum; too small to show goes before unknown.
    assert (three.value, three.low, three.status, three.reason, three.rank) == (None, None, "O", "missing", None)
    assert shares(contract="permanent")[2].status == "Q"
    # The total of contracts is published, so what is hidden inside it does not matter.
    assert [row.value for row in shares()] == [70.0, 75.0, 65.0]


@pytest.mark.usefixtures("three")
def test_the_self_employed_are_a_part_of_every_answer() -> None:
    one, two, three = shares(hours="20_tot_35", contract="not_self_employed")
    assert [(p.contract, p.value, p.counted, p.self_employed) for p in one.parts] == [
        ("vast", 28.0, True, False),
        ("flexibel", 20.0, True, False),
        ("zelfstandige", 8.0, False, True),
        ("werknemer_en_zelfstandige", 4.0, False, True),
    ]
    assert [p.value for p in two.parts if p.self_employed] == [8.0, 5.0]
    hidden = three.parts[2]
    assert (hidden.value, hidden.status, hidden.reason) == (None, "Q", "missing")


@pytest.mark.usefixtures("three")
def test_orders_of_definitions_are_compared() -> None:
    """With all contracts: from 12 hours 70, 75, 65; from 20 hours 60, 70, 50; from 35 hours 40, 40, 30."""
    found = work_definitions()
    tau = found.tau_of()
    assert tau["1_jaar.12_tot_20.all"] == 1 and tau["1_jaar.20_tot_35.all"] == 1
    assert tau["1_jaar.35_plus.all"] == pytest.approx(stats.kendalltau([70, 75, 65], [40, 40, 30]).statistic, abs=1e-4)
    # Permanent: 31 and 20 against 70 and 75.
    assert tau["1_jaar.12_tot_20.permanent"] == -1
    assert found.known[:3] == (3, 3, 3) and found.known[3:6] == (2, 3 - 1, 2)
    # Three of forty regions are too few for a range.
    assert not any(found.ranged)
    assert (found.rows[0].rank_low, found.rows[0].rank_high) == (None, None)


def test_ranges_are_over_definitions_that_rank_nearly_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(folder, given({"MC01": MC01, "MC02": MC02, "MC03": MC03}))
    monkeypatch.setattr("dashboard.indicators.studies.work_definitions.ENOUGH", 3 / 40)
    found = work_definitions()
    ranged = [c.id for c, there in zip(found.choices, found.ranged, strict=True) if there]
    assert ranged == ["1_jaar.12_tot_20.all", "1_jaar.20_tot_35.all", "1_jaar.35_plus.all"]
    one, two, three = found.rows[:3]
    assert [(r.rank, r.rank_low, r.rank_high) for r in (one, two, three)] == [(2, 1, 2), (1, 1, 1), (3, 3, 3)]
    assert found.rows[3].rank_low is None and found.rows[3].reason == "missing" and found.rows[3].status == "L"


def test_one_region_everything_hidden_and_nobody(folder: Path) -> None:
    alone = work_definitions(release=tiny_release(folder, given({"MC01": MC01})))
    assert (alone.rows[0].value, alone.rows[0].rank) == (70.0, 1)
    assert set(alone.tau_reasons.ravel().tolist()) == {"few_regions"}
    dark: Cross = dict.fromkeys(MC01, ("Q", "Q", "Q"))
    hidden = work_definitions(release=tiny_release(folder, given({"MC01": dark})))
    assert set(hidden.reasons.ravel().tolist()) == {"missing"} and hidden.statuses[0].tolist() == ["Q"] * 12
    assert np.isnan(hidden.shares).all() and hidden.rows[0].leavers == 1000
    nobody = work_definitions(release=tiny_release(folder, given({"MC01": dict.fromkeys(MC01, (0, 0, 0))}, people=0)))
    assert (nobody.rows[0].reason, nobody.rows[0].value) == ("no_population", None)
    secret = work_definitions(release=tiny_release(folder, given({"MC01": MC01, "MC02": MC01}, people="Q") + PEOPLE))
    assert (secret.rows[0].reason, secret.rows[0].status, secret.rows[0].leavers) == ("missing", "Q", None)


PEOPLE = "\nuitstromers_arbeidsmarkt | MC03 | 2020 | 1_jaar | totaal | totaal | 100 | A"


def test_only_totals_of_contracts(folder: Path) -> None:
    tiny_release(folder, given({"MC01": {"totaal": (100, 200, 400)}}))
    found = work_definitions()
    assert {c.contract for c in found.choices} == {"all"} and found.rows[0].parts == ()
    assert found.rows[0].value == 70.0
    with pytest.raises(QueryError, match="no choice of contract 'permanent'"):
        work_definitions(contract="permanent")


def test_all_moments_are_of_one_cohort(folder: Path) -> None:
    later = given({"MC01": MC01}, ("direct",)).replace("| 2020 |", "| 2021 |").partition("\n")[2]
    tiny_release(folder, f"{given({'MC01': MC01}, ('direct', '1_jaar'))}\n{later}")
    found = work_definitions()
    assert (found.period, found.later, len(found.choices)) == (2020, (), 24)
    direct = work_definitions(moment="direct")
    assert (direct.period, direct.later, len(direct.choices)) == (2021, ("1_jaar",), 12)
    assert work_definitions(moment="direct", period=2020).choice.id == "direct.12_tot_20.all"
    with pytest.raises(QueryError, match=r"no period '2021' .* at moment '1_jaar'"):
        work_definitions(period=2021)


def test_without_any_figures(folder: Path) -> None:
    tiny_release(folder, "region | period | measure | value\nNL01 | 2023 | neet_maatwerk | 10")
    with pytest.raises(QueryError, match="no choice of moment '1_jaar'"):
        work_definitions()
    only_country = given({"NL01": MC01})
    with pytest.raises(QueryError, match="for Doorstroompunt regions"):
        work_definitions(release=tiny_release(folder, only_country))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"hours": "20_plus"}, "no choice of hours '20_plus'"),
        ({"hours": "tot_12"}, "no choice of hours 'tot_12'"),
        ({"contract": "permanen"}, "did you mean 'permanent'"),
        ({"moment": "4_jaar"}, "no choice of moment '4_jaar'"),
        ({"period": 1999}, "no period '1999'"),
        ({"level": 2}, "Unknown level '2'"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        work_definitions(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
def test_shipped_definitions_are_among_the_choices() -> None:
    """The strict indicator is permanent and self-employed from 20 hours; the wide one all from 12 hours."""
    for indicator, hours, contract in (
        ("duurzaam_werk_20u", "20_tot_35", "not_flexible"),
        ("duurzaam_werk_12u", "12_tot_20", "all"),
    ):
        found = work_definitions(hours, contract, "5_jaar")
        assert (found.period, found.later, len(found.choices)) == (2018, (), 60)
        chosen = {"region": found.regions, "period": 2018, "moment": "5_jaar"}
        rows = {row.key[0]: row for row in values(indicator, ("region",), chosen).rows}
        for row in found.rows:
            theirs = rows[row.region]
            assert (row.working, row.leavers) == (theirs.numerator, theirs.denominator)
            assert row.status == ("" if theirs.value is not None else theirs.status)
            assert theirs.value is None or row.value == pytest.approx(theirs.value, abs=0.0501)


@pytest.mark.usefixtures("sample")
def test_the_sample_depends_on_the_choice() -> None:
    found = work_definitions()
    assert len(found.regions) == 40 and np.diag(found.tau)[np.array(found.ranged)] == pytest.approx(1)
    assert np.array_equal(found.tau, found.tau.T, equal_nan=True)
    a, b = (i for i, c in enumerate(found.choices) if c.id in ("1_jaar.12_tot_20.all", "1_jaar.35_plus.all"))
    there = ~np.isnan(found.shares[:, a]) & ~np.isnan(found.shares[:, b])
    expected = stats.kendalltau(found.shares[there, a], found.shares[there, b]).statistic
    assert found.tau[a, b] == pytest.approx(expected)
    for row in found.rows:
        assert row.rank and row.rank_low and row.rank_high and row.rank_low <= row.rank <= row.rank_high
    assert [method.id for method in found.methods] == ["wilson", "kendall_tau_b", "rank_ranges"]


@pytest.mark.usefixtures("sample")
def test_all_is_read_by_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = warehouse.records
    work_definitions()
    monkeypatch.setattr("dashboard.warehouse.records", lambda *args: asked.append(args) or real(*args))
    monkeypatch.setattr("dashboard.indicators.reading.records", lambda *args: asked.append(args) or real(*args))
    work_definitions("35_plus", "permanent", "3_jaar")
    assert len(asked) == 1
