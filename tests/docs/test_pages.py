"""Pages written by hand: their links lead somewhere, and the first one gives the two commands."""

import doctest
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from docs.tools import district, markdown, marked
from docs.tools.markdown import anchor

from throughline.demo.district import demo_sample
from throughline.demo.sample.write import OF_STUDENTS, write_sample
from throughline.engines import funding
from throughline.formats import formula as formulas

ROOT = Path(__file__).parent.parent.parent
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _pages() -> list[Path]:
    git = shutil.which("git") or "git"
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(file for file in files if file.is_file())


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def _anchors(page: Path) -> set[str]:
    return {anchor(heading.replace("`", "")) for heading in re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)}


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, heading = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} leads nowhere"
        if heading:
            assert heading in _anchors(target), f"{link}: there is no such heading"


def test_the_first_page_gives_the_two_commands_before_anything_else() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "make run" in first_screen
    assert "make test" in first_screen


def test_every_page_of_the_docs_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    seen, waiting = set(), [docs / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(_prose(page)))
        targets = ((page.parent / link).resolve() for link in links if link.endswith(".md") and ":" not in link)
        waiting += [target for target in targets if target not in seen and target.exists()]
    unreached = {page for page in _pages() if page.is_relative_to(docs)} - seen
    assert not unreached


def test_every_decision_says_what_was_decided_and_at_what_cost() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [page.name[:4] for page in decisions] == [f"{n:04d}" for n in range(1, len(decisions) + 1)]
    for page in decisions:
        headings = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Options", "Decision", "Consequences"], page.name


def test_every_picture_is_used() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in _pages())
    unused = [file.name for file in (ROOT / "docs" / "images").glob("*.png") if file.name not in shown]
    assert not unused


def test_every_recipe_names_files_that_exist() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(
        re.findall(
            r"`((?:src|tests|docs|benchmarks)/[^`<>*{}…]*?|[.\w-]+\.(?:toml|py|md)|\.importlinter|Makefile)`", recipes
        )
    )
    invented = ("NAME", "calendars")  # what a recipe would make
    places = {name for name in named if not any(word in name for word in invented)}
    places = {name for name in places if "/" in name or name in {"pyproject.toml", ".importlinter", "Makefile"}}
    assert len(places) > 15
    assert not [name for name in places if not (ROOT / name).exists()]


@pytest.mark.parametrize("module", [district, markdown, marked], ids=lambda module: module.__name__)
def test_the_examples_of_the_tools_run(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def test_the_figures_of_the_tutorial_are_the_demo_s(tmp_path: Path) -> None:
    write_sample(tmp_path, replace(demo_sample(), without=frozenset(OF_STUDENTS)))
    formula = formulas.library_formula("illustrative-level-by-need")
    counts = formulas.load_schools((tmp_path / "schools.csv").read_bytes(), formula, "schools.csv")
    assert counts.schools is not None
    result = funding.allocate(formula, counts.schools)
    high = next(result.school_at(n) for n in range(result.n_schools) if "High" in result.school_at(n).school_name)
    tutorial = (ROOT / "docs" / "tutorial" / "first-five-minutes.md").read_text(encoding="utf-8")
    for line in high.lines:
        cells = [str(line.need.label), str(line.count), _dollars(line.rate_cents), _dollars(line.amount_cents)]
        assert f"| {' | '.join(cells)} |" in tutorial
    assert f"**{_dollars(high.total_cents)}**" in tutorial
    assert _dollars(result.district_cents) in tutorial
    assert _dollars(high.total_cents) in (ROOT / "README.md").read_text(encoding="utf-8")


def _dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}"
