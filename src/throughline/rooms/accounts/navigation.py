"""What this room adds around each page: places to go, and who is signed in."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts.connections.queries import may_connect
from throughline.rooms.accounts.links.queries import may_keep_links
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.people.queries import may_manage
from throughline.rooms.accounts.policy.queries import may_read_policy
from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.accounts.sight.queries import current_roles
from throughline.rooms.accounts.today.queries import find_standings
from throughline.web.navigation import Account, Banner, Item


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


def footer_items(_request: HttpRequest) -> list[Item]:
    """This function will return what everybody may read about how students are protected."""
    return [Item(_("How Throughline protects students"), reverse("accounts:protection"))]


def viewing_banner(request: HttpRequest) -> Banner | None:
    """This function will say on every page that somebody is viewed as, and let it be stopped."""
    viewer = viewer_of(request)
    if viewer.behind is None:
        return None
    says = _("You view Throughline as %(name)s, reading only: what both of you may see.") % {"name": viewer.name}
    return Banner(says, "care", _("Stop"), reverse("accounts:stop_viewing_as"), posts=True)


def partner_items(request: HttpRequest) -> list[Item]:
    """This function will return the partners, for those who hold a role: others who are signed in may read them too."""
    viewer = viewer_of(request)
    if viewer.user_id is None or not current_roles(viewer):
        return []
    return [Item(_("Partners"), reverse("accounts:partners"), icon="groups")]


def people_items(request: HttpRequest) -> list[Item]:
    """This function will return who has an account, and who comes in without one, for those who keep both."""
    viewer = viewer_of(request)
    if viewer.user_id is None:
        return []
    found = [Item(_("People"), reverse("accounts:people"), icon="people")] if may_manage(viewer) else []
    if may_keep_links(viewer):
        found.append(Item(_("Links"), reverse("accounts:links"), icon="link"))
    return found


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
    own = [Item(_("Sign-in and safety"), reverse("accounts:safety"), icon="security")]
    if may_connect(viewer):
        own.append(Item(_("Single sign-on"), reverse("accounts:connections"), icon="lock"))
    return Account(viewer.name, detail, tuple(own), reverse("accounts:sign_out"))
