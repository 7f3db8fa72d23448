"""Words in both languages, and numbers and periods as the Dutch and the English write them."""

import ast
import datetime
import re
import string
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from dashboard import i18n

DASHBOARD = Path(i18n.__file__).parent
BABEL = {"nl": "nl_NL", "en": "en_GB"}


def strings() -> tuple[set[str], set[str]]:
    """All texts in the code of the dashboard, and the starts of those that are put together."""
    whole, starts = set(), set()
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                first = node.values[0]
                last = node.values[-1]
                if isinstance(first, ast.Constant):
                    starts.add(str(first.value))
                elif isinstance(last, ast.Constant):
                    starts.add(str(last.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, starts


def test_both_languages_have_the_same_keys() -> None:
    assert list(i18n.words("nl")) == list(i18n.words("en"))


def test_both_languages_fill_in_the_same_parts() -> None:
    def parts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, text in i18n.words("nl").items():
        assert parts(text) == parts(i18n.words("en")[key]), key


def test_no_text_is_empty_or_left_in_the_other_language() -> None:
    for key, text in i18n.words("nl").items():
        assert text.strip(), key
        english = i18n.words("en")[key]
        assert english.strip(), key
        words = re.sub(r"\{\w+\}", "", text)
        if len(re.findall(r"\w{3,}", words)) > 1:
            assert text != english, key


def test_every_key_is_used() -> None:
    whole, starts = strings()
    endings = {start for start in starts if start.startswith("_")}
    unused = [
        key
        for key in i18n.words("nl")
        if key not in whole
        and not any(key.startswith(start) for start in starts if start.endswith("_"))
        and not any(key.endswith(end) for end in endings)
    ]
    assert not unused


def test_every_key_that_code_asks_for_exists() -> None:
    asked = set()
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == "text" and isinstance(node.args[0].value, str):
                    asked.add(node.args[0].value)
    assert asked - set(i18n.words("nl")) == set()
    assert len(asked) > 100


@given(st.floats(0, 99_999_999, allow_nan=False), st.integers(0, 3), st.sampled_from(i18n.LANGUAGES))
def test_numbers_are_written_as_babel_does(value: float, decimals: int, lang: str) -> None:
    value = round(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert i18n.number(value, decimals, lang) == format_decimal(value, format=pattern, locale=BABEL[lang])


@given(st.integers(0, 1000), st.sampled_from(i18n.LANGUAGES))
def test_percentages_are_written_as_babel_does(tenths: int, lang: str) -> None:
    oracle = format_percent(tenths / 1000, format="#,##0.0%", locale=BABEL[lang])
    assert i18n.quantity(tenths / 10, "%", 1, lang) == oracle


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1)), st.sampled_from(i18n.LANGUAGES))
def test_dates_are_written_as_babel_does(day: datetime.date, lang: str) -> None:
    assert i18n.day(day, lang) == format_date(day, "d MMMM y", locale=BABEL[lang])


@pytest.mark.parametrize(
    ("start", "kind", "lang", "expected"),
    [
        (2023, "schoolyear", "nl", "2023/'24"),
        (2023, "schoolyear", "en", "2023/24"),
        (1999, "schoolyear", "nl", "1999/'00"),
        (2023, "year", "nl", "2023"),
        (2023, "year", "en", "2023"),
    ],
)
def test_periods(start: int, kind: str, lang: str, expected: str) -> None:
    assert i18n.period(start, kind, lang) == expected


def test_examples_of_the_house() -> None:
    assert i18n.number(1234.5, 1, "nl") == "1.234,5"
    assert i18n.quantity(4.1, "%", 1, "nl") == "4,1%"
    assert i18n.difference_word(-0.2, "%", 1, "nl") == "0,2 procentpunt"
    assert i18n.difference_word(120, "personen", 0, "en") == "120 young people"
    assert i18n.status_word("Q", "nl") == "te klein om te tonen"
    assert i18n.listing(["a", "b", "c"], "nl") == "a, b en c"
    assert i18n.listing(["a"], "en") == "a"


def test_every_status_letter_has_a_word() -> None:
    assert set(i18n.STATUS) == set("APEQOMLN")
    for letter in i18n.STATUS:
        assert {i18n.status_word(letter, lang) for lang in i18n.LANGUAGES}
        if letter not in "APE":
            assert all(f"note_missing_{letter}" in i18n.words(lang) for lang in i18n.LANGUAGES)


def test_the_dutch_texts_use_no_dashes_for_pauses_and_no_english() -> None:
    for key, text in i18n.words("nl").items():
        assert not re.search(r"\b(the|and|with|of the|figures?)\b", text), key
