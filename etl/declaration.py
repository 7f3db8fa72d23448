"""Reads the keys of one TOML declaration strictly; knows nothing of what the keys mean."""

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import CatalogueError, hint

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = object()


class ShapeError(Exception):
    """The message says what the value should have been."""


@dataclass(frozen=True)
class Key:
    """How one key is read: `read` turns the TOML value into ours or raises ShapeError."""

    read: Callable[[Any], Any]
    default: Any = REQUIRED


def shown(path: Path) -> str:
    """The path as users know it: from the repository root, else folder and name."""
    resolved = path.resolve()
    if resolved.is_relative_to(ROOT):
        return resolved.relative_to(ROOT).as_posix()
    return f"{resolved.parent.name}/{resolved.name}"


def load(path: Path) -> dict[str, Any]:
    """The TOML file as a dictionary; raises CatalogueError when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            f"{shown(path)}: not readable as TOML: {error}; compare it with a neighbouring file. "
            "Correct the line and build again."
        ) from error


def read_keys(where: str, raw: Mapping[str, Any], spec: Mapping[str, Key]) -> dict[str, Any]:
    """Every key of `spec` with its value or default; raises CatalogueError on the first key that is wrong."""
    for key in raw:
        if key not in spec:
            raise CatalogueError(f"{where}: unknown key '{key}'; {hint(key, spec)} Correct the key and build again.")
    return {key: _read(where, key, raw, rule) for key, rule in spec.items()}


def _read(where: str, key: str, raw: Mapping[str, Any], rule: Key) -> Any:
    if key in raw:
        try:
            return rule.read(raw[key])
        except ShapeError as wrong:
            value = " ".join(str(raw[key]).split())
            raise CatalogueError(
                f"{where}: key '{key}' is '{value[:60]}'; it should be {wrong}. Correct the value and build again."
            ) from None
    if rule.default is not REQUIRED:
        return rule.default
    twin = _twin(key)
    reason = f"'{twin}' is there without its translation" if twin in raw else "every declaration of this kind has it"
    raise CatalogueError(f"{where}: missing key '{key}'; {reason}. Add the key and build again.")


def _twin(key: str) -> str:
    """The same key in the other language, or the key itself."""
    stem, _, language = key.rpartition("_")
    return {"nl": f"{stem}_en", "en": f"{stem}_nl"}.get(language, key)


def text(value: Any) -> str:
    """A text that is not empty, without blanks around it."""
    if not isinstance(value, str) or not value.strip():
        raise ShapeError("a text between quotes, not empty")
    return value.strip()


def any_text(value: Any) -> str:
    """A text, perhaps empty."""
    if not isinstance(value, str):
        raise ShapeError("a text between quotes")
    return value.strip()


def short_text(value: Any) -> str:
    """A text of at most 40 characters, because tiles and menus have no room for more."""
    words = text(value)
    if len(words) > 40:
        raise ShapeError(f"at most 40 characters and has {len(words)}")
    return words


def identifier(value: Any) -> str:
    """A lower-case name of letters, digits and underscores: ids are addresses and column headers."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise ShapeError("a lower-case name of letters, digits and underscores")
    return value


def whole(value: Any) -> int:
    """A whole number, not negative."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ShapeError("a whole number of 0 or more")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ShapeError("true or false, without quotes")
    return value


def day(value: Any) -> datetime.date:
    """A date, with or without quotes."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ShapeError("a date as 2026-11-22") from None


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise ShapeError('a list of texts, as ["a", "b"]')
    return tuple(text(item) for item in value)


def text_or_texts(value: Any) -> tuple[str, ...]:
    """One text or a list of texts, as a list that is not empty."""
    found = (text(value),) if isinstance(value, str) else texts(value)
    if not found:
        raise ShapeError('a text or a list of texts, as ["a", "b"]')
    return found


def one_of(*choices: str) -> Callable[[Any], str]:
    """A reader for one of a few words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ShapeError(f"one of {', '.join(choices)}")
        return str(value)

    return read


def table_of(read: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """A reader for a TOML table whose values are all read in one way."""

    def read_table(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ShapeError("a table, as { name = ... }")
        return {key: read(item) for key, item in value.items()}

    return read_table


def tables(value: Any) -> tuple[dict[str, Any], ...]:
    """A list of TOML tables, still unread."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ShapeError("one or more tables headed by [[...]]")
    return tuple(value)


def table(value: Any) -> dict[str, Any]:
    """A TOML table, still unread."""
    if not isinstance(value, dict):
        raise ShapeError("a table headed by [...]")
    return value
