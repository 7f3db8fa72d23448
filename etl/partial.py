"""Holds a download that is not finished: what came in already, proven by size and hash; asks for nothing itself."""

import hashlib
import json
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .lock import fingerprint
from .statline_api import Document

STATE = ".state.json"


@dataclass(frozen=True)
class Saved:
    """One document that lies on disk in full."""

    url: str
    sha256: str
    bytes: int
    rows: int
    following: str | None


class Partial:
    """The folder of an unfinished download; picks up an earlier one when that was after exactly the same thing."""

    def __init__(self, folder: Path, asked: dict[str, str]) -> None:
        self.folder = folder
        self._asked = asked
        self.files = self._still_good()
        if not self.files:
            self.discard()
            folder.mkdir(parents=True)

    def get(self, name: str, url: str) -> Saved | None:
        """What is already here under this name, provided that it came from this address."""
        saved = self.files.get(name)
        return saved if saved is not None and saved.url == url else None

    def keep(self, name: str, document: Document) -> Saved:
        """Writes a document and remembers it; a stop half-way leaves neither."""
        digest = hashlib.sha256(document.body).hexdigest()
        saved = Saved(document.url, digest, len(document.body), document.rows, document.following)
        _write(self.folder / name, document.body)
        self.files[name] = saved
        state = {"asked": self._asked, "files": {file: asdict(entry) for file, entry in self.files.items()}}
        _write(self.folder / STATE, json.dumps(state).encode())
        return saved

    def rows(self, name: str) -> list[Any]:
        """The rows of a page that is here."""
        rows: list[Any] = json.loads((self.folder / name).read_bytes())["value"]
        return rows

    def keep_only(self, names: Collection[str]) -> None:
        """Drops every other document."""
        for name in self.files.keys() - set(names):
            (self.folder / name).unlink()
            del self.files[name]

    def move_to(self, target: Path) -> None:
        """Puts the finished download in the place of the old one."""
        (self.folder / STATE).unlink(missing_ok=True)
        old = _aside(target)
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.replace(old)
        self.folder.replace(target)
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Throws away what came in."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.files = {}

    def _still_good(self) -> dict[str, Saved]:
        state = _read(self.folder / STATE)
        if state.get("asked") != self._asked:
            return {}
        try:
            saved = {name: Saved(**entry) for name, entry in state["files"].items()}
        except (KeyError, TypeError, AttributeError):
            return {}
        return {name: entry for name, entry in saved.items() if _is_whole(self.folder / name, entry)}


def mend(target: Path) -> None:
    """Puts the old table back when a stop fell exactly between moving it aside and moving the new one in."""
    old = _aside(target)
    if old.exists() and not target.exists():
        old.replace(target)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _is_whole(path: Path, saved: Saved) -> bool:
    return path.is_file() and fingerprint(path) == (saved.sha256, saved.bytes)


def _read(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _write(path: Path, body: bytes) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(body)
    fresh.replace(path)
