"""What a page says of a link that asks what it does not have, and that one answer comes from one release."""

import re
import threading
from pathlib import Path
from typing import Any

import orjson
import pytest

from dashboard import i18n, shell, warehouse
from dashboard.indicators import catalogue
from dashboard.pages import PAGES, PATHS, view_of
from dashboard.shell import notices, surround
from dashboard.state import CARRIED, CHOICES, LATEST, PARAMETER
from dashboard.state import address as address_of

from . import two_releases
from .conftest import SampleRelease
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

IMPOSSIBLE = {"periode": "1999", "van": "1999", "tot": "1999"}
FREE = {"zoek", "sorteer"}
RELEASE = re.compile(r"\d{8}-[0-9a-f]{8}")


def path(name: str, lang: str = "nl") -> str:
    return address_of(lang, PAGES[name].SLUG[lang], {})


def notes(where: str, search: str) -> Any:
    _, contents, _, _ = shell.open_page(where, None, search)
    first = contents[0]
    assert first["props"]["id"] == {"type": "slot", "name": notices.NAME}
    return first["props"]["children"]


def controls(name: str, search: str = "") -> dict[str, Any]:
    view = view_of(path(name), search)
    contents = PAGES[name].show(view, PAGES[name].read(view))
    return {one["props"]["id"]["name"]: one["props"] for one in notices.filters(contents)}


def test_every_choice_of_every_page_is_known() -> None:
    seen = {name for page in PAGES for name in controls(page)}
    seen |= set(controls("trends", "?beeld=klein&indicator=vsv_cbs")) | set(controls("regions", "?beeld=tabel"))
    seen |= set(controls("table", "?periode=reeks&met=verschil"))
    assert seen - {"regio"} <= CHOICES


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(PAGES))
def test_a_choice_that_a_page_does_not_have_is_told_on_every_page(name: str, lang: str) -> None:
    for choice in sorted(CHOICES - set(CARRIED) - {"indicator", "naast"} - FREE):
        asked = IMPOSSIBLE.get(choice, "zzz")
        found = notes(path(name, lang), f"?{choice}={asked}")
        if choice == "gemeenten" and name == "layout":  # this page names them itself, each with the nearest
            continue
        assert len(found) == 1, (name, choice)
        assert asked in words(found) and len(words(found)) < 260, words(found)


@pytest.mark.parametrize("name", list(PAGES))
def test_what_a_page_does_have_is_not_told(name: str) -> None:
    assert notes(path(name), "?utm_source=mail&regio=MC12") == []
    for choice, props in controls(name).items():
        values = [option["value"] for option in notices._options(props)][:12]
        values += [props["value"]] if isinstance(props.get("value"), str) else []
        for value in values:
            if choice not in CARRIED and value:
                assert notes(path(name), f"?{choice}={value}") == [], (choice, value)


@pytest.mark.parametrize("name", [name for name in PAGES if "periode" in str(PAGES[name].__doc__) or name in
                                  ("ages", "regions", "expected", "durable_work", "table")])  # fmt: skip
def test_the_newest_period_by_its_own_year_is_the_newest(name: str) -> None:
    (newest,) = (one for one in controls(name)["periode"]["data"] if one["value"] == LATEST)
    assert notes(path(name), f"?periode={newest['same']}") == []


@pytest.mark.parametrize("name", ["regions", "expected", "layout"])
def test_an_indicator_of_another_page_is_named_with_the_way_to_it(name: str) -> None:
    offered = {option["value"] for option in notices._options(controls(name)["indicator"])}
    for indicator in catalogue().indicators.values():
        found = notes(path(name), f"?indicator={indicator.id}&regio=MC12")
        if indicator.id in offered:
            assert found == [], indicator.id
            continue
        (href,) = (e["props"]["href"] for e in walk(found) if e["props"].get("href"))
        assert href == f"/nl/ontwikkeling?regio=MC12&indicator={indicator.id}"
        assert indicator.short_nl in words(found)


@pytest.mark.parametrize(
    ("name", "asked", "said", "near"),
    [
        ("regions", "indicator=neet_eurostat", "Eurostat", "/nl/ontwikkeling?indicator=neet_eurostat"),
        ("regions", "periode=1999", "1999", "periode=2012"),
        ("regions", "beeld=tabl", "tabl", "beeld=tabel"),
        ("trends", "leeftijd=zzz", "zzz", ""),
        ("trends", "indicator=neet_leeftijd&leeftijd=23_tot_72", "23_tot_72", "leeftijd=23_tot_27"),
        ("region", "vergelijk=soortgelijk2", "soortgelijk2", ""),
        ("national", "periode=2020", "2020", ""),
        ("methods", "leeftijd=zzz", "zzz", ""),
        ("table", "per=geslacht,zzz", "zzz", ""),
    ],
)
def test_examples(name: str, asked: str, said: str, near: str) -> None:
    found = notes(path(name), f"?{asked}")
    assert said in words(found)
    hrefs = [e["props"]["href"] for e in walk(found) if e["props"].get("href")]
    assert any(near in href for href in hrefs) if near else hrefs == []


def test_every_word_of_a_dimension_is_a_choice() -> None:
    assert set(PARAMETER.values()) <= CHOICES


def test_a_page_asked_for_while_releases_change_comes_from_one(
    sample_release: SampleRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_releases.written(sample_release.path, tmp_path)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 0.0)
    addresses = [where for where, (lang, _) in PATHS.items() if lang == "nl"]
    both = (two_releases.OLD, two_releases.NEW)

    def answer(where: str, **_: Any) -> str:
        return orjson.dumps(shell.open_page(where, None, "")).decode()

    right: dict[str, set[str]] = {where: set() for where in addresses}
    for release in both:
        two_releases.show(tmp_path, release)
        for where in addresses:
            right[where].add(answer(where))
    over = threading.Event()

    def switch() -> None:
        while not over.is_set():
            for release in both:
                two_releases.show(tmp_path, release)

    other = threading.Thread(target=switch)
    other.start()
    try:
        for where in addresses * 3:
            found = answer(where)
            assert found in right[where], where
    finally:
        over.set()
        other.join()
        warehouse.close()


def test_later_answers_come_from_the_release_of_the_page(
    sample_release: SampleRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_releases.written(sample_release.path, tmp_path)
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    monkeypatch.setattr(warehouse, "LOOK_AGAIN", 0.0)
    head, _, _, _ = shell.open_page(path("trends"), None, "")
    (store,) = (e for e in walk(head) if e["props"].get("id") == surround.SHOWN)
    release = store["props"]["data"]
    assert release == two_releases.OLD
    two_releases.show(tmp_path, two_releases.NEW)
    for name in PAGES:
        for state in ({"now": "?regio=MC12", "before": ""}, {"now": "?regio=MC12", "before": None}):
            if name == "region":
                state = {**state, "now": ""}
            made = shell.changes(state, path(name), release)  # type: ignore[arg-type]
            found = set(RELEASE.findall(orjson.dumps(made).decode()))
            assert two_releases.NEW not in found, name
    assert notices.newer(view_of(path("trends"), "?regio=MC12", release))
    assert notices.newer(view_of(path("trends"), f"?release={release}", release)) == [], "who holds on to one knows"
    two_releases.show(tmp_path, two_releases.OLD)
    assert notices.newer(view_of(path("trends"), "?regio=MC12", release)) == []
    warehouse.close()
