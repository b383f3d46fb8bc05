"""What the calculations of a formula in steps must be, in words for the person who wrote it or runs it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"steps-{code}", severity, says, next_step)


CALCULATION = _rule(
    "calculation",
    gettext_noop("“{value}” cannot be read as a calculation (near character {at})."),
    gettext_noop(
        "Write it with names, numbers, + - * / and brackets, such as: poverty * weight * base. "
        "Seventy percent is 0.7; a choice is: rate if enrolled < 300 else 0."
    ),
)
NOT_ALLOWED = _rule(
    "not-allowed",
    gettext_noop("A calculation has no place for “{value}” (character {at})."),
    gettext_noop("Write {instead}."),
)
NAME_UNKNOWN = _rule(
    "name-unknown",
    gettext_noop("Nothing above this line is called “{value}”."),
    gettext_noop("Write “{nearest}”, or state it among the inputs, parameters, sources or earlier steps."),
)
FUNCTION_USE = _rule(
    "function-use",
    gettext_noop("“{value}” is not how a function is used here."),
    gettext_noop("Write it like this: {example}"),
)
UNITS_DIFFER = _rule(
    "units-differ",
    gettext_noop("“{value}” puts {left} together with {right}."),
    gettext_noop(
        "Bring both to one unit: pupils times dollars per pupil are dollars, and ratio(a, b) is a share. "
        "step() and ramp() give the figure of a table itself; tiers() gives a count times it."
    ),
)
UNIT_NEEDED = _rule(
    "unit-needed",
    gettext_noop("“{column}” needs {known}, and “{value}” gives {found}."),
    gettext_noop("Change the calculation or the unit; pupils times dollars per pupil are dollars."),
)
ONE_NUMBER_NEEDED = _rule(
    "one-number-needed",
    gettext_noop("“{column}” needs one amount for the whole district, and “{value}” has one for each school."),
    gettext_noop("Write total({value}), highest({value}) or lowest({value})."),
)
NAME_TAKEN = _rule(
    "name-taken",
    gettext_noop("The name “{value}” is taken already, or has a meaning of its own."),
    gettext_noop("Give one of the two another key."),
)
SETTING_NEEDED = _rule(
    "setting-needed",
    gettext_noop("A step that does “{value}” needs “{column}”."),
    gettext_noop("Add a line such as: {example}"),
)
SETTING_UNUSED = _rule(
    "setting-unused",
    gettext_noop("A step that does “{value}” makes no use of “{column}”."),
    gettext_noop("Take the line out; it can use {known}."),
)
SOURCE_UNKNOWN = _rule(
    "source-unknown",
    gettext_noop("There is no source called “{value}”."),
    gettext_noop("Write one of {known}, or add it under [[sources]]."),
)
LEVEL_MISSING = _rule(
    "level-missing",
    gettext_noop("The parameter “{value}” says nothing for the level “{level}”."),
    gettext_noop("Add {level} to its by_level; write 0 where nothing is meant."),
)
FIGURE_NO_NUMBER = _rule(
    "figure-no-number",
    gettext_noop("“{value}” is no number that can be calculated with."),
    gettext_noop("Write digits without quotes or signs: 6860 for $6,860, and 0.25 for 25 percent."),
)
PARAMETER_FORM = _rule(
    "parameter-form",
    gettext_noop("The parameter “{value}” needs one of value, by_level or points."),
    gettext_noop("Write value = 4290, or by_level = {{ high = 1.24 }}, or points = [[0, 0.5], [300, 1]]."),
)
POINTS_FORM = _rule(
    "points-form",
    gettext_noop("The points of “{value}” need pairs of numbers that rise from one to the next."),
    gettext_noop("Write them like this: points = [[0, 0.5], [300, 1], [500, 1.5]], with of = the unit of the first."),
)
PUPILS_DAY = _rule(
    "pupils-day",
    gettext_noop("The count “{value}” needs the day it is counted on and whether it is counted again."),
    gettext_noop('Add: counted_on = "October 1" and recount = "fixed", "both" or "increases only".'),
)
WITHHELD_FORM = _rule(
    "withheld-form",
    gettext_noop("What a hidden count of “{value}” may be needs two whole numbers, and a column of pupils."),
    gettext_noop("Write the least and the most, such as: withheld = [1, 9]"),
)
TELLS_IN_WORDS = _rule(
    "tells-in-words",
    gettext_noop("“{value}” is a text, and a text cannot be taken away to see what follows without a source."),
    gettext_noop("Let a column of another unit, such as yes or no, tell of the source."),
)
ROUND_TO_CENTS = _rule(
    "round-to-cents",
    gettext_noop("“{value}” pays, and a payment rounds to 0, 1 or 2 places of a dollar."),
    gettext_noop("Write places = 2; a number that needs more places is a step that calculates."),
)
CLOSING_OF_CHANGES = _rule(
    "closing-of-changes",
    gettext_noop("“{value}” may take money back, and a closing step shares out only what is given."),
    gettext_noop('Write closing = "none".'),
)
RESTRICTED_TOP_UP = _rule(
    "restricted-top-up",
    gettext_noop("A top-up cannot be paid from “{value}”, which is restricted."),
    gettext_noop("Name an unrestricted source in from."),
)
REVENUE_MISSING = _rule(
    "revenue-missing",
    gettext_noop("The formula needs to know how much “{value}” brings."),
    gettext_noop("Give a file of revenues with a row for it: source,amount"),
)
DIVIDED_BY_ZERO = _rule(
    "divided-by-zero",
    gettext_noop("“{value}” divides by zero at {school}."),
    gettext_noop("Write ratio(a, b) in place of a / b where zero is meant then, or say where the step applies."),
)
PAYS_LESS_THAN_NOTHING = _rule(
    "pays-less-than-nothing",
    gettext_noop("“{column}” comes to {value} dollars at {school}."),
    gettext_noop("Write max(0, …), or may_be_negative = true where a change may take money back."),
)
CENTS_LEFT_OVER = _rule(
    "fraction-of-a-cent",
    gettext_noop("“{column}” comes to a fraction of a cent at {school}, and the step says it is exact."),
    gettext_noop('Say how it rounds, such as: round = {{ places = 2, mode = "half-up" }}'),
)
NOBODY_TO_PAY = _rule(
    "nobody-to-pay",
    gettext_noop("“{column}” has {value} dollars to share and no school it may pay."),
    gettext_noop("Look at the eligibility and at the counts; money is never lost silently."),
)
WEIGHT_NEGATIVE = _rule(
    "weight-negative",
    gettext_noop("“{column}” gives {school} a weight below zero."),
    gettext_noop("Write max(0, …)."),
)
RATE_RISES = _rule(
    "rate-rises",
    gettext_noop("“{column}” pays {school} more for each pupil than a school ranked above it."),
    gettext_noop("Let the rate stay equal or fall down the ranking."),
)
RATE_TOO_LOW = _rule(
    "rate-too-low",
    gettext_noop("“{column}” pays {school} less for each pupil than the least that is allowed ({value})."),
    gettext_noop("Raise the rate, or serve no school under the line."),
)
TOP_UP_SHORT = _rule(
    "top-up-short",
    gettext_noop("“{column}” is {value} dollars short of what its minimum asks for."),
    gettext_noop("Find more for the reserve, or lower the minimum; schools share what there is."),
    Severity.WARNING,
)
SHARE_BEYOND_ONE = _rule(
    "share-beyond-one",
    gettext_noop("A share is from 0 to 1, and this is {value}."),
    gettext_noop("Write 0.43 for 43 percent."),
)
LIMITS_TOO_TIGHT = _rule(
    "limits-too-tight",
    gettext_noop("The limits of “{column}” leave {value} dollars that no school may take or give."),
    gettext_noop("Widen the floor or the cap, or let the total change."),
    Severity.WARNING,
)
