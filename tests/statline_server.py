"""A small StatLine on this computer: one table in both OData dialects, with paging, filters and faults on demand."""

import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from .statline_table import Row, StatLineTable, vsv_table

V3_ROWS = {"UntypedDataSet", "TypedDataSet"}


@dataclass
class Fault:
    """Goes wrong for the first `times` requests whose address holds `where`.

    Kinds: a status ("500", "429", "404"), "html" (200 with a web page), "cut" (the connection breaks in the middle of
    the body), "truncated" (half the JSON, sent as if whole), "slow" (the right answer after `seconds`), "drip" (a byte
    now and then), "long" and "short" (a Content-Length beside the truth), "gzip" (a body that cannot be unpacked),
    "redirect" (to a web page), "redirects" (to itself), "empty" (no byte), "deep" (JSON without end), and those that
    spoil the rows or the link of an answer that is else right: see SPOIL.
    """

    where: str
    kind: str
    times: int = 1
    retry_after: str = "7"
    seconds: float = 0.0


def _links(to: str) -> Callable[[Row], None]:
    def spoil(answer: Row) -> None:
        answer["odata.nextLink"] = answer["@odata.nextLink"] = to

    return spoil


def _no_link(answer: Row) -> None:
    answer.pop("odata.nextLink", None)
    answer.pop("@odata.nextLink", None)


def _skips_more(answer: Row) -> None:
    for name in answer.keys() & {"odata.nextLink", "@odata.nextLink"}:
        answer[name] = re.sub(r"skip=(\d+)", lambda found: f"skip={int(found[1]) + 10}", answer[name])


def _moved(answer: Row) -> None:
    for name in answer.keys() & {"odata.nextLink", "@odata.nextLink"}:
        answer[name] = re.sub("//[^/]+", "//elders.invalid", answer[name])


def _numbered_apart(answer: Row) -> None:
    for row in answer["value"]:
        row |= {name: row[name] * 3 for name in row.keys() & {"ID", "Id"}}


def _rows(change: Callable[[list[Any]], list[Any]]) -> Callable[[Row], None]:
    def spoil(answer: Row) -> None:
        answer["value"] = change(answer["value"])

    return spoil


SPOIL: dict[str, Callable[[Row], None]] = {
    "link to the first page": _links("?$skip=0"),
    "link to itself": _links(""),
    "link to a far page": _links("?$skip=9000"),
    "no link": _no_link,
    "link past a page": _skips_more,
    "link to another host": _moved,
    "a row lost": _rows(lambda rows: rows[:-1]),
    "a row doubled": _rows(lambda rows: [*rows, rows[-1]]),
    "all rows doubled": _rows(lambda rows: [*rows, *rows]),
    "rows backwards": _rows(lambda rows: rows[::-1]),
    "no rows": _rows(lambda rows: []),
    "rows without numbers": _rows(lambda rows: [{k: v for k, v in row.items() if k.lower() != "id"} for row in rows]),
    "rows numbered apart": _numbered_apart,
    "rows that are words": _rows(lambda rows: ["x" for _ in rows]),
    "an error as a document": lambda answer: (answer.clear(), answer.update(error={"code": ""}))[0],
}


@dataclass
class StatLine:
    """What is served, how badly, and what was asked."""

    port: int
    table: StatLineTable
    page_size: int = 1000
    # Code lists come on one page at CBS; the protocol allows more.
    list_page_size: int = 1000
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    # Neither dialect promises to count; CBS mostly does.
    counting: bool = False
    # What links call the server: a mirror passes on the name of the real one.
    calls_itself: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def v4(self) -> str:
        return f"http://{self.host}/odata/v1/CBS"

    @property
    def v3(self) -> str:
        return f"http://{self.host}/ODataFeed/odata"

    def counts(self, word: str = "") -> Counter[str]:
        """How often each address that holds this word was asked for."""
        return Counter(address for address in self.asked if word in address)

    def fault_for(self, address: str) -> Fault | None:
        with self.lock:
            self.asked.append(address)
            for fault in self.faults:
                if fault.where in address and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def answer(self, path: str, query: dict[str, str]) -> Row | int | None:
        """The document at an address, or None when there is none."""
        url = f"http://{self.calls_itself or self.host}{path}"
        match path.strip("/").split("/"):
            case ["odata", "v1", "Catalogs"]:
                return v4([{"Identifier": "CBS", "Title": "CBS"}])
            case ["odata", "v1", "Datasets"]:
                return v4([self.table.dataset()])
            case ["odata", "v1", "CBS", self.table.id]:
                return v4([{"name": name, "url": name} for name in [*self.table.v4_documents(), "Observations"]])
            case ["odata", "v1", "CBS", self.table.id, "Properties"]:
                return self.table.properties()
            case ["odata", "v1", "CBS", self.table.id, "Observations"]:
                page, following = self._page(self.table.v4_rows(), query, url, self.page_size)
                return v4(page, **({"@odata.nextLink": following} if following else {}))
            case ["odata", "v1", "CBS", self.table.id, "Observations", "$count"] if self.counting:
                return len(matching(self.table.v4_rows(), query))
            case ["ODataFeed", "odata", self.table.id, "UntypedDataSet", "$count"] if self.counting:
                return len(matching(self.table.v3_rows(typed=False), query))
            case ["odata", "v1", "CBS", self.table.id, name] if name in self.table.v4_documents():
                page, following = self._page(self.table.v4_documents()[name], query, url, self.list_page_size)
                return v4(page, **({"@odata.nextLink": following} if following else {}))
            case ["ODataCatalog", "Tables"]:
                return v3([self.table.dataset()])
            case ["ODataFeed", "odata", self.table.id]:
                names = [*self.table.v3_documents(), *sorted(V3_ROWS)]
                return v3([{"name": name, "url": f"{url}{name}"} for name in names])
            case ["ODataFeed", "odata", self.table.id, name] if name in V3_ROWS:
                page, following = self._page(
                    self.table.v3_rows(typed=name == "TypedDataSet"), query, url, self.page_size
                )
                return v3(page, **({"odata.nextLink": following} if following else {}))
            case ["ODataFeed", "odata", self.table.id, name] if name in self.table.v3_documents():
                return v3(self.table.v3_documents()[name])
        return None

    def _page(self, rows: list[Row], query: dict[str, str], url: str, size: int) -> tuple[list[Row], str | None]:
        rows = matching(rows, query)
        skip = int(query.get("$skip", 0))
        page = rows[skip : skip + size]
        if names := query.get("$select"):
            page = [{name: row[name] for name in names.split(",")} for row in page]
        if skip + size >= len(rows):
            return page, None
        options = query | {"$skip": str(skip + size)}
        return page, url + "?" + "&".join(f"{key}={quote(value)}" for key, value in options.items())


def matching(rows: list[Row], query: dict[str, str]) -> list[Row]:
    """The rows that a query's $filter lets through."""
    wanted = query.get("$filter")
    return [row for row in rows if holds(wanted, row)] if wanted else rows


def v4(rows: list[Row], **more: str) -> Row:
    return {"@odata.context": "x/$metadata", "value": rows, **more}


def v3(rows: list[Row], **more: str) -> Row:
    return {"odata.metadata": "x/$metadata", "value": rows, **more}


ATOM = re.compile(r"startswith\((\w+),\s*'([^']*)'\)|(\w+) eq '([^']*)'")


def holds(wanted: str, row: Row) -> bool:
    """Whether a row passes a $filter of `eq` and `startswith` with `and`, `or` and brackets; ValueError otherwise."""

    def atom(found: re.Match[str]) -> str:
        name, start, column, value = found.groups()
        return str(str(row[name]).startswith(start) if name else row[column] == value)

    plain = ATOM.sub(atom, wanted)
    if not re.fullmatch(r"(True|False|and|or|[() ])*", plain):
        raise ValueError(wanted)
    return bool(eval(plain))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body leave together, else each answer waits 40 ms for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    statline: ClassVar[StatLine]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        fault = self.statline.fault_for(unquote(self.path))
        kind = fault.kind if fault else ""
        if fault and kind.isdigit():
            self._send(
                int(kind),
                b"{}",
                {"Retry-After": fault.retry_after} if kind in ("429", "503") and fault.retry_after else {},
            )
            return
        if kind == "html" or address.path == "/storing.html":
            self._send(200, b"<html>Storing</html>")
            return
        if fault and kind == "slow":
            time.sleep(fault.seconds)
        try:
            answer = self.statline.answer(address.path, dict(parse_qsl(address.query)))
        except (ValueError, KeyError):
            self._send(400, b"{}")
            return
        if kind in SPOIL and isinstance(answer, dict):
            SPOIL[kind](answer)
        body = json.dumps(answer, ensure_ascii=False).encode()
        if fault and kind in ("drip", "long", "short", "gzip", "redirect", "redirects", "empty", "deep"):
            self._misbehave(fault, body)
            return
        half = body[: len(body) // 2]
        if kind == "cut":
            self._send(200, half, {"Content-Length": str(len(body))})
            self.close_connection = True
        else:
            self._send(404 if answer is None else 200, half if kind == "truncated" else body)

    def _misbehave(self, fault: Fault, body: bytes) -> None:
        """Sends the answer in a way that a client cannot simply take."""
        length = len(body)
        match fault.kind:
            case "long":
                self._send(200, body, {"Content-Length": str(length + 9)})
                self.close_connection = True
            case "short":
                self._send(200, body[: length - 9], {"Content-Length": str(length - 9)})
            case "gzip":
                self._send(200, b"\x1f\x8b\x08broken", {"Content-Encoding": "gzip", "Content-Length": "9"})
            case "redirect":
                self._send(302, b"", {"Location": "/storing.html"})
            case "redirects":
                self._send(302, b"", {"Location": self.path})
            case "empty":
                self._send(200, b"")
            case "deep":
                self._send(200, b"[" * 200_000)
            case "drip":
                self._drip(fault, body)

    def _drip(self, fault: Fault, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        try:
            self.end_headers()
            for place in range(0, len(body), 20):
                self.wfile.write(body[place : place + 20])
                self.wfile.flush()
                time.sleep(fault.seconds)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        sent = {"Content-Type": "application/json", "Content-Length": str(len(body))} | (headers or {})
        for name, value in sent.items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the test output quiet."""


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keeps quiet when a client hangs up early, which some tests make it do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(handler: type[BaseHTTPRequestHandler]) -> Iterator[QuietServer]:
    """Runs a handler on a free port of this computer as long as the block lasts."""
    with QuietServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def statline_server(table: StatLineTable | None = None, **options: Any) -> Iterator[StatLine]:
    """Serves a table in both dialects; the yielded object says what was asked and takes faults."""

    class Bound(Handler):
        pass

    with serve(Bound) as server:
        Bound.statline = StatLine(server.server_address[1], table or vsv_table(), **options)
        yield Bound.statline
