"""Tells a person on Today that somebody viewed as them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.rooms.accounts.today.contributions import Task
from throughline.rooms.accounts.viewing_as.queries import recent_viewings
from throughline.values.viewer import Viewer


def find_tasks(viewer: Viewer) -> Iterator[Task]:
    """This function will point to who viewed as this person of late, where somebody did."""
    if recent_viewings(viewer, now=timezone.now()):
        says = _("Somebody viewed Throughline as you this month, to help you.")
        yield Task(says, reverse("accounts:viewings"), _("See who and why"), "look")
