"""Ask about a record, and take a request one step further. Nothing of what was written reaches the audit."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.record_requests.clocks import clocks
from throughline.rooms.students.record_requests.steps import STEPS, due_after, fits
from throughline.rooms.students.record_requests.who_may import NotYours, find_standing
from throughline.rooms.students.relations.commands import keep_guardians
from throughline.rooms.students.rights import CameBy, DependentStudent, RecordRequest, RequestKind
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_TEXTS = ("contested", "why", "wanted")
# What a step is told and checks, but no column holds.
_SAID_ONLY = ("no_interest", "agreed")


def ask_about_record(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    kind: RequestKind,
    part: str = "",
    words: Mapping[str, str] | None = None,
    asked_by: str = "",
    asked_on: date | None = None,
    came_by: CameBy = CameBy.PAGE,
) -> RecordRequest:
    """This function will ask to see a record or to correct a part of it, and start the district's clock.

    Staff write down what a family asked on paper, by phone or in person: `asked_by` and the day it came.

    **Raises** `NotFound`; `NotAllowed` for those who do not hold the right; `RefusedInput` saying what is missing.
    """
    standing = find_standing(by, student_id)
    if not standing.may_ask:
        raise NotYours
    today = accounts.today()
    own = standing.holds_right and came_by == CameBy.PAGE
    if not own and (not standing.is_staff or came_by == CameBy.PAGE or not asked_by.strip()):
        raise RefusedInput(
            gettext_noop("What came otherwise than on this page needs the name of who asked."),
            gettext_noop("Say who asked, and how it came."),
        )
    row = RecordRequest(
        student=standing.student,
        kind=kind,
        part=part if part in standing.sight else "",
        asked_by=str(by) if own else asked_by.strip(),
        asked_on=today if own else (asked_on or today),
        came_by=came_by,
        recorded_by="" if own else str(by),
    )
    if row.asked_on > today:
        raise RefusedInput(gettext_noop("A request came today or before."), gettext_noop("Mend the day it came."))
    if kind == RequestKind.AMEND:
        for name in _TEXTS:
            setattr(row, name, (words or {}).get(name, "").strip())
        if not row.part or not all(getattr(row, name) for name in _TEXTS):
            raise RefusedInput(
                gettext_noop("To correct a record one needs to know what is wrong, why, and what it should say."),
                gettext_noop("Fill in all of it, and choose the part of the record."),
            )
    row.due_on = due_after(row, today)
    row.save()
    audit.record_act(by=by, at=at, act=f"ask to {kind.value}", noun="record request", object_id=row.pk)
    return row


def take_step(
    *, by: Viewer, at: datetime, student_id: int, request_id: int, step: str, told: Mapping[str, Any]
) -> RecordRequest:
    """This function will take a request one step further, with what the step needs to be told.

    **Raises** `NotFound`; `NotAllowed` where the step is another's; `RefusedInput` where it cannot be taken now.
    """
    standing = find_standing(by, student_id)
    row = access.get_record_requests_for(by).select_for_update().filter(student_id=student_id, pk=request_id).first()
    taken = STEPS.get(step)
    if row is None or taken is None:
        raise NotFound(gettext_noop("There is no such request, or none you may see."))
    if not (standing.answers or (taken.of_family and standing.holds_right)):
        raise NotAllowed(
            gettext_noop("This step is not yours to take."),
            gettext_noop("The family asks; the district's privacy office answers."),
        )
    today = accounts.today()
    if not fits(taken, row, today):
        raise RefusedInput(
            gettext_noop("The request has moved on, so this can no longer be done with it."),
            gettext_noop("Look at how it stands now."),
        )
    _check_told(row, taken.fields, told, today)
    for name in taken.fields:
        if name not in _SAID_ONLY:
            setattr(row, name, told[name].strip() if isinstance(told[name], str) else told[name])
    _sign(row, taken.code, by, today)
    row.status = taken.leads
    row.due_on = due_after(row, today)
    row.save()
    details = {"earlier_day_agreed": True} if told.get("agreed") and "agreed" in taken.fields else {}
    audit.record_act(by=by, at=at, act=taken.code, noun="record request", object_id=row.pk, details=details)
    return row


def record_dependent(*, by: Viewer, at: datetime, student_id: int, shown_by: str) -> None:
    """This function will write down that parents showed they claim an adult student as a dependent.

    **Source**: 34 CFR 99.31(a)(8).

    **Raises** `NotFound`, `NotAllowed`, `RefusedInput` where the name is missing.
    """
    standing = find_standing(by, student_id)
    if not standing.answers:
        raise NotAllowed(gettext_noop("This step is not yours to take."), gettext_noop("Ask the privacy office."))
    if standing.holder != "student" or not shown_by.strip():
        raise RefusedInput(
            gettext_noop("Only for a student who is 18, and with the name of the parent who showed it."),
            gettext_noop("Name the parent."),
        )
    DependentStudent.objects.get_or_create(
        student=standing.student,
        defaults={"shown_by": shown_by.strip(), "shown_on": accounts.today(), "recorded_by": str(by)},
    )
    keep_guardians(by=by, at=at, student_id=student_id)
    audit.record_act(by=by, at=at, act="record", noun="dependent student", object_id=student_id)


def _check_told(row: RecordRequest, fields: tuple[str, ...], told: Mapping[str, Any], today: date) -> None:
    if not all(told.get(name) for name in fields if name != "agreed"):
        raise RefusedInput(gettext_noop("Something is missing."), gettext_noop("Fill in all of it."))
    seen = told.get("inspected_on") if "inspected_on" in fields else None
    if seen and not row.asked_on <= seen <= today:
        raise RefusedInput(
            gettext_noop("The record was seen after it was asked for, and not later than today."),
            gettext_noop("Mend the day."),
        )
    notice = 0 if told.get("agreed") else clocks().notice_days
    if "hearing_on" in fields and told["hearing_on"] < today + timedelta(days=notice):
        raise RefusedInput(
            gettext_noop("The family needs notice in good time before a hearing."),
            gettext_noop("Choose a later day, or one the family has agreed to."),
        )


def _sign(row: RecordRequest, step: str, by: Viewer, today: date) -> None:
    """Who did it and on which day, beside what was told."""
    match step:
        case "offer" | "grant" | "refuse":
            row.answered_on, row.answered_by = today, str(by)
        case "ask-hearing":
            row.hearing_asked_on = today
        case "set-hearing":
            row.hearing_told_on = today
        case "grant-after-hearing" | "refuse-after-hearing":
            row.hearing_decided_on = today
        case "place-statement":
            row.statement_on, row.statement_by = today, row.asked_by
        case "withdraw":
            row.withdrawn_on = today
