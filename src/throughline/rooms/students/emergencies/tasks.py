"""What emergencies add to Today: records open for a person now, and reviews that wait for one."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.emergencies.queries import find_to_review, may_open, may_review
from throughline.rooms.students.relations.opened import find_opened
from throughline.values.viewer import Viewer


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will point to records open in an emergency, and to those that wait for this person's review."""
    if may_open(viewer) and (opened := find_opened(viewer)):
        words = ngettext(
            "%(n)s record is open for you in an emergency.",
            "%(n)s records are open for you in an emergency.",
            len(opened),
        )
        yield accounts.Task(words % {"n": len(opened)}, reverse("students:emergency"), _("See or close"), "look")
    if may_review(viewer):
        yield from _reviews(viewer)


def _reviews(viewer: Viewer) -> Iterator[accounts.Task]:
    today = timezone.localdate()
    due = list(find_to_review(viewer).values_list("due_on", flat=True))
    n_overdue = sum(day < today for day in due)
    url = reverse("students:emergencies")
    if n_overdue:
        words = ngettext(
            "%(n)s record was opened in an emergency, and its review is late.",
            "%(n)s records were opened in an emergency, and their review is late.",
            n_overdue,
        )
        yield accounts.Task(words % {"n": n_overdue}, f"{url}?state=overdue", _("Review"), "overdue")
    if n := len(due) - n_overdue:
        words = ngettext(
            "%(n)s record was opened in an emergency: review it.",
            "%(n)s records were opened in an emergency: review them.",
            n,
        )
        yield accounts.Task(words % {"n": n}, f"{url}?state=waiting", _("Review"), "today")
