"""The small words that all sentences share: what it is about, sizes, people, benchmarks and reasons."""

from math import isfinite
from typing import NamedTuple

from .. import i18n
from .rules import Rules, choose

Number = float | None

# An estimated number of young people under this is left out: so few is within what one class or one school does.
FEWEST_PEOPLE = 10

WITH_NAME = ("region", "earlier")
BENCHMARK: Rules = (
    ({"kind": "country"}, "narrative_country"),
    ({"kind": "rest"}, "narrative_rest"),
    ({"kind": "peers"}, "narrative_peers"),
)
FAVOUR: Rules = (
    ({"better": "none"}, ""),
    ({"better": "lower", "outcome": "lower"}, "narrative_favourable"),
    ({"better": "lower", "outcome": "higher"}, "narrative_unfavourable"),
    ({"better": "higher", "outcome": "higher"}, "narrative_favourable"),
    ({"better": "higher", "outcome": "lower"}, "narrative_unfavourable"),
)
STEP: Rules = (
    ({"outcome": "lower", "size": "unknown"}, "narrative_lower"),
    ({"outcome": "higher", "size": "unknown"}, "narrative_higher"),
    ({"outcome": "lower", "size": "tiny"}, "narrative_lower_tiny"),
    ({"outcome": "higher", "size": "tiny"}, "narrative_higher_tiny"),
    ({"outcome": "lower"}, "narrative_lower_by"),
    ({"outcome": "higher"}, "narrative_higher_by"),
)


class About(NamedTuple):
    """What a sentence is about: names as written on the screen, and how the figure is written.

    `better` is lower, higher or none; `status` a letter of the status column; `period` already in words, may be empty.
    """

    what: str
    region: str
    lang: str
    unit: str = "%"
    decimals: int = 2
    better: str = "none"
    status: str = "A"
    period: str = ""


class Benchmark(NamedTuple):
    """What a region is held against: country, rest (of the country), peers, region or earlier; the last two by name."""

    kind: str
    name: str = ""


def known(value: Number) -> bool:
    """Whether there is a number to write: None, NaN and infinity are not."""
    return value is not None and isfinite(value)


def fill(key: str, lang: str, **parts: object) -> str:
    """The text of a key with its parts filled in; the empty key is the empty text."""
    return i18n.text(key, lang, **parts) if key else ""


def reason_words(code: str, lang: str) -> str:
    """Why a number is not there, as a short clause: of a status letter, or of a reason code of the statistics."""
    return i18n.status_word(code, lang) if code in i18n.STATUS else i18n.text(f"reason_{code}", lang)


def people(count: float, lang: str) -> str:
    """A whole number of young people: `1 jongere`, `1.234 jongeren`."""
    whole = round(abs(count))
    return fill("narrative_person" if whole == 1 else "narrative_people", lang, count=i18n.number(whole, 0, lang))


def value_words(about: About, value: float) -> str:
    """A figure with its unit: `1,91%` or `1.016 jongeren`."""
    if about.unit == "%":
        return i18n.quantity(value, about.unit, about.decimals, about.lang)
    return people(value, about.lang)


def size_words(about: About, difference: float) -> str:
    """The size of a difference without its sign: `0,30 procentpunt` or `120 jongeren`."""
    if about.unit != "%":
        return people(difference, about.lang)
    if i18n.number(abs(difference), about.decimals, about.lang) == "1":
        return i18n.text("narrative_point", about.lang)
    return i18n.difference_word(difference, about.unit, about.decimals, about.lang)


def shown_as_zero(about: About, difference: float) -> bool:
    """Whether a difference disappears at the decimals that are shown."""
    return float(f"{abs(difference):.{about.decimals if about.unit == '%' else 0}f}") == 0


def is_many(count: Number) -> bool:
    """Whether an estimated number of young people is large enough to be told."""
    return count is not None and known(count) and round(abs(count)) >= FEWEST_PEOPLE


def size_of(about: About, difference: Number) -> str:
    """How a difference can be told: normal, tiny (it disappears at the decimals shown) or unknown (not at all)."""
    if difference is None or not known(difference):
        return "unknown"
    if about.unit != "%":
        return "normal" if is_many(difference) else "unknown"
    return "tiny" if shown_as_zero(about, difference) else "normal"


def step(about: About, outcome: str, difference: Number) -> str:
    """`0,30 procentpunt hoger`, `minder dan 0,01 procentpunt hoger`, or only `hoger` when the size is not told."""
    size = size_of(about, difference)
    key = choose(STEP, outcome=outcome, size=size)
    if size == "unknown":
        return fill(key, about.lang)
    if about.unit != "%":
        return fill(key, about.lang, size=i18n.number(round(abs(difference or 0)), 0, about.lang))
    shown = 10.0**-about.decimals if size == "tiny" else difference or 0
    return fill(key, about.lang, size=size_words(about, shown))


def favour(about: About, outcome: str) -> str:
    """`(gunstiger)` or `(ongunstiger)` behind a tested direction; empty for an indicator without a direction."""
    return fill(choose(FAVOUR, better=about.better, outcome=outcome), about.lang)


def topic(about: About) -> str:
    """How a sentence opens: the indicator, the period, and the status when the figures are not definitive."""
    status = i18n.status_word(about.status, about.lang) if about.status in ("P", "E") else ""
    return ", ".join(filter(None, (about.what, about.period, status)))


def head(about: About) -> str:
    """How a sentence about one figure opens: the indicator, the region, the period and the status."""
    where = fill("narrative_where", about.lang, what=about.what, region=about.region)
    return topic(about._replace(what=where))


def the_figure(about: About) -> str:
    """`het percentage` or `het aantal`."""
    return i18n.text("narrative_percentage" if about.unit == "%" else "narrative_number", about.lang)


def benchmark_words(benchmark: Benchmark, lang: str) -> str:
    """The benchmark by name: `de rest van Nederland`, `de soortgelijke regio's`, a region or a period."""
    return benchmark.name if benchmark.kind in WITH_NAME else fill(choose(BENCHMARK, kind=benchmark.kind), lang)
