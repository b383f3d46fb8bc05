"""The mail that tells at once of a record opened in an emergency: who, when, and where to review it; no student."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.urls import reverse

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Emergency
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components import figures

MAIL = "emergency_opened"
OFFICER, ADMINISTRATOR = "privacy_officer", "district_admin"
_TEXT = gettext_noop(
    """Hello %(name)s,

%(who)s opened the record of a student in an emergency, %(when)s. It closes by itself after a short time.

Read whose it was and why, and say whether it was justified:

%(link)s

You sign in to read it. This mail names no student.
"""
)


def tell_of_emergency(*, by: Viewer, at: datetime, emergency: Emergency) -> int:
    """This function will mail every privacy officer, or the administrators where there is none, and return how many.

    Nobody is asked to review what they opened themselves. Where no mail is set up, Today tells them.
    """
    told = _others(by, OFFICER) or _others(by, ADMINISTRATOR)
    values = {"emergency": emergency.pk, "opened_by": by.user_id or 0, "opened_at": int(at.timestamp())}
    return sum(accounts.send_mail(by=by, at=at, template=MAIL, to_user=one, values=values) for one in told)


def register_emergency_mail() -> None:
    """This function will let the mail be sent. Call it once, when the app is ready."""
    accounts.register_mail(
        MAIL,
        gettext_noop("A record opened in an emergency"),
        subject=gettext_noop("A record was opened in an emergency"),
        text=_TEXT,
        path=lambda letter: reverse("students:review_emergency", args=[letter.values["emergency"]]),
        more=_who_and_when,
    )


def _others(by: Viewer, relation: str) -> list[accounts.User]:
    return [one for one in accounts.find_who_holds(relation) if one.pk != by.user_id]


def _who_and_when(letter: accounts.Letter) -> Mapping[str, str]:
    opener = accounts.User.objects.get(pk=letter.values["opened_by"])
    opened_at = datetime.fromtimestamp(letter.values["opened_at"], tz=UTC)
    return {"who": opener.name, "when": figures.moment(opened_at)}
