"""Ratios of page callbacks and API answers to their floor, in one process; prints a table and exits 1 over budget.

The floor of an answer is its own SQL on the engine plus orjson of its own payload: what no program can do without.
Answer and floor alternate on the same random choices and CPU time is compared, so noise falls on both.
`python -m tests.bench.pages [rounds]`
"""

import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]
BUDGET = {
    "callback / floor": 1.8,
    "api / floor": 1.5,
    "queries per callback": 1,
    # Three forms of file beside every chart came to 0.1 kB.
    "gzip kB, another region": 3.2,
    # The choices that follow from a subject come along.
    "gzip kB, another subject": 4.2,
    # Forty regions come three times here: as tiles, as points with intervals, and as a table.
    "gzip kB, another region, compared": 4.9,
    "gzip kB, another subject, compared": 6.4,
    # One group in full view: its figure with its tests, what everyone in it does, and three charts with their tables.
    "gzip kB, another region, by age": 5.2,
    "frames imported by a worker": 0,
}
# Pages that show more at once than the others, by what their line of the budget says.
OWN_BUDGET = {
    "/nl/vergelijken": ", compared",
    "/nl/leeftijd": ", by age",
}
# Page, what the reader changes on it, and what else is chosen.
CHANGES = (
    ("/nl/", "regio", ()),
    ("/nl/ontwikkeling", "regio", ("indicator",)),
    ("/nl/ontwikkeling", "indicator", ("regio",)),
    ("/nl/leeftijd", "regio", ()),
    ("/nl/vergelijken", "regio", ("indicator",)),
    ("/nl/vergelijken", "indicator", ("regio",)),
    ("/nl/verantwoording", "indicator", ()),
)
INDICATORS = ("vsv_duo_lt23", "vsv_duo_lt23_aantal", "neet_leeftijd", "duurzaam_werk_12u", "neet_register")


class Counter:
    """Stands between the indicators and the warehouse and remembers what was asked."""

    def __init__(self, records: Callable[..., list[tuple[Any, ...]]]) -> None:
        self.records = records
        self.asked: list[tuple[str, list[object]]] = []

    def __call__(self, sql: str, params: Any = (), release: str | None = None) -> list[tuple[Any, ...]]:
        self.asked.append((sql, list(params)))
        return self.records(sql, params, release)


def slots(children: Any, found: dict[str, list[str]] | None = None) -> dict[str, list[str]]:
    """The names of the slots and figures that a page's answer holds, in their order."""
    found = {"slot": [], "figure": []} if found is None else found
    if isinstance(children, dict):
        ident = children.get("props", {}).get("id")
        if isinstance(ident, dict) and ident.get("type") in found:
            found[ident["type"]].append(ident["name"])
        for value in children.values():
            slots(value, found)
    elif isinstance(children, list):
        for value in children:
            slots(value, found)
    return found


def request_of(names: dict[str, list[str]], path: str, search: str, before: str) -> dict[str, Any]:
    """The body that the browser sends for a changed choice."""
    outputs = [
        [{"id": {"type": "slot", "name": n}, "property": "children"} for n in names["slot"]],
        [{"id": {"type": "figure", "name": n}, "property": "figure"} for n in names["figure"]],
        {"id": "live", "property": "children"},
    ]
    wild = '{{"name":["ALL"],"type":"{}"}}.{}'
    return {
        "output": f"..{wild.format('slot', 'children')}...{wild.format('figure', 'figure')}...live.children..",
        "outputs": outputs,
        "inputs": [{"id": "state", "property": "data", "value": {"now": search, "before": before}}],
        "state": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "shown", "property": "data", "value": None},
        ],
        "changedPropIds": ["state.data"],
        "parsedChangedPropsIds": ["state.data"],
    }


def opened(client: Any, path: str, search: str = "") -> dict[str, list[str]]:
    """The slots of a page as a browser finds them after opening it."""
    outputs = [
        {"id": i, "property": p}
        for i, p in (("head", "children"), ("page", "children"), ("foot", "children"), ("title", "data"))
    ]
    body = {
        "output": "..head.children...page.children...foot.children...title.data..",
        "outputs": outputs,
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "nav", "property": "data", "value": None},
        ],
        "state": [{"id": "url", "property": "search", "value": search}],
        "changedPropIds": [],
        "parsedChangedPropsIds": [],
    }
    answer = client.post("/_dash-update-component", json=body)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: the page did not open ({answer.status_code}); look at it in a browser first.")
    return slots(orjson.loads(answer.data))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def ratio(answer: Callable[[], bytes], counter: Counter) -> tuple[float, float, int, bytes]:
    """CPU of one answer and of its floor, how many questions it asked, and its bytes."""
    counter.asked.clear()
    spent, data = timed(answer)
    asked = list(counter.asked)
    payload = orjson.loads(data)

    def floor() -> bytes:
        for sql, params in asked:
            counter.records(sql, params)
        return orjson.dumps(payload)

    least, _ = timed(floor)
    return spent, least, len(asked), data


def measure(rounds: int) -> dict[str, float]:
    """The worst page's medians."""
    from app import server
    from dashboard import indicators
    from dashboard.indicators import reading

    counter = Counter(reading.records)
    reading.records = counter
    client = server.test_client()
    choices = {"regio": indicators.catalogue().kinds["doorstroompunt"], "indicator": INDICATORS}
    chance = random.Random(3)
    found: dict[str, float] = {}
    print(f"{'answer':32s} {'ratio':>6s} {'ms':>7s} {'floor':>7s} {'queries':>8s} {'gzip kB':>8s}")

    def row(name: str, answers: Callable[[], Callable[[], bytes]]) -> tuple[float, int, float]:
        spent, least, asked, size = [], [], [], 0.0
        for turn in range(rounds + 10):
            one, floor, number, data = ratio(answers(), counter)
            if turn >= 10:
                spent.append(one)
                least.append(floor)
                asked.append(number)
                size = max(size, len(gzip.compress(data, 6)) / 1000)
        result = statistics.median(spent) / statistics.median(least)
        ms, floor_ms = statistics.median(spent) * 1e3, statistics.median(least) * 1e3
        # What is kept from earlier asks the engine nothing on most turns, and then there is no floor to speak of.
        has_floor = statistics.median(asked) > 0
        shown = f"{result:6.2f}" if has_floor else f"{'-':>6s}"
        print(f"{name:32s} {shown} {ms:7.2f} {floor_ms:7.2f} {max(asked):8d} {size:8.2f}")
        return result if has_floor else 0.0, max(asked), size

    for path, changed, fixed in CHANGES:
        names = opened(client, path)

        def callback(
            path: str = path,
            names: dict[str, list[str]] = names,
            changed: str = changed,
            fixed: tuple[str, ...] = fixed,
        ) -> Callable[[], bytes]:
            same = [f"{name}={chance.choice(choices[name])}" for name in fixed]
            before, now = ("?" + "&".join([f"{changed}={code}", *same]) for code in chance.sample(choices[changed], 2))
            body = json.dumps(request_of(names, path, now, before))

            def ask() -> bytes:
                answer = client.post("/_dash-update-component", data=body, content_type="application/json")
                if answer.status_code != 200:
                    raise SystemExit(f"{path}{now}: the callback answered {answer.status_code}.")
                return bytes(answer.data)

            return ask

        # A region that is no more has a last period of its own, whose statistics are asked for once and then kept.
        for code in choices[changed]:
            opened(client, path, f"?{changed}={code}")
        result, asked, size = row(f"{path} {changed}", callback)
        subject = "another subject" if changed == "indicator" else "another region"
        subject += OWN_BUDGET.get(path, "")
        figures: dict[str, float] = {"queries per callback": asked, f"gzip kB, {subject}": size}
        figures["callback / floor"] = result
        for name, value in figures.items():
            found[name] = max(found.get(name, 0), value)

    def api() -> Callable[[], bytes]:
        query = f"per=regio&regio=doorstroompunt&periode=latest&leeftijd={chance.choice(('23_tot_27', '18_tot_23'))}"
        return lambda: bytes(client.get(f"/api/v1/indicatoren/neet_leeftijd/waarden?{query}").data)

    found["api / floor"] = row("api, 40 regions", api)[0]
    return found


def frames() -> int:
    """How many of the heavy frame libraries a worker has imported after answering a page."""
    code = (
        "import sys; from app import server; server.test_client().get('/api/v1/indicatoren');"
        "print(len({'pandas', 'plotly.express'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(out.stdout.strip().splitlines()[-1])


def main() -> int:
    os.chdir(ROOT)
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
    found["frames imported by a worker"] = frames()
    over = 0
    for name, budget in BUDGET.items():
        value = found[name]
        over += value > budget
        print(f"{name:32s} {value:6.2f}  budget {budget:.2f}  {'OVER' if value > budget else 'ok'}")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
