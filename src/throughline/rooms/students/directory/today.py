"""What this room adds to Today: whom somebody stands for or teaches, and who is new."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.narrowing import find_new_students
from throughline.values.viewer import Viewer

# Those whose work is the students of a school, not one class.
_SCHOOL_ROLES = ("coordinator", "school_leader", "school_health", "school_counselor")


def find_standings(viewer: Viewer) -> Iterator[accounts.Standing]:
    """This function will say of whom the roster makes somebody the teacher, the guardian or the student, or an act."""
    related = access.relations_held(viewer)
    if "self" in related:
        yield accounts.Standing("self")
    for relation in ("guardian", "guardian_of_adult"):
        if relation in related:
            children = access.get_students_for(viewer).filter(pk__in=related[relation]).order_by("given_name", "pk")
            yield accounts.Standing(relation, ", ".join(child.name for child in children))
    for relation in ("teacher", "case_manager", "team_member", "emergency"):
        if relation in related:
            n = len(set(related[relation]))
            yield accounts.Standing(relation, ngettext("%(n)s student", "%(n)s students", n) % {"n": n})


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list what a person may want to do about students today."""
    related = access.relations_held(viewer)
    if "self" in related:
        yield _look(_("Your own record: classes, attendance and marks."), related["self"][0])
    if at_home := {student for relation in access.PARENTS for student in related.get(relation, ())}:
        for child in access.get_students_for(viewer).filter(pk__in=at_home).order_by("given_name", "pk"):
            yield _look(_("How %(name)s is doing at school.") % {"name": child.name}, child.pk)
    if named := {student for relation in access.NAMED for student in related.get(relation, ())}:
        n = len(named)
        words = ngettext("You are named for %(n)s student.", "You are named for %(n)s students.", n)
        yield accounts.Task(words % {"n": n}, reverse("students:students"), _("See them"), "look")
    if accounts.holds(viewer, *_SCHOOL_ROLES):
        yield from _of_school(viewer)
    if "teacher" in related:
        n = len(related["teacher"])
        words = ngettext("%(n)s student is in your classes now.", "%(n)s students are in your classes now.", n)
        yield accounts.Task(words % {"n": n}, reverse("students:students"), _("See them"), "look")


def _of_school(viewer: Viewer) -> Iterator[accounts.Task]:
    seen = access.get_students_for(viewer).filter(ended_at=None)
    n_new = find_new_students(viewer, seen).count()
    if n_new:
        words = ngettext("%(n)s student is new this month.", "%(n)s students are new this month.", n_new)
        yield accounts.Task(words % {"n": n_new}, reverse("students:students") + "?joined=new", _("Meet them"))
    n = seen.count()
    words = ngettext("%(n)s student is at your school.", "%(n)s students are at your school.", n)
    yield accounts.Task(words % {"n": n}, reverse("students:students"), _("See them"), "look")


def _look(sentence: str, student_id: int) -> accounts.Task:
    return accounts.Task(sentence, reverse("students:student", args=[student_id]), _("Open"), "look")
