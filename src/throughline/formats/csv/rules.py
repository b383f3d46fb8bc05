"""What any CSV file must keep to, whichever layout it follows."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

# The file as a whole

NOT_UTF8: Final = Rule(
    "csv.not_utf8",
    _ERROR,
    gettext_noop("Row {row} is not UTF-8 text: byte {byte} of the file is {found}. The file is not read."),
    gettext_noop("Export the file again as CSV UTF-8; nothing is guessed about the letters."),
)
UTF16: Final = Rule(
    "csv.utf16",
    _ERROR,
    gettext_noop("The file is UTF-16 text, often saved as “Unicode text”. The file is not read."),
    gettext_noop("Save it as CSV UTF-8 (comma delimited) and send it again."),
)
NOT_TEXT: Final = Rule(
    "csv.not_text",
    _ERROR,
    gettext_noop("The file is not CSV text but of another kind: {found}."),
    gettext_noop("Export or save the file as CSV UTF-8 and send that."),
)
EMPTY: Final = Rule(
    "csv.empty",
    _ERROR,
    gettext_noop("The file is empty: not even the header row is there."),
    gettext_noop("Export the file again. If there is nothing to send, leave the file out."),
)
NO_ROWS: Final = Rule(
    "csv.no_rows",
    _ERROR,
    gettext_noop("The file has a header and no rows. That is never read as “everyone has left”."),
    gettext_noop("Export the file again. If there is nothing to send, leave the file out."),
)
LINE_WITHOUT_END: Final = Rule(
    "csv.line_without_end",
    _ERROR,
    gettext_noop("Row {row} runs on for more than {limit} characters. The file is not read further."),
    gettext_noop("Check that the file is CSV and that its lines end with a line feed."),
)
LINE_ENDS: Final = Rule(
    "csv.line_ends",
    _ERROR,
    gettext_noop("The lines end with carriage returns alone, as on very old systems. The file is not read."),
    gettext_noop("Save it as CSV UTF-8, not as “CSV (Macintosh)”."),
)
BROKEN_OFF: Final = Rule(
    "csv.broken_off",
    _ERROR,
    gettext_noop("The file could not be read to its end: it is broken or cut short."),
    gettext_noop("Make the zip again, or send the files in a folder."),
)
OTHER_DELIMITER: Final = Rule(
    "csv.other_delimiter",
    _WARNING,
    gettext_noop("Cells are separated by “{found}”, where a comma is expected. They were read all the same."),
    gettext_noop("Nothing to do; exporting with commas makes this warning go away."),
)

# The header

COLUMN_MISSING: Final = Rule(
    "csv.column_missing",
    _ERROR,
    gettext_noop("The column {column} is needed and is not there. Found: {found}."),
    gettext_noop("Add the column. Needed are: {wanted}."),
)
COLUMN_LEFT_OUT: Final = Rule(
    "csv.column_left_out",
    _NOTICE,
    gettext_noop("These columns are not there, and are taken as not known: {found}."),
    gettext_noop("Nothing to do, unless you meant to send them."),
)
COLUMN_TWICE: Final = Rule(
    "csv.column_twice",
    _ERROR,
    gettext_noop("The column {column} stands in the header more than once. The file is not read."),
    gettext_noop("Remove or rename one of the two columns."),
)
COLUMN_WITHOUT_NAME: Final = Rule(
    "csv.column_without_name",
    _WARNING,
    gettext_noop("A column has no name in the header and is not read."),
    gettext_noop("Name the column, or remove it."),
)
COLUMN_UNKNOWN: Final = Rule(
    "csv.column_unknown",
    _WARNING,
    gettext_noop("The column {column} is not part of this file and is not read."),
    gettext_noop("Check its spelling if you meant to send it. Known are: {wanted}."),
)
COLUMN_CASE: Final = Rule(
    "csv.column_case",
    _WARNING,
    gettext_noop("The column {column} was read as {wanted}."),
    gettext_noop("Nothing to do; naming it {wanted} makes this warning go away."),
)

# A row

QUOTE: Final = Rule(
    "csv.quote",
    _ERROR,
    gettext_noop("A quotation mark stands where none may: a cell's quotes do not open and close properly."),
    gettext_noop("Put quotes around the whole cell and double each one within it."),
)
LINE_BREAK: Final = Rule(
    "csv.line_break",
    _ERROR,
    gettext_noop("A cell runs over more than one line, or its closing quotation mark is missing."),
    gettext_noop("Remove the line break from the cell, or close its quotes."),
)
TOO_FEW_CELLS: Final = Rule(
    "csv.too_few_cells",
    _ERROR,
    gettext_noop("The row has {found} cells where the header has {wanted}."),
    gettext_noop("Add the missing cells; leave them blank where nothing is known."),
)
TOO_MANY_CELLS: Final = Rule(
    "csv.too_many_cells",
    _ERROR,
    gettext_noop("The row has {found} cells where the header has {wanted}."),
    gettext_noop("Put quotes around a cell that holds a comma, or remove the extra cell."),
)
BLANK_ROW: Final = Rule(
    "csv.blank_row",
    _WARNING,
    gettext_noop("The row is blank and was passed over."),
    gettext_noop("Nothing to do."),
)
ROW_TOO_LONG: Final = Rule(
    "csv.row_too_long",
    _ERROR,
    gettext_noop("The row has {found} characters; at most {limit} can be taken."),
    gettext_noop("Shorten the longest cell."),
)
CONTROL_CHARACTER: Final = Rule(
    "csv.control_character",
    _ERROR,
    gettext_noop("The row holds a character that is no text, such as a NUL ({found})."),
    gettext_noop("Remove the character in the system the file comes from."),
)
ENDS_BEFORE_START: Final = Rule(
    "csv.ends_before_start",
    _ERROR,
    gettext_noop("{column} is {value}, which is before {start_column}, {start}."),
    gettext_noop("Correct one of the two dates."),
)

# A cell

BLANK: Final = Rule(
    "csv.blank",
    _ERROR,
    gettext_noop("{column} is blank, and it is needed in every row."),
    gettext_noop("Fill it in."),
)
TOO_LONG: Final = Rule(
    "csv.too_long",
    _ERROR,
    gettext_noop("{column} has {found} characters; at most {limit} can be taken."),
    gettext_noop("Shorten it."),
)
SPACES_READ_AWAY: Final = Rule(
    "csv.spaces_read_away",
    _WARNING,
    gettext_noop("{column} has spaces around it; they were left out."),
    gettext_noop("Nothing to do."),
)
SPACES_KEPT: Final = Rule(
    "csv.spaces_kept",
    _WARNING,
    gettext_noop("The id in {column} starts or ends with a space. It was kept so, and matches only the same."),
    gettext_noop("Remove the space where it is not meant, in every file."),
)
SCIENTIFIC_ID: Final = Rule(
    "csv.scientific_id",
    _WARNING,
    gettext_noop("The id in {column} looks like a long number that a spreadsheet has rounded."),
    gettext_noop("Export the file again and do not open it in a spreadsheet before sending it."),
)
DAMAGED_TEXT: Final = Rule(
    "csv.damaged_text",
    _WARNING,
    gettext_noop("{column} holds a replacement character: a letter was lost before the file reached us."),
    gettext_noop("Correct it in the system the file comes from, and export as UTF-8."),
)
NOT_BOOLEAN: Final = Rule(
    "csv.not_boolean",
    _ERROR,
    gettext_noop("{column} must be true or false."),
    gettext_noop("Write true or false; leave it blank only where blank is allowed and it is not known."),
)
BOOLEAN_CASE: Final = Rule(
    "csv.boolean_case",
    _WARNING,
    gettext_noop("{column} is not in lower case; it was read as {wanted}."),
    gettext_noop("Nothing to do; writing true and false makes this warning go away."),
)
NOT_DATE: Final = Rule(
    "csv.not_date",
    _ERROR,
    gettext_noop("{column} must be a date such as 2025-09-01. A day and month are never guessed."),
    gettext_noop("Write the year, month and day, as YYYY-MM-DD."),
)
DATE_WITH_TIME: Final = Rule(
    "csv.date_with_time",
    _WARNING,
    gettext_noop("{column} has a time of day after its date; the date was read as {wanted}."),
    gettext_noop("Nothing to do."),
)
NOT_DATETIME: Final = Rule(
    "csv.not_datetime",
    _ERROR,
    gettext_noop("{column} must be a date and time with its zone, such as 2025-09-01T13:45:00.000Z."),
    gettext_noop("Write it so."),
)
NOT_TIME: Final = Rule(
    "csv.not_time",
    _ERROR,
    gettext_noop("{column} must be a time of day such as 13:45."),
    gettext_noop("Write it on the 24-hour clock."),
)
NOT_YEAR: Final = Rule(
    "csv.not_year",
    _ERROR,
    gettext_noop("{column} must be a year such as 2026: the one in which the school year ends."),
    gettext_noop("Write the four digits."),
)
NOT_CHOICE: Final = Rule(
    "csv.not_choice",
    _ERROR,
    gettext_noop("{column} is not one of the words it may be."),
    gettext_noop("Use one of: {wanted}."),
)
CHOICE_CASE: Final = Rule(
    "csv.choice_case",
    _ERROR,
    gettext_noop("{column} must be written {wanted}: capital and small letters matter here."),
    gettext_noop("Write {wanted}."),
)
CHOICE_READ_AS: Final = Rule(
    "csv.choice_read_as",
    _WARNING,
    gettext_noop("{column} was read as {wanted}."),
    gettext_noop("Nothing to do; writing {wanted} makes this warning go away."),
)
GRADE_READ_AS: Final = Rule(
    "csv.grade_read_as",
    _WARNING,
    gettext_noop("{column} is not a CEDS grade code; it was read as {wanted}."),
    gettext_noop("Nothing to do; writing {wanted} makes this warning go away."),
)
GRADE_UNKNOWN: Final = Rule(
    "csv.grade_unknown",
    _WARNING,
    gettext_noop("{column} is not a CEDS grade code. It was kept as it came."),
    gettext_noop("Use codes such as PK, KG, 01 to 12."),
)
LIST_SPACES: Final = Rule(
    "csv.list_spaces",
    _WARNING,
    gettext_noop("{column} has spaces or blanks between its commas; they were left out."),
    gettext_noop("Nothing to do."),
)
NOT_MONEY: Final = Rule(
    "csv.not_money",
    _ERROR,
    gettext_noop("{column} must be an amount in dollars, such as 1234.50, with two decimals at most."),
    gettext_noop("Write the amount with a point, and a minus sign where it is below zero."),
)
MONEY_READ_AS: Final = Rule(
    "csv.money_read_as",
    _WARNING,
    gettext_noop("{column} was read as {wanted} dollars."),
    gettext_noop("Nothing to do."),
)
NOT_NUMBER: Final = Rule(
    "csv.not_number",
    _ERROR,
    gettext_noop("{column} must be a plain number such as 87.5."),
    gettext_noop("Write digits and a point only."),
)
NUMBER_OUTSIDE: Final = Rule(
    "csv.number_outside",
    _ERROR,
    gettext_noop("{column} must be a number from {least} to {most}."),
    gettext_noop("Look the number up where it comes from, and correct it."),
)
NOT_SLUG: Final = Rule(
    "csv.not_slug",
    _ERROR,
    gettext_noop("{column} must be a code in small letters, digits and underscores."),
    gettext_noop("Write the code, such as {wanted}."),
)
