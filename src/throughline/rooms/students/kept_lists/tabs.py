"""The kept lists above the list of students, and the way to keep the one that is open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.students.kept_lists.addresses import address_of
from throughline.rooms.students.kept_lists.queries import find_lists, may_keep
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Tab

# Beyond this many the page of lists is the quicker way.
MOST_TABS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """The tabs (none where no list is kept), and where an open list that is not kept yet can be (blank: it is)."""

    tabs: list[Tab]
    keep_url: str


def kept_tabs(viewer: Viewer, asked: str) -> Kept:
    """This function will return the lists `viewer` can open as tabs; `asked` is what the open list is narrowed by."""
    page = find_lists(viewer)
    rows = [*page.own, *page.shared]
    is_kept = any(row.address == asked for row in rows)
    keep_url = f"{reverse('students:keep_list')}?{asked}" if asked and not is_kept and may_keep(viewer) else ""
    if not rows:
        return Kept([], keep_url)
    tabs = [Tab(row.name, address_of(row), row.address == asked) for row in rows[:MOST_TABS]]
    everyone = Tab(_("Everyone"), reverse("students:students"), not asked)
    return Kept([everyone, *tabs], keep_url)
