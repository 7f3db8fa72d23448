"""Writes what a release gives (pages, choices, charts, words, answers) as files, and compares two such folders.

`python -m tests.same OUT [RELEASES]` writes; `python -m tests.same --compare A B` tells what differs, and ends with 1
when something does. Run it before and after a change that should change nothing; it is no part of the tests.
"""

import difflib
import hashlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlencode

import orjson
from flask.testing import FlaskClient

from dashboard import i18n, shell
from dashboard.pages import PAGES
from dashboard.state import address

from .partial_look import addresses, choices, chosen, filters, links

RELEASES = Path(__file__).parents[1] / "data" / "releases"
REGIONS = ("", "MC12", "MC14", "MC41", "GM0344", "PV26")
CHOSEN = "MC12"  # the region whose page is opened with each choice it offers
FORMS = ("", "csv", "csv-nl", "xlsx", "parquet")
OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
# What holds the moment of making, in a workbook.
MOMENTS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*<")
LINES = 12


def written(out: Path) -> int:
    """Writes all of the release on show; returns the number of files."""
    from app import server  # here, because it makes every page

    client = server.test_client()
    count = 0
    asked: dict[str, None] = dict.fromkeys(addresses())
    for name, body in chain(_pages(asked), _chosen(client), _answers(client, asked)):
        place = out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
        count += 1
    return count


def _pages(asked: dict[str, None]) -> list[tuple[str, bytes]]:
    """Every page in both languages for each region, and with each choice it offers; adds the answers they link to."""
    pages = []
    for page in PAGES:
        for lang in i18n.LANGUAGES:
            for region in REGIONS:
                shown, body = _page(page, lang, {"regio": region} if region else {})
                asked |= dict.fromkeys(links(shown))
                pages.append((f"pages/{page}/{lang}/{region or 'none'}.json", body))
        for choice in choices(_page(page, "nl", {"regio": CHOSEN})[0]):
            shown, body = _page(page, "nl", {"regio": CHOSEN, **choice})
            asked |= dict.fromkeys(links(shown))
            pages.append((f"pages/{page}/nl/{CHOSEN}/{_file(urlencode(choice))}.json", body))
    return pages


def _page(page: str, lang: str, state: dict[str, str]) -> tuple[object, bytes]:
    path, _, search = address(lang, PAGES[page].SLUG[lang], state).partition("?")
    whole = shell.open_page(path, None, f"?{search}")
    return whole[1], orjson.dumps(whole, option=OPTIONS)


def _chosen(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    """What the browser is sent when a reader makes a choice: one of each control."""
    for page in PAGES:
        path, _, before = address("nl", PAGES[page].SLUG["nl"], {"regio": CHOSEN}).partition("?")
        for name, values in dict(filters(shell.open_page(path, None, f"?{before}")[1])).items():
            if not values:
                continue
            now = address("nl", PAGES[page].SLUG["nl"], {"regio": CHOSEN, name: values[-1]}).partition("?")[2]
            answer = client.post("/_dash-update-component", json=chosen(path, before, now))
            body = orjson.dumps(answer.get_json(silent=True), option=OPTIONS)
            yield f"chosen/{page}/{_file(f'{name}={values[-1]}')}.json", body


def _answers(client: FlaskClient, asked: dict[str, None]) -> Iterator[tuple[str, bytes]]:
    """Every address of the API in every form."""
    for where in asked:
        bare = re.sub(r"([?&])f=[\w-]+&?", r"\1", where).rstrip("?&")
        for form in FORMS:
            mark = "&" if "?" in bare else "?"
            answer = client.get(f"{bare}{mark}f={form}" if form else bare)
            place = _file(re.sub(r"release=[^&]+&?", "", bare.removeprefix("/api/v1/")))
            head = f"{answer.status_code} {answer.content_type}\n".encode()
            yield f"api/{place}.{form or 'plain'}", head + _flat(answer.data)


def _flat(body: bytes) -> bytes:
    """An answer as text where it is a workbook or JSON."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return b"\n".join(MOMENTS.sub(b"", book.read(name)) for name in sorted(book.namelist()))
    if body[:1] in (b"{", b"["):
        return orjson.dumps(orjson.loads(body), option=OPTIONS)
    return body


def _file(text: str) -> str:
    """A name for a file; long ones end in a part of their digest."""
    name = quote(text, safe="=&,?").replace("%2F", "_")
    return name if len(name) < 180 else f"{name[:160]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def differences(one: Path, other: Path) -> Iterator[str]:
    """What differs between two folders, with the first lines of each difference."""
    names = {str(path.relative_to(folder)) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(names):
        if not (one / name).exists() or not (other / name).exists():
            yield f"{name}: only in {one if (one / name).exists() else other}"
            continue
        a, b = (one / name).read_bytes(), (other / name).read_bytes()
        if a != b:
            lines = [part.decode("utf-8", "replace").splitlines() for part in (a, b)]
            changed = [line for line in difflib.unified_diff(*lines, lineterm="", n=0) if line[:1] in "+-"][2:]
            yield "\n  ".join([name, *(line[:300] for line in changed[:LINES])])


def main(words: list[str]) -> int:
    """The command line."""
    if words[:1] == ["--compare"]:
        told = list(differences(Path(words[1]), Path(words[2])))
        print("\n".join([*told, f"{len(told)} differ"]))
        return int(bool(told))
    os.environ["DOORSTROOM_RELEASES"] = str(Path(words[1]) if len(words) > 1 else RELEASES)
    print(f"{written(Path(words[0]))} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
