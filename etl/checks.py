"""Runs the rules of etl/checks on a filled release and tells what they found; mends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .declaration import shown
from .errors import CheckError

FOLDER = Path(__file__).parent / "checks"
SHOWN = 10


@dataclass(frozen=True)
class Finding:
    """What one rule found: `rows` are the first ten of `count` offending rows; a warning does not fail the build."""

    path: Path
    sentence: str
    warning: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    count: int
    files: tuple[str, ...] = ()

    def text(self) -> str:
        """The finding in one sentence, with its first row."""
        first = ", ".join(f"{name} {value}" for name, value in zip(self.columns, self.rows[0], strict=True))
        those = "1 row does" if self.count == 1 else f"{self.count} rows do"
        files = f", from {' and '.join(self.files)}" if self.files else ""
        return f"{shown(self.path)}: {self.sentence}: {those} not fit, the first is {first}{files}"


def run(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> list[Finding]:
    """The warnings; raises CheckError, with every finding, when a rule that is no warning finds a row."""
    findings = [finding for path in sorted(folder.glob("*.sql")) if (finding := check(con, path)) is not None]
    failed = [finding for finding in findings if not finding.warning]
    if failed:
        more = f" (and {len(failed) - 1} other rules)" if len(failed) > 1 else ""
        raise CheckError(
            f"{failed[0].text()}{more}; nothing was released. Correct the extract or its declaration, and build again.",
            failed,
        )
    return findings


def check(con: duckdb.DuckDBPyConnection, path: Path) -> Finding | None:
    """What one rule finds, or None; the rule is a select of offending rows below a line `-- sentence`."""
    sql = path.read_text(encoding="utf-8")
    sentence = sql.splitlines()[0].removeprefix("--").strip()
    warning = sentence.startswith("warning:")
    cursor = con.execute(sql)
    columns = tuple(column[0] for column in cursor.description or ())
    rows = cursor.fetchmany(SHOWN)
    if not rows:
        return None
    count = len(rows)
    while more := cursor.fetchmany(10_000):
        count += len(more)
    sentence = sentence.removeprefix("warning:").strip().rstrip(".")
    return Finding(path, sentence, warning, columns, tuple(rows), count, _files(con, columns, rows[0]))


def _files(con: duckdb.DuckDBPyConnection, columns: Sequence[str], row: Sequence[object]) -> tuple[str, ...]:
    """The files that the figures of a row came from, as far as the build remembers and the row tells; three at most."""
    if not con.execute("select 1 from duckdb_tables() where table_name = 'origin' and temporary").fetchone():
        return ()
    said = dict(zip(columns, row, strict=True))
    if "indicator" in said and "measure" not in said:
        known = con.execute("select numerator from indicator where id = $1", [said["indicator"]]).fetchone()
        said["measure"] = known[0] if known else None
    wanted = {name: said[name] for name in ("measure", "region", "period") if said.get(name) is not None}
    if "measure" not in wanted:
        return ()
    conditions = " and ".join(f"{name} = ${name}" for name in wanted)
    found = con.execute(f"select distinct file from origin where {conditions} order by file limit 3", wanted).fetchall()
    return tuple(file for (file,) in found)
