"""Opens a whole release (pages, views, files and answers) and tells what is wrong with it, as sentences."""

import os
import re
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from flask.testing import FlaskClient

from dashboard import i18n, shell, warehouse
from dashboard.components import Children, absence
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, view_of
from dashboard.state import Absent, UnknownChoice, address

from .partial_release import Case, derived

REGIONS = ("NL01", "MC12", "MC14", "GM0344")
STUDIES = ("trechter", "verwacht", "verschil", "plaatsen", "herzieningen", "doelpad", "doelen", "verdeling")
RESOURCES = ("indicatoren", "regios", "bronnen", "doelen", "begrippen", "releases", "gepubliceerd", "openapi.json")
OF_A_REGION = ("soortgelijk", "effectrapportage", "posities")
# What is not said by a page that is right: a missing value by its Python name (English has a sentence "None." and
# one with "None of"), a text that was not filled in.
LEFTOVER = re.compile(r"\bnan\b|\bNone\b(?! of|\.\s\s)|\{\w+\}")
KEYS = frozenset(key for key in i18n.words("nl") if "_" in key)
# Pages that do not live on figures of a release show none when it has none.
OF_FIGURES = (*absence.OF_A_PAGE, "region", "layout")
OUTPUT = '..{"name":["ALL"],"type":"slot"}.children...{"name":["ALL"],"type":"figure"}.figure...live.children..'
DRAWN = {"Graph", "Matrix", "Map", "Grid", "Table"}
# So many choices per page, answers and links after a choice per release: the next ones for the next release.
CHOICES, ANSWERS, LATER = 2, 6, 3


@dataclass
class Opened:
    """What was opened of releases, and what was wrong."""

    wrong: list[str] = field(default_factory=list)
    pages: int = 0
    choices: int = 0
    answers: int = 0

    def __add__(self, other: "Opened") -> "Opened":
        return Opened(
            self.wrong + other.wrong,
            self.pages + other.pages,
            self.choices + other.choices,
            self.answers + other.answers,
        )


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


def opened(base: Path, case: Case, turn: int) -> Opened:
    """Opens the release of a case: each page whole, and of choices and answers those whose turn it is."""
    with tempfile.TemporaryDirectory() as folder:
        derived(base, Path(folder), case)
        before = os.environ.get("DOORSTROOM_RELEASES")
        os.environ["DOORSTROOM_RELEASES"] = folder
        try:
            look = _Look(turn)
            look.open()
            look.told.wrong = [f"{case.name}: {each}" for each in dict.fromkeys(look.told.wrong)]
            return look.told
        finally:
            warehouse.close()
            os.environ.pop("DOORSTROOM_RELEASES")
            if before is not None:
                os.environ["DOORSTROOM_RELEASES"] = before


class _Look:
    """Opens the release on show."""

    def __init__(self, turn: int) -> None:
        self.turn, self.told = turn, Opened()

    def open(self) -> None:
        from app import server  # here, because it makes every page

        server.config["PROPAGATE_EXCEPTIONS"] = False
        client = server.test_client()
        linked: dict[str, None] = {}
        later: dict[str, None] = {}
        for page in PAGES:
            for lang in i18n.LANGUAGES:
                for region in (*REGIONS[:2], REGIONS[2 + self.turn % 2]):
                    shown = self._page(page, lang, {"regio": region})
                    if (lang, region) == ("nl", "MC12"):
                        linked |= dict.fromkeys(links(shown))
                        offered = list(choices(shown))
                    else:
                        later |= dict.fromkeys(links(shown))
            for choice in self._in_turn(offered, CHOICES):
                later |= dict.fromkeys(self._chosen(client, page, choice))
        rest = [each for each in later if each not in linked]
        for link in [*self._one_form(list(linked)), *self._in_turn(rest, LATER)]:
            # An example of the page about the API shows how to ask; the answer says itself what a release lacks.
            self._answer(client, link, offered="release=" in link)
        for resource in self._in_turn(list(addresses()), ANSWERS):
            self._answer(client, resource, offered=False)

    def _in_turn(self, whole: list[Any], most: int) -> list[Any]:
        """So many of all there are, from where the release before this one ended."""
        start = self.turn * most
        return [whole[(start + step) % len(whole)] for step in range(min(most, len(whole)))]

    def _one_form(self, tables: list[str]) -> list[str]:
        """Each table once, in the form whose turn it is."""
        forms: dict[str, list[str]] = {}
        for each in tables:
            forms.setdefault(re.sub(r"&?\bf=[\w-]+", "", each), []).append(each)
        return [several[(self.turn + place) % len(several)] for place, several in enumerate(forms.values())]

    def _page(self, page: str, lang: str, asked: dict[str, str]) -> Children:
        where = address(lang, PAGES[page].SLUG[lang], asked)
        path, _, search = where.partition("?")
        shown = shell.open_page(path, None, f"?{search}")[1]
        self.told.pages += 1
        orjson.dumps(shown)
        self.told.wrong += [f"{page} {lang} {asked}: {each}" for each in _wrong(page, lang, shown, path, search)]
        return shown

    def _chosen(self, client: FlaskClient, page: str, choice: dict[str, str]) -> list[str]:
        """Makes a choice on a page as a browser does; the links that the answer has."""
        path, _, before = address("nl", PAGES[page].SLUG["nl"], {"regio": "MC12"}).partition("?")
        search = address("nl", PAGES[page].SLUG["nl"], {"regio": "MC12", **choice}).partition("?")[2]
        self.told.choices += 1
        answer = client.post("/_dash-update-component", json=chosen(path, before, search))
        where = f"{page} chosen {choice}"
        if answer.status_code not in (200, 204):
            self.told.wrong.append(f"{where}: {answer.status_code}")
            return []
        made = orjson.loads(answer.data) if answer.data else {}
        if any(i18n.text(key, "nl") in answer.text for key in ("notice_stale", "notice_gone", "notice_failed")):
            self.told.wrong.append(f"{where}: {_failure(path, search)}")
        self.told.wrong += [f"{where}: {each}" for each in _leftovers(page, words_of_answer(made))]
        return links([each.get("children") for each in made.get("response", {}).values()])

    def _answer(self, client: FlaskClient, where: str, *, offered: bool) -> None:
        answer = client.get(where)
        self.told.answers += 1
        refused = 400 <= answer.status_code < 500 and (offered or "detail" not in (answer.json or {}))
        if answer.status_code >= 500 or refused:
            bare = re.sub(r"release=[^&]+&?", "", where)
            said = answer.text[:200] if answer.status_code < 500 else ""
            self.told.wrong.append(f"{bare.partition('?')[0]}: {answer.status_code} {said} at {bare}")


def links(shown: Any) -> list[str]:
    """The answers of the API that a page links to."""
    refs = (str(each["props"].get("href", "")) for each in walk(shown))
    return [each for each in refs if each.startswith("/api/v1/")]


def words_of_answer(made: dict[str, Any]) -> str:
    """All text that came with a choice."""
    return words([each.get("children") for each in made.get("response", {}).values()])


def chosen(path: str, before: str, now: str) -> dict[str, Any]:
    """What a browser sends when a reader chooses: every slot and figure is asked for."""
    view = view_of(path, now)
    try:
        module = PAGES[view.page]
        content = module.read(view)
        slots, figures = [*content.all_slots(view), "notes", "controls"], list(content.figures())
    except Exception:
        slots, figures = ["notes"], []
    outputs: list[Any] = [
        [{"id": {"name": name, "type": "slot"}, "property": "children"} for name in dict.fromkeys(slots)],
        [{"id": {"name": name, "type": "figure"}, "property": "figure"} for name in figures],
        {"id": "live", "property": "children"},
    ]
    return {
        "output": OUTPUT,
        "outputs": outputs,
        "inputs": [{"id": "state", "property": "data", "value": {"now": f"?{now}", "before": f"?{before}"}}],
        "state": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "shown", "property": "data", "value": view.release},
        ],
        "changedPropIds": ["state.data"],
    }


def _wrong(page: str, lang: str, shown: Any, path: str, search: str) -> Iterator[str]:
    """What is wrong with a page as it is shown."""
    elements = list(walk(shown))
    titles = [words(each).strip() for each in elements if each["type"] == "H1"]
    if len(titles) != 1:
        yield f"{len(titles)} headings"
    if set(titles) & {i18n.text(key, lang) for key in ("failed_title", "error_title", "error_data_title")}:
        yield _failure(path, search)
        return
    yield from _leftovers(page, words(shown))
    if page in OF_FIGURES and not any(_says(each) for each in elements):
        yield "shows no figure and does not say what lacks"


def _says(each: dict[str, Any]) -> bool:
    """Whether an element shows figures, or names what lacks."""
    kind, names = each["type"], str(each["props"].get("className", "")).split()
    # What lacks, or the word of a status in the place of a figure.
    if {"absent", "missing"} & set(names):
        return True
    return (kind in DRAWN or "tile-figure" in names) and bool(re.search(r"\d", str(each["props"])))


def _leftovers(page: str, text: str) -> Iterator[str]:
    if left := LEFTOVER.search(text):
        yield f"says '{text[max(left.start() - 40, 0) : left.end() + 20]}'"
    # Methods are named by their ids on the page about them.
    names = {each.id for each in catalogue().indicators.values()}
    if page != "statistics" and (keys := sorted(KEYS.intersection(text.split()) - names)):
        yield f"says the key '{keys[0]}'"


def _failure(path: str, search: str) -> str:
    """Why a page has no answer at an address: what it raises."""
    try:
        view = view_of(path, f"?{search}")
        module = PAGES[view.page]
        content = module.read(view)
        module.show(view, content)
        content.all_slots(view), content.figures()
    except Exception as error:
        return _cause(error)
    return "no answer"


def choices(shown: Any) -> Iterator[dict[str, str]]:
    """Each choice that the controls of a page offer, one at a time."""
    for name, values in dict(filters(shown)).items():
        if name != "regio":
            for value in values:
                yield {name: value}


def filters(shown: Any) -> Iterator[tuple[str, list[str]]]:
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


def addresses() -> Iterator[str]:
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


def _cause(error: Exception) -> str:
    if isinstance(error, Absent):
        return f"absent {error.subject}"
    if isinstance(error, UnknownChoice):
        return f"unknown {error.name} '{error.asked}'"
    last = [frame for frame in traceback.extract_tb(error.__traceback__) if "dashboard" in frame.filename][-1]
    place = last.filename.partition("dashboard/")[2]
    return f"{type(error).__name__} {str(error)[:160]} at {place}:{last.lineno} {last.name}"
