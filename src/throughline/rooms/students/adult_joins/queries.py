"""What joining two adults would do, and which joins there are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from throughline.rooms.students import access
from throughline.rooms.students.adults.queries import AdultPairPage, adult_pair_page, children_of, note_children
from throughline.rooms.students.duplicates.queries import check_may_find_duplicates
from throughline.rooms.students.joins import AdultJoin
from throughline.rooms.students.models import Guardian, Student
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class AdultJoinPage:
    """Two records before they are joined: which one is shown from then on, and which is joined to it."""

    page: AdultPairPage
    kept: Guardian
    joined: Guardian


@dataclass(frozen=True, slots=True)
class ListedJoin:
    """A join, and the students each record stands for: what each sign-in of theirs goes on seeing."""

    join: AdultJoin
    of_kept: list[Student]
    of_joined: list[Student]


def adult_join_page(viewer: Viewer, pair_id: int, keep_id: int, *, at: datetime) -> AdultJoinPage:
    """This function will return what joining would do; looking is noted.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    page = adult_pair_page(viewer, pair_id, at=at)
    one, other = page.pair.one, page.pair.other
    if keep_id not in (one.pk, other.pk):
        raise NotFound(gettext_noop("Neither of the two is this adult."), gettext_noop("Look at the pair again."))
    kept, joined = (one, other) if keep_id == one.pk else (other, one)
    return AdultJoinPage(page, kept, joined)


def adult_joins_page(viewer: Viewer, *, at: datetime) -> list[ListedJoin]:
    """This function will return every join of adults there was, the newest first, and note whose family it shows.

    **Raises** `NotAllowed` for those who do not keep the roster.
    """
    joins = list(_joins(viewer))
    families = children_of(viewer, {pk for join in joins for pk in (join.kept_id, join.joined_id)})
    shown = (student for listed in families.values() for student in listed)
    note_children(viewer, shown, at=at, place="students.adult_joins")
    return [ListedJoin(join, families.get(join.kept_id, []), families.get(join.joined_id, [])) for join in joins]


def find_adult_join(viewer: Viewer, join_id: int, *, lock: bool = False) -> AdultJoin:
    """This function will return one join of adults. **Raises** `NotAllowed` and `NotFound`."""
    joins = _joins(viewer).filter(pk=join_id)
    found = (joins.select_for_update(of=("self",)) if lock else joins).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such join."), gettext_noop("Look at the list of joins."))
    return found


def _joins(viewer: Viewer) -> QuerySet[AdultJoin]:
    check_may_find_duplicates(viewer)
    return access.get_adult_joins_for(viewer).select_related("kept", "joined").order_by("-joined_at", "-pk")
