"""All regions by six subjects: the matrix, how many cells chance alone would colour, and counts per subject."""

from ... import i18n, narrative
from ...components import Children, Element, el, sentences
from ...components import controls as c
from ...components import panel as p
from ...components.matrix import (
    BY_NAME,
    DIFFERENT,
    FAVOURABLE,
    LOWEST,
    SAME,
    UNFAVOURABLE,
    UNTOLD,
    Cell,
    Column,
    Line,
    Sorting,
    in_order,
    matrix,
    orders,
)
from ...narrative import reason_words
from ...state import View
from .figures import ADJUSTED, KIND, LEVELS, NEW, STRICT, TESTS, Seen, Tested, by_chance, codes, selection, test

LOOKS = {"favourable": FAVOURABLE, "unfavourable": UNFAVOURABLE}
SORT = "sorteer"
MOVES = ("rising", "falling", "no_signal", "too_few_points")


def picker(view: View) -> Element:
    """Choose how strictly differences are tested."""
    options = [{"value": how, "label": view.text(f"national_test_{how}")} for how in TESTS]
    return c.select("toets", view.text("national_test"), options, test(view), STRICT)


def lead(view: View, columns: list[Tested]) -> str:
    """In how many regions the first subject changed over five years, as a sentence; empty without a direction."""
    first = next(iter(columns), None)
    if first is None or first.count("trend", *MOVES[:3]) == 0:
        return ""
    better, worse = (number(view, first.count("course", look)) for look in LOOKS)
    same = number(view, first.count("trend", "no_signal"))
    return view.text("national_lead_regions", what=column_name(view, first), better=better, worse=worse, same=same)


def section(view: View, columns: list[Tested], own: str) -> list[Element]:
    """The matrix with its sentence on chance, its key and its downloads."""
    if not columns:
        return [el("P", view.text("nothing_here"))]
    return [
        el("P", chance(view, columns), className="advice"),
        *absent(view, own),
        grid(view, columns, own),
        el("Ul", [el("Li", line) for line in key(view, columns)], className="matrix-key notes"),
        *[el("P", line, className="source") for line in sources(view, columns)],
        downloads(view, columns),
    ]


def chance(view: View, columns: list[Tested]) -> str:
    """How many cells have a colour, and how many chance alone would give."""
    how = test(view)
    tests, found = sum(one.tests for one in columns), sum(one.found for one in columns)
    alone = by_chance(how, tests, found)
    written = i18n.number(alone, 0 if alone >= 10 else 1, view.lang)
    counts = {"tests": i18n.number(tests, 0, view.lang), "found": i18n.number(found, 0, view.lang), "alone": written}
    key = "national_chance_adjusted" if how == ADJUSTED else "national_chance"
    return view.text("national_chance_rare" if how != ADJUSTED and alone < 0.05 else key, **counts)


def absent(view: View, own: str) -> list[Element]:
    """Says so when the chosen region is a Doorstroompunt region of the past."""
    region = view.catalogue.regions[own]
    if region.kind != KIND or region.exists(view.catalogue.release.data_date.year):
        return []
    return [el("P", view.text("national_own_absent", name=view.name_of("region", own)))]


def heads(view: View, columns: list[Tested]) -> list[Column]:
    """The heads of the matrix: what is counted, when, and with what it is compared."""
    return [
        Column(
            column_name(view, one),
            f"{view.period_name(one.period, one.indicator)}, {unit(view, one)}",
            one.subject.name,
        )
        for one in columns
    ]


def column_name(view: View, one: Tested) -> str:
    """What a column is called, new vsv'ers with the definition that they are counted by."""
    definition = view.text("definition_new" if one.indicator.id == NEW else "definition_old")
    return view.text(f"national_column_{one.subject.name}", definition=definition)


def unit(view: View, one: Tested) -> str:
    """What the figures of a column are: percentages, or young people more or fewer than expected."""
    return (
        view.text("national_unit_expected") if one.subject.expected else i18n.unit_word(one.indicator.unit, view.lang)
    )


def grid(view: View, columns: list[Tested], own: str) -> Element:
    """The matrix itself, sorted as asked."""
    titles = heads(view, columns)
    names = [one.subject.name for one in columns]
    by = view.choice(SORT, orders(titles), BY_NAME)
    lines, values = [], []
    for code in codes(view, columns):
        seen = [one.cells.get(code) for one in columns]
        cells = [cell(view, one, each) for one, each in zip(columns, seen, strict=True)]
        link = view.to("region", {"regio": code})
        lines.append(Line(view.name_of("region", code), link, summary(view, cells), cells, code == own))
        values.append([None if each is None else each.value for each in seen])
    ordered = in_order(lines, values, names, by)
    caption = view.text("national_matrix", level=view.text(f"national_level_{test(view)}"))
    if any(p.is_example(view, one.indicator) for one in columns):
        caption = f"{caption} · {view.text('example_data')}"
    return matrix(
        caption,
        view.text("region"),
        titles,
        ordered,
        Sorting(SORT, by, sorting(view, titles), view.text("national_sort")),
    )


def sorting(view: View, titles: list[Column]) -> list[tuple[str, str]]:
    """All sortings with their words, for the list of a narrow screen."""
    found = [(BY_NAME, view.text("order_naam"))]
    for column in titles:
        found.append((column.key, view.text("national_sort_high", name=column.name)))
        found.append((column.key + LOWEST, view.text("national_sort_low", name=column.name)))
    return found


def cell(view: View, one: Tested, seen: Seen | None) -> Cell:
    """One figure with what tests say of it; a missing figure is its reason."""
    row = None if seen is None else seen.row
    if seen is None or row is None or row.value is None:
        return Cell(sentences.shown(view, one.indicator, row))
    letter = "" if row.status == "A" else row.status
    value = sentences.shown(view, one.indicator, row)
    if one.subject.expected:
        if seen.difference is None:
            return Cell(reason_words(seen.reason or "missing", view.lang))
        value = signed(view, seen.difference)
    trend = view.text(f"national_trend_{seen.trend}") if seen.trend in MOVES else ""
    if seen.outcome not in ("lower", "higher"):
        words = (
            view.text("national_same")
            if seen.outcome
            else view.text("national_untested", reason=reason_words(seen.reason or "missing", view.lang))
        )
        return Cell(value, letter, SAME if seen.outcome else UNTOLD, "", "", words, seen.trend, trend)
    look = LOOKS.get(seen.verdict, DIFFERENT)
    side = view.text(f"national_side_{seen.outcome}")
    words = view.text(f"national_expected_{seen.outcome}") if one.subject.expected else side
    if look != DIFFERENT:
        words = view.text(f"national_{look}")
    return Cell(value, letter, look, seen.outcome, "" if look == DIFFERENT else side, words, seen.trend, trend)


def signed(view: View, difference: float) -> str:
    """Young people more or fewer than expected, with a sign."""
    whole = round(difference)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{i18n.number(abs(whole), 0, view.lang)}"


def summary(view: View, cells: list[Cell]) -> str:
    """What a narrow screen says of a region at once: how many cells have which colour."""
    counts = [(look, sum(each.look == look for each in cells)) for look in (FAVOURABLE, UNFAVOURABLE)]
    found = [view.text(f"national_count_{look}", count=count) for look, count in counts if count]
    tested = any(each.look != UNTOLD for each in cells)
    return ", ".join(found) or view.text("national_count_none" if tested else "national_count_nothing")


def key(view: View, columns: list[Tested]) -> list[Children]:
    """What colours, signs and letters mean."""
    level = view.text(f"national_level_{test(view)}")
    found: list[Children] = [
        [swatch(FAVOURABLE), view.text("national_key_favourable", level=level)],
        [swatch(UNFAVOURABLE), view.text("national_key_unfavourable", level=level)],
        [swatch(SAME), view.text("national_key_same")],
    ]
    if any(one.subject.expected for one in columns):
        strict = view.text("national_level_998") if test(view) == ADJUSTED else level
        found.insert(2, [swatch(DIFFERENT), view.text("national_key_different", level=strict)])
    found.append(view.text("national_key_trend"))
    letters = {row.status for one in columns for row in one.values.rows if row.value is not None} - {"A"}
    found += [
        view.text("national_key_letter", letter=letter, word=i18n.status_word(letter, view.lang))
        for letter in sorted(letters)
    ]
    hidden = {row.status for one in columns for row in one.values.rows if row.value is None}
    found += [view.text(f"note_missing_{letter}") for letter in p.MISSING if letter in hidden]
    return found


def swatch(look: str) -> Element:
    """A colour of the key."""
    return el("Span", None, className=f"matrix-swatch matrix-{look}", **{"aria-hidden": "true"})


def sources(view: View, columns: list[Tested]) -> list[list[Children]]:
    """The source of every column, each once."""
    found: dict[str, Tested] = {}
    for one in columns:
        found.setdefault(view.catalogue.source_of(one.indicator.id).id, one)
    return [p.source_line(view, one.indicator) for one in found.values()]


def downloads(view: View, columns: list[Tested]) -> Element:
    """The figures of each column with their tests as CSV."""
    links = []
    for one in columns:
        _, address = p.csv_of(view, selection(one))
        asked = "verwacht" if one.subject.expected else "vergelijking,trend"
        tested = f"&met={asked}&niveau={'95' if LEVELS[test(view)] == 0.95 else '99.8'}"
        name = column_name(view, one)
        links.append(el("Li", el("A", view.text("download_csv_of", name=name), href=address + tested, download=True)))
    return el("Details", [el("Summary", view.text("national_downloads")), el("Ul", links, className="actions")])


def counts(view: View, columns: list[Tested]) -> list[Element]:
    """Per subject how many regions differ which way and moved which way, and what chance alone would colour."""
    if not columns:
        return []
    difference, course = view.text("national_head_difference"), view.text("national_head_course")
    names = {
        "favourable": difference,
        "unfavourable": difference,
        "same": "",
        "untested": "",
        "improved": course,
        "worsened": course,
        "no_signal": "",
        "short": "",
    }
    titles = [Column(view.text(f"national_head_{name}"), below) for name, below in names.items()]
    lines = []
    for one in columns:
        counted = [*sides(view, one), number(view, one.tests - one.found), number(view, len(one.cells) - one.tests)]
        cells = [Cell(words) for words in [*counted, *moves(view, one)]]
        name = f"{column_name(view, one)}, {view.period_name(one.period, one.indicator)}"
        lines.append(Line(name, "", summed(view, one), cells))
    told = [(column_name(view, one), coloured(view, one)) for one in columns]
    each = [el("Li", f"{name}: {sentence}") for name, sentence in told if sentence]
    summary = el("Summary", view.text("national_chance_each"))
    caption = view.text("national_counts", level=view.text(f"national_level_{test(view)}"))
    return [
        matrix(caption, view.text("national_head_subject"), titles, lines),
        *([el("Details", [summary, el("Ul", each, className="notes")])] if each else []),
    ]


def sides(view: View, one: Tested) -> list[str]:
    """How many regions are more and less favourable; beside an expected number they are only fewer or more."""
    if one.subject.expected:
        return [view.text(f"national_sides_{way}", count=one.count("outcome", way)) for way in ("lower", "higher")]
    return [number(view, one.count("verdict", look)) for look in LOOKS]


def summed(view: View, one: Tested) -> str:
    """What a narrow screen says of a subject at once."""
    if one.subject.expected:
        return ", ".join(sides(view, one))
    return ", ".join(view.text(f"national_count_{look}", count=one.count("verdict", look)) for look in LOOKS)


def moves(view: View, one: Tested) -> list[str]:
    """How many regions became more and less favourable, changed not clearly, or have too few years."""
    if one.subject.expected:
        return [view.text("national_no_course")] * 4
    found = [one.count("course", look) for look in LOOKS]
    found += [one.count("trend", "no_signal"), one.count("trend", "too_few_points", "")]
    return [number(view, count) for count in found]


def coloured(view: View, one: Tested) -> str:
    """How many regions of one subject have a colour, and how many chance alone would give."""
    how = STRICT if one.subject.expected and test(view) == ADJUSTED else test(view)
    if how == ADJUSTED:
        return ""
    return narrative.coloured_by_chance(one.found, one.tests, by_chance(how, one.tests, one.found), view.lang)


def number(view: View, count: int) -> str:
    """A count of regions."""
    return i18n.number(count, 0, view.lang)
