"""What the texts say: nothing that is not so, words that can be read, and example data marked wherever they show."""

import re
import tomllib
from datetime import date

import pytest

from dashboard import i18n
from dashboard.indicators import catalogue
from dashboard.indicators.studies.effect_report import deadline, effect_report, next_over
from dashboard.narrative import Fact
from dashboard.pages import PAGES, national, region, view_of
from dashboard.pages.region_parts import report
from dashboard.state import View, address

from .readability import flesch_douma, sentences, syllables
from .test_pages import walk, words

pytestmark = pytest.mark.usefixtures("shown")
MARK = {"nl": "voorbeelddata", "en": "example data"}
NOTE = {lang: i18n.text("example_note", lang) for lang in i18n.LANGUAGES}


def view(code: str = "MC12", lang: str = "nl", search: str = "") -> View:
    return view_of(address(lang, PAGES["region"].SLUG[lang], {"regio": code}), search)


# The effect report follows the clock


@pytest.mark.parametrize(
    ("today", "year", "due"),
    [
        (date(2026, 4, 30), 2024, date(2026, 4, 30)),
        (date(2026, 5, 1), 2025, date(2027, 4, 30)),
        (date(2026, 12, 1), 2025, date(2027, 4, 30)),
        (date(2027, 1, 1), 2025, date(2027, 4, 30)),
        (date(2027, 5, 1), 2026, date(2028, 4, 30)),
    ],
)
def test_the_next_report_is_the_first_that_is_not_past(today: date, year: int, due: date) -> None:
    assert next_over(today) == year
    assert deadline(year) == due >= today


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_report_names_a_day_to_come_and_says_when_there_is_nothing_to_report(lang: str) -> None:
    shown, made = view(lang=lang), effect_report("MC12")
    for today in (date(2026, 12, 1), date(2027, 4, 30), date(2027, 5, 1), date(2029, 1, 1)):
        told = report.intro(shown, made, today)
        assert i18n.day(deadline(next_over(today)), lang) in told
        nothing = i18n.text("region_report_nothing_yet", lang, year="|", shown="|").split("|")[1]
        assert (nothing in told) == (made.period < next_over(today)), told
    own = report.intro(shown, made, deadline(made.period))
    assert nothing not in own


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_text_may_be_used_only_when_nothing_in_it_is_invented(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, made = view(lang=lang), effect_report("MC12")
    use, no_use = (i18n.text(key, lang) for key in ("region_report_use", "region_report_no_use"))
    told = report.intro(shown, made, date(2026, 12, 1))
    assert no_use in told and use not in told
    monkeypatch.setattr(report, "invented", lambda *_: False)
    told = report.intro(shown, made, date(2026, 12, 1))
    assert use in told and no_use not in told


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_copied_text_stands_alone(lang: str) -> None:
    shown, made = view(lang=lang), effect_report("MC12")
    text = report.text(shown, made, date(2026, 12, 1))
    head = text.split("\n\n")[0]
    assert MARK[lang] in head and NOTE[lang] in head
    assert i18n.day(date(2026, 12, 1), lang) in text and f"release={made.release}" in text
    for article in ("2.3 a" if made.period < 2026 else "2.3 b", "2.3 c"):
        assert article in text
    assert i18n.text("region_row_target_source", lang) in text
    assert text.index(i18n.text("region_row_cbs", lang)) < text.index(i18n.text("region_row_intern", lang))


# All tested results


def test_what_stands_out_leaves_out_no_tested_result_of_the_page() -> None:
    for code in catalogue().regions:
        if catalogue().regions[code].kind != "doorstroompunt" or catalogue().regions[code].valid_to:
            continue
        shown = view(code)
        told = words({"props": {"children": region.read(shown).slots["notable"]}})
        for line in effect_report(code).lines:
            if line.duty.id == "neet" and line.share.outcome in ("lower", "higher"):
                assert shown.text("region_topic_all_neet") in told, (code, told)
            for each in line.expected:
                if each.model == "cbs" and each.outcome in ("lower", "higher"):
                    assert "CBS-model" in told, (code, told)


# Marks


def marked_slots(name: str, lang: str) -> dict[str, str]:
    page = PAGES[name]
    shown = view_of(address(lang, page.SLUG[lang], {"regio": "MC12"} if name == "region" else {}), "")
    return {slot: words({"props": {"children": inside}}) for slot, inside in page.read(shown).slots.items()}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("name", "slots"), [("region", ("lead", "notable", "unknown", "report")), ("national", ("lead",))]
)
def test_sentences_about_example_data_are_marked(name: str, slots: tuple[str, ...], lang: str) -> None:
    for slot in slots:
        text = marked_slots(name, lang)[slot]
        if text not in (i18n.text("region_nothing_unknown", lang), i18n.text("region_nothing_notable", lang)):
            assert MARK[lang] in text, (slot, text)


def test_the_mark_follows_the_source_of_each_sentence() -> None:
    shown = view()
    facts = [Fact("trend", "rising", "Echt.", False), Fact("trend", "rising", "Verzonnen.", True)]
    both = region.notable(shown, facts, "")
    lines = [words(each) for each in walk([both]) if each["type"] == "Li"]
    assert [MARK["nl"] in line for line in lines] == [False, True]
    assert MARK["nl"] not in words(region.notable(shown, facts[:1], ""))
    assert words(region.notable(shown, facts[1:], "")).count(MARK["nl"]) == 1


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_folded_targets_of_the_country_are_marked(lang: str) -> None:
    shown = view_of(address(lang, PAGES["national"].SLUG[lang], {}), "")
    found = national.paths.ways(shown)
    earlier, both = national.paths.earlier(shown, found), national.paths.beside_each_other(shown, found)
    for inside in (earlier, both):
        told = " ".join(str(each) for each in inside)
        assert not inside or MARK[lang] in told


# Sentences that were not so: the key, what it may not say, what it must say


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        ("region_tile_work", r"na school", "na het mbo"),
        ("region_topic_work", r"na school", "na het mbo"),
        ("national_short_werk12", r"[Dd]uurzaam", "12"),
        ("about_what_text", r"alle jongeren tot 27 jaar in beeld", "zonder startkwalificatie in beeld"),
        ("about_what_text", r"^$", "nummer 14"),
        ("about_example_text", r"Ze tellen op tot landelijke cijfers", "29.163"),
        ("exp_cbs_text", r"zelf meebrengen", "psychosociale problemen"),
        ("access_measures_list", r"zijn geschreven op taalniveau B1", "streven"),
        ("trend_detectable", r"van toeval te onderscheiden", "kan hier toeval zijn"),
        ("target_unknown", r"^$", "{start}"),
        ("region_pace_unknown", r"^$", "{start}"),
    ],
)
def test_a_sentence_says_what_is_so(key: str, wrong: str, right: str) -> None:
    text = i18n.words("nl")[key]
    assert right in text and not re.search(wrong, text), text


def test_sources_claim_no_table_they_are_not_and_nothing_unchecked() -> None:
    known = catalogue()
    for source in known.sources.values():
        told = i18n.table_name(source.table_id, source.sample, "nl")
        assert ("in de vorm van" in told) == bool(source.sample and source.table_id), source.id
    assert "nemen aan" in known.sources["duo_vsv"].caveats_nl
    assert "2011/12" not in known.sources["duo_vsv"].caveats_en
    assert "2011/12" not in i18n.words("en")["about_missing_early_why"]
    assert "2.3 c" in known.indicators["neet_leeftijd"].caveats_nl


def test_a_target_of_several_years_names_them_all() -> None:
    shown = view_of(address("nl", PAGES["national"].SLUG["nl"], {}), "")
    for way in national.paths.ways(shown):
        target = way.judged.target if way.judged else None
        if target and target.period_from < target.period_to:
            text = words(national.paths.key_figures(shown, way))
            assert "elk jaar van 2026/'27 tot en met 2029/'30" in text


# Readability of the Dutch texts


def test_the_formula_is_that_of_douma() -> None:
    assert [syllables(word) for word in ("jongere", "school", "in", "ei", "cijfers")] == [3, 1, 1, 1, 2]
    assert flesch_douma("De kat zit op de mat.") == pytest.approx(206.84 - 0.93 * 6 - 77)
    assert sentences("Dit is een. En {twee}!") == [["Dit", "is", "een"], ["En", "deel"]]


LOCALES = sorted(path.stem for path in (i18n.LOCALE / "nl").glob("*.toml"))
# Douma: 60 to 70 is standard, and a text for everybody is easier than that.
LONGEST_SENTENCE, LEAST_EASE = 30, 70


@pytest.mark.parametrize("name", LOCALES)
def test_dutch_texts_are_easy_enough(name: str) -> None:
    texts = tomllib.loads((i18n.LOCALE / "nl" / f"{name}.toml").read_text(encoding="utf-8"))
    # A formula read aloud has the length that it has.
    told = [text for key, text in texts.items() if not key.startswith("stat_said_")]
    running = [text for text in told if len(text.split()) >= 8]
    for text in running:
        for sentence in sentences(text):
            assert len(sentence) <= LONGEST_SENTENCE, " ".join(sentence)
    if len(running) >= 5:
        assert flesch_douma("\n".join(running)) >= LEAST_EASE, name
