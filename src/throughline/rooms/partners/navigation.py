"""Where this room can be entered, by those who know which supports students have."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners.programs.domains import PLACE_CLASSES
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return the catalog of programs, for those who write down who takes part in any."""
    viewer = accounts.viewer_of(request)
    reaches = accounts.find_reaches(viewer, "write", PLACE_CLASSES).values()
    if viewer.user_id is None or not any(reach.everything or reach.school_ids for reach in reaches):
        return []
    return [Item(_("Programs"), reverse("partners:programs"), icon="local_library")]
