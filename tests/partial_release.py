"""Releases that hold less than the sample: made in a second each from its tables, as a build would make them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import coverage, release

SCHEMA = Path(__file__).parents[1] / "etl" / "schema.sql"
# Filled by the build itself: from declarations and from the figures.
MADE = {"release", "coverage", "observation", "indicator", "example"}
# Tables whose rows come from one source, as their column `source` says.
OF_A_SOURCE = {"extract", "revision", "measure", "target"}
SPLITS = ("age_group", "sex", "education", "leerweg", "origin", "diploma", "moment", "position", "contract", "hours")
# Every kind of region, with an ended one and its successors; a whole country takes thirty times the room.
WHOLE_KINDS = ("land", "landsdeel")
REGIONS = (
    *("MC01", "MC05", "MC12", "MC14", "MC19", "MC28", "MC40", "MC41"),
    *("PV23", "PV25", "PV26", "AM05", "AM07", "AM13"),
    *("GM0344", "GM0150", "GM0153", "GM0163", "GM0164", "GM0202", "GM0268", "GM0275", "GM0518"),
)
# Crossings of two splits and more take most of the room; the newest years of these regions keep them.
DEEP_REGIONS, DEEP_YEARS, DEEPEST = ("NL01", "MC12", "MC41"), 2022, 3
DEEP_MEASURES = ("uitstromers_arbeidsmarkt", "uitstromers_werk")


@dataclass(frozen=True)
class Case:
    """What a release lacks: sources, rows (conditions in SQL, any of which takes a row away), and whole tables.

    `changes` are assignments to figures, as `value = null, status = 'Q'`.
    """

    name: str
    sources: frozenset[str] = frozenset()
    figures: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    emptied: frozenset[str] = frozenset()

    @property
    def lacks(self) -> bool:
        """Whether it differs from the whole."""
        return any((self.sources, self.figures, self.targets, self.changes, self.emptied))

    def with_(self, other: "Case") -> "Case":
        """A release that lacks what either lacks."""
        return Case(
            f"{self.name} + {other.name}",
            self.sources | other.sources,
            self.figures + other.figures,
            self.targets + other.targets,
            self.changes + other.changes,
            self.emptied | other.emptied,
        )


def reduced(whole: Path, path: Path) -> Path:
    """The sample with some of its regions and fewer crossings of splits, made once: a thirtieth of the rows."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    split = " + ".join(f"({name} <> 'totaal')::integer" for name in SPLITS)
    deep = f"region in {DEEP_REGIONS} and ({split} <= {DEEPEST} or measure in {DEEP_MEASURES})"
    depth = f"{split} <= 1 or (indeling = 'periode' and period >= {DEEP_YEARS} and {deep})"
    here = f"region in (select code from sample.region where kind in {WHOLE_KINDS} or code in {REGIONS})"
    kept = {
        "region": f"kind <> 'gemeente' or code in {REGIONS}",
        "region_map": f"gemeente in {REGIONS}",
        "observation": f"{here} and ({depth})",
        "superseded": here,
    }
    with duckdb.connect(str(making)) as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        con.execute(f"attach '{whole}' as sample (read_only)")
        for table in _tables(con):
            if table != "coverage":
                con.execute(f"insert into main.{table} select * from sample.{table} where {kept.get(table, 'true')}")
        coverage.fill(con)
        con.execute("detach sample")
    making.rename(path)
    return path


def derived(base: Path, folder: Path, case: Case) -> str:
    """Writes the release of a case into a folder and shows it; returns its id."""
    name = f"20260101-{hashlib.sha256(case.name.encode()).hexdigest()[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    path = release.path_of(folder, name)
    with duckdb.connect(str(path), config={"threads": 1}) as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        con.execute(f"attach '{base}' as sample (read_only)")
        _fill(con, case)
        if case.figures or case.changes:
            coverage.fill(con)
        else:  # what an indicator covers follows from its own measures, which are there whole or not at all
            con.execute("insert into coverage select * from sample.coverage where indicator in (select id from able)")
        con.execute("insert into release select * replace (? as id) from sample.release", [name])
        con.execute("detach sample")
    release.activate(folder, name)
    return name


def _fill(con: duckdb.DuckDBPyConnection, case: Case) -> None:
    gone = _listed(sorted(case.sources))
    away = " or ".join(f"({each})" for each in case.figures) or "false"
    con.execute(
        "insert into observation select o.* from sample.observation o join sample.measure m on m.id = o.measure "
        f"join sample.region r on r.code = o.region where m.source not in {gone} and not ({away}) "
        "order by all"
    )
    for change in case.changes:
        con.execute(f"update observation set {change}")
    missed = " or ".join(f"({each})" for each in case.targets) or "false"
    # A file without rows is refused, so a source of which nothing is left is not there at all.
    con.execute(
        f"""
        create temp table kept as
        select distinct m.source from sample.measure m semi join observation o on o.measure = m.id
        union select distinct source from sample.target where source not in {gone} and not ({missed})
        union select id from sample.source where id = 'gepubliceerd_register' and id not in {gone}
        """
    )
    for table in _tables(con):
        if table in MADE or table in case.emptied:
            continue
        only = "true"
        if table in OF_A_SOURCE:
            only = "source in (from kept)"
        elif table == "source":
            only = "id in (from kept)"
        elif table == "published_figure":
            only = "'gepubliceerd_register' in (from kept)"
        if table == "target":
            only += f" and not ({missed})"
        con.execute(f"insert into {table} select * from sample.{table} where {only}")
    con.execute(
        """
        create temp table able as select id from sample.indicator
        where numerator in (select id from measure)
        and (denominator is null or denominator in (select id from measure));

        insert into indicator select * from (select * exclude (ids) replace (
            list_filter(comparable, lambda each: list_contains(ids, each)) as comparable
        ) from sample.indicator, (select list(id) as ids from able)) where id in (from able);

        insert into example select * from sample.example where indicator in (from able);
        """
    )


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of the contract, in its order, so that what is referred to comes first."""
    here = con.execute("select current_database()").fetchall()[0][0]
    sql = "select table_name from duckdb_tables() where database_name = ? and not temporary order by table_oid"
    return [name for (name,) in con.execute(sql, [here]).fetchall()]


def _listed(texts: Sequence[str]) -> str:
    return f"({', '.join(repr(text) for text in (*texts, ''))})"
