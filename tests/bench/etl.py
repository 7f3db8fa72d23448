"""Loads a large DUO-style file through the real build beside a plain DuckDB read of it, and prints the ratio.

Each side runs in its own process, alternating, so that memory is its own and noise falls on both.
`python -m tests.bench.etl [million rows] [rounds]`, or `--rows 1000000,5000000` for the growth of a build (cube.py).
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from . import cube

# Of the plain read. The loader goes through a file twice on purpose (proof of the bytes, figures) and makes two figures
# with a reason of each row; small files pay for the fixed steps of a build too, so measure with 10 million rows.
RATE_BUDGET = 0.5
MEMORY_BUDGET = 1_000  # MB, the memory limit of the build
NAME = "duo_vsv_rmc_2023-2024_definitief.csv"

PLAIN = """
create table plain as
select "SCHOOLJAAR" as schooljaar, "RMC-REGIO CODE" as regio, "ONDERWIJSNIVEAU" as niveau, "LEERWEG" as leerweg,
    "GESLACHT" as geslacht, "LEEFTIJD" as leeftijd, "HERKOMST" as herkomst, "STATUS" as status,
    try_cast(replace("AANTAL DEELNEMERS", '.', '') as integer) as deelnemers,
    try_cast(replace("AANTAL VSV ERS", '.', '') as integer) as vsvers
from read_csv('{file}', delim = ';', header = true, all_varchar = true, encoding = 'latin-1', auto_detect = false,
    quote = '"', columns = {columns})
"""

HEADER = [
    "SCHOOLJAAR", "RMC-REGIO CODE", "RMC-REGIO NAAM", "BRIN NUMMER", "ONDERWIJSNIVEAU", "LEERWEG", "GESLACHT",
    "LEEFTIJD", "HERKOMST", "AANTAL DEELNEMERS", "AANTAL VSV ERS", "PERCENTAGE VSV", "STATUS", "BESTANDSDATUM",
]  # fmt: skip


def write(folder: Path, millions: float) -> int:
    """A file by institution: the same cells as DUO's regional file, once for each of many schools."""
    schools = max(1, round(millions * 1e6 / (13 * 40 * 4 * 2 * 2 * 3 * 3)))
    out = folder / NAME
    con = duckdb.connect(config={"threads": 2})
    con.execute(f"""
        copy (
            select (2012 + y) || '-' || (2013 + y) as "SCHOOLJAAR",
                lpad(cast(r as varchar), 2, '0') as "RMC-REGIO CODE",
                'Regio' as "RMC-REGIO NAAM", lpad(cast(b as varchar), 4, '0') as "BRIN NUMMER",
                'MBO NIVEAU ' || (n + 1) as "ONDERWIJSNIVEAU", ['BOL', 'BBL'][l + 1] as "LEERWEG",
                ['MAN', 'VROUW'][s + 1] as "GESLACHT", ['TOT 18', '18 TOT 20', '20 TOT 23'][a + 1] as "LEEFTIJD",
                ['NEDERLAND', 'EUROPA', 'BUITEN EUROPA'][h + 1] as "HERKOMST",
                case when k < 995 then cast(k + 5 as varchar) else '1.' || lpad(cast(k - 995 as varchar), 3, '0') end
                    as "AANTAL DEELNEMERS",
                case when k % 1000 = 0 then '<5' else cast(k // 20 + 5 as varchar) end as "AANTAL VSV ERS",
                '' as "PERCENTAGE VSV", 'DEFINITIEF' as "STATUS", '15-11-2025' as "BESTANDSDATUM"
            from (select *, hash(y, r, n, l, s, a, h, b) % 1400 as k
                from range(13) t1(y), (select case when i >= 14 then i + 1 else i end as r from range(1, 41) t(i)) t2,
                    range(4) t3(n), range(2) t4(l), range(2) t5(s), range(3) t6(a), range(3) t7(h),
                    range({schools}) t8(b))
            where not (y < 8 and r >= 40)
        ) to '{out}' (header, delimiter ';')""")
    rows = con.execute(f"select count(*) from read_csv('{out}', delim=';', header=true, all_varchar=true)").fetchone()
    return int(rows[0]) if rows else 0


def side(kind: str, folder: Path) -> dict[str, float]:
    """One measured run, in this process."""
    start, cpu = time.perf_counter(), time.process_time()
    if kind == "plain":
        columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in HEADER) + "}"
        con = duckdb.connect(str(folder / "plain.duckdb"), config={"threads": 2, "memory_limit": "1GB"})
        con.execute("set preserve_insertion_order = false")
        con.execute(PLAIN.format(file=folder / NAME, columns=columns))
        con.close()
        (folder / "plain.duckdb").unlink()
    else:
        from etl.build import build

        with tempfile.TemporaryDirectory(dir=folder) as releases:
            build(folder, Path(releases))
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> int:
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(side(sys.argv[2], Path(sys.argv[3]))))
        return 0
    if sys.argv[1:2] == ["--cube"]:
        print(json.dumps(cube.run(Path(sys.argv[2]))))
        return 0
    if sys.argv[1:2] == ["--rows"]:
        return cube.main([int(size) for size in sys.argv[2].split(",")])
    millions = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    found: dict[str, list[dict[str, float]]] = {"plain": [], "build": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = write(folder, millions)
        print(f"{rows:,} rows, {(folder / NAME).stat().st_size / 1e6:,.0f} MB")
        for _ in range(rounds):
            for kind, results in found.items():
                command = [sys.executable, "-m", "tests.bench.etl", "--side", kind, str(folder)]
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                if run.returncode:
                    print(run.stderr.strip().splitlines()[-1], file=sys.stderr)
                    return 1
                results.append(json.loads(run.stdout.strip().splitlines()[-1]))
    best = {kind: min(r["seconds"] for r in results) for kind, results in found.items()}
    for kind, results in found.items():
        memory = max(r["mb"] for r in results)
        cpu = statistics.median(r["cpu"] for r in results)
        print(
            f"{kind:6s} {rows / best[kind]:12,.0f} rows/s  {best[kind]:6.1f} s  cpu {cpu:6.1f} s  peak {memory:6.0f} MB"
        )
    ratio = best["plain"] / best["build"]
    memory = max(r["mb"] for r in found["build"])
    fast, small = ratio >= RATE_BUDGET, memory <= MEMORY_BUDGET
    print(f"rate, build / plain read   {ratio:5.2f}  budget {RATE_BUDGET:.2f}  {'ok' if fast else 'UNDER'}")
    print(f"peak memory of the build   {memory:5.0f}  budget {MEMORY_BUDGET}  {'ok' if small else 'OVER'}")
    return int(not (fast and small))


if __name__ == "__main__":
    sys.exit(main())
