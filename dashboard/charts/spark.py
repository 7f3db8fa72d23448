"""A tiny line beside a sentence, as a picture; the last point is hollow when it is provisional."""

from collections.abc import Sequence
from urllib.parse import quote

from ..theme import theme
from .style import Point

PLAIN = " '/:;,=()@*{}"


def sparkline(points: Sequence[Point], width: int = 240, height: int = 48) -> str:
    """A tiny line as the address of an inline picture; it decorates a sentence that says the same."""
    seen = [(i, p.value, p.provisional) for i, p in enumerate(points) if p.value is not None]
    if len(seen) < 2:
        return ""
    low, high = min(v for _, v, _ in seen), max(v for _, v, _ in seen)
    reach = (high - low) or 1
    step = (width - 12) / max(len(points) - 1, 1)

    def place(at: int, value: float) -> str:
        return f"{6 + at * step:.1f},{height - 6 - (value - low) / reach * (height - 12):.1f}"

    firm = " ".join(place(i, v) for i, v, provisional in seen if not provisional)
    tail_from = max((k for k, (_, _, provisional) in enumerate(seen) if not provisional), default=0)
    tail = " ".join(place(i, v) for i, v, _ in seen[tail_from:])
    at, last, provisional = seen[-1]
    x, y = place(at, last).split(",")
    # A picture cannot read the page's style sheet, but it follows its colour scheme, also one the reader chose: in it
    # prefers-color-scheme is the `color-scheme` of the place it stands in (Media Queries 5), which the tokens set.
    own, paper = (theme().colors[name] for name in ("own", "paper"))
    style = (
        f"*{{fill:none;stroke:{own['light']};stroke-width:2}}circle{{fill:{(paper if provisional else own)['light']}}}"
        f"@media(prefers-color-scheme:dark){{*{{stroke:{own['dark']}}}"
        f"circle{{fill:{(paper if provisional else own)['dark']}}}}}"
    )
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>"
        f"<style>{style}</style><polyline points='{firm}'/><polyline points='{tail}' stroke-dasharray='2 4'/>"
        f"<circle cx='{x}' cy='{y}' r='4'/></svg>"
    )
    # What need not be written as a code in an address is not: the picture goes over the line with every answer.
    return f"data:image/svg+xml,{quote(svg, safe=PLAIN)}"
