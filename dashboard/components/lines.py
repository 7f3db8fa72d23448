"""Breaks names into lines for the axes of charts; knows no chart."""

from functools import lru_cache
from textwrap import wrap


@lru_cache(maxsize=1024)
def wrapped(name: str, width: int, most: int = 2) -> str:
    """A long name in lines of about the same length, so that it leaves room on a telephone; at most two by default."""
    count = min(most, len(wrap(name, width, break_long_words=False)))
    narrowest = min(len(name), max(1, len(name) // count))
    tried = (wrap(name, narrow, break_long_words=False) for narrow in range(narrowest, len(name) + 1))
    return "<br>".join(next(lines for lines in tried if len(lines) <= count))
