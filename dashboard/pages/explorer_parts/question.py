"""What a reader asks for in the table: the address of the page turned into one question to the indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...components import controls as c
from ...exports import Sheet, sheet
from ...exports.names import ASKED, LEVELS
from ...exports.size import MOST_CELLS, cells
from ...indicators import Choice, Indicator, QueryError, values
from ...indicators.studies.cells import EARLIER, PEERS
from ...indicators.subjects import VSV_OLD
from ...state import COUNTRY, LATEST, PARAMETER, Absent, View, figures_address

DEFAULT = VSV_OLD
KINDS = ("doorstroompunt", "arbeidsmarkt", "provincie", "landsdeel", "gemeente")
CHOSEN = "gekozen"
ALL, SPAN = "alle", "reeks"
STATISTICS = ("interval", "vergelijking", "plaats", "trend", "verwacht")
ALWAYS = ("region", "period")
MOST_BESIDE = 12
# Ranks are drawn by lot thousands of times, so a table with statistics may hold less.
MOST_WITH_STATISTICS = 10_000


@dataclass(frozen=True)
class Question:
    """One question: what it is split by, for which codes, with which statistics, in which order."""

    indicator: Indicator
    by: tuple[str, ...]
    where: dict[str, list[Choice]]
    statistics: tuple[str, ...]
    against: str
    level: str
    order: str
    search: str

    def asked(self) -> dict[str, str]:
        """The question as the API reads it."""
        told = {"per": ",".join(PARAMETER[dimension] for dimension in self.by)}
        for dimension, codes in self.where.items():
            told[PARAMETER[dimension]] = ",".join(WORD.get(code, str(code)) for code in codes)
        told["met"] = ",".join(self.statistics)
        if self.statistics:
            told["vergelijk"] = "" if self.against == COUNTRY else self.against
            told["niveau"] = "" if self.level == next(iter(LEVELS)) else self.level
        told |= {"sorteer": self.order, "zoek": self.search}
        return {name: text for name, text in told.items() if text}


WORD: dict[Choice, str] = {"latest": LATEST, "all": ALL}


def question(view: View) -> Question:
    """The question of a page; what the address has wrong falls to its default."""
    indicator = view.indicator(DEFAULT)
    if not known_periods(view, indicator):
        raise Absent("any")
    split = splits(view, indicator)
    where: dict[str, list[Choice]] = {"region": regions(view, indicator), "period": periods(view, indicator)}
    for dimension in c.open_dimensions(view, indicator):
        codes = chosen(view, indicator, dimension) if dimension in split else single(view, indicator, dimension)
        if codes:
            where[dimension] = list(codes)
    if boundaries(view) != "periode":
        where["indeling"] = [boundaries(view)]
    return Question(
        indicator,
        (*ALWAYS, *split),
        where,
        statistics(view),
        against(view),
        view.choice("niveau", LEVELS, next(iter(LEVELS))),
        view.asked.get("sorteer", ""),
        view.asked.get("zoek", ""),
    )


def answer(view: View, asked: Question) -> Sheet | int:
    """The sheet; the number of figures when there are too many. An order by a column that there is not, is left out."""
    count = cells(view.catalogue, asked.indicator.id, asked.by, asked.where)
    if count > most(asked):
        return count
    found = values(
        asked.indicator.id,
        asked.by,
        asked.where,
        view.release,
        with_=tuple(ASKED[name] for name in asked.statistics),
        against=asked.against,
        level=LEVELS[asked.level],
    )
    told = asked.asked()
    try:
        return sheet(view.catalogue, found, view.lang, asked.order, asked.search, told)
    except QueryError:
        told.pop("sorteer")
        return sheet(view.catalogue, found, view.lang, "", asked.search, told)


def most(asked: Question) -> int:
    """How many figures a table may be of."""
    return MOST_WITH_STATISTICS if asked.statistics else MOST_CELLS


def address(made: Sheet, form: str = "") -> str:
    """Where the API gives exactly this sheet."""
    return figures_address(made.indicator.id, made.asked, made.values.release, made.language, form)


def splits(view: View, indicator: Indicator) -> tuple[str, ...]:
    """What the figures are split by besides region and period, in the order of menus."""
    asked = view.asked.get("per", "").split(",")
    return tuple(d for d in c.open_dimensions(view, indicator) if PARAMETER[d] in asked)


def kinds(view: View, indicator: Indicator) -> list[str]:
    """The kinds of region that an indicator has figures of, the country aside."""
    there = view.catalogue.codes_of(indicator.id, "region_kind")
    return [kind for kind in KINDS if kind in there]


def kind(view: View, indicator: Indicator) -> str:
    """The kind of region that is listed in full; without one only the chosen regions are listed."""
    there = kinds(view, indicator)
    return view.choice("gebied", (*there, CHOSEN), default_kind(there))


def default_kind(there: Sequence[str]) -> str:
    """What is listed when nothing was chosen."""
    return there[0] if there else CHOSEN


def regions(view: View, indicator: Indicator) -> list[Choice]:
    """The regions of the table: a kind with the country, and those that were chosen."""
    listed = kind(view, indicator)
    own = [view.region(), *view.compared(MOST_BESIDE)]
    if listed == CHOSEN:
        there = {*kinds(view, indicator), "land"}
        codes: list[Choice] = [region.code for region in own]
        # A source that has none of these has the country.
        return codes if any(region.kind in there for region in own) else [*codes, COUNTRY]
    return list(dict.fromkeys([listed, COUNTRY, *(region.code for region in own if region.kind != listed)]))


def known_periods(view: View, indicator: Indicator) -> list[int]:
    """The periods with figures at any of the chosen moments, oldest first."""
    asked = chosen(view, indicator, "moment") if "moment" in splits(view, indicator) else ()
    moments: Sequence[str | None] = asked or (c.chosen_moment(view, indicator),)
    found = {period for moment in moments for period in view.catalogue.periods(indicator.id, moment)}
    return sorted(found) or periods_at_any_moment(view, indicator)


def periods_at_any_moment(view: View, indicator: Indicator) -> list[int]:
    """The periods with figures, whatever the moment after leaving."""
    known = view.catalogue
    return sorted({period for moment in known.moments(indicator.id) for period in known.periods(indicator.id, moment)})


def period(view: View, indicator: Indicator) -> str:
    """The chosen period, or the word for the newest, all of them or a span."""
    there = (LATEST, ALL, SPAN, *map(str, known_periods(view, indicator)))
    return view.choice("periode", there, LATEST)


def span(view: View, indicator: Indicator) -> tuple[int, int]:
    """The first and last period of a span."""
    known = known_periods(view, indicator)
    ends = [view.choice("van", map(str, known), str(known[0])), view.choice("tot", map(str, known), str(known[-1]))]
    first, last = sorted(map(int, ends))
    return first, last


def periods(view: View, indicator: Indicator) -> list[Choice]:
    """The periods of the table."""
    asked = period(view, indicator)
    if asked == SPAN:
        first, last = span(view, indicator)
        return [each for each in known_periods(view, indicator) if first <= each <= last]
    if asked == LATEST:
        return ["latest"]
    return ["all"] if asked == ALL else [int(asked)]


def chosen(view: View, indicator: Indicator, dimension: str) -> tuple[str, ...]:
    """The codes of a split that were chosen; none means all."""
    asked = view.asked.get(PARAMETER[dimension], "").split(",")
    return tuple(code for code in view.catalogue.codes_of(indicator.id, dimension) if code in asked)


def single(view: View, indicator: Indicator, dimension: str) -> tuple[str, ...]:
    """The one code of a dimension that is not split; none when it is the one that goes without saying."""
    code = c.breakdown(view, indicator, dimension)
    return () if code == c.default_code(view, indicator, dimension) else (code,)


def statistics(view: View) -> tuple[str, ...]:
    """The statistics that were asked for."""
    asked = view.asked.get("met", "").split(",")
    return tuple(name for name in STATISTICS if name in asked)


def against(view: View) -> str:
    """What figures are compared with."""
    return view.choice("vergelijk", (COUNTRY, PEERS, EARLIER, view.region().code), COUNTRY)


def boundaries(view: View) -> str:
    """The region boundaries: those of then, or those of 2026."""
    indicator = view.indicator(DEFAULT)
    there = view.catalogue.codes_of(indicator.id, "indeling")
    return view.choice("indeling", there, "periode")
