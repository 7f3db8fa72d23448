"""A first run with files of one's own: from an empty folder to the first pages, without one invented figure."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from dashboard import shell, warehouse
from dashboard.pages import PAGES, SLUGS
from etl import codes, deliveries
from etl.__main__ import main
from etl.catalogue import load_indicators
from etl.overview import PAGES as DECLARED
from etl.release import listing

from .conftest import ROOT, SampleRelease
from .test_pages import words

OWN = "duo_vsv_rmc_2023-2024_definitief.csv"
HEADER = "SCHOOLJAAR;RMC-REGIO CODE;RMC-REGIO NAAM;AANTAL DEELNEMERS;AANTAL VSV ERS;STATUS;BESTANDSDATUM"
ROWS = [
    "2022-2023;12;Twente;10.000;200;DEFINITIEF;15-11-2024",
    "2022-2023;28;Haaglanden/Westland;40.000;1.000;DEFINITIEF;15-11-2024",
    "2023-2024;12;Twente;10.000;180;DEFINITIEF;15-11-2025",
    "2023-2024;28;Haaglanden/Westland;40.000;900;DEFINITIEF;15-11-2025",
]
# Pages without figures of one indicator, or on whatever the reader asks: nothing of theirs can be empty beforehand.
WITHOUT = {"table", "layout", "methods", "statistics", "about", "api", "accessibility"}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the facts that come with the code, one hand-made file, and the release they give."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "extracts").mkdir()
    for name in deliveries.FACTS:
        shutil.copy(ROOT / "data" / "extracts" / name, folder / "extracts")
    (folder / "extracts" / OWN).write_text("\r\n".join([HEADER, *ROWS, ""]), encoding="cp1252")
    assert run("build", folder) == 0
    return folder


@pytest.fixture(scope="module")
def own(started: Path) -> Iterator[Path]:
    """The same, on show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(started / "releases"))
        yield started


def run(word: str, folder: Path, *more: str) -> int:
    where = ["--extracts", str(folder / "extracts")]
    return main([word, *where, *(["--releases", str(folder / "releases")] if word == "build" else []), *more])


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("path", "search", "figure"),
    [
        ("/nl/ontwikkeling", "?regio=MC12", "1,80% (180 van 10.000 jongeren)"),
        ("/nl/vergelijken", "", "Het laagst is Twente met 1,80%, het hoogst Haaglanden/Westland met 2,25%"),
        ("/en/compare", "", "Haaglanden/Westland"),
    ],
)
def test_own_file_is_on_the_page(path: str, search: str, figure: str) -> None:
    text = " ".join(words(shell.open_page(path, None, search)[1]).split())
    assert figure in text
    assert "oorbeelddata" not in text


def test_facts_that_come_with_the_code_are_the_files_that_come_with_it() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "data/extracts"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert {Path(name).name for name in tracked} == deliveries.FACTS


def test_sample_is_not_made_beside_real_files(started: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sample", started, "--if-missing") == 0
    assert "holds real files; no examples are put beside them" in " ".join(capsys.readouterr().out.split())
    assert not list((started / "extracts").glob(f"{deliveries.SAMPLE}*"))


def test_sample_that_is_there_is_left_out_unless_asked(tmp_path: Path, started: Path) -> None:
    shutil.copytree(started / "extracts", tmp_path / "extracts")
    example = ROOT / "tests" / "extracts" / "maatwerk_neet_2024.xlsx"
    shutil.copy(example, tmp_path / "extracts" / f"{deliveries.SAMPLE}{example.name}")
    kinds = {}
    for more in ([], ["--sample"], ["--no-sample"]):
        releases = tmp_path / f"releases{len(kinds)}"
        where = ["--extracts", str(tmp_path / "extracts"), "--releases", str(releases)]
        assert main(["build", *where, *more]) == 0
        kinds[" ".join(more)] = kind_of(releases)
    assert kinds == {"": "published", "--sample": "mixed", "--no-sample": "published"}


def kind_of(releases: Path) -> str:
    """The kind of the only release there is."""
    return listing(releases)[0].kind


# --- what check tells


@pytest.mark.parametrize("positional", [True, False])
def test_check_tells_what_each_file_brings_and_each_page_lacks(
    started: Path, capsys: pytest.CaptureFixture[str], positional: bool
) -> None:
    place = str(started / "extracts")
    assert main(["check", place] if positional else ["check", "--extracts", place]) == 0
    told = capsys.readouterr().out
    assert re.search(r"duo_vsv +published +1 +4 +2022 to 2023 +doorstroompunt", told)
    assert "page 'ages' is empty: young people by age; maatwerk_neet would fill it." in told
    assert "page 'overview' lacks a part: lasting work; maatwerk_werk would fill it." in told
    assert "Pages with all their figures: trends, regions." in told


def test_check_of_no_folder_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "gone")]) == 1
    assert "is no folder" in capsys.readouterr().err


def test_check_declares_every_page_that_can_lack_figures() -> None:
    rows = codes.rows(DECLARED)
    assert {row["page"] for row in rows} == set(PAGES) - WITHOUT
    assert {name for row in rows for name in row["indicators"].split()} <= set(load_indicators())


@pytest.mark.parametrize("page", sorted({row["page"] for row in codes.rows(DECLARED)}))
def test_check_declares_what_the_page_asks(
    page: str, sample_release: SampleRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder of its own, for what was read before is kept per folder.
    (tmp_path / "releases").symlink_to(sample_release.releases)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path / "releases"))
    asked: set[str] = set()
    real = warehouse._asked

    def listen(sql: str, params: Sequence[Any], release: str | None) -> Any:
        asked.update(re.findall(r"\w+", f"{sql} {params}"))
        return real(sql, params, release)

    monkeypatch.setattr(warehouse, "_asked", listen)
    path = f"/nl/{SLUGS[page]['nl']}".rstrip("/")
    for search in ("?regio=MC12", "?regio=MC12&model=cbs"):
        shell.open_page(f"{path}/MC12" if page == "region" else path or "/nl/", None, search)
    indicators = load_indicators()
    for row in codes.rows(DECLARED):
        if row["page"] == page:
            for name in row["indicators"].split():
                assert indicators[name].numerator in asked, f"{page} does not ask {name}"
