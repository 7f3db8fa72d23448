"""What young people of each age do: the parts as printed, and what is left of those without education and work."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.indicators import QueryError, Row, catalogue, values, values_of
from dashboard.indicators.studies import positions as study
from dashboard.indicators.studies.positions import NEET, PARTS, WHOLE, WITH, WITHOUT, left_over, positions

from .conftest import SampleRelease
from .support import tiny_release


@pytest.fixture(scope="module", autouse=True)
def shown(sample_release: SampleRelease) -> Iterator[None]:
    """The study reads the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        yield


def row(numerator: float | None, denominator: float | None = 1000, status: str = "A") -> Row:
    value = None if numerator is None or not denominator else 100 * numerator / denominator
    return Row(("MC12", "23_tot_27"), value, numerator, denominator, status, False, 1, None)


def test_what_is_left_is_the_whole_less_the_part() -> None:
    found = left_over(row(300), row(120, status="P"), 1, 10)
    assert (found.numerator, found.denominator, found.value, found.status) == (180, 1000, 18.0, "P")
    assert found.derived and found.parts == 2
    # Both counts are rounded to tens: 10 / sqrt(12) each, so sqrt(2) times that over 1,000, and a little of the whole.
    assert found.margin == pytest.approx(100 / 1000 * (2 * 100 / 12 + 0.18**2 * 100 / 12) ** 0.5, abs=0.001)


@pytest.mark.parametrize(
    ("whole", "part", "status"),
    [
        (row(None, 1000, "Q"), row(100), "Q"),
        (row(100), row(None, 1000, "O"), "O"),
        (row(None, 1000, "O"), row(None, 1000, "Q"), "Q"),
        (row(None, None, "L"), row(None, None, "L"), "L"),
        (row(100), row(100), "Q"),
        (row(100), row(90), "Q"),
        (row(100), row(110), "Q"),
        (row(995), row(0), "Q"),
        (row(300), row(100, 990), "Q"),
        (row(0, 0, "M"), row(0, 0, "M"), "M"),
    ],
)
def test_what_is_left_is_hidden_when_it_is_small_or_not_known(whole: Row, part: Row, status: str) -> None:
    """Also when rounding made the part larger than the whole, and when nearly everyone is left."""
    found = left_over(whole, part, 1, 10)
    assert (found.value, found.numerator, found.status) == (None, None, status)


def test_exact_counts_are_left_down_to_the_threshold() -> None:
    assert left_over(row(30), row(20), 1, 1).numerator == 10
    assert left_over(row(30), row(21), 1, 1).value is None
    assert left_over(row(300), row(120), 1, 1).margin is None


def test_the_positions_of_a_region_are_the_figures_of_their_indicators() -> None:
    made = positions("MC12", 2023)
    assert list(made.rows) == [*WHOLE, WITH, WITHOUT] and made.period == 2023
    for name in (*WHOLE, WITHOUT):
        where: dict[str, Any] = {"region": ["MC12", "NL01"], "period": 2023, "age_group": ["totaal", "23_tot_27"]}
        for each in values(name, ("region", "age_group"), where).rows:
            assert made.rows[name][each.key] == each
    for key, whole in made.rows[NEET].items():
        left = made.rows[WITH][key].numerator
        assert left is None or left + (made.rows[WITHOUT][key].numerator or 0) == whole.numerator


def test_the_table_has_a_line_for_every_region_age_and_position() -> None:
    lines = positions("MC12").table()
    assert len(lines) == 2 * 4 * 6
    assert {line["position"] for line in lines} == {*PARTS, NEET}
    assert {line["region"] for line in lines} == {"MC12", "NL01"}
    assert len(positions("NL01").table()) == 4 * 6


def test_every_region_has_parts_that_make_a_whole() -> None:
    for region in catalogue().regions_of("doorstroompunt"):
        made = positions(region.code, 2020)
        for key, whole in made.rows[NEET].items():
            known = [made.rows[name][key].numerator for name in WHOLE if key in made.rows[name]]
            if None not in known:
                assert abs(sum(n or 0 for n in known) - (whole.denominator or 0)) <= 30


def test_a_release_without_the_positions_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path, "measure | region | period | value\ninwoners | NL01 | 2024 | 10")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    with pytest.raises(QueryError):
        positions("MC12")


def test_without_one_of_the_positions_there_is_no_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue()
    bare = replace(known, indicators={name: each for name, each in known.indicators.items() if name != WHOLE[0]})
    assert study.indicators(bare) == [] and study.selections(bare, ["MC12"], 2024) == []
    assert study.assembled(bare, []) is None
    monkeypatch.setattr(study, "catalogue", lambda _: bare)
    with pytest.raises(QueryError, match="no positions of young people"):
        positions("MC12")


def test_without_the_part_there_is_no_split() -> None:
    known = catalogue()
    bare = replace(known, indicators={name: each for name, each in known.indicators.items() if name != WITHOUT})
    made = study.assembled(bare, values_of(study.selections(bare, ["MC12"], 2024)))
    assert made is not None and list(made.rows) == [*WHOLE]
