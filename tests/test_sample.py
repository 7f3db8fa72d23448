"""The sample extracts hold what was published, in the layouts of CBS and DUO; read here from the files alone."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from etl.sample import duo, generate, maatwerk, maatwerk_werk, statline_v3, statline_v4, streefcijfers

REPOSITORY = Path(__file__).parent.parent
PUBLISHED = REPOSITORY / "data" / "extracts" / "gepubliceerde_cijfers.csv"
YEARS = range(2012, 2025)
BOTH_STATUSES = (2012, 2017, 2020, 2021, 2022, 2023)
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sample extracts, made once."""
    folder = tmp_path_factory.mktemp("voorbeeld")
    generate(folder)
    return folder


@pytest.fixture(scope="session")
def published() -> Rows:
    """The printed figures."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(rows: Rows, indicator: str, period: str, region: str = "NL", status: str = "") -> float | None:
    """The printed figure; of several the definitive one, never one that only differs."""
    found = [r for r in rows if (r["indicator"], r["region"], r["period"]) == (indicator, region, period)]
    found = [r for r in found if "differs" not in r["status"] and r["age_group"] in ("lt23", "15-26")]
    if status:
        found = [r for r in found if r["status"].startswith(status)]
    else:
        found = [r for r in found if r["status"].startswith("definitive")] or [
            r for r in found if not r["status"].startswith("provisional")
        ]
    return float(found[-1]["value"]) if found else None


def rmc(extracts: Path, year: int, status: str | None = None) -> Rows:
    """The rows of a DUO file per region."""
    status = status or ("voorlopig" if year == YEARS[-1] else "definitief")
    return read_duo(extracts / f"voorbeeld_duo_vsv_rmc_{year}-{year + 1}_{status}.csv")


def read_duo(path: Path) -> Rows:
    """A DUO file, with one spelling of its headers."""
    text = path.read_bytes().decode("cp1252").replace("VSV'ERS", "VSV ERS")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def whole(text: str) -> int:
    """A count with dots between the thousands."""
    return int(text.replace(".", ""))


TOTALS = {"GESLACHT": "Totaal", "LEEFTIJD": "Totaal", "HERKOMST": "Totaal"}


def cell(rows: Rows, region: str = "00", level: str = "Totaal", way: str = "", **split: str) -> tuple[int, int, str]:
    """Population, vsv'ers and printed percentage of one row."""
    ways = (way,) if way else ("Totaal", "NVT")
    wanted = {"RMC-REGIO CODE": region, "ONDERWIJSNIVEAU": level, **TOTALS, **split}
    row = next(r for r in rows if r["LEERWEG"] in ways and all(r[name] == value for name, value in wanted.items()))
    return whole(row["AANTAL DEELNEMERS"]), whole(row["AANTAL VSV ERS"]), row["PERCENTAGE VSV"]


def comma(percent: float) -> str:
    """A percentage as DUO prints it."""
    return f"{percent:.2f}".replace(".", ",")


def school_year(year: int) -> str:
    """As the extract of published figures writes it."""
    return f"{year}/{year + 1}"


@pytest.mark.parametrize("year", YEARS)
def test_national_vsv_is_what_was_published(extracts: Path, published: Rows, year: int) -> None:
    rows = [row for row in rmc(extracts, year) if row["RMC-REGIO CODE"] == "00"]
    population, vsv, percent = cell(rows)
    count = printed(published, "vsv_new_count", school_year(year))
    if year == 2023:
        count = printed(published, "vsv_new_count", school_year(year), status="provisional")
    if count is not None:
        assert vsv == count
    rate = printed(published, "vsv_new_pct", school_year(year))
    if rate is not None:
        assert percent == comma(rate)
    mbo = cell(rows, level="MBO")
    for indicator, value in (("vsv_new_count_mbo", mbo[1]), ("vsv_population_mbo", mbo[0])):
        figure = printed(published, indicator, school_year(year))
        assert figure is None or value == figure
    rate = printed(published, "vsv_new_pct_mbo", school_year(year))
    assert rate is None or mbo[2] == comma(rate)
    parts = [cell(rows, level=level) for level in ("VO", "VAVO", "MBO")]
    assert (population, vsv) == (sum(part[0] for part in parts), sum(part[1] for part in parts))


def test_years_without_a_definitive_figure_are_near_what_was_said(extracts: Path) -> None:
    assert 29_163 + 500 < cell(rmc(extracts, 2022))[1] < 29_163 + 600
    assert 28_000 < cell(rmc(extracts, 2024))[1] < 29_163


@pytest.mark.parametrize("year", BOTH_STATUSES)
def test_provisional_files_hold_the_provisional_figures(extracts: Path, published: Rows, year: int) -> None:
    rows = rmc(extracts, year, "voorlopig")
    count = printed(published, "vsv_new_count", school_year(year), status="provisional")
    assert count is None or cell(rows)[1] == count
    assert {row["STATUS"] for row in rows} == {"VOORLOPIG"}
    assert cell(rows, "29") != cell(rmc(extracts, year), "29")


def test_pathways_of_2015_and_2016_print_as_published(extracts: Path, published: Rows) -> None:
    for year in (2015, 2016):
        rows = rmc(extracts, year)
        for way in ("BOL", "BBL"):
            for level in "1234":
                rate = printed(published, f"vsv_new_pct_mbo_{way.lower()}{level}", school_year(year))
                assert rate is not None
                assert cell(rows, level=f"MBO NIVEAU {level}", way=way)[2] == comma(rate), (year, way, level)


def test_regions_of_2016_print_as_published(extracts: Path, published: Rows) -> None:
    rows = rmc(extracts, 2016)
    names = {"Friesland-Oost": "Friesland-Oost ('de Friese Wouden')", "Arnhem-Nijmegen": "Arnhem/Nijmegen"}
    number = {row["RMC-REGIO NAAM"]: row["RMC-REGIO CODE"] for row in rows}
    lines = [
        row
        for row in published
        if row["indicator"] == "vsv_new_pct" and row["period"] == "2016/2017" and row["region"] != "NL"
    ]
    assert len(lines) == 24
    for line in lines:
        region = number[names.get(line["region"], line["region"])]
        assert cell(rows, region)[2] == comma(float(line["value"])), line["region"]


def test_rijnmond_is_as_published(extracts: Path) -> None:
    assert cell(rmc(extracts, 2012), "29")[:2] == (95_531, 2_743)
    assert cell(rmc(extracts, 2013), "29")[:2] == (95_655, 2_855)


def test_every_total_is_the_sum_of_its_parts(extracts: Path) -> None:
    rows = [row for row in rmc(extracts, 2023) if row["RMC-REGIO CODE"] in ("00", "21")]
    for region in ("00", "21"):
        total = cell(rows, region)[:2]
        for name, words in (
            ("GESLACHT", ("MAN", "VROUW")),
            ("LEEFTIJD", ("TOT 18", "18 TOT 20", "20 TOT 23")),
            ("HERKOMST", ("NEDERLAND", "EUROPA", "BUITEN EUROPA")),
        ):
            parts = [cell(rows, region, **{name: word}) for word in words]
            assert total == (sum(part[0] for part in parts), sum(part[1] for part in parts))
    every = rmc(extracts, 2023)
    codes = {row["RMC-REGIO CODE"] for row in every} - {"00"}
    in_total = [row for row in every if all(row[name] == "Totaal" for name in ("ONDERWIJSNIVEAU", *TOTALS))]
    regions = {row["RMC-REGIO CODE"]: whole(row["AANTAL VSV ERS"]) for row in in_total}
    assert sum(regions[code] for code in codes) == regions["00"]


def test_region_14_ends_where_40_and_41_begin(extracts: Path) -> None:
    for year in YEARS:
        codes = {row["RMC-REGIO CODE"] for row in rmc(extracts, year)}
        assert ("14" in codes) is (year <= 2019)
        assert codes.issuperset({"40", "41"}) is (year >= 2020)
        assert len(codes) == (40 if year <= 2019 else 41)


def test_municipalities_add_up_to_their_region(extracts: Path) -> None:
    with (REPOSITORY / "etl" / "codes" / "region_map.csv").open(encoding="utf-8", newline="") as file:
        members = {
            line["gemeente"]
            for line in csv.DictReader(file)
            if line["region"] == "MC13" and int(line["valid_from"]) <= 2024 <= int(line["valid_to"])
        }
    rows = read_duo(extracts / "voorbeeld_duo_vsv_gemeente_2023-2024_definitief.csv")
    inside = [row for row in rows if f"GM{row['GEMEENTECODE']:0>4}" in members]
    assert len(inside) == len(members)
    expected = cell(rmc(extracts, 2023), "13")
    assert sum(whole(row["AANTAL DEELNEMERS"]) for row in inside) == expected[0]
    assert sum(whole(row["AANTAL VSV ERS"]) for row in inside) == expected[1]


def test_duo_files_are_windows_text_with_suppressed_cells(extracts: Path) -> None:
    content = (extracts / "voorbeeld_duo_vsv_gemeente_2012-2013_definitief.csv").read_bytes()
    assert "Súdwest-Fryslân".encode("cp1252") in content
    assert b"AANTAL VSV'ERS" in content
    assert content.count(b"\r\n") == content.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    region = (extracts / "voorbeeld_duo_vsv_rmc_2023-2024_definitief.csv").read_bytes()
    assert b"AANTAL VSV ERS" in region
    assert b";<5;.;DEFINITIEF;15-11-2025" in region
    codes = {row["GEMEENTECODE"] for row in read_duo(extracts / "voorbeeld_duo_vsv_gemeente_2012-2013_definitief.csv")}
    assert {"14", "1900"} <= codes


def test_the_new_definition_is_harder_than_its_ceiling(extracts: Path) -> None:
    for year, status, low, high in ((2023, "definitief", 35_500, 36_000), (2024, "voorlopig", 34_800, 35_300)):
        rows = read_duo(extracts / f"voorbeeld_duo_vsv27_{year}-{year + 1}_{status}.csv")
        first = rows[0]
        assert first["RMC-REGIO CODE"] == "00" and first["LEEFTIJD"] == "Totaal"
        assert low < whole(first["AANTAL NIEUWE VSV ERS"]) < high
        assert 0 < whole(first["WAARVAN MET ENTREEDIPLOMA"]) < whole(first["AANTAL NIEUWE VSV ERS"])
        assert {row["LEEFTIJD"] for row in rows} == {"Totaal", "TOT 18", "18 TOT 23", "23 TOT 27"}


# StatLine version 4


def observations(folder: Path) -> Iterator[dict[str, Any]]:
    """All observations of a v4 table."""
    for page in sorted(folder.glob("Observations_*.json")):
        yield from json.loads(page.read_bytes())["value"]


def region_titles(folder: Path) -> dict[str, str]:
    """Region codes of a v4 table with their titles."""
    codes = json.loads((folder / "RegioSCodes.json").read_bytes())["value"]
    return {row["Identifier"]: row["Title"] for row in codes}


def test_cbs_vsv_is_as_published(extracts: Path, published: Rows) -> None:
    folder = extracts / "voorbeeld_84780NED"
    titles = {
        row["Identifier"]: row["Title"]
        for row in json.loads((folder / "RegiokenmerkenCodes.json").read_bytes())["value"]
    }
    values = {
        (row["Perioden"], titles[row["Regiokenmerken"]], row["Measure"]): row["Value"]
        for row in observations(folder)
        if row["Geslacht"] == "T001038"
    }
    for indicator, measure in (("cbs_vsv_population", "M003048_1"), ("cbs_vsv_count", "M003048_2")):
        lines = [row for row in published if row["indicator"] == indicator and row["age_group"] == "lt23"]
        checked = 0
        for line in lines:
            area = {"NL": "Nederland", "Fryslan (PV)": "Fryslân (PV)"}.get(line["region"], line["region"])
            found = values.get((f"{line['period'][:4]}SJ00", area, measure))
            if found is not None:
                assert found == float(line["value"]), line
                checked += 1
        assert checked == 11
    assert not any(row["Regiokenmerken"] == "RM14" and row["Perioden"] >= "2020SJ00" for row in observations(folder))


def test_register_totals_are_as_published(extracts: Path, published: Rows) -> None:
    folder = extracts / "voorbeeld_86223NED"
    titles = region_titles(folder)
    rows = list(observations(folder))
    totals = [
        row
        for row in rows
        if row["Onderwijsvolgend"] == "T001143" and row["GeregistreerdWerkzoekendeBijUWV"] == "T001160"
    ]
    cells = {(r["Perioden"][:4], r["Arbeidskenmerken"], titles[r["RegioS"]]): r["Value"] for r in totals}
    names = {"NL": "Nederland", "Friesland (PV)": "Fryslân (PV)"}
    for line in (row for row in published if row["indicator"] == "youth_register_total"):
        assert cells["2017", "T001152", names.get(line["region"], line["region"])] == float(line["value"])
    assert cells["2016", "A028788", "Nederland"] == 1_624_600
    neet = [r for r in rows if r["Arbeidskenmerken"] == "A028793" and r["Uitkering"] == "T001156"]
    secret = {row["RegioS"] for row in neet if row["Value"] is None}
    assert "GM1979" in secret
    assert {row["ValueAttribute"] for row in neet if row["Value"] is None} == {"Secret"}
    assert all(row["Value"] is None or row["Value"] % 100 == 0 for row in neet)
    periods = json.loads((folder / "PeriodenCodes.json").read_bytes())["value"]
    assert (periods[-1]["Title"], periods[-1]["Status"]) == ("2024*", "Voorlopig")


# StatLine version 3


def untyped(folder: Path) -> list[dict[str, str]]:
    """All rows of a v3 table."""
    pages = sorted(folder.glob("UntypedDataSet_*.json"))
    return [row for page in pages for row in json.loads(page.read_bytes())["value"]]


def test_version_3_pads_keys_and_numbers(extracts: Path) -> None:
    for table, topic in (("85859NED", "VoortijdigSchoolverlaters_2"), ("85698NED", "UitstromersMbo_1")):
        folder = extracts / f"voorbeeld_{table}"
        rows = untyped(folder)
        assert {len(row["Geslacht"]) for row in rows} == {7}
        assert {"3000   ", "4000   "} < {row["Geslacht"] for row in rows}
        assert {len(row[topic]) for row in rows} == {8}
        sexes = json.loads((folder / "Geslacht.json").read_bytes())["value"]
        assert {row["Key"] for row in sexes} == {row["Geslacht"] for row in rows}
        periods = json.loads((folder / "Perioden.json").read_bytes())["value"]
        assert periods[-1]["Title"] == "2022/'23*"
    assert any(row["VoortijdigSchoolverlaters_2"] == "       ." for row in untyped(extracts / "voorbeeld_85859NED"))
    persons = json.loads((extracts / "voorbeeld_85696NED" / "Persoonskenmerken.json").read_bytes())["value"]
    assert "23 tot 27 jaar" in {row["Title"] for row in persons}


def test_tables_on_leavers_agree(extracts: Path) -> None:
    def vsv(table: str, trait: str) -> dict[tuple[str, str, str], str]:
        return {
            (row["Perioden"], row["Peilmoment"], row["Geslacht"]): row["VoortijdigSchoolverlaters_2"]
            for row in untyped(extracts / f"voorbeeld_{table}")
            if row[trait].strip() == "T001152"
            and row["Onderwijssoort"].strip() == "A043837"
            and row["StartkwalificatieOpPeilmoment"].strip() == "T001210"
            and row.get("Leeftijd", row.get("Persoonskenmerken", "")).strip() == "10000"
        }

    positions = vsv("85859NED", "Arbeidsmarktpositie")
    assert positions == vsv("85860NED", "Arbeidskenmerken")
    assert positions[("2018SJ00", "A029000", "T001038")].strip() == "32100"
    assert ("2022SJ00", "A029001", "T001038") in positions
    assert ("2022SJ00", "A029002", "T001038") not in positions


# Custom workbooks


def sheet(path: Path, name: str = "Tabel 1") -> list[list[Any]]:
    """The rows below the header of a custom workbook, without the notes at the foot."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [row for row in rows[4:] if row[1] != ""]


def test_neet_workbooks_agree_with_the_register(extracts: Path) -> None:
    register = {
        (row["Perioden"][:4], row["Arbeidskenmerken"], row["Uitkering"]): row["Value"]
        for row in observations(extracts / "voorbeeld_86223NED")
        if row["RegioS"] == "NL01" and row["GeregistreerdWerkzoekendeBijUWV"] == "T001160"
        and row["Onderwijsvolgend"] == ("T001143" if row["Arbeidskenmerken"] == "T001152" else "A041862")
    }  # fmt: skip
    for year in (2015, 2024):
        rows = sheet(extracts / f"voorbeeld_maatwerk_neet_{year}.xlsx")
        groups = {tuple(row[1:2] + row[3:7]): row[7:] for row in rows}
        everyone = groups[("NL01", "Totaal", "Totaal", "Totaal", "Totaal")]
        assert abs(everyone[0] - register[(str(year), "T001152", "T001156")]) <= 55
        assert abs(everyone[4] - register[(str(year), "A028793", "T001156")]) <= 55
        assert abs(everyone[5] - register[(str(year), "A028793", "A028801")]) <= 55
        assert abs(sum(everyone[1:5]) - everyone[0]) <= 25
        assert ("MC14" in {row[1] for row in rows}) is (year <= 2020)
        assert len(groups) == 3 * 4 * 4 * 4 * (40 if year <= 2020 else 41)
    assert {row[0] for row in rows} == {"2024*"}
    shares = {age: groups[("NL01", "Totaal", age, "Totaal", "Totaal")] for age in maatwerk.AGE_WORDS}
    rate = {age: 100 * numbers[4] / numbers[0] for age, numbers in shares.items()}
    assert 1 < rate["15 tot 18 jaar"] < 2
    assert 5.5 < rate["18 tot 23 jaar"] < 6.6
    assert 9 < rate["23 tot 27 jaar"] < 10
    assert 6 < rate["Totaal"] < 7
    assert 60 < 100 * shares["Totaal"][5] / shares["Totaal"][4] < 70
    assert groups[("NL01", "Totaal", "15 tot 18 jaar", "Hoog", "Totaal")] == [""] * 6
    assert groups[("MC02", "Man", "23 tot 27 jaar", "Totaal", "Totaal")][4:] == [".", "."]


def test_border_region_is_distorted(extracts: Path) -> None:
    rows = sheet(extracts / "voorbeeld_maatwerk_neet_2024.xlsx")
    regions = {row[1]: row[7:] for row in rows if row[3:7] == ["Totaal"] * 4}
    rates = {code: numbers[4] / numbers[0] for code, numbers in regions.items()}
    assert max(rates, key=lambda code: rates[code]) == "MC33"
    assert rates["MC33"] > 1.35 * rates["NL01"]


def test_work_workbooks_hold_the_quoted_shares(extracts: Path) -> None:
    rows = sheet(extracts / "voorbeeld_maatwerk_duurzaam_werk_2022-2023.xlsx")
    groups = {tuple(row[1:2] + row[3:7]): row[7:] for row in rows}
    for level, way, quoted in (
        ("Niveau 1 (entree)", "Totaal", 33),
        ("Niveau 2", "Bol", 20),
        ("Niveau 3 en 4", "Bbl", 2),
    ):
        people, working = groups[("NL01", "Totaal", level, way, "1 jaar")][:2]
        assert abs(100 * (people - working) / people - quoted) < 0.5
    assert {key[4] for key in groups} == {"Direct", "1 jaar"}
    assert any("." in numbers for numbers in groups.values())


def test_work_grows_lasting_with_time(extracts: Path) -> None:
    rows = sheet(extracts / "voorbeeld_maatwerk_duurzaam_werk_2018-2019.xlsx")
    country = [row[7:] for row in rows if row[1] == "NL01" and row[3:6] == ["Totaal"] * 3]
    permanent = [numbers[2] / numbers[1] for numbers in country]
    alone = [numbers[12] / numbers[1] for numbers in country]
    working = [numbers[1] / numbers[0] for numbers in country]
    assert permanent == sorted(permanent)
    assert 0.035 < alone[0] < alone[-1] < 0.085
    assert working[-1] > working[0]
    assert abs(working[-1] - working[-2]) < 0.02


def test_expected_numbers_add_up_to_the_country(extracts: Path) -> None:
    path = extracts / "voorbeeld_maatwerk_risicoscores.xlsx"
    regions, municipalities = sheet(path), sheet(path, "Tabel 2")
    for year in (2021, 2022, 2023, 2024):
        national = cell(rmc(extracts, year))[1]
        mine = [row for row in regions if row[0] == str(year)]
        assert mine[0][1] == "NL01" and mine[0][4] == national
        assert round(sum(row[4] for row in mine[1:]), 1) == national
        assert round(sum(row[4] for row in municipalities if row[0] == str(year)), 1) == national


def test_target_figures_leave_three_regions_open(extracts: Path) -> None:
    text = (extracts / "voorbeeld_streefcijfers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert len({row["regio"] for row in rows}) == 37
    assert {row["indicator"] for row in rows} == {"nieuwe_vsvers", "geen_onderwijs_geen_werk"}
    for year in ("2026/'27", "2027/'28", "2028/'29", "2029/'30"):
        total = sum(whole(row["streefcijfer"]) for row in rows if row["jaar"] == year)
        assert 21_500 < total < 23_350
    assert {row["jaar"] for row in rows if row["indicator"] == "geen_onderwijs_geen_werk"} == {
        "2026",
        "2027",
        "2028",
        "2029",
    }


# Bytes


WRITERS: tuple[tuple[Callable[[Path, int], Iterator[Path]], int], ...] = (
    (duo.write_duo, 3),
    (maatwerk.write_neet, 1),
    (maatwerk_werk.write_risk, 1),
    (statline_v4.write_v4, 4),
    (statline_v3.write_v3, 3),
    (streefcijfers.write_targets, 1),
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_seed_gives_the_same_bytes(extracts: Path, tmp_path: Path) -> None:
    for writer, number in WRITERS:
        for _, path in zip(range(number), writer(tmp_path, 2026), strict=False):
            assert digest(path) == digest(extracts / path.relative_to(tmp_path)), path.name


def test_another_seed_gives_other_figures_with_the_same_totals(extracts: Path, tmp_path: Path) -> None:
    for _, path in zip(range(3), duo.write_duo(tmp_path, 7), strict=False):
        assert digest(path) != digest(extracts / path.name)
    assert cell(rmc(tmp_path, 2012)) == cell(rmc(extracts, 2012))


def test_every_name_says_that_it_is_a_sample(extracts: Path) -> None:
    assert all(path.name.startswith("voorbeeld_") for path in extracts.iterdir())
    assert sum(path.stat().st_size for path in extracts.rglob("*.*") if path.is_file()) < 80_000_000


def test_remains_of_an_earlier_sample_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.sample.WRITERS", (streefcijfers.write_targets,))
    page = tmp_path / "voorbeeld_84780NED" / "Observations_9.json"
    page.parent.mkdir()
    page.write_text("{}")
    real = tmp_path / "streefcijfers.csv"
    real.write_text("")
    generate(tmp_path)
    assert not page.exists()
    assert real.exists()


def test_progress_names_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.sample.WRITERS", (streefcijfers.write_targets,))
    told: list[str] = []
    assert [path.name for path in generate(tmp_path, progress=told.append)] == told == ["voorbeeld_streefcijfers.csv"]
