"""What a file of guaranteed staff must be, in words for the person who brought it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop


def _rule(code: str, says: str, next_step: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(f"guaranteed-{code}", severity, says, next_step)


NO_ROWS = _rule(
    "no-rows",
    gettext_noop("The file guarantees nothing."),
    gettext_noop("Write a heading row and one row for each guarantee."),
)
UNITS = _rule(
    "units",
    gettext_noop("“{column}” needs a number from 0 to 9,999 with at most four decimals, and this is “{value}”."),
    gettext_noop("Write units such as 0.5 or 1."),
)
PER = _rule(
    "per",
    gettext_noop("“{column}” needs a whole number from 1 to 100,000, and this is “{value}”."),
    gettext_noop("Write 250 for one unit for every 250 students, or leave it empty where every school has the same."),
)
NEED_UNKNOWN = _rule(
    "need-unknown",
    gettext_noop("There is no need “{value}”."),
    gettext_noop("Write its code; “{nearest}” is the nearest. Leave it empty where all students count."),
)
GRADE = _rule(
    "grade",
    gettext_noop("“{value}” is no grade."),
    gettext_noop("Write PK, K or a number from 1 to 12. A spreadsheet may have made a day of it."),
)
GRADE_MISSING = _rule(
    "grade-missing",
    gettext_noop("A span of grades needs its first and its last one, and “{column}” is empty."),
    gettext_noop("Write both, the same in both for a single grade, or neither where all grades count."),
)
GRADES_TURNED = _rule(
    "grades-turned",
    gettext_noop("The last grade, {value}, comes before the first, {first}."),
    gettext_noop("Write the lower grade as the first."),
)
LEVEL = _rule(
    "level",
    gettext_noop("“{value}” is no level of schools."),
    gettext_noop("Write one of {known}, or leave it empty for every school."),
)
ROUNDING = _rule(
    "rounding",
    gettext_noop("“{value}” does not say how units are rounded."),
    gettext_noop("Write it such as: nearest 0.01, up to 0.5, down to 1. The step is above 0 and below 10."),
)
FIXED = _rule(
    "fixed",
    gettext_noop("“{column}” says nothing where “per_students” is empty: fixed units are not rounded."),
    gettext_noop("Leave it empty, or write for how many students the units are."),
    Severity.WARNING,
)
ROW_TWICE = _rule(
    "row-twice",
    gettext_noop("This row says the same as row {first}, and both count."),
    gettext_noop("Take one out if it is not meant twice."),
    Severity.WARNING,
)
