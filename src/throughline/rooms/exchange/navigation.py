"""Where this room's pages stand in the navigation."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return Imports for those who may bring a roster in."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not accounts.may(viewer, "write", "directory"):
        return []
    return [Item(_("Imports"), reverse("exchange:runs"), icon="file_upload")]
