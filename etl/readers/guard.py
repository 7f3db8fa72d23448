"""Refuses tables about single persons by the names of their columns; never looks at a row."""

import re
import unicodedata
from collections.abc import Iterable

from ..errors import ExtractError

# Telling enough to be refused anywhere inside a name, as in "BURGERSERVICENUMMER LEERLING".
TELLING = (
    "BURGERSERVICEN",
    "PERSOONSGEBONDEN",
    "ONDERWIJSNUMMER",
    "ONDERWIJSNR",
    "SOFINUMMER",
    "LEERLINGNUMMER",
    "STUDENTNUMMER",
    "DEELNEMERNUMMER",
    "VREEMDELINGENNUMMER",
    "RINPERSOON",
    "GEBOORTEDAT",
    "GEBOORTEDAG",
    "DATUMGEBOORTE",
    "DATEOFBIRTH",
    "ACHTERNAAM",
    "VOORNAAM",
    "VOORNAMEN",
    "VOORLETTER",
    "ROEPNAAM",
    "TUSSENVOEGSEL",
    "GESLACHTSNAAM",
    "NAAMLEERLING",
    "NAAMSTUDENT",
    "NAAMDEELNEMER",
    "NAAMJONGERE",
    "LEERLINGNAAM",
    "STUDENTNAAM",
    "DEELNEMERNAAM",
    "STRAATNAAM",
    "HUISNUMMER",
    "EMAILADRES",
    "MAILADRES",
    "TELEFOON",
)
# Too short for that: refused as a word of its own, as in "PGN (versleuteld)".
WORDS = frozenset(
    {
        *("BSN", "PGN", "SOFI", "SOFINR", "ANUMMER", "ANR", "VNUMMER", "GEBDATUM", "GEBDAT"),
        *("ADRES", "WOONADRES", "STRAAT", "POSTCODE", "EMAIL", "MAIL", "MOBIEL", "IBAN"),
    }
)


def refuse_persons(where: str, columns: Iterable[str]) -> None:
    """Raises ExtractError when a column's name tells that each row is about one person."""
    for column in columns:
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", column.upper()) if ord(letter) < 128)
        words = re.findall(r"[A-Z]+", plain)
        joined = "".join(words)
        if joined in WORDS or not WORDS.isdisjoint(words) or any(part in joined for part in TELLING):
            raise ExtractError(
                f"{where}: column '{column.strip()}' is about single persons; the monitor takes tables of counts only, "
                "and nothing of this file was read. Remove the file and ask its supplier for counts."
            )
