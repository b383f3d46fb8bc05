"""Where this room can be entered, for those who may know of any student's notes."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.finding.queries import may_find
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return where notes are found, meetings are held and students handed over."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not may_find(viewer):
        return []
    reach = accounts.find_reach(viewer, "see", "notes")
    handover = "handovers" if reach.everything or reach.school_ids else "own_handovers"
    return [
        Item(_("Notes"), reverse("support:find_notes"), icon="forum"),
        Item(_("Meetings"), reverse("support:meetings"), icon="event"),
        Item(_("Handovers"), reverse(f"support:{handover}"), icon="arrow_forward"),
    ]
