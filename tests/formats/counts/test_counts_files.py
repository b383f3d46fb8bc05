"""Files of counts: CSV and workbook read alike, each rule broken once, nothing ever zero that was not written."""

import io
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.counts import CountsReading, FiledCounts, read_counts, write_counts, write_days
from throughline.values.problem import Problem

NAMES = {"OAK": "Oak School", "ELM": "Elm High"}
COLUMNS = {"all": "all", "enrolled": "all", "english_learner": "english_learner", "homeless": "homeless"}
HEAD = "school_id,school_name,enrolled,english_learner,homeless"
FILE = f"""{HEAD}
OAK,Oak School,"1,012",40,<10
ELM,Elm High,98,0,2-4
"""
READ = (
    FiledCounts("OAK", {"all": 1012, "english_learner": 40}, {"homeless": (0, 9)}),
    FiledCounts("ELM", {"all": 98, "english_learner": 0}, {"homeless": (2, 4)}),
)

OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)
Schools = tuple[FiledCounts, ...]


def read_days(content: bytes, file: str = "counts.csv", on: date | None = None) -> CountsReading:
    return read_counts(content, file, columns=COLUMNS, schools=lambda _day: NAMES, on=on)


def read_one(content: bytes, file: str = "counts.csv") -> tuple[Schools | None, tuple[Problem, ...]]:
    """A file that says no day, read for the first of October."""
    days, problems = read_days(content, file, OCTOBER)
    return None if days is None else days[OCTOBER], problems


def test_each_school_is_read_and_a_withheld_number_is_what_it_may_be() -> None:
    schools, problems = read_one(FILE.encode())
    assert schools == READ
    assert [problem.says() for problem in problems] == [
        "2 of “homeless” are withheld. They are kept as what they may be, never as zero."
    ]


def test_a_workbook_says_the_same_as_the_csv() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD.split(","), ["OAK", "Oak", 1012, 40, "<10"], ["ELM", "Elm", 98, 0, "2-4"]):
        book.active.append(row)
    book.save(out)
    schools, _problems = read_one(out.getvalue(), "counts.xlsx")
    assert schools == READ


def test_a_mark_without_bounds_may_be_all_who_are_enrolled() -> None:
    schools, _problems = read_one(f"{HEAD}\nOAK,,12,*,0\nELM,,9,1,0\n".encode())
    assert schools
    assert schools[0].withheld == {"english_learner": (0, 12)}


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("", "counts-no-rows", "counts.csv"),
        (f"{HEAD}\n", "counts-no-rows", "counts.csv"),
        ("school_id,homeless\nOAK,1\n", "counts-column-missing", "counts.csv, row 1, all"),
        ("school_id,all,enrolled\nOAK,1,1\n", "counts-column-repeated", "counts.csv, row 1, enrolled"),
        ("school_id,all\nOAK\n", "counts-row-length", "counts.csv, row 2"),
        ("school_id,all\n,5\n", "counts-school-blank", "counts.csv, row 2, school_id"),
        ("school_id,all\nOAKS,5\nELM,1\n", "counts-school-unknown", "counts.csv, row 2, school_id"),
        ("school_id,all\nOAK,5\nELM,1\nOAK,5\n", "counts-school-repeated", "counts.csv, row 4, school_id"),
        ("school_id,all\nOAK,5\n", "counts-school-left-out", "counts.csv, school_id"),
        ("school_id,all\nOAK,\nELM,1\n", "counts-count-blank", "counts.csv, row 2, all"),
        ("school_id,all\nOAK,twelve\nELM,1\n", "counts-count", "counts.csv, row 2, all"),
        ("school_id,all\nOAK,-1\nELM,1\n", "counts-count", "counts.csv, row 2, all"),
        ("school_id,all\nOAK,1.5\nELM,1\n", "counts-count", "counts.csv, row 2, all"),
        ("school_id,all\nOAK,<10\nELM,1\n", "counts-all-withheld", "counts.csv, row 2, all"),
        ("school_id,all,homeless\nOAK,5,6\nELM,1,0\n", "counts-need-above-all", "counts.csv, row 2, homeless"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(content: str, code: str, place: str) -> None:
    schools, problems = read_one(content.encode())
    assert schools is None
    assert (code, place) in [(problem.rule.code, problem.place()) for problem in problems]
    assert all(problem.next_step() for problem in problems)


def test_a_column_that_counts_nothing_known_is_told_and_left() -> None:
    content = "school_id,all,homles\nOAK,5,1\nELM,1,0\n"
    schools, problems = read_one(content.encode())
    assert schools
    assert [problem.next_step() for problem in problems] == ["Head it “homeless” if that is what is meant."]


@st.composite
def filed(draw: st.DrawFn) -> tuple[FiledCounts, ...]:
    made = []
    for key in NAMES:
        n = draw(st.integers(0, 5000))
        counts, withheld = {"all": n}, {}
        for code in ("english_learner", "homeless"):
            if draw(st.booleans()):
                counts[code] = draw(st.integers(0, n))
            else:
                low, high = sorted(draw(st.tuples(st.integers(0, n), st.integers(0, n))))
                withheld[code] = (low, high)
        made.append(FiledCounts(key, counts, withheld))
    return tuple(made)


@given(filed())
def test_what_is_written_is_read_back_the_same(schools: tuple[FiledCounts, ...]) -> None:
    out = io.StringIO(newline="")
    write_counts(out, schools, NAMES)
    again, _problems = read_one(out.getvalue().encode())
    assert again == schools


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    schools, problems = read_one(content)
    assert schools is not None or problems


SEVERAL = """school_id,level,counted_on,all,english_learner,homeless
OAK,high,2026-10-01,"1,012",40,<10
ELM,high,2026-10-01,98,0,2-4
ELM,high,2026-12-01,97,,5
OAK,high,2026-12-01,1000,,9
"""
READ_BY_DAY: Mapping[date, Schools] = {
    OCTOBER: READ,
    DECEMBER: (FiledCounts("ELM", {"all": 97, "homeless": 5}), FiledCounts("OAK", {"all": 1000, "homeless": 9})),
}


def test_each_row_is_of_the_day_it_says_and_a_day_counts_what_its_rows_count() -> None:
    days, problems = read_days(SEVERAL.encode(), on=date(2020, 1, 1))
    assert days == READ_BY_DAY
    assert [problem.rule.code for problem in problems] == ["counts-withheld"], "a level is of no concern here"


def test_a_workbook_keeps_a_day_as_a_number() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["school_id", "counted_on", "all"])
    for key, day in (("OAK", OCTOBER), ("ELM", OCTOBER), ("OAK", DECEMBER), ("ELM", DECEMBER)):
        book.active.append([key, day, 5])
    book.save(out)
    days, problems = read_days(out.getvalue(), "counts.xlsx")
    assert days is not None
    assert [*days] == [OCTOBER, DECEMBER]
    assert not problems


@pytest.mark.parametrize(
    ("content", "code", "place", "words"),
    [
        ("school_id,all\nOAK,1\nELM,1\n", "counts-day-not-said", "counts.csv, row 1, counted_on", "the count day"),
        (SEVERAL.replace("2026-12-01,1000", "Dec 1,1000"), "schools-day-unreadable", "counts.csv, row 5, counted_on",
         "2026-10-01"),
        (SEVERAL.replace("OAK,high,2026-12-01,1000,,9\n", ""), "counts-school-not-on-day", "counts.csv, school_id",
         "that day"),
        (SEVERAL.replace("2026-12-01,1000", "2026-10-01,1000"), "school-repeated", "counts.csv, row 5, school_id",
         "Keep one"),
        (SEVERAL.replace("1000,,9", "1000,,"), "counts-count-blank", "counts.csv, row 5, homeless", "Write 0"),
        (SEVERAL.replace("1000,,9", ",,9").replace("97,,5", ",,5"), "counts-all-not-said", "counts.csv, all", "“all”"),
        (SEVERAL.replace("1000,,9", "8,,9"), "counts-need-above-all", "counts.csv, row 5, homeless", "wrong"),
        ("school_id,counted_on,all\n", "counts-no-rows", "counts.csv", "heading row"),
    ],
)  # fmt: skip
def test_what_is_wrong_on_a_day_is_named_with_its_place(content: str, code: str, place: str, words: str) -> None:
    days, problems = read_days(content.encode())
    assert days is None
    assert any((one.rule.code, one.place()) == (code, place) and words in one.next_step() for one in problems), problems


@given(filed(), filed())
def test_several_days_are_written_and_read_back_the_same(one: Schools, other: Schools) -> None:
    out = io.StringIO(newline="")
    write_days(out, {OCTOBER: one, DECEMBER: other}, NAMES)
    assert read_days(out.getvalue().encode()).days == {OCTOBER: one, DECEMBER: other}
