"""Our own styles and scripts as one file of each kind, so that a first visit asks for two files instead of thirty.

`python -m dashboard.bundle` writes the files; a document names them only when they are those of today.
"""

import re
from collections.abc import Container
from hashlib import sha256

# In the document of Dash: (a line, the address in it). The style sheet of the theme has another ending.
LINES = {
    "css": re.compile(r'(<link rel="stylesheet" href="(/assets/[^"]+\.css\?m=[^"]+)">)\n?'),
    "js": re.compile(r'(<script defer src="(/assets/[^"]+\.js\?m=[^"]+)"></script>)\n?'),
}
NEW = {"css": '<link rel="stylesheet" href="{}">\n', "js": '<script defer src="{}"></script>\n'}


def parts(kind: str, text: str) -> list[str]:
    """The addresses of our own files of a kind in a document, in their order."""
    return [address for _, address in LINES[kind].findall(text)]


def name(kind: str, addresses: list[str]) -> str:
    """The address of these files as one; other files, or other contents, have another."""
    return f"/joined/{sha256(' '.join(addresses).encode()).hexdigest()[:16]}.{kind}"


def joined(kind: str, text: str, there: Container[str]) -> str:
    """Lines of a document with our own files as one, at the place of the first, when that one is there."""
    address = name(kind, parts(kind, text))
    if address not in there:
        return text
    first = LINES[kind].search(text)
    start = first.start() if first else 0
    return text[:start] + NEW[kind].format(address) + LINES[kind].sub("", text[start:])
