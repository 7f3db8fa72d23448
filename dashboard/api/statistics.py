"""Names and shapes of statistics in the API: the columns beside figures, and how each of them was made."""

from typing import Any, TypedDict

from werkzeug.datastructures import MultiDict

from ..exports.names import ASKED, COLUMNS, LEVELS  # noqa: F401 - COLUMNS is read from here as well
from ..indicators import COUNTRY, Method, did_you_mean
from .problem import Problem

PARAMETERS = ("met", "vergelijk", "niveau")


class Asked(TypedDict, total=False):
    """What a request asks for beside the figures, in the words of `indicators.values`."""

    with_: tuple[str, ...]
    against: str
    level: float


def asked(args: MultiDict[str, str]) -> Asked:
    """The statistics that a request asks for; raises Problem."""
    names = [name.strip() for name in args.get("met", "").split(",") if name.strip()]
    for name in names:
        if name not in ASKED:
            raise Problem(
                400,
                "Unknown statistic",
                f"Parameter 'met' has '{name}'; {did_you_mean(name, ASKED)} Correct it and ask again.",
            )
    return {
        "with_": tuple(ASKED[name] for name in names),
        "against": args.get("vergelijk", COUNTRY),
        "level": level(args),
    }


def level(args: MultiDict[str, str]) -> float:
    """The level at which a difference counts; raises Problem."""
    asked = args.get("niveau", "95").removesuffix("%").strip()
    if asked not in LEVELS:
        raise Problem(
            400, "Unknown level", f"Parameter 'niveau' is '{asked}'; it is one of {', '.join(LEVELS)}. Correct it."
        )
    return LEVELS[asked]


def methods(used: tuple[Method, ...]) -> list[dict[str, Any]]:
    """How statistics were made: id, parameters and where the method is described."""
    return [{"id": m.id, "parameters": dict(m.parameters), "bron": m.source} for m in used]
