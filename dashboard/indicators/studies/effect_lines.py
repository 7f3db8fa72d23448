"""One line of the effect report: a legal indicator of a region in a year, and all its figures as flat rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .. import benchmark, targets, uncertainty
from ..counts import FINE, MISSING, Method
from ..declared import Indicator
from .judged import BASELINE, Judged, Point

LEVEL = 0.95
CBS = "cbs"
# Units as figures have them everywhere else, in whatever language the report is read.
PERSONS, POINTS, A_YEAR = "personen", "procentpunt", " per jaar"
WILSON = uncertainty.with_parameters(uncertainty.METHODS["wilson"], level=LEVEL)
DIFFERENCE = benchmark.method(LEVEL, "rest_of_country")
SHARE_METHODS = (WILSON, DIFFERENCE)


class Duty(NamedTuple):
    """What regions set target figures on: a stable id, the article, the share whose numerator is counted, and when."""

    id: str
    article: str
    share: str
    first: int
    last: int

    def holds(self, period: int) -> bool:
        """Whether the definition holds for a year."""
        return self.first <= period <= self.last


@dataclass(frozen=True, slots=True)
class Compared:
    """The figure as a share in %, with limits, and the difference with the rest of the country in points."""

    value: float | None
    low: float | None
    high: float | None
    rest: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """The number that a model expects and how many more were counted; `pooled` is the % of people estimated for it."""

    model: str
    version: str
    factors: tuple[str, ...]
    expected: float | None
    difference: float | None
    low: float | None
    high: float | None
    outcome: str
    pooled: float | None
    reason: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What the composition of the young people explains of the gap with the country, in points and in young people.

    `factor` explains most, in either direction. Only when the share differs from the rest of the country by more than
    chance; `pooled` is the % of people in groups that were hidden.
    """

    gap: float | None
    points: float | None
    people: float | None
    factor: str
    factor_points: float | None
    pooled: float | None
    reason: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One legal indicator of one region in one year.

    `target` compares with the target figure of the year, `next` with the first one after it by the same definition;
    their paces start from the last figure up to this year, and a difference is only of this year. `sources` are those
    of the figures and of the model of the CBS. `beside` has counts of the same young people by a narrower
    definition, as those without entree graduates. `reason` says why there is no figure.
    """

    duty: Duty
    indicator: Indicator
    period: int
    realised: Point | None
    target: Judged
    next: Judged
    share: Compared
    beside: Mapping[str, Point]
    expected: tuple[Awaited, ...]
    explained: Explained
    reason: str
    sources: Mapping[str, str]

    @property
    def value(self) -> float | int | None:
        """The figure of the year."""
        return self.realised.value if self.realised else None

    @property
    def methods(self) -> tuple[Method, ...]:
        """How everything in this line was made."""
        limits = uncertainty.with_parameters(uncertainty.METHODS["poisson_exact"], level=LEVEL)
        models = [method for each in self.expected for method in each.methods]
        return (BASELINE, targets.COMPOUND, limits, *SHARE_METHODS, *models, *self.explained.methods)


def figures(line: Line) -> Iterator[dict[str, Any]]:
    """The figures of a line as flat rows; the ids are the same for every region and year, but for those beside it.

    `reason` says why there is no value, `outcome_reason` why an outcome is unknown. A target that is met, or overdue,
    needs no pace any more: then there is neither value nor reason.
    """
    yield from _target_rows(line)
    yield from _share_rows(line)
    for expected in line.expected:
        yield from _expected_rows(line, expected)
    part, source = line.explained, line.sources["figures"]
    told = {"method": part.methods[0].id if part.methods else "", "source": source}
    yield _row(line, "composition_points", part.points, POINTS, part.reason, **told)
    yield _row(line, "composition_people", part.people, PERSONS, part.reason, **told)
    yield _row(line, "composition_factor", part.factor_points, POINTS, part.reason, outcome=part.factor, **told)
    yield _row(line, "composition_pooled", part.pooled, "%", part.reason, method="pooling", source=source)
    for name, point in line.beside.items():
        yield _row(line, f"beside_{name}", point.value, PERSONS, MISSING, status=point.status, source=source)


def _target_rows(line: Line) -> Iterator[dict[str, Any]]:
    """Target and result of the year, and what the target of the year and the next one still ask."""
    figures = line.sources["figures"]
    own, status = line.target, line.realised.status if line.realised else ""
    yield _row(line, "realised", line.value, PERSONS, line.reason, status=status, source=figures)
    limits = {"low": own.low, "high": own.high, "method": "poisson_exact"}
    why = FINE if own.target else own.reason
    yield _row(line, "difference", own.difference, PERSONS, why or line.reason, source=figures, **limits)
    for name, each in (("", own), ("next_", line.next)):
        aim, made_by = (each.target.value, each.target.source) if each.target else (None, "")
        told = {"period": each.due, "outcome": each.state, "outcome_reason": each.reason}
        needed = None if each.from_now is None else 100 * each.from_now
        yield _row(line, f"{name}target", aim, PERSONS, each.reason, source=made_by, **told)
        told |= {"source": figures, "method": targets.COMPOUND.id}
        yield _row(line, f"{name}pace_needed", needed, f"%{A_YEAR}", each.reason, **told)
        yield _row(line, f"{name}fewer_per_year", each.fewer_per_year, f"{PERSONS}{A_YEAR}", each.reason, **told)


def _share_rows(line: Line) -> Iterator[dict[str, Any]]:
    """The figure as a share, and the rest of the country."""
    share, source = line.share, line.sources["figures"]
    told = {"source": source, "method": WILSON.id}
    yield _row(line, "share", share.value, "%", share.reason, low=share.low, high=share.high, **told)
    yield _row(line, "rest_of_country", share.rest, "%", share.reason, source=source)
    told = {"source": source, "method": DIFFERENCE.id, "outcome": share.outcome}
    limits = {"low": share.difference_low, "high": share.difference_high}
    yield _row(line, "share_difference", share.difference, POINTS, share.reason, **limits, **told)


def _expected_rows(line: Line, expected: Awaited) -> Iterator[dict[str, Any]]:
    """The number that a model expects, and how it was compared."""
    name, why = f"expected_{expected.model}", expected.reason
    source = line.sources["cbs" if expected.model == CBS else "figures"]
    told = {"source": source, "method": "standardised"}
    yield _row(line, name, expected.expected, PERSONS, why, **told)
    limits = {"low": expected.low, "high": expected.high, "outcome": expected.outcome}
    yield _row(line, f"{name}_difference", expected.difference, PERSONS, why, **limits, **told)
    yield _row(line, f"{name}_pooled", expected.pooled, "%", why, source=source, method="pooling")


def _row(line: Line, name: str, value: float | None, unit: str, why: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{line.duty.id}_{name}",
        "indicator": line.indicator.id,
        "article": line.duty.article,
        "period": line.period,
        "value": value,
        "low": None,
        "high": None,
        "unit": unit,
        "status": "",
        "outcome": "",
        "outcome_reason": "",
        "reason": why if value is None else FINE,
        "method": "",
        "source": "",
        **more,
    }
