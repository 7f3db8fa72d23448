"""Three journeys with the keyboard alone, in the accessibility tree: what a reader without mouse or screen gets.

Each journey is written down step by step; what is heard at its end is held against the API.
"""

import csv
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser

from dashboard import i18n

from .browsing import watched
from .reader import Reader

pytestmark = pytest.mark.browser

TWENTE = "MC12"
CELLS = ("cell", "gridcell")


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    with watched(browser, address, reduced_motion="reduce", accept_downloads=True) as page:
        yield Reader(page)


def api(address: str, path: str) -> Any:
    with urllib.request.urlopen(f"{address}/api/v1/{path}", timeout=20) as answer:
        return orjson.loads(answer.read())


def test_my_region_and_its_neet_of_23_to_27_against_its_peers(reader: Reader, address: str) -> None:
    # 1. I come in on the first page. The first stop takes me past the menu, to the contents.
    reader.opens(f"{address}/nl/")
    first = reader.tabs_to("link", i18n.text("skip_link", "nl"))
    assert first.name
    reader.presses("Enter")
    # 2. I do not know the number of my region, so I type my municipality, and choose what is found.
    reader.tabs_to("combobox", "^Regio")
    reader.presses("Control+A")
    reader.types("Almelo")
    reader.page.wait_for_timeout(300)
    reader.presses("ArrowDown", "Enter")
    reader.page.wait_for_url(f"**regio={TWENTE}*")
    reader.settle()
    assert reader.focus().role == "combobox", "the choice keeps the focus"
    # 3. I go back up to the menu, to the page of the region; I arrive at its heading, which says where I am.
    reader.tabs_to("link", "^Regio$", key="Shift+Tab")
    reader.presses("Enter")
    reader.page.wait_for_url(f"**/nl/regio/{TWENTE}*")
    reader.page.wait_for_function("() => document.activeElement.id === 'heading'")
    reader.settle()
    assert "Twente" in reader.focus().name
    # 4. I compare with regions that are alike instead of with the country: one list of three, arrows go through it.
    reader.tabs_to("radio", "Nederland")
    reader.presses("ArrowRight")
    reader.page.wait_for_url("**vergelijk=soortgelijk*")
    reader.settle()
    assert reader.focus().name == i18n.text("region_benchmark_soortgelijk", "nl")
    # 5. It is said that something changed, without the focus moving.
    reader.page.wait_for_function("() => document.getElementById('live').textContent.includes('Twente')")
    # 6. The part on young people of 23 to 27 says the figure, with whom it is compared and what that gives.
    asked = f"regio={TWENTE}&leeftijd=23_tot_27&periode=laatste&met=vergelijking&vergelijk=soortgelijk"
    (figure,) = api(address, f"indicatoren/neet_leeftijd/waarden?{asked}")["waarden"]
    told = reader.text(i18n.text("region_tile_neet", "nl"))
    assert i18n.quantity(figure["waarde"], "%", 1, "nl") in told
    assert i18n.text("region_against_peers", "nl") in told
    assert i18n.quantity(figure["vergelijkingswaarde"], "%", 1, "nl") in told
    words = {"lower": "lager", "higher": "hoger", "not_distinguishable": i18n.text("region_chance", "nl")}
    assert words[figure["uitkomst"]] in told
    assert i18n.text("example_data", "nl") in told
    # 7. And who these regions are is said as well.
    names = {row["code"]: row["naam"] for row in api(address, "regios?soort=doorstroompunt")["regios"]}
    alike = [row["code"] for row in api(address, f"regios/{TWENTE}/soortgelijk")["soortgelijkeRegios"]]
    everything = reader.text()
    assert all(names[code] in everything for code in alike)


def test_which_regions_stand_out_above_expected_and_take_them_along(
    reader: Reader, address: str, tmp_path: Path
) -> None:
    # 1. From the first page I tab through the menu to the page on expected numbers.
    reader.opens(f"{address}/nl/")
    reader.follows("link", f"^{i18n.text('expected_nav', 'nl')}$", i18n.text("expected_title", "nl"))
    # 2. The headline says how many regions differ by more than chance.
    found = api(address, "indicatoren/vsv_duo_lt23/verwacht")["rijen"]
    above = {row["regio"] for row in found if row["uitkomst"] == "higher"}
    apart = [row for row in found if row["uitkomst"] in ("higher", "lower")]
    headings = [node.name for node in reader.hears() if node.role == "heading"]
    assert any(f"{len(apart)} van de {len(found)}" in name for name in headings), headings
    # 3. A chart cannot be read aloud, so I open its table.
    reader.tabs_to("DisclosureTriangle", i18n.text("show_table", "nl"))
    reader.presses("Enter")
    reader.until(lambda: bool(reader.focus().expanded))
    # 4. Of each region the row says in words whether there are more young people than expected.
    names = {row["code"]: row["naam"] for row in api(address, "regios?soort=doorstroompunt")["regios"]}
    reader.until(lambda: rows_with(reader, "meer jongeren") == {names[code] for code in above})
    # 5. I take the figures along; the file says the same.
    reader.tabs_to("link", "CSV")
    with reader.page.expect_download() as download:
        reader.presses("Enter")
    path = tmp_path / "figures.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        taken = list(csv.DictReader(file))
    assert {row["regio"] for row in taken if row["uitkomst"] == "higher"} == above
    assert len(taken) == len(found)


def rows_with(reader: Reader, outcome: str) -> set[str]:
    """The heads of the rows of which a cell says this and nothing else."""
    heads: set[str] = set()
    head = ""
    for node in reader.hears():
        if node.role == "rowheader":
            head = node.name
        elif node.role in CELLS and node.name.lower() == outcome:
            heads.add(head)
    return heads


def test_how_far_the_country_is_from_its_target(reader: Reader, address: str) -> None:
    # 1. From the first page I tab through the menu to the national page.
    reader.opens(f"{address}/nl/")
    reader.follows("link", f"^{i18n.text('national_nav', 'nl')}$", i18n.text("national_title", "nl"))
    # 2. The first sentence after the heading says how many there were, what the target is and how far apart they are.
    path = api(address, "indicatoren/vsv_duo_lt23_aantal/doelpad?regio=NL01")
    last = path["reeks"]["punten"][-1]
    target = next(one["doel"] for one in path["doelen"] if one["doel"]["periodeTot"] == 2025)
    told = reader.text()
    counted, aim = (i18n.number(value, 0, "nl") for value in (last["waarde"], target["waarde"]))
    lead = next(n.name for n in reader.hears() if n.role == "StaticText" and counted in n.name)
    assert aim in lead
    assert i18n.number(last["waarde"] - target["waarde"], 0, "nl") in told
    assert i18n.status_word(last["status"], "nl") in lead
    # 3. Both definitions of early school leaving stand apart, under headings of their own.
    headings = [node.name for node in reader.hears() if node.role == "heading"]
    assert {i18n.text("national_definition_old", "nl"), i18n.text("national_definition_new", "nl")} <= set(headings)
    # 4. The path to the target is there as a table, one key away.
    reader.tabs_to("DisclosureTriangle", i18n.text("show_table", "nl"))
    reader.presses("Enter")
    reader.until(lambda: bool(reader.focus().expanded))
    reader.until(lambda: any(node.role in CELLS and counted in node.name for node in reader.hears()))


def test_a_difficult_word_is_explained_one_key_away(reader: Reader, address: str) -> None:
    # 1. In the introduction of the first page a word of the glossary is a stop on the way.
    reader.opens(f"{address}/nl/")
    word = reader.tabs_to("button", "^startkwalificatie$")
    assert word.expanded is False
    # 2. One key opens what it means, right behind the word, and leaves me where I am.
    reader.presses("Enter")
    reader.until(lambda: reader.focus().expanded is True and "havo, vwo of mbo" in reader.text())
    # 3. Escape closes it again.
    reader.presses("Escape")
    reader.until(lambda: reader.focus().expanded is False and "havo, vwo of mbo" not in reader.text())
    assert reader.focus().name == "startkwalificatie"
