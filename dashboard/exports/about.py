"""What a file says of its figures besides the figures: definitions, filters, status and source, methods."""

from .. import i18n
from ..indicators import Indicator
from ..narrative import reason_words
from ..state import PARAMETER, figures_address
from .names import POINTS, REASONS, WORDS
from .rows import names_of
from .sheet import Sheet

Pairs = list[tuple[str, str]]


def column_words(sheet: Sheet, name: str) -> str:
    """What a column holds, in the language of the sheet."""
    for dimension, word in PARAMETER.items():
        if name in (word, f"{word}Naam"):
            told = i18n.named(sheet.known.dimensions[dimension], "name", sheet.language)
            return told if name != word else i18n.text("field_code", sheet.language, name=told)
    told = i18n.text(f"field_{name}", sheet.language)
    # A head says its unit where the figures are in another one.
    return i18n.text("column_head", sheet.language, name=told, unit=_points(sheet)) if name in POINTS else told


def column_note(sheet: Sheet, name: str) -> str:
    """What the cells of a column are: unit, decimals, of whom, and when they are empty."""
    language, indicator = sheet.language, sheet.indicator
    for dimension, word in PARAMETER.items():
        if name in (word, f"{word}Naam"):
            told = i18n.named(sheet.known.dimensions[dimension], "name", language)
            return i18n.text(f"column_of_{'code' if name == word else 'name'}", language, name=told)
    note = i18n.text(
        f"column_of_{name}",
        language,
        unit=i18n.text("column_unit_percent" if indicator.unit == "%" else "column_unit_persons", language),
        points=_points(sheet),
        decimals=indicator.decimals,
        finer=indicator.decimals + 2,
        level=i18n.level(sheet.asked.get("niveau") or "95", language),
        numerator=counted(sheet, indicator.numerator),
        denominator=counted(sheet, indicator.denominator) if indicator.denominator else "–",
    )
    return f"{i18n.text(f'field_{name}', language)}. {note}"


def counted(sheet: Sheet, name: str) -> str:
    """What is counted, of the group that was chosen: a total of all ages is not what a table of one age is about."""
    told, known = measure(sheet, name), sheet.known
    chosen = []
    for dimension, codes in sheet.values.where.items():
        if dimension in ("region", "period", "indeling") or dimension in sheet.indicator.numerator_where:
            continue
        usual = known.dimensions[dimension].total
        names = names_of(known, sheet.indicator, dimension, sheet.language)
        if dimension not in sheet.values.by and [*codes] != [usual] and dimension in known.codes:
            chosen.append(" + ".join(names[code] for code in codes))
    if not chosen:
        return told
    return i18n.text("column_only", sheet.language, what=told, choices=", ".join(chosen))


def _points(sheet: Sheet) -> str:
    """The unit of a difference."""
    return i18n.text("column_points" if sheet.indicator.unit == "%" else "column_unit_persons", sheet.language)


def code_words(name: str, code: str, language: str) -> str:
    """The words for an outcome or a reason in a column."""
    return i18n.text(f"outcome_{code}", language) if name in WORDS else reason_words(code, language)


def definitions(sheet: Sheet) -> Pairs:
    """The indicator in words and how it is made, then every column."""
    indicator, language = sheet.indicator, sheet.language
    told = [
        (i18n.text("file_indicator", language), i18n.named(indicator, "name", language)),
        (i18n.text("file_definition", language), _one_line(i18n.named(indicator, "definition", language))),
        (i18n.text("file_caveats", language), _one_line(i18n.named(indicator, "caveats", language))),
        (i18n.text("file_numerator", language), counted(sheet, indicator.numerator)),
    ]
    if indicator.denominator:
        told.append((i18n.text("file_denominator", language), counted(sheet, indicator.denominator)))
    if sheet.values.extra:
        told.append((i18n.text("column_decimals_name", language), i18n.text("column_decimals", language)))
    told += [
        (i18n.text("file_break", language, period=_period(indicator, b.period, language)), getattr(b, language))
        for b in indicator.breaks
    ]
    return [pair for pair in told if pair[1]] + [(c.name, column_note(sheet, c.name)) for c in sheet.columns]


def filters(sheet: Sheet) -> Pairs:
    """What was asked: per dimension the codes with their names, then sorting, search, statistics and the address."""
    language, found = sheet.language, sheet.values
    told = []
    for dimension in (*sheet.indicator.by, "indeling"):
        names = names_of(sheet.known, sheet.indicator, dimension, language)
        codes = found.where.get(dimension)
        listed = i18n.text("file_everything", language)
        if codes is not None:
            listed = "; ".join(names[code] if names[code] == str(code) else f"{names[code]} ({code})" for code in codes)
        told.append((i18n.named(sheet.known.dimensions[dimension], "name", language), listed))
    told += [
        (i18n.text(f"file_{name}", language), sheet.asked[name])
        for name in ("per", "sorteer", "zoek", "met", "vergelijk", "niveau")
        if sheet.asked.get(name)
    ]
    told.append((i18n.text("file_rows", language), str(len(sheet.rows))))
    return [*told, (i18n.text("file_address", language), address(sheet))]


def status_and_source(sheet: Sheet) -> Pairs:
    """What kind of figures these are, whose they are, how old, and what their codes mean."""
    language, source, release = sheet.language, sheet.source, sheet.known.release
    letters = {letter: sum(row["status"] == letter for row in sheet.rows) for letter in i18n.STATUS}
    told = [
        (i18n.text("file_example", language), i18n.text("file_yes" if source.sample else "file_no", language)),
        (i18n.text("file_release", language), release.id),
        (i18n.text("file_release_date", language), i18n.day(release.data_date, language)),
        (i18n.text("file_source", language), i18n.named(source, "name", language)),
        (i18n.text("file_publisher", language), source.publisher),
        (i18n.text("file_table", language), i18n.table_name(source.table_id, source.sample, language)),
        (i18n.text("file_url", language), source.url or ""),
        (i18n.text("file_licence", language), i18n.named(source, "licence", language)),
        (i18n.text("file_published", language), i18n.day(source.published, language)),
        (i18n.text("file_next", language), i18n.day(source.next_update, language) if source.next_update else ""),
        (i18n.text("file_population", language), _one_line(i18n.named(source, "population", language))),
        (i18n.text("file_rounded", language), str(source.rounded_to) if source.rounded_to > 1 else ""),
        (i18n.text("file_source_caveats", language), _one_line(i18n.named(source, "caveats", language))),
    ]
    if source.sample:
        told.insert(1, (i18n.text("file_note", language), i18n.text("example_note", language)))
    told = [pair for pair in told if pair[1]]
    told += [
        (
            i18n.text("file_status", language, letter=letter),
            i18n.text("file_status_count", language, word=i18n.status_word(letter, language), count=count),
        )
        for letter, count in letters.items()
    ]
    return told + codes(sheet)


def codes(sheet: Sheet) -> Pairs:
    """The codes in the columns of statistics, each with its words."""
    coded = [c.name for c in sheet.columns if c.name in WORDS or c.name in REASONS]
    return [
        (f"{name}: {code}", code_words(name, code, sheet.language))
        for name in coded
        for code in sorted({row[name] for row in sheet.rows if row[name] is not None})
    ]


def methods(sheet: Sheet) -> list[tuple[str, str, str]]:
    """How the statistics were made: id, parameters, and where the method is described."""
    return [
        (m.id, "; ".join(f"{name} = {value}" for name, value in m.parameters.items()), m.source)
        for m in sheet.values.methods
    ]


def address(sheet: Sheet) -> str:
    """The address of the API that gives exactly this sheet."""
    return figures_address(sheet.indicator.id, sheet.asked, sheet.values.release, sheet.language)


def measure(sheet: Sheet, name: str) -> str:
    """The name of what is counted."""
    return i18n.named(sheet.known.measures[name], "name", sheet.language)


def _period(indicator: Indicator, start: int, language: str) -> str:
    return i18n.period(start, indicator.period_kind, language)


def _one_line(text: str) -> str:
    return " ".join(text.split())
