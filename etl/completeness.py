"""Decides whether all rows of a StatLine table came in, each once; asks the server what the pages do not say."""

import bisect
from collections.abc import Sequence
from typing import Any

from .download import ContradictionError, DownloadError
from .statline_api import Document, StatLine, observation_count

UNCONFIRMED = "the server could not confirm that these are all rows"


class Rows:
    """The numbers of the rows that came in, as runs that follow each other; refuses a row that comes twice."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.count = 0
        # Runs in order, first and last number in; a whole table is one run, so millions of rows take no memory.
        self._runs: list[tuple[int, int]] = []

    def add(self, url: str, rows: Sequence[Any]) -> None:
        """Counts a page; raises ContradictionError when a row has no number or came before."""
        for first, last in _runs(url, rows, self.key):
            place = bisect.bisect(self._runs, (first, last))
            before = self._runs[place - 1] if place else (-2, -2)
            after = self._runs[place] if place < len(self._runs) else (last + 2, last + 2)
            if before[1] >= first or after[0] <= last:
                raise ContradictionError(url, f"row {first if before[1] >= first else after[0]} came in twice")
            joined = (before[0] if before[1] + 1 == first else first, after[1] if last + 1 == after[0] else last)
            self._runs[place - (joined[0] != first) : place + (joined[1] != last)] = [joined]
        self.count += len(rows)

    def gap(self) -> tuple[int, int] | None:
        """The last number before the first gap and the number after it; a table starts at 0 or 1."""
        runs = self._runs if self._runs and self._runs[0][0] <= 1 else [(-1, -1), *self._runs]
        return (runs[0][1], runs[1][0]) if len(runs) > 1 else None


def confirm(line: StatLine, about: Document, rows: Rows) -> str:
    """Raises ContradictionError when rows are lost or too many; returns what could not be known, mostly nothing.

    v4 announces its number of rows; v3 and a filtered table are asked for a count and for a page after the last.
    """
    url = line.observations_url()
    filtered = line.dialect.name in line.table.filters
    if rows.count == 0:
        raise ContradictionError(url, "it gave no rows" + (", the declared filter matches nothing" if filtered else ""))
    announced = observation_count(about)
    if announced is not None and (rows.count > announced if filtered else rows.count != announced):
        raise ContradictionError(url, f"it announces {announced} observations and gave {rows.count}")
    if line.about().body != about.body:
        raise ContradictionError(url, "it was renewed while it came in")
    if announced is not None and not filtered:
        return ""
    counted = line.count()
    if counted is not None and counted != rows.count:
        raise ContradictionError(url, f"it counts {counted} rows and gave {rows.count}")
    beyond = _rows_beyond(line, rows.count)
    if beyond:
        raise ContradictionError(url, f"its last page is not the last: there are rows after row {rows.count}")
    gap = None if filtered else rows.gap()
    if counted is None and gap is not None:
        raise ContradictionError(url, f"row {gap[0]} is followed by row {gap[1]}, rows between them are lost")
    return UNCONFIRMED if counted is None and beyond is None else ""


def _rows_beyond(line: StatLine, count: int) -> int | None:
    """How many rows a page after the last gives; None when the server does not answer that."""
    try:
        return line.page_from(count).rows
    except DownloadError:
        return None


def _runs(url: str, rows: Sequence[Any], key: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        number = row.get(key) if isinstance(row, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise ContradictionError(url, f"a row has no number ('{key}')")
        if runs and runs[-1][1] + 1 == number:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
