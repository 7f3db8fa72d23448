"""Shapes what the API sends: rows with codes, names, figures and their reasons, as JSON, CSV or a problem."""

import csv
import io
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import orjson
from flask import Response, g

from .. import i18n
from ..indicators import Catalogue, Indicator, Region, Source, Values, catalogue
from ..state import PARAMETER
from . import asking, statistics
from .problem import Problem


def as_json(content: Any, cache: str | None = None) -> Response:
    """A JSON answer."""
    response = Response(orjson.dumps(content), mimetype="application/json")
    if cache is not None:
        response.headers["Cache-Control"] = cache
    return response


def as_problem(problem: Problem) -> Response:
    """A problem as application/problem+json, never cached."""
    content = {"status": problem.status, "title": problem.title, "detail": problem.detail}
    response = Response(orjson.dumps(content), problem.status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def as_csv(rows: list[dict[str, Any]], name: str) -> Response:
    """Rows as CSV (RFC 4180, UTF-8, point as decimal sign); the first line has the names of the columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(cell) for cell in row.values()])
    response = Response(text.getvalue().encode(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def listing(name: str, rows: list[dict[str, Any]]) -> Response:
    """A list as JSON or CSV."""
    release = catalogue(g.release).release
    if asking.form() == "csv":
        marked = [{**row, "voorbeelddata": row.get("voorbeelddata", release.sample)} for row in rows]
        return as_csv(marked, f"{name}.csv")
    return as_json({"voorbeelddata": release.sample, "release": release.id, name: rows})


def value_answer(known: Catalogue, found: Values, language: str) -> dict[str, Any]:
    """The figures with what a reader must know of them."""
    indicator, source = known.indicators[found.indicator], known.source_of(found.indicator)
    return {
        "voorbeelddata": source.sample,
        "release": found.release,
        "indicator": indicator.id,
        "naam": i18n.named(indicator, "name", language),
        "eenheid": indicator.unit,
        "decimalen": indicator.decimals,
        "bron": {"id": source.id, "naam": i18n.named(source, "name", language), "uitgever": source.publisher},
        "per": [PARAMETER[dimension] for dimension in found.by],
        "methoden": statistics.methods(found.methods),
        "waarden": value_rows(known, found, language),
    }


def value_rows(known: Catalogue, found: Values, language: str) -> list[dict[str, Any]]:
    """One dictionary per figure, all with the same keys in the same order."""
    indicator, source = known.indicators[found.indicator], known.source_of(found.indicator)
    words = _status_words(language)
    base, columns = _frame(known, indicator, found, language)
    base |= {
        "indicator": indicator.id,
        "waarde": None,
        "teller": None,
        "noemer": None,
        "eenheid": indicator.unit,
        "status": None,
        "statusWoord": None,
        "afgeleid": None,
        "delen": None,
        "marge": None,
        "bron": source.id,
        "voorbeelddata": source.sample,
    }
    rows = []
    for key, value, numerator, denominator, status, derived, parts, margin in found.rows:
        row = base.copy()
        for code, (name, name_of, names) in zip(key, columns, strict=True):
            row[name] = code
            row[name_of] = names[code]
        row["waarde"] = value
        row["teller"] = numerator
        row["noemer"] = denominator
        row["status"] = status
        row["statusWoord"] = words[status]
        row["afgeleid"] = derived
        row["delen"] = parts
        row["marge"] = margin
        rows.append(row)
    for name, cells in statistics.columns(found).items():
        for row, cell in zip(rows, cells, strict=True):
            row[name] = cell
    return rows


class _Periods(dict[Any, str]):
    """Names of periods, made when asked for."""

    def __init__(self, kind: str, language: str) -> None:
        super().__init__()
        self.kind, self.language = kind, language

    def __missing__(self, start: int) -> str:
        self[start] = i18n.period(start, self.kind, self.language)
        return self[start]


def _frame(
    known: Catalogue, indicator: Indicator, found: Values, language: str
) -> tuple[dict[str, Any], list[tuple[str, str, dict[Any, str]]]]:
    """The columns of codes and names: those that are the same in every row filled in, the others with their names."""
    base: dict[str, Any] = {}
    columns = {}
    for dimension in (*indicator.by, "indeling"):
        name = PARAMETER[dimension]
        names = _names(known, dimension, language)
        if dimension == "period":
            names = _Periods(indicator.period_kind, language)
        codes = () if dimension in found.by else found.where.get(dimension, ())
        base[name] = codes[0] if len(codes) == 1 else "+".join(str(code) for code in codes)
        base[f"{name}Naam"] = " + ".join(names[code] for code in codes)
        columns[dimension] = (name, f"{name}Naam", names)
    return base, [columns[dimension] for dimension in found.by]


@lru_cache(maxsize=64)
def _names(known: Catalogue, dimension: str, language: str) -> dict[Any, str]:
    """Code to name for a dimension in a language; made once per catalogue, because every answer asks for it."""
    if dimension == "region":
        return {code: region.name_en if language == "en" else region.name for code, region in known.regions.items()}
    return {code: i18n.named(label, "name", language) for code, label in known.codes[dimension].items()}


@lru_cache(maxsize=2)
def _status_words(language: str) -> dict[str, str]:
    return {letter: i18n.status_word(letter, language) for letter in i18n.STATUS}


def indicator_row(known: Catalogue, indicator: Indicator, language: str) -> dict[str, Any]:
    """An indicator in a list."""
    periods = known.periods(indicator.id)
    source = known.source_of(indicator.id)
    return {
        "id": indicator.id,
        "naam": i18n.named(indicator, "name", language),
        "kort": i18n.named(indicator, "short", language),
        "familie": indicator.family,
        "soort": indicator.kind,
        "eenheid": indicator.unit,
        "decimalen": indicator.decimals,
        "periodesoort": indicator.period_kind,
        "eerstePeriode": periods[0] if periods else None,
        "laatstePeriode": periods[-1] if periods else None,
        "per": ",".join(PARAMETER[dimension] for dimension in indicator.by),
        "bron": source.id,
        "voorbeelddata": source.sample,
    }


def indicator_in_full(known: Catalogue, name: str, language: str) -> dict[str, Any]:
    """An indicator with its definition, its codes and what to keep in mind."""
    indicator = known.indicators[name]
    source = known.source_of(name)
    codes = {}
    for dimension in indicator.by:
        names = _names(known, dimension, language)
        if dimension == "period":
            names = _Periods(indicator.period_kind, language)
        found = known.periods(name) if dimension == "period" else known.codes_of(name, dimension)
        codes[PARAMETER[dimension]] = [{"code": code, "naam": names[code]} for code in found]
    return {
        "voorbeelddata": source.sample,
        "release": known.release.id,
        **indicator_row(known, indicator, language),
        "per": [PARAMETER[dimension] for dimension in indicator.by],
        "definitie": i18n.named(indicator, "definition", language),
        "letOp": i18n.named(indicator, "caveats", language),
        "teller": indicator.numerator,
        "noemer": indicator.denominator,
        "tellerAlleen": {PARAMETER[d]: list(codes) for d, codes in indicator.numerator_where.items()},
        "standaard": {PARAMETER[d]: code for d, code in indicator.defaults.items()},
        "beter": indicator.better,
        "vergelijkbaarMet": list(indicator.comparable),
        "breuken": [{"periode": b.period, "tekst": getattr(b, language)} for b in indicator.breaks],
        "codes": codes,
        "bron": source_row(known, source, language),
    }


def region_row(region: Region, language: str) -> dict[str, Any]:
    """A region in a list."""
    return {
        "code": region.code,
        "naam": region.name_en if language == "en" else region.name,
        "soort": region.kind,
        "deelVan": region.parent,
        "nummer": region.number,
        "geldigVanaf": region.valid_from,
        "geldigTot": region.valid_to,
        "opvolgers": region.successors,
        "contactgemeente": region.contact_gemeente,
        "lengtegraad": region.longitude,
        "breedtegraad": region.latitude,
    }


def source_row(known: Catalogue, source: Source, language: str) -> dict[str, Any]:
    """A source in a list."""
    return {
        "id": source.id,
        "naam": i18n.named(source, "name", language),
        "uitgever": source.publisher,
        "tabel": source.table_id,
        "adres": source.url,
        "licentie": i18n.named(source, "licence", language),
        "populatie": i18n.named(source, "population", language),
        "definitie": source.definition,
        "afgerondOp": source.rounded_to,
        "gepubliceerd": source.published.isoformat(),
        "volgende": source.next_update.isoformat() if source.next_update else None,
        "letOp": i18n.named(source, "caveats", language),
        "bestanden": sum(extract.source == source.id for extract in known.extracts),
        "voorbeelddata": source.sample,
    }


def release_row(row: tuple[Any, ...], current: str) -> dict[str, Any]:
    """A release in a list."""
    name, version, date, content_hash, publish_at, kind = row
    return {
        "id": name,
        "huidig": name == current,
        "gegevensVan": date.isoformat(),
        "schema": version,
        "inhoud": content_hash,
        "publicatie": publish_at.isoformat() + "Z" if publish_at else None,
        "voorbeelddata": kind != "published",
    }


PLAIN = {
    "id": "id",
    "topic": "onderwerp",
    "name": "naam",
    "indicator": "indicator",
    "region": "regio",
    "age_group": "leeftijd",
    "period": "periode",
    "period_from": "periodeVanaf",
    "period_to": "periodeTot",
    "value": "waarde",
    "unit": "eenheid",
    "status": "status",
    "set_in": "vastgesteldIn",
    "set_by": "vastgesteldDoor",
    "source": "bron",
    "citation": "vindplaats",
    "superseded_by": "vervangenDoor",
    "name_nl": "naamNl",
    "name_en": "naamEn",
    "region_nl": "regioNl",
    "region_en": "regioEn",
    "age_group_nl": "leeftijdNl",
    "age_group_en": "leeftijdEn",
    "period_nl": "periodeNl",
    "period_en": "periodeEn",
    "status_nl": "statusNl",
    "status_en": "statusEn",
}


def plain_row(thing: Any) -> dict[str, Any]:
    """A printed figure or a target with the names the API uses."""
    return {PLAIN[key]: value for key, value in asdict(thing).items()}


def _cell(cell: Any) -> Any:
    return str(cell).lower() if isinstance(cell, bool) else cell
