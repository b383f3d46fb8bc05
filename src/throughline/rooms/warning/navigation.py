"""Where this room can be entered, for those who may see early warning of anybody."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import access
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return who needs us, and the rules."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not access.may_see_any(viewer):
        return []
    found = [Item(_("Needs us"), reverse("warning:flags"), icon="flag")]
    if access.may_change_rules(viewer):
        found.append(Item(_("Early-warning rules"), reverse("warning:rules"), icon="settings"))
    return found
