"""`throughline sample` writes a district and says what it wrote."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from throughline.cli import sample
from throughline.values.errors import RefusedInput

ASKED = ["--students", "120", "--schools", "3", "--seed", "5"]


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    sample.register(app)
    return app


def test_writes_the_files_and_counts_them(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "out"), *ASKED, "--until", "2026-09-30"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "oneroster.zip").is_file()
    assert "demographics" in result.output
    assert "README.txt" in result.output


def test_year_is_the_one_in_which_it_ends(app: typer.Typer, tmp_path: Path) -> None:
    CliRunner().invoke(app, [str(tmp_path), *ASKED, "--year", "2026", "--without", "attendance"])
    assert "School year 2025-26" in (tmp_path / "README.txt").read_text("utf-8")
    assert not (tmp_path / "attendance.csv").exists()


def test_a_file_in_the_way_is_refused_and_kept(app: typer.Typer, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", "utf-8")
    result = CliRunner().invoke(app, [str(taken), *ASKED])
    assert isinstance(result.exception, RefusedInput)
    assert "Name a folder" in str(result.exception)
    assert taken.read_text("utf-8") == "mine"


def test_too_few_students_are_refused_with_the_rule(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "out"), "--students", "5", "--schools", "3"])
    assert isinstance(result.exception, RefusedInput)
    assert "at least" in result.exception.next_step


def test_the_demo_s_own_district_comes_with_its_next_night(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path), "--demo"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "tonight" / "oneroster.zip").read_bytes() != (tmp_path / "oneroster.zip").read_bytes()
