"""Keep accounts: who people are, their invitations, and closing and opening them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.rooms.accounts.administration.ties import tell_followers
from throughline.rooms.accounts.links.commands import revoke_links_for
from throughline.rooms.accounts.mail.commands import drop_mail, send_mail
from throughline.rooms.accounts.models import SignedIn, User
from throughline.rooms.accounts.people.commands import add_person
from throughline.rooms.accounts.people.queries import INVITATION, PERSON, check_may_manage, check_who
from throughline.rooms.accounts.roles.queries import ADMINISTRATOR
from throughline.rooms.accounts.roles.remaining import check_administrator_remains
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.viewing import today
from throughline.rooms.accounts.welcome.invitations import invitation_path
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation just made: its address, known now and never again, and whether one goes out by mail as well."""

    path: str
    is_mailed: bool


def add_and_tie(*, by: Viewer, at: datetime, who: Mapping[str, str]) -> User:
    """This function will add a person who comes in once invited; what the roster gives them follows at once.

    **Raises** `NotAllowed` and `RefusedInput` as `add_person`.
    """
    user = add_person(by=by, at=at, **who)
    if user.source_id:
        tell_followers(by, at)
    return user


def note_export(*, by: Viewer, at: datetime, kind: str, n_people: int) -> None:
    """This function will note that the list of people left as a file."""
    audit.record_act(by=by, at=at, act="export", noun="people", details={"kind": kind, "people": n_people})


def change_person(
    *,
    by: Viewer,
    at: datetime,
    user_id: int,
    username: str,
    name: str,
    email: str,
    language: str,
    source_id: str,
) -> bool:
    """This function will keep who somebody is, and tell whether anything differs; the audit names which of it.

    Another `source_id` ties them to somebody else in the roster, and what they see follows at once.

    **Raises** `NotAllowed` and `RefusedInput` as `add_person`, `NotFound` where there is no such person.
    """
    check_may_manage(by)
    user = _locked(user_id)
    wanted = {
        "username": username.strip(),
        "name": name.strip(),
        "email": email,
        "language": language,
        "source_id": source_id.strip(),
    }
    check_who(user.pk, wanted["username"], wanted["name"], wanted["source_id"])
    changed = sorted(field for field, value in wanted.items() if getattr(user, field) != value)
    if not changed:
        return False
    for field in changed:
        setattr(user, field, wanted[field])
    user.save(update_fields=changed)
    audit.record_act(by=by, at=at, act="change", noun="person", object_id=user.pk, details={"changed": changed})
    if "source_id" in changed:
        tell_followers(by, at)
    return True


def invite(*, by: Viewer, at: datetime, user_id: int) -> Invited:
    """This function will make an invitation, and mail one too where it can. Earlier ones end.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such person, `RefusedInput` where their
    account is closed.
    """
    check_may_manage(by)
    user = _locked(user_id)
    if not user.is_active:
        raise RefusedInput(gettext_noop("This account is closed."), gettext_noop("Open it again first."))
    audit.record_act(by=by, at=at, act="invite", noun="person", object_id=user.pk)
    drop_mail(by=by, at=at, template=INVITATION, to_user=user)
    path = invitation_path(user, by=by, at=at)
    return Invited(path, send_mail(by=by, at=at, template=INVITATION, to_user=user))


def withdraw_invitation(*, by: Viewer, at: datetime, user_id: int) -> int:
    """This function will end a person's invitations in force, and return how many there were.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such person.
    """
    check_may_manage(by)
    user = _locked(user_id)
    drop_mail(by=by, at=at, template=INVITATION, to_user=user)
    n_ended = revoke_links_for(by=by, at=at, noun=PERSON, object_id=user.pk, purpose=INVITATION)
    if n_ended:
        audit.record_act(by=by, at=at, act="withdraw invitation", noun="person", object_id=user.pk)
    return n_ended


def close_account(*, by: Viewer, at: datetime, user_id: int) -> None:
    """This function will close an account: every session ends at once and for good, and so do its invitations.

    Its password goes too: a session hangs on it, and none may come back to life when the account is opened again.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such person, `RefusedInput` where it is
    one's own, or would leave the district without an administrator.
    """
    check_may_manage(by)
    user = _locked(user_id)
    if user.pk == by.user_id:
        raise RefusedInput(
            gettext_noop("Nobody closes their own account."), gettext_noop("Ask another administrator to do it.")
        )
    if not user.is_active:
        return
    if holds(user.viewer(), ADMINISTRATOR):
        check_administrator_remains(user.pk, today() - timedelta(days=1))
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    SignedIn.objects.filter(user=user).delete()
    revoke_links_for(by=by, at=at, noun=PERSON, object_id=user.pk, purpose=INVITATION)
    audit.record_act(by=by, at=at, act="close", noun="person", object_id=user.pk)


def reopen_account(*, by: Viewer, at: datetime, user_id: int) -> None:
    """This function will open a closed account again, with the roles it still holds; they choose a new password.

    **Raises** `NotAllowed` where `by` may not, `NotFound` where there is no such person.
    """
    check_may_manage(by)
    user = _locked(user_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record_act(by=by, at=at, act="reopen", noun="person", object_id=user.pk)


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(gettext_noop("There is no such person."), gettext_noop("Look at the list of people."))
    return user
