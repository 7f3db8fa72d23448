"""Sentences of the narrative as a list: what each is about in small print, once for all that follow."""

from collections.abc import Collection, Sequence

from ..state import View
from . import Children, Element, el

OPENING = ": "


def tag(view: View) -> Element:
    """The mark of example data in one word, behind a sentence or above a list."""
    return el("Span", view.text("example_data"), className="example-tag")


def tagged(view: View, words: str, example: bool) -> Children:
    """A sentence with the mark of example data behind it when its figures are."""
    return [f"{words} ", tag(view)] if example else words


def marked(view: View, sentences: Sequence[str], examples: Collection[str]) -> Element:
    """A list of sentences; one mark above it when all tell of example data, else one behind each that does."""
    invented = [sentence in examples for sentence in sentences]
    if all(invented):
        return el("Div", [tag(view), facts(sentences)])
    if not any(invented):
        return facts(sentences)
    items = [el("Li", tagged(view, each, example)) for each, example in zip(sentences, invented, strict=True)]
    return el("Ul", items, className="facts")


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
