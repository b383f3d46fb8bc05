"""What is shared about a student, in plain words."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.consents.queries import Offer, SharingPage, StaffPage
from throughline.rooms.agreements.consents.rights import may_withdraw
from throughline.rooms.agreements.models import Consent, ConsentRequest, How
from throughline.rooms.agreements.words import purpose_in
from throughline.web.components import figures
from throughline.web.components.pieces import Status


@dataclass(frozen=True, slots=True)
class ShownConsent:
    """One consent in words, and whether it is the reader's to withdraw."""

    row: Consent
    says: str
    lines: list[str]
    may_withdraw: bool
    has_paper: bool


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """One organization: what it is for, what it sees today and why, and what was said."""

    offer: Offer
    purpose: str
    status: Status
    says: str
    asks: str
    consents: list[ShownConsent]

    @property
    def may_object(self) -> bool:
        """Whether there is a consent of somebody else's to object to, and nobody did yet."""
        others = [one for one in self.consents if one.row in self.offer.standing and not one.may_withdraw]
        return bool(others) and self.offer.objection is None

    @property
    def anchor(self) -> str:
        return f"agreement-{self.offer.agreement_id}"


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """Who was asked by link, and what they said; whether the link still opens something."""

    row: ConsentRequest
    says: str
    link: str


def shown_requests(page: StaffPage) -> list[ShownRequest]:
    """This function will put into words who was asked by link: those answered, and those whose link is in force."""
    return [_request(row, link) for row, link in page.requests if link or row.answer]


def _request(row: ConsentRequest, link: accounts.MadeFor | None) -> ShownRequest:
    words = {
        "who": row.asked_of,
        "day": figures.day(row.asked_at.date()),
        "answer": str(ConsentRequest.Answer(row.answer).label).lower(),
        "when": figures.day(row.answered_at.date()) if row.answered_at else "",
    }
    says = _("%(who)s was asked by link on %(day)s: %(answer)s.") % words
    if row.answered_at:
        says = _("%(who)s was asked by link on %(day)s: %(answer)s on %(when)s.") % words
    if link is None:
        return ShownRequest(row, says, "")
    until = {"until": figures.moment(link.expires_at)}
    opened = _("The link was opened, and can be used until %(until)s") % until
    return ShownRequest(
        row, says, opened if link.opened_at else _("Not opened yet; to be used until %(until)s") % until
    )


def shown_offers(page: SharingPage) -> list[ShownOffer]:
    """This function will put each organization of a page into words, those that see the student first."""
    found = [_shown(page, offer) for offer in page.offers]
    return sorted(found, key=lambda one: (not one.offer.sees, one.offer.organization))


def shown_consent(page: SharingPage, row: Consent) -> ShownConsent:
    """This function will put one consent into words."""
    words = {
        "who": row.given_by,
        "day": figures.day(row.starts_on),
        "how": str(How(row.how).label).lower(),
        "end": figures.day(row.withdrawn_at.date()) if row.withdrawn_at else figures.day(row.ends_on),
    }
    if row.withdrawn_at:
        says = _("%(who)s agreed on %(day)s, %(how)s; taken back on %(end)s.") % words
    else:
        says = _("%(who)s agreed on %(day)s, %(how)s; until %(end)s.") % words
    open_still = row.withdrawn_at is None and row.ends_on >= accounts.today()
    return ShownConsent(
        row, says, row.text.split("\n"), open_still and may_withdraw(page.speaker, row), row.how == How.PAPER
    )


def _shown(page: SharingPage, offer: Offer) -> ShownOffer:
    words = {"who": offer.organization, "name": page.student.name, "day": figures.day(offer.version.ends_on)}
    classes = accounts.share_words(offer.sees, within_sentence=True)
    asked = accounts.share_words(offer.version.record_classes, within_sentence=True)
    if offer.sees:
        says = _("%(who)s may see today: %(classes)s.") % {**words, "classes": classes}
        status = Status(_("Shared"), "good")
    else:
        says = _("%(who)s sees nothing about %(name)s today.") % words
        status = Status(_("Not shared"), "quiet")
    if offer.objection is not None:
        status = Status(_("Stopped by an objection"), "stop")
    asks = _("It asks to see: %(classes)s. Until %(day)s at the latest.") % {**words, "classes": asked}
    if not offer.by_consent:
        asks = _("No consent is needed for this: the law allows it under a written agreement, until %(day)s.") % words
    language = get_language() or "en"
    consents = [shown_consent(page, row) for row in offer.consents]
    return ShownOffer(offer, purpose_in(offer.version, language), status, says, asks, consents)
