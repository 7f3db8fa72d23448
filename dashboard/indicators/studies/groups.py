"""Groups of municipalities that a reader puts together: add up counts, then divide, then ask whether it may be told.

Every sum is so many times each published figure and nothing else; `disclosure.differencing` proves why no number of
groups, by any number of readers, then tells more than what is published.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from math import ceil, prod
from typing import NamedTuple

from .. import disclosure, rates, uncertainty
from ..catalogue import Catalogue, catalogue, did_you_mean, map_year
from ..counts import FINE, MISSING, Method, reasons
from ..declared import Indicator
from ..disclosure import REFUSALS, SECONDARY, THRESHOLD
from ..reading import values_of
from ..result import Choice, QueryError, Row, Selection, Values
from ..sums import FIXED
from .overlap import LAYERS, MERGED, Homes, homes_in, there

GEMEENTE = "gemeente"
NOT_DELIVERED = "L"
MOST_PARTS = 110  # why: about a second and a half; of what municipalities have, two splits or one over the years fit
Key = tuple[Choice, ...]
Cells = dict[str, Row]  # the row of each region, of one key


class GroupRow(NamedTuple):
    """One figure of a group: without a value `reason` says why, and `concerned` which municipalities that is about.

    `value`, `low`, `high` and `margin` are in the unit of the indicator; `parts` published figures were added up.
    """

    key: Key
    value: float | int | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    status: str
    reason: str
    concerned: tuple[str, ...]
    parts: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """The figures of one group; `id` is the same for the same municipalities, however they were asked for."""

    id: str
    indicator: str
    municipalities: tuple[str, ...]
    by: tuple[str, ...]
    rows: list[GroupRow] = field(repr=False)
    methods: tuple[Method, ...]
    threshold: int
    level: float
    release: str
    source: str


class _Sum(NamedTuple):
    """A count added up, or why it is not."""

    total: float | int
    parts: int
    status: str
    reason: str = FINE
    concerned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """What every figure of one answer has in common."""

    known: Catalogue
    indicator: Indicator
    group: tuple[str, ...]
    threshold: int
    level: float


def group_values(
    indicator: str,
    municipalities: str | Sequence[str],
    period: Choice | Sequence[Choice] | None = None,
    by: Sequence[str] = (),
    where: Mapping[str, Choice | Sequence[Choice]] | None = None,
    release: str | None = None,
    *,
    threshold: int = THRESHOLD,
    level: float = 0.95,
) -> GroupFigure:
    """The figures of a group of municipalities, each counted once; raises QueryError, or what the warehouse raises.

    `municipalities` are codes, also of whole Doorstroompunt, arbeidsmarkt regions and provinces, which stand for their
    municipalities in the last period asked. `period` is the latest by default, and all when split by it. A figure that
    may not be told or cannot be made has a reason: of `disclosure`, or of `counts`.
    """
    known = catalogue(release)
    chosen = _checked(known, indicator, by, where)
    filters = {d: codes for d, codes in (where or {}).items() if codes not in (None, "")}
    if period is None:
        filters["period"] = known.periods(chosen.id, kind=GEMEENTE) if "period" in by else "latest"
    else:
        filters["period"] = period
    if filters["period"] == "latest":
        filters["period"] = known.latest(chosen.id, kind=GEMEENTE)
    asked = tuple((d, codes if isinstance(codes, str | int) else tuple(codes)) for d, codes in sorted(filters.items()))
    members = (municipalities,) if isinstance(municipalities, str) else tuple(dict.fromkeys(municipalities))
    return _figures(known, chosen.id, members, tuple(by), asked, threshold, level)


@lru_cache(maxsize=256)
def _figures(
    known: Catalogue,
    indicator: str,
    municipalities: tuple[str, ...],
    by: tuple[str, ...],
    asked: tuple[tuple[str, Choice | tuple[Choice, ...]], ...],
    threshold: int,
    level: float,
) -> GroupFigure:
    """The figures once every choice is made; kept, because a group is asked for again in other forms and by others."""
    chosen, filters = known.indicators[indicator], dict(asked)
    split = _split(known, by, filters)
    selections = _selections(chosen, by, filters, split)
    _refuse_too_many(known, selections)
    read = values_of(selections, known.release.id)
    tables = [_tables(values) for values in read]
    years = {_year(chosen, read[0], key) for key in tables[0]}
    years |= {map_year(int(each), chosen.period_kind) for each in read[0].where.get("period", ())}
    homes = {year: homes_in(known, year) for year in years}
    last = max(homes)
    latest = [cells for key, cells in tables[0].items() if _year(chosen, read[0], key) == last]
    group = _members(known, municipalities, homes[last], set().union(*(there(known, cells) for cells in latest)), last)
    question = _Question(known, chosen, group, threshold, level)
    answers = [
        [_row(question, key, cells, homes[_year(chosen, values, key)]) for key, cells in table.items()]
        for values, table in zip(read, tables, strict=True)
    ]
    rows = answers[0] if len(answers) == 1 else _kept_together(known, read, answers, split, filters)
    interval = uncertainty.METHODS["poisson_exact" if chosen.denominator is None else "wilson"]
    varies = [uncertainty.with_parameters(interval, level=level)] if any(row.low is not None for row in rows) else []
    return GroupFigure(
        id=group_id(group),
        indicator=chosen.id,
        municipalities=group,
        by=by,
        rows=rows,
        methods=(*varies, disclosure.method(threshold)),
        threshold=threshold,
        level=level,
        release=known.release.id,
        source=known.source_of(chosen.id).id,
    )


def group_id(municipalities: Iterable[str]) -> str:
    """A short name of a set of municipalities for addresses and files: the same set has the same name."""
    return sha256(" ".join(sorted(set(municipalities))).encode()).hexdigest()[:12]


def _checked(
    known: Catalogue, name: str, by: Sequence[str], where: Mapping[str, Choice | Sequence[Choice]] | None
) -> Indicator:
    """The indicator, once it is known that it can be added up over municipalities and that nobody chose the region."""
    chosen = known.indicator(name)
    if GEMEENTE not in known.codes_of(chosen.id, "region_kind"):
        able = [each for each in known.indicators if GEMEENTE in known.codes_of(each, "region_kind")]
        raise QueryError(
            f"Indicator '{chosen.id}' has no figures of municipalities; "
            f"{', '.join(able) or 'no indicator of this release'} can be added up over a group. "
            "Choose another indicator or a published region and ask again."
        )
    if "region" in by or "region" in (where or {}):
        raise QueryError(
            "A group of municipalities was also split or filtered by 'region'; the group is the region. "
            "Leave 'region' out and ask again."
        )
    return chosen


def _split(known: Catalogue, by: Sequence[str], filters: Mapping[str, Choice | Sequence[Choice]]) -> tuple[str, ...]:
    """The dimensions in which the question looks at a part of the group's people."""
    parts = [d for d, codes in filters.items() if d in known.dimensions and codes != known.dimensions[d].total]
    return tuple(d for d in dict.fromkeys([*by, *parts]) if d not in FIXED)


def _selections(
    indicator: Indicator,
    by: Sequence[str],
    filters: Mapping[str, Choice | Sequence[Choice]],
    split: tuple[str, ...],
) -> list[Selection]:
    """What was asked, for every region there is, and when it is a part of something also all parts of that."""
    regions = (GEMEENTE, *LAYERS)
    found = [Selection(indicator.id, ("region", *by), {**filters, "region": regions})]
    if split:
        moments = ("period",) if "period" in by else ()
        whole = {d: codes for d, codes in filters.items() if d not in split}
        found.append(Selection(indicator.id, ("region", *moments, *split), {**whole, "region": regions}))
    return found


def _refuse_too_many(known: Catalogue, selections: Sequence[Selection]) -> None:
    """Refuses a question that is about more parts of a group than can be weighed while a reader waits."""
    parts = 0
    for each in selections:
        where = each.where or {}
        every = {d: known.codes_of(each.indicator, d) for d in each.by if d != "region"}
        listed = [codes if where.get(d) in (None, "all", ("all",)) else where[d] for d, codes in every.items()]
        parts += prod(1 if isinstance(codes, str | int) else max(len(codes), 1) for codes in listed)
    if parts > MOST_PARTS:
        raise QueryError(
            f"This question is about {parts} parts of a group and each is weighed against all published totals; an "
            f"answer holds {MOST_PARTS}. Choose one period or fewer dimensions and ask again."
        )


def _tables(values: Values) -> dict[Key, Cells]:
    """Per key without the region the rows of all regions."""
    found: dict[Key, Cells] = {}
    for row in values.rows:
        found.setdefault(row.key[1:], {})[str(row.key[0])] = row
    return found


def _year(indicator: Indicator, values: Values, key: Key) -> int:
    """The year whose map of regions fits a key."""
    period = key[values.by.index("period") - 1] if "period" in values.by else values.where["period"][0]
    return map_year(int(period), indicator.period_kind)


def _members(
    known: Catalogue, asked: str | Sequence[str], homes: Homes, present: set[str], year: int
) -> tuple[str, ...]:
    """The municipalities of a group, whole regions taken apart, each once and in the order of codes."""
    found: set[str] = set()
    for code in (asked,) if isinstance(asked, str) else asked:
        region = known.regions.get(code)
        if region is None or region.kind not in (GEMEENTE, *MERGED):
            raise QueryError(_unknown(known, str(code)))
        if region.kind == GEMEENTE:
            found.add(code)
            continue
        inside = {gemeente for gemeente in present if homes[region.kind].get(gemeente) == code}
        if not inside:
            raise QueryError(
                f"Region '{code}' ({region.name}) has no municipalities in {year}; it existed in other years. "
                "Leave it out, or choose another period, and ask again."
            )
        found |= inside
    if not found:
        raise QueryError(
            "A group without municipalities has no figures; a group is a list of codes, such as GM0014 or MC03. "
            "Name at least one and ask again."
        )
    return tuple(sorted(found))


def _unknown(known: Catalogue, code: str) -> str:
    """The sentence about a code that cannot be a member of a group, with the nearest that can."""
    near = known.region(code)
    if near is not None and near.kind in (GEMEENTE, *MERGED):
        right = f"did you mean '{near.code}' ({near.name})?"
    else:
        right = did_you_mean(code, [known.regions[each].name for each in known.kinds[GEMEENTE]])
    return (
        f"Unknown municipality '{code}'; {right} Use codes of municipalities, or of whole regions of kind "
        f"{', '.join(MERGED)}, and ask again."
    )


def _row(q: _Question, key: Key, cells: Cells, homes: Homes) -> GroupRow:
    """One figure: the sums, whether they may be told, then the share with its interval."""
    present = there(q.known, cells)
    above = _sum(q, cells, homes, present, "numerator", q.indicator.numerator)
    below = None
    if q.indicator.denominator is not None:
        below = _sum(q, cells, homes, present, "denominator", q.indicator.denominator)
    for each in (above, below):
        if each is not None and each.reason:
            return _refused(key, each.reason, each.concerned)
    n = None if below is None else below.total
    reason = str(reasons(above.total, n)) or str(disclosure.small(above.total, n, q.threshold))
    return _refused(key, reason, q.group) if reason else _told(q, key, above, below)


def _refused(key: Key, reason: str, concerned: tuple[str, ...]) -> GroupRow:
    return GroupRow(key, None, None, None, None, None, "", reason, concerned, 0, None)


def _sum(q: _Question, cells: Cells, homes: Homes, present: set[str], half: str, measure: str) -> _Sum:
    """The group's numerator or denominator from published figures, or why it cannot be had."""
    absent = tuple(code for code in q.group if code not in present)
    if absent:
        return _Sum(0, 0, "", MISSING, absent)
    value = {code: getattr(row, half) for code, row in cells.items()}
    hidden = {code for code in present if value.get(code) is None}
    published: dict[str, set[str]] = {}
    if hidden & set(q.group):
        for layer in homes.values():
            for code in present & layer.keys():
                if value.get(layer[code]) is not None:
                    published.setdefault(layer[code], set()).add(code)
    step = q.known.measures[measure].rounded_to
    left = {code: value[code] - sum(value[each] for each in inside - hidden) for code, inside in published.items()}
    # A figure rounded to tens is sure within five, and so is each visible figure taken off it.
    slack = {code: step / 2 * (1 + len(inside - hidden)) for code, inside in published.items()} if step > 1 else None
    limits = {
        code: people for code in hidden if half == "numerator" and (people := cells[code].denominator) is not None
    }
    decided = disclosure.differencing(
        q.group, published, hidden, left, upper=limits, slack=slack, threshold=q.threshold
    )
    if not decided.allowed:
        part = tuple(code for code in q.group if code in hidden)
        if all(cells[code].status == NOT_DELIVERED for code in part):
            return _Sum(0, 0, "", MISSING, part)  # nobody hides it: it is not there yet
        return _Sum(0, 0, "", decided.reason, decided.concerned)
    total = round(sum(float(weight) * value[code] for code, weight in decided.weights.items()), 6)
    parts = ceil(sum(weight**2 * cells[code].parts for code, weight in decided.weights.items()))
    # A row without a figure has the letter of what it lacks, which is not the half that is used here.
    status = max((cells[code].status for code in decided.weights if cells[code].value is not None), default="")
    return _Sum(int(total) if total.is_integer() else total, parts, status)


def _told(q: _Question, key: Key, above: _Sum, below: _Sum | None) -> GroupRow:
    """The figure, with its interval and what rounding leaves unsure."""
    measures, decimals, x = q.known.measures, q.indicator.decimals, above.total
    parts, status = above.parts, above.status
    error = rates.error_of_sum(measures[q.indicator.numerator].rounded_to, parts)
    if below is None:
        n, times, value, limits = None, 1, rates.rounded(x, decimals), uncertainty.poisson_exact(x, q.level)
    else:
        n, times, value = below.total, 100, rates.percentage(x, below.total, decimals)
        limits = uncertainty.wilson(x, n, q.level)
        error_below = rates.error_of_sum(measures[str(q.indicator.denominator)].rounded_to, below.parts)
        error = rates.error_of_percentage(x, n, error, error_below)
        parts, status = max(parts, below.parts), max(status, below.status)
    margin = rates.shown_margin(error, decimals, parts)
    # A sum of expected chances is no count: how much it varies does not follow from its size.
    counted = isinstance(x, int)
    low, high = (round(times * float(limit), decimals + 2) if counted else None for limit in limits)
    return GroupRow(key, value, x, n, low, high, status, FINE, (), parts, margin)


def _kept_together(
    known: Catalogue,
    read: Sequence[Values],
    answers: Sequence[list[GroupRow]],
    split: tuple[str, ...],
    filters: Collection[str],
) -> list[GroupRow]:
    """Hides every part of a group's people in a period when one of the parts may not be told.

    The whole stays: from it and the other parts the hidden one would follow, so none of those is given, whichever of
    them was asked for. With the few splits that municipal figures have, hiding fewer is hardly ever possible.
    """
    asked, whole = read

    def period(values: Values, key: Key) -> Choice | None:
        return key[values.by.index("period") - 1] if "period" in values.by else None

    shut = {period(whole, row.key) for row in answers[1] if row.reason in REFUSALS}
    rows = []
    for row in answers[0]:
        codes = dict(zip(asked.by[1:], row.key, strict=True))
        part = any(d in filters or codes[d] != known.dimensions[d].total for d in split)
        if part and row.reason == FINE and period(asked, row.key) in shut:
            row = _refused(row.key, SECONDARY, row.concerned)
        rows.append(row)
    return rows
