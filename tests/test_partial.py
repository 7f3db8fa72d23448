"""Releases that hold less than the sample open whole: every page, view, file and answer, and each says what lacks."""

from pathlib import Path

import pytest

from dashboard import i18n, shell, warehouse
from dashboard.indicators import catalogue, subjects
from dashboard.pages import PAGES, view_of
from dashboard.state import address

from .conftest import SampleRelease
from .partial_cases import Case, cases, without
from .partial_look import words
from .partial_release import derived, reduced

CASES = cases()


@pytest.fixture(scope="module")
def base(sample_release: SampleRelease) -> Path:
    """The sample with fewer rows, kept beside it."""
    return reduced(sample_release.path, sample_release.releases.parent / "partial" / "base.duckdb")


def test_there_are_enough_cases() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


@pytest.fixture
def shown(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Case:
    """A partial release on show; its case is the parameter."""
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    derived(base, tmp_path, request.param)
    request.addfinalizer(warehouse.close)
    case: Case = request.param
    return case


def said(page: str, lang: str = "nl", region: str = "MC12") -> str:
    path, _, search = address(lang, PAGES[page].SLUG[lang], {"regio": region}).partition("?")
    return words(shell.open_page(path, None, search)[1])


@pytest.mark.parametrize("shown", [without("duo_vsv27")], indirect=True)
def test_without_the_new_count_the_old_one_shows_and_the_new_one_is_named(shown: Case) -> None:
    for page in ("overview", "region"):
        text = said(page)
        assert "Nieuwe vsv'ers (oude definitie)" in text
        assert i18n.text("absent_vsv_new", "nl") in text
        assert i18n.text("absent_vsv_old", "nl") not in text


@pytest.mark.parametrize("shown", [without("duo_vsv")], indirect=True)
def test_without_the_old_count_the_new_one_shows(shown: Case) -> None:
    assert "Nieuwe vsv'ers (nieuwe definitie)" in said("region")
    assert view_of("/nl/vergelijken", "").indicator(subjects.VSV_OLD).id == subjects.VSV_NEW


@pytest.mark.parametrize("shown", [without("maatwerk_neet")], indirect=True)
def test_without_its_source_a_page_says_so_and_where_there_are_figures(shown: Case) -> None:
    text = said("ages")
    assert i18n.text("absent_neet_age", "nl") in text
    register = catalogue().indicators[subjects.NEET_REGISTER].short_nl
    assert register in said("region"), "another source stands in"


@pytest.mark.parametrize("shown", [without("streefcijfers", "doelen_landelijk")], indirect=True)
def test_without_targets_a_region_has_its_figures(shown: Case) -> None:
    text = said("region")
    assert i18n.text("absent_targets", "nl") in text and "voorlopig" in text


@pytest.mark.parametrize("shown", [Case("whole")], indirect=True)
def test_a_whole_release_names_nothing_that_lacks(shown: Case) -> None:
    for page in PAGES:
        assert "Deze release bevat geen" not in said(page), page


@pytest.mark.parametrize("shown", [Case("whole")], indirect=True)
def test_a_page_that_fails_says_so(shown: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PAGES["ages"], "read", lambda view: {}["not foreseen"])
    assert i18n.text("failed_title", "nl") in said("ages")
    assert i18n.text("failed_title", "en") in said("ages", "en")
