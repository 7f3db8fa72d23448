"""The page on the division in regions: overlap, all regions, groups of one's own, and what changed."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import plotly.graph_objects as go
import pytest
from flask.testing import FlaskClient

from dashboard import charts, i18n, narrative, shell, warehouse
from dashboard.charts import Axis, Square
from dashboard.indicators import catalogue, values
from dashboard.indicators.studies.group_compared import group_compared
from dashboard.indicators.studies.groups import GroupFigure, GroupRow, group_id, group_values
from dashboard.indicators.studies.overlap import overlap
from dashboard.indicators.uncertainty import newcombe
from dashboard.pages import layout, view_of
from dashboard.pages.layout_parts import chosen, every, group, history, shared
from dashboard.state import LONGEST, View

from .support import tiny_release
from .test_narrative import FORBIDDEN, has
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")

BASE = {"nl": "/nl/regio-indeling", "en": "/en/region-layout"}
TERSCHELLING = "GM0093"


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(BASE[lang], search)


def rendered(search: str = "", lang: str = "nl") -> list[dict[str, Any]]:
    """The page as the browser gets it, checked for what every page must have."""
    _, contents, _, title = shell.open_page(BASE[lang], None, search)
    orjson.dumps(contents)
    elements = list(walk(contents))
    assert sum(e["type"] == "H1" for e in elements) == 1
    assert i18n.text("layout_title", lang) in title
    for element in elements:
        if element["type"] == "Graph":
            go.Figure(element["props"]["figure"])
        if element["type"] == "Table":
            assert element["props"]["caption"]
            assert {len(row) for row in element["props"]["rows"]} <= {len(element["props"]["head"])}
    text = words(contents)
    assert not re.search(r"\bnan\b|None|\{\w+\}|  \.", text), text
    return contents


def own(search: str, lang: str = "nl") -> str:
    return words(layout.read(view(search, lang)).slots["own"])


def told(search: str, lang: str = "nl") -> str:
    return words(layout.read(view(search, lang)).slots["group-told"])


def cells(search: str) -> list[list[str]]:
    found: list[list[str]] = layout.read(view(search)).panels["group"].table["props"]["rows"]
    return found


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_region_renders(lang: str) -> None:
    known = catalogue()
    codes = [
        r.code for kind in ("doorstroompunt", "arbeidsmarkt", "provincie", "landsdeel") for r in known.regions_of(kind)
    ]
    for code in [*codes, "NL01", "GM1773", "GM0788", "GM0457"]:
        text = own(f"?regio={code}", lang)
        assert text.strip() and not re.search(r"\bnan\b|None|\{\w+\}", text)
    for code in ("NL01", "MC14", "MC12", "GM0788", "AM36", "PV26"):
        rendered(f"?regio={code}&gemeenten={TERSCHELLING},MC12", lang)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_indicator_with_municipal_figures_renders(lang: str) -> None:
    for indicator in group.able(view()):
        for members in ("MC12", TERSCHELLING, "GM0150,GM0141", "PV20,AM05", "GM0788"):
            rendered(f"?indicator={indicator.id}&gemeenten={members}", lang)


@pytest.mark.parametrize("code", ["MC10", "MC12", "MC11", "AM36", "PV24"])
def test_the_list_says_what_overlap_found(code: str) -> None:
    known = catalogue()
    kind = known.regions[code].kind
    made = overlap(kind, "arbeidsmarkt" if kind == "doorstroompunt" else "doorstroompunt", 2026)
    row = made.rows.index(code)
    partners = [column for each, column in made.municipalities if each == code]
    text = own(f"?regio={code}")
    for column in partners:
        at = made.columns.index(column)
        assert known.regions[column].name in text
        assert i18n.number(float(made.people[row, at]), 0, "nl") in text
        for member in made.municipalities[code, column]:
            assert known.regions[member].name in text
        for share in (made.share_of_row[row, at], made.share_of_column[row, at]):
            assert ("100%" if share == 1 else i18n.quantity(100 * share, "%", 1, "nl")) in text
    assert "Indeling van 2026" in text
    assert (f"{len(partners)} " in text) == (len(partners) > 1) or len(partners) == 1


def test_the_headline_of_a_region_is_true() -> None:
    assert "Doorstroompuntregio Twente heeft dezelfde grenzen als arbeidsmarktregio Twente" in own("?regio=MC12")
    assert "ligt helemaal in arbeidsmarktregio Veluwe Stedendriehoek" in own("?regio=MC11")
    assert "deelt gemeenten met 2 arbeidsmarktregio's" in own("?regio=MC10")
    assert "Arbeidsmarktregio Regio Zwolle deelt gemeenten met 3 Doorstroompuntregio's" in own("?regio=AM36")
    assert "shares municipalities with 2 labour market regions" in own("?regio=MC10", "en")


def test_a_municipality_leads_to_its_region() -> None:
    assert own("?regio=Olst-Wijhe").split()[:3] == ["Olst-Wijhe", "ligt", "in"]
    assert "IJssel-Vecht" in own("?regio=GM1773")
    assert own("?regio=GM0788").count("Indeling van 2026") == 2


def test_an_ended_region_shows_its_last_year() -> None:
    text = own("?regio=MC14")
    assert "Indeling van 2020, het laatste jaar van deze regio" in text and "Rijk van Nijmegen" in text


def test_without_a_region_the_page_says_what_to_do() -> None:
    assert "Kies hierboven" in own("") and "Kies hierboven" in own("?regio=LD01")


def test_people_of_merged_municipalities_are_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.pages.layout_parts.own.year_of", lambda *_: 2019)
    text = own("?regio=MC36")
    assert "onbekend van" in text and "niet bekend" in text and "Uden" in text and "nan" not in text


def test_every_region_stands_under_one_way_of_overlapping() -> None:
    made = overlap()
    ways = every.sort(shared.pairs(made))
    assert sorted(row for rows in ways.values() for row in rows) == sorted(made.rows)
    share = made.share_of_row
    for way, rows in ways.items():
        for row in rows:
            at = made.rows.index(row)
            (columns,) = np.nonzero(share[at])
            alone = [np.count_nonzero(share[:, column]) == 1 for column in columns]
            expected = "several" if len(columns) > 1 else "same" if alone[0] else "inside"
            assert way == expected
    panel = layout.read(view()).panels["every"]
    assert panel.headline.startswith(f"{len(ways['same'])} van de 40")
    assert panel.headline.endswith(f" {len(ways['several'])}")
    assert len(panel.table["props"]["rows"]) == len(made.municipalities)


def test_the_squares_are_the_pairs_and_the_own_row_stands_out() -> None:
    made = overlap()
    panel = layout.read(view("?regio=MC12")).panels["every"]
    figure = go.Figure(panel.figure)
    (trace,) = figure.data
    assert len(trace.x) == len(made.municipalities)
    rows, columns = figure.layout.yaxis.ticktext, figure.layout.xaxis.ticktext
    assert len(rows) == 40 and len(columns) == 35 and "<b>12 Twente</b>" in rows
    known = catalogue()
    drawn = {(rows[y].replace("<b>", "").split(" ", 1)[0], columns[x]) for x, y in zip(trace.x, trace.y, strict=True)}
    assert drawn == {(str(known.regions[r].number), known.regions[c].name) for r, c in made.municipalities}
    assert list(trace.marker.color).count(charts.OWN) == 1
    assert any("vet" in str(note) for note in panel.notes)
    assert not any("vet" in str(note) for note in layout.read(view()).panels["every"].notes)


def test_squares_of_unknown_and_of_tiny_shares() -> None:
    axis = Axis("niets")
    found = [Square("a", "x", float("nan"), "onbekend"), Square("b", "x", 0.000001, "bijna niets")]
    (trace,) = charts.squares(["a", "b"], ["x"], found, [], axis)["data"]
    assert trace["marker"]["symbol"] == ["square-open", "square"]
    assert trace["marker"]["size"][1] == 3
    assert charts.squares([], [], [], [], axis)["data"] == []


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.0001, "minder dan 0,1%"),
        (0.99999, "99,9%"),
        (0.123, "12,3%"),
        (np.nan, "onbekend"),
    ],
)
def test_shares_in_words(share: float, expected: str) -> None:
    assert shared.share_words(view(), share) == expected


def test_a_whole_region_equals_the_published_figure() -> None:
    row = values("vsv_duo_lt23", where={"region": "MC12"}).rows[0]
    text = told("?gemeenten=MC12")
    assert row.value is not None
    assert f"in Twente, 2024/'25: {i18n.quantity(row.value, '%', 2, 'nl')}" in text
    assert i18n.number(float(row.numerator or 0), 0, "nl") in text and "voorlopig" in text
    members = ",".join(group_values("vsv_duo_lt23", "MC12").municipalities)
    assert cells(f"?gemeenten={members}") == cells("?gemeenten=MC12")


def test_a_group_says_figure_interval_comparison_status_and_name() -> None:
    search = "?gemeenten=GM0150,GM0141"
    text = told(search)
    found = group_values("vsv_duo_lt23", ["GM0150", "GM0141"], by=("period",))
    row = found.rows[-1]
    assert row.value is not None and row.low is not None and row.high is not None
    for part in (
        "uw groep van 2 gemeenten",
        i18n.quantity(row.value, "%", 2, "nl"),
        i18n.quantity(row.low, "%", 2, "nl"),
        i18n.quantity(row.high, "%", 2, "nl"),
        "Almelo en Deventer",
        group_id(["GM0150", "GM0141"]),
    ):
        assert part in text, part
    panel = layout.read(view(search)).panels["group"]
    # How it compares is said once: in the headline of the chart.
    assert "de rest van Nederland" in panel.headline and "de rest van Nederland" not in text
    assert "voorbeelddata" in panel.subtitle and "uw groep van 2 gemeenten" in panel.headline
    assert len(panel.table["props"]["rows"]) == len(found.rows)
    assert "Bron" in words(panel.source) and "13 gemeenten" not in text


def test_a_refused_figure_is_never_shown(client: FlaskClient) -> None:
    search = f"?gemeenten={TERSCHELLING}"
    found = group_values("vsv_duo_lt23", TERSCHELLING, by=("period",))
    refused = [row for row in found.rows if row.reason]
    assert found.rows[-1].reason == "below_threshold" and refused
    content = layout.read(view(search))
    text = words(content.slots["group-told"])
    assert "geen cijfer (de groep is te klein)" in text and "minder dan 10 jongeren" in text
    hrefs = [e["props"]["href"] for e in walk(content.slots["group-told"]) if e["type"] == "A"]
    assert hrefs == ["/nl/methoden?methode=afronding"]
    secret = values("vsv_duo_lt23", ("region", "period"), {"region": TERSCHELLING, "period": "all"})
    hidden = {int(row.key[1]): row for row in secret.rows if int(row.key[1]) in {int(r.key[0]) for r in refused}}
    lines = {line[0]: line for line in content.panels["group"].table["props"]["rows"]}
    figure = content.panels["group"].figure
    assert figure is not None
    drawn = [
        x
        for trace in figure["data"]
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None and trace.get("name", "Terschelling") == "Terschelling"
    ]
    for period, row in hidden.items():
        line = lines[i18n.period(period, "schoolyear", "nl")]
        assert line[2:5] == ["–", "–", "–"] and line[1][0].isalpha()
        assert period not in drawn
        if row.numerator is not None:
            assert str(row.numerator) not in line
    answer = client.get(content.panels["group"].csv[0][1])
    assert answer.status_code == 200


def test_other_municipalities_that_a_refusal_is_about_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = group_values("vsv_duo_lt23", ["GM0150", "GM0141"], by=("period",))
    last = GroupRow((2024,), None, None, None, None, None, "", "reveals_cell", ("GM0093", "GM0141"), 0, None)
    changed = GroupFigure(**{name: getattr(real, name) for name in real.__slots__} | {"rows": [*real.rows[:-1], last]})
    monkeypatch.setattr(group, "group_values", lambda *_, **__: changed)
    text = told("?gemeenten=GM0150,GM0141")
    assert "een verborgen cijfer wordt zo zichtbaar" in text and "Het gaat om: Almelo en Terschelling." in text
    missing = last._replace(reason="missing", concerned=("GM0141",))
    object.__setattr__(changed, "rows", [*real.rows[:-1], missing])
    text = told("?gemeenten=GM0150,GM0141")
    assert "er ontbreekt een cijfer" in text and "minder dan 10" not in text


def test_a_group_without_any_figure_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = group_values("vsv_duo_lt23", "GM0150", by=("period",))
    rows = [
        GroupRow(r.key, None, None, None, None, None, "", "below_threshold", ("GM0150",), 0, None) for r in real.rows
    ]
    changed = GroupFigure(**{name: getattr(real, name) for name in real.__slots__} | {"rows": rows})
    monkeypatch.setattr(group, "group_values", lambda *_, **__: changed)
    panel = layout.read(view("?gemeenten=GM0150")).panels["group"]
    assert panel.headline.endswith("geen cijfers voor Deventer") and "geen cijfers" in panel.description


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_an_unknown_municipality_is_a_clear_message(lang: str) -> None:
    contents = rendered("?gemeenten=GM0150,Devnter", lang)
    text = words(contents)
    assert "Devnter" in text and "Deventer?" in text
    links = [e["props"]["href"] for e in walk(contents) if e["type"] == "A"]
    assert f"{BASE[lang]}?gemeenten=GM0150#groep" in links
    assert cells("?gemeenten=GM0150,Devnter") == []
    assert "GM9999" in told("?gemeenten=GM9999", lang)
    assert told("?gemeenten=NL01").strip().startswith("Wij kennen geen gemeente of regio 'NL01'")


def test_a_region_that_ended_is_no_member_and_its_successors_are_named() -> None:
    text = told("?gemeenten=MC14")
    assert "tot en met 2020" in text and "Arnhem en Rijk van Nijmegen" in text


def test_what_is_wrong_stays_among_the_choices_until_it_is_taken_out() -> None:
    asked = view("?gemeenten=onzin,GM0150,MC14")
    picker = chosen.picker(asked, chosen.picked(asked))["props"]
    assert picker["value"] == ["GM0150", "onzin", "MC14"]
    assert set(picker["value"]) <= {item["value"] for each in picker["data"] for item in each["items"]}


def test_names_lead_to_codes_and_doubles_count_once() -> None:
    found = chosen.picked(view("?gemeenten=olst-wijhe,GM1773,,Twente"))
    assert found.codes == ["GM1773", "MC12"]


@pytest.mark.parametrize("by_name", [False, True])
def test_a_large_group_fits_in_the_address(by_name: bool) -> None:
    """As many municipalities as the picker lets choose, and all of the largest province by their names."""
    known = [region for region in catalogue().regions_of("gemeente") if not region.valid_to]
    of_province = [region for region in known if region.parent == "PV30" and "," not in region.name]
    asked = [region.name for region in of_province] if by_name else [region.code for region in known[: chosen.MOST]]
    assert len(asked) > 50
    search = f"?gemeenten={','.join(asked)}"
    assert 200 < len(search) <= LONGEST
    assert len(chosen.picked(view(search)).members) == len(asked)
    assert told(search)


def test_an_empty_group_invites_and_its_panel_is_hidden() -> None:
    elements = list(walk(layout.read(view("?regio=MC12")).slots["group-told"]))
    assert any("group-empty" in e["props"].get("className", "") for e in elements)
    assert [e["props"]["href"] for e in elements if e["type"] == "A"] == [
        f"{BASE['nl']}?regio=MC12&gemeenten=MC12#groep"
    ]
    assert "Kies hierboven" in told("") and "Of begin" not in told("?regio=MC14")


def test_what_is_chosen_comes_back_from_the_address() -> None:
    contents = rendered("?regio=MC10&gemeenten=GM0150,AM05&indicator=neet_register")
    filters = {e["props"]["id"]["name"]: e["props"]["value"] for e in walk(contents) if is_filter(e)}
    assert filters == {"regio": "MC10", "gemeenten": ["GM0150", "AM05"], "indicator": "neet_register"}
    other = {
        e["props"]["id"]["name"]: e["props"]["value"]
        for e in walk(rendered("?indicator=neet_leeftijd"))
        if is_filter(e)
    }
    assert other["indicator"] == group.DEFAULT


def is_filter(element: dict[str, Any]) -> bool:
    identity = element["props"].get("id")
    return isinstance(identity, dict) and identity["type"] == "filter"


def test_the_list_of_municipalities_holds_every_kind_and_stays_small() -> None:
    picker = chosen.picker(view(), chosen.picked(view()))
    groups = {each["group"]: each["items"] for each in picker["props"]["data"]}
    assert [len(items) for items in groups.values()] == [342, 40, 35, 12]
    labels = [item["label"] for items in groups.values() for item in items]
    assert len(set(labels)) == len(labels)
    assert len(orjson.dumps(picker)) < 30_000


def test_only_what_changes_is_sent() -> None:
    filled, _, spoken = shell.changes({"now": "?gemeenten=MC12", "before": ""}, BASE["nl"])
    assert {"group-told", "group-table", "group-headline"} <= set(filled)
    assert not {"own", "kinds", "every-table"} & set(filled)
    assert "Twente" in spoken
    filled, _, _ = shell.changes({"now": "?regio=MC12", "before": ""}, BASE["nl"])
    assert "own" in filled and "group-table" not in filled


@pytest.mark.parametrize("indicator", ["vsv_duo_lt23", "vsv_duo_lt23_aantal", "vsv_verwacht", "neet_register"])
def test_the_csv_has_the_figures_of_the_table(client: FlaskClient, indicator: str) -> None:
    search = f"?gemeenten=GM0150,GM0141&indicator={indicator}"
    answer = client.get(layout.read(view(search)).panels["group"].csv[0][1])
    assert answer.status_code == 200
    assert len(answer.get_data(as_text=True).strip().splitlines()) == 1 + len(cells(search))


def test_the_overlap_can_be_downloaded(client: FlaskClient) -> None:
    answer = client.get(layout.read(view()).panels["every"].csv[0][1])
    assert answer.status_code == 200
    assert len(answer.get_data(as_text=True).strip().splitlines()) == 1 + len(overlap().municipalities)


def test_history_names_what_the_maps_show() -> None:
    text = words(history.told(view()))
    for part in (
        "Olst-Wijhe ging van Stedendriehoek naar IJssel-Vecht.",
        "Alphen-Chaam en Baarle-Nassau gingen van West-Brabant naar Midden-Brabant.",
        "Weesp ging van Gooi en Vechtstreek naar Agglomeratie Amsterdam.",
        "Arnhem/Nijmegen stopte.",
    ):
        assert re.sub(r"\s+", " ", part) in re.sub(r"\s+", " ", text), part
    assert "Uden" not in text


def test_without_changes_the_history_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "newest_year", lambda _: 2019)
    assert "Er veranderde niets" in words(history.told(view()))


def test_a_release_without_people_or_municipal_figures_is_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_release(tmp_path, "measure | region | period | value\ninwoners | NL01 | 2024 | 10")
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    text = words(rendered("?regio=MC12&gemeenten=GM0150"))
    assert "geen inwoners per gemeente" in text and "geen cijfers per gemeente" in text
    assert "weten wij niet" in text
    warehouse.close()


def test_a_question_that_the_figures_refuse_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise group.QueryError("no")

    monkeypatch.setattr(group, "group_values", refuse)
    assert "geen groep te maken" in told("?gemeenten=GM0150")


@pytest.mark.parametrize("indicator", ["vsv_duo_lt23", "neet_register", "vsv_duo_lt23_aantal", "vsv_verwacht"])
def test_a_group_is_compared_with_the_rest_of_the_country(indicator: str) -> None:
    found = group_values(indicator, ["MC12"], by=("period",))
    compared, methods = group_compared(found)
    known = catalogue().indicators[indicator]
    if known.denominator is None or known.family == "verwacht":
        assert {each.reason for each in compared} == {"counts" if known.family == "vsv" else "modelled"}
        assert methods == () and {each.outcome for each in compared} == {""}
        return
    assert [method.parameters["against"] for method in methods] == ["rest_of_country"]
    for row, each in zip(found.rows, compared, strict=True):
        land = each.country
        assert land is not None and land.numerator is not None and land.denominator is not None
        x, n = float(row.numerator or 0), float(row.denominator or 0)
        low, high = newcombe(x, n, land.numerator - x, land.denominator - n, 0.95)
        assert each.low == pytest.approx(100 * float(low), abs=0.01)
        assert each.high == pytest.approx(100 * float(high), abs=0.01)
        margin = row.margin or 0
        sure = "lower" if 100 * high < -margin else "higher" if 100 * low > margin else "not_distinguishable"
        assert each.outcome == sure


def test_a_refused_figure_is_not_compared_and_rounding_can_undo_a_difference() -> None:
    compared, _ = group_compared(group_values("vsv_duo_lt23", TERSCHELLING, by=("period",)))
    assert (compared[-1].outcome, compared[-1].difference, compared[-1].reason) == ("", None, "below_threshold")
    with pytest.raises(ValueError, match="by period alone"):
        group_compared(group_values("vsv_duo_lt23", "GM0150"))
    found = group_values("neet_register", ["MC12"], by=("period",))
    assert group_compared(found)[0][-1].outcome == "lower"
    object.__setattr__(found, "rows", [row._replace(margin=2.0) for row in found.rows])
    assert group_compared(found)[0][-1].outcome == "not_distinguishable"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_words_of_the_other_language_and_no_verdicts(lang: str) -> None:
    other = "en" if lang == "nl" else "nl"
    mine = set(i18n.words(lang).values())
    foreign = {text for text in i18n.words(other).values() if len(text) > 8 and text not in mine}
    parts = {words(e).strip() for e in walk(rendered("?regio=MC10&gemeenten=GM0150,GM0093", lang))}
    assert not parts & foreign
    for key, text in i18n.words(lang).items():
        if key.startswith("layout_"):
            assert not has(FORBIDDEN[lang], text), key
    assert narrative.reason_words("below_threshold", lang)
