"""Files of students by school, year and grade: read with every fault named, and written back the same."""

import io

import pytest

from throughline.formats.enrollment import read_births, read_history, read_known, write_history

HEAD = "school_id,year,grade,students\n"
COUNTS = HEAD + "".join(
    f"A,{year},{grade},{n}\n"
    for year, row in (("2024-25", (50, 48)), ("2026", (60, 45)))
    for grade, n in zip(("K", "1"), row, strict=True)
)
SCHOOLS = {"A": "Alder", "B": "Birch"}


def test_years_are_read_by_name_or_by_the_year_they_end() -> None:
    histories, problems = read_history(COUNTS.encode(), schools=SCHOOLS)
    assert not problems
    assert histories is not None
    history = histories["A"]
    assert (history.years, history.grades, history.counts) == ((2025, 2026), ("KG", "01"), ((50, 48), (60, 45)))


def test_what_is_written_is_read_the_same() -> None:
    histories, _problems = read_history(COUNTS.encode())
    assert histories is not None
    out = io.StringIO(newline="")
    write_history(out, histories)
    assert read_history(out.getvalue().encode()).histories == histories


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("A,2026,1,45\n", "", "enrollment-cell-missing"),
        ("A,2026,1,45", "A,2026,1,<10", "enrollment-whole"),
        ("A,2026,1,45", "A,2026,1,-4", "enrollment-whole"),
        ("A,2026,1,45", "A,2026,13,45", "enrollment-grade"),
        ("A,2026,1,45", "A,2026,k,45", "enrollment-repeated"),
        ("A,2026,1,45", "A,2026-28,1,45", "enrollment-year"),
        ("A,2026,1,45", "A,2026,1", "enrollment-row-length"),
        ("A,2026,1,45", "C,2026,1,45", "enrollment-school-unknown"),
        ("A,2026,1,45", "A,2026,1,45\nB,2025,1,4", "enrollment-last-year"),
        ("students\n", "pupils\n", "enrollment-column-missing"),
        (COUNTS, HEAD, "enrollment-no-rows"),
        (COUNTS, "", "enrollment-no-rows"),
        (COUNTS, "\x00\xff", "enrollment-column-missing"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_write(old: str, new: str, code: str) -> None:
    histories, problems = read_history(COUNTS.replace(old, new).encode("utf-8"), schools=SCHOOLS)
    assert histories is None
    assert code in [problem.rule.code for problem in problems]
    assert all(problem.says() and problem.next_step() for problem in problems)


def test_births_and_what_is_known_better() -> None:
    histories, _problems = read_history(COUNTS.encode())
    assert histories is not None
    assert read_births(b"school_id,year,births\nA,2027,66\n") == ({"A": {2027: 66}}, ())
    known = b"school_id,year,grade,students,reason\nA,2027,1,-5,A program moves\n"
    assert read_known(known, "known.csv", histories)[0]["A"][0].students == -5
    bad = b"school_id,year,grade,students,reason\nA,2027,1,5,\nB,2027,1,x,Homes\n"
    codes = [problem.rule.code for problem in read_known(bad, "known.csv", histories)[1]]
    assert codes == ["enrollment-reason", "enrollment-whole", "enrollment-not-counted"]
