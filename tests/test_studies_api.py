"""Studies over the API: the same answers as the studies themselves, as JSON and CSV, and helpful refusals."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import warehouse
from dashboard.api import studies
from dashboard.indicators import catalogue
from dashboard.indicators.studies.effect_report import effect_report
from dashboard.indicators.studies.funnel_plot import funnel_plot
from dashboard.indicators.studies.gap import gap
from dashboard.indicators.studies.groups import group_values
from dashboard.indicators.studies.overlap import overlap
from dashboard.indicators.studies.peer_set import peers_of
from dashboard.indicators.studies.rank_moves import rank_moves
from dashboard.indicators.studies.revision_band import revision_bands
from dashboard.indicators.studies.sharing_out import sharing_out
from dashboard.indicators.studies.standardised import expected_values
from dashboard.indicators.studies.target_path import overview, target_path
from dashboard.indicators.studies.work_definitions import work_definitions

from .conftest import SampleRelease

VSV, NEET = "vsv_duo_lt23", "neet_leeftijd"
V = f"/indicatoren/{VSV}"
# Every address with a question that has an answer in the sample.
QUESTIONS = {
    "/indicatoren/<name>/trechter": f"{V}/trechter?periode=2023",
    "/indicatoren/<name>/verwacht": f"{V}/verwacht?kenmerken=leeftijd,opleiding&niveau=99.8",
    "/indicatoren/<name>/verschil": f"{V}/verschil?regio=Twente&kenmerken=leeftijd,geslacht",
    "/indicatoren/<name>/plaatsen": f"{V}/plaatsen?periode=2024&eerdere=2022",
    "/indicatoren/<name>/herzieningen": f"{V}/herzieningen",
    "/indicatoren/<name>/doelpad": f"{V}/doelpad?regio=12",
    "/indicatoren/<name>/doelen": f"{V}/doelen?periode=2025",
    "/indicatoren/<name>/verdeling": f"{V}/verdeling",
    "/indicatoren/<name>/groep": f"{V}/groep?gemeente=Enschede,Almelo&periode=2023",
    "/regios/<code>/soortgelijk": "/regios/Twente/soortgelijk?aantal=5",
    "/regios/<code>/effectrapportage": "/regios/12/effectrapportage",
    "/overlap": "/overlap?jaar=2026",
    "/duurzaam-werk": "/duurzaam-werk?werksoort=vast&moment=1_jaar",
}


@pytest.fixture(scope="module")
def client(sample_release: SampleRelease) -> Iterator[FlaskClient]:
    from app import server

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        warehouse.close()
        yield server.test_client()
        warehouse.close()


def ask(client: FlaskClient, question: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{question}")
    assert answer.status_code == status, answer.text
    return answer.json


def lines(client: FlaskClient, question: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1{question}{'&' if '?' in question else '?'}f=csv")
    assert answer.mimetype == "text/csv", answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_every_address_is_asked_here() -> None:
    assert set(QUESTIONS) == set(studies.PATHS)


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_an_answer_says_release_sample_and_method(client: FlaskClient, question: str) -> None:
    found = ask(client, question)
    assert found["release"] == catalogue().release.id
    assert found["voorbeelddata"] is True
    methods = [*of_key(found, "methoden"), *([each] for each in of_key(found, "methode") if isinstance(each, dict))]
    methods += [[{"id": name, "parameters": {}}] for name in of_key(found, "methode") if isinstance(name, str)]
    assert methods
    assert all(set(each) >= {"id", "parameters"} for group in methods for each in group)


def of_key(thing: Any, key: str) -> Iterator[Any]:
    """Everything that stands under a key, however deep."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name == key:
                yield value
            yield from of_key(value, key)
    elif isinstance(thing, list):
        for each in thing:
            yield from of_key(each, key)


# These answers are trees; a table of them would repeat or lose something.
TREES = {"/indicatoren/<name>/doelpad", "/indicatoren/<name>/verdeling", "/regios/<code>/soortgelijk"}


@pytest.mark.parametrize("question", [question for path, question in QUESTIONS.items() if path not in TREES])
def test_an_answer_as_csv_has_a_line_per_row(client: FlaskClient, question: str) -> None:
    found, table = ask(client, question), lines(client, question)
    assert table
    if "rijen" in found:
        assert len(table) == len(found["rijen"])
        assert {"voorbeelddata", "release"} <= set(table[0])


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_an_unknown_parameter_is_named(client: FlaskClient, question: str) -> None:
    found = ask(client, f"{question}{'&' if '?' in question else '?'}periodee=2023", 400)
    assert "Unknown parameter 'periodee'" in found["detail"]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (f"{V}/verwacht?model=foo", "it is one of intern, cbs"),
        (f"{V}/verwacht?kenmerken=leeftyd", "did you mean 'leeftijd'?"),
        (f"{V}/verwacht?niveau=90", "it is one of 95, 99.8"),
        (f"{V}/verschil?regio=MC99", "MC99"),
        (f"{V}/verschil?vergelijk=soortgelijk", "as regio=MC12"),
        (f"{V}/verschil?vergelijk=soortgelijk-1.1&regio=MC12", "soortgelijk-1.1"),
        (f"{V}/doelpad?regio=MC99", "MC99"),
        (f"{V}/doelen?periode=ooit", "is a start year"),
        (f"{V}/groep", "lists the municipalities"),
        (f"{V}/groep?gemeente=GM9999", "GM9999"),
        (f"{V}/herzieningen?soort=provinsie", "did you mean 'provincie'?"),
        (f"{V}/trechter?periode=ooit", "Unknown periode 'ooit'"),
        ("/regios/MC12/soortgelijk?aantal=veel", "is a whole number"),
        ("/regios/MC12/soortgelijk?set=soortgelijk-1.1", "soortgelijk"),
        ("/regios/GM0150/effectrapportage", "GM0150"),
        ("/overlap?soort=wijk", "wijk"),
        ("/duurzaam-werk?werksoort=zwart", "it is one of alle, vast"),
        ("/indicatoren/jikp/trechter", ""),
    ],
)
def test_a_bad_question_gets_one_helpful_sentence(client: FlaskClient, question: str, sentence: str) -> None:
    if not sentence:
        assert ask(client, question)["reden"] == "published_only"
        return
    assert sentence in ask(client, question, 400)["detail"]


@pytest.mark.parametrize("path", sorted(TREES))
def test_a_tree_has_no_csv(client: FlaskClient, path: str) -> None:
    question = QUESTIONS[path]
    assert "Ask for f=json" in ask(client, f"{question}{'&' if '?' in question else '?'}f=csv", 400)["detail"]


def test_an_unknown_indicator_is_not_found(client: FlaskClient) -> None:
    assert "did you mean" in ask(client, "/indicatoren/vsv_duo_lt32/trechter", 404)["detail"]


def test_the_answers_are_those_of_the_studies(client: FlaskClient) -> None:
    funnel = funnel_plot(VSV, "2023")
    found = ask(client, QUESTIONS["/indicatoren/<name>/trechter"])
    assert found["groottes"] == list(funnel.sizes)
    assert found["grenzen"]["trechterLaag95"] == list(funnel.limits["low_95"])
    assert len(found["waarden"]) == 41

    model = expected_values(VSV, None, ("age_group", "education"), "intern", 0.998)
    rows = ask(client, QUESTIONS["/indicatoren/<name>/verwacht"])["rijen"]
    assert [row["verwacht"] for row in rows] == pytest.approx(list(model.expected), abs=1e-6)
    assert ask(client, f"{V}/verwacht?model=cbs")["model"]["kenmerken"] == []

    one = gap(VSV, "MC12", factors=("age_group", "sex"))
    (shown,) = ask(client, QUESTIONS["/indicatoren/<name>/verschil"])["verschillen"]
    assert shown["punten"] == pytest.approx(one.points, abs=1e-6)
    assert [part["kenmerk"] for part in shown["delen"]] == ["leeftijd", "geslacht"]
    total = sum(part["punten"] for part in shown["delen"]) + shown["doorKans"]
    assert total == pytest.approx(shown["punten"], abs=1e-5)
    near = ask(client, f"{V}/verschil?regio=12&vergelijk=soortgelijk")["verschillen"][0]
    assert near["vergelekenMet"] == [each.code for each in peers_of("MC12").peers]
    past = ask(client, f"{V}/verschil?regio=MC12&vergelijk=eerder")["verschillen"][0]
    assert past["eerderePeriode"] == one.period - 1

    moves = rank_moves(VSV, "2024", "2022")
    rows = ask(client, QUESTIONS["/indicatoren/<name>/plaatsen"])["rijen"]
    assert [row["nu"] for row in rows] == [row.now for row in moves.rows]

    bands = revision_bands(VSV)
    rows = ask(client, QUESTIONS["/indicatoren/<name>/herzieningen"])["rijen"]
    assert [(row["laag"], row["hoog"]) for row in rows] == [(band.low, band.high) for band in bands]

    path = target_path(VSV, "MC12")
    found = ask(client, QUESTIONS["/indicatoren/<name>/doelpad"])
    assert found["indicator"] == path.indicator == "vsv_duo_lt23_aantal"
    assert found["eenheid"] == catalogue().indicators[path.indicator].unit
    assert [each["doel"]["waarde"] for each in found["doelen"]] == [each.target.value for each in path.judged]

    year = overview(VSV, 2025)
    rows = ask(client, QUESTIONS["/indicatoren/<name>/doelen"])["rijen"]
    assert [row["verschil"] for row in rows] == pytest.approx([each.difference for each in year.rows], abs=1e-6)

    shared = sharing_out(VSV)
    ways = ask(client, QUESTIONS["/indicatoren/<name>/verdeling"])["manieren"]
    assert [sum(part["jongeren"] for part in way["delen"].values()) for way in ways] == [shared.target.value] * 2

    group = group_values(VSV, ["GM0153", "GM0141"], 2023)
    rows = ask(client, QUESTIONS["/indicatoren/<name>/groep"])["rijen"]
    assert rows[0]["waarde"] == group.rows[0].value is not None

    peers = peers_of("MC12", 5)
    found = ask(client, QUESTIONS["/regios/<code>/soortgelijk"])
    assert [each["code"] for each in found["soortgelijkeRegios"]] == [each.code for each in peers.peers]

    report = effect_report("MC12")
    rows = ask(client, QUESTIONS["/regios/<code>/effectrapportage"])["rijen"]
    assert [row["id"] for row in rows] == [row["id"] for row in report.rows()]

    common = overlap()
    rows = ask(client, QUESTIONS["/overlap"])["rijen"]
    assert sum(row["mensen"] for row in rows) == common.people.sum()

    work = work_definitions(contract="permanent", moment="1_jaar")
    rows = ask(client, QUESTIONS["/duurzaam-werk"])["rijen"]
    assert [row["waarde"] for row in rows] == [row.value for row in work.rows]
