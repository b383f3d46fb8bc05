"""Every file and column of our own CSV layouts. People and places are named by their ids in the roster."""

from collections.abc import Mapping
from typing import Final

from throughline.formats.csv.columns import Column, Kind, Table
from throughline.values.words import gettext_noop

ATTENDANCE_STATUSES: Final = ("present", "absent_excused", "absent_unexcused", "tardy")
ORIGINS: Final = ("federal", "state", "local", "private")
REVENUE_STATUSES: Final = ("locked", "unlocked", "school_grant")


def _column(
    name: str,
    says: str,
    kind: Kind = Kind.TEXT,
    *,
    required: bool = False,
    choices: tuple[str, ...] = (),
    between: tuple[int, int] | None = None,
) -> Column:
    return Column(name, kind, required=required, choices=choices, between=between, says=says)


_STUDENT = _column("student_id", gettext_noop("The student's id in the roster."), Kind.ID, required=True)
_SCHOOL = _column("school_id", gettext_noop("The school's id in the roster."), Kind.ID, required=True)
_REVENUE = _column("source", gettext_noop("The code of the revenue source."), Kind.SLUG, required=True)

NEEDS: Final = Table(
    "needs",
    (
        _STUDENT,
        _column("category", gettext_noop("The code of the need category."), Kind.SLUG, required=True),
        _column("level", gettext_noop("The tier of the need, where the category has tiers."), Kind.SLUG),
        _column("start_date", gettext_noop("The first day the need was held."), Kind.DATE, required=True),
        _column("end_date", gettext_noop("The last day; blank while it is still held."), Kind.DATE),
        _column("source", gettext_noop("Where this is known from, such as direct certification.")),
    ),
    keys=("student_id", "category", "start_date"),
    says=gettext_noop("Which need categories each student holds, and when."),
    periods=(("start_date", "end_date"),),
)

ATTENDANCE: Final = Table(
    "attendance",
    (
        _STUDENT,
        _SCHOOL,
        _column("date", gettext_noop("The school day."), Kind.DATE, required=True),
        _column(
            "status",
            gettext_noop("Whether the student was there."),
            Kind.CHOICE,
            required=True,
            choices=ATTENDANCE_STATUSES,
        ),
        _column("reason", gettext_noop("Why the student was absent or late, if known.")),
    ),
    keys=("student_id", "school_id", "date"),
    says=gettext_noop("One row for each student and school day."),
)

MARKS: Final = Table(
    "marks",
    (
        _STUDENT,
        _column("class_id", gettext_noop("The class's id in the roster."), Kind.ID, required=True),
        _column("session_id", gettext_noop("The grading period's id in the roster."), Kind.ID, required=True),
        _column("mark", gettext_noop("The mark as the report card shows it.")),
        _column("percent", gettext_noop("The mark out of 100, if known."), Kind.NUMBER, between=(0, 200)),
        _column("posted_date", gettext_noop("The day the mark was posted."), Kind.DATE),
        _column(
            "credits",
            gettext_noop("The credits that passing gives, as 0.25; blank where it gives none."),
            Kind.NUMBER,
            between=(0, 99),
        ),
    ),
    keys=("student_id", "class_id", "session_id"),
    says=gettext_noop("Marks by class and grading period."),
)

BEHAVIOR: Final = Table(
    "behavior",
    (
        _column("incident_id", gettext_noop("The incident's own id."), Kind.ID, required=True),
        _STUDENT,
        _SCHOOL,
        _column("date", gettext_noop("The day it happened."), Kind.DATE, required=True),
        _column("time", gettext_noop("The time of day, as 13:45."), Kind.TIME),
        _column("location", gettext_noop("Where it happened.")),
        _column("behavior", gettext_noop("What happened, in the district's words."), required=True),
        _column("response", gettext_noop("What the school did.")),
        _column("days_suspended", gettext_noop("School days out of class, 0 for none."), Kind.NUMBER, between=(0, 366)),
    ),
    keys=("incident_id", "student_id"),
    says=gettext_noop("Behavior incidents, one row for each student in one."),
)

ASSESSMENTS: Final = Table(
    "assessments",
    (
        _STUDENT,
        _column("assessment", gettext_noop("The name of the assessment."), required=True),
        _column("subject", gettext_noop("The subject assessed."), required=True),
        _column("date", gettext_noop("The day it was taken."), Kind.DATE, required=True),
        _column(
            "score",
            gettext_noop("The score on the assessment's own scale."),
            Kind.NUMBER,
            between=(-999_999, 999_999),
        ),
        _column("level", gettext_noop("The achievement level, if it has levels.")),
    ),
    keys=("student_id", "assessment", "subject", "date"),
    says=gettext_noop("Assessment scores."),
)

LANGUAGES: Final = Table(
    "languages",
    (
        _STUDENT,
        _column("language", gettext_noop("The ISO 639 code of the language, such as es or spa."), required=True),
    ),
    keys=("student_id",),
    says=gettext_noop("The language in which each student's family is spoken and written to."),
)

REVENUES: Final = Table(
    "revenues",
    (
        _REVENUE,
        _column("name", gettext_noop("The name people know it by."), required=True),
        _column("origin", gettext_noop("Who gives it."), Kind.CHOICE, required=True, choices=ORIGINS),
        _column("restricted", gettext_noop("Whether rules bind its use."), Kind.BOOLEAN, required=True),
        _column(
            "status",
            gettext_noop("Whether schools may plan with it."),
            Kind.CHOICE,
            required=True,
            choices=REVENUE_STATUSES,
        ),
        _column("amount", gettext_noop("Dollars for the year."), Kind.MONEY, required=True),
        _column("carry_over", gettext_noop("Dollars left from last year."), Kind.MONEY),
        _column("central_percent", gettext_noop("The part kept centrally, 0 to 100."), Kind.NUMBER, between=(0, 100)),
        _column("start_date", gettext_noop("The first day it can be spent."), Kind.DATE),
        _column("end_date", gettext_noop("The last day it can be spent."), Kind.DATE),
        _column("allowed_uses", gettext_noop("What it may pay for, separated by commas."), Kind.WORDS),
    ),
    keys=("source",),
    says=gettext_noop("The district's revenue sources for one school year."),
    periods=(("start_date", "end_date"),),
)

SCHOOL_REVENUES: Final = Table(
    "school_revenues",
    (
        _SCHOOL,
        _REVENUE,
        _column("amount", gettext_noop("Dollars the school receives."), Kind.MONEY, required=True),
    ),
    keys=("school_id", "source"),
    says=gettext_noop("What each school receives from each source."),
)

SCHOOL_BUDGETS: Final = Table(
    "school_budgets",
    (
        _SCHOOL,
        _column(
            "school_year",
            gettext_noop("The year in which the school year ends: 2026 is 2025-26."),
            Kind.YEAR,
            required=True,
        ),
        _REVENUE,
        _column("object", gettext_noop("The object code of the expense."), Kind.ID, required=True),
        _column("amount", gettext_noop("Dollars budgeted."), Kind.MONEY, required=True),
    ),
    keys=("school_id", "school_year", "source", "object"),
    says=gettext_noop("What each school has budgeted, by source and object."),
)

POSITIONS: Final = Table(
    "positions",
    (
        _column("position_id", gettext_noop("The position's own id."), Kind.ID, required=True),
        _SCHOOL,
        _column("title", gettext_noop("The title of the position."), required=True),
        _column("units", gettext_noop("Full-time equivalents, as 0.5."), Kind.NUMBER, required=True),
        _column("salary", gettext_noop("Dollars of salary a year."), Kind.MONEY, required=True),
        _column("benefits", gettext_noop("Dollars of benefits a year."), Kind.MONEY),
        Column(
            "source",
            Kind.SLUG,
            says=gettext_noop("The code of the revenue source that pays; blank for unrestricted money."),
        ),
    ),
    keys=("position_id", "source"),
    says=gettext_noop("Positions with what they cost."),
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        NEEDS,
        ATTENDANCE,
        MARKS,
        BEHAVIOR,
        ASSESSMENTS,
        LANGUAGES,
        REVENUES,
        SCHOOL_REVENUES,
        SCHOOL_BUDGETS,
        POSITIONS,
    )
}
