"""The rules of the house: who may import whom, one door per concern, nothing that shadows our own names."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = {"duckdb"}
WEB = {"dash", "dash_mantine_components", "plotly", "flask"}
FRAMES = {"pandas", "pyarrow", "plotly"}

# Part of dashboard/ -> the parts of dashboard/ it may import. What is not listed here may not exist.
MAY_IMPORT: dict[str, set[str]] = {
    "i18n": set(),
    "theme": set(),
    "warehouse": set(),
    "indicators": {"warehouse"},
    "narrative": {"indicators", "i18n"},
    "maps": {"components", "indicators", "i18n"},
    "state": {"indicators", "i18n"},
    "charts": {"indicators", "i18n", "components", "theme"},
    "components": {"indicators", "i18n", "narrative", "state"},
    "exports": {"indicators", "i18n", "narrative", "state"},
    "pages": {"components", "charts", "exports", "indicators", "i18n", "maps", "narrative", "state"},
    "api": {"exports", "indicators", "i18n", "narrative", "state"},
    "shell": {"pages", "components", "indicators", "i18n", "state", "theme"},
    "bundle": {"theme"},
}


def modules(folder: str) -> list[Path]:
    return sorted(p for p in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Absolute dotted names that a file imports, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts
    package = package[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, [base, node.module]))
            found |= {f"{name}.{alias.name}" for alias in node.names} | {name}
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "dashboard").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules("etl"), ids=str)
def test_etl_knows_nothing_of_the_screen(path: Path) -> None:
    assert not tops(path) & (WEB | {"dashboard", "app"})


@pytest.mark.parametrize("path", modules("dashboard"), ids=str)
def test_dashboard_imports_only_the_layers_below(path: Path) -> None:
    part = part_of(path)
    assert "etl" not in tops(path)
    if part == "__init__":
        assert not {name for name in imports(path) if name.startswith("dashboard.")}
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("dashboard.") and name.count(".") >= 1}
    used = {
        name for name in used if (ROOT / "dashboard" / name).is_dir() or (ROOT / "dashboard" / f"{name}.py").exists()
    }
    assert used - {part} <= MAY_IMPORT[part], f"{part} may import {sorted(MAY_IMPORT[part])}"


def test_one_door_to_the_engine() -> None:
    assert [p.name for p in modules("dashboard") if tops(p) & ENGINE] == ["warehouse.py"]


def test_one_place_names_indicators() -> None:
    """A release may lack any indicator, so pages ask `indicators/subjects.py` and name none themselves."""
    ids = {path.stem for path in (ROOT / "etl" / "indicators").glob("*.toml")} - {"jikp"}  # also a driver of peers
    for path in modules("dashboard"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        named = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)} & ids
        assert not named or path.name == "subjects.py", f"{path}: {sorted(named)}"


def test_one_door_to_the_addresses_of_the_api() -> None:
    for path in modules("dashboard"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        strings = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        written = [text for text in strings if text.startswith("/api/")]
        assert written == (["/api/v1"] if path.name == "state.py" else []), f"{path}: use state.api_address"


def test_no_sql_above_the_indicators() -> None:
    sql = re.compile(r"\bselect\b.+\bfrom\b", re.IGNORECASE | re.DOTALL)
    for path in modules("dashboard"):
        if part_of(path) in {"indicators", "warehouse"}:
            continue
        strings = [
            n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)
        ]
        assert not [s for s in strings if isinstance(s, str) and sql.search(s) and "observation" in s], path


def test_only_the_indicators_divide() -> None:
    """Shares are made in one place; layout arithmetic elsewhere must say that it is not about figures."""
    for path in modules("dashboard"):
        if part_of(path) in {"indicators", "charts", "bundle", "theme", "warehouse"}:
            continue
        divisions = [
            n.lineno
            for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(n, ast.BinOp)
            and isinstance(n.op, ast.Div)
            and not (isinstance(n.left, ast.Name) and n.left.id.isupper())  # a folder, not a figure
            and not isinstance(n.right, ast.Constant)
            and not isinstance(n.left, ast.Call)
        ]
        assert not divisions, f"{path.name}: {divisions}"


def test_web_worker_imports_no_frames() -> None:
    code = (
        "import sys; from dashboard import indicators, api, exports, pages, charts;"
        "print(sorted({'pandas', 'pyarrow', 'plotly.express', 'plotly.graph_objects'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_our_names_are_ours() -> None:
    for name in ("etl", "dashboard", "app", "tests"):
        module = __import__(name)
        where = Path(module.__file__ or next(iter(module.__path__)))
        assert where.resolve().is_relative_to(ROOT)
    assert not set(packages_distributions()) & {"etl", "dashboard", "app"}


def test_every_module_says_its_job() -> None:
    for path in [ROOT / "app.py", *modules("etl"), *modules("dashboard")]:
        text = path.read_text(encoding="utf-8").strip()
        assert not text or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_files_stay_small() -> None:
    long = {
        p.name: n for p in modules("etl") + modules("dashboard") if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_nothing_of_this_machine_or_a_registry_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    # A copy without its history, as from an archive, is looked through whole.
    files = listed.stdout.split() or [
        str(p.relative_to(ROOT))
        for p in ROOT.rglob("*")
        if p.is_file() and not p.relative_to(ROOT).parts[0].startswith((".venv", "build"))
    ]
    bad = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|/work/|/root/|/opt/")
    for name in files:
        path = ROOT / name
        if (
            path.suffix in {".py", ".toml", ".sql", ".md", ".lock", ".json", ".sh", ".js", ".css", ".txt", ""}
            and path.is_file()
        ):
            if name == "tests/test_house.py":
                continue
            assert not bad.search(path.read_text(encoding="utf-8", errors="replace")), name


def test_source_is_a_pair() -> None:
    folder = ROOT / "etl" / "sources"
    assert {p.stem for p in folder.glob("*.toml")} == {p.stem for p in folder.glob("*.sql")}
