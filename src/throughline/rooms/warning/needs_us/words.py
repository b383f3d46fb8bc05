"""The lists of who needs us, in words."""

from django.utils.translation import gettext as _


def tab_words(key: str) -> str:
    """This function will name a list in a few words."""
    return {
        "flags": _("Flags"),
        "no_contact": _("Absent, no contact"),
        "no_note": _("Failing, no note"),
        "no_adult": _("No trusted adult"),
        "not_reviewed": _("Not reviewed"),
        "not_done": _("Decided, not done"),
        "plan_late": _("Plan to review"),
        "unchecked": _("Ended, not checked"),
    }[key]


def caption_words(key: str) -> str:
    """This function will name a list in full."""
    return {
        "flags": _("Flags"),
        "no_contact": _("Absent, and nobody spoke with them"),
        "no_note": _("Failing, and nobody wrote of it"),
        "no_adult": _("No adult is named whom they trust"),
        "not_reviewed": _("No meeting has spoken of them this school year"),
        "not_done": _("Decided in meetings, and its day has passed"),
        "plan_late": _("A plan is under way, and its review day has passed"),
        "unchecked": _("A support ended, and nobody said whether it helped"),
    }[key]


def latest_words(key: str) -> str:
    """This function will name the date a list of gaps shows."""
    return {
        "no_contact": _("Last spoken with"),
        "no_note": _("Last note"),
        "no_adult": _("Last told of"),
        "not_reviewed": _("Last reviewed"),
    }[key]
