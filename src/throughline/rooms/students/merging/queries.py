"""What joining two records would do, which joins there are, and which records are one student's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.duplicates.queries import PairPage, check_may_find_duplicates, pair_page
from throughline.rooms.students.joins import Join
from throughline.rooms.students.merging.carrying import count_rows
from throughline.rooms.students.models import Student
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

UNDO_DAYS = 30


@dataclass(frozen=True, slots=True)
class Following:
    """One kind of row: how many follow to the kept record, and how many stay since that one has the like."""

    words: str
    n_moving: int
    n_staying: int


@dataclass(frozen=True, slots=True)
class JoinPage:
    """Two records before they are joined: which is kept, what follows, and what stays."""

    page: PairPage
    kept: Student
    joined: Student
    rows: list[Following]


def is_joined(student_id: int) -> bool:
    """This function will tell whether a record was joined to one that the second wall shows to whoever asks."""
    return Join.objects.filter(joined=student_id, undone_at=None).exists()


def join_page(viewer: Viewer, pair_id: int, keep_id: int, *, at: datetime) -> JoinPage:
    """This function will return what joining would do, as far as `viewer` may see the rows; looking is noted.

    **Raises** `NotAllowed` for those who do not keep the roster, and `NotFound`.
    """
    page = pair_page(viewer, pair_id, at=at)
    one, other = page.pair.one, page.pair.other
    if keep_id not in (one.pk, other.pk):
        raise NotFound(gettext_noop("Neither of the two is this student."), gettext_noop("Look at the pair again."))
    kept, joined = (one, other) if keep_id == one.pk else (other, one)
    counted = count_rows(kept.pk, joined.pk)
    rows = [Following(_sentence(one.moves.words), one.n_moving, one.n_staying) for one in counted if one.moves.words]
    return JoinPage(page, kept, joined, [row for row in rows if row.n_moving or row.n_staying])


def joins_page(viewer: Viewer, *, at: datetime) -> list[Join]:
    """This function will return every join there was, the newest first, and note whom it shows.

    **Raises** `NotAllowed` for those who do not keep the roster.
    """
    joins = list(_joins(viewer))
    students = {student.pk: student for join in joins for student in (join.kept, join.joined)}
    sights = access.explain_sight(viewer, students.values(), ("directory",))
    shown = ((pk, sight, ("directory",)) for pk, sight in sights.items())
    note_looked(by=viewer, at=at, shown=shown, place="students.joins")
    return joins


def find_join(viewer: Viewer, join_id: int, *, lock: bool = False) -> Join:
    """This function will return one join. **Raises** `NotAllowed` and `NotFound`."""
    joins = _joins(viewer).filter(pk=join_id)
    found = (joins.select_for_update(of=("self",)) if lock else joins).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such join."), gettext_noop("Look at the list of joins."))
    return found


def _joins(viewer: Viewer) -> QuerySet[Join]:
    check_may_find_duplicates(viewer)
    return access.get_joins_for(viewer).select_related("kept", "joined").order_by("-joined_at", "-pk")


def _sentence(words: str) -> str:
    told = _(words)
    return told[:1].upper() + told[1:]
