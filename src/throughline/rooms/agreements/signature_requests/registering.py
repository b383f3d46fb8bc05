"""What this slice adds to links and mail, when the app is ready."""

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.documents.queries import VERSION
from throughline.rooms.agreements.signature_requests.queries import MAIL, PURPOSE
from throughline.rooms.agreements.signature_requests.views import answer
from throughline.values.words import gettext_noop

_TEXT = gettext_noop(
    """Hello %(name)s,

%(district)s asks you to read an agreement with your organization, and to sign it or say no:

%(link)s

You need no account. The link can be used once, within two weeks, and is for you alone. If you did not expect it, you
need do nothing.
"""
)


def register_signature_requests() -> None:
    """This function will let links to sign be made, and mailed. Call it once, when the app is ready."""
    accounts.register_purpose(PURPOSE, gettext_noop("Sign an agreement"), answer=answer)
    accounts.register_mail(
        MAIL,
        gettext_noop("Asked to sign an agreement"),
        subject=gettext_noop("An agreement to read and sign"),
        text=_TEXT,
        path=_for_letter,
    )


def _for_letter(letter: accounts.Letter) -> str:
    version_id = letter.values["version"]
    made = accounts.make_link(
        by=letter.by, at=letter.at, purpose=PURPOSE, noun=VERSION, object_id=version_id, made_for=letter.to_name
    )
    return made.path
