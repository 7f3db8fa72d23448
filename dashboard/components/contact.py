"""How to reach who keeps this site: the address of the setting DOORSTROOM_EMAIL, or words that there is none."""

import os

from ..state import View
from . import Element, el

SETTING = "DOORSTROOM_EMAIL"


def told(view: View, key: str) -> list[Element]:
    """The text of a key, then the address to write to."""
    address = os.environ.get(SETTING, "").strip()
    if not address:
        return [el("P", view.text(key)), el("P", view.text("contact_none"))]
    way = el("A", address, href=f"mailto:{address}")
    return [el("P", view.text(key)), el("P", [view.text("contact_mail"), " ", way])]
