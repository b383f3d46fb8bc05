"""What a file of schools' counts must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"schools-{code}", severity, says, next_step)


A_WORKBOOK = _rule(
    "a-workbook",
    gettext_noop("This is a workbook, and a CSV file is needed."),
    gettext_noop("Open it and save the sheet as “CSV UTF-8 (comma delimited)”."),
)
NOT_TEXT = _rule(
    "not-text",
    gettext_noop("The file is not text in UTF-8."),
    gettext_noop("Save it again as “CSV UTF-8 (comma delimited)”."),
)
NOT_CSV = _rule(
    "not-csv",
    gettext_noop("This row cannot be read as CSV: {reason}."),
    gettext_noop("Look for a quotation mark that is opened and not closed."),
)
EMPTY = _rule(
    "empty",
    gettext_noop("The file names no school."),
    gettext_noop("Write a heading row ({headings}) and one row for each school."),
)
OTHER_SEPARATOR = _rule(
    "other-separator",
    gettext_noop("The columns are not separated by commas."),
    gettext_noop("Save it again as “CSV UTF-8 (comma delimited)”."),
)
HEADING_MISSING = _rule(
    "heading-missing",
    gettext_noop("There is no column “{column}”; the file has {known}."),
    gettext_noop("Head the column “{column}”; the nearest here is “{nearest}”."),
)
HEADING_REPEATED = _rule(
    "heading-repeated",
    gettext_noop("Two columns are headed “{column}”."),
    gettext_noop("Take one of them out, or give it another heading."),
)
TWO_COLUMNS = _rule(
    "two-columns",
    gettext_noop("Both “{column}” and “{value}” could count the same need."),
    gettext_noop("Keep one of the two columns."),
)
DAYS_NOT_SAID = _rule(
    "days-not-said",
    gettext_noop("A count day is asked for, and the file does not say of which day its rows are."),
    gettext_noop("Add a column “{column}” with a day such as 2026-10-01 in each row, or leave the days out."),
)
DAY_UNREADABLE = _rule(
    "day-unreadable",
    gettext_noop("“{value}” is no day of the calendar."),
    gettext_noop("Write the day as 2026-10-01."),
)
DAY_UNDECIDED = _rule(
    "day-undecided",
    gettext_noop("The file holds the counts of several days: {days}."),
    gettext_noop("Say on which of them enrollment is counted: --count-day 2026-10-01."),
)
DAY_MISSING = _rule(
    "day-missing",
    gettext_noop("Enrollment is counted on {value}, and the file has no row of that day; it has {days}."),
    gettext_noop("Add the rows of that day, or choose one that is there with --count-day."),
)
NEED_DAY_MISSING = _rule(
    "need-day-missing",
    gettext_noop("“{column}” is counted on {value}, and the file has no row of that day; it has {days}."),
    gettext_noop("Add the rows of that day, or choose one that is there: --need-day {column}=2026-12-01."),
)
SCHOOL_NOT_ON_DAY = _rule(
    "school-not-on-day",
    gettext_noop("“{column}” is counted on {day}, and the file has no row of that day for {school}. That is no zero."),
    gettext_noop("Add the school's row of that day, or choose another day: --need-day {column}=2026-12-01."),
)
NO_SUCH_NEED = _rule(
    "no-such-need",
    gettext_noop("A day is given for “{column}”, and the formula counts no such thing; it counts {known}."),
    gettext_noop("The nearest is “{nearest}”."),
)
COLUMN_UNUSED = _rule(
    "column-unused",
    gettext_noop("The formula pays for nothing counted in “{column}”, so it was not used."),
    gettext_noop("Nothing needs to be done, unless you expected it to count."),
    Severity.NOTICE,
)
ROW_LENGTH = _rule(
    "row-length",
    gettext_noop("This row has {value} cells, and the heading has {headings}."),
    gettext_noop("Look for a missing or extra comma; put a name that holds a comma in quotes."),
)
CONTROL_CHARACTER = _rule(
    "control-character",
    gettext_noop("This cell holds a character that cannot be shown."),
    gettext_noop("Type the name again, or save the file as “CSV UTF-8 (comma delimited)”."),
)
COUNT_BLANK = _rule(
    "count-blank",
    gettext_noop("There is no count here, and a blank is not zero."),
    gettext_noop("Write the count; write 0 where a school has none."),
)
COUNT_NOT_A_NUMBER = _rule(
    "count-not-a-number",
    gettext_noop("A count is a whole number, and this is “{value}”."),
    gettext_noop("Write digits only, such as 412: no words, commas or spaces."),
)
ANSWER_NEEDED = _rule(
    "answer-needed",
    gettext_noop("“{column}” needs yes or no, and this is {value}."),
    gettext_noop("Write yes or no."),
)
PRIOR_NEEDED = _rule(
    "prior-needed",
    gettext_noop("The formula begins from last year's figures, and there are none."),
    gettext_noop("Give a file of last year's figures with the columns {headings}."),
)
PRIOR_MISSING = _rule(
    "prior-missing",
    gettext_noop("Last year's figures say nothing of the school {value}."),
    gettext_noop("Add a row for it; write what a new school begins from, or 0."),
)
SOURCE_UNKNOWN = _rule(
    "source-unknown",
    gettext_noop("The formula has no source “{value}”; it has {known}."),
    gettext_noop("Write “{nearest}” if that is what is meant, or take the row out."),
)
