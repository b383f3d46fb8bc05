"""Where this room can be entered: the agreements, by those who manage them and by those who made them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.documents.queries import may_read_agreements
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return the list of agreements, for those who may read any."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not may_read_agreements(viewer):
        return []
    return [Item(_("Agreements"), reverse("agreements:agreements"), icon="security")]
