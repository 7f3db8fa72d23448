"""Turns results of studies into what JSON and CSV can hold, under the names of the API; works nothing out."""

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from ..indicators import Indicator, Method
from ..state import PARAMETER
from . import statistics

# Word in the code -> word in the API; a name that is missing here fails the tests and not a reader.
NAMES = {
    "actual": "tempoTotNu",
    "against": "vergelekenMet",
    "article": "artikel",
    "asked": "gevraagd",
    "baseline": "uitgangspunt",
    "before": "eerder",
    "before_high": "eerderTot",
    "before_low": "eerderVan",
    "benchmark": "vergelijkingswaarde",
    "benchmark_share": "aandeelVergelijking",
    "breaks": "breuken",
    "by": "per",
    "categories": "categorieen",
    "chance": "toeval",
    "choices": "keuzes",
    "citation": "vindplaats",
    "code": "code",
    "codes": "codes",
    "cohort": "cohort",
    "concerned": "gaatOver",
    "contract": "werksoort",
    "contributions": "bijdragen",
    "counted": "teltMee",
    "deadline": "uiterlijk",
    "denominator": "noemer",
    "derived": "afgeleid",
    "difference": "verschil",
    "difference_limits": "verschilGrenzen",
    "distance": "afstand",
    "drivers": "kenmerken",
    "due": "doeljaar",
    "earlier": "eerderePeriode",
    "estimated": "geschat",
    "expected": "verwacht",
    "factor": "kenmerk",
    "factors": "kenmerken",
    "fewer_per_year": "minderPerJaar",
    "first": "eerste",
    "from_now": "tempoVanafNu",
    "high": "hoog",
    "hours": "uren",
    "id": "id",
    "indicator": "indicator",
    "judged": "doelen",
    "key": "sleutel",
    "kind_a": "soortA",
    "kind_b": "soortB",
    "known": "bekend",
    "largest": "grootste",
    "later": "later",
    "leavers": "schoolverlaters",
    "left": "over",
    "level": "niveau",
    "limits": "grenzen",
    "low": "laag",
    "margin": "marge",
    "measure": "maat",
    "median_size": "gemiddeldeGrootte",
    "method": "methode",
    "methods": "methoden",
    "missing": "ontbreekt",
    "model": "model",
    "moment": "moment",
    "moved": "verschoven",
    "municipalities": "gemeenten",
    "name": "naam",
    "national": "landelijk",
    "new": "nieuw",
    "nl": "nl",
    "en": "en",
    "notes": "opmerkingen",
    "now": "nu",
    "now_high": "nuTot",
    "now_low": "nuVan",
    "numerator": "teller",
    "observed": "geteld",
    "old": "oud",
    "others": "doorAnderen",
    "outcome": "uitkomst",
    "outcome_reason": "uitkomstReden",
    "own": "eigen",
    "pace_reason": "tempoReden",
    "pairs": "paren",
    "parts": "delen",
    "peers": "soortgelijkeRegios",
    "people": "jongeren",
    "period": "periode",
    "period_from": "periodeVanaf",
    "period_to": "periodeTot",
    "phi": "phi",
    "picked": "gekozen",
    "points": "punten",
    "pooled": "samengenomen",
    "pooled_cases": "samengenomenGevallen",
    "provisional": "voorlopig",
    "quota": "aandeel",
    "ranged": "meegeteld",
    "rank": "plaats",
    "rank_high": "plaatsTot",
    "rank_low": "plaatsVan",
    "rate_people": "doorKansJongeren",
    "rate_points": "doorKans",
    "ratio": "verhouding",
    "reason": "reden",
    "reasons": "redenen",
    "region": "regio",
    "regions": "regios",
    "release": "release",
    "required": "tempoNodig",
    "revision": "doorHerziening",
    "revision_high": "herzieningHoog",
    "revision_low": "herzieningLaag",
    "revision_reason": "herzieningReden",
    "rows": "rijen",
    "columns": "kolommen",
    "self_employed": "zelfstandig",
    "series": "reeks",
    "set_by": "vastgesteldDoor",
    "set_in": "vastgesteldIn",
    "share": "waarde",
    "share_of_column": "aandeelVanKolom",
    "share_of_row": "aandeelVanRij",
    "shares": "waarden",
    "sizes": "groottes",
    "source": "bron",
    "stability": "stabiliteit",
    "state": "stand",
    "status": "status",
    "statuses": "statussen",
    "superseded_by": "vervangenDoor",
    "target": "doel",
    "tau": "tau",
    "tau_reasons": "tauRedenen",
    "threshold": "drempel",
    "transform": "omrekening",
    "unit": "eenheid",
    "value": "waarde",
    "values": "waarden",
    "version": "versie",
    "versions": "versies",
    "ways": "manieren",
    "weight": "gewicht",
    "what": "wat",
    "without": "zonder",
    "working": "werkenden",
    "year": "jaar",
    "years": "jaren",
}


def plain(thing: Any) -> Any:
    """A result as dictionaries, lists and plain values; NaN and the empty reason are None."""
    if isinstance(thing, Method):
        return statistics.methods((thing,))[0]
    if isinstance(thing, Indicator):
        return thing.id
    if is_dataclass(thing):
        return {NAMES[f.name]: _cell(f.name, getattr(thing, f.name)) for f in fields(thing)}
    if hasattr(thing, "_fields"):
        return {NAMES[name]: plain(value) for name, value in zip(thing._fields, thing, strict=True)}
    if isinstance(thing, Mapping):
        return {_key(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, np.ndarray):
        return plain(thing.tolist())
    if isinstance(thing, list | tuple):
        return [plain(each) for each in thing]
    if isinstance(thing, np.generic):
        return plain(thing.item())
    if isinstance(thing, float):
        return None if np.isnan(thing) else round(thing, 6)
    if isinstance(thing, datetime.date):
        return thing.isoformat()
    return None if thing == "" else thing


def _cell(name: str, value: Any) -> Any:
    """A field of a result; dimensions have the names they have in the address."""
    if name == "factor":
        return PARAMETER.get(value, plain(value))
    if name == "factors":
        return [PARAMETER[each] for each in value]
    return plain(value)


def _key(key: Any) -> str:
    """Codes are keys as they are; a pair of codes is joined."""
    return "+".join(map(str, key)) if isinstance(key, tuple) else str(key)
