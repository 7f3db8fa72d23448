"""The API: the same figures as values(), errors that say what to do, answers that may be kept."""

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import api, indicators, warehouse
from dashboard.api import document
from dashboard.state import PARAMETER

from .conftest import SampleRelease
from .support import tiny_release

FIGURES = "/api/v1/indicatoren/vsv_duo_lt23/waarden"
GIVEN = """
region | period | age_group | measure            | value   | status
NL01   | 2022   | totaal    | nieuwe_vsvers_duo  | 29700   | A
NL01   | 2022   | totaal    | startpopulatie_duo | 1310000 | A
NL01   | 2023   | totaal    | nieuwe_vsvers_duo  | 30000   | P
NL01   | 2023   | totaal    | startpopulatie_duo | 1300000 | P
MC28   | 2023   | totaal    | nieuwe_vsvers_duo  | 1800    | P
MC28   | 2023   | totaal    | startpopulatie_duo | 72000   | P
MC28   | 2023   | tot_18    | nieuwe_vsvers_duo  |         | Q
MC28   | 2023   | tot_18    | startpopulatie_duo | 41000   | P
NL01   | 2023   | totaal    | vsvers_cbs         | 36010   | A
NL01   | 2023   | totaal    | leerlingen_cbs     | 1350020 | A
"""
TABLES = {
    "published_figure": """
id | topic | name      | region | age_group | period    | value  | unit    | status    | citation | name_nl | name_en
1  | vsv   | vsv, rate | NL     | lt23      | 2016/2017 | 1.75   | percent | published | a letter | Vsv     | Leavers
2  | neet  | neet      | NL     | 15-26     | 2023      | 101000 | persons | published | a book   | Neet    | Neet
""",
    "source": """
id    | name_nl | name_en | publisher | kind      | licence_nl | licence_en | population_nl | population_en | published
doel  | Doelen  | Targets | OCW       | published | CC0        | CC0        | iedereen      | everyone      | 2025-10-02
""",
    "target": """
id | indicator           | region | period_from | period_to | value | unit    | set_in | set_by | source | citation
a  | vsv_duo_lt23_aantal | NL01   | 2025        | 2025      | 18000 | persons | 2022   | OCW    | doel   | art. 2.3 a
""",
}


@pytest.fixture(scope="module", autouse=True)
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(folder))
        warehouse.close()
        yield tiny_release(folder, GIVEN, tables=TABLES)
        warehouse.close()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    server = Flask("test")
    api.register(server)
    return server.test_client()


def rows(client: FlaskClient, query: str, path: str = FIGURES) -> list[dict[str, Any]]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["waarden"]
    return found


def written(cell: object) -> str:
    """A cell as CSV writes it."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def problem(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == answer.status_code
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json
    return found


# Figures


def test_a_row_says_everything_of_its_figure(client: FlaskClient, release: str) -> None:
    answer = client.get(f"{FIGURES}?regio=28").json
    assert answer["voorbeelddata"] is True
    assert answer["release"] == release
    assert answer["eenheid"] == "%"
    assert answer["bron"]["id"] == "duo_vsv"
    (row,) = answer["waarden"]
    assert (
        row
        | {
            "regio": "MC28",
            "regioNaam": "Haaglanden/Westland",
            "periode": 2023,
            "periodeNaam": "2023/'24",
            "leeftijd": "totaal",
            "indicator": "vsv_duo_lt23",
            "waarde": 2.5,
            "teller": 1800,
            "noemer": 72000,
            "eenheid": "%",
            "status": "P",
            "statusWoord": "voorlopig",
            "afgeleid": False,
            "delen": 1,
            "marge": None,
            "bron": "duo_vsv",
            "voorbeelddata": True,
        }
        == row
    )


def test_a_missing_figure_is_null_with_a_reason_in_words(client: FlaskClient) -> None:
    (row,) = rows(client, "regio=MC28&leeftijd=tot_18")
    assert (row["waarde"], row["status"], row["statusWoord"]) == (None, "Q", "te klein om te tonen")
    (row,) = rows(client, "regio=MC28&leeftijd=tot_18&taal=en")
    assert row["statusWoord"] == "too small to show"
    assert row["leeftijdNaam"] == "Under 18"


def test_periods_regions_and_splits_are_chosen_in_the_words_of_the_address(client: FlaskClient) -> None:
    assert [r["periode"] for r in rows(client, "per=periode&regio=nederland")] == [2022, 2023]
    assert [r["periode"] for r in rows(client, "per=periode&periode=laatste&regio=NL01")] == [2023]
    assert len(rows(client, "regio=doorstroompunt")) == 40
    assert [r["regio"] for r in rows(client, "regio=NL01,haaglanden")] == ["NL01", "MC28"]
    assert [r["regio"] for r in rows(client, "regio=NL01&regio=MC28")] == ["NL01", "MC28"]
    assert [r["leeftijd"] for r in rows(client, "per=leeftijd&regio=28")] == ["totaal", "tot_18"]
    (row,) = rows(client, "per=")
    assert row["regio"] == "NL01"
    (row,) = rows(client, "per=&regio=28&leeftijd=tot_18,18_tot_20")
    assert (row["leeftijd"], row["leeftijdNaam"]) == ("tot_18+18_tot_20", "Jonger dan 18 jaar + 18 tot 20 jaar")


def test_csv_has_the_same_figures(client: FlaskClient, release: str) -> None:
    answer = client.get(f"{FIGURES}?regio=28,NL01&per=regio,leeftijd&f=csv")
    assert answer.mimetype == "text/csv"
    # The name of the file says what was asked, so two questions never share one.
    named = f"voorbeeld_vsv_duo_lt23_haaglanden-westland_nederland_per-leeftijd_{release}.csv"
    assert f'filename="{named}"' in answer.headers["Content-Disposition"]
    assert answer.text.endswith("\r\n")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    same = rows(client, "regio=28,NL01&per=regio,leeftijd")
    assert len(lines) == len(same) == 4
    for line, row in zip(lines, same, strict=True):
        assert list(line) == list(row)
        assert line == {name: written(cell) for name, cell in row.items()}


def test_csv_without_figures_has_only_heads(client: FlaskClient) -> None:
    answer = client.get(f"{FIGURES}?per=geslacht&regio=MC05&f=csv")
    assert answer.status_code == 200
    assert list(csv.DictReader(io.StringIO(answer.text))) == []
    assert answer.text.startswith("regio,regioNaam,")


def test_a_source_rounded_to_tens_has_a_margin_only_where_it_matters(client: FlaskClient) -> None:
    (row,) = rows(client, "", "/api/v1/indicatoren/vsv_cbs/waarden")
    assert (row["waarde"], row["marge"]) == (2.7, None)


# Lists


def test_indicators_and_one_in_full(client: FlaskClient) -> None:
    listed = client.get("/api/v1/indicatoren").json["indicatoren"]
    assert [i["id"] for i in listed] == list(indicators.catalogue().indicators)
    full = client.get("/api/v1/indicatoren/vsv_duo_lt23?taal=en").json
    assert full["definitie"].startswith("The share of young people")
    assert [b["periode"] for b in full["breuken"]] == [2012, 2016, 2019]
    assert full["codes"]["periode"] == [{"code": 2022, "naam": "2022/23"}, {"code": 2023, "naam": "2023/24"}]
    assert {"code": "tot_18", "naam": "Under 18"} in full["codes"]["leeftijd"]
    assert full["bron"]["uitgever"] == "DUO"
    assert full["vergelijkbaarMet"] == ["vsv_duo_gepubliceerd"]


@pytest.mark.parametrize(
    ("path", "name", "least"),
    [
        ("regios", "regios", 400),
        ("regios?soort=doorstroompunt", "regios", 41),
        ("bronnen", "bronnen", 10),
        ("doelen", "doelen", 1),
        ("gepubliceerde-cijfers", "gepubliceerdeCijfers", 2),
        ("gepubliceerde-cijfers?onderwerp=neet", "gepubliceerdeCijfers", 1),
        ("releases", "releases", 1),
    ],
)
def test_lists_come_as_json_and_csv(client: FlaskClient, path: str, name: str, least: int) -> None:
    found = client.get(f"/api/v1/{path}").json
    assert len(found[name]) >= least
    assert isinstance(found["voorbeelddata"], bool)
    text = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}f=csv").text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == len(found[name])
    assert set(lines[0]) == {*found[name][0], "voorbeelddata"}


# What is refused


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        (f"{FIGURES}?leeftyd=x", 400, "Unknown parameter 'leeftyd'; did you mean 'leeftijd'?"),
        (f"{FIGURES}?leeftijd=23_27", 400, "Unknown leeftijd code '23_27'; did you mean '23_tot_27'?"),
        (f"{FIGURES}?per=leeftyd", 400, "Parameter 'per' has 'leeftyd'; did you mean 'leeftijd'?"),
        (f"{FIGURES}?per=moment", 400, "cannot be split by 'moment'"),
        (f"{FIGURES}?regio=utrect", 400, "Unknown regio 'utrect'"),
        (f"{FIGURES}?periode=straks", 400, "Unknown periode 'straks'"),
        (f"{FIGURES}?f=xml", 400, "Parameter 'f' is 'xml'; it is one of json, csv, csv-nl, xlsx, parquet."),
        ("/api/v1/regios?f=parquet", 400, "Parameter 'f' is 'parquet'; it is one of json, csv, csv-nl, xlsx."),
        (f"{FIGURES}?taal=fr", 400, "Parameter 'taal' is 'fr'; it is one of nl, en."),
        ("/api/v1/indicatoren/vsv_duo/waarden", 404, "did you mean 'vsv_duo_lt23'?"),
        ("/api/v1/indicatoren/vsv", 404, "There is no indicator 'vsv'"),
        ("/api/v1/indicatoren?x=1", 400, "Unknown parameter 'x'"),
        ("/api/v1/regios?soort=regio", 400, "Unknown soort 'regio'"),
        ("/api/v1/gepubliceerde-cijfers?onderwerp=nee", 400, "Unknown onderwerp 'nee'; did you mean 'neet'?"),
        ("/api/v1/indicatore", 404, "did you mean '/indicatoren'?"),
        ("/api/v1/indicatoren?release=20260101-00000000", 404, "does not exist"),
    ],
)
def test_a_wrong_question_gets_a_helpful_answer(client: FlaskClient, address: str, status: int, sentence: str) -> None:
    found = problem(client, address)
    assert found["status"] == status
    assert sentence in found["detail"]


def test_too_large_an_answer_is_refused_beforehand(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.asking, "MOST_CELLS", 3)
    assert "up to 4 figures" in problem(client, f"{FIGURES}?per=regio,periode")["detail"]
    assert len(rows(client, "per=regio,periode&regio=NL01")) == 2
    assert "Parquet" in problem(client, f"{FIGURES}?regio=doorstroompunt&per=regio,periode&periode=alle")["detail"]


def test_without_a_release_the_api_says_so(
    client: FlaskClient, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path_factory.mktemp("nothing")))
    assert client.get("/healthz").status_code == 200
    assert problem(client, "/readyz")["status"] == 503
    assert problem(client, FIGURES)["status"] == 503


def test_an_embargoed_release_stays_shut(
    client: FlaskClient, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("embargo")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(folder))
    name = tiny_release(folder, GIVEN, publish_at=datetime.datetime(2999, 1, 1))
    assert problem(client, f"{FIGURES}?release={name}")["status"] == 403


# Answers that may be kept


def test_an_answer_is_not_sent_twice(client: FlaskClient, release: str) -> None:
    first = client.get(FIGURES)
    assert release in first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["API-Version"] == api.VERSION
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    tag = first.headers["ETag"]
    for seen in (tag, f"W/{tag}", f'"other", {tag}', f'{tag[:-1]}:gzip"'):
        again = client.get(FIGURES, headers={"If-None-Match": seen})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(FIGURES, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(f"{FIGURES}?release={release}").headers["Cache-Control"] == "public, max-age=86400"


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    whole, head = client.get(FIGURES), client.head(FIGURES)
    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_ready_says_which_release_is_on_show(client: FlaskClient, release: str) -> None:
    assert client.get("/readyz").json["release"] == release


# The document


def test_the_document_describes_what_is_there(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    book = answer.json
    assert book["openapi"].startswith("3.1")
    assert book["components"]["securitySchemes"] == {}
    assert book["info"]["contact"].keys() == {"name", "url", "email"}
    served = {
        rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and "<path:" not in rule.rule
    }
    assert set(book["paths"]) == served - {"/openapi.json"}
    described = {p["name"] for p in book["paths"]["/indicatoren/{name}/waarden"]["get"]["parameters"]}
    assert described == {
        *PARAMETER.values(),
        *("per", "name"),
        *api.statistics.PARAMETERS,
        *api.asking.ARRANGED,
        *api.asking.COMMON,
    }
    for path, (query, _) in api.document_studies.ABOUT.items():
        names = {p["name"] for p in book["paths"][path.replace("<", "{").replace(">", "}")]["get"]["parameters"]}
        assert names >= set(query.model_fields) > set(api.asking.COMMON)
    fields = set(document.Figure.model_fields)
    assert fields <= set(rows(client, "")[0])


def test_every_dimension_has_a_word_in_the_address() -> None:
    assert set(PARAMETER) == set(indicators.DIMENSIONS)
    assert len(set(PARAMETER.values())) == len(PARAMETER)


# With everything there is


def test_the_api_says_what_values_says_for_every_indicator_and_split(
    client: FlaskClient, sample: SampleRelease
) -> None:
    known = indicators.catalogue()
    seen: dict[str, set[str]] = {}
    for indicator in known.indicators.values():
        for dimension in indicator.by:
            where = {} if dimension == "region" else {"region": "NL01"}
            expected = indicators.values(indicator.id, (dimension,), where).rows
            query = f"per={PARAMETER[dimension]}" + ("" if dimension == "region" else "&regio=NL01")
            found = rows(client, query, f"/api/v1/indicatoren/{indicator.id}/waarden")
            assert [(r[PARAMETER[dimension]], r["waarde"], r["teller"], r["noemer"], r["status"]) for r in found] == [
                (r.key[0], r.value, r.numerator, r.denominator, r.status) for r in expected
            ]
            if expected:
                seen.setdefault(indicator.id, set()).add(dimension)
    assert set(seen) == set(known.indicators)
    assert set.union({"indeling"}, *seen.values()) == set(indicators.DIMENSIONS)
    assert rows(client, "indeling=2026&regio=doorstroompunt")
