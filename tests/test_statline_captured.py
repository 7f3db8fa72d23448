"""The six StatLine tables under the names of CBS: every title is read or declared, and figures stay what they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from etl.build import Built, build_and_tell
from etl.errors import ExtractError
from etl.fetch import fetch
from etl.readers.statline_folder import read_metadata
from etl.readers.statline_words import layout

from .extract_support import SOURCES, canonical, delivered, prepared
from .statline_captured import Captured, as_download, captured_tables, served_table
from .statline_server import Fault, statline_server

TABLES = captured_tables()
SOURCE_OF = {source.table_id: source for source in SOURCES.values() if source.format == "statline"}
DIALECTS = ("v4", "v3")


def fetched(extracts: Path, captured: Captured, dialect: str) -> None:
    faults = [Fault("/v1/", "404", times=999)] if dialect == "v3" else []
    with statline_server(served_table(captured), faults=faults, page_size=1_000) as server:
        (done,) = fetch(extracts, [captured.id], base_v4=server.v4, base_v3=server.v3)
    assert done.dialect == dialect


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("captured", TABLES, ids=lambda captured: captured.id)
def test_every_captured_title_is_read_or_declared(tmp_path: Path, captured: Captured, dialect: str) -> None:
    fetched(tmp_path, captured, dialect)
    table = read_metadata(tmp_path / captured.id)
    meant = layout(table, SOURCE_OF[captured.id])
    for name, axis in meant.axes.items():
        assert len(meant.meanings[name]) == len(captured.titles[axis.name])
        declared = set(SOURCE_OF[captured.id].dimensions[name].codes)
        assert not declared or set(meant.meanings[name].values()) <= declared | {None}
        if "totaal" in declared:
            assert meant.meanings[name][axis.words[0].code] == "totaal", axis.name
    canonical(prepared(), SOURCE_OF[captured.id], tmp_path)


@pytest.mark.parametrize("captured", TABLES, ids=lambda captured: captured.id)
def test_both_dialects_of_a_captured_table_give_the_same_rows(tmp_path: Path, captured: Captured) -> None:
    rows = []
    for dialect in DIALECTS:
        folder = tmp_path / dialect
        fetched(folder, captured, dialect)
        con = prepared()
        columns = canonical(con, SOURCE_OF[captured.id], folder)
        rows.append(delivered(con, columns))
    assert rows[0] == rows[1]
    assert len(rows[0]) >= 30


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("captured", TABLES, ids=lambda captured: captured.id)
def test_download_by_hand_gives_the_same_rows(tmp_path: Path, captured: Captured, encoding: str) -> None:
    fetched(tmp_path / "fetched", captured, "v3")
    folder = tmp_path / "by hand"
    folder.mkdir()
    (folder / f"{captured.id}_1.csv").write_text(as_download(served_table(captured)), encoding=encoding)
    rows = []
    for place in (tmp_path / "fetched", folder):
        con = prepared()
        columns = [name for name in canonical(con, SOURCE_OF[captured.id], place) if name != "published"]
        rows.append(delivered(con, columns))
    assert rows[0] == rows[1]


def test_table_and_its_download_side_by_side_are_refused(tmp_path: Path) -> None:
    (captured,) = (table for table in TABLES if table.id == "84780NED")
    fetched(tmp_path, captured, "v4")
    (tmp_path / "84780NED_1.csv").write_text(as_download(served_table(captured)), encoding="utf-8")
    with pytest.raises(ExtractError, match="the same table lies beside it as the folder 84780NED"):
        canonical(prepared(), SOURCE_OF[captured.id], tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"Vrouwen"', '"Vrouw"', "a new title 'Vrouw'; did you mean 'Vrouwen'?"),
        ('"Aalten"', '"Aaltje"', "region has 'Aaltje'; did you mean 'Aalten'?"),
        ('"Leerlingen (aantal)"', '"Leerlingen (x 1 000)"', "has the unit 'x 1 000';"),
        ('"Regiokenmerken"', '"Burgerservicenummer"', "is about single persons"),
        (";", ",", "no table of StatLine; its download has a header with dimensions and 'topic (unit)',"),
        ('"Mannen";"Nederland";', '"Mannen";', "cells and the header"),
    ],
)
def test_download_that_is_new_or_torn_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    (captured,) = (table for table in TABLES if table.id == "84780NED")
    whole = as_download(served_table(captured))
    assert old in whole
    (tmp_path / "84780NED.csv").write_text(whole.replace(old, new), encoding="utf-8")
    with pytest.raises(ExtractError) as caught:
        canonical(prepared(), SOURCE_OF[captured.id], tmp_path)
    assert sentence in str(caught.value)
    assert "84780NED.csv" in str(caught.value)


@pytest.fixture(scope="module", params=DIALECTS)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Built, Path]]:
    """A release of nothing but the six tables, fetched in one dialect, and on show."""
    folder = tmp_path_factory.mktemp(request.param)
    for captured in TABLES:
        fetched(folder / "extracts", captured, request.param)
    built = build_and_tell(folder / "extracts", folder / "releases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(folder / "releases"))
        yield built, folder


@pytest.fixture
def visitor(real: tuple[Built, Path]) -> FlaskClient:
    from app import server  # here, because it makes every page

    return server.test_client()


def test_release_of_six_real_tables_is_published(real: tuple[Built, Path]) -> None:
    built, _ = real
    assert (built.kind, built.unread) == ("published", ())


# Indicator, question, and the two counts as the rule of statline_captured.py serves them.
FIGURES = [
    ("vsv_cbs", "regio=NL01&periode=2017", 24_000, 1_200_000),
    ("vsv_cbs", "regio=NL01&periode=2022&geslacht=vrouw", 24_000 * 0.4 * 0.9, 1_200_000 * 0.4 * 0.9),
    ("vsv_cbs", "regio=PV20&periode=2017", 2_000, 100_000),
    ("vsv_cbs", "regio=GM0197&periode=2017", 200, 10_000),
    ("neet_register", "regio=NL01&periode=2017", 2_400_000 * 0.4 * 0.4, 2_400_000),
    ("neet_register", "regio=GM1680&periode=2024", 20_000 * 0.16 * 0.95, 20_000 * 0.95),
    ("positie_vsv", "positie=terug_in_onderwijs&periode=2017&moment=1_jaar", 24_000 * 0.1, 24_000),
    ("positie_mbo", "positie=onbekend&periode=2022&moment=5_jaar", 120_000 * 0.1 * 0.9, 120_000 * 0.9),
]


@pytest.mark.parametrize(("indicator", "query", "part", "whole"), FIGURES)
def test_figures_of_the_api_equal_those_served(
    visitor: FlaskClient, indicator: str, query: str, part: float, whole: float
) -> None:
    answer = visitor.get(f"/api/v1/indicatoren/{indicator}/waarden?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    (row,) = answer.json["waarden"]
    assert (row["teller"], row["noemer"]) == (round(part / 10) * 10, round(whole / 10) * 10)


def test_secret_cell_stays_secret(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/v1/indicatoren/vsv_cbs/waarden?regio=NL01&periode=2017&geslacht=man")
    assert answer.json is not None
    (row,) = answer.json["waarden"]
    assert (row["waarde"], row["teller"], row["noemer"]) == (None, None, None)
