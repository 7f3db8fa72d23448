"""Studies that are trees, as lines for CSV: a target path, a target shared out, the parts of a gap."""

from collections.abc import Mapping, Sequence
from typing import Any

from .. import i18n
from ..indicators import Catalogue, Choice, Target
from ..indicators.studies.gap import Gap
from ..indicators.studies.groups import GroupFigure
from ..indicators.studies.judged import Judged, Point
from ..indicators.studies.peer_set import PeerSet
from ..indicators.studies.sharing_out import Part, SharingOut, Way
from ..indicators.studies.standardised import Expected
from ..indicators.studies.target_path import TargetPath
from ..indicators.studies.work_definitions import ALL, WorkDefinitions
from ..narrative import reason_words
from ..state import PARAMETER
from .plain import NAMES, plain

Line = dict[str, Any]
EXPECTED = (
    "geteld",
    "verwacht",
    "verhouding",
    "verhoudingLaag",
    "verhoudingHoog",
    "verschil",
    "verschilLaag",
    "verschilHoog",
    "uitkomst",
    "samengenomen",
    "reden",
)
RATIOS = ("verhouding", "samengenomen", "phi")
# What is said of a target as a whole stands on its own line.
PACES = ("actual", "required", "from_now", "fewer_per_year", "ratio")
RATES = ("doorKans", "doorKansJongeren", "aandeel", "aandeelVergelijking")
JUDGED = (*PACES, "state", "reason", "pace_reason", "difference", "low", "high")


def flat(row: Line) -> Line:
    """A row whose parts are rows themselves, as one row: `nu.waarde`."""
    found: Line = {}
    for name, cell in row.items():
        found |= {f"{name}.{below}": part for below, part in cell.items()} if isinstance(cell, dict) else {name: cell}
    return found


def gap_lines(known: Catalogue, gap: Gap, language: str) -> list[Line]:
    """The parts of a gap as lines: per factor, per category of it with what its rates add, and by rates."""
    others = [known.regions[code] for code in gap.against if code in known.regions]
    head = {
        "regio": gap.region,
        "periode": gap.period,
        "vergelekenMet": "+".join(gap.against),
        "vergelekenMetNaam": " + ".join(each.name_en if language == "en" else each.name for each in others) or None,
        "eerderePeriode": gap.earlier,
        "reden": gap.reason or None,
    }
    parts = [("totaal", "", "", gap.points, gap.people), ("kans", "", "", gap.rate_points, gap.rate_people)]
    lines: list[tuple[Any, ...]] = [(*each, None, None, None, None) for each in parts]
    for part in gap.parts:
        word, labels = PARAMETER[part.factor], known.codes[part.factor]
        lines.append((word, "", "", part.points, part.people, None, None, None, None))
        lines += [
            (
                word,
                each.code,
                i18n.named(labels[each.code], "name", language),
                each.points,
                each.people,
                each.rate_points,
                each.rate_people,
                each.share,
                each.benchmark_share,
            )
            for each in part.categories
        ]
    names = ("deel", "code", "codeNaam", "punten", "jongeren", *RATES)
    return [{**head, **{n: _short(n, cell) for n, cell in zip(names, line, strict=True)}} for line in lines]


def _short(name: str, cell: Any) -> Any:
    """A cell as it was worked out, without decimals that say nothing: people in tenths, the rest in four."""
    if not isinstance(cell, float):
        return plain(cell)
    whole = plain(cell)
    return None if whole is None else round(whole, 1 if "ongeren" in name else 4)


def peer_lines(known: Catalogue, found: PeerSet, language: str) -> list[Line]:
    """A region and the regions it resembles as lines, nearest first, each with its drivers and what they add."""

    def line(order: int, code: str, distance: float, values: Mapping[str, float], adds: Mapping[str, float]) -> Line:
        region = known.regions[code]
        told: Line = {
            "set": found.id,
            "regio": found.region,
            "volgorde": order,
            "soortgelijkeRegio": code,
            "soortgelijkeRegioNaam": region.name_en if language == "en" else region.name,
            "afstand": plain(distance),
            "reden": found.reason or None,
        }
        for driver in found.drivers:
            told |= {
                f"{driver.id}.waarde": plain(values.get(driver.id)),
                f"{driver.id}.bijdrage": plain(adds.get(driver.id)),
                f"{driver.id}.jaar": found.years.get(driver.id),
            }
        return told

    own = line(0, found.region, 0.0, found.values, {})
    near = [
        line(at, each.code, each.distance, each.values, each.contributions) for at, each in enumerate(found.peers, 1)
    ]
    return [own, *near]


def group_lines(known: Catalogue, found: GroupFigure, language: str, period: int) -> list[Line]:
    """The figures of a group as lines: who is in it, what each figure is about, and whom a hidden one is about."""
    indicator = known.indicators[found.indicator]

    def names(codes: Sequence[str]) -> str | None:
        return "; ".join(known.regions[code].name for code in codes) or None

    def key_of(key: Sequence[Choice]) -> Line:
        told: Line = {} if "period" in found.by else {"periode": period}
        told |= {PARAMETER[dimension]: code for dimension, code in zip(found.by, key, strict=True)}
        told["periodeNaam"] = i18n.period(int(told["periode"]), indicator.period_kind, language)
        for dimension, code in zip(found.by, key, strict=True):
            if dimension in known.codes and str(code) in known.codes[dimension]:
                told[f"{PARAMETER[dimension]}Naam"] = i18n.named(known.codes[dimension][str(code)], "name", language)
        return told

    lines = []
    for row in found.rows:
        cells = plain(row)
        cells.pop(NAMES["key"])
        cells[NAMES["concerned"]] = names(row.concerned)
        cells["redenWoord"] = reason_words(cells["reden"], language) if cells["reden"] else None
        lines.append({"groep": found.id, "gemeenten": names(found.municipalities), **key_of(row.key), **cells})
    return lines


def path_lines(known: Catalogue, found: TargetPath, language: str) -> list[Line]:
    """A target path as lines, `soort` says of what.

    `cijfer`: a figure of the series; `doel`: a target in a target year, with all that is said of it; `pad` and
    `pad_vanaf_nu`: the value needed in a period, from the baseline or from the latest figure on.
    """
    series = known.source_of(found.indicator)
    region = known.regions[found.series.region]

    def line(kind: str, period: int, value: Any, target: Target | None, point: Point | None, *sources: str) -> Line:
        status = None if point is None else point.status
        return {
            "soort": kind,
            "indicator": found.indicator,
            "regio": region.code,
            "regioNaam": region.name_en if language == "en" else region.name,
            "periode": period,
            "doel": None if target is None else target.id,
            "waarde": plain(value),
            "eenheid": known.indicators[found.indicator].unit,
            "status": status,
            "statusWoord": None if status is None else i18n.status_word(status, language),
            "afgeleid": None if point is None else point.derived,
            "marge": None if point is None else point.margin,
            **dict.fromkeys((NAMES[name] for name in JUDGED), None),
            "bron": "+".join(sources),
            "voorbeelddata": _sample(known, *sources),
        }

    def of_target(each: Judged) -> list[Line]:
        target = each.target
        assert target is not None  # a path is about the targets that there are
        said = {NAMES[name]: plain(getattr(each, name)) for name in JUDGED}
        paths = {"pad": each.path(), "pad_vanaf_nu": each.path_from_now()}
        return [
            # What is said of a target is about the figures too, so it is as synthetic as they are.
            {**line("doel", each.due, target.value, target, None, series.id, target.source), **said},
            *(
                line(kind, period, value, target, None, series.id, target.source)
                for kind, path in paths.items()
                for period, value in path
            ),
        ]

    figures = [line("cijfer", point.period, point.value, None, point, series.id) for point in found.series.points]
    return [*figures, *(each for judged in found.judged for each in of_target(judged))]


def sharing_lines(known: Catalogue, found: SharingOut, language: str) -> list[Line]:
    """A target shared out as lines: per way one of each region, and the target figures that regions set themselves."""

    def line(way: str, region: str, value: Any, target: Target, *sources: str, **more: Any) -> Line:
        place = known.regions[region]
        return {
            "manier": way,
            "regio": region,
            "regioNaam": place.name_en if language == "en" else place.name,
            "periode": found.period,
            "doel": target.id,
            "waarde": value,
            "eenheid": known.indicators[found.indicator].unit,
            **dict.fromkeys(("aandeel", "gewicht", "gewichtIndicator", "gewichtPeriode"), None),
            **dict.fromkeys(("status", "statusWoord", "reden"), None),
            **more,
            "bron": "+".join(sources),
            "voorbeelddata": _sample(known, *sources),
        }

    def of_way(way: Way, region: str, part: Part) -> Line:
        # The figures of a way are all of one period; a region without a figure has a reason instead.
        status = None if part.reason else "P" if way.provisional else "A"
        more = {
            "aandeel": plain(part.quota),
            "gewicht": plain(part.weight),
            "gewichtIndicator": way.indicator,
            "gewichtPeriode": way.period,
            "status": status,
            "statusWoord": None if status is None else i18n.status_word(status, language),
            "reden": part.reason or None,
        }
        sources = (found.target.source, known.source_of(way.indicator).id)
        return line(way.id, region, part.people, found.target, *sources, **more)

    shared = [of_way(way, region, part) for way in found.ways for region, part in way.parts.items()]
    own = [
        line(NAMES["own"], region, plain(target.value), target, target.source) for region, target in found.own.items()
    ]
    return [*shared, *own]


def _sample(known: Catalogue, *sources: str) -> bool:
    """Whether anything here is synthetic; a source that the release does not describe is taken from its kind."""
    told = [known.sources[name].sample if name in known.sources else known.release.sample for name in sources]
    return any(told)


def expected_rows(found: Expected) -> list[Line]:
    """Observed and expected per region: young people in tenths, the rest in four decimals."""
    compared = found.compared
    return [
        {"regio": code, **{n: _rounded(n, plain(cell)) for n, cell in zip(EXPECTED, line, strict=True)}}
        for code, *line in zip(
            found.regions,
            found.observed.tolist(),
            found.expected.tolist(),
            compared.ratio.tolist(),
            *(limit.tolist() for limit in compared.ratio_limits),
            compared.difference.tolist(),
            *(limit.tolist() for limit in compared.difference_limits),
            compared.outcome.tolist(),
            found.pooled.tolist(),
            found.reasons.tolist(),
            strict=True,
        )
    ]


def expected_lines(found: Expected, rows: Sequence[Line], language: str, level: str) -> list[Line]:
    """The same as lines of a file, each with the outcome in words and the model that it was expected by."""
    made = {
        "model": found.model.id,
        "modelVersie": found.model.version,
        "phi": _rounded("phi", plain(found.phi)),
        "niveau": level,
    }
    return [{**row, "uitkomstWoord": _outcome(row["uitkomst"], language), **made} for row in rows]


def work_cells(known: Catalogue, found: WorkDefinitions) -> dict[str, Choice | Sequence[Choice]]:
    """The cells that a definition of durable work counts."""
    classes: list[Choice] = list(dict.fromkeys(choice.hours for choice in found.choices))
    chosen = found.choice
    codes: Sequence[Choice] = list(chosen.codes)
    return {
        "hours": classes[classes.index(chosen.hours) :],
        "contract": known.dimensions["contract"].total if chosen.contract == ALL else codes,
        "moment": chosen.moment,
        "period": found.period,
    }


def _rounded(name: str, cell: Any) -> Any:
    """A number of the model without decimals that say nothing: young people in tenths, the rest in four."""
    if not isinstance(cell, float):
        return cell
    return round(cell, 4 if name.startswith(RATIOS) else 1)


def _outcome(code: str | None, language: str) -> str | None:
    return i18n.text(f"outcome_{code}", language) if code else None
