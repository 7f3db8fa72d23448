"""Speaks the two dialects of StatLine's OData, v4 and v3: addresses, documents and pages as received; writes no files.

Plain HTTP instead of the cbsodata clients: those replace codes by titles (v3) or turn every answer into Parquet and
keep it for the life of the process (v4), never ask twice, and keep nothing of a download that broke.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

import httpx

from .download import ContradictionError, DownloadError, Patience, address, get_json, next_address


@dataclass(frozen=True)
class Dialect:
    """What differs between the two: names of documents and options, nothing else."""

    name: str
    about: str
    observations: str
    next_link: str
    service: str
    row_number: str
    options: dict[str, str] = field(default_factory=dict)


V4 = Dialect("v4", "Properties", "Observations", "@odata.nextLink", "", "Id")
V3 = Dialect("v3", "TableInfos", "UntypedDataSet", "odata.nextLink", "/", "ID", {"$format": "json"})


@dataclass(frozen=True)
class Document:
    """One answer: its bytes as received, the number of rows in it, and the address of the page after it."""

    url: str
    body: bytes
    content: Any
    rows: int
    following: str | None


@dataclass(frozen=True)
class Table:
    """One StatLine table as asked for: its id and, per dialect, the $filter that a source declares."""

    id: str
    filters: dict[str, str]


class StatLine:
    """One table in one dialect; every method makes at least one request and raises DownloadError when it fails."""

    def __init__(self, client: httpx.Client, patience: Patience, dialect: Dialect, base: str, table: Table) -> None:
        self.dialect = dialect
        self.table = table
        self._client = client
        self._patience = patience
        self._root = f"{base.rstrip('/')}/{table.id}"

    def about(self) -> Document:
        """The document that says what the table is and when it last changed; refuses another table's."""
        document = self.page(self.url(self.dialect.about))
        said = _identifier(document.content)
        if said.casefold() != self.table.id.casefold():
            raise DownloadError(document.url, f"it describes table '{said}' instead of '{self.table.id}'")
        return document

    def document_names(self) -> list[str]:
        """The names of the other documents of the table that we keep: what its dimensions and measures mean."""
        url = address(self._root + self.dialect.service, self.dialect.options)
        named = self.page(url).content["value"]
        try:
            names = [str(row["name"]) for row in named]
        except (KeyError, TypeError) as error:
            raise DownloadError(url, "its list of documents has no names") from error
        kept = [name for name in names if _is_kept(self.dialect, name)]
        if not kept:
            raise DownloadError(url, "it lists no code lists")
        return kept

    def whole(self, name: str) -> Document:
        """One document in full: as received, or its pages joined in the rare case that it has more than one."""
        pages = list(walk(self.url(name), self.page))
        if len(pages) == 1:
            return pages[0]
        rows = [row for page in pages for row in page.content["value"]]
        body = json.dumps({"value": rows}, ensure_ascii=False).encode()
        return Document(pages[0].url, body, {"value": rows}, len(rows), None)

    def url(self, name: str) -> str:
        """The address of a document of the table."""
        return address(f"{self._root}/{name}", self.dialect.options)

    def observations_url(self) -> str:
        """The address of the first page of observations, with the declared filter passed on unchanged."""
        return address(f"{self._root}/{self.dialect.observations}", self.dialect.options | self._filter())

    def count(self) -> int | None:
        """How many rows the server counts; None when it does not count, which neither dialect promises."""
        url = address(f"{self._root}/{self.dialect.observations}/$count", self._filter())
        try:
            counted = get_json(self._client, url, replace(self._patience, attempts=2))[1]
        except DownloadError:
            return None
        return counted if isinstance(counted, int) and not isinstance(counted, bool) else None

    def page_from(self, number: int) -> Document:
        """The page that starts after so many rows; empty when there are no more."""
        options = self.dialect.options | self._filter() | {"$skip": str(number)}
        return self.page(address(f"{self._root}/{self.dialect.observations}", options))

    def _filter(self) -> dict[str, str]:
        wanted = self.table.filters.get(self.dialect.name)
        return {"$filter": wanted} if wanted else {}

    def page(self, url: str) -> Document:
        """One page of a document, and where the next one is."""
        body, content = get_json(self._client, url, self._patience)
        if not isinstance(content, dict):
            raise DownloadError(url, "the answer is not an OData document")
        rows = content.get("value")
        # v4 answers Properties as one object; everything else is a list of rows.
        if not isinstance(rows, list) and not (rows is None and "Identifier" in content):
            raise DownloadError(url, "the answer holds no rows")
        link = content.get(self.dialect.next_link)
        if link and not rows:
            raise ContradictionError(url, "an empty page points to a next one")
        return Document(url, body, content, len(rows or []), next_address(url, str(link)) if link else None)


class Page(Protocol):
    """Anything that knows the address of the page after it."""

    @property
    def following(self) -> str | None: ...


_P = TypeVar("_P", bound=Page)


def walk(url: str, get: Callable[[str], _P]) -> Iterator[_P]:
    """This page and all that follow it; refuses to go round in a circle."""
    seen: set[str] = set()
    following: str | None = url
    while following is not None:
        if following in seen:
            raise ContradictionError(following, "its pages go round in a circle")
        seen.add(following)
        page = get(following)
        yield page
        following = page.following


def observation_count(about: Document) -> int | None:
    """How many observations the table says it has; only v4 says so."""
    count = about.content.get("ObservationCount")
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _identifier(content: dict[str, Any]) -> str:
    row = content if "Identifier" in content else next(iter(content.get("value") or []), {})
    return str(row.get("Identifier", "")).strip() if isinstance(row, dict) else ""


def _is_kept(dialect: Dialect, name: str) -> bool:
    if dialect is V4:
        return name == "Dimensions" or name.endswith("Codes")
    return name not in {"TableInfos", "UntypedDataSet", "TypedDataSet", "CategoryGroups"}
