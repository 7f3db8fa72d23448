"""Peers against scipy's distances and z-scores, their properties, and a release read by hand."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from scipy.spatial.distance import cdist

from dashboard import warehouse
from dashboard.indicators import QueryError, peers
from dashboard.indicators.peers import DRIVERS, Driver, nearest, stability, standardised, transformed
from dashboard.indicators.studies import peer_set

from .conftest import SampleRelease
from .support import tiny_release

ROOT = Path(__file__).parents[1]
NAN = math.nan
TABLES = st.integers(2, 9).flatmap(
    lambda size: arrays.arrays(
        np.float64, (size, 3), elements=st.one_of(st.integers(-3, 3).map(float), st.just(NAN)), fill=st.nothing()
    )
)
WEIGHTS = [1.0, 2.0, 0.5]


def codes_of(matrix: np.ndarray) -> list[str]:
    return [f"MC{place:02d}" for place in range(len(matrix))]


@pytest.mark.parametrize("seed", range(200))
def test_z_scores_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(random.uniform(-9, 9), random.uniform(0.01, 50), (random.integers(2, 41), 4))
    values[random.random(values.shape) < 0.1] = NAN
    values[0] = 1.5
    values[1] = 2.5
    found = standardised(values)
    np.testing.assert_allclose(found.z, stats.zscore(values, axis=0, nan_policy="omit"), atol=1e-9)
    assert found.notes.tolist() == [""] * 4


def test_drivers_that_tell_nothing() -> None:
    found = standardised([[0.1 + 0.2, 5, NAN, NAN], [0.3, 7, NAN, 2], [0.3, NAN, NAN, NAN]])
    assert found.notes.tolist() == ["constant", "", "missing", "constant"]
    np.testing.assert_array_equal(found.z, [[0, -1, NAN, NAN], [0, 1, NAN, 0], [0, NAN, NAN, NAN]])
    assert standardised(np.empty((0, 2))).notes.tolist() == ["missing", "missing"]


def test_logarithm_only_where_it_is_asked() -> None:
    drivers = (Driver("a", "share", 1, "", "a"), Driver("b", "persons", 1, "log", "b"))
    found = transformed([[2, math.e], [NAN, NAN], [0, 0], [-1, -1]], drivers)
    np.testing.assert_allclose(found, [[2, 1], [NAN, NAN], [0, NAN], [-1, NAN]])
    values = np.ones((2, len(DRIVERS)))
    assert (transformed(values)[:, 1] == 0).all() and (values == 1).all()
    with pytest.raises(ValueError, match="3 columns and 2 drivers"):
        transformed([[1, 2, 3]], drivers)


@pytest.mark.parametrize("seed", range(200))
def test_distances_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    z = random.normal(size=(random.integers(2, 41), 5))
    weights = random.uniform(0, 3, 5)
    codes = codes_of(z)
    expected = cdist(z, z, "euclidean", w=weights)
    k = int(random.integers(1, 10))
    for row, (code, found) in enumerate(nearest(codes, z, weights, k).items()):
        order = [codes[place] for place in np.argsort(expected[row], kind="stable") if codes[place] != code]
        assert [peer.code for peer in found] == order[:k]
        for peer in found:
            other = codes.index(peer.code)
            assert peer.distance == pytest.approx(expected[row, other])
            parts = weights * (z[row] - z[other]) ** 2 / expected[row, other] ** 2
            np.testing.assert_allclose(peer.parts, parts, atol=1e-12)


def test_missing_driver_gives_its_weight_to_the_others() -> None:
    found = nearest(["a", "b", "c"], [[0, NAN], [3, 5], [NAN, 5]], [1, 3])
    # One of the weight of four is shared: sqrt(3**2 * 4 / 1).
    assert [(peer.code, peer.distance) for peer in found["a"]] == [("b", 6)]
    np.testing.assert_array_equal(found["a"][0].parts, [1, NAN])
    assert [(peer.code, peer.distance) for peer in found["c"]] == [("b", 0)]
    np.testing.assert_array_equal(found["c"][0].parts, [NAN, 0])
    assert nearest(["a"], [[1.0]], [1]) == {"a": ()}
    assert nearest([], np.empty((0, 2)), [1, 1]) == {}


def test_equal_distances_go_by_code() -> None:
    found = nearest(["d", "c", "b", "a"], [[0.0], [1.0], [-1.0], [1.0]], [1], k=2)
    assert [peer.code for peer in found["d"]] == ["a", "b"]


def test_wrong_arguments() -> None:
    for codes, z, weights, k in (
        (["a"], [[1.0], [2.0]], [1], 1),
        (["a", "a"], [[1.0], [2.0]], [1], 1),
        (["a", "b"], [[1.0], [2.0]], [1, 2], 1),
        (["a", "b"], [[1.0], [2.0]], [[1]], 1),
    ):
        with pytest.raises(ValueError, match="one row per code, each code once, and one column per weight"):
            nearest(codes, z, weights, k)
    for weights, k in (([-1.0, 2.0], 1), ([0.0, 0.0], 1), ([NAN, 1.0], 1), ([1.0, 1.0], 0)):
        with pytest.raises(ValueError, match="weights are 0 or more and not all 0, and k is 1 or more"):
            stability(["a"], [[1.0, 2.0]], weights, k)
    with pytest.raises(ValueError, match="got 1 dimensions"):
        standardised([1, 2])


@settings(max_examples=150, deadline=None)
@given(TABLES, st.integers(1, 10), st.randoms(use_true_random=False))
def test_properties_of_peers(matrix: np.ndarray, k: int, shuffler) -> None:  # type: ignore[no-untyped-def]
    codes = codes_of(matrix)
    found = nearest(codes, standardised(matrix).z, WEIGHTS, k)
    everyone = nearest(codes, standardised(matrix).z, WEIGHTS, len(codes) - 1)
    distances = {(code, peer.code): peer.distance for code, listed in everyone.items() for peer in listed}
    for code, listed in found.items():
        assert code not in [peer.code for peer in listed]
        assert [peer.distance for peer in listed] == pytest.approx(sorted(peer.distance for peer in listed))
        assert len(listed) == min(k, len(everyone[code]))
        for peer in listed:
            assert distances[peer.code, code] == pytest.approx(peer.distance)
            assert np.nansum(peer.parts) == pytest.approx(1) or peer.distance == 0
    order = shuffler.sample(range(len(codes)), len(codes))
    turned = nearest([codes[place] for place in order], standardised(matrix[order]).z, WEIGHTS, k)
    assert {code: [peer.code for peer in listed] for code, listed in turned.items()} == {
        code: [peer.code for peer in listed] for code, listed in found.items()
    }


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.float64, st.tuples(st.integers(2, 9), st.just(3)), elements=st.integers(-3, 3).map(float)))
def test_k_of_all_others_gives_all(matrix: np.ndarray) -> None:
    codes = codes_of(matrix)
    for k in (len(codes) - 1, len(codes) + 5):
        found = nearest(codes, matrix, WEIGHTS, k)
        assert all({peer.code for peer in listed} == set(codes) - {code} for code, listed in found.items())
        np.testing.assert_array_equal(stability(codes, matrix, WEIGHTS, k), np.ones(matrix.shape))


def test_stability_by_hand() -> None:
    # By both drivers b is nearest to a; without the second driver it is c. The others keep a, b by code.
    z = [[0.0, 0.0], [2.0, 0.0], [0.0, 5.0]]
    kept = stability(["a", "b", "c"], z, [1, 1], k=1)
    np.testing.assert_array_equal(kept, [[1, 0], [1, 1], [1, 1]])
    np.testing.assert_array_equal(stability(["a", "b"], [[1.0], [2.0]], [1]), [[NAN], [NAN]])
    np.testing.assert_array_equal(stability(["a", "b"], [[1.0, NAN], [2.0, 1.0]], [1, 0], k=1), [[NAN, 1], [NAN, 1]])
    np.testing.assert_array_equal(stability(["a"], [[1.0, 2.0]], [1, 1]), [[NAN, NAN]])
    # Without the only driver they share, nobody stays.
    np.testing.assert_array_equal(stability(["a", "b"], [[1.0, NAN], [2.0, 1.0]], [1, 1], k=1), [[0, 1], [0, 1]])


def test_every_set_has_a_year_for_each_driver() -> None:
    names = [driver.id for driver in DRIVERS]
    assert len(set(names)) == len(names)
    assert set(peer_set.CELLS) == set(names) >= peer_set.PRINTED
    for year, years in peers.REFERENCE_YEARS.items():
        assert list(years) == names and max(years.values()) == year
    assert peers.set_id(2024) == "soortgelijk-2026-1.2024"
    assert peers.method(2024, 7).parameters == {"version": "2026-1", "year": 2024, "k": 7}


def lines(path: Path, **how: str) -> list[dict[str, str]]:
    with path.open(encoding=how.pop("encoding", "utf-8"), newline="") as file:
        return list(csv.DictReader(file, **how))  # type: ignore[arg-type]


def test_population_drivers_are_those_of_the_municipalities(sample: SampleRelease) -> None:
    """Added up here from the extract and the map of 2024, of which the municipalities are."""
    mapped = {
        line["gemeente"]: line["region"]
        for line in lines(ROOT / "etl" / "codes" / "region_map.csv")
        if line["kind"] == "doorstroompunt" and line["valid_from"] <= "2024" <= line["valid_to"]
    }
    people: dict[str, dict[str, int]] = {
        name: dict.fromkeys(mapped.values(), 0) for name in ("all", "city", "2021", "young")
    }
    for line in lines(sample.extracts / "bevolking_gemeenten.csv"):
        region, inhabitants = mapped[line["gemeentecode"]], int(line["inwoners"])
        if line["jaar"] == "2021":
            people["2021"][region] += inhabitants
            people["young"][region] += int(line["jongeren_15_tot_25"])
        else:
            people["all"][region] += inhabitants
            people["city"][region] += inhabitants if inhabitants >= 100_000 else 0
    found = peer_set.drivers_of()
    assert len(found.codes) == 40 and "MC14" not in found.codes
    for code, (urban, inhabitants, young, *_) in zip(found.codes, found.matrix.tolist(), strict=True):
        assert inhabitants == people["all"][code]
        assert urban == people["city"][code] / people["all"][code]
        assert young == people["young"][code] / people["2021"][code]
    assert found.matrix[:, 1].sum() == 17_942_942


def test_other_drivers_are_those_of_the_extracts(sample: SampleRelease) -> None:
    delivered = lines(
        sample.extracts / "voorbeeld_duo_vsv_rmc_2023-2024_definitief.csv", encoding="cp1252", delimiter=";"
    )

    def counted(level: str = "Totaal", origin: str = "Totaal") -> int:
        (cell,) = (
            line["AANTAL DEELNEMERS"]
            for line in delivered
            if (line["RMC-REGIO CODE"], line["ONDERWIJSNIVEAU"], line["HERKOMST"]) == ("28", level, origin)
            and line["GESLACHT"] == line["LEEFTIJD"] == "Totaal"
            and line["LEERWEG"] in ("Totaal", "NVT")
        )
        return int(cell.replace(".", ""))

    found = peer_set.drivers_of()
    *_, jikp, mbo_low, origin = found.matrix[found.codes.index("MC28")]
    assert jikp == 0.77  # as printed for Haaglanden, 2021/'22
    assert mbo_low == (counted("MBO NIVEAU 1") + counted("MBO NIVEAU 2")) / counted()
    assert origin == counted(origin="BUITEN EUROPA") / counted()
    assert not np.isnan(found.matrix).any()


def test_peers_of_a_region(sample: SampleRelease) -> None:
    found = peer_set.peers_of("Haaglanden")
    values = peer_set.drivers_of().matrix
    codes = peer_set.drivers_of().codes
    logs = np.column_stack([values[:, 0], np.log(values[:, 1]), values[:, 2:]])
    distances = cdist(stats.zscore(logs), stats.zscore(logs))[codes.index("MC28")]
    order = [codes[place] for place in np.argsort(distances)]
    assert order[0] == "MC28"
    assert [peer.code for peer in found.peers] == order[1:8]
    for peer in found.peers:
        place = codes.index(peer.code)
        assert peer.distance == pytest.approx(distances[place])
        assert sum(peer.contributions.values()) == pytest.approx(1)
        assert list(peer.values.values()) == values[place].tolist()
    assert (found.id, found.region, found.reason) == ("soortgelijk-2026-1.2024", "MC28", "")
    assert found.values["inhabitants"] == values[codes.index("MC28"), 1]
    assert set(found.notes.values()) == {""} and set(found.stability) == {driver.id for driver in found.drivers}
    assert all(0 <= kept <= 1 for kept in found.stability.values())
    assert peer_set.peer_codes(found.id)["MC28"] == tuple(peer.code for peer in found.peers)
    assert peer_set.peer_codes(k=100)["MC28"] == tuple(order[1:])


def test_set_that_is_asked_for(sample: SampleRelease) -> None:
    for asked in (None, "soortgelijk", "soortgelijk-2026-1.2024"):
        assert peer_set.checked_id(asked) == "soortgelijk-2026-1.2024"
    with pytest.raises(QueryError) as caught:
        peer_set.peers_of("MC28", set_id="soortgelijk-2026-1.2042")
    assert str(caught.value) == (
        "Unknown set of peers 'soortgelijk-2026-1.2042'; did you mean 'soortgelijk-2026-1.2024'? "
        "Choose one and ask again."
    )


def test_old_set_keeps_its_years_beside_a_new_one(sample: SampleRelease, monkeypatch: pytest.MonkeyPatch) -> None:
    old = peer_set.peers_of("MC28")
    newer = {**peers.REFERENCE_YEARS[2024], "mbo_low": 2024, "origin": 2025}
    monkeypatch.setattr(peers, "REFERENCE_YEARS", {**peers.REFERENCE_YEARS, 2025: newer})
    new = peer_set.peers_of("MC28")
    assert new.id == "soortgelijk-2026-1.2025" and new.years == newer
    assert new.values["mbo_low"] != old.values["mbo_low"]
    # A year the release does not have leaves the driver out and says so.
    assert new.notes["origin"] == "missing" and math.isnan(new.peers[0].contributions["origin"])
    assert peer_set.peers_of("MC28", set_id=old.id).peers == old.peers


def test_regions_without_peers(sample: SampleRelease) -> None:
    for region, sentence in (
        ("MC14", "Region 'MC14' ended in 2020 and has no peers; it went on as MC40 and MC41."),
        ("GM0518", "Region 'GM0518' is a gemeente; only Doorstroompunt regions have peers."),
        ("NL01", "Region 'NL01' is a land; only Doorstroompunt regions have peers."),
        ("MC42", "Unknown region 'MC42'; did you mean 'MC"),
    ):
        with pytest.raises(QueryError) as caught:
            peer_set.peers_of(region)
        assert str(caught.value).startswith(sentence)
    with pytest.raises(QueryError, match="Asked for 0 peers; a region has 1 or more"):
        peer_set.peers_of("MC28", k=0)


GIVEN = """
region | period | measure            | education | origin        | value   | status
MC01   | 2024   | inwoners           | totaal    | totaal        | 0       | A
MC01   | 2024   | inwoners_stad      | totaal    | totaal        | 0       | A
MC02   | 2024   | inwoners           | totaal    | totaal        | 200000  | A
MC02   | 2024   | inwoners_stad      | totaal    | totaal        |         | Q
MC03   | 2024   | inwoners           | totaal    | totaal        | 100000  | A
MC03   | 2023   | startpopulatie_duo | mbo_1     | totaal        | 10      | A
MC03   | 2023   | startpopulatie_duo | totaal    | totaal        | 100     | A
"""


def test_release_with_few_drivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    warehouse.close()
    tiny_release(tmp_path, GIVEN)
    found = peer_set.drivers_of()
    rows = dict(zip(found.codes, found.matrix.tolist(), strict=True))
    np.testing.assert_array_equal(rows["MC01"], [NAN, 0, NAN, NAN, NAN, NAN])
    np.testing.assert_array_equal(rows["MC02"], [NAN, 200_000, NAN, NAN, NAN, NAN])
    np.testing.assert_array_equal(rows["MC03"], [NAN, 100_000, NAN, NAN, NAN, NAN])
    two = peer_set.peers_of("MC02")
    assert [peer.code for peer in two.peers] == ["MC03"]
    assert two.notes == {**dict.fromkeys(two.notes, "missing"), "inhabitants": ""}
    # Nobody has a logarithm of no inhabitants, and MC04 has no figures at all.
    for region in ("MC01", "MC04"):
        without = peer_set.peers_of(region)
        assert without.peers == () and without.reason == "no_drivers"
        assert all(math.isnan(kept) for kept in without.stability.values())
    warehouse.close()
