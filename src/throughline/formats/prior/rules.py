"""What a file of earlier budgets must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"prior-{code}", severity, says, next_step)


NOT_A_WORKBOOK = _rule(
    "not-a-workbook",
    gettext_noop("This workbook cannot be read: it is of an older kind, protected, or broken."),
    gettext_noop("Save the sheet as “Excel workbook (.xlsx)” or as “CSV UTF-8 (comma delimited)”."),
)
COLUMN_MISSING = _rule(
    "column-missing",
    gettext_noop("There is no column “{column}”; the file has {known}."),
    gettext_noop("Head a column “{column}”, such as: {example}"),
)
COLUMN_UNKNOWN = _rule(
    "column-unknown",
    gettext_noop("The column “{column}” is not read."),
    gettext_noop("Head it “{nearest}” if that is what is meant."),
    Severity.WARNING,
)
COLUMN_REPEATED = _rule(
    "column-repeated",
    gettext_noop("Two columns are headed “{column}”."),
    gettext_noop("Keep one of them."),
)
NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file names no school."),
    gettext_noop("Write a heading row and one row for each school."),
)
ROW_LENGTH = _rule(
    "row-length",
    gettext_noop("This row has {value} cells, and the heading has {headings}."),
    gettext_noop("Put a cell that holds commas in quotation marks."),
)
CELL_BLANK = _rule(
    "cell-blank",
    gettext_noop("“{column}” is needed in every row."),
    gettext_noop("Write it, such as: {example}"),
)
AMOUNT = _rule(
    "amount",
    gettext_noop("“{column}” needs dollars, and this is “{value}”."),
    gettext_noop("Write a number with at most two decimals, such as 1250000.00."),
)
AMOUNT_NEGATIVE = _rule(
    "amount-negative",
    gettext_noop("“{column}” is below zero: {value}."),
    gettext_noop("Write 0 or more; what is owed back is a cost of its own."),
)
AMOUNT_TOO_LARGE = _rule(
    "amount-too-large",
    gettext_noop("“{value}” is more dollars than any school has."),
    gettext_noop("Look for a missing decimal point or two amounts in one cell."),
)
STUDENTS = _rule(
    "students",
    gettext_noop("A number of students is a whole number, and this is “{value}”."),
    gettext_noop("Write digits only, such as 412; leave it blank where it is not known."),
)
STUDENTS_DIFFER = _rule(
    "students-differ",
    gettext_noop("{school} has {value} students here and {first} on an earlier row."),
    gettext_noop("Write the same number on each row of the school, or on one of them only."),
)
SCHOOL_UNKNOWN = _rule(
    "school-unknown",
    gettext_noop("No school has the id “{value}”."),
    gettext_noop("Write the id it has in the roster; “{nearest}” is the nearest."),
)
AMOUNT_REPEATED = _rule(
    "amount-repeated",
    gettext_noop("{school} has an amount of “{value}” on row {first} already."),
    gettext_noop("Keep one row, with the sum of both."),
)
TOTAL_REPEATED = _rule(
    "total-repeated",
    gettext_noop("{school} has its total on row {first} already."),
    gettext_noop("Keep one row without a source; name the source on the others."),
)
TOTAL_DIFFERS = _rule(
    "total-differs",
    gettext_noop("The sources of {school} come to {sources}, and its total is {total}: {difference} apart."),
    gettext_noop("Mend the amount that is wrong, or leave the row of the total out."),
)
SCHOOL_LEFT_OUT = _rule(
    "school-left-out",
    gettext_noop("The file says nothing of {schools}."),
    gettext_noop("They are shown without an earlier budget. Add a row for each where that is not so."),
    Severity.WARNING,
)
