"""Finished releases: listed, shown, taken back, removed; never changed."""

import datetime
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dashboard import warehouse
from etl import release
from etl.errors import ReleaseError

from .declarations import write_declarations
from .support import tiny_release
from .test_damaged_releases import DAMAGES, written

GIVEN = "measure | region | period | value\nneet_proef | NL01 | 2024 | {}"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases; the newest is shown."""
    folder = tmp_path_factory.mktemp("three")
    for value, date in ((1, "20240101"), (2, "20250101"), (3, "20260101")):
        tiny_release(folder, GIVEN.format(value), indicators=[], sources={}, date=date)
    return folder


@pytest.fixture
def releases(three: Path, tmp_path: Path) -> Path:
    """A copy of the three."""
    return shutil.copytree(three, tmp_path / "releases")


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


def test_sweep_removes_what_no_living_build_holds_and_nothing_else(releases: Path) -> None:
    with release.workplace(releases) as alive:
        alive.write_bytes(b"half")
        dead = releases / f"building-{'0' * 32}.duckdb"
        for path in (dead, dead.with_suffix(".lock"), releases / f"{dead.name}.wal", releases / "building-1.duckdb"):
            path.write_bytes(b"")
        spilled = releases / f"{dead.name}.tmp"
        spilled.mkdir()
        (spilled / "part").write_bytes(b"")
        before = release.ids(releases)
        assert len(release.sweep(releases)) == 5
        assert sorted(releases.glob("building-*")) == [alive, alive.with_suffix(".lock")]
    assert release.ids(releases) == before
    assert list(releases.glob("building-*")) == []


def test_two_builds_of_the_same_number_leave_each_other_alone(releases: Path) -> None:
    """In two containers each process is number 1: the lock file, and not the number, says who lives."""
    script = (
        "import os, sys; os.getpid = lambda: 1\n"
        "from pathlib import Path; from etl import release\n"
        "with release.workplace(Path(sys.argv[1])) as path:\n"
        "    path.write_text(sys.argv[2]); print('there', flush=True); sys.stdin.readline()\n"
        "    print(path.read_text(), len(list(path.parent.glob('building-*.duckdb'))), flush=True)\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(releases), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
    assert [process.communicate("\n")[0].split()[0] for process in started] == ["one", "two"]
    assert list(releases.glob("building-*")) == []


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


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("name", DAMAGES)
def test_a_bad_file_is_listed_as_such_and_can_be_taken_away(releases: Path, name: str, position: int) -> None:
    """Newest and current, middle, oldest: whatever is wrong with it, what readers see is never removed."""
    known = release.ids(releases)
    bad, good = known[position], [each for each in known if each != known[position]]
    path = release.path_of(releases, bad)
    content = path.read_bytes()
    DAMAGES[name](path)
    listed = {each.id: each for each in release.listing(releases)}
    assert list(listed) == known
    if name == "overwritten" and isinstance(listed[bad], release.Release):
        pytest.skip("it answers what a list asks")
    assert isinstance(listed[bad], release.Broken)
    assert str(releases) not in listed[bad].why and "\n" not in listed[bad].why
    assert all(isinstance(listed[each], release.Release) for each in good)
    assert release.shown(releases) == good[0]
    with pytest.raises(ReleaseError):
        release.activate(releases, bad)
    assert release.prune(releases, keep=1) == ([good[1]])
    assert set(release.ids(releases)) == {bad, good[0]}
    release.remove(releases, bad)
    assert release.ids(releases) == [good[0]]
    assert release.current(releases) == good[0]
    with pytest.raises(ReleaseError, match="is the release that is shown"):
        release.remove(releases, good[0])
    if name != "newer schema":
        path.write_bytes(content)
        DAMAGES[name](path)
        built = releases / "building-x.duckdb"
        built.write_bytes(content)
        release.install(releases, built, bad)
        assert release.describe(releases, bad).id == bad, "building again mends it"


def test_a_file_that_is_being_written_stays(releases: Path) -> None:
    newest = release.ids(releases)[0]
    with written(release.path_of(releases, newest)):
        (first, *_) = release.listing(releases)
        assert isinstance(first, release.Broken)
        assert "another process has it open for writing" in first.why
        with pytest.raises(ReleaseError, match="open for writing"):
            release.remove(releases, newest)
    assert release.describe(releases, newest).current


def test_what_readers_see_stays_while_a_newer_one_is_under_embargo(tmp_path: Path) -> None:
    def tiny(value: int, date: str, publish_at: datetime.datetime | None = None) -> str:
        return tiny_release(tmp_path, GIVEN.format(value), indicators=[], sources={}, date=date, publish_at=publish_at)

    old, seen, shut = tiny(1, "20240101"), tiny(2, "20250101"), tiny(3, "20260101", datetime.datetime(2999, 1, 1))
    assert (release.current(tmp_path), release.shown(tmp_path)) == (shut, seen)
    assert release.prune(tmp_path, keep=1) == [old]
    with pytest.raises(ReleaseError, match="is the release that is shown"):
        release.remove(tmp_path, seen)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_an_embargo_is_the_same_on_every_machine(tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        hour = datetime.timedelta(hours=1)
        amsterdam = datetime.timezone(hour)
        assert release.in_utc(datetime.datetime(2026, 12, 1, 7)) == datetime.datetime(2026, 12, 1, 7)
        assert release.in_utc(datetime.datetime(2026, 12, 1, 7, tzinfo=amsterdam)) == datetime.datetime(2026, 12, 1, 6)
        assert abs(release.now() - datetime.datetime.now(datetime.UTC).replace(tzinfo=None)) < hour
        monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
        for shift, waits in ((-hour, False), (hour, True)):
            name = tiny_release(
                tmp_path, GIVEN.format(int(waits)), indicators=[], sources={}, publish_at=release.now() + shift
            )
            assert release.describe(tmp_path, name).waits() is waits
            warehouse.close()
            if waits:
                with pytest.raises(warehouse.Embargoed):
                    warehouse.release_id(name)
            else:
                assert warehouse.release_id(name) == name
        rule = (Path(release.__file__).parent / "checks" / "embargo.sql").read_text(encoding="utf-8")
        today = release.now().date()
        with duckdb.connect() as con:
            con.execute("create table source as select 'x' as id, ?::date as published", [today])
            con.execute("create table release as select null::timestamp as publish_at")
            assert con.execute(rule).fetchall() == []
            con.execute("update source set published = published + 1")
            assert len(con.execute(f"select source from ({rule})").fetchall()) == 1
    finally:
        monkeypatch.undo()
        time.tzset()
        warehouse.close()
