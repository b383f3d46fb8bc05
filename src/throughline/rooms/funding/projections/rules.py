"""What a projection must be before it can be begun, changed, or taken as a year's count."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

TOO_FEW_YEARS = Rule(
    "projection-too-few-years",
    Severity.ERROR,
    gettext_noop("The roster knows the students of {n} October only, and a projection needs two."),
    gettext_noop("Bring in a file of earlier counts; this year's are in it already."),
)
