"""Which municipalities and regions the address puts together, and what is not right about them."""

from dataclasses import dataclass
from difflib import get_close_matches

from ...components import Element
from ...components import controls as c
from ...components.region_choice import FINDER, spellings
from ...indicators import Region
from ...indicators.studies.overlap import MERGED
from ...state import View

NAME, MOST = "gemeenten", 100  # as many codes fit in the longest value that an address may hold
GEMEENTE = "gemeente"
KINDS = (GEMEENTE, *MERGED)


@dataclass(frozen=True)
class Picked:
    """The members that exist, those that do not with the nearest name, and whole regions that are no more."""

    members: tuple[Region, ...]
    unknown: tuple[tuple[str, str], ...]
    ended: tuple[Region, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of the members."""
        return [region.code for region in self.members]


def picked(view: View) -> Picked:
    """What the address asks for, by code or by name, each once."""
    members: dict[str, Region] = {}
    unknown, ended = {}, {}
    for part in view.asked.get(NAME, "").split(","):
        if not (text := part.strip()):
            continue
        region = view.catalogue.regions.get(text) or view.catalogue.region(text)
        if region is None or region.kind not in KINDS:
            unknown[text] = nearest(view, text)
        elif region.kind != GEMEENTE and region.valid_to:
            ended[region.code] = region
        else:
            members[region.code] = region
    return Picked(tuple(members.values()), tuple(unknown.items()), tuple(ended.values()))


def nearest(view: View, text: str) -> str:
    """The name of a municipality that looks most like a text; empty when none does."""
    names = [region.name for region in view.catalogue.regions_of(GEMEENTE)]
    return next(iter(get_close_matches(text.title(), names, 1, 0.6)), "")


def picker(view: View, chosen: Picked) -> Element:
    """Choose municipalities and whole regions by typing their names."""
    groups: list[dict[str, object]] = []
    for kind in KINDS:
        regions = [r for r in view.catalogue.regions_of(kind) if not r.valid_to or r in chosen.members]
        options = [option(view, region) for region in sorted(regions, key=lambda r: r.name)]
        groups.append({"group": view.text(f"layout_group_{kind}"), "items": options})
    # What is not right stays in the list until the reader takes it out: the address would lose it without a word.
    wrong: list[dict[str, object]] = [{"value": text, "label": text} for text, _ in chosen.unknown]
    wrong += [option(view, region) for region in chosen.ended]
    groups.append({"group": view.text("layout_group_wrong"), "items": wrong})
    label, hint = view.text("layout_control", most=MOST), view.text("layout_hint")
    values = [*chosen.codes, *(str(each["value"]) for each in wrong)]
    offered, none = [g for g in groups if g["items"]], view.text("region_choice_none")
    return c.several(NAME, label, offered, values, MOST, hint, nothing=none, finder=FINDER)


def option(view: View, region: Region) -> dict[str, object]:
    """One choice; a whole region says its kind, as municipalities and regions often have the same name."""
    name = view.name_of("region", region.code)
    said = name if region.kind == GEMEENTE else view.text(f"layout_whole_{region.kind}", name=name)
    found: dict[str, object] = {"value": region.code, "label": said}
    return found | {"words": words} if (words := spellings(region)) else found
