"""The file of counts: what is taken, what is refused, and where each problem is said to stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding import allocate
from throughline.formats.formula import SchoolsReading, library_formula, load_schools, read_schools
from throughline.values.errors import RefusedInput
from throughline.values.problem import Severity

FORMULA = library_formula("guidebook-table-2-2")
HEADING = "school_id,school_name,level,all,poverty,english_learner,special_education\n"
ROW = "S1,Álamo,elementary,412,301,118,49\n"


def read(text: str) -> SchoolsReading:
    return read_schools(text.encode(), FORMULA, "schools.csv")


def told(text: str) -> list[tuple[str, str, str]]:
    return [(p.rule.code, p.place(), p.value) for p in read(text).problems]


def test_a_plain_file_is_taken() -> None:
    reading = read(HEADING + ROW)
    assert reading.problems == ()
    assert reading.schools is not None
    assert reading.schools.school_names == ("Álamo",)
    assert allocate(FORMULA, reading.schools).district_cents == 216_787_000


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEADING + ROW,
        HEADING.upper() + ROW,
        HEADING + "\n" + ROW.replace("elementary", " Elementary ") + "\n\n",
        HEADING + ROW.replace("elementary", "Escuelas primarias"),
        HEADING + ROW.replace("412", "412.0").replace("49", " 049 "),
        HEADING.replace("poverty", "economically_disadvantaged") + ROW,
        HEADING.replace("\n", ",,\n") + ROW.replace("\n", ",,\n"),
        (HEADING + ROW).replace("\n", "\r\n"),
        HEADING + ROW.replace("\n", ",\n"),
    ],
)
def test_spellings_that_mean_the_same_give_the_same_cents(text: str) -> None:
    reading = read(text)
    assert reading.schools is not None, [problem.says() for problem in reading.problems]
    assert allocate(FORMULA, reading.schools).district_cents == 216_787_000


def test_without_names_a_school_goes_by_its_id() -> None:
    reading = read("school_id,level,all,poverty,english_learner,special_education\nS1,high,1,0,0,0\n")
    assert reading.schools is not None
    assert reading.schools.school_names == ("S1",)


def test_a_column_the_formula_does_not_pay_for_is_mentioned_and_left_alone() -> None:
    reading = read(HEADING.replace("\n", ",gifted\n") + ROW.replace("\n", ",7\n"))
    assert reading.schools is not None
    assert [(p.rule.code, p.severity, p.column) for p in reading.problems] == [
        ("schools-column-unused", Severity.NOTICE, "gifted")
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "schools-count-blank"),
        ("12.5", "count-fractional"),
        ("-3", "count-negative"),
        ("-0.5", "count-negative"),
        ("<10", "count-withheld"),
        ("*", "count-withheld"),
        ("1-9", "count-withheld"),
        ("n<10", "count-withheld"),
        ("suppressed", "count-withheld"),
        ("many", "schools-count-not-a-number"),
        ("1 234", "schools-count-not-a-number"),
        ("1e3", "schools-count-not-a-number"),
        ("٣", "schools-count-not-a-number"),
        ("9" * 5_000, "count-too-large"),
        ("10000001", "count-too-large"),
        ("=1+1", "schools-count-not-a-number"),
    ],
)
def test_each_cell_that_is_no_count_is_named_with_its_row_column_and_value(cell: str, code: str) -> None:
    (problem,) = read(HEADING + ROW + f"S2,B,high,10,{cell},0,0\n").problems
    assert (problem.rule.code, problem.place(), problem.value) == (code, "schools.csv, row 3, poverty", cell[:80])
    assert problem.says()
    assert problem.next_step()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADING + ROW + ROW, ("school-repeated", "schools.csv, row 3, school_id", "S1")),
        (HEADING + ROW.replace("S1", " "), ("school-id-missing", "schools.csv, row 2, school_id", "")),
        (HEADING + ROW.replace("elementary", "primary"), ("level-unknown", "schools.csv, row 2, level", "primary")),
        (HEADING + "S1,A,high\n", ("schools-row-length", "schools.csv, row 2", "3")),
        (HEADING + "S1,A,high,1,1,1,1,1\n", ("schools-row-length", "schools.csv, row 2", "8")),
        (
            HEADING + ROW.replace("Álamo", "Á\x00lamo"),
            ("schools-control-character", "schools.csv, row 2, school_name", ""),
        ),
        (HEADING + '"S1,A,high,1', ("schools-not-csv", "schools.csv, row 2", "")),
        (HEADING, ("schools-empty", "schools.csv", "")),
        ("", ("schools-empty", "schools.csv", "")),
        (HEADING.replace(",", ";") + ROW, ("schools-other-separator", "schools.csv, row 1", "")),
        (
            HEADING.replace("school_id", "school") + ROW,
            ("schools-heading-missing", "schools.csv, row 1, school_id", ""),
        ),
        (HEADING.replace("poverty", "all") + ROW, ("schools-heading-repeated", "schools.csv, row 1, all", "")),
        (HEADING.replace("poverty", "poor") + ROW, ("count-column-missing", "schools.csv, row 1, poverty", "")),
        (
            HEADING.replace("\n", ",economically_disadvantaged\n") + ROW.replace("\n", ",1\n"),
            ("schools-two-columns", "schools.csv, row 1, poverty", "economically_disadvantaged"),
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_where(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text)
    assert read(text).schools is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest", "schools-a-workbook"),
        ((HEADING + ROW).encode("latin-1"), "schools-not-text"),
        ((HEADING + ROW).encode("utf-16"), "schools-not-text"),
    ],
)
def test_other_kinds_of_file_are_recognised(content: bytes, code: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        load_schools(content, FORMULA)
    assert [problem.rule.code for problem in refused.value.problems] == [code]


def test_every_problem_is_told_at_once_in_the_order_of_the_rows() -> None:
    text = HEADING + "S1,A,primary,x,,<5,0\nS1,B,high,1,1,1,1\n"
    assert [problem.row for problem in read(text).problems] == [2, 2, 2, 2, 3]


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_file_makes_the_reader_fall_over(anything: str, cell: str) -> None:
    for text in (anything, HEADING + anything, HEADING + ROW.replace("301", cell)):
        reading = read_schools(text.encode("utf-8", "surrogatepass"), FORMULA)
        if reading.schools is None:
            assert any(problem.severity is Severity.ERROR for problem in reading.problems)
            assert all(problem.says() for problem in reading.problems)
