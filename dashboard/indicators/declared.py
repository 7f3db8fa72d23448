"""What a release holds besides figures, as it was declared: one frozen class per table; reads nothing."""

import datetime
from dataclasses import dataclass
from typing import Any

# The columns of `observation` that split figures, in the order of menus.
DIMENSIONS = (
    "region",
    "period",
    "indeling",
    "age_group",
    "sex",
    "education",
    "leerweg",
    "origin",
    "diploma",
    "moment",
    "position",
    "contract",
    "hours",
)
KINDS = ("land", "doorstroompunt", "gemeente", "provincie", "arbeidsmarkt", "landsdeel")  # first wins on equal names


@dataclass(frozen=True, slots=True)
class Release:
    """The release itself; `sample` is true when any of its figures are synthetic."""

    id: str
    schema_version: int
    data_date: datetime.date
    content_hash: str
    publish_at: datetime.datetime | None
    kind: str

    @property
    def sample(self) -> bool:
        return self.kind != "published"


@dataclass(frozen=True, slots=True)
class Source:
    """Who made which figures, about whom, under which licence."""

    id: str
    name_nl: str
    name_en: str
    publisher: str
    kind: str
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

    @property
    def sample(self) -> bool:
        return self.kind != "published"


@dataclass(frozen=True, slots=True)
class Extract:
    """A file that went into a source."""

    source: str
    file: str
    sha256: str
    bytes: int
    rows: int
    retrieved: str
    url: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of figures that the publisher announced."""

    source: str
    announced: datetime.date
    period: int | None
    text_nl: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of one kind of people by one definition from one source."""

    id: str
    source: str
    name_nl: str
    name_en: str
    unit: str
    rounded_to: int
    period_kind: str
    rollup: bool


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something figures are split by; `total` is the code that means: not split."""

    id: str
    name_nl: str
    name_en: str
    total: str
    position: int


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a dimension; ages are half-open, from <= age < below."""

    code: str
    name_nl: str
    name_en: str
    parent: str | None
    position: int
    age_from: int | None
    age_below: int | None


@dataclass(frozen=True, slots=True)
class Region:
    """One region; valid from and to are years, None without an end."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str | None
    valid_from: int | None
    valid_to: int | None
    successors: str
    aliases: str
    number: int | None
    contact_gemeente: str | None
    longitude: float | None
    latitude: float | None
    note: str

    def exists(self, year: int) -> bool:
        """Whether the region existed in a year."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a region on the tile map, from 1 in the north-west, and a name short enough to fit in a tile.

    A soft hyphen in the short name is where a narrow place may break it.
    """

    region: str
    tile_column: int
    tile_row: int
    short_name: str


@dataclass(frozen=True, slots=True)
class Break:
    """From this period on figures cannot be compared with those before."""

    period: int
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of an indicator; `given` and `expect` are text tables."""

    indicator: str
    position: int
    why_nl: str
    why_en: str
    given: str
    by: tuple[str, ...]
    where: dict[str, Any]
    expect: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as its declaration says it."""

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

    @property
    def apart(self) -> tuple[str, ...]:
        """Dimensions of the numerator alone: the denominator stays at their total."""
        return (*self.numerator_where, *((self.share_of,) if self.share_of else ()))


@dataclass(frozen=True, slots=True)
class Target:
    """A target figure that follows one indicator's definition."""

    id: str
    indicator: str
    region: str
    period_from: int
    period_to: int
    value: float
    unit: str
    set_in: int
    set_by: str
    source: str
    citation: str
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary."""

    id: str
    term_nl: str
    term_en: str
    text_nl: str
    text_en: str
