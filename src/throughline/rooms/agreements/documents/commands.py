"""Draft an agreement, amend it, sign it, and end it; who it is about."""

from dataclasses import asdict
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.compiling.commands import compile_agreement
from throughline.rooms.agreements.documents.queries import find_agreement, find_newest
from throughline.rooms.agreements.documents.rights import check_may_manage
from throughline.rooms.agreements.documents.terms import DraftTerms, check_terms
from throughline.rooms.agreements.library.templates import find_template
from throughline.rooms.agreements.models import (
    Agreement,
    CoveredSchool,
    Covers,
    How,
    ListedStudent,
    Side,
    Signature,
    SignedPaper,
    Version,
)
from throughline.rooms.agreements.papers import Paper
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def draft_agreement(*, by: Viewer, at: datetime, organization_id: int, template: str, terms: DraftTerms) -> Agreement:
    """This function will draft an agreement with an organization outside the district, from a template of the library.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` where something does not hold together.
    """
    check_may_manage(by)
    if organization_id not in {found.id for found in district.find_outside(open_only=True)}:
        raise RefusedInput(
            gettext_noop("An agreement is made with a partner organization or an agency that the district keeps."),
            gettext_noop("Add the organization first."),
        )
    agreement = Agreement.objects.create(organization_id=organization_id, made_at=at)
    _write(by, at, Version(agreement=agreement, number=1, template=template), terms)
    audit.record_act(by=by, at=at, act="draft", noun="agreement", object_id=agreement.pk)
    return agreement


def change_agreement(*, by: Viewer, at: datetime, agreement_id: int, terms: DraftTerms) -> Version:
    """This function will change a draft, or amend what somebody signed already: a new version, to be signed again.

    Until both sides sign an amendment, what they signed before stays in force.

    **Raises** `NotAllowed`, `NotFound`, `RefusedInput` where it was ended or something does not hold together.
    """
    check_may_manage(by)
    agreement = _locked(by, agreement_id)
    newest = find_newest(agreement)
    is_amended = newest.signatures.exists()
    version = newest
    if is_amended:
        version = Version(agreement=agreement, number=newest.number + 1, template=newest.template)
    _write(by, at, version, terms)
    act = "amend" if is_amended else "change"
    audit.record_act(
        by=by, at=at, act=act, noun="agreement", object_id=agreement.pk, details={"version": version.number}
    )
    return version


def sign_agreement(
    *,
    by: Viewer,
    at: datetime,
    agreement_id: int,
    number: int,
    side: str,
    name: str,
    position: str = "",
    how: str = How.SCREEN,
    signed_on: date | None = None,
    paper: Paper | None = None,
    by_link: bool = False,
) -> Signature:
    """This function will note that one side signed the newest version, `number`; with the second it is in force.

    On screen each side signs for itself: those who manage agreements for the district, members of the organization for
    theirs. Paper, with its scan, is noted for either side by those who manage agreements. By a link
    (`by_link`, the caller has checked it) only the organization signs.

    **Raises** `NotAllowed`, `NotFound`, `RefusedInput` where it was changed meanwhile, or that side has signed.
    """
    agreement = access.lock_agreement(agreement_id) if by_link else _locked(by, agreement_id)
    _check_may_sign(by, agreement, side, how, by_link=by_link)
    _check_open(agreement)
    version = find_newest(agreement)
    if version.number != number:
        raise RefusedInput(
            gettext_noop("The agreement was changed while you read it."), gettext_noop("Read it again, then sign.")
        )
    if version.signatures.filter(side=side).exists():
        raise RefusedInput(gettext_noop("This side has signed already."), gettext_noop("Nothing is left to do here."))
    if not name.strip() or (how == How.PAPER) != (paper is not None):
        raise RefusedInput(
            gettext_noop("A signature needs the name of who signs; one on paper also its scan."),
            gettext_noop("Give what is missing."),
        )
    day = signed_on or accounts.today()
    if day > accounts.today():
        raise RefusedInput(gettext_noop("Nobody has signed in the future."), gettext_noop("Mend the date."))
    signature = Signature.objects.create(
        version=version,
        side=side,
        name=name.strip(),
        position=position.strip(),
        how=how,
        signed_on=day,
        noted_by=str(by),
        noted_at=at,
    )
    if paper is not None:
        SignedPaper.objects.create(signature=signature, kind=paper.kind, content=paper.content)
    details = {"version": number, "side": side, "how": str(how)}
    audit.record_act(by=by, at=at, act="sign", noun="agreement", object_id=agreement.pk, details=details)
    compile_agreement(by=by, at=at, agreement_id=agreement.pk)
    return signature


def end_agreement(*, by: Viewer, at: datetime, agreement_id: int, reason: str) -> None:
    """This function will end an agreement at once: from this transaction on its organization sees nothing by it.

    **Raises** `NotAllowed`, `NotFound`, `RefusedInput` without a reason or where it was ended before.
    """
    check_may_manage(by)
    agreement = _locked(by, agreement_id)
    _check_open(agreement)
    if not reason.strip():
        raise RefusedInput(gettext_noop("Ending an agreement needs a reason."), gettext_noop("Write why it ends."))
    agreement.ended_at, agreement.ended_by, agreement.end_reason = at, str(by), reason.strip()
    agreement.save()
    audit.record_act(by=by, at=at, act="end", noun="agreement", object_id=agreement.pk)
    compile_agreement(by=by, at=at, agreement_id=agreement.pk)


def list_student(*, by: Viewer, at: datetime, agreement_id: int, number: str) -> None:
    """This function will put a student, by their number, on the list of an agreement about listed students.

    **Raises** `NotAllowed`, `NotFound`, `RefusedInput` where no student of whom `by` may has that number.
    """
    check_may_manage(by)
    agreement = _locked(by, agreement_id)
    _check_open(agreement)
    found = students.get_students_for(by, access.OVERSIGHT, act="write").filter(ended_at=None)
    student = found.filter(local_id=number.strip()).first() or found.filter(source_id=number.strip()).first()
    if student is None or not number.strip():
        raise RefusedInput(
            gettext_noop("No student on the roster has this number."),
            gettext_noop("Look it up on the list of students."),
        )
    _row, is_made = ListedStudent.objects.get_or_create(agreement=agreement, student=student)
    if is_made:
        _note_list(by, at, "list", agreement, student.pk)


def unlist_student(*, by: Viewer, at: datetime, agreement_id: int, student_id: int) -> None:
    """This function will take a student off the list of an agreement: its organization no longer sees them by it."""
    check_may_manage(by)
    agreement = _locked(by, agreement_id)
    n_removed, _by_model = access.get_listed_for(by, agreement).filter(student=student_id).delete()
    if n_removed:
        _note_list(by, at, "unlist", agreement, student_id)


def _write(by: Viewer, at: datetime, version: Version, terms: DraftTerms) -> None:
    check_terms(terms)
    _check_open(version.agreement)
    for field, value in asdict(terms).items():
        if field != "school_ids":
            setattr(version, field, list(value) if isinstance(value, tuple) else value)
    template = find_template(version.template)
    version.clauses = list(template.clauses) if template else []
    version.drafted_by, version.drafted_at = str(by), at
    version.save()
    CoveredSchool.objects.filter(version=version).delete()
    if terms.covers == Covers.SCHOOLS:
        known = {school.id for school in district.schools_on(accounts.today())}
        CoveredSchool.objects.bulk_create(
            CoveredSchool(version=version, school_id=pk) for pk in sorted(set(terms.school_ids)) if pk in known
        )


def _note_list(by: Viewer, at: datetime, act: str, agreement: Agreement, student_id: int) -> None:
    audit.record_act(by=by, at=at, act=act, noun="agreement", object_id=agreement.pk)
    compile_agreement(by=by, at=at, agreement_id=agreement.pk, student_ids=[student_id])


def _locked(by: Viewer, agreement_id: int) -> Agreement:
    find_agreement(by, agreement_id)
    return access.lock_agreement(agreement_id)


def _check_open(agreement: Agreement) -> None:
    if agreement.ended_at is not None:
        raise RefusedInput(
            gettext_noop("This agreement was ended."), gettext_noop("Draft a new one, where there should be one.")
        )


def _check_may_sign(by: Viewer, agreement: Agreement, side: str, how: str, *, by_link: bool) -> None:
    if by_link:
        may = side == Side.PARTNER and how == How.LINK
    elif how == How.PAPER or side == Side.DISTRICT:
        may = access.may_manage(by) and how in {How.PAPER, How.SCREEN}
    else:
        may = how == How.SCREEN and agreement.organization_id in accounts.memberships(by)
    if not may:
        raise NotAllowed(
            gettext_noop("You may not sign for this side."),
            gettext_noop("The district's side is signed by those who manage agreements, the other by its own people."),
        )
