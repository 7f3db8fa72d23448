"""Bands around provisional figures: worked out by hand on small releases, and recomputed from the sample."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from dashboard import warehouse
from dashboard.indicators import DIMENSIONS, QueryError
from dashboard.indicators.studies.revision_band import revision_band, revision_bands

from .conftest import SampleRelease
from .support import tiny_release

COUNT, SHARE = "vsv_duo_lt23_aantal", "vsv_duo_lt23"
Pairs = dict[str, dict[int, tuple[float | str, float | str]]]


def versions(measure: str, pairs: Pairs) -> tuple[list[str], list[str]]:
    """Rows of superseded and of observation from (provisional, definitive) pairs; a letter is a hidden figure."""
    then, now = [], []
    for region, periods in pairs.items():
        for period, (first, last) in periods.items():
            totals = " | ".join(["totaal"] * (len(DIMENSIONS) - 3))
            cell, status = ("", first) if isinstance(first, str) else (first, "P")
            then.append(
                f"{measure} | {region} | {period} | periode | {totals} | {cell} | {status} | {period + 2}-03-01"
            )
            cell, status = ("", last) if isinstance(last, str) else (last, "A")
            now.append(f"{measure} | {region} | {period} | {cell} | {status}")
    return then, now


def released(folder: Path, pairs: dict[str, Pairs], latest: list[str]) -> str:
    """A release with these versions and these latest figures."""
    then, now = [], list(latest)
    for measure, each in pairs.items():
        old, new = versions(measure, each)
        then, now = then + old, now + new
    head = " | ".join(["measure", "region", "period", "indeling", *DIMENSIONS[3:], "value", "status", "published"])
    tables = {"superseded": "\n".join([head, *then])} if then else {}
    return tiny_release(folder, "\n".join(["measure | region | period | value | status", *now]), tables=tables)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    yield tmp_path
    warehouse.close()


# Definitive figures 1, 2, 3, 4 and 5 % higher: the middle 90 % runs from 1.2 to 4.8 %.
FIVE = {2019 + step: (100.0, 100.0 + step) for step in (1, 2, 3, 4, 5)}
LATEST = [
    "nieuwe_vsvers_duo | MC01 | 2025 | 1000 | P",
    "nieuwe_vsvers_duo | MC02 | 2025 | 500 | P",
    "nieuwe_vsvers_duo | MC03 | 2025 |  | Q",
    "nieuwe_vsvers_duo | MC04 | 2025 | 300 | A",
    "nieuwe_vsvers_duo | MC05 | 2025 | 0 | P",
    "nieuwe_vsvers_duo | NL01 | 2025 | 9000 | P",
]


def test_a_band_by_hand(folder: Path) -> None:
    released(folder, {"nieuwe_vsvers_duo": {"MC01": FIVE}}, LATEST)
    found = revision_band(COUNT, "MC01")
    assert (found.period, found.value, found.status, found.reason) == (2025, 1000, "P", "")
    assert (found.low, found.high) == (1012, 1048)
    assert (found.revision_low, found.revision_high) == (1.2, 4.8)
    assert (found.versions, found.own, found.pairs, found.median_size, found.largest) == (5, 5, 5, 3.0, 5.0)
    (method,) = found.methods
    assert (method.id, method.parameters["pool"], method.parameters["of"]) == (
        "revision_band",
        "doorstroompunt",
        "figure",
    )


def test_regions_without_a_band_say_why(folder: Path) -> None:
    released(folder, {"nieuwe_vsvers_duo": {"MC01": FIVE}}, LATEST)
    by = {each.region: each for each in revision_bands(COUNT)}
    # Without versions of its own a region has the band of the pool.
    assert (by["MC02"].low, by["MC02"].high, by["MC02"].own, by["MC02"].reason) == (506, 524, 0, "")
    reasons = {region: by[region].reason for region in ("MC03", "MC04", "MC05", "MC06")}
    assert reasons == {"MC03": "missing", "MC04": "not_provisional", "MC05": "zero", "MC06": "missing"}
    assert by["MC03"].status == "Q" and by["MC06"].status == "L"
    assert all(by[r].low is None and by[r].revision_low is None for r in reasons)
    # The country is alone of its kind, and none of its own figures was replaced.
    country = revision_band(COUNT)
    assert (country.versions, country.reason, country.median_size) == (0, "few_versions", None)


def test_four_versions_are_few(folder: Path) -> None:
    four = {period: pair for period, pair in FIVE.items() if period > 2020}
    hidden = {2020: ("Q", 10.0), 2019: (10.0, "Q")}
    zero = {2018: (0.0, 5.0)}
    released(folder, {"nieuwe_vsvers_duo": {"MC01": four | hidden, "MC02": zero}}, LATEST)
    found = revision_band(COUNT, "MC01")
    assert (found.versions, found.pairs, found.reason, found.low) == (4, 4, "few_versions", None)


def test_a_share_is_revised_as_a_share(folder: Path) -> None:
    """Counts rose by 1 to 5 %, people by 1 % in each year, so shares by 0 to 4 / 1.01 %."""
    people: dict[int, tuple[float | str, float | str]] = dict.fromkeys(FIVE, (10000.0, 10100.0))
    latest = [*LATEST, "startpopulatie_duo | MC01 | 2025 | 50000 | P"]
    pairs: dict[str, Pairs] = {"nieuwe_vsvers_duo": {"MC01": FIVE}, "startpopulatie_duo": {"MC01": people}}
    released(folder, pairs, latest)
    found = revision_band(SHARE, "MC01")
    assert (found.value, found.versions, found.reason) == (2.0, 5, "")
    assert found.revision_low == pytest.approx(0.2 / 1.01, abs=1e-4)
    assert found.high == pytest.approx(2 * (1 + 0.038 / 1.01), abs=1e-4)
    assert found.methods[0].parameters["of"] == "share"
    # A share counts when both of its counts were replaced.
    del people[2024]
    fewer = released(folder, pairs, latest)
    found = revision_band(SHARE, "MC01", fewer)
    assert (found.versions, found.reason) == (4, "few_versions")
    assert revision_band(COUNT, "MC01", fewer).versions == 5


def test_the_first_version_counts_and_it_must_have_become_definitive(folder: Path) -> None:
    released(folder, {"nieuwe_vsvers_duo": {"MC01": FIVE}}, LATEST)
    name = (folder / "current").read_text().strip()
    path = folder / f"{name}.duckdb"
    warehouse.close()
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        con.execute(
            "insert into superseded select * replace (99 as value, date '2030-01-01' as published) from superseded"
        )
        con.execute("update observation set status = 'P' where period = 2020")
    found = revision_band(COUNT, "MC01")
    assert (found.versions, found.largest) == (4, 5.0)


def test_an_indicator_that_filters_has_no_versions(folder: Path) -> None:
    rows = [
        f"uitstromers_{what} | MC01 | 2022 | 1_jaar | {hours} | {value} | P"
        for what, hours, value in (
            ("werk", "12_tot_20", 100),
            ("werk", "20_tot_35", 100),
            ("werk", "35_plus", 100),
            ("arbeidsmarkt", "totaal", 400),
        )
    ]
    tiny_release(folder, "\n".join(["measure | region | period | moment | hours | value | status", *rows]))
    found = revision_band("duurzaam_werk_12u", "MC01")
    assert (found.value, found.versions, found.reason) == (75.0, 0, "few_versions")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"indicator": "vsv"}, "Unknown indicator 'vsv'"),
        ({"indicator": COUNT, "region": "Twente"}, "Unknown region 'Twente'; did you mean 'MC12'"),
        ({"indicator": COUNT, "region": "Nergenshuizen"}, "Unknown region 'Nergenshuizen'; there are"),
        ({"indicator": COUNT, "region": "MC14"}, "'MC14' does not exist in the latest period"),
        ({"indicator": COUNT, "level": 1}, "Unknown level '1'"),
    ],
)
def test_wrong_questions_are_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        revision_band(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("sample")
def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(QueryError, match="Unknown kind of region 'regio'"):
        revision_bands(COUNT, "regio")


def test_the_sample_by_other_sql(sample: SampleRelease) -> None:
    """The pool and the region of Twente straight from the tables of the release."""
    on = "o.measure = s.measure and o.region = s.region and o.period = s.period and o.indeling = s.indeling"
    splits = DIMENSIONS[3:]
    whole = " and ".join(f"s.{d} = 'totaal' and o.{d} = 'totaal'" for d in splits)
    sql = (
        f"select s.region, s.period, o.value / s.value - 1 from superseded s join observation o on {on} where {whole} "
        "and s.measure = 'nieuwe_vsvers_duo' and s.indeling = 'periode' and s.status = 'P' and o.status = 'A' "
        "and s.region in (select code from region where kind = 'doorstroompunt' and coalesce(valid_to, 9999) > 2025)"
    )
    rows = warehouse.records(sql, (), sample.id)
    pool = np.array([revision for _, _, revision in rows])
    own = np.array([revision for region, _, revision in rows if region == "MC12"])
    weight = len(own) / (len(own) + 20)
    low, high = weight * np.quantile(own, [0.05, 0.95]) + (1 - weight) * np.quantile(pool, [0.05, 0.95])
    found = revision_band(COUNT, "MC12")
    assert (found.pairs, found.own, found.versions) == (len(pool), len(own), 6)
    assert found.value is not None
    assert (found.low, found.high) == pytest.approx((found.value * (1 + low), found.value * (1 + high)), abs=0.006)
    assert found.low is not None and found.high is not None and found.low < found.value < found.high


@pytest.mark.usefixtures("sample")
def test_every_indicator_has_an_outcome() -> None:
    for indicator in ("neet_leeftijd", "vsv_2026_lt27", "duurzaam_werk_12u", "positie_mbo"):
        assert {each.reason for each in revision_bands(indicator)} <= {"few_versions", "missing", "not_provisional"}
    printed = revision_band("vsv_duo_gepubliceerd")
    assert printed.reason == "few_versions" and printed.versions < 5
    assert {each.reason for each in revision_bands(SHARE)} == {""}
