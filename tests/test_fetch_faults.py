"""Every fault of a StatLine server, in both dialects: right data or one sentence, and the next fetch is right."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.catalogue import Source
from etl.download import Patience
from etl.errors import ExtractError
from etl.fetch import Fetched, fetch
from etl.lock import lock_path, only_one, read_lock, refuse_edited

from .statline_server import SPOIL, Fault, StatLine, statline_server
from .test_fetch import DECLARED, ID, MEASURE, declared

ROOT = Path(__file__).parent.parent
PATIENT = Patience(sleep=lambda _: None, read_timeout=1.0, longest_body=0.3)
ROWS = {"v4": "Observations", "v3": "UntypedDataSet"}
ABOUT = {"v4": "Properties", "v3": "TableInfos"}
STEADY = 99


def page(kind: str, times: int = STEADY, **more: Any) -> Callable[[str], list[Fault]]:
    """The fault on the second page of rows."""
    return lambda dialect: [
        Fault(f"{ROWS[dialect]}?{'$format=json&' if dialect == 'v3' else ''}$skip=10", kind, times, **more)
    ]


def first(kind: str, times: int = STEADY, **more: Any) -> Callable[[str], list[Fault]]:
    """The fault on every page of rows."""
    return lambda dialect: [Fault(ROWS[dialect], kind, times, **more)]


def about(kind: str, times: int = STEADY, **more: Any) -> Callable[[str], list[Fault]]:
    """The fault on what the table says of itself."""
    return lambda dialect: [Fault(ABOUT[dialect], kind, times, **more)]


BODIES = ["cut", "truncated", "html", "long", "short", "gzip", "redirect", "redirects", "empty", "deep"]
CASES: dict[str, Callable[[str], list[Fault]]] = {
    **{f"{kind} on a page": page(kind) for kind in [*SPOIL, *BODIES]},
    **{f"{kind} on every page": first(kind) for kind in ["no rows", "rows without numbers", "all rows doubled"]},
    **{f"{kind} on a page, once": page(kind, 1) for kind in [*BODIES, "404", "429", "500", "503"]},
    **{f"{kind} about the table": about(kind) for kind in ["html", "truncated", "403", "404", "500", "deep"]},
    **{f"{status} for ever": page(status, retry_after="") for status in ["429", "500", "502", "503", "504", "403"]},
    "503 with a Retry-After": page("503", 1, retry_after="3"),
    "429 that asks for hours": page("429", 1, retry_after="9000"),
    "slow drip that ends": page("drip", 1, seconds=0.001),
    "slow drip that does not": page("drip", seconds=0.1),
    "silence": page("slow", 1, seconds=1.3),
}


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    return declared(tmp_path, cbs_vsv_regio=DECLARED + MEASURE)


def get(server: StatLine, extracts: Path, sources: list[Source], dialect: str, **more: Any) -> list[Fetched]:
    """Fetches in one dialect only; the other has no such table."""
    nowhere = f"http://{server.host}/leeg"
    bases = (
        {"base_v4": server.v4, "base_v3": nowhere} if dialect == "v4" else {"base_v4": nowhere, "base_v3": server.v3}
    )
    return fetch(extracts, **bases, sources=sources, patience=PATIENT, **more)


def is_right(extracts: Path, server: StatLine, dialect: str) -> bool:
    """Whether what lies here is the whole table, each cell once, and nothing else."""
    pages = (extracts / ID).glob(f"{ROWS[dialect]}_*.json")
    here = [row for path in pages for row in json.loads(path.read_bytes())["value"]]
    real = server.table.v4_rows() if dialect == "v4" else server.table.v3_rows(typed=False)
    return cells(here) == cells(real) and not list(extracts.glob(".*"))


def cells(rows: list[dict[str, Any]]) -> list[str]:
    """The rows without their numbers, in one order."""
    return sorted(json.dumps({name: row[name] for name in row if name.lower() != "id"}) for row in rows)


@pytest.mark.parametrize("counting", [False, True], ids=["uncounted", "counted"])
@pytest.mark.parametrize("dialect", ["v4", "v3"])
@pytest.mark.parametrize("case", CASES)
def test_right_data_or_one_sentence_and_the_next_fetch_is_right(
    tmp_path: Path, sources: list[Source], case: str, dialect: str, counting: bool
) -> None:
    extracts = tmp_path / "extracts"
    with statline_server(page_size=10, counting=counting) as server:
        server.faults = CASES[case](dialect)
        try:
            get(server, extracts, sources, dialect)
        except ExtractError as error:
            assert str(error).startswith((f"{ID}: StatLine did not give it", f"{ID}: StatLine has no such table"))
            assert "\n" not in str(error)
            assert ("no such table" in str(error)) == (case == "404 about the table")
            assert not (extracts / ID).exists()
        else:
            assert is_right(extracts, server, dialect)
        server.faults = []
        [table] = get(server, extracts, sources, dialect)
        assert is_right(extracts, server, dialect)
        assert table.dialect == dialect


# --- what the pages themselves do not say


@pytest.mark.parametrize("dialect", ["v4", "v3"])
def test_table_renewed_between_two_pages_is_not_taken(tmp_path: Path, sources: list[Source], dialect: str) -> None:
    with statline_server(page_size=10) as server:

        def renew(_table: str, rows: int, _total: int | None) -> None:
            if rows == 20:
                server.table.modified = "2026-11-13T02:00:00"
                server.table.value = lambda cell, topic: cell

        with pytest.raises(ExtractError, match="it was renewed while it came in"):
            get(server, tmp_path / "extracts", sources, dialect, progress=renew)
        get(server, tmp_path / "extracts", sources, dialect)
        assert is_right(tmp_path / "extracts", server, dialect)


def test_lost_last_page_of_v3_is_seen_where_nothing_announces_a_number(tmp_path: Path, sources: list[Source]) -> None:
    with statline_server(page_size=10) as server:
        server.faults = [Fault("$skip=10", "no link")]
        with pytest.raises(ExtractError, match="its last page is not the last: there are rows after row 20"):
            get(server, tmp_path / "extracts", sources, "v3")


def test_what_cannot_be_known_is_told(tmp_path: Path, sources: list[Source]) -> None:
    with statline_server(page_size=10) as server:
        server.faults = [Fault("$skip=30", "400", times=STEADY)]
        [table] = get(server, tmp_path / "extracts", sources, "v3")
    assert table.note.endswith("the server could not confirm that these are all rows")


def test_partly_failed_fetch_says_what_came_in(tmp_path: Path) -> None:
    other = DECLARED.replace(ID, "00000NED")
    both = declared(tmp_path, a_vsv=DECLARED + MEASURE, b_other=other + MEASURE.replace("leerlingen_cbs", "iets"))
    arrived: list[Fetched] = []
    with statline_server() as server, pytest.raises(ExtractError) as error:
        get(server, tmp_path / "extracts", both, "v4", arrived=arrived.append)
    assert str(error.value).startswith("1 of 2 tables came in. 00000NED: StatLine has no such table")
    assert str(error.value).endswith(f"Here are: {ID}.")
    assert [item.table for item in arrived] == [ID]


# --- two at once, a killed fetch, a full disk


def test_second_fetch_at_the_same_time_is_told_to_wait(tmp_path: Path, sources: list[Source]) -> None:
    extracts = tmp_path / "extracts"
    extracts.mkdir()
    with statline_server() as server:
        with only_one(extracts), pytest.raises(ExtractError, match="another fetch is busy in this folder"):
            get(server, extracts, sources, "v4")
        get(server, extracts, sources, "v4")
        assert is_right(extracts, server, "v4")


FETCH = """
import resource, sys
from pathlib import Path
from etl.catalogue import load_sources
from etl.errors import ExtractError
from etl.fetch import fetch
folder, v4, v3, most = sys.argv[1:]
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
try:
    fetch(Path(folder) / "extracts", base_v4=v4, base_v3=v3, sources=load_sources(Path(folder) / "sources").values())
except ExtractError as error:
    sys.exit(str(error))
"""


def started(folder: Path, server: StatLine, dialect: str, most: str = "") -> subprocess.Popen[str]:
    """A fetch in a process of its own; `most` is how many bytes the system lets it write in one file."""
    nowhere = f"http://{server.host}/leeg"
    bases = (server.v4, nowhere) if dialect == "v4" else (nowhere, server.v3)
    given = [sys.executable, "-c", FETCH, str(folder), *bases, most]
    return subprocess.Popen(given, cwd=ROOT, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("dialect", ["v4", "v3"])
def test_killed_fetch_is_taken_up_again(tmp_path: Path, sources: list[Source], dialect: str) -> None:
    extracts = tmp_path / "extracts"
    with statline_server(page_size=10) as server:
        server.faults = [Fault("$skip=20", "slow", seconds=20)]
        running = started(tmp_path, server, dialect)
        until = time.monotonic() + 20
        while not server.counts("$skip=20") and time.monotonic() < until:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert (extracts / f".{ID}.{dialect}.part").exists()
        server.faults = []
        server.asked.clear()
        get(server, extracts, sources, dialect)
        assert not server.counts("$skip=10"), "the pages that were in are not asked again"
        assert is_right(extracts, server, dialect)


@pytest.mark.parametrize("dialect", ["v4", "v3"])
def test_disk_that_takes_no_more_is_one_sentence(tmp_path: Path, sources: list[Source], dialect: str) -> None:
    with statline_server(page_size=10) as server:
        running = started(tmp_path, server, dialect, most="700")
        sentence = running.communicate(timeout=30)[1]
        assert running.returncode == 1
        assert sentence.startswith("extracts: cannot be written (File too large)") and "Traceback" not in sentence
        get(server, tmp_path / "extracts", sources, dialect)
        assert is_right(tmp_path / "extracts", server, dialect)


# --- what lies here is what came in


@pytest.mark.parametrize(
    ("name", "fault"),
    [("Observations_1.json", "was changed"), ("Observations_2.json", "is gone"), ("Observations_9.json", "was added")],
)
def test_page_that_is_not_as_it_came_in_stops_the_build(
    tmp_path: Path, sources: list[Source], name: str, fault: str
) -> None:
    extracts = tmp_path / "extracts"
    with statline_server(page_size=10) as server:
        get(server, extracts, sources, "v4")
        refuse_edited(read_lock(extracts), extracts / ID)
        path = extracts / ID / name
        path.unlink() if fault == "is gone" else path.write_text('{"value": []}', encoding="utf-8")
        with pytest.raises(ExtractError, match=rf"{ID}/{name}: {fault} since the table was fetched .*etl fetch {ID}"):
            refuse_edited(read_lock(extracts), extracts / ID)
        get(server, extracts, sources, "v4")
        refuse_edited(read_lock(extracts), extracts / ID)
    lock_path(extracts).unlink()
    (extracts / ID / name).write_text("{}", encoding="utf-8")
    refuse_edited(read_lock(extracts), extracts / ID)
