"""The choice of a region: by number, name, older name or municipality, in every list that offers regions."""

import json
import shutil
import subprocess
from pathlib import Path

import orjson
import pytest

from dashboard import warehouse
from dashboard.components import controls, region_choice
from dashboard.indicators import catalogue, municipalities
from dashboard.pages import view_of
from dashboard.state import View

from .support import tiny_release

pytestmark = pytest.mark.usefixtures("shown")

SCRIPT = Path(region_choice.__file__).parents[1] / "assets" / "region_choice.js"


def view(search: str = "", lang: str = "nl") -> View:
    return view_of({"nl": "/nl/ontwikkeling", "en": "/en/trends"}[lang], search)


def test_every_municipality_of_today_and_before_leads_to_its_region() -> None:
    known = catalogue()
    behind = region_choice.names_behind(known.release.id)
    homes = municipalities("doorstroompunt", 2026)
    for code, region in homes.items():
        assert known.regions[code].name in behind[region]
        holders = [each for each, names in behind.items() if known.regions[code].name in names]
        assert holders == [region], known.regions[code].name
    named = {name for names in behind.values() for name in names}
    assert {each.name for each in known.regions_of("gemeente")} <= named


@pytest.mark.parametrize(
    ("gemeente", "regions"),
    [("GM1773", ["MC10"]), ("GM0457", ["MC21"]), ("GM0788", ["MC36", "MC35"]), ("GM0268", ["MC40"])],
)
def test_a_municipality_is_found_where_it_is_now(gemeente: str, regions: list[str]) -> None:
    assert [each.code for each in region_choice.homes_of(catalogue(), gemeente)] == regions


def test_other_spellings_can_be_typed_and_an_ended_region_keeps_its_own() -> None:
    behind = region_choice.names_behind(catalogue().release.id)
    assert "West-Kennemerland" in behind["MC25"]
    assert behind["MC14"] == ("Arnhem-Nijmegen",)


def test_a_municipality_in_the_address_says_its_region() -> None:
    for lang, words in (("nl", "Olst-Wijhe (gemeente in IJssel-Vecht)"), ("en", "Olst-Wijhe (municipality in")):
        found = {each["value"]: each["label"] for each in region_choice.options(view("?regio=GM1773", lang))}
        assert found["GM1773"].startswith(words)
    assert "PV26" in {each["value"] for each in region_choice.options(view("?regio=Utrecht (PV)"))}


def test_all_pickers_use_the_same_finder() -> None:
    for picker in (controls.region_picker(view()), controls.compared_picker(view())):
        assert picker["props"]["filter"] == {"function": region_choice.FINDER}
    assert controls.region_picker(view("?regio=olst-wijhe"))["props"]["value"] == "GM1773"


def test_the_list_stays_small() -> None:
    assert len(orjson.dumps(region_choice.options(view()))) < 12_000


def test_a_release_without_a_map_of_its_year_uses_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    given = "measure | region | period | value\ninwoners | NL01 | 2024 | 10"
    later = tiny_release(tmp_path, given, date="20290101")
    assert region_choice.newest_map(later)[0] == 2026
    monkeypatch.setattr(region_choice, "municipalities", lambda *_: {})
    region_choice.newest_map.cache_clear()
    assert region_choice.newest_map(later) == (region_choice.FIRST_MAP, {})
    assert region_choice.homes_of(catalogue(later), "GM0014") == []
    lone = region_choice.label(view("?regio=GM0014"), catalogue(later).regions["GM0014"])
    assert lone == "Groningen"
    region_choice.newest_map.cache_clear()
    warehouse.close()


ASK = """
const window = { dashMantineFunctions: {} };
%s
const { options, asked } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const find = window.dashMantineFunctions.regionByName;
console.log(JSON.stringify(asked.map((search) => find({ options, search }))));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="no node to run the script")
def test_typing_finds_regions_and_says_why() -> None:
    options = region_choice.options(view())
    asked = {
        "": "Nederland",
        "OLST": "Olst-Wijhe → 10 IJssel-Vecht",
        "sudwest": "Súdwest-Fryslân → 5 Zuid-West Friesland",
        "ede": "Ede → 16 Eem en Vallei",
        "12": "12 Twente",
        "twente": "12 Twente",
        "weesp": "Weesp → 21 Agglomeratie Amsterdam",
        "west kennemerland": "West-Kennemerland → 25 Zuid-Kennemerland en IJmond",
        "'s-gravenhage": "'s-Gravenhage → 28 Haaglanden/Westland",
        "gemeente Den Haag": "Den Haag, Haaglanden-Westland → 28 Haaglanden/Westland",
        "den bosch": "Den Bosch → 36 Noord-Oost-Brabant",
        "tietjerksteradeel": "Tietjerksteradeel → 6 Friesland-Oost ('de Friese Wouden')",
        "hoofddorp": "Hoofddorp → 21 Agglomeratie Amsterdam",
        "aalburg": "Aalburg → 34 West-Brabant",
        "RMC-regio 12": "12 Twente",
        "mc12": "12 Twente",
        "04": "4 Friesland Noord",
    }
    given = json.dumps({"options": options, "asked": [*asked, "qqqq"]})
    script = ASK % SCRIPT.read_text(encoding="utf-8")
    done = subprocess.run(["node", "-e", script], input=given, capture_output=True, text=True, check=True)
    *answers, nothing = json.loads(done.stdout)
    assert [found[0]["label"] for found in answers] == list(asked.values())
    assert len(answers[0]) == len(options) and nothing == []
    values = {option["value"] for option in options}
    assert all({each["value"] for each in found} <= values for found in answers)
    grouped = json.dumps(
        {"options": [{"group": "a", "items": options}, {"group": "b", "items": []}], "asked": ["olst"]}
    )
    done = subprocess.run(["node", "-e", script], input=grouped, capture_output=True, text=True, check=True)
    ((only,),) = json.loads(done.stdout)
    assert only["group"] == "a" and only["items"][0]["value"] == "MC10"
