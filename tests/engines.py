"""Runs one generated SQL text on other engines than the one in use: SQLite and DataFusion, both in process."""

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

import datafusion
import pyarrow as pa

SCHEMA = pa.schema(
    [("measure", pa.string()), ("region", pa.string()), ("period", pa.int32())]
    + [
        (name, pa.string())
        for name in (
            *("indeling", "age_group", "sex", "education", "leerweg", "origin", "diploma", "moment", "position"),
            *("contract", "hours"),
        )
    ]
    + [("value", pa.float64()), ("status", pa.string()), ("parts", pa.int32()), ("derived", pa.bool_())]
)
TYPES = {pa.int32(): "integer", pa.float64(): "real", pa.bool_(): "integer"}


def on_sqlite(rows: list[tuple[Any, ...]], sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    """The answer of SQLite to the same text with the same parameters."""
    con = sqlite3.connect(":memory:")
    try:
        columns = ", ".join(f"{field.name} {TYPES.get(field.type, 'text')}" for field in SCHEMA)
        con.execute(f"create table observation ({columns})")
        con.executemany(f"insert into observation values ({', '.join('?' * len(SCHEMA))})", rows)
        return con.execute(sql, params).fetchall()
    finally:
        con.close()


def on_datafusion(rows: list[tuple[Any, ...]], sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    """The answer of DataFusion to the same text; it numbers its parameters, so each ? gets a number."""
    context = datafusion.SessionContext()
    columns = list(zip(*rows, strict=True)) or [[] for _ in SCHEMA]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    context.register_record_batches("observation", [[pa.record_batch(arrays, schema=SCHEMA)]])
    numbers = iter(range(1, len(params) + 1))
    text = re.sub(r"\?", lambda _: f"$p{next(numbers)}", sql)
    frame = context.sql(text, param_values={f"p{place}": value for place, value in enumerate(params, start=1)})
    return [tuple(row.values()) for batch in frame.collect() for row in batch.to_pylist()]
