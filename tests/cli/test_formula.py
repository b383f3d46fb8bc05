"""`throughline formula` and `throughline allocate` with a formula in steps, run as a person runs them."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from throughline.cli.main import app
from throughline.formats.formula import steps_library
from throughline.values.errors import RefusedInput

SCHOOLS = (
    "school_id,school_name,level,enrolled,poverty,english_learners\n"
    "A,Alder,elementary,412,301,88\nB,Birch,high,1033,400,120\nC,Cedar,middle,180,170,20\n"
)
PRIOR = "school_id,prior_total\nA,3000000\nB,5600000\nC,1300000\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_text(SCHOOLS)
    (tmp_path / "prior.csv").write_text(PRIOR)
    (tmp_path / "revenues.csv").write_text("source,amount\ngeneral,9000000\n")
    return tmp_path


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exit_code != code and result.exception is not None:
        raise result.exception
    return result.output


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_allocate_runs_a_formula_in_steps_to_the_cent(files: Path) -> None:
    out = files / "out"
    told = run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv", "--revenues", files / "revenues.csv", "--out", out,
    )  # fmt: skip
    assert "9000000.00 USD to 3 schools" in told
    assert "example" in told
    rows = rows_of(out / "allocations.csv")
    assert sum(round(float(row["total"]) * 100) for row in rows) == 900_000_000
    summary = json.loads((out / "summary.json").read_text())
    assert summary["total_cents"] == sum(summary["by_component_cents"].values()) == 900_000_000
    assert summary["sources"][0]["left_cents"] == 0
    trace = rows_of(out / "trace.csv")
    paid = sum(round(float(row["paid"]) * 100) for row in trace if row["paid"])
    assert paid == 900_000_000
    assert any("poverty_weight = 0.1 number (2026-27, An example)" in row["drawn_from"] for row in trace)


REVENUES = (
    "source,name,origin,restricted,status,amount,central_services,eligible_schools\n"
    "general,General,state,false,unlocked,9000000,bus: 10%,\n"
    "local,Local,local,false,unlocked,50000,,\n"
    'arts,Arts,private,false,school_grant,900,,"A,B"\n'
)


def test_allocate_traces_dollars_to_revenues_and_says_why_they_changed(files: Path) -> None:
    (files / "full.csv").write_text(REVENUES.replace("local,false,unlocked,50000,,", "local,false,locked,50000,,"))
    (files / "grants.csv").write_text("school_id,source,amount\nA,arts,900\n")
    (files / "before.csv").write_text(SCHOOLS.replace("412,301", "400,250"))
    out = files / "out"
    told = run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv", "--revenues", files / "full.csv", "--grants", files / "grants.csv", "--before",
        files / "before.csv", "--out", out,
    )  # fmt: skip
    assert "8100000.00 USD" in told
    assert "draws.csv" in told
    draws = rows_of(out / "draws.csv")
    assert sum(round(float(row["amount"]) * 100) for row in draws if row["source"] == "general") == 810_000_000
    assert {"school_id": "A", "source": "arts", "need": "", "amount": "900.00"} in draws
    for row in rows_of(out / "changes.csv"):
        parts = [round(float(row[name]) * 100) for name in list(row)[5:]]
        assert sum(parts) == round(float(row["change"]) * 100)
    alder = rows_of(out / "changes.csv")[0]
    assert float(alder["enrollment"]) > 0
    equity = {row["what"]: row["value"] for row in rows_of(out / "equity.csv")}
    assert 0 < float(equity["gini"]) < 1
    assert (out / "workbook.xlsx").exists()


def test_allocate_with_hidden_counts_tells_the_least_and_the_most(files: Path) -> None:
    (files / "hidden.csv").write_text("school_id,enrolled,poverty\nA,200,<6\nB,100,40\n")
    (files / "last.csv").write_text("school_id,last_enrolled,last_dollars\nA,200,1500000\nB,100,900000\n")
    told = run(
        "allocate", "--formula", "held-harmless-phase-in", "--schools", files / "hidden.csv", "--prior",
        files / "last.csv", "--revenues", files / "revenues.csv", "--out", files / "out",
    )  # fmt: skip
    assert "1 hidden counts" in told
    a, b = rows_of(files / "out" / "between.csv")
    assert float(a["least"]) < float(a["most"])
    assert b["least"] <= b["most"]
    assert sorted(file.name for file in (files / "out").iterdir()) == ["between.csv"]


def test_grants_need_revenues_with_every_column(files: Path) -> None:
    with pytest.raises(RefusedInput, match="every column"):
        run(
            "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
            files / "prior.csv", "--revenues", files / "revenues.csv", "--grants", files / "revenues.csv",
            "--out", files / "out",
        )  # fmt: skip


def test_allocate_says_what_file_is_missing(files: Path) -> None:
    with pytest.raises(RefusedInput) as refused:
        run("allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--out", files / "o")
    assert [problem.rule.code for problem in refused.value.problems] == ["schools-prior-needed"]
    assert not (files / "o").exists()


def test_a_later_count_is_taken_where_its_policy_says(files: Path) -> None:
    (files / "later.csv").write_text("school_id,enrolled\nA,500\nB,900\nC,180\n")
    out = files / "out"
    run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv", "--revenues", files / "revenues.csv", "--recount", files / "later.csv", "--out", out,
    )  # fmt: skip
    trace = rows_of(out / "trace.csv")
    weighted = {row["school_id"]: row["drawn_from"] for row in trace if row["step"] == "weighted"}
    assert "enrolled = 500 pupils" in weighted["A"]
    assert "enrolled = 1033 pupils" in weighted["B"]


@pytest.mark.parametrize(
    ("rule", "used"),
    [
        (("--recount-over", "100"), "enrolled = 412 pupils"),  # 88 students more are fewer than a hundred
        (("--recount-over", "21%"), "enrolled = 500 pupils"),  # 88 of 412 are more than 21 percent
        (("--recount-over", "22%"), "enrolled = 412 pupils"),
        (("--recount-only-upward",), "enrolled = 500 pupils"),
    ],
)
def test_the_districts_rule_for_a_later_count(files: Path, rule: tuple[str, ...], used: str) -> None:
    (files / "later.csv").write_text("school_id,enrolled\nA,500\nB,900\nC,180\n")
    out = files / "out"
    run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv", "--revenues", files / "revenues.csv", "--recount", files / "later.csv", "--out", out,
        *rule,
    )  # fmt: skip
    drawn = {row["school_id"]: row["drawn_from"] for row in rows_of(out / "trace.csv") if row["step"] == "weighted"}
    assert used in drawn["A"]
    assert "enrolled = 1033 pupils" in drawn["B"]


@pytest.mark.parametrize("over", ["lots", "2.5", "-1", "101%", "1/0"])
def test_a_rule_that_cannot_be_read_says_what_to_write(files: Path, over: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        run(
            "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--recount",
            files / "later.csv", "--recount-over", over, "--out", files / "o",
        )  # fmt: skip
    assert "such as --recount-over 2%" in str(refused.value.next_step)


def test_a_rule_goes_with_a_later_count(files: Path) -> None:
    with pytest.raises(RefusedInput) as refused:
        run(
            "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--recount-only-upward",
            "--out", files / "o",
        )  # fmt: skip
    assert "--recount LATER.csv" in str(refused.value.next_step)


def test_a_new_formula_is_checked_line_by_line(files: Path) -> None:
    file = files / "ours.toml"
    run("formula", "new", file)
    assert "can be used" in run("formula", "check", file)
    file.write_text(file.read_text().replace("enrolled * grade_weight * base", "enroled * grade_weight * base"))
    with pytest.raises(RefusedInput) as refused:
        run("formula", "check", file)
    assert refused.value.problems[0].details["nearest"] == "enrolled"
    with pytest.raises(RefusedInput, match="exists already"):
        run("formula", "new", file)


@pytest.mark.parametrize("key", [document.key for document in steps_library()])
def test_every_formula_of_the_library_is_explained(key: str) -> None:
    said = run("formula", "explain", key)
    assert "What it does, in order:" in said
    assert "Source: " in said


def test_one_schools_arithmetic_adds_up(files: Path) -> None:
    said = run(
        "formula", "explain", "boston-style-weights", "--school", "A", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv",
    )  # fmt: skip
    paid = [line.split()[1] for line in said.splitlines() if line.strip().startswith("pays ")]
    together = said.splitlines()[-1].split()[1]
    assert sum(round(float(amount) * 100) for amount in paid) == round(float(together) * 100) == 294_000_000


BUDGETS = (
    "school_id,amount,source,students\nA,2900000,General,400\nA,100000,Title I,\nB,5600000,,1040\nC,1300000,,190\n"
)


def test_earlier_budgets_are_a_formulas_base_and_are_compared_with(files: Path) -> None:
    (files / "budgets.csv").write_text(BUDGETS)
    run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "budgets.csv", "--revenues", files / "revenues.csv", "--out", files / "out",
    )  # fmt: skip
    run(
        "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
        files / "prior.csv", "--revenues", files / "revenues.csv", "--out", files / "same",
    )  # fmt: skip
    assert (files / "out" / "allocations.csv").read_text() == (files / "same" / "allocations.csv").read_text()
    rows = rows_of(files / "out" / "compared.csv")
    assert [row["school_id"] for row in rows] == ["A", "B", "C", ""]
    assert (rows[0]["prior"], rows[0]["prior_per_pupil"]) == ("3000000.00", "7500.00")
    assert (rows[3]["now"], rows[3]["prior"], rows[3]["change"]) == ("9000000.00", "9900000.00", "-900000.00")
    assert sum(round(float(row["change"]) * 100) for row in rows[:3]) == -90_000_000
    assert {row["standing"] for row in rows[:3]} <= {"gains", "loses", "same"}


def test_a_file_of_budgets_names_its_problems(files: Path) -> None:
    (files / "budgets.csv").write_text("school_id,amount\nA,lots\n")
    with pytest.raises(RefusedInput) as refused:
        run(
            "allocate", "--formula", "hawaii-style-pool", "--schools", files / "schools.csv", "--prior",
            files / "budgets.csv", "--revenues", files / "revenues.csv", "--out", files / "out",
        )  # fmt: skip
    assert [problem.place() for problem in refused.value.problems] == ["budgets.csv, row 2, amount"]
    assert not (files / "out").exists()
