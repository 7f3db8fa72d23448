"""Writes declarations (sources, measures, indicators, examples, terms) into a release; checks nothing."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from .catalogue import Indicator, Source

GLOSSARY = Path(__file__).parent / "glossary.csv"


def insert_source(con: duckdb.DuckDBPyConnection, source: Source, kind: str) -> None:
    """Fills source, measure and revision for one source; `kind` is published or sample."""
    con.execute(
        "insert into source values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(source.id, source.name_nl, source.name_en, source.publisher, kind, source.table_id, source.url),
            *(source.licence_nl, source.licence_en, source.population_nl, source.population_en, source.definition),
            *(source.rounded_to, source.published, source.next_update, source.caveats_nl, source.caveats_en),
        ],
    )
    for item in source.measures.values():
        con.execute(
            "insert into measure values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                item.id,
                item.source,
                item.name_nl,
                item.name_en,
                item.unit,
                item.rounded_to,
                item.period_kind,
                item.rollup,
            ],
        )
    for change in source.revisions:
        con.execute(
            "insert into revision values (?, ?, ?, ?, ?)",
            [source.id, change.announced, change.period, change.text_nl, change.text_en],
        )


def insert_indicators(con: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    """Fills indicator and example."""
    for item in indicators:
        _insert_indicator(con, item)
        for position, example in enumerate(item.examples, start=1):
            con.execute(
                "insert into example values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(item.id, position, example.why_nl, example.why_en, example.given),
                    *(list(example.by), _json(example.where), example.expect),
                ],
            )


def _insert_indicator(con: duckdb.DuckDBPyConnection, item: Indicator) -> None:
    breaks = [{"period": each.period, "nl": each.nl, "en": each.en} for each in item.breaks]
    con.execute(
        "insert into indicator values (" + ", ".join("?" * 25) + ")",
        [
            *(item.id, item.position, item.name_nl, item.name_en, item.short_nl, item.short_en),
            *(item.definition_nl, item.definition_en, item.family, list(item.comparable), item.kind),
            *(item.numerator, item.denominator, _json(item.numerator_where), _json(item.defaults), item.share_of),
            *(list(item.by), item.period_kind, item.unit, item.decimals, item.better, item.min_denominator),
            *(item.caveats_nl, item.caveats_en, _json(breaks)),
        ],
    )


def insert_terms(con: duckdb.DuckDBPyConnection, glossary: Path = GLOSSARY) -> None:
    """Fills term from the word list."""
    with glossary.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = [row["id"], row["term_nl"], row["term_en"], row["text_nl"], row["text_en"]]
            con.execute("insert into term values (?, ?, ?, ?, ?)", values)


def with_measures(indicators: Mapping[str, Indicator], measures: set[str]) -> dict[str, Indicator]:
    """The indicators whose measures are all there, `comparable` only naming each other."""
    kept = {
        name: item
        for name, item in indicators.items()
        if item.numerator in measures and (item.denominator is None or item.denominator in measures)
    }
    return {
        name: replace(item, comparable=tuple(other for other in item.comparable if other in kept))
        for name, item in kept.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
