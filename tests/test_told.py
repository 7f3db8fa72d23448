"""Facts from figures with statistics: the sentences of narrative, and one reason where there is no figure."""

import dataclasses
from typing import Any

import pytest

from dashboard import i18n, narrative
from dashboard.components import told
from dashboard.indicators import Row, Values, catalogue, values
from dashboard.indicators.studies.judged import Judged, Point
from dashboard.indicators.studies.target_path import target_path
from dashboard.narrative import About, Benchmark
from dashboard.pages import view_of
from dashboard.state import View

pytestmark = pytest.mark.usefixtures("shown")

FAMILIES = ("benchmark", "trend", "expected")


def view(lang: str = "nl") -> View:
    return view_of("/nl/" if lang == "nl" else "/en/", "")


def asked(indicator: str, against: str = "NL01", families: tuple[str, ...] = FAMILIES, **where: Any) -> Values:
    return values(
        indicator, ("region",), {"region": ["doorstroompunt", "NL01"], **where}, with_=families, against=against
    )


def made(value: float | None, status: str = "A", **columns: Any) -> Values:
    """One figure of Twente with statistics of our own choice."""
    row = Row(("MC12",), value, None, None, status, False, 1, None)
    extra = {name: [cell] for name, cell in columns.items()}
    return Values("vsv_duo_lt23", ("region",), [row], "x", {"period": (2024,)}, extra)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("against", ["NL01", "soortgelijk", "eerder", "MC28"])
def test_facts_are_the_sentences_of_narrative_over_the_columns(lang: str, against: str) -> None:
    found = asked("vsv_duo_lt23", against)
    indicator = catalogue().indicators["vsv_duo_lt23"]
    (period,) = found.where["period"]
    first, before, now = (i18n.period(int(period) - back, "schoolyear", lang) for back in (4, 1, 0))
    held = {
        "NL01": Benchmark("rest"),
        "soortgelijk": Benchmark("peers"),
        "eerder": Benchmark("earlier", before),
        "MC28": Benchmark("region", catalogue().regions["MC28"].name),
    }[against]
    tested = 0
    for at, row in enumerate(found.rows):
        region = str(row.key[0])
        if row.value is None or region in ("NL01", against):
            continue
        cell = {name: column[at] for name, column in found.extra.items()}
        about = About(
            i18n.named(indicator, "short", lang), view(lang).within("region", region), lang,
            better="lower", status=row.status, period=now,
        )  # fmt: skip
        outcome = cell["outcome"]
        sizes = (cell["difference"], cell["difference_people"]) if outcome in ("lower", "higher") else (None, None)
        sentences = [
            narrative.figure(about, row.value, row.numerator, row.denominator),
            narrative.comparison(about, outcome, held, *sizes),
            narrative.trend(about, cell["trend"], first, now),
            narrative.expected(
                about,
                cell["expected_outcome"],
                told.own_model(view(lang)),
                cell["expected_difference"],
                cell["expected_difference_low"],
                cell["expected_difference_high"],
            ),
        ]
        facts = told.facts(view(lang), found, region, against)
        assert [fact.sentence for fact in facts] == sentences
        assert [fact.outcome for fact in facts] == ["known", outcome, cell["trend"], cell["expected_outcome"]]
        tested += 1
    assert tested >= 38


def test_a_figure_that_is_missing_gives_its_reason_and_nothing_else() -> None:
    gone = values("vsv_duo_lt23", where={"region": ["MC14"]}, with_=FAMILIES)
    (fact,) = told.facts(view(), gone, "MC14", "NL01")
    assert (fact.kind, fact.outcome) == ("figure", "unknown")
    assert "kan niet voorkomen" in fact.sentence
    (fact,) = told.facts(view(), gone, "GM0153", "NL01")
    assert "niet geleverd" in fact.sentence


def test_the_country_is_not_held_against_itself() -> None:
    facts = told.facts(view(), asked("vsv_duo_lt23"), "NL01", "NL01")
    assert [fact.kind for fact in facts] == ["figure", "trend"]
    assert "Nederland" in facts[0].sentence


def test_only_the_families_that_were_asked_are_told() -> None:
    facts = told.facts(view(), asked("vsv_duo_lt23", families=("interval",)), "MC12", "NL01")
    assert [fact.kind for fact in facts] == ["figure"]


@pytest.mark.parametrize(
    ("columns", "kind", "outcome", "words"),
    [
        ({"outcome": "", "benchmark_reason": "no_peers", "difference": None}, "comparison", "unknown", "lijkt genoeg"),
        ({"trend": "break", "trend_reason": "", "trend_points": 3}, "trend", "break", "anders geteld"),
        ({"trend": "too_few_points", "trend_reason": "", "trend_points": 2}, "trend", "too_few_points", "te weinig"),
        ({"trend": "no_signal", "trend_reason": "impossible", "trend_points": 5}, "trend", "unknown", "meer gevallen"),
        (
            {
                "expected_outcome": "",
                "expected_reason": "too_much_hidden",
                "expected_difference": None,
                "expected_difference_low": None,
                "expected_difference_high": None,
            },
            "expected",
            "unknown",
            "verborgen",
        ),
    ],
)
def test_what_cannot_be_told_says_why(columns: dict[str, Any], kind: str, outcome: str, words: str) -> None:
    facts = told.facts(view(), made(1.5, **columns), "MC12", "soortgelijk")
    assert (facts[1].kind, facts[1].outcome) == (kind, outcome)
    assert words in facts[1].sentence


def test_a_count_is_held_against_the_whole_country() -> None:
    count = Values("vsv_duo_lt23_aantal", ("region",), [], "x", {"period": (2024,)})
    assert told.benchmark(view(), count, "NL01") == Benchmark("country")


def test_every_reason_of_the_statistics_has_words() -> None:
    for lang in i18n.LANGUAGES:
        for code in ("sum_of_regions", "modelled", "no_drivers", "superseded", "not_yet", "no_model", "itself"):
            assert narrative.reason_words(code, lang)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_targets_are_the_sentences_of_narrative(lang: str) -> None:
    indicator = catalogue().indicators["vsv_duo_lt23_aantal"]
    seen = set()
    for judged in target_path("vsv_duo_lt23", "NL01").judged:
        point, aim = judged.now, judged.target
        assert point is not None and aim is not None
        about = About(
            i18n.named(indicator, "short", lang), view(lang).within("region", "NL01"), lang, indicator.unit, 0,
            "lower", point.status, i18n.period(point.period, "schoolyear", lang),
        )  # fmt: skip
        year = i18n.period(judged.due, "schoolyear", lang)
        reached = point.value if point.period == judged.due else None
        assert judged.low is not None and judged.high is not None
        start = "" if judged.baseline is None else i18n.period(judged.baseline.period, "schoolyear", lang)
        by_chance = judged.low <= 0 <= judged.high
        expected = narrative.target(
            about, judged.state, aim.value, year, "old", reached, start=start, by_chance=by_chance
        )
        fact = told.aimed(view(lang), judged, indicator)
        assert (fact.kind, fact.outcome, fact.sentence) == ("target", judged.state, expected)
        seen.add(judged.state)
    assert {"met", "overdue"} <= seen


@pytest.mark.parametrize(("lang", "around"), [("nl", "ligt rond het doel van"), ("en", "lies around the target of")])
def test_a_target_within_the_limits_of_chance_is_not_told_to_be_met(lang: str, around: str) -> None:
    """Rijnmond: 15,700 young people without education or work against a target of 15,750."""
    indicator = catalogue().indicators["neet_leeftijd_aantal"]
    judged = next(each for each in target_path("neet_leeftijd", "MC29").judged if each.waits)
    assert (judged.state, judged.difference) == ("met", -50)
    assert judged.low is not None and judged.high is not None and judged.low < 0 < judged.high
    fact = told.aimed(view(lang), judged, indicator)
    assert fact.outcome == "met" and around in fact.sentence
    clear = dataclasses.replace(judged, difference=-500.0, low=-745.0, high=-255.0)
    already = {"nl": "voldoet al aan het doel", "en": "already meets the target"}[lang]
    assert already in told.aimed(view(lang), clear, indicator).sentence
    for edge in ({"low": -300.0, "high": 0.0}, {"low": 0.0, "high": 300.0}):
        assert around in told.aimed(view(lang), dataclasses.replace(judged, **edge), indicator).sentence
    # Nothing is known of the chance of a printed figure.
    printed = dataclasses.replace(judged, low=None, high=None)
    assert already in told.aimed(view(lang), printed, indicator).sentence


def test_a_target_in_its_own_year_is_met_and_chance_is_told() -> None:
    indicator = catalogue().indicators["neet_leeftijd_aantal"]
    judged = next(each for each in target_path("neet_leeftijd", "MC29").judged if each.waits)
    assert judged.now is not None
    own = dataclasses.replace(judged, due=judged.now.period)
    sentence = told.aimed(view(), own, indicator).sentence
    assert "gehaald" in sentence and "dat verschil kan toeval zijn" in sentence
    clear = told.aimed(view(), dataclasses.replace(own, low=-745.0, high=-255.0), indicator).sentence
    assert "gehaald" in clear and "toeval" not in clear


@pytest.mark.parametrize(("lang", "words"), [("nl", "dan bij de start in {}"), ("en", "than at the start in {}")])
def test_further_from_a_target_names_the_start(lang: str, words: str) -> None:
    found = target_path("vsv_duo_lt23_aantal", "NL01")
    away = dataclasses.replace(found.judged[-1], state="away", reason="")
    assert away.baseline is not None
    start = i18n.period(away.baseline.period, "schoolyear", lang)
    indicator = catalogue().indicators[found.indicator]
    assert words.format(start) in told.aimed(view(lang), away, indicator).sentence
    assert told.pace(view(lang), away, indicator).endswith(words.format(start).split(" ", 1)[1])
    bare = dataclasses.replace(away, baseline=None)
    assert told.pace(view(lang), bare, indicator).endswith("start")


def test_no_target_and_no_figure_are_said() -> None:
    indicator = catalogue().indicators["neet_leeftijd_aantal"]
    bare = told.aimed(view(), Judged("MC12", None, 0, None, None, False), indicator)
    assert bare.outcome == "unknown" and "er is geen doel" in bare.sentence
    (first, *_) = target_path("neet_leeftijd", "MC12").judged
    point = Point(2024, None, "Q", False, None)
    without = told.aimed(
        view(), Judged("MC12", first.target, first.due, None, point, False, reason="missing"), indicator
    )
    assert "er ontbreekt een cijfer" in without.sentence


@pytest.mark.parametrize(
    ("version", "words"),
    [("Maatwerk 2024/36, 2026-01-05", "Maatwerk 2024/36, 5 januari 2026"), ("1", "1"), ("", ""), ("A, b", "A, b")],
)
def test_the_version_of_a_model_has_its_date_in_words(version: str, words: str) -> None:
    assert told.dated(version, "nl") == words
