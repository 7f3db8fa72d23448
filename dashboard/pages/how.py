"""Where a frame leads for how its statistics are made: names and addresses of families on the page of methods."""

from ..state import View
from .method_examples import FAMILIES


def how(view: View, *families: str) -> list[tuple[str, str]]:
    """The names and addresses of some families of statistics, for the same region and release."""
    return [
        (view.text(f"stat_{family}_name"), view.to("statistics", {"methode": FAMILIES[family]})) for family in families
    ]
