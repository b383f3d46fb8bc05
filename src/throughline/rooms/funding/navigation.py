"""What this room adds around each page: places to go, for those who may."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return the places of this room, each for those who may open it."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None:
        return []
    reaches = {name: accounts.find_reach(viewer, "see", name) for name in ("finance", "schools")}
    found = []
    if reaches["finance"].everything:
        found.append(Item(_("Set up a year"), reverse("funding:years"), icon="event"))
    if reaches["finance"].everything or reaches["finance"].school_ids:
        found.append(Item(_("School budgets"), reverse("funding:budgets"), icon="attach_money"))
        found.append(Item(_("Formulas"), reverse("funding:formulas"), icon="assessment"))
        found.append(Item(_("What schools would receive"), reverse("funding:notices"), icon="campaign"))
    if reaches["finance"].everything:
        found.append(Item(_("Revenues"), reverse("funding:revenues"), icon="folder"))
        found.append(Item(_("Positions"), reverse("funding:positions"), icon="work"))
        found.append(Item(_("Earlier budgets"), reverse("funding:prior"), icon="history"))
        found.append(Item(_("Projections"), reverse("funding:projections"), icon="people"))
        found.append(Item(_("Scenarios"), reverse("funding:scenarios"), icon="insights"))
    if reaches["schools"].everything:
        found.append(Item(_("Schools"), reverse("funding:schools"), icon="school"))
    return found
