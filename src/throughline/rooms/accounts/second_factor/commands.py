"""Set up and take away what proves a person beside their password."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from throughline.rooms.accounts.mail.commands import send_mail
from throughline.rooms.accounts.models import SignedIn, User
from throughline.rooms.accounts.second_factor.telling import SECOND_STEPS_GONE
from throughline.rooms.accounts.sessions.coming_in import has_second_factor
from throughline.rooms.accounts.sessions.commands import end_other_sessions, mark_second_factor
from throughline.rooms.accounts.sessions.demands import must_have_second_factor
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_APP, _PASSKEY, _CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
LONGEST_NAME = 60


def add_app(*, by: Viewer, at: datetime, user: User, secret: str, session_id: int) -> None:
    """This function will keep the secret an app holds, in place of one before; the caller has seen a code of it."""
    Authenticator.objects.filter(user_id=user.pk, type=_APP).delete()
    TOTP.activate(user, secret)
    _note_added(by, at, "app", session_id)


def note_passkey(*, by: Viewer, at: datetime, session_id: int) -> None:
    """This function will note that a passkey was added, and what follows for the person's sessions."""
    _note_added(by, at, "passkey", session_id)


def make_recovery_codes(*, by: Viewer, at: datetime, user: User) -> list[str]:
    """This function will make ten recovery codes, in place of those before, and return them this once.

    **Raises** `RefusedInput` where there is nothing yet to recover from.
    """
    if not has_second_factor(user):
        says = gettext_noop("Recovery codes stand in for a second step, and you have none yet.")
        raise RefusedInput(says, gettext_noop("Set up an app or a passkey first."))
    Authenticator.objects.filter(user_id=user.pk, type=_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    audit.record_act(by=by, at=at, act="make", noun="recovery codes", object_id=user.pk)
    return codes


def rename_passkey(*, by: Viewer, at: datetime, user: User, factor_id: int, name: str) -> None:
    """This function will give a passkey another name.

    **Raises** `NotFound` where the person has no such passkey.
    """
    found = _find(user, factor_id)
    if found.type != _PASSKEY:
        raise NotFound(gettext_noop("There is no such page."))
    found.data["name"] = name
    found.save(update_fields=["data"])
    audit.record_act(by=by, at=at, act="rename", noun="passkey", object_id=factor_id)


def remove_factor(*, by: Viewer, at: datetime, user: User, factor_id: int, session_id: int) -> None:
    """This function will take an app or a passkey away, and end the person's other sessions.

    **Raises** `NotFound` where the person has no such thing, `RefusedInput` where their role needs it.
    """
    found = _find(user, factor_id)
    others = Authenticator.objects.filter(user_id=user.pk, type__in=(_APP, _PASSKEY)).exclude(pk=found.pk)
    if not others.exists() and must_have_second_factor(user):
        says = gettext_noop("Your role needs a second step, and this is the only one you have.")
        raise RefusedInput(says, gettext_noop("Set up another first, then remove this one."))
    found.delete()
    if not has_second_factor(user):
        Authenticator.objects.filter(user_id=user.pk).delete()
        mark_second_factor(by=by, session_id=session_id, done=False)
    audit.record_act(by=by, at=at, act="remove", noun=_noun(found), object_id=factor_id)
    end_other_sessions(by=by, at=at, but=session_id)


def start_anew(*, by: Viewer, at: datetime, user: User) -> None:
    """This function will take away all of a person's second steps and sign them out everywhere, who lost them all.

    Their password stays as it was; where their role needs a second step, they set one up when they next sign in. A
    mail tells them, since whoever asked for this may not have been them.

    **Raises** `NotAllowed` for all but the administrator and the terminal of the server, `RefusedInput` where it is
    one's own, or there is none to take away.
    """
    if by.duty != "people" and not holds(by, "district_admin"):
        raise NotAllowed(
            gettext_noop("Only the district's administrator lets somebody start anew."),
            gettext_noop("Ask the district's administrator."),
        )
    if user.pk == by.user_id:
        says = gettext_noop("Nobody takes away all of their own second steps.")
        raise RefusedInput(says, gettext_noop("Change yours under “Sign-in and safety”, or ask another administrator."))
    n_taken, _each = Authenticator.objects.filter(user_id=user.pk).delete()
    if not n_taken:
        says = gettext_noop("This person has no second step that could be taken away.")
        raise RefusedInput(says, gettext_noop("If they cannot come in, send them a link for a new password."))
    SignedIn.objects.filter(user=user).delete()
    audit.record_act(by=by, at=at, act="take away", noun="second steps", object_id=user.pk)
    send_mail(by=by, at=at, template=SECOND_STEPS_GONE, to_user=user)


def _find(user: User, factor_id: int) -> Authenticator:
    found = Authenticator.objects.filter(pk=factor_id, user_id=user.pk, type__in=(_APP, _PASSKEY)).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such page."))
    return found


def _note_added(by: Viewer, at: datetime, noun: str, session_id: int) -> None:
    mark_second_factor(by=by, session_id=session_id, done=True)
    audit.record_act(by=by, at=at, act="add", noun=noun)
    end_other_sessions(by=by, at=at, but=session_id)


def _noun(factor: Authenticator) -> str:
    return "passkey" if factor.type == _PASSKEY else "app"
