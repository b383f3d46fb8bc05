"""The mail to somebody whose second steps an administrator took away."""

from django.urls import reverse

from throughline.rooms.accounts.mail.templates import Letter, register_mail
from throughline.values.words import gettext_noop

SECOND_STEPS_GONE = "second_steps_gone"
_TEXT = gettext_noop(
    """Hello %(name)s,

Your app, passkeys and recovery codes no longer sign you in to Throughline (%(district)s). An administrator took them
away so that you can set up new ones; your password is as it was. Sign in and do it here:

%(link)s

If you did not ask for this, choose a new password there and tell the district's administrator at once.
"""
)


def register_second_steps_gone() -> None:
    """This function will let the mail be sent. Call it once, when the app is ready."""
    register_mail(
        SECOND_STEPS_GONE,
        gettext_noop("Second steps taken away"),
        subject=gettext_noop("Set up your second step for Throughline again"),
        text=_TEXT,
        path=_for_letter,
    )


def _for_letter(_letter: Letter) -> str:
    return reverse("accounts:safety")
