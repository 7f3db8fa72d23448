"""Links to the files of one table: every form that the API has for it, beside each other."""

import re

from ..state import FORMS, View
from . import Element, el

CSV = re.compile(r"(?<=[?&])f=csv(?=&|$)")


def downloads(view: View, address: str, name: str = "", file: str = "") -> list[Element]:
    """Links to a table as CSV, as CSV for Excel and as XLSX.

    `address` is that of the CSV, `name` says which table when a frame has several, and `file` is the name to keep it
    under, without an ending; without it the answer brings its own.
    """
    links = []
    for form, ending in FORMS.items():
        key = f"download_{form}"
        words = view.text(f"{key}_of", name=name) if name else view.text(key)
        kept = f"{file}.{ending}" if file else True
        links.append(el("A", words, href=CSV.sub(f"f={form}", address), download=kept))
    return links
