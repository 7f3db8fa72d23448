"""The public API under /api/v1: the same figures as the pages, as JSON and CSV; it makes no numbers of its own.

Requests are read by hand, because validating them with models cost more than the query itself; the OpenAPI document
is made by flask-openapi3 (document.py) and a test holds the two together.
"""

import re
from hashlib import sha256

from flask import Blueprint, Flask, Response, current_app, g, request

from .. import exports
from ..indicators import (
    BrokenRelease,
    Embargoed,
    NoRelease,
    QueryError,
    UnknownRelease,
    WarehouseError,
    catalogue,
    did_you_mean,
    end_request,
    published_figures,
    release_id,
    releases,
    values,
)
from ..state import API, PARAMETER
from . import answers, asking, statistics, studies
from .problem import Problem

VERSION = "1.1.0"
STATUS_OF = {Embargoed: 403, UnknownRelease: 404, NoRelease: 503}

api = Blueprint("api", __name__, url_prefix=API)


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
        found = _readable()
        first = next(iter(catalogue(found).indicators), None)
    except WarehouseError as error:
        return answers.as_problem(Problem(503, "Not ready", str(error)))
    return answers.as_json({"status": "ok", "release": found, "indicator": first}, "no-store")


def _readable() -> str:
    """The release on show; one whose file went bad is set aside by reading from it, and then the next is on show."""
    try:
        return catalogue(release_id()).release.id
    except BrokenRelease:
        end_request()
        return release_id()


studies.register(api)


@api.before_request
def recognise() -> Response | None:
    """Finds the release, once for the whole answer."""
    if request.endpoint in ("api.openapi", "api.nothing_here"):
        return None
    g.release = release_id(request.args.get("release"))
    return None


@api.after_request
def head(response: Response) -> Response:
    """Adds what every answer carries: version, open access, and how long it stays true."""
    response.headers["API-Version"] = VERSION
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code < 400 and "release" in g:
        pinned = "release" in request.args
        # Made of the answer itself: it follows the release, the list of releases and this program, and no wrong
        # question has one.
        tag = f"{g.release}.{sha256(response.get_data()).hexdigest()[:16]}"
        response.headers["ETag"] = f'"{tag}"'
        response.headers["Cache-Control"] = "public, max-age=86400" if pinned else "public, max-age=60"
        seen = request.headers.get("If-None-Match", "")
        if any(re.match(rf'\s*(W/)?"{re.escape(tag)}[":]', part) for part in seen.split(",")):
            response.status_code = 304
            response.set_data(b"")
            for name in ("Content-Type", "Content-Length", "Content-Disposition"):
                response.headers.pop(name, None)
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
    known, language = asking.known_catalogue(), asking.language()
    return answers.listing(
        "indicatoren", [answers.indicator_row(known, i, language) for i in known.indicators.values()]
    )


@api.get("/indicatoren/<name>")
def indicator(name: str) -> Response:
    known = asking.known_catalogue()
    asking.known_indicator(known, name)
    return answers.as_json(answers.indicator_in_full(known, name, asking.language()))


@api.get("/indicatoren/<name>/waarden")
def figures(name: str) -> Response:
    known = asking.known_catalogue((*PARAMETER.values(), "per", *statistics.PARAMETERS, *asking.ARRANGED))
    asking.known_indicator(known, name)
    language, form = asking.language(), asking.form(asking.FIGURE_FORMATS)
    by = asking.by(request.args)
    where = asking.where(known, request.args)
    asking.refuse_too_many(known, name, by, where)
    found = values(name, by, where, known.release.id, **statistics.asked(request.args))
    order, search = (request.args.get(word, "") for word in asking.ARRANGED)
    made = exports.sheet(known, found, language, order, search, asking.plainly())
    if form == "json":
        return answers.as_json(answers.value_answer(made))
    asking.refuse_too_long(form, len(made.rows), len(made.columns))
    return answers.as_file(exports.WRITERS[form](made), form, made.file_name(exports.ENDINGS[form]))


@api.get("/regios")
def regions() -> Response:
    known, language = asking.known_catalogue(("soort",)), asking.language()
    kind = request.args.get("soort")
    kinds = {region.kind for region in known.regions.values()}
    if kind is not None and kind not in kinds:
        raise Problem(400, "Unknown kind", f"Unknown soort '{kind}'; {did_you_mean(kind, kinds)} Choose one.")
    rows = [answers.region_row(r, language) for r in known.regions.values() if kind in (None, r.kind)]
    return answers.listing("regios", rows)


@api.get("/gepubliceerde-cijfers")
def published() -> Response:
    known = asking.known_catalogue(("onderwerp",))
    topic = request.args.get("onderwerp")
    rows = [answers.plain_row(figure) for figure in published_figures(known.release.id, topic)]
    if topic is not None and not rows:
        topics = {figure.topic for figure in published_figures(known.release.id)}
        raise Problem(400, "Unknown topic", f"Unknown onderwerp '{topic}'; {did_you_mean(topic, topics)} Choose one.")
    return answers.listing("gepubliceerdeCijfers", rows)


@api.get("/doelen")
def targets() -> Response:
    return answers.listing("doelen", [answers.plain_row(target) for target in asking.known_catalogue().targets])


@api.get("/bronnen")
def sources() -> Response:
    known, language = asking.known_catalogue(), asking.language()
    return answers.listing(
        "bronnen", [answers.source_row(known, source, language) for source in known.sources.values()]
    )


@api.get("/releases")
def all_releases() -> Response:
    asking.known_catalogue()
    current = release_id()
    return answers.listing("releases", [answers.release_row(row, current) for row in releases()])


@api.get("/openapi.json")
def openapi() -> Response:
    from .document import document  # why here: the models load pydantic, which no other request needs

    return answers.as_json(document(API, VERSION), "public, max-age=3600")


@api.get("/<path:rest>")
def nothing_here(rest: str) -> Response:
    rules = (str(rule) for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith("api."))
    paths = [rule.removeprefix(API) for rule in rules if "<path:" not in rule]
    near = did_you_mean(f"/{rest}", paths)
    detail = f"There is nothing at {API}/{rest}; {near} See {API}/openapi.json."
    raise Problem(404, "Not found", detail)


def in_words_of_the_address(sentence: str) -> str:
    """A sentence about dimensions with the names that readers of the API use for them."""
    return re.sub(rf"\b({'|'.join(PARAMETER)})\b", lambda found: PARAMETER[found[1]], sentence)
