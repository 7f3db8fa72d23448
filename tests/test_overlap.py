"""How two kinds of region overlap, by the people of the municipalities they share."""

from collections.abc import Iterator

import numpy as np
import pytest

from dashboard import warehouse
from dashboard.indicators import QueryError, catalogue, municipalities
from dashboard.indicators.studies.overlap import overlap

from .conftest import SampleRelease
from .support import tiny_release

# Two municipalities of MC01 and one of MC03, in 2024 and earlier; the rest of the country has no figure.
GIVEN = """
region | period | measure            | value | sex
GM0037 | 2022   | jongeren_register  | 100   | totaal
GM0037 | 2024   | jongeren_register  | 200   | totaal
GM0037 | 2024   | jongeren_register  | 90    | man
GM0047 | 2024   | jongeren_register  | 300   | totaal
PV20   | 2024   | jongeren_register  | 900   | totaal
GM0037 | 2024   | startpopulatie_duo | 7     | totaal
"""


@pytest.fixture
def tiny(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("overlap")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))
    yield tiny_release(folder, GIVEN)
    warehouse.close()


def test_every_municipality_is_in_one_cell_and_shares_add_up(sample: SampleRelease) -> None:
    found = overlap()
    listed = sorted(code for members in found.municipalities.values() for code in members)
    homes = {kind: municipalities(kind, 2026) for kind in ("doorstroompunt", "arbeidsmarkt")}
    assert listed == sorted(homes["doorstroompunt"])
    assert found.people.shape == (40, 35) == (len(found.rows), len(found.columns))
    assert found.missing == ()
    np.testing.assert_allclose(found.share_of_row.sum(axis=1), 1)
    np.testing.assert_allclose(found.share_of_column.sum(axis=0), 1)
    for (row, column), members in found.municipalities.items():
        assert {homes["doorstroompunt"][code] for code in members} == {row}
        assert {homes["arbeidsmarkt"][code] for code in members} == {column}
        assert found.people[found.rows.index(row), found.columns.index(column)] > 0
    assert int((found.people > 0).sum()) == len(found.municipalities)
    assert (found.kind_a, found.kind_b, found.year, found.release) == (
        "doorstroompunt",
        "arbeidsmarkt",
        2026,
        sample.id,
    )
    assert found.source == catalogue().measures[found.measure].source
    assert found.method.id == "overlap"


def test_people_are_those_of_the_municipalities_in_common(sample: SampleRelease) -> None:
    found = overlap("arbeidsmarkt", "provincie", 2026)
    sql = "select value from observation where measure = ? and period = ? and region = ? and indeling = 'periode'"
    for pair in list(found.municipalities)[:5]:
        asked = [
            warehouse.records(sql, (found.measure, found.period, code))[0][0] for code in found.municipalities[pair]
        ]
        assert found.people[found.rows.index(pair[0]), found.columns.index(pair[1])] == pytest.approx(sum(asked))
    mirrored = overlap("provincie", "arbeidsmarkt", 2026)
    np.testing.assert_array_equal(mirrored.people, found.people.T)
    np.testing.assert_array_equal(mirrored.share_of_row, found.share_of_column.T)


def test_regions_of_another_year(sample: SampleRelease) -> None:
    before, after = overlap(year=2020), overlap(year=2026)
    assert "MC14" in before.rows
    assert {"MC40", "MC41"} <= set(after.rows) - set(before.rows)


def test_an_unknown_population_is_missing_and_not_nobody(tiny: str) -> None:
    found = overlap()
    assert (found.measure, found.period) == ("jongeren_register", 2024)
    homes = municipalities("doorstroompunt", 2026)
    place = found.rows.index(homes["GM0037"])
    assert homes["GM0037"] == homes["GM0047"] == "MC01"
    assert np.isnan(found.people[place]).any()
    assert np.nansum(found.people[place]) == 0
    assert set(homes) - set(found.missing) == {"GM0037", "GM0047"}
    assert (found.share_of_row[place][found.people[place] == 0] == 0).all()
    assert np.isnan(found.share_of_row[place][np.isnan(found.people[place])]).all()


@pytest.mark.parametrize(("year", "period"), [(2026, 2024), (2023, 2022), (2020, 2022)])
def test_people_of_the_last_period_before_the_year(tiny: str, year: int, period: int) -> None:
    assert overlap(year=year).period == period


def test_questions_without_an_answer(tiny: str) -> None:
    with pytest.raises(QueryError, match="did you mean 'arbeidsmarkt'"):
        overlap("doorstroompunt", "arbeidsmarktregio")
    with pytest.raises(QueryError, match="has no year 1990"):
        overlap(year=1990)


def test_a_release_without_people(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("nobody")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))
    tiny_release(folder, "region | period | measure | value\nNL01 | 2024 | jongeren_register | 5\n")
    with pytest.raises(QueryError, match="does not say how many people live in a municipality"):
        overlap()
    warehouse.close()
