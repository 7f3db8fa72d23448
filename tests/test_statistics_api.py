"""Statistics over the API: what values() says, under the names of the API, in JSON and in CSV; bad wishes explained."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import api
from dashboard.api import document, statistics
from dashboard.exports.names import WORDS
from dashboard.indicators import STATISTICS, values

from .conftest import SampleRelease

EVERY = ",".join(statistics.ASKED)
COLUMNS_OF = {
    "interval": {"laag95", "hoog95", "laag998", "hoog998", "intervalReden"},
    "vergelijking": {
        *("vergelijkingswaarde", "verschil", "verschilLaag", "verschilHoog", "verschilJongeren"),
        *("pWaarde", "pGecorrigeerd"),
        *("uitkomst", "duiding", "vergelijkingReden"),
    },
    "plaats": {"plaats", "plaatsVan", "plaatsTot", "plaatsOpAantal", "plaatsReden"},
    "trechter": {
        *("trechterMidden", "trechterLaag95", "trechterHoog95", "trechterLaag998", "trechterHoog998", "z"),
        "trechterReden",
    },
    "trend": {"trend", "trendPWaarde", "trendPhi", "trendPunten", "zichtbaarVanaf", "trendReden"},
    "verwacht": {
        *("verwacht", "verwachtVerhouding", "verwachtVerhoudingLaag", "verwachtVerhoudingHoog", "verwachtVerschil"),
        *("verwachtVerschilLaag", "verwachtVerschilHoog", "verwachtUitkomst", "verwachtReden"),
    },
}
METHODS_OF = {
    "interval": {"wilson"},
    "vergelijking": {"compare_shares", "benjamini_hochberg"},
    "plaats": {"rank_simulation"},
    "trechter": {"binomial_limits", "overdispersion"},
    "trend": {"trend_of_shares", "detectable_change"},
    "verwacht": {"standardised", "overdispersion", "pooling"},
}


@pytest.fixture(scope="module")
def client(shown: SampleRelease) -> FlaskClient:
    server = Flask("test")
    api.register(server)
    return server.test_client()


def address(query: str, indicator: str = "vsv_duo_lt23") -> str:
    return f"/api/v1/indicatoren/{indicator}/waarden?{query}"


def answer(client: FlaskClient, query: str, indicator: str = "vsv_duo_lt23") -> dict[str, Any]:
    found = client.get(address(query, indicator))
    assert found.status_code == 200, found.text
    content: dict[str, Any] = found.json
    return content


UNROUNDED = "waardeOnafgerond"


def written(cell: object) -> str:
    """A cell as CSV writes it."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_every_family_and_column_has_a_name_in_the_address() -> None:
    assert tuple(statistics.ASKED.values()) == STATISTICS
    named = [name for names in COLUMNS_OF.values() for name in names]
    # The unrounded value comes with every family: it is what the statistics beside it are made of.
    assert sorted([*named, UNROUNDED]) == sorted(statistics.COLUMNS.values()) == sorted({*named, UNROUNDED})
    assert set(COLUMNS_OF) == set(METHODS_OF) == set(statistics.ASKED)


@pytest.mark.parametrize("level", ["95", "99.8", "99.8%"])
@pytest.mark.parametrize(
    ("asked", "against"),
    [
        ("", "NL01"),
        ("&vergelijk=MC12", "MC12"),
        ("&vergelijk=twente", "MC12"),
        ("&vergelijk=soortgelijk", "soortgelijk"),
        ("&vergelijk=eerder", "eerder"),
    ],
)
@pytest.mark.parametrize("indicator", ["vsv_duo_lt23", "vsv_duo_lt23_aantal", "duurzaam_werk_20u", "jikp"])
def test_the_api_says_what_values_says(
    client: FlaskClient, indicator: str, asked: str, against: str, level: str
) -> None:
    found = answer(client, f"regio=doorstroompunt&met={EVERY}{asked}&niveau={level}", indicator)
    expected = values(
        indicator,
        ("region",),
        {"region": "doorstroompunt"},
        with_=STATISTICS,
        against=against,
        level=0.95 if level == "95" else 0.998,
    )
    assert [row["regio"] for row in found["waarden"]] == [row.key[0] for row in expected.rows]
    for name, column in expected.extra.items():
        shown = [row[statistics.COLUMNS[name]] for row in found["waarden"]]
        assert shown == [None if cell == "" else cell for cell in column], name
    assert found["methoden"] == [
        {"id": method.id, "parameters": dict(method.parameters), "bron": method.source} for method in expected.methods
    ]


@pytest.mark.parametrize("name", statistics.ASKED)
def test_each_wish_adds_its_own_columns_and_methods(client: FlaskClient, name: str) -> None:
    bare, found = answer(client, "regio=12"), answer(client, f"regio=12&met={name}")
    assert bare["methoden"] == []
    (without,), (row,) = bare["waarden"], found["waarden"]
    told = {f"{each}Woord" for each in COLUMNS_OF[name] if each in WORDS}
    assert set(row) - set(without) == COLUMNS_OF[name] | told | {UNROUNDED}
    assert {key: row[key] for key in without} == without
    assert {method["id"] for method in found["methoden"]} == METHODS_OF[name]
    assert [row[key] for key in COLUMNS_OF[name] if key.endswith("Reden")] == [None]
    assert all(row[key] is not None for key in COLUMNS_OF[name] if not key.endswith("Reden"))


def test_methods_say_by_which_parameters_and_where_they_are_described(client: FlaskClient) -> None:
    told = {m["id"]: m for m in answer(client, "regio=12&met=vergelijking,plaats,trechter&niveau=99.8")["methoden"]}
    assert told["compare_shares"]["parameters"] == {"level": 0.998, "against": "rest_of_country"}
    assert told["rank_simulation"]["parameters"]["level"] == 0.998
    assert told["overdispersion"]["parameters"]["regions"] == 40
    assert "Newcombe" in told["compare_shares"]["bron"]
    for method in told.values():
        assert method["parameters"] and re.search(r"\b(19|20)\d\d\b", method["bron"])
    for against in ("MC12", "soortgelijk", "eerder"):
        (method, _) = answer(client, f"regio=1&met=vergelijking&vergelijk={against}")["methoden"]
        assert method["parameters"]["against"].startswith(against)


def test_csv_has_the_same_columns_and_cells(client: FlaskClient) -> None:
    query = f"regio=doorstroompunt,NL01&met={EVERY}&vergelijk=soortgelijk&niveau=99.8"
    rows = answer(client, query)["waarden"]
    found = client.get(address(f"{query}&f=csv"))
    assert found.mimetype == "text/csv"
    lines = list(csv.DictReader(io.StringIO(found.text)))
    assert len(lines) == len(rows) == 41
    for line, row in zip(lines, rows, strict=True):
        assert list(line) == list(row)
        assert line == {name: written(cell) for name, cell in row.items()}
    assert set.union(*COLUMNS_OF.values()) <= set(lines[0])


def test_a_number_that_is_not_there_is_null_with_its_reason(client: FlaskClient) -> None:
    (row,) = answer(client, f"regio=NL01&met={EVERY}")["waarden"]
    assert [row[f"{name}Reden"] for name in ("vergelijking", "plaats", "trechter")] == ["itself"] * 3
    assert [row[name] for name in ("verschil", "uitkomst", "duiding", "plaats", "z")] == [None] * 5
    (row,) = answer(client, "per=&regio=MC12,MC13&met=plaats")["waarden"]
    assert (row["plaats"], row["plaatsReden"]) == (None, "sum_of_regions")
    (row,) = answer(client, "regio=NL01&met=interval", "jikp")["waarden"]
    assert (row["laag95"], row["intervalReden"]) == (None, "published_only")


def test_spaces_and_empty_wishes_do_no_harm(client: FlaskClient) -> None:
    assert answer(client, "regio=12&met=") == answer(client, "regio=12")
    assert answer(client, "regio=12&met= interval, ,plaats ") == answer(client, "regio=12&met=interval,plaats")
    assert answer(client, "regio=12&met=plaats&niveau=95%25") == answer(client, "regio=12&met=plaats")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("met=intervall", "Parameter 'met' has 'intervall'; did you mean 'interval'? Correct it and ask again."),
        ("met=interval,rank", "Parameter 'met' has 'rank'; "),
        ("met=interval&niveau=90", "Parameter 'niveau' is '90'; it is one of 95, 99.8. Correct it."),
        ("met=interval&niveau=", "Parameter 'niveau' is ''; it is one of 95, 99.8. Correct it."),
        ("met=vergelijking&vergelijk=Atlantis", "Unknown benchmark 'Atlantis'; compare with a regio, 'soortgelijk' or"),
        ("met=vergelijking&vergelijk=soortgelijk-1999", "Unknown set of peers 'soortgelijk-1999'; did you mean"),
        ("met=vergelijking&vergelijkk=MC12", "Unknown parameter 'vergelijkk'; did you mean 'vergelijk'?"),
    ],
)
def test_a_bad_wish_is_a_problem_with_one_helpful_sentence(client: FlaskClient, query: str, sentence: str) -> None:
    found = client.get(address(query))
    assert (found.status_code, found.mimetype) == (400, "application/problem+json")
    assert found.json["status"] == 400 and found.json["title"]
    assert found.json["detail"].startswith(sentence)
    assert found.headers["Cache-Control"] == "no-store"


def test_a_bad_benchmark_is_refused_also_when_nothing_is_compared(client: FlaskClient) -> None:
    assert client.get(address("met=interval&vergelijk=Atlantis")).status_code == 400


def test_the_document_describes_the_wishes(client: FlaskClient) -> None:
    book = client.get("/api/v1/openapi.json").json
    described = {p["name"] for p in book["paths"]["/indicatoren/{name}/waarden"]["get"]["parameters"]}
    assert set(statistics.PARAMETERS) <= described
    assert set(document.Figure.model_fields) <= set(answer(client, "regio=12")["waarden"][0])
