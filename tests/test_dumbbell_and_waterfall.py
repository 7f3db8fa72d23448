"""Two chart forms as dicts: dots with limits from a start, and steps that add up to a whole; signs beside colours."""

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import Axis, Point, Span, Step, Words
from dashboard.charts.dumbbell import lean
from dashboard.theme import theme

COUNT = Axis("niets")
ROWS = (
    Span("Aa", 12, 5, 19, "Aa +12", "higher", 0),
    Span("Bee", -3, -9, 3, "Bee -3", "not_distinguishable", 0, provisional=True),
    Span("Cee", None, None, None, "Cee"),
    Span("Dee", -8, -12, -4, "Dee -8", "lower", 0),
)
KEY = Words((("higher", "meer"), ("lower", "minder"), ("not_distinguishable", "toeval")), start="begin", limits="band")


def valid(figure: charts.Figure) -> charts.Figure:
    go.Figure(figure)
    assert figure["layout"]["height"] > 0
    return figure


def test_every_outcome_has_a_sign_and_a_word_as_well_as_a_colour() -> None:
    figure = valid(charts.dumbbell(ROWS, "Dee", Point("", 0, "0"), COUNT, KEY))
    dots = {trace["name"]: trace for trace in figure["data"] if "customdata" in trace}
    signs = {name: trace["marker"]["symbol"] for name, trace in dots.items()}
    assert signs == {"meer": ["triangle-up"], "minder": ["triangle-down"], "toeval": ["circle"]}
    hues = [trace["marker"]["line"]["color"][0] for trace in dots.values()]
    worse, same, better = (theme().colour(name) for name in theme().charts["tested"])
    assert hues == [worse, better, same]
    swapped = charts.dumbbell(ROWS, "", None, COUNT, KEY, "higher")["data"]
    assert [t["marker"]["line"]["color"][0] for t in swapped if "customdata" in t] == [better, worse, same]


def test_rows_keep_their_order_and_a_missing_value_is_not_drawn() -> None:
    figure = valid(charts.dumbbell(ROWS, "Dee", None, COUNT, KEY))
    axis = figure["layout"]["yaxis"]
    assert axis["categoryarray"] == ["Aa", "Bee", "Cee", "<b>Dee</b>"] and axis["range"][0] > axis["range"][1]
    drawn = [name for trace in figure["data"] if "customdata" in trace for name in trace["y"]]
    assert sorted(drawn) == ["<b>Dee</b>", "Aa", "Bee"]
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["rect"]


def test_limits_are_broken_lines_and_a_provisional_dot_is_hollow() -> None:
    figure = valid(charts.dumbbell(ROWS, "", Point("", 0, "0"), COUNT, KEY))
    band = figure["data"][0]
    assert band["x"] == [5, 19, None, -9, 3, None, -12, -4, None] and band["connectgaps"] is False
    (chance,) = [trace for trace in figure["data"] if trace.get("name") == "toeval"]
    assert chance["marker"]["color"] == [charts.PAPER] != chance["marker"]["line"]["color"]


def test_starts_are_drawn_unless_a_line_goes_through_them_all() -> None:
    own = charts.dumbbell(ROWS, "", Point("", 0, "0"), COUNT, KEY)["data"]
    assert "begin" not in [trace.get("name") for trace in own]
    assert [trace["x"] for trace in own if trace["mode"] == "lines"][1] == [0, 12, None, 0, -3, None, 0, -8, None]
    rows = [Span("Aa", 12, 5, 19, "", start=9), Span("Bee", 4, 1, 8, "", start=6)]
    marks = [trace for trace in charts.dumbbell(rows, "", None, COUNT, KEY)["data"] if trace.get("name") == "begin"]
    assert marks[0]["x"] == [9, 6]


def test_the_axis_holds_all_limits_and_starts_at_zero_where_that_shows_the_rows() -> None:
    low, high = charts.dumbbell(ROWS, "", None, COUNT, KEY)["layout"]["xaxis"]["range"]
    assert low < -12 and high > 19
    near = [Span("Aa", 80, 78, 82, ""), Span("Bee", 84, 83, 85, "")]
    assert charts.dumbbell(near, "", None, COUNT)["layout"]["xaxis"]["rangemode"] == "normal"
    far = [Span("Aa", 2, 1, 3, ""), Span("Bee", 84, 83, 85, "")]
    axis = charts.dumbbell(far, "", None, COUNT)["layout"]["xaxis"]
    assert axis["range"][0] == 0 and axis["rangemode"] == "tozero"


def test_a_counted_range_is_a_bar_on_an_axis_with_given_ends() -> None:
    rows = [Span("Aa", 3, 1, 40, ""), Span("Bee", 9, 9, 9, "")]
    figure = valid(charts.dumbbell(rows, "Aa", None, COUNT, Words(value="nu"), thick=True, ends=(1.0, 40.0)))
    assert figure["data"][0]["line"]["width"] > 5
    assert figure["layout"]["xaxis"]["tickvals"] == [1, 10, 20, 30, 40]
    assert figure["data"][-1]["marker"]["symbol"] == ["diamond", "circle"] and figure["layout"]["showlegend"]


def test_without_words_there_is_no_key_and_without_values_the_chart_says_so() -> None:
    assert valid(charts.dumbbell(ROWS, "", None, COUNT))["layout"]["showlegend"] is False
    figure = valid(charts.dumbbell([ROWS[2]], "", None, COUNT))
    assert figure["data"] == [] and figure["layout"]["annotations"][0]["text"] == "niets"
    one = valid(charts.dumbbell([Span("Aa", 0, None, None, "")], "", None, COUNT))
    assert one["layout"]["xaxis"]["range"][0] < one["layout"]["xaxis"]["range"][1]


@pytest.mark.parametrize(("value", "side"), [(0, "left"), (2.4, "left"), (5, "center"), (7.6, "right"), (10, "right")])
def test_a_label_leans_to_the_inside(value: float, side: str) -> None:
    assert lean(value, 0, 10) == side


def test_steps_start_where_the_one_before_ended_and_the_whole_at_nothing() -> None:
    steps = [Step("a", 3, "+3"), Step("b", -5, "-5"), Step("c", 1, "+1", "rest"), Step("som", -1, "-1", "whole")]
    figure = valid(charts.waterfall(steps, COUNT))
    (bars,) = figure["data"]
    assert bars["base"] == [0, 3, -2, 0] and bars["x"] == [3, -5, 1, -1]
    joints = [shape["x0"] for shape in figure["layout"]["shapes"]]
    assert joints == [3, -2, -1, 0]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < -2 and high > 3, "nothing is cut off"
    assert bars["y"][0] == "a<br><b>+3</b>" and len(set(bars["marker"]["color"])) == 3


def test_provisional_steps_are_light_and_no_steps_say_so() -> None:
    drawn = charts.waterfall([Step("a", 0, "0", provisional=True), Step("som", 0, "0", "whole")], COUNT)["data"][0]
    assert drawn["marker"]["pattern"]["shape"] == ["|", ""]
    assert valid(charts.waterfall([], COUNT))["data"] == []
