"""Kinds and audiences of notes, in words people use."""

from django.utils.translation import get_language, gettext

from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.values.words import gettext_noop as _

# The classes of record a note's text may have; all but the first are restricted.
AUDIENCES = {
    "notes": _("Everybody who may read this student's notes"),
    "notes_health": _("Restricted: health"),
    "notes_protection": _("Restricted: child protection"),
    "notes_legal": _("Restricted: legal"),
}

# What a draft is of that is no note: a decision begun in a meeting.
DECISION = "decision"
# The kind of a note for a student's next school.
HANDOVER = "handover"


def kind_words(code: str) -> str:
    """This function will name a kind of note in the reader's language."""
    kind = note_kinds().get(code)
    return kind.name(get_language() or "en") if kind else code


def audience_words(code: str) -> str:
    """This function will name an audience in the reader's language."""
    return gettext(AUDIENCES[code]) if code in AUDIENCES else code


def is_restricted(audience: str) -> bool:
    """This function will tell whether a note's text opens only by an act with a reason."""
    return audience != "notes"
