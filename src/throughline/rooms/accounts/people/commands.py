"""Let a person sign in, and keep what they chose for themselves."""

from datetime import datetime

from throughline.rooms.accounts.models import AccessLink, User
from throughline.rooms.accounts.people.queries import INVITATION, PERSON, check_may_manage, check_who
from throughline.rooms.audit import api as audit
from throughline.values.viewer import Viewer


def add_person(
    *,
    by: Viewer,
    at: datetime,
    username: str,
    name: str,
    email: str = "",
    language: str = "en",
    source_id: str = "",
    password: str | None = None,
) -> User:
    """This function will let a person sign in as `username`; without a password, by other ways only.

    `source_id` is the roster's id of this person; from it follow whom they teach and for whom they stand.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` where the username is taken or something is missing.
    """
    check_may_manage(by)
    username, name, source_id = username.strip(), name.strip(), source_id.strip()
    check_who(0, username, name, source_id)
    user = User(username=username, name=name, email=email, language=language, source_id=source_id)
    user.set_password(password)
    user.save()
    audit.record_act(by=by, at=at, act="add", noun="person", object_id=user.pk)
    return user


def choose_password(*, by: Viewer, at: datetime, password: str) -> None:
    """This function will give a person the password they chose for themselves; the caller has checked its strength."""
    user = User.objects.select_for_update().get(pk=by.user_id or 0)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitations = AccessLink.objects.filter(purpose=INVITATION, noun=PERSON, object_id=user.pk)
    invitations.filter(used_at=None, revoked_at=None, expires_at__gt=at).update(used_at=at)
    audit.record_act(by=by, at=at, act="choose password", noun="person", object_id=user.pk)


def remember_language(*, by: Viewer, at: datetime, language: str) -> None:
    """This function will keep the language a person chose for themselves, to be met wherever they sign in."""
    for user in User.objects.filter(pk=by.user_id or 0).exclude(language=language):
        user.language = language
        user.save(update_fields=["language"])
