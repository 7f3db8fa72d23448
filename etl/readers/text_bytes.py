"""Looks at the bytes of a text file before the engine does: fingerprint, encoding, first line, lines and footer."""

import codecs
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..catalogue import Source
from ..declaration import shown
from ..errors import CatalogueError, ExtractError

CHUNK = 1 << 20
# Far more than a header takes.
START = 1 << 16
TAIL = 4096
# Mask and value of 0x80 to 0x9F: latin-1 has control characters here that nobody writes; cp1252 has curly quotes,
# dashes and the euro sign.
SPECIAL = (0xE0, 0x80)
QUOTE = b'"'


@dataclass(frozen=True)
class Bytes:
    """What the bytes tell; `recode`: the engine cannot read this encoding; `returns`: it would trip over line ends.

    `lines` and `dividers` are None when they say nothing of rows and cells: quotes occur, or different line ends.
    """

    sha256: str
    size: int
    encoding: str
    recode: bool
    returns: bool
    first_line: str
    lines: int | None
    dividers: int | None


def examine(path: Path, source: Source) -> Bytes:
    """Goes through the file once; raises ExtractError when it is empty or not in the declared encoding."""
    where = shown(path)
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(START)
    if not start.strip():
        raise ExtractError(f"{where}: the file is empty. Get it again and build again.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ExtractError(
            f"{where}: the file is UTF-16 text; {shown(source.path)} says {source.encoding}. "
            "Save it as 'CSV UTF-8' and build again."
        )
    if b"\0" in start:
        raise ExtractError(
            f"{where}: the file is no text; a workbook or an archive may have been named CSV. "
            "Save it as CSV and build again."
        )
    marked = start.startswith(codecs.BOM_UTF8)
    encoding = "utf-8" if marked else _declared(source)
    found = _walk(path, source.delimiter)
    if encoding == "utf-8" and not found.utf8:
        raise ExtractError(
            f"{where}: the file is not UTF-8, which {'its first bytes promise' if marked else 'is declared'}; it is "
            f"probably cp1252. Save it as 'CSV UTF-8', or set encoding = \"cp1252\" in {shown(source.path)}, "
            "and build again."
        )
    if encoding != "utf-8" and found.utf8 and not found.ascii_only:
        raise ExtractError(
            f"{where}: the file is UTF-8 and {source.encoding} is declared; letters with accents would come out wrong. "
            f'Save it as {source.encoding}, or set encoding = "utf-8" in {shown(source.path)}, and build again.'
        )
    recode = encoding not in ("utf-8", "iso8859-1") and (encoding != "cp1252" or found.special)
    line = re.split(rb"[\r\n]", start.removeprefix(codecs.BOM_UTF8), maxsplit=1)[0]
    lines, dividers = (found.lines, found.dividers) if found.plain else (None, None)
    returns = not found.one_kind_of_end
    text = line.decode(encoding, errors="replace")
    return Bytes(found.sha256, size, encoding, recode, returns, text, lines, dividers)


def _declared(source: Source) -> str:
    try:
        return codecs.lookup(source.encoding).name
    except LookupError:
        raise CatalogueError(
            f"{shown(source.path)}: unknown encoding '{source.encoding}'; choose from utf-8, cp1252, latin-1. "
            "Correct the key and build again."
        ) from None


@dataclass
class _Walk:
    """What one walk over a file finds; `special`: characters that only cp1252 has; `plain`: lines are rows."""

    sha256: str = ""
    special: bool = False
    utf8: bool = True
    ascii_only: bool = True
    quotes: bool = False
    ends: int = 0
    returns: int = 0
    pairs: int = 0
    dividers: int = 0
    last: bytes = b""

    @property
    def lines(self) -> int:
        return self.ends + (self.last != b"\n")

    @property
    def one_kind_of_end(self) -> bool:
        return self.returns == 0 or self.returns == self.ends == self.pairs

    @property
    def plain(self) -> bool:
        return not self.quotes and self.one_kind_of_end


def _walk(path: Path, delimiter: str) -> _Walk:
    found, digest = _Walk(), hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    # The fingerprint takes as long as the rest together, and both let go of the interpreter.
    with path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        for chunk in _chunks(file.read):
            hashed = beside.submit(digest.update, chunk)
            _count(found, chunk, ord(delimiter))
            _look(found, chunk, decoder)
            hashed.result()
    if found.utf8:
        found.utf8 = _decodes(decoder, b"", final=True)
    found.sha256 = digest.hexdigest()
    return found


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(CHUNK):
        yield chunk


def _count(found: _Walk, chunk: bytes, delimiter: int) -> None:
    letters = np.frombuffer(chunk, np.uint8)
    found.pairs += chunk.count(b"\r\n") + (found.last == b"\r" and chunk[:1] == b"\n")
    found.ends += int(np.count_nonzero(letters == ord("\n")))
    found.returns += int(np.count_nonzero(letters == ord("\r")))
    found.dividers += int(np.count_nonzero(letters == delimiter))
    found.quotes = found.quotes or QUOTE in chunk
    found.last = chunk[-1:]


def _look(found: _Walk, chunk: bytes, decoder: codecs.IncrementalDecoder) -> None:
    plain = chunk.isascii()
    if plain and found.ascii_only:
        return
    found.ascii_only = False
    found.utf8 = found.utf8 and _decodes(decoder, chunk)
    if not plain and not found.special:
        mask, value = SPECIAL
        found.special = bool(np.any(np.frombuffer(chunk, np.uint8) & mask == value))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def footer_start(path: Path, delimiter: str) -> int | None:
    """Where a footer such as "Bron: CBS" or a last line of blanks begins, or None when the last line is a row."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL))
        tail = file.read()
    divider = delimiter.encode("ascii")
    start, blank, position = None, None, len(tail)
    for line in reversed(tail.splitlines(keepends=True)):
        position -= len(line)
        words = line.strip().strip(b'"' + divider).strip()
        if not words:
            blank = position if line.strip(b"\r\n") else blank
        elif divider not in words and words.lower().startswith(b"bron"):
            start = position
        elif divider in line:
            break
    start = blank if start is None else start
    return None if start is None else size - len(tail) + start


def rewrite(path: Path, to: Path, encoding: str, end: int | None) -> None:
    """Writes the file as UTF-8 up to byte `end`, bit by bit, with one kind of line end.

    Raises ExtractError on a byte that is no letter.
    """
    letters = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    decoder = io.IncrementalNewlineDecoder(letters, translate=True)
    left = path.stat().st_size if end is None else end
    with path.open("rb") as file, to.open("wb") as copy:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            try:
                copy.write(decoder.decode(chunk, final=left <= 0).encode("utf-8"))
            except UnicodeDecodeError as error:
                raise ExtractError(
                    f"{shown(path)}: byte {chunk[error.start]:#04x} is no letter in {encoding}; the file is in another "
                    "encoding or damaged. Save it as 'CSV UTF-8' and build again."
                ) from error
