"""What the bundle fetches: only named files of a package, once, and the site works without any of it."""

import io
import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from dashboard import bundle, shell
from dashboard.shell import serve
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


PAGE = "/nl/ontwikkeling"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the assets with the small chart library and the runtime, and an empty folder for the bundle."""
    assets = tmp_path / "assets"
    shutil.copytree(shell.ASSETS, assets)
    for name in ("plotly-basic.min.js", "regenerator-runtime.js"):
        (assets / "vendor" / name).write_text(f"/* {name} */")
    monkeypatch.setattr(shell, "ASSETS", assets)
    monkeypatch.setattr(serve, "STATIC", tmp_path / "static")
    monkeypatch.setattr(bundle, "STATIC", tmp_path / "static")
    return assets


def text(client: FlaskClient, address: str) -> str:
    """What is at an address, with its file closed."""
    with client.get(address) as answer:
        assert answer.status_code in (200, 503), address  # a document without a release is one as well
        return answer.get_data(as_text=True)


def bundled() -> None:
    """Writes the joined files, as the bundle does."""
    app = shell.create()
    client = app.server.test_client()
    for address, own in app.together(text(client, PAGE)).items():
        bundle.write(address, "\n".join(text(client, part) for part in own).encode())


def names(client: FlaskClient) -> set[str]:
    return set(re.findall(r"/joined/[0-9a-f]+\.(?:js|css)", text(client, PAGE)))


def served_whole(client: FlaskClient) -> None:
    """Every script and style that the document names is there."""
    document = text(client, PAGE)
    for address in re.findall(r'(?:src|href)="(/(?:assets|joined)/[^"]+)"', document):
        with client.get(address) as answer:
            assert answer.status_code == 200 and answer.get_data(), address
    old, new = "/deps/polyfill@" in document, "regenerator-runtime" in document or bool(names(client))
    assert old or new, "async functions of Dash need one of the two"


def test_a_copy_with_other_times_has_the_same_addresses(place: Path) -> None:
    bundled()
    first = shell.create().server.test_client()
    before = names(first)
    assert len(before) == 2
    for number, path in enumerate(sorted(place.rglob("*"))):
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    again = shell.create().server.test_client()
    assert names(again) == before
    served_whole(first)
    served_whole(again)


def test_other_contents_are_another_file(place: Path) -> None:
    bundled()
    before = names(shell.create().server.test_client())
    with (place / "site.css").open("a") as sheet:
        sheet.write("\n.x { color: red }\n")
    changed = shell.create().server.test_client()
    assert len(names(changed) & before) == 1, "the scripts are those of the bundle, the styles come one by one"
    served_whole(changed)


def test_bundling_beside_a_running_server_leaves_it_whole(place: Path) -> None:
    """What was fetched after the start is not in its documents, and what it sends stays while the bundle is renewed."""
    taken = [place / "vendor" / name for name in ("plotly-basic.min.js", "regenerator-runtime.js")]
    for path in taken:
        path.unlink()
    without = shell.create().server.test_client()
    link = re.compile(r'(?:src|href)="[^"]+"')
    before = text(without, PAGE)
    assert "/deps/polyfill@" in before
    for path in taken:
        path.write_text("/* there now */")
    assert link.findall(text(without, PAGE)) == link.findall(before)
    bundled()
    running = shell.create().server.test_client()
    sent = names(running)
    with (place / "site.css").open("a") as sheet:
        sheet.write("\n.y { color: red }\n")
    bundled()
    bundle.clear(0)
    assert names(running) == sent
    served_whole(running)
    served_whole(without)
    assert names(shell.create().server.test_client()) != sent
