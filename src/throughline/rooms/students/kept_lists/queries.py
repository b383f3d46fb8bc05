"""The lists somebody keeps, and those that others share with them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students import access
from throughline.rooms.students.kept import KeptList, SharedWith
from throughline.rooms.students.models import StaffPost
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


class KeepsNone(NotAllowed):
    """Lists are kept by those who have students to list, and not while viewing as another."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("Your role shows you no list of students to keep."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )


@dataclass(frozen=True, slots=True)
class KeptListsPage:
    """One's own lists, and those that others share: whoever opens one sees their own students on it."""

    own: list[KeptList]
    shared: list[KeptList]


def kept_lists_page(viewer: Viewer) -> KeptListsPage:
    """This function will return every list `viewer` can open. **Raises** `KeepsNone` where they list no students."""
    if not access.sees_students(viewer):
        raise KeepsNone
    return find_lists(viewer)


def find_lists(viewer: Viewer) -> KeptListsPage:
    """This function will return the lists of somebody who sees students, by name. One query for the lists."""
    rows = (_own(viewer) | _shared_with(viewer)).select_related("school", "owner").order_by("name", "pk")
    own = [row for row in rows if row.owner_id == viewer.user_id]
    return KeptListsPage(own, [row for row in rows if row.owner_id != viewer.user_id])


def find_own_list(viewer: Viewer, list_id: int) -> KeptList:
    """This function will return a list of one's own. **Raises** `NotFound` where there is none."""
    row = _own(viewer).filter(pk=list_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such list of yours."))
    return row


def schools_to_share_at(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will return the schools at which `viewer` works, as (id, name): they may share a list there."""
    return [(school.id, school.name) for school in district.find_schools(set(_workplaces(viewer)))]


def may_share_everywhere(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` works with the students of the whole district."""
    return accounts.find_reach(viewer, "see", "directory").everything


def may_keep(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` has students to list, and acts as themselves."""
    return viewer.behind is None and viewer.user_id is not None and access.sees_students(viewer)


def _own(viewer: Viewer) -> QuerySet[KeptList]:
    """Nobody's own lists are read while another views as them."""
    return KeptList.objects.filter(owner=0 if viewer.behind else viewer.user_id or 0)


def _shared_with(viewer: Viewer) -> QuerySet[KeptList]:
    works_at = _workplaces(viewer)
    everywhere = may_share_everywhere(viewer)
    found = Q(shared_with=SharedWith.SCHOOL) if everywhere else Q(school__in=works_at)
    if everywhere or works_at:
        found |= Q(shared_with=SharedWith.DISTRICT)
    return KeptList.objects.filter(found).exclude(owner=viewer.user_id or 0)


def _workplaces(viewer: Viewer) -> frozenset[int]:
    """Where a person works: by a role they hold, or by a post the roster gives them."""
    outside = accounts.memberships(viewer)
    held = {role.organization_id for role in accounts.current_roles(viewer) if role.organization_id is not None}
    known = accounts.User.objects.filter(pk=viewer.user_id or 0).exclude(source_id="").values("source_id")
    posts = StaffPost.objects.filter(staff__source_id__in=known, staff__ended_at=None, ended_at=None)
    posts = posts.exclude(ends_on__lt=accounts.today())
    return frozenset(held - outside) | frozenset(posts.values_list("organization", flat=True))
