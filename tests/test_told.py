"""Facts from figures with statistics: the sentences of narrative, and one reason where there is no figure."""

from collections.abc import Iterator
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

from .conftest import SampleRelease

FAMILIES = ("benchmark", "trend", "expected")


@pytest.fixture(scope="module", autouse=True)
def shown(sample_release: SampleRelease) -> Iterator[None]:
    """The figures are those of the sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        yield


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
        expected = narrative.target(about, judged.state, aim.value, year, "old", reached)
        fact = told.aimed(view(lang), judged, indicator)
        assert (fact.kind, fact.outcome, fact.sentence) == ("target", judged.state, expected)
        seen.add(judged.state)
    assert {"met", "overdue"} <= seen


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
