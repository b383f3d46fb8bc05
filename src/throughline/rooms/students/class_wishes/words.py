"""A wish in words."""

from django.utils.translation import gettext as _

from throughline.rooms.students.class_wishes.queries import Wish


def wish_words(wish: Wish) -> str:
    """This function will say a wish: `Ana Ruiz and Bo Lee apart`."""
    words = {"first": wish.first.name, "second": wish.second.name}
    if wish.kind == "apart":
        return _("%(first)s and %(second)s apart") % words
    return _("%(first)s and %(second)s together") % words
