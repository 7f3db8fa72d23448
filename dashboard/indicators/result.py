"""What a question to an indicator gives back; holds figures and makes none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .counts import Method

Choice = str | int  # a code as a reader chooses it: periods are start years, every other code is text


class QueryError(Exception):
    """A question that cannot be answered; the message is one sentence: what, nearest right, what to do."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A question: one indicator, split by some dimensions, for some codes.

    `where` gives per dimension a code or a list of codes. Period also takes "latest" and "all"; region also takes a
    kind ("doorstroompunt"), meaning all its regions. A dimension that is neither split nor filtered is read at its
    default, else its total. Codes of a dimension that is not split are added up.
    """

    indicator: str
    by: Sequence[str] = ("region",)
    where: Mapping[str, Choice | Sequence[Choice]] | None = None


class Row(NamedTuple):
    """One figure: `value` is None when `status` says why (Q, O, N, M, L); `margin` is what rounding leaves unsure."""

    key: tuple[Choice, ...]
    value: float | int | None
    numerator: float | None
    denominator: float | None
    status: str
    derived: bool
    parts: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class Values:
    """The figures of one selection: keys in the order of `by`; `where` is what was read, codes in full.

    `extra` has the columns of the statistics asked for, each as long as `rows`; `methods` says how they were made.
    """

    indicator: str
    by: tuple[str, ...]
    rows: list[Row] = field(repr=False)
    release: str
    where: dict[str, tuple[Choice, ...]]
    extra: Mapping[str, Sequence[Any]] = field(default_factory=dict, repr=False)
    methods: tuple[Method, ...] = ()
