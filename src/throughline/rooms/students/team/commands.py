"""Name somebody of the staff for a student, from a day until a day, and end it."""

from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Relation, Student
from throughline.rooms.students.relations.giving import end_relations, give_relation
from throughline.rooms.students.team.queries import (
    SEEN_WITH,
    TeamPage,
    check_may_name,
    find_seen,
    is_over,
    relations_to_give,
    staff,
    team_page,
)
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def open_team_page(*, by: Viewer, at: datetime, student_id: int) -> TeamPage:
    """This function will return who works with a student, and note that `by` was shown it.

    **Raises** `NotFound` where there is no such student, or none of whom they may see it.
    """
    page = team_page(by, student_id)
    shown = [(page.student.pk, page.sight, ("directory", SEEN_WITH))]
    note_looked(by=by, at=at, shown=shown, place="students.team")
    return page


def name_member(
    *, by: Viewer, at: datetime, student_id: int, user_id: int, relation: str, starts_on: date, ends_on: date | None
) -> Relation:
    """This function will let somebody of the staff stand in a relation to a student, in both walls, for these days.

    **Raises** `NotFound` where `by` does not see the student, `NotAllowed` where their roles do not grant the relation
    there, `RefusedInput` where somebody cannot be named, stands in it in these days already, or the days do not fit.
    """
    student = _student_to_give(by, student_id, relation)
    person = staff().select_for_update(of=("self",)).filter(pk=user_id).first()
    if person is None:
        raise RefusedInput(
            gettext_noop("Only somebody of the staff can be named for a student."),
            gettext_noop("Choose a person who works for the district today."),
        )
    if starts_on < accounts.today() or (ends_on is not None and ends_on < starts_on):
        raise RefusedInput(
            gettext_noop("It starts today or later, and ends on the day it starts or later."),
            gettext_noop("Mend the dates."),
        )
    named = access.find_named_for(student)
    same = [row for row in named if (row.user_id, row.relation) == (user_id, relation) and not is_over(row)]
    if any(_meet(row, starts_on, ends_on) for row in same):
        raise RefusedInput(
            gettext_noop("This person is named so for these days already."),
            gettext_noop("End what there is first, or choose other days."),
        )
    row = give_relation(
        by=by,
        user_id=user_id,
        student_id=student_id,
        relation=relation,
        source="team",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _note(by, at, "name", row)
    return row


def end_member(*, by: Viewer, at: datetime, student_id: int, relation_id: int) -> None:
    """This function will end at once what somebody was named for a student; what is over stays as it is.

    **Raises** `NotFound` where there is no such thing, `NotAllowed` where the roles of `by` do not grant it there.
    """
    student, _sight = find_seen(by, student_id)
    row = next((row for row in access.find_named_for(student) if row.pk == relation_id), None)
    if row is None:
        raise NotFound(gettext_noop("There is nobody named so for this student."))
    _student_to_give(by, student_id, row.relation)
    day = accounts.today()
    if is_over(row):
        return
    end_relations(relation_ids=[row.pk], ends_on=max(day, row.starts_on or day))
    _note(by, at, "end", row)


def _meet(row: Relation, starts_on: date, ends_on: date | None) -> bool:
    begins_in_time = ends_on is None or row.starts_on is None or row.starts_on <= ends_on
    return begins_in_time and (row.ends_on is None or row.ends_on >= starts_on)


def _student_to_give(by: Viewer, student_id: int, relation: str) -> Student:
    student, _sight = find_seen(by, student_id)
    check_may_name(tuple(code for code in relations_to_give(by, student) if code == relation))
    return student


def _note(by: Viewer, at: datetime, act: str, row: Relation) -> None:
    details = {"relation": row.relation, "user": row.user_id}
    audit.record_act(by=by, at=at, act=act, noun="team", object_id=row.pk, details=details)
