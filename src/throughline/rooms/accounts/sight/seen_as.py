"""Whom somebody views as, and whether their role still lets them."""

from django.utils import timezone

from throughline.rooms.accounts.models import User, ViewingAs
from throughline.rooms.accounts.sight.document import shipped_policy
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.viewing import kept
from throughline.values.viewer import Viewer


def may_view_as_others(viewer: Viewer) -> bool:
    """This function will tell whether a person's role lets them view as another."""
    return holds(viewer, *(relation.code for relation in shipped_policy().relation if relation.views_as_others))


def in_force(viewing_id: int, user: User) -> ViewingAs | None:
    """This function will return a viewing that this user began and that is not over, if their role still allows it."""
    found = kept(
        ("viewing_as", viewing_id),
        lambda: (
            ViewingAs.objects.select_related("seen_as")
            .filter(pk=viewing_id, user=user, ends_at__gt=timezone.now(), seen_as__is_active=True)
            .first()
        ),
    )
    return found if found is not None and may_view_as_others(user.viewer()) else None
