"""Finished releases: listed, shown, taken back, removed; never changed."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl import release
from etl.errors import ReleaseError

from .declarations import write_declarations
from .support import tiny_release

GIVEN = "measure | region | period | value\nneet_proef | NL01 | 2024 | {}"


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Three releases; the newest is shown."""
    folder = tmp_path / "releases"
    for value, date in ((1, "20240101"), (2, "20250101"), (3, "20260101")):
        tiny_release(folder, GIVEN.format(value), indicators=[], sources={}, date=date)
    return folder


def test_listing_is_newest_first_and_marks_the_current_one(releases: Path) -> None:
    found = release.listing(releases)
    assert [f"{item.data_date}" for item in found] == ["2026-01-01", "2025-01-01", "2024-01-01"]
    assert [item.current for item in found] == [True, False, False]
    assert found[0].bytes > 0


def test_activate_moves_the_pointer_both_ways(releases: Path) -> None:
    newest, middle, _ = release.ids(releases)
    release.activate(releases, middle)
    assert release.current(releases) == middle
    assert (releases / "current").read_text(encoding="utf-8") == f"{middle}\n"
    release.activate(releases, newest)
    assert release.current(releases) == newest
    assert sorted(path.name for path in releases.glob(".*")) == []


def test_activate_refuses_what_is_not_there(releases: Path) -> None:
    newest = release.ids(releases)[0]
    with pytest.raises(ReleaseError, match=f"no release '{newest[:-1]}'; did you mean '{newest}'"):
        release.activate(releases, newest[:-1])
    assert release.current(releases) == newest


@pytest.mark.parametrize("name", ["../current", "current", "20260101-zzzzzzzz"])
def test_a_name_cannot_point_elsewhere(releases: Path, name: str) -> None:
    with pytest.raises(ReleaseError, match="no release"):
        release.activate(releases, name)


def test_file_that_is_no_release_is_refused(releases: Path) -> None:
    broken = releases / "20270101-00000000.duckdb"
    broken.write_bytes(b"half a file")
    with pytest.raises(ReleaseError, match=r"20270101-00000000\.duckdb: cannot be opened"):
        release.activate(releases, "20270101-00000000")
    broken.unlink()
    with duckdb.connect(str(broken)) as con:
        con.execute(
            "create table release (id varchar, schema_version integer, data_date date, content_hash varchar, "
            "publish_at timestamp, kind varchar)"
        )
    with pytest.raises(ReleaseError, match="does not say which release it is"):
        release.describe(releases, "20270101-00000000")


def test_prune_keeps_the_newest(releases: Path) -> None:
    newest, middle, oldest = release.ids(releases)
    assert release.prune(releases, keep=2) == [oldest]
    assert release.ids(releases) == [newest, middle]


def test_prune_keeps_the_current_one_however_old(releases: Path) -> None:
    newest, middle, oldest = release.ids(releases)
    release.activate(releases, oldest)
    assert release.prune(releases, keep=1) == [middle]
    assert release.ids(releases) == [newest, oldest]


def test_prune_refuses_to_keep_nothing(releases: Path) -> None:
    with pytest.raises(ReleaseError, match="at least 1 stays"):
        release.prune(releases, keep=0)


def test_remove_refuses_the_current_one(releases: Path) -> None:
    newest, middle, oldest = release.ids(releases)
    with pytest.raises(ReleaseError, match="is the release that is shown"):
        release.remove(releases, newest)
    release.remove(releases, middle)
    assert release.ids(releases) == [newest, oldest]


def test_sweep_removes_what_dead_builds_left_and_nothing_else(releases: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    number = dead.stdout.strip()
    (releases / f"building-{number}.duckdb").write_bytes(b"")
    (releases / f"building-{number}.duckdb.wal").write_bytes(b"")
    spilled = releases / f"building-{number}.duckdb.tmp"
    spilled.mkdir()
    (spilled / "part").write_bytes(b"")
    (releases / "building-nonsense").write_bytes(b"")
    alive = releases / f"building-{os.getppid()}.duckdb"
    alive.write_bytes(b"")
    before = release.ids(releases)
    assert len(release.sweep(releases)) == 4
    assert list(releases.glob("building-*")) == [alive]
    assert release.ids(releases) == before


def test_sweep_spares_the_build_of_another_user(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    (releases / "building-1.duckdb").write_bytes(b"")
    assert release.sweep(releases) == []


def test_finished_file_gets_its_name_and_cannot_be_written(releases: Path, tmp_path: Path) -> None:
    name = release.ids(releases)[0]
    built = tmp_path / "building-1.duckdb"
    built.write_bytes(release.path_of(releases, name).read_bytes())
    other = tmp_path / "other"
    other.mkdir()
    release.install(other, built, name)
    assert not built.exists()
    assert release.path_of(other, name).stat().st_mode & 0o222 == 0


def test_release_that_is_there_already_is_left_alone(releases: Path, tmp_path: Path) -> None:
    name, different = release.ids(releases)[:2]
    path = release.path_of(releases, name)
    before = path.stat().st_mtime_ns
    built = tmp_path / "building-1.duckdb"
    built.write_bytes(path.read_bytes())
    release.install(releases, built, name)
    built.write_bytes(release.path_of(releases, different).read_bytes())
    with pytest.raises(ReleaseError, match="is there already, with other contents"):
        release.install(releases, built, name)
    assert path.stat().st_mtime_ns == before
    assert not built.exists()


def test_without_releases_there_is_no_current_one(tmp_path: Path) -> None:
    assert release.current(tmp_path) is None
    assert release.listing(tmp_path) == []


def test_tiny_release_holds_the_declarations_it_was_given(tmp_path: Path) -> None:
    from etl.catalogue import load_indicators, load_sources

    sources, indicators = write_declarations(tmp_path)
    known = load_sources(sources)
    wanted = load_indicators(indicators, known)
    name = tiny_release(tmp_path / "r", GIVEN.format(1), indicators=wanted.values(), sources=known)
    with duckdb.connect(str(release.path_of(tmp_path / "r", name)), read_only=True) as con:
        assert con.execute("select id from indicator").fetchall() == [("neet_proef_aandeel",)]
        assert con.execute("select count(*) from measure").fetchall() == [(2,)]
