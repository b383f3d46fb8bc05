"""What a catalog of positions must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"positions-{code}", severity, says, next_step)


NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file names no position."),
    gettext_noop("Write a heading row and one row for each position."),
)
COLUMN_MISSING = _rule(
    "column-missing",
    gettext_noop("There is no column “{column}”; the file has {known}."),
    gettext_noop("Head a column “{column}”, such as: {example}"),
)
COLUMN_REPEATED = _rule(
    "column-repeated",
    gettext_noop("Two columns are headed “{column}”."),
    gettext_noop("Keep one of them."),
)
COLUMN_UNKNOWN = _rule(
    "column-unknown",
    gettext_noop("The column “{column}” is not read."),
    gettext_noop("Head it “{nearest}” if that is what is meant. A list of people by name is not wanted here."),
    Severity.WARNING,
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
CODE = _rule(
    "code",
    gettext_noop("“{value}” is no code of a position."),
    gettext_noop("Write letters, digits, hyphens and underscores, at most 40, such as: LIB-10"),
)
CODE_REPEATED = _rule(
    "code-repeated",
    gettext_noop("{value} is on row {first} already."),
    gettext_noop("Keep one row for each position, or give the other a code of its own."),
)
TOO_LONG = _rule(
    "too-long",
    gettext_noop("“{column}” has {length} characters."),
    gettext_noop("Keep it to {most}."),
)
AMOUNT = _rule(
    "amount",
    gettext_noop("“{column}” needs dollars, and this is “{value}”."),
    gettext_noop("Write a number with at most two decimals, such as 71400.00."),
)
AMOUNT_RANGE = _rule(
    "amount-range",
    gettext_noop("“{column}” is dollars for one full unit in a year, from 0 to 9,999,999.99; this is “{value}”."),
    gettext_noop("Look for a sign, a missing decimal point, or the sum of many people's pay."),
)
PERCENT = _rule(
    "percent",
    gettext_noop("“{column}” needs percent from 0 to 200, and this is “{value}”."),
    gettext_noop("Write a number with at most four decimals, such as 21.65 for 21.65 %."),
)
LOW_PERCENT = _rule(
    "low-percent",
    gettext_noop("“{column}” is {value}, which is less than one percent."),
    gettext_noop("Write 21.65 where 0.2165 of the salary is meant."),
    Severity.WARNING,
)
