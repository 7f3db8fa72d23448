"""What changed in the division: regions that ended or began, and municipalities that went to another region."""

from functools import lru_cache

from ... import i18n
from ...components import Children, Element, el, link
from ...components.region_choice import FIRST_MAP
from ...indicators import Region, catalogue, municipalities
from ...state import View
from .shared import KIND, newest_year

Move = tuple[int, str, str, tuple[str, ...]]  # first year, from, to, municipalities


def told(view: View) -> list[Element]:
    """Per year, newest first, what changed since the first map of municipalities that we have."""
    last = newest_year(view)
    items = []
    for year in range(last, FIRST_MAP, -1):
        changes = [*ended(view, year), *moved(view, year)]
        if changes:
            items.append(el("Li", [el("B", str(year)), el("Ul", [el("Li", change) for change in changes])]))
    span = view.text("layout_history_span", first=FIRST_MAP, last=last)
    if not items:
        return [el("P", f"{span} {view.text('layout_history_none')}")]
    return [el("P", span), el("Ul", items, className="dated layout-history")]


def ended(view: View, year: int) -> list[list[Children]]:
    """Regions of which this is the first year without them, each with what came after."""
    gone = [region for region in view.catalogue.regions_of(KIND) if region.valid_to == year - 1]
    return [[view.text("layout_ended", name=view.name_of("region", r.code)), " ", *after(view, r), "."] for r in gone]


def after(view: View, region: Region) -> list[Children]:
    """Links to the regions that came after one that ended."""
    parts: list[Children] = []
    for code in region.successors.split():
        parts += [
            f" {view.text('and')} " if parts else "",
            link(view.name_of("region", code), view.to("region", {"regio": code})),
        ]
    return parts


def moved(view: View, year: int) -> list[str]:
    """Municipalities that lay in another region the year before, which still exists."""
    told_ = []
    for first, old, new, codes in moves(view.release):
        if first == year and (view.catalogue.regions[old].valid_to or year) >= year:
            names = sorted(view.name_of("region", code) for code in codes)
            to = {"old": view.name_of("region", old), "new": view.name_of("region", new)}
            key = "layout_moved_one" if len(names) == 1 else "layout_moved"
            told_.append(view.text(key, names=i18n.listing(names, view.lang), **to))
    return told_


@lru_cache(maxsize=4)
def moves(release: str) -> tuple[Move, ...]:
    """Which municipalities went from which region to which, by the first year in the new one.

    One that ended is followed to what it became, so that a merger over a border of regions is seen as well.
    """
    known = catalogue(release)
    found: dict[tuple[int, str, str], list[str]] = {}
    before = municipalities(KIND, FIRST_MAP, release)
    for year in range(FIRST_MAP + 1, known.release.data_date.year + 1):
        now = municipalities(KIND, year, release)
        for code, old in before.items() if now else ():
            homes = {now[each] for each in (code, *known.regions[code].successors.split()) if each in now}
            if homes and old not in homes:
                found.setdefault((year, old, min(homes)), []).append(code)
        before = now or before
    return tuple((*key, tuple(codes)) for key, codes in found.items())
