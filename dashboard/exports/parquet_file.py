"""A sheet as Parquet: typed columns, and in the file itself what it holds and whose figures they are."""

import io
from typing import Any

import orjson

from .. import i18n
from . import about
from .sheet import Sheet

NAME = b"doorstroommonitor"


def as_parquet(sheet: Sheet) -> bytes:
    """The file; its metadata has one JSON text under `doorstroommonitor` (see `told`)."""
    # Why here: the library takes half a second and 60 MB, and a worker that writes no Parquet should pay neither.
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
    schema = pa.schema(
        [pa.field(c.name, types[c.kind], metadata={"naam": about.column_words(sheet, c.name)}) for c in sheet.columns],
        metadata={NAME: orjson.dumps(told(sheet))},
    )
    cells = [pa.array([row[c.name] for row in sheet.rows], types[c.kind], from_pandas=False) for c in sheet.columns]
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(cells, schema=schema), held)
    return held.getvalue()


def told(sheet: Sheet) -> dict[str, Any]:
    """What the file says of itself."""
    source, language = sheet.source, sheet.language
    return {
        "voorbeelddata": source.sample,
        "release": sheet.values.release,
        "gegevensVan": sheet.known.release.data_date.isoformat(),
        "indicator": sheet.indicator.id,
        "naam": i18n.named(sheet.indicator, "name", language),
        "eenheid": sheet.indicator.unit,
        "taal": language,
        "bron": {
            "id": source.id,
            "naam": i18n.named(source, "name", language),
            "uitgever": source.publisher,
            "licentie": i18n.named(source, "licence", language),
            "gepubliceerd": source.published.isoformat(),
        },
        "filters": dict(about.filters(sheet)),
        "definities": dict(about.definitions(sheet)),
        "status": {letter: i18n.status_word(letter, language) for letter in i18n.STATUS},
        "methoden": [dict(zip(("id", "parameters", "bron"), each, strict=True)) for each in about.methods(sheet)],
        "adres": about.address(sheet),
    }
