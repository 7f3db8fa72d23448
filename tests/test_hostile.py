"""Two thousand requests of a stranger: every answer is a page, a figure or a refusal, and none takes long."""

import random
import time
from collections import Counter

import pytest
from flask.testing import FlaskClient

from dashboard.indicators import catalogue
from dashboard.pages import PATHS

from .hostile import API, opening_call, requests, update_call

FIGURES = f"{API}/indicatoren/vsv_duo_lt23/waarden"
COUNT, SEED, MOST = 2_000, 20_261_201, 2.0  # seconds of CPU for one answer


def test_no_stranger_gets_an_error_or_a_worker_for_long(client: FlaskClient) -> None:
    wrong, slow, met = [], [], Counter[int]()
    for asked in requests(COUNT, SEED, tuple(PATHS), tuple(catalogue().indicators)):
        started = time.process_time()
        answer = client.open(asked.address, method=asked.method, data=asked.body, headers=asked.headers)
        answer.get_data()
        if time.process_time() - started > MOST:
            slow.append(asked)
        if answer.status_code >= 500:
            wrong.append((answer.status_code, asked))
        met[answer.status_code] += 1
    assert wrong == []
    assert slow == []
    assert met[200] > 300, "many of the requests are right, or nearly so"
    assert met[400] > 300


@pytest.mark.parametrize("digits", [5, 10, 19, 20, 38, 39, 40, 400, 4300, 4400])
@pytest.mark.parametrize(
    "address",
    [
        f"{FIGURES}?regio=MC12&periode=",
        f"{API}/indicatoren/vsv_duo_lt23/groep?gemeente=GM0150&periode=",
        f"{API}/indicatoren/vsv_duo_lt23/trechter?periode=",
        f"{API}/indicatoren/vsv_duo_lt23/verwacht?periode=",
        f"{API}/indicatoren/vsv_duo_lt23/plaatsen?eerdere=",
        f"{API}/indicatoren/vsv_duo_lt23_aantal/verdeling?periode=",
        f"{API}/regios/MC12/soortgelijk?aantal=",
        f"{API}/overlap?jaar=",
        f"{API}/duurzaam-werk?periode=",
    ],
)
def test_a_number_that_is_no_year_is_a_wrong_question(client: FlaskClient, address: str, digits: int) -> None:
    answer = client.get(address + "9" * digits)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("digits", [5, 20, 39, 900])
@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_page_does_not_know_that_choice(client: FlaskClient, path: str, digits: int) -> None:
    from dashboard.shell import open_page

    search = f"?periode={'9' * digits}"
    assert client.get(path + search).status_code == 200
    assert "error_data" not in str(open_page(path, None, search))


@pytest.mark.parametrize(
    "address",
    ["dash/dcc/nothing.js", "nothing/at/all.js", "dash/deps/../../app.py", "dash_table/x.js", "dash/%00.js", "%ff"],
)
def test_a_file_that_no_component_has_is_not_there(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/_dash-component-suites/{address}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"{}", b'{"output": 1}', b"x" * 1_000_000])
def test_a_call_that_no_page_makes_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.text


def test_the_calls_that_pages_make_pass(client: FlaskClient) -> None:
    """As the renderer of Dash sends them, with its own mark in the address."""
    rng = random.Random(1)
    for make in (opening_call, update_call):
        call = make(rng, ("/nl/ontwikkeling",))
        call["parsedChangedPropsIds"] = call["changedPropIds"]
        call["inputs"][0]["value"] = (
            "/nl/ontwikkeling" if make is opening_call else {"now": "?regio=MC12", "before": ""}
        )
        call["state"][0]["value"] = "?regio=MC12" if make is opening_call else "/nl/ontwikkeling"
        if make is opening_call:
            call["inputs"][1]["value"] = 1
        else:
            call["state"][1]["value"] = None
        answer = client.post(f"/_dash-update-component?endId={'x' * 88}", json=call)
        assert answer.status_code == 200, answer.text
        assert client.post("/_dash-update-component?cancelJob=1", json=call).status_code == 400
