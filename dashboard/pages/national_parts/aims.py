"""Target figures of the regions for one year beside what was counted, their sum, and the national target shared out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ... import i18n
from ...components import Children, Element, el, told
from ...components import controls as c
from ...components import panel as p
from ...components.downloads import downloads as file_links
from ...components.matrix import Cell, Column, Line, matrix
from ...indicators import COUNTRY, Catalogue, QueryError, Selection, values_of
from ...indicators.studies.judged import Judged
from ...indicators.studies.sharing_out import OwnTargets, Part, SharingOut, own_targets, sharing_out
from ...indicators.studies.target_path import NEW, OLD, Overview, overview
from ...indicators.subjects import NEET_COUNT
from ...indicators.targets import ONE_POINT
from ...narrative import reason_words
from ...narrative.words import people
from ...state import View, study_address

HELD = (OLD, NEW, NEET_COUNT)
STATES = ("met", "on_track", "moderate", "insufficient", "away", "overdue")
MOST_NAMES = 12


@dataclass(frozen=True)
class Aim:
    """One target year of one definition, as the address names it."""

    indicator: str
    period: int

    @property
    def id(self) -> str:
        return f"{self.indicator}-{self.period}"


def aims(known: Catalogue) -> list[Aim]:
    """All target years that the regions are asked target figures for, by definition."""
    found = []
    for indicator in HELD:
        if indicator not in known.indicators or not known.periods(indicator):
            continue
        standing = [t for t in known.targets if t.indicator == indicator and not t.superseded_by]
        own = [t for t in standing if t.region != COUNTRY]
        years = {year for t in own for year in range(t.period_from, t.period_to + 1)}
        found += [Aim(indicator, year) for year in sorted(years)]
    return found


def default(known: Catalogue, found: Sequence[Aim]) -> Aim:
    """The target year that comes first, by the definition of that year; else the last."""
    ahead = [
        aim
        for aim in found
        if aim.indicator != NEET_COUNT and aim.period > max(known.periods(aim.indicator), default=0)
    ]
    return (ahead or list(found))[0 if ahead else -1]


def chosen(view: View) -> Aim | None:
    """The target year that was chosen; None when the release has no target figures."""
    found = aims(view.catalogue)
    if not found:
        return None
    usual = default(view.catalogue, found)
    asked = view.choice("doel", [aim.id for aim in found], usual.id)
    return next(aim for aim in found if aim.id == asked)


def picker(view: View) -> list[Element]:
    """Choose a definition and a target year."""
    found = aims(view.catalogue)
    now = chosen(view)
    if now is None:
        return []
    groups: dict[str, list[dict[str, str]]] = {}
    for aim in found:
        indicator = view.catalogue.indicators[aim.indicator]
        option = {
            "value": aim.id,
            "label": f"{view.text(f'national_aim_{kind(aim)}')} {view.period_name(aim.period, indicator)}",
        }
        groups.setdefault(view.named(indicator, "short"), []).append(option)
    options = [{"group": name, "items": items} for name, items in groups.items()]
    return [c.select("doel", view.text("national_aim"), options, now.id, default(view.catalogue, found).id)]


def kind(aim: Aim) -> str:
    """Which of the three target figures it is."""
    return {OLD: "old", NEW: "new", NEET_COUNT: "neet"}[aim.indicator]


@lru_cache(maxsize=64)
def judged(known: Catalogue, aim: Aim) -> Overview:
    """The target of each region for one year."""
    return overview(aim.indicator, aim.period, known.release.id)


@lru_cache(maxsize=64)
def shared(known: Catalogue, aim: Aim) -> SharingOut | None:
    """The national target of that year shared out; None when there is none in people."""
    national = [
        t
        for t in known.targets
        if (t.indicator, t.region, t.unit) == (aim.indicator, COUNTRY, "persons")
        and not t.superseded_by
        and t.period_from <= aim.period <= t.period_to
    ]
    try:
        return sharing_out(aim.indicator, aim.period, known.release.id) if national else None
    except QueryError:  # this release has no figures to share it out by
        return None


@lru_cache(maxsize=64)
def letters(known: Catalogue, indicator: str, period: int) -> dict[str, str]:
    """The status of each region's figure in one period: why there is none, where there is none."""
    asked = Selection(indicator, ("region",), {"region": "doorstroompunt", "period": period})
    (found,) = values_of([asked], known.release.id)
    return {str(row.key[0]): row.status for row in found.rows}


def section(view: View) -> list[Element]:
    """Sum, who has set none, the classes, the table and its downloads for the chosen year."""
    aim = chosen(view)
    if aim is None:
        return [el("P", view.text("national_aims_none"))]
    found, out = judged(view.catalogue, aim), shared(view.catalogue, aim)
    return [
        el("Ul", [el("Li", said) for said in sentences(view, found, own_targets(found))], className="facts"),
        grid(view, found, out),
        el("Ul", [el("Li", note) for note in notes(view, found, out)], className="notes"),
        el("P", source(view, aim), className="source"),
        downloads(view, aim, out),
    ]


def sentences(view: View, found: Overview, together: OwnTargets) -> list[str]:
    """The sum beside the national target with who has set none, and how many stand where."""
    year = view.period_name(found.period, view.catalogue.indicators[found.indicator])
    if together.total is None:
        return [view.text("national_aims_unset", year=year)]
    set_, without = together.set, [view.name_of("region", code) for code in together.without]
    parts = {"count": len(set_), "all": len(set_) + len(without), "year": year}
    parts["total"] = people(together.total, view.lang)
    if together.target is None:
        total = view.text("national_sum_alone", **parts)
    else:
        total = view.text("national_sum", target=i18n.number(together.target, 0, view.lang), **parts)
    if without:
        named = len(without) <= MOST_NAMES
        names = i18n.listing(without, view.lang) if named else ""
        total += " " + view.text("national_without" if named else "national_without_many", names=names)
    said = [f"{total} {lacking(view, found, together)}".strip()]
    words = [stands(view, row, found.indicator) for state in STATES for row in set_ if row.state == state]
    known = [f"{word.lower()}: {words.count(word)}" for word in dict.fromkeys(words)]
    if known:
        said.append(view.text("national_classes", parts="; ".join(known)))
    unsure = [row.reason or "missing" for row in set_ if row.state == "unknown"]
    for reason in sorted(set(unsure)):
        key = "national_pace_new" if reason == ONE_POINT else "national_pace_unknown"
        said.append(view.text(key, count=unsure.count(reason), reason=reason_words(reason, view.lang)))
    return said


def lacking(view: View, found: Overview, together: OwnTargets) -> str:
    """What the targets come to with the newest figure of each region that has none; empty when one has no figure."""
    without = [row for row in found.rows if row.region in together.without]
    newest = [row.now.value for row in without if row.now is not None and row.now.value is not None]
    if together.target is None or not without or len(newest) < len(without):
        return ""
    total = people((together.total or 0) + sum(newest), view.lang)
    return view.text("national_sum_lacking", count=len(without), total=total)


def stands(view: View, row: Judged, indicator: str) -> str:
    """Where a region is on its way; a target whose own year is still to come is not yet called reached."""
    if told.early(row):
        return view.text("national_aims_around" if told.around(row) else "national_aims_early")
    return told.pace(view, row, view.catalogue.indicators[indicator])


def grid(view: View, found: Overview, out: SharingOut | None) -> Element:
    """Own target figure, newest figure, difference, what each year asks, and both ways to share out; country first."""
    indicator = view.catalogue.indicators[found.indicator]
    now = next((row.now for row in found.rows if row.now is not None), None)
    period = "" if now is None else view.period_name(now.period, indicator)
    year = view.period_name(found.period, indicator)
    group, shares = view.text("national_own_group"), view.text("national_shared_group")
    columns = [
        Column(view.text("national_own"), year, group=group),
        Column(view.text("national_newest"), period, group=group),
        Column(view.text("national_difference"), view.text("national_difference_below"), group=group),
        Column(view.text("national_per_year"), view.text("national_per_year_below"), group=group),
    ]
    ways = out.ways if out else ()
    columns += [
        Column(
            view.text(f"national_{way.id}"),
            view.period_name(way.period, view.catalogue.indicators[way.indicator]),
            group=shares,
        )
        for way in ways
    ]
    country = [row for row in found.rows if row.region == COUNTRY]
    others = [row for row in found.rows if row.region != COUNTRY]
    lines = []
    for row in [*country, *sorted(others, key=lambda row: view.name_of("region", row.region))]:
        cells = [
            Cell(number(view, row.target.value) if row.target else view.text("national_unset")),
            newest(view, row, now.period if now else 0, found.indicator),
            difference(view, row),
            needed(view, row, found.indicator),
        ]
        if row.region == COUNTRY:
            cells += [Cell(number(view, out.target.value if out else None)) for _ in ways]
        else:
            cells += [part(view, way.parts.get(row.region)) for way in ways]
        link = "" if row.region == COUNTRY else view.to("region", {"regio": row.region})
        lines.append(Line(view.name_of("region", row.region), link, cells))
    caption = view.text("national_aims_caption", what=view.named(indicator), year=year)
    caption = f"{caption}\N{NO-BREAK SPACE}· {view.text('example_data')}" if p.is_example(view, indicator) else caption
    return matrix(caption, view.text("region"), columns, lines[1:], total=lines[0])


def number(view: View, value: float | None) -> str:
    """A whole number of young people, or a dash."""
    return "–" if value is None else i18n.number(value, 0, view.lang)


def signed(view: View, value: float) -> str:
    """A whole number with its sign."""
    whole = round(value)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{i18n.number(abs(whole), 0, view.lang)}"


def newest(view: View, row: Judged, usual: int, indicator: str) -> Cell:
    """The newest figure with its letter; with its period when that is another one than the head says."""
    point = row.now
    if point is None or point.value is None:
        # The study keeps known figures only, so why there is none is read beside it.
        known = letters(view.catalogue, indicator, usual) if usual else {}
        return Cell(i18n.status_word(known.get(row.region, "L"), view.lang))
    letter = "" if point.status == "A" else point.status
    other = (
        "" if point.period == usual else f" ({view.period_name(point.period, view.catalogue.indicators[indicator])})"
    )
    return Cell(number(view, point.value) + other, letter)


def difference(view: View, row: Judged) -> Cell:
    """The newest figure less the target, with the limits that chance leaves."""
    if row.difference is None:
        return Cell("–" if row.target is None else reason_words(row.reason or "missing", view.lang))
    if row.low is None or row.high is None:
        return Cell(signed(view, row.difference))
    limits = {"low": signed(view, row.low), "high": signed(view, row.high)}
    return Cell(view.text("national_limits", value=signed(view, row.difference), **limits))


def needed(view: View, row: Judged, indicator: str) -> Cell:
    """How many young people fewer each year the target still asks, or the class when it asks none."""
    if row.state in ("met", "overdue"):
        return Cell(stands(view, row, indicator))
    if row.fewer_per_year is None:
        return Cell("–")
    return Cell(signed(view, -row.fewer_per_year))


def part(view: View, found: Part | None) -> Cell:
    """The part of one region in the national target, or why it has none."""
    if found is None or found.people is None:
        return Cell(reason_words(found.reason if found and found.reason else "missing", view.lang))
    return Cell(number(view, found.people))


def notes(view: View, found: Overview, out: SharingOut | None) -> list[str]:
    """What the columns mean and do not mean."""
    told = [view.text("national_note_difference")]
    if out is None:
        told.append(view.text("national_note_not_shared"))
    else:
        told.append(view.text("national_note_shared", target=people(out.target.value, view.lang)))
        if found.indicator == NEW and len(out.ways) > 1:
            told.append(view.text("national_note_weights"))
        if any(way.left for way in out.ways):
            told.append(view.text("national_note_left"))
    if any(row.now is not None and row.now.status == "P" for row in found.rows):
        told.append(f"P: {i18n.status_word('P', view.lang)}.")
    return told


def source(view: View, aim: Aim) -> list[Children]:
    """The source of the figures, and that of the target figures of the regions."""
    line = p.source_line(view, view.catalogue.indicators[aim.indicator])
    own = next((t for t in view.catalogue.targets if t.indicator == aim.indicator and t.region != COUNTRY), None)
    found = None if own is None else view.catalogue.sources.get(own.source)
    if found is not None:
        name = f"{view.named(found)} ({found.publisher})"
        line.append(f" {view.text('national_aims_source', name=name)}")
        line += [el("Strong", f" {view.text('example_note')}")] if found.sample else []
    return line


def downloads(view: View, aim: Aim, out: SharingOut | None) -> Element:
    """The table and the sharing out as files."""
    named = {"doelen": ""} if out is None else {"doelen": "", "verdeling": view.text("national_download_shared")}
    links = [
        link
        for study, name in named.items()
        for link in file_links(
            view, study_address(view, f"indicatoren/{aim.indicator}/{study}", {"periode": str(aim.period)}), name
        )
    ]
    return el("Ul", [el("Li", link) for link in links], className="actions")
