"""Words of the glossary inside running text: a word that can be opened where it stands; explains nothing itself."""

import re
from collections.abc import Iterator

from ..indicators import Term
from ..state import View
from . import OWN, Children, Element, el

# How a word may end without being another one: vsv'ers, doorstroompunten, arbeidsmarktregio's, targets.
ENDINGS = r"(?:'?s|en|n)?"
ASIDE = re.compile(r"\s*\(([^)]*)\)")


def marked(view: View, text: Children) -> Children:
    """A text with the first of each glossary word in it made to open; anything but plain text is left as it is."""
    if not isinstance(text, str):
        return text
    known = spellings(view)
    if not known:
        return text
    longest_first = sorted(known, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    parts: list[Children] = []
    seen: set[str] = set()
    done = 0
    # A word within a compound (vsv-cijfers, NEET'er) is another word.
    for found in re.finditer(rf"(?<![\w'-])({either}){ENDINGS}(?![\w]|['-]\w)", text, re.IGNORECASE):
        term = known[found[1].lower()]
        if term.id in seen:
            continue
        seen.add(term.id)
        parts += [text[done : found.start()], word(view, term, found[0])]
        done = found.end()
    return [part for part in [*parts, text[done:]] if part] if parts else text


def word(view: View, term: Term, shown: str) -> Element:
    """One word that opens its explanation; assets/glossary.js draws it."""
    return el("Term", shown, namespace=OWN, text=view.named(term, "text"))


def spellings(view: View) -> dict[str, Term]:
    """Every way in which a term of the glossary is written, in small letters; the first term keeps a spelling."""
    found: dict[str, Term] = {}
    for term in view.catalogue.terms.values():
        for name in written(view.named(term, "term")):
            found.setdefault(name.lower(), term)
    return found


def written(name: str) -> Iterator[str]:
    """A term and what stands in brackets behind it: `Early school leaver (vsv'er)` is written in two ways."""
    yield ASIDE.sub("", name)
    yield from ASIDE.findall(name)
