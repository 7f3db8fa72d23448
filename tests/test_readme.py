"""What the README says is true: its tables are current and the commands in it exist."""

import re

from typer.testing import CliRunner

from etl.__main__ import app

from .readme import README, ROOT, rendered


def test_generated_tables_are_current() -> None:
    text = README.read_text(encoding="utf-8")
    assert rendered(text) == text, "run `make docs`"


def test_every_make_word_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = set(re.findall(r"\bmake ((?:[a-z]+ ?)+)", README.read_text(encoding="utf-8").split("## How it fits")[0]))
    for word in {w for group in words for w in group.split()} - {"lists", "the", "other", "words"}:
        assert re.search(rf"^{word}:", makefile, re.MULTILINE), word


def test_every_etl_word_in_the_readme_answers_help() -> None:
    words = set(re.findall(r"python -m etl ([a-z]+)", README.read_text(encoding="utf-8")))
    assert words >= {"fetch", "check", "build", "releases", "export"}
    for word in words:
        assert CliRunner().invoke(app, [word, "--help"]).exit_code == 0, word


def test_every_path_in_the_readme_exists() -> None:
    paths = set(re.findall(r"`((?:etl|dashboard|tests|data)/[\w./]+)`", README.read_text(encoding="utf-8")))
    missing = {p for p in paths if not (ROOT / p).exists() and not p.startswith("data/releases")}
    assert not missing
