"""Two releases of the whole sample that are told apart by their figures, for tests of a switch between them."""

import shutil
from pathlib import Path

import duckdb

OLD, NEW = "20260324-00000001", "20260424-00000002"
MORE = 1000  # what every count of the newer release has on top


def written(source: Path, folder: Path) -> None:
    """Writes both to a folder and shows the older; every count of the newer is higher."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (OLD, NEW):
        path = folder / f"{name}.duckdb"
        shutil.copy(source, path)
        with duckdb.connect(str(path)) as con:
            day = f"{name[:4]}-{name[4:6]}-{name[6:8]}"
            con.execute("update release set id = ?, content_hash = ?, data_date = ?", [name, name[9:], day])
            if name == NEW:
                con.execute("update observation set value = value + ? where value > 10", [MORE])
    show(folder, OLD)


def show(folder: Path, name: str) -> None:
    """Points to a release, as publishing one does."""
    fresh = folder / "current.new"
    fresh.write_text(name, encoding="utf-8")
    fresh.rename(folder / "current")
