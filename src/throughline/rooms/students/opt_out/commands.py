"""Refuse that directory information be shared without asking, and take the refusal back."""

from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.record_requests.who_may import NotYours, Standing, find_standing
from throughline.rooms.students.relations.after_roster import follow_opt_out
from throughline.rooms.students.rights import CameBy, DirectoryOptOut
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def opt_out(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    said_by: str = "",
    starts_on: date | None = None,
    came_by: CameBy = CameBy.PAGE,
) -> DirectoryOptOut:
    """This function will refuse for a student that directory information be shared without asking.

    Staff write down what came on paper, by phone or in person: who said it, and from which day it holds.

    **Raises** `NotFound`; `NotAllowed` for those who do not hold the right; `RefusedInput` where it is refused already.
    """
    standing = _checked(by, student_id)
    today = accounts.today()
    own = standing.holds_right and came_by == CameBy.PAGE
    if not own and (came_by == CameBy.PAGE or not said_by.strip()):
        raise RefusedInput(
            gettext_noop("What came otherwise than on this page needs the name of who said it."),
            gettext_noop("Say who, and how it came."),
        )
    if not own and starts_on is not None and starts_on > today:
        raise RefusedInput(gettext_noop("The refusal came today or before."), gettext_noop("Mend the day it came."))
    if access.get_opt_outs_for(by).filter(student=standing.student, ends_on=None).exists():
        raise RefusedInput(
            gettext_noop("It is refused already, so there is nothing to add."), gettext_noop("Look at the page again.")
        )
    row = DirectoryOptOut.objects.create(
        student=standing.student,
        said_by=str(by) if own else said_by.strip(),
        came_by=came_by,
        starts_on=today if own else (starts_on or today),
        recorded_by="" if own else str(by),
    )
    audit.record_act(by=by, at=at, act="refuse", noun="directory information", object_id=row.pk)
    follow_opt_out(by=by, at=at, student_id=student_id)
    return row


def withdraw_opt_out(*, by: Viewer, at: datetime, student_id: int) -> None:
    """This function will take a refusal back from today on; what was refused until now stays on record.

    **Raises** `NotFound`; `NotAllowed` for those who do not hold the right; `RefusedInput` where nothing is refused.
    """
    standing = _checked(by, student_id)
    held = access.get_opt_outs_for(by).select_for_update().filter(student=standing.student, ends_on=None)
    row = held.first()
    if row is None:
        raise RefusedInput(gettext_noop("Nothing is refused now."), gettext_noop("Look at the page again."))
    row.ends_on, row.withdrawn_by = accounts.today(), str(by)
    row.save()
    audit.record_act(by=by, at=at, act="take back refusal", noun="directory information", object_id=row.pk)
    follow_opt_out(by=by, at=at, student_id=student_id)


def _checked(by: Viewer, student_id: int) -> Standing:
    standing = find_standing(by, student_id)
    if not standing.may_ask:
        raise NotYours
    return standing
