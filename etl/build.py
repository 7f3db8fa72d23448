"""Builds one release from the extracts: orchestration only, each step lives in a file of its own."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import duckdb

from . import (
    accounts,
    catalogue,
    checks,
    codes,
    content,
    coverage,
    declared,
    deliveries,
    ingest,
    overview,
    readers,
    release,
    totals,
)
from .errors import ExtractError, LayoutError, ReleaseError
from .lock import Locked, read_lock, refuse_edited

FOLDER = Path(__file__).parent
# With what Python and the workbook reader take, a build stays below 1 GB; what does not fit is spilled to disk.
MEMORY_LIMIT = "600MB"
# Small blocks: a page asks for some dozens of figures and the engine reads whole blocks; this halves its time.
ROW_GROUP = 8_192
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Built:
    """What a build made, and what whoever started it should know."""

    id: str
    kind: str
    without_data: tuple[str, ...]
    warnings: tuple[checks.Finding, ...]
    unread: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()


def build(
    extracts: Path,
    releases: Path,
    *,
    activate: bool = True,
    publish_at: datetime.datetime | None = None,
) -> str:
    """Builds a release and shows it; returns its id. On any failure everything stays as it was."""
    return build_and_tell(extracts, releases, activate=activate, publish_at=publish_at).id


def build_and_tell(
    extracts: Path,
    releases: Path,
    *,
    activate: bool = True,
    publish_at: datetime.datetime | None = None,
    sample: bool = True,
    sources: Path = catalogue.SOURCES,
    indicators: Path = catalogue.INDICATORS,
    rules: Path = checks.FOLDER,
    tell: Callable[[str], None] = lambda _: None,
) -> Built:
    """As build, with or without the sample, with the folders of declarations to choose, telling what it noticed."""
    known = catalogue.load_sources(sources)
    wanted = catalogue.load_indicators(indicators, known)
    not_taken = deliveries.not_taken(known, extracts)
    found = _found(known, extracts, sample=sample)
    settled: list[str] = []
    with _building(releases) as path:
        with _connect(path) as con:
            _prepare(con)
            lock = read_lock(extracts)
            unread: list[str] = []
            added = []
            for delivery in found:
                tell(f"{delivery.source.id}: {len(delivery.files)} file(s)")
                added += _add_what_is_known(con, delivery, extracts if sample else None, lock, unread, settled)
            if not added:
                raise ExtractError(" ".join(unread))
            tell("indicators and coverage")
            declared.insert_terms(con)
            present = {name for source in added for name in source.measures}
            declared.insert_indicators(con, declared.with_measures(wanted, present).values())
            coverage.fill(con)
            tell("fingerprint")
            name, kind = _sign(con, publish_at)
            tell("checks")
            warnings = checks.run(con, rules)
        release.install(releases, path, name)
    if activate:
        release.activate(releases, name)
    without_data = tuple(sorted(set(known) - {source.id for source in added}))
    return Built(name, kind, without_data, tuple(warnings), tuple(unread), tuple(settled), tuple(not_taken))


def check(
    extracts: Path,
    *,
    sample: bool = True,
    sources: Path = catalogue.SOURCES,
    indicators: Path = catalogue.INDICATORS,
    tell: Callable[[str], None] = lambda _: None,
) -> overview.Overview:
    """Reads all declarations and all extracts without building; returns what they give and what pages will lack."""
    known = catalogue.load_sources(sources)
    wanted = catalogue.load_indicators(indicators, known)
    not_taken = deliveries.not_taken(known, extracts)
    lock = read_lock(extracts)
    came_in: list[overview.Brought] = []
    unread: list[str] = []
    settled: list[str] = []
    with TemporaryDirectory() as folder, _connect(Path(folder) / "check.duckdb") as con:
        _prepare(con)
        for delivery in deliveries.deliveries(known, extracts, sample=sample):
            tell(f"{delivery.source.id}: {len(delivery.files)} file(s)")
            try:
                source, read = _take_in(con, delivery, lock)
            except LayoutError as error:
                unread.append(str(error))
            else:
                settled.append(accounts.told(source, read))
                came_in.append(overview.brought(con, delivery.source, delivery.kind, len(delivery.files)))
    return overview.overview(known, wanted, came_in, unread, settled, not_taken)


def _found(known: dict[str, catalogue.Source], extracts: Path, *, sample: bool) -> list[deliveries.Delivery]:
    found = deliveries.deliveries(known, extracts, sample=sample)
    if not found:
        raise ExtractError(
            f"{extracts.name}: holds no file of any source; there is nothing to build from. "
            "Run 'python -m etl sample' for examples or 'python -m etl fetch' for published figures, and build again."
        )
    return found


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    con.execute((FOLDER / "schema.sql").read_text(encoding="utf-8"))
    codes.insert(con)
    con.execute((FOLDER / "macros.sql").read_text(encoding="utf-8"))
    totals.prepare(con)


def _add_what_is_known(
    con: duckdb.DuckDBPyConnection,
    delivery: deliveries.Delivery,
    extracts: Path | None,
    lock: dict[str, Locked],
    unread: list[str],
    settled: list[str],
) -> list[catalogue.Source]:
    """Adds a source; a StatLine table of a new layout stops only itself, and its sample, if any, takes its place again.

    What became of it is told in `unread`, and of its rows in `settled`; without `extracts` no sample is looked for.
    """
    try:
        settled.append(_add_source(con, delivery, lock))
    except LayoutError as error:
        name = delivery.source.id
        sample = deliveries.sample_of(delivery.source, extracts) if extracts and delivery.kind == "published" else None
        if sample is None:
            unread.append(f"{error} Until then the release is without {name}.")
            return []
        unread.append(f"{error} Until then the release shows the sample (voorbeelddata) of {name}.")
        return _add_what_is_known(con, sample, extracts, lock, unread, settled)
    return [delivery.source]


def _add_source(con: duckdb.DuckDBPyConnection, delivery: deliveries.Delivery, lock: dict[str, Locked]) -> str:
    """Adds the figures of one source; returns what became of its rows, in one line."""
    source, extracts = _take_in(con, delivery, lock)
    if source.table == "observation":
        totals.add(con, source)
        # Totals first and cell by cell, so that a question about one split of one measure reads few blocks of the file.
        con.execute("set preserve_insertion_order = true")
        order = f"{', '.join(_splits(con))}, region, period"
        # Measure by measure, so that what is sorted at once stays small.
        for measure in sorted(source.measures):
            con.execute(f"insert into observation from figure where measure = ? order by {order}", [measure])
        con.execute("set preserve_insertion_order = false")
        con.execute("drop table figure")
    return accounts.told(source, extracts)


def _take_in(
    con: duckdb.DuckDBPyConnection, delivery: deliveries.Delivery, lock: dict[str, Locked]
) -> tuple[catalogue.Source, list[readers.Extract]]:
    """Reads one source into `figure` or its own table, with its provenance."""
    for path in delivery.files:
        if path.is_dir():
            refuse_edited(lock, path)
    source, extracts = ingest.read(con, delivery)
    declared.insert_source(con, source, delivery.kind)
    ingest.insert(con, source, extracts, lock)
    return source, extracts


def _splits(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The dimensions besides region and period, in the order of the contract."""
    found = con.execute("select id from dimension where id not in ('region', 'period') order by position").fetchall()
    return [name for (name,) in found]


def _sign(con: duckdb.DuckDBPyConnection, publish_at: datetime.datetime | None) -> tuple[str, str]:
    """Writes the release's own row; returns its id and kind."""
    digest = content.content_hash(con)
    date, kinds = con.execute("select max(published), list_sort(list(distinct kind)) from source").fetchall()[0]
    name = f"{date:%Y%m%d}-{digest[:8]}"
    kind = kinds[0] if len(kinds) == 1 else "mixed"
    moment = None if publish_at is None else release.in_utc(publish_at)
    con.execute(
        "insert into release values (?, ?, ?, ?, ?, ?)", [name, release.SCHEMA_VERSION, date, digest, moment, kind]
    )
    return name, kind


@contextmanager
def _building(releases: Path) -> Iterator[Path]:
    """The path of a file to build in; whatever happens, no unfinished file stays behind."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise ReleaseError(
            f"{releases.name}: this process is building a release already; it builds one at a time. "
            "Wait until it is done and build again."
        )
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with release.workplace(releases) as path:
            yield path
    # A commit that cannot write is a failed transaction to the engine.
    except (OSError, duckdb.IOException, duckdb.TransactionException) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0].rpartition('": ')[2]
        raise ReleaseError(
            f"{releases.name}: no release can be written there ({reason}); it takes a folder that this account may "
            "write in, on a disk with room. Make room or choose another folder with --releases, and build again."
        ) from error
    finally:
        _ONE_AT_A_TIME.release()


@contextmanager
def _connect(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": f"{path}.tmp",
        # A DataFrame that happens to have a table's name must never be read in its place.
        "python_enable_replacements": False,
    }
    con = duckdb.connect(config=config)
    try:
        con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as building (row_group_size {ROW_GROUP})")
        con.execute("use building")
        yield con
        con.execute("checkpoint building")
    finally:
        con.close()
