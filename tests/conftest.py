"""Fixtures that every test may ask for: one full release of the sample, built once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.build import build
from etl.sample import generate


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


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> SampleRelease:
    """The whole sample, generated and built once per session, with the published tables of the repository."""
    folder = tmp_path_factory.mktemp("sample")
    extracts, releases = folder / "extracts", folder / "releases"
    extracts.mkdir()
    for published in (Path(__file__).parent.parent / "data" / "extracts").glob("*.csv"):
        if not published.name.startswith("voorbeeld_"):
            (extracts / published.name).write_bytes(published.read_bytes())
    generate(extracts)
    return SampleRelease(build(extracts, releases), releases, extracts)
