"""The API's answers to questions about figures: funnel, expected, why, ranks, targets, peers, groups, effect report."""

from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint, Response, request

from .. import i18n
from ..exports import value_rows
from ..indicators import COUNTRY, Catalogue, Choice, QueryError, did_you_mean
from ..indicators.studies.cells import EARLIER, PEERS
from ..indicators.studies.effect_report import effect_report
from ..indicators.studies.funnel_plot import funnel_plot
from ..indicators.studies.gap import gaps
from ..indicators.studies.groups import group_values
from ..indicators.studies.overlap import overlap as overlap_of
from ..indicators.studies.peer_set import peer_codes, peers_of
from ..indicators.studies.positions import NEET, positions
from ..indicators.studies.rank_moves import rank_moves
from ..indicators.studies.revision_band import revision_bands
from ..indicators.studies.sharing_out import sharing_out
from ..indicators.studies.standardised import expected_values
from ..indicators.studies.target_path import overview, target_path
from ..indicators.studies.work_definitions import INDICATOR, work_definitions
from ..state import PARAMETER
from . import answers, asking, context, files, statistics
from .context import Where
from .plain import NAMES, plain
from .problem import Problem
from .tables import (
    expected_lines,
    expected_rows,
    flat,
    gap_lines,
    group_lines,
    path_lines,
    peer_lines,
    sharing_lines,
    work_cells,
)

FILTERS = tuple(name for dimension, name in PARAMETER.items() if dimension not in ("region", "period"))
MODELS: tuple[Literal["intern", "cbs"], ...] = ("intern", "cbs")
CONTRACTS = {
    "alle": "all",
    "vast": "permanent",
    "niet_flexibel": "not_flexible",
    "niet_zelfstandig": "not_self_employed",
}
MOST_MEMBERS = 400  # why: there are fewer municipalities; a longer list is a mistake


def register(api: Blueprint) -> None:
    """Adds the addresses of studies to the API."""
    for path, view in PATHS.items():
        api.add_url_rule(path, view.__name__, view)


def trechter(name: str) -> Response:
    known = _known(name, "periode", *FILTERS)
    found = funnel_plot(name, _period(), known.release.id, _where(known))
    points = value_rows(known, found.points, asking.language())
    if asking.as_file():
        heads = ("grootte", *(statistics.COLUMNS[f"funnel_{side}"] for side in found.limits))
        curve = [dict(zip(heads, line, strict=True)) for line in zip(found.sizes, *found.limits.values(), strict=True)]
        where: Where = {**_where(known), "period": found.points.where["period"]}
        lines = context.beside(known, name, curve, asking.language(), where)
        return files.send(known, name, lines, int(found.points.where["period"][0]))
    return _answer(
        known,
        name,
        {
            "doel": found.target,
            "factor": found.factor,
            "reden": found.reason or None,
            "groottes": found.sizes,
            "grenzen": {statistics.COLUMNS[f"funnel_{side}"]: line for side, line in found.limits.items()},
            "methoden": statistics.methods(found.methods),
            "waarden": points,
        },
    )


def verwacht(name: str) -> Response:
    known = _known(name, "periode", "kenmerken", "model", "niveau", *FILTERS)
    asking.one_of("model", MODELS)
    model = MODELS[request.args.get("model") == "cbs"]
    level = statistics.level(request.args)
    where = _where(known)
    found = expected_values(
        name,
        _period(),
        _factors(),
        model,
        level,
        known.release.id,
        where or None,
    )
    rows = expected_rows(found)
    told = {"periode": found.period, "model": plain(found.model), "phi": plain(found.phi)}
    told |= {"landelijk": plain(found.national), "methoden": statistics.methods(found.methods)}
    if asking.as_file():
        lines = expected_lines(found, rows, asking.language(), request.args.get("niveau", "95"))
        about: Where = {**where, "period": found.period}
        lines = context.beside(known, name, lines, asking.language(), about, context.PEOPLE)
        return files.send(known, name, lines, found.period)
    return _rows(known, name, rows, told)


def verschil(name: str) -> Response:
    known = _known(name, "periode", "regio", "vergelijk", "kenmerken", "eerdere", *FILTERS)
    against = _against(known, request.args.get("vergelijk", COUNTRY))
    found = gaps(
        name,
        against,
        _factors(),
        _period(),
        request.args.get("eerdere"),
        known.release.id,
        _where(known) or None,
    )
    wanted = [_region(known)] if "regio" in request.args else [*found.regions[1:]]
    shown = [found.of(code) for code in wanted if code in found.regions]
    if not shown:
        raise QueryError(f"Region '{wanted[0]}' has no figures here; choose a Doorstroompunt region of that time.")
    if asking.as_file():
        lines = [line for each in shown for line in gap_lines(known, each, asking.language())]
        about: Where = {**_where(known), "period": found.period}
        lines = context.beside(known, name, lines, asking.language(), about, context.POINTS)
        return files.send(known, name, lines, found.period)
    return _answer(known, name, {"verschillen": [plain(each) for each in shown]})


def plaatsen(name: str) -> Response:
    known = _known(name, "periode", "eerdere", "niveau", *FILTERS)
    found = rank_moves(
        name,
        request.args.get("periode"),
        request.args.get("eerdere"),
        known.release.id,
        _where(known) or None,
        statistics.level(request.args),
    )
    told = {"periode": found.now, "eerdere": found.before, "eerste": found.first}
    told |= {"herzieningReden": found.revision_reason or None, "methoden": statistics.methods(found.methods)}
    rows = [plain(row) for row in found.rows]
    if asking.as_file():
        about: Where = {**_where(known), "period": found.now}
        lines = [{**row, "eerderePeriode": found.before} for row in rows]
        lines = context.beside(known, name, lines, asking.language(), about, context.PLACES)
        return files.send(known, name, lines, found.now)
    return _rows(known, name, rows, told)


def herzieningen(name: str) -> Response:
    known = _known(name, "soort")
    kind = request.args.get("soort", "doorstroompunt")
    if kind not in known.kinds:
        raise Problem(400, "Unknown kind", f"Unknown soort '{kind}'; {did_you_mean(kind, known.kinds)} Choose one.")
    found = revision_bands(name, kind, known.release.id)
    rows = [plain(each) for each in found]
    if asking.as_file():
        rows = [{key: cell for key, cell in row.items() if key != "methoden"} for row in rows]
    return _rows(known, name, rows, {})


def doelpad(name: str) -> Response:
    known = _known(name, "regio", "niveau")
    found = target_path(name, _region(known), known.release.id, statistics.level(request.args))
    if asking.as_file():
        return _rows(known, name, path_lines(known, found, asking.language()), {})
    paths = [{"pad": plain(each.path()), "padVanafNu": plain(each.path_from_now())} for each in found.judged]
    told = plain(found)
    told["doelen"] = [{**row, **path} for row, path in zip(told["doelen"], paths, strict=True)]
    return _answer(known, found.indicator, told)


def doelen_per_regio(name: str) -> Response:
    known = _known(name, "periode", "niveau")
    found = overview(name, _year("periode"), known.release.id, statistics.level(request.args))
    told = {"periode": found.period, "methoden": statistics.methods(found.methods)}
    return _rows(known, found.indicator, [flat(plain(row)) for row in found.rows], told)


def verdeling(name: str) -> Response:
    known = _known(name, "periode")
    found = sharing_out(name, _year("periode"), known.release.id)
    if asking.as_file():
        return _rows(known, name, sharing_lines(known, found, asking.language()), {})
    return _answer(known, found.indicator, plain(found))


def soortgelijk(code: str) -> Response:
    known = asking.known_catalogue(("aantal", "set"))
    size = request.args.get("aantal", "7")
    if not size.isdecimal():
        raise Problem(400, "Unknown number", f"Parameter 'aantal' is '{size}'; it is a whole number, as 7. Correct it.")
    found = peers_of(_named(known, code), int(size), request.args.get("set"), known.release.id)
    if asking.as_file():
        return _rows(known, None, peer_lines(known, found, asking.language()), {})
    return _answer(known, None, plain(found))


def effectrapportage(code: str) -> Response:
    known = asking.known_catalogue(("periode",))
    found = effect_report(_named(known, code), request.args.get("periode"), known.release.id)
    rows = [{NAMES[key]: plain(cell) for key, cell in row.items()} for row in found.rows()]
    told = {"regio": found.region, "periode": found.period, "uiterlijk": found.deadline.isoformat()}
    return _rows(known, None, rows, told)


def posities(code: str) -> Response:
    known = asking.known_catalogue(("periode",))
    found = positions(_named(known, code), _period(), known.release.id)
    rows = [{PARAMETER.get(key) or NAMES[key]: plain(cell) for key, cell in row.items()} for row in found.table()]
    if asking.as_file():
        for row in rows:
            row |= {"positieNaam": i18n.text(f"ages_position_{row['positie']}", asking.language()), "eenheid": "%"}
            row["bron"] = known.source_of(NEET).id
        return files.send(known, NEET, rows, found.period)
    return _rows(known, None, rows, {"periode": found.period, "methoden": statistics.methods(found.methods)})


def groep(name: str) -> Response:
    known = _known(name, "gemeente", "periode", "per", *FILTERS)
    members = [code.strip() for code in request.args.get("gemeente", "").split(",") if code.strip()]
    if not members or len(members) > MOST_MEMBERS:
        raise Problem(
            400, "No group", "Parameter 'gemeente' lists the municipalities of the group, as gemeente=GM0150,GM0163."
        )
    codes = [region.code if (region := known.region(each)) else each for each in members]
    by = asking.by(request.args) if "per" in request.args else ()
    found = group_values(name, codes, request.args.get("periode"), by, _where(known) or None, known.release.id)
    told = {"id": found.id, "gemeenten": found.municipalities, "drempel": found.threshold}
    told |= {"methoden": statistics.methods(found.methods)}
    if asking.as_file():
        period = _year("periode") or known.latest(name, kind="gemeente")
        return files.send(known, name, group_lines(known, found, asking.language(), period), None)
    return _rows(known, name, [plain(row) for row in found.rows], told)


def overlap() -> Response:
    known = asking.known_catalogue(("soort", "metSoort", "jaar"))
    year = _year("jaar") or 2026
    found = overlap_of(
        request.args.get("soort", "doorstroompunt"),
        request.args.get("metSoort", "arbeidsmarkt"),
        year,
        known.release.id,
    )
    rows = [
        {
            "regio": row,
            "metRegio": column,
            "mensen": plain(float(found.people[at, to])),
            "aandeelVanRegio": plain(float(found.share_of_row[at, to])),
            "aandeelVanMetRegio": plain(float(found.share_of_column[at, to])),
            "gemeenten": ",".join(found.municipalities[row, column]),
        }
        for at, row in enumerate(found.rows)
        for to, column in enumerate(found.columns)
        if (row, column) in found.municipalities
    ]
    told = {"jaar": found.year, "maat": found.measure, "periode": found.period}
    if asking.as_file():
        rows = [{"jaar": found.year, **row, "maat": found.measure, "periodeMaat": found.period} for row in rows]
        return files.send(known, None, rows, None)
    return _rows(known, None, rows, {**told, "methoden": statistics.methods((found.method,))})


def duurzaam_werk() -> Response:
    known = asking.known_catalogue(("uren", "werksoort", "moment", "periode", "niveau"))
    asked = asking.one_of("werksoort", tuple(CONTRACTS))
    found = work_definitions(
        request.args.get("uren"),
        CONTRACTS[asked],
        request.args.get("moment"),
        _year("periode"),
        known.release.id,
        statistics.level(request.args),
    )
    told = {"periode": found.period, "keuze": plain(found.choice), "tau": plain(found.tau_of())}
    told |= {"later": found.later, "methoden": statistics.methods(found.methods)}
    rows = [plain(row) for row in found.rows]
    if asking.as_file():
        for row in rows:
            row |= {f"deel_{part['werksoort']}": part["waarde"] for part in row.pop("delen")}
        rows = context.beside(known, INDICATOR, rows, asking.language(), work_cells(known, found))
        return files.send(known, INDICATOR, rows, found.period)
    return _rows(known, None, rows, told)


PATHS: dict[str, Callable[..., Response]] = {
    "/indicatoren/<name>/trechter": trechter,
    "/indicatoren/<name>/verwacht": verwacht,
    "/indicatoren/<name>/verschil": verschil,
    "/indicatoren/<name>/plaatsen": plaatsen,
    "/indicatoren/<name>/herzieningen": herzieningen,
    "/indicatoren/<name>/doelpad": doelpad,
    "/indicatoren/<name>/doelen": doelen_per_regio,
    "/indicatoren/<name>/verdeling": verdeling,
    "/indicatoren/<name>/groep": groep,
    "/regios/<code>/soortgelijk": soortgelijk,
    "/regios/<code>/effectrapportage": effectrapportage,
    "/regios/<code>/posities": posities,
    "/overlap": overlap,
    "/duurzaam-werk": duurzaam_werk,
}


def _known(name: str, *more: str) -> Catalogue:
    """The catalogue, once the indicator and the names of all parameters are known to be right."""
    known = asking.known_catalogue(more)
    asking.known_indicator(known, name)
    return known


def _where(known: Catalogue) -> dict[str, list[Choice]]:
    found = asking.where(known, request.args)
    return {dimension: codes for dimension, codes in found.items() if dimension not in ("region", "period")}


def _period() -> str:
    asked = request.args.get("periode", "laatste")
    return asking.PERIODS.get(asked, asked)


def _year(name: str) -> int | None:
    asked = request.args.get(name)
    if asked in (None, "", "laatste"):
        return None
    if not str(asked).isdecimal():
        raise Problem(400, "Unknown year", f"Parameter '{name}' is '{asked}'; it is a start year, as 2026. Correct it.")
    return int(str(asked))


def _against(known: Catalogue, asked: str) -> str | tuple[str, ...]:
    """With whom a region is compared: a region, itself earlier, or its peers; each region has peers of its own."""
    if asked == EARLIER:
        return asked
    if not asked.startswith(PEERS):
        return _named(known, asked)
    if "regio" not in request.args:
        raise Problem(400, "No region", "Each region has its own peers; name one with 'regio', as regio=MC12.")
    return peer_codes(asked, known.release.id).get(_region(known), ())


def _factors() -> tuple[str, ...] | None:
    """The dimensions that make strata, None for the usual ones."""
    names = [name.strip() for name in request.args.get("kenmerken", "").split(",") if name.strip()]
    for name in names:
        if name not in asking.DIMENSION_OF:
            raise Problem(
                400,
                "Unknown factor",
                f"Parameter 'kenmerken' has '{name}'; {did_you_mean(name, asking.DIMENSION_OF)} Correct it.",
            )
    return tuple(asking.DIMENSION_OF[name] for name in names) or None


def _region(known: Catalogue) -> str:
    return _named(known, request.args.get("regio", COUNTRY))


def _named(known: Catalogue, text: str) -> str:
    """The code of a region by its code, number or name; what is unknown is left to the study to refuse."""
    region = known.region(text)
    return text if region is None else region.code


def _answer(known: Catalogue, name: str | None, content: dict[str, Any]) -> Response:
    """One study as JSON, with what a reader must know of it."""
    return answers.as_json({**_head(known, name), **content})


def _rows(known: Catalogue, name: str | None, rows: list[dict[str, Any]], told: dict[str, Any]) -> Response:
    """A study with one row per region, as JSON or as CSV."""
    if asking.as_file():
        return files.send(known, name, rows, told.get("periode"))
    return answers.as_json({**_head(known, name), **told, "rijen": rows})


def _head(known: Catalogue, name: str | None) -> dict[str, Any]:
    """What a reader must know of any answer; `name` is the indicator that the answer is about."""
    if name is None:
        return {"voorbeelddata": known.release.sample, "release": known.release.id}
    source = known.source_of(name)
    return {
        "voorbeelddata": source.sample,
        "release": known.release.id,
        "indicator": name,
        "eenheid": known.indicators[name].unit,
        "bron": source.id,
    }
