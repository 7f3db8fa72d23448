"""Looks at the bytes of a text file before the engine does: fingerprint, encoding, first line and footer."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..catalogue import Source
from ..declaration import shown
from ..errors import CatalogueError, ExtractError

CHUNK = 1 << 20
# Far more than a header takes.
START = 1 << 16
TAIL = 4096
# Latin-1 has control characters here that nobody writes; cp1252 has curly quotes, dashes and the euro sign.
ALL_BUT_THOSE = bytes(byte for byte in range(256) if not 0x80 <= byte <= 0x9F)


@dataclass(frozen=True)
class Bytes:
    """What the bytes tell; `recode` is true when the engine cannot read this encoding itself."""

    sha256: str
    size: int
    encoding: str
    recode: bool
    first_line: str


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
    marked = start.startswith(codecs.BOM_UTF8)
    encoding = "utf-8" if marked else _declared(source)
    digest, special, utf8, ascii_only = _walk(path)
    if encoding == "utf-8" and not utf8:
        raise ExtractError(
            f"{where}: the file is not UTF-8, which {'its first bytes promise' if marked else 'is declared'}; it is "
            f"probably cp1252. Save it as 'CSV UTF-8', or set encoding = \"cp1252\" in {shown(source.path)}, "
            "and build again."
        )
    if encoding != "utf-8" and utf8 and not ascii_only:
        raise ExtractError(
            f"{where}: the file is UTF-8 and {source.encoding} is declared; letters with accents would come out wrong. "
            f'Save it as {source.encoding}, or set encoding = "utf-8" in {shown(source.path)}, and build again.'
        )
    recode = encoding not in ("utf-8", "iso8859-1") and (encoding != "cp1252" or special)
    line = start.removeprefix(codecs.BOM_UTF8).partition(b"\n")[0].rstrip(b"\r")
    return Bytes(digest, size, encoding, recode, line.decode(encoding, errors="replace"))


def _declared(source: Source) -> str:
    try:
        return codecs.lookup(source.encoding).name
    except LookupError:
        raise CatalogueError(
            f"{shown(source.path)}: unknown encoding '{source.encoding}'; choose from utf-8, cp1252, latin-1. "
            "Correct the key and build again."
        ) from None


def _walk(path: Path) -> tuple[str, bool, bool, bool]:
    """The fingerprint, whether cp1252's own characters occur, whether it is UTF-8, whether it is plain ASCII."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    special, utf8, ascii_only = False, True, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            plain = chunk.isascii()
            if plain and ascii_only:
                continue
            ascii_only = False
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
            if not plain and not special:
                special = bool(chunk.translate(None, ALL_BUT_THOSE))
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    return digest.hexdigest(), special, utf8, ascii_only


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
    """Writes the file as UTF-8 up to byte `end`, bit by bit; raises ExtractError on a byte that is no letter."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
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
