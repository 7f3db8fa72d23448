"""What a page gives to the shell: its slots and figures, and the frame they stand in; knows no indicator."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..charts import Axis
from ..components import Children, Element, absence, el, glossary
from ..components.panel import Panel, contents
from ..indicators import Indicator
from ..state import View


@dataclass
class Content:
    """The changing parts of a page: what goes into its slots, its figures, and the sentence read aloud on a change."""

    slots: dict[str, Children] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    spoken: str = ""

    def all_slots(self, view: View) -> dict[str, Children]:
        """Every slot of the page by name, those of the panels included."""
        filled = dict(self.slots)
        for name, panel in self.panels.items():
            filled |= contents(view, name, panel)
        return filled

    def figures(self) -> dict[str, dict[str, Any]]:
        """Every figure of the page by name."""
        return {name: panel.figure for name, panel in self.panels.items() if panel.figure is not None}


def page(view: View, heading: Children, intro: Children, parts: Sequence[Children]) -> list[Element]:
    """A page: a heading that takes the focus after navigation, an introduction with its words explained, its parts."""
    return [
        el("H1", heading, id="heading", tabIndex=-1),
        el("P", glossary.marked(view, intro), className="intro"),
        *absence.note(view),
        *parts,
    ]


def sections(view: View, parts: Sequence[tuple[str, str, Sequence[Children]]]) -> list[Element]:
    """Parts of a long page as (name, heading, contents): links to each, then each under its own heading."""
    links = [el("Li", el("A", heading, href=f"#{name}")) for name, heading, _ in parts]
    listed = el("Nav", el("Ul", links), className="contents", **{"aria-label": view.text("methods_contents")})
    return [listed] + [
        el("Section", [el("H2", heading), *inside], id=name, className="section") for name, heading, inside in parts
    ]


def axis_of(view: View, indicator: Indicator) -> Axis:
    """How the values of an indicator are written along an axis."""
    separators = ",." if view.lang == "nl" else ".,"
    return Axis(view.text("nothing_here"), "%" if indicator.unit == "%" else "", separators, indicator.decimals)
