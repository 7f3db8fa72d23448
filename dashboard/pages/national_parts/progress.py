"""All regions by six subjects: the matrix with counts below it, and how many cells chance alone would colour."""

from ... import i18n
from ...components import Children, Element, el, sentences, told
from ...components import controls as c
from ...components import panel as p
from ...components.downloads import downloads as file_links
from ...components.matrix import (
    BY_NAME,
    DIFFERENT,
    FAVOURABLE,
    SAME,
    UNFAVOURABLE,
    UNTOLD,
    Cell,
    Column,
    Foot,
    Line,
    Sorting,
    in_order,
    marking,
    matrix,
    orders,
)
from ...indicators.studies.families import POINTS
from ...indicators.subjects import VSV_NEW
from ...narrative import reason_words
from ...state import COUNTRY, View
from .figures import ADJUSTED, KIND, LEVELS, STRICT, TESTS, Seen, Tested, by_chance, codes, selection, test

LOOKS = {"favourable": FAVOURABLE, "unfavourable": UNFAVOURABLE}
SORT = "sorteer"
GROUPS = {"vsv": "vsv", "verwacht": "vsv", "neet": "neet", "neet23": "neet", "werk12": "work", "werk20": "work"}
# What is counted below the regions, in this order.
FOOT = (*LOOKS, "same", "untested", "improved", "worsened", "no_signal", "short")
RARE = ("untested", "short")
# The words of what a cell says in signs and colours; young people beside an expected number are more or fewer.
SAID = {
    FAVOURABLE: "national_favourable",
    UNFAVOURABLE: "national_unfavourable",
    f"{DIFFERENT} lower": "national_expected_lower",
    f"{DIFFERENT} higher": "national_expected_higher",
    SAME: "national_same",
    "lower": "national_side_lower",
    "higher": "national_side_higher",
    "rising": "national_trend_rising",
    "falling": "national_trend_falling",
    "no_signal": "national_trend_no_signal",
    "too_few_points": "national_trend_too_few_points",
}
MOVES = ("rising", "falling", "no_signal", "too_few_points")


def picker(view: View) -> Element:
    """Choose how strictly differences are tested."""
    options = [{"value": how, "label": view.text(f"national_test_{how}")} for how in TESTS]
    return c.select("toets", view.text("national_test"), options, test(view), STRICT)


def section(view: View, columns: list[Tested]) -> list[Element]:
    """The sentence on chance, the key, the matrix, and folded: chance per subject, sources and downloads."""
    if not columns:
        return [el("P", view.text("nothing_here"))]
    return [
        el("P", chance(view, columns)),
        el("Ul", [el("Li", line) for line in key(view, columns)], className="matrix-key"),
        grid(view, columns),
        folded(
            view, "national_reading", [el("Ul", [el("Li", line) for line in notes(view, columns)], className="notes")]
        ),
        folded(view, "national_sources", [el("P", line, className="source") for line in sources(view, columns)]),
        downloads(view, columns),
    ]


def folded(view: View, name: str, inside: list[Element]) -> Element:
    """What few readers ask for, behind its name."""
    return el("Details", [el("Summary", view.text(name)), *inside], className="folded")


def chance(view: View, columns: list[Tested]) -> str:
    """How many cells have a colour, and how many chance alone would give."""
    how = test(view)
    tests, found = sum(one.tests for one in columns), sum(one.found for one in columns)
    alone = by_chance(how, tests, found)
    written = i18n.number(alone, 0 if alone >= 10 else 1, view.lang)
    counts = {"tests": i18n.number(tests, 0, view.lang), "found": i18n.number(found, 0, view.lang), "alone": written}
    key = "national_chance_adjusted" if how == ADJUSTED else "national_chance"
    return view.text("national_chance_rare" if how != ADJUSTED and alone < 0.05 else key, **counts)


def mark(view: View, own: str) -> list[Element]:
    """Marks the chosen region; says so when it is a Doorstroompunt region of the past."""
    region = view.catalogue.regions[own]
    told = view.text("national_own_absent", name=view.name_of("region", own))
    gone = region.kind == KIND and not region.exists(view.catalogue.release.data_date.year)
    return [marking(own), *([el("P", told)] if gone else [])]


def heads(view: View, columns: list[Tested]) -> list[Column]:
    """The heads of the matrix: what is counted, when and in what unit, under the subject they are about."""
    return [
        Column(
            view.text(f"national_short_{one.subject.name}"),
            f"{view.period_name(one.period, one.indicator)}, {unit(view, one)}",
            one.subject.name,
            group_name(view, one),
        )
        for one in columns
    ]


def group_name(view: View, one: Tested) -> str:
    """The subject that a column is about, new vsv'ers with the definition that they are counted by."""
    definition = view.text("definition_new" if one.indicator.id == VSV_NEW else "definition_old")
    return view.text(f"national_group_{GROUPS[one.subject.name]}", definition=definition)


def column_name(view: View, one: Tested) -> str:
    """What a column is called where it stands alone."""
    short = view.text(f"national_short_{one.subject.name}")
    return f"{group_name(view, one)}: {short[:1].lower()}{short[1:]}"


def unit(view: View, one: Tested) -> str:
    """What the figures of a column are: percentages, or young people more or fewer than expected."""
    return (
        view.text("national_unit_expected") if one.subject.expected else i18n.unit_word(one.indicator.unit, view.lang)
    )


def grid(view: View, columns: list[Tested]) -> Element:
    """The matrix itself, sorted as asked: the country, the regions, and how many of them stand where."""
    titles = heads(view, columns)
    names = [one.subject.name for one in columns]
    by = view.choice(SORT, orders(titles), BY_NAME)
    lines, values = [], []
    for code in codes(view, columns):
        seen = [one.cells.get(code) for one in columns]
        cells = [cell(view, one, each) for one, each in zip(columns, seen, strict=True)]
        lines.append(Line(view.name_of("region", code), view.to("region", {"regio": code}), cells))
        values.append([None if each is None else each.value for each in seen])
    caption = view.text("national_matrix", level=view.text(f"national_level_{test(view)}"))
    if any(p.is_example(view, one.indicator) for one in columns):
        caption = f"{caption}\N{NO-BREAK SPACE}· {view.text('example_data')}"
    return matrix(
        caption,
        view.text("region"),
        titles,
        in_order(lines, values, names, by),
        total=Line(view.name_of("region", COUNTRY), "", [country(view, one) for one in columns]),
        foot=Foot(view.text("national_counts"), counts(view, columns)),
        said={code: view.text(text) for code, text in SAID.items()},
        sorting=Sorting(
            SORT,
            by,
            view.text("national_head_subject"),
            view.text("national_sort"),
            [view.text(f"national_sort_{way}") for way in ("name", "high", "low")],
        ),
    )


def country(view: View, one: Tested) -> Cell:
    """The figure of the whole country, which is compared with nothing."""
    if one.subject.expected or one.country is None or one.country.value is None:
        return Cell("–")
    letter = "" if one.country.status == "A" else one.country.status
    return Cell(i18n.number(one.country.value, one.indicator.decimals, view.lang), letter)


def cell(view: View, one: Tested, seen: Seen | None) -> Cell:
    """One figure with what tests say of it; a missing figure is its reason."""
    row = None if seen is None else seen.row
    if seen is None or row is None or row.value is None:
        return Cell(sentences.shown(view, one.indicator, row))
    letter = "" if row.status == "A" else row.status
    value = i18n.number(row.value, one.indicator.decimals, view.lang)
    if one.subject.expected:
        if seen.difference is None:
            return Cell(reason_words(seen.reason or "missing", view.lang))
        value = signed(view, seen.difference)
    course = seen.trend if seen.trend in MOVES else ""
    if seen.outcome in ("lower", "higher"):
        return Cell(value, letter, LOOKS.get(seen.verdict, DIFFERENT), seen.outcome, course)
    if seen.outcome:
        return Cell(value, letter, SAME, "", course)
    why = view.text("national_untested", reason=reason_words(seen.reason or "missing", view.lang))
    return Cell(value, letter, UNTOLD, "", course, why)


def signed(view: View, difference: float) -> str:
    """Young people more or fewer than expected, with a sign."""
    whole = round(difference)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{i18n.number(abs(whole), 0, view.lang)}"


def key(view: View, columns: list[Tested]) -> list[list[Children]]:
    """What colours, signs and letters mean, in a few words each."""
    found: list[list[Children]] = [
        [swatch(FAVOURABLE, "▼ ▲"), view.text("national_key_favourable")],
        [swatch(UNFAVOURABLE, "▼ ▲"), view.text("national_key_unfavourable")],
    ]
    if any(one.subject.expected for one in columns):
        found.append([swatch(DIFFERENT, "▼ ▲"), view.text("national_key_different")])
    found += [
        [swatch(SAME, ""), view.text("national_key_same")],
        [swatch("", "▼ ▲"), view.text("national_key_side")],
        [swatch("", "↗ ↘"), view.text("national_key_trend", spans=spans(view, columns))],
    ]
    letters = {row.status for one in columns for row in one.values.rows if row.value is not None} - {"A"}
    return found + [[swatch("", letter), i18n.status_word(letter, view.lang)] for letter in sorted(letters)]


def spans(view: View, columns: list[Tested]) -> str:
    """The years that directions are over, each span once."""
    moved = [span(view, one) for one in columns if not one.subject.expected]
    return i18n.listing(list(dict.fromkeys(moved)), view.lang)


def span(view: View, one: Tested) -> str:
    """The first and the last year of the directions of a column."""
    first, last = told.span(view, {"trend_points": POINTS}, one.values)
    return view.text("span", first=first, last=last)


def swatch(look: str, signs: str = "") -> Element:
    """A colour of the key with its signs."""
    return el("B", signs, className=f"matrix-swatch matrix-{look}" if look else "matrix-mark")


def notes(view: View, columns: list[Tested]) -> list[str]:
    """How to read the matrix: with what is compared, how sure, and why figures are missing."""
    found = [view.text("national_note_rest"), view.text("national_note_trend", spans=spans(view, columns))]
    found.append(view.text("note_chance_only"))
    if any(one.subject.expected for one in columns):
        found.append(view.text("national_note_expected"))
    hidden = {row.status for one in columns for row in one.values.rows if row.value is None}
    found += [view.text(f"note_missing_{letter}") for letter in p.MISSING if letter in hidden]
    return found


def sources(view: View, columns: list[Tested]) -> list[list[Children]]:
    """The source of every column, each once."""
    found: dict[str, Tested] = {}
    for one in columns:
        found.setdefault(view.catalogue.source_of(one.indicator.id).id, one)
    return [p.source_line(view, one.indicator) for one in found.values()]


def downloads(view: View, columns: list[Tested]) -> Element:
    """The figures of each column with their tests, as files."""
    links = []
    for one in columns:
        _, address = p.csv_of(view, selection(one))
        asked = "verwacht" if one.subject.expected else "vergelijking,trend"
        tested = f"&met={asked}&niveau={'95' if LEVELS[test(view)] == 0.95 else '99.8'}"
        name = column_name(view, one)
        links.append(el("Li", [part for each in file_links(view, address + tested, name) for part in (each, " ")]))
    return folded(view, "national_downloads", [el("Ul", links, className="actions")])


def counts(view: View, columns: list[Tested]) -> list[list[str]]:
    """How many regions differ and moved which way, per column; what is rare is left out when it holds for none."""
    found = []
    for name in FOOT:
        tallies = [tally(one, name) for one in columns]
        if any(tallies) or name not in RARE:
            told = [counted(view, one, name, count) for one, count in zip(columns, tallies, strict=True)]
            found.append([view.text(f"national_foot_{name}"), *told])
    return [*found[:2], alone(view, columns), *found[2:]]


def tally(one: Tested, name: str) -> int | None:
    """One count of regions; None for how regions moved beside an expected number, which is not tested."""
    if name in LOOKS:
        if one.subject.expected:
            return one.count("outcome", "lower" if name == FAVOURABLE else "higher")
        return one.count("verdict", name)
    if name in ("same", "untested"):
        return one.count("outcome", "not_distinguishable" if name == "same" else "")
    if one.subject.expected:
        return None
    if name in ("improved", "worsened"):
        return one.count("course", FAVOURABLE if name == "improved" else UNFAVOURABLE)
    return one.count("trend", *(("no_signal",) if name == "no_signal" else ("too_few_points", "")))


def counted(view: View, one: Tested, name: str, count: int | None) -> str:
    """A count in words; beside an expected number regions have fewer or more, and are not judged."""
    if count is None:
        return view.text("national_untested_course")
    if name in LOOKS and one.subject.expected:
        return view.text(f"national_sides_{'lower' if name == FAVOURABLE else 'higher'}", count=count)
    return number(view, count)


def alone(view: View, columns: list[Tested]) -> list[str]:
    """How many regions chance alone would colour, per column; tested together they have no such number."""
    found = [view.text("national_foot_alone")]
    for one in columns:
        how = STRICT if one.subject.expected and test(view) == ADJUSTED else test(view)
        found.append("–" if how == ADJUSTED else i18n.number(by_chance(how, one.tests, one.found), 1, view.lang))
    return found


def number(view: View, count: int) -> str:
    """A count of regions."""
    return i18n.number(count, 0, view.lang)
