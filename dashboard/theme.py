"""Colours, sizes and fonts from one file, for style sheet and charts alike; draws nothing.

Another file may take its place through DOORSTROOM_THEME; it names only what differs from `theme.json`.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

SETTING = "DOORSTROOM_THEME"
HERE = Path(__file__).parent
OWN_FILE = HERE / "theme.json"
SHEET = "tokens.css"
ICON = "favicon.svg"
FONTS = HERE / "assets" / "vendor"
COLOUR = re.compile(r"#[0-9a-f]{6}")
MODES = ("light", "dark")
# A line that goes down and up again, as on the pages.
ICON_DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>{light}
@media (prefers-color-scheme: dark) {{ {dark} }}</style>
<rect width="32" height="32" rx="4"/><path d="M6 22 13 14l5 5 8-10"/></svg>
"""
ICON_RULES = "rect {{ fill: {ground}; }} path {{ fill: none; stroke: {line}; stroke-width: 3; }}"
# Plotly writes colours into its drawing (hatching: as attributes), where only a rule that insists can replace them.
DRAWN = '.js-plotly-plot :is([style*="{what}: {rgb}"], [{what}="{rgb}"]) {{ {what}: var(--{name}) !important; }}'


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on a page, and the contrast they need: 4.5 for text, 3 for lines and shapes."""

    front: str
    back: str
    least: float
    light: float
    dark: float


@dataclass(frozen=True)
class Font:
    """The typeface: where npm has it, and which installed fonts stand in for it at the same size."""

    family: str
    package: str
    version: str
    file: str
    weights: str
    instead: Sequence[str]
    fit: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of its file here; another version has another name."""
        return f"{self.package.rpartition('/')[2]}-{self.version}.woff2"


@dataclass(frozen=True)
class Theme:
    """All tokens: colours by name and mode, which of them charts use, sizes by name."""

    colors: Mapping[str, Mapping[str, str]]
    scale: Sequence[str]
    charts: Mapping[str, Sequence[str]]
    contrast: Sequence[Pair]
    font: Font
    sizes: Mapping[str, str]

    def colour(self, name: str, mode: str = "light") -> str:
        """A colour as `#rrggbb`."""
        return self.colors[name][mode]

    def drawn(self) -> list[str]:
        """The names of the colours that charts use."""
        return list(dict.fromkeys(name for names in self.charts.values() for name in names))


@cache
def theme() -> Theme:
    """The theme of this run: our own, with what the file of DOORSTROOM_THEME changes."""
    chosen = os.environ.get(SETTING)
    return read(Path(chosen)) if chosen else read()


def read(path: Path = OWN_FILE) -> Theme:
    """The theme of a file, completed from our own; raises ValueError when it names what we do not have."""
    base = json.loads(OWN_FILE.read_text(encoding="utf-8"))
    own = json.loads(path.read_text(encoding="utf-8")) if path != OWN_FILE else {}
    merged: dict[str, Any] = {}
    for section, content in base.items():
        change = own.get(section, content)
        merged[section] = {**content, **change} if isinstance(content, dict) else change
    fixed = {"colors": base["colors"], "sizes": base["sizes"], "charts": base["charts"], "font": base["font"]}
    for section, known in fixed.items():
        if extra := merged[section].keys() - known.keys():
            raise ValueError(f"{path.name}: '{min(extra)}' in '{section}' is not ours. Take a name from theme.json.")
    for name, modes in merged["colors"].items():
        if set(modes) != set(MODES) or not all(COLOUR.fullmatch(c) for c in modes.values()):
            raise ValueError(f"{path.name}: colour '{name}' needs light and dark as #rrggbb in small letters.")
    made = Theme(
        colors=merged["colors"],
        scale=merged["scale"],
        charts=merged["charts"],
        contrast=[Pair(**pair) for pair in merged["contrast"]],
        font=Font(**merged["font"]),
        sizes=merged["sizes"],
    )
    if clash := same_in_light_only(made):
        raise ValueError(f"{path.name}: {' and '.join(clash)} are one colour in light, so dark cannot part them.")
    return made


def same_in_light_only(made: Theme) -> list[str]:
    """Colours of charts that are the same in light and not in dark: the style sheet finds them by their light value."""
    seen: dict[str, str] = {}
    for name in made.drawn():
        other = seen.setdefault(made.colour(name), name)
        if made.colour(name, "dark") != made.colour(other, "dark"):
            return [other, name]
    return []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, by WCAG 2.2 (relative luminance)."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def weak(made: Theme) -> list[str]:
    """The pairs with too little contrast, each in a sentence."""
    told = []
    for pair in made.contrast:
        for mode in MODES:
            found = contrast(made.colour(pair.front, mode), made.colour(pair.back, mode))
            if found < pair.least:
                told.append(f"{pair.front} on {pair.back} ({mode}) has contrast {found:.1f}, {pair.least} is needed")
    return told


def style_sheet(made: Theme, font: str = "") -> str:
    """The tokens as custom properties, the font at address `font`, and the colours of drawn charts by token."""
    sizes = [f"--{name}: {value};" for name, value in made.sizes.items()]
    family = [f"--font: {stack(made)};"]
    light, dark = ([f"--{name}: {modes[mode]};" for name, modes in made.colors.items()] for mode in MODES)
    steps = [f"--scale-{at}: {colour};" for at, colour in enumerate(made.scale)]
    at_night = ["color-scheme: dark;", *dark]
    # Print is always light, so dark is for screens only.
    blocks = [
        *faces(made, font),
        rule(":root", ["color-scheme: light;", *light, *steps, *sizes, *family]),
        f"@media screen and (prefers-color-scheme: dark) {{ {rule(':root:not([data-theme=light])', at_night)} }}",
        f"@media screen {{ {rule(':root[data-theme=dark]', at_night)} }}",
    ]
    for name in made.drawn():
        colour = made.colour(name)
        rgb = f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
        blocks += [DRAWN.format(what=what, rgb=rgb, name=name) for what in ("fill", "stroke")]
    return "\n".join(blocks) + "\n"


def icon(made: Theme) -> str:
    """The picture of the site in a tab or among bookmarks, as SVG."""
    ground, line = made.colors["brand"], made.colors["on-brand"]
    return ICON_DRAWN.format(**{m: ICON_RULES.format(ground=ground[m], line=line[m]) for m in MODES})


def rule(selector: str, lines: Sequence[str]) -> str:
    """One rule of a style sheet."""
    return f"{selector} {{ {' '.join(lines)} }}"


def stack(made: Theme) -> str:
    """The families to try in turn."""
    family = made.font.family
    return f'{family}, "{family} instead", system-ui, sans-serif'


def faces(made: Theme, font: str) -> list[str]:
    """The typeface and its stand-in, which is scaled so that no line moves when the typeface arrives."""
    local = ", ".join(f'local("{name}")' for name in made.font.instead)
    fit = [f"{name}: {value};" for name, value in made.font.fit.items()]
    instead = [f'font-family: "{made.font.family} instead";', f"src: {local};", *fit]
    own = [
        f"font-family: {made.font.family};",
        f'src: url("{font}") format("woff2");',
        f"font-weight: {made.font.weights};",
        "font-display: swap;",
    ]
    return [*([rule("@font-face", own)] if font else []), rule("@font-face", instead)]


def stamp(text: str) -> str:
    """A short name for a text; another text has another."""
    return sha256(text.encode()).hexdigest()[:12]
