"""Reads what a request asks: release, language, shape, indicator, splits and filters; refuses what it does not know."""

from collections.abc import Iterable

from flask import g, request
from werkzeug.datastructures import MultiDict

from ..exports import ROW_FORMS, WRITERS
from ..exports.size import MOST_CELLS, MOST_XLSX_CELLS, cells, too_long
from ..indicators import Catalogue, Choice, catalogue, did_you_mean
from ..indicators.plan import is_year
from ..state import API, PARAMETER
from .problem import Problem

COMMON = ("release", "f", "taal")
NUMBERS = ("periode", "eerdere", "jaar", "aantal")
LONGEST = 5000  # why: all municipalities of the country fit, and a longer text is slow to look up
FORMATS = ("json", *ROW_FORMS)
FIGURE_FORMATS = ("json", *WRITERS)
ARRANGED = ("sorteer", "zoek")
LANGUAGES = ("nl", "en")
PERIODS = {"laatste": "latest", "alle": "all"}
DIMENSION_OF = {name: dimension for dimension, name in PARAMETER.items()}


def known_catalogue(more: Iterable[str] = ()) -> Catalogue:
    """The catalogue of the release asked for, once the names of all parameters are known to be right."""
    allowed = (*COMMON, *more)
    for name in request.args:
        if name not in allowed:
            raise Problem(
                400,
                "Unknown parameter",
                f"Unknown parameter '{name}'; {did_you_mean(name, allowed)} Correct the address and ask again.",
            )
    for name, text in request.args.items(multi=True):
        if len(text) > LONGEST:
            raise Problem(400, "Too long", f"Parameter '{name[:40]}' has more than {LONGEST} signs. Ask for less.")
        if name in NUMBERS and any(part.strip().isdecimal() and not is_year(part.strip()) for part in text.split(",")):
            raise Problem(400, "No such number", f"Parameter '{name}' has a number that is no year. Correct it.")
    return catalogue(g.release)


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """The asked value of a parameter with a few choices; the first of them is usual. Raises Problem."""
    asked = request.args.get(name, choices[0])
    if asked not in choices:
        raise Problem(
            400, f"Unknown {name}", f"Parameter '{name}' is '{asked}'; it is one of {', '.join(choices)}. Correct it."
        )
    return asked


def language() -> str:
    """The language of the answer."""
    return one_of("taal", LANGUAGES)


def form(forms: tuple[str, ...] = FORMATS) -> str:
    """The form of the answer: json or a file, of those that this answer has."""
    return one_of("f", forms)


def as_file() -> bool:
    """Whether a file was asked, and not JSON."""
    return form() != "json"


def plainly() -> dict[str, str]:
    """The question as it stands in the address, without what says in which form and words to answer."""
    return {name: ",".join(texts) for name, texts in request.args.lists() if name not in COMMON}


def known_indicator(known: Catalogue, name: str) -> None:
    """Refuses an indicator that the release does not have; raises Problem."""
    if name not in known.indicators:
        raise Problem(
            404,
            "Unknown indicator",
            f"There is no indicator '{name}'; {did_you_mean(name, known.indicators)} See {API}/indicatoren.",
        )


def by(args: MultiDict[str, str]) -> tuple[str, ...]:
    """What the figures are split by; raises Problem."""
    found = []
    for name in args.get("per", "regio").split(","):
        if name and name not in DIMENSION_OF:
            raise Problem(
                400,
                "Unknown split",
                f"Parameter 'per' has '{name}'; {did_you_mean(name, DIMENSION_OF)} Correct it and ask again.",
            )
        if name:
            found.append(DIMENSION_OF[name])
    return tuple(found)


def where(known: Catalogue, args: MultiDict[str, str]) -> dict[str, list[Choice]]:
    """The filters of the address; regions may be named by code, number, name or kind."""
    found: dict[str, list[Choice]] = {}
    for dimension, name in PARAMETER.items():
        texts = args.getlist(name)
        if not any(texts):
            continue
        if dimension == "region":
            found[dimension] = [code for text in texts for code in _regions(known, text)]
        else:
            codes = [code.strip() for text in texts for code in text.split(",") if code.strip()]
            found[dimension] = [PERIODS.get(c, c) for c in codes] if dimension == "period" else list(codes)
    return found


def _regions(known: Catalogue, text: str) -> list[Choice]:
    whole = known.region(text)
    if whole is not None:
        return [whole.code]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    named = [(part, known.region(part)) for part in parts]
    return [part if region is None else region.code for part, region in named]


def refuse_too_many(known: Catalogue, name: str, by: tuple[str, ...], where: dict[str, list[Choice]]) -> None:
    """Refuses a question whose answer would hold too many figures; raises Problem."""
    most = cells(known, name, by, where)
    if most > MOST_CELLS:
        raise Problem(
            400,
            "Too many figures",
            f"This would be up to {most} figures and an answer holds {MOST_CELLS}; "
            "split by less or choose codes, or take the Parquet export for whole tables.",
        )


def refuse_too_long(form: str, rows: int, columns: int) -> None:
    """Refuses a workbook that would hold a worker for many seconds; raises Problem."""
    if too_long(form, rows, columns):
        raise Problem(
            400,
            "Too large a workbook",
            f"This would be {rows} rows and {columns} columns, and a workbook holds {MOST_XLSX_CELLS} cells; "
            "ask for less, or take f=csv or f=parquet.",
        )
