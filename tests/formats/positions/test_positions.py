"""Files of positions: CSV and workbook read alike, each rule broken once, written back the same."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.positions import Position
from throughline.formats.positions import POSITION_COLUMNS, read_positions, write_positions

FILE = """code,name,salary,benefits_percent,benefits_amount,source
PRIN,Principal,"$118,000.00",21.65,"11,250",Payroll of October 2026
LIB-10,"Librarian, ten months",71400,,,Agreement of 2026
"""
CATALOG = (
    Position("PRIN", "Principal", 118_000_00, Decimal("0.2165"), 11_250_00, "Payroll of October 2026"),
    Position("LIB-10", "Librarian, ten months", 71_400_00, Decimal(0), 0, "Agreement of 2026"),
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def test_every_column_is_read() -> None:
    row = ",".join(f'"{column.example}"' for column in POSITION_COLUMNS)
    positions, problems = read_positions(f"{','.join(c.name for c in POSITION_COLUMNS)}\n{row}\n".encode())
    assert not problems
    share = Decimal("0.2165")
    assert positions == (Position("LIB-10", "Librarian", 71_400_00, share, 11_250_00, "Payroll of October 2026"),)


def test_a_workbook_says_the_same_as_the_csv() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append([column.name for column in POSITION_COLUMNS])
    book.active.append(["PRIN", "Principal", 118000, 21.65, 11250.0, "Payroll of October 2026"])
    book.active.append(["LIB-10", "Librarian, ten months", 71400.0, None, None, "Agreement of 2026"])
    book.save(out)
    assert read_positions(FILE.encode()) == (CATALOG, ())
    assert read_positions(out.getvalue(), "positions.xlsx") == (CATALOG, ())


HEAD = "code,name,salary,benefits_percent,benefits_amount,source\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "positions-no-rows"),
        (HEAD, "positions-no-rows"),
        ("code,name,source\nA,B,C\n", "positions-column-missing"),
        ("code,name,salary,Salary,source\nA,B,1,1,C\n", "positions-column-repeated"),
        ("code,name,salary,source\nA\n", "positions-row-length"),
        (HEAD + "A,,1,,,C\n", "positions-cell-blank"),
        (HEAD + "A,B,1,,,\n", "positions-cell-blank"),
        (HEAD + "A/1,B,1,,,C\n", "positions-code"),
        (HEAD + "A,B,1,,,C\nA,B,1,,,C\n", "positions-code-repeated"),
        (HEAD + f"A,{'B' * 121},1,,,C\n", "positions-too-long"),
        (HEAD + "A,B,lots,,,C\n", "positions-amount"),
        (HEAD + "A,B,1.005,,,C\n", "positions-amount"),
        (HEAD + "A,B,-1,,,C\n", "positions-amount-range"),
        (HEAD + "A,B,10000000,,,C\n", "positions-amount-range"),
        (HEAD + "A,B,1,much,,C\n", "positions-percent"),
        (HEAD + "A,B,1,-1,,C\n", "positions-percent"),
        (HEAD + "A,B,1,0.00001,,C\n", "positions-percent"),
        (HEAD + "A,B,1,NaN,,C\n", "positions-percent"),
    ],
)
def test_each_rule_is_broken_once(content: str, code: str) -> None:
    positions, problems = read_positions(content.encode())
    assert positions is None
    assert code in [problem.rule.code for problem in problems]
    assert all(problem.says() and problem.next_step() for problem in problems)


def test_a_problem_names_its_file_row_column_and_value() -> None:
    (problem,) = read_positions((HEAD + "A,B,1,,,C\nD,E,lots,,,F\n").encode(), "catalog.csv").problems
    assert (problem.place(), problem.value) == ("catalog.csv, row 3, salary", "lots")


def test_a_column_of_names_is_not_read_and_said() -> None:
    positions, problems = read_positions(b"code,name,salary,source,employee\nA,B,1,C,Ana Ruiz\n")
    assert positions == (Position("A", "B", 100, source="C"),)
    assert [problem.rule.code for problem in problems] == ["positions-column-unknown"]
    assert "by name is not wanted" in problems[0].next_step()


def test_a_share_written_as_percent_is_pointed_out() -> None:
    positions, problems = read_positions((HEAD + "A,B,100,0.2165,,C\n").encode())
    assert positions == (Position("A", "B", 100_00, Decimal("0.002165"), 0, "C"),)
    assert [problem.rule.code for problem in problems] == ["positions-low-percent"]


@given(
    st.lists(
        st.builds(
            Position,
            st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", fullmatch=True),
            WORDS,
            st.integers(0, 999_999_999),
            st.integers(0, 2_000_000).map(lambda n: Decimal(n) / 1_000_000),
            st.integers(0, 999_999_999),
            WORDS,
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda one: one.code,
    )
)
def test_what_is_written_reads_back_the_same(catalog: list[Position]) -> None:
    out = io.StringIO(newline="")
    write_positions(out, catalog)
    positions, problems = read_positions(out.getvalue().encode())
    assert positions == tuple(catalog)
    assert {problem.rule.code for problem in problems} <= {"positions-low-percent"}
