"""The rules an indicator keeps: its measures fit together, its codes exist, its worked examples can be read."""

from collections.abc import Iterable, Mapping

from . import codes, text_table
from .errors import CatalogueError, hint
from .model import Example, Indicator, Measure

STATUSES = frozenset("APEQOMLN")
FIGURE_COLUMNS = ("value", "status", "numerator", "denominator", "derived", "parts", "margin")


def check_measures(where: str, indicator: Indicator, measures: Mapping[str, Measure]) -> None:
    """The measures exist, count the same kind of period, and fit the kind and unit; raises CatalogueError."""
    used = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    for key, name in used.items():
        if name is not None:
            known(where, key, "measure", name, measures)
            _same_period(where, indicator, key, measures[name])
    _fits_its_kind(where, indicator)
    if indicator.denominator is not None:
        _one_source(where, measures[indicator.numerator], measures[indicator.denominator])
    _fits_its_unit(where, indicator, measures[indicator.numerator])


def _same_period(where: str, indicator: Indicator, key: str, measure: Measure) -> None:
    if measure.period_kind != indicator.period_kind:
        raise CatalogueError(
            f"{where}: key 'period_kind' is '{indicator.period_kind}' and {key} '{measure.id}' counts per "
            f"'{measure.period_kind}'; they must be the same. Correct the key and build again."
        )


def _fits_its_kind(where: str, indicator: Indicator) -> None:
    if indicator.kind == "share" and indicator.denominator is None:
        raise CatalogueError(
            f"{where}: missing key 'denominator'; a share divides two measures of one source. "
            "Add the key, or make 'kind' a count, and build again."
        )
    if indicator.kind != "share" and indicator.denominator is not None:
        raise CatalogueError(
            f"{where}: key 'denominator' stands with kind '{indicator.kind}'; only a share divides. "
            "Remove the key, or make 'kind' a share, and build again."
        )


def _one_source(where: str, numerator: Measure, denominator: Measure) -> None:
    if numerator.source != denominator.source:
        raise CatalogueError(
            f"{where}: numerator '{numerator.id}' comes from source '{numerator.source}' and denominator "
            f"'{denominator.id}' from '{denominator.source}'; a share takes both from one source. "
            "Choose two measures of the same source and build again."
        )


def _fits_its_unit(where: str, indicator: Indicator, measure: Measure) -> None:
    printed = measure.unit == "percent"
    if printed and indicator.kind != "published":
        raise CatalogueError(
            f"{where}: key 'kind' is '{indicator.kind}' and '{measure.id}' is a printed percentage; such a figure is "
            "'published', because it may not be added up. Correct the value and build again."
        )
    unit = "%" if printed or indicator.kind == "share" else "personen"
    if indicator.unit != unit:
        raise CatalogueError(
            f"{where}: key 'unit' is '{indicator.unit}'; for kind '{indicator.kind}' of '{measure.id}' "
            f"it should be '{unit}'. Correct the value and build again."
        )


def check_codes(where: str, indicator: Indicator) -> None:
    """Every dimension and code that the indicator names exists; raises CatalogueError."""
    words = codes.load()
    for key in ("by", "defaults", "numerator_where"):
        for dimension in getattr(indicator, key):
            known(where, key, "dimension", dimension, words.totals)
    if indicator.share_of is not None:
        known(where, "share_of", "dimension", indicator.share_of, words.totals)
    for dimension, code in indicator.defaults.items():
        known_code(where, "defaults", dimension, code)
    for dimension, several in indicator.numerator_where.items():
        for code in several:
            known_code(where, "numerator_where", dimension, code)


def check_example(where: str, indicator: Indicator, example: Example) -> None:
    """The example's tables can be read and hold known columns, codes and numbers; raises CatalogueError."""
    words = codes.load()
    for dimension in example.by:
        known(where, "by", "dimension", dimension, words.totals)
    for dimension, value in example.where.items():
        known(where, "where", "dimension", dimension, words.totals)
        for code in value if isinstance(value, list) else [value]:
            special = (dimension == "period" and code in ("latest", "all")) or code in words.kinds
            if not special:
                known_code(where, "where", dimension, code)
    given = _table(where, "given", example.given, {*words.totals, "measure", "value", "status", "parts", "derived"})
    expect = _table(where, "expect", example.expect, {*example.by, *FIGURE_COLUMNS})
    _has_columns(where, "given", given, ("measure", "value"))
    _has_columns(where, "expect", expect, (*example.by, "value"))
    measures = {indicator.numerator, indicator.denominator} - {None}
    for record in given.records():
        known(where, "given", "measure", record["measure"], {str(name) for name in measures})
    for key, parsed in (("given", given), ("expect", expect)):
        for record in parsed.records():
            _check_cells(where, key, record)


def _check_cells(where: str, key: str, record: Mapping[str, str]) -> None:
    words = codes.load()
    for column, cell in record.items():
        if column in words.totals:
            known_code(where, key, column, cell)
        elif column == "status" and cell not in STATUSES | {""}:
            raise CatalogueError(
                f"{where}: '{key}' has status '{cell}'; choose from {', '.join(sorted(STATUSES))}. "
                "Correct the table and build again."
            )
        elif column in ("value", "numerator", "denominator", "parts", "margin") and not _is_number(cell):
            raise CatalogueError(
                f"{where}: '{key}' has {column} '{cell}'; write a number with a point, or nothing. "
                "Correct the table and build again."
            )
    if key == "given":
        missing = record.get("status", "") in ("Q", "O", "M", "L")
        if missing != (record["value"] == ""):
            raise CatalogueError(
                f"{where}: '{key}' has value '{record['value']}' with status '{record.get('status', '')}'; a missing "
                "value has status Q, O, M or L and a number has not. Correct the table and build again."
            )


def _table(where: str, key: str, words: str, allowed: Iterable[str]) -> text_table.TextTable:
    try:
        parsed = text_table.parse(words)
    except ValueError as error:
        raise CatalogueError(
            f"{where}: '{key}' is no text table: {error}; write 'a | b' on each line. "
            "Correct the table and build again."
        ) from error
    for column in parsed.columns:
        known(where, key, "column", column, allowed)
    return parsed


def _has_columns(where: str, key: str, parsed: text_table.TextTable, needed: Iterable[str]) -> None:
    for column in needed:
        if column not in parsed.columns:
            raise CatalogueError(
                f"{where}: '{key}' has no column '{column}'; it has {', '.join(parsed.columns)}. "
                "Add the column and build again."
            )


def _is_number(cell: str) -> bool:
    try:
        return cell == "" or float(cell) == float(cell)
    except ValueError:
        return False


def known(where: str, key: str, kind: str, word: str, choices: Iterable[str]) -> None:
    """Raises CatalogueError when the word is none of the choices."""
    known = set(choices)
    if word not in known:
        raise CatalogueError(
            f"{where}: '{key}' names unknown {kind} '{word}'; {hint(word, known)} Correct the name and build again."
        )


def known_code(where: str, key: str, dimension: str, code: str) -> None:
    """Raises CatalogueError when the dimension has no such code; a period is a year."""
    if dimension == "period":
        if not code.isdigit():
            raise CatalogueError(
                f"{where}: '{key}' has period '{code}'; write the start year, as 2023. Correct it and build again."
            )
        return
    kind = "region" if dimension == "region" else f"{dimension} code"
    known(where, key, kind, code, codes.load().codes[dimension])
