"""Gets one document over HTTP with patience; knows nothing of StatLine, maps or files."""

import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
import tenacity

from .errors import MonitorError

TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})


class DownloadError(MonitorError):
    """A document could not be had; `reason` is the short cause.

    `offline` is true when no server answered at all, `missing` when one answered that it does not have the document.
    """

    def __init__(self, url: str, reason: str, *, offline: bool = False, missing: bool = False) -> None:
        super().__init__(f"{url}: {reason}.")
        self.url = url
        self.reason = reason
        self.offline = offline
        self.missing = missing


class ContradictionError(DownloadError):
    """What came in contradicts itself: rows lost or doubled, pages in a circle; nothing of it is worth keeping."""


class _TemporaryError(Exception):
    """What may pass if asked again."""

    def __init__(self, reason: str, *, offline: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offline = offline
        self.after = after


@dataclass(frozen=True)
class Patience:
    """How long to keep trying, in seconds; tests pass a `sleep` of their own."""

    attempts: int = 6
    # Nobody at the other end is mostly a laptop without internet: saying so soon helps more than waiting.
    attempts_offline: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    # Longer than this is a closed door, not a queue.
    longest_retry_after: float = 600.0
    # Per read, not for the whole body: StatLine may trickle a page for many minutes.
    read_timeout: float = 60.0
    # For the whole body: a server that sends a byte now and then must not hold a fetch for ever.
    longest_body: float = 1800.0
    sleep: Callable[[float], None] = time.sleep


def open_client(patience: Patience) -> httpx.Client:
    """A client that follows redirects and gives up on a silent connection, not on a slow one."""
    return httpx.Client(
        headers={"Accept": "application/json", "User-Agent": "doorstroommonitor"},
        timeout=httpx.Timeout(patience.read_timeout, connect=min(15.0, patience.read_timeout)),
        follow_redirects=True,
    )


def address(url: str, options: Mapping[str, str]) -> str:
    """The address with its options; blanks as %20, for OData servers read '+' as a plus."""
    if not options:
        return url
    return url + "?" + "&".join(f"{name}={quote(value, safe=QUOTE_SAFE)}" for name, value in options.items())


QUOTE_SAFE = "$'(),:/"


def next_address(current: str, link: str) -> str:
    """The address of the next page: this one's path with the options of both, the link's own winning.

    Only the options of the link are used, so a mirror that passes bodies on unchanged, a relative link and a link
    that drops to http all keep to the server we were told to use.
    """
    options = dict(parse_qsl(urlsplit(current).query)) | dict(parse_qsl(urlsplit(link).query))
    following = address(current.partition("?")[0], options)
    if following == current:
        raise ContradictionError(current, "the next page it points to is itself")
    return following


def get_json(client: httpx.Client, url: str, patience: Patience) -> tuple[bytes, Any]:
    """The bytes of a JSON document as received, and what they say; raises DownloadError when patience runs out."""
    retrying = tenacity.Retrying(
        stop=lambda state: state.attempt_number >= _allowed(state, patience),
        wait=lambda state: _pause(state, patience),
        retry=tenacity.retry_if_exception_type(_TemporaryError),
        sleep=patience.sleep,
        reraise=True,
    )
    try:
        return retrying(_get_once, client, url, patience)
    except _TemporaryError as failure:
        raise DownloadError(url, failure.reason, offline=failure.offline) from failure


def _get_once(client: httpx.Client, url: str, patience: Patience) -> tuple[bytes, Any]:
    try:
        response, body = _answer(client, url, patience)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _TemporaryError(f"no connection ({error})", offline=True) from error
    except (httpx.UnsupportedProtocol, httpx.TooManyRedirects, httpx.InvalidURL) as error:
        raise DownloadError(url, str(error).rstrip(".")) from error
    except httpx.DecodingError as error:
        raise _TemporaryError("the answer cannot be unpacked") from error
    except httpx.TransportError as error:
        raise _TemporaryError(f"the connection broke ({type(error).__name__}: {error})") from error
    if response.status_code in TEMPORARY:
        after = _retry_after(response.headers.get("Retry-After"))
        if after is not None and after > patience.longest_retry_after:
            raise DownloadError(url, f"the server answered {response.status_code} and asks to wait {after:.0f} s")
        raise _TemporaryError(f"the server answered {response.status_code}", after=after)
    if response.status_code != httpx.codes.OK:
        missing = response.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}
        raise DownloadError(url, f"the server answered {response.status_code}", missing=missing)
    try:
        return body, json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _TemporaryError("the answer is not whole JSON") from error


def _answer(client: httpx.Client, url: str, patience: Patience) -> tuple[httpx.Response, bytes]:
    """The answer and its whole body; a body that takes too long raises _TemporaryError."""
    deadline = time.monotonic() + patience.longest_body
    parts = []
    with client.stream("GET", url) as response:
        for part in response.iter_bytes():
            parts.append(part)
            if time.monotonic() > deadline:
                raise _TemporaryError(f"the answer took longer than {patience.longest_body:.0f} s")
    return response, b"".join(parts)


def _allowed(state: tenacity.RetryCallState, patience: Patience) -> int:
    failure = _failure(state)
    return patience.attempts_offline if failure is not None and failure.offline else patience.attempts


def _pause(state: tenacity.RetryCallState, patience: Patience) -> float:
    failure = _failure(state)
    if failure is not None and failure.after is not None:
        return failure.after
    backoff = tenacity.wait_exponential_jitter(
        initial=patience.first_wait, max=patience.longest_wait, jitter=patience.first_wait
    )
    return backoff(state)


def _failure(state: tenacity.RetryCallState) -> _TemporaryError | None:
    error = state.outcome.exception() if state.outcome is not None else None
    return error if isinstance(error, _TemporaryError) else None


def _retry_after(header: str | None) -> float | None:
    """Seconds to wait from a Retry-After header, which holds seconds or a date; None when it holds neither."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None
