"""What must be so before a formula can be turned loose on a day's counts."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

SCHOOL_WITHOUT_LEVEL = Rule(
    "school-without-level",
    Severity.ERROR,
    gettext_noop("{school} has no level yet, so no rate of the formula is its own."),
    gettext_noop("Give {school} a level on the page “Schools”."),
)
LEVEL_WITHOUT_RATES = Rule(
    "level-without-rates",
    Severity.ERROR,
    gettext_noop("{school} is of the level “{level}”, and the formula pays only {known}."),
    gettext_noop("Give {school} another level, or choose a formula that has rates for it."),
)
NO_SCHOOLS = Rule(
    "no-schools",
    Severity.ERROR,
    gettext_noop("There was no school on {day}."),
    gettext_noop("Bring in the district's roster first, or choose a later day."),
)
NO_STUDENTS = Rule(
    "no-students",
    Severity.ERROR,
    gettext_noop("No student was enrolled in any school on {day}."),
    gettext_noop("Choose a day of the school year that the roster covers."),
)
DAY_TO_COME = Rule(
    "day-to-come",
    Severity.ERROR,
    gettext_noop("{day} is still to come, and only a day that has come can be counted."),
    gettext_noop("Choose today or an earlier day."),
)
FACT_MISSING = Rule(
    "fact-missing",
    Severity.ERROR,
    gettext_noop("The formula asks for “{what}”, which the roster does not hold, and there is none for: {schools}."),
    gettext_noop("Bring a CSV file with the columns school_id and {column}, one row for each school."),
)
REVENUE_NEEDED = Rule(
    "revenue-needed",
    Severity.ERROR,
    gettext_noop("The formula shares out “{source}”, and nobody has said how much that is."),
    gettext_noop("Write what “{source}” brings."),
)
