"""What a declaration says, as frozen dataclasses with the same names as in the TOML files; reads nothing."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `header_row` counts from 1."""

    name: str
    header_row: int


@dataclass(frozen=True)
class Revision:
    """A change of figures that the publisher announced."""

    announced: datetime.date
    period: int | None
    text_nl: str
    text_en: str


@dataclass(frozen=True)
class Measure:
    """A count (or printed percentage) of one kind of people; `derive` names dimensions whose missing total we add."""

    id: str
    source: str
    name_nl: str
    name_en: str
    unit: str
    period_kind: str
    rounded_to: int
    rollup: bool
    derive: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One dimension of a StatLine table: the names CBS gave it, and what its titles mean here.

    `codes` gives our code with the titles that mean it; without `codes` the codes of CBS are kept. Titles in `skip` and
    codes in `skip_codes` are known to be nothing of ours; a star stands for anything.
    """

    names: tuple[str, ...]
    codes: dict[str, tuple[str, ...]]
    skip: tuple[str, ...]
    skip_codes: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """One source as etl/sources/<id>.toml declares it, with the text of its <id>.sql.

    `either`: optional columns of which a file needs one; `skip`: by column, the cells of rows that are no figures;
    `left_out`: the rows that the select passes over, in words, or None when it takes every row.
    """

    id: str
    name_nl: str
    name_en: str
    publisher: str
    table: str
    format: str
    files: tuple[str, ...]
    table_id: str | None
    url: str | None
    licence_nl: str
    licence_en: str
    population_nl: str
    population_en: str
    definition: str | None
    rounded_to: int
    published: datetime.date
    next_update: datetime.date | None
    caveats_nl: str
    caveats_en: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    optional_columns: tuple[str, ...]
    column_aliases: dict[str, tuple[str, ...]]
    either: tuple[str, ...]
    left_out: str | None
    filters: dict[str, str]
    skip: dict[str, tuple[str, ...]]
    topic: dict[str, tuple[str, ...]]
    dimensions: dict[str, Dimension]
    sheets: tuple[Sheet, ...]
    measures: dict[str, Measure]
    revisions: tuple[Revision, ...]
    sql: str
    path: Path


@dataclass(frozen=True)
class Break:
    """From this period on the figures cannot be compared with those before."""

    period: int
    nl: str
    en: str


@dataclass(frozen=True)
class Example:
    """A worked example: rows given, a question, the answer expected; `given` and `expect` are text tables."""

    why_nl: str
    why_en: str
    given: str
    by: tuple[str, ...]
    where: dict[str, Any]
    expect: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as etl/indicators/<id>.toml declares it."""

    id: str
    position: int
    name_nl: str
    name_en: str
    short_nl: str
    short_en: str
    definition_nl: str
    definition_en: str
    family: str
    comparable: tuple[str, ...]
    kind: str
    numerator: str
    denominator: str | None
    numerator_where: dict[str, tuple[str, ...]]
    defaults: dict[str, str]
    share_of: str | None
    by: tuple[str, ...]
    period_kind: str
    unit: str
    decimals: int
    better: str
    min_denominator: int
    caveats_nl: str
    caveats_en: str
    breaks: tuple[Break, ...]
    examples: tuple[Example, ...]
