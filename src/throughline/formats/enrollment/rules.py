"""What a file of students by year and grade must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str) -> Rule:
    return Rule(f"enrollment-{code}", Severity.ERROR, says, next_step)


NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file has no rows."),
    gettext_noop("Write a heading row and one row for each school, year and grade."),
)
COLUMN_MISSING = _rule(
    "column-missing",
    gettext_noop("There is no column {column}."),
    gettext_noop("The file needs {known}."),
)
ROW_LENGTH = _rule(
    "row-length",
    gettext_noop("This row has {value} cells, and the heading has {headings}."),
    gettext_noop("Put a cell that holds commas in quotation marks."),
)
WHOLE = _rule(
    "whole",
    gettext_noop("A whole number is needed, and this is “{value}”."),
    gettext_noop("Write digits only; a withheld count is not zero, so ask for it."),
)
YEAR = _rule(
    "year",
    gettext_noop("“{value}” is no school year."),
    gettext_noop("Write it as 2026-27, or by the year in which it ends."),
)
GRADE = _rule(
    "grade",
    gettext_noop("“{value}” is no grade that is known."),
    gettext_noop("Write one of {known}."),
)
SCHOOL_UNKNOWN = _rule(
    "school-unknown",
    gettext_noop("No school has the id “{value}”."),
    gettext_noop("Write the id it has in the roster; “{nearest}” is the nearest."),
)
REPEATED = _rule(
    "repeated",
    gettext_noop("Grade {grade} of {year} at {school} was counted on row {first} already."),
    gettext_noop("Keep one of the rows."),
)
CELL_MISSING = _rule(
    "cell-missing",
    gettext_noop("{school} has no count of grade {grade} in {year}."),
    gettext_noop("Add the row; write 0 where there was nobody."),
)
LAST_YEAR = _rule(
    "last-year",
    gettext_noop("{school} has no counts of {year}, the last year of the file."),
    gettext_noop("Add them, or take the school out if it has closed."),
)
REASON = _rule(
    "reason",
    gettext_noop("What is known better needs its reason."),
    gettext_noop("Write why."),
)
NOT_COUNTED = _rule(
    "not-counted",
    gettext_noop("There are no counts of “{value}”."),
    gettext_noop("Write the id as it is in the counts."),
)
