"""Reads the tables that are shown as they are: printed figures, replaced figures, which municipality belongs where."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from .. import warehouse
from .declared import DIMENSIONS


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure exactly as it was printed, and the same in words; never added up, never averaged."""

    id: int
    topic: str
    name: str
    region: str
    age_group: str
    period: str
    value: float
    unit: str
    status: str
    citation: str
    name_nl: str
    name_en: str
    region_nl: str
    region_en: str
    age_group_nl: str
    age_group_en: str
    period_nl: str
    period_en: str
    status_nl: str
    status_en: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """What an earlier extract said of a cell that a later one replaced; `now` is what it says today."""

    measure: str
    region: str
    period: int
    value: float | None
    status: str
    published: Any
    now: float | None
    now_status: str | None


def published_figures(release: str | None = None, topic: str | None = None) -> list[PublishedFigure]:
    """All printed figures, or those of one topic, in the order of the list they were typed from."""
    columns = ", ".join(f.name for f in fields(PublishedFigure))
    sql = f"select {columns} from published_figure"
    if topic is None:
        return [PublishedFigure(*row) for row in warehouse.records(f"{sql} order by id", (), release)]
    return [PublishedFigure(*row) for row in warehouse.records(f"{sql} where topic = ? order by id", (topic,), release)]


def municipalities(kind: str, year: int, release: str | None = None) -> dict[str, str]:
    """Per municipality the region of a kind (doorstroompunt, arbeidsmarkt, provincie) it belonged to in a year."""
    sql = (
        "select gemeente, region from region_map where kind = ? and valid_from <= ? and valid_to >= ? order by gemeente"
    )
    return dict(warehouse.records(sql, (kind, year, year), release))


def superseded(measure: str, release: str | None = None) -> tuple[Superseded, ...]:
    """The replaced totals of a measure with what replaced them, for how much figures move from provisional on."""
    return _superseded(str(warehouse.folder()), warehouse.release_id(release), measure)


@lru_cache(maxsize=64)
def _superseded(folder: str, release: str, measure: str) -> tuple[Superseded, ...]:
    """Reads them once: a release never changes; the folder is part of the key because ids are unique within one."""
    splits = [d for d in DIMENSIONS if d not in ("region", "period", "indeling")]
    same = " and ".join(f"o.{d} = s.{d}" for d in ["measure", "region", "period", "indeling", *splits])
    totals = " and ".join(f"s.{d} = 'totaal'" for d in splits)
    sql = (
        "select s.measure, s.region, s.period, s.value, s.status, s.published, o.value, o.status from superseded s "
        f"left join observation o on {same} where s.measure = ? and s.indeling = 'periode' and {totals} "
        "order by s.region, s.period, s.published"
    )
    return tuple(Superseded(*row) for row in warehouse.records(sql, (measure,), release))
