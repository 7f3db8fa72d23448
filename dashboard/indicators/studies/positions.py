"""What young people of each age do: in education, employee, self-employed, or none of these with or without benefit.

The source counts those without education and work, and those of them without benefit. The ones with benefit are what
is left of the two. Both are printed, so what is left tells nothing new; it is hidden all the same when it is about few
people, as rounding then says more than the figure does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import subjects
from ..catalogue import Catalogue, catalogue
from ..counts import Method
from ..declared import Indicator
from ..disclosure import THRESHOLD, method, primary
from ..rates import error_of_percentage, error_of_sum, percentage, shown_margin
from ..reading import values_of
from ..result import Choice, QueryError, Row, Selection, Values

NEET, WITHOUT, WITH = subjects.NEET, subjects.NEET_WITHOUT_BENEFIT, "neet_met_uitkering"
# Together all young people of an age; WITH and WITHOUT are the two parts of NEET.
WHOLE = (subjects.IN_SCHOOL, subjects.EMPLOYED, subjects.SELF_EMPLOYED, NEET)
PARTS = (*WHOLE[:-1], WITH, WITHOUT)
HIDDEN = "Q"


@dataclass(frozen=True, slots=True)
class Positions:
    """Per position the figures by (region, age): those of WHOLE, and both parts of NEET where the release has them."""

    period: int
    rows: Mapping[str, Mapping[tuple[Choice, ...], Row]]
    release: str
    methods: tuple[Method, ...] = (method(),)

    def table(self) -> list[dict[str, Any]]:
        """One line per region, age and position."""
        every = next(iter(self.rows.values()))
        return [
            {
                "region": key[0],
                "period": self.period,
                "age_group": key[1],
                "position": position,
                "value": row.value,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "status": row.status,
                "derived": row.derived,
                "margin": row.margin,
            }
            for key in every
            for position, found in self.rows.items()
            if (row := found.get(key)) is not None
        ]


def indicators(known: Catalogue) -> list[Indicator]:
    """The indicators of the positions; none when they do not make a whole in this release."""
    if not all(name in known.indicators for name in WHOLE):
        return []
    return [known.indicators[name] for name in (*WHOLE, WITHOUT) if name in known.indicators]


def selections(known: Catalogue, regions: Sequence[str], period: Choice) -> list[Selection]:
    """The questions behind the positions, so that they can be asked together with others."""
    ages = list(known.codes_of(NEET, "age_group")) if NEET in known.indicators else []
    where = {"region": list(regions), "period": period, "age_group": ages}
    return [Selection(each.id, ("region", "age_group"), where) for each in indicators(known)]


def assembled(known: Catalogue, read: Iterable[Values]) -> Positions | None:
    """The positions from the answers to `selections`; None when there were none to ask."""
    found = {each.indicator: each for each in read}
    if NEET not in found:
        return None
    rows = {name: {row.key: row for row in each.rows} for name, each in found.items()}
    if WITHOUT in rows:
        counted = known.indicators[NEET]
        step = known.measures[counted.numerator].rounded_to
        there = {
            key: left_over(row, rows[WITHOUT][key], counted.decimals, step)
            for key, row in rows[NEET].items()
            if key in rows[WITHOUT]
        }
        rows = {**{name: rows[name] for name in WHOLE}, WITH: there, WITHOUT: rows[WITHOUT]}
    return Positions(int(found[NEET].where["period"][0]), rows, found[NEET].release)


def positions(region: str, period: Choice = "latest", release: str | None = None) -> Positions:
    """The positions of the young people of one region and of the country, by age; raises QueryError."""
    known = catalogue(release)
    asked = selections(known, list(dict.fromkeys([region, str(known.dimensions["region"].total)])), period)
    found = assembled(known, values_of(asked, known.release.id)) if asked else None
    if found is None:
        raise QueryError("This release has no positions of young people by age; choose another release.")
    return found


def left_over(whole: Row, part: Row, decimals: int, rounded_to: int) -> Row:
    """What is left of a whole after a part of it, both shares of the same people; rounding of both is in the margin."""
    below = whole.denominator
    bare = Row(whole.key, None, None, below, HIDDEN, True, 2, None)
    if whole.numerator is None or part.numerator is None or not below:
        letters = [row.status for row in (whole, part) if row.value is None]
        return bare._replace(status=max(letters))
    left = whole.numerator - part.numerator
    # Either count may be off by half a step, so what is left may be smaller by a whole one.
    slack = rounded_to if rounded_to > 1 else 0
    if left - slack < THRESHOLD or primary([left], [below])[0] or part.denominator != below:
        return bare
    error = error_of_percentage(left, below, error_of_sum(rounded_to, 2), error_of_sum(rounded_to, 1))
    return Row(
        whole.key,
        percentage(left, below, decimals),
        left,
        below,
        max(whole.status, part.status),
        True,
        2,
        shown_margin(error, decimals, 2),
    )
