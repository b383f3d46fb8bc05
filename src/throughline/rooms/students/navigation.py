"""Where this room can be entered, for those whom it shows a student."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.queries import takes_part_anywhere
from throughline.rooms.students.dashboards.queries import sees_many
from throughline.rooms.students.directory.own import list_words
from throughline.rooms.students.duplicates.queries import may_find_duplicates
from throughline.rooms.students.emergencies.queries import may_open, may_review
from throughline.rooms.students.looks.queries import may_see_looks
from throughline.rooms.students.record_requests.who_may import may_answer
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return the list of students under the name that fits whoever opens it."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not access.sees_students(viewer):
        return []
    found = [Item(list_words(viewer), reverse("students:students"), icon="groups")]
    first = next((name for name in ("attendance", "behavior") if sees_many(viewer, name)), "")
    if first:
        found.append(Item(_("How school goes"), reverse(f"students:{first}_dashboard"), icon="insights"))
    if takes_part_anywhere(viewer):
        found.append(Item(_("Class lists"), reverse("students:class_lists"), icon="grid_view"))
    return found


def looks_items(request: HttpRequest) -> list[Item]:
    """This function will return looks, requests and refusals across the district, for those who answer for them."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None:
        return []
    found = []
    if may_see_looks(viewer):
        found.append(Item(_("Who looked"), reverse("students:looks"), icon="visibility"))
    if may_answer(viewer):
        found.append(Item(_("Requests about records"), reverse("students:all_record_requests"), icon="forum"))
        found.append(Item(_("Directory information refused"), reverse("students:opt_outs"), icon="visibility_off"))
    return found


def duplicates_items(request: HttpRequest) -> list[Item]:
    """This function will return the students who may be entered twice, for those who keep the roster."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not may_find_duplicates(viewer):
        return []
    return [Item(_("Likely duplicates"), reverse("students:duplicates"), icon="people")]


def emergency_items(request: HttpRequest) -> list[Item]:
    """This function will return the way to open a record in an emergency, and what was opened, for those who may."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None:
        return []
    found = []
    if may_open(viewer):
        found.append(Item(_("Emergency"), reverse("students:emergency"), icon="warning"))
    if may_review(viewer):
        found.append(Item(_("Opened in emergencies"), reverse("students:emergencies"), icon="report"))
    return found
