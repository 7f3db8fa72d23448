"""Keeps data/extracts.lock: what lies in the extracts folder, since when and from where; downloads nothing."""

import datetime
import fcntl
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import ExtractError
from .readers.extract import fingerprint as sha256_of

HEADER = "# Written by `python -m etl`, never by hand: what lies in the extracts folder, and where it came from.\n"


@dataclass(frozen=True)
class Locked:
    """One file of the extracts folder; `url` is empty for a file that was put there by hand."""

    sha256: str
    bytes: int
    retrieved: str
    url: str


def lock_path(extracts: Path) -> Path:
    """Where the lock of an extracts folder is kept: beside it."""
    return extracts.with_name(f"{extracts.name}.lock")


def read_lock(extracts: Path) -> dict[str, Locked]:
    """The lock by file name (relative to the folder, with '/'); empty when there is none yet."""
    path = lock_path(extracts)
    if not path.exists():
        return {}
    try:
        return {name: Locked(**entry) for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ExtractError(
            f"{path.name}: cannot be read ({error}); it is written by machine. "
            "Take the last committed one back, or remove it and build again."
        ) from error


def fingerprint(path: Path) -> tuple[str, int]:
    """The sha256 and the number of bytes of a file."""
    return sha256_of(path), path.stat().st_size


def update_lock(extracts: Path, urls: Mapping[str, str] | None = None) -> dict[str, Locked]:
    """Brings the lock up to date with the folder and returns it; an entry changes only when the bytes of its file do.

    Sample files are left out: they are made here, from a fixed seed.
    """
    before = read_lock(extracts)
    today = datetime.date.today().isoformat()
    after: dict[str, Locked] = {}
    for path in _files(extracts):
        name = path.relative_to(extracts).as_posix()
        digest, size = fingerprint(path)
        known = before.get(name)
        if known is not None and known.sha256 == digest:
            after[name] = known
        else:
            after[name] = Locked(digest, size, today, (urls or {}).get(name, ""))
    if after != before:
        _write(lock_path(extracts), after)
    return after


@contextmanager
def only_one(extracts: Path) -> Iterator[None]:
    """Holds the folder for one fetch; raises ExtractError when another has it. The system lets go of a killed one."""
    folder = os.open(extracts, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExtractError(
                f"{extracts.name}: another fetch is busy in this folder; two would take each other's pages. "
                "Wait until it is done and fetch again."
            ) from error
        yield
    finally:
        os.close(folder)


def refuse_edited(lock: Mapping[str, Locked], folder: Path) -> None:
    """Raises ExtractError when a fetched table is not what came in: a document changed, added or gone."""
    prefix = f"{folder.name}/"
    fetched = {name: entry for name, entry in lock.items() if name.startswith(prefix) and entry.url}
    if not fetched:
        return
    here = {f"{prefix}{path.name}" for path in folder.glob("*.json")}
    for name in sorted(fetched.keys() | here):
        if name not in here:
            fault = "is gone"
        elif name not in fetched:
            fault = "was added"
        elif fingerprint(folder.parent / name)[0] != fetched[name].sha256:
            fault = "was changed"
        else:
            continue
        since = max(entry.retrieved for entry in fetched.values())
        raise ExtractError(
            f"{name}: {fault} since the table was fetched ({since}); a fetched table is built as it came in. "
            f"Fetch it again with 'python -m etl fetch {folder.name}', or take its lines out of "
            f"{folder.parent.name}.lock when the change is meant, and build again."
        )


def _files(extracts: Path) -> Iterator[Path]:
    for path in sorted(extracts.rglob("*")):
        first = path.relative_to(extracts).parts[0]
        if path.is_file() and not path.name.startswith(".") and not first.startswith((".", "voorbeeld_")):
            yield path


def _quoted(text: str) -> str:
    # A JSON string is a TOML string too, so no TOML writer is needed.
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, entries: Mapping[str, Locked]) -> None:
    lines = [
        f"{_quoted(name)} = {{ sha256 = {_quoted(entry.sha256)}, bytes = {entry.bytes}, "
        f"retrieved = {_quoted(entry.retrieved)}, url = {_quoted(entry.url)} }}\n"
        for name, entry in sorted(entries.items())
    ]
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(HEADER + "".join(lines), encoding="utf-8")
    fresh.replace(path)
