"""Each source: the canonical rows of its tiny extract, and the sentence for each word it does not know."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from etl import text_table
from etl.errors import ExtractError, LayoutError

from .conftest import SampleRelease
from .extract_support import EXTRACTS, SOURCES, canonical, delivered, prepared


def test_every_source_has_a_tiny_extract() -> None:
    assert {path.stem for path in (EXTRACTS / "expected").glob("*.txt")} == set(SOURCES)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_tiny_extract_gives_these_rows(name: str) -> None:
    expected = text_table.parse((EXTRACTS / "expected" / f"{name}.txt").read_text(encoding="utf-8"))
    con = prepared()
    columns = canonical(con, SOURCES[name], EXTRACTS)
    assert sorted(columns) == sorted(expected.columns)
    assert delivered(con, expected.columns) == sorted(expected.rows)


def test_both_dialects_of_statline_give_the_same_rows() -> None:
    modern, old = prepared(), prepared()
    columns = canonical(modern, SOURCES["cbs_vsv_regio"], EXTRACTS)
    canonical(old, SOURCES["cbs_vsv_regio"], EXTRACTS / "v3")
    assert delivered(modern, columns) == delivered(old, columns)


def test_sample_of_every_source_has_each_key_once(sample_release: SampleRelease) -> None:
    con = prepared()
    for source in SOURCES.values():
        if source.table != "observation":
            continue
        columns = canonical(con, source, sample_release.extracts)
        key = ", ".join(column for column in columns if column not in ("value", "status", "parts"))
        twice = con.execute(f"select {key} from delivered group by {key} having count(*) > 1 limit 1").fetchone()
        assert twice is None, source.id
        strange = con.execute("select status from delivered where (value is null) <> (status in ('Q', 'O', 'M'))")
        assert strange.fetchone() is None, source.id


DUO = "duo_vsv_rmc_2015-2016_definitief.csv"
DUO27 = "duo_vsv27_2024-2025_voorlopig.csv"

# (source, file, text to spoil, spoilt text, the sentence)
SPOILT = [
    (
        "duo_vsv",
        DUO,
        "MBO NIVEAU 4",
        "MBO NIVO 4",
        "column 'ONDERWIJSNIVEAU' holds 'MBO NIVO 4'; did you mean 'MBO NIVEAU 4'?",
    ),
    (
        "duo_vsv",
        DUO,
        ";BBL;",
        ";BBBL;",
        "column 'LEERWEG' holds 'BBBL'; did you mean 'BBL'?",
    ),
    (
        "duo_vsv",
        DUO,
        "MAN;TOT 18",
        "MAN;TOT18",
        "column 'LEEFTIJD' holds 'TOT18'; did you mean 'TOT 18'?",
    ),
    (
        "duo_vsv",
        DUO,
        "BUITEN EUROPA",
        "ONBEKEND",
        "column 'HERKOMST' holds 'ONBEKEND'; choose from Totaal, NEDERLAND, EUROPA, BUITEN EUROPA.",
    ),
    (
        "duo_vsv",
        DUO,
        "2015-2016;00",
        "2015-2017;00",
        "column 'SCHOOLJAAR' holds '2015-2017'; write two years that follow, as 2023-2024.",
    ),
    (
        "duo_vsv",
        DUO,
        ";04;",
        ";99;",
        "column 'RMC-REGIO CODE' holds '99'; no region has that number, code or name; none in "
        "etl/codes/region.csv resembles it; add it to that list if it is a region.",
    ),
    (
        "duo_vsv",
        DUO,
        "DEFINITIEF",
        "CONCEPT",
        "column 'STATUS' holds 'CONCEPT'; write voorlopig or definitief.",
    ),
    (
        "duo_vsv",
        DUO,
        "15-11-2017",
        "2017-11-15",
        "column 'BESTANDSDATUM' holds '2017-11-15'; write it as 15-11-2025.",
    ),
    (
        "duo_vsv",
        DUO,
        "1.580",
        "15.80",
        "column 'AANTAL VSV ERS' holds '15.80'; that can be read in two ways or is no whole number; write 1250 for a "
        "count, without decimals.",
    ),
    (
        "duo_vsv",
        DUO,
        "1.580",
        "n.v.t.",
        "column 'AANTAL VSV ERS' holds 'n.v.t.'; write a number, <5, a point, or nothing, or add the word to "
        "missing_words in etl/macros.sql.",
    ),
    (
        "duo_vsv",
        DUO,
        ";VO ONDERBOUW;",
        ";;",
        "column 'ONDERWIJSNIVEAU' holds ''; choose from Totaal, VO, VO ONDERBOUW, VMBO BOVENBOUW, HAVO/VWO "
        "BOVENBOUW, VAVO, MBO, MBO NIVEAU 1, MBO NIVEAU 2, MBO NIVEAU 3, MBO NIVEAU 4, MBO NIVEAU 3 EN 4.",
    ),
    (
        "duo_vsv27",
        DUO27,
        "26.040;2.710",
        "26.040;27.100",
        "column 'WAARVAN MET ENTREEDIPLOMA' holds '27.100'; it is a part of AANTAL NIEUWE VSV'ERS and cannot be more.",
    ),
    (
        "gepubliceerd",
        "gepubliceerde_cijfers.csv",
        "Arnhem-Nijmegen",
        "Arnem-Nijmegen",
        "column 'region' holds 'Arnem-Nijmegen'; no region has that number, code or name; did you mean "
        "'Arnhem-Nijmegen'?",
    ),
    (
        "gepubliceerd_register",
        "gepubliceerde_cijfers.csv",
        "23744",
        "23.744.0",
        "column 'value' holds '23.744.0'; write persons as 18000, without a point, and any other number as 4.8.",
    ),
    (
        "gepubliceerd_register",
        "gepubliceerde_cijfers.csv",
        "vsv_new_count,",
        "vsv_newer_count,",
        "column 'indicator' holds 'vsv_newer_count'; add it to etl/codes/published_name.csv.",
    ),
    (
        "gepubliceerd_register",
        "gepubliceerde_cijfers.csv",
        "persons,definitive,",
        "persons,finished,",
        "column 'status' holds 'finished'; add it to etl/codes/published_word.csv.",
    ),
    (
        "cbs_bevolking",
        "bevolking_gemeenten.csv",
        "0060,Ameland",
        "6000,Ameland",
        "column 'gemeentecode' holds '6000'; no region has that number, code or name; none in etl/codes/region.csv "
        "resembles it; add it to that list if it is a region.",
    ),
    (
        "cbs_bevolking",
        "bevolking_gemeenten.csv",
        "Ameland,2021",
        "Ameland,'21",
        "column 'jaar' holds ''21'; write a year, as 2024.",
    ),
    (
        "cbs_bevolking",
        "bevolking_gemeenten.csv",
        ",3.746,",
        ",37.46,",
        "column 'inwoners' holds '37.46'; write a whole number, as 12345.",
    ),
    (
        "cbs_bevolking",
        "bevolking_gemeenten.csv",
        ",411",
        ",<5",
        "column 'jongeren_15_tot_25' holds '<5'; write a whole number, as 12345, or nothing.",
    ),
    (
        "doelen_landelijk",
        "landelijke_doelen.csv",
        "new (annex 1 A)",
        "next",
        "column 'definition' holds 'next'; begin with old or new.",
    ),
    (
        "doelen_landelijk",
        "landelijke_doelen.csv",
        "2025/2026,2025",
        "2025/2027,2025",
        "column 'period_from' holds '2025/2027'; write a year, or a school year as 2026/2027.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "Haaglanden-Westland",
        "Haagland",
        "column 'regio' holds 'Haagland'; no region has that number, code or name; did you mean 'Haaglanden'?",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "nieuwe_vsvers",
        "nieuwe_vsver",
        "column 'indicator' holds 'nieuwe_vsver'; did you mean 'nieuwe_vsvers'?",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "2026/'27;1600",
        "2026;1600",
        "column 'jaar' holds '2026'; new vsv'ers are counted per study year; write it as 2026/'27.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        ";2027;",
        ";2027/'28;",
        "column 'jaar' holds '2027/'28'; young people without education and work are counted per calendar "
        "year; write it as 2027.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        ";480;",
        ";circa 480;",
        "column 'streefcijfer' holds 'circa 480'; write a whole number, as 480 or 1.250.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "01-03-2026",
        "maart",
        "column 'vastgesteld' holds 'maart'; write the year or the day it was set, as 2026.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "Friesland Noord, bestuur",
        "",
        "column 'door' holds ''; write who set the figure.",
    ),
    (
        "streefcijfers",
        "streefcijfers.csv",
        "2026/'27;1600",
        "2025/'26;1600",
        "column 'regio' holds '28'; this region has two target figures for 2025/'26; keep one.",
    ),
]


@pytest.mark.parametrize(("name", "file", "right", "wrong", "sentence"), SPOILT)
def test_word_that_is_not_known(tmp_path: Path, name: str, file: str, right: str, wrong: str, sentence: str) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    encoding = SOURCES[name].encoding
    text = (EXTRACTS / file).read_bytes().decode(encoding)
    assert right in text
    (folder / file).write_bytes(text.replace(right, wrong, 1).encode(encoding))
    with pytest.raises(ExtractError) as caught:
        canonical(prepared(), SOURCES[name], folder)
    # Where it stands is told as well, so that nobody has to look for it.
    told = re.fullmatch(rf"extracts/{re.escape(file)}, row (\d+)(?: \(and \d+ more\))?: (.+)", str(caught.value))
    assert told is not None, str(caught.value)
    assert told[2].startswith(f"{sentence} Correct the file and build again")
    spoilt = text.replace(right, wrong, 1).splitlines()[int(told[1]) - 1]
    assert spoilt != text.splitlines()[int(told[1]) - 1]


@pytest.mark.parametrize("cell", ["1", "4", " 4 ", "<5", "*", "x"])
@pytest.mark.parametrize(
    ("name", "file", "right"),
    [("duo_vsv", DUO, "1.580"), ("duo_vsv27", DUO27, "26.040"), ("duo_vsv27", DUO27, "2.710")],
)
def test_privacy_filter_of_duo_is_never_read_as_a_count(
    tmp_path: Path, name: str, file: str, right: str, cell: str
) -> None:
    text = (EXTRACTS / file).read_bytes().decode("cp1252")
    assert f";{right}" in text
    hidden = []
    for content in (text, text.replace(f";{right}", f";{cell}", 1)):
        (tmp_path / file).write_bytes(content.encode("cp1252"))
        con = prepared()
        canonical(con, SOURCES[name], tmp_path)
        assert con.execute("select count(*) from delivered where value between 1 and 4").fetchone() == (0,)
        hidden += con.execute("select count(*) from delivered where status = 'Q'").fetchall()
    assert hidden[1] > hidden[0]


def test_file_of_the_new_portal_of_duo_is_refused_by_its_divider(tmp_path: Path) -> None:
    text = (EXTRACTS / DUO).read_bytes().decode("cp1252")
    quoted = "\n".join(",".join(f'"{cell}"' for cell in line.split(";")) for line in text.splitlines())
    (tmp_path / DUO).write_bytes(quoted.encode("cp1252"))
    with pytest.raises(ExtractError, match="Save the file with the right divider"):
        canonical(prepared(), SOURCES["duo_vsv"], tmp_path)


def test_region_title_that_is_not_known(tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    shutil.copytree(EXTRACTS / "84780NED", folder / "84780NED")
    codes = folder / "84780NED" / "RegiokenmerkenCodes.json"
    codes.write_text(codes.read_text(encoding="utf-8").replace("Haaglanden (RM)", "Haaglande (RM)"), encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        canonical(prepared(), SOURCES["cbs_vsv_regio"], folder)
    assert str(caught.value) == (
        "84780NED/Observations_0.json: region has 'RM2804 Haaglande (RM)'; did you mean 'Haaglanden'? A "
        "municipality that is new belongs in etl/codes/region.csv and region_map.csv; add any other there or to skip "
        "of [dimension.region] in etl/sources/cbs_vsv_regio.toml, and build again."
    )


def test_city_begins_at_100000_inhabitants(tmp_path: Path) -> None:
    text = (EXTRACTS / "bevolking_gemeenten.csv").read_text(encoding="utf-8")
    cities = text.replace("243768", "100000").replace("233273", "99999")
    (tmp_path / "bevolking_gemeenten.csv").write_text(cities, encoding="utf-8")
    con = prepared()
    canonical(con, SOURCES["cbs_bevolking"], tmp_path)
    sql = "select period, value from delivered where measure = 'inwoners_stad' and region = 'GM0014' order by period"
    assert con.execute(sql).fetchall() == [(2021, 0), (2024, 100_000)]


def test_population_extract_repeats_the_reference() -> None:
    def lines(name: str) -> list[dict[str, str]]:
        with (EXTRACTS.parent.parent / "data" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    wanted = []
    for line in lines("reference/municipality_population.csv"):
        place = [line["gm_code"], line["gm_name"]]
        wanted.append([*place, "2021", line["inhabitants_2021"], line["pop_15_24_2021"]])
        wanted.append([*place, "2024", line["inhabitants_2024"], ""])
    assert sorted(list(line.values()) for line in lines("extracts/bevolking_gemeenten.csv")) == sorted(wanted)


def test_unfilled_template_has_a_row_for_every_active_region() -> None:
    template = (EXTRACTS.parent.parent / "data" / "templates" / "streefcijfers.csv").read_text(encoding="utf-8")
    header, *lines = template.splitlines()
    con = prepared()
    active = con.execute(
        "select name from region where kind = 'doorstroompunt' and valid_to is null order by number"
    ).fetchall()
    assert tuple(header.split(";")) == SOURCES["streefcijfers"].columns
    assert list(dict.fromkeys(line.split(";")[0] for line in lines)) == [name for (name,) in active]
    assert all(line.endswith(";;;") for line in lines)


def test_template_that_was_filled_in_is_read(tmp_path: Path) -> None:
    template = EXTRACTS.parent.parent / "data" / "templates" / "streefcijfers.csv"
    folder = tmp_path / "extracts"
    folder.mkdir()
    lines = [
        line.removesuffix(";;;") + (";100;2026;Stuurgroep" if line.endswith(";;;") else "")
        for line in template.read_text(encoding="utf-8").splitlines()
    ]
    (folder / "streefcijfers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    con = prepared()
    canonical(con, SOURCES["streefcijfers"], folder)
    found = con.execute("select indicator, count(*) from delivered group by indicator order by indicator").fetchall()
    regions = (len(lines) - 1) // 9
    assert found == [
        ("neet_leeftijd_aantal", 4 * regions),
        ("vsv_2026_lt27_aantal", 4 * regions),
        ("vsv_duo_lt23_aantal", regions),
    ]
