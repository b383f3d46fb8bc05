"""Where this room can be entered, for those whom it shows a student."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.looks.queries import may_see_looks
from throughline.web.navigation import Item


def items(request: HttpRequest) -> list[Item]:
    """This function will return the list of students under the name that fits whoever opens it."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not access.sees_students(viewer):
        return []
    relations = set(access.get_relations_of(viewer).values_list("relation", flat=True))
    label = _("Students")
    if relations and relations <= access.FAMILY and not accounts.current_roles(viewer):
        label = _("My children") if "guardian" in relations else _("My record")
    return [Item(label, reverse("students:students"), icon="groups")]


def looks_items(request: HttpRequest) -> list[Item]:
    """This function will return looks across the district, for those who answer for them."""
    viewer = accounts.viewer_of(request)
    if viewer.user_id is None or not may_see_looks(viewer):
        return []
    return [Item(_("Who looked"), reverse("students:looks"), icon="visibility")]
