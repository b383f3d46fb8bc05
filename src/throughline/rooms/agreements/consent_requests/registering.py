"""What this slice adds to links and mail, when the app is ready."""

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.consent_requests.commands import make_request_link
from throughline.rooms.agreements.consent_requests.queries import DUTY, LIVES, MAIL, PURPOSE
from throughline.rooms.agreements.consent_requests.views import answer
from throughline.values.words import gettext_noop

_TEXT = gettext_noop(
    """Hello,

%(district)s asks whether you agree that something is shared with an organization outside school. Read what it is, and
say yes or no:

%(link)s

You need no account, and you do not have to agree. The link is for you alone, for 30 days; with it you can also change
your mind. If you did not expect it, ask the school's office.
"""
)


def register_consent_requests() -> None:
    """This function will let links about consent be made, and mailed. Call it once, when the app is ready."""
    accounts.register_purpose(
        PURPOSE,
        gettext_noop("Read about sharing, and agree or not"),
        answer=answer,
        lives=LIVES,
        single_use=False,
        duty=DUTY,
    )
    accounts.register_mail(
        MAIL,
        gettext_noop("Asked about sharing"),
        subject=gettext_noop("A question from school"),
        text=_TEXT,
        path=_for_letter,
    )


def _for_letter(letter: accounts.Letter) -> str:
    request_id = letter.values["request"]
    return make_request_link(by=letter.by, at=letter.at, request_id=request_id, made_for=letter.to_name).path
