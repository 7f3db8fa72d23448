"""The words of the compare page: outcomes, intervals, headlines, the sentence about chance, and the notes."""

from collections.abc import Sequence

from ... import i18n, narrative
from ...components import panel as p
from ...components import sentences, told
from ...exports.names import ASKED
from ...indicators import Row
from ...indicators.rates import percentage
from ...indicators.studies.cells import EARLIER
from ...indicators.studies.funnel_plot import Funnel
from ...narrative import About
from ...narrative.words import step
from ...state import COUNTRY, View
from .asked import DIFFERENT, FAMILIES, SURE, TABLE, Asked, benchmark, benchmark_name

# Family of statistics -> what the API calls it.
WORD_OF = {family: word for word, family in ASKED.items()}


def about(view: View, found: Asked, row: Row) -> About:
    """What sentences on the figure of a region are about."""
    return told.about(view, found.indicator, str(row.key[0]), row, found.period)


def outcome(view: View, found: Asked, row: Row) -> str:
    """How a figure is beside the benchmark: the size and the side of a tested difference, or why there is none."""
    code = str(row.key[0])
    kind = found.kinds.get(code, "")
    cells = found.cells[code]
    if kind in DIFFERENT:
        return step(about(view, found, row), kind, cells["difference"])
    if kind == "not_distinguishable":
        return view.text("compare_kind_not_distinguishable")
    reason = cells["benchmark_reason"]
    return "" if row.value is None or not reason or code == COUNTRY else narrative.reason_words(reason, view.lang)


def between(view: View, found: Asked, low: float | None, high: float | None) -> str:
    """Two limits in words; a dash when there are none."""
    if low is None or high is None:
        return "–"
    ends = {"low": low, "high": high}
    written = {name: i18n.number(end, found.indicator.decimals, view.lang) for name, end in ends.items()}
    return view.text("compare_between", **written)


def headline(view: View, found: Asked) -> str:
    """The tested difference of the chosen region with the benchmark; without one what the figures are, neutrally."""
    mine, code = found.mine, found.own
    if mine is not None and found.kinds[code] in (*DIFFERENT, "not_distinguishable"):
        topic = about(view, found, mine)
        kind = found.kinds[code]
        cells = found.cells[code]
        sizes = (cells["difference"], cells["difference_people"]) if kind in DIFFERENT else (None, None)
        return narrative.comparison(topic, kind, benchmark(view, found), *sizes)
    return neutral(view, found)


def neutral(view: View, found: Asked) -> str:
    """The chosen region beside Nederland, or Nederland alone."""
    what, period = view.named(found.indicator, "short"), view.period_name(found.period, found.indicator)
    mine, land = found.mine, found.land
    if land is None or land.value is None:
        if mine is None:
            return view.text("headline_regions", what=what, period=period)
        value = sentences.with_unit(view, found.indicator, mine)
        return view.text("headline_one", what=what, period=period, name=view.region_name(), value=value)
    country = sentences.with_unit(view, found.indicator, land)
    if mine is None:
        return view.text("headline_country", what=what, period=period, country=country)
    value = sentences.with_unit(view, found.indicator, mine)
    return view.text("headline_region", what=what, period=period, name=view.region_name(), value=value, country=country)


def subtitle(view: View, found: Asked, *more: str) -> str:
    """Measure, population, period, and what is compared with what."""
    parts = [view.text("per_region"), *choices(view, found), view.period_name(found.period, found.indicator), *more]
    return p.subtitle(view, found.indicator, parts, found.values)


def choices(view: View, found: Asked) -> list[str]:
    """The chosen breakdowns in words."""
    where = found.values.where
    fixed = {d: str(code[0]) for d, code in where.items() if d not in ("region", "period") and len(code) == 1}
    return sentences.choices(view, fixed)


def compared(view: View, found: Asked) -> list[str]:
    """With what the regions are compared and how sure, for a subtitle; nothing when none could be tested."""
    if not found.tested:
        return []
    with_ = view.text("compare_with", benchmark=benchmark_name(view, found))
    return [with_, view.text("compare_sure", level=level(view, found.sure))]


def level(view: View, sure: str) -> str:
    """A level as it is written: 95% or 99,8%."""
    percent = percentage(SURE[sure], 1, 1)
    return i18n.quantity(percent, "%", 0 if percent == int(percent) else 1, view.lang)


def chance(view: View, found: Asked) -> str:
    """How many regions are coloured, and how many chance alone would colour."""
    if found.corrected and found.tested > 1:
        counts = {"coloured": found.coloured, "tested": found.tested}
        return view.text("compare_corrected", **{name: i18n.number(n, 0, view.lang) for name, n in counts.items()})
    return narrative.coloured_by_chance(found.coloured, found.tested, found.by_chance, view.lang)


def description(view: View, found: Asked, *more: str) -> str:
    """The text alternative: who stands at the ends, and how much of it is more than chance."""
    names = {str(row.key[0]): view.name_of("region", str(row.key[0])) for row in found.rows}
    coloured = "" if found.view == TABLE else chance(view, found)  # a table has no colours
    told_ = [sentences.extremes(view, found.indicator, found.rows, names), *more, coloured]
    return " ".join(filter(None, told_))


def funnel_headline(view: View, found: Asked, limits: Funnel, outside: Sequence[Row]) -> str:
    """Where the chosen region lies beside the limits of 99.8%, else how many regions lie outside them."""
    what, period = view.named(found.indicator, "short"), view.period_name(found.period, found.indicator)
    if limits.target is None:
        return neutral(view, found)
    mine = found.mine
    if mine is None or found.cells[found.own]["funnel_low_998"] is None:
        return view.text("compare_funnel_headline", what=what, period=period, **counted(view, found, outside))
    side = place(found, mine)
    value = sentences.with_unit(view, found.indicator, mine)
    return view.text(f"compare_funnel_own_{side}", what=what, period=period, region=view.region_name(), value=value)


def funnel_told(view: View, found: Asked, limits: Funnel, outside: Sequence[Row]) -> str:
    """The text alternative of the funnel: how many lie outside the limits, and which."""
    if limits.target is None:
        return view.text("compare_no_funnel", reason=narrative.reason_words(limits.reason, view.lang))
    if not outside:
        return view.text("compare_funnel_none", **counted(view, found, outside))
    names = i18n.listing([view.name_of("region", str(row.key[0])) for row in outside], view.lang)
    return view.text("compare_funnel_told", names=names, **counted(view, found, outside))


def counted(view: View, found: Asked, outside: Sequence[Row]) -> dict[str, str]:
    """How many regions lie outside the limits, and of how many."""
    drawn = [row for row in found.seen if found.cells[str(row.key[0])]["funnel_low_998"] is not None]
    return {"outside": i18n.number(len(outside), 0, view.lang), "total": i18n.number(len(drawn), 0, view.lang)}


def place(found: Asked, row: Row) -> str:
    """On which side of the limits of 99.8% a figure lies, as it is shown: higher, lower or between them."""
    cells = found.cells[str(row.key[0])]
    low, high = cells["funnel_low_998"], cells["funnel_high_998"]
    if row.value is None or low is None or high is None or low <= row.value <= high:
        return "not_distinguishable"
    return "higher" if row.value > high else "lower"


def untested(view: View, found: Asked) -> list[str]:
    """Why no region could be compared, when none could."""
    reasons = [cells["benchmark_reason"] for code, cells in found.cells.items() if code != COUNTRY]
    told_ = next((reason for reason in reasons if reason), "")
    if found.tested or not told_:
        return []
    return [view.text("compare_untested", reason=narrative.reason_words(told_, view.lang))]


def notes(view: View, found: Asked, *more: str, drawn: bool = True) -> list[str]:
    """What a reader must know of figures, intervals, breaks and missing regions."""
    reading = [narrative.reading_of_interval(view.lang), view.text("note_chance_only")] if found.tested else []
    broken = [found.period - 1, found.period] if found.against == EARLIER else []
    breaks = p.break_notes(view, found.indicator, broken)
    return p.notes(view, found.indicator, found.values, [*untested(view, found), *reading, *breaks, *more], drawn=drawn)


def file(view: View, found: Asked) -> str:
    """The name of a picture: indicator, region, period, and whom it is about and compared with when that was chosen."""
    period = view.period_name(found.period, found.indicator)
    chosen = [text for name, text in view.asked.items() if name in p.NAMED - {"periode"}]
    return p.file_name(found.indicator.id, view.region_label(), period, *chosen)


def csv(view: View, found: Asked) -> tuple[str, str]:
    """The figures of a view as CSV, with the statistics that it shows."""
    more = {"met": ",".join(WORD_OF[family] for family in FAMILIES[found.view])}
    if found.against != COUNTRY:
        more["vergelijk"] = found.against
    if found.sure == "998":
        more["niveau"] = "99.8"
    return p.csv_of(view, found.selection, **more)
