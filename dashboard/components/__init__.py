"""Building blocks of the pages as plain dicts, the JSON that Dash's renderer reads; no figures are made here.

Component objects would be walked in Python on every answer; plain dicts go straight to the serialiser."""

from typing import Any

Element = dict[str, Any]
Children = Any

HTML = "dash_html_components"
CORE = "dash_core_components"
OWN = "doorstroom"  # assets/*.js


def el(tag: str, children: Children = None, *, namespace: str = HTML, **props: Any) -> Element:
    """One element; `tag` is the component's name in its library (`Div`, `Th`), `aria_label` becomes `aria-label`."""
    ready = {(k.replace("_", "-") if k.startswith(("aria_", "data_")) else k): v for k, v in props.items()}
    if children is not None:
        ready["children"] = children
    return {"type": tag, "namespace": namespace, "props": ready}


def core(tag: str, children: Children = None, **props: Any) -> Element:
    """An element of Dash's own core components."""
    return el(tag, children, namespace=CORE, **props)


def control(part: str, **props: Any) -> Element:
    """A part of the Mantine library, drawn when that is there (assets/control.js)."""
    return el("Control", namespace=OWN, part=part, **props)


def link(text: Children, href: str, **props: Any) -> Element:
    """A link to another page of the monitor, opened without loading everything again."""
    return el("A", text, href=href, **{"data-page": "here", **props})


def slot(name: str, children: Children = None, tag: str = "Div", **props: Any) -> Element:
    """A place whose contents change with the choices, while everything around it stays (focus, open details)."""
    return el(tag, [] if children is None else children, id={"type": "slot", "name": name}, **props)


def paragraphs(text: str, **props: Any) -> list[Element]:
    """A declared text as paragraphs, split at blank lines."""
    return [el("P", " ".join(part.split()), **props) for part in text.split("\n\n") if part.strip()]
