"""Requests of a stranger who means harm or types badly: seeded, so that what goes wrong once can be tried again."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

API = "/api/v1"
# Values for anything that a reader can choose: numbers out of every bound, other alphabets, code of several languages.
NASTY = (
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "²",
    "٣",
    "१२",
    "2023.5",
    "NaN",
    "99999",
    "2147483648",
    "9223372036854775808",
    "9" * 20,
    "9" * 39,
    "9" * 400,
    "9" * 5000,
    "-" + "9" * 20,
    "a" * 999,
    "a" * 20_000,
    "%",
    "%%",
    "%s%n{0}",
    "\x00",
    "\ud7ff\ufffd",
    "'; drop table release; --",
    '"><script>alert(1)</script>',
    "../../../../etc/passwd",
    "NL01,NL01,NL01",
    ",,,,",
    "MC12," * 300,
    "laatste,alle",
    "alle",
    "laatste",
    "totaal",
    "doorstroompunt",
    "gemeente",
    "[]",
    "{}",
    "null",
    "None",
    "true",
    "İ",
    "ﬀ",
    "🇳🇱",
)
RIGHT = {
    "regio": ("MC12", "NL01", "doorstroompunt", "gemeente", "GM0150", "28"),
    "periode": ("2023", "laatste", "alle", "2021"),
    "gemeente": ("GM0150,GM0163", "MC03,GM0014"),
    "per": ("regio", "periode", "", "leeftijd", "regio,periode"),
    "leeftijd": ("totaal", "18_tot_20"),
    "geslacht": ("man", "totaal"),
    "f": ("json", "csv", "xlsx", "parquet"),
    "taal": ("nl", "en"),
    "met": ("interval", "vergelijking", "rang"),
    "vergelijk": ("NL01", "MC12", "eerder", "soortgelijk"),
    "niveau": ("95", "90"),
    "kenmerken": ("leeftijd", "geslacht,leeftijd"),
    "model": ("intern", "cbs"),
    "soort": ("doorstroompunt", "gemeente", "arbeidsmarkt"),
    "metSoort": ("arbeidsmarkt", "provincie"),
    "jaar": ("2026", "2020"),
    "aantal": ("7", "1"),
    "set": ("standaard",),
    "eerdere": ("2022", "eerste"),
    "uren": ("12", "20"),
    "werksoort": ("alle", "vast"),
    "moment": ("1", "j1"),
    "onderwerp": ("vsv", "neet"),
    "sorteer": ("regio", "-waarde"),
    "zoek": ("den",),
    "release": (),
    "indicator": ("vsv_duo_lt23", "neet_leeftijd"),
    "naast": ("MC12,MC13",),
    "opleiding": ("mbo",),
    "herkomst": ("nederland",),
    "indeling": ("2026", "periode"),
}
OF_AN_INDICATOR = (
    "waarden", "trechter", "verwacht", "verschil", "plaatsen", "herzieningen", "doelpad", "doelen", "verdeling",
    "groep",
)  # fmt: skip
# Words that an answer takes; a wrong one is refused before anything else is looked at.
WORDS = {
    "waarden": (
        "regio",
        "periode",
        "per",
        "leeftijd",
        "geslacht",
        "f",
        "met",
        "vergelijk",
        "niveau",
        "sorteer",
        "zoek",
    ),
    "trechter": ("periode", "leeftijd", "f"),
    "verwacht": ("periode", "kenmerken", "model", "niveau", "f"),
    "verschil": ("periode", "regio", "vergelijk", "kenmerken", "eerdere", "f"),
    "plaatsen": ("periode", "eerdere", "niveau", "f"),
    "herzieningen": ("soort", "f"),
    "doelpad": ("regio", "niveau", "f"),
    "doelen": ("periode", "niveau", "f"),
    "verdeling": ("periode", "f"),
    "groep": ("gemeente", "periode", "per", "leeftijd", "geslacht", "opleiding", "f"),
    "soortgelijk": ("aantal", "set", "f"),
    "effectrapportage": ("periode", "f"),
    "posities": ("periode", "f"),
    "overlap": ("soort", "metSoort", "jaar", "f"),
    "duurzaam-werk": ("uren", "werksoort", "moment", "periode", "niveau", "f"),
    "regios": ("soort", "f", "taal"),
    "gepubliceerde-cijfers": ("onderwerp", "f", "release"),
}
OF_A_REGION = ("soortgelijk", "effectrapportage", "posities")
LISTS = (
    "indicatoren", "regios", "gepubliceerde-cijfers", "doelen", "bronnen", "releases", "openapi.json", "overlap",
    "duurzaam-werk",
)  # fmt: skip
SLOTS, FIGURES = ('{"name":["ALL"],"type":"slot"}', '{"name":["ALL"],"type":"figure"}')
FILES = ("dash/dcc/nothing.js", "dash_table/bundle.js", "nothing/at/all.js", "dash/deps/../../app.py", "dash", "x.map")


@dataclass(frozen=True)
class Hostile:
    """One request: method, raw address, body and headers."""

    method: str
    address: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def requests(count: int, seed: int, pages: tuple[str, ...], indicators: tuple[str, ...]) -> Iterator[Hostile]:
    """So many requests over pages, API, callbacks and files."""
    rng = random.Random(seed)
    kinds = (_api, _api, _api, _page, _page, _callback, _callback, _callback, _file, _bytes)
    for _ in range(count):
        kind = rng.choice(kinds)
        yield kind(rng, pages, indicators)


def _value(rng: random.Random, name: str) -> str:
    right = RIGHT.get(name, ())
    return rng.choice(right) if right and rng.random() < 0.45 else rng.choice(NASTY)


def _query(rng: random.Random, words: tuple[str, ...] = ()) -> str:
    names = rng.choices(words or sorted(RIGHT), k=rng.choice((0, 1, 1, 2, 3, 5)))
    if rng.random() < 0.1:
        names.append(rng.choice(("x", "regio[]", "__proto__", "", "%00", "f")))
    pairs = [(name, _value(rng, name)) for name in names]
    if rng.random() < 0.1:
        pairs += pairs
    text = urlencode(pairs)
    if rng.random() < 0.05:
        text += rng.choice(("&" * 60, "%", "%zz", "&=&=", "%ff%fe", "?regio=x", ";"))
    return f"?{text}" if text else ""


def _api(rng: random.Random, _: tuple[str, ...], indicators: tuple[str, ...]) -> Hostile:
    kind = rng.random()
    if kind < 0.65:
        name = rng.choice(indicators) if rng.random() < 0.8 else quote(rng.choice(NASTY), safe="")[:3000]
        path = f"indicatoren/{name}" + (f"/{rng.choice(OF_AN_INDICATOR)}" if rng.random() < 0.9 else "")
    elif kind < 0.8:
        code = rng.choice(RIGHT["regio"]) if rng.random() < 0.5 else quote(rng.choice(NASTY), safe="")[:3000]
        path = f"regios/{code}/{rng.choice(OF_A_REGION)}"
    else:
        path = rng.choice((*LISTS, quote(rng.choice(NASTY), safe="")[:3000]))
    method = rng.choice(("GET",) * 12 + ("HEAD", "POST", "OPTIONS"))
    headers = {"If-None-Match": rng.choice(('"x"', "*", "W/", '"' * 500))} if rng.random() < 0.05 else {}
    words = WORDS.get(path.rpartition("/")[2], ()) if rng.random() < 0.85 else ()
    return Hostile(method, f"{API}/{path}{_query(rng, words)}", headers=headers)


def _page(rng: random.Random, pages: tuple[str, ...], _: tuple[str, ...]) -> Hostile:
    path = rng.choice(pages)
    if rng.random() < 0.3:
        path = rng.choice(("/nl/regio/", "/en/region/", "/nl/", "/")) + quote(rng.choice(NASTY), safe="")[:3000]
    return Hostile(rng.choice(("GET",) * 9 + ("POST", "HEAD")), f"{path}{_query(rng)}")


def _bytes(rng: random.Random, pages: tuple[str, ...], indicators: tuple[str, ...]) -> Hostile:
    """An address of bytes that need not be text."""
    tail = "".join(f"%{rng.randrange(256):02x}" for _ in range(rng.choice((1, 3, 40))))
    start = rng.choice((*pages, "/", f"{API}/", f"{API}/indicatoren/", "/assets/", "/joined/", "/readyz/"))
    middle = rng.choice(("", "/", "?regio=", "?", "?release="))
    return Hostile("GET", f"{start}{middle}{tail}".replace("//", "/"))


def _file(rng: random.Random, _: tuple[str, ...], __: tuple[str, ...]) -> Hostile:
    start = rng.choice(("/_dash-component-suites/", "/assets/", "/joined/", "/_dash-", "/_reload-hash", "/favicon.ico"))
    version = rng.choice(("", "?m=1", ".v3_0m1.js", "%00", "/"))
    return Hostile("GET", start + rng.choice((*FILES, quote(rng.choice(NASTY), safe="/.")[:3000])) + version)


def _callback(rng: random.Random, pages: tuple[str, ...], _: tuple[str, ...]) -> Hostile:
    """A call of the browser's side with parts that are missing, of another kind, or too large."""
    address = "/_dash-update-component"
    method = rng.choice(("POST",) * 12 + ("GET", "PUT"))
    kind = rng.choice(
        ("application/json",) * 8 + ("text/plain", "application/x-www-form-urlencoded", "", "a/b;charset=x")
    )
    if rng.random() < 0.1:
        body = rng.choice(
            (b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"[" * 3000, b"{}" * 2, b"a" * 100_000)
        )
        return Hostile(method, address, body, {"Content-Type": kind})
    content = rng.choice((opening_call, update_call))(rng, pages)
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        _spoil(rng, content)
    return Hostile(method, address, json.dumps(content).encode(), {"Content-Type": kind})


def opening_call(rng: random.Random, pages: tuple[str, ...]) -> dict[str, Any]:
    ids = ("head", "page", "foot", "title")
    outputs = [{"id": name, "property": "data" if name == "title" else "children"} for name in ids]
    path = rng.choice((*pages, "/nl/regio/MC12", _value(rng, "")))
    return {
        "output": "..head.children...page.children...foot.children...title.data..",
        "outputs": outputs,
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "nav", "property": "data", "value": rng.choice((None, 1, "x", [], {}))},
        ],
        "changedPropIds": ["url.pathname"],
        "state": [{"id": "url", "property": "search", "value": _query(rng)}],
    }


def update_call(rng: random.Random, pages: tuple[str, ...]) -> dict[str, Any]:
    def several(kind: str, prop: str) -> list[dict[str, Any]]:
        names = rng.sample(("figure", "table", "sentence", "x", "controls"), 2)
        return [{"id": {"type": kind, "name": name}, "property": prop} for name in names]

    state = {"now": _query(rng), "before": rng.choice((None, _query(rng)))}
    return {
        "output": f"..{SLOTS}.children...{FIGURES}.figure...live.children..",
        "outputs": [
            several("slot", "children"),
            several("figure", "figure"),
            {"id": "live", "property": "children"},
        ],
        "inputs": [{"id": "state", "property": "data", "value": rng.choice((state, state, state, "x", [], 1, None))}],
        "changedPropIds": ["state.data"],
        "state": [
            {"id": "url", "property": "pathname", "value": rng.choice((*pages, *NASTY))},
            {"id": "shown", "property": "data", "value": rng.choice((None, "", "20260101-00000000", *NASTY))},
        ],
    }


def _spoil(rng: random.Random, content: Any) -> None:
    """Takes out, changes or swells one part, at any depth."""
    place: Any = content
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = rng.choice(keys)
        below = place[key]
        if isinstance(below, dict | list) and below and rng.random() < 0.6:
            place = below
            continue
        if rng.random() < 0.3:
            del place[key]
        else:
            strange = (
                None,
                1,
                -1.5,
                True,
                "",
                "x",
                [],
                {},
                [[]],
                [None],
                {"id": {}},
                "a" * 5000,
                ["x"] * 2000,
                _deep(60),
            )
            place[key] = rng.choice((*strange, rng.choice(NASTY)))
        return


def _deep(levels: int) -> Any:
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found
