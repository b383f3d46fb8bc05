"""Whose a consent is to withdraw."""

from throughline.rooms.agreements.consents.speakers import Speaker
from throughline.rooms.agreements.models import Consent


def may_withdraw(speaker: Speaker, consent: Consent) -> bool:
    """This function will tell whether a consent is this speaker's to withdraw."""
    own = speaker.guardian is not None and consent.guardian_id == speaker.guardian.pk
    return speaker.is_staff or own or (speaker.is_student and speaker.is_adult)
