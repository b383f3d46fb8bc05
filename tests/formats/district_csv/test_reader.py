"""Our own CSV files: written, read back, forgiven and refused."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.formats.csv.columns import Column, Kind
from throughline.formats.csv.tally import Tally
from throughline.formats.csv.writing import Cell
from throughline.formats.district_csv.catalog import TABLES
from throughline.formats.district_csv.reader import FileReading, read_table
from throughline.formats.district_csv.writer import open_table, write_table
from throughline.values.errors import RefusedInput


def read(path: Path, table: str) -> tuple[list[dict[str, str]], Tally, FileReading]:
    tally = Tally()
    reading = read_table(path, table, tally)
    given = [row for block in reading for row in block.rows()]
    rows = [
        dict(zip(TABLES[table].at, row.cells, strict=True)) for row in given if row.number not in reading.held_later
    ]
    assert len(rows) == reading.n_taken
    return rows, tally, reading


def cells(column: Column) -> st.SearchStrategy[Cell]:
    word = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
    strategies: dict[Kind, st.SearchStrategy[Cell]] = {
        Kind.ID: word,
        Kind.TEXT: word,
        Kind.SLUG: st.from_regex(r"[a-z]{1,8}(_[a-z0-9]{1,3})?", fullmatch=True),
        Kind.CHOICE: st.sampled_from(column.choices or ("",)),
        Kind.BOOLEAN: st.booleans(),
        Kind.YEAR: st.sampled_from(["2026"]),
        Kind.TIME: st.sampled_from(["13:45", "08:00"]),
        Kind.NUMBER: st.decimals(*(column.between or (0, 1000)), places=2).map(str),
        Kind.MONEY: st.decimals(-10_000, 10_000, places=2).map(lambda amount: f"{amount + 0:.2f}"),
        Kind.WORDS: st.lists(st.sampled_from(["tutoring", "salaries"]), max_size=2),
    }
    if column.kind is Kind.DATE:
        return st.just(date(2025, 9, 1)) if column.name == "start_date" else st.just(date(2026, 1, 5))
    return strategies[column.kind] if column.required else st.one_of(st.none(), strategies[column.kind])


@pytest.mark.parametrize("table", sorted(TABLES))
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_file_comes_back_as_it_was_written(tmp_path: Path, table: str, data: st.DataObject) -> None:
    columns = TABLES[table].columns
    row = st.fixed_dictionaries({column.name: cells(column) for column in columns})
    keys = TABLES[table].keys
    rows = data.draw(st.lists(row, min_size=1, max_size=5, unique_by=lambda row: tuple(str(row[key]) for key in keys)))
    write_table(tmp_path / f"{table}.csv", table, rows)
    back, tally, _ = read(tmp_path / f"{table}.csv", table)
    assert tally.n_errors == tally.n_warnings == 0, tally.problems
    for before, after in zip(rows, back, strict=True):
        for column in columns:
            value = before[column.name]
            if isinstance(value, str):
                assert after[column.name] == value.replace("-0.00", "0.00"), column.name
            if value is None:
                assert after[column.name] == ""


def test_what_people_and_spreadsheets_do_is_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "needs.csv"
    content = (
        "\ufeffStudent ID;CATEGORY;Level;Start_Date;End_Date;Source\r\n 1042 ;english_learner;2;2025-09-01;;form\r\n"
    )
    path.write_text(content, newline="", encoding="utf-8")
    [row], tally, _ = read(path, "needs")
    assert (row["student_id"], row["category"], row["end_date"]) == ("1042", "english_learner", "")
    assert tally.n_errors == 0
    assert {"csv.other_delimiter", "csv.column_case", "csv.spaces_read_away"} == set(tally.n_by_code())


def test_tabs_are_read_and_choices_in_capitals_too(tmp_path: Path) -> None:
    path = tmp_path / "attendance.csv"
    path.write_text("student_id\tschool_id\tdate\tstatus\n1\ts\t2025-09-02\tAbsent Excused\n", encoding="utf-8")
    [row], tally, _ = read(path, "attendance")
    assert row["status"] == "absent_excused"
    assert tally.n_errors == 0


def test_missing_columns_name_those_found_and_wanted(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("student,class_id,mark\n1,c,A\n", encoding="utf-8")
    rows, tally, reading = read(path, "marks")
    assert rows == []
    assert reading.refused
    problem = next(p for p in tally.problems if p.rule.code == "csv.column_missing")
    assert problem.column == "student_id"
    assert "student, class_id, mark" in problem.says()
    assert "student_id, class_id, session_id" in problem.next_step()


def test_a_need_ends_no_sooner_than_it_starts_and_has_a_code(tmp_path: Path) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(
        "student_id,category,level,start_date,end_date,source\n"
        "1,homeless,,2025-09-01,2025-08-01,\n"
        "2,English Learner,,2025-09-01,,\n"
        "3,special_education,3,2025-09-01,2025-09-01,\n",
        encoding="utf-8",
    )
    rows, tally, _ = read(path, "needs")
    assert [row["student_id"] for row in rows] == ["3"]
    assert [(p.rule.code, p.row) for p in tally.problems] == [("csv.not_slug", 3), ("csv.ends_before_start", 2)]
    assert "english_learner" in tally.problems[0].next_step()


def test_a_key_that_comes_again_is_held_where_it_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "school_revenues.csv"
    path.write_text("school_id,source,amount\ns,title_i,1\ns,title_i,2\nt,title_i,3\nt,title_i,3\n", encoding="utf-8")
    rows, tally, reading = read(path, "school_revenues")
    assert [row["amount"] for row in rows] == ["1.00", "3.00"]
    assert [(p.rule.code, p.row) for p in tally.problems] == [
        ("district_csv.repeated", 3),
        ("district_csv.same_repeated", 5),
    ]
    assert "row 2" in tally.problems[0].says()
    assert (reading.n_taken, reading.n_held) == (2, 2)


def test_dollars_are_read_to_the_cent_and_never_rounded(tmp_path: Path) -> None:
    path = tmp_path / "school_revenues.csv"
    path.write_text('school_id,source,amount\ns,a,"$1,234.5"\ns,b,1.005\n', encoding="utf-8")
    rows, tally, _ = read(path, "school_revenues")
    assert [row["amount"] for row in rows] == ["1234.50"]
    assert tally.n_by_code() == {"csv.money_read_as": 1, "csv.not_money": 1}


def test_formulas_are_escaped_for_people_and_kept_for_programs(tmp_path: Path) -> None:
    row: dict[str, Cell] = {"student_id": "1", "assessment": "=cmd()", "subject": "math", "date": date(2026, 1, 5)}
    write_table(tmp_path / "people.csv", "assessments", [row], escape_formulas=True)
    assert "'=cmd()" in (tmp_path / "people.csv").read_text(encoding="utf-8")
    write_table(tmp_path / "plain.csv", "assessments", [row])
    [back], _, _ = read(tmp_path / "plain.csv", "assessments")
    assert back["assessment"] == "=cmd()"


def test_nothing_is_left_where_writing_broke_off(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_table(tmp_path / "needs.csv", "needs"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="none of our files"):
        write_table(tmp_path / "x.csv", "lunches", [])


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="a folder"):
        read_table(tmp_path, "needs", Tally())
    with pytest.raises(RefusedInput, match="no file"):
        read_table(tmp_path / "needs.csv", "needs", Tally())


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_break_the_reader(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "needs.csv"
    path.write_bytes(b"student_id,category,level,start_date,end_date,source\n" + content)
    rows, tally, reading = read(path, "needs")
    assert rows or tally.n_errors or not reading.rows.n_rows
