"""What a formula document must be, in words for the person who wrote it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str) -> Rule:
    return Rule(f"formula-{code}", Severity.ERROR, says, next_step)


TOO_LARGE = _rule(
    "too-large",
    gettext_noop("The file is larger than any formula ({value} bytes)."),
    gettext_noop("Choose the TOML file that holds the formula."),
)
NOT_TEXT = _rule(
    "not-text",
    gettext_noop("The file is not text in UTF-8."),
    gettext_noop("Save it as plain text with the encoding UTF-8."),
)
NOT_TOML = _rule(
    "not-toml",
    gettext_noop("This line cannot be read as TOML: {reason}."),
    gettext_noop("Write settings as name = value, with text in quotes and tables in [brackets]."),
)
MISSING = _rule(
    "missing",
    gettext_noop("The formula does not say “{column}”."),
    gettext_noop("Add a line such as: {example}"),
)
UNKNOWN_NAME = _rule(
    "unknown-name",
    gettext_noop("A formula has nothing called “{column}”."),
    gettext_noop("Write “{nearest}” if that is what is meant, or take the line out."),
)
TEXT_NEEDED = _rule(
    "text-needed",
    gettext_noop("“{column}” needs text, and this is {value}."),
    gettext_noop("Put it in quotes, such as: {example}"),
)
TOO_LONG = _rule(
    "too-long",
    gettext_noop("“{column}” is longer than {most} characters."),
    gettext_noop("Say it in fewer words."),
)
TRUE_OR_FALSE_NEEDED = _rule(
    "true-or-false-needed",
    gettext_noop("“{column}” needs true or false, and this is {value}."),
    gettext_noop("Write true or false, without quotes."),
)
TABLE_NEEDED = _rule(
    "table-needed",
    gettext_noop("“{column}” needs a table of settings, and this is {value}."),
    gettext_noop("Begin it with a line such as: {example}"),
)
LIST_NEEDED = _rule(
    "list-needed",
    gettext_noop("“{column}” needs at least one entry."),
    gettext_noop("Begin each entry with a line such as: {example}"),
)
CHOICE_NEEDED = _rule(
    "choice-needed",
    gettext_noop("“{column}” can be {known}, and this is {value}."),
    gettext_noop("Write: {example}"),
)
FORM_NEEDED = _rule(
    "form-needed",
    gettext_noop("“{column}” is not written as it needs to be: {value}."),
    gettext_noop("Write it like this: {example}"),
)
REPEATED_KEY = _rule(
    "repeated-key",
    gettext_noop("The key “{value}” is used twice; each level and each need has its own."),
    gettext_noop("Give one of them another key, or take it out."),
)
COUNTED_TWICE = _rule(
    "counted-twice",
    gettext_noop("Two needs count the same students (“{value}”)."),
    gettext_noop("Let each need count its own code; pay the sum of both on one of them."),
)
UNKNOWN_LEVEL = _rule(
    "unknown-level",
    gettext_noop("There are rates for a level “{value}”, and the levels are {known}."),
    gettext_noop("Write [dollars_per_pupil.{nearest}], or add “{value}” to the levels."),
)
UNKNOWN_NEED = _rule(
    "unknown-need",
    gettext_noop("There is a rate for a need “{value}”, and the needs are {known}."),
    gettext_noop("Write “{nearest}”, or add “{value}” to the needs."),
)
MISSING_LEVEL = _rule(
    "missing-level",
    gettext_noop("There are no rates for the level “{level}”."),
    gettext_noop("Add a table [dollars_per_pupil.{level}] with a figure for each need."),
)
MISSING_RATE = _rule(
    "missing-rate",
    gettext_noop("There is no rate for the need “{need}” at the level “{level}”."),
    gettext_noop("Add a line to [dollars_per_pupil.{level}], such as: {need} = 0"),
)
AMOUNT_NEEDED = _rule(
    "amount-needed",
    gettext_noop("The rate for “{need}” at “{level}” needs an amount of dollars, and this is {value}."),
    gettext_noop("Write a plain number such as 1272 or 1272.50, without quotes, commas or a dollar sign."),
)
AMOUNT_NEGATIVE = _rule(
    "amount-negative",
    gettext_noop("The rate for “{need}” at “{level}” is below zero: {value}."),
    gettext_noop("Write 0 or more; a formula pays for students and never charges for them."),
)
AMOUNT_TOO_FINE = _rule(
    "amount-too-fine",
    gettext_noop("The rate for “{need}” at “{level}” has a fraction of a cent: {value}."),
    gettext_noop("Write dollars with at most two decimal places; how it rounds is for you to decide."),
)
AMOUNT_TOO_LARGE = _rule(
    "amount-too-large",
    gettext_noop("The rate for “{need}” at “{level}” is {value} dollars for one student."),
    gettext_noop("Write dollars for one student, at most 10,000,000."),
)
