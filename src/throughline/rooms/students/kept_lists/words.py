"""A kept list in words."""

from django.utils.translation import gettext as _

from throughline.rooms.students.kept import KeptList, SharedWith


def shared_words(row: KeptList) -> str:
    """This function will say who finds a list."""
    if row.shared_with == SharedWith.SCHOOL:
        return _("Shared at %(school)s") % {"school": row.school}
    return _("Shared with the district") if row.shared_with == SharedWith.DISTRICT else _("Only you")
