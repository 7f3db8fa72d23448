"""Code to copy that reads exactly the table on the screen: the address of the API, Python and R."""

from collections.abc import Sequence
from textwrap import wrap

from ...components import Element, el
from ...exports import Sheet
from ...exports.names import Kind
from ...state import View
from .question import address

PYTHON = """\
import pandas as pd

address = (
    {address}
)
texts = [
    {texts},
]
table = pd.read_csv(address, dtype=dict.fromkeys(texts, "string"), keep_default_na=False, na_values=[""])
print(table)"""
R = """\
address <- paste0(
  {address}
)
texts <- c(
  {texts}
)
flags <- c({flags})
classes <- setNames(rep(c("character", "logical"), c(length(texts), length(flags))), c(texts, flags))
table <- read.csv(address, colClasses = classes, na.strings = "", encoding = "UTF-8", check.names = FALSE)
print(table)"""
LONGEST = 100


def snippets(view: View, made: Sheet, host: str) -> Element:
    """The three ways to fetch the table, each with a button that copies it."""
    call = f"{host}{address(made)}"
    parts = [("api", call), ("python", python(made, host)), ("r", r_code(made, host))]
    inside = [el("Summary", view.text("explorer_code")), el("P", view.text("explorer_code_intro"))]
    for name, code in parts:
        inside += block(view, name, code)
    return el("Details", inside, className="panel-table snippets")


def block(view: View, name: str, code: str) -> list[Element]:
    """A piece of code under its name, and the button that copies it."""
    title = f"code-{name}"
    said = {
        "data-copy": code,
        "data-done": view.text("explorer_copied"),
        "data-failed": view.text("explorer_copy_failed"),
        "aria-describedby": title,
    }
    button = el("Button", view.text("explorer_copy"), type="button", **said)
    return [
        el("H3", view.text(f"explorer_code_{name}"), id=title),
        el("Pre", el("Code", code), tabIndex=0, role="region", **{"aria-labelledby": title}),
        el("P", [button, el("Span", role="status", className="copied")], className="actions"),
    ]


def python(made: Sheet, host: str) -> str:
    """Python that reads the table with pandas; codes stay texts."""
    names = ",\n    ".join(in_lines(named(made, "text")))
    return PYTHON.format(address="\n    ".join(pieces(f"{host}{address(made, 'csv')}")), texts=names)


def r_code(made: Sheet, host: str) -> str:
    """R that reads the table with what R has by itself; codes stay texts, and true and false are no texts."""
    names = ",\n  ".join(in_lines(named(made, "text")))
    flags = ", ".join(in_lines(named(made, "flag")))
    return R.format(address=",\n  ".join(pieces(f"{host}{address(made, 'csv')}")), texts=names, flags=flags)


def named(made: Sheet, kind: Kind) -> list[str]:
    """The columns that hold cells of a kind: text also where it looks like a number."""
    return [column.name for column in made.columns if column.kind == kind]


def in_lines(names: Sequence[str]) -> list[str]:
    """Quoted names with commas, in lines of a readable length."""
    return [", ".join(f'"{name}"' for name in line.split()) for line in wrap(" ".join(names), LONGEST * 3 // 4)]


def pieces(text: str) -> list[str]:
    """An address as quoted pieces, cut before each choice; it holds no quotes or backslashes, so nothing to escape."""
    whole = text.replace("&", "\n&").split("\n")
    cut = [part[at : at + LONGEST] for part in whole for at in range(0, len(part), LONGEST)]
    return [f'"{part}"' for part in cut]
