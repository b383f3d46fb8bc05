"""Files of real staff costs: totals by school and position, each rule broken once, written back the same."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.positions import Position, Staff
from throughline.formats.positions import STAFF_COLUMNS, read_staff, write_staff

SCHOOLS = {"OAK": "Oak School", "ELM": "Elm High"}
CATALOG = {code: Position(code, code.title(), 80_000_00) for code in ("TEACH", "LIB")}
HEAD = "school_id,position,units,cost\n"
FILE = f"""{HEAD}OAK,TEACH,10.5,"$812,000.25"
ELM,LIB,0.5,41000
"""
STAFF = (Staff("OAK", "TEACH", Decimal("10.5"), 812_000_25), Staff("ELM", "LIB", Decimal("0.5"), 41_000_00))


def test_totals_are_read_by_school_and_position() -> None:
    assert read_staff(FILE.encode(), "staff.csv", catalog=CATALOG, schools=SCHOOLS) == (STAFF, ())
    assert {column.name for column in STAFF_COLUMNS} == set(HEAD.strip().split(","))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "staff-no-rows"),
        (HEAD, "staff-no-rows"),
        ("school_id,position,units\nOAK,TEACH,1\n", "positions-column-missing"),
        (HEAD + "OAK,TEACH\n", "positions-row-length"),
        (HEAD + "OAK,TEACH,,1\n", "positions-cell-blank"),
        (HEAD + "OKA,TEACH,1,1\n", "staff-school-unknown"),
        (HEAD + "OAK,TEACHER,1,1\n", "staff-position-unknown"),
        (HEAD + "OAK,TEACH,1,80000\nOAK,TEACH,1,80000\n", "staff-row-repeated"),
        (HEAD + "OAK,TEACH,0,1\n", "staff-units"),
        (HEAD + "OAK,TEACH,-1,1\n", "staff-units"),
        (HEAD + "OAK,TEACH,some,1\n", "staff-units"),
        (HEAD + "OAK,TEACH,0.00001,1\n", "staff-units"),
        (HEAD + "OAK,TEACH,1,lots\n", "positions-amount"),
        (HEAD + "OAK,TEACH,1,-1\n", "staff-cost-range"),
    ],
)
def test_each_rule_is_broken_once(content: str, code: str) -> None:
    staff, problems = read_staff(content.encode(), "staff.csv", catalog=CATALOG, schools=SCHOOLS)
    assert staff is None
    assert code in [problem.rule.code for problem in problems]
    assert all(problem.says() and problem.next_step() for problem in problems)


def test_a_row_a_person_is_refused_in_words_that_say_what_to_write() -> None:
    rows = HEAD + "OAK,TEACH,1,80000\nOAK,TEACH,1,90000\n"
    (problem,) = read_staff(rows.encode(), "staff.csv", catalog=CATALOG, schools=SCHOOLS).problems
    assert problem.place() == "staff.csv, row 3, position"
    assert "never one a person" in problem.next_step()


def test_what_is_far_from_the_average_and_who_is_left_out_is_told_and_stops_nothing() -> None:
    staff, problems = read_staff(
        (HEAD + "OAK,TEACH,2,400000\n").encode(), "staff.csv", catalog=CATALOG, schools=SCHOOLS
    )
    assert staff == (Staff("OAK", "TEACH", Decimal(2), 400_000_00),)
    assert [problem.rule.code for problem in problems] == ["staff-far-from-average", "staff-school-left-out"]
    assert "Elm High" in problems[1].says()


@given(
    st.lists(
        st.builds(
            Staff,
            st.sampled_from(["OAK", "ELM"]),
            st.sampled_from(["TEACH", "LIB"]),
            st.integers(1, 99_990_000).map(lambda n: Decimal(n) / 10_000),
            st.integers(0, 10**12 - 1),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: (one.school_id, one.position),
    )
)
def test_what_is_written_reads_back_the_same(staff: list[Staff]) -> None:
    out = io.StringIO(newline="")
    write_staff(out, staff)
    read, _problems = read_staff(out.getvalue().encode(), "staff.csv", catalog=CATALOG, schools=SCHOOLS)
    assert read == tuple(staff)
