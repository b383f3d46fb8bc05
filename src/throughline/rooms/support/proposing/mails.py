"""The mail that says that a proposed goal has waited too long for an answer: no student, and no word of the family."""

from django.urls import reverse

from throughline.rooms.accounts import api as accounts
from throughline.values.words import gettext_noop

MAIL = "proposal_waits"
_TEXT = gettext_noop(
    """Hello %(name)s,

A goal that a family or a student proposed has waited longer for an answer than your district sets. It was passed on to
you: Today says whose it is, and you name who answers.

%(link)s

You sign in to read it. This mail names no student.
"""
)


def register_waiting_mail() -> None:
    """This function will let the mail be sent. Call it once, when the app is ready."""
    accounts.register_mail(
        MAIL,
        gettext_noop("A proposed goal that waits too long"),
        subject=gettext_noop("A proposed goal waits for an answer"),
        text=_TEXT,
        path=lambda _letter: reverse("accounts:today"),
    )
