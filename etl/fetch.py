"""Downloads the StatLine tables that sources declare as received; builds nothing.

Plain HTTP on httpx, not the cbsodata clients: etl/statline_api.py says why.
"""

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .catalogue import Source, load_sources
from .download import DownloadError, Patience, open_client
from .errors import CatalogueError, ExtractError, hint
from .lock import Locked, fingerprint, read_lock, update_lock
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
    sources: Iterable[Source] | None = None,
    patience: Patience | None = None,
) -> list[Fetched]:
    """Downloads the declared tables (all, or those named by table or source id), v4 first and v3 when that fails.

    The base addresses come from the arguments, else from DOORSTROOM_STATLINE_V4 and _V3, else they are those of CBS.
    Every table is tried; raises ExtractError at the end when one could not be had.
    """
    declared = load_sources().values() if sources is None else sources
    bases = (
        (V4, base_v4 or os.environ.get("DOORSTROOM_STATLINE_V4") or BASE_V4),
        (V3, base_v3 or os.environ.get("DOORSTROOM_STATLINE_V3") or BASE_V3),
    )
    patience = patience or Patience()
    extracts.mkdir(parents=True, exist_ok=True)
    done: list[Fetched] = []
    failures: list[str] = []
    with open_client(patience) as client:
        for table in choose(declared, tables):
            lines = [StatLine(client, patience, dialect, base, table) for dialect, base in bases]
            try:
                done.append(_fetch_table(extracts, lines, progress or _silent))
            except _OfflineError as error:
                raise ExtractError(str(error)) from error
            except ExtractError as error:
                failures.append(str(error))
    if failures:
        raise ExtractError(" ".join(failures))
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
    raise _sentence(lines[0].table.id, failures)


def _sentence(table: str, failures: Sequence[DownloadError]) -> ExtractError:
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
    return ExtractError(
        f"{table}: StatLine did not give it, in v4 ({v4.reason}) nor in v3 ({v3.reason}); what came in is kept. "
        "Fetch again later to go on from there; until then the sample works: `python -m etl sample`."
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
        _check_count(line, about, rows)
    except _CountError as error:
        partial.discard()
        raise DownloadError(about.url, str(error)) from error
    partial.move_to(extracts / table)
    update_lock(extracts, {f"{table}/{name}": saved.url for name, saved in partial.files.items()})
    for other in extracts.glob(f".{table}.*.part"):
        shutil.rmtree(other)
    return _result(line, rows, partial.files.values(), changed=True, note=note)


class _CountError(Exception):
    """Everything came in, but the number of rows cannot be right."""


def _asked(line: StatLine, about: Document) -> dict[str, str]:
    # The hash of `about` is in it, so a table that CBS renews half-way is not made of two editions.
    return {"url": line.observations_url(), "about": sha256(about.body).hexdigest()}


def _collect(partial: Partial, line: StatLine, about: Document, progress: Progress) -> int:
    """Brings in every document that is not here yet; returns the number of observations."""
    partial.get(f"{line.dialect.about}.json", about.url) or partial.keep(f"{line.dialect.about}.json", about)
    for name in line.document_names():
        partial.get(f"{name}.json", line.url(name)) or partial.keep(f"{name}.json", line.whole(name))
    total = None if line.dialect.name in line.table.filters else observation_count(about)
    rows = 0
    names = (f"{line.dialect.observations}_{number}.json" for number in itertools.count())

    def page(url: str) -> Saved:
        name = next(names)
        return partial.get(name, url) or partial.keep(name, line.page(url))

    for saved in walk(line.observations_url(), page):
        rows += saved.rows
        progress(line.table.id, rows, total)
    return rows


def _check_count(line: StatLine, about: Document, rows: int) -> None:
    announced = observation_count(about)
    filtered = line.dialect.name in line.table.filters
    if rows == 0:
        raise _CountError("it gave no rows" + (", the declared filter matches nothing" if filtered else ""))
    if announced is not None and (rows > announced if filtered else rows != announced):
        raise _CountError(f"it announces {announced} observations and gave {rows}")


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
