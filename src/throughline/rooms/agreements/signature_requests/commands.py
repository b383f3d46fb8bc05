"""Ask somebody without an account to sign for an organization, take that back, and keep what they answer."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.documents.commands import sign_agreement
from throughline.rooms.agreements.documents.queries import VERSION, find_agreement, find_newest
from throughline.rooms.agreements.documents.rights import check_may_manage
from throughline.rooms.agreements.models import How, Refusal, Side, Version
from throughline.rooms.agreements.signature_requests.queries import MAIL, PURPOSE, AskedToSign, find_asked
from throughline.rooms.audit import api as audit
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Asked:
    """A link just made: its address, known now and never again, and whether one of its own goes out by mail as well."""

    path: str
    is_mailed: bool


def ask_to_sign(*, by: Viewer, at: datetime, agreement_id: int, name: str, email: str = "") -> Asked:
    """This function will make a link by which `name` can read and sign the newest version for the organization.

    With `email` a mail goes there too, holding a link of its own.

    **Raises** `NotAllowed` for all but those who manage agreements, `NotFound`, `RefusedInput` where there is nothing
    left to sign or the name is missing.
    """
    check_may_manage(by)
    agreement = find_agreement(by, agreement_id)
    version = find_newest(agreement)
    if agreement.ended_at is not None or version.signatures.filter(side=Side.PARTNER).exists():
        raise RefusedInput(
            gettext_noop("The organization has nothing to sign here."),
            gettext_noop("It has signed already, or the agreement was ended."),
        )
    made = accounts.make_link(by=by, at=at, purpose=PURPOSE, noun=VERSION, object_id=version.pk, made_for=name)
    audit.record_act(by=by, at=at, act="ask to sign", noun="agreement", object_id=agreement_id)
    is_mailed = accounts.send_mail(
        by=by, at=at, template=MAIL, to_address=email, to_name=name.strip(), values={"version": version.pk}
    )
    return Asked(made.path, is_mailed)


def take_back_asking(*, by: Viewer, at: datetime, agreement_id: int) -> int:
    """This function will end the links by which the newest version could be signed, and return how many there were.

    **Raises** `NotAllowed` for all but those who manage agreements, `NotFound`.
    """
    check_may_manage(by)
    return _end_links(by, at, find_newest(find_agreement(by, agreement_id)))


def sign_by_link(
    *, by: Viewer, at: datetime, link: accounts.OpenedLink, read_at: str, name: str, position: str
) -> None:
    """This function will sign the version a link was made for, as it was read, and end every link to it.

    **Raises** `NotFound` where the link is over, `RefusedInput` where the agreement changed meanwhile, was ended or
    signed, or the name is missing.
    """
    asked = _locked(link)
    version = asked.version
    if asked.read_at != read_at:  # a draft can change and keep its number
        raise RefusedInput(
            gettext_noop("The agreement was changed while you read it."), gettext_noop("Read it again, then sign.")
        )
    sign_agreement(
        by=by,
        at=at,
        agreement_id=version.agreement_id,
        number=version.number,
        side=Side.PARTNER,
        name=name,
        position=position,
        how=How.LINK,
        by_link=True,
    )
    accounts.use_link(by=by, at=at, link=link)
    _end_links(by, at, version)


def decline_by_link(
    *, by: Viewer, at: datetime, link: accounts.OpenedLink, name: str, position: str, reason: str
) -> None:
    """This function will keep that an organization does not sign a version, and end every link to it.

    **Raises** `NotFound` where the link is over, `RefusedInput` where there is nothing left to say no to, or the name
    is missing.
    """
    version = _locked(link).version
    if not name.strip():
        raise RefusedInput(gettext_noop("An answer says who gives it."), gettext_noop("Type your full name."))
    Refusal.objects.create(
        version=version,
        side=Side.PARTNER,
        name=name.strip(),
        position=position.strip(),
        reason=reason.strip(),
        how=How.LINK,
        noted_by=str(by),
        said_at=at,
    )
    details = {"version": version.number, "side": str(Side.PARTNER), "how": str(How.LINK)}
    audit.record_act(by=by, at=at, act="decline", noun="agreement", object_id=version.agreement_id, details=details)
    accounts.use_link(by=by, at=at, link=link)
    _end_links(by, at, version)


def _locked(link: accounts.OpenedLink) -> AskedToSign:
    """What a link is about, which nobody changes, signs or ends before this transaction is over."""
    access.lock_agreement(find_asked(link).version.agreement_id)
    asked = find_asked(link)
    if asked.why_not:
        raise RefusedInput(asked.why_not)
    return asked


def _end_links(by: Viewer, at: datetime, version: Version) -> int:
    accounts.drop_mail(by=by, at=at, template=MAIL, values={"version": version.pk})
    return accounts.revoke_links_for(by=by, at=at, noun=VERSION, object_id=version.pk, purpose=PURPOSE)
