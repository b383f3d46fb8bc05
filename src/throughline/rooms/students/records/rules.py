"""What can be wrong with rows about students, once they are held against the roster."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

_ERROR, _NOTICE = Severity.ERROR, Severity.NOTICE

STUDENT_UNKNOWN: Final = Rule(
    "records.student_unknown",
    _ERROR,
    gettext_noop("There is no student with the id {value} in the roster. The row is kept out."),
    gettext_noop("Import the roster first, or correct the id."),
)
SCHOOL_UNKNOWN: Final = Rule(
    "records.school_unknown",
    _ERROR,
    gettext_noop("There is no school with the id {value} in the roster. The row is kept out."),
    gettext_noop("Import the roster first, or correct the id."),
)
CLASS_UNKNOWN: Final = Rule(
    "records.class_unknown",
    _ERROR,
    gettext_noop("There is no class with the id {value} in the roster. The row is kept out."),
    gettext_noop("Import the roster first, or correct the id."),
)
SESSION_UNKNOWN: Final = Rule(
    "records.session_unknown",
    _ERROR,
    gettext_noop("There is no grading period with the id {value} in the roster. The row is kept out."),
    gettext_noop("Import the roster first, or correct the id."),
)
CATEGORY_UNKNOWN: Final = Rule(
    "records.category_unknown",
    _ERROR,
    gettext_noop("{value} is not one of the need categories. The row is kept out."),
    gettext_noop("Use one of the codes that the reference lists, such as english_learner."),
)
LANGUAGE_UNKNOWN: Final = Rule(
    "records.language_unknown",
    _ERROR,
    gettext_noop("{value} is no code of a language. The row is kept out."),
    gettext_noop("Use an ISO 639 code such as es, spa or ht; mis stands for a language that has none."),
)
NOT_IN_FILE: Final = Rule(
    "records.not_in_file",
    _NOTICE,
    gettext_noop("{value} needs that are held are not in this file. They were left as they are."),
    gettext_noop("Send an end date for a need that is no longer held."),
)
