"""What a document of early-warning rules must be, in words for the person who wrote it."""

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

NOT_TOML = Rule(
    "warning-not-toml",
    Severity.ERROR,
    gettext_noop("This cannot be read as TOML: {reason}."),
    gettext_noop("Write settings as name = value, with text in quotes and tables in [brackets]."),
)
DOES_NOT_FIT = Rule(
    "warning-does-not-fit",
    Severity.ERROR,
    gettext_noop("“{column}” does not fit: {reason}."),
    gettext_noop("See the page Early-warning rules of the reference for what may stand there."),
)
