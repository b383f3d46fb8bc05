"""What can be wrong with a roster's rows, once they are held against each other and against what is known."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

NO_ROLE: Final = Rule(
    "roster.no_role",
    _ERROR,
    gettext_noop("The person {value} has no role: nothing says whether this is a student, staff or family."),
    gettext_noop("Give the person a row in roles.csv, with the organization where the role is held."),
)
PERSON_UNKNOWN: Final = Rule(
    "roster.person_unknown",
    _ERROR,
    gettext_noop("The person {value} is not in users.csv, or was kept out of it. The row is kept out too."),
    gettext_noop("Add the person to users.csv, or mend the row there."),
)
ORGANIZATION_UNKNOWN: Final = Rule(
    "roster.organization_unknown",
    _ERROR,
    gettext_noop("The organization {value} is not in orgs.csv, or has ended. The row is kept out."),
    gettext_noop("Add the organization to orgs.csv, or correct the id."),
)
CLASS_UNKNOWN: Final = Rule(
    "roster.class_unknown",
    _ERROR,
    gettext_noop("The class {value} is not in classes.csv, or was kept out of it. The row is kept out too."),
    gettext_noop("Add the class to classes.csv, or mend the row there."),
)
COURSE_UNKNOWN: Final = Rule(
    "roster.course_unknown",
    _WARNING,
    gettext_noop("The course {value} is not in courses.csv. The class was taken without a course."),
    gettext_noop("Add the course to courses.csv if classes should show it."),
)
NOT_A_STUDENT: Final = Rule(
    "roster.not_a_student",
    _ERROR,
    gettext_noop("{value} is in the class as a student, but is no student in this roster. The row is kept out."),
    gettext_noop("Give the person the role of student, or correct the role in the class."),
)
NOT_STAFF: Final = Rule(
    "roster.not_staff",
    _ERROR,
    gettext_noop("{value} teaches the class, but is no staff member in this roster. The row is kept out."),
    gettext_noop("Give the person a staff role, or correct the role in the class."),
)
AGENT_NOT_FAMILY: Final = Rule(
    "roster.agent_not_family",
    _NOTICE,
    gettext_noop("{value} is named as somebody's agent, but is no parent, guardian or relative in this roster."),
    gettext_noop("Nothing must be done, unless this adult should see the student's record."),
)
DEMOGRAPHICS_OF_NO_STUDENT: Final = Rule(
    "roster.demographics_of_no_student",
    _NOTICE,
    gettext_noop("{value} is no student of this roster; demographics are kept of students only."),
    gettext_noop("Nothing must be done."),
)
GRADE_MISSING: Final = Rule(
    "roster.grade_missing",
    _NOTICE,
    gettext_noop("The student {value} has no grade. It was left blank."),
    gettext_noop("Send the grade in users.csv, so that lists and counts by grade are complete."),
)
