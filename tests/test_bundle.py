"""What the bundle fetches: only named files of a package, once, and the site works without any of it."""

import io
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import bundle
from dashboard.theme import Font, read

FONT = read().font


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of assets/vendor, and an npm that is there."""
    monkeypatch.setattr(bundle, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(bundle, "npm", lambda: ["npm"])
    return tmp_path / "vendor"


def packed(asked: list[str], files: dict[str, bytes]) -> SimpleNamespace:
    """What `npm pack` does: writes the package and says its name."""
    target = Path(asked[asked.index("--pack-destination") + 1]) / "package.tgz"
    with tarfile.open(target, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return SimpleNamespace(returncode=0, stdout="package.tgz\n")


def test_typeface_and_licence_come_from_the_package_of_that_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    files = {f"package/{FONT.file}": b"letters", "package/LICENSE": b"OFL", "package/more.woff2": b"no"}

    def run(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command)
        return packed(command, files)

    monkeypatch.setattr(subprocess, "run", run)
    assert bundle.typeface(FONT) == f"{FONT.name} in assets/vendor"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        FONT.name: b"letters",
        f"{FONT.name}.LICENSE.txt": b"OFL",
    }
    assert asked[0][-1] == f"{FONT.package}@{FONT.version}"
    assert bundle.typeface(FONT) == f"{FONT.name} is there already"
    assert len(asked) == 1


def test_without_npm_or_package_the_device_has_letters_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1, stdout=""))
    assert bundle.typeface(FONT) == bundle.NOT_FOUND.format(
        package=FONT.package, version=FONT.version, instead="use a typeface of the device"
    )
    assert "full chart library" in bundle.vendor()
    monkeypatch.setattr(bundle, "npm", lambda: None)
    assert bundle.typeface(FONT) == bundle.NO_NPM.format(instead="use a typeface of the device")
    assert "full chart library" in bundle.vendor()
    assert not [p for p in folder.rglob("*") if p.is_file()]


def test_another_version_is_another_file() -> None:
    newer: Font = replace(FONT, version="99.0.0")
    assert newer.name != FONT.name
    assert newer.name.endswith("99.0.0.woff2")
