"""Studies over the API: the same answers as the studies themselves, as JSON and CSV, and helpful refusals."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api import studies
from dashboard.indicators import catalogue
from dashboard.indicators.studies.effect_report import effect_report
from dashboard.indicators.studies.funnel_plot import funnel_plot
from dashboard.indicators.studies.gap import gap
from dashboard.indicators.studies.groups import group_values
from dashboard.indicators.studies.overlap import overlap
from dashboard.indicators.studies.peer_set import peers_of
from dashboard.indicators.studies.positions import positions
from dashboard.indicators.studies.rank_moves import rank_moves
from dashboard.indicators.studies.revision_band import revision_bands
from dashboard.indicators.studies.sharing_out import sharing_out
from dashboard.indicators.studies.standardised import expected_values
from dashboard.indicators.studies.target_path import overview, target_path
from dashboard.indicators.studies.work_definitions import work_definitions

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
    "/regios/<code>/posities": "/regios/Twente/posities?periode=2023",
    "/overlap": "/overlap?jaar=2026",
    "/duurzaam-werk": "/duurzaam-werk?werksoort=vast&moment=1_jaar",
}


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


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_an_answer_as_csv_has_a_line_per_row(client: FlaskClient, question: str) -> None:
    found, table = ask(client, question), lines(client, question)
    assert table
    if "rijen" in found:
        assert len(table) == len(found["rijen"])
    assert {"voorbeelddata", "release"} <= set(table[0])
    # Codes stand with their names, and nothing is written as a list or a tree.
    assert all(f"{name}Naam" in table[0] for name in ("regio", "periode", "leeftijd") if name in table[0])
    assert "status" not in table[0] or "statusWoord" in table[0]
    assert not [cell for line in table for cell in line.values() if cell[:1] in "[{" and cell]


def test_the_file_of_a_model_says_what_it_is_about(client: FlaskClient) -> None:
    question = f"{V}/verwacht?niveau=99.8"
    found, table = ask(client, question), lines(client, question)
    line = next(each for each in table if each["regio"] == "MC12")
    told = {name: line[name] for name in ("regioNaam", "periodeNaam", "leeftijd", "eenheid", "status", "bron")}
    assert told == {
        "regioNaam": "Twente",
        "periodeNaam": "2024/'25",
        "leeftijd": "totaal",
        "eenheid": "personen",
        "status": "P",
        "bron": "duo_vsv",
    }
    assert (line["model"], float(line["phi"]), line["niveau"]) == ("intern", round(found["phi"], 4), "99.8")
    assert line["uitkomstWoord"] in ("lager", "hoger", "niet te onderscheiden")
    for name in ("geteld", "verwacht", "verschil", "verschilLaag", "verschilHoog"):
        assert len(line[name].partition(".")[2]) == 1, name
    assert float(line["geteld"]) - float(line["verwacht"]) == pytest.approx(float(line["verschil"]), abs=0.11)


def test_the_file_of_a_gap_has_each_part_and_group_with_its_share(client: FlaskClient) -> None:
    question = QUESTIONS["/indicatoren/<name>/verschil"]
    (found,), table = ask(client, question)["verschillen"], lines(client, question)
    groups = [each for part in found["delen"] for each in part["categorieen"]]
    assert len(table) == 2 + len(found["delen"]) + len(groups)
    assert {line["vergelekenMetNaam"] for line in table} == {"Nederland"}
    shares = [line for line in table if line["aandeel"]]
    assert [float(line["aandeel"]) for line in shares] == pytest.approx([g["waarde"] for g in groups], abs=1e-4)
    assert all(line["codeNaam"] for line in shares)


def test_peers_as_csv_have_a_line_each_behind_the_region_itself(client: FlaskClient) -> None:
    question = QUESTIONS["/regios/<code>/soortgelijk"]
    found, table = ask(client, question), lines(client, question)
    assert [line["soortgelijkeRegio"] for line in table] == [
        "MC12",
        *(each["code"] for each in found["soortgelijkeRegios"]),
    ]
    assert {line["regioNaam"] for line in table} == {"Twente"} and {line["set"] for line in table} == {found["id"]}
    for line, told in zip(table[1:], found["soortgelijkeRegios"], strict=True):
        assert float(line["afstand"]) == told["afstand"]
        for driver, value in told["waarden"].items():
            assert float(line[f"{driver}.waarde"]) == value
            assert float(line[f"{driver}.bijdrage"]) == told["bijdragen"][driver]


def test_the_file_of_a_group_says_who_is_in_it(client: FlaskClient) -> None:
    (line,) = lines(client, QUESTIONS["/indicatoren/<name>/groep"])
    assert (line["gemeenten"], line["periodeNaam"], line["eenheid"], line["gaatOver"]) == (
        "Almelo; Enschede",
        "2023/'24",
        "%",
        "",
    )
    split = lines(client, f"{V}/groep?gemeente=Enschede,Almelo&per=leeftijd&periode=2023")
    assert {line["leeftijdNaam"] for line in split} >= {"Alle leeftijden"}
    (small,) = lines(client, f"{V}/groep?gemeente=Schiermonnikoog&periode=2023")
    assert small["waarde"] or (small["redenWoord"] and small["gaatOver"])


def test_a_target_path_as_csv_has_the_figures_the_targets_and_the_paths(client: FlaskClient) -> None:
    question = f"{V}/doelpad?regio=NL01&taal=en"
    found, table = ask(client, question), lines(client, question)
    of = {kind: [line for line in table if line["soort"] == kind] for kind in ("cijfer", "doel", "pad", "pad_vanaf_nu")}
    assert sum(map(len, of.values())) == len(table)
    assert [(int(line["periode"]), float(line["waarde"]), line["status"]) for line in of["cijfer"]] == [
        (point["periode"], point["waarde"], point["status"]) for point in found["reeks"]["punten"]
    ]
    assert of["cijfer"][-1]["statusWoord"] == "provisional"
    assert len(of["doel"]) == len(found["doelen"])
    for line, told in zip(of["doel"], found["doelen"], strict=True):
        assert (line["doel"], line["periode"]) == (told["doel"]["id"], str(told["doeljaar"]))
        assert float(line["waarde"]) == told["doel"]["waarde"]
        for name in ("stand", "reden", "verschil", "laag", "hoog", "tempoTotNu", "tempoVanafNu", "minderPerJaar"):
            assert line[name] == ("" if told[name] is None else str(told[name])), name
    for kind, name in (("pad", "pad"), ("pad_vanaf_nu", "padVanafNu")):
        assert [[int(line["periode"]), float(line["waarde"])] for line in of[kind]] == [
            point for told in found["doelen"] for point in told[name]
        ]
    assert {line["eenheid"] for line in table} == {"personen"} == {found["eenheid"]}
    assert {line["bron"] for line in table} == {"duo_vsv", "duo_vsv+doelen_landelijk"}
    assert {line["voorbeelddata"] for line in table} == {"true"}
    assert {(line["regio"], line["regioNaam"]) for line in table} == {("NL01", "The Netherlands")}


def test_a_target_shared_out_as_csv_adds_up_to_the_target(client: FlaskClient) -> None:
    question = QUESTIONS["/indicatoren/<name>/verdeling"]
    found, table = ask(client, question), lines(client, question)
    for way in found["manieren"]:
        mine = [line for line in table if line["manier"] == way["id"]]
        assert {line["regio"]: int(line["waarde"]) for line in mine} == {
            region: part["jongeren"] for region, part in way["delen"].items()
        }
        assert sum(int(line["waarde"]) for line in mine) == found["doel"]["waarde"]
        assert {line["gewichtPeriode"] for line in mine} == {str(way["periode"])}
        assert {line["status"] for line in mine} == {"P" if way["voorlopig"] else "A"}
        assert all(line["bron"].startswith("doelen_landelijk+") for line in mine)
    own = {line["regio"]: line for line in table if line["manier"] == "eigen"}
    assert {region: float(line["waarde"]) for region, line in own.items()} == {
        region: target["waarde"] for region, target in found["eigen"].items()
    }
    assert {(line["bron"], line["status"]) for line in own.values()} == {("streefcijfers", "")}
    assert len(table) == 2 * len(found["regios"]) + len(own)
    assert {line["eenheid"] for line in table} == {"personen"}
    assert {line["voorbeelddata"] for line in table} == {"true"}


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
    assert [row["verwacht"] for row in rows] == pytest.approx(list(model.expected), abs=0.0501)
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

    done = positions("MC12", 2023)
    rows = ask(client, QUESTIONS["/regios/<code>/posities"])["rijen"]
    assert [(row["waarde"], row["teller"]) for row in rows] == [
        (line["value"], line["numerator"]) for line in done.table()
    ]

    common = overlap()
    rows = ask(client, QUESTIONS["/overlap"])["rijen"]
    assert sum(row["mensen"] for row in rows) == common.people.sum()

    work = work_definitions(contract="permanent", moment="1_jaar")
    rows = ask(client, QUESTIONS["/duurzaam-werk"])["rijen"]
    assert [row["waarde"] for row in rows] == [row.value for row in work.rows]
