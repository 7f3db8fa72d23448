"""Fills in what a question leaves open and refuses what has no answer; writes no SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from .catalogue import Catalogue, did_you_mean, map_year
from .declared import DIMENSIONS, Indicator
from .result import Choice, QueryError, Selection
from .sums import refuse_sums


@dataclass(frozen=True, slots=True)
class Plan:
    """A question with every choice made; `codes` has None for: everything there is."""

    indicator: Indicator
    by: tuple[str, ...]
    codes: dict[str, tuple[Choice, ...] | None]
    named: frozenset[str]  # dimensions of `by` whose codes the reader listed, one by one or as a kind
    kinds: bool  # the regions were asked for by kind
    neighbours: bool  # the regions are all there are from the first code to the last

    def below(self) -> tuple[str, ...]:
        """What the denominator is split by."""
        return tuple(d for d in self.by if d not in self.indicator.apart)

    def cells(self, by: Iterable[str], apart: bool) -> int:
        """How many cells one figure must be made of."""
        split = set(by)
        skip = set() if apart else set(self.indicator.apart)
        return prod(len(codes) for d, codes in self.codes.items() if codes and d not in split and d not in skip)


def plan(catalogue: Catalogue, selection: Selection) -> Plan:
    """The question with all defaults filled in; raises QueryError when it cannot be answered."""
    indicator = catalogue.indicator(selection.indicator)
    by = _by(indicator, selection.by)
    where = {} if selection.where is None else selection.where
    for dimension in where:
        if dimension not in DIMENSIONS:
            raise QueryError(
                f"Unknown dimension '{dimension}' in the filter; {did_you_mean(dimension, DIMENSIONS)} "
                "Correct the name and ask again."
            )
    asked = {d: _listed(codes) for d, codes in where.items() if codes is not None and codes != ""}
    codes: dict[str, tuple[Choice, ...] | None] = {}
    for dimension in DIMENSIONS:
        if dimension not in ("period", "region"):
            codes[dimension] = _codes(catalogue, indicator, dimension, by, asked.get(dimension))
    moment = codes["moment"]
    regions, kinds = _regions(catalogue, indicator, by, asked.get("region"))
    codes["period"] = _periods(catalogue, indicator, by, asked.get("period"), moment, regions)
    codes["region"] = regions
    named = frozenset(d for d in by if d in asked and codes[d] is not None)
    made = Plan(indicator, by, codes, named, kinds, _neighbours(catalogue, regions))
    refuse_sums(catalogue, indicator, by, codes)
    return made


def _by(indicator: Indicator, by: Sequence[str]) -> tuple[str, ...]:
    for place, dimension in enumerate(by):
        if dimension not in indicator.by:
            raise QueryError(
                f"Indicator '{indicator.id}' cannot be split by '{dimension}'; "
                f"{did_you_mean(dimension, indicator.by)} Choose one of these and ask again."
            )
        if dimension in by[:place]:
            raise QueryError(
                f"Indicator '{indicator.id}' is split by '{dimension}' twice; once is enough. Remove one and ask again."
            )
    return tuple(by)


def _listed(codes: Choice | Sequence[Choice]) -> tuple[Choice, ...]:
    """One code or a list of codes as a tuple without doubles."""
    if isinstance(codes, str | int):
        return (codes,)
    return tuple(dict.fromkeys(codes))


def _codes(
    catalogue: Catalogue, indicator: Indicator, dimension: str, by: tuple[str, ...], asked: tuple[Choice, ...] | None
) -> tuple[Choice, ...] | None:
    """The codes of a dimension other than region and period."""
    fixed = indicator.numerator_where.get(dimension)
    usual = (indicator.defaults.get(dimension, catalogue.dimensions[dimension].total),)
    if not asked:
        if fixed is not None:
            return fixed
        return None if dimension in by else usual
    known = catalogue.codes[dimension]
    for code in asked:
        if code not in known:
            raise QueryError(
                f"Unknown {dimension} code '{code}'; {did_you_mean(str(code), known)} Choose one and ask again."
            )
        if fixed is not None and code not in fixed:
            raise QueryError(
                f"Indicator '{indicator.id}' does not count {dimension} '{code}'; its definition has "
                f"{', '.join(fixed)}. Choose from these and ask again."
            )
    if dimension not in indicator.by and dimension != "indeling" and asked != usual:
        raise QueryError(
            f"Indicator '{indicator.id}' has no figures by '{dimension}'; it can be chosen by "
            f"{', '.join(indicator.by)}. Leave '{dimension}' out and ask again."
        )
    return _in_order(asked, catalogue.order[dimension])


def _periods(
    catalogue: Catalogue,
    indicator: Indicator,
    by: tuple[str, ...],
    asked: tuple[Choice, ...] | None,
    moments: tuple[Choice, ...] | None,
    regions: tuple[Choice, ...] | None,
) -> tuple[Choice, ...] | None:
    if not asked:
        asked = ("all",) if "period" in by else ("latest",)
    if asked == ("all",):
        if "period" not in by:
            raise QueryError(
                f"Indicator '{indicator.id}' was asked for all periods in one figure; periods are never added up. "
                "Split by period, or choose one, and ask again."
            )
        return None
    found = set()
    for period in asked:
        if period == "latest":
            found.add(_latest(catalogue, indicator, moments, regions))
        elif is_year(period):
            found.add(int(period))
        else:
            raise QueryError(
                f"Unknown period '{period}'; a period is its start year (2023 for 2023/'24), 'latest' or 'all'. "
                "Correct it and ask again."
            )
    return tuple(sorted(found))


def is_year(asked: Choice) -> bool:
    """Whether this is a year as four digits write it: longer numbers fit no column, and other digits no address."""
    text = str(asked)
    return len(text) <= 4 and text.isascii() and text.isdecimal()


def _latest(
    catalogue: Catalogue,
    indicator: Indicator,
    moments: tuple[Choice, ...] | None,
    regions: tuple[Choice, ...] | None,
) -> int:
    """The last period with figures at any of the moments, for all kinds of region asked if there is one."""
    chosen = tuple(catalogue.codes["moment"]) if moments is None else tuple(str(moment) for moment in moments)
    kinds = {catalogue.regions[str(code)].kind for code in regions or ()}
    several = [{p for moment in chosen for p in catalogue.periods(indicator.id, moment, kind)} for kind in kinds]
    common = set.intersection(*several) if several else set()
    periods = common or {p for moment in chosen for p in catalogue.periods(indicator.id, moment)}
    return max(periods) if periods else catalogue.latest(indicator.id, chosen[0])


def _regions(
    catalogue: Catalogue, indicator: Indicator, by: tuple[str, ...], asked: tuple[Choice, ...] | None
) -> tuple[tuple[Choice, ...] | None, bool]:
    """The region codes and whether any were asked for by kind."""
    if not asked:
        return (None, False) if "region" in by else ((catalogue.dimensions["region"].total,), False)
    kinds = catalogue.kinds
    found: list[Choice] = []
    for code in asked:
        if code in kinds:
            if "region" not in by:
                raise QueryError(
                    f"Indicator '{indicator.id}' was asked for the sum of all regions of kind '{code}'; "
                    "the country as a whole is region 'NL01'. Split by region, or choose that, and ask again."
                )
            found += kinds[str(code)]
        elif code in catalogue.regions:
            found.append(code)
        else:
            near = catalogue.region(str(code))
            right = f"did you mean '{near.code}'?" if near else did_you_mean(str(code), catalogue.regions)
            raise QueryError(f"Unknown region '{code}'; {right} Use a code or one of {', '.join(sorted(kinds))}.")
    return _in_order(found, catalogue.order["region"]), any(code in kinds for code in asked)


def _neighbours(catalogue: Catalogue, codes: tuple[Choice, ...] | None) -> bool:
    """Whether region codes are all there are between the first and the last, in the order of their letters."""
    if codes is None or len(codes) < 3:
        return False
    places = [catalogue.alphabet[str(code)] for code in codes]
    return max(places) - min(places) + 1 == len(places)


def _in_order(codes: Iterable[Choice], order: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(sorted(set(codes), key=lambda code: order[str(code)]))


def region_exists(catalogue: Catalogue, made: Plan, region: str, period: int) -> bool:
    """Whether a region existed in a period; on the boundaries of a fixed year, in that year."""
    indeling = made.codes["indeling"]
    year = map_year(period, made.indicator.period_kind)
    if indeling and str(indeling[0]).isdecimal():
        year = int(indeling[0])
    return catalogue.regions[region].exists(year)
