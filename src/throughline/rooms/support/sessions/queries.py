"""The group of a program: the students in it of whose supports somebody may write, and how their sessions stand."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Session
from throughline.rooms.support.supports.queries import (
    CLASSES,
    Given,
    find_support,
    may_log_any,
    note_supports,
    seen_supports,
    with_sessions,
)
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A program, and on one day: whose session is to be written down, and whose stands already."""

    program: partners.Program
    on: date
    to_log: list[Given]
    logged: list[Session]


def group_page(viewer: Viewer, program_id: int, *, on: date, at: datetime) -> GroupPage:
    """This function will return the group of a program on a day, and note whom it shows.

    **Raises** `NotFound` where there is no such program, `NotAllowed` where `viewer` writes of nobody's supports.
    """
    program = partners.find_program(viewer, program_id)
    if not may_log_any(viewer):
        raise NotAllowed(gettext_noop("Your role does not include writing down sessions."))
    rows = seen_supports(viewer).filter(program=program, starts_on__lte=on, ended_on=None)
    by_name = rows.filter(student__ended_at=None).order_by("student__family_name", "student__given_name", "pk")
    given = [one for one in with_sessions(viewer, list(by_name)) if one.may_log]
    ids = [one.support.pk for one in given]
    told = access.get_sessions_for(viewer).filter(support__in=ids, on=on, taken_back_at=None)
    logged = {row.support_id: row for row in told}
    shown = {one.support.student_id: one.support.student for one in given}
    sights = students.explain_sight(viewer, shown.values(), ("directory", *CLASSES))
    note_supports(viewer, sights, [one.support for one in given], at=at, place="support.group")
    for one in given:
        if one.support.pk in logged:
            logged[one.support.pk].support = one.support
    return GroupPage(
        program,
        on,
        [one for one in given if one.support.pk not in logged],
        [logged[pk] for pk in ids if pk in logged],
    )


def find_session(viewer: Viewer, session_id: int) -> Session:
    """This function will return a session that stands. **Raises** `NotFound` where there is none they may see."""
    rows = access.get_sessions_for(viewer).filter(taken_back_at=None)
    found = rows.select_related("support__student", "support__program__provider").filter(pk=session_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such session, or none you may see."))
    find_support(viewer, found.support_id)
    return found
