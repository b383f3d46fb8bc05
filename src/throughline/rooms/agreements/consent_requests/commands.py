"""Ask a family by link, take that back, and keep what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.consent_requests.queries import MAIL, PURPOSE, AskedConsent, find_asked
from throughline.rooms.agreements.consents.commands import give_consent, withdraw_consent
from throughline.rooms.agreements.consents.queries import REQUEST, check_staff, find_offer, sharing_page
from throughline.rooms.agreements.consents.speakers import find_giver
from throughline.rooms.agreements.models import ConsentRequest
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

Answer = ConsentRequest.Answer


@dataclass(frozen=True, slots=True)
class AskedFamily:
    """A link just made: its address, known now and never again, and whether one of its own goes out by mail as well."""

    path: str
    asked_of: str
    is_mailed: bool


def ask_family(
    *,
    by: Viewer,
    at: datetime,
    student_id: int,
    agreement_id: int,
    guardian_id: int | None,
    language: str,
    email: str = "",
) -> AskedFamily:
    """This function will make a link by which a guardian, or (without one) the student at 18, reads and answers.

    Earlier links to the same person about the same agreement end. With `email` a mail goes there too, holding a link
    of its own. Neither link nor mail names the student.

    **Raises** `NotAllowed` for all but staff who answer for the student, `NotFound`, `RefusedInput` where no consent is
    needed or it is not theirs to give.
    """
    page = sharing_page(by, student_id)
    check_staff(page.speaker)
    offer = find_offer(page, agreement_id)
    guardian = find_giver(student_id, guardian_id)
    if not offer.by_consent:
        raise RefusedInput(
            gettext_noop("No consent is needed for this agreement."), gettext_noop("There is nothing to ask.")
        )
    for earlier in access.get_consent_requests_for(by, student_id).filter(agreement=agreement_id, guardian=guardian):
        _end_links(by, at, earlier)
    row = ConsentRequest.objects.create(
        student=page.student,
        agreement_id=agreement_id,
        guardian=guardian,
        asked_of=guardian.name if guardian else page.student.name,
        language=language,
        asked_by=str(by),
        asked_at=at,
    )
    details = {"agreement": agreement_id, "language": language}
    audit.record_act(by=by, at=at, act="ask", noun="consent", object_id=f"request:{row.pk}", details=details)
    to_name = guardian.name.replace("@", " ") if guardian else ""
    made = make_request_link(by=by, at=at, request_id=row.pk, made_for=to_name)
    is_mailed = accounts.send_mail(
        by=by,
        at=at,
        template=MAIL,
        to_address=email,
        to_name=to_name,
        language=language,
        values={"request": row.pk},
    )
    return AskedFamily(made.path, row.asked_of, is_mailed)


def make_request_link(*, by: Viewer, at: datetime, request_id: int, made_for: str) -> accounts.MadeLink:
    """This function will make one link to a question. The list of links names guardians, and no student."""
    return accounts.make_link(
        by=by,
        at=at,
        purpose=PURPOSE,
        noun=REQUEST,
        object_id=request_id,
        made_for=made_for or _("A student who is 18"),
    )


def take_back_request(*, by: Viewer, at: datetime, student_id: int, request_id: int) -> None:
    """This function will end the links to one question. What was answered stays.

    **Raises** `NotAllowed` for all but staff who answer for the student, `NotFound`.
    """
    check_staff(sharing_page(by, student_id).speaker)
    row = access.get_consent_requests_for(by, student_id).filter(pk=request_id).first()
    if row is None:
        raise NotFound(gettext_noop("Nobody was asked this, or not about this student."))
    _end_links(by, at, row)


def give_by_link(
    *,
    by: Viewer,
    at: datetime,
    link: accounts.OpenedLink,
    record_classes: Iterable[str],
    ends_on: date,
    name: str,
    language: str,
) -> None:
    """This function will keep that whoever holds the link consents, where it is theirs to consent at this moment.

    **Raises** `NotFound` where the link is over, `RefusedInput` where they no longer may, agreed already, or something
    is missing.
    """
    asked = _locked(link)
    if asked.why_not:
        raise RefusedInput(asked.why_not)
    if asked.standing is not None:
        raise RefusedInput(gettext_noop("You agreed already."), gettext_noop("Take it back first, to change it."))
    give_consent(
        by=by,
        at=at,
        student_id=asked.row.student_id,
        agreement_id=asked.row.agreement_id,
        record_classes=record_classes,
        ends_on=ends_on,
        name=name,
        language=language,
        speaker=asked.speaker,
    )
    _keep(by, at, link, asked, Answer.GIVEN)


def decline_by_link(*, by: Viewer, at: datetime, link: accounts.OpenedLink) -> None:
    """This function will keep that whoever holds the link says no; they can change their mind while it is in force.

    **Raises** `NotFound` where the link is over, `RefusedInput` where the answer is no longer theirs, or they agreed.
    """
    asked = _locked(link)
    if asked.why_not:
        raise RefusedInput(asked.why_not)
    if asked.standing is not None:
        raise RefusedInput(gettext_noop("You agreed already."), gettext_noop("Take it back first, to change it."))
    audit.record_act(by=by, at=at, act="decline", noun="consent", object_id=f"request:{asked.row.pk}")
    _keep(by, at, link, asked, Answer.DECLINED)


def withdraw_by_link(*, by: Viewer, at: datetime, link: accounts.OpenedLink) -> None:
    """This function will withdraw what whoever holds the link agreed to: nobody sees anything by it from now on.

    **Raises** `NotFound` where the link is over, `RefusedInput` where nothing of theirs stands.
    """
    asked = _locked(link)
    if asked.standing is None:
        raise RefusedInput(gettext_noop("There is nothing to take back."), gettext_noop("Nothing is shared by you."))
    withdraw_consent(by=by, at=at, student_id=asked.row.student_id, consent_id=asked.standing.pk, speaker=asked.speaker)
    _keep(by, at, link, asked, Answer.WITHDRAWN)


def _locked(link: accounts.OpenedLink) -> AskedConsent:
    """What a link asks; who holds another link to the same question waits until this transaction is over."""
    ConsentRequest.objects.select_for_update().filter(pk=link.object_id).first()
    return find_asked(link)


def _keep(by: Viewer, at: datetime, link: accounts.OpenedLink, asked: AskedConsent, answer: str) -> None:
    ConsentRequest.objects.filter(pk=asked.row.pk).update(answer=answer, answered_at=at)
    accounts.use_link(by=by, at=at, link=link)


def _end_links(by: Viewer, at: datetime, row: ConsentRequest) -> None:
    accounts.drop_mail(by=by, at=at, template=MAIL, values={"request": row.pk})
    accounts.revoke_links_for(by=by, at=at, noun=REQUEST, object_id=row.pk, purpose=PURPOSE)
