"""A small chart for every region, all on one axis, with the country behind each; assets/multiples.js draws them.

Colour is a tested direction, always with a sign and words; lines are sent as paths, so a browser works nothing out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from ..components import OWN, Element, el
from ..components.lines import wrapped
from ..components.scales import enlarged, starts_at_zero
from .style import Point, Series
from .years import runs

# A small chart in units of its own; the browser makes them as wide as there is room.
WIDTH, HEIGHT = 240, 100
NAME, WORDS = 18, 18  # letters on a line
ROOM = 1.06
STEPS = (1, 2, 5, 10)
MOST_LINES = 3


@dataclass(frozen=True)
class Kind:
    """What can be said of a line: its look, its sign (rising, falling, no_signal or empty) and its words."""

    look: str
    sign: str
    words: str


@dataclass(frozen=True)
class Small:
    """One region: its line, its newest figure in words, when that is and with what status, and what is said of it."""

    code: str
    line: Series
    value: str
    when: str
    kind: Kind
    own: bool = False


@dataclass(frozen=True)
class About:
    """What the small charts as a whole are about; `link` leads to a region, with {code} where its code belongs.

    `aloud` is what a screen reader says of one, with {name}, {value}, {when} and {words}; `key` has looks with words.
    """

    title: str
    description: str
    link: str
    skip: str
    label: str
    aloud: str
    key: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Scale:
    """The ends of the axis that all share, and the figures that stand along it."""

    low: float
    high: float
    lines: tuple[float, ...]
    zero: bool


def multiples(
    regions: Sequence[Small],
    country: Series,
    periods: Sequence[int],
    breaks: Sequence[int],
    scale: Scale,
    written: Sequence[str],
    about: About,
) -> Element:
    """All regions in the order they are given in; `written` are the lines of the axis in words."""
    kinds = list(dict.fromkeys(region.kind for region in regions))
    # Most newest figures are of one period, so that is said once.
    usual = max((region.when for region in regions), key=[region.when for region in regions].count, default="")
    drawn = []
    for region in regions:
        firm, loose, end = paths(region.line, periods, breaks, scale)
        name = wrapped(region.line.name, NAME).split("<br>")
        kind = kinds.index(region.kind)
        drawn.append([region.code, name, region.value, kind, firm, loose, end] + [region.when] * (region.when != usual))
    return el(
        "Multiples",
        namespace=OWN,
        regions=drawn,
        kinds=[[kind.look, kind.sign, wrapped(kind.words, WORDS).split("<br>")] for kind in kinds],
        when=usual,
        own=next((region.code for region in regions if region.own), ""),
        country=list(paths(country, periods, breaks, scale)[:2]),
        breaks=[across(start - 0.5, periods) for start in breaks],
        axis=[[down(value, scale), words] for value, words in zip(scale.lines, written, strict=True)],
        size=[WIDTH, HEIGHT],
        title=about.title,
        description=about.description,
        link=about.link,
        skip=about.skip,
        label=about.label,
        aloud=about.aloud,
        legend=[list(pair) for pair in about.key],
    )


def scale_of(lines: Sequence[Series]) -> Scale:
    """The axis that fits all lines, with two or three round figures along it."""
    values = [point.value for line in lines for point in line.points if point.value is not None]
    zero = starts_at_zero(values)
    low, high = (0.0, ROOM * (max(values, default=0) or 1)) if zero else enlarged(values)
    tens = 10.0 ** floor(log10((high - low) or 1))
    sizes = [tens * step / 10 for step in (*STEPS[:3], *(10 * s for s in STEPS))]
    step = next(size for size in sizes if floor(high / size) - floor(low / size) <= MOST_LINES - (1 if zero else 0))
    first = floor(low / step) + (0 if zero else 1)
    return Scale(low, high, tuple(round(step * at, 6) for at in range(first, floor(high / step) + 1)), zero)


def paths(
    line: Series, periods: Sequence[int], breaks: Sequence[int], scale: Scale
) -> tuple[str, str, list[int | bool] | None]:
    """A line as a path of definitive figures, one of provisional ones, and its end: where, and whether it is hollow.

    Neither joins figures across a break or a gap.
    """
    drawn = {False: "", True: ""}
    end: list[int | bool] | None = None
    for run in runs(line, breaks):
        before: Point | None = None
        for point in run.points:
            if point.value is None:
                continue
            place = at(point, periods, scale)
            if before is None or int(before.x) != int(point.x) - 1:
                drawn[point.provisional] += f"M{place}h0"  # a dot, should nothing follow
            elif before.provisional == point.provisional:
                drawn[point.provisional] += f"L{place}"
            else:
                drawn[True] += f"M{at(before, periods, scale)}L{place}"
            before = point
            end = [across(int(point.x), periods), down(point.value, scale), point.provisional]
    return drawn[False], drawn[True], end


def at(point: Point, periods: Sequence[int], scale: Scale) -> str:
    """The place of a figure, as a path writes it."""
    return f"{across(int(point.x), periods)},{down(point.value or 0, scale)}"


def across(period: float, periods: Sequence[int]) -> int:
    """How far a period lies along the axis."""
    return round(WIDTH * (period - periods[0]) / max(1, periods[-1] - periods[0]))


def down(value: float, scale: Scale) -> int:
    """How far a figure lies below the top."""
    return round(HEIGHT * (scale.high - value) / ((scale.high - scale.low) or 1))
