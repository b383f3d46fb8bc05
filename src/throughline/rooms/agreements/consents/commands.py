"""Give, record and withdraw consent. Each compiles the agreement for the one student, in the same transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.commands import compile_agreement
from throughline.rooms.agreements.consents.queries import (
    Offer,
    check_may_consent,
    check_staff,
    find_consent,
    find_offer,
    sharing_page,
)
from throughline.rooms.agreements.consents.rights import may_withdraw
from throughline.rooms.agreements.consents.speakers import Speaker, find_giver
from throughline.rooms.agreements.consents.text import consent_text
from throughline.rooms.agreements.documents.terms import chosen_shares
from throughline.rooms.agreements.models import Consent, ConsentPaper, How
from throughline.rooms.agreements.papers import Paper
from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def give_consent(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    agreement_id: int,
    record_classes: Iterable[str],
    ends_on: date,
    name: str,
    language: str,
    speaker: Speaker | None = None,
) -> Consent:
    """This function will keep that a guardian, or the student at 18, consents on screen, signing with their name.

    By a link, `speaker` is whom it was made for, as they stand today; the caller has found that out.

    **Raises** `NotFound` where the agreement is not about this student, `NotAllowed` where it is not theirs to
    consent, `RefusedInput` where something is missing.
    """
    page = sharing_page(by, student_id, speaker=speaker)
    offer = find_offer(page, agreement_id)
    check_may_consent(page.speaker)
    if not name.strip():
        raise RefusedInput(gettext_noop("A consent is signed with a name."), gettext_noop("Type your full name."))
    consent = _kept(
        at,
        page.speaker,
        offer,
        guardian=page.speaker.guardian,
        given_by=name,
        record_classes=record_classes,
        starts_on=accounts.today(),
        ends_on=ends_on,
        how=How.SCREEN if speaker is None else How.LINK,
        language=language,
        noted_by=str(by),
    )
    return _noted(by, at, consent)


def record_consent(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    agreement_id: int,
    guardian_id: int | None,
    record_classes: Iterable[str],
    starts_on: date,
    ends_on: date,
    how: str,
    language: str,
    witness: str = "",
    paper: Paper | None = None,
) -> Consent:
    """This function will keep a consent that a guardian (or, without one, the student at 18) gave on paper or in words.

    **Raises** `NotAllowed` for all but staff who answer for the student, `NotFound`, and `RefusedInput` where who gave
    it may not, or the scan or the witness is missing.
    """
    page = sharing_page(by, student_id)
    check_staff(page.speaker)
    offer = find_offer(page, agreement_id)
    guardian = find_giver(student_id, guardian_id)
    if (how == How.PAPER) != (paper is not None) or (how == How.SPOKEN) != bool(witness.strip()):
        raise RefusedInput(
            gettext_noop("A consent on paper needs its scan, a spoken one the name of a witness."),
            gettext_noop("Give the one that fits."),
        )
    if how not in {How.PAPER, How.SPOKEN} or starts_on > accounts.today():
        raise RefusedInput(
            gettext_noop("Staff record what was given already, on paper or in words."), gettext_noop("Mend the date.")
        )
    consent = _kept(
        at,
        page.speaker,
        offer,
        guardian=guardian,
        given_by=guardian.name if guardian else page.student.name,
        record_classes=record_classes,
        starts_on=starts_on,
        ends_on=ends_on,
        how=how,
        language=language,
        noted_by=str(by),
        witness=witness.strip(),
    )
    if paper is not None:
        ConsentPaper.objects.create(consent=consent, student_id=student_id, kind=paper.kind, content=paper.content)
    return _noted(by, at, consent)


def withdraw_consent(
    *, by: Viewer, at: datetime, student_id: int, consent_id: int, speaker: Speaker | None = None
) -> None:
    """This function will withdraw a consent: from this transaction on nobody sees anything by it.

    Whoever gave it may, the student at 18, and staff on their behalf. One that was withdrawn stays so. By a link,
    `speaker` is whom it was made for.

    **Raises** `NotFound` where there is none that `by` may see, `NotAllowed` where it is another's.
    """
    speaker, consent = find_consent(by, student_id, consent_id, speaker=speaker)
    if not may_withdraw(speaker, consent):
        raise NotAllowed(
            gettext_noop("Somebody else gave this consent."),
            gettext_noop("You can object to it, and nothing is shared until the office decides."),
        )
    access.lock_agreement(consent.agreement_id)
    changed = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=str(by))
    if changed:
        audit.record_act(by=by, at=at, act="withdraw", noun="consent", object_id=consent.pk)
        compile_agreement(by=by, at=at, agreement_id=consent.agreement_id, student_ids=[student_id])


def _kept(
    at: datetime,
    speaker: Speaker,
    offer: Offer,
    *,
    guardian: students.Guardian | None,
    given_by: str,
    record_classes: Iterable[str],
    starts_on: date,
    ends_on: date,
    how: str,
    language: str,
    noted_by: str,
    witness: str = "",
) -> Consent:
    version = offer.version
    classes = chosen_shares(record_classes)
    if not offer.by_consent or not classes or set(classes) - accounts.in_both(classes, version.record_classes):
        raise RefusedInput(
            gettext_noop("A consent names classes of record, or fields of them, out of those in the agreement."),
            gettext_noop("Choose at least one of those offered."),
        )
    if not accounts.today() <= ends_on <= version.ends_on:
        raise RefusedInput(
            gettext_noop("A consent ends between today and the end of the agreement."), gettext_noop("Mend the date.")
        )
    text = consent_text(
        version,
        student=speaker.student.name,
        record_classes=classes,
        ends_on=ends_on,
        language=language,
        organization=offer.organization,
    )
    return Consent.objects.create(
        student=speaker.student,
        agreement_id=version.agreement_id,
        guardian=guardian,
        given_by=given_by.strip(),
        record_classes=list(classes),
        purpose=version.purpose,
        starts_on=starts_on,
        ends_on=ends_on,
        how=how,
        witness=witness,
        language=language,
        text=text,
        noted_by=noted_by,
        noted_at=at,
    )


def _noted(by: Viewer, at: datetime, consent: Consent) -> Consent:
    details = {"agreement": consent.agreement_id, "how": str(consent.how)}
    audit.record_act(by=by, at=at, act="give", noun="consent", object_id=consent.pk, details=details)
    compile_agreement(by=by, at=at, agreement_id=consent.agreement_id, student_ids=[consent.student_id])
    return consent
