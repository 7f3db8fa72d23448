"""How this page writes numbers of young people, ratios, differences and their limits."""

from collections.abc import Sequence

from ... import i18n
from ...state import View


def percent(view: View, fraction: float) -> str:
    """A fraction as a percentage with one decimal; a little is never told as none."""
    if 0 < fraction < 0.0005:
        return view.text("exp_less_than", value=i18n.quantity(0.1, "%", 1, view.lang))
    return i18n.quantity(100 * fraction, "%", 1, view.lang)


def number(view: View, value: float | None) -> str:
    """A number of young people, or a dash."""
    return "–" if value is None else i18n.number(value, 0, view.lang)


def ratio_words(view: View, value: float | None) -> str:
    """A ratio with two decimals, or a dash."""
    return "–" if value is None else i18n.number(value, 2, view.lang)


def signed(view: View, value: float | None, decimals: int = 0) -> str:
    """A difference with its sign; a dash for none."""
    if value is None:
        return "–"
    size = i18n.number(abs(value), decimals, view.lang)
    if float(f"{value:.{decimals}f}") == 0:
        return size
    return ("+" if value > 0 else "−") + size


def between(view: View, parts: Sequence[str]) -> str:
    """A number with its limits behind it; a dash when there are none."""
    return "–" if "–" in parts else view.text("exp_between", value=parts[0], low=parts[1], high=parts[2])
