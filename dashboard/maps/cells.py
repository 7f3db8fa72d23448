"""What a map shows of one region, in words: its kind, its name aloud, the legend, and which regions it cannot show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import i18n
from ..indicators import Catalogue

# What a region can be beside the benchmark, in the order of the legend. Only `higher` and `lower` were tested and found
# different; `untested` is a figure that was not compared, a number of people for instance.
KINDS = ("higher", "not_distinguishable", "lower", "untested", "missing")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One region on a map.

    `kind` is one of KINDS. `figure` is what fits in a tile (`4,1`), `value` the same with its unit or, for a missing
    figure, the word that says why (`4,1%`, `te klein om te tonen`). `href` is where the region leads.
    """

    code: str
    name: str
    kind: str
    figure: str
    value: str
    href: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Cell {self.code}: unknown kind '{self.kind}'; use one of {', '.join(KINDS)}.")


@dataclass(frozen=True, slots=True)
class About:
    """What a map as a whole is about.

    `name` tells it from other maps on the page; `description` is its text alternative. `benchmark` is what the regions
    were compared with, as it stands in a sentence; `own` the code of the chosen region. `better` is the indicator's:
    `higher` swaps the two hues, so that they mean the same on every chart, while signs and words stay.
    """

    name: str
    title: str
    description: str
    benchmark: str
    lang: str
    own: str = ""
    better: str = "lower"


def aloud(cell: Cell, about: About) -> str:
    """The accessible name of a region: `Rijnmond: 4,1%, hoger dan Nederland`."""
    if cell.kind in ("missing", "untested"):
        return f"{cell.name}: {cell.value}"
    return f"{cell.name}: {cell.value}, {i18n.text(f'map_{cell.kind}', about.lang, benchmark=about.benchmark)}"


def legend(cells: Sequence[Cell], about: About, *, written: bool) -> list[tuple[str, str]]:
    """Kind and words of everything on the map that needs explaining, the chosen region last.

    `written` means that a region without a figure says so on the map, which the legend then explains.
    """
    used = {cell.kind for cell in cells}
    keys = [(kind, f"map_{kind}") for kind in KINDS if kind in used]
    if any(cell.code == about.own for cell in cells):
        keys.append(("selected", "map_selected"))
    if written and "missing" in used:
        keys = [(kind, "map_missing_mark" if kind == "missing" else key) for kind, key in keys]
    return [(kind, i18n.text(key, about.lang, benchmark=about.benchmark)) for kind, key in keys]


def lines(short_name: str) -> list[str]:
    """A short name on one or two lines: broken at its soft hyphen, else after its last hyphen or blank."""
    first, soft, second = short_name.partition(SOFT_HYPHEN)
    if soft:
        return [f"{first}-", second]
    cut = max(short_name.rfind(" "), short_name.rfind("-")) + 1
    return [short_name[:cut].rstrip(), short_name[cut:]] if cut else [short_name]


def left_out(codes: Iterable[str], placed: Iterable[str], known: Catalogue, lang: str) -> list[str]:
    """A sentence for each region that has a figure and no place on the map, because it has been divided since.

    `placed` are the codes that the map can show: `catalogue.tiles`, or `paths` of the shapes.
    """
    return [_not_shown(known, code, lang) for code in sorted(set(codes) - set(placed))]


def _not_shown(known: Catalogue, code: str, lang: str) -> str:
    def name(region: str) -> str:
        found = known.regions[region]
        return found.name_en if lang == "en" else found.name

    gone = known.regions[code]
    if gone.valid_to is None or not gone.successors:
        return i18n.text("map_left_out", lang, name=name(code))
    now = i18n.listing([name(region) for region in gone.successors.split()], lang)
    return i18n.text("map_divided", lang, name=name(code), year=gone.valid_to, now=now)
