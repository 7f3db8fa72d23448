"""Sends a study as a file: every line says what it is about, and the name of the file what was asked."""

from typing import Any

from flask import Response, request

from .. import i18n
from ..exports import ENDINGS
from ..exports.names import file_name, slug
from ..indicators import Catalogue
from ..state import API
from . import answers, asking, context

SCHOOLYEAR = "schoolyear"


def send(known: Catalogue, name: str | None, rows: list[dict[str, Any]], period: int | None) -> Response:
    """A study as a file under a name of its own; a row may know better whether it is example data."""
    language = asking.language()
    sample = known.release.sample if name is None else known.source_of(name).sample
    told = context.named(known, rows, language, name or "")
    marked = [{**row, "voorbeelddata": row.get("voorbeelddata", sample), "release": known.release.id} for row in told]
    # A part that some rows have and others lack, a target for instance, has the same columns in all of them.
    columns = list(dict.fromkeys(column for row in marked for column in row))
    columns = [each for each in columns if not any(other.startswith(f"{each}.") for other in columns)]
    marked = [{column: row.get(column) for column in columns} for row in marked]
    path = [part for part in request.path.removeprefix(API).split("/") if part]
    region = known.region(path[1]) if path[0] == "regios" else None
    subject = region.name if region else path[1] if len(path) > 1 else ""
    start = "_".join(filter(None, [path[-1], slug(subject) if region else subject]))
    kind = known.indicators[name].period_kind if name else SCHOOLYEAR
    span = i18n.period(period, kind, language) if isinstance(period, int) else request.args.get("periode", "")
    ending = ENDINGS[asking.form()]
    example = any(row["voorbeelddata"] for row in marked) if marked else sample
    title = file_name(known, start, asking.plainly(), span, ending, sample=example, language=language)
    return answers.as_rows(marked, title)
