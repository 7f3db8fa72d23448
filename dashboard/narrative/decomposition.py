"""The sentence about what goes with a difference: the composition of the group, told as a fact and as no excuse."""

from .. import i18n
from .comparison import comparison
from .rules import Rules, choose
from .words import About, Benchmark, Number, benchmark_words, fill, known, shown_as_zero, size_words, topic

RULES: Rules = (
    ({"gap": "tiny"}, ""),
    ({"part": "none"}, "decomposition_none"),
    ({"part": "against"}, "decomposition_against"),
    ({"part": "beyond"}, "decomposition_beyond"),
    ({"part": "within"}, "decomposition_within"),
)


def _part(about: About, gap: float, composition: float) -> str:
    if shown_as_zero(about, composition):
        return "none"
    if (gap > 0) != (composition > 0):
        return "against"
    return "beyond" if abs(composition) > abs(gap) else "within"


def decomposition(
    about: About,
    outcome: str,
    benchmark: Benchmark,
    gap: Number,
    composition: Number,
    mostly: str = "",
    reason: str = "missing",
) -> str:
    """How much of a tested difference goes with the composition of the group; empty when the gap is too small to split.

    `gap` and `composition` are signed, in the unit of the figure; `mostly` names the factor with the largest part. A
    difference that may be chance, or is unknown, gets the sentence of the comparison and nothing on parts.
    """
    if outcome not in ("lower", "higher"):
        return comparison(about, outcome, benchmark, reason=reason)
    if gap is None or composition is None or not known(gap) or not known(composition):
        return comparison(about, "unknown", benchmark, reason=reason)
    key = choose(RULES, gap="tiny" if shown_as_zero(about, gap) else "normal", part=_part(about, gap, composition))
    return fill(
        key,
        about.lang,
        topic=topic(about),
        region=about.region,
        benchmark=benchmark_words(benchmark, about.lang),
        gap=size_words(about, gap),
        part=i18n.number(abs(composition), about.decimals, about.lang),
        size=size_words(about, composition),
        mostly=fill("decomposition_mostly", about.lang, factor=mostly) if mostly else "",
    )
