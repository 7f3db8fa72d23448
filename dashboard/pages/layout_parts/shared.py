"""What the parts of the page share: the overlap with its regions in pairs, shares in words, and its source."""

from dataclasses import dataclass
from math import isfinite

from ... import i18n
from ...components import Children, el
from ...components.region_choice import newest_map
from ...indicators import Catalogue, QueryError, Region
from ...indicators.studies.overlap import Overlap, overlap
from ...state import View, study_address

KIND, PARTNER = "doorstroompunt", "arbeidsmarkt"
DOT = "\N{NO-BREAK SPACE}· "  # a line does not begin with the point
SMALLEST = 0.001  # shares are written with one decimal of a percentage


@dataclass(frozen=True)
class Pair:
    """Two regions that share municipalities; the shares are fractions of the people of each."""

    row: str
    column: str
    people: float
    of_row: float
    of_column: float
    municipalities: tuple[str, ...]


def newest_year(view: View) -> int:
    """The year of the newest division that the release knows."""
    return newest_map(view.release)[0]


def year_of(view: View, region: Region) -> int:
    """The year in which a region is looked at: of today, else the last one of a region that is no more."""
    return min(region.valid_to or newest_year(view), newest_year(view))


def found(view: View, kind: str, partner: str, year: int) -> Overlap | None:
    """The overlap of two kinds of region; None when the release does not say how many people live where."""
    try:
        return overlap(kind, partner, year, view.release)
    except QueryError:
        return None


def pairs(made: Overlap) -> list[Pair]:
    """All regions that share municipalities, by row and then from many people to few."""
    listed = []
    for row, column in made.municipalities:
        at, to = made.rows.index(row), made.columns.index(column)
        shares = float(made.share_of_row[at, to]), float(made.share_of_column[at, to])
        listed.append(Pair(row, column, float(made.people[at, to]), *shares, made.municipalities[row, column]))
    listed.sort(key=lambda pair: (made.rows.index(pair.row), -pair.of_row if isfinite(pair.of_row) else 0.0))
    return listed


def share_words(view: View, share: float) -> str:
    """A fraction as a percentage; whole only when it is everything, and in words when it is unknown or very small."""
    if not isfinite(share):
        return view.text("unknown")
    if share in (0.0, 1.0):
        return i18n.quantity(100 * share, "%", 0, view.lang)
    if share < SMALLEST:
        return view.text("layout_tiny", size=i18n.quantity(100 * SMALLEST, "%", 1, view.lang))
    return i18n.quantity(min(100 * share, 100 - 100 * SMALLEST), "%", 1, view.lang)


def count_words(view: View, people: float) -> str:
    """A number of people, or that it is unknown."""
    return i18n.number(people, 0, view.lang) if isfinite(people) else view.text("unknown")


def names(view: View, codes: tuple[str, ...] | list[str]) -> str:
    """The names of regions in a row, by name."""
    return i18n.listing(sorted(view.name_of("region", code) for code in codes), view.lang)


def kind_name(view: View, code: str) -> str:
    """A region with its kind before it, as within a sentence: two kinds often have the same names."""
    region = view.catalogue.regions[code]
    return view.text(f"layout_kind_{region.kind}", name=view.name_of("region", code))


def who(view: View, made: Overlap) -> str:
    """Whom the shares count, as within a sentence."""
    return view.text("layout_who_all" if made.measure == "inwoners" else "layout_who_young")


def people_words(view: View, made: Overlap) -> str:
    """Of which people the shares are, and of when."""
    measure = view.catalogue.measures[made.measure]
    period = i18n.period(made.period, measure.period_kind, view.lang)
    return view.text("layout_people", what=view.named(measure), period=period)


def source_line(view: View, made: Overlap) -> list[Children]:
    """Where the numbers of people come from, and where the division does."""
    return [*publication(view, view.catalogue, made.source), f" {view.text('layout_source_map', year=made.year)}"]


def publication(view: View, known: Catalogue, name: str) -> list[Children]:
    """Publisher, name, table, date and licence of a source, and that it is example data when it is."""
    source = known.sources[name]
    behind = "; ".join(filter(None, [source.publisher, i18n.table_name(source.table_id, source.sample, view.lang)]))
    words = f"{view.named(source)} ({behind})"
    line: list[Children] = [
        f"{view.text('source')}: ",
        el("A", words, href=source.url, rel="noopener") if source.url else words,
        f". {view.text('published_on', date=i18n.day(source.published, view.lang))}. "
        f"{view.text('licence', name=view.named(source, 'licence'))}.",
    ]
    return [*line, el("Strong", f" {view.text('example_note')}")] if source.sample else line


def csv_address(view: View, made: Overlap) -> str:
    """The address of all overlaps of two kinds of region as CSV."""
    params = {"soort": made.kind_a, "metSoort": made.kind_b, "jaar": str(made.year)}
    return study_address(view, "overlap", params)
