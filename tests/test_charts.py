"""Charts as dicts: valid for Plotly, provisional points hollow and dashed, missing figures gaps and never zeros."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import Axis, Kind, Placed, Point, Ranged, Series, Small
from dashboard.charts.caterpillar import labelled
from dashboard.charts.ends import apart
from dashboard.charts.named import Name, note, placed
from dashboard.charts.style import even
from dashboard.charts.trend import line_traces
from dashboard.charts.years import marked
from dashboard.components.lines import wrapped
from dashboard.components.panel import CONFIG
from dashboard.components.scales import enlarged, starts_at_zero
from dashboard.theme import theme

PERCENT = Axis("niets", "%")
YEARS = {2021: "2021", 2022: "2022", 2023: "2023", 2024: "2024"}


def series(name: str, *values: float | None, provisional: int | None = None) -> Series:
    points = [Point(2021 + i, v, f"{name} {v}", provisional == 2021 + i) for i, v in enumerate(values)]
    return Series(name, points)


def valid(figure: charts.Figure) -> charts.Figure:
    go.Figure(figure)
    assert figure["layout"]["height"] > 0
    return figure


def test_lines_are_valid_and_provisional_points_hollow_and_dashed() -> None:
    figure = valid(charts.lines([series("A", 1, 2, 3, 4, provisional=2024)], YEARS, [], PERCENT))
    firm, loose = figure["data"]
    assert firm["y"] == [1, 2, 3]
    assert (loose["x"], loose["y"]) == ([2023, 2024], [3, 4])
    assert (firm["marker"]["symbol"], loose["marker"]["symbol"]) == ("circle", "circle-open")
    assert "dash" in loose["line"] and "dash" not in firm["line"]


def test_every_line_is_in_the_key_once_unless_its_end_has_its_name() -> None:
    many = [series(name, 1, 2, provisional=2022) for name in "AB"]
    assert not any("showlegend" in trace for trace in charts.lines(many, YEARS, [], PERCENT)["data"])
    long = replace(many[1], name="Een lange naam zonder plaats")
    drawn = charts.lines([many[0], replace(long, points=long.points[:1])], YEARS, [], PERCENT)
    assert [trace["showlegend"] for trace in drawn["data"]] == [True, False, True]


def test_a_series_that_is_all_provisional_still_has_a_name_in_the_key() -> None:
    for values, shown in (((1,), [False, True]), ((1, 2), [True, False])):
        one = series("A", *values, provisional=2020 + len(values))
        assert [trace["showlegend"] for trace in line_traces(one, 0)] == shown
    assert [trace["name"] for trace in line_traces(series("A", 1, 2, provisional=2022), 0, loose="voorlopig")] == [
        "A",
        "voorlopig",
    ]


@pytest.mark.parametrize(
    ("low", "high", "form"), [(1.64, 2.37, ",.1f"), (0, 9.8, None), (0, 1.1, ",.1f"), (9.1, 9.2, ",.2f")]
)
def test_figures_along_an_axis_have_the_same_decimals(low: float, high: float, form: str | None) -> None:
    assert even(PERCENT, low, high).get("tickformat") == form
    assert even(Axis("niets"), low, high) == {}


def test_a_suppressed_figure_is_a_gap_and_never_a_zero() -> None:
    figure = valid(charts.lines([series("A", 1, None, 3)], YEARS, [], PERCENT))
    (trace,) = figure["data"]
    assert trace["y"] == [1, None, 3]
    assert trace["connectgaps"] is False
    bars = valid(charts.stacked([series("A", 1, None)], PERCENT))
    assert bars["data"][0]["x"] == [1, None]


def test_breaks_are_labelled_lines_before_the_period() -> None:
    figure = valid(charts.lines([series("A", 1, 2, 3)], YEARS, [(2022, "andere telling")], PERCENT))
    (line,), (label, _) = figure["layout"]["shapes"], figure["layout"]["annotations"]
    assert line["x0"] == line["x1"] == label["x"] == 2021.5
    assert label["text"] == "andere<br>telling"
    # The line itself has a gap there.
    (trace,) = figure["data"]
    assert (trace["x"], trace["y"]) == ([2021, 2022, 2022, 2023], [1, None, 2, 3])


def test_labels_of_near_breaks_stand_at_different_heights_and_late_ones_lean_to_the_inside() -> None:
    years = {year: str(year) for year in range(2012, 2025)}
    points = [Point(year, 5, "") for year in years]
    figure = valid(charts.lines([Series("A", points)], years, [(2015, "een"), (2016, "twee"), (2024, "drie")], PERCENT))
    labels = {note["text"]: note for note in figure["layout"]["annotations"] if not note["showarrow"]}
    assert [labels[name].get("yshift", 0) for name in ("een", "twee", "drie")] == [0, 32, 0]
    assert [labels[name]["xanchor"] for name in ("een", "drie")] == ["left", "right"]


def test_lines_have_their_name_at_their_end_and_names_never_meet() -> None:
    near = [Series(name, [Point(2021, 2, ""), Point(2022, 2 + at / 100, "")], "2,00%") for at, name in enumerate("ABC")]
    layout = valid(charts.lines(near, {2021: "2021", 2022: "2022"}, [], PERCENT))["layout"]
    assert layout["showlegend"] is False and layout["margin"]["r"] > 60
    assert [note["text"] for note in layout["annotations"]] == ["<b>A 2,00%</b>", "B 2,00%", "C 2,00%"]
    low, high = layout["yaxis"]["range"]
    places = [336 * (note["y"] - low) / (high - low) - note["ay"] for note in layout["annotations"]]
    assert all(other - one >= 16 for one, other in pairwise(places))


def test_a_key_stands_where_names_do_not_fit_at_the_ends() -> None:
    layout = valid(charts.lines([series("Nederlandsewoordenlijst", 1, 2)], YEARS, [], PERCENT))["layout"]
    assert layout["showlegend"] is True and layout["annotations"] == []
    many = [Series(f"Noord en Zuid en Oost en West {at}", [Point(2021, 1, "")]) for at in range(9)]
    assert valid(charts.lines(many, YEARS, [], PERCENT))["layout"]["showlegend"] is True


@pytest.mark.parametrize(("wanted", "placed"), [([50, 50], [40, 60]), ([0, 100], [10, 90]), ([95, 97], [70, 90])])
def test_labels_are_moved_as_little_as_can_be(wanted: list[float], placed: list[float]) -> None:
    assert apart(wanted, [20, 20], 100) == pytest.approx(placed)


def test_a_band_stops_at_breaks_and_gaps_and_is_lighter_around_provisional_figures() -> None:
    limits = {2021: (1, 3), 2022: (2, 4), 2023: None, 2024: (3, 5), 2025: (4, 6)}
    points = [
        Point(year, 3, "", year == 2025, low=each[0] if each else None, high=each[1] if each else None)
        for year, each in limits.items()
    ]
    years = {year: str(year) for year in limits}
    figure = valid(charts.lines([Series("A", points)], years, [(2022, "anders")], PERCENT))
    firm, loose = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    assert firm["opacity"] > loose["opacity"] and loose["x"] == [2024, 2025, 2025, 2024]
    assert loose["y"] == [5, 6, 4, 3]
    assert None in firm["x"] and not any(year == 2023 for year in firm["x"])
    # A figure without neighbours still has a band that can be seen.
    assert firm["x"][:4] == pytest.approx([2020.86, 2021.14, 2021.14, 2020.86])


def small(code: str, *values: float | None, provisional: int | None = None) -> Small:
    look = Kind("worse", "rising", "gestegen")
    return Small(code, series(f"Regio {code}", *values, provisional=provisional), "4%", "in 2024", look, code == "B")


def test_small_charts_share_one_axis_and_join_nothing_across_a_break_or_gap() -> None:
    about = charts.About("Titel", "Uitleg", "/nl?regio={code}", "Verder", "Sleutel", "{name}", [("country", "Land")])
    rows = [small("A", 1, 2, 3, 4, provisional=2024), small("B", 1, None, 3, 2)]
    scale = charts.scale_of([row.line for row in rows])
    assert scale.low == 0 and scale.zero and 2 <= len(scale.lines) <= 4
    written = [str(value) for value in scale.lines]
    props = charts.multiples(rows, rows[0].line, list(YEARS), [2023], scale, written, about)["props"]
    first, second = props["regions"]
    assert first[:4] == ["A", ["Regio A"], "4%", 0] and props["own"] == "B"
    assert first[4].count("M") == 2 and "L240" not in first[4] and first[5].count("M") == 1
    assert first[6][0] == 240 and first[6][2] is True and second[6][2] is False
    assert second[4].count("M") == 2, "one dot, then a line after the break"
    assert props["breaks"] == [120] and props["country"] == [first[4], first[5]]
    high = charts.scale_of([series("C", 80, 82, 84)])
    assert not high.zero and all(high.low <= line <= high.high for line in high.lines)


def test_five_series_differ_in_more_than_colour() -> None:
    figure = valid(charts.lines([series(name, 1, 2) for name in "ABCDE"], YEARS, [], PERCENT))
    looks = [(t["line"]["color"], t["line"].get("dash"), t["marker"]["symbol"]) for t in figure["data"]]
    assert len({colour for colour, _, _ in looks}) == 5
    assert len({symbol for _, _, symbol in looks}) == 5


@pytest.mark.parametrize(("values", "zero"), [([1, 5], True), ([70, 75], False), ([], True)])
def test_the_axis_starts_at_zero_unless_that_hides_the_lines(values: list[float], zero: bool) -> None:
    assert starts_at_zero(values) is zero


@pytest.mark.parametrize("values", [[2.56, 2.64], [78.4, 83.0], [5.0, 5.0], [60.0, 84.0]])
def test_a_small_change_does_not_fill_the_chart(values: list[float]) -> None:
    low, high = enlarged(values)
    assert 0 <= low < min(values) <= max(values) < high
    assert max(values) - min(values) <= (high - low) / 1.1 + 1e-9
    assert high - low >= 0.3 * max(values) - 1e-9


KEY = {"higher": "hoger", "not_distinguishable": "niet", "lower": "lager", "untested": "n.v.t.", "beside": "zelf"}


def ranged(name: str, value: float, kind: str = "not_distinguishable", **more: Any) -> Ranged:
    return Ranged(name, value, more.pop("low", value - 0.5), more.pop("high", value + 0.25), kind, **more)


def test_regions_keep_their_order_and_the_own_region_stands_out() -> None:
    rows = [ranged("B", 3, "higher"), ranged("A", 2, provisional=True), ranged("C", 1, "lower")]
    figure = valid(charts.caterpillar(rows, "A", Point("Nederland", 2, "Nederland: 2"), KEY, PERCENT))
    assert figure["layout"]["yaxis"]["categoryarray"] == ["B", "<b>A</b>", "C"]
    first, last = figure["layout"]["yaxis"]["range"]
    assert first > last, "the first stands at the top"
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["rect", "line"]
    assert figure["layout"]["annotations"][0]["text"] == "Nederland: 2"
    looks = {t["name"]: (t["marker"]["symbol"], t["marker"]["line"]["color"]) for t in figure["data"]}
    worse, same, better = charts.TESTED
    assert looks == {"hoger": ("triangle-up", worse), "niet": ("circle", same), "lager": ("triangle-down", better)}


def test_points_have_their_interval_and_are_hollow_when_provisional() -> None:
    rows = [ranged("A", 2, provisional=True), ranged("B", 1, low=None, high=None)]
    (points,) = valid(charts.caterpillar(rows, "", None, KEY, PERCENT))["data"]
    assert points["error_x"]["array"] == [0.2, None] and points["error_x"]["arrayminus"] == [0.5, None]
    assert points["marker"]["color"] == [charts.PAPER, charts.TESTED[1]]


def test_the_two_hues_turn_with_what_is_wished_for() -> None:
    rows = [ranged("A", 3, "higher"), ranged("B", 1, "lower")]
    plain, turned = (charts.caterpillar(rows, "", None, KEY, PERCENT, better=b)["data"] for b in ("lower", "higher"))
    colours = [[t["marker"]["line"]["color"] for t in each] for each in (plain, turned)]
    assert colours[0] == colours[1][::-1]
    assert [t["marker"]["symbol"] for t in plain] == [t["marker"]["symbol"] for t in turned]


def test_regions_without_a_country_or_an_own_region() -> None:
    figure = valid(charts.caterpillar([ranged("B", 3, "untested", low=None, high=None)], "", None, KEY, PERCENT))
    assert figure["layout"]["shapes"] == [] and figure["layout"]["showlegend"] is False
    assert "error_x" not in figure["data"][0]


def test_a_benchmark_per_region_is_a_stroke_and_named() -> None:
    figure = valid(charts.caterpillar([ranged("A", 3, beside=2.5), ranged("B", 2)], "", None, KEY, PERCENT))
    stroke = figure["data"][-1]
    assert (stroke["name"], stroke["x"], stroke["y"]) == ("zelf", [2.5], ["A"])


@pytest.mark.parametrize(("value", "side"), [(0.1, "left"), (2, "right"), (3, "right"), (9, "right")])
def test_the_label_of_the_country_leans_to_the_inside(value: float, side: str) -> None:
    rows = [ranged("B", 3), ranged("A", 0.5, low=0.2)]
    figure = valid(charts.caterpillar(rows, "", Point("Nederland", value, "Nederland"), KEY, PERCENT))
    assert figure["layout"]["annotations"][0]["xanchor"] == side


def test_hover_words_are_sent_once_when_all_points_share_them() -> None:
    same = charts.caterpillar([ranged("B", 3, words=" x"), ranged("A", 2, words=" x")], "", None, KEY, PERCENT)
    assert "customdata" not in same["data"][0]
    assert same["data"][0]["hovertemplate"] == "%{y}: %{x:,.0f}% x<extra></extra>"
    differ = charts.caterpillar([ranged("B", 3, words=" x"), ranged("A", 2)], "", None, KEY, PERCENT)["data"][0]
    assert differ["customdata"] == [" x", ""] and "%{customdata}" in differ["hovertemplate"]


def test_a_funnel_names_only_what_is_labelled_and_draws_four_limits() -> None:
    sizes = [100.0, 1000.0, 10000.0]
    limits: dict[str, Sequence[float | None]] = {"low_95": [1, 2, 3], "high_95": [9, 8, 7]}
    limits |= {"low_998": [0.5, 1, 2], "high_998": [10, 9, 8]}
    rows = [
        Placed("Ver weg", 200, 11, "higher", "Ver weg: 11%", labelled=True),
        Placed("Gewoon", 5000, 5, "not_distinguishable", "Gewoon: 5%", provisional=True),
        Placed("Eigen", 9000, 6, "not_distinguishable", "Eigen: 6%", labelled=True, own=True),
    ]
    key = {**KEY, "95": "95%", "998": "99,8%", "people": "Jongeren"}
    figure = valid(charts.funnel(rows, sizes, limits, Point("Nederland", 5, "Nederland: 5%"), key, PERCENT))
    lines = [t for t in figure["data"] if t["mode"] == "lines"]
    assert [t["y"] for t in lines] == [*(limits[n] for n in ("low_998", "high_998", "low_95", "high_95")), [5, 5]]
    assert [t["name"] for t in lines if t.get("showlegend", True)] == ["99,8%", "95%", "Nederland: 5%"]
    notes = figure["layout"]["annotations"]
    assert [note["text"] for note in notes] == ["<b>Eigen</b>", "Ver weg"], "the place of one's own is chosen first"
    # Along a logarithmic axis a label stands at the logarithm.
    assert notes[1]["x"] == pytest.approx(2.30103) and [n["xanchor"] for n in notes] == ["right", "left"]
    within, own = (t for t in figure["data"] if t["name"] == "niet")
    assert (within["marker"]["size"], own["marker"]["size"]) == (11, 15) and not own["showlegend"]
    assert (within["marker"]["color"], own["marker"]["color"]) == (charts.PAPER, charts.TESTED[1])
    assert figure["layout"]["xaxis"]["tickvals"] == [100, 200, 500, 1000, 2000, 5000, 10000]


def test_a_funnel_without_a_target_or_regions_is_said_in_words() -> None:
    point = Placed("A", 10, 1, "higher", "A")
    for rows, target in (([point], None), ([], 5.0)):
        figure = valid(charts.funnel(rows, [1, 2], {}, Point("Nederland", target, ""), KEY, PERCENT))
        assert figure["data"] == [] and figure["layout"]["annotations"][0]["text"] == "niets"


def test_provisional_parts_are_light_with_an_outline_in_their_colour() -> None:
    figure = valid(charts.stacked([series("A", 40, 50, provisional=2022), series("B", 60, 50)], PERCENT))
    assert figure["layout"]["barmode"] == "stack"
    light, full = (trace["marker"] for trace in figure["data"])
    assert light["pattern"]["shape"] == ["", "|"] and light["line"]["color"] == [charts.PAPER, light["color"]]
    assert "pattern" not in full and full["line"]["color"] == charts.PAPER
    every = valid(charts.stacked([series("A", 1, provisional=2021)], PERCENT))["data"][0]["marker"]
    assert (every["pattern"]["shape"], every["line"]["color"]) == ("|", every["color"])


def test_groups_of_bars_have_headings_and_names_where_there_is_room() -> None:
    parts = [
        Series(name, [Point("", v, "7", p) for v, p in zip(shares, (True, False), strict=True)])
        for name, shares in (("Een", (90, 60)), ("Twee", (10, 40)))
    ]
    figure = valid(charts.stacked_groups([("Eerst", ["a"]), ("Dan", ["b"])], parts, PERCENT, ["Een", "Twee"], " (!)"))
    one, two = figure["data"]
    assert one["texttemplate"] == "Een %{x:.0f}%" and two["texttemplate"] == ["%{x:.0f}%", "Twee %{x:.0f}%"]
    assert one["hovertemplate"] == "Een: %{x:.0f}% (!)<extra></extra>"
    assert one["insidetextfont"]["color"] == [charts.INK, charts.PAPER], "dark letters on what is light"
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>Eerst</b>", "<b>Dan</b>"]
    first, second = figure["layout"]["yaxis"]["tickvals"]
    low, high = figure["layout"]["yaxis"]["range"]
    assert high < first < second < low


def test_a_group_beside_its_benchmark_has_its_words_in_place() -> None:
    rows = {
        "Een": charts.Ranged("Een", 8.0, 7.0, 9.0, "lower", "Een: 8%", True, 10.0),
        "Twee": None,
        "Een lange naam voor een groep": charts.Ranged("Een lange naam voor een groep", 5, None, None, "untested"),
    }
    told = {name: ["woord"] for name in rows}
    figure = valid(charts.beside(rows, told, ("Twente", "De rest"), PERCENT, strong="Een"))
    key, held, lower, _ = figure["data"]
    assert (key["name"], held["name"], held["x"]) == ("Twente", "De rest", [10.0])
    assert lower["marker"]["color"] == charts.PAPER and lower["marker"]["symbol"] == "triangle-down"
    assert lower["error_x"]["array"] == [1.0] and lower["customdata"] == ["Een: 8%"]
    assert not lower["showlegend"], "its word stands beside the row"
    notes = figure["layout"]["annotations"]
    assert len(notes) == 3 and "<b>Twee</b>" in notes[1]["text"] and notes[2]["text"].count("<b>") == 2
    (band,) = figure["layout"]["shapes"]
    assert (band["y0"], band["y1"]) == (-0.5, 0.5)
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_nothing_to_draw_is_said_in_words() -> None:
    for figure in (
        charts.lines([series("A", None)], YEARS, [], PERCENT),
        charts.stacked_groups([], [], PERCENT),
        charts.beside({}, {}, ("", ""), PERCENT),
        charts.stacked([], PERCENT),
        charts.caterpillar([], "", None, {}, PERCENT),
    ):
        assert valid(figure)["layout"]["annotations"][0]["text"] == "niets"


def test_long_names_take_two_lines() -> None:
    assert wrapped("Twente", charts.NAME) == "Twente"
    assert wrapped("Centraal en Westelijk Groningen", charts.NAME) == "Centraal en<br>Westelijk Groningen"
    assert wrapped("Noord-Groningen-Eemsmond", charts.NAME) == "Noord-Groningen-<br>Eemsmond"
    assert wrapped("15 tot 18 jaar", charts.CATEGORY) == "15 tot<br>18 jaar"
    assert wrapped("Nederlandsewoordenlijst", charts.NAME) == "Nederlandsewoordenlijst"


def test_sparkline_is_a_picture_within_the_page() -> None:
    points = series("A", 1, 2, None, 3, provisional=2024).points
    assert charts.sparkline(points).startswith("data:image/svg+xml,%3Csvg")
    assert "stroke-dasharray" in charts.sparkline(points)
    assert charts.sparkline(points[:1]) == ""
    assert charts.sparkline(series("A", 2, 2).points)


def test_sparkline_follows_the_colours_of_the_page() -> None:
    firm, loose = (unquote(charts.sparkline(series("A", 1, 2, provisional=p).points)) for p in (None, 2022))
    own, paper = (theme().colors[name] for name in ("own", "paper"))
    for picture, fill in ((firm, own), (loose, paper)):
        at_day, at_night = picture.split("@media(prefers-color-scheme:dark)")
        assert f"stroke:{own['light']}" in at_day and f"circle{{fill:{fill['light']}}}" in at_day
        assert f"stroke:{own['dark']}" in at_night and f"circle{{fill:{fill['dark']}}}" in at_night


def test_every_chart_carries_only_colours_of_the_theme() -> None:
    known = {theme().colour(name) for name in theme().drawn()}
    assert {charts.INK, charts.MUTED, charts.RULE, charts.PAPER, charts.OWN, charts.OTHERS, charts.OWN_WASH} <= known
    assert {*charts.SERIES, *charts.PARTS} <= known
    assert len(set(charts.PARTS)) == len(charts.PARTS)


def test_no_chart_offers_to_send_data_away() -> None:
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""


def broken(*heights: float, at: int = 2019) -> dict[str, Any]:
    """The words of one break beside lines at some heights of an axis from 0 to 10."""
    every = list(range(2015, 2025))
    lines = [Series("A", [Point(year, height, "") for year in every]) for height in heights]
    _, (note,) = marked([(at, "andere telling (1)")], every, lines, 0, 10)
    return note


def test_words_of_a_break_stand_where_no_line_runs() -> None:
    assert broken(9.5)["yanchor"] == "bottom"
    assert broken(0.5)["yanchor"] == "bottom" and broken(0.5)["yshift"] > 0, "above the line"
    assert broken(0.5, 1.8)["yanchor"] == "top"
    assert broken(0.5, 9.5)["xanchor"] == "left"
    assert broken(9.5, at=2024)["xanchor"] == "right", "there is no room beside the axis"
    climbing = Series("A", [Point(2015 + at, at, "") for at in range(10)])
    _, (note,) = marked([(2018, "andere telling (1)")], list(range(2015, 2025)), [climbing], 0, 10)
    assert (note["yanchor"], note["xanchor"]) == ("bottom", "left") and "yshift" not in note


def test_words_of_two_breaks_do_not_lie_over_each_other() -> None:
    every = list(range(2012, 2025))
    _, notes = marked([(2016, "andere telling (1)"), (2019, "andere telling (2)")], every, [], 0, 10)
    assert [note.get("yshift", 0) for note in notes] == [0, 32]


def test_names_beside_rows_are_sent_whole_and_ones_own_is_heavier() -> None:
    long = [f"Zuid-Kennemerland en IJmond {n}" for n in range(3)]
    names = labelled([*long, "Twente"], long[1])
    assert list(names.values()) == [long[0], f"<b>{long[1]}</b>", long[2], "Twente"]
    drawn = charts.caterpillar([ranged(name, 3) for name in long], "", None, KEY, PERCENT)
    assert drawn["layout"]["meta"]["wrap"] < len(long[0]) and drawn["layout"]["yaxis"]["categoryarray"] == long


def test_a_name_lies_over_no_point_and_no_other_name() -> None:
    crowd = [(100.0 + 20 * n, 100.0) for n in range(5)] + [(110.0, 80.0), (90.0, 120.0)]
    names = [Name(["Twente"], crowd[0], True, (-1, -1)), Name(["Gooi en", "Vechtstreek"], crowd[4], False, (-1, -1))]
    boxes = placed(names, crowd, [(x, 60.0) for x in range(0, 232, 8)], (232, 340))
    assert not boxes[0].meets(boxes[1])
    for name, box in zip(names, boxes, strict=True):
        assert not any(box.holds(point, 8) for point in crowd if point != name.at)
        assert box.left >= 0 and box.top >= 0 and box.left + box.width <= 232 and box.top + box.height <= 340
    alone = Name(["Twente"], (100.0, 100.0), True, (1, 1))
    (near,) = placed([alone], [alone.at], [], (232, 340))
    assert near.side == (1, 1) and near.away == 0 and not note(alone, near, 1, 2)["showarrow"]
    ring = [(100.0 + x, 100.0 + y) for x in range(-60, 61, 15) for y in range(-25, 26, 10) if (x, y) != (0, 0)]
    (far,) = placed([alone], [alone.at, *ring], [], (232, 340))
    assert far.away and note(alone, far, 1, 2)["showarrow"], "a name that had to move is joined to its point"


def test_lines_that_end_in_different_years_have_a_key() -> None:
    ends = [Series("A", [Point(2023, 2.0, ""), Point(2024, 2.1, "")]), Series("B", [Point(2023, 3.0, "")])]
    drawn = charts.lines(ends, {2023: "2023", 2024: "2024"}, [], Axis(""))["layout"]
    assert drawn["showlegend"] and not drawn["annotations"]
