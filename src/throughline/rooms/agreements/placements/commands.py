"""Refer a student to an organization, or put them on the roster of one of its sessions, for days."""

from datetime import date, datetime, timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.commands import compile_agreement
from throughline.rooms.agreements.consents.queries import check_staff, find_offer, places_granted_by, sharing_page
from throughline.rooms.agreements.models import Placement
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def place_student(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    agreement_id: int,
    relation: str,
    what_for: str,
    starts_on: date,
    ends_on: date,
) -> Placement:
    """This function will place a student with an organization: it sees what consent allows, for these days.

    **Raises** `NotAllowed` where the policy table does not let the role of `by` give this relation, `NotFound` where
    no agreement in force is about the student, `RefusedInput` where nobody consented or the days do not fit.
    """
    page = sharing_page(by, student_id)
    check_staff(page.speaker)
    if relation not in places_granted_by(by):
        raise NotAllowed(
            gettext_noop("Your role does not place students with an organization."),
            gettext_noop("Ask the coordinator of the student's school."),
        )
    offer = find_offer(page, agreement_id)
    if not offer.by_consent or not offer.standing or offer.objection is not None:
        raise RefusedInput(
            gettext_noop("Nobody has consented to sharing with this organization, or somebody objects."),
            gettext_noop("Ask the family first."),
        )
    if not what_for.strip() or not starts_on <= ends_on <= offer.version.ends_on or ends_on < accounts.today():
        raise RefusedInput(
            gettext_noop("A placement says what it is for, and lies within the days of the agreement."),
            gettext_noop("Fill in what is missing, or mend the dates."),
        )
    row = Placement.objects.create(
        student=page.student,
        agreement_id=agreement_id,
        relation=relation,
        what_for=what_for.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        placed_by=str(by),
    )
    audit.record_act(by=by, at=at, act="place", noun="student", object_id=student_id, details={"placement": row.pk})
    compile_agreement(by=by, at=at, agreement_id=agreement_id, student_ids=[student_id])
    return row


def end_placement(*, by: Viewer, at: datetime, student_id: int, placement_id: int) -> None:
    """This function will end a placement now; one that has not begun is taken back.

    **Raises** `NotAllowed`, `NotFound` as `place_student`.
    """
    check_staff(sharing_page(by, student_id).speaker)
    row = access.get_placements_for(by, student_id).filter(pk=placement_id).first()
    if row is None or row.relation not in places_granted_by(by):
        raise NotFound(gettext_noop("There is no such placement, or none you may end."))
    yesterday = accounts.today() - timedelta(1)
    if row.starts_on > yesterday:
        row.delete()
    elif row.ends_on > yesterday:
        row.ends_on = yesterday
        row.save(update_fields=["ends_on"])
    audit.record_act(
        by=by, at=at, act="end placement", noun="student", object_id=student_id, details={"placement": placement_id}
    )
    compile_agreement(by=by, at=at, agreement_id=row.agreement_id, student_ids=[student_id])
