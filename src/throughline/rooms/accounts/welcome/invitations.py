"""Links by which somebody chooses their own password: for one use, for some days, and ended when another is made."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from throughline.rooms.accounts.links.commands import make_link
from throughline.rooms.accounts.links.purposes import OpenedLink, register_purpose
from throughline.rooms.accounts.links.queries import find_open_link
from throughline.rooms.accounts.mail.templates import Letter, register_mail
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.people.queries import INVITATION, PERSON
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

LIVES = timedelta(days=3)
_TEXT = gettext_noop(
    """Hello %(name)s,

An account was opened for you in Throughline (%(district)s), or you asked for a new password. Choose yours here:

%(link)s

The link can be used once, within three days. If you did not expect it, you need do nothing.
"""
)


def invitation_path(user: User, *, by: Viewer, at: datetime, replaces: bool = True) -> str:
    """This function will make an invitation for a person and return its address, without the server's name.

    The address is known now and never again. With `replaces`, earlier invitations of theirs open nothing from now on.
    """
    made = make_link(
        by=by,
        at=at,
        purpose=INVITATION,
        noun=PERSON,
        object_id=user.pk,
        made_for=user.name.replace("@", " "),
        replaces=replaces,
    )
    return reverse("accounts:welcome", args=[_number(user.pk), made.token])


def find_invited(number: str, token: str, *, now: datetime) -> User | None:
    """This function will return whom a link invites; None where it was used, is over, or was never made."""
    link = find_open_link(token, now=now)
    if link is None or link.purpose.code != INVITATION or number != _number(link.object_id):
        return None
    return User.objects.filter(pk=link.object_id, is_active=True).first()


def register_invitations() -> None:
    """This function will let invitations be made. Call it once, when the app is ready."""
    register_purpose(INVITATION, gettext_noop("Choose a password"), answer=_lead_on, lives=LIVES)
    register_mail(
        INVITATION,
        gettext_noop("An invitation"),
        subject=gettext_noop("Choose your password for Throughline"),
        text=_TEXT,
        path=_for_letter,
    )


def _for_letter(letter: Letter) -> str:
    person = User.objects.get(pk=letter.to_user_id or 0)
    return invitation_path(person, by=letter.by, at=letter.at, replaces=False)


def _lead_on(request: HttpRequest, link: OpenedLink) -> HttpResponse:
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    return redirect("accounts:welcome", _number(link.object_id), token)


def _number(user_id: int) -> str:
    return urlsafe_base64_encode(force_bytes(user_id))
