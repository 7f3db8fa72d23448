"""Turns plans into one portable SQL text with parameters; reads nothing and divides nothing.

The text uses select, case, group by, in, between and union all only, so any SQL engine reads it. Identifiers come from
the list of dimensions, never from a reader; what a reader chose travels as a parameter.
"""

from collections.abc import Mapping, Sequence

from .plan import Plan
from .result import Choice

FIGURES = (
    "sum(o.value) as total, "
    "max(case when o.value is null then o.status end) as missing, "
    "max(o.status) as present, "
    "count(*) as cells, "
    "sum(o.parts) as parts, "
    "max(case when o.derived then 1 else 0 end) as derived"
)


def build(plans: Sequence[Plan]) -> tuple[str, list[Choice]]:
    """One SQL text with its parameters for all plans.

    Columns: part (2 x the number of the plan, + 1 for a denominator read apart), measure, period (0 when not split),
    the other dimensions of `by`, then total, missing, present, cells, parts, derived.
    """
    width = max((sum(d != "period" for d in p.by) for p in plans), default=0)
    texts: list[str] = []
    params: list[Choice] = []
    for number, each in enumerate(plans):
        above, below = each.indicator.numerator, each.indicator.denominator
        if below is not None and not each.indicator.apart and above != below:
            # Both halves have the same codes: one scan gives them, told apart by their measure.
            _add(texts, params, 2 * number, (above, below), each, each.by, each.codes, width)
            continue
        _add(texts, params, 2 * number, (above,), each, each.by, each.codes, width)
        if below is not None:
            totals = {**each.codes, **dict.fromkeys(each.indicator.apart, ("totaal",))}
            _add(texts, params, 2 * number + 1, (below,), each, each.below(), totals, width)
    return " union all ".join(texts), params


def _add(
    texts: list[str],
    params: list[Choice],
    part: int,
    measures: tuple[str, ...],
    made: Plan,
    by: tuple[str, ...],
    codes: Mapping[str, tuple[Choice, ...] | None],
    width: int,
) -> None:
    """Appends one select and its parameters."""
    others = [d for d in by if d != "period"]
    columns = [f"{part} as part", "o.measure", "o.period" if "period" in by else "0 as period"]
    columns += [f"o.{d} as key_{place}" for place, d in enumerate(others)]
    columns += [f"'' as key_{place}" for place in range(len(others), width)]
    conditions = [_condition("measure", measures, params)]
    for dimension, chosen in codes.items():
        if chosen is None:
            continue
        if dimension == "region" and made.neighbours:
            # Two bounds instead of forty codes save the engine a third of its planning.
            conditions.append(_condition("region", chosen, params, "o.region between ? and ?"))
        else:
            conditions.append(_condition(dimension, chosen, params))
    groups = ", ".join(["o.measure", *(f"o.{d}" for d in by)])
    texts.append(
        f"select {', '.join(columns)}, {FIGURES} from observation o where {' and '.join(conditions)} group by {groups}"
    )


def _condition(column: str, codes: Sequence[Choice], params: list[Choice], between: str | None = None) -> str:
    if between is not None:
        params += [min(codes, key=str), max(codes, key=str)]
        return between
    params.extend(codes)
    if len(codes) == 1:
        return f"o.{column} = ?"
    return f"o.{column} in ({', '.join('?' * len(codes))})"
