"""The mail that says that a recap can be read. It names no student and not the meeting's title: only its day."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from throughline.rooms.accounts import api as accounts
from throughline.values.words import gettext_noop
from throughline.web.components import figures

MAIL = "meeting_recap"
_TEXT = gettext_noop(
    """Hello %(name)s,

The recap of the meeting on %(day)s is ready: what was decided, who does it and by when, as far as it is yours to read.

%(link)s

You sign in to read it. This mail names no student.
"""
)


def register_recap_mail() -> None:
    """This function will let the mail be sent. Call it once, when the app is ready."""
    accounts.register_mail(
        MAIL,
        gettext_noop("The recap of a meeting"),
        subject=gettext_noop("The recap of the meeting on %(day)s"),
        text=_TEXT,
        path=lambda letter: reverse("support:recap", args=[letter.values["meeting"]]),
        more=_day,
    )


def _day(letter: accounts.Letter) -> Mapping[str, str]:
    return {"day": figures.day(date.fromordinal(letter.values["day"]))}
