"""Codes of this room in words people use."""

from django.utils.translation import gettext

from throughline.rooms.agreements.models import ContactLimit, Version
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


def limit_words(row: ContactLimit) -> tuple[str, ...]:
    """This function will say what a limit keeps a guardian from, what matters first at the school's door first."""
    said = (
        (row.may_not_pick_up, gettext("May not pick the student up")),
        (row.may_not_be_reached, gettext("May not be contacted")),
        (row.may_not_be_told, gettext("May not be told what others consented to")),
        (row.may_not_consent, gettext("May not consent")),
    )
    return tuple(words for holds, words in said if holds)
