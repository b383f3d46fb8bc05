"""What is shared about one student, with whom and why; and what those who may can do about it."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.access import DUTY
from throughline.rooms.agreements.compiling.queries import source_of, students_of
from throughline.rooms.agreements.consents.speakers import Speaker, find_speaker, people_of
from throughline.rooms.agreements.documents.queries import ground_of
from throughline.rooms.agreements.models import Consent, ConsentRequest, ContactLimit, Objection, Placement, Version
from throughline.rooms.agreements.papers import Paper
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# What links to a family are made for: one question, by its id.
REQUEST = "consent request"


@dataclass(frozen=True, slots=True)
class Offer:
    """One agreement that is about a student: what its organization sees of them today, and what was said about it."""

    version: Version
    organization: str
    sees: tuple[str, ...]
    consents: tuple[Consent, ...]
    objection: Objection | None
    placements: tuple[Placement, ...]
    by_consent: bool

    @property
    def agreement_id(self) -> int:
        return self.version.agreement_id

    @property
    def standing(self) -> list[Consent]:
        """Consents that were not withdrawn and whose days are not over."""
        day = accounts.today()
        return [row for row in self.consents if row.withdrawn_at is None and row.ends_on >= day]


@dataclass(frozen=True, slots=True)
class SharingPage:
    """A student, who asks, and each organization that sees them or would like to."""

    speaker: Speaker
    offers: list[Offer]
    past: list[Consent]

    @property
    def student(self) -> students.Student:
        return self.speaker.student


@dataclass(frozen=True, slots=True)
class StaffPage:
    """The same for staff, with who stands for the student, what limits them, and who was asked by link.

    With each question one of its links in force, rather one that was opened; or None.
    """

    sharing: SharingPage
    guardians: list[students.Guardian]
    limits: list[ContactLimit]
    may_manage: bool
    places: tuple[str, ...]
    requests: list[tuple[ConsentRequest, accounts.MadeFor | None]]


def sharing_page(viewer: Viewer, student_id: int, *, speaker: Speaker | None = None) -> SharingPage:
    """This function will return what is shared about a student, as far as `viewer` may be told.

    `speaker` where the caller has found who asks: somebody who holds a link, which a duty answers.

    **Raises** `NotFound` where there is no such student, or none of whom they may ask.
    """
    speaker = speaker or find_speaker(viewer, student_id)
    consents = _told(speaker, list(access.get_consents_for(viewer, student_id).order_by("-noted_at", "-pk")))
    objections = list(access.get_objections_for(viewer, student_id).exclude(upheld=False).order_by("-pk"))
    placements = list(access.get_placements_for(viewer, student_id).order_by("-starts_on", "-pk"))
    offers = [_offer(speaker, version, sees, consents, objections, placements) for version, sees in _about(student_id)]
    shown = {consent.pk for offer in offers for consent in offer.consents}
    return SharingPage(speaker, offers, [row for row in consents if row.pk not in shown])


def staff_page(viewer: Viewer, student_id: int, *, at: datetime) -> StaffPage:
    """This function will return a student's consents for staff, and note that they looked.

    **Raises** `NotFound`, and `NotAllowed` for all but those who may change oversight by their role.
    """
    page = sharing_page(viewer, student_id)
    check_staff(page.speaker)
    note_consents_shown(viewer, page.student, at=at)
    limits = access.get_limits_for(viewer, student_id).select_related("guardian").order_by("-starts_on", "-pk")
    return StaffPage(
        sharing=page,
        guardians=people_of(student_id),
        limits=list(limits),
        may_manage=access.may_manage(viewer),
        places=places_granted_by(viewer),
        requests=_requests(viewer, student_id, at),
    )


def note_consents_shown(
    viewer: Viewer, *shown: students.Student, at: datetime, place: str = "agreements.consents"
) -> None:
    """This function will note that `viewer` was shown what was consented for these students; of their own, nothing."""
    classes = ("directory", access.OVERSIGHT)
    sights = students.explain_sight(viewer, shown, classes)
    looks = [(pk, sight, classes) for pk, sight in sights.items()]
    students.note_looked(by=viewer, at=at, shown=looks, place=place)


def find_offer(page: SharingPage, agreement_id: int) -> Offer:
    """This function will return one agreement of a page.

    **Raises** `NotFound` where it is not in force, or not about this student.
    """
    found = next((offer for offer in page.offers if offer.agreement_id == agreement_id), None)
    if found is None:
        raise NotFound(gettext_noop("No agreement in force is about this student and that organization."))
    return found


def find_consent(
    viewer: Viewer, student_id: int, consent_id: int, *, speaker: Speaker | None = None
) -> tuple[Speaker, Consent]:
    """This function will return a consent that `viewer` may see, with what they are to the student.

    `speaker` as for `sharing_page`.

    **Raises** `NotFound` otherwise.
    """
    speaker = speaker or find_speaker(viewer, student_id)
    rows = access.get_consents_for(viewer, student_id).filter(pk=consent_id)
    found = _told(speaker, list(rows.select_related("agreement__organization")))
    if not found:
        raise NotFound(gettext_noop("There is no such consent, or none you may see."))
    return speaker, found[0]


def consent_paper(viewer: Viewer, student_id: int, consent_id: int, *, at: datetime) -> Paper:
    """This function will return the scan of a consent, to those who may see the consent, and note that they looked.

    **Raises** `NotFound` otherwise.
    """
    speaker, consent = find_consent(viewer, student_id, consent_id)
    paper = getattr(consent, "paper", None)
    if paper is None:
        raise NotFound(gettext_noop("There is no such paper."))
    note_consents_shown(viewer, speaker.student, at=at, place="agreements.paper")
    return Paper(paper.kind, bytes(paper.content))


def check_staff(speaker: Speaker) -> None:
    """This function will do nothing for staff who may change oversight of the student by their role.

    **Raises** `NotAllowed` otherwise.
    """
    if not speaker.is_staff:
        raise NotAllowed(
            gettext_noop("This is for staff who answer for the student's record."),
            gettext_noop("Family and students find theirs on the page of sharing."),
        )


def check_family(speaker: Speaker) -> None:
    """This function will do nothing for family and the student.

    **Raises** `NotAllowed` otherwise.
    """
    if not speaker.is_family:
        raise NotAllowed(
            gettext_noop("This page is the family's own."), gettext_noop("Staff find the same on the page Consents.")
        )


def check_may_consent(speaker: Speaker) -> None:
    """This function will do nothing for whoever may consent for the student today.

    **Raises** `NotAllowed` otherwise.
    """
    if not speaker.may_consent:
        raise NotAllowed(
            gettext_noop("It is not yours to consent for this student."),
            gettext_noop("A parent or guardian does, or the student from the age of 18. Ask the school's office."),
        )


def check_places(viewer: Viewer) -> None:
    """This function will do nothing for those whose role places students with an organization.

    **Raises** `NotAllowed` otherwise.
    """
    if not places_granted_by(viewer):
        raise NotAllowed(
            gettext_noop("Your role does not place students with an organization."),
            gettext_noop("Ask the coordinator of the student's school."),
        )


def places_granted_by(viewer: Viewer) -> tuple[str, ...]:
    """This function will return in which relations to a partner the roles of `viewer` let them place a student."""
    held = {role.relation for role in accounts.current_roles(viewer)}
    granted = {code for row in accounts.shipped_policy().relation if row.code in held for code in row.grants}
    return tuple(code for code in ("partner_referral", "partner_session") if code in granted)


def _told(speaker: Speaker, consents: list[Consent]) -> list[Consent]:
    """A guardian who may not be told learns what they said themselves, and nothing of what others said."""
    if speaker.may_be_told or speaker.guardian is None:
        return consents
    return [row for row in consents if row.guardian_id == speaker.guardian.pk]


def _requests(viewer: Viewer, student_id: int, at: datetime) -> list[tuple[ConsentRequest, accounts.MadeFor | None]]:
    rows = list(access.get_consent_requests_for(viewer, student_id).order_by("-asked_at", "-pk"))
    found: dict[int, accounts.MadeFor] = {}
    for link in accounts.find_links_for(REQUEST, [row.pk for row in rows], now=at):
        if link.in_force and (link.object_id not in found or link.opened_at):
            found[link.object_id] = link
    return [(row, found.get(row.pk)) for row in rows]


def _about(student_id: int) -> list[tuple[Version, tuple[str, ...]]]:
    """Agreements in force that are about a student, with what is seen by each today. The caller may be told."""
    day = accounts.today()
    with accounts.acting_as(DUTY):
        versions = access.in_force_versions().filter(ends_on__gte=day).order_by("agreement__organization__name", "pk")
        about = [row for row in versions if students_of(row).filter(pk=student_id).exists()]
    seen = students.find_compiled(student_id)
    return [(row, seen.get(source_of(row.agreement_id), ())) for row in about]


def _offer(
    speaker: Speaker,
    version: Version,
    sees: tuple[str, ...],
    consents: list[Consent],
    objections: list[Objection],
    placements: list[Placement],
) -> Offer:
    key = version.agreement_id
    day = accounts.today()
    by_consent = ground_of(version.relation) == "consent"
    own = tuple(row for row in consents if row.agreement_id == key)
    told = speaker.may_be_told or not by_consent
    return Offer(
        version,
        version.agreement.organization.name,
        sees if told or own else (),
        own,
        next((row for row in objections if row.agreement_id == key), None) if told else None,
        tuple(row for row in placements if row.agreement_id == key and row.ends_on >= day) if told else (),
        by_consent,
    )
