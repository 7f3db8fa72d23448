"""A reader without mouse or screen for the browser tests: keys go in, what the accessibility tree says comes out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from .browsing import THERE, WAIT

# More stops than any page has before what a reader looks for: a route that needs more is no route.
FAR = 90
PAUSE = 200  # milliseconds between two times of listening
# What stands inside a picture is not told: its name is (the browser leaves it to us to apply that rule here).
WHOLE = {"image"}


@dataclass(frozen=True)
class Node:
    """One thing as assistive tools get it."""

    role: str
    name: str
    expanded: bool | None = None
    checked: str | None = None

    def __str__(self) -> str:
        return f"{self.role} '{self.name}'"


class Reader:
    """Presses keys on a page and hears what has the focus, or all that stands on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tools = page.context.new_cdp_session(page)

    def opens(self, address: str) -> None:
        """Goes to an address and waits until everything is there."""
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        """Waits until no answer is still to come."""
        self.page.wait_for_function(THERE)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def until(self, heard: Callable[[], bool]) -> None:
        """Waits until something can be heard: the browser brings its tree up to date a moment after the page."""
        for _ in range(WAIT // PAUSE):
            if heard():
                return
            self.page.wait_for_timeout(PAUSE)
        raise AssertionError(f"not heard; what can be heard: {self.text()[:2000]}")

    def focus(self) -> Node:
        """What has the focus."""
        found = self.tools.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        asked = {"objectId": found["objectId"], "fetchRelatives": False}
        return _node(self.tools.send("Accessibility.getPartialAXTree", asked)["nodes"][0])

    def tabs_to(self, role: str, name: str, key: str = "Tab") -> Node:
        """Tabs on until something of that role and name has the focus; fails when it never comes."""
        passed = []
        for _ in range(FAR):
            self.page.keyboard.press(key)
            here = self.focus()
            if here.role == role and re.search(name, here.name):
                return here
            passed.append(str(here))
        raise AssertionError(f"{role} '{name}' is not reached with {key}; passed: {', '.join(passed)}")

    def follows(self, role: str, name: str, heading: str) -> None:
        """Tabs to a link, takes it, and arrives at the heading of the next page."""
        self.tabs_to(role, name)
        self.presses("Enter")
        self.page.wait_for_function(
            "words => document.activeElement.id === 'heading' && document.activeElement.textContent.includes(words)",
            arg=heading,
        )
        self.settle()
        assert heading in self.focus().name

    def hears(self, within: str = "main") -> list[Node]:
        """All that is said within one landmark or region, in reading order; `within` is its role or its name."""
        nodes = {node["nodeId"]: node for node in self.tools.send("Accessibility.getFullAXTree")["nodes"]}
        root = next(node for node in nodes.values() if "parentId" not in node)
        start = next((n for n in _under(root, nodes) if within in (_node(n).role, _node(n).name)), None)
        assert start is not None, f"nothing is called {within}"
        return [_node(node) for node in _under(start, nodes)]

    def text(self, within: str = "main") -> str:
        """The words of one landmark or region."""
        return " ".join(node.name for node in self.hears(within) if node.role == "StaticText")


def _under(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A node and all under it that assistive tools get, in reading order."""
    if not node.get("ignored"):
        yield node
        if node["role"]["value"] in WHOLE:
            return
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _under(nodes[child], nodes)


def _node(node: dict[str, Any]) -> Node:
    states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    value = {name: node.get(name, {}).get("value", "") for name in ("role", "name")}
    return Node(**value, expanded=states.get("expanded"), checked=states.get("checked"))
