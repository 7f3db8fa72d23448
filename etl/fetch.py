"""Downloads the StatLine tables that sources declare as received; builds nothing.

Plain HTTP on httpx, not the cbsodata clients: etl/statline_api.py says why.
"""

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .catalogue import Source, load_sources
from .completeness import Rows, confirm
from .download import ContradictionError, DownloadError, Patience, open_client
from .errors import CatalogueError, ExtractError, hint
from .lock import Locked, fingerprint, only_one, read_lock, update_lock
from .partial import Partial, Saved, mend
from .statline_api import V3, V4, Dialect, Document, StatLine, Table, observation_count, walk

BASE_V4 = "https://datasets.cbs.nl/odata/v1/CBS"
BASE_V3 = "https://opendata.cbs.nl/ODataFeed/odata"

# Called after each page: the table, the rows that are in, and how many there will be when the table says so.
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Fetched:
    """What became of one table; `changed` is false when what lay here already was up to date."""

    table: str
    dialect: str
    rows: int
    files: int
    bytes: int
    changed: bool
    note: str = ""


def fetch(
    extracts: Path,
    tables: Sequence[str] | None = None,
    *,
    base_v4: str | None = None,
    base_v3: str | None = None,
    progress: Progress | None = None,
    arrived: Callable[[Fetched], None] = lambda _: None,
    sources: Iterable[Source] | None = None,
    patience: Patience | None = None,
) -> list[Fetched]:
    """Downloads the declared tables (all, or those named by table or source id), v4 first and v3 when that fails.

    The base addresses come from the arguments, else from DOORSTROOM_STATLINE_V4 and _V3, else they are those of CBS.
    Every table is tried and `arrived` is called for each that is here; raises ExtractError at the end when one could
    not be had, and at once when another fetch is busy in the same folder or nothing can be written there.
    """
    declared = load_sources().values() if sources is None else sources
    bases = (
        (V4, base_v4 or os.environ.get("DOORSTROOM_STATLINE_V4") or BASE_V4),
        (V3, base_v3 or os.environ.get("DOORSTROOM_STATLINE_V3") or BASE_V3),
    )
    patience = patience or Patience()
    wanted = choose(declared, tables)
    done: list[Fetched] = []
    failures: list[str] = []
    with _writing(extracts), only_one(extracts), open_client(patience) as client:
        for table in wanted:
            lines = [StatLine(client, patience, dialect, base, table) for dialect, base in bases]
            try:
                done.append(_fetch_table(extracts, lines, progress or _silent))
                arrived(done[-1])
            except _OfflineError as error:
                failures.append(str(error))
                break
            except ExtractError as error:
                failures.append(str(error))
    if failures:
        here = f" Here are: {', '.join(item.table for item in done)}." if done else ""
        of = f"{len(done)} of {len(wanted)} tables came in. " if len(wanted) > 1 else ""
        raise ExtractError(f"{of}{' '.join(failures)}{here}")
    return done


def choose(sources: Iterable[Source], named: Sequence[str] | None) -> list[Table]:
    """The StatLine tables to get, each once; raises CatalogueError for an unknown name or contradicting filters."""
    declared = {source.id: source for source in sources if source.format == "statline" and source.table_id}
    tables: dict[str, Table] = {}
    for source in declared.values():
        table = Table(str(source.table_id), dict(source.filters))
        if tables.setdefault(table.id, table) != table:
            raise CatalogueError(
                f"etl/sources/{source.id}.toml: asks other rows of {table.id} than another source does; a table is "
                "fetched once. Give both sources the same [filters] and fetch again."
            )
    if not named:
        return [tables[name] for name in sorted(tables)]
    by_name = {name.casefold(): name for name in tables}
    by_name |= {source.id.casefold(): str(source.table_id) for source in declared.values()}
    for name in named:
        if name.casefold() not in by_name:
            raise CatalogueError(
                f"fetch: unknown table '{name}'; {hint(name, [*tables, *declared])} Correct it and fetch again."
            )
    return [tables[name] for name in dict.fromkeys(by_name[name.casefold()] for name in named)]


class _OfflineError(ExtractError):
    """No server answered: the other tables will not be had either."""


@contextmanager
def _writing(extracts: Path) -> Iterator[None]:
    """Makes the folder; what the disk refuses is told in one sentence, and all that was whole before stays so."""
    try:
        extracts.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise ExtractError(
            f"{extracts.name}: cannot be written ({error.strerror or error}); fetching takes a folder that this "
            "account may write in, on a disk with room. Make room or choose another with --extracts, and fetch again."
        ) from error


def _silent(_table: str, _rows: int, _total: int | None) -> None:
    """Shows nothing."""


def _fetch_table(extracts: Path, lines: Sequence[StatLine], progress: Progress) -> Fetched:
    mend(extracts / lines[0].table.id)
    failures: list[DownloadError] = []
    for line in lines:
        note = f"v4 failed: {failures[0].reason}" if failures else ""
        try:
            return _fetch_from(extracts, line, progress, note)
        except DownloadError as error:
            failures.append(error)
    kept = any(extracts.glob(f".{lines[0].table.id}.*.part"))
    raise _sentence(lines[0].table.id, failures, kept=kept)


def _sentence(table: str, failures: Sequence[DownloadError], *, kept: bool) -> ExtractError:
    v4, v3 = failures
    if v4.offline and v3.offline:
        return _OfflineError(
            f"{table}: no StatLine server answers ({v4.reason}); this computer seems to be offline. "
            "Fetch again with internet; without it the sample works: `python -m etl sample`."
        )
    if v4.missing and v3.missing:
        return ExtractError(
            f"{table}: StatLine has no such table, in v4 nor in v3; tables get a new number when the regions change. "
            "Look the number up, correct `table_id` in etl/sources and fetch again."
        )
    advice = "what came in is kept. Fetch again later to go on from there" if kept else "nothing was changed. Try later"
    return ExtractError(
        f"{table}: StatLine did not give it, in v4 ({v4.reason}) nor in v3 ({v3.reason}); {advice}; "
        "until then the sample works: `python -m etl sample`."
    )


def _fetch_from(extracts: Path, line: StatLine, progress: Progress, note: str) -> Fetched:
    dialect, table = line.dialect, line.table.id
    about = line.about()
    present = _present(extracts, line, about)
    if present:
        return _result(line, _rows_on_disk(extracts, present, dialect), present.values(), changed=False, note=note)
    partial = Partial(extracts / f".{table}.{dialect.name}.part", _asked(line, about))
    try:
        rows = _collect(partial, line, about, progress)
        note = "; ".join(filter(None, [note, confirm(line, about, rows)]))
    except ContradictionError:
        # Kept, it would be resumed by the next fetch and fail it as well.
        partial.discard()
        raise
    except DownloadError as error:
        # The table exists, for it told of itself; one of its documents does not.
        error.missing = False
        raise
    partial.move_to(extracts / table)
    update_lock(extracts, {f"{table}/{name}": saved.url for name, saved in partial.files.items()})
    for other in extracts.glob(f".{table}.*.part"):
        shutil.rmtree(other)
    return _result(line, rows.count, partial.files.values(), changed=True, note=note)


def _asked(line: StatLine, about: Document) -> dict[str, str]:
    # The hash of `about` is in it, so a table that CBS renews half-way is not made of two editions.
    return {"url": line.observations_url(), "about": sha256(about.body).hexdigest()}


def _collect(partial: Partial, line: StatLine, about: Document, progress: Progress) -> Rows:
    """Brings in every document that is not here yet; returns the rows of the observations."""
    used = [f"{line.dialect.about}.json"]
    partial.get(used[0], about.url) or partial.keep(used[0], about)
    for document in line.document_names():
        used.append(f"{document}.json")
        partial.get(used[-1], line.url(document)) or partial.keep(used[-1], line.whole(document))
    announced = observation_count(about)
    total = None if line.dialect.name in line.table.filters else announced
    rows = Rows(line.dialect.row_number)
    numbers = itertools.count()

    def page(url: str) -> Saved:
        used.append(f"{line.dialect.observations}_{next(numbers)}.json")
        saved = partial.get(used[-1], url)
        if saved is None:
            saved = partial.keep(used[-1], line.page(url))
        rows.add(url, partial.rows(used[-1]))
        return saved

    for _ in walk(line.observations_url(), page):
        progress(line.table.id, rows.count, total)
        if announced is not None and rows.count > announced:
            break
    # An earlier try may have been led along other pages.
    partial.keep_only(used)
    return rows


def _present(extracts: Path, line: StatLine, about: Document) -> dict[str, Locked]:
    """The files of the table when what lies here is exactly what would be fetched; else nothing."""
    prefix = f"{line.table.id}/"
    mine = {name: entry for name, entry in read_lock(extracts).items() if name.startswith(prefix)}
    first = mine.get(f"{prefix}{line.dialect.about}.json")
    page = mine.get(f"{prefix}{line.dialect.observations}_0.json")
    if first is None or page is None or page.url != line.observations_url():
        return {}
    if first.sha256 != sha256(about.body).hexdigest():
        return {}
    if {f"{prefix}{path.name}" for path in (extracts / line.table.id).glob("*.json")} != mine.keys():
        return {}
    whole = all(
        (extracts / name).is_file() and fingerprint(extracts / name) == (entry.sha256, entry.bytes)
        for name, entry in mine.items()
    )
    return mine if whole else {}


def _rows_on_disk(extracts: Path, files: Mapping[str, Locked], dialect: Dialect) -> int:
    pages = [name for name in files if f"/{dialect.observations}_" in name]
    return sum(len(json.loads((extracts / name).read_bytes())["value"]) for name in pages)


def _result(line: StatLine, rows: int, files: Iterable[Saved | Locked], *, changed: bool, note: str) -> Fetched:
    sizes = [file.bytes for file in files]
    return Fetched(line.table.id, line.dialect.name, rows, len(sizes), sum(sizes), changed, note)
