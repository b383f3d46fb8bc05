"""Files of counts: CSV and workbook read alike, each rule broken once, nothing ever zero that was not written."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.counts import FiledCounts, read_counts, write_counts

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


def test_each_school_is_read_and_a_withheld_number_is_what_it_may_be() -> None:
    schools, problems = read_counts(FILE.encode(), "counts.csv", columns=COLUMNS, schools=NAMES)
    assert schools == READ
    assert [problem.says() for problem in problems] == [
        "2 of “homeless” are withheld. They are kept as what they may be, never as zero."
    ]


def test_a_workbook_says_the_same_as_the_csv() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD.split(","), ["OAK", "Oak", 1012, 40, "<10"], ["ELM", "Elm", 98, 0, "2-4"]):
        book.active.append(row)
    book.save(out)
    schools, _problems = read_counts(out.getvalue(), "counts.xlsx", columns=COLUMNS, schools=NAMES)
    assert schools == READ


def test_a_mark_without_bounds_may_be_all_who_are_enrolled() -> None:
    schools, _problems = read_counts(
        f"{HEAD}\nOAK,,12,*,0\nELM,,9,1,0\n".encode(), "counts.csv", columns=COLUMNS, schools=NAMES
    )
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
    schools, problems = read_counts(content.encode(), "counts.csv", columns=COLUMNS, schools=NAMES)
    assert schools is None
    assert (code, place) in [(problem.rule.code, problem.place()) for problem in problems]
    assert all(problem.next_step() for problem in problems)


def test_a_column_that_counts_nothing_known_is_told_and_left() -> None:
    content = "school_id,all,homles\nOAK,5,1\nELM,1,0\n"
    schools, problems = read_counts(content.encode(), "counts.csv", columns=COLUMNS, schools=NAMES)
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
    again, _problems = read_counts(out.getvalue().encode(), "counts.csv", columns=COLUMNS, schools=NAMES)
    assert again == schools


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    schools, problems = read_counts(content, "counts.csv", columns=COLUMNS, schools=NAMES)
    assert schools is not None or problems
