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
from contextlib import contextmanager, suppress
from contextvars import ContextVar
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
RETRY = 5.0  # seconds until a file that could not be read is tried again
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": MEMORY,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}
# What the engine says of a file that went bad under it, and not of a question that does not fit.
DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
# Readers see no path and nothing of the engine; the log has both.
NOT_READ = (
    "{which} cannot be read now: its file is damaged, in use, or of another version of this program. "
    "Ask for another release; the log of the server says more."
)
HERE = Path(__file__).resolve().parent


class WarehouseError(Exception):
    """The message is one sentence for the reader of the page."""


class NoRelease(WarehouseError):  # noqa: N818 - a name readers of the API meet
    """Nothing has been built yet."""


class UnknownRelease(WarehouseError):  # noqa: N818
    """The release asked for is not there."""


class Embargoed(WarehouseError):  # noqa: N818
    """The release is there and may not be shown yet."""


class BrokenRelease(WarehouseError):  # noqa: N818
    """The release is there and cannot be read: damaged, in use by a build, or of another version of this program."""


class _NotWhole(Exception):  # noqa: N818
    """The file opens and is not the release that its name says."""


@dataclass
class _Open:
    """One open release with its cursors, one per thread."""

    name: str
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
    bad: dict[Path, tuple[float, tuple[int, ...]]] = field(default_factory=dict)  # when last tried, and which file
    told: set[tuple[str, str]] = field(default_factory=set)  # what the log says already
    pointer: tuple[Path, float, str] | None = None


_state = _State()
# Per folder the release on show of the request that is answered now; None outside requests.
_of_request: ContextVar[dict[str, str] | None] = ContextVar("release of the request", default=None)
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
    """The release to read: the one asked for, else the current one, else the newest one that may be shown.

    Raises NoRelease, UnknownRelease, Embargoed or BrokenRelease.
    """
    if asked is not None:
        _open(asked)
        return asked
    chosen, place = _of_request.get(), str(folder())
    if chosen is None:
        return _on_show()
    if place not in chosen:
        chosen[place] = _on_show()
    return chosen[place]


def begin_request() -> None:
    """From here on, in this request, the release on show stays the same one: no page has parts of two."""
    _of_request.set({})


def end_request() -> None:
    """The release on show is looked up again."""
    _of_request.set(None)


def _on_show() -> str:
    current = _current()
    try:
        _open(current)
    except WarehouseError as error:
        # One may be made current in advance, and a file can go bad: until then the newest good one is on show.
        for other in _names():
            if other != current and _may_be_shown(other):
                if not isinstance(error, Embargoed):
                    _tell(current, f"cannot be shown; '{other}' is shown in its place")
                return other
        if isinstance(error, UnknownRelease):
            _tell(current, "is named by the pointer and does not exist; there is no other")
            raise BrokenRelease(NOT_READ.format(which="The release on show")) from error
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
        LOG.exception("release '%s' does not answer", opened.name)
        if isinstance(error, DAMAGE) or type(error) is duckdb.Error:  # of no kind: a wrong checksum
            with _state.lock:
                _set_aside(folder() / f"{opened.name}.duckdb")
        raise BrokenRelease(NOT_READ.format(which=f"Release '{opened.name}'")) from error


def releases() -> list[tuple[Any, ...]]:
    """Every release that may be shown, newest first: id, schema_version, data_date, content_hash, publish_at, kind."""
    found = []
    for name in _names():
        with suppress(WarehouseError):
            found += records(f"select {RELEASE_COLUMNS} from release", (), name)
    return found


def close() -> None:
    """Closes everything that is open; the next question opens it again."""
    with _state.lock:
        for path in list(_state.releases):
            _close(path)
        _state.pointer = None
        _state.bad.clear()
        _state.told.clear()


def _names() -> list[str]:
    """The releases in the folder, newest data first and of the same data the last built first."""
    found = []
    for path in folder().glob("*.duckdb"):
        with suppress(FileNotFoundError):  # it may be removed while we look
            if RELEASE_ID.fullmatch(path.stem):
                found.append((path.stem[:8], path.stat().st_mtime, path.stem))
    return [name for *_, name in sorted(found, reverse=True)]


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
    except (OSError, UnicodeDecodeError) as error:
        LOG.warning("the pointer '%s' cannot be read: %s", POINTER, error)
        name = ""
    _state.pointer = (place, now, name)
    return name


def _open(name: str) -> _Open:
    path = folder() / f"{name}.duckdb"
    opened = _state.releases.get(path) or _open_first(name, path)
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
        identity = _identity(path)
        tried, seen = _state.bad.get(path, (-RETRY, ()))
        if seen == identity and time.monotonic() - tried < RETRY:
            raise BrokenRelease(NOT_READ.format(which=f"Release '{name}'"))
        try:
            connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
            publish_at = _first_page(connection, name, path)
        except (duckdb.Error, _NotWhole) as error:
            _state.bad[path] = (time.monotonic(), identity)
            _tell(name, f"cannot be read: {error}")
            raise BrokenRelease(NOT_READ.format(which=f"Release '{name}'")) from error
        _state.bad.pop(path, None)
        _state.releases[path] = _Open(name, connection, publish_at, used=time.monotonic())
        return _state.releases[path]


def _first_page(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> datetime.datetime | None:
    """From when a release may be shown; raises _NotWhole, or what the engine raises, when it is not this release."""
    try:
        # The version first: another version may have other columns.
        versions = connection.execute("select schema_version from release").fetchall()
        if versions and versions[0][0] not in SCHEMA_VERSIONS:
            raise _NotWhole(f"it has schema version {versions[0][0]} and this program reads {sorted(SCHEMA_VERSIONS)}")
        rows = connection.execute("select id, publish_at from release").fetchall()
        if [row[0] for row in rows] != [name]:
            raise _NotWhole(f"it holds {[row[0] for row in rows] or 'no release'}")
        sizes = connection.execute("select total_blocks * block_size from pragma_database_size()").fetchone()
        if sizes is not None and path.stat().st_size < sizes[0]:
            raise _NotWhole(f"it has {path.stat().st_size} bytes of at least {sizes[0]}")
    except BaseException:
        connection.close()
        raise
    publish_at: datetime.datetime | None = rows[0][1]
    return publish_at and publish_at.replace(tzinfo=datetime.UTC)


def _identity(path: Path) -> tuple[int, ...]:
    """What changes when a file does; empty when it is gone."""
    with suppress(OSError):
        stat = path.stat()
        return stat.st_ino, stat.st_size, stat.st_mtime_ns
    return ()


def _set_aside(path: Path) -> None:
    """Closes a release whose file went bad while it was open; it is tried again later."""
    _state.bad[path] = (time.monotonic(), _identity(path))
    # Other threads may be reading from it, so it is let go of and not closed.
    _state.releases.pop(path, None)


def _tell(name: str, what: str) -> None:
    """Says something of a release in the log, once."""
    if (name, what) not in _state.told:
        _state.told.add((name, what))
        LOG.error("release '%s' %s", name, what)


def _close(path: Path) -> None:
    opened = _state.releases.pop(path)
    for cursor in opened.cursors:
        cursor.close()
    opened.connection.close()


def _unknown(name: str, what: str) -> UnknownRelease:
    near = difflib.get_close_matches(name, _names(), n=1, cutoff=0.3)
    right = f"did you mean '{near[0]}'?" if near else "there is none like it."
    return UnknownRelease(f"Release '{name}' {what}; {right} Leave `release` out to read the current one.")
