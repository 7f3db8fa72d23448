"""Words, numbers and periods in Dutch and English; knows no figures and asks no database."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "en")
HERE = Path(__file__).parent
LOCALE = HERE / "locale"

# Letters of the status column -> key of the word; the first three go with a value, the others explain its absence.
STATUS = {
    "A": "status_definitive",
    "P": "status_provisional",
    "E": "status_estimated",
    "Q": "status_suppressed",
    "O": "status_unknown",
    "M": "status_impossible",
    "L": "status_absent",
    "N": "status_in_two_regions",
}
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
SWAP = str.maketrans(",.", ".,")


@cache
def words(lang: str) -> Mapping[str, str]:
    """All texts of one language by key, from the files of its folder; a key stands in one file only."""
    found: dict[str, str] = {}
    for path in sorted((LOCALE / lang).glob("*.toml")):
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        twice = found.keys() & texts.keys()
        if twice:
            raise KeyError(f"{lang}/{path.name}: '{min(twice)}' is in another file too. Remove one of them.")
        found |= texts
    return found


def text(key: str, lang: str, **parts: object) -> str:
    """The text of a key, with the {parts} filled in; raises KeyError for a key that no locale file has."""
    found = words(lang)[key]
    return found.format(**parts) if parts else found


def table_name(table: str | None, sample: bool, lang: str) -> str:
    """The id of the table of a source; that of example data is only the shape of it. Empty without a table."""
    return text("source_shaped", lang, table=table) if table and sample else table or ""


def number(value: float, decimals: int, lang: str) -> str:
    """A number as written in running text: `1.234,5` (nl) or `1,234.5` (en)."""
    written = f"{value:,.{decimals}f}"
    return written.translate(SWAP) if lang == "nl" else written


def quantity(value: float, unit: str, decimals: int, lang: str) -> str:
    """A value with its unit where the unit is a sign: `4,1%`, but `1.234` for persons."""
    return number(value, decimals, lang) + ("%" if unit == "%" else "")


def chance(value: float, lang: str) -> str:
    """A p-value in three significant digits: `0,0123`, and `1,2e-15` for one too small to write out."""
    written = f"{value:.3g}"
    return written.translate(SWAP) if lang == "nl" else written


def level(asked: str, lang: str) -> str:
    """A level as it stands in an address, as a reader writes it: `99,8`."""
    return asked.removesuffix("%").translate(SWAP) if lang == "nl" else asked.removesuffix("%")


def unit_word(unit: str, lang: str) -> str:
    """The unit for an axis or a column head: `%` or the word for young people."""
    return unit if unit == "%" else text("unit_persons", lang)


def difference_word(value: float, unit: str, decimals: int, lang: str) -> str:
    """The size of a difference in words: `0,2 procentpunt` or `120 jongeren`; the sign is left to the sentence."""
    size = number(abs(value), decimals, lang)
    return text("difference_points" if unit == "%" else "difference_persons", lang, size=size)


def period(start: int, kind: str, lang: str) -> str:
    """A period by its first year: `2023/'24` (en `2023/24`) for a school year, `2023` for a calendar year."""
    if kind != "schoolyear":
        return str(start)
    return f"{start}/{'' if lang == 'en' else chr(39)}{(start + 1) % 100:02d}"


def day(value: date, lang: str) -> str:
    """A date in words: `1 oktober 2026`."""
    return f"{value.day} {MONTHS[lang].split()[value.month - 1]} {value.year}"


def status_word(letter: str, lang: str) -> str:
    """The word for a status letter; it stands where a missing number would."""
    return text(STATUS[letter], lang)


def listing(items: list[str], lang: str) -> str:
    """Words in a row: `a, b en c`; empty without any."""
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {text('and', lang)} {items[-1]}"


def named(thing: object, field: str, lang: str) -> str:
    """The `<field>_nl` or `<field>_en` of something declared in two languages."""
    found: str = getattr(thing, f"{field}_{lang}")
    return found
