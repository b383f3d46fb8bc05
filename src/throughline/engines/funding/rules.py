"""What counts must be before they are turned into dollars, in words for the person who brought them."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

SCHOOL_ID_MISSING = Rule(
    "school-id-missing",
    Severity.ERROR,
    gettext_noop("This row has no school ID."),
    gettext_noop("Write the ID by which the district knows the school."),
)
SCHOOL_REPEATED = Rule(
    "school-repeated",
    Severity.ERROR,
    gettext_noop("School {value} is already on row {first}; each school is counted once."),
    gettext_noop("Keep one row for this school, or give the other school its own ID."),
)
LEVEL_UNKNOWN = Rule(
    "level-unknown",
    Severity.ERROR,
    gettext_noop("The formula has no level “{value}”; it knows {known}."),
    gettext_noop("Write “{nearest}” if that is what is meant, or add the level to the formula."),
)
COUNT_COLUMN_MISSING = Rule(
    "count-column-missing",
    Severity.ERROR,
    gettext_noop("The formula pays for “{need}”, and there is no column that counts it."),
    gettext_noop("Add a column headed “{column}”, with 0 where a school has none."),
)
COUNT_WITHHELD = Rule(
    "count-withheld",
    Severity.ERROR,
    gettext_noop("This count is withheld, and a withheld count is not zero."),
    gettext_noop("Ask the publisher for the count, or write the number the district decides to use."),
)
COUNT_NEGATIVE = Rule(
    "count-negative",
    Severity.ERROR,
    gettext_noop("A count of students is zero or more, and this is {value}."),
    gettext_noop("Write how many students there are; changes to a count are not entered here."),
)
COUNT_FRACTIONAL = Rule(
    "count-fractional",
    Severity.ERROR,
    gettext_noop("This formula counts whole students, and this is {value}."),
    gettext_noop("Write a whole number; decide how an average rounds before it is used."),
)
COUNT_TOO_LARGE = Rule(
    "count-too-large",
    Severity.ERROR,
    gettext_noop("A school with {value} students is beyond what can be summed to the cent here."),
    gettext_noop("Look for a missing separator or an ID in place of a count; at most {most} is taken."),
)
NEED_ABOVE_ALL = Rule(
    "need-above-all",
    Severity.WARNING,
    gettext_noop("More students have this need ({value}) than are enrolled ({enrolled})."),
    gettext_noop("Check both counts; they may come from different count days."),
)
