"""The page about ages: for every region and language; its address; and that it says and draws what the figures say."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
from flask.testing import FlaskClient

from dashboard import i18n, shell
from dashboard.indicators import Row, catalogue, values
from dashboard.indicators.studies import positions as study
from dashboard.indicators.studies.positions import NEET, PARTS, WITH, WITHOUT
from dashboard.pages import ages, view_of
from dashboard.pages.ages_parts import answer, compared, lacking, positions
from dashboard.pages.ages_parts import asked as a
from dashboard.state import View

from .conftest import SampleRelease
from .support import tiny_release
from .test_narrative import FORBIDDEN, has
from .test_pages import rendered, walk, words

PATH = {"nl": "/nl/leeftijd", "en": "/en/ages"}
AGAINST = {"": "NL01", "&vergelijk=soortgelijk": "soortgelijk", "&vergelijk=eerder": "eerder"}


@pytest.fixture(scope="module", autouse=True)
def shown(sample_release: SampleRelease) -> Iterator[None]:
    """The pages read the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        yield


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    from app import server

    return server.test_client()


def view(region: str = "MC12", lang: str = "nl", search: str = "") -> View:
    return view_of(PATH[lang], f"?regio={region}{search}")


def regions() -> list[str]:
    return [each.code for each in catalogue().regions_of("doorstroompunt")]


def tables(part: Any) -> list[dict[str, Any]]:
    return [e["props"] for e in walk(part) if e["type"] == "Table"]


@pytest.mark.parametrize("search", AGAINST)
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_region_renders_with_every_benchmark(lang: str, search: str) -> None:
    for number, code in enumerate([*regions(), "NL01", "GM0153", "PV26", "AM01"]):
        if code in catalogue().regions:
            split = ("geslacht", "opleiding", "herkomst")[number % 3]
            rendered(PATH[lang], f"?regio={code}{search}&uitsplitsing={split}")


@pytest.mark.parametrize(("search", "against"), AGAINST.items())
@pytest.mark.parametrize("code", ["MC12", "MC05", "MC20", "MC41"])
def test_the_lead_is_what_the_figures_say(code: str, search: str, against: str) -> None:
    """Recomputed for one region alone: counts, share, and the outcome of the test."""
    where: dict[str, Any] = {"region": [code], "age_group": a.FOCUS}
    asked = values(NEET, ("region",), where, with_=("benchmark",), against=against)
    (row,) = asked.rows
    lead = ages.read(view(code, "nl", search)).slots["lead"]
    counted = [i18n.number(float(n or 0), 0, "nl") for n in (row.numerator, row.denominator)]
    assert f"{counted[0]} van de {counted[1]} jongeren" in lead
    assert i18n.quantity(float(row.value or 0), "%", 1, "nl") in lead
    assert "(2024, voorlopig)" in lead
    outcome, difference = asked.extra["outcome"][0], asked.extra["difference"][0]
    word = {"lower": "lager", "higher": "hoger", "not_distinguishable": "kan toeval zijn"}[outcome]
    assert word in lead
    said = i18n.difference_word(difference, "%", 1, "nl")
    assert (said in lead) == (outcome != "not_distinguishable")


def test_the_answer_names_the_trend_and_what_could_not_be_seen() -> None:
    told = {code: words(ages.read(view(code)).slots["figure"]) for code in regions() if code != "MC14"}
    for code, text in told.items():
        asked = values(NEET, ("region",), {"region": [code], "age_group": a.FOCUS}, with_=("trend",))
        trend = asked.extra["trend"][0]
        word = {"falling": "Gedaald", "rising": "Gestegen", "no_signal": "Geen duidelijke richting"}.get(
            trend, "Niet te zeggen"
        )
        assert word in text, code
        assert ("kan hier toeval zijn" in text) == (trend == "no_signal"), code


def test_the_page_draws_and_lists_the_figures_of_values() -> None:
    """What is on the screen is what `values` gives, cell by cell."""
    seen = view("MC12")
    content = ages.read(seen)
    ages_here = ["15_tot_18", "18_tot_23", "23_tot_27", "totaal"]
    where: dict[str, Any] = {"region": "MC12", "period": 2024, "age_group": ages_here}
    asked = values(NEET, ("region", "age_group"), where, with_=("interval", "benchmark"))
    by_age = {str(row.key[1]): (row, at) for at, row in enumerate(asked.rows)}
    table = tables(content.panels["ages"].table)[0]
    assert [line[0] for line in table["rows"]] == [compared.age_name(seen, code) for code in ages_here]
    for code, line in zip(ages_here, table["rows"], strict=True):
        row, at = by_age[code]
        ends = [i18n.quantity(asked.extra[name][at], "%", 1, "nl") for name in ("low_95", "high_95")]
        assert line[1:3] == [i18n.quantity(float(row.value or 0), "%", 1, "nl"), "–".join(ends)]
        assert line[3:5] == [i18n.number(float(n or 0), 0, "nl") for n in (row.numerator, row.denominator)]
        assert line[5] == i18n.quantity(asked.extra["benchmark_value"][at], "%", 1, "nl")
    figure = content.panels["ages"].figure
    assert figure is not None
    points = {x: y for t in figure["data"] if t.get("error_x") for y, x in zip(t["y"], t["x"], strict=True)}
    assert points == {float(row.value or 0): compared.age_name(seen, code) for code, (row, _) in by_age.items()}


def test_positions_are_those_of_the_source_and_make_a_whole() -> None:
    made = study.positions("MC12")
    seen = view("MC12")
    table = tables(ages.read(seen).slots["others"])[0]
    listed = {line[0]: line[1:3] for line in table["rows"]}
    for name in (*PARTS, NEET):
        row = made.rows[name]["MC12", a.FOCUS]
        counted = i18n.number(float(row.numerator or 0), 0, "nl")
        assert listed[seen.text(f"ages_row_{name}")] == [counted, i18n.quantity(float(row.value or 0), "%", 1, "nl")]
    parts = [made.rows[name]["MC12", a.FOCUS].numerator or 0 for name in PARTS]
    whole = made.rows[NEET]["MC12", a.FOCUS].denominator or 0
    assert abs(sum(parts) - whole) <= 30, "all parts are the whole, but for rounding to tens"


def test_bars_hold_every_part_and_split_the_last_only_where_that_is_known() -> None:
    figure = ages.read(view("MC12")).panels["positions"].figure
    assert figure is not None
    go.Figure(figure)
    shares = zip(*(trace["x"] for trace in figure["data"]), strict=True)
    assert all(98.5 <= sum(part or 0 for part in bar) <= 100.5 for bar in shares)
    names = [trace["name"] for trace in figure["data"]]
    assert names[-1] == "Zonder onderwijs en werk", "15 tot 18 in Twente has too few with benefit to split"
    split, bare = figure["data"][names.index("Zonder onderwijs, werk en uitkering")]["x"], figure["data"][-1]["x"]
    assert all((one is None) != (other is None) for one, other in zip(split, bare, strict=True))
    headings = [note["text"] for note in figure["layout"]["annotations"]]
    assert headings[0] == "<b>23 tot 27 jaar</b>" and headings[-1] == "<b>15 tot 27 jaar samen</b>"


def test_provisional_bars_are_light_and_lettered_and_definitive_ones_are_not() -> None:
    now, then = (ages.read(view("MC12", search=s)).panels["positions"].figure for s in ("", "&periode=2020"))
    assert now is not None and then is not None
    assert all("(P)" in name for name in now["layout"]["yaxis"]["ticktext"])
    assert now["data"][0]["marker"]["pattern"]["shape"] == "|"
    assert not any("(P)" in name for name in then["layout"]["yaxis"]["ticktext"])
    assert "pattern" not in then["data"][0]["marker"]


def outcomes(*found: str) -> compared.Compared:
    """A comparison with these outcomes."""
    codes = ["15_tot_18", "18_tot_23", "totaal"][: len(found)]
    base = a.asked(view("MC12")).ages
    cells = {code: {**base.cells[code], "outcome": kind} for code, kind in zip(codes, found, strict=True)}
    rows = [row for row in base.values.rows if row.key[1] in codes]
    return dataclasses.replace(base, cells=cells, values=dataclasses.replace(base.values, rows=rows))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (("lower", "lower"), "Zo: in Twente lager dan in de rest van Nederland, in alle groepen"),
        (("higher", "higher"), "Zo: in Twente hoger dan in de rest van Nederland, in alle groepen"),
        (
            ("not_distinguishable", "not_distinguishable"),
            "Zo: in Twente kunnen de verschillen met de rest van Nederland toeval zijn",
        ),
        (("not_distinguishable", ""), "Zo: in Twente kunnen de verschillen met de rest van Nederland toeval zijn"),
        (("", ""), "Zo in Twente, naar leeftijd"),
        (("lower", ""), "Zo: in Twente lager dan in de rest van Nederland (leeftijd: 15 tot 18 jaar)"),
        (
            ("lower", "not_distinguishable", "lower"),
            "Zo: in Twente lager dan in de rest van Nederland (leeftijd: 15 tot 18 jaar en alle leeftijden samen); "
            "de andere verschillen kunnen toeval zijn",
        ),
        (
            ("higher", "lower"),
            "Zo: in Twente lager dan in de rest van Nederland (leeftijd: 18 tot 23 jaar); "
            "hoger dan in de rest van Nederland (leeftijd: 15 tot 18 jaar)",
        ),
    ],
)
def test_a_headline_says_only_what_is_tested(found: tuple[str, ...], sentence: str) -> None:
    seen = view("MC12")
    asked, made = a.asked(seen), outcomes(*found)
    names = {code: compared.age_name(seen, code) for code in made.rows}
    assert compared.headline(seen, asked, made, names, "Zo") == sentence


@pytest.mark.parametrize("split", ["geslacht", "opleiding", "herkomst"])
@pytest.mark.parametrize("against", AGAINST)
def test_only_a_tested_difference_has_a_colour_and_always_a_word(split: str, against: str) -> None:
    words_of = {"higher": "▲ hoger", "lower": "▼ lager", "not_distinguishable": "● kan toeval zijn"}
    for code in regions():
        seen = view(code, search=f"&uitsplitsing={split}{against}")
        asked = a.asked(seen)
        figure = ages.read(seen).panels["focus"].figure
        assert figure is not None
        lines = [note["text"] for note in figure["layout"]["annotations"]]
        if not figure["data"]:
            assert {row.value for row in asked.groups.rows.values()} == {None}
            continue
        for part, line in zip(asked.groups.rows, lines, strict=True):
            kind = compared.outcome(asked.groups, part)
            assert [word for word in words_of.values() if word in line] == ([words_of[kind]] if kind else [])


def test_the_state_is_restored_from_the_address() -> None:
    contents = rendered(PATH["nl"], "?regio=MC12&periode=2020&vergelijk=eerder&uitsplitsing=herkomst")
    controls = {
        e["props"]["id"]["name"]: e["props"]["value"]
        for e in walk(contents)
        if isinstance(e["props"].get("id"), dict) and e["props"]["id"].get("type") == "filter"
    }
    assert controls == {"regio": "MC12", "periode": "2020", "vergelijk": "eerder", "uitsplitsing": "herkomst"}
    text = words(contents)
    assert "2019" in text and "Buiten Europa" in text
    wrong = rendered(PATH["nl"], "?regio=MC12&periode=1066&vergelijk=x&uitsplitsing=x")
    assert words(wrong[1:]) == words(rendered(PATH["nl"], "?regio=MC12")[1:])
    assert "1066" in words(wrong[:1])


def test_another_region_leaves_what_does_not_change() -> None:
    filled, drawn, spoken = shell.changes({"now": "?regio=MC05", "before": "?regio=MC12"}, PATH["nl"])
    assert set(drawn) == {"positions", "ages", "focus"}
    assert not {*ages.SAME} & set(filled) and {"lead", "figure", "others"} <= set(filled)
    assert spoken == f"Bijgewerkt. {filled['lead']}"
    for code in ("MC05", "MC14", "NL01", "PV26"):
        for slot in ages.SAME:
            assert orjson.dumps(ages.read(view(code)).all_slots(view(code))[slot]) == orjson.dumps(
                ages.read(view("MC12")).all_slots(view("MC12"))[slot]
            ), (code, slot)


def test_a_region_that_ended_shows_its_last_figures_and_where_it_went() -> None:
    content = ages.read(view("MC14", search="&vergelijk=soortgelijk"))
    place = words(content.slots["place"])
    assert "tot en met 2020" in place and "cijfers van 2020" in place and "geen soortgelijke" in place
    links = [e["props"]["href"] for e in walk(content.slots["place"]) if e["type"] == "A"]
    assert links == ["/nl/leeftijd?regio=MC40", "/nl/leeftijd?regio=MC41"]
    assert "(2020)" in content.slots["lead"]
    assert content.panels["ages"].headline == "Zonder onderwijs en werk in Arnhem/Nijmegen, naar leeftijd"
    assert "niet te vergelijken: geen regio lijkt genoeg op deze" in words(content.panels["ages"].table)
    earlier = ages.read(view("MC14", search="&periode=2017"))
    assert "(2017)" in earlier.slots["lead"]


def test_a_municipality_leads_to_its_region_and_peers_are_named() -> None:
    assert "Enschede" in words(ages.read(view("GM0153")).slots["place"])
    assert ages.read(view("GM0153")).slots["lead"] == ages.read(view("MC12")).slots["lead"]
    assert words(ages.read(view("MC12")).slots["place"]) == ""
    assert "het meest op lijken" in words(ages.read(view("MC12", search="&vergelijk=soortgelijk")).slots["place"])


def test_the_country_is_held_against_nothing_but_its_past() -> None:
    content = ages.read(view("NL01"))
    assert "dan in" not in content.slots["lead"] and "toeval" not in content.slots["lead"]
    assert content.panels["ages"].headline == "Zonder onderwijs en werk in Nederland, naar leeftijd"
    assert "Verschil" not in tables(content.panels["ages"].table)[0]["head"]
    assert "2023" in ages.read(view("NL01", search="&vergelijk=eerder")).slots["lead"]


def test_a_place_without_figures_says_so() -> None:
    content = ages.read(view("PV26"))
    assert "is niet bekend: niet geleverd" in content.slots["lead"]
    for panel in content.panels.values():
        assert panel.figure is not None and panel.figure["layout"]["annotations"]


def hidden(row: Row) -> Row:
    return row._replace(value=None, numerator=None, status="Q")


def test_hidden_parts_are_words_and_are_not_worked_out() -> None:
    seen = view("MC12")
    found = a.asked(seen)
    made = found.positions
    assert made is not None
    key = ("MC12", a.FOCUS)
    rows = {
        name: {k: hidden(row) if k == key else row for k, row in made.rows[name].items()} for name in (WITH, WITHOUT)
    }
    bare = dataclasses.replace(found, positions=dataclasses.replace(made, rows={**made.rows, **rows}))
    assert bare.positions is not None
    panel = positions.panel(seen, bare, bare.positions)
    assert panel.headline == "Wat jongeren van 23 tot 27 jaar doen in Twente, 2024"
    assert words(panel.table).count("te klein om te tonen") >= 2
    assert words(answer.others(seen, bare)).count("te klein om te tonen") == 2
    row = hidden(next(row for code, row in found.groups.rows.items() if code == "man"))
    groups = dataclasses.replace(
        found.groups, values=dataclasses.replace(found.groups.values, rows=[row, *found.groups.values.rows[1:]])
    )
    panel = compared.by_background(seen, dataclasses.replace(found, groups=groups))
    assert "te klein om te tonen" in panel.aloud and "te klein om te tonen" in words(panel.table)


def test_a_difference_that_cannot_be_tested_has_its_reason() -> None:
    seen = view("MC12", search="&vergelijk=eerder")
    found = a.asked(seen)
    cells = {code: {**each, "outcome": "", "benchmark_reason": "break"} for code, each in found.ages.cells.items()}
    odd = dataclasses.replace(found, ages=dataclasses.replace(found.ages, cells=cells))
    assert words(compared.by_age(seen, odd).table).count("niet te vergelijken") == 4


def test_one_file_holds_what_the_bars_show(client: FlaskClient) -> None:
    panel = ages.read(view("MC12")).panels["positions"]
    ((_, address),) = panel.csv
    lines = client.get(address).text.splitlines()
    assert len(lines) == 1 + 2 * 4 * 6 and "posities" in address
    assert any(",1070," in line.replace(".0,", ",") and "neet_met_uitkering" in line for line in lines)
    for name in ("ages", "focus"):
        ((_, address),) = ages.read(view("MC12", search="&vergelijk=soortgelijk")).panels[name].csv
        answer_ = client.get(address)
        assert answer_.status_code == 200 and "verschil" in answer_.text.splitlines()[0]


def test_what_is_lacking_follows_from_the_source() -> None:
    seen = view("MC12")
    found = a.asked(seen)
    assert "Losse jaren." in words(lacking.section(seen, found))
    code = dataclasses.replace(catalogue().codes["age_group"]["15_tot_18"], age_from=15, age_below=16)
    assert lacking.is_single(code)
    codes = {**seen.catalogue.codes, "age_group": {**seen.catalogue.codes["age_group"], "15_tot_18": code}}
    single = dataclasses.replace(seen, catalogue=dataclasses.replace(seen.catalogue, codes=codes))
    assert "Losse jaren." not in words(lacking.section(single, found))


def test_a_release_without_positions_or_without_neet_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_release(tmp_path / "a", "measure | region | period | value\ninwoners | NL01 | 2024 | 10")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path / "a"))
    rendered(PATH["nl"], "?regio=MC12")
    rows = "\n".join(
        f"{measure} | {region} | 2024 | {age} | {value}"
        for region, size in (("MC12", 100), ("NL01", 1000))
        for age in ("totaal", "23_tot_27")
        for measure, value in (("neet_maatwerk", size), ("jongeren_maatwerk", 10 * size))
    )
    tiny_release(tmp_path / "b", f"measure | region | period | age_group | value\n{rows}")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path / "b"))
    text = words(rendered(PATH["nl"], "?regio=MC12"))
    assert "100 van de 1.000 jongeren" in text


def test_few_queries_make_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.indicators import reading

    ages.read(view("MC12"))
    asked: list[str] = []
    real = reading.records

    def count(sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return real(sql, *rest)

    monkeypatch.setattr(reading, "records", count)
    ages.read(view("MC28"))
    assert not asked, "all regions are kept"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_words_of_the_other_language_and_no_verdict(lang: str) -> None:
    other = "en" if lang == "nl" else "nl"
    own = set(i18n.words(lang).values())
    foreign = {text for text in i18n.words(other).values() if len(text) > 8 and text not in own}
    for code in ("MC12", "MC14", "NL01"):
        parts = {words(e).strip() for e in walk(rendered(PATH[lang], f"?regio={code}&vergelijk=soortgelijk"))}
        assert not parts & foreign
    texts = i18n.tomllib.loads((i18n.LOCALE / lang / "ages.toml").read_text(encoding="utf-8"))
    for key, text in texts.items():
        # The page says itself that a difference is none.
        assert not has(FORBIDDEN[lang], re.sub("geen oordeel|no verdict", "", text)), key


def test_without_positions_the_answer_says_so_and_without_benefit_nothing_is_split() -> None:
    seen = view("MC12")
    found = a.asked(seen)
    assert found.positions is not None
    text = words(answer.others(seen, dataclasses.replace(found, positions=None)))
    assert text.strip() == "In deze uitgave staat niet wat de andere jongeren doen."
    whole = {name: rows for name, rows in found.positions.rows.items() if name not in (WITH, WITHOUT)}
    made = dataclasses.replace(found.positions, rows=whole)
    panel = positions.panel(seen, found, made)
    assert panel.headline == "Wat jongeren van 23 tot 27 jaar doen in Twente, 2024"
    assert panel.figure is not None and [t["name"] for t in panel.figure["data"]][-1] == "Zonder onderwijs en werk"
    assert len(tables(panel.table)[0]["rows"]) == 4 * 4
    assert "uitkering" not in words(answer.others(seen, dataclasses.replace(found, positions=made)))
