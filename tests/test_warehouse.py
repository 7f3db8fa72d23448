"""The door to the engine: which release is read, when, and what it will never do."""

import datetime
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard import warehouse

from .support import empty_release, sign


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 0.0)
    warehouse.close()
    yield tmp_path
    warehouse.close()


def write(folder: Path, name: str, publish_at: datetime.datetime | None = None, version: int | None = None) -> str:
    """An empty release of that id."""
    with empty_release(folder / f"{name}.duckdb") as con:
        sign(con, name, publish_at=publish_at)
        if version is not None:
            con.execute("update release set schema_version = ?", [version])
    return name


def point(folder: Path, name: str) -> None:
    fresh = folder / "current.new"
    fresh.write_text(name, encoding="utf-8")
    fresh.replace(folder / "current")


def read(release: str | None = None) -> str:
    found: str = warehouse.records("select id from release", (), release)[0][0]
    return found


def test_the_pointer_says_which_release_is_read(releases: Path) -> None:
    old, new = write(releases, "20260101-aaaaaaaa"), write(releases, "20260201-bbbbbbbb")
    point(releases, old)
    assert read() == old
    point(releases, new)
    assert read() == new
    assert read(old) == old
    point(releases, old)
    assert read() == old


def test_the_pointer_is_not_looked_at_all_the_time(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 60.0)
    old, new = write(releases, "20260101-aaaaaaaa"), write(releases, "20260201-bbbbbbbb")
    point(releases, old)
    assert read() == old
    point(releases, new)
    assert read() == old
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 0.0)
    assert read() == new


def test_an_old_release_is_closed_once_nobody_asks_for_it(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = write(releases, "20260101-aaaaaaaa"), write(releases, "20260201-bbbbbbbb")
    assert read(old) == old
    monkeypatch.setattr(warehouse, "GRACE", -1.0)
    assert read(new) == new
    assert [path.stem for path in warehouse._state.releases] == [new]
    assert read(old) == old


def test_without_a_release_it_says_how_to_make_one(releases: Path) -> None:
    with pytest.raises(warehouse.NoRelease, match="python -m etl build"):
        warehouse.release_id()


def test_an_unknown_release_names_the_nearest(releases: Path) -> None:
    write(releases, "20260101-aaaaaaaa")
    with pytest.raises(warehouse.UnknownRelease, match="did you mean '20260101-aaaaaaaa'"):
        warehouse.release_id("20260101-aaaaaaab")


@pytest.mark.parametrize("name", ["../secret", "", "20260101-AAAAAAAA", "building-1", "20260101-aaaaaaaa/../x"])
def test_a_name_is_never_a_path(releases: Path, name: str) -> None:
    with pytest.raises(warehouse.UnknownRelease, match="there is none like it"):
        warehouse.release_id(name)


def test_a_release_of_another_schema_is_not_read(releases: Path, caplog: pytest.LogCaptureFixture) -> None:
    name = write(releases, "20260101-aaaaaaaa", version=99)
    with pytest.raises(warehouse.BrokenRelease, match="cannot be read now"):
        warehouse.release_id(name)
    assert "has schema version 99 and this program reads [2]" in caplog.text


def test_an_embargoed_release_waits_for_its_moment(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(hours=1)
    early = write(releases, "20260201-bbbbbbbb", publish_at=soon)
    point(releases, early)
    with pytest.raises(warehouse.Embargoed, match="under embargo"):
        warehouse.release_id()
    assert warehouse.releases() == []
    shown = write(releases, "20260101-aaaaaaaa")
    assert read() == shown
    assert [row[0] for row in warehouse.releases()] == [shown]
    with pytest.raises(warehouse.Embargoed):
        read(early)
    opened = warehouse._state.releases[releases / f"{early}.duckdb"]
    opened.publish_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    assert read() == early
    assert [row[0] for row in warehouse.releases()] == [early, shown]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/*')",
        "attach '/tmp/x.duckdb' as other",
        "copy region to '/tmp/x.csv'",
        "install httpfs",
        "load httpfs",
        "set threads = 8",
        "set enable_external_access = true",
        "create table mine (a integer)",
        "delete from region",
        "insert into region (code, name, name_en, kind) values ('a', 'b', 'c', 'land')",
    ],
)
def test_the_door_opens_one_way_only(releases: Path, sql: str) -> None:
    name = write(releases, "20260101-aaaaaaaa")
    with pytest.raises(warehouse.BrokenRelease) as refused:
        warehouse.records(sql, (), name)
    assert isinstance(refused.value.__cause__, duckdb.Error)


def test_one_thread_and_little_memory(releases: Path) -> None:
    name = write(releases, "20260101-aaaaaaaa")
    settings = dict(warehouse.records("select name, value from duckdb_settings()", (), name))
    assert settings["threads"] == "1"
    assert re.fullmatch(r"2\d\d\.\d MiB", settings["memory_limit"])


# Newer Pythons warn of a fork next to threads; the servers in use fork before they start any.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_worker_opens_its_own(releases: Path) -> None:
    name = write(releases, "20260101-aaaaaaaa")
    point(releases, name)
    assert read() == name
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            kept = bool(warehouse._state.releases)
            os.write(into, b"kept" if kept else read().encode())
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        assert pipe.read().decode() == name
    os.waitpid(child, 0)
    assert read() == name


def test_what_the_parent_had_open_is_left_alone(releases: Path) -> None:
    name = write(releases, "20260101-aaaaaaaa")
    assert read(name) == name
    before = warehouse._state
    warehouse._forget()
    assert warehouse._state is not before
    assert warehouse._left_by_parent.pop() is before
    assert read(name) == name
    before.releases[releases / f"{name}.duckdb"].connection.close()


def test_threads_have_a_cursor_each(releases: Path) -> None:
    name = write(releases, "20260101-aaaaaaaa")
    seen: list[str] = []
    workers = [threading.Thread(target=lambda: seen.extend(read(name) for _ in range(20))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert seen == [name] * 80
    assert len(warehouse._state.releases[releases / f"{name}.duckdb"].cursors) == 4


def test_the_default_folder_is_that_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOORSTROOM_RELEASES", raising=False)
    assert warehouse.folder() == Path(warehouse.__file__).parents[1] / "data" / "releases"


def test_a_release_of_another_program_is_one_sentence(releases: Path) -> None:
    point(releases, write(releases, "20260101-aaaaaaaa"))
    with pytest.raises(warehouse.BrokenRelease, match=r"^Release '20260101-aaaaaaaa' cannot be read now: [^/]+$"):
        warehouse.records("select no_such_column from source")
    assert read() == "20260101-aaaaaaaa", "the door still opens"
