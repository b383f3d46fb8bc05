"""Files of earlier budgets: CSV and workbook read alike, each rule broken once, written back the same."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.prior import PriorBudget
from throughline.formats.prior import PRIOR_COLUMNS, as_columns, headings_of, load_prior, read_prior, write_prior
from throughline.formats.xlsx.reading import NotAWorkbook, read_first_sheet
from throughline.values.errors import RefusedInput

HEAD = "school_id,school_name,amount,source,students"
NAMES = {"OAK": "Oak School", "ELM": "Elm High"}
FILE = f"""{HEAD}
OAK,Oak School,1000.50,General fund,120
OAK,Oak School,250,"Title I, Part A",
ELM,Elm High,"$2,000.00",,98
"""
BUDGETS = (
    PriorBudget("OAK", 125_050, 120, {"General fund": 100_050, "Title I, Part A": 25_000}),
    PriorBudget("ELM", 200_000, 98),
)
SOURCES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_every_column_is_read() -> None:
    row = ",".join(f'"{column.example}"' for column in PRIOR_COLUMNS)
    budgets, problems = read_prior(f"{','.join(c.name for c in PRIOR_COLUMNS)}\n{row}\n".encode())
    assert not problems
    assert budgets == (PriorBudget("S1", 241_830_050, 412, {"Title I, Part A": 241_830_050}),)


def test_totals_and_sources_are_read_school_by_school() -> None:
    assert read_prior(FILE.encode(), schools=NAMES) == (BUDGETS, ())


def test_a_workbook_says_the_same_as_the_csv() -> None:
    rows: list[list[object]] = [
        list(HEAD.split(",")),
        ["OAK", "Oak School", 1000.5, "General fund", 120],
        [],
        ["OAK", "Oak School", 250, "Title I, Part A", None],
        ["ELM", "Elm High", 2000.0, None, 98],
    ]
    assert read_prior(workbook(rows), "prior.xlsx", schools=NAMES) == (BUDGETS, ())


def test_a_workbook_keeps_cents_as_people_see_them_and_ids_as_digits() -> None:
    rows: list[list[object]] = [["school_id", "amount"], [1001, 0.1 + 0.2], [1002, 1234567.8899999999]]
    budgets, problems = read_prior(workbook(rows), "prior.xlsx")
    assert not problems
    assert budgets == (PriorBudget("1001", 30), PriorBudget("1002", 123_456_789))


def test_a_row_of_a_workbook_is_named_as_the_sheet_numbers_it() -> None:
    rows: list[list[object]] = [["school_id", "amount"], [], [], ["OAK", "lots"]]
    (problem,) = read_prior(workbook(rows), "prior.xlsx").problems
    assert (problem.place(), problem.value) == ("prior.xlsx, row 4, amount", "lots")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "prior-no-rows"),
        (HEAD + "\n", "prior-no-rows"),
        ("school_id,total\nOAK,1\n", "prior-column-missing"),
        ("school_id,amount,Amount\nOAK,1,2\n", "prior-column-repeated"),
        ("school_id,amount\nOAK\n", "prior-row-length"),
        ("school_id,amount\n,1\n", "prior-cell-blank"),
        ("school_id,amount\nOAK,\n", "prior-cell-blank"),
        ("school_id,amount\nOAK,lots\n", "prior-amount"),
        ("school_id,amount\nOAK,1.005\n", "prior-amount"),
        ("school_id,amount\nOAK,-1\n", "prior-amount-negative"),
        ("school_id,amount\nOAK,1000000000000\n", "prior-amount-too-large"),
        ("school_id,amount\nOKA,1\n", "prior-school-unknown"),
        ("school_id,amount,students\nOAK,1,many\n", "prior-students"),
        ("school_id,amount,students\nOAK,1,1.5\n", "prior-students"),
        ("school_id,amount,source,students\nOAK,1,a,1\nOAK,1,b,2\n", "prior-students-differ"),
        ("school_id,amount,source\nOAK,1,a\nOAK,1,a\n", "prior-amount-repeated"),
        ("school_id,amount\nOAK,1\nOAK,1\n", "prior-total-repeated"),
        ("school_id,amount,source\nOAK,3,\nOAK,1,a\nOAK,1,b\n", "prior-total-differs"),
        ("PK\x03\x04 no workbook", "prior-not-a-workbook"),
    ],
)
def test_each_rule_is_broken_once(content: str, code: str) -> None:
    budgets, problems = read_prior(content.encode(), schools={"OAK": "Oak School"})
    assert budgets is None
    assert code in [problem.rule.code for problem in problems]
    assert all(problem.says() and problem.next_step() for problem in problems)


def test_what_is_not_read_and_who_is_left_out_is_told_and_stops_nothing() -> None:
    budgets, problems = read_prior(b"school_id,amount,principal\nOAK,1,Ana\n", schools=NAMES)
    assert budgets == (PriorBudget("OAK", 100),)
    assert [problem.rule.code for problem in problems] == ["prior-column-unknown", "prior-school-left-out"]
    assert "Elm High" in problems[1].says()


def test_a_total_that_misses_its_sources_says_by_how_much() -> None:
    with pytest.raises(RefusedInput) as refused:
        load_prior(("prior.csv", b"school_id,amount,source\nOAK,3,\nOAK,1,a\nOAK,1.50,b\n"))
    (problem,) = refused.value.problems
    assert problem.place() == "prior.csv, row 2, amount"
    assert "come to 2.50, and its total is 3.00: 0.50 apart" in problem.says()


def test_a_formula_may_call_the_columns_otherwise() -> None:
    called = {"last_dollars": "amount", "last_enrolled": "students"}
    content = b"school_id,Last_Dollars,last_enrolled\nOAK,2.5,7\n"
    assert headings_of(content, "prior.csv") == ["school_id", "last_dollars", "last_enrolled"]
    budgets = load_prior(("prior.csv", content), called=called)
    assert budgets == (PriorBudget("OAK", 250, 7),)
    assert as_columns(budgets, called) == b"school_id,last_dollars,last_enrolled\r\nOAK,2.50,7\r\n"


@given(
    st.lists(
        st.builds(
            lambda key, cents, students, sources: PriorBudget(
                key, sum(sources.values()) if sources else cents, students, sources
            ),
            st.sampled_from(["OAK", "ELM", "=1", "'=1", "'x"]),
            st.integers(0, 10**12),
            st.none() | st.integers(0, 9_999),
            st.dictionaries(SOURCES, st.integers(0, 10**10), max_size=4),
        ),
        min_size=1,
        unique_by=lambda one: one.school_id,
    )
)
def test_what_is_written_is_read_back_the_same(budgets: list[PriorBudget]) -> None:
    out = io.StringIO(newline="")
    write_prior(out, budgets, {"OAK": "=Oak"})
    assert read_prior(out.getvalue().encode()) == (tuple(budgets), ())


def changed(name: str, content: bytes) -> bytes:
    """A workbook with one part put in another's place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["school_id", "amount"]]))) as book, zipfile.ZipFile(out, "w") as made:
        for part in book.namelist():
            made.writestr(part, content if part == name else book.read(part))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0 an older kind",
        changed("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        changed("xl/worksheets/sheet1.xml", b"<not closed"),
        changed("xl/worksheets/sheet1.xml", b" " * 31_000_000),
        changed("xl/workbook.xml", b"<workbook/>"),
    ],
    ids=["old", "entities", "broken", "bomb", "no sheet"],
)
def test_a_workbook_that_is_a_trap_is_refused(content: bytes) -> None:
    with pytest.raises(NotAWorkbook):
        read_first_sheet(content)
    assert [problem.rule.code for problem in read_prior(content, "prior.xlsx").problems] == ["prior-not-a-workbook"]


def test_a_file_that_is_refused_names_its_mistakes_and_not_who_is_left_out() -> None:
    budgets, problems = read_prior(b"school_id,amount\nOAK,lots\n", schools=NAMES)
    assert budgets is None
    assert [problem.rule.code for problem in problems] == ["prior-amount"]


def test_of_many_left_out_five_are_named_and_the_rest_counted() -> None:
    schools = {f"S{n}": f"School {n}" for n in range(9)}
    _budgets, (problem,) = read_prior(b"school_id,amount\nS0,1\n", schools=schools)
    assert "School 1, School 2, School 3, School 4, School 5 (+3)" in problem.says()
