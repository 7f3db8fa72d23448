"""A StatLine table that CBS changed: what is the same thing is read, what is new is told, and only that table waits."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.build import build_and_tell
from etl.errors import ExtractError, LayoutError

from .extract_support import EXTRACTS, SOURCES, Cells, canonical, delivered, prepared

Change = Callable[[Path], None]


def text(file: str, old: str, new: str) -> Change:
    """Replaces a text in the files of that name, which must hold it."""

    def change(folder: Path) -> None:
        paths = sorted(folder.glob(file))
        assert any(old in path.read_text(encoding="utf-8") for path in paths)
        for path in paths:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


def rows(file: str, each: Callable[[dict[str, Any]], object]) -> Change:
    """Changes every row of a document."""

    def change(folder: Path) -> None:
        path = folder / file
        document = json.loads(path.read_text(encoding="utf-8"))
        for row in document["value"]:
            each(row)
        path.write_text(json.dumps(document), encoding="utf-8")

    return change


def renamed(old: str, new: str) -> Change:
    """Gives a dimension another identifier, in every document and in the file of its codes."""

    def change(folder: Path) -> None:
        for path in sorted(folder.glob("*.json")):
            path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), encoding="utf-8")
            if path.stem in (old, f"{old}Codes"):
                path.rename(path.with_name(path.name.replace(old, new)))

    return change


def spoilt(tmp_path: Path, table: str, change: Change) -> Path:
    folder = tmp_path / "extracts"
    shutil.copytree(EXTRACTS / table, folder / Path(table).name)
    change(folder / Path(table).name)
    return folder


def source_of(table: str) -> str:
    return next(source.id for source in SOURCES.values() if source.table_id == Path(table).name)


def figures(table: str, folder: Path) -> Cells:
    con = prepared()
    return delivered(con, canonical(con, SOURCES[source_of(table)], folder))


OLD, NEW = "v3/84780NED", "84780NED"

# The same thing in another dress: the rows stay what they are.
SAME = [
    (NEW, renamed("Regiokenmerken", "RegioS")),
    (OLD, renamed("Regiokenmerken", "RegioS")),
    (NEW, renamed("Regiokenmerken", "regio_kenmerken")),
    ("86223NED", renamed("GeregistreerdWerkzoekendeBijUWV", "Werkzoekende")),
    ("86223NED", text("UitkeringCodes.json", "Zonder uitkering sociale", "zonder  uitkering: sociale")),
    ("86223NED", text("GeregistreerdWerkzoekendeBijUWVCodes.json", '"Totaal"', '"Totaal wel of niet"')),
    ("85696NED", renamed("UitstromersMboMetEnZonderDiploma", "Diploma")),
    ("85696NED", text("Arbeidsmarktpositie.json", "Met werk, met", "Met werk: met")),
    ("85859NED", text("Arbeidsmarktpositie.json", "Onbekend, niet in BRP", "Onbekend: niet in BRP*")),
    ("85859NED", text("Geslacht.json", "Totaal schoolverlaters", "Totaal mannen en vrouwen")),
    ("85859NED", text("DataProperties.json", '"Schoolverlaters"', '"schoolverlaters "')),
    ("85860NED", text("StartkwalificatieOpPeilmoment.json", '"Totaal"', '"Totaal met of zonder"')),
    (NEW, text("PeriodenCodes.json", '"Definitief"', '"Gereviseerd"')),
    (NEW, text("PeriodenCodes.json", '"Definitief"', '"Definitief gereviseerd"')),
    (NEW, text("PeriodenCodes.json", '"Voorlopig"', '"NaderVoorlopig"')),
    (NEW, text("PeriodenCodes.json", '"Voorlopig"', '"Gereviseerd voorlopig"')),
    (NEW, text("MeasureCodes.json", '"aantal"', '""')),
    (NEW, text("*.json", '"GM0080"', '"GM0080  "')),
    (NEW, text("RegiokenmerkenCodes.json", '"Vier grote gemeenten (4)"', '"Gemeente onbekend"')),
]


@pytest.mark.parametrize(("table", "change"), SAME)
def test_same_thing_in_another_dress_is_read(tmp_path: Path, table: str, change: Change) -> None:
    folder = (EXTRACTS / table).parent
    assert figures(table, spoilt(tmp_path, table, change)) == figures(table, folder)


def new_dimension(folder: Path) -> None:
    path = folder / "Dimensions.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["value"].append({"Identifier": "Leeftijden", "Title": "Leeftijden", "Kind": "Dimension"})
    path.write_text(json.dumps(document), encoding="utf-8")
    codes = {"value": [{"Identifier": "10000", "Title": "Totaal"}]}
    (folder / "LeeftijdenCodes.json").write_text(json.dumps(codes), encoding="utf-8")


# What is new or gone, and the sentence.
CHANGED = [
    (
        NEW,
        renamed("Regiokenmerken", "Regiokenmerk"),
        "dimension 'RegioS or Regiokenmerken' is gone; did you mean 'Regiokenmerk'?",
    ),
    (NEW, renamed("Regiokenmerken", "Woonregios"), "names of [dimension.region] in etl/sources/cbs_vsv_regio.toml"),
    (OLD, renamed("Geslacht", "Sekse"), "names of [dimension.sex] in etl/sources/cbs_vsv_regio.toml"),
    (NEW, new_dimension, "dimension 'Leeftijden' is new; "),
    (NEW, text("GeslachtCodes.json", "Vrouwen", "Vrouw"), "a new title 'Vrouw'; did you mean 'Vrouwen'?"),
    (OLD, text("Geslacht.json", "Vrouwen", "Non-binair"), "codes or skip of [dimension.sex] in etl/sources/cbs_vsv"),
    (NEW, text("GeslachtCodes.json", "Totaal mannen en vrouwen", "Allen"), "a new title 'Allen'"),
    ("86223NED", text("UitkeringCodes.json", "Totaal met of zonder", "Alle"), "a new title 'Alle uitkering'"),
    (
        "85859NED",
        text("Onderwijssoort.json", "Extranei", "Totaal"),
        "has both 'Totaal schoolverlaters' and 'Totaal', and both are declared as 'totaal'",
    ),
    (
        "85860NED",
        text("StartkwalificatieOpPeilmoment.json", '"Totaal"', '"Alle schoolverlaters"'),
        "StartkwalificatieOpPeilmoment has no title that means its total; the known ones are Totaal,",
    ),
    ("85696NED", text("Peilmoment.json", "4 jaar na", "7 jaar na"), "a new title '7 jaar na verlaten onderwijs'"),
    (NEW, text("MeasureCodes.json", '"Leerlingen"', '"Leerling"'), "is gone; did you mean 'Leerling'?"),
    (
        OLD,
        text("DataProperties.json", '"Voortijdig schoolverlaters"', '"Vroege schoolverlaters"'),
        "'vsvers_cbs' under [topic] in etl/sources/cbs_vsv_regio.toml",
    ),
    (NEW, text("MeasureCodes.json", '"aantal"', '"x 1 000"'), "topic 'Leerlingen' has the unit 'x 1 000'; "),
    (OLD, text("DataProperties.json", '"aantal"', '"1 000"'), "topic 'Leerlingen' has the unit '1 000'; "),
    (NEW, text("*.json", '"GM0080"', '"GM7080"'), "region has 'GM7080 Leeuwarden'; did you mean 'Leeuwarden'? A "),
    (NEW, text("*.json", '"GM0080"', '"XY0080"'), "skip of [dimension.region] in etl/sources/cbs_vsv_regio.toml"),
    (
        NEW,
        text("RegiokenmerkenCodes.json", "Haaglanden (RM)", "Den Haag e.o. (RM)"),
        "region has 'RM2804 Den Haag e.o. (RM)'",
    ),
    (NEW, text("*.json", '"2023SJ00"', '"2023KW01"'), "period has '2023/'24'; write one year per line"),
    (NEW, text("PeriodenCodes.json", '"Voorlopig"', '"Concept"'), "holds 'Concept'; write voorlopig or definitief."),
]


@pytest.mark.parametrize(("table", "change", "sentence"), CHANGED)
def test_what_is_new_is_told(tmp_path: Path, table: str, change: Change, sentence: str) -> None:
    with pytest.raises(LayoutError) as caught:
        figures(table, spoilt(tmp_path, table, change))
    told = str(caught.value)
    assert sentence in told
    assert Path(table).name in told
    assert told.endswith("build again.")


@pytest.mark.parametrize("word", ["Confidential", "Secret", "Missing", "Vertrouwelijk", "Impossible"])
@pytest.mark.parametrize("value", [530, None])
def test_value_that_is_not_for_the_public_is_never_shown(tmp_path: Path, word: str, value: int | None) -> None:
    def hide(row: dict[str, Any]) -> None:
        if row["Regiokenmerken"] == "NL01":
            row.update(ValueAttribute=word, Value=value)

    folder = spoilt(tmp_path, NEW, rows("Observations_0.json", hide))
    con = prepared()
    canonical(con, SOURCES["cbs_vsv_regio"], folder)
    cells = con.execute("select distinct value, status from delivered where region = 'NL01'").fetchall()
    assert cells == [(None, "M" if word == "Impossible" else "O")]


def test_untyped_figures_count_where_typed_ones_lie_beside_them(tmp_path: Path) -> None:
    def typed(folder: Path) -> None:
        document = json.loads((folder / "UntypedDataSet_0.json").read_text(encoding="utf-8"))
        for row in document["value"]:
            for topic in ("Leerlingen_1", "VoortijdigSchoolverlaters_2"):
                cell = (row[topic] or "").strip()
                row[topic] = int(cell) if cell.isdigit() else None
        (folder / "TypedDataSet_0.json").write_text(json.dumps(document), encoding="utf-8")

    folder = spoilt(tmp_path, OLD, typed)
    assert figures(OLD, folder) == figures(OLD, EXTRACTS / "v3")
    (folder / "84780NED" / "UntypedDataSet_0.json").unlink()
    con = prepared()
    canonical(con, SOURCES["cbs_vsv_regio"], folder)
    # Typed figures do not say why one is missing: unknown, never "cannot occur".
    assert con.execute("select distinct status from delivered where value is null").fetchall() == [("O",)]


@pytest.mark.parametrize(
    ("table", "file", "name"),
    [
        (OLD, "UntypedDataSet_0.json", "VoortijdigSchoolverlaters_2"),
        (OLD, "UntypedDataSet_0.json", "Geslacht"),
        (NEW, "Observations_1.json", "Value"),
        (NEW, "Observations_0.json", "Perioden"),
    ],
)
def test_column_that_rows_lack_is_refused(tmp_path: Path, table: str, file: str, name: str) -> None:
    folder = spoilt(tmp_path, table, rows(file, lambda row: row.pop(name)))
    with pytest.raises(ExtractError, match=f"rows lack '{name}', which the table's own metadata lists"):
        figures(table, folder)


@pytest.mark.parametrize(("table", "file"), [(OLD, "UntypedDataSet_0.json"), (NEW, "Observations_1.json")])
def test_persons_that_the_metadata_keeps_silent_are_seen(tmp_path: Path, table: str, file: str) -> None:
    folder = spoilt(tmp_path, table, rows(file, lambda row: row.update(Burgerservicenummer="123456782")))
    with pytest.raises(ExtractError, match="column 'Burgerservicenummer' is about single persons") as caught:
        figures(table, folder)
    assert not isinstance(caught.value, LayoutError)


# A build in which one table is new


BROKEN = text("GeslachtCodes.json", "Vrouwen", "Vrouw")


def folder_of_three(tmp_path: Path, change: Change) -> Path:
    folder = spoilt(tmp_path, NEW, change)
    shutil.copytree(EXTRACTS / "85859NED", folder / "85859NED")
    shutil.copytree(EXTRACTS / "85860NED", folder / "85860NED")
    return folder


def test_table_of_a_new_layout_stops_only_itself(tmp_path: Path) -> None:
    built = build_and_tell(folder_of_three(tmp_path, BROKEN), tmp_path / "releases")
    (sentence,) = built.unread
    assert "a new title 'Vrouw'; did you mean 'Vrouwen'?" in sentence
    assert sentence.endswith("Until then the release is without cbs_vsv_regio.")
    assert "cbs_vsv_regio" in built.without_data
    assert not {"cbs_vsv_positie", "cbs_vsv_werk"} & set(built.without_data)
    assert built.kind == "published"


def test_sample_takes_its_place_again_and_the_build_says_so(tmp_path: Path) -> None:
    folder = folder_of_three(tmp_path, BROKEN)
    shutil.copytree(EXTRACTS / NEW, folder / "voorbeeld_84780NED")
    built = build_and_tell(folder, tmp_path / "releases")
    (sentence,) = built.unread
    assert sentence.endswith("Until then the release shows the sample (voorbeelddata) of cbs_vsv_regio.")
    assert built.kind == "mixed"
    assert "cbs_vsv_regio" not in built.without_data


def test_command_line_tells_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of_three(tmp_path, BROKEN)
    assert main(["build", "--extracts", str(folder), "--releases", str(tmp_path / "releases")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "not read: extracts/84780NED: Geslacht has a new title 'Vrouw'; did you mean 'Vrouwen'?" in shown
    assert "Built release" in shown


def test_nothing_that_can_be_read_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="a new title 'Vrouw'"):
        build_and_tell(spoilt(tmp_path, NEW, BROKEN), tmp_path / "releases")
    assert not list((tmp_path / "releases").glob("*.duckdb"))


def test_persons_still_refuse_the_whole_build(tmp_path: Path) -> None:
    persons = rows("Observations_0.json", lambda row: row.update(BSN="123456782"))
    with pytest.raises(ExtractError, match="is about single persons"):
        build_and_tell(folder_of_three(tmp_path, persons), tmp_path / "releases")
    assert not list((tmp_path / "releases").glob("*.duckdb"))
