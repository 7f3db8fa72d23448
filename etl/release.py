"""Looks after finished releases: which there are, which one is shown, which may go; builds none."""

import datetime
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from .errors import ReleaseError, hint

POINTER = "current"
NAME = re.compile(r"\d{8}-[0-9a-f]{8}")
# When this is raised, see the table release in schema.sql.
SCHEMA_VERSION = 2
BUILDING = "building-"
BUSY = "another process has it open for writing"
MEND = "Build again, or remove it with 'python -m etl prune' and its name."
COLUMNS = "id, schema_version, data_date, content_hash, publish_at, kind"


class OtherVersion(ReleaseError):  # noqa: N818 - it names a situation
    """The release is whole and of another version of this program."""


@dataclass(frozen=True)
class Release:
    """A finished release as its own file describes it; `publish_at` is in UTC, without a zone."""

    id: str
    schema_version: int
    data_date: datetime.date
    content_hash: str
    publish_at: datetime.datetime | None
    kind: str
    bytes: int
    current: bool

    def waits(self) -> bool:
        """Whether its moment of publication is still to come."""
        return self.publish_at is not None and self.publish_at > now()


@dataclass(frozen=True)
class Broken:
    """A file with the name of a release that cannot be read, and the sentence that says why."""

    id: str
    why: str
    bytes: int
    current: bool


def now() -> datetime.datetime:
    """This moment in UTC, without a zone, as releases store moments."""
    return in_utc(datetime.datetime.now(datetime.UTC))


def in_utc(moment: datetime.datetime) -> datetime.datetime:
    """A moment in UTC without a zone, as a release stores it; one without a zone is in UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(datetime.UTC).replace(tzinfo=None)


def path_of(releases: Path, name: str) -> Path:
    """Where a release of that id lies, whether it exists or not."""
    return releases / f"{name}.duckdb"


def current(releases: Path) -> str | None:
    """The id that the pointer names, or None when there is none or it cannot be read."""
    try:
        return (releases / POINTER).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def ids(releases: Path) -> list[str]:
    """The ids of the finished releases, newest data first; of equal date the one that was built last."""
    found = []
    for path in releases.glob("*.duckdb"):
        with suppress(FileNotFoundError):  # another process may remove it
            if NAME.fullmatch(path.stem):
                found.append((path.stem[:8], path.stat().st_mtime, path.stem))
    return [name for *_, name in sorted(found, reverse=True)]


def describe(releases: Path, name: str) -> Release:
    """What the file says of itself; raises ReleaseError when it is not there or cannot be read."""
    path = _existing(releases, name)
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            versions = con.execute("select schema_version from release").fetchall()
            if versions and versions[0][0] != SCHEMA_VERSION:
                raise OtherVersion(
                    f"{path.name}: has schema version {versions[0][0]} and this program reads {SCHEMA_VERSION}; it was "
                    "built by another version of it. Build again, or use that version."
                )
            rows = con.execute(f"select {COLUMNS} from release").fetchall()
            sizes = con.execute("select total_blocks * block_size from pragma_database_size()").fetchone()
    except (duckdb.Error, OSError) as error:
        raise ReleaseError(f"{path.name}: cannot be opened ({_short(error, path)}). {MEND}") from error
    if [row[0] for row in rows] != [name]:
        other = f"holds release {rows[0][0]}" if rows else "does not say which release it is"
        raise ReleaseError(f"{path.name}: {other}; it is not whole. {MEND}")
    size = path.stat().st_size
    if sizes is not None and size < sizes[0]:
        raise ReleaseError(f"{path.name}: has {size} bytes of at least {sizes[0]}; it is not whole. {MEND}")
    identity, version, date, digest, publish_at, kind = rows[0]
    return Release(identity, version, date, digest, publish_at, kind, size, current(releases) == name)


def listing(releases: Path) -> list[Release | Broken]:
    """All finished releases, newest first, those that cannot be read as such."""
    found: list[Release | Broken] = []
    for name in ids(releases):
        try:
            found.append(describe(releases, name))
        except ReleaseError as error:
            with suppress(FileNotFoundError):
                size = path_of(releases, name).stat().st_size
                found.append(Broken(name, str(error), size, current(releases) == name))
    return found


def shown(releases: Path) -> str | None:
    """The release that readers see: the current one, or the newest that may be shown while that one cannot be."""
    able = [each for each in listing(releases) if isinstance(each, Release) and not each.waits()]
    able.sort(key=lambda each: not each.current)
    return able[0].id if able and current(releases) is not None else None


def activate(releases: Path, name: str) -> Release:
    """Shows this release from now on, or from its moment on; raises ReleaseError when it cannot be read."""
    chosen = describe(releases, name)
    fresh = releases / f".{POINTER}.{uuid4().hex}"
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(releases / POINTER)
    except OSError as error:
        raise ReleaseError(
            f"{POINTER}: cannot be written ({error.strerror}); it is a file of one line in the folder of releases. "
            "Remove what stands in its place, or its protection, and try again."
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return chosen


def install(releases: Path, built: Path, name: str) -> None:
    """Gives a finished file its own name; a release that is there already stays as it is.

    Raises ReleaseError when the one that is there holds something else under the same name.
    """
    target = path_of(releases, name)
    there = describe(releases, name) if target.exists() and not _damaged(releases, name) else None
    if there is None:
        # A release never changes, and its permissions say so; a file that is not whole is none.
        built.chmod(0o444)
        built.replace(target)
        return
    with duckdb.connect(str(built), read_only=True) as con:
        row = con.execute("select content_hash, publish_at from release").fetchone()
    built.unlink()
    if row != (there.content_hash, there.publish_at):
        raise ReleaseError(
            f"{target.name}: is there already, with other contents or another moment of publication; a release never "
            f"changes. Activate another release, remove this one with 'prune', and build again."
        )


def _damaged(releases: Path, name: str) -> bool:
    """Whether the file is no whole release of any version; raises ReleaseError when another process writes in it."""
    try:
        describe(releases, name)
    except OtherVersion:
        return False
    except ReleaseError as error:
        if BUSY in str(error):
            raise
        return True
    return False


def prune(releases: Path, keep: int) -> list[str]:
    """Removes all but the `keep` newest good releases, the current one and the one that readers see.

    Returns the ids that went. Files that cannot be read do not count and stay: `remove` takes them away by name.
    """
    if keep < 1:
        raise ReleaseError(f"prune: cannot keep {keep} releases; at least 1 stays. Give a number of 1 or more.")
    stay = {current(releases), shown(releases)}
    good = [each.id for each in listing(releases) if isinstance(each, Release)]
    gone = [name for name in good[keep:] if name not in stay]
    for name in gone:
        path_of(releases, name).unlink(missing_ok=True)
    return gone


def remove(releases: Path, name: str) -> None:
    """Removes one release; raises ReleaseError when readers see it, when it is the current one, or not there.

    A file that is not whole may go, also when the pointer names it: then that names what readers see in its place.
    """
    path = _existing(releases, name)
    _damaged(releases, name)  # a file that is being written stays
    seen = shown(releases)
    good = {each.id for each in listing(releases) if isinstance(each, Release)}
    if name == seen or (current(releases) == name and name in good):
        raise ReleaseError(
            f"{path.name}: is the release that is shown; it cannot be removed. Activate another release first."
        )
    if current(releases) == name and seen is not None:
        activate(releases, seen)
    path.unlink()


@contextmanager
def workplace(releases: Path) -> Iterator[Path]:
    """The path of a file to build in, that no other build has or sweeps; nothing of it stays behind.

    A lock file beside it says that the build lives: processes in two containers may have the same number.
    """
    sweep(releases)
    path = releases / f"{BUILDING}{uuid4().hex}.duckdb"
    lock = path.with_suffix(".lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield path
        finally:
            for leftover in releases.glob(f"{path.stem}.*"):
                discard(leftover)


def sweep(releases: Path) -> list[str]:
    """Removes what builds left behind that were killed; returns the names of the files."""
    gone = []
    for stem in sorted({path.name.split(".")[0] for path in releases.glob(f"{BUILDING}*")}):
        lock = releases / f"{stem}.lock"
        with suppress(BlockingIOError, FileNotFoundError), lock.open() if lock.exists() else nullcontext() as held:
            if held is not None:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for path in sorted(releases.glob(f"{stem}*")):
                discard(path)
                gone.append(path.name)
    return gone


def discard(path: Path) -> None:
    """Removes a file or the folder in which DuckDB spilled, whether it exists or not."""
    if path.is_dir():
        for child in path.iterdir():
            child.unlink(missing_ok=True)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _existing(releases: Path, name: str) -> Path:
    path = path_of(releases, name)
    if not NAME.fullmatch(name) or not path.exists():
        raise ReleaseError(
            f"{releases.name}: no release '{name}'; {hint(name, ids(releases))} "
            "See 'python -m etl releases' and choose one."
        )
    return path


def _short(error: duckdb.Error | OSError, path: Path) -> str:
    """What the engine says, in one line and without where the file lies."""
    if "Could not set lock" in str(error):
        return BUSY
    return (
        str(error).strip().splitlines()[0].replace(str(path.resolve()), path.name).replace(str(path), path.name)[:120]
    )
