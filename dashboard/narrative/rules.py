"""Which text fits a situation: ordered rules held as data, and the one function that reads them."""

from collections.abc import Mapping, Sequence

# Aspects that must hold -> key of the text. The first rule that fits decides; an empty situation fits everything.
Rules = Sequence[tuple[Mapping[str, str], str]]


def choose(rules: Rules, **situation: str) -> str:
    """The key of the first rule that fits the situation; raises ValueError when none does."""
    for when, key in rules:
        if all(situation[aspect] == wanted for aspect, wanted in when.items()):
            return key
    known = "; ".join(sorted({", ".join(f"{k}={v}" for k, v in when.items()) for when, _ in rules}))
    raise ValueError(f"No text for {situation}. Use one of: {known}.")
