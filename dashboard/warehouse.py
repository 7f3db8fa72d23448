"""The one door to the engine: opens releases read-only and answers SQL with tuples; knows no table but `release`.

A release is one file that never changes. The pointer file `current` names the one on show; it is looked at once a
second at most. Connections are opened lazily, so after a fork, with one thread and no way out to other files.
"""

import datetime
import difflib
import logging
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

LOG = logging.getLogger(__name__)
SCHEMA_VERSIONS = frozenset({2})
POINTER = "current"
LOOK_AGAIN = 1.0  # seconds between two looks at the pointer
GRACE = 60.0  # seconds a release stays open after its last question
MEMORY = "256MB"  # per process; the default of the engine is 80 % of the machine for each
RELEASE_ID = re.compile(r"\d{8}-[0-9a-f]{8}")
RELEASE_COLUMNS = "id, schema_version, data_date, content_hash, publish_at, kind"
HERE = Path(__file__).resolve().parent


class WarehouseError(Exception):
    """The message is one sentence for the reader of the page."""


class NoRelease(WarehouseError):  # noqa: N818 - a name readers of the API meet
    """Nothing has been built yet."""


class UnknownRelease(WarehouseError):  # noqa: N818
    """The release asked for is not there, or not of a version this program reads."""


class Embargoed(WarehouseError):  # noqa: N818
    """The release is there and may not be shown yet."""


class BrokenRelease(WarehouseError):  # noqa: N818
    """The release opens and does not answer: it was built by another version of this program."""


@dataclass
class _Open:
    """One open release with its cursors, one per thread."""

    connection: duckdb.DuckDBPyConnection
    publish_at: datetime.datetime | None
    local: threading.local = field(default_factory=threading.local)
    cursors: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    used: float = 0.0


@dataclass
class _State:
    """What this process has open; a forked child starts with a new one."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    releases: dict[Path, _Open] = field(default_factory=dict)
    pointer: tuple[Path, float, str] | None = None


_state = _State()
_left_by_parent: list[_State] = []


def _forget() -> None:
    """Starts afresh in a forked child; what the parent had open is kept unused, because closing it could hang."""
    global _state
    _left_by_parent.append(_state)
    _state = _State()


os.register_at_fork(after_in_child=_forget)


def folder() -> Path:
    """The folder of the releases: the setting DOORSTROOM_RELEASES, else data/releases."""
    return Path(os.environ.get("DOORSTROOM_RELEASES") or HERE.parent / "data" / "releases")


def release_id(asked: str | None = None) -> str:
    """The release to read: the one asked for, else the current one that may be shown.

    Raises NoRelease, UnknownRelease or Embargoed.
    """
    if asked is not None:
        _open(asked)
        return asked
    current = _current()
    try:
        _open(current)
    except Embargoed:
        # An embargoed release may be made current in advance: until its moment the one before it stays on show.
        for earlier in _names():
            if earlier != current and _may_be_shown(earlier):
                return earlier
        raise
    return current


def records(sql: str, params: Sequence[object] = (), release: str | None = None) -> list[tuple[Any, ...]]:
    """The rows that answer a question to one release, as tuples; raises what `release_id` raises."""
    with _asked(sql, params, release) as cursor:
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def columns(sql: str, params: Sequence[object] = (), release: str | None = None) -> dict[str, Any]:
    """The rows that answer a question, as one NumPy array per column, masked where a value is null."""
    with _asked(sql, params, release) as cursor:
        arrays: dict[str, Any] = cursor.fetchnumpy()
    return arrays


@contextmanager
def _asked(sql: str, params: Sequence[object], release: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """This thread's cursor with the question put to it."""
    opened = _open(release_id() if release is None else release)
    cursor = getattr(opened.local, "cursor", None)
    if cursor is None:
        with _state.lock:
            cursor = opened.local.cursor = opened.connection.cursor()
            opened.cursors.append(cursor)
    try:
        yield cursor.execute(sql, params)
    except duckdb.Error as error:
        LOG.exception("a release does not answer")
        first = str(error).partition("\n")[0]
        raise BrokenRelease(
            f"The release does not answer ({first}); it was built for another version of this program. "
            "Build it again with `python -m etl build`, or ask for another release."
        ) from error


def releases() -> list[tuple[Any, ...]]:
    """Every release that may be shown, newest first: id, schema_version, data_date, content_hash, publish_at, kind."""
    return [records(f"select {RELEASE_COLUMNS} from release", (), name)[0] for name in _names() if _may_be_shown(name)]


def close() -> None:
    """Closes everything that is open; the next question opens it again."""
    with _state.lock:
        for path in list(_state.releases):
            _close(path)
        _state.pointer = None


def _names() -> list[str]:
    """The releases in the folder, newest data first and of the same data the last built first."""
    found = [path for path in folder().glob("*.duckdb") if RELEASE_ID.fullmatch(path.stem)]
    found.sort(key=lambda path: (path.stem[:8], path.stat().st_mtime), reverse=True)
    return [path.stem for path in found]


def _may_be_shown(name: str) -> bool:
    try:
        _open(name)
    except WarehouseError:
        return False
    return True


def _current() -> str:
    now = time.monotonic()
    place = folder()
    seen = _state.pointer
    if seen and seen[0] == place and now - seen[1] < LOOK_AGAIN:
        return seen[2]
    try:
        name = (place / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoRelease(
            f"{place.name}/{POINTER}: there is no release yet; a release is built from the extracts. "
            "Run `python -m etl build` and try again."
        ) from None
    _state.pointer = (place, now, name)
    return name


def _open(name: str) -> _Open:
    path = folder() / f"{name}.duckdb"
    opened = _state.releases.get(path)
    if opened is None:
        opened = _open_first(name, path)
    if opened.publish_at is not None and datetime.datetime.now(datetime.UTC) < opened.publish_at:
        raise Embargoed(
            f"Release '{name}' is under embargo; it may be shown from {opened.publish_at:%Y-%m-%d %H:%M} UTC. "
            "Come back then, or ask for an earlier release."
        )
    opened.used = time.monotonic()
    return opened


def _open_first(name: str, path: Path) -> _Open:
    with _state.lock:
        if path in _state.releases:
            return _state.releases[path]
        if not RELEASE_ID.fullmatch(name) or not path.exists():
            raise _unknown(name, "does not exist")
        for other, opened in list(_state.releases.items()):
            if time.monotonic() - opened.used > GRACE:
                _close(other)
        connection = duckdb.connect(
            str(path),
            read_only=True,
            config={
                "threads": 1,
                "memory_limit": MEMORY,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "enable_external_access": False,
                "lock_configuration": True,
            },
        )
        version, publish_at = _first_page(connection)
        if version not in SCHEMA_VERSIONS:
            connection.close()
            raise _unknown(name, f"has schema version {version} and this program reads {sorted(SCHEMA_VERSIONS)}")
        _state.releases[path] = _Open(connection, publish_at, used=time.monotonic())
        return _state.releases[path]


def _first_page(connection: duckdb.DuckDBPyConnection) -> tuple[int, datetime.datetime | None]:
    found = connection.execute("select schema_version, publish_at from release").fetchone()
    assert found is not None
    version, publish_at = found
    return version, publish_at and publish_at.replace(tzinfo=datetime.UTC)


def _close(path: Path) -> None:
    opened = _state.releases.pop(path)
    for cursor in opened.cursors:
        cursor.close()
    opened.connection.close()


def _unknown(name: str, what: str) -> UnknownRelease:
    near = difflib.get_close_matches(name, _names(), n=1, cutoff=0.3)
    right = f"did you mean '{near[0]}'?" if near else "there is none like it."
    return UnknownRelease(f"Release '{name}' {what}; {right} Leave `release` out to read the current one.")
