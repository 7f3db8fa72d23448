"""What browser tests share: the monitor served as in production, a quiet Chromium, and a page that is watched."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := which(name))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 20_000
# A page is there when its heading is, every chart is drawn, the controls have come, and no answer is still to come.
THERE = """() => document.querySelector('main h1') && !document.querySelector('[data-dash-is-loading="true"], .coming')
  && [...document.querySelectorAll('main .dash-graph')].every(chart => chart.querySelector('.main-svg'))"""


@contextmanager
def served(releases: Path, application: str = "app:server") -> Iterator[str]:
    """The address of the monitor behind gunicorn on a free port, on these releases."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "DOORSTROOM_RELEASES": str(releases)}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    place = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{place}/readyz", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, server.stdout.read().decode() if server.stdout else ""
                time.sleep(0.2)
        yield place
    finally:
        server.terminate()
        server.wait(20)
        if server.stdout:
            server.stdout.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    assert CHROMIUM, "no Chromium found; `make test` installs one"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test on a console error or a request to another host."""
    wrong: list[str] = []
    given: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL", **options}
    context = browser.new_context(**given)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None)
    yield page
    context.close()
    assert not wrong


def opened(page: Page, address: str) -> None:
    """Goes to an address and waits until everything is there."""
    page.goto(address)
    page.wait_for_function(THERE)
