"""What the list of students is called for whoever opens it: a family has children, not students."""

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.households import LIMITS
from throughline.values.viewer import Viewer


def list_words(viewer: Viewer) -> str:
    """This function will name the list of students as its reader would."""
    relations = set(access.relations_held(viewer)) - LIMITS
    if relations and relations <= access.HOME and not accounts.current_roles(viewer):
        return _("My children") if relations & access.PARENTS else _("My record")
    return _("Students")
