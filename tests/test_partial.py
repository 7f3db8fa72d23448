"""Releases that hold less than the sample open whole: every page, view, file and answer, and each says what lacks."""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pytest

from dashboard import i18n, shell, warehouse
from dashboard.indicators import catalogue, subjects
from dashboard.pages import PAGES, view_of
from dashboard.state import Absent, View, address
from etl.build import build
from etl.catalogue import load_sources

from .conftest import SampleRelease
from .partial_cases import Case, cases, only, without
from .partial_look import Opened, chosen, links, opened, words
from .partial_release import derived, reduced

CASES = cases()
# A build of all files takes most of a minute; these have small ones (published figures are two sources of one file).
BUILT = (
    only("streefcijfers", "doelen_landelijk", "gepubliceerd", "gepubliceerd_register"),
    only("cbs_vsv_werk", "cbs_jongeren_regio"),
)
COMPARED = ("indicator", "example", "coverage", "measure", "source", "target", "region", "term", "observation")


@pytest.fixture(scope="module")
def base(sample_release: SampleRelease) -> Path:
    """The sample with fewer rows, kept beside it."""
    return reduced(sample_release.path, sample_release.releases.parent / "partial" / "few.duckdb")


def test_there_are_enough_cases() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


def test_every_partial_release_opens_whole(base: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:
        told = sum(workers.map(opened, [base] * len(CASES), CASES, count()), Opened())
    print(f"{len(CASES)} releases, {told.pages} pages, {told.choices} choices, {told.answers} files and answers")
    assert not told.wrong, "\n".join(told.wrong[:40])
    assert told.pages >= 90 * len(CASES) and told.choices >= 15 * len(CASES) and told.answers >= 10 * len(CASES)


@pytest.mark.parametrize("case", BUILT, ids=lambda case: case.name)
def test_a_derived_release_is_as_one_that_is_built(sample_release: SampleRelease, case: Case, tmp_path: Path) -> None:
    extracts = tmp_path / "extracts"
    extracts.mkdir()
    for name, source in load_sources().items():
        for pattern in source.files:
            for path in () if name in case.sources else sample_release.extracts.glob(f"*{pattern}"):
                (extracts / path.name).unlink(missing_ok=True)  # two sources read the published figures
                (extracts / path.name).symlink_to(path)
    made = tmp_path / "built"
    built = build(extracts, made)
    other = derived(sample_release.path, tmp_path / "derived", case)
    with duckdb.connect() as con:
        con.execute(f"attach '{made / built}.duckdb' as one (read_only)")
        con.execute(f"attach '{tmp_path / 'derived' / other}.duckdb' as two (read_only)")
        for table in COMPARED:
            for here, there in (("one", "two"), ("two", "one")):
                sql = f"select * from {here}.{table} except all select * from {there}.{table}"
                assert con.execute(sql).fetchall() == [], f"{table}: only in {here}"


@pytest.mark.parametrize("shown", [Case("whole")], indirect=True)
@pytest.mark.parametrize("raised", [Absent("vsv"), KeyError("not foreseen")], ids=["absent", "unforeseen"])
def test_a_choice_without_an_answer_says_so(shown: Case, monkeypatch: pytest.MonkeyPatch, raised: Exception) -> None:
    def read(view: View) -> None:
        raise raised

    from app import server  # here, because it makes every page

    call = chosen("/nl/leeftijd", "regio=MC12", "regio=MC28")
    monkeypatch.setattr(PAGES["ages"], "read", read)
    answer = server.test_client().post("/_dash-update-component", json=call)
    words_of_it = i18n.text("notice_stale" if isinstance(raised, Absent) else "notice_failed", "nl")
    assert answer.status_code == 200
    assert words_of_it in answer.text and "figure" not in answer.json["response"]


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
    assert i18n.text("api_unanswered", "nl") not in said("api")
    for page in PAGES:
        assert "Deze release bevat geen" not in said(page), page


@pytest.mark.parametrize("shown", [without("duo_vsv", "doelen_landelijk")], indirect=True)
def test_an_example_of_the_api_is_a_link_only_when_the_release_has_its_figures(shown: Case) -> None:
    there = links(shell.open_page("/nl/api", None, "")[1])
    assert not [each for each in there if subjects.VSV_OLD in each]
    assert [each for each in there if subjects.NEET in each]
    assert i18n.text("api_unanswered", "nl") in said("api")


@pytest.mark.parametrize("shown", [Case("whole")], indirect=True)
def test_a_page_that_fails_says_so(shown: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PAGES["ages"], "read", lambda view: {}["not foreseen"])
    assert i18n.text("failed_title", "nl") in said("ages")
    assert i18n.text("failed_title", "en") in said("ages", "en")
