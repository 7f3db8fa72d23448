"""Fetching StatLine tables: both dialects, every way in which it can go wrong, and what is left on disk then."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import cbsodata
import cbsodata4
import cbsodata4.httpx_client
import duckdb
import pytest

from etl.catalogue import Source, load_sources
from etl.download import Patience
from etl.errors import CatalogueError, ExtractError
from etl.fetch import Fetched, fetch
from etl.lock import lock_path, read_lock
from etl.readers import read

from .statline_server import Fault, StatLine, statline_server
from .statline_table import vsv_table

ID = "84780NED"
DECLARED = """
name_nl = "Vsv"
name_en = "Vsv"
publisher = "CBS"
format = "statline"
files = "84780NED"
table_id = "84780NED"
licence_nl = "CC BY 4.0"
licence_en = "CC BY 4.0"
population_nl = "Leerlingen"
population_en = "Pupils"
published = 2026-06-03
"""
MEASURE = """
[topic]
leerlingen_cbs = ["Leerlingen"]
vsvers_cbs = ["Voortijdig schoolverlaters"]

[dimension.sex]
names = ["Geslacht"]

[dimension.region]
names = ["RegioS"]

[dimension.period]
names = ["Perioden"]

[measure.leerlingen_cbs]
name_nl = "Leerlingen"
name_en = "Pupils"
unit = "persons"
period_kind = "schoolyear"
"""
FILTERS = """
[filters]
v4 = "startswith(RegioS,'GM') and (Perioden eq '2023SJ00' or Perioden eq '2024SJ00')"
v3 = "startswith(RegioS,'GM') and (Perioden eq '2023SJ00' or Perioden eq '2024SJ00')"
"""


@pytest.fixture
def server() -> Iterator[StatLine]:
    with statline_server(page_size=25) as statline:
        yield statline


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    return tmp_path / "extracts"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def get(server: StatLine, extracts: Path, tmp_path: Path, waits: list[float]) -> Callable[..., list[Fetched]]:
    """Fetches from the server without ever waiting; what it would have waited is in `waits`."""

    def run(tables: list[str] | None = None, filters: str = "", **options: Any) -> list[Fetched]:
        bases = {"base_v4": server.v4, "base_v3": server.v3}
        patience = Patience(sleep=waits.append, read_timeout=options.pop("read_timeout", 5.0))
        sources = options.pop("sources", None) or declared(tmp_path, cbs_vsv_regio=DECLARED + filters + MEASURE)
        return fetch(extracts, tables, **(bases | options), sources=sources, patience=patience)

    return run


def declared(tmp_path: Path, **texts: str) -> list[Source]:
    folder = tmp_path / "sources"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        (folder / f"{name}.sql").write_text("select 1", encoding="utf-8")
    return list(load_sources(folder).values())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(folder: Path, pattern: str) -> list[dict[str, Any]]:
    pages = sorted(folder.glob(pattern), key=lambda path: int(path.stem.rpartition("_")[2]))
    return [row for page in pages for row in json.loads(page.read_bytes())["value"]]


# --- the two dialects


def test_v4_comes_in_whole_and_as_received(get: Callable[..., list[Fetched]], extracts: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    [table] = get(progress=lambda *step: seen.append(step))
    assert (table.dialect, table.rows, table.changed, table.note) == ("v4", 60, True, "")
    assert names(extracts / ID) == [
        "Dimensions.json",
        "GeslachtCodes.json",
        "MeasureCodes.json",
        "Observations_0.json",
        "Observations_1.json",
        "Observations_2.json",
        "PeriodenCodes.json",
        "Properties.json",
        "RegioSCodes.json",
    ]
    assert rows(extracts / ID, "Observations_*.json") == vsv_table().v4_rows()
    assert seen == [(ID, 25, 60), (ID, 50, 60), (ID, 60, 60)]


def test_v3_stands_in_when_v4_does_not_have_the_table(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path, waits: list[float]
) -> None:
    server.faults = [Fault("/v1/", "404", times=99)]
    [table] = get()
    assert (table.dialect, table.rows, table.note) == ("v3", 30, "v4 failed: the server answered 404")
    assert names(extracts / ID) == [
        "DataProperties.json",
        "Geslacht.json",
        "Perioden.json",
        "RegioS.json",
        "TableInfos.json",
        "UntypedDataSet_0.json",
        "UntypedDataSet_1.json",
    ]
    assert rows(extracts / ID, "UntypedDataSet_*.json") == vsv_table().v3_rows(typed=False)
    assert not waits
    assert not list(extracts.glob(".*"))


@pytest.mark.parametrize("kind", ["500", "html", "truncated"])
def test_v3_stands_in_when_v4_stays_broken(get: Callable[..., list[Fetched]], server: StatLine, kind: str) -> None:
    server.faults = [Fault("Observations", kind, times=99)]
    [table] = get()
    assert table.dialect == "v3"
    assert server.counts("Observations").total() == Patience().attempts


def test_v3_stands_in_when_v4_answers_about_another_table(
    get: Callable[..., list[Fetched]], server: StatLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.table, "properties", lambda: {"Identifier": "84781NED"})
    [table] = get()
    assert (table.dialect, table.note) == ("v3", f"v4 failed: it describes table '84781NED' instead of '{ID}'")


def test_pages_that_go_round_in_a_circle_are_left(
    get: Callable[..., list[Fetched]], server: StatLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = StatLine._page

    def linked_to(link: dict[str, str]) -> Callable[..., Any]:
        def linked(line: StatLine, rows: Any, query: dict[str, str], url: str, size: int) -> Any:
            return page(line, rows, query, url, size)[0], link[query.get("$skip", "0")] if len(rows) > 20 else None

        return linked

    monkeypatch.setattr(StatLine, "_page", linked_to({"0": "?$skip=25", "25": "?$skip=25"}))
    with pytest.raises(ExtractError, match="the next page it points to is itself"):
        get()
    monkeypatch.setattr(StatLine, "_page", linked_to({"0": "?$skip=25", "25": "?$skip=50", "50": "?$skip=25"}))
    server.table.modified = "2026-11-13T02:00:00"
    with pytest.raises(ExtractError, match="its pages go round in a circle"):
        get()


@pytest.mark.parametrize(
    ("path", "answer", "reason"),
    [
        (f"/{ID}/Properties", [], "the answer is not an OData document"),
        (f"/{ID}/Properties", {"error": {"code": "x"}}, "the answer holds no rows"),
        (f"/{ID}", {"value": ["Observations"]}, "its list of documents has no names"),
        (f"/{ID}", {"value": [{"name": "Observations"}]}, "it lists no code lists"),
    ],
)
def test_v3_stands_in_when_v4_answers_nonsense(
    get: Callable[..., list[Fetched]],
    server: StatLine,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    answer: Any,
    reason: str,
) -> None:
    real = server.answer
    monkeypatch.setattr(
        server, "answer", lambda asked, query: answer if asked == f"/odata/v1/CBS{path}" else real(asked, query)
    )
    [table] = get()
    assert (table.dialect, table.note) == ("v3", f"v4 failed: {reason}")


def test_code_list_on_more_than_one_page_becomes_one_document(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    server.list_page_size = 2
    get()
    regions = json.loads((extracts / ID / "RegioSCodes.json").read_bytes())["value"]
    assert regions == vsv_table().v4_documents()["RegioSCodes"]


def test_base_address_that_is_none_is_said_at_once(get: Callable[..., list[Fetched]], waits: list[float]) -> None:
    with pytest.raises(ExtractError, match="missing an 'http://' or 'https://' protocol"):
        get(base_v4="statline", base_v3="statline")
    assert not waits


@pytest.mark.parametrize("dialect", ["v4", "v3"])
def test_filter_is_passed_on_and_kept_over_pages(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path, dialect: str
) -> None:
    server.page_size = 3
    if dialect == "v3":
        server.faults = [Fault("/v1/", "404", times=99)]
    [table] = get(filters=FILTERS)
    wanted = "startswith(RegioS,'GM') and (Perioden eq '2023SJ00' or Perioden eq '2024SJ00')"
    pages = server.counts("Observations" if dialect == "v4" else "UntypedDataSet")
    assert (table.dialect, table.rows) == (dialect, 16 if dialect == "v4" else 8)
    assert len(pages) > 1
    assert all(f"$filter={wanted}" in page and "+" not in page for page in pages)
    assert not any(page.count("$format") > 1 for page in pages)


def test_mirror_that_links_to_the_real_server_is_followed_here(
    get: Callable[..., list[Fetched]], server: StatLine
) -> None:
    server.calls_itself = "statline.invalid"
    [table] = get()
    assert (table.dialect, table.rows) == ("v4", 60)


def test_base_addresses_come_from_the_environment(
    server: StatLine, extracts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTROOM_STATLINE_V4", server.v4 + "/")
    monkeypatch.setenv("DOORSTROOM_STATLINE_V3", server.v3)
    [table] = fetch(extracts, sources=declared(tmp_path, cbs_vsv_regio=DECLARED + MEASURE))
    assert table.dialect == "v4"


def test_both_dialects_are_read_as_the_same_rows(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path, tmp_path: Path
) -> None:
    [source] = declared(tmp_path, cbs_vsv_regio=DECLARED + MEASURE)
    found = []
    for faults in ([], [Fault("/v1/", "404", times=99)]):
        server.faults = faults
        server.table.modified += "+"
        get()
        with duckdb.connect() as con:
            read(con, source, [extracts / ID])
            # v4 says "Secret" beside an empty cell where v3 prints a dot: what the source's SQL has a macro for.
            found.append(
                con.execute(
                    "select sex, sex_title, region, region_title, period, period_title, period_status, "
                    "measure_title, unit, case attribute when 'Secret' then '.' else value end as value "
                    "from raw order by all"
                ).fetchall()
            )
    v4, v3 = found
    assert len(v4) == 60
    assert v4 == v3


# --- faults


def test_two_failures_are_survived_with_growing_pauses(
    get: Callable[..., list[Fetched]], server: StatLine, waits: list[float]
) -> None:
    server.faults = [Fault("Observations", "500", times=2)]
    [table] = get()
    assert (table.dialect, table.rows) == ("v4", 60)
    first, second = waits
    assert 1 <= first < second <= 3


def test_retry_after_is_respected(get: Callable[..., list[Fetched]], server: StatLine, waits: list[float]) -> None:
    in_half_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.faults = [
        Fault("Properties", "429"),
        Fault("MeasureCodes", "429", retry_after=in_half_a_minute),
        Fault("RegioSCodes", "429", retry_after="later"),
    ]
    [table] = get()
    assert table.dialect == "v4"
    seconds, date, neither = waits
    assert seconds == 7
    assert 25 < date <= 30
    assert 1 <= neither <= 2


def test_server_that_asks_for_hours_is_not_waited_for(
    get: Callable[..., list[Fetched]], server: StatLine, waits: list[float]
) -> None:
    server.faults = [Fault("Properties", "429", retry_after="7200")]
    [table] = get()
    assert table.note == "v4 failed: the server answered 429 and asks to wait 7200 s"
    assert not waits


@pytest.mark.parametrize("kind", ["cut", "truncated", "html"])
def test_broken_body_is_asked_again(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path, kind: str
) -> None:
    server.faults = [Fault("$skip=25", kind)]
    [table] = get()
    assert (table.dialect, table.rows) == ("v4", 60)
    assert rows(extracts / ID, "Observations_*.json") == vsv_table().v4_rows()


def test_silent_server_is_asked_again(get: Callable[..., list[Fetched]], server: StatLine) -> None:
    server.faults = [Fault("Properties", "slow", seconds=0.4)]
    [table] = get(read_timeout=0.1)
    assert table.dialect == "v4"
    # Once in vain, once at the start, and once at the end to see that the table is still the same.
    assert server.counts("Properties").total() == 3


def test_offline_says_so_and_points_to_the_sample(
    get: Callable[..., list[Fetched]], extracts: Path, waits: list[float]
) -> None:
    with statline_server() as gone:
        pass
    with pytest.raises(ExtractError) as error:
        get(base_v4=gone.v4, base_v3=gone.v3)
    assert "this computer seems to be offline" in str(error.value)
    assert "`python -m etl sample`" in str(error.value)
    assert len(waits) == 2 * (Patience().attempts_offline - 1)
    assert not list(extracts.iterdir())


def test_table_that_nobody_has_is_told_from_a_server_that_is_down(
    get: Callable[..., list[Fetched]], server: StatLine
) -> None:
    server.faults = [Fault("", "404", times=99)]
    with pytest.raises(ExtractError, match=r"no such table.*correct `table_id`"):
        get()
    server.faults = [Fault("", "500", times=99)]
    with pytest.raises(ExtractError, match=r"v4 \(the server answered 500\) nor in v3 \(the server answered 500\)"):
        get()


@pytest.mark.parametrize("announced", [59, 61])
def test_count_that_differs_from_the_announced_one_is_refused(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path, announced: int
) -> None:
    server.table.announced = announced
    [table] = get()
    assert table.dialect == "v3"
    assert table.note == f"v4 failed: it announces {announced} observations and gave 60"
    assert not list(extracts.glob(".*"))


def test_filter_that_matches_nothing_leaves_the_old_table(get: Callable[..., list[Fetched]], extracts: Path) -> None:
    get()
    before = {path.name: path.read_bytes() for path in (extracts / ID).iterdir()}
    nothing = "\n[filters]\nv4 = \"RegioS eq 'XX'\"\nv3 = \"RegioS eq 'XX'\"\n"
    with pytest.raises(ExtractError, match="the declared filter matches nothing"):
        get(filters=nothing)
    assert {path.name: path.read_bytes() for path in (extracts / ID).iterdir()} == before


def test_one_failing_table_does_not_stop_the_others(
    get: Callable[..., list[Fetched]], tmp_path: Path, extracts: Path
) -> None:
    other = DECLARED.replace(ID, "00000NED")
    both = declared(
        tmp_path, a_other=other + MEASURE.replace("leerlingen_cbs", "iets_anders"), b_vsv=DECLARED + MEASURE
    )
    with pytest.raises(ExtractError, match="00000NED"):
        get(sources=both)
    assert (extracts / ID / "Properties.json").exists()


# --- what is left on disk


def test_stop_half_way_leaves_the_old_table_and_goes_on_from_there(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    get()
    old = {path.name: path.read_bytes() for path in (extracts / ID).iterdir()}
    locked = lock_path(extracts).read_bytes()
    server.table.modified = "2026-11-13T02:00:00"
    server.table.value = lambda cell, topic: cell
    server.asked.clear()

    def stop(_table: str, so_far: int, _total: int | None) -> None:
        if so_far == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(progress=stop)
    assert {path.name: path.read_bytes() for path in (extracts / ID).iterdir()} == old
    assert lock_path(extracts).read_bytes() == locked

    [table] = get()
    assert (table.rows, table.changed) == (60, True)
    assert rows(extracts / ID, "Observations_*.json") == server.table.v4_rows()
    assert set(server.counts("Observations").values()) == {1}
    assert set(server.counts("Codes").values()) == {1}
    assert not list(extracts.glob(".*"))


def test_page_that_was_damaged_on_disk_is_fetched_again(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    server.faults = [Fault("$skip=50", "500", times=99), Fault("odata/8", "500", times=99)]
    with pytest.raises(ExtractError, match="what came in is kept"):
        get()
    (extracts / f".{ID}.v4.part" / "Observations_1.json").write_bytes(b"{}")
    server.faults.clear()
    server.asked.clear()
    [table] = get()
    assert table.rows == 60
    assert rows(extracts / ID, "Observations_*.json") == vsv_table().v4_rows()
    assert sorted(address.partition("?")[2] for address in server.counts("Observations")) == ["$skip=25", "$skip=50"]


def test_table_renewed_between_two_tries_is_not_made_of_two_editions(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    server.faults = [Fault("$skip=50", "500", times=99), Fault("odata/8", "500", times=99)]
    with pytest.raises(ExtractError):
        get()
    server.faults.clear()
    server.table.modified = "2026-11-13T02:00:00"
    server.table.value = lambda cell, topic: cell
    get()
    assert rows(extracts / ID, "Observations_*.json") == server.table.v4_rows()


def test_stop_between_the_two_renames_is_mended(get: Callable[..., list[Fetched]], extracts: Path) -> None:
    get()
    (extracts / ID).rename(extracts / f".{ID}.old")
    [table] = get()
    assert not table.changed
    assert (extracts / ID / "Properties.json").exists()


def test_second_fetch_asks_one_small_question(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    get()
    locked = lock_path(extracts)
    before = (locked.read_bytes(), locked.stat().st_mtime_ns)
    server.asked.clear()
    [table] = get()
    assert (table.changed, table.rows) == (False, 60)
    assert server.asked == [f"/odata/v1/CBS/{ID}/Properties"]
    assert (locked.read_bytes(), locked.stat().st_mtime_ns) == before


@pytest.mark.parametrize("change", ["bytes", "filter", "gone"])
def test_second_fetch_is_a_real_one_when_the_table_here_is_not_the_one_asked_for(
    get: Callable[..., list[Fetched]], extracts: Path, change: str
) -> None:
    get()
    if change == "bytes":
        (extracts / ID / "Observations_2.json").write_bytes(b"{}")
    if change == "gone":
        (extracts / ID / "Observations_2.json").unlink()
    [table] = get(filters=FILTERS if change == "filter" else "")
    assert table.changed
    assert table.rows == (16 if change == "filter" else 60)


def test_lock_names_bytes_and_origin_and_changes_only_with_the_bytes(
    get: Callable[..., list[Fetched]], server: StatLine, extracts: Path
) -> None:
    extracts.mkdir()
    by_hand = extracts / "duo_vsv_rmc_2023-2024_definitief.csv"
    by_hand.write_text("a;b\n", encoding="utf-8")
    (extracts / "voorbeeld_84780NED").mkdir()
    (extracts / "voorbeeld_84780NED" / "Properties.json").write_text("{}", encoding="utf-8")
    get()
    lock = read_lock(extracts)
    assert list(lock) == sorted(lock)
    assert set(lock) == {by_hand.name, *(f"{ID}/{name}" for name in names(extracts / ID))}
    assert (lock[by_hand.name].url, lock[by_hand.name].bytes) == ("", 4)
    assert lock[f"{ID}/Observations_1.json"].url == f"{server.v4}/{ID}/Observations?$skip=25"

    text = lock_path(extracts).read_text(encoding="utf-8").replace(lock[by_hand.name].retrieved, "2026-01-01")
    lock_path(extracts).write_text(text, encoding="utf-8")
    server.table.modified = "2026-11-13T02:00:00"
    get()
    renewed = {name for name, entry in read_lock(extracts).items() if entry.retrieved != "2026-01-01"}
    assert renewed == {f"{ID}/Properties.json"}


def test_unreadable_lock_is_one_sentence(get: Callable[..., list[Fetched]], extracts: Path) -> None:
    extracts.mkdir()
    lock_path(extracts).write_text("<<<<<<< HEAD", encoding="utf-8")
    with pytest.raises(ExtractError, match=r"extracts\.lock: cannot be read"):
        get()


# --- what to fetch


def test_tables_are_named_by_table_or_by_source(get: Callable[..., list[Fetched]]) -> None:
    assert [table.table for table in get(["cbs_vsv_regio", "84780ned"])] == [ID]
    with pytest.raises(CatalogueError, match="unknown table '84780NE'; did you mean '84780NED'"):
        get(["84780NE"])


def test_two_sources_may_not_ask_different_rows_of_one_table(get: Callable[..., list[Fetched]], tmp_path: Path) -> None:
    other = DECLARED + FILTERS + MEASURE.replace("leerlingen_cbs", "iets_anders")
    with pytest.raises(CatalogueError, match=r"asks other rows of 84780NED"):
        get(sources=declared(tmp_path, a_vsv=DECLARED + MEASURE, b_vsv=other))


# --- the server is credible: the public clients read it


def test_cbsodata_reads_the_server(server: StatLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cbsodata.options, "use_https", False)
    data = cbsodata.get_data(ID, catalog_url=server.host)
    assert len(data) == 30
    assert data[13]["RegioS"] == "Súdwest-Fryslân"
    assert data[13]["VoortijdigSchoolverlaters_2"] is None
    assert len(cbsodata.get_data(ID, catalog_url=server.host, filters="startswith(RegioS,'GM')")) == 12
    assert cbsodata.get_info(ID, catalog_url=server.host)["Identifier"] == ID


def test_cbsodata4_reads_the_server(server: StatLine, tmp_path: Path) -> None:
    cbsodata4.httpx_client.fetch_json.cache_clear()
    data = cbsodata4.get_observations(ID, base_url=server.v4.removesuffix("/CBS"), download_dir=tmp_path / "v4")
    assert len(data) == 60
    assert data["Value"].isna().sum() == 2
    assert set(data.loc[data["Value"].isna(), "ValueAttribute"]) == {"Secret"}
