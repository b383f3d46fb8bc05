"""Who views Throughline as whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from throughline.rooms.accounts.models import User, ViewingAs
from throughline.rooms.accounts.sight.document import shipped_policy
from throughline.rooms.accounts.sight.seen_as import may_view_as_others
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ViewingPage:
    """Whom one may view as, asked before it begins."""

    person: User
    minutes: int


def viewing_page(viewer: Viewer, user_id: int) -> ViewingPage:
    """This function will return the person whom `viewer` is about to view as.

    **Raises** `NotAllowed` where the role does not include it, `NotFound` where there is no such person.
    """
    check_may_view_as(viewer)
    person = User.objects.filter(pk=user_id, is_active=True).exclude(pk=viewer.user_id or 0).first()
    if person is None:
        raise NotFound(gettext_noop("There is no such person."))
    return ViewingPage(person, shipped_policy().viewing_as.minutes)


def check_may_view_as(viewer: Viewer) -> None:
    """This function will do nothing for those whose role lets them view as another.

    **Raises** `NotAllowed` otherwise, and while somebody already views as another.
    """
    if viewer.behind is not None or not may_view_as_others(viewer):
        raise NotAllowed(
            gettext_noop("Your role does not include viewing as somebody else."),
            gettext_noop("The administrator can, to see what a person sees and help them."),
        )


def viewings_of(viewer: Viewer) -> QuerySet[ViewingAs]:
    """This function will return when somebody viewed as this person, the latest first."""
    return ViewingAs.objects.filter(seen_as_id=viewer.user_id or 0).select_related("user").order_by("-starts_at", "-pk")


def recent_viewings(viewer: Viewer, *, now: datetime) -> int:
    """This function will count how often somebody viewed as this person of late."""
    return viewings_of(viewer).filter(starts_at__gt=now - TOLD_FOR).count()
