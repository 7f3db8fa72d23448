"""The national page: figures and sentences recomputed, definitions apart, choices from the address, worst cases."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from dashboard import i18n, warehouse
from dashboard.components import matrix as m
from dashboard.indicators import COUNTRY, catalogue, values
from dashboard.indicators.studies.sharing_out import own_targets
from dashboard.indicators.studies.target_path import NEW, OLD, overview
from dashboard.pages import national, view_of
from dashboard.pages.national_parts import aims, figures, paths, progress, signals
from dashboard.state import View
from etl.catalogue import load_indicators

from .conftest import SampleRelease
from .support import tiny_release
from .test_pages import walk, words

ADDRESS = {"nl": "/nl/landelijk", "en": "/en/national"}
COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "vsv": ("vsv_duo_lt23", {}),
    "neet": ("neet_leeftijd", {}),
    "neet23": ("neet_leeftijd", {"age_group": "23_tot_27"}),
    "werk12": ("duurzaam_werk_12u", {}),
    "werk20": ("duurzaam_werk_20u", {}),
}


@pytest.fixture(scope="module", autouse=True)
def sample(sample_release: SampleRelease) -> Iterator[None]:
    """The page reads the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of releases that is looked at instead."""
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(tmp_path))
    return tmp_path


def view(search: str = "", lang: str = "nl") -> View:
    return view_of(ADDRESS[lang], search)


def shown(search: str = "", lang: str = "nl") -> list[dict[str, Any]]:
    """The page as elements, checked for what every page must have."""
    now = view(search, lang)
    content = national.read(now)
    assert set(national.FOLLOWS) <= set(content.all_slots(now))
    elements = national.show(now, content)
    text = words(elements)
    assert not re.search(r"\bnan\b|None(?! of)|\{\w+\}", text), text
    for table in tables(elements):
        props = table["props"]
        assert {len(row) for row in props["rows"]} <= {len(props["head"]) + (table["type"] == "Matrix")}
        assert {len(row) for row in props.get("foot", [])[1:]} <= {len(props["head"])}
    return elements


def tables(elements: Any) -> list[dict[str, Any]]:
    return [each for each in walk(elements) if each["type"] in ("Table", "Matrix") and "rows" in each["props"]]


def grid(search: str = "", lang: str = "nl") -> dict[str, Any]:
    """The properties of the matrix of regions and subjects."""
    return next(each["props"] for each in tables(national.read(view(search, lang)).slots["matrix"]))


def cells(row: list[Any]) -> list[list[str]]:
    """The cells of a line of the matrix in full: value, letter, look, direction, course, reason."""
    parts = [[cell] if isinstance(cell, str) else cell for cell in row[2:]]
    return [[*part, *[""] * (6 - len(part))] for part in parts]


def regions(props: dict[str, Any]) -> list[list[Any]]:
    """The lines of the regions, without that of the country."""
    return list(props["rows"][props["total"] :])


def drawn() -> dict[str, Any]:
    """The charts of the page by name."""
    return {name: panel.figure for name, panel in national.panels(view()).items()}


def own(search: str) -> str:
    """The region that the matrices mark."""
    slot = national.read(view(search)).slots["own"]
    return next(str(each["props"]["code"]) for each in walk(slot) if each["type"] == "Marking")


def told(slot: str, search: str = "", lang: str = "nl") -> str:
    return words(national.read(view(search, lang)).slots[slot])


def current() -> list[str]:
    return [region.code for region in catalogue().regions_of("doorstroompunt", 2026)]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    "search", ["", "?regio=MC12", "?regio=MC14", "?regio=GM0344", "?regio=PV26", "?toets=bh", "?toets=95&sorteer=neet"]
)
def test_it_renders_for_every_kind_of_region_and_choice(search: str, lang: str) -> None:
    shown(search, lang)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_it_renders_for_every_region_every_sorting_and_every_target_year(lang: str) -> None:
    now = view(lang=lang)
    for region in catalogue().regions_of("doorstroompunt"):
        grid(f"?regio={region.code}", lang)
    for key in [name + end for name in (*COLUMNS, "verwacht") for end in ("", "-laag", "-naam")]:
        assert grid(f"?sorteer={key}", lang)["value"] == key
    for aim in aims.aims(now.catalogue):
        shown(f"?doel={aim.id}", lang)


def test_no_dutch_stands_on_the_english_page() -> None:
    dutch, english = (words(shown("?regio=MC12", lang)) for lang in ("nl", "en"))
    for key, text in i18n.words("nl").items():
        if key.startswith("national_") and "{" not in text and len(text) > 12 and text in dutch:
            assert text not in english, key


def test_the_first_sentence_tells_how_far_the_country_is_from_the_target() -> None:
    (row,) = values(OLD, ("region",), {"region": COUNTRY, "period": 2024}).rows
    target = next(t for t in catalogue().targets if (t.indicator, t.region, t.period_to) == (OLD, COUNTRY, 2025))
    assert row.value is not None
    for number in (row.value, target.value):
        assert i18n.number(number, 0, "nl") in told("lead")
    (judged,) = (row for row in overview(OLD, 2025).rows if row.region == COUNTRY)
    assert judged.low is not None and judged.low > 0 and "nog boven het doel" in told("lead")
    assert "oude definitie" in told("lead") and "voorlopig" in told("lead") and "2025/'26" in told("lead")
    assert i18n.number(row.value, 0, "en") in told("lead", lang="en")


def test_both_definitions_have_a_chart_of_their_own_on_one_scale() -> None:
    charts = drawn()
    assert set(charts) == {"path-old", "path-new"}
    for name, indicator in (("path-old", OLD), ("path-new", NEW)):
        figure = charts[name]
        rows = values(indicator, ("period",), {"region": COUNTRY, "period": "all"}).rows
        known = {row.key[0]: row.value for row in rows}
        counted = [t for t in figure["data"] if t["name"] in ("Geteld", "voorlopig")]
        seen = {x: y for t in counted for x, y in zip(t["x"], t["y"], strict=True) if y is not None}
        assert seen == known
    assert charts["path-old"]["layout"]["yaxis"]["range"] == charts["path-new"]["layout"]["yaxis"]["range"]
    marks = {name: next(t for t in charts[name]["data"] if t["name"] == "Doel") for name in charts}
    assert marks["path-old"]["y"] == [25000, None, 20000, None, 20000, None, 18000]
    assert marks["path-new"]["x"] == [2026, 2027, 2028, 2029]


def test_the_ways_end_at_the_target_and_lose_the_same_part_each_year() -> None:
    figure = drawn()["path-old"]
    start, now = (t for t in figure["data"] if t["name"].startswith("Nodig"))
    assert (start["x"][0], start["x"][-1], start["y"][-1]) == (2020, 2025, 18000)
    assert (now["x"], now["y"][-1]) == ([2024, 2025], 18000)
    parts = np.array(start["y"][1:]) / np.array(start["y"][:-1])
    assert parts == pytest.approx(parts[0], rel=1e-3)


def test_years_under_both_definitions_stand_beside_each_other() -> None:
    elements = shown()
    both = next(
        t["props"] for t in tables(elements) if t["props"]["caption"].startswith(i18n.text("national_both", "nl"))
    )
    for period, row in zip((2023, 2024), both["rows"], strict=True):
        for name, cell in zip((OLD, NEW), row[1:], strict=True):
            (figure,) = values(name, ("region",), {"region": COUNTRY, "period": period}).rows
            assert cell.startswith(i18n.number(float(figure.value or 0), 0, "nl"))


def test_earlier_targets_that_were_missed_are_told() -> None:
    text = words(shown())
    for value, year, set_in, state in (
        ("25.000", "2015/'16", 2012, "gehaald"),
        ("20.000", "2020/'21", 2016, "niet gehaald"),
        ("20.000", "2023/'24", 2020, "niet gehaald"),
    ):
        assert re.search(rf"{re.escape(f'{value} in {year} (gesteld in {set_in})')}\s+{state}", text)


@pytest.mark.parametrize(("how", "level"), [("998", 0.998), ("95", 0.95)])
def test_a_colour_is_a_tested_difference_with_its_sign_and_word(how: str, level: float) -> None:
    props = grid(f"?toets={how}")
    known = catalogue()
    names = {known.regions[code].name: code for code in current()}
    coloured = tested = 0
    for indicator, where in COLUMNS.values():
        better = known.indicators[indicator].better
        chosen: dict[str, Any] = {**where, "region": ["doorstroompunt", COUNTRY], "period": known.latest(indicator)}
        found = values(indicator, ("region",), chosen, with_=("benchmark", "trend"), level=level)
        outcomes = {str(row.key[0]): out for row, out in zip(found.rows, found.extra["outcome"], strict=True)}
        at = place(props, indicator, where)
        for row in regions(props):
            outcome = outcomes[names[row[0]]]
            value, _, look, direction, _, _ = cells(row)[at]
            tested += outcome != ""
            if outcome in ("lower", "higher"):
                coloured += 1
                assert direction == outcome and props["said"][direction] == i18n.text(f"national_side_{outcome}", "nl")
                assert look == ("favourable" if outcome == better else "unfavourable")
                assert props["said"][look] == i18n.text(f"national_{look}", "nl")
            else:
                assert look in ("", "same", "untold") and direction == ""
            assert value
    expected = sum(cells(row)[1][2] == "different" for row in regions(props))
    said = told("matrix", f"?toets={how}")
    assert f"{coloured + expected} gekleurd" in said
    alone = (tested + len(regions(props))) * (1 - level)
    assert f"ongeveer {i18n.number(alone, 0 if alone >= 10 else 1, 'nl')} kleuren" in said


def place(props: dict[str, Any], indicator: str, where: dict[str, str]) -> int:
    """Where the column of an indicator and group stands."""
    name = next(name for name, column in COLUMNS.items() if column == (indicator, where))
    return int(props["keys"].index(name)) - 1


def test_all_regions_tested_together_as_scipy_does() -> None:
    props = grid("?toets=bh")
    known = catalogue()
    for indicator, where in COLUMNS.values():
        at = place(props, indicator, where)
        chosen: dict[str, Any] = {**where, "region": ["doorstroompunt", COUNTRY], "period": known.latest(indicator)}
        found = values(indicator, ("region",), chosen, with_=("benchmark",))
        pairs = [
            (known.regions[str(row.key[0])].name, p)
            for row, p in zip(found.rows, found.extra["p_value"], strict=True)
            if p is not None and row.key[0] != COUNTRY
        ]
        adjusted = stats.false_discovery_control([p for _, p in pairs])
        different = {name for (name, _), p in zip(pairs, adjusted, strict=True) if p <= 0.05}
        coloured = [row for row in regions(props) if cells(row)[at][2] in ("favourable", "unfavourable")]
        assert {row[0] for row in coloured} == different
    assert "Benjamini-Hochberg" in props["caption"] and "hoogstens" in told("matrix", "?toets=bh")


def test_a_hidden_figure_is_words_and_never_a_number() -> None:
    hidden = [cell for row in grid()["rows"] if (cell := cells(row)[-1])[0] == i18n.status_word("Q", "nl")]
    found = values("duurzaam_werk_20u", ("region",), {"region": "doorstroompunt", "period": 2022})
    assert len(hidden) == sum(row.status == "Q" for row in found.rows) > 0
    assert all(not any(cell[1:]) for cell in hidden)


def test_counts_add_up_to_all_regions() -> None:
    props = grid()
    foot = {name: numbers for name, *numbers in props["foot"][1:]}
    names = [i18n.text(f"national_foot_{name}", "nl") for name in progress.FOOT]
    assert set(foot) == {*names, i18n.text("national_foot_alone", "nl")}
    for at in range(len(props["keys"]) - 1):
        numbers = [int(foot[name][at].split()[0]) if foot[name][at][0].isdigit() else None for name in names]
        assert sum(n or 0 for n in numbers[:4]) == len(current())
        assert numbers[4] is None or sum(n or 0 for n in numbers[4:]) == len(current())


def test_the_country_stands_above_the_regions_with_its_own_figure() -> None:
    props = grid("?sorteer=neet")
    name, href, *_ = props["rows"][0]
    (row,) = values("vsv_duo_lt23", ("region",), {"region": COUNTRY, "period": 2024}).rows
    value, letter, look, direction, course, _ = cells(props["rows"][0])[0]
    assert (name, href) == ("Nederland", "") and (look, direction, course) == ("", "", "")
    assert (value, letter) == (i18n.number(row.value or 0, 2, "nl"), row.status)


def test_sorting_puts_the_highest_or_lowest_first_and_missing_figures_last() -> None:
    def first(search: str) -> list[str]:
        return [row[0] for row in regions(grid(search))]

    known = catalogue()
    found = values("duurzaam_werk_20u", ("region",), {"region": "doorstroompunt", "period": 2022}).rows
    seen = [row for row in found if row.value is not None]
    top = max(seen, key=lambda row: float(row.value or 0)).value
    down, up = first("?sorteer=werk20"), first("?sorteer=werk20-laag")
    by_name = {known.regions[str(row.key[0])].name: row.value for row in found}
    assert by_name[down[0]] == top and by_name[up[-1]] is None and by_name[down[-1]] is None
    shown_ = [by_name[name] for name in down[: len(seen)]]
    assert shown_ == sorted(shown_, key=lambda value: -float(value or 0))
    assert first("") == sorted(first("")) == first("?sorteer=onzin") == first("?sorteer=neet-naam")


def test_the_own_region_is_marked_and_one_of_the_past_is_told_of() -> None:
    assert own("?regio=MC29") == "MC29" and own("") == COUNTRY and own("?regio=PV26") == "PV26"
    assert own("?regio=GM0344") in current()
    assert "niet meer" in told("own", "?regio=MC14") and "niet meer" not in told("own", "?regio=MC29")
    links = [row[1] for row in regions(grid("?regio=MC29"))]
    assert sum(link.endswith("/MC29") for link in links) == 1 and grid("?regio=MC29") == grid()


def test_choices_that_do_not_exist_give_the_default() -> None:
    assert grid("?toets=x&sorteer=y") == grid()
    assert told("aims", "?doel=z") == told("aims")


@pytest.mark.parametrize(("indicator", "year"), [(OLD, 2025), (NEW, 2026), (NEW, 2029), ("neet_leeftijd_aantal", 2027)])
def test_target_figures_add_up_and_those_without_are_named(indicator: str, year: int) -> None:
    known = catalogue()
    own = {
        t.region: t.value
        for t in known.targets
        if t.indicator == indicator and t.region != COUNTRY and t.period_from <= year <= t.period_to
    }
    text = told("aims", f"?doel={indicator}-{year}")
    assert f"{len(own)} van de {len(current())} regio's" in text
    assert f"{i18n.number(sum(own.values()), 0, 'nl')} jongeren" in text
    for code in ("MC09", "MC23", "MC31"):
        assert code not in own and known.regions[code].name in text.split("Nog geen streefcijfer")[1].split(".")[0]
    together = own_targets(overview(indicator, year))
    assert together.total == sum(own.values()) and {row.region for row in together.set} == set(own)
    assert set(together.without) == set(current()) - set(own)
    assert ("rekensom" in text) == (indicator in (OLD, NEW))


def test_the_table_of_target_figures_is_that_of_the_studies() -> None:
    (props,) = (table["props"] for table in tables(national.read(view(f"?doel={OLD}-2025")).slots["aims"]))
    judged = {catalogue().regions[row.region].name: row for row in overview(OLD, 2025).rows}
    total = [0, 0]
    for line in props["rows"]:
        row = judged[line[0]]
        target, newest, difference, needed, current_, expected = cells(line)
        assert target[0] == (i18n.number(row.target.value, 0, "nl") if row.target else "nog niet bekend")
        assert row.now and newest[:2] == [i18n.number(row.now.value or 0, 0, "nl"), "P"]
        if row.target and row.now.value is not None:
            assert difference[0].startswith(f"+{i18n.number(row.now.value - row.target.value, 0, 'nl')} (")
            assert needed[0] == f"−{i18n.number(row.fewer_per_year or 0, 0, 'nl')}"
        if row.region != COUNTRY:
            total = [total[0] + int(current_[0].replace(".", "")), total[1] + int(expected[0].replace(".", ""))]
    assert total == [18000, 18000]


def test_signals_are_regions_that_differ_and_moved() -> None:
    known = catalogue()
    (body,) = [e for e in walk(national.read(view()).slots["signals"]) if e["type"] == "Tbody"]
    listed = {words(line).strip(): line for line in walk(body) if line["type"] == "Tr"}
    seen = 0
    for indicator, name, period, span in (
        ("neet_leeftijd", "15 tot 27", 2024, "2020 tot en met 2024"),
        ("duurzaam_werk_12u", "12+ uur", 2022, "2018/'19 tot en met 2022/'23"),
    ):
        found = values(
            indicator,
            ("region",),
            {"region": ["doorstroompunt", COUNTRY], "period": period},
            with_=("benchmark", "trend"),
            level=0.998,
        )
        lines = [line for text, line in listed.items() if name in text]
        rows = zip(found.rows, found.extra["outcome"], found.extra["trend"], strict=True)
        moved = {str(r.key[0]): (o, t) for r, o, t in rows if o in ("lower", "higher") and t in ("rising", "falling")}
        assert len(lines) == len(set(moved.values()))
        for line in lines:
            places = {words(e).strip() for e in walk(line) if e["type"] == "A"}
            assert places == {known.regions[code].name for code in moved}
            assert f"lager, gestegen ({span})" in words(line)
            seen += len(places)
    assert seen and i18n.text("national_pair_unfavourable_favourable", "nl") in words(body)


def test_directions_name_the_year_they_start_in() -> None:
    told_ = words(national.read(view()).slots["matrix"])
    spans = "2020/'21 tot en met 2024/'25, 2020 tot en met 2024 en 2018/'19 tot en met 2022/'23"
    assert f"over vijf jaren gestegen of gedaald ({spans})" in told_
    assert told_.count(spans) == 2 and "vijf jaar" not in told_


def test_every_download_answers() -> None:
    from app import server  # opens the release that the fixture names, so not before it

    client = server.test_client()
    links = [e["props"]["href"] for e in walk(shown("?toets=95")) if "/api/" in e["props"].get("href", "")]
    assert len(links) >= 10
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
    columns = client.get(next(link for link in links if "met=vergelijking" in link)).text.splitlines()
    assert "uitkomst" in columns[0] and "trend" in columns[0] and len(columns) == 42


def test_a_second_reader_costs_no_question_to_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    national.read(view())
    asked: list[str] = []
    for name in ("records", "columns"):
        original = getattr(warehouse, name)

        def counting(*args: Any, _original: Any = original, **more: Any) -> Any:
            asked.append(str(args[0]))
            return _original(*args, **more)

        monkeypatch.setattr(warehouse, name, counting)
    national.read(view("?regio=MC29&sorteer=vsv"))
    assert not [sql for sql in asked if "observation" in sql]


def test_only_slots_that_follow_a_choice_are_named() -> None:
    content = national.read(view())
    assert set(national.FOLLOWS) == set(content.slots)


def test_the_matrix_sorts_and_names_its_orders() -> None:
    columns = [m.Column("A", key="a"), m.Column("B")]
    assert m.orders(columns) == ["naam", "a", "a-laag", "a-naam"]
    lines = [m.Line(name, "", []) for name in ("y", "x", "z")]
    found: list[list[float | None]] = [[1.0], [None], [2.0]]
    assert [line.name for line in m.in_order(lines, found, ["a"], "a")] == ["z", "y", "x"]
    assert [line.name for line in m.in_order(lines, found, ["a"], "a-laag")] == ["y", "z", "x"]
    for by in ("naam", "a-naam"):
        assert [line.name for line in m.in_order(lines, found, ["a"], by)] == ["x", "y", "z"]
    assert "id" not in m.matrix("c", "r", columns, lines)["props"]


def pair(names: tuple[str, str], region: str, period: int, cases: int, people: int) -> list[str]:
    return [f"{region} | {period} | {name} | {n}" for name, n in zip(names, (cases, people), strict=True)]


def table(*rows: str) -> str:
    return "\n".join(["region | period | measure | value", *rows])


def measures(name: str) -> tuple[str, str]:
    indicator = load_indicators()[name]
    assert indicator.denominator is not None
    return indicator.numerator, indicator.denominator


def test_a_release_with_one_subject_and_no_targets_says_so(folder: Path) -> None:
    duo = measures("vsv_duo_lt23")
    rows = [*pair(duo, "NL01", 2024, 30, 1500), *pair(duo, "MC01", 2024, 10, 500), *pair(duo, "MC02", 2024, 20, 1000)]
    tiny_release(folder, table(*rows))
    elements = shown()
    text = words(elements)
    assert i18n.text("national_lead_unknown", "nl") in text
    assert i18n.text("national_aims_none", "nl") in text and i18n.text("national_one_release", "nl") in text
    assert not national.panels(view())
    assert len(grid()["head"]) == 3


def test_a_release_without_regions_has_no_matrix(folder: Path) -> None:
    tiny_release(folder, table(*pair(measures("vsv_duo_lt23"), "NL01", 2024, 30, 1500)))
    assert i18n.text("nothing_here", "nl") in words(shown())


def target(region: str, year: int, value: float, set_in: int = 2022) -> str:
    return (
        f"{OLD}-{region}-{year} | {OLD} | {region} | {year} | {year} | {value} | persons | {set_in} | OCW | duo_vsv | y"
    )


TARGETS = "id | indicator | region | period_from | period_to | value | unit | set_in | set_by | source | citation"


def old_definition() -> list[Any]:
    """Share and number of new vsv'ers by the old definition, and nothing else."""
    known = load_indicators()
    return [known["vsv_duo_lt23"], known[OLD]]


def small(folder: Path, *targets: str, hidden: bool = False) -> None:
    """Three years of the country and the last of two regions, with target figures."""
    duo = measures("vsv_duo_lt23")
    rows = [
        line
        for year, cases in ((2020, 2100), (2023, 1900), (2024, 1860))
        for line in pair(duo, "NL01", year, cases, 90000)
    ]
    rows += [*pair(duo, "MC01", 2024, 100, 5000), *pair(duo, "MC02", 2024, 200, 10000)]
    given = table(*rows).replace(" | value", " | value | status").replace("\n", " |\n") + " |"
    given = given.replace("status |\n", "status\n")
    if hidden:
        given = given.replace(f"MC02 | 2024 | {duo[0]} | 200 |", f"MC02 | 2024 | {duo[0]} |  | Q")
    tiny_release(folder, given, indicators=old_definition(), tables={"target": "\n".join([TARGETS, *targets])})


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("aim", "key", "fitting"),
    [(1865, "chance", "national_size_chance"), (1500, "above", "national_size_above"), (2500, "below", "")],
)
def test_a_target_that_is_met_or_missed_and_one_that_chance_leaves_open(
    folder: Path, aim: int, key: str, fitting: str, lang: str
) -> None:
    small(folder, target("NL01", 2025, aim))
    shown(lang=lang)
    lead = i18n.text(f"national_lead_{key}", lang).partition("{")[0]
    assert lead and told("lead", lang=lang).startswith(lead)
    (way,) = paths.ways(view(lang=lang))
    assert way.judged and paths.side(way.judged) == key
    if fitting:
        size = i18n.number(abs(1860 - aim), 0, lang)
        end = i18n.text(fitting, lang).partition("{size}")[2]
        assert f" {size} " in paths.headline(view(lang=lang), way) and paths.headline(view(), way)
        assert paths.headline(view(lang=lang), way).endswith(end)
    assert i18n.text("national_aims_none", lang) in told("aims", lang=lang)


def test_a_target_far_below_leaves_no_doubt(folder: Path) -> None:
    small(folder, target("NL01", 2025, 2500))
    (way,) = paths.ways(view())
    assert way.judged
    low, high = sorted((abs(way.judged.low or 0), abs(way.judged.high or 0)))
    wanted = f"Cijfer voldoet al: 640 jongeren (tussen {round(low)} en {round(high)}) onder het doel."
    assert paths.headline(view(), way) == wanted


def test_few_regions_with_a_target_figure_and_one_that_is_hidden(folder: Path) -> None:
    small(folder, target("NL01", 2025, 1500), target("MC01", 2025, 80), target("MC02", 2025, 150), hidden=True)
    text = told("aims")
    assert "2 van de 40 regio's" in text and "samen 230 jongeren" in text
    assert i18n.text("national_without_many", "nl") in text
    assert i18n.text("national_note_left", "nl") in text and i18n.status_word("Q", "nl") in text
    shown()


def test_regions_that_have_all_set_one(folder: Path) -> None:
    small(folder, *(target(f"MC{n:02d}", 2025, 50) for n in range(1, 42) if n != 14))
    text = told("aims")
    assert "40 van de 40 regio's" in text and "samen 2.000 jongeren" in text
    assert i18n.text("national_without_many", "nl") not in text
    assert i18n.text("national_note_not_shared", "nl") in told("aims")


def test_states_of_regions_are_counted(folder: Path) -> None:
    small(folder, target("MC01", 2024, 120), target("MC02", 2024, 150))
    assert "gehaald: 1; niet gehaald: 1" in told("aims")


def test_what_changed_since_the_release_before(folder: Path) -> None:
    duo = measures("vsv_duo_lt23")
    land = pair(duo, "NL01", 2024, 60, 3000)
    same = pair(duo, "MC01", 2024, 10, 500)
    first = [*land, *same, *pair(duo, "MC02", 2024, 20, 1000)]
    second = [*land, *same, *pair(duo, "MC02", 2024, 25, 1000), *pair(duo, "MC03", 2024, 25, 1500)]
    old = tiny_release(folder, table(*first), indicators=old_definition(), date="20250101")
    tiny_release(folder, table(*second), indicators=old_definition(), date="20260101")
    text = told("changed")
    assert old in text and "1 nieuw, 1 veranderd" in text
    assert signals.previous(view(f"?release={old}")) is None


def test_the_same_figures_again_are_no_change(folder: Path) -> None:
    duo = measures("vsv_duo_lt23")
    rows = [*pair(duo, "NL01", 2024, 60, 3000), *pair(duo, "MC01", 2024, 10, 500)]
    tiny_release(folder, table(*rows), indicators=old_definition(), date="20250101")
    tiny_release(folder, table(*rows), indicators=old_definition(), date="20260101")
    assert "Geen enkel cijfer is nieuw of anders" in told("changed")


def test_a_release_before_that_lacks_the_subject_cannot_be_compared(folder: Path) -> None:
    known = load_indicators()
    neet = measures("neet_leeftijd")
    others = [known["neet_leeftijd"]]
    rows = [*pair(neet, "NL01", 2024, 60, 3000), *pair(neet, "MC01", 2024, 10, 500)]
    old = tiny_release(folder, table(*rows), indicators=others, date="20250101")
    duo = measures("vsv_duo_lt23")
    tiny_release(folder, table(*pair(duo, "NL01", 2024, 60, 3000), *pair(duo, "MC01", 2024, 10, 500)), date="20260101")
    assert i18n.text("national_release_other", "nl", id=old) in told("changed")


def test_the_columns_follow_the_definition_that_holds() -> None:
    assert figures.subjects(catalogue())[0].indicator == "vsv_duo_lt23"
    assert [s.name for s in figures.subjects(catalogue())] == ["vsv", "verwacht", *list(COLUMNS)[1:]]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_target_without_a_figure_of_the_country_says_why(folder: Path, lang: str) -> None:
    duo = measures("vsv_duo_lt23")
    targets = "\n".join([TARGETS, target("NL01", 2025, 1500), target("MC14", 2025, 50)])
    rows = table(*pair(duo, "MC01", 2024, 100, 5000))
    tiny_release(folder, rows, indicators=old_definition(), tables={"target": targets})
    text = words(shown(lang=lang))
    assert i18n.text("national_lead_unknown", lang) in text and i18n.status_word("L", lang) in text
    assert i18n.text("reason_missing", lang) in text
    year = i18n.period(2025, "schoolyear", lang)
    assert i18n.text("national_aims_unset", lang, year=year) in told("aims", lang=lang)
