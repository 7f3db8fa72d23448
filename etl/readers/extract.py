"""What is known of one file that was read, and how a file is named and fingerprinted."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Extract:
    """One file that went in: its name in the extracts folder, its fingerprint, its size and its number of rows.

    `left_out` counts the rows that the source's select or its declaration passes over.
    """

    file: str
    sha256: str
    bytes: int
    rows: int
    left_out: int = 0


def quoted(text: object) -> str:
    """A text as an SQL literal, for the places where the engine takes no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def engine_path(path: Path) -> str:
    """A path as an SQL literal for the engine's readers, which would take brackets and stars for patterns."""
    return quoted(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def fingerprint(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
