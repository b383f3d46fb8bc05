"""What a file of real staff costs must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"staff-{code}", severity, says, next_step)


NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file holds no staff of any school."),
    gettext_noop("Write a heading row and one row for each school and position."),
)
SCHOOL_UNKNOWN = _rule(
    "school-unknown",
    gettext_noop("No school has the id “{value}”."),
    gettext_noop("Write the id it has in the roster; “{nearest}” is the nearest."),
)
POSITION_UNKNOWN = _rule(
    "position-unknown",
    gettext_noop("The catalog of the year has no position “{value}”."),
    gettext_noop("Write its code; “{nearest}” is the nearest. Or bring the position into the catalog first."),
)
ROW_REPEATED = _rule(
    "row-repeated",
    gettext_noop("{school} has its {value} on row {first} already."),
    gettext_noop("Write one row for each school and position, all who hold it together, never one a person."),
)
UNITS = _rule(
    "units",
    gettext_noop("“{column}” needs a number above 0 with at most four decimals, and this is “{value}”."),
    gettext_noop("Write units such as 18.5, at most 9,999; leave a position out that nobody holds."),
)
COST_RANGE = _rule(
    "cost-range",
    gettext_noop("“{column}” is dollars from 0 to 9,999,999,999.99; this is “{value}”."),
    gettext_noop("Look for a sign or a missing decimal point."),
)
FAR_FROM_AVERAGE = _rule(
    "far-from-average",
    gettext_noop("One unit of {position} at {school} comes to {each}, and the catalog says {price}."),
    gettext_noop("Look whether units and dollars are of the same people and the same year."),
    Severity.WARNING,
)
SCHOOL_LEFT_OUT = _rule(
    "school-left-out",
    gettext_noop("The file says nothing of {schools}."),
    gettext_noop("They are shown without staff. Add their rows where that is not so."),
    Severity.WARNING,
)
