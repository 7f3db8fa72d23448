"""What the address says: language, page and choices; reads and writes addresses, shows nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import parse_qsl, quote, urlencode

from . import i18n
from .indicators import Catalogue, Indicator, Region, subjects

# Dimension of a figure -> word in the address; the API speaks the same words.
PARAMETER = {
    "region": "regio",
    "period": "periode",
    "indeling": "indeling",
    "age_group": "leeftijd",
    "sex": "geslacht",
    "education": "opleiding",
    "leerweg": "leerweg",
    "origin": "herkomst",
    "diploma": "diploma",
    "moment": "moment",
    "position": "positie",
    "contract": "werksoort",
    "hours": "uren",
}
# What follows the reader from page to page.
CARRIED = ("regio", "release")
# Every choice that some page has; other words in an address, those of a mailing for instance, ask nothing of a page.
CHOICES = frozenset(
    {
        *PARAMETER.values(),
        *("indicator", "naast", "uitsplitsing", "vergelijk", "volgorde", "beeld", "zekerheid", "correctie", "model"),
        *("weergave", "toets", "sorteer", "doel", "kaart", "gemeenten", "methode", "onderwerp", "zoek"),
        *("gebied", "van", "tot", "per", "met", "niveau"),
    }
)
COUNTRY = "NL01"
LATEST = "laatste"
# Why: a group of a hundred municipalities fits, or sixty by name; a longer text is a mistake, and slow to look up.
LONGEST, MOST_CHOICES = 1000, 40
API = "/api/v1"
# Words in the address of a page about one region, which stands behind it: /nl/regio/MC12.
OF_A_REGION = frozenset({"regio", "region"})


class UnknownChoice(Exception):  # noqa: N818 - it names a situation the reader meets
    """The address names something that does not exist; holds the parameter, the text and the nearest (value, name)."""

    def __init__(self, name: str, asked: str, nearest: tuple[str, str] | None) -> None:
        super().__init__(f"unknown {name}: {asked}")
        self.name, self.asked, self.nearest = name, asked, nearest


class TooLong(UnknownChoice):
    """A choice in the address is longer than any choice can be; `name` is empty when there are too many choices."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "", None)


class Absent(Exception):  # noqa: N818
    """This release has no figures at all for a page; holds the subject that it lacks, a key of components.absence."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"no figures on {subject}")
        self.subject = subject


@dataclass(frozen=True)
class View:
    """One reader's question: the page, the language, the choices in the address and the catalogue they refer to."""

    lang: str
    page: str
    catalogue: Catalogue
    asked: Mapping[str, str] = field(default_factory=dict)
    slugs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # page -> language -> word in the address

    def text(self, key: str, **parts: object) -> str:
        """A text of the furniture in the reader's language."""
        return i18n.text(key, self.lang, **parts)

    def named(self, thing: object, name: str = "name") -> str:
        """A declared word in the reader's language."""
        return i18n.named(thing, name, self.lang)

    def to(self, page: str, params: Mapping[str, str]) -> str:
        """The address of another page with these choices and those that follow the reader."""
        return address(self.lang, self.slugs[page][self.lang], {**carried(self.asked), **params})

    @property
    def release(self) -> str:
        """The release all figures of this answer come from."""
        return self.catalogue.release.id

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        """The asked value when it is allowed, else the default."""
        asked = self.asked.get(name, default)
        return asked if asked in allowed else default

    def region(self) -> Region:
        """The chosen region, by code, number or name; raises UnknownChoice."""
        return self.region_of(self.asked.get("regio", COUNTRY))

    def region_of(self, asked: str) -> Region:
        """The region that a text names; raises UnknownChoice with the nearest name."""
        found = self.catalogue.region(asked)
        if found is None:
            names = [r.name for r in self.catalogue.regions.values()]
            near = [self.catalogue.region(name) for name in get_close_matches(asked.title(), names, 1, 0.5)]
            raise UnknownChoice("regio", asked, (near[0].code, near[0].name) if near and near[0] else None)
        return found

    def name_of(self, dimension: str, code: str) -> str:
        """The name of a code in the reader's language."""
        if dimension == "region":
            region = self.catalogue.regions[code]
            return region.name_en if self.lang == "en" else region.name
        return self.named(self.catalogue.codes[dimension][code])

    def region_name(self) -> str:
        """The name of the chosen region, as it stands within a sentence."""
        return self.within("region", self.region().code)

    def within(self, dimension: str, code: str) -> str:
        """The name of a code as it stands within a sentence."""
        return self.text("country_within") if code == COUNTRY else self.name_of(dimension, code)

    def region_label(self) -> str:
        """The name of the chosen region, as it stands at the start of a sentence or alone."""
        return self.name_of("region", self.region().code)

    def compared(self, most: int = 3) -> list[Region]:
        """The other regions that were asked for, at most three, without the chosen one and Nederland."""
        own = {self.region().code, COUNTRY}
        asked = [self.region_of(part) for part in self.asked.get("naast", "").split(",") if part]
        return [region for region in dict.fromkeys(asked) if region.code not in own][:most]

    def usual(self, default: str, offered: Iterable[str], subject: str = "any") -> str:
        """The default id where it is offered, else the next by preference; raises Absent when there is none."""
        usual = subjects.first_of(self.catalogue, (default, *subjects.USUAL), offered)
        if usual is None:
            raise Absent(subject)
        return usual

    def indicator(self, default: str, allowed: Iterable[str] | None = None) -> Indicator:
        """The chosen indicator of those allowed, by default those with figures; the usual one for another.

        Raises UnknownChoice with the nearest id for one that is not in the release, and Absent when none is allowed.
        """
        known = list(self.catalogue.with_figures() if allowed is None else allowed)
        usual = self.usual(default, known)
        asked = self.asked.get("indicator") or usual
        if asked not in known and asked in self.catalogue.indicators:
            asked = usual
        if asked not in known:
            near = get_close_matches(asked, known, 1, 0.3)
            nearest = (near[0], self.named(self.catalogue.indicators[near[0]])) if near else None
            raise UnknownChoice("indicator", asked, nearest)
        return self.catalogue.indicators[asked]

    def period(self, indicator: Indicator, moment: str | None = None) -> int:
        """The chosen period when the indicator has it, else its latest."""
        asked = self.asked.get("periode", LATEST)
        known = self.catalogue.periods(indicator.id, moment)
        return int(asked) if asked.isdecimal() and int(asked) in known else self.catalogue.latest(indicator.id, moment)

    def period_name(self, start: int, indicator: Indicator) -> str:
        """A period of an indicator in words."""
        return i18n.period(start, indicator.period_kind, self.lang)


def parse(search: str | None) -> dict[str, str]:
    """The parameters of an address; empty and absurdly long values are left out, and `refuse_too_long` says so."""
    return {name: value.strip() for name, value in _pairs(search) if value.strip() and len(value) <= LONGEST}


def refuse_too_long(search: str | None) -> None:
    """Refuses an address that is longer than choices can make it; raises TooLong."""
    if (search or "").count("&") >= MOST_CHOICES:
        raise TooLong("")
    for name, value in _pairs(search):
        if len(value) > LONGEST:
            raise TooLong(name)


def _pairs(search: str | None) -> list[tuple[str, str]]:
    text = (search or "").lstrip("?")
    return parse_qsl(text) if text.count("&") < MOST_CHOICES else []


def query(params: Mapping[str, str]) -> str:
    """Parameters as the tail of an address, with the question mark; empty when there are none."""
    kept = {name: value for name, value in params.items() if value}
    return f"?{urlencode(kept, safe=',')}" if kept else ""


def address(lang: str, slug: str, params: Mapping[str, str]) -> str:
    """The address of a page; of a page about one region that region is a word of the address itself."""
    if slug not in OF_A_REGION:
        return f"/{lang}/{slug}{query(params)}"
    region = params.get("regio", "")
    rest = {name: value for name, value in params.items() if name != "regio"}
    behind = f"/{quote(region, safe='')}" if region and region != COUNTRY else ""
    return f"/{lang}/{slug}{behind}{query(rest)}"


def api_address(path: str, params: Mapping[str, str]) -> str:
    """The address of an answer of the API; there is no other way to download."""
    # An empty split means something: one figure, and not one per region.
    kept = {name: text for name, text in params.items() if text or name == "per"}
    return f"{API}/{path}?{urlencode(kept, safe=',')}"


def figures_address(indicator: str, asked: Mapping[str, str], release: str, language: str, form: str = "") -> str:
    """The address of exactly the figures of a question, of one release; `form` is csv, xlsx or parquet."""
    pinned = {**asked, "release": release, "taal": "" if language == "nl" else language, "f": form}
    return api_address(f"indicatoren/{indicator}/waarden", pinned)


# The forms in which the API gives every table, each with the end of its name: both kinds of CSV may lie in one folder.
FORMS = {"csv": "csv", "csv-nl": "nl.csv", "xlsx": "xlsx"}


def study_address(view: View, path: str, asked: Mapping[str, str]) -> str:
    """The address of a study as CSV, of the release and in the language of a page."""
    words = {"release": view.release, "taal": "" if view.lang == "nl" else view.lang, "f": "csv"}
    return api_address(path, {**asked, **words})


def carried(asked: Mapping[str, str]) -> dict[str, str]:
    """The part of the state that goes along to another page."""
    return {name: asked[name] for name in CARRIED if asked.get(name) and asked[name] != COUNTRY}
