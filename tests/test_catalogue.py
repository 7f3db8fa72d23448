"""Every mistake in a declaration gives one sentence that says where, what, nearest right and what to do."""

import datetime
import shutil
from pathlib import Path

import duckdb
import pytest

from etl import codes, text_table
from etl.catalogue import load_indicators, load_sources
from etl.errors import CatalogueError

from .declarations import write_declarations

SOURCE, INDICATOR = "sources/proef.toml", "indicators/neet_proef_aandeel.toml"

SOURCE_MISTAKES = [
    ("publisher =", "publsher =", "unknown key 'publsher'; did you mean 'publisher'?"),
    ('name_en = "Trial source"\n', "", "missing key 'name_en'; 'name_nl' is there without its translation"),
    ('licence_en = "CC BY 4.0"\n', "", "missing key 'licence_en'; 'licence_nl' is there without its translation"),
    ('publisher = "DUO"\n', "", "missing key 'publisher'; every declaration of this kind has it"),
    ('format = "csv"', 'format = "json"', "key 'format' is 'json'; it should be one of csv, statline, xlsx"),
    ("published = 2025-03-01", 'published = "gisteren"', "key 'published' is 'gisteren'; it should be a date"),
    ('files = "proef_*.csv"', "files = []", "key 'files' is '[]'; it should be a text or a list of texts"),
    ("rollup = true", 'rollup = "ja"', "[measure.jongeren_proef]: key 'rollup' is 'ja'; it should be true or false"),
    ('unit = "persons"', 'unit = "person"', "it should be one of persons, percent"),
    ('derive = ["sex"]', 'derive = ["seks"]', "'derive' names unknown dimension 'seks'; did you mean 'sex'?"),
    ("columns =", "optional_columns =", "missing key 'columns'; a source of format csv needs it"),
    ('format = "csv"', 'format = "xlsx"', "missing key 'sheet'; a source of format xlsx needs it"),
    ('delimiter = ";"', 'caveats_nl = "Let op."', "missing key 'caveats_en'; 'caveats_nl' is there"),
    ('name_nl = "Proefbron"', "name_nl = Proefbron", "not readable as TOML"),
    ('name_nl = "Proefbron"', 'name_nl = " "', "key 'name_nl' is ''; it should be a text between quotes, not empty"),
    ('delimiter = ";"', "caveats_nl = 3", "key 'caveats_nl' is '3'; it should be a text between quotes"),
    ('columns = ["jaar",', 'optional_columns = "x"\ncolumns = ["jaar",', "it should be a list of texts"),
    ('delimiter = ";"', 'column_aliases = ["jaar"]', "key 'column_aliases' is '['jaar']'; it should be a table, as"),
    ('delimiter = ";"', "revision = 3", "key 'revision' is '3'; it should be one or more tables headed by [[...]]"),
    ('delimiter = ";"', "[[revision]]\nannounced = 2025-01-01", "proef.toml [[revision]]: unknown key 'columns'"),
    ("[measure.jongeren_proef]", "[measure]\nextra = 1\n[measure.jongeren_proef]", "measure 'extra' is not a table"),
]

INDICATOR_MISTAKES = [
    ("unit =", "unti =", "unknown key 'unti'; did you mean 'unit'? Correct the key and build again."),
    ("decimals = 1\n", "", "missing key 'decimals'"),
    ("decimals = 1", "decimals = 1.5", "key 'decimals' is '1.5'; it should be a whole number"),
    ("decimals = 1", "decimals = true", "it should be a whole number"),
    ('numerator = "neet_proef"', 'numerator = "neet_prof"', "unknown measure 'neet_prof'; did you mean 'neet_proef'?"),
    ('"period", "sex"]', '"period", "kleur"]', "'by' names unknown dimension 'kleur'; choose from"),
    ('denominator = "jongeren_proef"\n', "", "missing key 'denominator'; a share divides two measures of one source"),
    ('kind = "share"', 'kind = "count"', "key 'denominator' stands with kind 'count'; only a share divides"),
    ('kind = "share"', 'kind = "aandeel"', "it should be one of count, share, published"),
    ('unit = "%"', 'unit = "personen"', "it should be '%'"),
    ('period_kind = "year"', 'period_kind = "schoolyear"', "counts per 'year'; they must be the same"),
    ("Zonder werk en opleiding", "Zonder werk, zonder opleiding en zonder uitkering", "at most 40 characters"),
    ('name_en = "Young people without work and education"\n', "", "missing key 'name_en'; 'name_nl' is there"),
    ("decimals = 1", 'decimals = 1\ndefaults = { sex = "mann" }', "unknown sex code 'mann'; did you mean 'man'?"),
    ("decimals = 1", 'decimals = 1\ndefaults = { region = "MC99" }', "'defaults' names unknown region 'MC99'"),
    ("decimals = 1", 'decimals = 1\nnumerator_where = { hours = ["36"] }', "unknown hours code '36'"),
    ("decimals = 1", "decimals = 1\nnumerator_where = { hours = 35 }", "should be a table of codes"),
    ("decimals = 1", 'decimals = 1\nshare_of = "positie"', "unknown dimension 'positie'; did you mean 'position'?"),
    ("decimals = 1", 'decimals = 1\ncomparable = ["neet_eurostat"]', "'comparable' names unknown indicator"),
    ("decimals = 1", 'decimals = 1\ncaveats_en = "Mind this."', "missing key 'caveats_nl'; 'caveats_en' is there"),
    ("|    10 | A", "|    10 | Q", "has value '10' with status 'Q'"),
    ("|    10 | A", "|       | A", "has value '' with status 'A'"),
    ("|    10 | A", "|    10 | X", "has status 'X'; choose from A, E, L, M, N, O, P, Q"),
    ("|    10 | A", "|   tien | A", "has value 'tien'; write a number with a point"),
    ("|    10 | A", "|    10", "is no text table: the line 'NL01   | 2024   | neet_proef     |    10' has 4 cells"),
    ("NL01   | 2024   | neet_proef", "NL99   | 2024   | neet_proef", "'given' names unknown region 'NL99'"),
    ("NL01   | 2024   | neet_proef", "NL01   | 2024/25 | neet_proef", "has period '2024/25'; write the start year"),
    ("| neet_proef ", "| neet_register ", "'given' names unknown measure 'neet_register'"),
    ("period | value\n", "periode | value\n", "'expect' names unknown column 'periode'; did you mean 'period'?"),
    ("period | value\n2024   | 5.0", "period | status\n2024 | A", "'expect' has no column 'value'"),
    ('where = { period = "latest" }', 'where = { sex = "jongen" }', "unknown sex code 'jongen'"),
    ('where = { period = "latest" }', 'where = { sex = ["man", "jongen"] }', "unknown sex code 'jongen'"),
    ('where = { period = "latest" }', "where = { period = 2024, sex = true }", "key 'where' is"),
    ("region | period | measure        |", "region | period | period         |", "has an empty or double column name"),
    ("[[example]]", "[example]", "it should be one or more tables headed by [[...]]"),
]


def _spoil(path: Path, right: str, wrong: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_right_declarations_are_read(tmp_path: Path) -> None:
    sources, indicators = write_declarations(tmp_path)
    source = load_sources(sources)["proef"]
    assert source.files == ("proef_*.csv",)
    assert source.published == datetime.date(2025, 3, 1)
    assert (source.table, source.encoding, source.rounded_to) == ("observation", "utf-8", 1)
    assert source.measures["neet_proef"].derive == ("sex",)
    indicator = load_indicators(indicators, {"proef": source})["neet_proef_aandeel"]
    assert (indicator.numerator, indicator.min_denominator, indicator.breaks) == ("neet_proef", 0, ())
    assert indicator.examples[0].where == {"period": "latest"}


@pytest.mark.parametrize(("right", "wrong", "says"), SOURCE_MISTAKES)
def test_mistake_in_a_source(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    sources, _ = write_declarations(tmp_path)
    _spoil(tmp_path / SOURCE, right, wrong)
    with pytest.raises(CatalogueError) as caught:
        load_sources(sources)
    _is_a_good_sentence(str(caught.value), SOURCE, says)


@pytest.mark.parametrize(("right", "wrong", "says"), INDICATOR_MISTAKES)
def test_mistake_in_an_indicator(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    sources, indicators = write_declarations(tmp_path)
    _spoil(tmp_path / INDICATOR, right, wrong)
    with pytest.raises(CatalogueError) as caught:
        load_indicators(indicators, load_sources(sources))
    _is_a_good_sentence(str(caught.value), INDICATOR, says)


def _is_a_good_sentence(sentence: str, file: str, says: str) -> None:
    assert sentence.startswith(file)
    assert says in sentence
    assert sentence.endswith("build again.")
    assert "\n" not in sentence


def test_measures_are_tables(tmp_path: Path) -> None:
    sources, _ = write_declarations(tmp_path)
    head = (tmp_path / SOURCE).read_text(encoding="utf-8").split("[measure.")[0]
    (tmp_path / SOURCE).write_text(f"{head}measure = 3\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"key 'measure' is '3'; it should be a table headed by \[\.\.\.\]"):
        load_sources(sources)


def test_source_needs_measures(tmp_path: Path) -> None:
    sources, _ = write_declarations(tmp_path)
    head = (tmp_path / SOURCE).read_text(encoding="utf-8").split("[measure.")[0]
    (tmp_path / SOURCE).write_text(head, encoding="utf-8")
    with pytest.raises(CatalogueError, match="missing key 'measure'; a source of observations declares its measures"):
        load_sources(sources)
    (tmp_path / SOURCE).write_text(f'table = "target"\n{head}', encoding="utf-8")
    assert load_sources(sources)["proef"].measures == {}


def test_table_without_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="the table is empty"):
        text_table.parse("\n \n")


def test_share_of_two_sources_is_refused(tmp_path: Path) -> None:
    sources, indicators = write_declarations(tmp_path)
    text = (sources / "proef.toml").read_text(encoding="utf-8")
    other = text.replace("jongeren_proef", "jongeren_elders").replace("neet_proef", "neet_elders")
    (sources / "elders.toml").write_text(other, encoding="utf-8")
    (sources / "elders.sql").write_text("select 1", encoding="utf-8")
    _spoil(tmp_path / INDICATOR, 'denominator = "jongeren_proef"', 'denominator = "jongeren_elders"')
    with pytest.raises(CatalogueError, match=r"comes from source 'proef' and denominator .* from 'elders'"):
        load_indicators(indicators, load_sources(sources))


def test_measure_declared_twice_is_refused(tmp_path: Path) -> None:
    sources, _ = write_declarations(tmp_path)
    (sources / "ander.toml").write_text((sources / "proef.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (sources / "ander.sql").write_text("select 1", encoding="utf-8")
    with pytest.raises(CatalogueError, match="measure 'jongeren_proef' is also declared by 'ander'"):
        load_sources(sources)


@pytest.mark.parametrize(("gone", "says"), [("proef.sql", "has no proef.sql"), ("proef.toml", "has no declaration")])
def test_a_source_is_a_pair(tmp_path: Path, gone: str, says: str) -> None:
    sources, _ = write_declarations(tmp_path)
    (sources / gone).unlink()
    with pytest.raises(CatalogueError, match=says):
        load_sources(sources)


def test_a_name_that_is_no_address_is_refused(tmp_path: Path) -> None:
    sources, _ = write_declarations(tmp_path)
    for path in sources.glob("proef.*"):
        path.rename(sources / f"Proef-1{path.suffix}")
    with pytest.raises(CatalogueError, match="the file's name is the id and should be a lower-case name"):
        load_sources(sources)


def test_printed_percentage_is_no_count(tmp_path: Path) -> None:
    sources, indicators = write_declarations(tmp_path)
    _spoil(
        tmp_path / SOURCE, '[measure.neet_proef]\nname_nl = "Zonder', '[measure.neet_proef]\nname_nl = "Procent zonder'
    )
    text = (tmp_path / SOURCE).read_text(encoding="utf-8")
    head, tail = text.split("[measure.neet_proef]")
    (tmp_path / SOURCE).write_text(f"{head}[measure.neet_proef]{tail.replace('persons', 'percent')}", encoding="utf-8")
    _spoil(tmp_path / INDICATOR, 'kind = "share"', 'kind = "count"')
    _spoil(tmp_path / INDICATOR, 'denominator = "jongeren_proef"\n', "")
    with pytest.raises(CatalogueError, match="such a figure is 'published', because it may not be added up"):
        load_indicators(indicators, load_sources(sources))


@pytest.mark.parametrize(
    ("name", "right", "wrong", "says"),
    [
        ("sex", "name_en", "name_uk", "codes/sex.csv: does not fit the table 'code': .*name_uk"),
        ("age_group", ",15,18", ",vijftien,18", "codes/age_group.csv: does not fit the table 'code': .*vijftien"),
        ("region", "MC02,", "MC01,", "codes/region.csv: does not fit the table 'region': .*MC01"),
    ],
)
def test_mistake_in_a_code_list(tmp_path: Path, name: str, right: str, wrong: str, says: str) -> None:
    folder = tmp_path / "codes"
    shutil.copytree(codes.FOLDER, folder)
    _spoil(folder / f"{name}.csv", right, wrong)
    with duckdb.connect() as con:
        con.execute((codes.FOLDER.parent / "schema.sql").read_text(encoding="utf-8"))
        with pytest.raises(CatalogueError, match=says):
            codes.insert(con, folder)


def test_the_declarations_of_the_repository_are_right() -> None:
    indicators = load_indicators()
    positions = [item.position for item in indicators.values()]
    assert positions == sorted(set(positions))
    assert all(item.examples for item in indicators.values())
