"""The public API under /api/v1: the same figures as the pages, as JSON and CSV; it makes no numbers of its own.

Requests are read by hand, because validating them with models cost more than the query itself; the OpenAPI document
is made by flask-openapi3 (document.py) and a test holds the two together.
"""

import re
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from werkzeug.datastructures import MultiDict

from ..indicators import (
    Catalogue,
    Choice,
    Embargoed,
    NoRelease,
    QueryError,
    UnknownRelease,
    WarehouseError,
    catalogue,
    did_you_mean,
    published_figures,
    release_id,
    releases,
    values,
)
from ..state import PARAMETER
from . import answers
from .answers import Problem

PREFIX = "/api/v1"
VERSION = "1.0.0"
COMMON = ("release", "f", "taal")
FORMATS = ("json", "csv")
LANGUAGES = ("nl", "en")
PERIODS = {"laatste": "latest", "alle": "all"}
MOST_CELLS = 100_000  # why: a larger answer holds a worker for seconds; whole tables are in the Parquet export
STATUS_OF = {Embargoed: 403, UnknownRelease: 404, NoRelease: 503}
DIMENSION_OF = {name: dimension for dimension, name in PARAMETER.items()}

api = Blueprint("api", __name__, url_prefix=PREFIX)


def register(server: Flask) -> None:
    """Hooks the API and the two health checks to a Flask server."""
    server.register_blueprint(api)
    server.add_url_rule("/healthz", "healthz", healthz)
    server.add_url_rule("/readyz", "readyz", readyz)


def healthz() -> Response:
    """Says that the process lives; asks nothing of the data."""
    return answers.as_json({"status": "ok"}, "no-store")


def readyz() -> Response:
    """Says which release is on show, after reading from it; 503 when there is none."""
    try:
        found = release_id()
        first = next(iter(catalogue(found).indicators), None)
    except WarehouseError as error:
        return answers.as_problem(Problem(503, "Not ready", str(error)))
    return answers.as_json({"status": "ok", "release": found, "indicator": first}, "no-store")


@api.before_request
def recognise() -> Response | None:
    """Finds the release, and answers 304 when the reader has its answer already."""
    if request.endpoint in ("api.openapi", "api.nothing_here"):
        return None
    g.release = release_id(request.args.get("release"))
    seen = request.headers.get("If-None-Match", "")
    if any(re.match(rf'\s*(W/)?"{re.escape(_tag())}[":]', part) for part in seen.split(",")):
        return Response(status=304)
    return None


@api.after_request
def head(response: Response) -> Response:
    """Adds what every answer carries: version, open access, and how long it stays true."""
    response.headers["API-Version"] = VERSION
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code < 400 and "release" in g:
        pinned = "release" in request.args
        response.headers["ETag"] = f'"{_tag()}"'
        response.headers["Cache-Control"] = "public, max-age=86400" if pinned else "public, max-age=60"
    return response


@api.errorhandler(Problem)
def on_problem(problem: Problem) -> Response:
    return answers.as_problem(problem)


@api.errorhandler(QueryError)
def on_query_error(error: QueryError) -> Response:
    return answers.as_problem(Problem(400, "The question cannot be answered", in_words_of_the_address(str(error))))


@api.errorhandler(WarehouseError)
def on_warehouse_error(error: WarehouseError) -> Response:
    return answers.as_problem(Problem(STATUS_OF.get(type(error), 503), "The release cannot be read", str(error)))


@api.errorhandler(500)
def on_failure(error: Exception) -> Response:
    """What nobody foresaw; the log has the rest."""
    detail = "Something went wrong here; it is in the log of the server. Ask again later, or tell who keeps this site."
    return answers.as_problem(Problem(500, "Internal error", detail))


@api.get("/indicatoren")
def indicators() -> Response:
    known, language = _catalogue(), _language()
    return _listing("indicatoren", [answers.indicator_row(known, i, language) for i in known.indicators.values()])


@api.get("/indicatoren/<name>")
def indicator(name: str) -> Response:
    known = _catalogue()
    _known_indicator(known, name)
    return answers.as_json(answers.indicator_in_full(known, name, _language()))


@api.get("/indicatoren/<name>/waarden")
def figures(name: str) -> Response:
    known = _catalogue((*PARAMETER.values(), "per"))
    _known_indicator(known, name)
    language = _language()
    by = _by(request.args)
    where = _where(known, request.args)
    _refuse_too_many(known, name, by, where)
    found = values(name, by, where, known.release.id)
    if _format() == "csv":
        return answers.as_csv(answers.value_rows(known, found, language), f"{name}_{known.release.id}.csv")
    return answers.as_json(answers.value_answer(known, found, language))


@api.get("/regios")
def regions() -> Response:
    known, language = _catalogue(("soort",)), _language()
    kind = request.args.get("soort")
    kinds = {region.kind for region in known.regions.values()}
    if kind is not None and kind not in kinds:
        raise Problem(400, "Unknown kind", f"Unknown soort '{kind}'; {did_you_mean(kind, kinds)} Choose one.")
    rows = [answers.region_row(r, language) for r in known.regions.values() if kind in (None, r.kind)]
    return _listing("regios", rows)


@api.get("/gepubliceerde-cijfers")
def published() -> Response:
    known = _catalogue(("onderwerp",))
    topic = request.args.get("onderwerp")
    rows = [answers.plain_row(figure) for figure in published_figures(known.release.id, topic)]
    if topic is not None and not rows:
        topics = {figure.topic for figure in published_figures(known.release.id)}
        raise Problem(400, "Unknown topic", f"Unknown onderwerp '{topic}'; {did_you_mean(topic, topics)} Choose one.")
    return _listing("gepubliceerdeCijfers", rows)


@api.get("/doelen")
def targets() -> Response:
    return _listing("doelen", [answers.plain_row(target) for target in _catalogue().targets])


@api.get("/bronnen")
def sources() -> Response:
    known, language = _catalogue(), _language()
    return _listing("bronnen", [answers.source_row(known, source, language) for source in known.sources.values()])


@api.get("/releases")
def all_releases() -> Response:
    _catalogue()
    current = release_id()
    return _listing("releases", [answers.release_row(row, current) for row in releases()])


@api.get("/openapi.json")
def openapi() -> Response:
    from .document import document  # why here: the models load pydantic, which no other request needs

    return answers.as_json(document(PREFIX, VERSION), "public, max-age=3600")


@api.get("/<path:rest>")
def nothing_here(rest: str) -> Response:
    paths = sorted({r.removeprefix(PREFIX) for r in ("/indicatoren", "/regios", "/bronnen", "/doelen", "/releases")})
    paths += ["/gepubliceerde-cijfers", "/openapi.json"]
    near = did_you_mean(f"/{rest}", paths)
    raise Problem(404, "Not found", f"There is nothing at {PREFIX}/{rest}; {near} See {PREFIX}/openapi.json.")


def in_words_of_the_address(sentence: str) -> str:
    """A sentence about dimensions with the names that readers of the API use for them."""
    return re.sub(rf"\b({'|'.join(PARAMETER)})\b", lambda found: PARAMETER[found[1]], sentence)


def _tag() -> str:
    return f"{g.release}.{VERSION}"


def _catalogue(more: Iterable[str] = ()) -> Catalogue:
    """The catalogue of the release asked for, once the names of all parameters are known to be right."""
    allowed = (*COMMON, *more)
    for name in request.args:
        if name not in allowed:
            raise Problem(
                400,
                "Unknown parameter",
                f"Unknown parameter '{name}'; {did_you_mean(name, allowed)} Correct the address and ask again.",
            )
    return catalogue(g.release)


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    asked = request.args.get(name, choices[0])
    if asked not in choices:
        raise Problem(
            400, f"Unknown {name}", f"Parameter '{name}' is '{asked}'; it is one of {', '.join(choices)}. Correct it."
        )
    return asked


def _language() -> str:
    return _one_of("taal", LANGUAGES)


def _format() -> str:
    return _one_of("f", FORMATS)


def _listing(name: str, rows: list[dict[str, Any]]) -> Response:
    """A list as JSON or CSV."""
    release = catalogue(g.release).release
    if _format() == "csv":
        marked = [{**row, "voorbeelddata": row.get("voorbeelddata", release.sample)} for row in rows]
        return answers.as_csv(marked, f"{name}.csv")
    return answers.as_json({"voorbeelddata": release.sample, "release": release.id, name: rows})


def _known_indicator(known: Catalogue, name: str) -> None:
    if name not in known.indicators:
        raise Problem(
            404,
            "Unknown indicator",
            f"There is no indicator '{name}'; {did_you_mean(name, known.indicators)} See {PREFIX}/indicatoren.",
        )


def _by(args: MultiDict[str, str]) -> tuple[str, ...]:
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


def _where(known: Catalogue, args: MultiDict[str, str]) -> dict[str, list[Choice]]:
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


def _refuse_too_many(known: Catalogue, name: str, by: tuple[str, ...], where: dict[str, list[Choice]]) -> None:
    cells = 1
    for dimension in by:
        asked = where.get(dimension)
        listed = asked is not None and (dimension == "period" or all(code in known.order[dimension] for code in asked))
        cells *= len(asked) if asked and listed and "all" not in asked else len(known.codes_of(name, dimension)) or 1
    if cells > MOST_CELLS:
        raise Problem(
            400,
            "Too many figures",
            f"This would be up to {cells} figures and an answer holds {MOST_CELLS}; "
            "split by less or choose codes, or take the Parquet export for whole tables.",
        )
