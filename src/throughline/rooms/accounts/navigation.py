"""What this room adds around each page: places to go, and who is signed in."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.policy.queries import may_read_policy
from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.accounts.today.queries import find_standings
from throughline.web.navigation import Account, Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return Today, for whoever is signed in."""
    if viewer_of(request).user_id is None:
        return []
    return [Item(_("Today"), reverse("accounts:today"), icon="home")]


def policy_items(request: HttpRequest) -> list[Item]:
    """This function will return the policy table, for those who answer for it."""
    viewer = viewer_of(request)
    if viewer.user_id is None or not may_read_policy(viewer):
        return []
    return [Item(_("Who may see what"), reverse("accounts:policy"), icon="verified_user")]


def account(request: HttpRequest) -> Account | None:
    """This function will return who is signed in and what they are here, or None for a visitor."""
    viewer = viewer_of(request)
    if viewer.user_id is None:
        return None
    standings = find_standings(viewer)
    first = standings[0] if standings else None
    detail = relation_words(first.relation) if first else _("No role yet")
    if first and first.where:
        detail = f"{detail}, {first.where}"
    return Account(viewer.name, detail, (), reverse("accounts:sign_out"))
