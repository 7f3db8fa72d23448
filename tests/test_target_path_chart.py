"""The chart of the way to a target: one line that no break is joined across, two ways, every target with its year."""

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import Axis, Figure, Point, Series, Target

NUMBERS = Axis("niets")
YEARS = {year: str(year) for year in range(2012, 2027)}


def counted(*values: float | None, provisional: int = 0) -> Series:
    return Series("Geteld", [Point(2012 + i, v, f"p{i}", 2012 + i == provisional) for i, v in enumerate(values)])


def way(*points: tuple[int, float]) -> Series:
    return Series(f"nodig vanaf {points[0][0]}" if points else "leeg", [Point(x, y, "w") for x, y in points])


def drawn(*args: Any, top: float | None = None) -> Figure:
    figure = charts.target_path(*args, axis=NUMBERS, top=top)
    go.Figure(figure)
    return figure


OLD = Target(2015, 2015, 25, "25<br>uit 2012", "Doel 2015")
LATER = Target(2023, 2026, 18, "18<br>uit 2022", "Doel 2023 en verder")


def test_no_line_is_drawn_across_a_break_and_its_name_stands_in_the_key_once() -> None:
    figure = drawn(counted(30, 29, 28, 27, 26), [], [], "Doel", YEARS, [(2014, "anders"), (2016, "weer anders")])
    lines = [trace for trace in figure["data"] if trace["name"] == "Geteld"]
    assert [(trace["x"], trace["y"]) for trace in lines] == [
        ([2012, 2013, 2014, 2014, 2015, 2016, 2016], [30, 29, None, 28, 27, None, 26])
    ]
    assert [trace["showlegend"] for trace in lines] == [True]
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2013.5, 2015.5]
    labels = {note["text"]: note.get("yshift", 0) for note in figure["layout"]["annotations"]}
    assert labels == {"anders": 0, "weer<br>anders": 32}


def test_a_provisional_end_is_hollow_and_a_missing_figure_a_gap() -> None:
    figure = drawn(counted(30, None, 28, 27, provisional=2015), [], [], "Doel", YEARS, [])
    firm, loose = figure["data"]
    assert firm["y"] == [30, None, 28] and firm["connectgaps"] is False
    assert loose["marker"]["symbol"] == "circle-open" and "dash" in loose["line"] and "dash" not in firm["line"]


def test_the_two_ways_differ_in_more_than_colour_and_have_no_points() -> None:
    ways = [way((2012, 30.0), (2013, 20.0)), way((2013, 28.0), (2014, 20.0)), way()]
    figure = drawn(counted(30, 28), ways, [], "Doel", YEARS, [])
    start, now = figure["data"][1:]
    assert start["line"]["dash"] != now["line"]["dash"] and start["line"]["color"] != now["line"]["color"]
    assert start["mode"] == now["mode"] == "lines" and start["customdata"] == ["w", "w"]


def test_targets_are_marks_with_their_words_and_one_that_holds_longer_is_a_line() -> None:
    figure = drawn(counted(30, 28), [], [OLD, LATER], "Doel", YEARS, [])
    (marks,) = [trace for trace in figure["data"] if trace["name"] == "Doel"]
    assert marks["x"] == [2015, None, 2023, 2024, 2025, 2026]
    assert marks["y"] == [25, None, 18, 18, 18, 18]
    assert marks["connectgaps"] is False and marks["customdata"][0] == "Doel 2015"
    first, second = figure["layout"]["annotations"]
    assert (first["text"], first["x"], second["text"], second["x"]) == ("25<br>uit 2012", 2015, "18<br>uit 2022", 2023)
    assert first["ay"] != second["ay"], "words of neighbours stand at different heights"
    # In the last years words lean to the inside.
    assert (first["xanchor"], second["xanchor"]) == ("center", "right")


@pytest.mark.parametrize(("top", "highest"), [(None, 30), (40, 40)])
def test_the_axis_starts_at_zero_and_two_charts_can_share_a_scale(top: float | None, highest: float) -> None:
    axis = drawn(counted(30, 28), [], [OLD], "Doel", YEARS, [], top=top)["layout"]["yaxis"]
    assert axis["range"] == [0, pytest.approx(1.08 * highest)]


def test_every_year_is_named_for_the_style_sheet_to_choose_from() -> None:
    few = drawn(counted(30, 28), [], [], "Doel", {2012: "a", 2013: "b"}, [])["layout"]["xaxis"]
    many = drawn(counted(30, 28), [], [], "Doel", YEARS, [])["layout"]["xaxis"]
    assert few["ticktext"] == ["a", "b"]
    assert many["tickvals"] == list(range(2012, 2027)) and many["tickangle"] == 0 and many["range"] == [2011.6, 2026.4]


def test_targets_alone_are_drawn_and_nothing_at_all_is_said_in_words() -> None:
    figure = drawn(counted(), [], [OLD], "Doel", YEARS, [])
    assert [trace["name"] for trace in figure["data"]] == ["Doel"]
    empty = drawn(counted(None), [], [], "Doel", YEARS, [])
    assert empty["layout"]["annotations"][0]["text"] == "niets"


def note(figure: Figure, text: str) -> dict[str, Any]:
    (found,) = (one for one in figure["layout"]["annotations"] if one["text"].startswith(text))
    return dict(found)


def test_words_of_a_target_stand_on_the_side_where_nothing_was_counted() -> None:
    below = note(drawn(counted(30, 29, 28, 27), [], [Target(2015, 2015, 25, "25", "")], "Doel", YEARS, []), "25")
    above = note(drawn(counted(30, 29, 28, 23), [], [Target(2015, 2015, 25, "25", "")], "Doel", YEARS, []), "25")
    assert (below["ay"] > 0, below["yanchor"]) == (True, "top")
    assert (above["ay"] < 0, above["yanchor"]) == (True, "bottom")
    broken = [(2016, "anders")]
    beside = note(drawn(counted(30), [], [Target(2015, 2015, 25, "25", "")], "Doel", YEARS, broken), "25")
    assert (below["xanchor"], beside["xanchor"]) == ("center", "right"), "away from the line of a break"


@pytest.mark.parametrize("height", [420, 345])
def test_words_of_a_break_keep_clear_of_those_of_a_target(height: int) -> None:
    low = [Target(2020, 2020, 4, "4.000", "")]
    line = counted(*[30.0] * 14)

    def told(targets: list[Target]) -> dict[str, Any]:
        breaks = [(2020, "andere telling (1)")]
        figure = charts.target_path(line, [], targets, "Doel", YEARS, breaks, NUMBERS, height=height)
        return note(figure, "andere")

    assert (told([])["y"], told([]).get("yshift", 0), told([])["xanchor"]) == (0, 0, "left")
    moved = told(low)
    assert (moved["y"], moved.get("yshift", 0), moved["xanchor"]) != (0, 0, "left")
