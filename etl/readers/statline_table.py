"""What a StatLine table is, in whatever form it came; opens no files but JSON documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..declaration import shown
from ..errors import ExtractError, hint


@dataclass(frozen=True)
class Word:
    """One code of a dimension: key and title without padding and stars, status as published or told by the star."""

    code: str
    title: str
    status: str | None


@dataclass(frozen=True)
class Axis:
    """One dimension of a table, by the name its rows use."""

    name: str
    title: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Topic:
    """One thing that is counted."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True)
class Table:
    """The metadata of one table; `pages` hold its figures, in rows with these `fields`.

    `long` tells one row per figure (v4) from one column per topic; `blind` tells that a missing figure has no reason.
    """

    place: Path
    fields: tuple[str, ...]
    axes: tuple[Axis, ...]
    topics: tuple[Topic, ...]
    pages: tuple[Path, ...]
    metadata: dict[Path, int]
    about: Mapping[str, Any]
    long: bool = False
    blind: bool = False


def word(code: object, title: object, status: object) -> Word:
    """A code without padding and a title without the star, which marks a provisional period."""
    text = str(title).strip()
    bare = text.rstrip("*").rstrip()
    return Word(str(code).strip(), bare, str(status) if status else "Voorlopig" if bare != text else None)


def document(path: Path) -> Any:
    """The content of a JSON document; raises ExtractError when it is absent or torn."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        folder = path.parent
        here = [other.name for other in folder.glob("*.json")]
        raise ExtractError(
            f"{shown(folder)}: file {path.name} is missing; a StatLine table is a folder of JSON documents, "
            f"{hint(path.name, here)} Fetch the table again and build again."
        ) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ExtractError(
            f"{shown(path)}: not whole JSON ({error}); the download was probably cut off. "
            "Fetch the table again and build again."
        ) from error


def rows(path: Path, content: Any, counted: dict[Path, int]) -> list[dict[str, Any]]:
    """The rows of a document, whose number is noted; raises ExtractError when it has none."""
    listed = content.get("value") if isinstance(content, Mapping) else None
    if not isinstance(listed, list):
        raise ExtractError(
            f'{shown(path)}: there is no list under "value"; a StatLine document has one. '
            "Fetch the table again and build again."
        )
    counted[path] = len(listed)
    return listed
