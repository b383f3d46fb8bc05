"""`throughline project`, run as a person runs it."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from throughline.cli.main import app
from throughline.values.errors import RefusedInput

COUNTS = "school_id,year,grade,students\n" + "".join(
    f"A,{year},{grade},{students}\n"
    for year, row in ((2023, (50, 48)), (2024, (60, 45)), (2025, (40, 54)))
    for grade, students in zip(("K1", "1"), row, strict=True)
).replace("K1", "kg")


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None:
        raise result.exception
    return result.output


def test_a_projection_is_written_with_its_reasons(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(COUNTS)
    (tmp_path / "known.csv").write_text("school_id,year,grade,students,reason\nA,2026,1,5,New homes\n")
    out = tmp_path / "projection.csv"
    told = run("project", "--counts", tmp_path / "counts.csv", "--adjustments", tmp_path / "known.csv", "--out", out,
               "--years", 1)  # fmt: skip
    assert "2026: 91 students in 1 school (" in told
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["grade"], row["students"], row["reason"]) for row in rows] == [
        ("KG", "50", ""),
        ("01", "41", "New homes"),
    ]
    with pytest.raises(RefusedInput, match="exists already"):
        run("project", "--counts", tmp_path / "counts.csv", "--out", out)


def test_totals_are_told_to_programs(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(COUNTS)
    told = run("project", "--counts", tmp_path / "counts.csv", "--out", tmp_path / "p.csv", "--years", 1, "--json")
    assert json.loads(told)["students"] == {"2026": 86}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("A,2024,1,45\n", "", "no count of grade 01 in 2024"),
        ("A,2024,1,45", "A,2024,1,<10", "withheld"),
        ("A,2024,1,45", "A,2024,14,45", "no grade"),
        ("A,2024,1,45", "A,2024,kg,45", "already"),
        ("students\n", "pupils\n", "no column students"),
    ],
)
def test_counts_that_cannot_be_used_are_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "counts.csv").write_text(COUNTS.replace(old, new))
    with pytest.raises(RefusedInput) as refused:
        run("project", "--counts", tmp_path / "counts.csv", "--out", tmp_path / "p.csv")
    assert says in " ".join(f"{one.says()} {one.next_step()}" for one in refused.value.problems)
    assert not (tmp_path / "p.csv").exists()
