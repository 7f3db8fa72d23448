"""Opens a whole release (pages, views, files and answers) and tells what is wrong with it, as sentences."""

import os
import random
import re
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

from dashboard import i18n, shell, warehouse
from dashboard.components import Children
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, view_of
from dashboard.state import Absent, UnknownChoice, address

from .partial_release import Case, derived

REGIONS = ("NL01", "MC12", "MC14", "GM0344")
STUDIES = ("trechter", "verwacht", "verschil", "plaatsen", "herzieningen", "doelpad", "doelen", "verdeling")
RESOURCES = ("indicatoren", "regios", "bronnen", "doelen", "begrippen", "releases", "gepubliceerd", "openapi.json")
OF_A_REGION = ("soortgelijk", "effectrapportage", "posities")
# What is not said by a page that is right: a missing value by its Python name, a text that was not filled in.
LEFTOVER = re.compile(r"\bnan\b|\bNone\b(?! of)|\{\w+\}")
KEYS = frozenset(key for key in i18n.words("nl") if "_" in key)
# So many choices per page and answers per release are tried, drawn by chance from all there are: other ones per case.
MOST_CHOICES, MOST_ANSWERS = 2, 24


def walk(part: Any) -> Iterator[dict[str, Any]]:
    """Every element of a tree."""
    if isinstance(part, dict) and "props" in part:
        yield part
        yield from walk(part["props"].get("children"))
    elif isinstance(part, list | tuple):
        for child in part:
            yield from walk(child)


def words(part: Any) -> str:
    """All text of a tree."""
    if isinstance(part, dict) and "props" in part:
        props = part["props"]
        return words([props.get(name) for name in ("caption", "head", "rows", "children")])
    if isinstance(part, list | tuple):
        return " ".join(words(child) for child in part)
    return "" if part is None else str(part)


def wrong_with(base: Path, case: Case) -> list[str]:
    """What is wrong with the release of a case; empty when every page and file of it opens and says what it should."""
    with tempfile.TemporaryDirectory() as folder:
        derived(base, Path(folder), case)
        before = os.environ.get("DOORSTROOM_RELEASES")
        os.environ["DOORSTROOM_RELEASES"] = folder
        try:
            chance = random.Random(case.name)
            return [f"{case.name}: {each}" for each in dict.fromkeys(_wrong(chance))]
        finally:
            warehouse.close()
            os.environ.pop("DOORSTROOM_RELEASES")
            if before is not None:
                os.environ["DOORSTROOM_RELEASES"] = before


def _wrong(chance: random.Random) -> Iterator[str]:
    files: dict[str, None] = {}
    for page in PAGES:
        for lang in i18n.LANGUAGES:
            for region in REGIONS:
                yield from _opened(page, lang, {"regio": region}, files)
        for choice in drawn(chance, list(_choices(page)), MOST_CHOICES):
            yield from _opened(page, "nl", {"regio": "MC12", **choice}, files)
    yield from _answered(drawn(chance, [*files, *_addresses()], MOST_ANSWERS))


def drawn(chance: random.Random, whole: list[Any], most: int) -> list[Any]:
    """All, or when there are more than so many, that many by chance."""
    return whole if len(whole) <= most else chance.sample(whole, most)


def _opened(page: str, lang: str, asked: dict[str, str], files: dict[str, None]) -> Iterator[str]:
    """What is wrong with one page at one address; adds the files that it links to."""
    where = address(lang, PAGES[page].SLUG[lang], asked)
    path, _, search = where.partition("?")
    try:
        shown = _shown(path, f"?{search}")
        orjson.dumps(shown)
    except Absent:
        shown = shell.open_page(path, None, search)[1]
        if "absent" not in str(shown):
            yield f"{page} {lang} {asked}: does not say what lacks"
    except Exception as error:
        yield f"{page} {lang} {asked}: {_cause(error)}"
        return
    elements = list(walk(shown))
    files |= dict.fromkeys(
        str(each["props"]["href"]) for each in elements if str(each["props"].get("href", "")).startswith("/api/v1/")
    )
    text = words(shown)
    if sum(each["type"] == "H1" for each in elements) != 1:
        yield f"{page} {lang} {asked}: not one heading"
    found = LEFTOVER.search(text)
    if found:
        yield f"{page} {lang} {asked}: says '{text[max(found.start() - 40, 0) : found.end() + 20]}'"
    # Methods are named by their ids on the page about them.
    if page != "statistics" and (
        keys := sorted(KEYS.intersection(text.split()) - {each.id for each in catalogue().indicators.values()})
    ):
        yield f"{page} {lang} {asked}: says the key '{keys[0]}'"


def _shown(path: str, search: str) -> list[Children]:
    view = view_of(path, search)
    module = PAGES[view.page]
    content = module.read(view)
    return [module.show(view, content), list(content.all_slots(view).values()), content.spoken]


def _choices(page: str) -> Iterator[dict[str, str]]:
    """Each choice that the controls of a page offer, one at a time."""
    where = address("nl", PAGES[page].SLUG["nl"], {"regio": "MC12"})
    path, _, search = where.partition("?")
    try:
        shown = _shown(path, search)
    except Exception:
        return
    for name, values in dict(_filters(shown)).items():
        if name != "regio":
            for value in values:
                yield {name: value}


def _filters(shown: Any) -> Iterator[tuple[str, list[str]]]:
    """The controls of a page with the values that they offer."""
    for each in walk(shown):
        identity = each["props"].get("id")
        if isinstance(identity, dict) and identity.get("type") == "filter":
            data = each["props"].get("data") or []
            options = [
                option
                for group in data
                for option in (group.get("items") or [group] if isinstance(group, dict) else [group])
            ]
            yield identity["name"], [str(o["value"] if isinstance(o, dict) else o) for o in options]


def _addresses() -> Iterator[str]:
    """Every resource of the API, with nothing chosen."""
    known = catalogue()
    for name in RESOURCES:
        yield f"/api/v1/{name}"
    for name in known.indicators:
        yield f"/api/v1/indicatoren/{name}"
        yield f"/api/v1/indicatoren/{name}/waarden?{urlencode({'periode': 'laatste'})}"
        yield f"/api/v1/indicatoren/{name}/waarden?regio=MC12&periode=alle&met=interval,vergelijking,verwacht&f=csv"
        yield f"/api/v1/indicatoren/{name}/groep?gemeente=GM0150,GM0163"
        for study in STUDIES:
            yield (
                f"/api/v1/indicatoren/{name}/{study}?regio=MC12"
                if study in ("verschil", "doelpad")
                else f"/api/v1/indicatoren/{name}/{study}"
            )
    for region in ("MC12", "MC14"):
        for study in OF_A_REGION:
            yield f"/api/v1/regios/{region}/{study}"
    yield from ("/api/v1/overlap", "/api/v1/duurzaam-werk", "/readyz")


def _answered(addresses: list[str]) -> Iterator[str]:
    from app import server  # here, because it makes every page

    server.config["PROPAGATE_EXCEPTIONS"] = False
    client = server.test_client()
    linked = {each for each in addresses if "release=" in each}
    for each in addresses:
        answer = client.get(each)
        bare = re.sub(r"release=[^&]+&?", "", each)
        if answer.status_code >= 500 or (each in linked and answer.status_code >= 400):
            said = answer.text[:200] if answer.status_code < 500 else ""
            yield f"{bare.partition('?')[0]}: {answer.status_code} {said} at {bare}"


def _cause(error: Exception) -> str:
    if isinstance(error, UnknownChoice):
        return f"unknown {error.name} '{error.asked}'"
    last = [frame for frame in traceback.extract_tb(error.__traceback__) if "dashboard" in frame.filename][-1]
    place = last.filename.partition("dashboard/")[2]
    return f"{type(error).__name__} {str(error)[:160]} at {place}:{last.lineno} {last.name}"
