"""Fixtures that every test may ask for: one full release of the sample, built once."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from etl.build import build
from etl.sample import generate

from .browsing import chromium, served


@dataclass(frozen=True)
class SampleRelease:
    """The release that the sample gives: its id, the folder of releases, and the extracts it was built from."""

    id: str
    releases: Path
    extracts: Path

    @property
    def path(self) -> Path:
        """The release's own file."""
        return self.releases / f"{self.id}.duckdb"


ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "sample"  # not in git; `make clean` removes it


def _made_of() -> str:
    """A digest of everything the sample and its release follow from: change any of it and both are made anew."""
    digest = hashlib.sha256()
    places = [*(ROOT / "etl").rglob("*"), *(ROOT / "data" / "reference").glob("*"), *_published()]
    for path in sorted(path for path in places if path.is_file() and path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _published() -> list[Path]:
    """The extracts that came with the repository."""
    return [path for path in (ROOT / "data" / "extracts").glob("*.csv") if not path.name.startswith("voorbeeld_")]


@pytest.fixture(scope="session")
def sample_release() -> SampleRelease:
    """The whole sample, built once with the published tables of the repository, and kept until either changes."""
    place = KEPT / _made_of()
    if not place.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=KEPT))
        extracts = made / "extracts"
        extracts.mkdir()
        for published in _published():
            (extracts / published.name).write_bytes(published.read_bytes())
        generate(extracts)
        build(extracts, made / "releases")
        with contextlib.suppress(OSError):  # another run was first
            made.rename(place)
    current = (place / "releases" / "current").read_text(encoding="utf-8").strip()
    return SampleRelease(current, place / "releases", place / "extracts")


@pytest.fixture(scope="module")
def shown(sample_release: SampleRelease) -> Iterator[SampleRelease]:
    """The sample on show for a whole file: `pytestmark = pytest.mark.usefixtures("shown")`, or ask for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
        yield sample_release


@pytest.fixture
def sample(sample_release: SampleRelease, monkeypatch: pytest.MonkeyPatch) -> SampleRelease:
    """The sample on show for one test, in a file whose other tests show a release of their own."""
    monkeypatch.setenv("DOORSTROOM_RELEASES", str(sample_release.releases))
    return sample_release


@pytest.fixture(scope="module")
def client(shown: SampleRelease) -> FlaskClient:
    """A client of the whole application on the sample."""
    from app import server  # here, because it makes every page and most files need none

    return server.test_client()


@pytest.fixture(scope="module")
def address(sample_release: SampleRelease) -> Iterator[str]:
    """The address of the monitor, served as in production on the sample."""
    with served(sample_release.releases) as place:
        yield place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for one file of tests: only one may run in a process at a time."""
    with chromium() as running:
        yield running
