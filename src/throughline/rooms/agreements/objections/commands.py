"""Object to sharing, and decide about an objection."""

from datetime import datetime

from throughline.rooms.agreements.compiling.commands import compile_agreement
from throughline.rooms.agreements.consents.queries import check_staff, find_offer, sharing_page
from throughline.rooms.agreements.models import Objection
from throughline.rooms.agreements.objections.queries import find_objection
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def object_to_sharing(*, by: Viewer, at: datetime, student_id: int, agreement_id: int, reason: str = "") -> Objection:
    """This function will keep that a guardian or the student objects: nothing is shared until the office decides.

    One who objected already has their first objection returned.

    **Raises** `NotFound` where the agreement is not about this student, `NotAllowed` for those who are not family.
    """
    page = sharing_page(by, student_id)
    offer = find_offer(page, agreement_id)
    if not page.speaker.is_family or not offer.by_consent:
        raise NotAllowed(
            gettext_noop("Family and students object to what is shared by consent."),
            gettext_noop("For what is shared on another legal ground, write to the privacy officer."),
        )
    if offer.objection is not None:
        return offer.objection
    guardian = page.speaker.guardian
    found = Objection.objects.create(
        student=page.student,
        agreement_id=agreement_id,
        guardian=guardian,
        said_by=guardian.name if guardian else page.student.name,
        reason=reason.strip(),
        said_at=at,
    )
    audit.record_act(by=by, at=at, act="object", noun="consent", object_id=f"objection:{found.pk}")
    compile_agreement(by=by, at=at, agreement_id=agreement_id, student_ids=[student_id])
    return found


def decide_objection(
    *, by: Viewer, at: datetime, student_id: int, objection_id: int, upheld: bool, decision: str
) -> None:
    """This function will decide about an objection: upheld, nothing is shared; set aside, consents count again.

    **Raises** `NotAllowed` for all but staff who answer for the student, `NotFound`, `RefusedInput` without a reason.
    """
    check_staff(sharing_page(by, student_id).speaker)
    found = find_objection(by, student_id, objection_id)
    if not decision.strip():
        raise RefusedInput(gettext_noop("A decision needs a reason."), gettext_noop("Write why; the family reads it."))
    found.upheld, found.decision = upheld, decision.strip()
    found.decided_by, found.decided_at = str(by), at
    found.save()
    act = "uphold" if upheld else "set aside"
    audit.record_act(by=by, at=at, act=act, noun="consent", object_id=f"objection:{found.pk}")
    compile_agreement(by=by, at=at, agreement_id=found.agreement_id, student_ids=[student_id])
