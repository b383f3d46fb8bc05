"""Why a line cannot be fitted, in words for the person who asked for it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

TOO_FEW = Rule(
    "equity-too-few",
    Severity.NOTICE,
    gettext_noop("There are {value} schools, and a line needs at least {needed} to say anything."),
    gettext_noop("Take more schools together, or read the table of schools itself."),
)
SAME_DIRECTION = Rule(
    "equity-same-direction",
    Severity.NOTICE,
    gettext_noop("“{column}” is the same at every school, or follows from the other columns."),
    gettext_noop("Leave it out, or choose another need."),
)
NOTHING_COUNTED = Rule(
    "equity-nothing-counted",
    Severity.NOTICE,
    gettext_noop("No school has students to compare dollars for."),
    gettext_noop("Bring the counts of students first."),
)
