"""What a file of counts must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"counts-{code}", severity, says, next_step)


NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file names no school."),
    gettext_noop("Write a heading row and one row for each school."),
)
COLUMN_MISSING = _rule(
    "column-missing",
    gettext_noop("There is no column “{column}”; the file has {known}."),
    gettext_noop("Head a column “{column}”: the school's id in the roster, or how many students it has in all."),
)
COLUMN_UNKNOWN = _rule(
    "column-unknown",
    gettext_noop("The column “{column}” counts nothing that is known here, so it is not read."),
    gettext_noop("Head it “{nearest}” if that is what is meant."),
    Severity.WARNING,
)
COLUMN_REPEATED = _rule(
    "column-repeated",
    gettext_noop("Two columns count the same: “{column}”."),
    gettext_noop("Keep one of them."),
)
ROW_LENGTH = _rule(
    "row-length",
    gettext_noop("This row has {value} cells, and the heading has {headings}."),
    gettext_noop("Put a cell that holds commas in quotation marks."),
)
SCHOOL_BLANK = _rule(
    "school-blank",
    gettext_noop("This row says no school."),
    gettext_noop("Write the id it has in the roster."),
)
SCHOOL_UNKNOWN = _rule(
    "school-unknown",
    gettext_noop("No school has the id “{value}”."),
    gettext_noop("Write the id it has in the roster; “{nearest}” is the nearest."),
)
SCHOOL_REPEATED = _rule(
    "school-repeated",
    gettext_noop("{value} is on row {first} already; each school is counted once."),
    gettext_noop("Keep one row for it."),
)
SCHOOL_LEFT_OUT = _rule(
    "school-left-out",
    gettext_noop("The file has no row for {schools}, and no school is left out in silence."),
    gettext_noop("Add a row for each; write 0 where a school will have no student."),
)
SCHOOL_NOT_ON_DAY = _rule(
    "school-not-on-day",
    gettext_noop("The file has no row of {day} for {schools}, and no school is left out in silence."),
    gettext_noop("Add a row of that day for each; write 0 where a school had no student."),
)
DAY_NOT_SAID = _rule(
    "day-not-said",
    gettext_noop("The file does not say of which day its numbers are."),
    gettext_noop("Choose the count day on the page, or head a column “{column}” with a day such as 2026-10-01."),
)
ALL_NOT_SAID = _rule(
    "all-not-said",
    gettext_noop("No row of {day} says how many students the school had in all."),
    gettext_noop("Write it under “{column}” in each row of that day; every formula begins from it."),
)
COUNT_BLANK = _rule(
    "count-blank",
    gettext_noop("“{column}” is blank, and a blank is not zero."),
    gettext_noop("Write 0 where there are none, or <10 where the number is withheld."),
)
COUNT = _rule(
    "count",
    gettext_noop("A number of students is a whole number, and this is “{value}”."),
    gettext_noop("Write digits only, such as 412; or <10 where the number is withheld."),
)
ALL_WITHHELD = _rule(
    "all-withheld",
    gettext_noop("How many students a school has in all cannot be withheld: “{value}”."),
    gettext_noop("Write the number; every formula begins from it."),
)
NEED_ABOVE_ALL = _rule(
    "need-above-all",
    gettext_noop("“{column}” counts {value} students, and the school has {enrolled} in all."),
    gettext_noop("Look at both counts; one of them is wrong."),
)
WITHHELD = _rule(
    "withheld",
    gettext_noop("{n} of “{column}” are withheld. They are kept as what they may be, never as zero."),
    gettext_noop("A formula that reads them waits until the numbers are known."),
    Severity.WARNING,
)
