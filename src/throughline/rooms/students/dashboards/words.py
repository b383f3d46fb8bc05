"""What a dashboard offers, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def period_words() -> Mapping[str, str]:
    """This function will name the periods one may choose."""
    return {
        "year": _("This school year"),
        "weeks": _("The last four weeks"),
        "last": _("Last school year"),
    }


def dimension_words() -> Mapping[str, str]:
    """This function will name by what students or incidents are parted."""
    return {
        "school": _("School"),
        "grade": _("Grade"),
        "class": _("Class"),
        "what": _("What happened"),
        "place": _("Where it happened"),
        "group": _("Group of students"),
    }
