"""The address of figures in the API: pages link to it, files name it; there is no other way to download."""

from collections.abc import Mapping
from urllib.parse import urlencode

PREFIX = "/api/v1"


def figures_address(indicator: str, asked: Mapping[str, str], release: str, language: str, form: str = "") -> str:
    """The address of exactly the figures of a question, of one release; `form` is csv, xlsx or parquet."""
    pinned = {**asked, "release": release, "taal": "" if language == "nl" else language, "f": form}
    # An empty split means something: one figure, and not one per region.
    kept = {name: text for name, text in pinned.items() if text or name == "per"}
    return f"{PREFIX}/indicatoren/{indicator}/waarden?{urlencode(kept, safe=',')}"
