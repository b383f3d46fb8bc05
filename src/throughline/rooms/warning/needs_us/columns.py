"""The columns of the lists, and what they can be narrowed by."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.models import RuleVersion, StudentStanding
from throughline.rooms.warning.words import first_letter_up, joined, level_status, named, outcome_words, reason_words
from throughline.web.components.figures import short_day
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column


def flag_columns() -> list[Column]:
    """This function will return the columns of open flags."""
    return [
        _student(lambda row: row.flag.student, "student"),
        _grade(lambda row: row.flag.student),
        Column(
            "level",
            _("Suggested"),
            kind="status",
            value=lambda row: level_status(row.part, row.flag.level),
            order=("level",),
        ),
        Column("why", _("Why"), value=_reasons, sortable=False),
        Column("owner", _("Who answers it"), value=_owner, order=("owner__name",)),
        Column("due", _("By when"), kind="status", value=_due, order=("due_on",)),
    ]


def answered_columns() -> list[Column]:
    """This function will return the columns of flags that were answered."""
    return [
        _student(lambda row: row.flag.student, "student"),
        _grade(lambda row: row.flag.student),
        Column("why", _("Why"), value=_reasons, sortable=False),
        Column("outcome", _("What came of it"), value=lambda row: outcome_words(row.flag.outcome), order=("outcome",)),
        Column("by", _("Answered by"), value=lambda row: row.flag.cleared_by, order=("cleared_by__name",)),
        Column("answered", _("When"), kind="date", value=lambda row: row.flag.cleared_at, order=("cleared_at",)),
    ]


def standing_columns(counted: str, latest: str) -> list[Column]:
    """This function will return the columns of a list of those off track, for whom something was left undone."""
    return [
        _student(lambda row: row.student, "student"),
        _grade(lambda row: row.student),
        Column("counted", counted, value=_counted, order=("standing", "numerator")),
        Column("latest", latest, kind="date"),
    ]


def student_columns(latest: str, schools: Sequence[tuple[int, str]]) -> list[Column]:
    """This function will return the columns of a list of students, with the school where there are several."""
    school = Column("school", _("School"), value=lambda row: row.home_school, order=("home_school__name",))
    return [
        _student(lambda row: row, "student", ""),
        _grade(lambda row: row, ""),
        *([school] if len(schools) > 1 else ()),
        Column("latest", latest, kind="date"),
    ]


def decision_columns() -> list[Column]:
    """This function will return the columns of what was decided and is late."""
    return [
        _student(lambda row: row.student, "student"),
        _grade(lambda row: row.student),
        Column("text", _("What was decided"), sortable=False),
        Column("owner", _("Who does it"), value=lambda row: row.owner.name, order=("owner__name",)),
        Column("due", _("By when"), kind="status", value=support.due_status, order=("due_on",)),
    ]


def plan_columns() -> list[Column]:
    """This function will return the columns of plans whose review is late."""
    return [
        _student(lambda row: row.student, "student"),
        _grade(lambda row: row.student),
        Column(
            "plan",
            _("Plan"),
            value=lambda row: support.plan_kind_words(row.kind),
            link=lambda row: reverse("support:plan", args=[row.pk]),
            order=("kind",),
        ),
        Column("owner", _("Who answers for it"), value=lambda row: row.owner.name, order=("owner__name",)),
        Column("due", _("Review"), kind="status", value=support.plan_status, order=("review_on",)),
    ]


def support_columns() -> list[Column]:
    """This function will return the columns of supports that ended unchecked."""
    return [
        _student(lambda row: row.student, "student"),
        _grade(lambda row: row.student),
        Column(
            "support",
            _("Support"),
            value=lambda row: row.program.name,
            link=lambda row: reverse("support:support", args=[row.pk]),
            order=("program__name",),
        ),
        Column("owner", _("Who answers for it"), value=lambda row: row.owner.name, order=("owner__name",)),
        Column("ended", _("Ended on"), kind="date", value=lambda row: row.ended_on, order=("ended_on",)),
    ]


def school_choices(schools: Sequence[tuple[int, str]], to_student: str = "student__") -> list[Choice]:
    """This function will let a list be narrowed to a school, where there are several."""
    if len(schools) < 2:
        return []
    options = [(str(pk), name) for pk, name in schools]
    return [Choice("school", _("School"), options, lookup=f"{to_student}home_school_id")]


def flag_choices(rules: RuleVersion | None, viewer_id: int) -> list[Choice]:
    """This function will let flags be narrowed by whose they are, and by what is suggested."""
    whose = {"mine": Q(owner=viewer_id), "nobody": Q(owner=None), "others": ~Q(owner=None) & ~Q(owner=viewer_id)}
    choices = [
        Choice(
            "whose",
            _("Whose"),
            [("mine", _("Mine")), ("nobody", _("Nobody's yet")), ("others", _("Somebody else's"))],
            narrow=lambda flags, answer: flags.filter(whose[answer]),
        ),
        Choice(
            "due",
            _("Due"),
            [("overdue", _("Overdue"))],
            narrow=lambda flags, _answer: flags.filter(due_on__lt=accounts.today()),
        ),
    ]
    if rules is not None:
        levels = [(str(place), named(one)) for place, one in enumerate(part_of(rules).level, start=1)]
        choices.append(Choice("level", _("Suggested"), levels, lookup="level"))
    return choices


def _student(of: Any, key: str, to_student: str = "student__") -> Column:
    return Column(
        key,
        _("Student"),
        value=lambda row: of(row).name,
        link=lambda row: reverse("warning:student", args=[of(row).pk]),
        order=(f"{to_student}family_name", f"{to_student}given_name"),
    )


def _grade(of: Any, to_student: str = "student__") -> Column:
    order = (f"{to_student}grade",)
    return Column("grade", _("Grade"), value=lambda row: students.grade_words(of(row).grade), order=order)


def _reasons(row: Any) -> str:
    found = [reason_words(one.measure, one.numerator, one.denominator) for one in row.reasons]
    return joined(found) or _("The reasons are not for your role to see.")


def _owner(row: Any) -> str:
    return row.flag.owner.name if row.flag.owner else _("Nobody yet")


def _due(row: Any) -> Status:
    today, due = accounts.today(), row.flag.due_on
    words = short_day(due)
    if due < today:
        return Status(_("Overdue since %(day)s") % {"day": words}, "stop")
    return Status(words, "care" if due == today else "quiet")


def _counted(row: StudentStanding) -> str:
    return first_letter_up(reason_words(row.measure, row.numerator, row.denominator))
