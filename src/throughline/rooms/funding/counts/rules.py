"""What keeps a day's counts from being used, where they are from a file."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

LACKING = Rule(
    "count-lacking",
    Severity.ERROR,
    gettext_noop("The formula reads “{what}”, and the file of counts of {day} says nothing of it for: {schools}."),
    gettext_noop("Bring the file in again with the column “{column}”, or take it out and count the roster."),
)
HIDDEN = Rule(
    "count-hidden",
    Severity.ERROR,
    gettext_noop("The formula reads “{what}”, which is withheld at {school}: {least} to {most}. That is no zero."),
    gettext_noop("Ask for the number and bring the file of {day} in again."),
)
