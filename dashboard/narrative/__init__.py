"""True sentences in plain language from figures and tests: they tell and never judge.

Each function takes plain values and gives one sentence, or the empty text where nothing may be said. A difference that
was not tested, or that may be chance, gets no direction and no size.
"""

from .chance import coloured_by_chance, interval, reading_of_interval, rounding
from .comparison import comparison
from .decomposition import decomposition
from .expected import expected
from .figure import figure
from .headline import Fact, headline, stands_out, unknown
from .rank import rank, rank_moved
from .revision import revision
from .target import target, target_pace
from .trend import detectable, trend
from .words import About, Benchmark, reason_words

__all__ = [
    "About",
    "Benchmark",
    "Fact",
    "coloured_by_chance",
    "comparison",
    "decomposition",
    "detectable",
    "expected",
    "figure",
    "headline",
    "interval",
    "rank",
    "rank_moved",
    "reading_of_interval",
    "reason_words",
    "revision",
    "rounding",
    "stands_out",
    "target",
    "target_pace",
    "trend",
    "unknown",
]
