"""What somebody reads who was asked by link about one student and one agreement, as rights stand at that moment."""

from dataclasses import dataclass
from datetime import timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access
from throughline.rooms.agreements.consents.queries import REQUEST, Offer, SharingPage, sharing_page
from throughline.rooms.agreements.consents.speakers import Speaker, find_asked_speaker
from throughline.rooms.agreements.models import Consent, ConsentRequest
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop

PURPOSE = "consent"
MAIL = "consent"
DUTY = "consent_link"
# Long enough to think, to ask, and to change one's mind with the same link.
LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AskedConsent:
    """One question to one person. `standing` is what they agreed to by now; nothing of what others said is here.

    `why_not` says why they can no longer agree, marked for translation, and is empty while they can.
    """

    row: ConsentRequest
    page: SharingPage
    offer: Offer | None
    standing: Consent | None
    why_not: str

    @property
    def speaker(self) -> Speaker:
        return self.page.speaker


def find_asked(link: accounts.OpenedLink) -> AskedConsent:
    """This function will return what a link asks, with what its holder is to the student today.

    **Raises** `NotFound` where it asks nothing, or is for something else.
    """
    row = access.find_consent_request(link.viewer, link.object_id) if link.noun == REQUEST else None
    if row is None:
        raise NotFound(gettext_noop("This link is over."), gettext_noop("Ask whoever sent it for a new one."))
    speaker = find_asked_speaker(row.student, row.guardian_id)
    page = sharing_page(link.viewer, row.student_id, speaker=speaker)
    offer = next((one for one in page.offers if one.agreement_id == row.agreement_id and one.by_consent), None)
    own = [consent for consent in offer.standing if consent.guardian_id == row.guardian_id] if offer else []
    standing = own[0] if own and speaker.is_family else None
    return AskedConsent(row, page, offer, standing, _why_not(speaker, offer))


def _why_not(speaker: Speaker, offer: Offer | None) -> str:
    if speaker.guardian is not None and speaker.is_adult:
        return gettext_noop("From the 18th birthday the student decides. Nothing you agreed to counts any more.")
    if not speaker.may_consent:
        return gettext_noop("You can no longer answer this. Please talk to the school's office.")
    if offer is None:
        return gettext_noop("The agreement is over, or no longer about this student. Nobody sees anything by it.")
    if offer.objection is not None:
        return gettext_noop("Somebody objects, and nothing is shared. Please talk to the school's office.")
    return ""
