"""What can be wrong with a run as a whole."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

ENDINGS_WAIT: Final = Rule(
    "exchange.endings_wait",
    Severity.WARNING,
    gettext_noop(
        "{n} rows that were here before are not among those taken. They were not ended, because {held} rows"
        " of this file could not be read and may be the same ones."
    ),
    gettext_noop("Mend the rows that were kept out and import the file again."),
)
