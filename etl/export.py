"""Writes a release as Parquet for other engines: observation by measure (Hive partitions), small tables beside it."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb

from . import release
from .errors import ReleaseError

# Parquet writers keep a block per partition in memory; what does not fit is spilled to disk.
MEMORY_LIMIT = "600MB"


def export(releases: Path, folder: Path, name: str | None = None) -> Path:
    """Writes the release (the current one when none is named) to folder/<id>; returns that folder.

    Raises ReleaseError when there is no such release.
    """
    chosen = name or release.current(releases)
    if chosen is None:
        raise ReleaseError(
            f"{releases.name}: there is no current release to export; nothing was activated yet. "
            "Run 'python -m etl build' first."
        )
    release.describe(releases, chosen)
    target = folder / chosen
    fresh = folder / f".{chosen}.{uuid4().hex}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        _write(release.path_of(releases, chosen), fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _write(source: Path, folder: Path) -> None:
    with TemporaryDirectory(dir=folder.parent, prefix=".spill-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY_LIMIT,
            "preserve_insertion_order": False,
            "temp_directory": spill,
        }
        with duckdb.connect(str(source), read_only=True, config=config) as con:
            tables = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
            for table in tables:
                _copy(con, table, folder)


def _copy(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    if table == "observation":
        target, options = folder / table, ", partition_by (measure)"
    else:
        target, options = folder / f"{table}.parquet", ""
    path = str(target).replace("'", "''")
    con.execute(f"copy (from {table}) to '{path}' (format parquet, compression zstd{options})")
