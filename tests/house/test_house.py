"""The rules of the house that no linter knows: sizes, names, who may touch rows, and what commands ask for."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "throughline"
MODULES = sorted(file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)
VAGUE = {"utils", "helpers", "common", "misc", "manager", "base", "data", "info", "process", "handle"}


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _named(*names: str) -> list[Path]:
    return [file for file in MODULES if file.name in {f"{name}.py" for name in names}]


def _ids(file: Path) -> str:
    return str(file.relative_to(SOURCE))


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("file", MODULES, ids=_ids)
def test_modules_stay_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def test_shared_words_stay_few() -> None:
    n_lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in (SOURCE / "values").rglob("*.py"))
    assert n_lines <= 600


@pytest.mark.parametrize("file", MODULES, ids=_ids)
def test_functions_stay_short(file: Path) -> None:
    long = [f.name for f in _functions(_tree(file)) if (f.end_lineno or f.lineno) - f.lineno >= 60]
    assert not long


@pytest.mark.parametrize("file", MODULES, ids=_ids)
def test_names_say_something(file: Path) -> None:
    assert file.stem not in VAGUE
    assert file.parent.name not in VAGUE


@pytest.mark.parametrize(
    "file", [*_named("views", "forms", "navigation"), *SOURCE.rglob("templatetags/*.py")], ids=_ids
)
def test_pages_never_reach_for_rows(file: Path) -> None:
    touched = [
        node.lineno for node in ast.walk(_tree(file)) if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert not touched, f"lines {touched} use .objects: ask a query or access.py"


@pytest.mark.parametrize("file", _named("commands"), ids=_ids)
def test_commands_say_who_and_when(file: Path) -> None:
    for function in _tree(file).body:
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
            arguments = function.args
            assert not arguments.args, f"{function.name} takes keyword arguments only"
            assert "by" in {argument.arg for argument in arguments.kwonlyargs}, f"{function.name} says who it acts for"


@pytest.mark.parametrize("file", [f for f in MODULES if f.is_relative_to(SOURCE / "engines")], ids=_ids)
def test_engines_know_no_clock_no_chance_and_no_file(file: Path) -> None:
    banned = {"time", "datetime", "random", "secrets", "os", "pathlib", "uuid", "io"}
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            assert not banned & {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.module.split(".")[0] not in banned - {"datetime"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow"}
            assert not (node.attr == "random" and isinstance(node.value, ast.Name) and node.value.id in {"np", "numpy"})
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input"}


@pytest.mark.parametrize(
    "file", [f for f in MODULES if f.relative_to(SOURCE).parts[0] in {"values", "engines", "formats"}], ids=_ids
)
def test_public_functions_of_the_floors_say_what_they_do(file: Path) -> None:
    for node in _tree(file).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert (ast.get_docstring(node) or "").startswith("This function will "), node.name


@pytest.mark.parametrize(
    "room", sorted(folder for folder in (SOURCE / "rooms").iterdir() if (folder / "apps.py").exists())
)
def test_each_room_has_a_page_about_itself_and_a_door(room: Path) -> None:
    assert (room / "README.md").read_text(encoding="utf-8").startswith("# ")
    assert (room / "api.py").exists()


@pytest.mark.parametrize("template", sorted(SOURCE.rglob("*.html")), ids=_ids)
def test_templates_stay_small_and_open_no_hole(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    assert not re.search(r"\|safe\b|<script(?![^>]*\bsrc=)|\bstyle=|\son[a-z]+=|autoescape off", text)


def _tracked_files() -> list[Path]:
    git = shutil.which("git") or "git"
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_names_a_package_index_or_a_place_of_one_machine() -> None:
    hosts = [
        ".".join(parts)
        for parts in (("pypi", "org"), ("files", "pythonhosted"), ("registry", "npmjs"), ("deb", "debian"))
    ]
    places = re.compile("/(?:work|farm)/" + "|/root/" + r"\.")
    for file in _tracked_files():
        if file.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".sh", ".yml", ""} and file.is_file():
            text = file.read_text(encoding="utf-8", errors="ignore")
            assert not [host for host in hosts if host in text], file
            assert not places.search(text), file


def test_requirements_are_pinned_with_hashes_and_name_no_index() -> None:
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?(\S*)", text, re.MULTILINE)
        assert pins, file
        assert all(pin.startswith("==") for pin in pins), file
        assert "http" not in text, file
        assert text.count("--hash=sha256:") >= len(pins), file
