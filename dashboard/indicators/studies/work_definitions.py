"""Durable work is a choice: the share of school leavers under every choice of hours, contract and moment.

There is no official definition, so a reader picks one and sees how much the order of the regions depends on it. All
choices are about one cohort of leavers: another year would mix what changed over time with what was chosen. A sum with
a hidden part is not known, and a moment that the cohort has not reached yet takes no part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import durable
from ..catalogue import Catalogue, catalogue, did_you_mean
from ..counts import FINE, Floats, Method, reasons
from ..ranks import ranks
from ..reading import values_of
from ..result import Choice, QueryError, Row, Selection
from ..subjects import WORK_12
from ..uncertainty import METHODS, wilson, with_parameters
from .cells import plain, whole

INDICATOR = WORK_12
KIND = "doorstroompunt"
# What the codes of contract mean for a choice; which codes there are follows from the release.
PERMANENT, FLEXIBLE, SELF_EMPLOYED = "vast", "flexibel", "zelfstandige"
ALL, ONLY_PERMANENT, NOT_FLEXIBLE, NOT_SELF_EMPLOYED = "all", "permanent", "not_flexible", "not_self_employed"
# A choice under which more than a tenth of the regions is hidden ranks too few of them to say how far ranks go apart.
ENOUGH = 0.9
Letters = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class WorkChoice:
    """One definition: hours from the class `hours` on, the contracts of `codes`, at one moment."""

    hours: str
    contract: str
    moment: str
    codes: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.moment}.{self.hours}.{self.contract}"


@dataclass(frozen=True, slots=True)
class WorkPart:
    """The share of one type of work at the hours and moment that were picked, and whether the definition counts it."""

    contract: str
    counted: bool
    self_employed: bool
    value: float | None
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkShare:
    """One region by the definition that was picked, in %, with Wilson limits; its rank, and over all definitions.

    `rank_low` and `rank_high` are over the definitions that rank at least nine in ten regions. `parts` are of all
    types of work, the self-employed always among them. No value: `reason` says why, `status` which letter hides it.
    """

    region: str
    working: float | None
    leavers: float | None
    value: float | None
    low: float | None
    high: float | None
    status: str
    reason: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    parts: tuple[WorkPart, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WorkDefinitions:
    """All definitions for one cohort: `shares` [regions, choices] in %, NaN where `reasons` says why.

    `statuses` has the letter that hides a share. `tau` [choices, choices] says how alike two definitions order the
    regions (1: the same, -1: reversed), `tau_reasons` why that is not known. `picked` is the place of the choice that
    was made, `known` how many regions have a share under each choice, `ranged` which choices the rank ranges are over,
    `later` the moments this cohort has not reached.
    """

    period: int
    regions: tuple[str, ...]
    choices: tuple[WorkChoice, ...]
    picked: int
    shares: Floats
    statuses: NDArray[np.str_]
    reasons: NDArray[np.str_]
    tau: Floats
    tau_reasons: NDArray[np.str_]
    known: tuple[int, ...]
    ranged: tuple[bool, ...]
    later: tuple[str, ...]
    rows: tuple[WorkShare, ...]
    release: str
    methods: tuple[Method, ...]

    @property
    def choice(self) -> WorkChoice:
        """The definition that was picked."""
        return self.choices[self.picked]

    def tau_of(self) -> dict[str, float | None]:
        """How alike each definition orders the regions to the one that was picked, by id; None where not known."""
        return dict(zip((c.id for c in self.choices), plain(self.tau[self.picked], 4), strict=True))


@dataclass(frozen=True, slots=True)
class _Cells:
    """Counts [regions, moments, contracts, hours], the total of contracts first; `people` [regions, moments]."""

    cases: Floats
    letters: Letters
    people: Floats


def work_definitions(
    hours: str | None = None,
    contract: str = ALL,
    moment: str | None = None,
    period: int | None = None,
    release: str | None = None,
    level: float = 0.95,
) -> WorkDefinitions:
    """The shares of all Doorstroompunt regions under every definition, and one of them in full; raises QueryError.

    `hours` is the lowest class that counts, by default the lowest there is. `contract`: all, permanent, not_flexible
    (permanent and self-employed) or not_self_employed (employees only). `moment` is the usual one by default, `period`
    the latest cohort with figures at that moment.
    """
    known = catalogue(release)
    indicator = known.indicator(INDICATOR)
    at = _picked("moment", moment or usual_moment(known), moments(known) or known.codes_of(INDICATOR, "moment"))
    when = _period(known, at, period)
    classes = sorted(indicator.numerator_where["hours"], key=known.order["hours"].__getitem__)
    total = known.dimensions["contract"].total
    types = [c for c in known.codes_of(INDICATOR, "contract") if c != total]
    sets = _contracts(types)
    lowest = _picked("hours", hours or classes[0], classes)
    _picked("contract", contract, sets)
    if not 0 < level < 1:
        raise QueryError(
            f"Unknown level '{level}'; an interval has a level between 0 and 1, as 0.95. Ask again with one."
        )
    reached = [each for each in known.codes_of(INDICATOR, "moment") if when in known.periods(INDICATOR, each, KIND)]
    later = tuple(each for each in known.codes_of(INDICATOR, "moment") if each not in reached)
    regions = tuple(r.code for r in known.regions_of(KIND, when, indicator.period_kind))

    where: dict[str, Choice | Sequence[Choice]] = {"region": regions, "period": when, "moment": reached}
    where["contract"] = [total, *types]
    asked = Selection(INDICATOR, ("region", "moment", "contract", "hours"), where)
    cells = _cells(values_of([asked], known.release.id)[0].rows, regions, reached, [total, *types], classes)
    choices = tuple(WorkChoice(h, name, m, codes) for m in reached for name, codes in sets.items() for h in classes)
    picked = next(i for i, c in enumerate(choices) if (c.hours, c.contract, c.moment) == (lowest, contract, at))
    places = [[0] if name == ALL else [1 + types.index(c) for c in codes] for name, codes in sets.items()]
    x, letters = _sums(cells, places)
    n = np.broadcast_to(cells.people[:, :, None, None], x.shape)
    x, n = (each.reshape(len(regions), -1) for each in (x, n))
    letters = letters.reshape(x.shape)
    why = reasons(x, n)
    shares = _percent(x, n, why == FINE)
    seen = np.count_nonzero(why == FINE, axis=0)
    ranged = (seen > 0) & (seen >= ENOUGH * len(regions))
    agreement = durable.kendall(shares)
    made = _Made(choices[picked], x[:, picked], n[:, picked], letters[:, picked], shares[:, ranged], level)
    parts = _parts(cells, made.choice, reached.index(at), classes.index(lowest), regions, types)
    return WorkDefinitions(
        period=when,
        regions=regions,
        choices=choices,
        picked=picked,
        shares=shares,
        statuses=_shown(letters),
        reasons=why,
        tau=agreement.tau,
        tau_reasons=agreement.reason,
        known=tuple(seen.tolist()),
        ranged=tuple(ranged.tolist()),
        later=later,
        rows=_rows(made, regions, parts),
        release=known.release.id,
        methods=(with_parameters(METHODS["wilson"], level=level), durable.KENDALL, durable.RANGES),
    )


def moments(known: Catalogue) -> tuple[str, ...]:
    """The moments after leaving with figures of Doorstroompunt regions, in display order."""
    return tuple(m for m in known.codes_of(INDICATOR, "moment") if known.periods(INDICATOR, m, KIND))


def usual_moment(known: Catalogue) -> str:
    """The moment of the indicator where the release has figures at it, else the first that has; raises QueryError."""
    declared = known.indicator(INDICATOR).defaults["moment"]
    there = moments(known)
    return declared if declared in there or not there else there[0]


@dataclass(frozen=True, slots=True)
class _Made:
    """The definition that was picked per region, and the shares of all definitions that ranks range over."""

    choice: WorkChoice
    x: Floats
    n: Floats
    letters: Letters
    ranged: Floats
    level: float


def _contracts(types: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The contracts that each choice counts, of the types of work a release has; choices without any are left out."""
    sets = {
        ALL: tuple(types),
        ONLY_PERMANENT: tuple(c for c in types if c == PERMANENT),
        NOT_FLEXIBLE: tuple(c for c in types if c != FLEXIBLE),
        NOT_SELF_EMPLOYED: tuple(c for c in types if SELF_EMPLOYED not in c),
    }
    return {name: codes for name, codes in sets.items() if codes or name == ALL}


def _cells(
    rows: Sequence[Row], regions: Sequence[str], moments: Sequence[str], contracts: Sequence[str], hours: Sequence[str]
) -> _Cells:
    """The rows as arrays; what the release lacks was not delivered."""
    axes = [{code: at for at, code in enumerate(each)} for each in (regions, moments, contracts, hours)]
    shape = tuple(len(axis) for axis in axes)
    cases, people = np.full(shape, np.nan), np.full(shape[:2], np.nan)
    letters = np.full(shape, ord("L"), dtype=np.int8)
    for row in rows:
        region, moment, contract, hour = (axis[str(code)] for axis, code in zip(axes, row.key, strict=True))
        cases[region, moment, contract, hour] = np.nan if row.numerator is None else row.numerator
        letters[region, moment, contract, hour] = 0 if row.value is not None else ord(row.status)
        people[region, moment] = np.nan if row.denominator is None else row.denominator
    return _Cells(cases, letters, people)


def _sums(cells: _Cells, sets: Sequence[Sequence[int]]) -> tuple[Floats, Letters]:
    """Per set of contracts the counts of each class of hours and all above; the worst letter hides a sum."""
    cases = np.stack([cells.cases[:, :, places].sum(axis=2) for places in sets], axis=2)
    letters = np.stack([cells.letters[:, :, places].max(axis=2) for places in sets], axis=2)
    worst = np.maximum.accumulate(letters[..., ::-1], axis=3)[..., ::-1]
    return np.cumsum(cases[..., ::-1], axis=3)[..., ::-1], worst


def _parts(
    cells: _Cells, choice: WorkChoice, moment: int, lowest: int, regions: Sequence[str], types: Sequence[str]
) -> list[tuple[WorkPart, ...]]:
    """Per region the share of each type of work at the hours and moment of a choice."""
    x = cells.cases[:, moment, 1:, lowest:].sum(axis=2)
    n = np.broadcast_to(cells.people[:, moment, None], x.shape)
    letters = _shown(cells.letters[:, moment, 1:, lowest:].max(axis=2, initial=0))
    why = reasons(x, n)
    shares = _percent(x, n, why == FINE)
    values = [plain(line, 3) for line in shares]
    return [
        tuple(
            WorkPart(
                contract=contract,
                counted=contract in choice.codes,
                self_employed=SELF_EMPLOYED in contract,
                value=values[at][k],
                status=str(letters[at, k]),
                reason=str(why[at, k]),
            )
            for k, contract in enumerate(types)
        )
        for at in range(len(regions))
    ]


def _rows(made: _Made, regions: Sequence[str], parts: Sequence[tuple[WorkPart, ...]]) -> tuple[WorkShare, ...]:
    """The definition that was picked, region by region."""
    why = reasons(made.x, made.n)
    share = _percent(made.x, made.n, why == FINE)
    limits = wilson(made.x, made.n, made.level)
    reach = durable.rank_ranges(made.ranged)
    statuses = _shown(made.letters)
    value, low, high = (plain(each, 3) for each in (share, 100 * limits.low, 100 * limits.high))
    rank, rank_low, rank_high = (whole(each) for each in (ranks(share, "high"), reach.low, reach.high))
    working, leavers = plain(made.x, 0), plain(made.n, 0)
    return tuple(
        WorkShare(
            region=region,
            working=working[at],
            leavers=leavers[at],
            value=value[at],
            low=low[at],
            high=high[at],
            status=str(statuses[at]),
            reason=str(why[at]),
            rank=rank[at],
            rank_low=rank_low[at],
            rank_high=rank_high[at],
            parts=parts[at],
        )
        for at, region in enumerate(regions)
    )


def _shown(letters: Letters) -> NDArray[np.str_]:
    """Letters as text; the empty text where a figure is known."""
    return np.array([chr(code) if code else "" for code in letters.ravel().tolist()], dtype="<U1").reshape(
        letters.shape
    )


def _percent(x: Floats, n: Floats, fine: NDArray[np.bool_]) -> Floats:
    return 100 * np.divide(x, n, out=np.full(x.shape, np.nan), where=fine)


def _picked(dimension: str, asked: str, choices: Sequence[str] | Mapping[str, object]) -> str:
    if asked in choices:
        return asked
    raise QueryError(
        f"Indicator '{INDICATOR}' has no choice of {dimension} '{asked}'; {did_you_mean(asked, choices)} "
        "Choose one and ask again."
    )


def _period(known: Catalogue, moment: str, asked: int | None) -> int:
    found = known.periods(INDICATOR, moment, KIND)
    when = (found[-1] if found else known.latest(INDICATOR, moment, KIND)) if asked is None else asked
    if when in found:
        return when
    raise QueryError(
        f"Indicator '{INDICATOR}' has no period '{when}' for Doorstroompunt regions at moment '{moment}'; "
        f"{did_you_mean(str(when), map(str, found))} Choose a start year or another moment and ask again."
    )
