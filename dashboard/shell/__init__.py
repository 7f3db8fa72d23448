"""The Dash application around the pages: layout and the two callbacks that fill it; makes no figures."""

import logging
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from .. import i18n
from ..components import OWN, Children, Element, controls, el
from ..indicators import QueryError, WarehouseError
from ..pages import HOME, PAGES, SLUGS, asked_at, at, region_at, view_of
from ..state import Absent, UnknownChoice, address
from ..theme import theme as tokens
from . import look, notices, serve, surround
from .index import Monitor

LOG = logging.getLogger(__name__)
ASSETS = Path(__file__).parents[1] / "assets"


def create() -> Dash:
    """The application with its layout, callbacks, addresses and headers; opens no release."""
    app = Monitor(
        __name__,
        assets_folder=str(ASSETS),
        assets_ignore=r"plotly-basic\.min\.js|^theme\.js",  # a first chart asks for the one, the document for the other
        use_pages=False,
        suppress_callback_exceptions=True,
        update_title="",  # a title that flickers is read aloud each time
        enable_mcp=False,
    )
    app.look = look.dress(app)
    app.layout = layout()
    app.callback(
        Output("head", "children"),
        Output("page", "children"),
        Output("foot", "children"),
        Output("title", "data"),
        Input("url", "pathname"),
        Input("nav", "data"),
        State("url", "search"),
    )(open_page)
    app.callback(
        Output({"type": "slot", "name": ALL}, "children"),
        Output({"type": "figure", "name": ALL}, "figure"),
        Output("live", "children"),
        Input("state", "data"),
        State("url", "pathname"),
        State(surround.SHOWN, "data"),
        prevent_initial_call=True,
    )(update_page)
    app.clientside_callback(
        ClientsideFunction("state", "write"),
        Output("state", "data"),
        Input({"type": "filter", "name": ALL, "default": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("state", "follow"), Output("nav", "data"), Input("url", "search"), prevent_initial_call=True
    )
    app.clientside_callback(ClientsideFunction("state", "settle"), Output("settled", "data"), Input("live", "children"))
    app.clientside_callback(ClientsideFunction("state", "arrive"), Output("arrived", "data"), Input("title", "data"))
    serve.guard(app)
    return app


def layout() -> html.Div:
    """The fixed outside of every page; language and contents come with the first answer."""
    polite: Any = {"aria-live": "polite"}
    stores = [dcc.Store(id=name) for name in ("state", "nav", "title", "arrived", "settled")]
    theme = {
        "primaryColor": "brand",
        "colors": {"brand": list(tokens().scale)},
        "primaryShade": 8,
        "fontFamily": "var(--font)",
        "defaultRadius": "sm",
        "respectReducedMotion": True,
    }
    library: Any = el("ControlLibrary", namespace=OWN, theme=theme, scheme="light")
    return html.Div(
        [
            library,
            dcc.Location(id="url", refresh="callback-nav"),
            *stores,
            html.Div(id="head"),
            html.Main(id="page", className="wrap", tabIndex=-1),
            html.Div(id="foot"),
            html.Div(id="live", className="hidden-text", role="status", **polite),
        ]
    )


def open_page(pathname: str, moves: int | None, search: str | None) -> tuple[Children, Children, Children, str]:
    """A whole page: after loading, a link, or going back."""
    lang, name = at(pathname) or (i18n.LANGUAGES[0], HOME)
    asked = asked_at(pathname, search)
    title = i18n.text(f"{name}_title", lang)
    notes: list[Element] = []
    # One release for the whole answer: the newest may become another while it is made.
    known = notices.readable(asked.get("release"))
    try:
        view = view_of(pathname, search, known.release.id if known else None)
        contents = PAGES[name].show(view, PAGES[name].read(view))
        title = PAGES[name].title(view) if hasattr(PAGES[name], "title") else title
        notes = notices.refused(view, contents)
    except UnknownChoice as error:
        contents = surround.unknown(lang, name, asked, error)
    except Absent as error:
        contents = surround.absent(view, error.subject)
    except WarehouseError as error:
        LOG.warning("no page at %s: %s", pathname, error)
        contents = surround.no_data(lang, asked.get("release", ""))
    except Exception:
        LOG.exception("no page at %s", pathname)
        contents = surround.failed(lang)
    return (
        surround.head(lang, name, asked, known),
        [notices.place(notes), *contents],
        surround.foot(lang, asked, known),
        f"{title} – {i18n.text('site_name', lang)}",
    )


def update_page(
    state: dict[str, str] | None, pathname: str, release: str | None = None
) -> tuple[list[Any], list[Any], Any]:
    """Only what changes with a choice: slots and figures; controls stay unless their lists change.

    `release` is the one that the page lives on, whatever went on show since.
    """
    slots, figures = (group if isinstance(group, list) else [group] for group in ctx.outputs_list[:2])
    names, charts = [s["id"]["name"] for s in slots], [f["id"]["name"] for f in figures]
    try:
        filled, drawn, spoken = changes(state or {}, pathname, release)
        filled[notices.NAME] = notices.newer(view_of(pathname, (state or {}).get("now"), release))
    except (UnknownChoice, Absent, WarehouseError, QueryError) as error:
        LOG.warning("no update at %s: %s", pathname, error)
        filled, drawn, spoken = unanswered(pathname, error), {}, ""
    except Exception as error:
        LOG.exception("no update at %s", pathname)
        filled, drawn, spoken = unanswered(pathname, error), {}, ""
    return [filled.get(n, no_update) for n in names], [drawn.get(n, no_update) for n in charts], spoken


def unanswered(pathname: str, error: Exception) -> dict[str, Children]:
    """What a page says when a choice has no answer; the way out leads to the page as it is without that choice."""
    lang, name = at(pathname) or (i18n.LANGUAGES[0], HOME)
    reason: notices.Reason = "failed"
    if isinstance(error, WarehouseError):
        reason = "gone"
    elif isinstance(error, (UnknownChoice, Absent, QueryError)):
        reason = "stale"
    fresh = address(lang, SLUGS[name][lang], {"regio": region_at(pathname)})
    return {notices.NAME: notices.unanswered(lang, fresh, reason)}


def changes(
    state: dict[str, str], pathname: str, release: str | None = None
) -> tuple[dict[str, Children], dict[str, Any], str]:
    """Slots and figures by name, and the sentence to read aloud, for the state that a reader chose."""
    view = view_of(pathname, state.get("now"), release)
    module = PAGES[view.page]
    content = module.read(view)
    filled = content.all_slots(view)
    for name in same(module, pathname, view.asked, state.get("before")):
        filled.pop(name, None)
    for name, shown in shown_before(module, pathname, state.get("before"), release).items():
        if filled.get(name) == shown:
            del filled[name]
    if hasattr(module, "dependent"):
        now = module.dependent(view)
        before = state.get("before")
        if before is None or controls.offers(now) != offered_before(module, pathname, before, release):
            filled[controls.CONTROLS] = now
    return filled, content.figures(), content.spoken


def same(module: ModuleType, pathname: str, asked: Mapping[str, str], before: str | None) -> list[str]:
    """The slots of a page that stay as they are, because the choices they follow from did not change.

    `before` is None when the browser does not know what it shows: an answer to an earlier choice was still to come.
    """
    follows: dict[str, tuple[str, ...]] = getattr(module, "FOLLOWS", {})
    if before is None or not follows:
        return []
    old = asked_at(pathname, before)
    changed = {name for name in {*old, *asked} if old.get(name) != asked.get(name)}
    return [slot for slot, choices in follows.items() if not changed & set(choices)]


def shown_before(
    module: ModuleType, pathname: str, before: str | None, release: str | None = None
) -> dict[str, Children]:
    """What the slots of a page showed before the choice, where that costs no question to the release to make again.

    Empty when the page does not keep its figures (`KEPT`), and when the browser does not know what it shows.
    """
    if before is None or not getattr(module, "KEPT", False):
        return {}
    try:
        view = view_of(pathname, before, release)
        return dict(module.read(view).all_slots(view))
    except (UnknownChoice, Absent, WarehouseError, QueryError):
        return {}


def offered_before(module: ModuleType, pathname: str, search: str, release: str | None = None) -> list[object] | None:
    """What the dependent controls offered before the choice; None when that address was wrong."""
    try:
        return controls.offers(module.dependent(view_of(pathname, search, release)))
    except (UnknownChoice, Absent, WarehouseError, QueryError):
        return None
