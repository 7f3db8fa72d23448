"""One bad file among good ones: the good ones are shown, the bad one is named in the log and answers 503."""

import datetime
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboard import warehouse
from etl.catalogue import load_indicators, load_sources

from .support import tiny_release

GIVEN = """
region | period | measure            | value
NL01   | 2023   | nieuwe_vsvers_duo  | {}
NL01   | 2023   | startpopulatie_duo | 1300000
"""
FIGURES = "/api/v1/indicatoren/vsv_duo_lt23/waarden?per="
FUTURE = datetime.datetime(2999, 1, 1)
Damage = Callable[[Path], None]


def sql(statement: str) -> Damage:
    """Changes the release from within."""

    def damage(path: Path) -> None:
        with duckdb.connect(str(path)) as con:
            con.execute(statement)

    return damage


def cut(share: float) -> Damage:
    """Loses the end of the file, as a copy that stopped."""

    def damage(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return damage


def overwritten(path: Path) -> None:
    """Zeroes in all but the first blocks: it opens, and does not answer."""
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = bytes(len(content) - 4096 * 3)
    path.write_bytes(content)


def gone(path: Path) -> None:
    path.unlink()


DAMAGES: dict[str, Damage] = {
    "empty": lambda path: path.write_bytes(b"") and None,
    "no database": lambda path: path.write_bytes(b"half a file" * 5000) and None,
    "cut to a tenth": cut(0.1),
    "cut near the end": cut(0.9),
    "overwritten": overwritten,
    "newer schema": sql("update release set schema_version = 99"),
    "without its own row": sql("delete from release"),
    "another table": sql("drop table release"),
    "another release": sql("update release set id = '20200101-00000000'"),
}
POSITIONS = ("current", "newest", "older", "under embargo")


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Another process has the file open for writing."""
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == b"open\n"
        try:
            yield
        finally:
            process.stdin.close()
            process.wait(10)


@pytest.fixture
def client() -> FlaskClient:
    from app import server  # here, because it makes every page and most files need none

    return server.test_client()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Four releases, oldest first, the last under embargo, none on show."""
    place = tmp_path_factory.mktemp("good")
    known = load_sources()
    wanted = {name: each for name, each in load_indicators(sources=known).items() if name == "vsv_duo_lt23"}
    names = [
        tiny_release(
            place,
            GIVEN.format(30_000 + year),
            indicators=wanted.values(),
            sources=known,
            date=f"{year}0101",
            publish_at=FUTURE if year == 2026 else None,
            activate=False,
        )
        for year in (2023, 2024, 2025, 2026)
    ]
    return place, names


@pytest.fixture
def folder(good: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "releases"
    shutil.copytree(good[0], place)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(place))
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(warehouse, "RETRY", 0.0)
    warehouse.close()
    yield place
    warehouse.close()


def four(folder: Path, position: str) -> tuple[str, str]:
    """Puts one on show; returns the one at the position, and the one that readers see when that is bad."""
    oldest, old, new, shut = sorted(path.stem for path in folder.glob("*.duckdb"))
    bad, current, shown = {
        "current": (new, new, old),
        "newest": (new, old, old),
        "older": (oldest, new, new),
        "under embargo": (shut, shut, new),
    }[position]
    (folder / "current").write_text(current)
    return bad, shown


def whole_site(client: FlaskClient, bad: str, shown: str, folder: Path, status: int = 503) -> None:
    """What readers meet: the release on show everywhere, and a clear answer about the bad one."""
    assert client.get(FIGURES).json["release"] == shown
    assert client.get("/readyz").json["release"] == shown
    listed = {row["id"]: row["huidig"] for row in client.get("/api/v1/releases").json["releases"]}
    assert bad not in listed
    assert listed[shown] is True
    assert client.get("/nl/").status_code == 200
    for address in (f"{FIGURES}&release={bad}", f"/api/v1/releases?release={bad}"):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert str(folder) not in answer.text and "/" not in answer.json["detail"]
        assert "duckdb" not in answer.text.lower() and "rror" not in answer.json["detail"]
    assert client.get(f"/nl/?release={bad}").status_code == status


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("name", DAMAGES)
def test_the_good_ones_serve(
    client: FlaskClient, folder: Path, caplog: pytest.LogCaptureFixture, name: str, position: str
) -> None:
    bad, shown = four(folder, position)
    path = folder / f"{bad}.duckdb"
    path.chmod(0o644)
    DAMAGES[name](path)
    if name == "overwritten":
        client.get("/readyz")  # what opens and does not answer is known after the first question
    whole_site(client, bad, shown, folder)
    assert sum(f"'{bad}' cannot be read" in line for line in caplog.messages) <= 1
    assert bad in caplog.text


@pytest.mark.parametrize("position", POSITIONS)
def test_a_file_that_is_being_written_waits(client: FlaskClient, folder: Path, position: str) -> None:
    bad, shown = four(folder, position)
    with written(folder / f"{bad}.duckdb"):
        whole_site(client, bad, shown, folder)
    if position != "under embargo":
        assert client.get(f"{FIGURES}&release={bad}").json["release"] == bad
    if position == "current":
        assert client.get(FIGURES).json["release"] == bad


@pytest.mark.parametrize("pointer", ["20990101-00000000", "", "\x00", "../x", "a" * 5000, b"\xff\xfe", None])
def test_a_pointer_to_nothing_shows_the_newest_good_one(
    client: FlaskClient, folder: Path, pointer: str | bytes | None
) -> None:
    newest, _ = four(folder, "newest")
    (folder / "current").unlink()
    if pointer is None:
        (folder / "current").mkdir()
    else:
        (folder / "current").write_bytes(pointer if isinstance(pointer, bytes) else pointer.encode())
    assert client.get(FIGURES).json["release"] == newest
    assert client.get("/readyz").status_code == 200
    assert client.get("/nl/").status_code == 200


def test_without_any_good_release_it_is_said_without_paths(client: FlaskClient, folder: Path) -> None:
    four(folder, "current")
    for path in folder.glob("*.duckdb"):
        path.write_bytes(b"")
    for address in (FIGURES, "/readyz", "/api/v1/releases"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert str(folder) not in answer.text
    assert client.get("/nl/").status_code == 503
    for path in folder.glob("*.duckdb"):
        path.unlink()
    answer = client.get(FIGURES)
    assert answer.status_code == 503
    assert "Leave" not in answer.text


def test_a_release_that_goes_bad_while_it_is_open_is_set_aside(client: FlaskClient, folder: Path) -> None:
    """The worst moment: the file is emptied under a running server; the next reader has the one before."""
    bad, shown = four(folder, "current")
    assert client.get("/readyz").json["release"] == bad
    path = folder / f"{bad}.duckdb"
    path.chmod(0o644)
    overwritten(path)
    seen = [client.get(f"/api/v1/indicatoren/{name}/waarden?per=").status_code for name in ("vsv_duo_lt23",) * 3]
    assert all(status in (200, 503) for status in seen)
    warehouse.close()
    client.get("/readyz")
    assert client.get(FIGURES).json["release"] == shown


def test_a_bad_file_costs_no_time(client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "RETRY", 60.0)
    bad, _ = four(folder, "current")
    (folder / f"{bad}.duckdb").chmod(0o644)
    (folder / f"{bad}.duckdb").write_bytes(b"x" * 100_000)
    client.get(FIGURES)
    started = time.process_time()
    for _ in range(20):
        assert client.get(FIGURES).status_code == 200
    assert time.process_time() - started < 1.0


def test_a_page_is_of_one_release(client: FlaskClient, folder: Path) -> None:
    """Whatever the pointer does while a page is made, all of it is of the release it began with."""
    new, old = four(folder, "current")
    (folder / "current").write_text(old)
    warehouse.begin_request()
    try:
        assert warehouse.release_id() == old
        (folder / "current").write_text(new)
        assert warehouse.release_id() == old
    finally:
        warehouse.end_request()
    assert warehouse.release_id() == new


def test_the_list_of_releases_is_not_kept_when_it_changed(client: FlaskClient, folder: Path) -> None:
    four(folder, "current")
    first = client.get("/api/v1/releases")
    again = client.get("/api/v1/releases", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    min(folder.glob("*.duckdb")).unlink()
    warehouse.close()
    changed = client.get("/api/v1/releases", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert len(changed.json["releases"]) == 2 == len(first.json["releases"]) - 1
    wrong = client.get("/api/v1/releases?onzin=1", headers={"If-None-Match": first.headers["ETag"]})
    assert wrong.status_code == 400
