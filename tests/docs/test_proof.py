"""The page that says what is proved: each test it names exists, and no test of security is left out of it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROOF = (ROOT / "docs" / "explanation" / "proof.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PROOF)
_ROW = re.compile(r"^\| (?!Property |---)(.+) \| (.+) \|$", re.MULTILINE)


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(function.name for function in functions if function.name.startswith("test_"))


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_every_test_that_is_named_exists(file: str, name: str) -> None:
    assert (ROOT / file).is_file(), f"{file} is gone: name what shows this now, or write it"
    assert name in _tests_in(file), f"{file} has no {name}: name what shows this now, or write it"


def test_every_property_names_a_test_and_nothing_else() -> None:
    rows = _ROW.findall(PROOF)
    assert len(rows) > 30
    for claim, shown_by in rows:
        left = re.sub(r"`tests/[\w/]+\.py::test_\w+`", "", shown_by)
        assert left != shown_by, f"nothing shows: {claim}"
        assert not left.strip(" ,"), f"“{claim}” is shown by what is no test: {left}"


def test_no_test_of_security_is_left_out() -> None:
    written = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in (ROOT / "tests" / "security").glob("test_*.py")
        for name in _tests_in(file.relative_to(ROOT).as_posix())
    }
    assert written - set(NAMED) == set()
