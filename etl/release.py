"""Looks after finished releases: which there are, which one is shown, which may go; builds none."""

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .errors import ReleaseError, hint

POINTER = "current"
NAME = re.compile(r"\d{8}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Release:
    """A finished release as its own file describes it."""

    id: str
    schema_version: int
    data_date: datetime.date
    content_hash: str
    publish_at: datetime.datetime | None
    kind: str
    bytes: int
    current: bool


def path_of(releases: Path, name: str) -> Path:
    """Where a release of that id lies, whether it exists or not."""
    return releases / f"{name}.duckdb"


def current(releases: Path) -> str | None:
    """The id of the release that is shown, or None when there is none."""
    pointer = releases / POINTER
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None


def ids(releases: Path) -> list[str]:
    """The ids of the finished releases, newest data first; of equal date the one that was built last."""
    found = [path for path in releases.glob("*.duckdb") if NAME.fullmatch(path.stem)]
    return [path.stem for path in sorted(found, key=lambda path: (path.stem[:8], path.stat().st_mtime), reverse=True)]


def describe(releases: Path, name: str) -> Release:
    """What the file says of itself; raises ReleaseError when it is not there or cannot be read."""
    path = _existing(releases, name)
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute(
                "select id, schema_version, data_date, content_hash, publish_at, kind from release"
            ).fetchone()
    except duckdb.Error as error:
        raise ReleaseError(f"{path.name}: cannot be opened ({_short(error)}); it is not whole. Build again.") from error
    if row is None:
        raise ReleaseError(f"{path.name}: does not say which release it is; it is not whole. Build again.")
    identity, version, date, digest, publish_at, kind = row
    is_current = current(releases) == name
    return Release(identity, version, date, digest, publish_at, kind, path.stat().st_size, is_current)


def listing(releases: Path) -> list[Release]:
    """All finished releases, newest first."""
    return [describe(releases, name) for name in ids(releases)]


def activate(releases: Path, name: str) -> None:
    """Shows this release from now on; raises ReleaseError when it does not exist."""
    describe(releases, name)
    fresh = releases / f".{POINTER}.{os.getpid()}"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(releases / POINTER)


def install(releases: Path, built: Path, name: str) -> None:
    """Gives a finished file its own name; a release that is there already stays as it is.

    Raises ReleaseError when the one that is there holds something else under the same name.
    """
    target = path_of(releases, name)
    if not target.exists():
        # A release never changes, and its permissions say so.
        built.chmod(0o444)
        built.rename(target)
        return
    there = describe(releases, name)
    with duckdb.connect(str(built), read_only=True) as con:
        row = con.execute("select content_hash, publish_at from release").fetchone()
    built.unlink()
    if row != (there.content_hash, there.publish_at):
        raise ReleaseError(
            f"{target.name}: is there already, with other contents or another moment of publication; a release never "
            f"changes. Activate another release, remove this one with 'prune', and build again."
        )


def prune(releases: Path, keep: int) -> list[str]:
    """Removes all but the `keep` newest releases and the current one; returns the ids that went."""
    if keep < 1:
        raise ReleaseError(f"prune: cannot keep {keep} releases; at least 1 stays. Give a number of 1 or more.")
    shown_now = current(releases)
    gone = [name for name in ids(releases)[keep:] if name != shown_now]
    for name in gone:
        path_of(releases, name).unlink()
    return gone


def remove(releases: Path, name: str) -> None:
    """Removes one release; raises ReleaseError when it is the current one or not there."""
    path = _existing(releases, name)
    if current(releases) == name:
        raise ReleaseError(
            f"{path.name}: is the release that is shown; it cannot be removed. Activate another release first."
        )
    path.unlink()


def sweep(releases: Path) -> list[str]:
    """Removes what builds left behind that were killed; returns the names of the files."""
    gone = []
    for path in sorted(releases.glob("building-*")):
        number = path.name.removeprefix("building-").split(".")[0]
        if number == str(os.getpid()) or not _alive(number):
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


def _alive(number: str) -> bool:
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _existing(releases: Path, name: str) -> Path:
    path = path_of(releases, name)
    if not NAME.fullmatch(name) or not path.exists():
        raise ReleaseError(
            f"{releases.name}: no release '{name}'; {hint(name, ids(releases))} "
            "See 'python -m etl releases' and choose one."
        )
    return path


def _short(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0][:120]
