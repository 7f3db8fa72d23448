"""Reads the declarations of sources and indicators; each mistake says where, what, nearest right and what to do."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from . import codes
from .declaration import (
    Key,
    ShapeError,
    any_text,
    day,
    flag,
    identifier,
    load,
    one_of,
    read_keys,
    short_text,
    shown,
    table,
    table_of,
    tables,
    text,
    text_or_texts,
    texts,
    whole,
)
from .errors import CatalogueError
from .indicator_rules import check_codes, check_example, check_measures, known
from .model import Break, Dimension, Example, Indicator, Measure, Revision, Sheet, Source

SOURCES = Path(__file__).parent / "sources"
INDICATORS = Path(__file__).parent / "indicators"
__all__ = [
    *("Break", "Example", "Indicator", "Measure", "Revision", "Sheet", "Source"),
    *("INDICATORS", "SOURCES", "load_indicators", "load_sources"),
]


SOURCE_KEYS = {
    "name_nl": Key(text),
    "name_en": Key(text),
    "publisher": Key(text),
    "table": Key(one_of("observation", "target", "published_figure"), "observation"),
    "format": Key(one_of("csv", "statline", "xlsx")),
    "files": Key(text_or_texts),
    "table_id": Key(text, None),
    "url": Key(text, None),
    "licence_nl": Key(text),
    "licence_en": Key(text),
    "population_nl": Key(text),
    "population_en": Key(text),
    "definition": Key(text, None),
    "rounded_to": Key(whole, 1),
    "published": Key(day),
    "next_update": Key(day, None),
    "caveats_nl": Key(any_text, ""),
    "caveats_en": Key(any_text, ""),
    "encoding": Key(text, "utf-8"),
    "delimiter": Key(lambda value: text(value) if value != "\t" else value, ","),
    "columns": Key(texts, ()),
    "optional_columns": Key(texts, ()),
    "column_aliases": Key(table_of(texts), {}),
    "either": Key(texts, ()),
    "left_out": Key(text, None),
    "filters": Key(table_of(text), {}),
    "skip": Key(table_of(texts), {}),
    "topic": Key(table_of(texts), {}),
    "dimension": Key(table_of(table), {}),
    "sheet": Key(tables, ()),
    "measure": Key(table, {}),
    "revision": Key(tables, ()),
}
DIMENSION_KEYS = {
    "names": Key(text_or_texts),
    "codes": Key(table_of(texts), {}),
    "skip": Key(texts, ()),
    "skip_codes": Key(texts, ()),
}
SHEET_KEYS = {"name": Key(text), "header_row": Key(whole)}
REVISION_KEYS = {"announced": Key(day), "period": Key(whole, None), "text_nl": Key(text), "text_en": Key(text)}
MEASURE_KEYS = {
    "name_nl": Key(text),
    "name_en": Key(text),
    "unit": Key(one_of("persons", "percent")),
    "period_kind": Key(one_of("schoolyear", "year")),
    "rounded_to": Key(whole, None),
    "rollup": Key(flag, False),
    "derive": Key(texts, ()),
}


def _codes_of(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | str):
        return text_or_texts(value)
    raise ShapeError('a table of codes, as { contract = ["vast"] }')


def _where_of(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return [str(item) for item in value]
    return text(value)


INDICATOR_KEYS = {
    "position": Key(whole),
    "name_nl": Key(text),
    "name_en": Key(text),
    "short_nl": Key(short_text),
    "short_en": Key(short_text),
    "definition_nl": Key(text),
    "definition_en": Key(text),
    "family": Key(identifier),
    "comparable": Key(texts, ()),
    "kind": Key(one_of("count", "share", "published")),
    "numerator": Key(identifier),
    "denominator": Key(identifier, None),
    "numerator_where": Key(table_of(_codes_of), {}),
    "defaults": Key(table_of(text), {}),
    "share_of": Key(text, None),
    "by": Key(texts),
    "period_kind": Key(one_of("schoolyear", "year")),
    "unit": Key(one_of("%", "personen")),
    "decimals": Key(whole),
    "better": Key(one_of("lower", "higher", "none")),
    "min_denominator": Key(whole, 0),
    "caveats_nl": Key(any_text, ""),
    "caveats_en": Key(any_text, ""),
    "break": Key(tables, ()),
    "example": Key(tables, ()),
}
BREAK_KEYS = {"period": Key(whole), "nl": Key(text), "en": Key(text)}
EXAMPLE_KEYS = {
    "why_nl": Key(text),
    "why_en": Key(text),
    "given": Key(text),
    "by": Key(texts),
    "where": Key(table_of(_where_of), {}),
    "expect": Key(text),
}


def load_sources(folder: Path = SOURCES) -> dict[str, Source]:
    """All sources of a folder by id, in alphabetical order; raises CatalogueError on the first mistake."""
    _refuse_lonely_sql(folder)
    sources = {path.stem: _source(path) for path in sorted(folder.glob("*.toml"))}
    owner: dict[str, str] = {}
    for source in sources.values():
        for measure in source.measures:
            if measure in owner:
                raise CatalogueError(
                    f"{shown(source.path)}: measure '{measure}' is also declared by '{owner[measure]}'; a measure "
                    "belongs to one source. Give this one a name of its own and build again."
                )
            owner[measure] = source.id
    return sources


def load_indicators(folder: Path = INDICATORS, sources: Mapping[str, Source] | None = None) -> dict[str, Indicator]:
    """All indicators of a folder by id, in menu order; raises CatalogueError on the first mistake."""
    declared = load_sources() if sources is None else sources
    measures = {name: measure for source in declared.values() for name, measure in source.measures.items()}
    found = [_indicator(path, measures) for path in sorted(folder.glob("*.toml"))]
    ids = {indicator.id for indicator in found}
    for indicator in found:
        where = shown(folder / f"{indicator.id}.toml")
        for other in indicator.comparable:
            known(where, "comparable", "indicator", other, ids - {indicator.id})
    return {indicator.id: indicator for indicator in sorted(found, key=lambda item: (item.position, item.id))}


def _refuse_lonely_sql(folder: Path) -> None:
    for path in sorted(folder.glob("*.sql")):
        if not path.with_suffix(".toml").exists():
            raise CatalogueError(
                f"{shown(path)}: has no declaration {path.stem}.toml beside it; a source is a pair of files. "
                "Add the declaration or remove the file."
            )


def _source(path: Path) -> Source:
    where = shown(path)
    _check_name(path)
    raw = read_keys(where, load(path), SOURCE_KEYS)
    _both_languages(where, raw, "caveats")
    if not path.with_suffix(".sql").exists():
        raise CatalogueError(
            f"{where}: has no {path.stem}.sql beside it; a source is a pair of files. "
            "Add the select that gives its rows and build again."
        )
    sheets = tuple(Sheet(**read_keys(f"{where} [[sheet]]", item, SHEET_KEYS)) for item in raw.pop("sheet"))
    revisions = tuple(
        Revision(**read_keys(f"{where} [[revision]]", item, REVISION_KEYS)) for item in raw.pop("revision")
    )
    dimensions = {
        name: Dimension(**read_keys(f"{where} [dimension.{name}]", item, DIMENSION_KEYS))
        for name, item in raw.pop("dimension").items()
    }
    measures = {name: _measure(where, path.stem, name, item, raw) for name, item in raw.pop("measure").items()}
    sql = path.with_suffix(".sql").read_text(encoding="utf-8")
    source = Source(
        id=path.stem,
        dimensions=dimensions,
        sheets=sheets,
        measures=measures,
        revisions=revisions,
        sql=sql,
        path=path,
        **raw,
    )
    _fits_its_format(where, source)
    return source


def _measure(where: str, source: str, name: str, item: Any, raw: Mapping[str, Any]) -> Measure:
    place = f"{where} [measure.{name}]"
    if not isinstance(item, dict):
        raise CatalogueError(
            f"{where}: measure '{name}' is not a table; write [measure.{name}]. Correct it and build again."
        )
    keys = read_keys(place, item, MEASURE_KEYS)
    words = codes.load()
    for dimension in keys["derive"]:
        known(place, "derive", "dimension", dimension, words.totals.keys() - {"region", "period", "indeling"})
    if keys["rounded_to"] is None:
        keys["rounded_to"] = raw["rounded_to"]
    return Measure(id=name, source=source, **keys)


def _fits_its_format(where: str, source: Source) -> None:
    needed: dict[str, tuple[str, Collection[object]]] = {
        "csv": ("columns", source.columns),
        "xlsx": ("sheet", source.sheets),
        "statline": ("dimension", source.dimensions) if source.topic else ("topic", ()),
    }
    key, value = needed[source.format]
    if not value:
        raise CatalogueError(
            f"{where}: missing key '{key}'; a source of format {source.format} needs it. Add the key and build again."
        )
    named = {"either": source.either, "skip": source.skip} if source.format != "statline" else {}
    for key, columns in named.items():
        for column in columns:
            known(where, key, "column", column, {*source.columns, *source.optional_columns})
    if source.table == "observation" and not source.measures:
        raise CatalogueError(
            f"{where}: missing key 'measure'; a source of observations declares its measures. "
            "Add a [measure.<name>] table and build again."
        )


def _indicator(path: Path, measures: Mapping[str, Measure]) -> Indicator:
    where = shown(path)
    _check_name(path)
    raw = read_keys(where, load(path), INDICATOR_KEYS)
    _both_languages(where, raw, "caveats")
    breaks = tuple(Break(**read_keys(f"{where} [[break]]", item, BREAK_KEYS)) for item in raw.pop("break"))
    examples = tuple(
        Example(**read_keys(f"{where} [[example]] {number}", item, EXAMPLE_KEYS))
        for number, item in enumerate(raw.pop("example"), start=1)
    )
    indicator = Indicator(id=path.stem, breaks=breaks, examples=examples, **raw)
    check_measures(where, indicator, measures)
    check_codes(where, indicator)
    for number, example in enumerate(examples, start=1):
        check_example(f"{where} [[example]] {number}", indicator, example)
    return indicator


def _both_languages(where: str, raw: Mapping[str, Any], stem: str) -> None:
    for one, other in ((f"{stem}_nl", f"{stem}_en"), (f"{stem}_en", f"{stem}_nl")):
        if raw[one] and not raw[other]:
            raise CatalogueError(
                f"{where}: missing key '{other}'; '{one}' is there without its translation. "
                "Add the key and build again."
            )


def _check_name(path: Path) -> None:
    """The id is the file's name, so it must be fit for an address."""
    try:
        identifier(path.stem)
    except ShapeError as wrong:
        raise CatalogueError(
            f"{shown(path)}: the file's name is the id and should be {wrong}. Rename the file and build again."
        ) from None
