"""Sentences of the narrative as a list: what each is about in small print, once for all that follow."""

from collections.abc import Sequence

from . import Element, el

OPENING = ": "


def facts(sentences: Sequence[str]) -> Element:
    """A list with an item per sentence; its words stay whole for who listens or copies, whatever is drawn."""
    items, before = [], ""
    for sentence in sentences:
        topic, _, rest = sentence.rpartition(OPENING) if sentence.count(OPENING) == 1 else ("", "", sentence)
        if not topic:
            items.append(el("Li", sentence))
            before = ""
            continue
        seen = "fact-topic hidden-text" if topic == before else "fact-topic"
        items.append(el("Li", [el("Span", f"{topic}{OPENING}", className=seen), el("Span", rest, className="fact")]))
        before = topic
    return el("Ul", items, className="facts")
