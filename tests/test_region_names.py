"""What a reader or a source may write to name a region: codes, numbers, names in any dress, older ones, large towns."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.indicators import Catalogue, catalogue
from dashboard.indicators.declared import KINDS
from dashboard.indicators.region_names import spelling
from etl import codes

from .support import empty_release, tiny_release

MACROS = Path(codes.__file__).parent / "macros.sql"
EVERYDAY = {
    "Den Haag": "GM0518", "The Hague": "GM0518", "'s-Gravenhage": "GM0518", "’s-Gravenhage": "GM0518",
    "`s-gravenhage": "GM0518", "ʼs Gravenhage": "GM0518", "‘s‑Gravenhage": "GM0518", "gemeente Den Haag": "GM0518",
    "Den Haag (gemeente)": "GM0518", "DEN  HAAG": "GM0518", "Den Bosch": "GM0796", "'s-Hertogenbosch": "GM0796",
    "Den Bosch, Noord-Brabant": "GM0796", "Den Helder": "GM0400", "gem. Den Helder": "GM0400",
    "Súdwest-Fryslân": "GM1900", "Sudwest Fryslan": "GM1900", "Zuidwest-Friesland": "GM1900",
    "De Fryske Marren": "GM1940", "De Friese Meren": "GM1940", "Noardeast-Fryslân": "GM1970",
    "Noordoost-Friesland": "GM1970", "Tytsjerksteradiel": "GM0737", "Tietjerksteradeel": "GM0737",
    "Dantumadiel": "GM1891", "Dantumadeel": "GM1891", "Waadhoeke": "GM1949", "Ljouwert": "GM0080",
    "Fryslân": "PV21", "Friesland": "PV21", "provincie Friesland": "PV21", "Friesland (PV)": "PV21",
    "Nuenen": "GM0820", "Nuenen, Gerwen en Nederwetten": "GM0820", "Nuenen c.a.": "GM0820",
    "Bergen (L.)": "GM0893", "Bergen (NH.)": "GM0373", "Bergen NH": "GM0373", "bergen, limburg": "GM0893",
    "Bergen (Noord-Holland)": "GM0373", "gemeente Bergen (L)": "GM0893", "Hengelo": "GM0164", "Hengelo (O)": "GM0164",
    "Hengelo, Overijssel": "GM0164", "Hengelo (Gld.)": "GM1876", "Beek": "GM0888", "Beek (L.)": "GM0888",
    "Laren": "GM0417", "Rijswijk": "GM0603", "Rijswijk (Zuid-Holland)": "GM0603", "Stein": "GM0971",
    "Middelburg": "GM0687", "Utrecht": "MC19", "gemeente Utrecht": "GM0344", "Utrecht (gemeente)": "GM0344",
    "provincie Utrecht": "PV26", "Utrecht (PV)": "PV26", "regio Utrecht": "MC19", "Groningen": "GM0014",
    "Groningen (gemeente)": "GM0014", "Groningen (PV)": "PV20", "arbeidsmarktregio Groningen": "AM01",
    "Arnhem": "MC41", "gemeente Arnhem": "GM0202", "Flevoland": "MC18", "Flevoland (PV)": "PV24",
    "RMC-regio Twente": "MC12", "Twente (RM)": "MC12", "Doorstroompunt Twente": "MC12", "Twente": "MC12",
    "Hoofddorp": "GM0394", "Zaandam": "GM0479", "Drachten": "GM0090", "IJmuiden": "GM0453", "ijmuiden": "GM0453",
    "Emmeloord": "GM0171", "Sittard": "GM1883", "Capelle a/d IJssel": "GM0502", "Capelle aan den IJssel": "GM0502",
    "Weesp": "GM0457", "Aalburg": "GM0738", "gemeente Haaren": "GM0788", "Ferwerderadeel": "GM1722",
    "Haaglanden-Westlanden": None, "Haaglanden-Westland": "MC28", "Haaglanden": "MC28", "Zuid-Limburg": "MC39",
    "Zuid Limburg": "MC39", "Nederland": "NL01", "the Netherlands": "NL01", "Bergen": None, "A'dam": None,
    "gemeente onbekend": None, "": None, "''": None,
}  # fmt: skip
DRESSED = {
    "4": "MC04", "4 ": "MC04", " 04": "MC04", "MC4": "MC04", "mc04": "MC04", "MC 4": "MC04", "REGIO 28": "MC28",
    "regio 4": "MC04", "RMC 12": "MC12", "rmc12": "MC12", "RM12": "MC12",
    "RMC-regio 12": "MC12", "Doorstroompunt 12": "MC12",
}  # fmt: skip
MUNICIPAL = {
    "GM0363": "GM0363", "GM363": "GM0363", "gm363": "GM0363", "GM 363": "GM0363", "363": "GM0363", "0363": "GM0363",
    " 363 ": "GM0363", "0014": "GM0014",
}  # fmt: skip
OTHER = {
    "PV20": "PV20",
    "pv 20": "PV20",
    "AM1": "AM01",
    "LD1": "LD01",
    "gemeente 363": "GM0363",
    "provincie 20": "PV20",
}
NOTHING = ["MC99", "GM9999", "99", "9999", "12345", "XX12", "GM", "MC", "12 34", "0", "000"]


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    return catalogue(tiny_release(tmp_path, "measure | region | period | value\n"))


@pytest.fixture(scope="module")
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    with empty_release() as con:
        con.execute(MACROS.read_text(encoding="utf-8"))
        yield con


def test_readers_find_every_region_by_what_they_write(known: Catalogue) -> None:
    asked = EVERYDAY | DRESSED | MUNICIPAL | OTHER | dict.fromkeys(NOTHING)
    found = {text: region.code if (region := known.region(text)) else None for text in asked}
    assert found == asked


def test_every_name_is_found_with_the_word_for_its_kind(known: Catalogue) -> None:
    words = {
        "gemeente": "gemeente",
        "provincie": "provincie",
        "doorstroompunt": "regio",
        "arbeidsmarkt": "arbeidsmarktregio",
    }
    for region in known.regions.values():
        if region.kind in words and region.valid_to is None and region.name != "Bergen":
            found = known.region(f"{words[region.kind]} {region.name}")
            assert found is not None and found.code == region.code, region.name


def test_every_name_and_code_finds_a_region_and_its_own_before_others(known: Catalogue) -> None:
    for region in known.regions.values():
        assert known.region(region.code) is region
        found = known.region(region.name)
        assert found is not None, region.name
        # A name of several kinds is that of the first kind; one of several years that of what is there now.
        assert found is region or KINDS.index(found.kind) < KINDS.index(region.kind) or region.valid_to is not None


def test_no_other_spelling_is_the_name_of_another_region(known: Catalogue) -> None:
    """But that of what a municipality came from: De Friese Meren became De Fryske Marren."""
    regions = known.regions.values()
    for region in regions:
        own = {spelling(each) for each in region.aliases.split(";") if each.strip()}
        for other in regions:
            if other.kind == region.kind and other is not region and region.code not in other.successors.split():
                taken = {spelling(each) for each in (other.name, *other.aliases.split(";")) if each.strip()}
                assert not own & taken, (region.name, other.name)


@pytest.mark.parametrize(("macro", "cells"), [("doorstroompunt_of", DRESSED), ("gemeente_of", MUNICIPAL)])
def test_sources_read_codes_in_any_dress(build: duckdb.DuckDBPyConnection, macro: str, cells: dict[str, str]) -> None:
    found = {cell: build.execute(f"select {macro}(?)", [cell]).fetchall()[0][0] for cell in cells}
    assert found == cells


@pytest.mark.parametrize("cell", ["", "x", "MC", "regio", "2 8", "128", "-4", "4.5", "99"])
def test_a_code_that_is_none_stops_the_build_and_says_where_to_add_it(
    build: duckdb.DuckDBPyConnection, cell: str
) -> None:
    query = "select known_region(doorstroompunt_of(?), 'proef.csv', 'RMC', ?)"
    with pytest.raises(duckdb.Error, match=r"proef\.csv: column 'RMC' holds .*no region has that number, code or name"):
        build.execute(query, [cell, cell]).fetchall()
    with pytest.raises(
        duckdb.Error, match=r"etl/codes/region\.csv resembles it; add it to that list if it is a region"
    ):
        build.execute("select no_region('proef.csv', 'RMC', 'Qqqqqqqqqqqq')").fetchall()


@pytest.mark.parametrize(
    "written", ["Friesland-Oost (’de Friese Wouden’)", "friesland oost", "De  friese wouden", "HAAGLANDEN/WESTLAND"]
)
def test_sources_read_names_in_any_dress(build: duckdb.DuckDBPyConnection, written: str) -> None:
    query = "select code from region_spelling where kind = 'doorstroompunt' and spelling = spelling_of(?)"
    assert build.execute(query, [written]).fetchall() in ([("MC06",)], [("MC28",)])


@pytest.mark.parametrize(("view", "column"), [("region_name", "name"), ("region_spelling", "spelling")])
def test_a_name_in_a_file_is_one_region_of_a_kind(build: duckdb.DuckDBPyConnection, view: str, column: str) -> None:
    """Else a join on the name would give its row twice."""
    assert build.execute(f"select {column} from {view} group by {column}, kind having count(*) > 1").fetchall() == []
    query = f"select code from {view} where kind = 'gemeente' and {column} = 'de friese meren'"
    assert build.execute(query).fetchall() == [("GM1940",)]
