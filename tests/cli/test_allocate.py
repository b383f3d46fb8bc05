"""The verb, from two files to four, and everything it refuses without leaving half a result."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from throughline.cli import allocate
from throughline.formats.formula import library
from throughline.values.errors import RefusedInput

SCHOOLS = """\
school_id,school_name,level,all,poverty,english_learner,special_education
S1,Álamo,elementary,412,301,118,49
S4,=Empty,middle,0,0,0,0
S5,Central,high,1544,771,203,187
"""

app = typer.Typer()
allocate.register(app)


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    file = tmp_path / "schools.csv"
    file.write_text(SCHOOLS, encoding="utf-8")
    return file


def run(schools: Path, out: Path, *more: str, formula: str = "guidebook-table-2-2") -> Result:
    return CliRunner().invoke(app, ["--formula", formula, "--schools", str(schools), "--out", str(out), *more])


def refused(result: Result) -> RefusedInput:
    assert isinstance(result.exception, RefusedInput), result.output
    return result.exception


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_two_files_become_four(schools: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder with spaces"
    result = run(schools, out)
    assert result.exit_code == 0, result.output
    assert "11107705.00 USD to 3 schools" in result.output
    assert sorted(file.name for file in out.iterdir()) == sorted(allocate.FILES)

    with (out / "allocations.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["school_id"]: row for row in csv.DictReader(file)}
    assert (rows["S1"]["total"], rows["S1"]["poverty"], rows["S1"]["students"]) == ("2167870.00", "382872.00", "412")
    assert rows["S1"]["school_name"] == "Álamo"
    assert (rows["S4"]["total"], rows["S4"]["dollars_per_student"]) == ("0.00", "")
    assert rows["S4"]["school_name"] == "'=Empty"  # no spreadsheet takes it for a formula

    with (out / "trace.csv").open(encoding="utf-8", newline="") as file:
        trace = list(csv.DictReader(file))
    assert len(trace) == 3 * 4
    assert trace[1] | {"school_id": "S1", "students": "301", "dollars_per_student": "1272.00"} == trace[1]
    assert sum(float(line["amount"]) for line in trace) == 11_107_705

    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["total_cents"], summary["n_schools"], summary["n_students"]) == (1_110_770_500, 3, 1_956)


def test_the_same_files_give_the_same_bytes(schools: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run(schools, tmp_path / name).exit_code == 0
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_a_formula_comes_from_a_file_or_from_the_library(schools: Path, tmp_path: Path) -> None:
    document = next(document for document in library() if document.key == "guidebook-table-2-2")
    file = tmp_path / "mine.toml"
    file.write_bytes(document.content)
    assert run(schools, tmp_path / "a").exit_code == run(schools, tmp_path / "b", formula=str(file)).exit_code == 0
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_json_prints_the_summary(schools: Path, tmp_path: Path) -> None:
    result = run(schools, tmp_path / "out", "--json")
    assert json.loads(result.stdout) == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))


def test_figures_that_nobody_adopted_are_said_to_be_an_example(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(
        "school_id,level,all,economically_disadvantaged,english_learner,special_education,homeless\nS1,high,9,4,3,2,1\n"
    )
    result = run(file, tmp_path / "out", formula="illustrative-level-by-need")
    assert "no district has adopted them" in result.output


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("301", "<10", "schools.csv, row 2, poverty"),
        ("301", "30.5", "schools.csv, row 2, poverty"),
        ("middle", "midle", "schools.csv, row 3, level"),
        ("S5", "S1", "schools.csv, row 4, school_id"),
        ("poverty", "poor", "schools.csv, row 1, poverty"),
    ],
)
def test_counts_that_cannot_be_are_refused_and_nothing_is_written(
    schools: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    schools.write_text(SCHOOLS.replace(old, new), encoding="utf-8")
    result = run(schools, tmp_path / "out", "--json")
    assert told in [problem.place() for problem in refused(result).problems]
    assert json.loads(result.stdout)["problems"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["schools.csv"]


@pytest.mark.parametrize(
    ("formula", "told"), [("guidebook", "guidebook-table-2-2"), (".", "folder"), ("schools.csv", "cannot be used")]
)
def test_a_formula_that_is_not_there_is_answered_with_what_is(
    schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formula: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told in str(refused(run(schools, tmp_path / "out", formula=formula)))
    assert not (tmp_path / "out").exists()


def test_a_file_of_schools_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(run(tmp_path / "nowhere.csv", tmp_path / "out")))


def test_warnings_are_told_and_do_not_bury_the_result(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    heading = "school_id,level,all,poverty,english_learner,special_education\n"
    file.write_text(heading + "".join(f"S{number},high,1,2,0,0\n" for number in range(30)))
    result = run(file, tmp_path / "out")
    assert result.exit_code == 0
    assert "schools.csv, row 2, poverty: More students have this need (2) than are enrolled (1)." in result.stderr
    assert result.stderr.count("warning:") == 20
    assert "And 10 more like these." in result.stderr
    assert len(json.loads((tmp_path / "out" / "summary.json").read_text())["warnings"]) == 30


def test_a_result_is_replaced_only_when_asked(schools: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(schools, out).exit_code == 0
    before = digests(out)
    schools.write_text(SCHOOLS.replace("412", "413"), encoding="utf-8")
    assert "--force" in str(refused(run(schools, out)))
    assert digests(out) == before
    assert run(schools, out, "--force").exit_code == 0
    assert digests(out) != before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "schools.csv"]


def test_other_files_are_never_replaced(schools: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("years of work")
    assert "thesis.doc" in str(refused(run(schools, out, "--force")))
    assert (out / "thesis.doc").read_text() == "years of work"


def test_an_empty_folder_may_be_written_to_and_a_file_may_not(schools: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert run(schools, tmp_path / "out").exit_code == 0
    assert "is a file" in str(refused(run(schools, schools)))


@pytest.mark.parametrize("failing", ["xlsx.write_budget_workbook", "_move_into_place"])
def test_a_disk_that_fails_leaves_the_earlier_result_whole(
    schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    out = tmp_path / "out"
    assert run(schools, out).exit_code == 0
    before = digests(out)

    def fail(*_: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"throughline.cli.allocate.{failing}", fail)
    assert "No space left on device" in str(refused(run(schools, out, "--force")))
    assert digests(out) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "schools.csv"]


def test_a_move_that_fails_halfway_puts_the_earlier_result_back(
    schools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(schools, out).exit_code == 0
    before, real = digests(out), Path.rename

    def fail_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name != "out" and (self / "workbook.xlsx").exists():
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    assert "Input/output error" in str(refused(run(schools, out, "--force")))
    assert digests(out) == before


def test_the_verb_needs_no_database_and_no_django(schools: Path, tmp_path: Path) -> None:
    program = (
        "import sys, typer; from throughline.cli import allocate\n"
        "app = typer.Typer(); allocate.register(app); app(standalone_mode=False)\n"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules\n"
    )
    arguments = ["--formula", "guidebook-table-2-2", "--schools", str(schools), "--out", str(tmp_path / "out")]
    source = str(Path(allocate.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": source},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "workbook.xlsx").exists()


def test_dollars_are_laid_beside_earlier_budgets(schools: Path, tmp_path: Path) -> None:
    prior = tmp_path / "prior.csv"
    prior.write_text("school_id,amount,students\nS1,2000000,400\nS5,9000000.50,\nS9,1000,\n")
    result = run(schools, tmp_path / "out", "--prior", str(prior))
    assert result.exit_code == 0, result.output
    assert "compared.csv" in result.output
    with (tmp_path / "out" / "compared.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["school_id"]: row for row in csv.DictReader(file)}
    assert (rows["S1"]["change"], rows["S1"]["change_percent"], rows["S1"]["standing"]) == (
        "167870.00",
        "8.39",
        "gains",
    )
    assert (rows["S1"]["prior_per_pupil"], rows["S4"]["standing"], rows["S9"]["standing"]) == ("5000.00", "new", "gone")
    assert (rows[""]["now"], rows[""]["prior"]) == ("11107705.00", "11001000.50")


SEVERAL_DAYS = """\
school_id,school_name,level,counted_on,all,poverty,english_learner,special_education
S1,Álamo,elementary,2026-10-01,412,301,118,49
S1,Álamo,elementary,2026-12-01,400,300,117,55
"""


def test_each_need_on_its_own_day(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(SEVERAL_DAYS, encoding="utf-8")
    days = ("--count-day", "2026-10-01", "--need-day", "special_education=2026-12-01")
    out = tmp_path / "out"
    assert run(file, out, *days).exit_code == 0
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["n_students"], summary["counted_on"]) == (412, {"special_education": "2026-12-01"})
    # One day alone, with the same number written for December: the same cents, another digest.
    alone = tmp_path / "alone.csv"
    alone.write_text(SEVERAL_DAYS.replace("118,49", "118,55").rpartition("S1")[0], encoding="utf-8")
    assert run(alone, tmp_path / "alone").exit_code == 0
    other = json.loads((tmp_path / "alone" / "summary.json").read_text(encoding="utf-8"))
    assert other["total_cents"] == summary["total_cents"]
    assert other["inputs_digest"] != summary["inputs_digest"]
    assert "counted_on" not in other


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "The schools file cannot be used as it is"),
        (("--count-day", "October"), "“October” is no day of the calendar."),
        (("--need-day", "special_education"), "names no need and day"),
        (("--need-day", "a=2026-12-01", "--need-day", "A=2026-12-01"), "has two days"),
    ],
)
def test_days_that_are_not_plain_are_refused(tmp_path: Path, more: tuple[str, ...], words: str) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(SEVERAL_DAYS, encoding="utf-8")
    assert words in refused(run(file, tmp_path / "out", *more)).says
    assert not (tmp_path / "out").exists()


def test_a_formula_in_steps_takes_the_days_too(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(
        "school_id,level,counted_on,enrolled,poverty,english_learners\n"
        "S1,elementary,2026-10-01,400,200,40\nS1,elementary,2026-12-01,390,210,45\n",
        encoding="utf-8",
    )
    days = ("--count-day", "2026-10-01", "--need-day", "english_learners=2026-12-01")
    out = tmp_path / "out"
    result = run(file, out, *days, formula="denver-style-concentration")
    assert result.exit_code == 0, result.output
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["counted_on"] == {
        "english_learners": "2026-12-01"
    }
    trace = (out / "trace.csv").read_text(encoding="utf-8")
    assert "english_learners = 45 pupils (2026-12-01)" in trace
    assert "enrolled = 400 pupils" in trace
