"""Writes the generated tables of the README from the declarations; `--check` only tells whether they are current."""

import re
import sys
from pathlib import Path

from etl.catalogue import load_indicators, load_sources

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def indicators() -> str:
    found = load_indicators(ROOT / "etl" / "indicators", load_sources(ROOT / "etl" / "sources"))
    return table(
        ["id", "what", "unit", "numerator", "denominator", "split by"],
        [
            [
                f"`{i.id}`",
                i.name_en,
                i.unit,
                f"`{i.numerator}`",
                f"`{i.denominator}`" if i.denominator else "",
                ", ".join(i.by),
            ]
            for i in found.values()
        ],
    )


def sources() -> str:
    found = load_sources(ROOT / "etl" / "sources")
    return table(
        ["id", "what", "publisher", "table", "licence", "rounded to", "measures"],
        [
            [
                f"`{s.id}`",
                s.name_en,
                s.publisher,
                s.table_id or "",
                s.licence_en,
                str(s.rounded_to),
                ", ".join(f"`{m}`" for m in s.measures) or f"table `{s.table}`",
            ]
            for s in found.values()
        ],
    )


def rendered(text: str) -> str:
    """The README with its generated parts made anew."""
    for name, part in {"indicators": indicators, "sources": sources}.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = pattern.sub(lambda m, part=part: f"{m[1]}{part()}\n{m[2]}", text)
    return text


def main() -> int:
    text = README.read_text(encoding="utf-8")
    new = rendered(text)
    if "--check" in sys.argv:
        if new != text:
            print("README.md: the generated tables are out of date; run `make docs`.", file=sys.stderr)
        return int(new != text)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
