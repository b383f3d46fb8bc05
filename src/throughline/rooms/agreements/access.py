"""The first wall: the sole way to agreements and consents.

Agreements name no student: those who look after them see all, members of an organization their own. Consents and the
rest stand behind the class of record `oversight`, as the students room works it out.
"""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.models import (
    Agreement,
    Consent,
    ConsentRequest,
    ContactLimit,
    ListedStudent,
    Objection,
    Placement,
    Signature,
    Version,
)
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer

OVERSIGHT = "oversight"
DUTY = Viewer(duty="agreements", name="Agreements and consents")
_Row = TypeVar("_Row", bound=Model)


def may_manage(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` answers for agreements: may change oversight in the whole district."""
    return accounts.may(viewer, "write", OVERSIGHT)


def get_agreements_for(viewer: Viewer) -> QuerySet[Agreement]:
    """This function will return all agreements to those who manage them, and to others those of their organization."""
    if may_manage(viewer):
        return Agreement.objects.all()
    shared = accounts.memberships(viewer)
    if viewer.behind is not None:
        shared = shared if may_manage(viewer.behind) else shared & accounts.memberships(viewer.behind)
    return Agreement.objects.filter(organization__in=shared)


def lock_agreement(agreement_id: int) -> Agreement:
    """This function will return an agreement that nobody else changes, signs or ends before this transaction is over.

    A duty takes hold of it, since the database lets those who sign or consent change no agreement; the caller checked.
    """
    with accounts.acting_as(DUTY):
        return Agreement.objects.select_for_update().get(pk=agreement_id)


def get_versions(agreement: Agreement) -> QuerySet[Version]:
    """This function will return the versions of an agreement that the caller was given, the newest first."""
    return Version.objects.filter(agreement=agreement).order_by("-number")


def find_version(version_id: int) -> Version | None:
    """This function will return one version, for somebody who holds a link to read that version; the caller checked."""
    return Version.objects.select_related("agreement__organization").filter(pk=version_id).first()


def in_force_versions() -> QuerySet[Version]:
    """This function will return what agreements now say: of each, its newest version that both sides signed.

    Whether its days have come or are over is left to the caller. Agreements that were ended have none.
    """
    both = Version.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    signed = _signed(Version.objects.filter(agreement__ended_at=None))
    return signed.filter(~Exists(_signed(both))).select_related("agreement__organization")


def _signed(versions: QuerySet[Version]) -> QuerySet[Version]:
    by = Signature.objects.filter(version=OuterRef("pk"))
    return versions.filter(Exists(by.filter(side="district")), Exists(by.filter(side="partner")))


def get_consents_for(viewer: Viewer, student_id: int) -> QuerySet[Consent]:
    """This function will return the consents given for one student, as far as `viewer` may see them."""
    return _within(Consent.objects.all(), viewer, student_id)


def get_consent_requests_for(viewer: Viewer, student_id: int) -> QuerySet[ConsentRequest]:
    """This function will return who was asked by link about one student, as far as `viewer` may see it."""
    return _within(ConsentRequest.objects.all(), viewer, student_id)


def find_consent_request(viewer: Viewer, request_id: int) -> ConsentRequest | None:
    """This function will return what one link asks, for the duty that answers such links; None for all others."""
    if not accounts.may(viewer, "write", OVERSIGHT):
        return None
    rows = ConsentRequest.objects.select_related("student", "guardian")
    return rows.filter(pk=request_id).first()


def get_objections_for(viewer: Viewer, student_id: int) -> QuerySet[Objection]:
    """This function will return the objections for one student, as far as `viewer` may see them."""
    return _within(Objection.objects.all(), viewer, student_id)


def get_placements_for(viewer: Viewer, student_id: int) -> QuerySet[Placement]:
    """This function will return where a student was placed, as far as `viewer` may see it."""
    return _within(Placement.objects.all(), viewer, student_id)


def get_limits_for(viewer: Viewer, student_id: int) -> QuerySet[ContactLimit]:
    """This function will return what guardians may not do, for those who answer district-wide."""
    rows = ContactLimit.objects.filter(student=student_id)
    return rows if may_manage(viewer) else rows.none()


def get_listed_for(viewer: Viewer, agreement: Agreement) -> QuerySet[ListedStudent]:
    """This function will return the students on an agreement's list, as far as `viewer` may see oversight of them."""
    seen = students.get_students_for(viewer, OVERSIGHT)
    return ListedStudent.objects.filter(agreement=agreement, student__in=seen)


def _within(rows: QuerySet[_Row], viewer: Viewer, student_id: int) -> QuerySet[_Row]:
    seen = students.get_students_for(viewer, OVERSIGHT).filter(pk=student_id)
    return rows.filter(Q(student=student_id), student__in=seen)
