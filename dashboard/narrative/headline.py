"""Which sentence comes first on a page, what else stands out, and what is not known."""

from collections.abc import Sequence
from typing import NamedTuple

# What stands out, most telling first: only tested or counted outcomes, whatever way they point.
NOTABLE = (
    ("comparison", ("lower", "higher")),
    ("target", ("overdue", "away")),
    ("trend", ("rising", "falling")),
    ("expected", ("lower", "higher")),
    ("target", ("met", "insufficient")),
)
HEADLINES = (*NOTABLE[:3], ("figure", ("known",)), ("figure", ("unknown",)))
UNKNOWN = ("unknown", "too_few_points", "break")


class Fact(NamedTuple):
    """A sentence with its kind (figure, comparison, target, ...), its outcome, and whether it tells of example data."""

    kind: str
    outcome: str
    sentence: str
    example: bool = False


def _ordered(facts: Sequence[Fact], wanted: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    return [
        fact.sentence
        for kind, outcomes in wanted
        for fact in facts
        if fact.kind == kind and fact.outcome in outcomes and fact.sentence
    ]


def headline(facts: Sequence[Fact]) -> str:
    """The one sentence to open with; facts of one kind keep the order they are given in. Empty when nothing is known.

    A tested difference comes first, then a target that is past or further away, then a tested trend, then the figure.
    """
    return next(iter(_ordered(facts, HEADLINES)), "")


def stands_out(facts: Sequence[Fact]) -> list[str]:
    """The sentences of all tested differences and of targets, most telling first; the headline may be the first."""
    return _ordered(facts, NOTABLE)


def unknown(facts: Sequence[Fact]) -> list[str]:
    """The sentences that say what is not known and why, in the order of the facts."""
    return [fact.sentence for fact in facts if fact.outcome in UNKNOWN and fact.sentence]
