"""What class lists add to Today: for teachers, one to propose; for who leads the school, one that was sent in."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.words import list_words
from throughline.rooms.students.leading import leads_at
from throughline.rooms.students.next_year import Stage
from throughline.values.viewer import Viewer


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list the class lists that wait for this person, each with the one thing to do."""
    if viewer.behind is not None:
        return
    waiting = access.get_class_lists_for(viewer).filter(stage__in=(Stage.PROPOSING, Stage.REVISING))
    for row in waiting.select_related("school").order_by("school__name", "grade", "pk"):
        words = {"list": list_words(row), "school": row.school.name}
        url = reverse("students:class_list", args=[row.pk])
        if row.stage == Stage.PROPOSING and viewer.user_id in row.member_ids:
            says = _("Propose the classes of %(list)s at %(school)s, and send the list in.") % words
            yield accounts.Task(says, url, _("Propose"))
        elif row.stage == Stage.REVISING and leads_at(viewer, row.school_id):
            says = _("The class list of %(list)s at %(school)s was sent in: revise it and make it final.") % words
            yield accounts.Task(says, url, _("Revise"))
