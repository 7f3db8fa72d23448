"""Which region a reader means by what he types: a code or number in any dress, a name, an older name, a large town.

Where a text fits several regions, in this order: codes; numbers (two digits a Doorstroompunt region, three or four a
municipality); names and other spellings by the order of `KINDS`, so "Utrecht" is the Doorstroompunt region, "gemeente
Utrecht" the municipality and "provincie Utrecht" the province; then names with a word or province added. Within a kind
the region that is there now goes before one that ended; a name that two regions of a kind bear today ("Bergen") names
neither: it takes its province ("Bergen (NH.)").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from .declared import KINDS, Region

CODES = {
    "gm": "gemeente",
    "mc": "doorstroompunt",
    "pv": "provincie",
    "am": "arbeidsmarkt",
    "ld": "landsdeel",
}
# The words that may stand before or after a name, and before a number.
KIND_WORDS = {
    "gemeente": ("gemeente", "gem", "municipality", "municipality of"),
    "doorstroompunt": ("regio", "rmc regio", "rmc", "rm", "doorstroompunt", "doorstroompuntregio", "region"),
    "provincie": ("provincie", "prov", "pv", "province", "province of"),
    "arbeidsmarkt": ("arbeidsmarktregio", "am", "ar"),
    "landsdeel": ("landsdeel", "ld"),
    "land": ("land",),
}
PROVINCES = {
    "PV20": ("gr", "gn"),
    "PV21": ("fr", "f"),
    "PV22": ("dr", "d"),
    "PV23": ("o", "ov"),
    "PV24": ("fl",),
    "PV25": ("gld", "gd"),
    "PV26": ("u", "ut"),
    "PV27": ("nh",),
    "PV28": ("zh",),
    "PV29": ("z", "zl", "zld"),
    "PV30": ("nb",),
    "PV31": ("l", "lb"),
}
DIGITS = {"gemeente": 4}  # other codes have two
# The suffix by which Statistics Netherlands keeps names apart: "Bergen (NH.)".
SUFFIX = re.compile(r" \([A-Z][A-Za-z]*\.?\)$")
NUMBERED = re.compile(r"(?:(?P<word>[a-z ]*[a-z]) ?)?0*(?P<number>\d{1,4})")


def spelling(text: str) -> str:
    """A text without case, accents and punctuation: two spellings of one name become the same."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    # Any other sign parts words, also a curly apostrophe or a hyphen that is not the one of the keyboard.
    return re.sub(r"[^a-z0-9]+", " ", plain.casefold()).strip()


def region_code(text: str, known: dict[str, str]) -> str | None:
    """The code of the region that a text names, by the spellings of a release; None for a text that names none."""
    plain = spelling(text)
    return known.get(plain) or _numbered(plain, known)


def _numbered(plain: str, known: dict[str, str]) -> str | None:
    """The region of a number or code in another dress than its own: `GM363`, `363`, `MC4`, `REGIO 28`, `RMC 12`."""
    parts = NUMBERED.fullmatch(plain)
    if parts is None:
        return None
    word = parts["word"] or ("gm" if len(plain) > 2 else "mc")
    for prefix, kind in CODES.items():
        if word == prefix or word in KIND_WORDS[kind]:
            return known.get(prefix + parts["number"].zfill(DIGITS.get(kind, 2)))
    return None


def spellings(regions: Iterable[Region]) -> dict[str, str]:
    """Every spelling with the code of its region, in the order that this file begins with."""
    every = list(regions)
    provinces = {region.code: region for region in every if region.kind == "provincie"}
    found: dict[str, str] = {}
    for texts in (_code, _number, _names, partial(_dressed, provinces=provinces)):
        for kind in KINDS:
            claims: dict[str, dict[str, Region]] = {}
            for region in every:
                for text in texts(region) if region.kind == kind else ():
                    claims.setdefault(spelling(text), {})[region.code] = region
            for plain, claimants in claims.items():
                here = [code for code, region in claimants.items() if region.valid_to is None] or list(claimants)
                if plain and len(here) == 1:
                    found.setdefault(plain, here[0])
    return found


def _code(region: Region) -> Iterable[str]:
    return (region.code,)


def _number(region: Region) -> Iterable[str]:
    return (str(region.number), f"{region.number:02d}") if region.number else ()


def _names(region: Region) -> Iterable[str]:
    names = (region.name, region.name_en, *region.aliases.split(";"))
    return (*names, SUFFIX.sub("", region.name)) if region.kind == "gemeente" else names


def _dressed(region: Region, provinces: Mapping[str, Region]) -> Iterator[str]:
    """The names of a region with the word for its kind, and of a municipality with its province."""
    province = provinces.get(region.parent or "")
    for name in dict.fromkeys(_names(region)):
        for word in KIND_WORDS[region.kind]:
            yield f"{word} {name}"
            yield f"{name} {word}"
        if region.kind == "gemeente" and province is not None:
            for added in (province.name, *PROVINCES[province.code], *province.aliases.split(";")):
                yield f"{SUFFIX.sub('', name)} {added}"
