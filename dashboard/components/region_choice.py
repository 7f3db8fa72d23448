"""What a reader may type to find a region: its number and names, and the municipalities of today and of before."""

from functools import lru_cache
from typing import Any

from ..indicators import Catalogue, Region, catalogue, municipalities
from ..state import COUNTRY, View

Option = dict[str, Any]
KIND = "doorstroompunt"
FINDER = "regionByName"  # assets/region_choice.js
FIRST_MAP = 2019  # the oldest year of which we know which municipality belonged where


def options(view: View, *, country: bool = True) -> list[Option]:
    """The regions to choose from; `words` are the other names that a reader may type to find one."""
    words = names_behind(view.release)
    known = view.catalogue
    chosen = view.region()
    codes = [COUNTRY] if country else []
    # A municipality or province in the address is a fair question as well.
    codes += [chosen.code] if chosen.kind != KIND and chosen.code != COUNTRY else []
    found = []
    for region in (*(known.regions[code] for code in codes), *known.regions_of(KIND)):
        option: Option = {"value": region.code, "label": label(view, region)}
        if region.code in words:
            option["words"] = words[region.code]
        found.append(option)
    return found


def label(view: View, region: Region) -> str:
    """A region in a list: its number and name, its last year when it is no more, and of a municipality its region."""
    name = view.name_of("region", region.code)
    if region.kind == "gemeente":
        homes = [view.name_of("region", each.code) for each in homes_of(view.catalogue, region.code)]
        return view.text("region_choice_in", name=name, region=" / ".join(homes)) if homes else name
    numbered = f"{region.number} {name}" if region.number else name
    return view.text("region_until", label=numbered, year=region.valid_to) if region.valid_to else numbered


@lru_cache(maxsize=4)
def names_behind(release: str) -> dict[str, tuple[str, ...]]:
    """Per Doorstroompunt region its other spellings and its municipalities; one that ended leads to where it is now."""
    known = catalogue(release)
    found: dict[str, list[str]] = {r.code: spellings(r) for r in known.regions_of(KIND)}
    for gemeente in known.regions_of("gemeente"):
        for home in homes_of(known, gemeente.code):
            found[home.code] += [gemeente.name, *spellings(gemeente)]
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items() if names}


def spellings(region: Region) -> list[str]:
    """The other spellings of a region that its name does not begin with."""
    return [each for each in map(str.strip, region.aliases.split(";")) if each and not region.name.startswith(each)]


def homes_of(known: Catalogue, gemeente: str) -> list[Region]:
    """The Doorstroompunt regions that a municipality lies in now; of one that ended those of what it became."""
    homes = newest_map(known.release.id)[1]
    waiting, found = [gemeente], []
    while waiting:
        code = waiting.pop(0)
        if code in homes:
            found.append(known.regions[homes[code]])
        else:
            waiting += known.regions[code].successors.split()
    return list(dict.fromkeys(found))


@lru_cache(maxsize=4)
def newest_map(release: str) -> tuple[int, dict[str, str]]:
    """The newest year of which a release knows which municipality belongs where, and the region of each then."""
    for year in range(catalogue(release).release.data_date.year, FIRST_MAP - 1, -1):
        if homes := municipalities(KIND, year, release):
            return year, homes
    return FIRST_MAP, {}
