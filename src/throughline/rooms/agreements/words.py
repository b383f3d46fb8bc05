"""Codes of this room in words people use."""

from django.utils.translation import gettext

from throughline.rooms.agreements.models import Version
from throughline.values.words import gettext_noop as _
from throughline.web.components.pieces import Kind, Status

STATES: dict[str, tuple[str, Kind]] = {
    "drafted": (_("Drafted, not signed"), "care"),
    "signed_district": (_("Waits for the organization"), "care"),
    "signed_partner": (_("Waits for the district"), "care"),
    "signed": (_("Signed, not begun"), "note"),
    "active": (_("In force"), "good"),
    "amending": (_("In force, an amendment waits"), "good"),
    "expired": (_("Over"), "quiet"),
    "ended": (_("Ended early"), "stop"),
}


def state_status(state: str) -> Status:
    """This function will say how an agreement stands, as a word with its shape."""
    word, kind = STATES[state]
    return Status(gettext(word), kind)


def purpose_in(version: Version, language: str) -> str:
    """This function will return what an agreement is for, in a language where it was written in it."""
    return version.purpose_es if language.startswith("es") and version.purpose_es else version.purpose
