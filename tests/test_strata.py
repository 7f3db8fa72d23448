"""Strata of all regions: what is hidden, what cannot occur, which groups there are, and which questions are refused."""

from pathlib import Path

import numpy as np
import pytest

from dashboard.indicators import QueryError, values
from dashboard.indicators.catalogue import catalogue
from dashboard.indicators.studies.strata import completed, country, known_region, leaves, strata

from .support import tiny_release

GIVEN = """
region | period | sex    | age_group | measure            | value | status
NL01   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 300   | P
NL01   | 2023   | totaal | totaal    | startpopulatie_duo | 30000 | P
NL01   | 2023   | man    | totaal    | nieuwe_vsvers_duo  | 200   | P
NL01   | 2023   | man    | totaal    | startpopulatie_duo | 10000 | P
NL01   | 2023   | vrouw  | totaal    | nieuwe_vsvers_duo  | 100   | P
NL01   | 2023   | vrouw  | totaal    | startpopulatie_duo | 20000 | P
MC01   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 100   | P
MC01   | 2023   | totaal | totaal    | startpopulatie_duo | 9000  | P
MC01   | 2023   | man    | totaal    | nieuwe_vsvers_duo  |       | Q
MC01   | 2023   | man    | totaal    | startpopulatie_duo | 4000  | P
MC01   | 2023   | vrouw  | totaal    | nieuwe_vsvers_duo  |       | Q
MC01   | 2023   | vrouw  | totaal    | startpopulatie_duo | 5000  | P
MC02   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 50    | P
MC02   | 2023   | totaal | totaal    | startpopulatie_duo | 4000  | P
MC02   | 2023   | man    | totaal    | nieuwe_vsvers_duo  |       | M
MC02   | 2023   | man    | totaal    | startpopulatie_duo |       | M
MC02   | 2023   | vrouw  | totaal    | nieuwe_vsvers_duo  | 50    | P
MC02   | 2023   | vrouw  | totaal    | startpopulatie_duo | 4000  | P
MC03   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 20    | P
MC03   | 2023   | totaal | totaal    | startpopulatie_duo | 2000  | P
MC03   | 2023   | man    | totaal    | startpopulatie_duo | 1990  | P
MC03   | 2023   | vrouw  | totaal    | nieuwe_vsvers_duo  | 6     | P
MC03   | 2023   | vrouw  | totaal    | startpopulatie_duo |       | Q
MC04   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 20    | P
MC04   | 2023   | totaal | totaal    | startpopulatie_duo |       | Q
MC05   | 2023   | totaal | totaal    | nieuwe_vsvers_duo  | 20    | P
MC05   | 2023   | totaal | totaal    | startpopulatie_duo | 2000  | P
MC05   | 2023   | man    | totaal    | nieuwe_vsvers_duo  | 20    | P
MC05   | 2023   | man    | totaal    | startpopulatie_duo | 2000  | P
NL01   | 2022   | totaal | totaal    | nieuwe_vsvers_duo  | 300   | A
NL01   | 2022   | totaal | totaal    | startpopulatie_duo | 30000 | A
MC01   | 2022   | totaal | totaal    | nieuwe_vsvers_duo  | 100   | A
MC01   | 2022   | totaal | totaal    | startpopulatie_duo | 9000  | A
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    tiny_release(tmp_path, GIVEN)


@pytest.mark.usefixtures("tiny")
def test_hidden_impossible_and_absent_are_told_apart() -> None:
    found = strata("vsv_duo_lt23")
    assert (found.factors, found.codes, found.period, found.reason) == (("sex",), (("man", "vrouw"),), 2023, "")
    rows = {region: (found.n[at].tolist(), found.x[at].tolist()) for at, region in enumerate(found.regions)}
    assert rows["NL01"] == ([10000, 20000], [200, 100])
    assert rows["MC01"][0] == [4000, 5000] and np.isnan(rows["MC01"][1]).all()
    assert rows["MC02"] == ([0, 4000], [0, 50])  # cannot occur: nobody
    # No row of cases while there are people is not the same as no cases; cases without people: people are hidden.
    assert np.isnan(rows["MC03"][1]).tolist() == [True, False] and np.isnan(rows["MC03"][0]).tolist() == [False, True]
    assert rows["MC05"] == ([2000, 0], [20, 0])
    assert np.isnan(found.total_n[found.regions.index("MC04")])
    assert strata("vsv_duo_lt23") is found and strata("vsv_duo_lt23", ["sex"], "2023") is found


@pytest.mark.usefixtures("tiny")
def test_hidden_strata_follow_the_country() -> None:
    found = strata("vsv_duo_lt23")
    whole, full = country(found), completed(found, limit=1)
    assert whole.n.tolist() == [[10000, 20000]]
    # The pool of 100 is spread by people x rate: 4000 x 0.02 against 5000 x 0.005.
    assert full.x[1] == pytest.approx([100 * 80 / 105, 100 * 25 / 105])
    assert full.n[3] == pytest.approx([1990, 10])
    assert full.reasons[[1, 2, 3, 4]].tolist() == ["", "", "", "missing"]
    assert completed(found).reasons[1] == "too_much_hidden"


@pytest.mark.usefixtures("tiny")
def test_without_the_country_a_pool_is_spread_by_people(tmp_path: Path) -> None:
    lines = [line for line in GIVEN.strip().splitlines() if not line.startswith("NL01   | 2023   | totaal")]
    tiny_release(tmp_path, "\n".join(lines))
    found = strata("vsv_duo_lt23")
    assert country(found).reasons.tolist() == ["missing"]
    assert completed(found, limit=1).x[1] == pytest.approx([400 / 9, 500 / 9])


@pytest.mark.usefixtures("tiny")
def test_without_groups_there_are_totals_and_a_reason() -> None:
    early = strata("vsv_duo_lt23", period=2022)
    assert (early.factors, early.reason, early.shape) == ((), "no_strata", ())
    assert early.n is early.total_n and early.total_n[:2].tolist() == [30000, 9000]
    assert strata("vsv_duo_lt23", ["sex"], 2022).reason == "no_strata"
    assert strata("vsv_duo_lt23_aantal").reason == "no_strata"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("indicator", "factors"),
    [
        ("vsv_duo_lt23", ("age_group", "sex", "education")),
        ("neet_leeftijd", ("age_group", "sex", "education")),
        ("vsv_cbs", ("sex",)),
        ("duurzaam_werk_12u", ("age_group",)),
    ],
)
def test_default_factors_are_those_that_are_crossed(indicator: str, factors: tuple[str, ...]) -> None:
    found = strata(indicator)
    assert found.factors == factors and found.n.shape == (len(found.regions), *found.shape)
    assert (found.n[0] > 0).any() and len(found.regions) == 41


@pytest.mark.usefixtures("sample")
def test_strata_are_what_values_gives() -> None:
    for indicator, factors in (("vsv_duo_lt23", ("age_group", "education")), ("duurzaam_werk_12u", ("education",))):
        found = strata(indicator, factors, 2022)
        split = dict(zip(factors, found.codes, strict=True))
        regions = {"region": ["NL01", "MC05", "MC21"], "period": 2022}
        rows = values(indicator, ("region", *factors), {**regions, **split}).rows
        assert len(rows) == 3 * found.n[0].size
        seen = 0
        for row in rows:
            at = found.regions.index(str(row.key[0]))
            cell = (at, *(found.codes[f].index(str(code)) for f, code in enumerate(row.key[1:])))
            if row.status not in ("Q", "M"):
                seen += 1
                assert (found.n[cell], found.x[cell]) == (row.denominator, row.numerator)
            if row.status == "Q":
                assert np.isnan(found.x[cell]) or np.isnan(found.n[cell])
            if row.status == "M":
                assert (found.n[cell], found.x[cell]) == (0, 0)
        assert seen > len(rows) / 2
        totals = {r.key[0]: r for r in values(indicator, ("region",), regions).rows}
        assert found.total_n[0] == totals["NL01"].denominator and found.total_x[0] == totals["NL01"].numerator


@pytest.mark.usefixtures("sample")
def test_filters_and_rounding() -> None:
    men = strata("vsv_duo_lt23", where={"sex": "man"})
    assert men.factors == ("age_group", "education", "origin") and men.slack == 0
    all_of_them = strata("vsv_duo_lt23", ("sex",))
    assert men.total_n == pytest.approx(all_of_them.n[:, 0])
    two = strata("vsv_duo_lt23", ("sex",), where={"age_group": ["18_tot_20", "20_tot_23"]})
    assert (two.total_n < all_of_them.total_n).all()
    rounded = strata("neet_leeftijd", ("sex",))
    assert rounded.slack == 10 / 2 * 3
    full = completed(rounded)
    assert full.n.sum(axis=1) == pytest.approx(rounded.total_n) and full.x.sum(axis=1) == pytest.approx(rounded.total_x)


@pytest.mark.usefixtures("sample")
def test_leaves_leave_out_what_is_added_up() -> None:
    known = catalogue()
    assert leaves(known, "vsv_duo_lt23", "education") == (
        *("vo_onderbouw", "vmbo_bovenbouw", "havo_vwo_bovenbouw", "vavo"),
        *("mbo_1", "mbo_2", "mbo_3", "mbo_4"),
    )
    assert leaves(known, "duurzaam_werk_12u", "education") == ("mbo_1", "mbo_2", "mbo_34")
    assert leaves(known, "neet_register", "sex") == ()


@pytest.mark.usefixtures("sample")
def test_printed_figures_have_no_groups() -> None:
    assert strata("neet_enquete").reason == "published_only"
    assert strata("neet_register").reason == "no_strata"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"indicator": "vsv_duo_lt24"}, "did you mean 'vsv_duo_lt23'"),
        ({"indicator": "vsv_duo_lt23", "factors": ["sexe"]}, "no groups by 'sexe'; did you mean 'sex'"),
        ({"indicator": "vsv_duo_lt23", "factors": ["period"]}, "no groups by 'period'"),
        ({"indicator": "duurzaam_werk_12u", "factors": ["hours"]}, "no groups by 'hours'"),
        ({"indicator": "vsv_duo_lt23", "factors": ["sex", "sex"]}, "different ones"),
        ({"indicator": "vsv_duo_lt23", "factors": []}, "by 0 factors"),
        ({"indicator": "vsv_duo_lt23", "factors": ["sex", "origin", "education", "leerweg"]}, "by 4 factors"),
        ({"indicator": "vsv_duo_lt23", "factors": ["sex"], "where": {"sex": "man"}}, "both a factor and a filter"),
        ({"indicator": "vsv_duo_lt23", "period": 1999}, "no period '1999'"),
        ({"indicator": "vsv_duo_lt23", "period": "vorig"}, "no period 'vorig'"),
        ({"indicator": "vsv_duo_lt23", "where": {"sex": "men"}}, "Unknown sex code 'men'"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        strata(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
def test_a_region_by_its_code() -> None:
    known, regions = catalogue(), strata("vsv_duo_lt23").regions
    assert regions[known_region(known, "MC05", regions)] == "MC05"
    with pytest.raises(QueryError, match="did you mean 'MC21'"):
        known_region(known, "21", regions)
    with pytest.raises(QueryError, match="Unknown region 'GM0363'"):
        known_region(known, "GM0363", regions)
