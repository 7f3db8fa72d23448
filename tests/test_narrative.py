"""Sentences from figures: every combination gives one true sentence that tells and never judges."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import i18n
from dashboard import narrative as n
from dashboard.indicators.counts import REASONS
from dashboard.narrative.rules import choose

NAN = float("nan")
NUMBERS = (None, NAN, 0.001, 0.3, -0.3, 12.4)
PEOPLE = (None, NAN, 0, 1, -4, 9.4, 9.6, -160, 1234.5)
LANGUAGES = i18n.LANGUAGES
PERIODS = {"nl": ("2018/'19", "2023/'24", "2025/'26"), "en": ("2018/19", "2023/24", "2025/26")}
WHAT = {"nl": "Nieuwe vsv'ers", "en": "New early leavers"}
UNITS = (("%", 2), ("personen", 0))
MODEL = "CBS-model 2024"

# A sentence that uses one of these passes a verdict, or makes a forecast of what was only compared.
FORBIDDEN = {
    "nl": (
        r"goede?|beter|best|betere|slecht\w*|prest\w*|scor\w*|verwacht\w*|fal\w*|mislukt\w*|succes\w*|"
        r"winnaar\w*|verliezer\w*|koploper\w*|achterblijver\w*|achterstand|voorsprong|helaas|gelukkig|zorgelijk\w*|"
        r"zorgwekkend\w*|tegenvall\w*|meevall\w*|positief|negatief|sterk|zwak|knap|trots|schuld|excuus|ranglijst|"
        r"kwaliteit|significant\w*|onvoldoende|voldoende|terecht|tekort\w*|pech"
    ),
    "en": (
        r"good|better|best|bad|badly|worse|worst|perform\w*|scor\w*|expect\w*|fail\w*|success\w*|winner\w*|loser\w*|"
        r"leader\w*|laggard\w*|unfortunately|fortunately|worr\w*|disappoint\w*|positive\w*|negative\w*|strong\w*|weak\w*|"
        r"poor\w*|excellent|proud|blame|excuse|league|quality|significant\w*|sufficient\w*|insufficient\w*|behind|ahead"
    ),
}
DIRECTION = {
    "nl": r"hoger|lager|meer|minder|gestegen|gedaald|gunstiger|ongunstiger|stijg\w*|daal\w*|boven|onder",
    "en": r"higher|lower|more|less|fewer|rose|fell|favourable|rising|falling|above|below",
}
STATUS_LETTERS = "APEQOMLN"


def has(pattern: str, sentence: str) -> list[str]:
    return re.findall(rf"\b(?:{pattern})\b", sentence, re.IGNORECASE)


def abouts(status: str = "APE", period: bool = True) -> Iterator[n.About]:
    for lang, (unit, decimals), better, letter in product(LANGUAGES, UNITS, ("lower", "higher", "none"), status):
        yield n.About(WHAT[lang], "Twente", lang, unit, decimals, better, letter, PERIODS[lang][1] if period else "")


def benchmarks(lang: str) -> list[n.Benchmark]:
    named = [n.Benchmark("region", "Drenthe"), n.Benchmark("earlier", PERIODS[lang][0])]
    return [n.Benchmark(kind) for kind in ("country", "rest", "peers")] + named


def check(about: n.About, sentence: str) -> None:
    """What holds for every sentence, whatever it is about."""
    assert sentence.endswith(".")
    assert not re.search(r"[.!?] ", sentence), "more than one sentence"
    assert not re.search(r"[{}]|  | [.,;:)]|\(\)|\( |\bnan\b|\binf\b|: None|\(None", sentence)
    assert not has(FORBIDDEN[about.lang], sentence)
    assert sentence[0].isupper()
    assert len(sentence.split()) <= (25 if about.lang == "nl" else 33)


def says_status(about: n.About, sentence: str) -> None:
    for letter in "PE":
        assert (i18n.status_word(letter, about.lang) in sentence) == (about.status == letter)


def without_names(about: n.About, sentence: str) -> str:
    """The sentence without its periods and its model, which hold digits of their own."""
    for name in (*PERIODS[about.lang], MODEL):
        sentence = sentence.replace(name, "")
    return sentence


def test_every_figure() -> None:
    for about, value, (cases, of) in product(
        abouts(STATUS_LETTERS), (*NUMBERS, *PEOPLE), ((16, 346), (1, 1), (None, 5), (NAN, 5), (None, None))
    ):
        sentence = n.figure(about, value, cases, of)
        check(about, sentence)
        if value is None or value != value:
            assert not re.search(r"\d", without_names(about, sentence))
            letter = about.status if about.status in "QOMLN" else "L"
            assert i18n.status_word(letter, about.lang) in sentence
        else:
            says_status(about, sentence)
            assert bool(re.search(r"\((16|1) (van|of) ", sentence)) == (cases in (16, 1) and about.unit == "%")


def test_every_comparison() -> None:
    for about in abouts():
        for bench, outcome, difference, people in product(
            benchmarks(about.lang), ("lower", "higher", "not_distinguishable", "unknown"), NUMBERS, PEOPLE
        ):
            sentence = n.comparison(about, outcome, bench, difference, people, "reveals_cell")
            check(about, sentence)
            says_status(about, sentence)
            directions = has(DIRECTION[about.lang], sentence.replace("minder dan 0", "").replace("less than 0", ""))
            if outcome in ("not_distinguishable", "unknown"):
                assert not directions
                assert not re.search(r"\d", without_names(about, sentence))
                continue
            told = {w.lower() for w in directions}
            opposite = {"lower": {"hoger", "higher", "meer"}, "higher": {"lager", "lower", "minder", "fewer"}}
            assert told and not told & opposite[outcome]
            assert bool(told & {"gunstiger", "ongunstiger", "favourable"}) == (about.better != "none")
            if about.better != "none":
                words = {"nl": ("gunstiger", "ongunstiger"), "en": ("more favourable", "less favourable")}[about.lang]
                assert f"({words[about.better != outcome]})" in sentence
            counted = people in (9.6, -160, 1234.5) and about.unit == "%" and difference in (0.3, -0.3, 12.4)
            assert bool(re.search(r"omgerekend|or about", sentence)) == counted
            if about.unit == "%":
                assert ("0,01" in sentence or "0.01" in sentence) == (difference == 0.001)


def test_every_expected() -> None:
    for about, outcome, difference, (low, high) in product(
        abouts(),
        ("lower", "higher", "not_distinguishable", "unknown"),
        PEOPLE,
        ((-190, -50), (50, 190), (-5, 5), (None, 5), (NAN, 5), (0, 4)),
    ):
        sentence = n.expected(about, outcome, MODEL, difference, low, high, "reveals_cell")
        check(about, sentence)
        says_status(about, sentence)
        assert MODEL in sentence
        assert not has("gunstiger|ongunstiger|favourable", sentence), "no favour against a model"
        plain = without_names(about, sentence)
        if outcome in ("not_distinguishable", "unknown"):
            assert not has(DIRECTION[about.lang], plain)
            assert not re.search(r"\d", plain)
        else:
            interval = (low, high) in ((-190, -50), (50, 190), (0, 4))
            assert bool(re.search(r"\d", plain)) == (difference in (9.6, -160, 1234.5) and interval)
            assert (i18n.text("and", about.lang) in plain.split()) == bool(re.search(r"\d", plain))


def test_every_trend() -> None:
    outcomes = ("rising", "falling", "no_signal", "too_few_points", "break", "unknown")
    for about, outcome in product(abouts(), outcomes):
        first, last, _ = PERIODS[about.lang]
        sentence = n.trend(about, outcome, first, last)
        check(about, sentence)
        says_status(about, sentence)
        assert bool(has(DIRECTION[about.lang], sentence)) == (outcome in ("rising", "falling"))
        good = {"rising": "higher", "falling": "lower"}.get(outcome, "")
        assert bool(has("gunstiger|more favourable", sentence)) == (about.better == good)
        assert (first in sentence and last in sentence) == (outcome in outcomes[:3])


def test_every_detectable_change() -> None:
    for about, size in product(abouts("A"), (*NUMBERS, *PEOPLE)):
        sentence = n.detectable(about, size)
        if sentence:
            check(about, sentence)
        nothing = size is None or size != size or size == 0 or (about.unit != "%" and abs(size) < 0.5)
        assert bool(sentence) != (nothing or (about.unit == "%" and size == 0.001))


def test_every_target() -> None:
    outcomes = ("on_track", "moderate", "insufficient", "away", "already", "met", "overdue", "unknown")
    for about, outcome, value, definition, reached in product(
        abouts(), outcomes, (None, NAN, 12.5, 900), ("", "old", "new"), (None, NAN, 1, 1016)
    ):
        year = PERIODS[about.lang][2]
        sentence = n.target(about, outcome, value, year, definition, reached, "hidden_part")
        check(about, sentence)
        says_status(about, sentence)
        if value is None or value != value:
            assert not re.search(r"\d", without_names(about, sentence))
            continue
        assert year in sentence
        words = {"": "", "old": "(oude definitie)", "new": "(nieuwe definitie)"}[definition]
        english = {"": "", "old": "(old definition)", "new": "(new definition)"}[definition]
        assert (words if about.lang == "nl" else english) in sentence
        assert (";" in sentence) == (outcome in ("met", "overdue") and reached in (1, 1016))
        assert bool(re.search("hidden|verborgen", sentence)) == (outcome == "unknown")


def test_every_target_pace() -> None:
    for about, value, per_year, last in product(abouts("AP"), (None, NAN, 900), PEOPLE, (False, True)):
        sentence = n.target_pace(about, value, PERIODS[about.lang][2], per_year, last=last)
        told = value == 900 and per_year in (1, -4, 9.4, 9.6, -160, 1234.5)
        assert bool(sentence) == told
        if told:
            check(about, sentence)
            says_status(about, sentence)
            assert bool(has("minder|fewer", sentence)) == (per_year < 0)
            assert bool(has("elk jaar|each year", sentence)) == (not last), "one year is not each year"
            assert bool(has("één jaar|one year", sentence)) == last


def test_every_rank() -> None:
    for about, low, high, first in product(abouts(), (None, NAN, 1, 5, 12), (None, 5, 12, 40), ("highest", "lowest")):
        sentence = n.rank(about, low, high, 40, first)
        check(about, sentence)
        says_status(about, sentence)
        if low is None or low != low or high is None:
            assert not re.search(r"\d", without_names(about, sentence))
        elif low == high:
            assert re.search("toeval|chance", sentence), "a place alone says that chance is counted in"
        else:
            assert re.search(rf"(plaats|place) {min(low, high)} (tot en met|to) {max(low, high)} |elk |any ", sentence)


def test_every_move_of_a_rank() -> None:
    for about, outcome, own, others, revision in product(
        abouts("AP"), ("moved", "not_distinguishable"), (0, -2, 3), (0, 1), (0, 1, -4)
    ):
        sentence = n.rank_moved(about, outcome, own, others, revision)
        check(about, sentence)
        says_status(about, sentence)
        assert not re.search(r"\d", without_names(about, sentence))
        assert bool(has("toeval|chance", sentence)) == (outcome == "not_distinguishable")


def test_every_decomposition() -> None:
    for about in abouts():
        for bench, outcome, gap, part, mostly in product(
            benchmarks(about.lang),
            ("lower", "higher", "not_distinguishable", "unknown"),
            NUMBERS,
            (None, NAN, 0.001, 0.12, -0.12, 0.5),
            ("", "opleiding"),
        ):
            sentence = n.decomposition(about, outcome, bench, gap, part, mostly)
            if not sentence:
                assert outcome in ("lower", "higher") and abs(gap) < 0.5
                continue
            check(about, sentence)
            says_status(about, sentence)
            if outcome in ("not_distinguishable", "unknown"):
                assert sentence == n.comparison(about, outcome, bench)
            assert not has("hoger|lager|higher|lower", sentence)


def test_every_revision() -> None:
    for about, low, high in product(abouts(STATUS_LETTERS), (None, NAN, 12, 12.001), (None, 12, 14)):
        sentence = n.revision(about, low, high)
        assert bool(sentence) == (about.status == "P")
        if sentence:
            check(about, sentence)
            says_status(about, sentence)


def test_every_count_of_coloured_regions() -> None:
    for lang, coloured, tested, alone in product(LANGUAGES, (0, 1, 2, 40), (0, 1, 40, 1200), (0, 0.08, 1, 2, NAN)):
        sentence = n.coloured_by_chance(coloured, tested, alone, lang)
        assert bool(sentence) == (tested > 1)
        if sentence:
            check(n.About("", "", lang), sentence)
            assert not re.search(r" 0\b", sentence)


def test_every_interval_and_rounding_margin() -> None:
    for about, low, high in product(abouts(), NUMBERS, NUMBERS):
        for sentence in (n.interval(about, low, high), n.rounding(about, low)):
            if sentence:
                check(about, sentence)
                says_status(about, sentence)
    about = n.About("NEET", "Twente", "nl")
    assert n.interval(about, None, 3) == n.interval(about, 3, NAN) == ""
    assert n.rounding(about, None) == n.rounding(about, NAN) == n.rounding(about, 0.004) == ""
    for lang in LANGUAGES:
        check(about._replace(lang=lang), n.reading_of_interval(lang))


def test_every_reason_is_a_short_clause() -> None:
    codes = [key.removeprefix("reason_") for key in i18n.words("nl") if key.startswith("reason_")]
    for code, lang in product([*codes, *"QOMLN"], LANGUAGES):
        words = n.reason_words(code, lang)
        assert words[0].islower() and not words.endswith(".")
        assert len(words.split()) <= 8
        assert not has(FORBIDDEN[lang], words)


def test_no_text_of_the_sentences_passes_a_verdict() -> None:
    for lang in LANGUAGES:
        texts = i18n.tomllib.loads((i18n.LOCALE / lang / "narrative.toml").read_text(encoding="utf-8"))
        assert len(texts) > 100
        for key, text in texts.items():
            assert not has(FORBIDDEN[lang], text), key


def test_forbidden_words_are_found() -> None:
    assert has(FORBIDDEN["nl"], "Twente presteert beter dan verwacht.") == ["presteert", "beter", "verwacht"]
    assert has(FORBIDDEN["en"], "Twente scores worse than expected.") == ["scores", "worse", "expected"]


@pytest.mark.parametrize(
    "call",
    [
        lambda a: n.comparison(a, "better", n.Benchmark("rest")),
        lambda a: n.comparison(a, "lower", n.Benchmark("neighbours")),
        lambda a: n.comparison(a._replace(better="up"), "lower", n.Benchmark("rest")),
        lambda a: n.expected(a, "", MODEL),
        lambda a: n.trend(a, "up", "2018", "2023"),
        lambda a: n.target(a, "late", 900, "2025"),
        lambda a: n.rank(a, 1, 2, 40, "better"),
        lambda a: n.decomposition(a, "same", n.Benchmark("rest"), 1, 1),
    ],
)
def test_an_unknown_situation_is_an_error_that_says_what_to_use(call: Any) -> None:
    with pytest.raises(ValueError, match=r"No text for .+ Use one of: "):
        call(n.About("NEET", "Twente", "nl"))


def test_the_first_rule_that_fits_decides() -> None:
    rules = (({"a": "1", "b": "1"}, "both"), ({"a": "1"}, "one"), ({}, "none"))
    assert [choose(rules, a=a, b=b) for a, b in (("1", "1"), ("1", "2"), ("2", "1"))] == ["both", "one", "none"]


VSV = n.About("Nieuwe vsv'ers", "Twente", "nl", "%", 2, "lower", "P", "2023/'24")
ESL = VSV._replace(what="New early leavers", lang="en", period="2023/24")
NUMBER_NL = VSV._replace(what="Nieuwe vsv'ers (oude definitie)", unit="personen", decimals=0, status="A", period="")
NUMBER_EN = ESL._replace(unit="personen", decimals=0, status="A", period="")
REST = n.Benchmark("rest")

WRITTEN = [
    (
        n.figure(VSV, 1.91, 1016, 53346),
        "Nieuwe vsv'ers in Twente, 2023/'24: 1,91% (1.016 van 53.346 jongeren), voorlopig.",
    ),
    (n.figure(ESL, 1.91, 1, 1), "New early leavers in Twente, 2023/24: 1.91% (1 of 1 young person), provisional."),
    (
        n.figure(VSV._replace(status="Q"), None),
        "Nieuwe vsv'ers in Twente, 2023/'24: geen cijfer (te klein om te tonen).",
    ),
    (
        n.comparison(VSV._replace(status="A"), "higher", REST, 0.3, 160),
        "Nieuwe vsv'ers, 2023/'24: het percentage is in Twente 0,30 procentpunt hoger (ongunstiger) dan in de rest van "
        "Nederland, omgerekend ongeveer 160 jongeren meer.",
    ),
    (
        n.comparison(ESL, "lower", n.Benchmark("earlier", "2018/19"), -0.3, -160),
        "New early leavers, 2023/24, provisional: the percentage in Twente is 0.30 percentage points lower (more "
        "favourable) than in 2018/19, or about 160 fewer young people.",
    ),
    (
        n.comparison(VSV._replace(decimals=0), "lower", n.Benchmark("peers"), -1.2, -9),
        "Nieuwe vsv'ers, 2023/'24, voorlopig: het percentage is in Twente 1 procentpunt lager (gunstiger) dan in de "
        "soortgelijke regio's.",
    ),
    (
        n.comparison(NUMBER_EN, "lower", n.Benchmark("earlier", "2018/19"), -1200),
        "New early leavers: the number of young people in Twente is 1,200 lower (more favourable) than in 2018/19.",
    ),
    (
        n.comparison(VSV, "not_distinguishable", REST, 0.3, 160),
        "Nieuwe vsv'ers, 2023/'24, voorlopig: in Twente kan het verschil met de rest van Nederland toeval zijn.",
    ),
    (
        n.expected(VSV._replace(status="A"), "lower", MODEL, -120, -190, -50),
        "Nieuwe vsv'ers, 2023/'24: in Twente zijn het ongeveer 120 jongeren minder dan landelijk gemiddeld bij "
        "dezelfde samenstelling (tussen 50 en 190, CBS-model 2024).",
    ),
    (
        n.expected(ESL._replace(status="A"), "higher", MODEL, 120, 50, 190),
        "New early leavers, 2023/24: in Twente there are about 120 more of these young people than at the national "
        "average for the same composition (between 50 and 190, CBS-model 2024).",
    ),
    (
        n.trend(VSV, "falling", "2018/'19", "2023/'24"),
        "Nieuwe vsv'ers, voorlopig: het percentage is in Twente gedaald (gunstiger) tussen 2018/'19 en 2023/'24.",
    ),
    (
        n.trend(ESL._replace(status="A"), "break", "", ""),
        "New early leavers: the trend in Twente cannot be determined (counted differently).",
    ),
    (n.detectable(VSV, 0.3), "Een verandering die kleiner is dan 0,30 procentpunt kan hier toeval zijn."),
    (
        n.target(NUMBER_NL, "moderate", 900, "2025/'26", "old"),
        "Nieuwe vsv'ers (oude definitie): Twente komt dichter bij het doel van 900 jongeren in 2025/'26, maar "
        "langzamer dan nodig.",
    ),
    (
        n.target(NUMBER_EN._replace(status="P"), "overdue", 900, "2025/26", "old", 1016),
        "New early leavers, provisional: the target of 900 young people in 2025/26 (old definition) was not met in "
        "Twente; the figure is 1,016 young people.",
    ),
    (
        n.target(NUMBER_EN, "unknown", None, "2025/26"),
        "New early leavers: Twente cannot be compared with a target (no target is known).",
    ),
    (
        n.target_pace(NUMBER_NL, 900, "2025/'26", -1),
        "Nieuwe vsv'ers (oude definitie): het doel van 900 jongeren in 2025/'26 vraagt in Twente elk jaar ongeveer 1 "
        "jongere minder.",
    ),
    (
        n.rank(VSV._replace(status="A"), 5, 12, 40, "highest"),
        "Nieuwe vsv'ers, 2023/'24: Twente staat op plaats 5 tot en met 12 van 40 (1 is het hoogst).",
    ),
    (
        n.rank_moved(ESL._replace(status="A"), "moved", 1, -3, 0),
        "New early leavers, 2023/24: Twente changed place, mostly because figures of other regions changed.",
    ),
    (
        n.decomposition(VSV, "higher", REST, 0.3, 0.12, "opleiding"),
        "Nieuwe vsv'ers, 2023/'24, voorlopig: in Twente hangt 0,12 van de 0,30 procentpunt verschil met de rest van "
        "Nederland samen met de samenstelling (vooral opleiding).",
    ),
    (
        n.decomposition(ESL._replace(status="A"), "lower", REST, -0.3, 0.1),
        "New early leavers, 2023/24: in Twente, composition makes the difference of 0.30 percentage points from the "
        "rest of the Netherlands smaller by 0.10 percentage points.",
    ),
    (
        n.revision(VSV, 1.85, 2.04),
        "Nieuwe vsv'ers in Twente, 2023/'24: het voorlopige cijfer kan nog veranderen, waarschijnlijk ligt het straks "
        "tussen 1,85% en 2,04%.",
    ),
    (
        n.coloured_by_chance(9, 40, 2, "nl"),
        "Van de 40 regio's zijn er 9 gekleurd; toeval alleen zou er ongeveer 2 kleuren.",
    ),
    (
        n.coloured_by_chance(1, 40, 0.1, "en"),
        "Of the 40 regions, 1 is coloured; chance alone would hardly ever colour one.",
    ),
]


@pytest.mark.parametrize(("made", "written"), WRITTEN)
def test_sentences_as_someone_would_write_them(made: str, written: str) -> None:
    assert made == written


FACTS = [
    n.Fact("figure", "known", "Het cijfer."),
    n.Fact("comparison", "not_distinguishable", "Toeval."),
    n.Fact("comparison", "lower", "Lager dan toen."),
    n.Fact("comparison", "higher", "Hoger dan Drenthe."),
    n.Fact("expected", "lower", "Minder dan landelijk."),
    n.Fact("expected", "unknown", "Geen model."),
    n.Fact("target", "overdue", "Doel niet gehaald."),
    n.Fact("target", "on_track", "Snel genoeg."),
    n.Fact("target", "insufficient", "Langzamer."),
    n.Fact("trend", "rising", "Gestegen."),
    n.Fact("trend", "too_few_points", "Te weinig periodes."),
    n.Fact("trend", "falling", ""),
]


def test_the_headline_is_the_most_telling_sentence() -> None:
    left = list(FACTS)
    found = []
    while sentence := n.headline(left):
        found.append(sentence)
        left = [fact for fact in left if fact.sentence != sentence]
        if len(left) == len(FACTS):
            break
    assert found[:4] == ["Lager dan toen.", "Hoger dan Drenthe.", "Doel niet gehaald.", "Gestegen."]
    assert found[4:] == ["Het cijfer."]
    assert n.headline([]) == n.headline([n.Fact("trend", "no_signal", "Niets te zien.")]) == ""
    assert n.headline([n.Fact("figure", "unknown", "Geen cijfer.")]) == "Geen cijfer."


def test_what_stands_out_and_what_is_not_known() -> None:
    assert n.stands_out(FACTS) == [
        "Lager dan toen.",
        "Hoger dan Drenthe.",
        "Doel niet gehaald.",
        "Gestegen.",
        "Minder dan landelijk.",
        "Langzamer.",
    ]
    assert n.unknown(FACTS) == ["Geen model.", "Te weinig periodes."]
    assert n.stands_out([]) == n.unknown([]) == []


@given(
    st.floats(-100, 100),
    st.floats(-1e6, 1e6),
    st.sampled_from(("lower", "higher")),
    st.integers(0, 3),
    st.sampled_from(LANGUAGES),
)
def test_any_difference_is_written_with_its_own_number(
    difference: float, people: float, outcome: str, decimals: int, lang: str
) -> None:
    about = n.About(WHAT[lang], "Twente", lang, "%", decimals)
    sentence = n.comparison(about, outcome, REST, difference, people)
    check(about, sentence)
    assert "-" not in sentence
    shown = i18n.number(abs(difference), decimals, lang)
    tiny = not shown.strip("0.,")
    assert tiny == bool(re.search(r"minder dan|less than", sentence))
    if not tiny:
        assert re.search(rf" {re.escape(shown)} (procentpunt|percentage points?) ", sentence)
        if round(abs(people)) >= 10:
            assert i18n.number(round(abs(people)), 0, lang) in sentence


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.sampled_from(LANGUAGES))
def test_any_interval_of_expected_is_written_low_first(one: float, other: float, lang: str) -> None:
    low, high = sorted((one, other))
    above, below = (
        n.expected(n.About(WHAT[lang], "Twente", lang), outcome, "model", middle, *limits)
        for outcome, middle, limits in (("higher", high, (low, high)), ("lower", -high, (-high, -low)))
    )
    numbers = [re.findall(r"\d[\d.,]*(?<=\d)", sentence) for sentence in (above, below)]
    assert numbers[0] == numbers[1]
    if round(high) >= 10:
        assert numbers[0][1:] == [i18n.number(round(limit), 0, lang) for limit in (low, high)]
    else:
        assert numbers[0] == []


@given(st.floats(0, 1e7), st.sampled_from(LANGUAGES))
def test_one_young_person_is_singular(count: float, lang: str) -> None:
    about = n.About(WHAT[lang], "Twente", lang, "personen", 0)
    words = n.figure(about, count)
    singular = words.endswith((": 1 jongere.", ": 1 young person."))
    assert singular == (round(count) == 1)


def test_every_reason_has_words_and_no_words_are_left_over() -> None:
    for lang in i18n.LANGUAGES:
        written = {key.removeprefix("reason_") for key in i18n.words(lang) if key.startswith("reason_")}
        assert written == REASONS


def test_every_reason_that_the_indicators_name_is_one_of_them() -> None:
    """A reason is a constant with a name of its own; its value is in the list, or it is no reason but a code."""
    families = Path(n.__file__).parents[1] / "indicators"
    for path in families.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, value = node.targets[0].id, node.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value == name.lower():
                    assert value.value in REASONS | CODES, f"{path.name}: {name}"


# Constants that are outcomes and no reasons.
CODES = {
    *("away", "insufficient", "moderate", "on_track", "unknown"),
    *("gemeente", "cbs"),
    *("falling", "rising", "no_signal", "lower", "higher", "not_distinguishable"),
}
