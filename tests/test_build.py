"""The build: what a release holds, that it does not depend on order or chance, and that failing changes nothing."""

import datetime
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from etl import build as builder
from etl import content, export, release
from etl.__main__ import main
from etl.catalogue import load_indicators, load_sources
from etl.errors import CheckError, ExtractError, MonitorError, ReleaseError

from .conftest import SampleRelease
from .declarations import FIRST, write_declarations, write_extracts

ROOT = Path(__file__).parent.parent


class Place:
    """Declarations, extracts and releases in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.indicators = write_declarations(folder)
        self.extracts = write_extracts(folder / "extracts")
        self.releases = folder / "releases"
        self.rules = folder / "checks"
        self.rules.mkdir()

    def build(self, **more: object) -> builder.Built:
        return builder.build_and_tell(
            self.extracts,
            self.releases,
            sources=self.sources,
            indicators=self.indicators,
            rules=self.rules,
            **more,  # type: ignore[arg-type]  # each test gives its own options
        )

    def ask(self, name: str, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(release.path_of(self.releases, name)), read_only=True) as con:
            return con.execute(query).fetchall()

    def files(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in self.releases.iterdir()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_release_holds_what_was_delivered_and_derived(place: Place) -> None:
    name = place.build().id
    assert place.ask(name, "select value, derived, parts from observation where measure = 'neet_proef' "
                     "and region = 'NL01' and period = 2024 and indeling = 'periode' order by sex desc") == [
        (40, False, 1), (90, True, 2), (50, False, 1),
    ]  # fmt: skip
    assert place.ask(name, "select status from observation where measure = 'neet_proef' and region = 'MC28' "
                     "and sex = 'man' and indeling = '2026'") == [("Q",)]  # fmt: skip
    assert place.ask(name, "select published, kind from source") == [(datetime.date(2025, 3, 1), "published")]
    assert place.ask(name, "select file, rows from extract order by 1") == [
        ("proef_2023.csv", 2),
        ("proef_2024.csv", 3),
    ]
    assert place.ask(name, "select id, kind, data_date from release") == [
        (name, "published", datetime.date(2025, 3, 1))
    ]


def test_release_holds_only_the_tables_of_the_contract(place: Place) -> None:
    name = place.build().id
    found = {row[0] for row in place.ask(name, "select table_name from duckdb_tables()")}
    with duckdb.connect() as con:
        con.execute((ROOT / "etl" / "schema.sql").read_text(encoding="utf-8"))
        assert found == {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
    assert place.ask(name, "select * from duckdb_views() where not internal") == []
    assert place.ask(name, "select * from duckdb_functions() where not internal") == []


def test_id_is_the_data_date_and_the_hash(place: Place) -> None:
    name = place.build().id
    [(digest,)] = place.ask(name, "select content_hash from release")
    assert name == f"20250301-{str(digest)[:8]}"
    with duckdb.connect(str(release.path_of(place.releases, name)), read_only=True) as con:
        assert content.content_hash(con) == digest


def test_same_inputs_give_the_same_release(place: Place, tmp_path: Path) -> None:
    first = place.build()
    before = place.files()
    again = place.build()
    assert again == first
    assert place.files()[f"{first.id}.duckdb"] == before[f"{first.id}.duckdb"]
    other = Place(tmp_path / "other")
    lines = FIRST.splitlines(keepends=True)
    (other.extracts / "proef_2024.csv").write_text("".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    # Another order of lines is another file, so only the figures are the same.
    query = "select md5(string_agg(observation::varchar, '' order by observation::varchar)) from observation"
    assert other.ask(other.build().id, query) == place.ask(first.id, query)


def test_hash_does_not_depend_on_order_or_threads(place: Place) -> None:
    name = place.build().id
    digests = set()
    for threads, order in ((1, "value"), (2, "region desc"), (2, "random()")):
        with duckdb.connect() as con:
            con.execute(f"attach '{release.path_of(place.releases, name)}' as made (read_only)")
            con.execute(f"set threads = {threads}")
            for (table,) in con.execute(
                "select table_name from duckdb_tables() where database_name = 'made'"
            ).fetchall():
                con.execute(f"create table {table} as from made.{table} limit 0")
                arranged = f" order by {order}" if table == "observation" else ""
                con.execute(f"insert into {table} from made.{table}{arranged}")
            con.execute("detach made")
            digests.add(content.content_hash(con))
    assert len(digests) == 1


def test_hash_notices_one_changed_cell(place: Place) -> None:
    first = place.build().id
    (place.extracts / "proef_2024.csv").write_text(FIRST.replace("1000;50", "1000;51"), encoding="utf-8")
    second = place.build().id
    assert first[:8] == second[:8]
    assert first != second
    assert release.current(place.releases) == second
    assert sorted(release.ids(place.releases)) == sorted([first, second])


def test_newest_publication_wins_and_the_older_is_kept_as_history(place: Place) -> None:
    old = FIRST.replace("2025-03-01", "2025-01-01").replace("1000;50", "1000;44")
    (place.extracts / "proef_2024_eerder.csv").write_text(old, encoding="utf-8")
    name = place.build().id
    where = "measure = 'neet_proef' and region = 'NL01' and period = 2024 and sex = 'man'"
    assert place.ask(name, f"select value from observation where {where} and indeling = 'periode'") == [(50,)]
    assert place.ask(name, f"select value, published from superseded where {where}") == [
        (44, datetime.date(2025, 1, 1))
    ]
    assert place.ask(name, "select count(*) from superseded") == [(6,)]


def test_sample_steps_aside_for_published_files(place: Place) -> None:
    published = place.build()
    for path in place.extracts.glob("proef_*.csv"):
        path.rename(path.with_name(f"voorbeeld_{path.name}"))
    sample = place.build()
    assert (published.kind, sample.kind) == ("published", "sample")
    assert place.ask(sample.id, "select kind from source") == [("sample",)]
    (place.extracts / "proef_2024.csv").write_text(FIRST, encoding="utf-8")
    real = place.build()
    assert real.kind == "published"
    assert place.ask(real.id, "select file from extract") == [("proef_2024.csv",)]


def test_indicator_without_data_is_left_out(place: Place) -> None:
    for suffix in ("toml", "sql"):
        text = (place.sources / f"proef.{suffix}").read_text(encoding="utf-8")
        text = text.replace("neet_proef", "neet_elders").replace("jongeren_proef", "jongeren_elders")
        (place.sources / f"elders.{suffix}").write_text(text.replace("proef_*.csv", "elders.csv"), encoding="utf-8")
    text = (place.indicators / "neet_proef_aandeel.toml").read_text(encoding="utf-8")
    other = text.replace("neet_proef", "neet_elders").replace("jongeren_proef", "jongeren_elders")
    (place.indicators / "elders.toml").write_text(other, encoding="utf-8")
    with_other = text.replace('family = "neet"', 'family = "neet"\ncomparable = ["elders"]')
    (place.indicators / "neet_proef_aandeel.toml").write_text(with_other, encoding="utf-8")
    built = place.build()
    assert built.without_data == ("elders",)
    assert place.ask(built.id, "select id, comparable from indicator") == [("neet_proef_aandeel", [])]
    assert place.ask(built.id, "select id from source") == [("proef",)]


def test_coverage_keeps_to_the_defaults_and_the_numerator(place: Place) -> None:
    path = place.indicators / "neet_proef_aandeel.toml"
    text = path.read_text(encoding="utf-8")
    extra = 'decimals = 1\ndefaults = { sex = "man" }\nnumerator_where = { region = ["NL01"] }'
    path.write_text(text.replace("decimals = 1", extra), encoding="utf-8")
    late = FIRST.replace("2024;", "2025;").replace("2025-03-01", "2026-03-01").replace(";man;", ";vrouw;", 1)
    (place.extracts / "proef_2025.csv").write_text(
        late.replace("2025;NL01;vrouw;900", "2025;NL01;;900"), encoding="utf-8"
    )
    name = place.build().id
    query = "select code from coverage where indicator = 'neet_proef_aandeel' and dimension = '{}' order by 1"
    # 2025 has women only, and the indicator looks at men unless asked otherwise.
    assert place.ask(name, query.format("period")) == [("2023",), ("2024",)]
    assert place.ask(name, query.format("region")) == [("NL01",)]


def test_targets_get_the_id_of_their_source(place: Place) -> None:
    text = (place.sources / "proef.toml").read_text(encoding="utf-8").split("[measure.")[0]
    text = text.replace("proef_*.csv", "doel.csv").replace('format = "csv"', 'format = "csv"\ntable = "target"')
    text = text.replace(
        'columns = ["jaar", "regio", "geslacht", "jongeren", "neet", "datum"]', 'columns = ["jaar", "doel"]'
    )
    announced = '\n[[revision]]\nannounced = 2025-02-01\ntext_nl = "Herzien"\ntext_en = "Revised"\n'
    (place.sources / "doelen.toml").write_text(text + announced, encoding="utf-8")
    select = (
        "select 'doel_' || jaar as id, 'neet_proef_aandeel' as indicator, 'NL01' as region, "
        "jaar::integer as period_from, jaar::integer as period_to, doel::double as value, "
        "'percent' as unit, 2024 as set_in, 'OCW' as set_by, "
        "'brief' as citation, file from raw"
    )
    (place.sources / "doelen.sql").write_text(select, encoding="utf-8")
    (place.extracts / "doel.csv").write_text("jaar;doel\n2030;4\n", encoding="utf-8")
    name = place.build().id
    assert place.ask(name, "select id, source, value from target") == [("doel_2030", "doelen", 4)]
    assert place.ask(name, "select source, period, text_en from revision") == [("doelen", None, "Revised")]


def test_coverage_offers_what_is_there(place: Place) -> None:
    name = place.build().id
    query = "select code from coverage where indicator = 'neet_proef_aandeel' and dimension = '{}' order by 1"
    assert place.ask(name, query.format("period")) == [("2023",), ("2024",)]
    assert place.ask(name, query.format("region")) == [("MC28",), ("NL01",)]
    assert place.ask(name, query.format("region_kind")) == [("doorstroompunt",), ("land",)]
    assert place.ask(name, query.format("sex")) == [("man",), ("totaal",), ("vrouw",)]
    assert place.ask(name, query.format("hours")) == [("totaal",)]


def test_examples_and_terms_are_in_the_release(place: Place) -> None:
    name = place.build().id
    [(by, where)] = place.ask(name, 'select "by", "where" from example')
    assert (by, json.loads(str(where))) == (["period"], {"period": "latest"})
    [(terms,)] = place.ask(name, "select count(*) from term where text_nl <> '' and text_en <> ''")
    assert int(str(terms)) >= 25


def test_embargo_is_stored_in_utc_and_cannot_be_changed(place: Place) -> None:
    amsterdam = datetime.timezone(datetime.timedelta(hours=1))
    name = place.build(publish_at=datetime.datetime(2026, 12, 1, 7, tzinfo=amsterdam)).id
    assert place.ask(name, "select publish_at from release") == [(datetime.datetime(2026, 12, 1, 6),)]
    with pytest.raises(ReleaseError, match="another moment of publication"):
        place.build()


def test_plain_build_uses_the_declarations_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "extracts").mkdir()
    with pytest.raises(ExtractError, match="holds no file of any source"):
        builder.build(tmp_path / "extracts", tmp_path / "releases")


def test_second_build_in_one_process_waits_its_turn(place: Place) -> None:
    def nested(step: str) -> None:
        if step == "checks":
            place.build()

    with pytest.raises(ReleaseError, match="builds one at a time"):
        place.build(tell=nested)


def test_without_activation_the_pointer_stays(place: Place) -> None:
    first = place.build().id
    (place.extracts / "proef_2024.csv").write_text(FIRST.replace("1000;50", "1000;51"), encoding="utf-8")
    second = place.build(activate=False).id
    assert release.current(place.releases) == first
    assert second in release.ids(place.releases)


def test_lock_says_where_a_file_came_from(place: Place) -> None:
    lock = '"proef_2024.csv" = { sha256 = "x", bytes = 1, retrieved = "2025-03-02", url = "https://example.org/t" }\n'
    (place.extracts.parent / "extracts.lock").write_text(lock, encoding="utf-8")
    name = place.build().id
    assert place.ask(name, "select file, retrieved, url from extract order by 1") == [
        ("proef_2023.csv", "", ""),
        ("proef_2024.csv", "2025-03-02", "https://example.org/t"),
    ]


def _fails(place: Place, error: type[MonitorError], says: str) -> None:
    """The build fails with this sentence and leaves everything as it was."""
    before = place.files()
    with pytest.raises(error, match=says) as caught:
        place.build()
    assert "\n" not in str(caught.value)
    assert place.files() == before


def test_failing_check_leaves_everything_as_it_was(place: Place) -> None:
    place.build()
    rule = "-- no region has more than 900\nselect region, value from observation where value > 900"
    (place.rules / "small.sql").write_text(rule, encoding="utf-8")
    _fails(place, CheckError, "no region has more than 900: .* rows do not fit, the first is region NL01, value")


def test_warning_does_not_fail(place: Place) -> None:
    rule = "-- warning: no region has more than 900\nselect region, value from observation where value > 900"
    (place.rules / "small.sql").write_text(rule, encoding="utf-8")
    assert [finding.sentence for finding in place.build().warnings] == ["no region has more than 900"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("jaar;regio", "jaren;regio", "jaar"),
        ("jongeren;neet", "BSN;jongeren;neet", "BSN"),
        ("2024;NL01;man", "tweeduizend;NL01;man", "proef.sql: .*tweeduizend"),
        (";man;1000", ";man;1000;extra", "proef_2024.csv"),
    ],
)
def test_broken_extract_leaves_everything_as_it_was(place: Place, right: str, wrong: str, says: str) -> None:
    place.build()
    (place.extracts / "proef_2024.csv").write_text(FIRST.replace(right, wrong), encoding="utf-8")
    _fails(place, ExtractError, says)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("regio as region", "regio as regoin", "gives unknown column 'regoin'; did you mean 'region'"),
        ("coalesce(nullif(geslacht, ''), 'totaal')", "nullif(geslacht, '')", "gives 2 rows without 'sex'"),
        ("from measured", "from measurd", "measurd does not exist"),
        (
            "jaar::integer",
            "wrong(file, 'jaar', jaar, 'write a year.')::integer",
            "^[^;]*column 'jaar' holds '202[34]'; write a year. C",
        ),
        ("from measured", "from measured where false", "gives no rows from proef_2023.csv, proef_2024.csv"),
    ],
)
def test_broken_select_leaves_everything_as_it_was(place: Place, right: str, wrong: str, says: str) -> None:
    (place.extracts / "proef_2024.csv").write_text(FIRST + "2024;MC29;;80;7;2025-03-01\n", encoding="utf-8")
    place.build()
    path = place.sources / "proef.sql"
    path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    _fails(place, ExtractError, says)


def test_figure_without_a_reason_is_refused(place: Place) -> None:
    place.build()
    path = place.sources / "proef.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("then 'Q' else", "then 'A' else"), encoding="utf-8")
    _fails(place, ExtractError, "proef.sql: gives 1 rows whose value and status contradict each other")


def test_nothing_to_build_from_says_what_to_do(place: Place) -> None:
    for path in place.extracts.iterdir():
        path.unlink()
    with pytest.raises(ExtractError, match=r"Run 'python -m etl sample' for examples or 'python -m etl fetch'"):
        place.build()
    assert not place.releases.exists()


def test_killed_build_is_swept_by_the_next(place: Place) -> None:
    first = place.build().id
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from etl import build
        build.coverage.fill = lambda con: (print("half way", flush=True), time.sleep(60))
        build.build_and_tell(Path({str(place.extracts)!r}), Path({str(place.releases)!r}),
                             sources=Path({str(place.sources)!r}), indicators=Path({str(place.indicators)!r}))
        """
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "half way\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert list(place.releases.glob("building-*"))
    assert release.current(place.releases) == first
    assert place.build().id == first
    assert list(place.releases.glob("building-*")) == []


def test_export_writes_partitions_and_small_tables(place: Place, tmp_path: Path) -> None:
    name = place.build().id
    target = export.export(place.releases, tmp_path / "export")
    assert target.name == name
    assert sorted(path.name for path in (target / "observation").iterdir()) == [
        "measure=jongeren_proef",
        "measure=neet_proef",
    ]
    with duckdb.connect() as con:
        source = f"read_parquet('{target}/observation/*/*.parquet', hive_partitioning = true)"
        [counted] = con.execute(f"select count(*), sum(value) from {source}").fetchall()
        assert [counted] == place.ask(name, "select count(*), sum(value) from observation")
        assert con.execute(f"select id from '{target}/release.parquet'").fetchall() == [(name,)]
    assert export.export(place.releases, tmp_path / "export", name) == target


def test_export_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="Run 'python -m etl build' first"):
        export.export(tmp_path, tmp_path / "export")


def test_command_line_prints_one_sentence_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["activate", "20200101-00000000", "--releases", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "no release '20200101-00000000'" in said.err


def test_command_line_hides_the_traceback_of_the_unexpected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def explode(_: Path) -> list[release.Release]:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(release, "listing", explode)
    assert main(["releases"]) == 1
    assert capsys.readouterr().err == "unexpected: RuntimeError: two lines; report it with the output of --debug.\n"
    assert main(["releases", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_command_line_lists_and_removes(tmp_path: Path, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--releases", str(place.releases)]
    first = place.build().id
    (place.extracts / "proef_2024.csv").write_text(FIRST.replace("1000;50", "1000;51"), encoding="utf-8")
    time.sleep(0.01)
    second = place.build().id
    assert main(["releases", *where]) == 0
    assert first in (said := capsys.readouterr().out)
    assert second in said
    assert main(["activate", first, *where]) == 0
    assert main(["prune", "--keep", "1", *where]) == 0
    assert main(["prune", second, *where]) == 0
    assert main(["prune", first, *where]) == 1
    assert main(["export", "--folder", str(tmp_path / "export"), *where]) == 0
    assert release.ids(place.releases) == [first]
    assert main(["prune", *where]) == 0
    assert "Nothing to remove." in capsys.readouterr().out


def test_command_line_knows_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bild"]) == 2
    assert "Did you mean 'build'" in capsys.readouterr().err
    assert main(["build", "--help"]) == 0


def test_check_reads_without_building(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    report = builder.check(place.extracts, sources=place.sources, indicators=place.indicators)
    assert [item.source for item in report.sources] == ["proef"]
    assert report.accounts == ("proef: 2 files, 5 rows: 5 stored",)
    assert not place.releases.exists()
    (place.extracts / "proef_2024.csv").write_text(FIRST.replace("jaar;", "jaren;"), encoding="utf-8")
    with pytest.raises(ExtractError):
        builder.check(place.extracts, sources=place.sources, indicators=place.indicators)


def _whole(sample_release: SampleRelease, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(sample_release.path), read_only=True) as con:
        return con.execute(query).fetchall()


def test_whole_sample_has_figures_for_every_indicator(sample_release: SampleRelease) -> None:
    declared = set(load_indicators())
    with_figures = "select indicator from coverage where dimension = 'period'"
    assert {name for (name,) in _whole(sample_release, with_figures)} == declared
    # The hand-made tables of published figures are real, the rest is not.
    assert _whole(sample_release, "select kind from release") == [("mixed",)]
    assert {name for (name,) in _whole(sample_release, "select id from source")} == set(load_sources())


def test_whole_sample_holds_the_history_of_regions(sample_release: SampleRelease) -> None:
    query = (
        "select indeling, region, max(period + (period_kind = 'schoolyear')::integer), "
        "min(period + (period_kind = 'schoolyear')::integer) "
        "from observation join measure on measure.id = measure where region in ('MC14', 'MC40') group by all"
    )
    years = {(indeling, region): (last, first) for indeling, region, last, first in _whole(sample_release, query)}
    assert years["periode", "MC14"][0] == 2020
    assert years["periode", "MC40"][1] == 2021
    assert years["2026", "MC40"][1] == 2013
    assert ("2026", "MC14") not in years


def test_whole_sample_adds_municipalities_up_exactly(sample_release: SampleRelease) -> None:
    query = """
        with whole as (
            from observation where measure = 'jongeren_register' and derived and indeling = 'periode'
                -- From here on the municipalities of the table are those of the map.
                and period >= 2023
        ),
        part as (
            select map.region, period, sum(value) as value, count(*) as parts
            from observation
            join region_map as map on map.gemeente = observation.region
                and least(greatest(period, 2019), 2026) between map.valid_from and map.valid_to
            where measure = 'jongeren_register' and indeling = 'periode'
            group by all
        )
        select count(*), count(*) filter (where whole.value <> part.value or whole.parts <> part.parts)
        from whole join part using (region, period)
    """
    [(compared, wrong)] = _whole(sample_release, query)
    assert int(str(compared)) > 100
    assert wrong == 0
