"""What a file of revenues must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"revenues-{code}", severity, says, next_step)


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
NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file names no revenue."),
    gettext_noop("Write a heading row and one row for each source."),
)
ROW_LENGTH = _rule(
    "row-length",
    gettext_noop("This row has {value} cells, and the heading has {headings}."),
    gettext_noop("Put a cell that holds commas in quotation marks."),
)
CELL_BLANK = _rule(
    "cell-blank",
    gettext_noop("“{column}” is needed for every source."),
    gettext_noop("Write it, such as: {example}"),
)
CODE_FORM = _rule(
    "code-form",
    gettext_noop("A source's code is lower-case letters, digits and underscores, and this is “{value}”."),
    gettext_noop("Write it like this: {example}"),
)
CODE_REPEATED = _rule(
    "code-repeated",
    gettext_noop("“{value}” stands on row {first} already."),
    gettext_noop("Keep one row, with the sum of both."),
)
CHOICE = _rule(
    "choice",
    gettext_noop("“{column}” is one of {known}, and this is “{value}”."),
    gettext_noop("Write “{nearest}” if that is what is meant."),
)
YES_OR_NO = _rule(
    "yes-or-no",
    gettext_noop("“{column}” is true or false, and this is “{value}”."),
    gettext_noop("Write true or false."),
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
PERCENT = _rule(
    "percent",
    gettext_noop("A percentage is from 0 to 100, and this is “{value}”."),
    gettext_noop("Write 12.5 for twelve and a half percent."),
)
SERVICE = _rule(
    "service",
    gettext_noop("“{value}” is not a service and what is kept for it."),
    gettext_noop("Write it like this: {example}"),
)
DATE = _rule(
    "date",
    gettext_noop("“{column}” needs a day, and this is “{value}”."),
    gettext_noop("Write year, month and day, such as 2027-06-30."),
)
DATES_REVERSED = _rule(
    "dates-reversed",
    gettext_noop("The last day ({value}) comes before the first ({first})."),
    gettext_noop("Exchange the two, or mend the one that is wrong."),
)
SCHOOL_UNKNOWN = _rule(
    "school-unknown",
    gettext_noop("No school has the id “{value}”."),
    gettext_noop("Write the id it has in the roster; “{nearest}” is the nearest."),
)
SOURCE_UNKNOWN = _rule(
    "source-unknown",
    gettext_noop("“{value}” is no source of the file of revenues."),
    gettext_noop("Write “{nearest}” if that is what is meant, or add the source to the other file."),
)
AMOUNT_REPEATED = _rule(
    "amount-repeated",
    gettext_noop("{school} has an amount of “{value}” on row {first} already."),
    gettext_noop("Keep one row, with the sum of both."),
)
