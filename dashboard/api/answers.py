"""Shapes what the API sends: rows with codes, names, figures and their reasons, as JSON, CSV or a problem."""

from dataclasses import asdict
from typing import Any

import orjson
from flask import Response, g, request

from .. import exports, i18n
from ..exports import Sheet, names_of
from ..indicators import Catalogue, Indicator, Region, Source, catalogue
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


def as_rows(rows: list[dict[str, Any]], name: str) -> Response:
    """Rows with the same keys as a file of the asked form; `name` is that of the file."""
    form, language = asking.form(), asking.language()
    if form == "xlsx":
        release = catalogue(g.release).release
        example = any(row["voorbeelddata"] for row in rows) if rows else release.sample
        told = [
            (i18n.text("file_example", language), i18n.text("file_yes" if example else "file_no", language)),
            *([(i18n.text("file_note", language), i18n.text("example_note", language))] if example else []),
            (i18n.text("file_release", language), release.id),
            (i18n.text("file_release_date", language), i18n.day(release.data_date, language)),
            (i18n.text("file_address", language), request.full_path),
        ]
        return as_file(exports.rows_as_xlsx(rows, told, release.data_date, language), form, name)
    writer = exports.as_csv if form == "csv" else exports.as_csv_nl
    return as_file(writer(list(rows[0]), (row.values() for row in rows)) if rows else b"", form, name)


def as_file(content: bytes, form: str, name: str) -> Response:
    """A file to keep under a name."""
    response = Response(content, mimetype=exports.MIME[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def listing(name: str, rows: list[dict[str, Any]]) -> Response:
    """A list as JSON or as a file."""
    release = catalogue(g.release).release
    if asking.as_file():
        marked = [{**row, "voorbeelddata": row.get("voorbeelddata", release.sample)} for row in rows]
        return as_rows(marked, f"{name}.{exports.ENDINGS[asking.form()]}")
    return as_json({"voorbeelddata": release.sample, "release": release.id, name: rows})


def value_answer(made: Sheet) -> dict[str, Any]:
    """The figures with what a reader must know of them."""
    indicator, source, language = made.indicator, made.source, made.language
    return {
        "voorbeelddata": source.sample,
        "release": made.values.release,
        "indicator": indicator.id,
        "naam": i18n.named(indicator, "name", language),
        "eenheid": indicator.unit,
        "decimalen": indicator.decimals,
        "bron": {"id": source.id, "naam": i18n.named(source, "name", language), "uitgever": source.publisher},
        "per": list(made.splits),
        "methoden": statistics.methods(made.values.methods),
        "waarden": made.rows,
    }


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
        names = names_of(known, indicator, dimension, language)
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
