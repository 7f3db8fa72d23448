"""Broken extracts on the command line: one sentence, exit code 1, and everything that was released stays as it was."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from etl.__main__ import main

ROOT = Path(__file__).parent.parent
EXTRACTS = Path(__file__).parent / "extracts"
# A municipality file, a regional file, a workbook, a StatLine table and the targets: one of each kind, some rows each.
DUO = "duo_vsv_gemeente_2023-2024_definitief.csv"
REGIONAL = "duo_vsv_rmc_2015-2016_definitief.csv"
WORKBOOK = "maatwerk_neet_2024.xlsx"
TABLE = "84780NED"
TARGETS = "streefcijfers.csv"

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good extracts and the release that they give."""
    folder = tmp_path_factory.mktemp("cli")
    extracts = folder / "extracts"
    extracts.mkdir()
    for name in (DUO, REGIONAL, WORKBOOK, TARGETS):
        shutil.copy(EXTRACTS / name, extracts)
    shutil.copytree(EXTRACTS / TABLE, extracts / TABLE)
    assert build(extracts, folder / "releases") == 0
    return folder


def build(extracts: Path, releases: Path) -> int:
    return main(["build", "--extracts", str(extracts), "--releases", str(releases)])


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def swapped(name: str, old: str, new: str, encoding: str = "cp1252") -> Spoil:
    """Replaces a text that is there exactly once or more by another, the first time."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_bytes().decode(encoding)
        assert old in text
        (folder / name).write_bytes(text.replace(old, new, 1).encode(encoding))

    return spoil


def rows(change: Callable[[list[bytes]], list[bytes]]) -> Spoil:
    """Changes the lines of the municipality file."""

    def spoil(folder: Path) -> None:
        (folder / DUO).write_bytes(b"".join(change((folder / DUO).read_bytes().splitlines(keepends=True))))

    return spoil


def workbook(change: Callable[[openpyxl.Workbook], object]) -> Spoil:
    """Changes the workbook."""

    def spoil(folder: Path) -> None:
        book = openpyxl.load_workbook(folder / WORKBOOK)
        change(book)
        book.save(folder / WORKBOOK)

    return spoil


def document(name: str, change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Spoil:
    """Changes one document of the StatLine table."""

    def spoil(folder: Path) -> None:
        path = folder / TABLE / name
        found = json.loads(path.read_text(encoding="utf-8"))
        change(found)
        path.write_text(json.dumps(found), encoding="utf-8")

    return spoil


def as_folder(folder: Path) -> None:
    (folder / DUO).unlink()
    (folder / DUO).mkdir()


def as_file(folder: Path) -> None:
    shutil.rmtree(folder / TABLE)
    (folder / TABLE).write_text("{}", encoding="utf-8")


# What goes wrong, how, and what the sentence tells.
BROKEN: list[tuple[str, Spoil, str]] = [
    (
        "renamed column",
        swapped(DUO, "AANTAL DEELNEMERS", "AANTAL LEERLINGEN"),
        "column 'AANTAL DEELNEMERS' is missing; the nearest in the header is 'AANTAL LEERLINGEN'.",
    ),
    ("persons, in text", swapped(DUO, "GEMEENTENAAM", "BSN"), "column 'BSN' is about single persons;"),
    (
        "persons, in a workbook",
        workbook(lambda book: book["Tabel 1"].cell(4, 14, "Onderwijsnummer")),
        "column 'Onderwijsnummer' is about single persons;",
    ),
    (
        "persons, in StatLine",
        document("Dimensions.json", lambda found: found["value"].append({"Identifier": "BSN"})),
        "column 'BSN' is about single persons;",
    ),
    ("torn row", rows(lambda lines: [*lines, b"2023-2024;14;Gron\r\n"]), "line 6 has 3 cells and the header has 7;"),
    (
        "a row too short and one too long",
        rows(lambda lines: [*lines, b"2023-2024;80;x;1;2;DEFINITIEF\r\n", b"2023-2024;80;x;1;2;DEFINITIEF;x;y\r\n"]),
        "line 6 has 6 cells and the header has 7;",
    ),
    ("no byte at all", rows(lambda lines: []), "the file is empty."),
    ("no row at all", rows(lambda lines: lines[:1]), "there is a header and not a single row;"),
    (
        "other encoding",
        rows(lambda lines: [line.decode("cp1252").encode("utf-8") for line in lines]),
        "the file is UTF-8 and cp1252 is declared;",
    ),
    (
        "other divider",
        rows(lambda lines: [line.replace(b";", b"\t") for line in lines]),
        "the cells are divided by a tab and etl/sources/duo_vsv.toml says ';'.",
    ),
    ("no text", rows(lambda lines: [b"PK\0\0", *lines]), "the file is no text;"),
    ("word for a number", swapped(DUO, "6.480", "veel"), "column 'AANTAL DEELNEMERS' holds 'veel';"),
    ("unknown municipality", swapped(DUO, ";60;", ";9999;"), "column 'GEMEENTECODE' holds '9999'; no region has that"),
    ("unknown region", swapped(REGIONAL, ";28;", ";99;"), "column 'RMC-REGIO CODE' holds '99'; no region has that"),
    (
        "unknown kind of education",
        swapped(REGIONAL, "Nederland;Totaal", "Nederland;MBO NIVO 2"),
        "column 'ONDERWIJSNIVEAU' holds 'MBO NIVO 2'; did you mean 'MBO NIVEAU 2'?",
    ),
    (
        "years that do not follow",
        swapped(DUO, "2023-2024;1900", "2023-2025;1900"),
        "column 'SCHOOLJAAR' holds '2023-2025'; write two years that follow,",
    ),
    (
        "row twice",
        rows(lambda lines: [*lines, lines[1]]),
        "the row of 2023-2024 municipality 1900 is there 2 times;",
    ),
    (
        "file twice",
        lambda folder: shutil.copy(folder / DUO, folder / DUO.replace("definitief", "kopie")),
        "every cell comes once, from one row of one file: 8 rows do not fit, the first is source duo_vsv,",
    ),
    ("part above whole", swapped(DUO, "6.480;98", "98;6.480"), "no part is larger than the whole it is a share of:"),
    ("year to come", swapped(DUO, "2023-2024;1900", "2033-2034;1900"), "year that had not begun when it was published"),
    ("name of a folder", as_folder, "cannot be opened (Is a directory);"),
    ("page cut off", lambda folder: os.truncate(folder / TABLE / "Observations_0.json", 300), "not whole JSON"),
    (
        "last page away",
        lambda folder: (folder / TABLE / "Observations_1.json").unlink(),
        "Properties.json announces 27 figures and the pages hold 14;",
    ),
    (
        "next page away",
        document("Observations_1.json", lambda found: found.update({"@odata.nextLink": [{"skip": 27}]})),
        "names a next page and it is the last one here;",
    ),
    (
        "code list with another key",
        document("RegiokenmerkenCodes.json", lambda found: found["value"][0].pop("Identifier")),
        "a line of a code list lacks what each has ('Identifier');",
    ),
    ("file for a table", as_file, "is a file; a StatLine table is a folder of JSON documents."),
    (
        "no workbook",
        lambda folder: (folder / WORKBOOK).write_bytes(b"<html>404</html>"),
        "not a workbook that can be read",
    ),
    (
        "sheet renamed",
        workbook(lambda book: setattr(book["Tabel 1"], "title", "Tabel1")),
        "sheet 'Tabel 1' is missing; did you mean 'Tabel1'?",
    ),
    (
        "header moved",
        workbook(lambda book: book["Tabel 1"].insert_rows(2)),
        "the header is not in row 4; it is in row 5.",
    ),
    (
        "target for no region",
        swapped(TARGETS, "MC04", "MC77", "utf-8"),
        "column 'regio' holds 'MC77'; no region has that number, code or name;",
    ),
    (
        "target year in another notation",
        swapped(TARGETS, "2026/'27;1600", "26-27;1600", "utf-8"),
        "column 'jaar' holds '26-27'; write a study year as 2026/'27, or a calendar year as 2027.",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), [pytest.param(*case[1:], id=case[0]) for case in BROKEN])
def test_broken_extract(
    released: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Spoil,
    sentence: str,
) -> None:
    extracts, scratch = tmp_path / "extracts", tmp_path / "scratch"
    shutil.copytree(released / "extracts", extracts)
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    spoil(extracts)
    before = state(released / "releases")
    assert build(extracts, released / "releases") == 1
    told = capsys.readouterr().err
    assert sentence in told
    # One line that begins with a place and ends with what to do.
    assert told.count("\n") == 1
    assert told.endswith((" build again.\n", "ask its supplier for counts.\n"))
    assert state(released / "releases") == before
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("there", ["a file", "below a file"])
def test_releases_that_cannot_be_written(
    released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str
) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert build(released / "extracts", tmp_path / "taken" if there == "a file" else tmp_path / "taken" / "below") == 1
    assert "no release can be written there (" in capsys.readouterr().err


def test_full_disk(released: Path, tmp_path: Path) -> None:
    # A limit on the size of files stands for a disk without room; it holds for a process, so in one of its own.
    limited = (
        "import resource, signal, sys; from etl.__main__ import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); sys.exit(main(sys.argv[1:]))"
    )
    words = ["build", "--extracts", str(released / "extracts"), "--releases", str(tmp_path / "releases")]
    run = subprocess.run([sys.executable, "-c", limited, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == (
        "releases: no release can be written there (File too large); it takes a folder that this account may write in, "
        "on a disk with room. Make room or choose another folder with --releases, and build again.\n"
    )
    assert list((tmp_path / "releases").iterdir()) == []
