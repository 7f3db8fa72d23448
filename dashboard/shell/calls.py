"""Refuses calls of the browser's side that no page of ours makes, before Dash trips over them."""

from collections.abc import Mapping
from typing import Any

import orjson
from dash import Dash
from flask import Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

CALL = "_dash-update-component"
LARGEST = 100_000  # bytes; what a reader chose is a few hundred
LONGEST = 20_000  # of a text in it: the address bar takes no more
MOST_OUTPUTS = 200


def check(app: Dash) -> Response | None:
    """Lets a call pass that is one of ours in every part; raises BadRequest or RequestEntityTooLarge."""
    if request.method != "POST" or request.path != app.get_relative_path(f"/{CALL}"):
        return None
    if (request.content_length or 0) > LARGEST:
        raise RequestEntityTooLarge
    try:
        call = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise BadRequest("no JSON") from error
    # Dash marks each call with who made it; all else in the address is for work in the background: there is none.
    if set(request.args) - {"endId"} or not request.is_json or not fits(app.callback_map, call):
        raise BadRequest("no page makes this call")
    return None


def fits(known: Mapping[str, Any], call: Any) -> bool:
    """Whether a call names a callback that is run here, with its outputs and with values of the kinds it takes."""
    if not isinstance(call, dict) or not isinstance(call.get("output"), str):
        return False
    wanted = known.get(call["output"])
    changed = call.get("changedPropIds", [])
    return (
        wanted is not None
        and "callback" in wanted
        and isinstance(changed, list)
        and all(isinstance(each, str) for each in changed)
        and _outputs(call["output"], call.get("outputs"))
        and _values(wanted["inputs"], call.get("inputs"))
        and _values(wanted["state"], call.get("state", []))
    )


def _outputs(name: str, given: Any) -> bool:
    wanted = [each.rpartition(".")[::2] for each in name.strip(".").split("...")]
    return (
        isinstance(given, list)
        and len(given) == len(wanted)
        and all(_output(*each, entry) for each, entry in zip(wanted, given, strict=True))
    )


def _output(name: str, prop: str, given: Any) -> bool:
    """One output as it was declared, or the list of all that fit a pattern."""
    if not name.startswith("{"):
        return isinstance(given, dict) and given.get("id") == name and given.get("property") == prop
    pattern = orjson.loads(name)
    return (
        isinstance(given, list)
        and len(given) <= MOST_OUTPUTS
        and all(
            isinstance(entry, dict)
            and entry.get("property") == prop
            and isinstance(entry.get("id"), dict)
            and entry["id"].keys() == pattern.keys()
            and all(isinstance(entry["id"][k], str) and v in (["ALL"], entry["id"][k]) for k, v in pattern.items())
            for entry in given
        )
    )


def _values(wanted: list[dict[str, str]], given: Any) -> bool:
    return (
        isinstance(given, list)
        and len(given) == len(wanted)
        and all(
            isinstance(entry, dict)
            and (entry.get("id"), entry.get("property")) == (each["id"], each["property"])
            and _value(f"{each['id']}.{each['property']}", entry.get("value"))
            for each, entry in zip(wanted, given, strict=True)
        )
    )


def _value(name: str, value: Any) -> bool:
    """A part of the address, a number of moves, or the choices of before and now."""
    if name == "url.pathname":
        return isinstance(value, str) and len(value) <= LONGEST
    if name == "nav.data":
        return value is None or isinstance(value, int | float)
    if isinstance(value, dict):
        return name == "state.data" and len(value) <= MOST_OUTPUTS and all(_short(each) for each in value.values())
    return value is None or (name != "state.data" and _short(value))


def _short(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= LONGEST)
