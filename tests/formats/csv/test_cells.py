"""What each kind of cell reads, mends and refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.csv.cells import check_for
from throughline.formats.csv.columns import Column, Kind
from throughline.values.problem import Severity

CASES = [
    (Kind.DATE, "2025-09-01", "2025-09-01", ""),
    (Kind.DATE, "2025-09-01T00:00:00.000Z", "2025-09-01", "csv.date_with_time"),
    (Kind.DATE, " 2025-09-01", "2025-09-01", "csv.spaces_read_away"),
    (Kind.DATE, "1/05/2023", "1/05/2023", "csv.not_date"),
    (Kind.DATE, "2025-02-30", "2025-02-30", "csv.not_date"),
    (Kind.DATE, "0001-01-01", "0001-01-01", "csv.not_date"),
    (Kind.DATE, "٢٠٢٥-٠٩-٠١", "٢٠٢٥-٠٩-٠١", "csv.not_date"),
    (Kind.BOOLEAN, "true", "true", ""),
    (Kind.BOOLEAN, "", "", ""),
    (Kind.BOOLEAN, "TRUE", "true", "csv.boolean_case"),
    (Kind.BOOLEAN, "Y", "Y", "csv.not_boolean"),
    (Kind.BOOLEAN, "1", "1", "csv.not_boolean"),
    (Kind.DATETIME, "2025-01-02T03:04:05.006Z", "2025-01-02T03:04:05.006Z", ""),
    (Kind.DATETIME, "2025-01-02T03:04:05+02:00", "2025-01-02T03:04:05+02:00", ""),
    (Kind.DATETIME, "2025-01-02 03:04:05", "2025-01-02 03:04:05", "csv.not_datetime"),
    (Kind.DATETIME, "2025-01-02", "2025-01-02", "csv.not_datetime"),
    (Kind.YEAR, "2026", "2026", ""),
    (Kind.YEAR, "2025-26", "2025-26", "csv.not_year"),
    (Kind.TIME, "9:05", "09:05", ""),
    (Kind.TIME, "25:00", "25:00", "csv.not_time"),
    (Kind.GRADES, "KG,01", "KG,01", ""),
    (Kind.GRADES, "6", "06", "csv.grade_read_as"),
    (Kind.GRADES, "K, 1", "KG,01", "csv.grade_read_as"),
    (Kind.GRADES, "09, 10", "09,10", "csv.list_spaces"),
    (Kind.GRADES, "Sophomore", "Sophomore", "csv.grade_unknown"),
    (Kind.IDS, "a, b,,c", "a,b,c", "csv.list_spaces"),
    (Kind.MONEY, "1234.5", "1234.50", ""),
    (Kind.MONEY, "$1,234.50", "1234.50", "csv.money_read_as"),
    (Kind.MONEY, "-12", "-12.00", ""),
    (Kind.MONEY, "1.234", "1.234", "csv.not_money"),
    (Kind.MONEY, "1,23", "1,23", "csv.not_money"),
    (Kind.MONEY, "(12.00)", "(12.00)", "csv.not_money"),
    (Kind.NUMBER, "87.5", "87.5", ""),
    (Kind.NUMBER, "87.5%", "87.5%", "csv.not_number"),
    (Kind.NUMBER, "NaN", "NaN", "csv.not_number"),
    (Kind.SLUG, "english_learner", "english_learner", ""),
    (Kind.SLUG, "English Learner", "English Learner", "csv.not_slug"),
]


@pytest.mark.parametrize(("kind", "value", "text", "code"), CASES)
def test_a_cell_is_read_as_its_kind_says(kind: Kind, value: str, text: str, code: str) -> None:
    check = check_for(Column("x", kind))
    assert check is not None
    reading = check(value)
    assert reading.text == text
    assert (reading.rule.code if reading.rule else "") == code


def test_a_number_outside_what_its_column_may_hold_is_refused_and_told_the_limits() -> None:
    check = check_for(Column("percent", Kind.NUMBER, between=(0, 200)))
    assert check
    assert [check(value).rule for value in ("0", "87.5", "200", "200.00", "")] == [None] * 5
    for value in ("-0.01", "200.01", "999999999999"):
        reading = check(value)
        assert reading.rule is not None
        assert reading.rule.code == "csv.number_outside"
        assert reading.details == {"least": "0", "most": "200"}


def test_a_word_with_capitals_is_refused_strictly_and_read_leniently() -> None:
    column = Column("role", Kind.CHOICE, choices=("student", "site_admin"))
    strict, lenient = check_for(column), check_for(column, lenient=True)
    assert strict
    assert lenient
    assert strict("Student").rule is not None
    assert strict("Student").rule.code == "csv.choice_case"  # type: ignore[union-attr]  # asserted above
    assert lenient("Site Admin").text == "site_admin"
    assert lenient("Site Admin").rule.severity is Severity.WARNING  # type: ignore[union-attr]  # a warning is meant


def test_an_extension_word_is_read_where_the_column_may_be_extended() -> None:
    check = check_for(Column("type", Kind.CHOICE, choices=("school",), extensible=True))
    assert check
    assert check("ext:campus").rule is None
    assert check("ext:").rule is not None


@given(st.sampled_from([kind for kind in Kind if kind not in (Kind.TEXT, Kind.ID, Kind.SECRET)]), st.text())
def test_no_text_breaks_a_check_and_what_is_read_reads_the_same_again(kind: Kind, value: str) -> None:
    check = check_for(Column("x", kind, choices=("yes", "no")))
    assert check
    reading = check(value)
    if reading.rule is None or reading.rule.severity is not Severity.ERROR:
        again = check(reading.text)
        assert again.text == reading.text
        assert again.rule is None or again.rule.code == "csv.grade_unknown"
