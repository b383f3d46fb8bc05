"""Who moves on from a school, and who of them has a handover note: the list that shows whom nobody has thought of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.handovers.leaving import Leaving, find_leaving, school_names
from throughline.rooms.support.handovers.queries import SHOWN, may_plan_at, readers_at, this_year
from throughline.rooms.support.models import Handover, Move
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Row:
    """A student who moves on, and how far their handover is. `needs` are the categories the viewer may see."""

    student: students.Student
    handover: Handover | None
    to_school_id: int | None
    to_school: str
    needs: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """Whether it is read, written, asked of somebody, or nobody's yet; or the student stays."""
        row = self.handover
        if row is not None and row.move == Move.STAYS:
            return "stays"
        if row is not None and row.written_at is not None:
            return "read" if row.is_read else "written"
        return "asked" if row is not None and row.writer_id else "none"

    @property
    def is_left(self) -> bool:
        """Whether the note is still to be written."""
        return self.state in ("asked", "none")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The students who move on from one school, and what may be said of many of them at once."""

    school_id: int
    school: str
    leaving: Leaving
    rows: Sequence[Row]
    to_choose: Sequence[tuple[int, str]]
    need_classes: Mapping[int, frozenset[str]] = field(default_factory=dict)
    writers: Sequence[Reader] = ()
    may_plan: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def n_left(self) -> int:
        return sum(row.is_left for row in self.rows)

    @property
    def n_moving(self) -> int:
        return sum(row.state != "stays" for row in self.rows)


def schools_covered(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will return the schools of whose students `viewer` knows all notes, as (id, name), by name."""
    reach = accounts.find_reach(viewer, "see", "notes")
    return [(pk, name) for pk, name in school_names().items() if reach.covers_school(pk)]


def coverage(viewer: Viewer, school_id: int | None) -> Coverage:
    """This function will return who moves on from a school, or from the first that `viewer` covers.

    Whoever shows it notes whom. **Raises** `NotAllowed` where they cover no school, or not this one.
    """
    schools = schools_covered(viewer)
    chosen = next((pk for pk, _name in schools if school_id in (None, pk)), None)
    if chosen is None:
        raise NotAllowed(
            gettext_noop("This list is for those who work with a whole school."),
            gettext_noop("What you are asked to write stands on My handover notes."),
        )
    leaving = find_leaving(chosen)
    held = {row.student_id: row for row in _handovers(viewer, chosen)}
    people = list(_moving(viewer, chosen, leaving, held).order_by("family_name", "given_name", "pk"))
    needs, classes = _needs(viewer, people)
    names = school_names()
    rows = [_row(one, held.get(one.pk), leaving, names, needs.get(one.pk, frozenset())) for one in people]
    may_plan = may_plan_at(viewer, chosen)
    writers = readers_at(chosen) if may_plan else []
    others = [(pk, name) for pk, name in names.items() if pk != chosen]
    return Coverage(chosen, names[chosen], leaving, rows, others, classes, writers, may_plan)


def find_left(viewer: Viewer, school_id: int) -> list[Row]:
    """This function will return who moves on from a school without a note, in the order of the list."""
    leaving = find_leaving(school_id)
    held = {row.student_id: row for row in _handovers(viewer, school_id)}
    people = _moving(viewer, school_id, leaving, held).order_by("family_name", "given_name", "pk")
    rows = (_row(one, held.get(one.pk), leaving, {}, frozenset()) for one in people)
    return [row for row in rows if row.is_left]


def find_next_left(viewer: Viewer, student: students.Student) -> students.Student | None:
    """This function will return whom to write of next, after a student in the order of the list; who is asked first.

    Those whom somebody else is asked for are passed over.
    """
    if not may_plan_at(viewer, student.home_school_id):
        return None
    left = [row.student for row in find_left(viewer, student.home_school_id or 0) if _is_for(viewer, row)]
    place = (student.family_name, student.given_name, student.pk)
    after = [one for one in left if (one.family_name, one.given_name, one.pk) > place]
    return next(iter(after or [one for one in left if one.pk != student.pk]), None)


def note_rows(viewer: Viewer, page: Coverage, rows: Sequence[Row], *, needs: bool, at: datetime) -> None:
    """This function will note that `viewer` was shown these rows, and by what they were narrowed."""
    wanted = {*SHOWN, *(name for classes in page.need_classes.values() for name in classes)} if needs else set(SHOWN)
    sights = students.explain_sight(viewer, [row.student for row in rows], wanted)
    looks = []
    for row in rows:
        classes = {*SHOWN, *(page.need_classes.get(row.student.pk, ()) if needs else ())}
        looks.append((row.student.pk, sights[row.student.pk], classes & sights[row.student.pk].bases.keys()))
    students.note_looked(by=viewer, at=at, shown=looks, place="support.handovers")


def _is_for(viewer: Viewer, row: Row) -> bool:
    return row.handover is None or row.handover.writer_id in (None, viewer.user_id)


def _handovers(viewer: Viewer, school_id: int) -> QuerySet[Handover]:
    rows = access.get_handovers_for(viewer).filter(from_school=school_id, year=this_year())
    return rows.select_related("to_school", "writer", "read_by")


def _moving(
    viewer: Viewer, school_id: int, leaving: Leaving, held: Mapping[int, Handover]
) -> QuerySet[students.Student]:
    seen = students.get_students_for(viewer).filter(home_school=school_id, ended_at=None)
    known = seen.filter(pk__in=students.get_students_for(viewer, "notes").values("pk"))
    by_grade = Q(grade=leaving.grade) if leaving.grade else Q(pk__in=())
    return known.filter(by_grade | Q(pk__in=[pk for pk, row in held.items() if row.move != Move.STAYS]))


def _row(
    student: students.Student,
    handover: Handover | None,
    leaving: Leaving,
    names: Mapping[int, str],
    needs: frozenset[str],
) -> Row:
    to_school_id = handover.to_school_id if handover and handover.to_school_id else None
    if to_school_id is None and student.grade == leaving.grade:
        to_school_id = leaving.to_school_id
    return Row(student, handover, to_school_id, names.get(to_school_id or 0, ""), needs)


def _needs(
    viewer: Viewer, people: Sequence[students.Student]
) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]]:
    """What holds of each student today as far as the viewer may see, and the classes of record of that."""
    day = accounts.today()
    rows = students.get_needs_for(viewer).filter(student__in=people, starts_on__lte=day).exclude(ends_on__lt=day)
    needs: dict[int, set[str]] = {}
    classes: dict[int, set[str]] = {}
    for student_id, category, record_class in rows.values_list("student", "category", "record_class"):
        needs.setdefault(student_id, set()).add(category)
        classes.setdefault(student_id, set()).add(record_class)
    return (
        {pk: frozenset(found) for pk, found in needs.items()},
        {pk: frozenset(found) for pk, found in classes.items()},
    )
