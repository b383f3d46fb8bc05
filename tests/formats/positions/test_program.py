"""Files of guaranteed staff: each rule broken once, read with its groups, and written back the same."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from throughline.engines.funding.positions import DOWN, MODES, NEAREST, UP, Group, Guarantee, Position
from throughline.formats.positions import PROGRAM_COLUMNS, Known, read_program, write_program

KNOWN = Known(
    {code: Position(code, code.title(), 80_000_00) for code in ("TEACH", "AIDE", "PRIN")},
    {
        "english_learner": "english_learner",
        "english learner": "english_learner",
        "poverty": "economically_disadvantaged",
    },
    ("elementary", "middle", "high"),
)
HEAD = "position,units,per_students,need,first_grade,last_grade,level,rounding,at_least\n"
FILE = f"""{HEAD}PRIN,1,,,,,,,
TEACH,1,40,english_learner,,,,nearest 0.5,0.2
AIDE,1,"1,060",,K,3,elementary,down to 0.5,
TEACH,0.5,25,English learner,9,12,high,up to 1,
"""
GUARANTEES = (
    Guarantee("PRIN", Decimal(1)),
    Guarantee("TEACH", Decimal(1), 40, Decimal("0.5"), NEAREST, Decimal("0.2"), "", Group("english_learner")),
    Guarantee("AIDE", Decimal(1), 1060, Decimal("0.5"), DOWN, Decimal(0), "elementary", Group("", 0, 3)),
    Guarantee("TEACH", Decimal("0.5"), 25, Decimal(1), UP, Decimal(0), "high", Group("english_learner", 9, 12)),
)


def test_guarantees_are_read_with_their_groups() -> None:
    assert read_program(FILE.encode(), "guaranteed.csv", KNOWN) == (GUARANTEES, ())
    assert [column.name for column in PROGRAM_COLUMNS] == HEAD.strip().split(",")


def test_a_workbook_is_read_as_well() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD.strip().split(","), ["AIDE", 1, 60, "poverty", "K", 3, None, "down to 0.5", 0.2]):
        sheet.append(row)
    book.save(out)
    found = read_program(out.getvalue(), "guaranteed.xlsx", KNOWN)
    group = Group("economically_disadvantaged", 0, 3)
    assert found.guarantees == (Guarantee("AIDE", Decimal(1), 60, Decimal("0.5"), DOWN, Decimal("0.2"), "", group),), (
        found.problems
    )


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("", "guaranteed-no-rows", "guaranteed.csv"),
        ("TEACH,1\n", "positions-row-length", "guaranteed.csv, row 2"),
        (",1,,,,,,,\n", "positions-cell-blank", "guaranteed.csv, row 2, position"),
        ("TEACH,,,,,,,,\n", "positions-cell-blank", "guaranteed.csv, row 2, units"),
        ("TEACHER,1,,,,,,,\n", "staff-position-unknown", "guaranteed.csv, row 2, position"),
        ("TEACH,some,,,,,,,\n", "guaranteed-units", "guaranteed.csv, row 2, units"),
        ("TEACH,-1,,,,,,,\n", "guaranteed-units", "guaranteed.csv, row 2, units"),
        ("TEACH,1,0,,,,,,\n", "guaranteed-per", "guaranteed.csv, row 2, per_students"),
        ("TEACH,1,2.5,,,,,,\n", "guaranteed-per", "guaranteed.csv, row 2, per_students"),
        ("TEACH,1,40,learners,,,,,\n", "guaranteed-need-unknown", "guaranteed.csv, row 2, need"),
        ("TEACH,1,40,,K,13,,,\n", "guaranteed-grade", "guaranteed.csv, row 2, last_grade"),
        ("TEACH,1,40,,K,,,,\n", "guaranteed-grade-missing", "guaranteed.csv, row 2, last_grade"),
        ("TEACH,1,40,,,3,,,\n", "guaranteed-grade-missing", "guaranteed.csv, row 2, first_grade"),
        ("TEACH,1,40,,5,3,,,\n", "guaranteed-grades-turned", "guaranteed.csv, row 2, last_grade"),
        ("TEACH,1,40,,,,primary,,\n", "guaranteed-level", "guaranteed.csv, row 2, level"),
        ("TEACH,1,40,,,,,sideways,\n", "guaranteed-rounding", "guaranteed.csv, row 2, rounding"),
        ("TEACH,1,40,,,,,up to 0,\n", "guaranteed-rounding", "guaranteed.csv, row 2, rounding"),
        ("TEACH,1,40,,,,,,few\n", "guaranteed-units", "guaranteed.csv, row 2, at_least"),
    ],
)
def test_each_rule_is_broken_once_and_names_its_place(row: str, code: str, place: str) -> None:
    guarantees, problems = read_program((HEAD + row).encode(), "guaranteed.csv", KNOWN)
    assert guarantees is None
    assert [(problem.rule.code, problem.place()) for problem in problems] == [(code, place)]
    assert all(problem.says() and problem.next_step() for problem in problems)


def test_what_says_nothing_and_what_is_said_twice_is_told_and_stops_nothing() -> None:
    row = "PRIN,1,,,,,,up to 1,2\n"
    guarantees, problems = read_program((HEAD + row + row).encode(), "guaranteed.csv", KNOWN)
    assert guarantees == (Guarantee("PRIN", Decimal(1)), Guarantee("PRIN", Decimal(1)))
    codes = [problem.rule.code for problem in problems]
    assert codes == ["guaranteed-fixed"] * 4 + ["guaranteed-row-twice"]


def test_a_missing_column_and_an_empty_file() -> None:
    missing = read_program(b"position,units\n", "guaranteed.csv", KNOWN)
    assert [problem.rule.code for problem in missing.problems] == ["guaranteed-no-rows"]
    headless = read_program(b"units\n1\n", "guaranteed.csv", KNOWN)
    assert [problem.rule.code for problem in headless.problems] == ["positions-column-missing"]
    assert read_program(b"", "guaranteed.csv", KNOWN).guarantees is None


SPANS = st.none() | st.tuples(st.integers(-1, 12), st.integers(-1, 12)).map(sorted)
WRITTEN = st.builds(
    lambda position, units, per, step, mode, least, level, need, span: Guarantee(
        position,
        units,
        per,
        step if per else Decimal("0.01"),
        mode if per else NEAREST,
        least if per else Decimal(0),
        level,
        Group(need, *(span or (None, None))),
    ),
    st.sampled_from(["TEACH", "AIDE", "PRIN"]),
    st.decimals(0, 9999, places=4),
    st.none() | st.integers(1, 100_000),
    st.sampled_from([Decimal("0.01"), Decimal("0.0001"), Decimal("0.5"), Decimal(1)]),
    st.sampled_from(MODES),
    st.decimals(0, 9, places=2),
    st.sampled_from(["", "elementary", "high"]),
    st.sampled_from(["", "english_learner"]),
    SPANS,
)


@given(st.lists(WRITTEN, min_size=1, max_size=6))
def test_what_is_written_is_read_back_the_same(program: list[Guarantee]) -> None:
    out = io.StringIO(newline="")
    write_program(out, program)
    found = read_program(out.getvalue().encode(), "guaranteed.csv", KNOWN)
    assert found.guarantees == tuple(program), found.problems


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    found = read_program(HEAD.encode() + content, "guaranteed.csv", KNOWN)
    assert found.guarantees is not None or found.problems
