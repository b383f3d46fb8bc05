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
