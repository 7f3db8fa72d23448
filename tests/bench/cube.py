"""A source of any size with declarations of its own, built and released whole: how time and memory grow with rows.

`python -m tests.bench.etl --rows 1000000,5000000,20000000`
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from etl import codes
from etl.build import build_and_tell
from tests.declarations import INDICATOR_TOML, SOURCE_TOML

DIMENSIONS = ("sex", "education", "origin", "diploma", "moment", "position", "contract", "hours")
PERIODS = tuple(range(2021, 2025))
MEASURES = ("jongeren_proef", "neet_proef")
SELECT = f"""
select measure, region, period::integer as period, {", ".join(DIMENSIONS)}, value::double as value, 'A' as status,
    date '2025-03-01' as published, file
from raw
"""


def write(folder: Path, rows: int) -> None:
    """Declarations, and one file of so many rows, each with a key of its own."""
    sources, indicators, extracts = folder / "sources", folder / "indicators", folder / "extracts"
    for each in (sources, indicators, extracts):
        each.mkdir()
    columns = json.dumps(["measure", "region", "period", *DIMENSIONS, "value"])
    declared = SOURCE_TOML.replace('["jaar", "regio", "geslacht", "jongeren", "neet", "datum"]', columns)
    declared = declared.replace('files = "proef_*.csv"', 'files = "kubus_*.csv"').replace(
        "rollup = true", "rollup = false"
    )
    (sources / "kubus.toml").write_text(declared.replace('derive = ["sex"]', ""), encoding="utf-8")
    (sources / "kubus.sql").write_text(SELECT, encoding="utf-8")
    (indicators / "neet_proef_aandeel.toml").write_text(INDICATOR_TOML, encoding="utf-8")
    lists = {"region": [r["code"] for r in codes.rows(codes.FOLDER / "region.csv") if _lasting(r)]}
    lists |= {"measure": list(MEASURES), "period": [str(year) for year in PERIODS]}
    lists |= {name: [r["code"] for r in codes.rows(codes.FOLDER / f"{name}.csv")] for name in DIMENSIONS}
    cells, step = [], 1
    for name in ("region", "measure", "period", *DIMENSIONS):
        cells.append(f"({lists[name]!r})[1 + (range // {step}) % {len(lists[name])}] as {name}")
        step *= len(lists[name])
    cells.append(f"hash(range) % 900 + if(measure = '{MEASURES[0]}', 1000, 0) as value")
    if rows > step:
        raise SystemExit(f"The cube has at most {step:,} cells; ask for fewer rows.")
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute(
            f"copy (select {', '.join(cells)} from range({rows})) "
            f"to '{extracts / 'kubus_1.csv'}' (header, delimiter ';')"
        )


def _lasting(row: dict[str, str]) -> bool:
    return row["kind"] == "gemeente" and not row["valid_to"]


def run(folder: Path) -> dict[str, float]:
    """Builds once in this process; the seconds of each step, the rows released and the peak of memory."""
    start = time.perf_counter()
    steps: list[tuple[str, float, float]] = []
    built = build_and_tell(
        folder / "extracts",
        folder / "releases",
        sources=folder / "sources",
        indicators=folder / "indicators",
        tell=lambda step: steps.append((step, time.perf_counter() - start, time.process_time())),
    )
    seconds, cpu = time.perf_counter() - start, time.process_time()
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for (name, began, first), (_, ended, last) in zip(steps, [*steps[1:], ("", seconds, cpu)], strict=True):
        print(f"  {name:32s} {ended - began:8.1f} s  cpu {last - first:8.1f} s", file=sys.stderr)
    with duckdb.connect(str(folder / "releases" / f"{built.id}.duckdb"), read_only=True) as con:
        rows = con.execute("select count(*) from observation").fetchall()[0][0]
    return {"rows": rows, "seconds": seconds, "cpu": cpu, "mb": mb}


def main(sizes: list[int]) -> int:
    """Prints a line per size, with the exponent of the growth since the size before."""
    before: dict[str, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            command = [sys.executable, "-m", "tests.bench.etl", "--cube", name]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode:
                return 1
        found = json.loads(done.stdout.strip().splitlines()[-1])
        grown = ""
        if before is not None:
            # Of the processor's time, which other work on the machine does not stretch.
            exponent = math.log(found["cpu"] / before["cpu"]) / math.log(found["rows"] / before["rows"])
            grown = f"  exponent {exponent:5.2f}"
        print(
            f"{found['rows']:13,.0f} rows  {found['seconds']:8.1f} s  cpu {found['cpu']:8.1f} s  "
            f"peak {found['mb']:6.0f} MB{grown}",
            flush=True,
        )
        before = found
    return 0
