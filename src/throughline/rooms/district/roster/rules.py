"""What can be wrong with a feed's organizations and sessions, once it is held against what is known."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

PARENT_UNKNOWN: Final = Rule(
    "roster.parent_unknown",
    Severity.NOTICE,
    gettext_noop("The parent {value} is not known. The row was taken without a parent."),
    gettext_noop("Nothing must be done, unless the parent should be in the file."),
)
PARENT_CIRCLE: Final = Rule(
    "roster.parent_circle",
    Severity.WARNING,
    gettext_noop("Going up from the parent {value} leads back to this row. The row was taken all the same."),
    gettext_noop("Mend parentSourcedId in the source system, so that the way up ends at the top."),
)
KEPT_BY_PEOPLE: Final = Rule(
    "roster.kept_by_people",
    Severity.WARNING,
    gettext_noop("The id {value} is that of a partner organization or agency kept here. The row was passed over."),
    gettext_noop("Give the organization in the source system an id of its own."),
)
